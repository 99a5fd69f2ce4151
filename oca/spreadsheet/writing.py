"""Writing texts into cells, and workbooks to disk, so that neither can surprise."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oca import files
from oca.errors import UsageError
from oca.spreadsheet.safe_text import without_control
from oca.spreadsheet.style import FAMILY

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.rich_text import CellRichText
    from openpyxl.worksheet.worksheet import Worksheet

CELL_LIMIT = 32_767
"""Characters that a cell of Excel can hold."""


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_FIXED_TIME = rb"\g<1>2000-01-01T00:00:00Z\g<2>"


def clean(text: str) -> str:
    """Return a text as a cell can hold it: without characters that cannot be seen, no longer than Excel allows."""
    return without_control(text)[:CELL_LIMIT]


def put(sheet: Worksheet, row: int, column: int, text: str | CellRichText, look: str = "") -> Any:
    """Write text into a cell as text, whatever it begins with, in a look of style.py, and return the cell."""
    cell: Any = sheet.cell(row, column)
    if look:
        cell.style = f"oca {look}"
    if isinstance(text, str):
        cell.value = clean(text) or None
        if cell.value is not None:
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    else:
        cell.value = text
    return cell


def put_across(sheet: Worksheet, row: int, columns: tuple[int, int], text: str | CellRichText, look: str = "") -> None:
    """Write text into one cell that reaches from a first to a last column."""
    for column in range(columns[0], columns[1] + 1):
        put(sheet, row, column, "", look)
    put(sheet, row, columns[0], text, look)
    first, last = sheet.cell(row, columns[0]).coordinate, sheet.cell(row, columns[1]).coordinate
    sheet.merged_cells.add(f"{first}:{last}")  # merge_cells would spend most of the time on borders that are there


def rich(*parts: tuple[str, bool, float, str]) -> CellRichText:
    """Return a text of several kinds: each part is its text, whether bold, its size and its colour."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles.colors import Color

    return CellRichText(
        *(
            TextBlock(InlineFont(rFont=FAMILY, sz=size, b=bold, color=Color(rgb=f"FF{colour}")), clean(text))
            for text, bold, size, colour in parts
            if text
        )
    )


def save(book: Workbook, path: Path) -> None:
    """Write a workbook: the same content gives the same bytes, and a kill never leaves half a file.

    Raises:
        UsageError: it cannot be written.
    """
    buffer = io.BytesIO()
    try:
        book.save(buffer)
    except Exception as error:  # openpyxl writes sheets into temporary files, by lxml where that is installed
        if isinstance(error, OSError) or type(error).__name__ == "SerialisationError":
            raise UsageError(f"{path} cannot be written: there is no room for temporary files ({error}).") from error
        raise
    files.write(path, _without_times(buffer))


def _without_times(buffer: io.BytesIO) -> bytes:
    """Return the package with every time of writing set to one fixed time."""
    written = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(written, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*(</dcterms)", _FIXED_TIME, content)
            target.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
