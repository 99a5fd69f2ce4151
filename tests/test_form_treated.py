"""The fill-in workbook as people treat it: whatever they do to its cells, no answer is lost without a word."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from oca.collection.answer_checks import answers_beside
from oca.collection.form_content import Previous
from oca.collection.forms.entry_sheet import make_entry_sheet
from oca.collection.forms.workbook import FilledSheet, make_workbook
from oca.collection.loaders import form
from oca.collection.loaders.printed_texts import Printed
from oca.collection.responses import Collected, collect
from oca.collection.sheets import Context, sheets_of
from oca.instrument.questionnaire import Questionnaire
from oca.project import Project
from oca.source import Source
from oca.spreadsheet.reading import letters, read_workbook
from tests.small import BOSNIAN, ITEMS, put, read_small, small_project

ANSWERS = dict(zip(ITEMS, ("3", "not_applicable", "dont_know", "2"), strict=True))

COMMENTS = {item: f"said of {item}" for item in ITEMS}

FILLED = FilledSheet(ANSWERS, COMMENTS, {"gov-board": "minutes"}, "four people", "2024-05-31")

INPUTS = ("answer", "comment", "evidence")


class Treated:
    """A project with one form, which is changed and read again and again."""

    def __init__(self, folder: Path) -> None:
        small_project(folder)
        self.project: Project
        self.questionnaires: dict[str, Questionnaire]
        self.project, self.questionnaires = read_small(folder)
        self.path = folder / "responses/y1/zora.xlsx"
        self.made: dict[str, bytes] = {}

    def form(self, sheet: FilledSheet = FILLED, language: str = "en", name: str = "zora", **more: Any) -> Workbook:
        """Return a form as a workbook to be changed."""
        one, period = self.project.organization(name), self.project.period("y1")
        path = self.path.with_name(f"{name}.xlsx")
        make_workbook(
            self.questionnaires["small/1"],
            path,
            language=language,
            organization=one,
            period=period,
            sheet=sheet,
            **more,
        )
        return load_workbook(path, rich_text=True)

    def read(self, book: Workbook | None = None) -> Collected:
        """Return what comes of the form, after it was saved as it is now."""
        if book is not None:
            book.save(self.path)
        return collect(self.project, self.questionnaires)


@pytest.fixture
def treated(tmp_path: Path) -> Treated:
    return Treated(tmp_path / "project")


def row_of(sheet: Any, item: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == item)


def column_of(sheet: Any, name: str) -> int:
    return [one.value for one in sheet[1]].index(name) + 1


def cell(sheet: Any, item: str, name: str) -> Any:
    return sheet.cell(row_of(sheet, item), column_of(sheet, name))


def codes(collected: Collected, severity: str = "error") -> list[str]:
    return [one.code for one in collected.findings if one.severity == severity]


def given(collected: Collected) -> dict[tuple[str, str], str]:
    """Return everything that was filled in, by item and kind of cell."""
    found = {}
    for one in collected.responses.itertuples():
        status = f"{one.answer:g}" if one.status == "answered" else one.status
        found |= {(one.item, "answer"): status.replace("missing", ""), (one.item, "comment"): one.comment}
        found[one.item, "evidence"] = one.evidence
    return found


def said_of(collected: Collected) -> list[str]:
    """Return everything that is said beyond what is always said of this form."""
    usual = ("organization-absent", "items-absent", "sheet-blank")
    return [f"{one} {one.place}" for one in collected.findings if one.code not in usual]


def unmerged(sheet: Any) -> Any:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    return sheet


def test_a_form_that_nobody_changed_gives_what_was_filled_in_and_no_finding(treated: Treated) -> None:
    collected = treated.read(treated.form())
    assert said_of(collected) == []
    assert given(collected)["fin-donors", "answer"] == "2"


@pytest.mark.parametrize("language", ["en", "bs", "hr", "sr-Latn", "sr-Cyrl"])
@pytest.mark.parametrize("kind", ["workbook", "entry sheet"])
def test_no_language_of_a_form_gives_a_finding(treated: Treated, language: str, kind: str) -> None:
    if kind == "workbook":
        collected = treated.read(treated.form(language=language))
    else:
        one, period = treated.project.organization("zora"), treated.project.period("y1")
        questionnaire = treated.questionnaires["small/1"]
        make_entry_sheet(questionnaire, treated.path, language=language, organization=one, period=period)
        book = load_workbook(treated.path)
        for row in book.worksheets[0].iter_rows(min_row=2):
            if row[0].value in ITEMS:
                row[2].value = 3
        collected = treated.read(book)
        assert set(collected.responses["answer"]) == {3.0}
    assert said_of(collected) == []


class Grids:
    """A form that was read once, whose cells are then changed in memory, many times over."""

    def __init__(self, treated: Treated) -> None:
        treated.form().close()
        self.source = Source("responses/y1/zora.xlsx", treated.path.read_bytes())
        self.sheets = read_workbook(self.source)
        self.context = Context(treated.project, treated.questionnaires)
        self.printed = Printed(treated.questionnaires.values())

    def outcome(self, name: str, cells: list[list[str]], merged: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
        """Return all texts that come of a form in which one sheet was changed, and all that is said."""
        grid = self.sheets[name]
        changed = replace(grid, cells=tuple(map(tuple, cells)), merged=(*grid.merged, *merged))
        raw = form.load(self.source, {**self.sheets, name: changed}, self.context.items, self.printed)
        sheets, faults = sheets_of(self.source, "y1", raw, self.context)
        said = [*raw.findings, *faults, *answers_beside(sheets, self.context)]
        answers = [one.raw for sheet in sheets for one in sheet.answers.values()]
        texts = [text for one in answers for text in (one.answer, one.comment, one.evidence)]
        return [text for text in texts if text], [one.code for one in said]

    def cells(self, name: str) -> list[list[str]]:
        """Return the cells of a sheet, with two empty rows and columns around them."""
        cells = self.sheets[name].cells
        width = max(map(len, cells)) + 2
        return [[*line, *[""] * width][:width] for line in (*cells, (), ())]


@pytest.mark.parametrize("name", ["Start", "Governance", "Finance"])
def test_a_cell_merged_with_its_neighbour_is_said_wherever_something_is_lost(treated: Treated, name: str) -> None:
    """Every two neighbours; only the first of merged cells keeps its text."""
    grids = Grids(treated)
    whole, none = grids.outcome(name, grids.cells(name))
    assert none == []
    height, width = len(grids.cells(name)) - 1, len(grids.cells(name)[0]) - 1
    for row, column, (down, right) in product(range(height), range(width), ((0, 1), (1, 0))):
        cells = grids.cells(name)
        cells[row + down][column + right] = ""
        first, last = f"{letters(column + 1)}{row + 1}", f"{letters(column + right + 1)}{row + down + 1}"
        texts, said = grids.outcome(name, cells, (f"{first}:{last}",))
        assert said or texts == whole, (first, last)


@pytest.mark.parametrize(("name", "many"), [("Governance", 7), ("Finance", 6)])
def test_every_cell_that_was_moved_is_read_where_it_is_now_or_said(treated: Treated, name: str, many: int) -> None:
    """Each code and input, cut and pasted to each other place of the sheet and beside it; remarks not over print."""
    grids = Grids(treated)
    before = grids.cells(name)
    known = [
        (row, column, machine)
        for row, line in enumerate(before)
        if line[0] in ITEMS
        for column, machine in enumerate(before[0])
        if line[column] and machine in ("item", *INPUTS)
    ]
    assert len(known) == many
    places = list(product(range(len(before)), range(len(before[0]))))
    for (row, column, machine), (to, at) in product(known, places):
        printed = before[to][at] and before[0][at] not in INPUTS
        if (to, at) == (row, column) or (machine in ("comment", "evidence") and (printed or to < 3)):
            continue
        cells = grids.cells(name)
        moved, cells[row][column] = cells[row][column], ""
        cells[to][at] = moved
        texts, said = grids.outcome(name, cells)
        assert said or moved in texts, (moved, to, at)


def test_answer_cells_merged_over_two_items_are_an_error_with_the_range(treated: Treated) -> None:
    book = treated.form()
    sheet = unmerged(book["Finance"])
    top, bottom, column = row_of(sheet, "fin-books"), row_of(sheet, "fin-donors"), column_of(sheet, "answer")
    sheet.merge_cells(start_row=top, start_column=column, end_row=bottom, end_column=column)
    (found,) = (one for one in treated.read(book).findings if one.severity == "error")
    letter = get_column_letter(column)
    assert (found.code, str(found.place)) == ("cells-merged", f"responses/y1/zora.xlsx, sheet Finance, {letter}{top}")
    assert f"{letter}{top}:{letter}{bottom}" in found.message


def test_printed_of_any_two_rows_exchanged_are_an_error_that_names_both(treated: Treated) -> None:
    for name, items in (("Governance", ITEMS[:2]), ("Finance", ITEMS[2:])):
        for one, other in combinations(items, 2):
            book = treated.form()
            first, second = (cell(book[name], item, "title") for item in (one, other))
            first.value, second.value = second.value, first.value
            found = [said for said in treated.read(book).findings if said.severity == "error"]
            assert [said.code for said in found] == ["title-of-another-item"] * 2
            assert all(one in said.message and other in said.message for said in found)
            assert [said.place.column for said in found] == ["B", "B"]


@pytest.mark.parametrize(
    "written",
    [
        "Board Does the board meet",
        "BOARD\nDoes the  board meet?",
        "Our board\nDoes it meet?",
        "",
        "Odbor",
        "Who owns it",
    ],
)
def test_a_title_that_was_edited_or_translated_is_no_error(treated: Treated, written: str) -> None:
    book = treated.form()
    cell(book["Governance"], "gov-board", "title").value = written
    assert codes(treated.read(book)) == []


def test_a_title_of_another_language_is_that_of_its_item(treated: Treated) -> None:
    book = treated.form()
    titles = {"gov-board": "Upravni odbor\nSastaje li se odbor?", "gov-mission": "Мисија\nПостоји ли мисија?"}
    for item, title in titles.items():
        cell(book["Governance"], item, "title").value = title
    assert said_of(treated.read(book)) == []
    for item, title in zip(titles, reversed(titles.values()), strict=True):
        cell(book["Governance"], item, "title").value = title
    assert codes(treated.read(book)) == ["title-of-another-item"] * 2


@pytest.mark.parametrize("item", ["gov-board", "gov-mission"])
def test_an_answer_beside_a_cleared_code_is_an_error_in_the_first_row_too(treated: Treated, item: str) -> None:
    book = treated.form()
    cell(book["Governance"], item, "item").value = None
    place = f"responses/y1/zora.xlsx, sheet Governance, G{row_of(treated.form()['Governance'], item)}"
    found = [one for one in treated.read(book).findings if one.severity == "error"]
    assert [(one.code, str(one.place)) for one in found] == [("item-code-missing", place)]


def test_an_answer_under_the_comment_is_pointed_out_with_its_cell(treated: Treated) -> None:
    book = treated.form(FilledSheet({**ANSWERS, "fin-books": ""}, {"fin-books": "3"}))
    (found,) = (one for one in treated.read(book).findings if one.code == "answer-beside")
    assert str(found.place) == f"responses/y1/zora.xlsx, sheet Finance, H{row_of(book['Finance'], 'fin-books')}"
    assert "fin-books '3' (comment)" in found.message


def test_a_number_under_the_comment_of_an_answered_item_is_a_comment(treated: Treated) -> None:
    treated.form(FilledSheet(ANSWERS, {"gov-board": "3"}))
    assert "answer-beside" not in codes(treated.read(), "look at")


def test_answers_that_all_stand_under_the_comment_are_not_a_blank_form_alone(treated: Treated) -> None:
    treated.form(FilledSheet({}, dict.fromkeys(ITEMS, "Building")))
    found = [one.code for one in treated.read().findings]
    assert "sheet-blank" in found
    assert "answer-beside" in found


@pytest.mark.parametrize("text", ["3", "x", "ne znam", "N/A"])
def test_an_answer_typed_over_the_guidance_is_pointed_out_with_its_cell(treated: Treated, text: str) -> None:
    book = treated.form(FilledSheet({**ANSWERS, "gov-board": ""}))
    row = row_of(book["Governance"], "gov-board") + 1
    assert str(book["Governance"].cell(row, 2).value).startswith("Guidance")
    book["Governance"].cell(row, 2).value = text
    (found,) = (one for one in treated.read(book).findings if one.code == "text-outside")
    assert str(found.place) == f"responses/y1/zora.xlsx, sheet Governance, B{row}"
    assert f"B{row} {text!r}" in found.message


def test_texts_beside_and_below_the_form_are_one_finding_with_every_cell(treated: Treated) -> None:
    book = treated.form()
    sheet = book["Finance"]
    below = sheet.max_row + 2
    sheet["K4"], sheet.cell(below, 3).value, sheet.cell(below, 8).value = "see minutes", "4", "agreed"
    (found,) = (one for one in treated.read(book).findings if one.code == "text-outside")
    assert f"K4 'see minutes', C{below} '4', H{below} 'agreed'" in found.message


def test_hidden_rows_columns_and_sheets_are_read_and_counted(treated: Treated) -> None:
    def hide_rows(book: Workbook) -> None:
        book["Governance"].row_dimensions[row_of(book["Governance"], "gov-board")].hidden = True

    def hide_column(book: Workbook) -> None:
        book["Governance"].column_dimensions["G"].hidden = True

    def hide_sheet(book: Workbook) -> None:
        book["Governance"].sheet_state = "hidden"

    whole = given(treated.read(treated.form()))
    for hide, count in ((hide_rows, 1), (hide_column, 2), (hide_sheet, 2)):
        book = treated.form()
        hide(book)
        collected = treated.read(book)
        assert given(collected) == whole
        (found,) = (one for one in collected.findings if one.code == "answers-hidden")
        assert f"the sheet: {count}." in found.message


def test_a_copied_row_is_an_error_that_names_both_rows(treated: Treated) -> None:
    book = treated.form()
    sheet = book["Finance"]
    row, below = row_of(sheet, "fin-books"), sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(below, column).value = sheet.cell(row, column).value
    (found,) = (one for one in treated.read(book).findings if one.severity == "error")
    assert (found.code, found.place.row) == ("item-twice", below)
    assert f"sheet Finance, G{row}" in found.message


def test_a_copied_cover_that_says_something_else_is_an_error_that_names_both_sheets(treated: Treated) -> None:
    book = treated.form()
    copy = book.copy_worksheet(book["Start"])
    assert said_of(treated.read(book)) == []
    next(row[2] for row in copy.iter_rows() if row[0].value == "date").value = "2024-06-01"
    (found,) = (one for one in treated.read(book).findings if one.severity == "error")
    assert (found.code, found.place.sheet) == ("cover-contradiction", "Start Copy")
    assert "on the sheet Start" in found.message


@pytest.mark.parametrize(
    "lose", [lambda book: book.remove(book["Start"]), lambda book: unmerged(book["Start"]).delete_cols(1)]
)
def test_a_form_without_its_cover_is_said(treated: Treated, lose: Callable[[Workbook], object]) -> None:
    book = treated.form()
    lose(book)
    collected = treated.read(book)
    assert (codes(collected), codes(collected, "warning")) == ([], ["form-cover"])
    assert len(collected.responses) == len(ITEMS)


def test_renamed_sheets_sorted_rows_and_put_in_rows_and_columns_change_nothing(treated: Treated) -> None:
    def rename(book: Workbook) -> None:
        book["Governance"].title = "Prvi list"

    def sort(book: Workbook) -> None:
        sheet = unmerged(book["Finance"])
        first, second = row_of(sheet, "fin-books"), row_of(sheet, "fin-donors")
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value

    def put_in(book: Workbook) -> None:
        sheet = unmerged(book["Finance"])
        sheet.insert_rows(row_of(sheet, "fin-donors"), 2)
        sheet.insert_cols(4)

    whole = given(treated.read(treated.form()))
    for edit in (rename, sort, put_in):
        book = treated.form()
        edit(book)
        collected = treated.read(book)
        assert (codes(collected), given(collected)) == ([], whole)


def test_a_copied_column_of_answers_is_an_error(treated: Treated) -> None:
    book = treated.form()
    sheet = unmerged(book["Finance"])
    for row in sheet.iter_rows():
        row[9 - 1].offset(column=1).value = row[column_of(sheet, "answer") - 1].value
    assert codes(treated.read(book)) == ["heading-twice"]


def test_a_deleted_sheet_is_said_with_the_number_of_its_items(treated: Treated) -> None:
    book = treated.form()
    book.remove(book["Finance"])
    (found,) = (one for one in treated.read(book).findings if one.code == "items-absent")
    assert "no row or column for 2 of 4 items" in found.message


def test_notes_on_cells_are_pointed_out_with_their_cells_and_texts_on_every_sheet(treated: Treated) -> None:
    book = treated.form()
    cell(book["Governance"], "gov-mission", "answer").comment = Comment("Amra: we wrote one in May", "Amra")
    cell(book["Governance"], "gov-board", "evidence").comment = Comment("see\n  minutes", "Amra")
    book["Start"]["C3"].comment = Comment("3", "Amra")
    whole = given(treated.read(treated.form()))
    collected = treated.read(book)
    found = {one.place.sheet: one for one in collected.findings if one.code == "notes-attached"}
    assert (set(found), given(collected)) == ({"Start", "Governance"}, whole)
    assert "read: 2. They are I4 'see minutes', G6 'Amra: we wrote one in May'." in found["Governance"].message
    assert str(found["Governance"].place) == "responses/y1/zora.xlsx, sheet Governance, I4"
    assert (str(found["Start"].place), found["Start"].severity) == (
        "responses/y1/zora.xlsx, sheet Start, C3",
        "look at",
    )


THREAD = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="G4" dT="2024-06-01T10:00:00.00" personId="{A}" id="{1}"><text>Is it 3?</text></threadedComment>
<threadedComment ref="G4" dT="2024-06-01T11:00:00.00" personId="{B}" id="{2}" parentId="{1}"><text>It is 2.</text>
</threadedComment></ThreadedComments>"""
"""A thread of two comments as Excel writes it, in a part of its own."""


def test_a_thread_of_comments_is_pointed_out_with_its_words_and_not_with_those_beside_it(treated: Treated) -> None:
    book = treated.form()
    cell(book["Governance"], "gov-board", "answer").comment = Comment("[Threaded comment] Your version of Excel", "tc")
    cell(book["Governance"], "gov-mission", "answer").comment = Comment("an older note", "Amra")
    book.save(treated.path)
    with zipfile.ZipFile(treated.path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    (beside,) = (one for one in parts if one.startswith("xl/worksheets/_rels/") and b"comments" in parts[one])
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    thread = (
        f'<Relationship Id="rIdT" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    parts[beside] = parts[beside].replace(b"</Relationships>", thread.encode())
    parts["xl/threadedComments/threadedComment1.xml"] = THREAD.encode()
    with zipfile.ZipFile(treated.path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    (found,) = (one for one in treated.read().findings if one.code == "notes-attached")
    assert "They are G4 'Is it 3? It is 2.', G6 'an older note'." in found.message


@pytest.mark.parametrize("ref", ["", "4", "AAAA1", "G0"])
def test_a_note_on_no_cell_is_a_damaged_workbook(treated: Treated, ref: str) -> None:
    book = treated.form()
    cell(book["Governance"], "gov-board", "answer").comment = Comment("3", "Amra")
    book.save(treated.path)
    with zipfile.ZipFile(treated.path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(treated.path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(b'ref="G4"', f'ref="{ref}"'.encode()) if "comments" in name else part)
    assert codes(treated.read()) == ["file-truncated"]


def over_level(text: str) -> Callable[[Workbook], None]:
    def write(book: Workbook) -> None:
        cell(book["Governance"], "gov-board", "level_3").value = text

    return write


@pytest.mark.parametrize("text", ["x", "3", "OVO", "DA", "→ ovdje", "x It meets on a plan.", "It meets on a plan. ✓"])
def test_a_mark_over_the_text_of_a_level_is_an_error_where_the_item_has_no_answer(treated: Treated, text: str) -> None:
    unanswered = FilledSheet({**ANSWERS, "gov-board": ""}, COMMENTS)
    book = treated.form(unanswered)
    over_level(text)(book)
    (found,) = (one for one in treated.read(book).findings if one.severity == "error")
    assert (found.code, str(found.place)) == (
        "answer-over-text",
        "responses/y1/zora.xlsx, sheet Governance, E4",
    )
    assert f"in cells: 1. They are E4 {text!r}." in found.message
    assert "cell for it" in found.hint


def test_a_mark_over_the_title_is_an_error_where_the_item_has_no_answer(treated: Treated) -> None:
    book = treated.form(FilledSheet({**ANSWERS, "gov-board": ""}, COMMENTS))
    cell(book["Governance"], "gov-board", "title").value = "3"
    assert codes(treated.read(book)) == ["answer-over-text"]


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "It meets on a plan. But only since the new director came.",
        "we discussed this for an hour and do not agree",
    ],
)
def test_a_text_over_that_of_a_level_is_pointed_out_where_the_item_has_an_answer(treated: Treated, text: str) -> None:
    book = treated.form()
    over_level(text)(book)
    (found,) = said_of(treated.read(book))
    assert "E4: look at" in found
    assert "text-outside" in found


@pytest.mark.parametrize(
    "text", ["It meets on a plan of its own.", "IT MEETS  ON A PLAN..", "It meet on a plan.", "Sastaje se po planu."]
)
def test_the_text_of_a_level_in_other_words_or_another_language_is_none_of_this(treated: Treated, text: str) -> None:
    book = treated.form(FilledSheet({**ANSWERS, "gov-board": ""}, COMMENTS))
    over_level(text)(book)
    assert said_of(treated.read(book)) == []


def test_texts_of_levels_of_any_two_rows_exchanged_are_an_error_that_names_both(treated: Treated) -> None:
    for language, names in (("en", ("level_1", "level_2", "level_3", "level_4")), ("bs", ("level_2",))):
        book = treated.form(language=language)
        sheet = book.worksheets[1]
        for name in names:
            one, other = (cell(sheet, item, name) for item in ITEMS[:2])
            one.value, other.value = other.value, one.value
        found = [one for one in treated.read(book).findings if one.severity == "error"]
        assert [one.code for one in found] == ["level-of-another-item"] * 2
        column = "C" if language == "en" else "D"
        assert (
            f"gov-board, but texts of other items or levels stand in it: {column}4 (gov-mission, level"
            in found[0].message
        )
        assert (
            f"gov-mission, but texts of other items or levels stand in it: {column}6 (gov-board, level"
            in found[1].message
        )


def test_texts_of_two_levels_of_one_row_exchanged_are_an_error(treated: Treated) -> None:
    book = treated.form()
    one, other = (cell(book["Finance"], "fin-books", name) for name in ("level_1", "level_2"))
    one.value, other.value = other.value, one.value
    (found,) = (said for said in treated.read(book).findings if said.severity == "error")
    assert "C4 (fin-books, level 2), D4 (fin-books, level 1)." in found.message


@pytest.mark.parametrize("language", ["en", "bs", "hr", "sr-Latn", "sr-Cyrl"])
def test_no_text_that_the_form_printed_is_listed_whatever_was_unmerged_cleared_or_copied(
    treated: Treated, language: str
) -> None:
    last_time = Previous("Year 1", dict.fromkeys(ITEMS, "3"))
    whole = given(treated.read(treated.form(language=language, previous=last_time)))
    book = treated.form(language=language, previous=last_time)
    for sheet in book.worksheets:
        unmerged(sheet)
    copy = book.copy_worksheet(book.worksheets[1])
    for item, name in product(ITEMS[:2], INPUTS):
        cell(copy, item, name).value = None
    collected = treated.read(book)
    assert (said_of(collected), given(collected)) == ([], whole)
    for row in copy.iter_rows(min_row=2):
        row[0].value = None
    assert said_of(treated.read(book)) == []
    cell(book.worksheets[2], "fin-books", "item").value = None
    (error, outside) = said_of(treated.read(book))
    assert "item-code-missing" in error
    assert "cells: 1. They are" in outside
    assert "said of fin-books" in outside


def test_a_copied_sheet_keeps_what_was_filled_in_on_either(treated: Treated) -> None:
    book = treated.form()
    whole = given(treated.read(book))
    copy = book.copy_worksheet(book["Governance"])
    for item, name in product(ITEMS[:2], INPUTS):
        cell(book["Governance"] if item == "gov-board" else copy, item, name).value = None
    collected = treated.read(book)
    assert (said_of(collected), given(collected)) == ([], whole)


def on_the_cover(book: Workbook, label: str) -> Any:
    """Return the cell beside a label of the first sheet."""
    return next(row[2] for row in book.worksheets[0].iter_rows() if row[1].value == label)


@pytest.mark.parametrize(
    ("label", "written", "says"),
    [
        ("Organization", "Lasta Theatre", "The organization is 'Lasta Theatre' here, but the form was made for zora."),
        ("Organization", "Udruga građana Nada", "but the form was made for zora"),
        ("Id of the organization", "lasta", "The organization is 'lasta' here, but the form was made for zora."),
        ("Id of the organization", "Lasta Theatre", "but the form was made for zora"),
        ("Period", "Year 2 (y2)", "The period is 'Year 2 (y2)' here, but the form was made for y1."),
        ("Period", "Druga godina", "but the form was made for y1"),
        ("Period", "Year 2 (y1)", "but the form was made for y1"),
        ("Period", "Year 1 (y2)", "but the form was made for y1"),
        ("Period", "spring of 2026", "but the form was made for y1"),
        ("Kind of assessment", "Rating of one person", "The kind of assessment is 'Rating of one person' here"),
        ("Kind of assessment", "verified", "but the form was made for consensus"),
        ("Kind of assessment", "by phone", "but the form was made for consensus"),
    ],
)
def test_a_cover_that_says_something_else_than_the_form_was_made_for_is_an_error_at_its_cell(
    treated: Treated, label: str, written: str, says: str
) -> None:
    book = treated.form()
    changed = on_the_cover(book, label)
    changed.value = written
    (found,) = (one for one in treated.read(book).findings if one.severity == "error")
    place = f"responses/y1/zora.xlsx, sheet Start, {changed.coordinate}"
    assert (found.code, str(found.place)) == ("cover-retyped", place)
    assert says in found.message
    assert "write it here again" in found.hint


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("Organization", ""),
        ("Organization", "ZORA"),
        ("Organization", "Удружење Зора"),
        ("Organization", "Udruženje građana „Zora“"),
        ("Id of the organization", "Zora "),
        ("Period", "Year 1"),
        ("Period", "y1"),
        ("Period", "Prva godina (y1)"),
        ("Period", "First year (y1)"),
        ("Kind of assessment", "consensus"),
        ("Kind of assessment", "Organizacija usaglasila na sastanku"),
    ],
)
def test_a_cover_that_says_the_same_in_other_words_is_no_error(treated: Treated, label: str, written: str) -> None:
    book = treated.form()
    on_the_cover(book, label).value = written
    assert codes(treated.read(book)) == []


@pytest.mark.parametrize("language", ["bs", "hr", "sr-Latn", "sr-Cyrl"])
def test_a_cover_in_any_language_is_compared(treated: Treated, language: str) -> None:
    book = treated.form(language=language)
    changed = next(row[2] for row in book.worksheets[0].iter_rows() if str(row[2].value).endswith("(y1)"))
    changed.value = str(changed.value).replace("(y1)", "(y2)")
    assert codes(treated.read(book)) == ["cover-retyped"]


def test_a_cover_with_another_organization_than_the_data_entry_sheet_was_made_for_is_an_error(treated: Treated) -> None:
    one, period = treated.project.organization("zora"), treated.project.period("y1")
    make_entry_sheet(treated.questionnaires["small/1"], treated.path, language="en", organization=one, period=period)
    book = load_workbook(treated.path)
    on_the_cover(book, "Organization").value = "Lasta Theatre"
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value in ITEMS:
            row[2].value = 3
    assert codes(treated.read(book)) == ["cover-retyped"]


@pytest.mark.parametrize("language", ["en", "bs", "sr-Cyrl"])
def test_texts_beside_and_below_the_first_sheet_are_one_finding_with_every_cell(
    treated: Treated, language: str
) -> None:
    book = treated.form(language=language)
    start = book.worksheets[0]
    below = start.max_row + 1
    start["H4"], start.cell(below, 2).value, start.cell(below + 2, 5).value = "ask Amra", "we disagree on 3", 4
    (found,) = (one for one in treated.read(book).findings if one.code == "text-outside")
    assert str(found.place) == f"responses/y1/zora.xlsx, sheet {start.title}, H4"
    assert f"cells: 3. They are H4 'ask Amra', B{below} 'we disagree on 3', E{below + 2} '4'." in found.message


def test_a_sentence_typed_over_the_guidance_is_pointed_out_and_corrected_guidance_is_not(treated: Treated) -> None:
    book = treated.form()
    row = row_of(book["Governance"], "gov-board") + 1
    for text, said in (
        ("we meet every month since 2020", ["text-outside"]),
        ("Guidance: Ask for their last minutes, if there are any.   What shows it: Minutes.", []),
    ):
        book["Governance"].cell(row, 2).value = text
        assert codes(treated.read(book), "look at") == [*said, "organization-absent"]


def test_the_row_of_another_item_is_said_once(treated: Treated) -> None:
    book = treated.form()
    cell(book["Finance"], "fin-books", "item").value = "fin-donors"
    assert codes(treated.read(book)) == ["title-of-another-item", "item-twice"]


def test_printed_texts_beside_an_unknown_code_are_not_listed(treated: Treated) -> None:
    book = treated.form()
    cell(book["Finance"], "fin-books", "item").value = "Fin-Book"
    collected = treated.read(book)
    assert codes(collected) == ["item-unknown"]
    assert "text-outside" not in codes(collected, "look at")


def test_a_remark_behind_the_text_of_a_level_is_pointed_out_where_the_item_has_no_answer(treated: Treated) -> None:
    book = treated.form(FilledSheet({**ANSWERS, "gov-board": ""}, COMMENTS))
    over_level("It meets on a plan. But only since the new director came.")(book)
    (found,) = said_of(treated.read(book))
    assert "text-outside" in found


def test_a_copy_of_the_table_beside_it_is_listed_by_what_was_typed_only(treated: Treated) -> None:
    book = treated.form()
    sheet = unmerged(book["Governance"])
    for row, column in product(range(2, 7), range(2, 10)):
        sheet.cell(row, column + 10).value = sheet.cell(row, column).value
    sheet.cell(2, 25).value = "see the other table"
    (found,) = (one for one in treated.read(book).findings if one.code == "text-outside")
    assert "Y2 'see the other table'" in found.message
    assert "Q4 '3'" in found.message
    assert f"cells: {1 + 2 + 3}." in found.message  # the answers and remarks of the two items, and the note


def test_texts_of_an_own_translation_into_cyrillic_are_printed_ones(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    structure = (folder / "questionnaires/small/1.yaml").read_text(encoding="utf-8")
    put(folder, "questionnaires/small/1.yaml", structure.replace("[en, bs]", "[en, sr-Latn, sr-Cyrl]"))
    latin = BOSNIAN.replace("language: bs", "language: sr-Latn")
    put(folder, "questionnaires/small/1.sr-Latn.yaml", latin)
    own = latin.replace("sr-Latn", "sr-Cyrl").replace("Sastaje se po planu.", "Има редовне сједнице.")
    put(folder, "questionnaires/small/1.sr-Cyrl.yaml", own)
    printed = Printed(read_small(folder)[1].values())
    assert all(map(printed.is_printed, ("Има редовне сједнице.", "Састаје се по плану.")))


def test_a_copied_sheet_of_items_that_nobody_answered_changes_nothing(treated: Treated) -> None:
    book = treated.form(FilledSheet({"fin-books": "3", "fin-donors": "2"}))
    whole = given(treated.read(book))
    book.copy_worksheet(book["Governance"])
    collected = treated.read(book)
    assert (said_of(collected), given(collected)) == ([], whole)


def test_a_form_of_an_id_that_the_register_has_no_more_is_read_by_the_id_on_its_cover(treated: Treated) -> None:
    book = treated.form()
    hidden = next(row[1] for row in book["_oca"].iter_rows() if row[0].value == "organization")
    hidden.value = "dawn"
    collected = treated.read(book)
    assert (said_of(collected), set(collected.responses["organization"])) == ([], {"zora"})


@pytest.mark.parametrize("language", ["en", "sr-Cyrl"])
@pytest.mark.parametrize(("first", "second"), [("comment", "evidence"), ("answer", "comment")])
def test_columns_exchanged_without_their_hidden_headings_are_an_error(
    treated: Treated, language: str, first: str, second: str
) -> None:
    book = treated.form(FilledSheet({}, COMMENTS, {"gov-board": "minutes"}), language=language)
    sheet = unmerged(book.worksheets[1])
    one, other = column_of(sheet, first), column_of(sheet, second)
    for row in range(2, sheet.max_row + 1):
        left, right = sheet.cell(row, one), sheet.cell(row, other)
        left.value, right.value = right.value, left.value
    found = [said for said in treated.read(book).findings if said.code == "column-of-another"]
    assert [said.place.column for said in found] == [get_column_letter(one), get_column_letter(other)]
    assert f"the column of {first}" in found[0].message
    assert f"as that of {second}" in found[0].message
    assert {one.severity for one in found} == {"error"}
    sheet.cell(1, one).value, sheet.cell(1, other).value = second, first
    assert codes(treated.read(book)) == []
