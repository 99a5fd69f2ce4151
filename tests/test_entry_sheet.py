"""The data-entry sheet of a paper form: in the order of the paper, and read back like any other form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from oca.collection.forms.entry_sheet import make_entry_sheet
from oca.collection.responses import Collected, collect
from oca.content import shipped
from oca.instrument.reading import load_questionnaire
from tests.small import ITEMS, read_small, small_project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def entered(folder: Path, typed: dict[str, tuple[str | int, str, str]], **choices: Any) -> Collected:
    """Make the sheet of zora for y1, type answers with their remarks into it, and read the project."""
    project, questionnaires = read_small(folder)
    path = folder / "responses/y1/zora-y1-entry.xlsx"
    fields = choices.pop("fields", {})
    one, period = project.organization("zora"), project.period("y1")
    make_entry_sheet(questionnaires["small/1"], path, language="bs", organization=one, period=period, **choices)
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        if row[0].value in typed:
            row[2].value, row[3].value, row[4].value = typed[row[0].value]
        if row[0].value in fields:
            row[2].value = fields[row[0].value]
    book.save(path)
    return collect(project, questionnaires)


def codes(book: Workbook) -> list[str]:
    return [row[0].value for row in book.worksheets[0].iter_rows() if row[0].value in ITEMS]


def test_what_is_typed_from_paper_comes_back(folder: Path) -> None:
    collected = entered(
        folder,
        {
            "gov-board": (3, "od 2022.", "zapisnik"),
            "gov-mission": ("nije primjenjivo", "tek osnovana", ""),
            "fin-books": ("ne znam", "", ""),
        },
    )
    assert [one.code for one in collected.findings if one.severity == "error"] == []
    rows = collected.responses.set_index("item")
    assert rows["status"].to_dict() == dict(
        zip(ITEMS, ("answered", "not_applicable", "dont_know", "missing"), strict=True)
    )
    assert rows.loc["gov-board", ["answer", "comment", "evidence"]].tolist() == [3.0, "od 2022.", "zapisnik"]
    assert set(rows["organization"]) == {"zora"}


def test_a_sheet_for_one_person_asks_for_the_code_that_stands_on_the_paper(folder: Path) -> None:
    fields = {"respondent": "r7", "role": "odbor"}
    collected = entered(folder, {"gov-board": (2, "", "")}, score_type="individual", fields=fields)
    assert set(collected.responses["respondent"]) == {"r7"}
    assert set(collected.responses["role"]) == {"odbor"}


def test_the_codes_stand_in_the_order_of_the_paper_and_only_input_is_unlocked(folder: Path) -> None:
    entered(folder, {})
    sheet = (book := load_workbook(folder / "responses/y1/zora-y1-entry.xlsx")).worksheets[0]
    assert codes(book) == list(ITEMS)
    assert not sheet.column_dimensions["A"].hidden
    board = next(row for row in sheet.iter_rows() if row[0].value == "gov-board")
    assert [cell.protection.locked for cell in board[:5]] == [True, True, False, False, False]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"1,2,3,4,nije primjenjivo,ne znam"'
    assert board[2].coordinate in rule.sqref


@pytest.mark.parametrize("ref", ["cssp-oca/2", "first-look/1", "enabling-environment/1"])
def test_every_shipped_questionnaire_has_its_items_and_a_rule_for_each_answer(ref: str, tmp_path: Path) -> None:
    questionnaire = load_questionnaire(ref, shipped("examples"))
    make_entry_sheet(questionnaire, tmp_path / "entry.xlsx", language="en")
    sheet = load_workbook(tmp_path / "entry.xlsx").worksheets[0]
    places = {row[0].value: row[2].coordinate for row in sheet.iter_rows() if row[0].value in questionnaire.by_id}
    assert list(places) == questionnaire.item_ids
    rules = sheet.data_validations.dataValidation
    assert all(sum(place in rule.sqref for rule in rules) == 1 for place in places.values())
