"""The sheet of a dimension in a form that came back: its rows and columns, and what people did to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from oca.collection.loaders.item_titles import Titles
from oca.findings import Finding, Place, finding, shorten
from oca.instrument.states import state_of
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, letters, merged_over
from oca.spreadsheet.sheet_part import area

ITEM, TITLE, PREVIOUS, ANSWER, COMMENT, EVIDENCE = "item", "title", "previous", "answer", "comment", "evidence"
"""Names in the hidden heading row of each dimension's sheet."""

LEVEL = "level_"
"""How the names of the columns with the texts of the levels begin."""

INPUTS = (ANSWER, COMMENT, EVIDENCE)
"""The columns that people fill in."""

_TELLING = 4
"""So many machine names in one row make it a heading of ours, even where a column was deleted; tables have fewer."""

_MACHINE = {ITEM, TITLE, f"{LEVEL}1", f"{LEVEL}2", *INPUTS}

_ANSWER_ALONE = re.compile(r"\d+(?:[.,]\d+)?|[xX✓✔☒☑+]")
"""A level's number, or the mark with which people tick a box."""

_SHOWN = 30
"""So many characters of a text are shown in a message."""


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
    def headings(self) -> int:
        """The row of the headings that people see: the first, above every item, with a text over each input; else 0."""
        above = range(self.heading + 1, self.items[0]) if self.items else self.rows
        names = [name for name in (TITLE, *INPUTS) if name in self.columns]
        return next((row for row in above if all(self.at(row, name) for name in names)), 0)

    @cached_property
    def levels_unnamed(self) -> bool:
        """Whether the headings that people see give the levels as numbers alone."""
        levels = [name for name in self.columns if name.startswith(LEVEL)]
        return all(_is_answer(self.at(self.headings, name)) for name in levels)


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


def faults(sheet: FormSheet, titles: Titles | None) -> Iterator[Finding]:
    """Yield what must be said of a sheet before its answers are taken: what is gone, moved, merged, or hidden."""
    for name in (ITEM, *INPUTS):
        if name not in sheet.columns:
            yield finding("form-column", sheet.source.place(sheet.grid.name, sheet.heading), column=name)
        elif name in sheet.twice:
            place = sheet.source.place(sheet.grid.name, sheet.heading)
            yield finding("heading-twice", place, heading=name)
    if ITEM not in sheet.columns or ANSWER not in sheet.columns:
        return
    inputs = [sheet.columns[name] for name in INPUTS if name in sheet.columns]
    yield from merged_over(sheet.source, sheet.grid, sheet.rows, [sheet.columns[ITEM]])
    yield from merged_over(sheet.source, sheet.grid, sheet.items, inputs)
    yield from _uncalculated(sheet)
    yield from _without_code(sheet)
    yield from _of_other_items(sheet, titles)
    yield from _outside(sheet, titles)
    yield from _hidden(sheet)


def _uncalculated(sheet: FormSheet) -> Iterator[Finding]:
    """Yield each input cell of an item with a formula that was never calculated."""
    for row in sheet.items if sheet.grid.uncalculated else ():
        for name in INPUTS:
            if name in sheet.columns and f"{letters(sheet.columns[name])}{row}" in sheet.grid.uncalculated:
                yield finding("formula-uncalculated", sheet.place(row, name))


def _without_code(sheet: FormSheet) -> Iterator[Finding]:
    """Yield each answer in a row without the code of an item."""
    for row in sheet.rows:
        found = sheet.at(row, ANSWER)
        if found and row != sheet.headings and not sheet.at(row, ITEM):
            yield finding("item-code-missing", sheet.place(row, ANSWER), found=found)


def _of_other_items(sheet: FormSheet, titles: Titles | None) -> Iterator[Finding]:
    """Yield each row whose text is that of another item than its code."""
    for row in sheet.items if titles and TITLE in sheet.columns else ():
        other = titles.other(sheet.at(row, ITEM), sheet.at(row, TITLE)) if titles else ""
        if other:
            yield finding("title-of-another-item", sheet.place(row, TITLE), item=sheet.at(row, ITEM), other=other)


def _outside(sheet: FormSheet, titles: Titles | None) -> Iterator[Finding]:
    """Yield one finding for all cells with a text that nobody reads and that was not printed there."""
    printed = {area(cells)[:2] for cells in sheet.grid.merged}
    names = {column: name for name, column in sheet.columns.items()}
    found = [
        (row, column, text)
        for row, line in enumerate(sheet.grid.cells, start=1)
        for column, text in enumerate(line, start=1)
        if text and _is_outside(sheet, titles, row, column, names, printed)
    ]
    if found:
        row, column, _ = found[0]
        cells = shorten((f"{letters(column)}{row} {text[:_SHOWN]!r}" for row, column, text in found), 5)
        place = sheet.source.place(sheet.grid.name, row, letters(column))
        yield finding("text-outside", place, count=len(found), cells=cells)


def _is_outside(
    sheet: FormSheet,
    titles: Titles | None,
    row: int,
    column: int,
    names: Mapping[int, str],
    printed: set[tuple[int, int]],
) -> bool:
    name, text = names.get(column, ""), sheet.grid.at(row, column)
    if not name:
        return row >= sheet.heading or column > max(names)
    if row <= sheet.heading:
        return False
    if sheet.at(row, ITEM):
        alone = name == TITLE or name.startswith(LEVEL)
        return alone and _is_answer(text) and not (titles and titles.is_level(text))
    if row == sheet.headings:
        return _is_answer(text) and not (name.startswith(LEVEL) and sheet.levels_unnamed)
    if name == ANSWER:
        return False  # an answer in a row without a code is an error of its own
    return (row, column) not in printed or _is_answer(text)


def _is_answer(text: str) -> bool:
    """Say whether a text looks like an answer rather than like a note.

    >>> _is_answer("3"), _is_answer("ne znam"), _is_answer("3 times")
    (True, True, False)
    """
    return bool(_ANSWER_ALONE.fullmatch(text)) or bool(state_of(text))


def _hidden(sheet: FormSheet) -> Iterator[Finding]:
    """Yield one finding for all rows with answers that cannot be seen."""
    grid, column = sheet.grid, sheet.columns[ANSWER]
    whole = grid.state != "visible" or any(first <= column <= last for first, last in grid.hidden_columns)
    filled = (row for row in sheet.items if any(sheet.at(row, name) for name in INPUTS))
    unseen = [row for row in filled if whole or row in grid.hidden_rows]
    if unseen:
        yield finding("answers-hidden", sheet.place(unseen[0], ANSWER), count=len(unseen))
