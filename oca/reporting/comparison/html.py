"""The release as one page for a browser: the summary tables in colour, the legend and the README; no scripts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from oca import content
from oca.disclosure.suppression import DIGITS
from oca.files import whole
from oca.reporting.comparison import about
from oca.reporting.comparison.groups import signs
from oca.reporting.comparison.sheets import sheets_of
from oca.reporting.comparison.view import Release
from oca.reporting.printing import render
from oca.reporting.printing.theme import VARIABLES
from oca.reporting.text.printable import printable
from oca.spreadsheet.analysis_workbook import Field, Scale, TableSheet, unique

TEMPLATE, STYLE = "comparison/page.html.j2", "comparison/page.css"

SHOWN = ("summary", "groups", "items", "indicators", "support", "plans")
"""The sheets that are on the page; the others are for those who calculate, and too long to read."""

STEPS = 8
"""The colours go from 0 for the worst value to this for the best."""


@dataclass(frozen=True)
class Heading:
    """A heading, and whether numbers stand below it."""

    text: str
    number: bool


@dataclass(frozen=True)
class PageCell:
    """A cell as it is printed, and the classes of its looks."""

    text: str
    looks: str = ""


@dataclass(frozen=True)
class PageTable:
    """A table of the page; its key is the anchor that the contents lead to."""

    key: str
    name: str
    title: str
    note: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[PageCell, ...], ...]


@dataclass(frozen=True)
class Step:
    """A colour of the legend with the value that it stands for."""

    heat: int
    label: str


@dataclass(frozen=True)
class ReadmeLine:
    """A line of the README."""

    label: str
    text: str


@dataclass(frozen=True)
class ComparisonPage:
    """What the template is given.

    Attributes:
        title: heading of the page.
        language: code of its language.
        marking: for whom it is, and whether the data are invented.
        signs: the legend of the signs that stand instead of numbers.
        steps: the legend of the colours, from the worst value to the best; empty where rows have scales of their own.
        tables: the tables.
        lines: the README.
    """

    title: str
    language: str
    marking: str
    signs: str
    steps: tuple[Step, ...]
    tables: tuple[PageTable, ...]
    lines: tuple[ReadmeLine, ...]


def write_page(release: Release, path: Path) -> None:
    """Write the page.

    Raises:
        UsageError: the file is open in another program.
    """
    roots = content.roots("report_templates", release.assessment.project.folder)
    sheets = [render.FONTS, VARIABLES, STYLE]
    made = render.fill(TEMPLATE, sheets, roots, release.language, whole=True, page=comparison_page(release))
    with whole(path) as part:
        part.write_text(made, encoding="utf-8")


def comparison_page(release: Release) -> ComparisonPage:
    """Return what is printed, worded and rounded."""
    worst, best = release.scale_of(("overall", "overall"))
    points = (0, STEPS // 2, STEPS) if release.unit != "points" else ()
    values = [(step, worst + (best - worst) * step / STEPS) for step in points]
    return ComparisonPage(
        title=printable(about.title(release)),
        language=release.language,
        marking=about.marking(release),
        signs=signs(release),
        steps=tuple(Step(step, release.words.number(value, 0 if value == int(value) else 1)) for step, value in values),
        tables=tuple(_table(release, sheet) for sheet in sheets_of(release) if sheet.key in SHOWN),
        lines=(*_readme(release), _elsewhere(release)),
    )


def _readme(release: Release) -> list[ReadmeLine]:
    return [
        ReadmeLine(printable(label), "\n".join(map(printable, text.split("\n"))))
        for label, text in about.lines(release)
    ]


def _elsewhere(release: Release) -> ReadmeLine:
    t = release.text
    return ReadmeLine(t("Sheets"), t("Sheets that are named here and are not on this page are in the workbook."))


def _table(release: Release, sheet: TableSheet) -> PageTable:
    if sheet.key == "summary":
        return _printed(release, *_with_counts(release, sheet))
    return _printed(release, sheet, [_row(release, sheet, nth, row) for nth, row in enumerate(sheet.rows)])


def _with_counts(release: Release, sheet: TableSheet) -> tuple[TableSheet, list[tuple[PageCell, ...]]]:
    """Return the summary with the number of organizations beside each mean, in the same cell: it is to fit on paper."""
    last = len(release.periods)
    shorter = replace(
        sheet,
        fields=[*sheet.fields[: last + 1], *sheet.fields[2 * last + 1 :]],
        note=f"{sheet.note} {release.text('In brackets: how many organizations.')}",
    )
    made = []
    for nth, row in enumerate(sheet.rows):
        first, *rest = _row(release, sheet, nth, row)
        means = [
            PageCell(f"{mean.text} ({count.text})", mean.looks)
            for mean, count in zip(rest[:last], rest[last : 2 * last], strict=True)
        ]
        made.append((first, *means, *rest[2 * last :]))
    return shorter, made


def _printed(release: Release, sheet: TableSheet, rows: Sequence[tuple[PageCell, ...]]) -> PageTable:
    """Return a table as it is printed; the legend of the signs stands once above all of them."""
    headings = unique([one.heading for one in sheet.fields])
    return PageTable(
        key=sheet.key,
        name=sheet.name,
        title=printable(sheet.title),
        note=printable(sheet.note.replace(signs(release), "")),
        headings=tuple(
            Heading(printable(heading), one.style not in ("text", "long"))
            for heading, one in zip(headings, sheet.fields, strict=True)
        ),
        rows=tuple(rows),
    )


def _row(release: Release, sheet: TableSheet, nth: int, row: Sequence[object]) -> tuple[PageCell, ...]:
    return tuple(
        PageCell(written(release, cell, one), _looks(cell, one, sheet.colour_scale(nth, column) or _usual(release)))
        for column, (cell, one) in enumerate(zip(row, sheet.fields, strict=True))
    )


def _usual(release: Release) -> Scale:
    return release.scale_of(("overall", "overall"))


def written(release: Release, cell: object, column: Field) -> str:
    """Return a cell as it is read: a number in the manner of the language, a sign as it is."""
    words, digits = release.words, 2 if release.internal else DIGITS
    if isinstance(cell, datetime.date):
        return words.date(cell)
    if not isinstance(cell, int | float):
        return printable(str(cell or ""))
    if cell != cell:  # NaN differs from itself
        return ""
    numbers = {"score": words.number(cell, digits), "change": words.signed(cell, digits), "share": words.percent(cell)}
    return numbers.get(column.style, f"{cell:g}")


def _looks(cell: object, column: Field, scale: Scale) -> str:
    if column.style in ("text", "long"):
        return "long" if column.style == "long" else ""
    if not isinstance(cell, int | float):
        return "number sign"
    if not column.coloured or cell != cell or scale[0] == scale[1]:
        return "number"
    along = (cell - scale[0]) / (scale[1] - scale[0])
    return f"number heat-{round(STEPS * min(max(along, 0), 1))}"
