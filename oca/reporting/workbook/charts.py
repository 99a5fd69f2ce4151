"""Native charts of the cohort, under the table of the summary; each says in its alternative text what it shows."""

from __future__ import annotations

from typing import Any

from oca.analysis.comparison import COHORT
from oca.reporting.workbook.book import ACCENT, BEST, INK, TOP, WORST, Book, Sheet
from oca.reporting.workbook.release import Release

EARLIER, UNCLEAR = "#B9C4C9", "#DDE3E5"

SIZE = {"width": 620, "height": 420}


def draw(book: Book, page: Any, sheet: Sheet, release: Release) -> None:
    """Place the charts under the summary: profile of dimensions, change, and the overall score by period."""
    tab, below = page.get_name(), TOP + len(sheet.rows) + 2
    chart, what = profile(book, tab, release)
    page.insert_chart(below, 0, chart, {"description": what, "object_position": 2})
    drawn = change(book, tab, release)
    if drawn:
        page.insert_chart(below, 5, drawn[0], {"description": drawn[1], "object_position": 2})
    drawn = course(book, tab, release)
    if drawn:
        page.insert_chart(below + 22, 0, drawn[0], {"description": drawn[1], "object_position": 2})


def profile(book: Book, tab: str, release: Release) -> tuple[Any, str]:
    """Draw the mean of each dimension in the latest period, beside the first one of the same score type."""
    t = release.words.text
    chart = book.workbook.add_chart({"type": "bar"})
    shown = list(dict.fromkeys([release.baseline, release.latest]))
    for period in shown:
        fill = BEST if period == release.latest else EARLIER
        series = _series(tab, release, 1 + release.periods.index(period), ACCENT if fill == BEST else fill)
        chart.add_series({**series, "gap": 60})
    labels = [release.period_label(period) for period in shown]
    chart.set_title(_title(t("Mean score by dimension: {periods}", periods=release.words.join(labels))))
    lines = {"visible": True, "line": {"color": UNCLEAR}}
    chart.set_x_axis({**_scale(book), "num_format": "0", "num_font": _font(), "label_position": "high",
                      "major_gridlines": lines})  # fmt: skip
    _finish(chart)
    means = [f"{release.element_label(e[1])} {_said(release, release.value(COHORT, release.latest, e, 'mean'))}"
             for e in release.elements]  # fmt: skip
    what = t("Bar chart of the mean score of all organizations by dimension. {period}: {means}.",
             period=labels[-1], means="; ".join(means))  # fmt: skip
    return chart, what


def change(book: Book, tab: str, release: Release) -> tuple[Any, str] | None:
    """Draw how many organizations improved, did not change clearly and declined; None where a number is not there."""
    t = release.words.text
    verdicts = ("share_improved", "share_no_clear_change", "share_declined")
    cells = [release.value(COHORT, release.latest, e, one) for e in release.elements for one in verdicts]
    if any(isinstance(cell, str) for cell in cells):
        return None
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    first = 2 + 2 * len(release.periods)
    for offset, colour in enumerate((ACCENT, UNCLEAR, WORST)):
        chart.add_series({**_series(tab, release, first + offset, colour), "gap": 40})
    chart.set_title(_title(t("Organizations by change since baseline, {period}",
                             period=release.period_label(release.latest))))  # fmt: skip
    chart.set_x_axis({"min": 0, "num_format": "0", "num_font": _font(), "label_position": "high",
                      "major_gridlines": {"visible": False}})  # fmt: skip
    _finish(chart)
    what = t("Stacked bar chart by dimension: how many organizations improved, show no clear change, or declined since "
             "their baseline. The numbers stand in the table above.")  # fmt: skip
    return chart, what


def course(book: Book, tab: str, release: Release) -> tuple[Any, str] | None:
    """Draw the overall mean over the periods; None where there are fewer than two, or one has none."""
    t = release.words.text
    overall = ("overall", "overall")
    cells = [release.value(COHORT, period, overall, "mean") for period in release.periods]
    if len(cells) < 2 or any(isinstance(cell, str) for cell in cells):
        return None
    chart = book.workbook.add_chart({"type": "line"})
    last, row = len(cells), TOP + 1
    chart.add_series({
        "name": [tab, row, 0],
        "categories": [tab, TOP, 1, TOP, last],
        "values": [tab, row, 1, row, last],
        "line": {"color": ACCENT, "width": 2.25},
        "marker": {"type": "circle", "size": 7, "fill": {"color": ACCENT}, "border": {"color": ACCENT}},
        "data_labels": {"value": True, "position": "above", "num_format": "0." + "0" * book.digits, "font": _font()},
    })  # fmt: skip
    chart.set_title(_title(t("Overall mean by period")))
    chart.set_y_axis({**_scale(book), "num_format": "0", "num_font": _font(),
                      "major_gridlines": {"visible": True, "line": {"color": UNCLEAR}}})  # fmt: skip
    chart.set_x_axis({"num_font": _font()})
    chart.set_legend({"none": True})
    chart.set_size({"width": 620, "height": 300})
    said = [f"{release.period_label(p)} {_said(release, c)}" for p, c in zip(release.periods, cells, strict=True)]
    return chart, t("Line chart of the overall mean of all organizations: {means}.", means="; ".join(said))


def _series(tab: str, release: Release, column: int, colour: str) -> dict[str, Any]:
    """Return a series over the dimensions; the overall score, in the first row, stands out of these charts."""
    first, last = TOP + 2, TOP + len(release.elements)
    return {
        "name": [tab, TOP, column],
        "categories": [tab, first, 0, last, 0],
        "values": [tab, first, column, last, column],
        "fill": {"color": colour},
        "border": {"none": True},
    }


def _scale(book: Book) -> dict[str, Any]:
    """Return the axis of the questionnaire's scale, from the worst to the best whichever number is larger."""
    worst, best = book.scale
    axis = {"min": min(worst, best), "max": max(worst, best), "major_unit": 1}
    return axis if worst < best else {**axis, "reverse": True, "crossing": "max"}


def _finish(chart: Any) -> None:
    """Set what both bar charts share: first dimension on top, legend below, one size."""
    chart.set_y_axis({"reverse": True, "num_font": _font(), "line": {"color": EARLIER}})
    chart.set_legend({"position": "bottom", "font": _font()})
    chart.set_size(SIZE)


def _title(text: str) -> dict[str, Any]:
    return {"name": text, "name_font": {"size": 12, "bold": True, "color": ACCENT}, "overlay": False}


def _font() -> dict[str, Any]:
    return {"size": 9, "color": INK}


def _said(release: Release, cell: object) -> str:
    return release.words.number(cell, 1) if isinstance(cell, int | float) else str(cell)
