"""How the fill-in workbook looks: colours, fonts, borders, pages, and the height that a wrapped text needs."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

INK, ACCENT, GREY = "1F3B4D", "2A6F7F", "56636B"
_LINE, _PAPER, _YELLOW = "C9D3D8", "F4F7F8", "FFF8E1"
CHOSEN, ASKED = "BFE3D6", "F8D3A5"

FAMILY = "Calibri"
SIZE, SMALL = 9.5, 8.5

_LEVEL_TINTS = ("DCE9EC", "C3DADF", "A9CBD3", "8FBCC6")
"""Behind the names of the levels, the least good first: one hue that deepens, so that it also reads in grey."""

_THIN = Side(style="thin", color=_LINE)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TOP = Alignment(wrap_text=True, vertical="top")
_MIDDLE = Alignment(wrap_text=True, vertical="center")
_CENTRE = Alignment(wrap_text=True, horizontal="center", vertical="center")
_TEXT = Alignment(wrap_text=True, horizontal="left", vertical="top", indent=1)
_INDENTED = Alignment(wrap_text=True, horizontal="left", vertical="center", indent=1)


def font(size: float = SIZE, *, bold: bool = False, colour: str = INK, underlined: bool = False) -> Font:
    """Return a font of the form."""
    return Font(name=FAMILY, size=size, bold=bold, color=colour, underline="single" if underlined else None)


def fill(colour: str) -> PatternFill:
    """Return a plain fill; conditional formats take their colour from its background, cells from its foreground."""
    return PatternFill("solid", fgColor=colour, bgColor=colour)


_INPUT = {"fill": fill(_YELLOW), "border": _BOX, "protection": Protection(locked=False)}

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font": font(18, bold=True, colour=ACCENT), "alignment": _MIDDLE},
    "section": {"font": font(12, bold=True, colour=ACCENT), "alignment": Alignment(vertical="bottom")},
    "label": {"font": font(10, bold=True), "alignment": _MIDDLE},
    "fact": {"font": font(10), "alignment": _INDENTED},
    "plain": {"font": font(10), "alignment": _TOP},
    "note": {"font": font(SIZE, colour=GREY), "alignment": _TOP},
    "notice": {"font": font(10, bold=True, colour="9A3412"), "alignment": _MIDDLE},
    "heading": {"font": font(SIZE, bold=True), "fill": fill("E4EBEE"), "alignment": _CENTRE, "border": _BOX},
    "total": {"font": font(SIZE, bold=True), "fill": fill("E4EBEE"), "alignment": _INDENTED, "border": _BOX},
    "number": {"font": font(10), "alignment": _CENTRE, "border": _BOX},
    "mean": {"font": font(10), "alignment": _CENTRE, "border": _BOX, "number_format": "0.0"},
    "link": {"font": font(10, colour=ACCENT, underlined=True), "alignment": _INDENTED, "border": _BOX},
    "legend": {"font": font(SIZE), "alignment": _INDENTED, "border": _BOX},
    "text": {"font": font(SIZE), "alignment": _TEXT, "border": _BOX},
    "guidance": {"font": font(SMALL, colour=GREY), "fill": fill(_PAPER), "alignment": _TEXT, "border": _BOX},
    "previous": {"font": font(10, colour=GREY), "fill": fill(_PAPER), "alignment": _CENTRE, "border": _BOX},
    "input": {**_INPUT, "font": font(10), "alignment": _TEXT},
    "field": {**_INPUT, "font": font(10), "alignment": _INDENTED},
    "date": {**_INPUT, "font": font(10), "alignment": _INDENTED, "number_format": "yyyy-mm-dd"},
    "answer": {**_INPUT, "font": font(13, bold=True), "alignment": _CENTRE},
    "state": {**_INPUT, "font": font(10, bold=True), "alignment": _CENTRE},
}
"""Each look by its name; Excel shows them among the cell styles as "oca title" and so on."""


def register(book: Workbook, levels: int) -> None:
    """Make every look known to a workbook; a named style costs a hundredth of setting font, fill and border apiece."""
    heading = _LOOKS["heading"]
    tints = {
        f"level {place}": {**heading, "font": font(10, bold=True), "fill": fill(_tint(place, levels))}
        for place in range(levels)
    }
    for name, look in {**_LOOKS, **tints}.items():
        book.add_named_style(NamedStyle(name=f"oca {name}", **look))


def _tint(place: int, count: int) -> str:
    """Return the tint of a level by its place: one of the four, or between two of them where there are more levels."""
    at = place * (len(_LEVEL_TINTS) - 1) / max(count - 1, 1)
    below, above = (_LEVEL_TINTS[math.floor(at)], _LEVEL_TINTS[math.ceil(at)])
    parts = ((int(below[i : i + 2], 16), int(above[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(low + (high - low) * (at % 1)):02X}" for low, high in parts)


def lines(text: str, width: float, size: float = SIZE) -> int:
    """Return how many lines a text takes in a column.

    Args:
        text: the text, with its own line breaks.
        width: the column's width in Excel's unit, digits of the standard font at 11 points.
        size: the font's size in points.

    Returns:
        An estimate on the safe side: a workbook cannot be asked, and a line too many beats a text cut off.
    """
    characters = max(4, math.floor((width - 1) * 11 / size * 1.1))
    return sum(max(1, len(textwrap.wrap(part, characters))) for part in text.split("\n"))


def height(line_count: int, size: float = SIZE) -> float:
    """Return the height in points of a row with so many lines; Excel's limit is 409."""
    return min(409.0, round(line_count * size * 1.27 + 6, 1))


def tint(sheet: Worksheet, cells: str, formula: str, colour: str) -> None:
    """Give cells a fill while a formula holds."""
    rule = Rule(type="expression", formula=[formula], dxf=DifferentialStyle(fill=fill(colour)))
    sheet.conditional_formatting.add(cells, rule)


def page(sheet: Worksheet, *, landscape: bool, footer: str) -> None:
    """Set the page and the protection of a sheet: A4, as wide as the paper, nothing but the input cells unlocked."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.45, 0.6, 0.3
    foot: Any = sheet.oddFooter
    foot.left.text, foot.right.text = footer.replace("&", "&&"), "&P / &N"
    foot.left.size = foot.right.size = 8
    sheet.column_dimensions["A"].hidden = True
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
