"""The fill-in workbook: one organization's form, comfortable in Excel and LibreOffice, read back by item code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oca.collection.forms import style
from oca.collection.loaders.form import ANSWER, COMMENT, EVIDENCE, ITEM, META
from oca.instrument.questionnaire import Item, Questionnaire, level_key
from oca.language import Words, pick, words
from oca.project import Organization, Period

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

FIRST_ROW = 4
"""The first item's row on the sheet of a dimension; above it machine names, title and headings."""


@dataclass(frozen=True)
class FilledSheet:
    """What stands in a form that was filled in: for each item an answer as typed, a comment, evidence."""

    answers: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    participants: str = ""
    date: str = ""


@dataclass(frozen=True)
class Form:
    """What one form is made from."""

    questionnaire: Questionnaire
    language: str
    organization: Organization | None
    period: Period | None
    score_type: str
    sheet: FilledSheet

    @property
    def words(self) -> Words:
        """The printed words of the form's language."""
        return words(self.language)

    @property
    def choices(self) -> list[str]:
        """What an answer cell offers: the levels, then the two states in the form's language."""
        levels = [level_key(level) for level in self.questionnaire.levels]
        return [*levels, self.words.text("N/A"), self.words.text("don't know")]


def make_workbook(
    questionnaire: Questionnaire,
    path: Path,
    *,
    language: str,
    organization: Organization | None = None,
    period: Period | None = None,
    score_type: str = "consensus",
    sheet: FilledSheet | None = None,
) -> None:
    """Write the fill-in workbook, blank or filled in.

    Args:
        questionnaire: the version to ask.
        path: the .xlsx file to write.
        language: the form's language.
        organization: whose form it is; None leaves the cell open.
        period: for which period; None leaves the cell open.
        score_type: consensus or verified.
        sheet: answers to write into it.
    """
    from openpyxl import Workbook

    form = Form(questionnaire, language, organization, period, score_type, sheet or FilledSheet())
    book = Workbook()
    start = book.active
    assert start is not None  # noqa: S101 - a new workbook has a sheet
    names = _sheet_names(form)
    for dimension, name in names.items():
        _dimension_sheet(book.create_sheet(name), dimension, form)
    _start_sheet(start, form, names)
    _meta_sheet(book, form)
    book.save(path)


def put(sheet: Worksheet, row: int, column: int, text: str, look: Mapping[str, Any] | None = None) -> Any:
    """Write text into a cell as text, whatever it begins with; characters that cannot be seen are left out."""
    cell = sheet.cell(row, column)
    cell.value = _UNSEEN.sub("", text)[:32_767] or None
    if cell.value is not None:
        cell.data_type = "s"
    for name, value in (look or {}).items():
        setattr(cell, name, value)
    return cell


def _sheet_names(form: Form) -> dict[str, str]:
    """Return a sheet name for each dimension: its short title, without what Excel forbids, each once."""
    names: dict[str, str] = {}
    for number, dimension in enumerate(form.questionnaire.dimension_ids, start=1):
        short = form.questionnaire.dimension_text(dimension, form.language).short or dimension
        safe = re.sub(r"[\[\]:*?/\\']", " ", short).strip()[:26]
        names[dimension] = f"{number} {safe}"
    return names


def _start_sheet(sheet: Worksheet, form: Form, names: Mapping[str, str]) -> None:
    text = form.words.text
    sheet.title = text("Start")
    put(sheet, 1, 2, form.questionnaire.title(form.language), style.TITLE)
    organization, period = form.organization, form.period
    rows = (
        ("organization", text("Organization"), organization.id if organization else ""),
        ("", "", organization.name if organization else text("Write the organization's id in the cell above.")),
        ("period", text("Period"), period.id if period else ""),
        ("", "", pick(period.label, form.language) if period else ""),
        ("score_type", text("Kind of sheet"), form.score_type),
        ("participants", text("Who took part"), form.sheet.participants),
        ("date", text("Date"), form.sheet.date),
    )
    for row, (key, label, value) in enumerate(rows, start=3):
        put(sheet, row, 1, key)
        put(sheet, row, 2, label, style.LABEL)
        put(sheet, row, 3, value, style.INPUT if key else style.NOTE)
    intro = form.questionnaire.words[form.questionnaire.language(form.language)].introduction
    put(sheet, 11, 2, intro, style.TEXT)
    sheet.merge_cells("B11:F11")
    sheet.row_dimensions[11].height = 78
    _levels(sheet, 13, form)
    _progress(sheet, 13 + len(form.questionnaire.levels) + 2, form, names)
    style.start_page(sheet)


def _levels(sheet: Worksheet, row: int, form: Form) -> None:
    put(sheet, row, 2, form.words.text("The levels"), style.HEADING)
    for offset, level in enumerate(form.questionnaire.levels, start=1):
        name = form.questionnaire.level_name(level, form.language)
        put(sheet, row + offset, 2, f"{level_key(level)} {name.name}", style.LABEL)
        put(sheet, row + offset, 3, name.text, style.TEXT)
        sheet.merge_cells(start_row=row + offset, end_row=row + offset, start_column=3, end_column=6)


def _progress(sheet: Worksheet, row: int, form: Form, names: Mapping[str, str]) -> None:
    """Write how far each dimension is: answered, still open, and the mean of the levels so far."""
    text = form.words.text
    headings = (text("Dimension"), text("Filled in"), text("Still open"), text("Mean of the levels"))
    for column, heading in enumerate(headings, start=2):
        put(sheet, row, column, heading, style.HEADING)
    for offset, (dimension, name) in enumerate(names.items(), start=1):
        last = FIRST_ROW + len(form.questionnaire.items_of(dimension)) - 1
        answers = f"'{name}'!${style.ANSWER_LETTER}${FIRST_ROW}:${style.ANSWER_LETTER}${last}"
        title = form.questionnaire.dimension_text(dimension, form.language).title
        put(sheet, row + offset, 2, title, style.LABEL)
        for column, formula in enumerate(
            (f"=COUNTA({answers})", f"=COUNTBLANK({answers})", f'=IF(COUNT({answers})=0,"",AVERAGE({answers}))'), start=3
        ):
            cell = sheet.cell(row + offset, column, formula)
            cell.number_format = "0.0" if column == 5 else "0"
            cell.alignment = style.CENTRE


def _dimension_sheet(sheet: Worksheet, dimension: str, form: Form) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    entry = form.questionnaire.dimension_text(dimension, form.language)
    levels = form.questionnaire.levels
    machine = [ITEM, "title", ANSWER, *(f"level_{level_key(level)}" for level in levels), COMMENT, EVIDENCE]
    for column, name in enumerate(machine, start=1):
        put(sheet, 1, column, name)
    put(sheet, 2, 2, f"{entry.title}", style.TITLE)
    for column, heading in enumerate(_headings(form), start=2):
        put(sheet, 3, column, heading, style.HEADING)
    items = form.questionnaire.items_of(dimension)
    for row, item in enumerate(items, start=FIRST_ROW):
        _item_row(sheet, row, item, form)
    choices = DataValidation(type="list", formula1=f'"{",".join(form.choices)}"', allow_blank=True)
    choices.error = form.words.text("Choose a value from the list.")
    choices.showErrorMessage = True
    letter = style.ANSWER_LETTER
    choices.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + len(items) - 1}")
    sheet.add_data_validation(choices)
    style.dimension_page(sheet, len(levels))


def _headings(form: Form) -> list[str]:
    text = form.words.text
    levels = [
        f"{level_key(level)} {form.questionnaire.level_name(level, form.language).name}"
        for level in form.questionnaire.levels
    ]
    return [text("Item"), text("Answer"), *levels, text("Comment, or reason for N/A"), text("Evidence")]


def _item_row(sheet: Worksheet, row: int, item: Item, form: Form) -> None:
    entry = form.questionnaire.item_text(item.id, form.language)
    filled = form.sheet
    put(sheet, row, 1, item.id)
    put(sheet, row, 2, f"{entry.title}\n{entry.prompt}\n\n{entry.guidance}", style.TEXT)
    answer = put(sheet, row, 3, filled.answers.get(item.id, ""), style.ANSWER)
    if answer.value is not None and str(answer.value).isdecimal():
        answer.value = int(answer.value)
    texts = [entry.levels.get(level_key(level), "") for level in form.questionnaire.levels]
    for column, text in enumerate(texts, start=4):
        put(sheet, row, column, text, style.TEXT)
    after = 4 + len(texts)
    put(sheet, row, after, filled.comments.get(item.id, ""), style.INPUT)
    put(sheet, row, after + 1, filled.evidence.get(item.id, ""), style.INPUT)
    first = len(entry.title) + len(entry.prompt) + len(entry.guidance) + 90
    longest = max(first / 38, *(len(text) / 29 for text in texts))  # lines, at the widths of style.dimension_page
    sheet.row_dimensions[row].height = min(400, 20 + 14.5 * longest)


def _meta_sheet(book: Workbook, form: Form) -> None:
    sheet = book.create_sheet(META)
    rows = {
        "questionnaire": form.questionnaire.ref,
        "checksum": form.questionnaire.checksum,
        "language": form.language,
        "organization": form.organization.id if form.organization else "",
        "period": form.period.id if form.period else "",
        "score_type": form.score_type,
    }
    for row, (key, value) in enumerate(rows.items(), start=1):
        put(sheet, row, 1, key)
        put(sheet, row, 2, value)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
