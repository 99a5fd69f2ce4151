"""What reading the responses of one year costs: the program's own way, and the same workbooks with openpyxl."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

PERIOD = "y5"
"""A year of the example that came as one workbook for each organization."""


def workbooks(example: str) -> list[Path]:
    """Return the workbooks of the year."""
    return sorted((Path(example) / "responses" / PERIOD).glob("*.xlsx"))


def with_calamine(paths: list[Path]) -> int:
    """Read every cell as the loaders do, and return how many hold something."""
    from oca.source import Source
    from oca.spreadsheet.reading import read_workbook

    books = (read_workbook(Source(path.name, path.read_bytes(), "cp1250")) for path in paths)
    return sum(bool(cell) for book in books for sheet in book.values() for row in sheet.cells for cell in row)


def with_openpyxl(paths: list[Path]) -> int:
    """Read every cell with openpyxl in its fast mode, and return how many hold something."""
    from openpyxl import load_workbook

    count = 0
    for path in paths:
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            cells = (cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row)
            count += sum(cell not in (None, "") for cell in cells)
    return count


def table(example: str, seconds: Callable[..., list[float]], line: Callable[..., None]) -> None:
    """Print both ways and their ratio, and whether they find as many cells."""
    paths = workbooks(example)
    ours, theirs = (seconds(lambda way=way: way(paths), runs=3) for way in (with_calamine, with_openpyxl))
    line(f"{len(paths)} workbooks of a year, checked and read", ours)
    line(
        "the same with openpyxl, read-only, unchecked",
        theirs,
        f"{statistics.median(theirs) / statistics.median(ours):.1f} x as long",
    )
    print(f"cells with something in them: {with_calamine(paths)} and {with_openpyxl(paths)}")
