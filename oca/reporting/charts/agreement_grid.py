"""The geometry of the grid of capacity and consensus: four fields, a dot for each dimension, and room for its name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from oca.instrument.scale import TOLERANCE
from oca.reporting.charts.geometry import Axis, Tick

LETTER = 3.9
"""Width of a letter of a name in points, a little generous, because Cyrillic runs wider."""

LINE = 8.5
"""Height of a name."""

DOT = 4.0
"""Half the width of a dot, with air around it."""

TENTHS = 10
"""The scale of consensus is drawn from the tenth below the lowest dimension to 1, so that the names have room."""


@dataclass(frozen=True)
class Spot:
    """A dimension in the grid.

    Attributes:
        x: where its dot stands.
        y: where its dot stands.
        label: its name.
        label_x: where the name begins, or ends.
        label_y: the line on which it stands.
        anchor: start or end, as SVG has it.
    """

    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Corner:
    """The name of a field, in the corner of the grid.

    Attributes:
        x: where it stands.
        y: the line on which it stands.
        name: what it is called.
        anchor: start or end.
    """

    x: float
    y: float
    name: str
    anchor: str


@dataclass(frozen=True)
class AgreementGrid:
    """The grid; all positions in points.

    Attributes:
        width: of the drawing.
        height: of the drawing.
        frame: path of its frame.
        cross: path of the two lines that part the fields.
        left: left edge of the frame.
        bottom: lower edge of the frame.
        ticks_x: the scale of the scores.
        ticks_y: the scale of consensus.
        corners: the names of the fields.
        spots: the dimensions.
    """

    width: float
    height: float
    frame: str
    cross: str
    left: float
    bottom: float
    ticks_x: tuple[Tick, ...]
    ticks_y: tuple[Tick, ...]
    corners: tuple[Corner, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Placed:
    """A dimension to be drawn: its short name, its score on the scale that is drawn, and its consensus."""

    label: str
    score: float
    consensus: float


STEPS = (0.0, -9.0, 9.0, -18.0, 18.0)
"""How far above or below its dot a name may stand, in points; the nearer place is taken of equals."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def grid(
    dimensions: Sequence[Placed],
    scale: Sequence[tuple[float, str]],
    middle: tuple[float, float],
    names: tuple[str, str, str, str],
    tenths: Sequence[str],
    *,
    width: float = 262,
    height: float = 188,
) -> AgreementGrid:
    """Lay the grid out.

    Args:
        dimensions: what is shown, in the order of the questionnaire.
        scale: the ticks of the scale of scores, from the worst to the best, with their labels; drawn are those from
            the last before the lowest score to the first after the highest.
        middle: the score and the consensus at which the lines stand that part the fields.
        names: of the fields: lower and close, higher and close, lower and wide, higher and wide.
        tenths: how 0, 0.1 and so on to 1 are written.
        width: of the whole drawing, in points.
        height: of the whole drawing.
    """
    left, top, right, bottom = 20.0, 3.0, width - 3, height - 14
    drawn = _around_all(scale, [one.score for one in dimensions])
    floor = min(math.floor(TENTHS * min(one.consensus for one in dimensions) + TOLERANCE), TENTHS - 1)
    across = Axis(drawn[0][0], drawn[-1][0], left + 10, right - 10)
    upwards = Axis(floor / TENTHS, 1.0, bottom - 16, top + 16)
    at = [(across.at(one.score), upwards.at(one.consensus)) for one in dimensions]
    cut = (across.at(middle[0]), upwards.at(middle[1]))
    corners = tuple(
        Corner(
            left + 4 if place % 2 == 0 else right - 4,
            top + 10 if place < 2 else bottom - 5,
            name,
            "start" if place % 2 == 0 else "end",
        )
        for place, name in enumerate(names)
    )
    taken = [_around(corner) for corner in corners]
    labelled = _labels([one.label for one in dimensions], at, taken, (left, top, right, bottom))
    return AgreementGrid(
        width=width,
        height=height,
        frame=f"M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}z",
        cross=f"M{cut[0]:g} {top:g}V{bottom:g}M{left:g} {cut[1]:g}H{right:g}",
        left=left,
        bottom=bottom,
        ticks_x=tuple(Tick(across.at(value), label) for value, label in drawn),
        ticks_y=tuple(Tick(upwards.at(step / TENTHS), tenths[step]) for step in range(floor, TENTHS + 1)),
        corners=corners,
        spots=tuple(labelled),
    )


def _around_all(scale: Sequence[tuple[float, str]], scores: Sequence[float]) -> Sequence[tuple[float, str]]:
    """Return the part of a scale in which the scores lie, at least from one tick to the next."""
    before = [place for place, (value, _) in enumerate(scale[:-1]) if value <= min(scores)]
    after = [place for place, (value, _) in enumerate(scale) if value >= max(scores)]
    first = before[-1] if before else 0
    return scale[first : max(after[0] if after else len(scale) - 1, first + 1) + 1]


def _labels(labels: Sequence[str], at: Sequence[tuple[float, float]], corners: Sequence[Box], frame: Box) -> list[Spot]:
    """Put each name beside its dot where it covers nothing, or the least."""
    taken = [*corners, *((x - DOT, y - DOT, x + DOT, y + DOT) for x, y in at)]
    spots: dict[int, Spot] = {}
    for place in sorted(range(len(at)), key=lambda one: at[one]):
        x, y = at[place]
        free = [box for box in taken if box != (x - DOT, y - DOT, x + DOT, y + DOT)]
        options = [_spot(labels[place], x, y, side, step) for step in STEPS for side in ("start", "end")]
        best = min(options, key=lambda one: round(_covered(_box(one), free, frame), 3))
        taken.append(_box(best))
        spots[place] = best
    return [spots[place] for place in range(len(at))]


def _spot(label: str, x: float, y: float, anchor: str, step: float) -> Spot:
    aside = DOT + 1 if step == 0 else 1.0  # above or below its dot a name may begin over it
    return Spot(x, y, label, round(x + aside if anchor == "start" else x - aside, 2), round(y + 2.6 + step, 2), anchor)


def _box(spot: Spot) -> Box:
    return _text_box(spot.label, spot.label_x, spot.label_y, spot.anchor)


def _around(corner: Corner) -> Box:
    return _text_box(corner.name, corner.x, corner.y, corner.anchor)


def _text_box(text: str, x: float, y: float, anchor: str) -> Box:
    wide = len(text) * LETTER
    return (x if anchor == "start" else x - wide, y - LINE + 2, x + wide if anchor == "start" else x, y + 2)


def _covered(box: Box, others: Sequence[Box], frame: Box) -> float:
    """Return how much of other things a name covers, and ten times how far it leaves the frame."""
    over = sum(_shared(box, other, 0) * _shared(box, other, 1) for other in others)
    outside = max(0.0, frame[0] - box[0]) + max(0.0, box[2] - frame[2]) + max(0.0, frame[1] - box[1])
    return over + 10 * (outside + max(0.0, box[3] - frame[3]))


def _shared(one: Box, other: Box, side: int) -> float:
    """Return how far two boxes overlap along one side: 0 from left to right, 1 from top to bottom."""
    return max(0.0, min(one[side + 2], other[side + 2]) - max(one[side], other[side]))
