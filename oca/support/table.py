"""One file of the support side as rows of text, from CSV or from a workbook, each cell with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from oca.csvfile import above_heading, heading_places, read_csv
from oca.errors import InputError
from oca.findings import Finding, Place, errors, finding, shorten
from oca.folders import content_of
from oca.language import find_language, is_ambiguous
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, is_workbook, letters, read_workbook
from oca.support.columns import SupportFile
from oca.textfile import clean, is_lost_comment, letters_lost

TITLE_IN = "title "
"""Before the language in the heading of a title in another one."""


@dataclass(frozen=True)
class TextRow:
    """One row: its cells by heading, and where each stands."""

    cells: Mapping[str, str]
    places: Mapping[str, Place]
    start: Place

    def place(self, column: str) -> Place:
        """Return where a cell stands; the row's first where the column is absent."""
        return self.places.get(column, self.start)


def read_rows(folder: Path, file: SupportFile, encoding: str) -> tuple[list[TextRow], list[Finding]]:
    """Read a file of a project folder, whichever of .csv and .xlsx there is.

    Returns:
        The rows, none where there is no such file or it has errors; and what is to be said.
    """
    paths = [folder / f"{file.name}{suffix}" for suffix in (".csv", ".xlsx")]
    there = [path for path in paths if path.is_file()]
    if not there:
        return [], []
    if len(there) > 1:
        return [], [finding("support-twice", Place(there[1].name), other=there[0].name)]
    try:
        rows, findings = _read(there[0], file, encoding)
    except InputError as error:
        return [], list(error.findings)
    return ([] if errors(findings) else rows), findings


def _read(path: Path, file: SupportFile, encoding: str) -> tuple[list[TextRow], list[Finding]]:
    source = Source(path.name, content_of(path, path.name), encoding)

    def heads(cells: Sequence[str]) -> bool:
        known = [one for one in cells if one and file.column(one)]
        return 2 <= len(known) >= len(list(filter(None, cells))) / 2

    if not is_workbook(source):
        table = read_csv(source.content, path.name, encoding, heads=heads)
        places = [_in_csv(path.name, table.heading, number) for number, _ in table.rows]
        heading, lines = list(table.heading), [cells for _, cells in table.rows]
        findings = list(table.findings)
        top = Place(path.name, row=table.heading_row)
    else:
        grid = _sheet(read_workbook(source), file.name)
        filled = [(number, cells) for number, cells in enumerate(grid.cells, start=1) if any(cells)]
        found = heading_places(filled, heads) or (0,)
        findings = above_heading(Place(path.name, grid.name), filled, found) if filled else []
        heading, lines, places, top = _in_workbook(path.name, grid, filled[found[0]][0] if filled else 1)
        findings += _peculiar(path.name, grid)
    findings += _headings(heading, file, top)
    rows = [
        TextRow(dict(zip(heading, cells, strict=False)), at, next(iter(at.values()), top))
        for cells, at in zip(lines, places, strict=True)
        if any(cells)
    ]
    findings += letters_lost(
        (heading, cell, row.place(heading))
        for row in rows
        for heading, cell in row.cells.items()
        if is_lost_comment(cell) or not _is_remark(file, heading)
    )
    return rows, findings


def _is_remark(file: SupportFile, heading: str) -> bool:
    """Say whether a column holds sentences, in which somebody may write ???, and no name."""
    column = file.column(heading)
    return column is not None and column.name in ("aim", "reason")


def _in_csv(name: str, heading: tuple[str, ...], row: int) -> dict[str, Place]:
    return {column: Place(name, row=row, column=column) for column in heading}


def _in_workbook(
    name: str, grid: SheetGrid, top: int
) -> tuple[list[str], list[tuple[str, ...]], list[dict[str, Place]], Place]:
    """Return the heading, the rows below it, where their cells stand, and where the heading begins."""
    heading = [clean(cell) for cell in grid.cells[top - 1]] if grid.cells else []
    lines = list(grid.cells[top:])
    places = [
        {column: Place(name, grid.name, number, letters(at)) for at, column in enumerate(heading, 1) if column}
        for number in range(top + 1, top + 1 + len(lines))
    ]
    return heading, lines, places, Place(name, grid.name, top, "A")


def _sheet(grids: Mapping[str, SheetGrid], name: str) -> SheetGrid:
    return grids.get(name) or next(iter(grids.values()))


def _peculiar(name: str, grid: SheetGrid) -> Iterator[Finding]:
    for cell in sorted(grid.uncalculated):
        column = cell.rstrip("0123456789")
        yield finding("formula-uncalculated", Place(name, grid.name, int(cell[len(column) :]), column))
    for cell, shown in sorted(grid.errors.items()):
        column = cell.rstrip("0123456789")
        yield finding("cell-error", Place(name, grid.name, int(cell[len(column) :]), column), found=shown)


def _headings(heading: list[str], file: SupportFile, place: Place) -> Iterator[Finding]:
    known = [column.name for column in file.columns]
    for column in file.columns:
        if column.needed and column.name not in heading:
            yield finding("column-missing", place, column=column.name, found=shorten(filter(None, heading)))
    for one in dict.fromkeys(heading):
        if one and heading.count(one) > 1:
            yield finding("heading-twice", place, heading=one)
        language = one.removeprefix(TITLE_IN) if one.startswith(TITLE_IN) else ""
        if is_ambiguous(language):
            yield finding("language-script", place, found=language)
        elif one and (file.column(one) is None or (language and not find_language(language))):
            yield finding("support-column-unknown", place, column=one, known=shorten(known, 20))
