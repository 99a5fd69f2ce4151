"""The workbook in which a questionnaire is written, or translated into one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from oca.authoring.band_memory import remembered
from oca.authoring.layout import (
    CHECKED,
    LANGUAGE,
    MADE_WITH,
    META,
    OPTIONAL,
    README,
    SHEETS,
    STALE,
    STATED,
    YES,
    Sheet,
    SheetColumn,
    columns,
    digest_of_rows,
    language_name,
)
from oca.authoring.readme import TRANSLATION, WHOLE
from oca.authoring.rows import Row, fingerprint, rows_of, states_of
from oca.errors import InputError, UsageError
from oca.findings import Place, finding
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.instrument.structure import Best, Relation, Subject
from oca.spreadsheet.sheet_part import letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADING, FIRST = 2, 3
"""The row of the headings, and the first row below them; row 1 is hidden and holds the keys."""

TEXT = "@"
"""The number format that keeps what is typed: no date is made of 1.2, no formula of what begins with =."""

_LONGEST_LIST = 250
"""Excel refuses a workbook whose dropdown spells out more characters than about this."""

_ROOM = 300
"""Rows, beyond those that are filled, that have dropdowns."""

_LAST_LOCKED = {
    "Questionnaire": "C",
    "Dimensions": "C",
    "Items": "C",
    "Levels": "D",
    "Scales": "C",
    "Bands": "D",
    "Mapping": "B",
}
"""The first column that moves when the sheet is scrolled sideways; what is left of it stays."""


@dataclass(frozen=True)
class _Plan:
    """What is written: the questionnaire, and for a translator's copy the one language that is open."""

    questionnaire: Questionnaire
    language: str

    @property
    def source(self) -> str:
        return self.questionnaire.structure.source_language

    @property
    def languages(self) -> list[str]:
        return [self.source, self.language] if self.language else self.questionnaire.structure.languages

    def look(self, column: SheetColumn, row: Row) -> str:
        """Return the look of a cell: grey where nothing is to be written, yellow for the translator."""
        belongs = not column.language or column.key in row
        if column.shown or not belongs or (self.language and column.language != self.language):
            return "guidance"
        return "input" if self.language else "text"


def write_workbook(
    questionnaire: Questionnaire, path: Path, *, language: str = "", schemes: Sequence[Scheme] = ()
) -> None:
    """Write a questionnaire into a workbook.

    Args:
        questionnaire: one version, with all its languages.
        path: where to; what is there is replaced when all went well.
        language: write a translator's copy for this language, in which everything else is locked.
        schemes: those that score it, whose bands stand on a sheet of their own.

    Raises:
        InputError: a text is longer than a cell can hold.
        UsageError: the language is the source language, or no code of a language.
    """
    from openpyxl import Workbook

    from oca.spreadsheet import style
    from oca.spreadsheet.writing import save

    plan = _Plan(questionnaire, language)
    if language and (language == plan.source or not LANGUAGE.fullmatch(language)):
        raise UsageError(f"{language} is no language to translate into. Write its code, such as hr or sr.")
    rows = rows_of(questionnaire, plan.languages, schemes)
    _refuse_long(questionnaire, rows)
    book = Workbook()
    style.register(book, len(questionnaire.levels))
    _write_readme(book.worksheets[0], plan)
    for name in SHEETS:
        if language and name in OPTIONAL:
            continue
        _write_sheet(book.create_sheet(name), name, rows[name], plan)
    if not language:
        _add_choices(book, questionnaire)
    _write_identity(book, plan, {name: one for name, one in rows.items() if name in book.sheetnames}, schemes)
    save(book, path)


def _refuse_long(questionnaire: Questionnaire, rows: Mapping[Sheet, Sequence[Row]]) -> None:
    from oca.spreadsheet.writing import CELL_LIMIT

    faults = [
        finding("cell-too-long", Place(questionnaire.file), what=f"{sheet}, {key}", length=len(text), limit=CELL_LIMIT)
        for sheet, lines in rows.items()
        for row in lines
        for key, text in row.items()
        if len(text) > CELL_LIMIT
    ]
    if faults:
        raise InputError(faults)


def _write_readme(sheet: Worksheet, plan: _Plan) -> None:
    from oca.spreadsheet import style
    from oca.spreadsheet.writing import put

    sheet.title = README
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 110
    title = plan.questionnaire.title(plan.source)
    put(sheet, 1, 1, f"{title} ({plan.questionnaire.ref})", "section")
    names = {"source": language_name(plan.source), "language": language_name(plan.language)}
    for row, (label, text) in enumerate(TRANSLATION if plan.language else WHOLE, start=2):
        filled = text.format(**names) if plan.language else text
        put(sheet, row, 1, label, "label" if text else "section")
        put(sheet, row, 2, filled, "plain")
        sheet.row_dimensions[row].height = 26 if not text else style.height(style.lines(filled, 110, 10), 10)
    _lay_out_page(sheet)


def _write_sheet(sheet: Worksheet, name: Sheet, rows: Sequence[Row], plan: _Plan) -> None:
    from oca.spreadsheet import style
    from oca.spreadsheet.writing import put

    laid = list(columns(name, plan.languages, plan.source))
    for number, column in enumerate(laid, start=1):
        put(sheet, 1, number, column.key)
        put(sheet, HEADING, number, column.heading, "heading")
        dimension = sheet.column_dimensions[letters(number)]
        dimension.width, dimension.number_format = column.width, TEXT
    for number, row in enumerate(rows, start=FIRST):
        for place, column in enumerate(laid, start=1):
            put(sheet, number, place, row.get(column.key, ""), plan.look(column, row)).number_format = TEXT
        most = max(style.lines(row.get(column.key, ""), column.width) for column in laid)
        sheet.row_dimensions[number].height = style.height(most)
    sheet.row_dimensions[1].hidden = True
    sheet.row_dimensions[HEADING].height = style.height(2)
    sheet.freeze_panes = f"{_LAST_LOCKED[name]}{FIRST}"
    _lay_out_page(sheet)
    sheet.print_title_rows = f"{HEADING}:{HEADING}"
    _mark(sheet, name, rows, laid, plan)
    if plan.language:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False


def _lay_out_page(sheet: Worksheet) -> None:
    """Print on A4 across, as wide as the paper."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _mark(sheet: Worksheet, name: Sheet, rows: Sequence[Row], laid: Sequence[SheetColumn], plan: _Plan) -> None:
    """Tint what a translator is to look at, and offer the word for what was checked."""
    from oca.spreadsheet import style

    last = FIRST + len(rows) + (0 if plan.language else _ROOM)
    letters = _letters(laid)
    for column in laid:
        if not column.language or column.language == plan.source:
            continue
        letter, kind = letters[column.key], column.key.rpartition(".")[0]
        if kind == "state":
            _choice(sheet, letter, f'"{CHECKED}"', strict=False)
            style.tint(
                sheet,
                f"{letter}{FIRST}:{letter}{last}",
                f'AND({letter}{FIRST}<>"",{letter}{FIRST}<>"{CHECKED}")',
                style.ASKED,
            )
            continue
        original = letters[f"{kind}.{plan.source}"]
        empty = f"AND(LEN(${original}{FIRST})>0,LEN({letter}{FIRST})=0)"
        style.tint(sheet, f"{letter}{FIRST}:{letter}{last}", empty, style.ASKED)
        _mark_stale(sheet, name, rows, letter, states_of(plan.questionnaire, column.language))


def _mark_stale(sheet: Worksheet, name: Sheet, rows: Sequence[Row], letter: str, states: Mapping[str, str]) -> None:
    from oca.spreadsheet import style

    if name not in (*STATED, "Levels"):
        return
    for number, row in enumerate(rows, start=FIRST):
        entry = row.get("item") or row.get("subdimension") or row.get("dimension", "")
        if STALE in states.get(entry, ""):
            sheet[f"{letter}{number}"].fill = style.fill(style.ASKED)


def _letters(laid: Sequence[SheetColumn]) -> dict[str, str]:
    return {column.key: letters(number) for number, column in enumerate(laid, start=1)}


def _add_choices(book: Workbook, questionnaire: Questionnaire) -> None:
    """Offer what may stand in a cell as a list, where it is one of a few words."""
    structure = questionnaire.structure
    letters = {name: _letters(list(columns(name, structure.languages, structure.source_language))) for name in SHEETS}
    items, mapping = book["Items"], book["Mapping"]
    _choice(items, letters["Items"]["dimension"], f"Dimensions!$A${FIRST}:$A${FIRST + _ROOM}")
    if any(dimension.subdimensions for dimension in structure.dimensions):
        _choice(items, letters["Items"]["subdimension"], f"Dimensions!$B${FIRST}:$B${FIRST + _ROOM}", strict=False)
    for key in ("critical", "reversed"):
        _choice(items, letters["Items"][key], f'"{YES}"')
    if structure.scales and len(",".join(structure.scales)) < _LONGEST_LIST:
        _choice(items, letters["Items"]["scale"], f'"{",".join(structure.scales)}"', strict=False)
    _choice(book["Levels"], letters["Levels"]["item"], f"Items!$B${FIRST}:$B${FIRST + _ROOM}", strict=False)
    _choice(mapping, letters["Mapping"]["relation"], f'"{",".join(get_args(Relation))}"')
    first = book["Questionnaire"]
    facts = {first.cell(row, 1).value: row for row in range(FIRST, first.max_row + 1)}
    for fact, choices in (("best", Best), ("subject", Subject)):
        row = facts[fact]
        _choice(first, letters["Questionnaire"]["value"], f'"{",".join(get_args(choices))}"', rows=(row, row))


def _choice(
    sheet: Worksheet, letter: str, formula: str, *, strict: bool = True, rows: tuple[int, int] | None = None
) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    first, last = rows or (FIRST, max(sheet.max_row, FIRST) + (0 if sheet.protection.sheet else _ROOM))
    choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    choice.error = "Choose from the list in the cell."
    choice.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(choice)


def _write_identity(
    book: Workbook, plan: _Plan, rows: Mapping[Sheet, Sequence[Row]], schemes: Sequence[Scheme]
) -> None:
    """Write the very-hidden sheet, by which the reader knows what the workbook is and what it was made from."""
    from oca.spreadsheet.writing import put

    sheet = book.create_sheet(META)
    facts = {
        "kind": "translation" if plan.language else "questionnaire",
        "questionnaire": plan.questionnaire.ref,
        "language": plan.language,
        "fingerprint": fingerprint(plan.questionnaire),
        MADE_WITH: digest_of_rows(rows),
        "bands": remembered(schemes, plan.questionnaire.structure.scale, plan.languages),
    }
    for row, (key, value) in enumerate(facts.items(), start=1):
        put(sheet, row, 1, key)
        put(sheet, row, 2, value)
    sheet.sheet_state = "veryHidden"
    book.properties.title, book.properties.creator = plan.questionnaire.ref, "oca"
