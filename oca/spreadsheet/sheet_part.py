"""What a sheet's XML says beside its values: formulas, errors, merged cells, what is hidden; and how far it reaches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from oca.spreadsheet.xml_parts import DamagedPartError, PartReader

CELLS = 5_000_000
"""Cells that a sheet may span, from A1 to the last cell of the sheet's data."""

ROWS, COLUMNS = 1_048_576, 16_384
"""Rows and columns of a sheet of Excel."""

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,8})")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,8})(?::\$?([A-Za-z]{1,3})\$?([1-9]\d{0,8}))?")
_YES = ("1", "true")

_TEXTS = ("v", "f", "t")

_PARENTS = {"sheetData": "worksheet", "row": "sheetData", "c": "row", "v": "c", "f": "c", "is": "c"}


class LargeSheetError(Exception):
    """A sheet reaches too far to be read safely: `rows` and `columns` say how far."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        super().__init__(rows, columns)


@dataclass(frozen=True)
class SheetFacts:
    """What a sheet's own XML says beside its values. Cells are named as in F14, rows and columns counted from 1.

    Attributes:
        formulas: the formula of each cell that has one, without the sign =; empty where it shares that of another cell.
        uncalculated: the cells with a formula without a stored result.
        errors: the cells that show an error of Excel, such as #N/A, and which.
        merged: ranges of cells that were made into one, such as A1:B2.
        hidden_rows: the rows that are not shown, those filtered out included.
        hidden_columns: the first and last column of each stretch that is not shown.
        state: visible, hidden or veryHidden.
        notes: what is attached to cells, such as a comment of Excel, by the cell.
        values: how many cells hold a value that is no error and no empty text.
    """

    formulas: Mapping[str, str] = field(default_factory=dict)
    uncalculated: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    state: str = "visible"
    values: int = 0
    notes: Mapping[str, str] = field(default_factory=dict)


class SheetPart(PartReader):
    """Reads a sheet: where its cells stand, and what each is beside its value.

    Raises:
        DamagedPartError: cells stand out of order, or name a shared text that is not there.
        LargeSheetError: it spans too many cells.
    """

    def __init__(self, shared: Sequence[bool]) -> None:
        super().__init__()
        self.shared = shared
        self.formulas: dict[str, str] = {}
        self.uncalculated: set[str] = set()
        self.errors: dict[str, str] = {}
        self.merged: list[str] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.values = 0
        self._row = self._column = self._width = 0
        self._cell: Mapping[str, str] | None = None
        self._texts: dict[str, str] = {}
        self._data = False

    def facts(self, state: str) -> SheetFacts:
        """Return what was read of a sheet that is in some state."""
        if not self._data:
            raise DamagedPartError("no data")
        return SheetFacts(
            self.formulas,
            frozenset(self.uncalculated),
            self.errors,
            tuple(self.merged),
            frozenset(self.hidden_rows),
            tuple(self.hidden_columns),
            state,
            self.values,
        )

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of a row, a cell, or of what describes rows, columns and cells."""
        parent = _PARENTS.get(name)
        if parent:
            if len(self.within) < 2 or self.within[-2] != parent:
                raise DamagedPartError(name)
            if name == "c":
                self._begin_cell(attributes)
            elif name == "row":
                self._begin_row(attributes)
            elif name == "f":
                self._texts["f"] = ""
            elif name == "sheetData":
                if self._data:
                    raise DamagedPartError("data twice")
                self._data = True
        elif name == "mergeCell":
            self.merged.append(_merged(attributes.get("ref", "")))
        elif name == "col" and (attributes.get("hidden") in _YES or _is_nought(attributes.get("width"))):
            self.hidden_columns.append((_count(attributes.get("min")), _count(attributes.get("max"))))

    def end(self, name: str) -> None:
        """Take the end of a cell."""
        if name == "c" and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None

    def text(self, text: str) -> None:
        """Take a text of a cell: of its value, its formula, or one that stands in the cell itself."""
        if self._cell is not None and (inner := self.within[-1]) in _TEXTS and "rPh" not in self.within:
            self._texts[inner] = self._texts.get(inner, "") + text

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        row = _count(attributes["r"]) if "r" in attributes else self._row + 1
        if row <= self._row:
            raise DamagedPartError("rows out of order")
        self._row, self._column = row, 0
        if attributes.get("hidden") in _YES or _is_nought(attributes.get("ht")):
            self.hidden_rows.add(row)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        row, column = _position(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        if row != self._row or column <= self._column:
            raise DamagedPartError("cells out of order")
        self._column = column
        if column > self._width:
            self._width = column
        if row > ROWS or column > COLUMNS or row * self._width > CELLS:
            raise LargeSheetError(row, self._width)
        self._cell, self._texts = attributes, {}

    def _end_cell(self, attributes: Mapping[str, str]) -> None:
        texts, kind = self._texts, attributes.get("t", "n")
        value = texts.get("v", "")
        if "f" in texts:
            cell = f"{letters(self._column)}{self._row}"
            self.formulas[cell] = texts["f"]
            if kind != "str" and not value:
                self.uncalculated.add(cell)
        if kind == "e" and value:
            self.errors[f"{letters(self._column)}{self._row}"] = value
        elif self._says_something(kind, value):
            self.values += 1

    def _says_something(self, kind: str, value: str) -> bool:
        if kind == "s" and value:
            if not (value.isascii() and value.isdecimal() and int(value) < len(self.shared)):
                raise DamagedPartError("no such shared text")
            return self.shared[int(value)]
        return bool(self._texts.get("t") if kind in ("inlineStr", "is") else value)


class CellNotes(PartReader):
    """Keeps the texts of the notes or comments of a sheet, by the cell to which each is attached.

    Both kinds look alike: a part of notes and one of threads each hold a `ref` around a `text`, and a thread's answers
    follow it with the same `ref`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._cell = ""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of a note."""
        if name in ("comment", "threadedComment"):
            row, column = _position(attributes.get("ref", ""))
            self._cell = f"{letters(column)}{row}"
            self.found.setdefault(self._cell, []).append("")

    def text(self, text: str) -> None:
        """Take a text of a note; how it is pronounced is no part of it."""
        if self._cell and "rPh" not in self.within:
            self.found[self._cell][-1] += text


def letters(column: int) -> str:
    """Return a column's letters by its number, from 1.

    >>> letters(1), letters(27), letters(16_384)
    ('A', 'AA', 'XFD')
    """
    written = ""
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(65 + rest) + written
    return written


def _position(reference: str) -> tuple[int, int]:
    """Return row and column of a cell's name, both from 1.

    >>> _position("C12")
    (12, 3)
    """
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise DamagedPartError(reference)
    return int(found[2]), _number(found[1])


@lru_cache(maxsize=COLUMNS)
def _number(written: str) -> int:
    number = 0
    for letter in written.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _merged(reference: str) -> str:
    """Return the name of a merged range as it is written mostly."""
    if not _AREA.fullmatch(reference):
        raise DamagedPartError(reference)
    return reference.replace("$", "").upper()


def area(cells: str) -> tuple[int, int, int, int]:
    """Return the first row and column and the last row and column of a range, all from 1.

    >>> area("B2:C10"), area("A1")
    ((2, 2, 10, 3), (1, 1, 1, 1))
    """
    first, _, last = cells.partition(":")
    return (*_position(first), *_position(last or first))


def _count(written: str | None) -> int:
    if not written or len(written) > 9 or not (written.isascii() and written.isdecimal()) or int(written) < 1:
        raise DamagedPartError(written)
    return int(written)


def _is_nought(written: str | None) -> bool:
    """Say whether a width or height is given, and is 0.

    >>> _is_nought("0"), _is_nought("15.75"), _is_nought(None)
    (True, False, False)
    """
    return bool(written) and not str(written).strip("0.")
