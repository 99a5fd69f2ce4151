"""Opening workbooks safely: what the bytes are, whatever the name says, and every cell as text."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from oca.collection.raw import Source
from oca.errors import InputError
from oca.findings import finding
from oca.textfile import clean

LIMIT = 200
"""Megabytes that a workbook may unpack to."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Grid:
    """One sheet of a workbook: cells as text, cell (1, 1) first; `hidden` for sheets that are not shown."""

    name: str
    cells: tuple[tuple[str, ...], ...]

    def at(self, row: int, column: int) -> str:
        """Return a cell by its row and column, both from 1; empty outside the sheet."""
        if not 1 <= row <= len(self.cells) or not 1 <= column <= len(self.cells[row - 1]):
            return ""
        return self.cells[row - 1][column - 1]


def is_workbook(source: Source) -> bool:
    """Say whether a file is a workbook, by its bytes.

    Raises:
        InputError: it is empty, cut off, protected with a password, or its name says something else than its bytes.
    """
    suffix = "." + source.name.rsplit(".", 1)[-1].lower() if "." in source.name else ""
    if not source.content.strip():
        raise InputError([finding("file-empty", source.place())])
    if source.content.startswith(_OLE):
        raise InputError([finding("file-locked", source.place())])
    zipped = source.content.startswith(_ZIP)
    if zipped and suffix not in (".xlsx", ".xlsm"):
        raise _misnamed(source, suffix, "an Excel workbook", ".xlsx")
    if not zipped and suffix in (".xlsx", ".xlsm"):
        text = source.content[:1000].isascii() or b"\x00" not in source.content[:1000]
        raise _misnamed(source, suffix, "text, probably CSV", ".csv") if text else _damaged(source)
    return zipped


def read_workbook(source: Source) -> Mapping[str, Grid]:
    """Read every sheet of a workbook.

    Raises:
        InputError: it is damaged, or unpacks to more than LIMIT megabytes.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist()) // 1_000_000
        if size > LIMIT:
            raise InputError([finding("file-too-large", source.place(), size=size, limit=LIMIT)])
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
        return {name: _grid(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in book.sheet_names}  # fmt: skip
    except (zipfile.BadZipFile, CalamineError, OSError) as error:
        raise _damaged(source) from error


def uncalculated(source: Source, sheet: str) -> set[str]:
    """Return the cells of a sheet that hold a formula without a stored result, such as {"F14"}."""
    if not _has_formulas(source):
        return set()
    from openpyxl import load_workbook

    formulas = load_workbook(io.BytesIO(source.content), data_only=False)[sheet]
    values = load_workbook(io.BytesIO(source.content), data_only=True)[sheet]
    return {
        cell.coordinate
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and values[cell.coordinate].value is None
    }


def letters(column: int) -> str:
    """Return a column's letters by its number, from 1."""
    written = ""
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(65 + rest) + written
    return written


def _grid(name: str, rows: list[list[object]]) -> Grid:
    return Grid(name, tuple(tuple(_text(value) for value in row) for row in rows))


def _text(value: object) -> str:
    """Return a cell as text: whole numbers without a decimal point, days as 2024-05-01."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return clean(str(value))


def _has_formulas(source: Source) -> bool:
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<f>" in archive.read(name) or b"<f " in archive.read(name) for name in sheets)


def _misnamed(source: Source, suffix: str, actual: str, right: str) -> InputError:
    return InputError(
        [finding("file-misnamed", source.place(), suffix=suffix or "nothing", actual=actual, right=right)]
    )


def _damaged(source: Source) -> InputError:
    return InputError([finding("file-truncated", source.place())])
