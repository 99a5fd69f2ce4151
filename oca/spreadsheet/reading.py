"""Opening workbooks safely: what the bytes are, whatever the name says, and every cell as text."""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from oca.errors import InputError
from oca.findings import Finding, finding
from oca.source import Source
from oca.spreadsheet.compound import LOCKED, SIGNATURE, held_by
from oca.spreadsheet.other_formats import SAVE
from oca.spreadsheet.package import inspect
from oca.spreadsheet.sheet_part import SheetFacts, area, letters
from oca.textfile import clean

__all__ = ["SheetGrid", "is_workbook", "letters", "merged_over", "read_workbook", "with_formulas_as_text"]

_SAYS_NOTHING = ("0", "#NAME?")
"""The result of a formula that no program calculated, and of one that is none."""

_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class SheetGrid:
    """One sheet of a workbook: cells as text, cell (1, 1) first; errors of Excel stand in them as #N/A.

    Attributes:
        uncalculated: cells, such as F14, with a formula that was never calculated; they read as empty.
        formulas: every cell with a formula, and the formula without its sign =.
        errors: cells that show an error of Excel, and which.
        dates: cells that hold a date or a time.
        merged: cells that were made into one, such as A1:B2.
        hidden_rows: rows, from 1, that are not shown, those filtered out included.
        hidden_columns: the first and last column, from 1, of each stretch that is not shown.
        state: visible, hidden or veryHidden.
        notes: what is attached to cells, such as a comment of Excel, by the cell.
    """

    name: str
    cells: tuple[tuple[str, ...], ...]
    uncalculated: frozenset[str] = frozenset()
    formulas: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    state: str = "visible"
    notes: Mapping[str, str] = field(default_factory=dict)

    def at(self, row: int, column: int) -> str:
        """Return a cell by its row and column, both from 1; empty outside the sheet."""
        if not 1 <= row <= len(self.cells) or not 1 <= column <= len(self.cells[row - 1]):
            return ""
        return self.cells[row - 1][column - 1]

    def formula(self, row: int, column: int) -> str:
        """Return what a person typed into a cell that holds a formula, such as =A1; empty where it holds none."""
        text = self.formulas.get(f"{letters(column)}{row}", "")
        return f"={text}" if text else ""


def is_workbook(source: Source) -> bool:
    """Say whether a file is a workbook, by its bytes.

    Raises:
        InputError: it is empty, damaged, protected with a password, of another format, or its name says something else
            than its bytes.
    """
    suffix = "." + source.name.rsplit(".", 1)[-1].lower() if "." in source.name else ""
    if not source.content.strip():
        raise InputError([finding("file-empty", source.place())])
    if source.content.startswith(SIGNATURE):
        raise _compound(source)
    zipped = source.content.startswith(_ZIP)
    if zipped and suffix not in (".xlsx", ".xlsm"):
        inspect(source)
        raise _misnamed(source, suffix, "an Excel workbook", ".xlsx")
    if not zipped and suffix in (".xlsx", ".xlsm"):
        text = source.content[:1000].isascii() or b"\x00" not in source.content[:1000]
        raise _misnamed(source, suffix, "text, probably CSV", ".csv") if text else _damaged(source)
    if not zipped and (source.content.startswith(b"%PDF") or _is_binary(source.content)):
        actual = "a PDF" if source.content.startswith(b"%PDF") else "no text"
        raise InputError([finding("file-format", source.place(), actual=actual, todo=SAVE)])
    return zipped


def read_workbook(source: Source, only: str = "") -> Mapping[str, SheetGrid]:
    """Read every sheet of a workbook, or the only one that is asked for, where it has it.

    Raises:
        InputError: it is damaged, or too large to be read safely.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    package = inspect(source, only)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(package.content))
        rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in package.sheets}
    except (CalamineError, OSError) as error:
        raise _damaged(source) from error
    for name, facts in package.sheets.items():
        if sum(value != "" for row in rows[name] for value in row) < facts.values:
            raise _damaged(source)  # what the one reader sees, the other does not
    return {name: _grid(name, rows[name], facts) for name, facts in package.sheets.items()}


def with_formulas_as_text(grid: SheetGrid) -> SheetGrid:
    """Return a sheet of answers in which a formula stands as it was typed where its stored result says nothing.

    Survey tools write a comment that begins with = as a formula with the result 0, and Excel shows #NAME? for one that
    a person typed. Neither is what was meant, and an answer of 0 must not come about so.
    """
    typed = {cell: clean(f"={formula}") for cell, formula in grid.formulas.items()}
    if not typed:
        return grid
    cells = tuple(
        tuple(
            typed.get(f"{letters(column)}{row}", text) if text in _SAYS_NOTHING else text
            for column, text in enumerate(line, 1)
        )
        for row, line in enumerate(grid.cells, 1)
    )
    return replace(grid, cells=cells)


def merged_over(source: Source, grid: SheetGrid, rows: Collection[int], columns: Collection[int]) -> list[Finding]:
    """Return a finding for each merged range that covers a cell to be read which is not its first; only that has text.

    Args:
        source: the file.
        grid: its sheet.
        rows: the rows that are read, from 1.
        columns: the columns that are read in each of them, from 1.
    """
    found = []
    for cells in grid.merged:
        top, left, bottom, right = area(cells)
        inside = [column for column in columns if left <= column <= right]
        covered = [row for row in rows if top <= row <= bottom] if inside else []
        if len(covered) * len(inside) > (top in covered and left in inside):
            found.append(finding("cells-merged", source.place(grid.name, top, letters(left)), cells=cells))
    return found


def _grid(name: str, rows: Sequence[Sequence[object]], facts: SheetFacts) -> SheetGrid:
    cells = tuple(tuple(_text(value) for value in row) for row in rows)
    if facts.errors:
        cells = tuple(
            tuple(cell or facts.errors.get(f"{letters(column)}{row}", "") for column, cell in enumerate(line, 1))
            for row, line in enumerate(cells, 1)
        )
    dates = frozenset(
        f"{letters(column)}{row}"
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if isinstance(value, datetime.date | datetime.time | datetime.timedelta)
    )
    return SheetGrid(
        name,
        cells,
        facts.uncalculated,
        facts.formulas,
        facts.errors,
        dates,
        facts.merged,
        facts.hidden_rows,
        facts.hidden_columns,
        facts.state,
        facts.notes,
    )


def _compound(source: Source) -> InputError:
    what = held_by(source.content)
    if what == LOCKED:
        return InputError([finding("file-locked", source.place())])
    return InputError([finding("file-format", source.place(), actual=what, todo=SAVE)]) if what else _damaged(source)


def _is_binary(content: bytes) -> bool:
    return b"\x00" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _text(value: object) -> str:
    """Return a cell as text: whole numbers without a decimal point, days as 2024-05-01."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return clean(str(value))


def _misnamed(source: Source, suffix: str, actual: str, right: str) -> InputError:
    return InputError(
        [finding("file-misnamed", source.place(), suffix=suffix or "nothing", actual=actual, right=right)]
    )


def _damaged(source: Source) -> InputError:
    return InputError([finding("file-truncated", source.place())])
