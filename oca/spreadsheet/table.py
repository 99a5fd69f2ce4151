"""The one table of a sheet, as a CSV file's: its heading, its rows below, and what is peculiar in its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oca.csvfile import CsvTable, Heads, above_heading, heading_places, without_empty_tail
from oca.errors import InputError
from oca.findings import Finding, Place, finding
from oca.spreadsheet.reading import SheetGrid
from oca.textfile import clean


def table_of_sheet(name: str, grid: SheetGrid, heads: Heads) -> CsvTable:
    """Return the table of a sheet: its heading is the row that can be it, else the first that has text.

    Args:
        name: what messages call the file.
        grid: the sheet.
        heads: says whether a row can be the heading.

    Raises:
        InputError: the sheet is empty, or several rows can be the heading.
    """
    filled = [(number, tuple(map(clean, cells))) for number, cells in enumerate(grid.cells, start=1) if any(cells)]
    if not filled:
        raise InputError([finding("file-empty", Place(name, grid.name))])
    places = heading_places(filled, heads) or (0,)
    findings = [*above_heading(Place(name, grid.name), filled, places), *_peculiar(name, grid)]
    number, written = filled[places[0]]
    heading = without_empty_tail(written)
    width = len(heading)
    rows = tuple((row, (*cells, *[""] * width)[:width]) for row, cells in filled[places[0] + 1 :] if any(cells[:width]))
    return CsvTable(name, heading, rows, tuple(findings), number)


def _peculiar(name: str, grid: SheetGrid) -> Iterator[Finding]:
    """Yield each cell that shows no text of its own: a formula without a result, an error of Excel."""
    for cell in sorted(grid.uncalculated):
        yield finding("formula-uncalculated", _place(name, grid, cell))
    for cell, shown in sorted(grid.errors.items()):
        yield finding("cell-error", _place(name, grid, cell), found=shown)


def _place(name: str, grid: SheetGrid, cell: str) -> Place:
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]  # cells are named so
    return Place(name, grid.name, int(row), column)
