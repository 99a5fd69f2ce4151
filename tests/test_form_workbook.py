"""The fill-in workbook: what Excel shows of it, and that what is filled in comes back as it was."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from oca.collection.form_content import Form
from oca.collection.forms.workbook import FilledSheet, make_workbook
from oca.collection.responses import Collected, collect
from oca.instrument.states import state_of
from oca.language import LANGUAGES, words
from tests.small import ITEMS, add_second_version, read_small, small_project

ANSWERS = dict(zip(ITEMS, ("3", "not_applicable", "dont_know", ""), strict=True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def form(folder: Path, organization: str = "zora", **choices: Any) -> Path:
    """Write a form for period y1 into its folder, in English unless the choices say otherwise."""
    project, questionnaires = read_small(folder)
    choices = {"language": "en", "period": project.period("y1"), "sheet": FilledSheet(ANSWERS), **choices}
    path = folder / f"responses/y1/{organization}.xlsx"
    one = project.organization(organization) if organization != "blank" else None
    make_workbook(questionnaires["small/1"], path, organization=one, **choices)
    return path


def change(path: Path, edit: Callable[[Workbook], object]) -> None:
    """Open a workbook, change it, save it."""
    book = load_workbook(path, rich_text=True)
    edit(book)
    book.save(path)


def read(folder: Path) -> Collected:
    return collect(*read_small(folder))


def given_back(responses: pd.DataFrame) -> dict[str, str]:
    """Return the answer to each item as FilledSheet writes it."""
    written = responses["answer"].map("{:g}".format).where(responses["status"] == "answered", responses["status"])
    return dict(zip(responses["item"], written.replace("missing", ""), strict=True))


def errors(collected: Collected) -> list[tuple[str, str]]:
    return [(one.code, str(one.place)) for one in collected.findings if one.severity == "error"]


def cell(book: Workbook, item: str, name: str) -> Any:
    """Return a cell by the item's code and the column's machine name, as the loader finds it."""
    for sheet in book.worksheets:
        heading = [one.value for one in sheet[1]]
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value == item:
                return sheet.cell(row, heading.index(name) + 1)
    raise AssertionError(item)


@settings(max_examples=25, deadline=None)
@given(
    answers=st.lists(st.sampled_from(["1", "2", "3", "4", "not_applicable", "dont_know", ""]), min_size=4, max_size=4),
    comment=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Cf", "Cn", "Co"]), min_size=1, max_size=40),
)
def test_what_is_filled_in_comes_back_as_it_was(answers: list[str], comment: str) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = small_project(Path(temporary) / "project")
        filled = dict(zip(ITEMS, answers, strict=True))
        form(folder, sheet=FilledSheet(filled, {"gov-board": comment}, {"fin-books": comment}))
        collected = read(folder)
    assert errors(collected) == []
    if any(answers):
        assert given_back(collected.responses) == filled
        rows = collected.responses.set_index("item")
        assert (rows.loc["gov-board", "comment"], rows.loc["fin-books", "evidence"]) == (comment, comment)


@pytest.mark.parametrize("typed", ["=1+1", "+387 33 123", "-", "@zora", "=HYPERLINK(1)"])
def test_a_text_that_begins_like_a_formula_stays_text(folder: Path, typed: str) -> None:
    path = form(folder, sheet=FilledSheet(ANSWERS, {"gov-board": typed}))
    comment = cell(load_workbook(path), "gov-board", "comment")
    assert (comment.data_type, comment.value, comment.quotePrefix) == ("s", typed, True)
    assert read(folder).responses["comment"][0] == typed


def test_control_characters_never_reach_the_workbook(folder: Path) -> None:
    path = form(folder, sheet=FilledSheet(ANSWERS, {"gov-board": "be\x07ep"}))
    assert cell(load_workbook(path), "gov-board", "comment").value == "beep"


def test_only_the_cells_to_fill_in_are_unlocked_and_no_password_is_set(folder: Path) -> None:
    book = load_workbook(form(folder))
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    for sheet in book.worksheets[1:3]:
        heading = [one.value for one in sheet[1]]
        open_columns = {
            heading[one.column - 1] for row in sheet.iter_rows() for one in row if not one.protection.locked
        }
        assert open_columns == {"answer", "comment", "evidence"}


def test_codes_and_machine_names_are_hidden_and_the_identity_is_very_hidden(folder: Path) -> None:
    book = load_workbook(form(folder))
    assert book.sheetnames == ["Start", "Governance", "Finance", "_oca"]
    assert all(sheet.column_dimensions["A"].hidden for sheet in book.worksheets[:3])
    assert all(sheet.row_dimensions[1].hidden for sheet in book.worksheets[1:3])
    assert book["_oca"].sheet_state == "veryHidden"
    facts = {row[0].value: row[1].value for row in book["_oca"].iter_rows()}
    assert (facts["questionnaire"], facts["organization"], facts["period"]) == ("small/1", "zora", "y1")


def test_the_list_in_an_answer_cell_offers_the_levels_and_both_states(folder: Path) -> None:
    book = load_workbook(form(folder))
    (validation,) = book["Governance"].data_validations.dataValidation
    assert validation.formula1 == '"1,2,3,4,N/A,don\'t know"'
    assert cell(book, "gov-board", "answer").coordinate in validation.sqref


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_loader_understands_what_the_form_offers_in_every_language(language: str) -> None:
    offered = {
        state: words(language).text(text) for state, text in (("not_applicable", "N/A"), ("dont_know", "don't know"))
    }
    assert {state: state_of(word) for state, word in offered.items()} == {state: state for state in offered}
    assert not any("," in word for word in offered.values()), "a comma would split the list of the cell"


def test_formulas_stand_on_the_first_sheet_only(folder: Path) -> None:
    book = load_workbook(form(folder))
    with_formulas = {sheet.title for sheet in book for row in sheet.iter_rows() for one in row if one.data_type == "f"}
    assert with_formulas == {"Start"}


def test_a_synthetic_project_says_so_on_its_forms(folder: Path) -> None:
    texts = [one.value for row in load_workbook(form(folder, synthetic=True))["Start"].iter_rows() for one in row]
    assert "Invented data: an example, no real organization" in texts


def test_the_same_form_is_written_with_the_same_bytes(folder: Path) -> None:
    assert form(folder).read_bytes() == form(folder).read_bytes()
    assert [path.name for path in (folder / "responses/y1").iterdir()] == ["zora.xlsx"]


def test_sheet_names_are_cut_and_made_safe_and_each_stands_once(folder: Path) -> None:
    english = folder / "questionnaires/small/1.en.yaml"
    text = english.read_text(encoding="utf-8")
    long = '"Money: where it comes from / where it goes"'
    english.write_text(text.replace("short: Governance", f"short: {long}").replace("short: Finance", f"short: {long}"))
    _, questionnaires = read_small(folder)
    names = Form(questionnaires["small/1"], "en", None, None, "consensus", FilledSheet(), False).sheet_names()
    assert list(names.values()) == ["Money where it comes from where", "Money where it comes from (2)"]
    form(folder)
    assert given_back(read(folder).responses) == ANSWERS


def test_rows_put_in_sheets_moved_and_renamed_change_nothing(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        book["Governance"].insert_rows(4, 3)
        book["Finance"].insert_cols(2)
        book["Finance"].title = "Novac"
        book.move_sheet("Novac", -2)

    change(form(folder), edit)
    assert given_back(read(folder).responses) == ANSWERS
    assert errors(read(folder)) == []


def test_a_blank_form_takes_the_organization_by_name_and_the_period_by_label(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        keys = {row[0].value: row[2] for row in book["Start"].iter_rows() if row[0].value}
        keys["organization"].value = 'udruženje  "ZORA"'
        keys["period"].value = "Prva godina"

    change(form(folder, "blank", period=None), edit)
    collected = read(folder)
    assert errors(collected) == []
    assert set(collected.responses["organization"]) == {"zora"}


def test_an_individual_form_asks_for_the_respondent(folder: Path) -> None:
    form(folder, score_type="individual", sheet=FilledSheet(ANSWERS, respondent="r1", role="board"))
    responses = read(folder).responses
    assert set(zip(responses["score_type"], responses["respondent"], responses["role"], strict=True)) == {
        ("individual", "r1", "board")
    }


def test_an_individual_form_without_a_respondent_is_said(folder: Path) -> None:
    form(folder, score_type="individual")
    assert [code for code, _ in errors(read(folder))] == ["respondent-missing"]


def test_a_formula_without_a_stored_result_is_said_in_answers_and_in_comments(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        cell(book, "gov-board", "answer").value = "=1+2"
        cell(book, "fin-books", "comment").value = '="as agreed"'

    path = form(folder)
    change(path, edit)
    answer, comment = (cell(load_workbook(path), *one) for one in (("gov-board", "answer"), ("fin-books", "comment")))
    (found,) = (one for one in read(folder).findings if one.severity == "error")
    place = f"responses/y1/zora.xlsx, sheet Governance, {answer.coordinate}"
    assert (found.code, str(found.place)) == ("formula-uncalculated", place)
    assert f"The same in sheet Finance, {comment.coordinate}." in found.message


def test_a_formula_with_a_stored_result_is_an_answer(folder: Path) -> None:
    path = form(folder)
    change(path, lambda book: setattr(cell(book, "gov-board", "answer"), "value", "=1+3"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, re.sub(rb"(<f>1\+3</f>)<v\s*/?>(</v>)?", rb"\1<v>4</v>", content))
    assert errors(read(folder)) == []
    assert given_back(read(folder).responses) == {**ANSWERS, "gov-board": "4"}


def test_an_error_value_of_excel_is_not_taken_for_a_blank(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        answer = cell(book, "fin-donors", "answer")
        answer.value, answer.data_type = "#N/A", "e"

    change(form(folder), edit)
    assert [code for code, _ in errors(read(folder))] == ["answer-not-a-level"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("nobody", "organization-unknown"), ("most", "organization-outside"), (None, "organization-missing")],
)
def test_a_wrong_organization_is_said_at_its_cell_on_the_first_sheet(folder: Path, typed: str, code: str) -> None:
    def edit(book: Workbook) -> None:
        assert book.worksheets[0]["A3"].value == "organization"
        book.worksheets[0]["C3"].value = typed

    change(form(folder, "blank"), edit)
    assert errors(read(folder)) == [(code, "responses/y1/blank.xlsx, sheet Start, C3")]


@pytest.mark.parametrize(
    ("name", "typed", "code", "retyped"),
    [
        ("period", "y9", "period-unknown", []),
        ("period", "y2", "period-contradiction", ["C5"]),
        ("score_type", "guess", "score-type-unknown", []),
    ],
)
def test_what_only_the_hidden_sheet_says_wrong_is_said_of_the_file(
    folder: Path, name: str, typed: str, code: str, retyped: list[str]
) -> None:
    def edit(book: Workbook) -> None:
        for row in book["_oca"].iter_rows():
            if row[0].value == name:
                row[1].value = typed

    change(form(folder), edit)
    on_the_cover = [("cover-retyped", f"responses/y1/zora.xlsx, sheet Start, {cell}") for cell in retyped]
    assert errors(read(folder)) == [(code, "responses/y1/zora.xlsx"), *on_the_cover]


@pytest.mark.parametrize("name", ["item", "answer", "comment", "evidence"])
def test_a_deleted_column_is_said_by_name(folder: Path, name: str) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Governance"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_cols([one.value for one in sheet[1]].index(name) + 1)

    change(form(folder), edit)
    assert errors(read(folder)) == [("form-column", "responses/y1/zora.xlsx, sheet Governance, row 1")]
    assert f"called {name}" in str(read(folder).findings[0])
    assert "fresh form" in str(read(folder).findings[0])


def test_a_sheet_whose_hidden_heading_was_deleted_is_said(folder: Path) -> None:
    change(form(folder), lambda book: book["Governance"].delete_rows(1))
    assert errors(read(folder)) == [("form-heading", "responses/y1/zora.xlsx, sheet Governance")]


def test_a_form_without_its_hidden_sheet_is_said(folder: Path) -> None:
    change(form(folder), lambda book: book.remove(book["_oca"]))
    assert ("form-identity", "responses/y1/zora.xlsx") in errors(read(folder))


def test_an_answer_in_a_row_without_a_code_is_said(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        answer = cell(book, "gov-mission", "answer")
        answer.offset(row=1).value = 4

    change(form(folder), edit)
    assert [code for code, _ in errors(read(folder))] == ["item-code-missing"]


def test_a_sheet_of_notes_is_passed_over_and_said(folder: Path) -> None:
    change(form(folder), lambda book: book.create_sheet("Notes").append(["Bring the minutes."]))
    collected = read(folder)
    assert errors(collected) == []
    assert ("sheet-unread", "Notes") in [(one.code, one.place.sheet) for one in collected.findings]
    assert given_back(collected.responses) == ANSWERS


def test_a_dimension_copied_within_the_form_is_one_finding_that_names_both_sheets(folder: Path) -> None:
    filled = FilledSheet({**ANSWERS, "fin-donors": "2"})
    change(form(folder, sheet=filled), lambda book: book.copy_worksheet(book["Finance"]))
    (found,) = (one for one in read(folder).findings if one.severity == "error")
    assert (found.code, found.place.sheet) == ("items-twice", "Finance Copy")
    assert (
        "2 items are answered on this sheet, and on the sheet Finance as well: fin-books, fin-donors" in found.message
    )


def test_a_form_of_other_words_and_a_form_of_another_version_are_refused(folder: Path) -> None:
    form(folder)
    english = folder / "questionnaires/small/1.en.yaml"
    english.write_text(english.read_text(encoding="utf-8").replace("No board meets.", "There is no board."))
    assert [code for code, _ in errors(read(folder))] == ["questionnaire-changed"]
    add_second_version(folder)
    (folder / "responses/y1/zora.xlsx").rename(folder / "responses/y2/zora.xlsx")
    assert [code for code, _ in errors(read(folder))][:2] == ["period-contradiction", "questionnaire-version"]
