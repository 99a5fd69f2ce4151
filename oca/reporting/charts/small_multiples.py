"""Small multiples: one panel for each series over the periods, all on one scale, with gaps where there is no score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from oca.reporting.charts.geometry import (
    Axis,
    Label,
    Point,
    Tick,
    label_lines,
    period_ticks,
    round_dots,
    scale_ticks,
    upright_line,
)


@dataclass(frozen=True)
class Panel:
    """One small chart among several.

    Attributes:
        x: left edge of the panel in the whole chart.
        y: upper edge of the panel.
        title: what it shows.
        last: the score of the last period in words; empty without one.
        last_at: where it stands; None without one.
        points: every score, in the order of the periods.
        dots: path of all of them as round dots.
        labels: the score at each point, where the series says them.
        line: path through neighbouring periods that both have a score; a gap has no line. Empty without any.
    """

    x: float
    y: float
    title: str
    last: str
    last_at: Point | None
    points: tuple[Point, ...]
    dots: str
    labels: tuple[Label, ...]
    line: str


@dataclass(frozen=True)
class SmallMultiples:
    """Several small charts with one scale; positions inside a panel count from the panel's own corner.

    Attributes:
        width: of the whole chart, in points.
        height: of the whole chart.
        grid: path of the lines of the scale in a panel.
        breaks: path of the lines where the questionnaire changed, between two periods; empty without any.
        labels_at: the height of the periods' labels.
        levels: the levels of the scale.
        periods: where each period stands, with its label.
        steps: between two periods, what is said of the step from one to the other; empty texts are left out.
        panels: the charts, row by row.
    """

    width: float
    height: float
    grid: str
    breaks: str
    labels_at: float
    levels: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    steps: tuple[Tick, ...]
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class ScoreLine:
    """The scores of one element over the periods, None where there is none; `labels` say each at its point."""

    title: str
    scores: tuple[float | None, ...]
    last: str
    labels: tuple[str, ...] = ()


def small_multiples(
    series: Sequence[ScoreLine],
    levels: Sequence[float],
    periods: Sequence[str],
    breaks: Sequence[int],
    *,
    steps: Sequence[str] = (),
    width: float = 482,
    columns: int = 0,
    panel_height: float = 88,
) -> SmallMultiples:
    """Lay out one panel for each series.

    Args:
        series: what is shown, in the order of reading.
        levels: the values of the levels, from the least good to the best.
        periods: short labels of the periods.
        breaks: positions of the periods from which on another version of the questionnaire was used.
        steps: what is said of each step from a period to the next; empty where nothing is.
        width: of the whole chart, in points.
        columns: panels in a row; 0 takes as many as leave the fewest places empty, three to five.
        panel_height: height of a panel.
    """
    columns = columns or _columns(len(series))
    gutter = 16.0 if columns < 4 else 10.0
    panel_width = round((width - (columns - 1) * gutter) / columns, 2)
    up = Axis(levels[0], levels[-1], panel_height - 18, 29 if any(one.labels for one in series) else 20)
    along = Axis(0, max(len(periods) - 1, 1), 16, panel_width - 18)
    at = [along.at(i) if len(periods) > 1 else along.at(0.5) for i in range(len(periods))]
    corners = [
        Point(round(i % columns * (panel_width + gutter), 2), i // columns * panel_height) for i in range(len(series))
    ]
    panels = tuple(_panel(one, corner, up, at, panel_width) for one, corner in zip(series, corners, strict=True))
    middles = [(one + two) / 2 for one, two in pairwise(at)]
    return SmallMultiples(
        width=width,
        height=(corners[-1].y if corners else 0) + panel_height,
        grid="".join(f"M8 {up.at(level):g}H{panel_width - 8:g}" for level in levels),
        breaks="".join(upright_line((at[i - 1] + at[i]) / 2, up.end - 3, up.start + 2) for i in breaks),
        labels_at=up.start + 10,
        levels=scale_ticks(up, levels),
        periods=period_ticks(at, periods, 24),
        steps=tuple(Tick(round(x, 2), step) for x, step in zip(middles, steps, strict=False) if step),
        panels=panels,
    )


def _columns(panels: int) -> int:
    """Return how many panels stand in a row: as few empty places as can be, and of equals the wider panels."""
    return min((3, 4, 5), key=lambda columns: (-panels % columns, columns)) if panels > 2 else max(panels, 1)


def _panel(series: ScoreLine, corner: Point, up: Axis, at: Sequence[float], width: float) -> Panel:
    placed = [None if score is None else Point(x, up.at(score)) for x, score in zip(at, series.scores, strict=True)]
    points = tuple(point for point in placed if point is not None)
    steps = [(one, two) for one, two in pairwise(placed) if one is not None and two is not None]
    line = "".join(f"M{one.x:g} {one.y:g}L{two.x:g} {two.y:g}" for one, two in steps)
    labels = tuple(
        Label(point.x, round(point.y - 6, 2), "middle", (text,))
        for point, text in zip(placed, series.labels, strict=False)
        if point is not None
    )
    (title,) = label_lines(series.title, int(width / 4.6), 1) or ("",)
    return Panel(corner.x, corner.y, title, series.last, placed[-1], points, round_dots(points, 2.2), labels, line)
