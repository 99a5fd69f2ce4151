"""Native charts on a sheet of their own, from cells of the tables; each says in its alternative text what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from oca.comparison.groups import COHORT
from oca.reporting.comparison.groups import VERDICTS
from oca.reporting.comparison.view import Release
from oca.spreadsheet.analysis_workbook import ACCENT, INK, TOP, WORST, AnalysisWorkbook, Scale
from oca.spreadsheet.safe_text import without_control

EARLIER, UNCLEAR = "#B9C4C9", "#DDE3E5"

WIDTH, SMALL = 960, 320
"""Of a chart over the whole sheet, and of one of three side by side, in pixels."""

ROW = 20
"""Height of a row, in pixels."""

MOST = 24
"""So many groups have a chart of their own at most."""

Drawn = tuple[Any, str]
"""A chart, and its alternative text."""


@dataclass(frozen=True)
class ChartTables:
    """The tables that charts are drawn from, as they stand in the workbook.

    Attributes:
        summary: name on the tab of the sheet Summary.
        groups: the same of the sheet Groups.
        verdicts: column of the summary, from 0, from which on the numbers by verdict stand.
    """

    summary: str
    groups: str
    verdicts: int


def draw(book: AnalysisWorkbook, page: Any, release: Release, source: ChartTables) -> None:
    """Place the charts: profile, change, each dimension by period, each group beside the cohort."""
    t = release.text
    book.text(page, 0, 0, t("Charts"), "title")
    book.text(page, 1, 0, book.marking, "marking")
    note = t("Drawn from Summary and Groups. A group has a chart when none of its values is hidden or missing.")
    book.text(page, 2, 0, note, "note")
    page.set_default_row(15)
    height = 120 + 34 * len(release.elements)
    wide = [one for one in (profile(book, source, release), change(book, source, release)) if one]
    blocks = [
        (wide, WIDTH, height),
        (list(courses(book, source, release)), SMALL, 220),
        (list(profiles(book, source, release)), SMALL, 90 + 24 * len(release.elements)),
    ]
    row, breaks = TOP + 1, []
    for drawn, width, height in blocks:
        row = _place(book, page, drawn, row, width, height)
        breaks.append(row)
    page.set_h_pagebreaks(breaks[:-1])


def _place(book: AnalysisWorkbook, page: Any, drawn: Sequence[Drawn], row: int, width: int, height: int) -> int:
    """Place charts of one size beside and below each other; return the row under them."""
    across, rows = WIDTH // width, -(-height // ROW) + 1
    for nth, (chart, what) in enumerate(drawn):
        chart.set_size({"width": width, "height": height})
        place = {"x_offset": nth % across * width, "object_position": 2, "description": book.clean(what)}
        page.insert_chart(row + nth // across * rows, 0, chart, place)
    return row + -(-len(drawn) // across) * rows


def profile(book: AnalysisWorkbook, source: ChartTables, release: Release) -> Drawn:
    """Draw the mean of each dimension in the latest period, beside the first one that may stand beside it."""
    t = release.text
    chart = book.workbook.add_chart({"type": "bar"})
    shown = list(dict.fromkeys([release.course[0], release.latest]))
    for period in shown:
        colour = ACCENT if period == release.latest else EARLIER
        chart.add_series({**_series(source, release, 1 + release.periods.index(period), colour), "gap": 60})
    labels = [release.period_label(period) for period in shown]
    chart.set_title(_title(t("Mean score by dimension: {periods}", periods=release.words.join(labels))))
    _bars(chart, _axis(release, _dimensions(release)))
    what = t(
        "Bar chart of the mean score of all organizations by dimension. {period}: {means}.",
        period=labels[-1],
        means=_means(release, COHORT, _dimensions(release)),
    )
    return chart, what


def change(book: AnalysisWorkbook, source: ChartTables, release: Release) -> Drawn | None:
    """Draw how many organizations improved, did not change clearly and declined; None where a number is not there."""
    t = release.text
    shares = [
        release.value(COHORT, release.latest, one, f"share_{v}") for one in _dimensions(release) for v in VERDICTS
    ]
    if any(isinstance(share, str) for share in shares):
        return None
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for offset, colour in enumerate((ACCENT, UNCLEAR, WORST)):
        chart.add_series({**_series(source, release, source.verdicts + offset, colour), "gap": 40})
    chart.set_title(
        _title(t("Organizations by change since baseline, {period}", period=release.period_label(release.latest)))
    )
    _bars(chart, {"min": 0})
    what = t(
        "Stacked bar chart by dimension: how many organizations improved, show no clear change, or declined since "
        "their baseline. The numbers stand on the sheet Summary."
    )
    return chart, what


def courses(book: AnalysisWorkbook, source: ChartTables, release: Release) -> Iterator[Drawn]:
    """Draw the mean of all organizations by period: one chart for overall and for each dimension with two values."""
    for nth, element in enumerate(release.elements):
        shown = _run(release, element)
        if len(shown) < 2:
            continue
        row, first = TOP + 1 + nth, 1 + release.periods.index(shown[0])
        last = first + len(shown) - 1
        chart = book.workbook.add_chart({"type": "line"})
        chart.add_series(
            {
                "name": [source.summary, row, 0],
                "categories": [source.summary, TOP, first, TOP, last],
                "values": [source.summary, row, first, row, last],
                "line": {"color": ACCENT, "width": 2.25},
                "marker": {"type": "circle", "size": 6, "fill": {"color": ACCENT}, "border": {"color": ACCENT}},
                "data_labels": {
                    "value": True,
                    "position": "above",
                    "num_format": "0." + "0" * book.digits,
                    "font": _font(8),
                },
            }
        )
        chart.set_title(_title(release.element_label(element[1], short=True), 10))
        chart.set_y_axis(
            {
                **_axis(release, [element]),
                "num_format": "0",
                "num_font": _font(8),
                "major_gridlines": {"visible": True, "line": {"color": UNCLEAR}},
            }
        )
        chart.set_x_axis({"num_font": _font(8)})
        chart.set_legend({"none": True})
        said = [f"{release.period_label(p)} {_said(release, release.value(COHORT, p, element, 'mean'))}" for p in shown]
        what = release.text(
            "Line chart of the mean of all organizations, {title}: {means}.",
            title=release.element_label(element[1]),
            means="; ".join(said),
        )
        yield chart, what


def profiles(book: AnalysisWorkbook, source: ChartTables, release: Release) -> Iterator[Drawn]:
    """Draw the dimensions of each group beside those of the cohort; none of a group with a value that is not there."""
    elements = _dimensions(release)
    first, last = 4, 3 + len(elements)
    for nth, group in enumerate(release.groups[:MOST], start=2):
        if any(isinstance(release.value(group, release.latest, one, "mean"), str) for one in elements):
            continue
        chart = book.workbook.add_chart({"type": "bar"})
        for row, colour in ((TOP + 1, EARLIER), (TOP + nth, ACCENT)):
            chart.add_series(
                {
                    "name": [source.groups, row, 0],
                    "categories": [source.groups, TOP, first, TOP, last],
                    "values": [source.groups, row, first, row, last],
                    "fill": {"color": colour},
                    "border": {"none": True},
                    "gap": 40,
                }
            )
        chart.set_title(_title(release.group_label(group), 10))
        _bars(chart, _axis(release, elements), size=8)
        what = release.text(
            "Bar chart of {group} beside the cohort, {period}: {means}.",
            group=release.group_label(group),
            period=release.period_label(release.latest),
            means=_means(release, group, elements),
        )
        yield chart, what


def _dimensions(release: Release) -> list[tuple[str, str]]:
    return [one for one in release.elements if one[0] == "dimension"]


def _run(release: Release, element: tuple[str, str]) -> list[str]:
    """Return the last periods in a row that may stand on one line and have a value."""
    found: list[str] = []
    for period in reversed(release.course):
        if isinstance(release.value(COHORT, period, element, "mean"), str):
            break
        found.insert(0, period)
    return found


def _series(source: ChartTables, release: Release, column: int, colour: str) -> dict[str, Any]:
    """Return a series over the dimensions; the overall score, in the first row, stands out of these charts."""
    first, last = TOP + 2, TOP + len(release.elements)
    return {
        "name": [source.summary, TOP, column],
        "categories": [source.summary, first, 0, last, 0],
        "values": [source.summary, first, column, last, column],
        "fill": {"color": colour},
        "border": {"none": True},
    }


def _axis(release: Release, elements: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the axis on which all the elements fit, from the worst to the best whichever number is larger."""
    ends: list[Scale] = [release.scale_of(one) for one in elements]
    numbers = [number for pair in ends for number in pair]
    axis: dict[str, Any] = {"min": min(numbers), "max": max(numbers)}
    if release.unit == "levels":
        axis["major_unit"] = 1
    return axis if ends[0][0] < ends[0][1] else {**axis, "reverse": True, "crossing": "max"}


def _bars(chart: Any, axis: dict[str, Any], *, size: int = 9) -> None:
    """Set what bar charts share: the scale beneath, the first dimension on top, the legend below."""
    lines = {"visible": True, "line": {"color": UNCLEAR}}
    chart.set_x_axis(
        {**axis, "num_format": "0", "num_font": _font(size), "label_position": "high", "major_gridlines": lines}
    )
    chart.set_y_axis({"reverse": True, "num_font": _font(size), "line": {"color": EARLIER}, "interval_unit": 1})
    chart.set_legend({"position": "bottom", "font": _font(size)})


def _means(release: Release, group: str, elements: Sequence[tuple[str, str]]) -> str:
    return "; ".join(
        f"{release.element_label(one[1])} {_said(release, release.value(group, release.latest, one, 'mean'))}"
        for one in elements
    )


def _title(text: str, size: int = 12) -> dict[str, Any]:
    written = without_control(text)
    plain = f" {written}" if written.startswith("=") else written  # what begins with = would be a reference to a cell
    return {"name": plain, "name_font": {"size": size, "bold": True, "color": ACCENT}, "overlay": False}


def _font(size: int = 9) -> dict[str, Any]:
    return {"size": size, "color": INK}


def _said(release: Release, cell: object) -> str:
    return release.words.number(cell, 1) if isinstance(cell, int | float) else str(cell)
