"""A workbook as declared sheets: what a sheet holds is data; how it looks is decided here, once for all of them."""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from oca.spreadsheet.safe_text import without_control
from oca.spreadsheet.sheet_part import letters

Scale = tuple[float, float]
"""The worst and the best value; the best may be the smaller one."""

Style = Literal["text", "long", "score", "change", "share", "count", "date"]

WIDTHS: dict[Style, int] = {"text": 24, "long": 60, "score": 11, "change": 11, "share": 11, "count": 13, "date": 12}

TOP = 3
"""Row of the headings, from 0: title, marking and note stand above."""

TITLE_HEIGHT = 22

CELL_LIMIT = 32_767

INK, ACCENT, WARNING, PALE = "#22313A", "#1F5F73", "#9A3324", "#E8EEF0"

WORST, MIDDLE, BEST = "#F0CFA0", "#F8F7F2", "#8FC4BC"
"""Colours of the scale: told apart by those who do not see red and green."""


@dataclass(frozen=True)
class Field:
    """A column: its heading, how its cells look, its width in characters, and whether it is coloured by its value.

    Attributes:
        scale: the worst and the best value, where they are not those of the workbook.
    """

    heading: str
    style: Style = "text"
    width: int = 0
    coloured: bool = False
    scale: Scale | None = None


@dataclass(frozen=True)
class TableSheet:
    """A sheet with one table.

    Attributes:
        key: name of the table for formulas, in ASCII.
        name: name on the tab.
        title: heading above the table.
        note: one line that says how to read it.
        fields: the columns.
        rows: the cells, one per field.
        frozen: columns that stay when scrolling sideways.
        scales: the worst and the best value of each row, where rows differ; empty where columns do, or none.
    """

    key: str
    name: str
    title: str
    note: str
    fields: Sequence[Field]
    rows: Sequence[Sequence[object]]
    frozen: int = 1
    scales: Sequence[Scale] = ()

    def colour_scale(self, row: int, column: int) -> Scale | None:
        """Return the worst and the best value by which a cell is coloured; None where it is that of the workbook."""
        return self.scales[row] if self.scales else self.fields[column].scale


@dataclass
class AnalysisWorkbook:
    """An XlsxWriter workbook with the marking and the formats that all its sheets share.

    Attributes:
        workbook: the XlsxWriter workbook.
        content: what it is written into.
        marking: printed above every table and in the head of every page.
        scale: the worst and the best value of the questionnaire's scale; the best may be the smaller one.
        digits: decimals of scores and changes.
        removed: characters taken out of cells because no sheet can hold them.
    """

    workbook: Any
    content: io.BytesIO
    marking: str
    scale: Scale
    digits: int
    removed: int = 0
    names: list[str] = field(default_factory=list)
    _formats: dict[str, Any] = field(default_factory=dict)

    def finished(self) -> bytes:
        """Close the workbook and return the file."""
        self.workbook.close()
        return self.content.getvalue()

    def add(self, sheet: TableSheet) -> Any:
        """Write a sheet with its table; return the XlsxWriter worksheet."""
        page = self.page(sheet.name, landscape=True)
        self.text(page, 0, 0, sheet.title, "title")
        self.text(page, 1, 0, self.marking, "marking")
        self.text(page, 2, 0, sheet.note, "note")
        page.set_row(0, TITLE_HEIGHT)
        rows = sheet.rows or [["–"] + [""] * (len(sheet.fields) - 1)]
        for number, row in enumerate(rows, start=TOP + 1):
            lines = 1
            for column, (cell, one) in enumerate(zip(row, sheet.fields, strict=True)):
                self.cell(page, number, column, cell, one.style)
                if one.style == "long":
                    lines = max(lines, line_count(str(cell), one.width or WIDTHS["long"]))
            set_height(page, number, lines)
        self._table(page, sheet, TOP + len(rows))
        self._widths(page, sheet)
        page.freeze_panes(TOP + 1, sheet.frozen)
        page.repeat_rows(0, TOP)
        return page

    def page(self, name: str, *, landscape: bool) -> Any:
        """Add an empty sheet, A4 and as wide as one page, with the marking in the head of the page."""
        tab = sheet_name(name, self.names)
        self.names.append(tab)
        page = self.workbook.add_worksheet(tab)
        if landscape:
            page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
        page.set_header(f"&L&8{_in_header(self.marking, 180)}&R&8{_in_header(tab, 40)}")
        page.set_footer("&R&8&P / &N")
        page.hide_gridlines(2)
        return page

    def cell(self, page: Any, row: int, column: int, cell: object, style: Style) -> None:
        """Write a number as a number, a truth as itself, everything else as text."""
        if isinstance(cell, bool):
            page.write_boolean(row, column, cell, self.format(style))
        elif isinstance(cell, datetime.date):
            page.write_datetime(row, column, cell, self.format("date"))
        elif isinstance(cell, int | float) and cell == cell:  # NaN differs from itself: an empty cell
            page.write_number(row, column, cell, self.format(style))
        elif isinstance(cell, str) and cell:
            self.text(page, row, column, cell, style if style in ("text", "long") else f"{style}-sign")
        else:
            page.write_blank(row, column, None, self.format(style))

    def text(self, page: Any, row: int, column: int, text: str, look: str) -> None:
        """Write text as text, never as a formula or a link; without control characters, cut at Excel's limit."""
        page.write_string(row, column, self.clean(text), self.format(look))

    def clean(self, text: str) -> str:
        """Return a text as a cell can hold it; what was taken out is counted."""
        cleaned = without_control(text)
        self.removed += len(text) - len(cleaned)
        return cleaned if len(cleaned) <= CELL_LIMIT else cleaned[: CELL_LIMIT - 1] + "…"

    def format(self, look: str) -> Any:
        """Return the format of a style."""
        if look not in self._formats:
            self._formats[look] = self.workbook.add_format(self._properties(look))
        return self._formats[look]

    def _properties(self, look: str) -> dict[str, object]:
        places = "0." + "0" * self.digits
        numbers = {
            "score": places,
            "change": f"+{places};-{places};{places}",
            "share": "0 %",
            "count": "0",
            "date": "yyyy-mm-dd",
        }
        base: dict[str, object] = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
        special: dict[str, dict[str, object]] = {
            "title": {"bold": True, "font_size": 14, "font_color": ACCENT},
            "marking": {"bold": True, "font_color": WARNING},
            "note": {"italic": True},
            "heading": {"bold": True, "bg_color": ACCENT, "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"},
            "heading-number": {
                "bold": True,
                "bg_color": ACCENT,
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "align": "right",
            },
            "label": {"bold": True, "text_wrap": True, "bg_color": PALE},
            "long": {"text_wrap": True, "indent": 1},
        }
        if look.endswith("-sign"):
            return {**base, "align": "right", "italic": True}
        return {**base, **special.get(look, {"num_format": numbers[look]} if look in numbers else {})}

    def _table(self, page: Any, sheet: TableSheet, last: int) -> None:
        headings = unique([self.clean(one.heading) for one in sheet.fields])
        page.add_table(
            TOP,
            0,
            last,
            len(headings) - 1,
            {
                "name": f"oca_{sheet.key}",
                "style": "Table Style Light 1",
                "columns": [
                    {"header": one, "header_format": self.format(_heading_look(column.style))}
                    for one, column in zip(headings, sheet.fields, strict=True)
                ],
            },
        )
        tab = page.get_name().replace("'", "''")
        end = letters(len(headings))
        self.workbook.define_name(f"data_{sheet.key}", f"='{tab}'!$A${TOP + 2}:${end}${last + 1}")
        for column, one in enumerate(sheet.fields):
            for top, bottom in ranges(sheet) if one.coloured else ():
                scale = sheet.colour_scale(top, column) or self.scale
                page.conditional_format(TOP + 1 + top, column, TOP + 1 + bottom, column, self._colours(scale))

    def _colours(self, scale: Scale) -> dict[str, object]:
        (low, first), (high, last) = sorted(zip(scale, (WORST, BEST), strict=True))
        return {
            "type": "3_color_scale",
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": low,
            "mid_value": (low + high) / 2,
            "max_value": high,
            "min_color": first,
            "mid_color": MIDDLE,
            "max_color": last,
        }

    def _widths(self, page: Any, sheet: TableSheet) -> None:
        lines = 1
        for column, one in enumerate(sheet.fields):
            width = one.width or WIDTHS[one.style]
            page.set_column(column, column, width)
            lines = max(lines, -(-(len(one.heading) + 3) // width))
        page.set_row(TOP, 15 * min(lines, 6))


def open_book(day: datetime.date, properties: dict[str, str], **book: Any) -> AnalysisWorkbook:
    """Begin a workbook in memory; its day of making is that of the data, so that the same input gives the same bytes.

    Args:
        day: the day that the data speak of.
        properties: title, subject and so on of the document.
        book: marking, scale and digits of the Book.
    """
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, options)
    created = datetime.datetime(day.year, day.month, day.day)
    workbook.set_properties({**properties, "created": created})
    return AnalysisWorkbook(workbook, content, **book)


def ranges(sheet: TableSheet) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of the rows that have one scale of colours."""
    start = 0
    for nth in range(1, len(sheet.rows) + 1):
        if nth == len(sheet.rows) or (sheet.scales and sheet.scales[nth] != sheet.scales[start]):
            yield start, nth - 1
            start = nth


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """Return a valid name of a sheet: 31 characters, without signs that Excel refuses, not taken yet."""
    used = {one.casefold() for one in taken} | {"history"}
    base = re.sub(r"[\[\]:*?/\\]", " ", without_control(wanted)).strip(" '")[:31].strip(" '") or "Sheet"
    name, number = base, 2
    while name.casefold() in used:
        tail = f" {number}"
        name, number = base[: 31 - len(tail)] + tail, number + 1
    return name


def unique(headings: Sequence[str]) -> list[str]:
    """Return headings of which no two are alike, as a table of Excel demands."""
    found: list[str] = []
    for heading in headings:
        name, number = heading or "–", 2
        while name.casefold() in {one.casefold() for one in found}:
            name, number = f"{heading} ({number})", number + 1
        found.append(name)
    return found


def line_count(text: str, width: int) -> int:
    """Return how many lines a wrapped text takes in a column of a width; rather one too many."""
    return sum(max(1, math.ceil(len(line) / (1.1 * width))) for line in text.split("\n"))


def set_height(page: Any, row: int, lines: int) -> None:
    """Set a row's height where it has more than one line: not every program finds the height by itself."""
    if lines > 1:
        page.set_row(row, min(2 + 13 * lines, 400))


def _heading_look(style: Style) -> str:
    return "heading" if style in ("text", "long") else "heading-number"


def _in_header(text: str, limit: int) -> str:
    return without_control(text)[:limit].replace("&", "&&")
