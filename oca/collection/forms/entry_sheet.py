"""The data-entry sheet: the answers of a form that was filled in on paper, typed in the order of the paper.

It is the fill-in workbook without its texts: one sheet, one row an item, found by the codes that the paper prints.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oca.collection.form_content import FilledSheet, Form
from oca.instrument.questionnaire import Questionnaire
from oca.language import language_code, pick
from oca.project import Organization, Period

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_CODE, _TITLE, _ANSWER, _LAST = 1, 2, 3, 5

_WIDTHS = {"A": 18, "B": 52, "C": 22, "D": 44, "E": 44}


def make_entry_sheet(
    questionnaire: Questionnaire,
    path: Path,
    *,
    language: str,
    organization: Organization | None = None,
    period: Period | None = None,
    score_type: str = "consensus",
    synthetic: bool = False,
) -> None:
    """Write the data-entry sheet of one paper form; the arguments are those of `make_workbook`."""
    from openpyxl import Workbook

    from oca.collection.forms.workbook import write_identity
    from oca.spreadsheet import style
    from oca.spreadsheet.writing import save

    form = Form(questionnaire, language_code(language), organization, period, score_type, FilledSheet(), synthetic)
    book = Workbook()
    style.register(book, len(questionnaire.levels))
    sheet = book.worksheets[0]
    sheet.title = form.words.text("Data entry")
    row = _head(sheet, form)
    names = _headings(sheet, row + 1, form)
    _items(sheet, names + 1, form)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"C{names + 1}"
    sheet.print_title_rows = f"{names - 1}:{names - 1}"
    style.page(sheet, landscape=True, footer=form.footer)
    sheet.column_dimensions["A"].hidden = False  # the codes are what the typist goes by
    write_identity(book, form)
    save(book, path)


def _head(sheet: Worksheet, form: Form) -> int:
    """Write whose form it is; the first column holds what the loader calls a field. Return the last row."""
    from oca.spreadsheet.writing import put, put_across

    put_across(sheet, 1, (_TITLE, _LAST), form.footer, "title")
    sheet.row_dimensions[1].height = 28
    row = 1
    if form.synthetic:
        row += 1
        notice = form.words.text("Invented data: an example, no real organization")
        put_across(sheet, row, (_TITLE, _LAST), notice, "notice")
    for key, label, value, known in _fields(form):
        row += 1
        put(sheet, row, _CODE, key, "note")
        put(sheet, row, _TITLE, label, "label")
        put_across(sheet, row, (_ANSWER, _LAST), value, "fact" if known else "field")
    return row


def _fields(form: Form) -> list[tuple[str, str, str, bool]]:
    """Return the fields as the loader calls them, in words, what is known, and whether that is locked."""
    text, organization, period = form.words.text, form.organization, form.period
    role = text("Role") if form.area else text("Role in the organization")
    fields = [("", text("Kind of assessment"), form.kind, True)]
    if period:
        fields.insert(0, ("", text("Period"), f"{pick(period.label, form.language)} ({period.id})", True))
    else:
        fields.insert(0, ("period", text("Period"), "", False))
    if organization:
        code = text("Id of the area") if form.area else text("Id of the organization")
        whose = text("Area") if form.area else text("Organization")
        fields = [("", whose, organization.name, True), ("organization", code, organization.id, True), *fields]
    else:
        whose = text("Area (id or full name)") if form.area else text("Organization (id or full name)")
        fields.insert(0, ("organization", whose, "", False))
    if form.score_type == "individual":
        fields += [("respondent", text("Code of the respondent"), "", False), ("role", role, "", False)]
    else:
        fields += [("participants", form.who, "", False), ("place", text("Place"), "", False)]
    return [*fields, ("date", text("Date"), "", False)]


def _headings(sheet: Worksheet, row: int, form: Form) -> int:
    """Write the headings, and hidden below them the names by which the loader finds the columns; return that row."""
    from oca.collection.loaders.form import ANSWER, COMMENT, EVIDENCE, ITEM
    from oca.spreadsheet.writing import put

    text = form.words.text
    inputs = dict(zip((ANSWER, COMMENT, EVIDENCE), form.input_headings, strict=True))
    shown = {ITEM: text("Code"), "title": text("Item"), **inputs}
    for column, (name, heading) in enumerate(shown.items(), start=1):
        put(sheet, row, column, heading, "heading")
        put(sheet, row + 1, column, name)
    sheet.row_dimensions[row].height = 30
    sheet.row_dimensions[row + 1].hidden = True
    return row + 1


def _items(sheet: Worksheet, row: int, form: Form) -> None:
    """Write a row for each item under the title of its dimension, and say what each answer cell takes."""
    from oca.collection.forms.answer_cells import ItemCells, limit_answers
    from oca.spreadsheet.writing import put, put_across

    rows = []
    for dimension in form.questionnaire.dimension_ids:
        title = form.questionnaire.dimension_text(dimension, form.language).title
        put_across(sheet, row, (_TITLE, _LAST), title, "section")
        row += 1
        for item in form.questionnaire.items_of(dimension):
            rows.append((item, row))
            put(sheet, row, _CODE, item.id, "legend")
            put(sheet, row, _TITLE, form.questionnaire.item_text(item.id, form.language).title, "legend")
            put(sheet, row, _ANSWER, "", "answer" if item.plain or form.between(item) else "state")
            for column in (_ANSWER + 1, _LAST):
                put(sheet, row, column, "", "input")
            row += 1
    limit_answers(sheet, ItemCells(form, rows, row - 1, "C", {}))
