"""How the fill-in workbook looks, and how its pages print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ANSWER_LETTER = "C"

_INK, _PALE, _OPEN = "1F3A4D", "E8EEF2", "FFF8E1"


def _font(**look: Any) -> Font:
    return Font(name="Calibri", **look)


_WRAP = Alignment(wrap_text=True, vertical="top")
CENTRE = Alignment(horizontal="center", vertical="center")
_LINE = Side(style="thin", color="B8C4CC")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

Look = Mapping[str, Any]
TITLE: Look = {"font": _font(size=15, bold=True, color=_INK), "alignment": Alignment(vertical="center")}
LABEL: Look = {"font": _font(bold=True, color=_INK), "alignment": _WRAP}
NOTE: Look = {"font": _font(italic=True, color="5A6B75"), "alignment": Alignment(vertical="center")}
TEXT: Look = {"alignment": _WRAP, "border": _BOX}
HEADING: Look = {
    "font": _font(bold=True, color=_INK),
    "fill": PatternFill("solid", fgColor=_PALE),
    "alignment": Alignment(wrap_text=True, vertical="center"),
    "border": _BOX,
}
_UNLOCKED = Protection(locked=False)
INPUT: Look = {
    "fill": PatternFill("solid", fgColor=_OPEN),
    "alignment": _WRAP,
    "border": _BOX,
    "protection": _UNLOCKED,
}
ANSWER: Look = {**INPUT, "alignment": CENTRE, "font": _font(size=14, bold=True, color=_INK)}


def start_page(sheet: Worksheet) -> None:
    """Set the widths, protection and page of the first sheet."""
    for letter, width in zip("BCDEF", (44, 30, 14, 16, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.fitToHeight = 1
    _finish(sheet)


def dimension_page(sheet: Worksheet, levels: int) -> None:
    """Set the widths, protection and page of a dimension's sheet: machine names hidden, headings frozen."""
    widths = [36, 10, *[28] * levels, 26, 22]
    for number, width in enumerate(widths, start=2):
        sheet.column_dimensions[chr(64 + number)].width = width
    sheet.row_dimensions[1].hidden = True
    sheet.row_dimensions[2].height = 28
    sheet.row_dimensions[3].height = 30
    sheet.freeze_panes = "D4"
    sheet.print_title_rows = "2:3"
    sheet.page_setup.fitToHeight = 0
    _finish(sheet)


def _finish(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].hidden = True
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False
    sheet.oddFooter.center.text = "&P / &N"
