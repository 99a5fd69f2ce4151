"""What a person sees of a sheet with answers: merged cells, notes on cells, and what is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from oca.collection.loaders.plain_table import Rows
from oca.collection.raw_answers import RawAnswer
from oca.findings import Finding, cut, finding, shorten
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, letters, merged_over
from oca.spreadsheet.sheet_part import area


def merged(source: Source, grid: SheetGrid, rows: Rows) -> list[Finding]:
    """Return a finding for each merged range in the heading of a sheet's table, or in the rows below it."""
    numbers = [rows.heading_row, *(number for number, _ in rows.rows)]
    headed = [place for place, heading in enumerate(rows.written, start=1) if heading]
    widest = range(1, max(map(len, grid.cells), default=0) + 1)
    found = [*merged_over(source, grid, [rows.heading_row], widest), *merged_over(source, grid, numbers, headed)]
    return list(dict.fromkeys(found))


def attached(source: Source, grid: SheetGrid) -> list[Finding]:
    """Return one finding for all notes and comments that are attached to the cells of a sheet; nothing reads them."""
    found = sorted(((area(cell)[:2], cell, text) for cell, text in grid.notes.items() if text.strip()))
    if not found:
        return []
    (row, column), _, _ = found[0]
    cells = shorten((f"{cell} {cut(' '.join(text.split()))!r}" for _, cell, text in found), 8)
    return [finding("notes-attached", source.place(grid.name, row, letters(column)), count=len(found), cells=cells)]


def hidden(source: Source, grid: SheetGrid, rows: Rows, answers: Sequence[RawAnswer]) -> list[Finding]:
    """Return one finding for all rows with answers that cannot be seen.

    Args:
        source: the file.
        grid: the sheet.
        rows: its table.
        answers: those that were read from it.
    """
    places = range(1, len(rows.written) + 1)
    columns = {letters(at) for at in places if any(first <= at <= last for first, last in grid.hidden_columns)}
    unseen = [
        one
        for one in answers
        if (one.answer or one.comment or one.evidence)
        and (grid.state != "visible" or one.row in grid.hidden_rows or one.column in columns)
    ]
    count = len({one.row for one in unseen})
    first = unseen[0] if unseen else None
    place = source.place(grid.name, first.row, first.column) if first else None
    return [finding("answers-hidden", place, count=count)] if count else []
