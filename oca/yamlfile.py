"""Strict YAML with line numbers.

Every scalar stays text until a model asks for a number, so `No` is not false, `1.10` is not 1.1 and `2024-05-01` is no
date. Repeated keys, unknown keys, anchors and aliases are refused, each with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from oca.content import short_path
from oca.errors import InputError
from oca.faults import found_in, problem_of, yaml_fault
from oca.findings import Finding, Place, finding, nearest, suggest
from oca.folders import content_of
from oca.language import with_codes

_ALIAS = re.compile(r"\*\S")
"""What an alias begins with; a text without it is not read a second time to look for one."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file begins that Notepad saved as Unicode."""

Key = tuple[str | int, ...]
Model = TypeVar("Model", bound="Strict")


class Strict(BaseModel):
    """A model of a content file: frozen; unknown keys, and numbers that are no number or endless, are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


Texts = Annotated[dict[str, str], AfterValidator(with_codes)]
"""One text in several languages, by language code."""


@dataclass(frozen=True)
class Document:
    """A YAML file as read: nested dicts and lists of text, and the line of every key."""

    name: str
    data: Any
    lines: dict[Key, int]

    def place(self, *key: str | int) -> Place:
        """Return the place of a key, or of the nearest key above it."""
        while key and key not in self.lines:
            key = key[:-1]
        return Place(self.name, row=self.lines.get(key, 1))


def read(path: Path, project_folder: Path | None = None) -> Document:
    """Read one YAML file.

    Raises:
        InputError: the file is not there, is too large or not UTF-8, is not YAML, repeats a key or uses an alias.
    """
    name = short_path(path, project_folder)
    if not path.exists():
        raise InputError([finding("file-missing", Place(name), what="such file", todo="Check the name.")])
    try:
        content = content_of(path, name)
        return parse(content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig"), name)
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise InputError([finding("yaml-encoding", Place(name, row=row))]) from None


def parse(text: str, name: str) -> Document:
    """Parse YAML text; `name` is what messages call the file."""
    try:
        if _ALIAS.search(text) and any(isinstance(event, yaml.AliasEvent) for event in _events(text)):
            raise InputError([finding("yaml-alias", Place(name, row=_alias_line(text)))])
        node = yaml.compose(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        line, problem = yaml_fault(error, text)
        raise InputError([finding("yaml-syntax", Place(name, row=line), problem=problem)]) from None
    except RecursionError:
        raise InputError([finding("yaml-syntax", Place(name), problem="it is nested too deeply")]) from None
    lines: dict[Key, int] = {}
    faults: list[Finding] = []
    data = {} if node is None else _convert(node, (), lines, faults, name)
    if faults:
        raise InputError(faults)
    return Document(name, data, lines)


def load(path: Path, model: type[Model], project_folder: Path | None = None) -> tuple[Model, Document]:
    """Read a YAML file into a model.

    Raises:
        InputError: with one finding for each fault, all at once.
    """
    document = read(path, project_folder)
    return validate(document, model), document


def validate(document: Document, model: type[Model]) -> Model:
    """Turn a document into a model, or raise InputError with every fault at its line."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        faults = error.errors()
        raise InputError([_fault(document, model, one) for one in faults if not _is_misspelt(one, faults)]) from None


def _convert(node: yaml.Node, key: Key, lines: dict[Key, int], faults: list[Finding], name: str) -> Any:
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(child, (*key, i), lines, faults, name) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            word = str(key_node.value)
            line = key_node.start_mark.line + 1
            if word in mapping:
                faults.append(finding("yaml-key-twice", Place(name, row=line), key=word))
            lines[(*key, word)] = line
            mapping[word] = _convert(value_node, (*key, word), lines, faults, name)
        return mapping
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if plain and node.value in ("", "~", "null") else node.value


def _is_misspelt(error: ErrorDetails, faults: list[ErrorDetails]) -> bool:
    """Say whether a key is missing because it is misspelt: an unknown key beside it is near to it."""
    unknown = [one["loc"] for one in faults if one["type"] == "extra_forbidden"]
    beside = [str(loc[-1]) for loc in unknown if loc[:-1] == error["loc"][:-1]]
    return error["type"] == "missing" and any(nearest(one, [str(error["loc"][-1])]) for one in beside)


def _fault(document: Document, model: type[BaseModel], error: ErrorDetails) -> Finding:
    key = error["loc"]
    dotted = ".".join(str(part + 1 if isinstance(part, int) else part) for part in key) or "the file"
    place = document.place(*key)
    if error["type"] == "extra_forbidden":
        return finding("yaml-key-unknown", place, key=dotted, suggestion=suggest(str(key[-1]), _fields(model, key)))
    return finding("yaml-value", place, key=dotted, problem=problem_of(error), found=found_in(error))


def _fields(model: type[BaseModel], key: Key) -> list[str]:
    """Return the keys that are known where an unknown one was met."""
    here: Any = model
    for part in key[:-1]:
        fields = _by_key(here)
        here = fields[str(part)] if fields else get_args(here)[-1] if get_args(here) else None
        if type(None) in get_args(here):
            here = next(one for one in get_args(here) if one is not type(None))
    return list(_by_key(here))


def _by_key(model: Any) -> dict[str, Any]:
    """Return the type of each key of a model, by the key as it is written; empty when it is no model."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, yaml.CSafeLoader)
    return events


def _alias_line(text: str) -> int:
    marks = (event.start_mark for event in _events(text) if isinstance(event, yaml.AliasEvent))
    return next(mark.line + 1 for mark in marks if mark is not None)
