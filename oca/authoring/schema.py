"""JSON Schemas of the YAML files, made from the models that read them: editors complete and check by them.

The descriptions are the docstrings: the first sentence of a model's, and what it says of each attribute.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from oca import files
from oca.instrument import questionnaire, scheme
from oca.instrument.scheme import Scheme
from oca.instrument.structure import Structure
from oca.instrument.words import QuestionnaireWords
from oca.project import Settings
from oca.yamlfile import Strict

MODELS: dict[str, type[Strict]] = {
    "questionnaire": Structure,
    "words": QuestionnaireWords,
    "scheme": Scheme,
    "project": Settings,
}
"""The model of each kind of file, by the name of its schema."""

_ATTRIBUTE = re.compile(r"^    (\w+): (.*?)(?=^    \w+: |\Z)", re.MULTILINE | re.DOTALL)


def schemas() -> dict[str, str]:
    """Return the schema of each kind of file as text, by its file's name."""
    return {f"{name}.schema.json": _text(model, name) for name, model in MODELS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into a folder, and return the files.

    Raises:
        UsageError: a file cannot be written.
    """
    made = {folder / name: text for name, text in schemas().items()}
    files.write_all(made)
    return list(made)


def _text(model: type[Strict], name: str) -> str:
    made = model.model_json_schema(by_alias=True, schema_generator=GenerateJsonSchema)
    known = {one.__name__: one for one in _models(model)}
    for title, definition in [(model.__name__, made), *made.get("$defs", {}).items()]:
        if title in known:
            _describe(known[title], definition)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"oca {name}"}
    return json.dumps({**head, **{k: v for k, v in made.items() if k != "title"}}, indent=2, ensure_ascii=False) + "\n"


def _describe(model: type[BaseModel], definition: dict[str, Any]) -> None:
    """Put what a docstring says into a schema: of the model, and of each attribute."""
    text = inspect.cleandoc(model.__doc__ or "")
    about, _, attributes = text.partition("\nAttributes:\n")
    definition["description"] = " ".join(about.split())
    described = {name: " ".join(words.split()) for name, words in _ATTRIBUTE.findall(attributes)}
    aliases = {field.alias or name: name for name, field in model.model_fields.items()}
    for key, entry in definition.get("properties", {}).items():
        entry.pop("title", None)
        if (said := described.get(aliases.get(key, key))) is not None:
            entry["description"] = said[:1].upper() + said[1:]


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and those of the modules in which its parts are declared."""
    yield model
    for module in {inspect.getmodule(model), questionnaire, scheme}:
        for _, one in inspect.getmembers(module, inspect.isclass):
            if issubclass(one, BaseModel):
                yield one
