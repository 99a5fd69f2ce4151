"""Every fault of a content file is said in plain words with its line; no phrase of a parser or a model is in it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import oca.assessment  # noqa: F401 - with it, every model of a content file is there
from oca.assessment import check
from oca.errors import InputError
from oca.faults import found_in, problem_of
from oca.findings import Finding
from oca.project import load_project
from oca.yamlfile import Strict, parse
from tests.small import PROJECT, STRUCTURE, put, small_project

RAW = re.compile(
    r"[Ii]nput should|Extra inputs|unable to|[Ff]ield required|instance of|pydantic|[Vv]alid (?:integer|number|string|"
    r"list|dict|boolean)|parsing|invalid character|NoneType|\bNone\b|while (?:scanning|parsing)|token|did not find|"
    r"could not find|mapping values|block (?:mapping|sequence)|document start|unexpected|not allowed|codec|<class"
)
"""Phrases of pydantic, of the YAML parser and of Python."""

WRONG: tuple[Any, ...] = (
    None,
    "",
    "x",
    "-1",
    "0",
    "1e999",
    "nan",
    "1,5",
    "99999999999999999999",
    "1.5",
    "true",
    "5/6/2024",
    "31.2.2024.",
    [],
    ["x"],
    [None],
    [["x"]],
    [{}],
    {},
    {"x": "y"},
    {"x": None},
    {"x": []},
    {"sr": "x"},
    "a/b/c",
    "ćć",
)


def models(base: type[Strict] = Strict) -> Iterator[type[Strict]]:
    for one in base.__subclasses__():
        if one.__module__.startswith("oca."):
            yield one
            yield from models(one)


def faults(model: type[Strict], data: Any) -> Iterator[tuple[str, str]]:
    try:
        model.model_validate(data)
    except ValidationError as error:
        yield from ((problem_of(one), found_in(one)) for one in error.errors())


@pytest.mark.parametrize("model", sorted(set(models()), key=lambda one: f"{one.__module__}.{one.__name__}"))
def test_no_wrong_value_of_any_key_of_any_model_is_answered_with_a_phrase_of_the_library(model: type[Strict]) -> None:
    said = set()
    for wrong in WRONG:
        said |= set(faults(model, wrong))
        for name, field in model.model_fields.items():
            said |= set(faults(model, {field.alias or name: wrong}))
            said |= set(faults(model, {field.alias or name: wrong, "unheard-of": wrong}))
    assert said
    for problem, found in said:
        assert not RAW.search(f"{problem} (found: {found})"), (problem, found)
        assert problem != "this cannot stand here", found


@pytest.mark.parametrize(
    ("was", "typed", "row", "says"),
    [
        ("synthetic: true", "synthetic: perhaps", 2, "synthetic: true or false is expected (found: 'perhaps')"),
        ("languages: [en, bs]", "languages: en", 3, "languages: a list is expected"),
        ("languages: [en, bs]", "languages: []", 3, "languages: at least 1 needed"),
        (
            "date: 2024-05-31",
            "date: 5/6/2024",
            7,
            "periods.1.date: it is no day; write it as 2025-11-30 or",
        ),
        ("date: 2024-05-31", "date: [2024]", 7, "periods.1.date: a day is expected"),
        ("date: 2025-05-31", "dates: 2025-05-31", 12, "periods.2.dates: unknown key. Did you mean date?"),
        ("name: {en: Small project, bs: Mali projekat}", "name: Small", 1, "name: keys with their values are expected"),
        ("synthetic: true", "thresholds: {public: 2}", 2, "thresholds.public: it must be 3 or more (found: '2')"),
        ("synthetic: true", "thresholds: {public: five}", 2, "thresholds.public: a whole number is expected"),
        ("synthetic: true", "schedule: {budget: 20.000}", 2, "it may be thousands or decimals"),
        ("synthetic: true", "schedule: {budget: much}", 2, "schedule.budget: a number is expected"),
        ("synthetic: true", "schedule: {travel: endless}", 2, "schedule.travel: a number is expected"),
        ("synthetic: true", "duplicates: newest", 2, "one of these is expected: 'error' or 'latest' (found: 'newest')"),
        ("synthetic: true", "fallback_encoding: cp12500", 2, "this encoding is not known; the usual ones"),
        ("synthetic: true", "fallback_encoding: base64", 2, "this encoding is not known"),
    ],
)
def test_a_wrong_value_in_the_project_file_is_said_with_its_line(
    tmp_path: Path, was: str, typed: str, row: int, says: str
) -> None:
    small_project(tmp_path)
    assert was in PROJECT
    put(tmp_path, "project.yaml", PROJECT.replace(was, typed, 1))
    found = [str(one) for one in _refused(tmp_path)]
    assert any(one.startswith(f"project.yaml:{row}: error: ") and says in one for one in found), found
    assert not any(map(RAW.search, found))


@pytest.mark.parametrize(
    "written", ["31.5.2024.", "31. 5. 2024.", "31.05.2024", "2024-05-31", "31/5/2024", '"31.5.2024."']
)
def test_a_period_is_dated_as_days_are_written_here(tmp_path: Path, written: str) -> None:
    small_project(tmp_path)
    put(tmp_path, "project.yaml", PROJECT.replace("2024-05-31", written))
    assert load_project(tmp_path).period("y1").date == date(2024, 5, 31)


def test_a_budget_is_read_as_amounts_are_written_here(tmp_path: Path) -> None:
    small_project(tmp_path)
    put(tmp_path, "project.yaml", PROJECT + 'schedule: {budget: "20.000,00 KM"}\n')
    assert load_project(tmp_path).settings.schedule.budget == 20_000


@pytest.mark.parametrize(
    ("text", "row", "says"),
    [
        ("a: 1\n\tb: 2\n", 2, "a tab stands at its beginning; YAML is indented with spaces only"),
        ("a:\n\t- 1\n", 2, "a tab stands at its beginning"),
        ("name: @zora\n", 1, "a text that begins with @ needs quotation marks"),
        ("name: `zora`\n", 1, "a text that begins with ` needs quotation marks"),
        ("name: Report: first\n", 1, "a text with a colon, which needs quotation marks"),
        ('name: "Zora\nother: 1\n', 1, "a quotation mark is not closed"),
        ("list: [a, b\nother: 1\n", 2, "a bracket is not closed"),
        ("a: 1\n   b: 2\n", 2, "indented wrongly"),
        ("a: \x07\n", 1, "a character stands here that cannot be seen"),
        ("a: 1\n---\nb: 2\n", 2, "a second document begins here"),
        ('path: "C:\\data"\n', 1, "a backslash in double quotation marks"),
    ],
)
def test_what_is_no_yaml_is_said_in_words_that_help(text: str, row: int, says: str) -> None:
    with pytest.raises(InputError) as raised:
        parse(text, "f.yaml")
    [found] = raised.value.findings
    assert (found.code, says in found.message) == ("yaml-syntax", True), found.message
    assert abs((found.place.row or 0) - row) <= 1


def test_whatever_slips_into_a_file_is_said_without_a_phrase_of_the_parser() -> None:
    """A sign or two put into a project file or a questionnaire at 600 places of each, from a fixed seed."""
    chance = random.Random(13)  # noqa: S311 - no secret
    signs = [
        "\t",
        ":",
        ": ",
        "- ",
        "@",
        "`",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        ",",
        "!",
        "!x ",
        "&",
        "%",
        "|",
        ">",
        "\\",
        "#",
        "---\n",
        "? ",
        "\n\t",
        "\x01",
        "...\n",
        "…",
        "\ufeff",
    ]
    said: list[Finding] = []
    for text in (PROJECT, STRUCTURE):
        for _ in range(600):
            at = chance.randrange(len(text))
            changed = text[:at] + chance.choice(signs) + chance.choice(["", chance.choice(signs)]) + text[at:]
            try:
                parse(changed, "f.yaml")
            except InputError as error:
                said += error.findings
    assert len(said) > 300
    assert [str(one) for one in said if RAW.search(str(one))] == []


def test_a_file_nested_without_end_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        parse("[" * 20_000, "f.yaml")
    assert [one.code for one in raised.value.findings] == ["yaml-syntax"]


def test_a_file_saved_in_another_code_page_is_said_with_its_line_and_as_what_it_is(tmp_path: Path) -> None:
    small_project(tmp_path)
    put(tmp_path, "project.yaml", PROJECT.replace("Mali projekat", "Mali čamac").encode("cp1250"))
    [found] = _refused(tmp_path)
    assert (found.code, str(found.place)) == ("yaml-encoding", "project.yaml:1")
    assert "CSV" not in str(found)


def test_a_file_that_notepad_saved_as_unicode_is_read(tmp_path: Path) -> None:
    small_project(tmp_path)
    put(tmp_path, "project.yaml", PROJECT.encode("utf-16"))
    assert load_project(tmp_path).settings.name["bs"] == "Mali projekat"


@pytest.mark.parametrize("text", ["- a\n- b\n", "text\n", "", "42\n"])
def test_a_file_that_holds_no_keys_is_told_what_belongs_there(tmp_path: Path, text: str) -> None:
    small_project(tmp_path)
    put(tmp_path, "project.yaml", text)
    assert not any(RAW.search(str(one)) for one in _refused(tmp_path))


def _refused(folder: Path) -> list[Finding]:
    """Return every error of a project that a check finds."""
    found = [one for one in check(folder)[2] if one.severity == "error"]
    assert found
    return found
