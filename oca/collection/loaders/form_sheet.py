"""The sheet of a dimension in a form that came back: where its rows and columns are now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from oca.findings import Place
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, letters

ITEM, TITLE, PREVIOUS, ANSWER, COMMENT, EVIDENCE = "item", "title", "previous", "answer", "comment", "evidence"
"""Names in the hidden heading row of each dimension's sheet."""

LEVEL = "level_"
"""How the names of the columns with the texts of the levels begin."""

INPUTS = (ANSWER, COMMENT, EVIDENCE)
"""The columns that people fill in."""

_TELLING = 4
"""So many machine names in one row make it a heading of ours, even where a column was deleted; tables have fewer."""

_MACHINE = {ITEM, TITLE, f"{LEVEL}1", f"{LEVEL}2", *INPUTS}


@dataclass(frozen=True)
class FormSheet:
    """One sheet with items.

    Attributes:
        source: the file.
        grid: the sheet.
        heading: the row of machine names.
        columns: the column of each machine name, the first where one stands twice.
        twice: machine names that stand in two columns.
    """

    source: Source
    grid: SheetGrid
    heading: int
    columns: Mapping[str, int]
    twice: tuple[str, ...]

    def at(self, row: int, name: str) -> str:
        """Return what stands in a row under a machine name; empty where the column is gone."""
        return self.grid.at(row, self.columns[name]) if name in self.columns else ""

    def place(self, row: int, name: str) -> Place:
        """Return the place of a cell."""
        return self.source.place(self.grid.name, row, letters(self.columns[name]))

    @cached_property
    def rows(self) -> range:
        """The rows below the heading."""
        return range(self.heading + 1, len(self.grid.cells) + 1)

    @cached_property
    def items(self) -> tuple[int, ...]:
        """The rows that hold the code of an item."""
        return tuple(row for row in self.rows if self.at(row, ITEM))

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The machine names of the columns with the texts of levels, from left to right."""
        return tuple(sorted((name for name in self.columns if name.startswith(LEVEL)), key=self.columns.__getitem__))

    @cached_property
    def headings(self) -> int:
        """The row of the headings that people see: the first, above every item, with a text over each input; else 0."""
        above = range(self.heading + 1, self.items[0]) if self.items else self.rows
        names = [name for name in (TITLE, *INPUTS) if name in self.columns]
        return next((row for row in above if all(self.at(row, name) for name in names)), 0)


def heading_of(grid: SheetGrid) -> int:
    """Return the row of machine names, from 1; 0 where a sheet has none."""
    return next(
        (row for row, cells in enumerate(grid.cells[:20], start=1) if len(_MACHINE & set(cells)) >= _TELLING), 0
    )


def is_heading(cells: Collection[str]) -> bool:
    """Say whether a row is one of machine names that no table of another origin has: with titles or levels in it."""
    found = set(cells)
    alone = TITLE in found or any(name.startswith(LEVEL) for name in found)
    return alone and len(_MACHINE & found) >= _TELLING


def sheet_of(source: Source, grid: SheetGrid, heading: int) -> FormSheet:
    """Return a sheet with items, by its row of machine names."""
    named = [(name, column) for column, name in enumerate(grid.cells[heading - 1], start=1) if _is_machine(name)]
    names = [name for name, _ in named]
    twice = tuple(name for name in (ITEM, *INPUTS) if names.count(name) > 1)
    return FormSheet(source, grid, heading, dict(reversed(named)), twice)


def _is_machine(name: str) -> bool:
    return name in (*_MACHINE, PREVIOUS) or name.startswith(LEVEL)
