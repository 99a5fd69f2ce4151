"""The radar that funders expect beside a profile: fixed order, the worst at the centre, two outlines, no surface."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from oca.reporting.charts.geometry import Axis, Label, Point, label_lines, round_dots


@dataclass(frozen=True)
class Radar:
    """The same scores on spokes from one centre; the least good end of the scale is the centre.

    Attributes:
        width: of the whole chart, in points.
        height: of the whole chart.
        grid: path of the rings and the spokes.
        rings: the levels, along the first spoke.
        now: path of the outline of this period; broken where a neighbour has no score.
        dots: path of its corners.
        baseline: path of the outline of the baseline; empty without one.
        labels: the dimensions around it.
    """

    width: float
    height: float
    grid: str
    rings: tuple[Label, ...]
    now: str
    dots: str
    baseline: str
    labels: tuple[Label, ...]


def radar(
    levels: Sequence[float],
    titles: Sequence[str],
    now: Sequence[float | None],
    baseline: Sequence[float | None],
    *,
    width: float = 283,
    height: float = 226,
    room: float = 60,
) -> Radar:
    """Return a radar chart; the first spoke points up, the others follow clockwise in the order that is given.

    Args:
        levels: the values of the levels, from the least good, at the centre, to the best.
        titles: what each spoke shows.
        now: the scores of this period.
        baseline: the scores of the baseline; empty without one.
        width: of the chart, in points.
        height: of the chart.
        room: what is left at either side for the titles.
    """
    reach = min(width / 2 - room, height / 2 - 22)
    centre = Point(width / 2, height / 2)
    axis = Axis(levels[0], levels[-1], 0, reach)
    turns = [2 * math.pi * i / len(titles) for i in range(len(titles))]
    grid = "".join(_outline([_turned(centre, axis.at(level), turn) for turn in turns]) for level in levels[1:])
    grid += "".join(
        f"M{centre.x:g} {centre.y:g}L{end.x:g} {end.y:g}" for end in (_turned(centre, reach, turn) for turn in turns)
    )
    places, before = (
        [
            None if score is None else _turned(centre, axis.at(score), turn)
            for score, turn in zip(one, turns, strict=True)
        ]
        if one
        else []
        for one in (now, baseline)
    )
    return Radar(
        width=width,
        height=height,
        grid=grid,
        rings=tuple(
            Label(centre.x + 3, round(centre.y - axis.at(level) + 2.2, 2), "start", (f"{level:g}",)) for level in levels
        ),
        now=_outline(places),
        dots=round_dots([place for place in places if place is not None], 2.4),
        baseline=_outline(before),
        labels=tuple(_around(centre, reach + 8, turn, title, room) for turn, title in zip(turns, titles, strict=True)),
    )


def _turned(centre: Point, far: float, turn: float) -> Point:
    return Point(round(centre.x + far * math.sin(turn), 2), round(centre.y - far * math.cos(turn), 2))


def _outline(places: Sequence[Point | None]) -> str:
    """Return the path through the places and back to the first; a side whose end is missing is left out."""
    steps = pairwise([*places, places[0]]) if places else ()
    return "".join(f"M{a.x:g} {a.y:g}L{b.x:g} {b.y:g}" for a, b in steps if a is not None and b is not None)


def _around(centre: Point, far: float, turn: float, title: str, room: float) -> Label:
    place, side = _turned(centre, far, turn), round(math.sin(turn), 6)
    anchor = "middle" if abs(side) < 0.15 else "start" if side > 0 else "end"
    lines = label_lines(title, int((room + 4) / 4.2) if anchor != "middle" else 26)
    rise = 9 * (len(lines) - 1)
    y = place.y + 2.6 - rise / 2 - math.cos(turn) * (3 + rise / 2)
    return Label(place.x, round(y, 2), anchor, lines)
