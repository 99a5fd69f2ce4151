"""The geometry of charts: where everything stands, in points; the drawing is done by the templates.

Scales are fixed by the questionnaire (a scale from 1 to 4 needs no search for ticks), so every chart of every report
has the same axis and can be laid beside another. Lines and boxes that look alike are one SVG path, written here as the
value of its attribute `d`: each element of a drawing costs as much time as a line of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from oca.instrument.scale import Direction


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


def level_steps(score: float, levels: Sequence[float]) -> str:
    """Return a score as a row of squares in text, black up to the level that it has reached.

    A drawing for each item would take a tenth of the time of a whole report.

    Args:
        score: a score on the scale.
        levels: the values of the levels, from the least good to the best.
    """
    direction = Direction(1 if levels[-1] > levels[0] else -1)
    reached = max(1, sum(bool(direction.reaches(score, level)) for level in levels))
    return "■" * reached + "□" * (len(levels) - reached)


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
        previous: path of the mark of the period before, a small diamond; empty without one.
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
    previous: str


def strip(
    levels: Sequence[float],
    now: float | None,
    baseline: float | None,
    cohort: float | None,
    *,
    previous: float | None = None,
    linked: bool = False,
    width: float = 152,
    height: float = 27,
) -> Strip:
    """Return one row of a dot plot; half a dot's room is left at both ends, so that no dot is cut.

    Args:
        levels: the values of the levels, from the least good to the best, which stands on the right.
        now: the score of this period.
        baseline: the score of the baseline.
        cohort: the mean of the cohort.
        previous: the score of the period before.
        linked: whether the baseline and now compare.
        width: of the strip, in points.
        height: of the strip.
    """
    axis = Axis(levels[0], levels[-1], 6, width - 6)
    now_at, baseline_at, cohort_at = (None if value is None else axis.at(value) for value in (now, baseline, cohort))
    ticks = scale_ticks(axis, levels)
    grid = "".join(upright_line(tick.at, 0, height) for tick in ticks)
    joined = linked and now_at is not None and baseline_at is not None
    link = f"M{baseline_at:g} {height / 2:g}H{now_at:g}" if joined else ""
    before = "" if previous is None else _diamond(axis.at(previous), height / 2)
    return Strip(width, height, height / 2, ticks, grid, now_at, baseline_at, cohort_at, link, before)


def _diamond(x: float, y: float, reach: float = 3.6) -> str:
    return f"M{round(x - reach, 2):g} {y:g}l{reach:g} {-reach:g}l{reach:g} {reach:g}l{-reach:g} {reach:g}z"


@dataclass(frozen=True)
class Label:
    """A text in a chart, broken into lines, the first at `y`."""

    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]


def label_lines(text: str, letters: int, most: int = 2) -> tuple[str, ...]:
    """Break a text into lines that a place in a chart can hold; what does not fit is cut, and ends with an ellipsis.

    >>> label_lines("Strategy and planning of everything", 13)
    ('Strategy and', 'planning of…')
    """
    return tuple(wrap(text, max(letters, 4), max_lines=most, placeholder="…"))


@dataclass(frozen=True)
class Segment:
    """One band on the ruler.

    Attributes:
        x: its left edge.
        width: of the band.
        label: its name below it.
        here: whether the score lies in it.
    """

    x: float
    width: float
    label: Label
    here: bool


@dataclass(frozen=True)
class Ruler:
    """The whole scale with its bands, and where a score stands on it.

    Attributes:
        width: of the ruler, in points.
        height: of the ruler.
        top: upper edge of the bands.
        deep: height of the bands.
        segments: the bands, from the least good to the best.
        now: where the score stands; None without one.
        baseline: where the baseline stands; None without one.
        pin: path of the mark above the score; empty without one.
        now_label: the score in words, beside its mark, on the side where there is more room; None without a score.
    """

    width: float
    height: float
    top: float
    deep: float
    segments: tuple[Segment, ...]
    now: float | None
    baseline: float | None
    pin: str
    now_label: Label | None


def ruler(
    levels: Sequence[float],
    bands: Sequence[tuple[str, float, float, bool]],
    now: float | None,
    baseline: float | None,
    said: str,
    *,
    width: float = 482,
) -> Ruler:
    """Return the scale as one bar, divided into the bands of the scheme.

    Args:
        levels: the values of the levels, from the least good to the best.
        bands: name, start and end of each band on the scale, and whether the score lies in it.
        now: the score of this period.
        baseline: the score of the baseline.
        said: the score in words.
        width: of the ruler, in points.
    """
    axis, top, deep = Axis(levels[0], levels[-1], 0, width), 15.0, 11.0
    now_at, baseline_at = (None if value is None else axis.at(value) for value in (now, baseline))
    segments = tuple(_segment(axis, *band, top + deep + 10.5) for band in bands)
    lines = max((len(one.label.lines) for one in segments), default=1)
    at = min(max(now_at or 0, 5.0), width - 5.0)
    pin = "" if now_at is None else f"M{round(at - 5, 2):g} {top - 8:g}h10l-5 6.5z"
    label = None
    if now_at is not None:
        left = now_at > width / 2
        label = Label(round(at - 9 if left else at + 9, 2), top - 2.5, "end" if left else "start", (said,))
    bottom = top + deep + 10.5 + 9.5 * (lines - 1) + 3
    return Ruler(width, bottom, top, deep, segments, now_at, baseline_at, pin, label)


def _segment(axis: Axis, title: str, start: float, end: float, here: bool, y: float) -> Segment:
    left, right = sorted((axis.at(start), axis.at(end)))
    lines = label_lines(title, int((right - left) / 4.7))
    return Segment(left, round(right - left, 2), Label(left, y, "start", lines), here)


def round_dots(places: Sequence[Point], radius: float) -> str:
    """Return one path of round dots: each element of a drawing costs time."""
    return "".join(
        f"M{round(one.x - radius, 2):g} {one.y:g}a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0"
        f"a{radius:g} {radius:g} 0 1 0 {-2 * radius:g} 0z"
        for one in places
    )


@dataclass(frozen=True)
class Point:
    """A score in the chart of a panel."""

    x: float
    y: float


def _box(x: float, width: float, height: float) -> str:
    return f"M{round(x, 2):g} 0h{round(width, 2):g}v{height:g}h{-round(width, 2):g}z"


def upright_line(x: float, top: float, bottom: float) -> str:
    """Return the path of an upright line."""
    return f"M{round(x, 2):g} {top:g}V{bottom:g}"


def period_ticks(at: Sequence[float], labels: Sequence[str], least: float) -> tuple[Tick, ...]:
    """Return the labels of periods at their places; of the first and last alone, where they are not `least` apart."""
    narrow = len(at) > 2 and at[1] - at[0] < least
    return tuple(
        Tick(x, label)
        for nth, (x, label) in enumerate(zip(at, labels, strict=True))
        if not narrow or nth in (0, len(at) - 1)
    )


def scale_ticks(axis: Axis, levels: Sequence[float]) -> tuple[Tick, ...]:
    """Return where each level of a scale stands, with its number."""
    return tuple(Tick(axis.at(level), f"{level:g}") for level in levels)
