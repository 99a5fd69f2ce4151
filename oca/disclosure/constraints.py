"""What an intruder knows: every published aggregate, with its rounding, as a bound on a sum over organizations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.comparison.group_statistics import QUARTILES
from oca.comparison.groups import PREVIOUS, REACHING, STATISTICS_OF_CHANGE
from oca.disclosure.unknowns import CHANGE, PREVIOUS_CHANGE, SCORE, Codes, Floats, Unknowns
from oca.instrument.scale import TOLERANCE

AT_MOST = "share_within_"
"""Before a level: the share of organizations whose score is at that level or a worse one."""

LEAST = "least_"
"""Before a share that reaches a level, or stays within it: so many at least, and perhaps all."""

Flags = npt.NDArray[np.bool_]

What = Literal["sum", "count", "square"]


@dataclass(frozen=True)
class Cell:
    """The organizations behind a published figure: those of a group that contribute to a measure."""

    by: str
    group: str
    family: str
    period: str


@dataclass(frozen=True)
class Constraint:
    """That a sum over the organizations of a cell lies between two bounds.

    Attributes:
        cell: whose values are summed.
        statistic: the published statistic that says so.
        what: sum of the values, number of values from `start` to `end`, or sum of squares around a centre.
        low: the least that the sum can be.
        high: the most.
        start: for a count, where it begins.
        end: for a count, where it ends.
        centre: for squares.
    """

    cell: Cell
    statistic: str
    what: What
    low: float
    high: float
    start: float = -np.inf
    end: float = np.inf
    centre: float = 0.0

    def of(self, values: Floats) -> Floats:
        """Return what each value adds to the sum."""
        if self.what == "sum":
            return values
        if self.what == "count":
            return ((values >= self.start - TOLERANCE) & (values <= self.end + TOLERANCE)).astype(np.float64)
        return (values - self.centre) ** 2


@dataclass(frozen=True)
class Published:
    """One publication, as it is held against the unknowns.

    Attributes:
        figures: COMPARISON as it was given out; suppressed rows say nothing.
        groups: whether each organization is in a group, by (by, group), in the order of the unknowns' rows.
        digits: decimals of its means, medians, quartiles, sd and changes; shares are exact.
        absent: by family, period, kind and element, the organizations that did not contribute then and do now.
    """

    figures: pd.DataFrame
    groups: Mapping[tuple[str, str], Flags]
    digits: int = 1
    absent: Mapping[tuple[str, str, str, str], Flags] = field(default_factory=dict)

    @property
    def half(self) -> float:
        """How far a rounded figure can lie from the true one."""
        return 0.5 * 10.0**-self.digits


@dataclass(frozen=True)
class Members:
    """The organizations behind a cell: their rows in the unknowns, and the column that each contributes."""

    rows: Codes
    columns: Codes

    def taken(self, unknown: Unknowns) -> Floats:
        """Return their true values."""
        return unknown.values[self.rows, self.columns]  # noqa: PD011 - an array of its own, no frame


@dataclass(frozen=True)
class Evidence:
    """Everything that was published of one element: the bounds, and the organizations of each cell.

    Attributes:
        known: the bounds.
        members: the organizations of each cell.
        unmatched: how many published figures were left out, since the data give others now; by publication.
    """

    known: tuple[Constraint, ...]
    members: Mapping[Cell, Members]
    unmatched: tuple[int, ...] = ()


def evidence(unknown: Unknowns, publications: Sequence[Published]) -> Evidence:
    """Return the bounds that publications set on the unknowns of one element.

    A figure of an earlier publication that the data no longer give (an answer was corrected since) is left out, and
    counted: together with the others it would fit no data at all.
    """
    known: list[Constraint] = []
    members: dict[Cell, Members] = {}
    unmatched = [0] * len(publications)
    for nth, publication in enumerate(publications):
        for cell, figures in _by_cell(publication.figures, unknown).items():
            found = _contributors(unknown, publication, cell)
            if found is None:
                continue
            named, behind = _place(members, cell, found)
            values = behind.taken(unknown)
            for statistic, bare, value, count in figures:
                mean = next((v for _, b, v, _ in figures if b == "mean"), np.nan)
                bounds = _bounds(named, (statistic, bare), value, count, unknown, publication.half, mean)
                if count == len(values) and all(_holds(one, values) for one in bounds):
                    known += bounds
                else:
                    unmatched[nth] += 1
    return Evidence(tuple(dict.fromkeys(known)), members, tuple(unmatched))


def _by_cell(figures: pd.DataFrame, unknown: Unknowns) -> dict[Cell, list[tuple[str, str, float, int]]]:
    """Return what is published of an element, by cell: statistic, its name within the family, value, organizations."""
    rows = figures[(figures["kind"] == unknown.element[0]) & (figures["element"] == unknown.element[1])]
    rows = rows[~rows["suppressed"] & rows["value"].notna() & (rows["organizations"] > 0)]
    found: dict[Cell, list[tuple[str, str, float, int]]] = {}
    names = ("by", "group", "period", "statistic", "value", "organizations")
    for by, group, period, statistic, value, count in zip(*(rows[name].tolist() for name in names), strict=True):
        family, bare = family_of(statistic)
        if bare != "not_comparable":
            found.setdefault(Cell(by, group, family, period), []).append((statistic, bare, value, count))
    return found


def family_of(statistic: str) -> tuple[str, str]:
    """Return the family of a statistic, and its name within it."""
    bare = statistic.removeprefix(PREVIOUS)
    if bare in STATISTICS_OF_CHANGE:
        return (PREVIOUS_CHANGE if statistic.startswith(PREVIOUS) else CHANGE), bare
    return SCORE, bare


def _contributors(unknown: Unknowns, publication: Published, cell: Cell) -> Members | None:
    measure = unknown.measures.get((cell.family, cell.period))
    group = publication.groups.get((cell.by, cell.group))
    if measure is None or group is None:
        return None
    inside = group & (measure >= 0)
    absent = publication.absent.get((cell.family, cell.period, *unknown.element))
    rows = np.flatnonzero(inside if absent is None else inside & ~absent)
    return Members(rows, measure[rows])


def _place(members: dict[Cell, Members], cell: Cell, found: Members) -> tuple[Cell, Members]:
    """Return the cell under a name of its own: an earlier publication of the same cell may have had fewer in it."""
    nth = 1
    named = cell
    while named in members and not np.array_equal(members[named].rows, found.rows):
        nth += 1
        named = Cell(cell.by, f"{cell.group} #{nth}", cell.family, cell.period)
    return named, members.setdefault(named, found)


def _holds(known: Constraint, values: Floats) -> bool:
    total = float(known.of(values).sum())
    slack = 1e-6 * max(1.0, abs(known.low), abs(known.high))
    return known.low - slack <= total <= known.high + slack


def _bounds(
    cell: Cell, names: tuple[str, str], value: float, count: int, unknown: Unknowns, half: float, mean: float
) -> list[Constraint]:
    """Return what one published figure says, in bounds; rounding is half a unit of the last decimal either way."""
    scale, (statistic, bare) = unknown.scale, names
    if bare in ("mean", "change_mean"):
        return [Constraint(cell, statistic, "sum", count * (value - half), count * (value + half))]
    if bare == "sd":
        return _of_spread(cell, value, count, half, mean)
    if bare in QUARTILES:
        return _of_quantile(cell, statistic, QUARTILES[bare], value, count, half)
    number = float(round(value * count))
    most = float(count) if bare.startswith(LEAST) else number
    bare = bare.removeprefix(LEAST)
    for prefix, sign in ((REACHING, scale.direction.sign), (AT_MOST, -scale.direction.sign)):
        if bare.startswith(prefix):
            one = _counted(cell, statistic, number, sign, float(bare.removeprefix(prefix)))
            return [replace(one, high=most)]
    if bare in ("share_improved", "share_declined"):
        sign = scale.direction.sign if bare == "share_improved" else -scale.direction.sign
        return [_counted(cell, statistic, number, sign, sign * scale.meaningful)]
    return []


def _counted(cell: Cell, statistic: str, number: float, sign: int, limit: float) -> Constraint:
    """Return that so many values are at the limit or beyond, upwards or downwards."""
    ends = (limit, np.inf) if sign > 0 else (-np.inf, limit)
    return Constraint(cell, statistic, "count", number, number, *ends)


def _of_quantile(cell: Cell, statistic: str, share: float, value: float, count: int, half: float) -> list[Constraint]:
    """Return how many values lie up to an interpolated quantile, and from it: it is between two order statistics.

    That the two lie evenly on its both sides is not used.
    """
    position = share * (count - 1)
    below = int(np.floor(position + TOLERANCE))
    exact = position - below < TOLERANCE
    return [
        Constraint(cell, statistic, "count", below + 1, count, end=value + half),
        Constraint(cell, statistic, "count", count - below - (0 if exact else 1), count, start=value - half),
    ]


def _of_spread(cell: Cell, value: float, count: int, half: float, mean: float) -> list[Constraint]:
    """Return the bounds that a standard deviation sets on the squares around the published mean.

    They sum to (n - 1) sd^2 + n d^2, where d, the part of the mean that rounding took, is at most `half`. Without
    a mean beside it, which is never published so, nothing is said.
    """
    if np.isnan(mean):
        return []
    low, high = (count - 1) * max(0.0, value - half) ** 2, (count - 1) * (value + half) ** 2 + count * half**2
    return [Constraint(cell, "sd", "square", low, high, centre=mean)]
