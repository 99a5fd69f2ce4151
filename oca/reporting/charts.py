"""The geometry of charts: where everything stands, in points; the drawing is done by the templates.

Scales are fixed by the questionnaire (a scale from 1 to 4 needs no search for ticks), so every chart of every report
has the same axis and can be laid beside another. Lines and boxes that look alike are one SVG path, written here as the
value of its attribute `d`: each element of a drawing costs as much time as a line of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Axis:
    """A straight scale: the value `first` stands at `start`, `last` at `end`; either may be the smaller one."""

    first: float
    last: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands, to a hundredth of a point; a value off the scale stands at its end."""
        share = min(max((value - self.first) / (self.last - self.first), 0.0), 1.0)
        return round(self.start + share * (self.end - self.start), 2)


@dataclass(frozen=True)
class Tick:
    """A line of the scale with its label."""

    at: float
    label: str


MARK_WIDTH = 40
"""What the columns of the templates leave to a mark, in points."""


@dataclass(frozen=True)
class LevelMark:
    """A row of small boxes, one for each level of the scale, filled up to a score.

    Attributes:
        width: of the row, in points.
        height: of the row.
        boxes: path of all boxes.
        filled: path of what is filled of them; empty when nothing is.
    """

    width: float
    height: float
    boxes: str
    filled: str


def level_mark(
    score: float | None, levels: Sequence[float], *, step: float | None = None, gap: float = 1.5, height: float = 6
) -> LevelMark:
    """Return the mark of a score: the least good level fills the first box, 2.5 fills two boxes and a half.

    Args:
        score: a score on the scale; None leaves every box empty.
        levels: the values of the levels, from the least good to the best.
        step: width of a box in points; by default 8, and less where the levels are many.
        gap: space between boxes.
        height: height of a box.
    """
    step = step or min(8, round((MARK_WIDTH + gap) / len(levels) - gap, 2))
    shares = [0.0 if score is None else 1.0]
    for low, high in pairwise(levels):
        share = 0.0 if score is None else (score - low) / (high - low)
        shares.append(min(max(share, 0.0), 1.0))
    left = [i * (step + gap) for i in range(len(levels))]
    return LevelMark(
        width=round(len(levels) * (step + gap) - gap, 2),
        height=height,
        boxes="".join(_box(x, step, height) for x in left),
        filled="".join(_box(x, share * step, height) for x, share in zip(left, shares, strict=True) if share),
    )


@dataclass(frozen=True)
class Strip:
    """One row of a dot plot.

    Attributes:
        width: of the strip, in points.
        height: of the strip.
        middle: the height at which the dots stand.
        ticks: the levels of the scale.
        grid: path of their lines.
        now: where the score of this period stands; None without one.
        baseline: where the score of the baseline stands.
        cohort: where the mean of the cohort stands.
        link: path from the baseline to now; empty where the two do not compare.
    """

    width: float
    height: float
    middle: float
    ticks: tuple[Tick, ...]
    grid: str
    now: float | None
    baseline: float | None
    cohort: float | None
    link: str


def strip(
    levels: Sequence[float],
    now: float | None,
    baseline: float | None,
    cohort: float | None,
    *,
    linked: bool = False,
    width: float = 152,
    height: float = 34,
) -> Strip:
    """Return one row of a dot plot; half a dot's room is left at both ends, so that no dot is cut.

    Args:
        levels: the values of the levels, from the least good to the best, which stands on the right.
        now: the score of this period.
        baseline: the score of the baseline.
        cohort: the mean of the cohort.
        linked: whether the baseline and now compare.
        width: of the strip, in points.
        height: of the strip.
    """
    axis = Axis(levels[0], levels[-1], 6, width - 6)
    now_at, baseline_at, cohort_at = (None if value is None else axis.at(value) for value in (now, baseline, cohort))
    ticks = _ticks(axis, levels)
    grid = "".join(_upright(tick.at, 0, height) for tick in ticks)
    joined = linked and now_at is not None and baseline_at is not None
    link = f"M{baseline_at:g} {height / 2:g}H{now_at:g}" if joined else ""
    return Strip(width, height, height / 2, ticks, grid, now_at, baseline_at, cohort_at, link)


@dataclass(frozen=True)
class Point:
    """A score in the chart of a panel."""

    x: float
    y: float


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
        line: path through neighbouring periods that both have a score; a gap has no line. Empty without any.
    """

    x: float
    y: float
    title: str
    last: str
    last_at: Point | None
    points: tuple[Point, ...]
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
        panels: the charts, row by row.
        legend: the first free place after the last panel; None when its row is full.
    """

    width: float
    height: float
    grid: str
    breaks: str
    labels_at: float
    levels: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    panels: tuple[Panel, ...]
    legend: Point | None


@dataclass(frozen=True)
class Series:
    """The scores of one element over the periods; None where there is none."""

    title: str
    scores: tuple[float | None, ...]
    last: str


def small_multiples(
    series: Sequence[Series],
    levels: Sequence[float],
    periods: Sequence[str],
    breaks: Sequence[int],
    *,
    width: float = 482,
    columns: int = 3,
    panel_height: float = 88,
) -> SmallMultiples:
    """Lay out one panel for each series.

    Args:
        series: what is shown, in the order of reading.
        levels: the values of the levels, from the least good to the best.
        periods: short labels of the periods.
        breaks: positions of the periods from which on another version of the questionnaire was used.
        width: of the whole chart, in points.
        columns: panels in a row.
        panel_height: height of a panel.
    """
    gutter = 16.0
    panel_width = round((width - (columns - 1) * gutter) / columns, 2)
    up = Axis(levels[0], levels[-1], panel_height - 18, 20)
    along = Axis(0, max(len(periods) - 1, 1), 16, panel_width - 18)
    at = [along.at(i) if len(periods) > 1 else along.at(0.5) for i in range(len(periods))]
    corners = [
        Point(round(i % columns * (panel_width + gutter), 2), i // columns * panel_height) for i in range(len(series))
    ]
    panels = tuple(_panel(one, corner, up, at) for one, corner in zip(series, corners, strict=True))
    full = len(series) % columns == 0
    legend = None if full else Point(round(len(series) % columns * (panel_width + gutter), 2), corners[-1].y)
    return SmallMultiples(
        width=width,
        height=(corners[-1].y if corners else 0) + panel_height,
        grid="".join(f"M8 {up.at(level):g}H{panel_width - 8:g}" for level in levels),
        breaks="".join(_upright((at[i - 1] + at[i]) / 2, up.end - 3, up.start + 3) for i in breaks),
        labels_at=up.start + 10,
        levels=_ticks(up, levels),
        periods=tuple(Tick(x, label) for x, label in zip(at, periods, strict=True)),
        panels=panels,
        legend=legend,
    )


def _panel(series: Series, corner: Point, up: Axis, at: Sequence[float]) -> Panel:
    placed = [None if score is None else Point(x, up.at(score)) for x, score in zip(at, series.scores, strict=True)]
    points = tuple(point for point in placed if point is not None)
    steps = [(one, two) for one, two in pairwise(placed) if one is not None and two is not None]
    line = "".join(f"M{one.x:g} {one.y:g}L{two.x:g} {two.y:g}" for one, two in steps)
    return Panel(corner.x, corner.y, series.title, series.last, placed[-1], points, line)


def _box(x: float, width: float, height: float) -> str:
    return f"M{round(x, 2):g} 0h{round(width, 2):g}v{height:g}h{-round(width, 2):g}z"


def _upright(x: float, top: float, bottom: float) -> str:
    return f"M{round(x, 2):g} {top:g}V{bottom:g}"


def _ticks(axis: Axis, levels: Sequence[float]) -> tuple[Tick, ...]:
    return tuple(Tick(axis.at(level), f"{level:g}") for level in levels)
