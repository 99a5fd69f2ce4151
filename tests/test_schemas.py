"""The JSON Schemas are those of the models, and the YAML files fit them: an editor says what the program says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from oca.authoring.draft import start
from oca.authoring.schema import MODELS, schemas
from tests.small import add_second_version, small_project

ROOT = Path(__file__).parent.parent
LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


class Editor(yaml.SafeLoader):
    """YAML as editors read it, version 1.2: only true and false are flags, dates are text."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def kind(path: Path) -> str:
    if path.name == "project.yaml":
        return "project"
    if path.parent.name == "scoring":
        return "scheme"
    return "words" if "." in path.stem else "questionnaire"


def faults(path: Path) -> list[str]:
    schema = json.loads(schemas()[f"{kind(path)}.schema.json"])
    validator = jsonschema.Draft202012Validator(schema)
    data: Any = yaml.load(path.read_text(encoding="utf-8"), Editor)  # noqa: S506 - a safe loader with fewer types
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


SHIPPED = sorted(
    path
    for pattern in ("questionnaires/*/*.yaml", "scoring/*.yaml", "examples/*/project.yaml")
    for path in ROOT.glob(pattern)
)


@pytest.mark.parametrize("name", [f"{name}.schema.json" for name in MODELS])
def test_the_committed_schema_is_that_of_the_model(name: str) -> None:
    committed = (ROOT / "schemas" / name).read_text(encoding="utf-8")
    assert committed == schemas()[name], "The model changed: run make schemas."
    jsonschema.Draft202012Validator.check_schema(json.loads(committed))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_shipped_file_fits_its_schema_and_names_the_right_one(path: Path) -> None:
    assert faults(path) == []
    named = LINE.match(path.read_text(encoding="utf-8"))
    if named is not None:
        assert (path.parent / named.group(1)).resolve() == ROOT / "schemas" / f"{kind(path)}.schema.json"


def test_a_new_questionnaire_and_its_scheme_fit_as_well_and_name_theirs(tmp_path: Path) -> None:
    folder = add_second_version(small_project(tmp_path))
    written = start("own", folder)
    for path in [*written, *folder.rglob("*.yaml")]:
        assert faults(path) == []
    for path in written:
        named = LINE.match(path.read_text(encoding="utf-8"))
        assert named is not None
        assert named.group(1).endswith(f"../schemas/{kind(path)}.schema.json")


def test_an_unknown_key_and_a_wrong_value_do_not_fit(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    path = folder / "questionnaires" / "small" / "1.yaml"
    text = path.read_text(encoding="utf-8").replace("critical:", "critcal:").replace("[1, 2, 3, 4]", "[1, two]")
    path.write_text(text, encoding="utf-8")
    assert [one.partition(":")[0] for one in faults(path)] == ["$", "$.scale.levels[1]"]


@pytest.mark.parametrize("name", ["questionnaire", "words"])
def test_every_key_of_a_questionnaire_is_explained(name: str) -> None:
    schema = json.loads(schemas()[f"{name}.schema.json"])
    for model in (schema, *schema["$defs"].values()):
        assert model["description"]
        assert [key for key, entry in model["properties"].items() if not entry.get("description")] == []
