"""Texts in cells that nobody reads, said in one way of forms and of plans."""

from __future__ import annotations

from collections.abc import Sequence

from oca.findings import Finding, finding, shorten
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, letters

Cell = tuple[int, int, str]
"""Row, column and text."""

_SHOWN = 30
"""So many characters of a text are shown in a message."""


def unread_texts(source: Source, grid: SheetGrid, found: Sequence[Cell], code: str = "text-outside") -> list[Finding]:
    """Return one finding for some cells of a sheet, at the first of them; none where there is none."""
    if not found:
        return []
    row, column, _ = found[0]
    cells = shorten((f"{letters(column)}{row} {text[:_SHOWN]!r}" for row, column, text in found), 5)
    return [finding(code, source.place(grid.name, row, letters(column)), count=len(found), cells=cells)]
