"""A questionnaire's workbook as tables of text: each cell under the key of its column, each fault with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from oca.authoring.layout import (
    FIXED,
    LEADING,
    MADE_WITH,
    META,
    OPTIONAL,
    SHEETS,
    Sheet,
    columns,
    digest_of_rows,
    normal,
)
from oca.authoring.workbook import HEADING
from oca.errors import InputError
from oca.findings import Finding, Place, errors, finding, shorten, suggest
from oca.folders import content_of
from oca.source import Source
from oca.spreadsheet.other_formats import SAVE
from oca.spreadsheet.reading import SheetGrid, is_workbook, letters, read_workbook


@dataclass(frozen=True)
class FilledRow:
    """One filled row of a sheet."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Return a cell by the key of its column; empty where there is no such column."""
        return self.cells.get(key, "")


@dataclass(frozen=True)
class SheetTable:
    """One sheet: its name as it is now, the column of each key, and its filled rows."""

    file: str
    name: str
    columns: Mapping[str, int]
    lines: tuple[FilledRow, ...]

    def place(self, line: FilledRow | None, key: str = "") -> Place:
        """Return the place of a cell, or of a row."""
        column = letters(self.columns[key]) if key in self.columns else ""
        return Place(self.file, self.name, line.number if line else HEADING, column)


@dataclass(frozen=True)
class WorkbookTables:
    """A whole workbook: its tables, what it says of itself, and what was noticed."""

    file: str
    tables: Mapping[Sheet, SheetTable]
    meta: Mapping[str, str]

    @property
    def translation(self) -> str:
        """The language of a translator's copy; empty for a whole questionnaire."""
        return self.meta.get("language", "") if self.meta.get("kind") == "translation" else ""


def read_book(path: Path) -> WorkbookTables:
    """Read a questionnaire's workbook.

    Raises:
        InputError: it cannot be read, or sheets, columns or cells are not what they have to be; all at once.
    """
    source = Source(path.name, _content(path))
    if not is_workbook(source):
        raise InputError([finding("file-format", source.place(), actual="text", todo=SAVE)])
    grids = read_workbook(source)
    meta = _meta(grids.get(META))
    faults: list[Finding] = []
    tables: dict[Sheet, SheetTable] = {}
    for sheet in SHEETS:
        found = next((one for one in grids.values() if one.name != META and _key_row(one, sheet)), None)
        if found is None:
            if sheet not in OPTIONAL:
                faults.append(finding("sheet-missing", source.place(), sheet=sheet))
            continue
        tables[sheet] = _table(source, found, _key_row(found, sheet))
        faults += _cell_faults(source, found, tables[sheet])
    book = WorkbookTables(source.name, tables, meta)
    faults += _column_faults(book, grids)
    if errors(faults):
        raise InputError(faults)
    return book


def is_changed(path: Path) -> bool:
    """Say whether a workbook holds anything else than it was made with, or cannot be read; then it is not replaced."""
    try:
        book = read_book(path)
    except InputError:
        return True
    rows = {sheet: [line.cells for line in table.lines] for sheet, table in book.tables.items()}
    return book.meta.get(MADE_WITH) != digest_of_rows(rows)


def _content(path: Path) -> bytes:
    if not path.exists():
        todo = "Check the name of the file."
        raise InputError([finding("file-missing", Place(path.name), what="such file", todo=todo)])
    return content_of(path, path.name)


def _meta(grid: SheetGrid | None) -> dict[str, str]:
    return {grid.at(row, 1): grid.at(row, 2) for row in range(1, len(grid.cells) + 1)} if grid else {}


def _key_row(grid: SheetGrid, sheet: Sheet) -> int:
    """Return the row that holds a sheet's keys, from 1; 0 where there is none.

    A sheet that was renamed is known by its leading keys; one that has its name still may have lost one of them.
    """
    telling = 2 if grid.name == sheet else len(LEADING[sheet])
    known = {column.key for column in FIXED[sheet]} if grid.name == sheet else set(LEADING[sheet])
    for number, cells in enumerate(grid.cells[:5], start=1):
        if len(known & set(cells)) >= telling:
            return number
    return 0


def _table(source: Source, grid: SheetGrid, key_row: int) -> SheetTable:
    keys = {key: number for number, key in enumerate(grid.cells[key_row - 1], start=1) if key}
    lines = []
    for row in range(key_row + 2, len(grid.cells) + 1):
        cells = {key: normal(grid.at(row, column)) for key, column in keys.items() if not key.startswith("shown.")}
        if any(text for key, text in cells.items() if key != "order"):
            lines.append(FilledRow(row, cells))
    return SheetTable(source.name, grid.name, keys, tuple(lines))


def _cell_faults(source: Source, grid: SheetGrid, table: SheetTable) -> Iterator[Finding]:
    """Yield what no text can be read from: formulas, errors, dates, cells made into one."""
    known = {letters(column) for key, column in table.columns.items() if not key.startswith("shown.")}
    first = table.lines[0].number if table.lines else len(grid.cells) + 1
    for cell in sorted(grid.formulas.keys() | grid.errors.keys() | grid.dates, key=_by_row):
        letter, row = _split(cell)
        if letter not in known or row < first:
            continue
        place = source.place(grid.name, row, letter)
        if cell in grid.errors:
            yield finding("cell-error", place, found=grid.errors[cell])
        elif cell in grid.formulas:
            yield finding("cell-formula", place)
        else:
            yield finding("cell-date", place, found=grid.at(row, table.columns[_key_at(table, letter)])[:10])
    for cells in grid.merged:
        letter, row = _split(cells.partition(":")[0])
        yield finding("cells-merged", source.place(grid.name, row, letter), cells=cells)


def _column_faults(book: WorkbookTables, grids: Mapping[str, SheetGrid]) -> Iterator[Finding]:
    """Yield a fault for each column that was deleted, and for each that is none of ours."""
    languages, origin = _languages(book)
    for sheet, table in book.tables.items():
        expected = [column for column in columns(sheet, languages, origin) if not column.shown]
        for column in expected:
            if column.key not in table.columns:
                found = shorten(table.columns)
                yield finding(
                    "column-missing", table.place(None), column=f"“{column.heading}” ({column.key})", found=found
                )
        known = {column.key for column in columns(sheet, languages, origin)}
        for key, number in table.columns.items():
            if key not in known:
                place = Place(table.file, table.name, 1, letters(number))
                yield finding("column-unknown", place, column=key, suggestion=suggest(key, sorted(known)))
        yield from _nameless(table, grids[table.name])


def _nameless(table: SheetTable, grid: SheetGrid) -> Iterator[Finding]:
    """Yield a fault for each column that holds something and has no key."""
    used = set(table.columns.values())
    for number in range(1, max(map(len, grid.cells), default=0) + 1):
        filled = [row for row in range(HEADING, len(grid.cells) + 1) if grid.at(row, number)]
        if number not in used and filled:
            place = Place(table.file, table.name, filled[0], letters(number))
            column = f"“{grid.at(filled[0], number)[:40]}”"
            yield finding("column-unknown", place, column=column, suggestion=suggest(column, table.columns))


def _languages(book: WorkbookTables) -> tuple[list[str], str]:
    """Return the languages whose columns must be there, and the source language."""
    first = book.tables.get("Questionnaire")
    facts = {line["part"]: line["value"] for line in first.lines} if first else {}
    source = facts.get("source_language", "")
    listed = [one.strip() for one in facts.get("languages", "").split(",") if one.strip()]
    if book.translation:
        return [source, book.translation], source
    return listed or [source], source


def _key_at(table: SheetTable, letter: str) -> str:
    return next(key for key, column in table.columns.items() if letters(column) == letter)


def _split(cell: str) -> tuple[str, int]:
    letter = cell.rstrip("0123456789")
    return letter, int(cell[len(letter) :])


def _by_row(cell: str) -> tuple[int, int, str]:
    letter, row = _split(cell)
    return row, len(letter), letter
