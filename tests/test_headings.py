"""Headings with a slip: what was meant is said, and no item is left without answers in silence."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from oca.collection.responses import Collected, collect
from oca.collection.suggestions import alike
from oca.findings import Finding, errors
from oca.instrument.questionnaire import Questionnaire
from oca.project import Project
from tests.exports import TOOLS, Sent, Shape, Table, as_csv, as_workbook, questions
from tests.small import ITEMS, read_small, small_project

SENT = (
    Sent("zora", dict(zip(ITEMS, "3124", strict=True)), {"gov-board": "so"}),
    Sent("lasta", dict(zip(ITEMS, "2341", strict=True)), {"fin-donors": "yes"}, when="2024-06-02T08:30:00"),
)

PLAIN: Table = [["organization", *ITEMS], ["zora", *"3124"], ["lasta", *"2341"]]

TIDY: Table = [
    ["organization", "item", "answer", "comment", "evidence"],
    *([who, item, "3", "so", "seen"] for who in ("zora", "lasta") for item in ITEMS),
]

SHAPES = {"names": Shape(), "labels": Shape("labels", "labels"), "Bosnian": Shape("labels", "labels", "bs")}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Project, dict[str, Questionnaire]]:
    folder = small_project(tmp_path_factory.mktemp("headings") / "project")
    return folder, *read_small(folder)


def read(small: tuple[Path, Project, dict[str, Questionnaire]], content: bytes, name: str = "a.csv") -> Collected:
    folder, project, questionnaires = small
    path = folder / "responses/y1" / name
    path.write_bytes(content)
    try:
        return collect(project, questionnaires)
    finally:
        path.unlink()


def slips(heading: str, seed: int) -> Iterator[str]:
    """Yield a heading with a letter replaced, left out, doubled, and with two exchanged, each somewhere in it."""
    chance = random.Random(f"{heading} {seed}")  # noqa: S311 - slips, no secrets
    letters = [at for at, sign in enumerate(heading) if sign.isalpha()]
    at = chance.choice(letters)
    yield heading[:at] + chance.choice([one for one in "aeioutrk" if one != heading[at].lower()]) + heading[at + 1 :]
    yield heading[:at] + heading[at + 1 :]
    yield heading[:at] + heading[at] + heading[at:]
    pairs = [one for one, other in pairwise(letters) if other == one + 1]
    at = chance.choice([one for one in pairs if heading[one].lower() != heading[one + 1].lower()])
    yield heading[:at] + heading[at + 1] + heading[at] + heading[at + 2 :]


def misspelt(table: Table, column: int) -> Iterator[Table]:
    for slip in slips(table[0][column], column):
        yield [[*table[0][:column], slip, *table[0][column + 1 :]], *table[1:]]


def table_of(kind: str, shape: str, questionnaire: Questionnaire) -> Table:
    if kind == "wide":
        return questions(questionnaire, SENT, SHAPES[shape])
    return TOOLS[kind][1](questionnaire, SENT, SHAPES[shape])


def meaning(found: Finding) -> str:
    return f"{found.message} {found.hint}"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["wide", *(tool for tool in TOOLS if tool != "grid")])
def test_a_slip_in_the_heading_of_an_item_is_an_error_that_names_the_item(
    small: tuple[Path, Project, dict[str, Questionnaire]], kind: str, shape: str
) -> None:
    questionnaire = small[2]["small/1"]
    table = table_of(kind, shape, questionnaire)
    first = next(at for at, name in enumerate(table[0]) if "organi" in name.casefold())
    assert errors(read(small, as_csv(table)).findings) == []
    for place, item in enumerate(ITEMS):
        column = first + 1 + 2 * place
        for wrong in misspelt(table, column):
            found = errors(read(small, as_csv(wrong)).findings)
            assert found, (wrong[0][column], "is read as nothing, in silence")
            assert any(f"Did you mean {item}?" in one.hint for one in found), (wrong[0][column], list(map(str, found)))


@pytest.mark.parametrize("kind", ["wide", "kobo", "odk", "google", "microsoft", "limesurvey"])
def test_a_slip_in_the_heading_of_the_organization_is_an_error_that_says_so(
    small: tuple[Path, Project, dict[str, Questionnaire]], kind: str
) -> None:
    table = table_of(kind, "names", small[2]["small/1"])
    column = next(at for at, name in enumerate(table[0]) if "organi" in name.casefold())
    for wrong in misspelt(table, column):
        found = errors(read(small, as_csv(wrong)).findings)
        said = [one for one in found if one.code in ("column-misspelt", "file-unknown")]
        assert said, (wrong[0][column], list(map(str, found)))
        assert "organization" in meaning(said[0])


@pytest.mark.parametrize("kind", ["wide", "kobo", "odk", "microsoft", "limesurvey"])
def test_a_slip_in_the_heading_of_a_comment_is_said(
    small: tuple[Path, Project, dict[str, Questionnaire]], kind: str
) -> None:
    table = table_of(kind, "names", small[2]["small/1"])
    column = table[0].index("gov_board_comment")
    for wrong in misspelt(table, column):
        said = " ".join(meaning(one) for one in read(small, as_csv(wrong)).findings)
        assert "gov-board:comment" in said, wrong[0][column]


@pytest.mark.parametrize("make", [as_csv, lambda table: as_workbook({"A": table})], ids=["csv", "xlsx"])
def test_a_slip_in_any_heading_of_a_tidy_or_wide_table_is_an_error_that_says_what_was_meant(
    small: tuple[Path, Project, dict[str, Questionnaire]], make: object
) -> None:
    name = "a.csv" if make is as_csv else "a.xlsx"
    for table in (PLAIN, TIDY):
        for column, heading in enumerate(table[0]):
            for wrong in misspelt(table, column):
                found = errors(read(small, make(wrong), name).findings)  # type: ignore[operator]
                assert found, wrong[0][column]
                assert any(heading in meaning(one) for one in found), (wrong[0][column], list(map(str, found)))


def test_accents_that_a_keyboard_lacks_are_a_slip(small: tuple[Path, Project, dict[str, Questionnaire]]) -> None:
    table = table_of("kobo", "Bosnian", small[2]["small/1"])
    column = next(at for at, name in enumerate(table[0]) if name.startswith("Ko pla"))
    table[0][column] = "Ko placa?"
    collected = read(small, as_csv(table))
    (found,) = errors(collected.findings)
    assert (found.code, "fin-donors" in found.message) == ("column-misspelt", True)
    assert "columns-unread" not in [one.code for one in collected.findings], "it is said once"


def test_a_column_under_ignore_or_columns_is_no_slip(small: tuple[Path, Project, dict[str, Questionnaire]]) -> None:
    table = table_of("kobo", "names", small[2]["small/1"])
    table[0][table[0].index("gov_board")] = "gov_bord"
    mapping = small[0] / "responses/y1/mapping.yaml"
    for said in ("ignore: [gov_bord]", "ignore: ['gov_b*d']", "columns: {gov_bord: gov-board}"):
        mapping.write_text(f"files: [{{file: '*', {said}}}]\n", encoding="utf-8")
        assert errors(read(small, as_csv(table)).findings) == []
    mapping.unlink()


@pytest.mark.parametrize(
    ("one", "other"),
    [("q12", "q13"), ("gov-1", "gov-2"), ("vision", "mission"), ("ab", "ac"), ("board", "board"), ("board", "")],
)
def test_what_is_another_word_is_no_slip(one: str, other: str) -> None:
    assert not alike(one, other)


def test_a_question_of_another_number_is_no_error(small: tuple[Path, Project, dict[str, Questionnaire]]) -> None:
    table = table_of("kobo", "names", small[2]["small/1"])
    table = [[*row, extra] for row, extra in zip(table, ["Anything else?", "no", "yes"], strict=True)]
    assert [one.code for one in errors(read(small, as_csv(table)).findings)] == []
