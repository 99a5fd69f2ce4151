"""The geometry of charts: where everything stands, in points; the drawing is done by the templates.

Scales are fixed by the questionnaire (a scale from 1 to 4 needs no search for ticks), so every chart of every report
has the same axis and can be laid beside another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Axis:
    """A straight scale: the value `lowest` stands at `start`, `highest` at `end`; `end` may lie before `start`."""

    lowest: float
    highest: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands, to a hundredth of a point; a value off the scale stands at its end."""
        inside = min(max(value, self.lowest), self.highest)
        share = (inside - self.lowest) / (self.highest - self.lowest)
        return round(self.start + share * (self.end - self.start), 2)


@dataclass(frozen=True)
class Tick:
    """A line of the scale with its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Step:
    """One step of a level mark: its left edge, and how much of it is filled, in points."""

    x: float
    filled: float


@dataclass(frozen=True)
class LevelMark:
    """A row of small boxes, one for each level of the scale, filled up to a score."""

    width: float
    height: float
    step: float
    steps: tuple[Step, ...]


def level_mark(
    score: float | None, levels: Sequence[float], *, step: float = 8, gap: float = 1.5, height: float = 6
) -> LevelMark:
    """Return the mark of a score: the lowest level fills the first box, 2.5 fills two boxes and a half.

    Args:
        score: a score on the scale; None leaves every box empty.
        levels: the values of the levels, lowest first.
        step: width of a box in points.
        gap: space between boxes.
        height: height of a box.
    """
    shares = [0.0 if score is None else 1.0]
    for low, high in pairwise(levels):
        share = 0.0 if score is None else (score - low) / (high - low)
        shares.append(min(max(share, 0.0), 1.0))
    steps = tuple(Step(round(i * (step + gap), 2), round(share * step, 2)) for i, share in enumerate(shares))
    return LevelMark(round(len(levels) * (step + gap) - gap, 2), height, step, steps)


@dataclass(frozen=True)
class Strip:
    """One row of a dot plot.

    Attributes:
        width: of the strip, in points.
        height: of the strip.
        middle: the height at which the dots stand.
        ticks: the lines of the scale.
        now: where the score of this period stands; None without one.
        baseline: where the score of the baseline stands.
        cohort: where the mean of the cohort stands.
    """

    width: float
    height: float
    middle: float
    ticks: tuple[Tick, ...]
    now: float | None
    baseline: float | None
    cohort: float | None


def strip(
    levels: Sequence[float],
    now: float | None,
    baseline: float | None,
    cohort: float | None,
    *,
    width: float = 170,
    height: float = 20,
) -> Strip:
    """Return one row of a dot plot; half a dot's room is left at both ends, so that no dot is cut."""
    axis = Axis(levels[0], levels[-1], 6, width - 6)
    now_at, baseline_at, cohort_at = (None if value is None else axis.at(value) for value in (now, baseline, cohort))
    return Strip(width, height, height / 2, _ticks(axis, levels), now_at, baseline_at, cohort_at)


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
        last: the latest score as a number, empty without one.
        last_at: where the latest score stands.
        points: every score, in the order of the periods.
        lines: pairs of neighbouring periods that both have a score; a gap has no line.
    """

    x: float
    y: float
    title: str
    last: str
    last_at: Point | None
    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]


@dataclass(frozen=True)
class SmallMultiples:
    """Several small charts with one scale; positions inside a panel count from the panel's own corner.

    Attributes:
        width: of the whole chart, in points.
        height: of the whole chart.
        left: where the scale of a panel begins, right of its labels.
        right: where it ends.
        top: the height of the highest level.
        bottom: the height of the lowest level.
        levels: the lines of the scale.
        periods: where each period stands, with its label.
        breaks: where the questionnaire changed, between two periods.
        panels: the charts, row by row.
        legend: the first free place after the last panel; None when its row is full.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    levels: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    breaks: tuple[float, ...]
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
    width: float = 468,
    columns: int = 3,
    panel_height: float = 88,
) -> SmallMultiples:
    """Lay out one panel for each series.

    Args:
        series: what is shown, in the order of reading.
        levels: the values of the levels, lowest first.
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
        left=8,
        right=round(panel_width - 8, 2),
        top=up.end,
        bottom=up.start,
        levels=_ticks(up, levels),
        periods=tuple(Tick(x, label) for x, label in zip(at, periods, strict=True)),
        breaks=tuple(round((at[i - 1] + at[i]) / 2, 2) for i in breaks),
        panels=panels,
        legend=legend,
    )


def _panel(series: Series, corner: Point, up: Axis, at: Sequence[float]) -> Panel:
    placed = [None if score is None else Point(x, up.at(score)) for x, score in zip(at, series.scores, strict=True)]
    points = tuple(point for point in placed if point is not None)
    lines = tuple((one, two) for one, two in pairwise(placed) if one is not None and two is not None)
    return Panel(corner.x, corner.y, series.title, series.last, points[-1] if points else None, points, lines)


def _ticks(axis: Axis, levels: Sequence[float]) -> tuple[Tick, ...]:
    return tuple(Tick(axis.at(level), f"{level:g}") for level in levels)
