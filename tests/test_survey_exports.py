"""Exports of survey tools: the same answers come back from every shape, and nothing is set aside unsaid."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.collection.responses import Collected, collect
from oca.instrument.questionnaire import Questionnaire
from tests import exports
from tests.exports import TOOLS, Sent, Shape, as_csv, as_workbook
from tests.small import ITEMS, put, read_small, small_project

ANSWERS = ("1", "2", "3", "4", "N/A", "don't know", "")
TWO = (
    Sent("zora", {"gov-board": "3", "gov-mission": "N/A", "fin-books": "1", "fin-donors": "4"},
         {"gov-mission": "We are new; \"young\",\nsays the board", "fin-books": "Čeka, se"}),
    Sent("lasta", {"gov-board": "2", "gov-mission": "don't know", "fin-books": "4"}, when="2024-06-02T08:30:00"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return read_small(small_project(tmp_path_factory.mktemp("small") / "project"))[1]["small/1"]


def read(folder: Path, name: str, content: bytes | str, mapping: str = "") -> Collected:
    put(folder, f"responses/y1/{name}", content)
    if mapping:
        put(folder, "responses/y1/mapping.yaml", mapping)
    return collect(*read_small(folder))


def given_answers(collected: Collected) -> dict[tuple[str, str], str]:
    """Return what was answered: a level, or a status, by organization and item."""
    rows = collected.responses.itertuples()
    return {(row.organization, row.item): f"{row.answer:g}" if row.status == "answered" else row.status for row in rows}


def expected(sent: tuple[Sent, ...] | list[Sent]) -> dict[tuple[str, str], str]:
    states = {"N/A": "not_applicable", "don't know": "dont_know", "": "missing"}
    return {(one.organization, item): states.get(answer := one.answers.get(item, ""), answer)
            for one in sent for item in ITEMS}  # fmt: skip


def codes(collected: Collected, *severities: str) -> list[str]:
    wanted = severities or ("error", "warning")
    return sorted(one.code for one in collected.findings if one.severity in wanted)


def remarks(collected: Collected) -> dict[tuple[str, str], str]:
    filled: pd.DataFrame = collected.responses[collected.responses["comment"] != ""]
    return {(row.organization, row.item): row.comment for row in filled.itertuples()}


SHAPES = [
    Shape(),
    Shape("labels", "labels"),
    Shape("labels", "labels", "bs"),
    Shape("labels", "numbers", "bs", groups="/"),
    Shape("mixed", "labels"),
    Shape("names", "floats", groups="/"),
    Shape("slugs", "numbers"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("tool", TOOLS)
def test_the_answers_and_comments_come_back_from_every_tool_in_every_shape(
    folder: Path, small: Questionnaire, tool: str, shape: Shape
) -> None:
    _, write = TOOLS[tool]
    if tool in ("grid", "limesurvey") and shape.groups:
        shape = Shape(shape.headings, shape.cells, shape.language)
    collected = read(folder, "export.csv", as_csv(write(small, TWO, shape)))
    assert codes(collected) == [], list(map(str, collected.findings))
    assert given_answers(collected) == expected(TWO)
    assert remarks(collected)["zora", "gov-mission"].splitlines() == ['We are new; "young",', "says the board"]


@pytest.mark.parametrize("groups", ["/", "-", "_", "::", "."])
@pytest.mark.parametrize("headings", ["names", "labels"])
def test_groups_are_passed_over_whatever_separates_them(
    folder: Path, small: Questionnaire, groups: str, headings: str
) -> None:
    shape = Shape(headings, "labels", groups=groups)
    collected = read(folder, "export.csv", as_csv(exports.kobo(small, TWO, shape), delimiter=";", quoted=True))
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))


def test_any_separator_between_group_and_label_can_be_declared(folder: Path, small: Questionnaire) -> None:
    table = exports.kobo(small, TWO, Shape("labels", "labels"))
    table[0] = [f"Part one » {name}" if "?" in name else name for name in table[0]]
    mapping = 'files:\n  - {file: "*.csv", separator: "»"}\n'
    collected = read(folder, "export.csv", as_csv(table), mapping)
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1250")]
)
def test_bytes_are_read_whatever_their_separator_and_encoding(
    folder: Path, small: Questionnaire, delimiter: str, encoding: str
) -> None:
    content = as_csv(exports.kobo(small, TWO, Shape("labels", "labels", "bs")), delimiter=delimiter, encoding=encoding)
    collected = read(folder, "export.csv", content)
    assert codes(collected) == (["encoding-fallback"] if encoding == "cp1250" else [])
    assert given_answers(collected) == expected(TWO)
    assert remarks(collected)["zora", "fin-books"] == "Čeka, se"


def test_a_workbook_of_kobo_is_read_and_its_sheet_of_a_repeat_group_is_said(folder: Path, small: Questionnaire) -> None:
    table = exports.kobo(small, TWO, Shape("labels", "numbers"), hxl=True)
    repeats = [["Name", "_index", "_parent_table_name", "_parent_index"], ["x", "1", "Form", "1"]]
    collected = read(folder, "export.xlsx", as_workbook({"Form": table, "members": repeats}))
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))
    assert "sheet-unread" in codes(collected, "look at")
    assert set(collected.responses["sheet"]) == {"Form"}


@settings(max_examples=15)
@given(
    st.sampled_from(sorted(TOOLS)),
    st.sampled_from([shape for shape in SHAPES if not shape.groups]),
    st.lists(st.lists(st.sampled_from(ANSWERS), min_size=4, max_size=4), min_size=2, max_size=2),
)
def test_random_answers_come_back_equal_from_every_tool(tool: str, shape: Shape, drawn: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = small_project(Path(temporary) / "project")
        form = read_small(folder)[1]["small/1"]
        sent = [
            Sent(one, dict(zip(ITEMS, answers, strict=True)))
            for one, answers in zip(("zora", "lasta"), drawn, strict=True)
        ]
        collected = read(folder, "a.csv", as_csv(TOOLS[tool][1](form, sent, shape)))
        answered = [one for one in sent if any(one.answers.values())]
        assert given_answers(collected) == expected(answered), list(map(str, collected.findings))
