"""The geometry of the cohort report's charts, in points; the drawing is done by the templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from oca.instrument.scale import Direction
from oca.reporting.charts.geometry import Axis, Point, Tick, period_ticks, round_dots


@dataclass(frozen=True)
class Mean:
    """A mean in one period, with its interval where it has one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class IntervalPanel:
    """One small chart.

    Attributes:
        x: left edge in the whole chart.
        y: upper edge.
        title: what it shows.
        last: the mean of the last period in words; empty without one.
        last_at: where it stands; None without one.
        dots: path of the dots of every mean; empty without any.
        line: path through neighbouring periods that both have a mean.
        whiskers: path of the intervals, one upright line for each.
    """

    x: float
    y: float
    title: str
    last: str
    last_at: Point | None
    dots: str
    line: str
    whiskers: str


@dataclass(frozen=True)
class IntervalPanels:
    """Several small charts with one scale; positions inside a panel count from the panel's own corner.

    Attributes:
        width: of the whole chart.
        height: of the whole chart.
        grid: path of the lines of the scale in a panel.
        breaks: path of the lines where the questionnaire changed; empty without any.
        labels_at: the height of the periods' labels.
        levels: the levels of the scale.
        periods: where each period stands, with its label.
        panels: the charts, row by row.
    """

    width: float
    height: float
    grid: str
    breaks: str
    labels_at: float
    levels: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    panels: tuple[IntervalPanel, ...]


@dataclass(frozen=True)
class MeanLine:
    """The means of one element over the periods; None where there is none, or where it may not be shown."""

    title: str
    means: tuple[Mean | None, ...]
    last: str


def interval_panels(
    series: Sequence[MeanLine],
    levels: Sequence[float],
    periods: Sequence[str],
    breaks: Sequence[int],
    *,
    width: float = 482,
    columns: int = 4,
    panel_height: float = 96,
) -> IntervalPanels:
    """Lay out one panel for each series.

    Args:
        series: what is shown, in the order of reading.
        levels: the values of the levels, from the least good to the best.
        periods: short labels of the periods.
        breaks: positions of the periods from which on another version of the questionnaire was used.
        width: of the whole chart.
        columns: panels in a row.
        panel_height: height of a panel.
    """
    gutter = 13.0
    panel_width = round((width - (columns - 1) * gutter) / columns, 2)
    up = Axis(levels[0], levels[-1], panel_height - 18, 20)
    along = Axis(0, max(len(periods) - 1, 1), 17, panel_width - 14)
    at = [along.at(i) if len(periods) > 1 else along.at(0.5) for i in range(len(periods))]
    corners = [
        Point(round(i % columns * (panel_width + gutter), 2), i // columns * panel_height) for i in range(len(series))
    ]
    return IntervalPanels(
        width=width,
        height=(corners[-1].y if corners else 0) + panel_height,
        grid="".join(f"M9 {up.at(level):g}H{panel_width - 4:g}" for level in levels),
        breaks="".join(f"M{(at[i - 1] + at[i]) / 2:g} {up.end - 3:g}V{up.start + 3:g}" for i in breaks),
        labels_at=up.start + 10,
        levels=tuple(Tick(up.at(level), f"{level:g}") for level in levels),
        periods=period_ticks(at, periods, 3.4 * max(map(len, periods)) + 2),
        panels=tuple(_panel(one, corner, up, at) for one, corner in zip(series, corners, strict=True)),
    )


def _panel(series: MeanLine, corner: Point, up: Axis, at: Sequence[float]) -> IntervalPanel:
    means = list(zip(at, series.means, strict=True))
    placed = [None if mean is None else Point(x, up.at(mean.value)) for x, mean in means]
    steps = [(one, two) for one, two in pairwise(placed) if one is not None and two is not None]
    whiskers = [
        f"M{x:g} {up.at(mean.low):g}V{up.at(mean.high):g}"
        for x, mean in means
        if mean is not None and mean.low is not None and mean.high is not None
    ]
    return IntervalPanel(
        corner.x,
        corner.y,
        series.title,
        series.last,
        placed[-1] if placed else None,
        round_dots([point for point in placed if point is not None], 2),
        "".join(f"M{one.x:g} {one.y:g}L{two.x:g} {two.y:g}" for one, two in steps),
        "".join(whiskers),
    )


@dataclass(frozen=True)
class Forest:
    """One row of a forest plot; better stands on the right.

    Attributes:
        width: of the row.
        height: of the row.
        middle: the height at which the estimate stands.
        ticks: the labelled values of the axis.
        grid: path of their lines.
        zero: where no change stands.
        unclear_from: where the differences begin that are no clear change.
        unclear_width: how wide they are.
        interval: path of the interval; empty without one.
        at: where the estimate stands; None without one.
    """

    width: float
    height: float
    middle: float
    ticks: tuple[Tick, ...]
    grid: str
    zero: float
    unclear_from: float
    unclear_width: float
    interval: str
    at: float | None


@dataclass(frozen=True)
class Reach:
    """The axis of change: from -reach to reach, turned round where lower is better, with its labels."""

    reach: float
    direction: Direction
    meaningful: float
    labels: tuple[tuple[float, str], ...]


def forest(
    reach: Reach,
    estimate: float | None = None,
    low: float | None = None,
    high: float | None = None,
    *,
    width: float = 170,
    height: float = 19,
) -> Forest:
    """Return one row of a forest plot; what lies off the axis stands at its end.

    Args:
        reach: the axis.
        estimate: the change; None draws the axis alone.
        low: lower end of its interval; None without one.
        high: upper end.
        width: of the row, in points.
        height: of the row.
    """
    axis = Axis(*reach.direction.from_worst(-reach.reach, reach.reach), 6, width - 6)
    ends = sorted((axis.at(-reach.meaningful), axis.at(reach.meaningful)))
    middle = height / 2
    interval = ""
    if low is not None and high is not None:
        left, right = sorted((axis.at(low), axis.at(high)))
        interval = f"M{left:g} {middle:g}H{right:g}M{left:g} {middle - 3:g}v6M{right:g} {middle - 3:g}v6"
    return Forest(
        width=width,
        height=height,
        middle=middle,
        ticks=tuple(Tick(axis.at(value), label) for value, label in reach.labels),
        grid="".join(f"M{axis.at(value):g} 0V{height:g}" for value, _ in reach.labels),
        zero=axis.at(0),
        unclear_from=ends[0],
        unclear_width=round(ends[1] - ends[0], 2),
        interval=interval,
        at=None if estimate is None else axis.at(estimate),
    )


@dataclass(frozen=True)
class BarPart:
    """A piece of a bar: where it begins, and how wide it is."""

    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A bar whose pieces are shares of a whole.

    Attributes:
        width: of the whole.
        height: of the bar.
        parts: one for each share, in order; empty where they may not be shown.
    """

    width: float
    height: float
    parts: tuple[BarPart, ...]


def bar(numbers: Sequence[float], of: float, *, width: float = 140, height: float = 9) -> Bar:
    """Return the bar of numbers out of a whole; without a whole, an empty one.

    >>> bar([3, 1], 4, width=100).parts
    (BarPart(x=0.0, width=75.0), BarPart(x=75.0, width=25.0))
    """
    if of <= 0:
        return Bar(width, height, ())
    starts = [sum(numbers[:i]) * width / of for i in range(len(numbers))]
    return Bar(
        width,
        height,
        tuple(
            BarPart(round(start, 2), round(number * width / of, 2))
            for start, number in zip(starts, numbers, strict=True)
        ),
    )


@dataclass(frozen=True)
class Track:
    """A number as a dot on a line from nothing.

    Attributes:
        width: of the line.
        height: of the row.
        middle: the height at which the dot stands.
        ticks: nothing, and the end of the axis.
        line: path from nothing to the dot; empty without a number.
        at: where the dot stands; None without a number.
    """

    width: float
    height: float
    middle: float
    ticks: tuple[Tick, ...]
    line: str
    at: float | None


def track(value: float | None, most: float, labels: tuple[str, str], *, width: float = 66, height: float = 19) -> Track:
    """Return the dot of a number between 0 and `most`; `labels` are those of the two ends."""
    axis = Axis(0, most, 6, width - 12)
    at = None if value is None else axis.at(value)
    ticks = (Tick(axis.at(0), labels[0]), Tick(axis.at(most), labels[1]))
    line = "" if at is None else f"M{axis.at(0):g} {height / 2:g}H{at:g}"
    return Track(width, height, height / 2, ticks, line, at)


STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_up(value: float) -> float:
    """Return the next round number that is not under a value: 1, 2, 2.5 or 5 times a power of ten.

    >>> round_up(7.2), round_up(0.31), round_up(0)
    (10.0, 0.5, 1.0)
    """
    if value <= 0:
        return 1.0
    power = 1.0
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return next(round(step * power, 9) for step in STEPS if round(step * power, 9) >= round(value, 9))
