"""What people did to the sheet of a dimension in a form: what is gone, moved, merged, hidden, or typed elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from oca.collection.loaders.form_sheet import ANSWER, INPUTS, ITEM, LEVEL, PREVIOUS, TITLE, FormSheet
from oca.collection.loaders.printed_texts import MARK, Printed
from oca.collection.loaders.unread_texts import Cell, unread_texts
from oca.findings import Finding, finding, shorten
from oca.instrument.states import state_of
from oca.spreadsheet.reading import letters, merged_over
from oca.spreadsheet.sheet_part import area

_ANSWER_ALONE = re.compile(r"\d+(?:[.,]\d+)?|[xX✓✔☒☑+]")
"""A level's number, or the mark with which people tick a box."""


def faults(sheet: FormSheet, printed: Printed | None) -> Iterator[Finding]:
    """Yield what must be said of a sheet before its answers are taken; `printed` is what forms print, if known."""
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
    yield from _of_other_columns(sheet, printed) if printed else ()
    yield from _of_other_items(sheet, printed) if printed else ()
    yield from _Typed(sheet, printed).findings()
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


def _of_other_columns(sheet: FormSheet, printed: Printed) -> Iterator[Finding]:
    """Yield each column to fill in that is headed as another one, for its hidden heading was left where it was."""
    for name in INPUTS:
        found = sheet.at(sheet.headings, name)
        other = printed.input_headed(found)
        if other not in ("", name):
            yield finding("column-of-another", sheet.place(sheet.headings, name), column=name, found=found, other=other)


def _of_other_items(sheet: FormSheet, printed: Printed) -> Iterator[Finding]:
    """Yield each row whose title, or the text of whose level, is that of another item or level than its code says."""
    for row in sheet.items:
        item = sheet.at(row, ITEM)
        if TITLE in sheet.columns and (other := printed.title_of_another(item, sheet.at(row, TITLE))):
            yield finding("title-of-another-item", sheet.place(row, TITLE), item=item, other=other)
            continue
        others = [
            (name, f"{letters(sheet.columns[name])}{row} ({whose[0]}, level {whose[1]})")
            for name in sheet.levels
            if (whose := printed.level_of_another(item, name.removeprefix(LEVEL), sheet.at(row, name)))
        ]
        if others:
            cells = shorten((words for _, words in others), 4)
            yield finding("level-of-another-item", sheet.place(row, others[0][0]), item=item, cells=cells)


class _Typed:
    """What was typed where nothing is read: over a printed text, or in a cell that was empty."""

    def __init__(self, sheet: FormSheet, printed: Printed | None) -> None:
        self.sheet, self.printed = sheet, printed
        self.names = {column: name for name, column in sheet.columns.items()}

    def findings(self) -> Iterator[Finding]:
        """Yield one finding for the marks over texts of items without an answer, and one for all else."""
        over: list[Cell] = []
        outside: list[Cell] = []
        for row, line in enumerate(self.sheet.grid.cells, start=1):
            for column, text in enumerate(line, start=1):
                if text and self._is_outside(row, column, text):
                    (over if self._stands_for_an_answer(row, column, text) else outside).append((row, column, text))
        yield from unread_texts(self.sheet.source, self.sheet.grid, over, "answer-over-text")
        yield from unread_texts(self.sheet.source, self.sheet.grid, outside)

    def _stands_for_an_answer(self, row: int, column: int, text: str) -> bool:
        """Say whether a text was typed over what is printed for an item that has no answer, and is short as a mark."""
        name = self.names.get(column, "")
        blank = bool(self.sheet.at(row, ITEM)) and not self.sheet.at(row, ANSWER)
        if not blank or not (name == TITLE or name in self.sheet.levels):
            return False
        marked = self.printed is not None and self.printed.has_mark(
            self.sheet.at(row, ITEM), name.removeprefix(LEVEL), text
        )
        return len(text) <= MARK or marked

    def _is_outside(self, row: int, column: int, text: str) -> bool:
        sheet, name = self.sheet, self.names.get(column, "")
        if not name:
            outside = row >= sheet.heading or column > max(self.names)
            return outside and not (self._is_printed(text) and not _is_answer(text))
        if row <= sheet.heading or name == PREVIOUS:
            return False
        if item := sheet.at(row, ITEM):
            return self._is_over_text(item, name, text)
        if row == sheet.headings:
            return _is_answer(text) and not (name in sheet.levels and self.levels_unnamed)
        if name == ANSWER:
            return False  # an answer in a row without a code is an error of its own
        if (row, column) in self.merged and not _is_answer(text):
            return self.printed is not None and not self.printed.is_like_printed(text)
        return not self._is_printed(text)

    def _is_over_text(self, item: str, name: str, text: str) -> bool:
        """Say whether a text in the row of an item was typed over its title or over the text of a level."""
        if name == TITLE or self.printed is None:
            return (name == TITLE or name in self.sheet.levels) and _is_answer(text)
        level = name.removeprefix(LEVEL)
        if name not in self.sheet.levels or self.printed.is_of_level(item, level, text):
            return False
        return not self._is_printed(text)

    def _is_printed(self, text: str) -> bool:
        return self.printed is not None and self.printed.is_printed(text)

    @cached_property
    def merged(self) -> set[tuple[int, int]]:
        """The cells in which printed texts begin that go over several."""
        return {area(cells)[:2] for cells in self.sheet.grid.merged}

    @cached_property
    def levels_unnamed(self) -> bool:
        """Whether the headings that people see give the levels as numbers alone."""
        return all(_is_answer(self.sheet.at(self.sheet.headings, name)) for name in self.sheet.levels)


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
