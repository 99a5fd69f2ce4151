"""Everything that is known of the scores of a project at once: the figures of a release, and those given out before.

Each figure is a bound on a sum over organizations: of their values, or of how many values lie in a stretch. A world is
another set of answers; it fits a figure where the sum stays within the bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from oca.comparison.groups import PREVIOUS
from oca.disclosure.constraints import Constraint, Members, Published, told
from oca.disclosure.suppression import SHARES
from oca.disclosure.unknowns import Codes, Flags, Floats, Unknowns
from oca.instrument.scale import TOLERANCE

SLACK = 1e-7
"""How far inside the bounds of a rounded figure another sum must lie; a sum at an end may round the other way."""

Unit = tuple[str, str, str, str, str, str]
"""What is given out or left out as one: by, group, period, kind, element, and which of its statistics."""


@dataclass(frozen=True)
class Column:
    """One value of each organization: a score of one period, or a change between two.

    Attributes:
        element: kind and id.
        periods: one, or two.
        level: the width of one level.
        place: the position in the list.
    """

    element: tuple[str, str]
    periods: tuple[str, ...]
    level: float
    place: int


@dataclass(frozen=True)
class Figures:
    """Bounds as arrays, one row for each.

    Attributes:
        column: bounds x organizations: the column by which each organization enters; -1 for none.
        counts: which bounds count values; the others sum them.
        start: where the stretch of values begins that is counted.
        end: where it ends.
        down: how far the sum may fall; zero or negative.
        up: how far it may rise; zero or positive.
        contributors: how many organizations enter each.
        unit: the position of the unit that each is of in `units`; -1 for what was given out before.
        units: what can be given out or left out.
        read: the units of the release that say anything of scores.
        unproven: the units of which a figure does not follow from the data.
        unmatched: how many figures that were given out before do not follow from the data now.
    """

    column: Codes
    counts: Flags
    start: Floats
    end: Floats
    down: Floats
    up: Floats
    contributors: Codes
    unit: Codes
    units: tuple[Unit, ...]
    read: frozenset[Unit]
    unproven: frozenset[Unit]
    unmatched: int

    def only(self, kept: Flags) -> Figures:
        """Return some of the bounds."""
        names = ("column", "counts", "start", "end", "down", "up", "contributors", "unit")
        return Figures(
            **{name: getattr(self, name)[kept] for name in names},
            units=self.units,
            read=self.read,
            unproven=self.unproven,
            unmatched=self.unmatched,
        )

    def moved(self, rows: Codes, columns: Codes, old: Floats, new: Floats) -> Floats:
        """Return how other values of single organizations move each sum; rows x bounds.

        Args:
            rows: the organization of each row.
            columns: the columns of which values are given, ascending.
            old: rows x columns, the true values; NaN where there is none.
            new: rows x columns, the others.
        """
        at = np.searchsorted(columns, self.column)
        at = np.where((at < len(columns)) & (self.column >= 0), at, 0)
        there = (self.column >= 0) & (columns[at] == self.column)
        place, inside = at.T[rows], there.T[rows]
        before, after = (np.take_along_axis(one, place, axis=1) for one in (old, new))
        inside &= ~np.isnan(before)
        counted = _within(after, self.start, self.end).astype(float) - _within(before, self.start, self.end)
        return np.where(inside, np.where(self.counts, counted, after - before), 0.0)


def _within(values: Floats, start: Floats, end: Floats) -> Flags:
    return np.asarray((values >= start - TOLERANCE) & (values <= end + TOLERANCE), dtype=bool)


def columns_of(unknowns: Sequence[Unknowns]) -> tuple[list[Column], Floats]:
    """Return every column of the unknowns, and their true values, organizations x columns."""
    columns: list[Column] = []
    for one in unknowns:
        for periods in one.columns:
            columns.append(Column(one.element, periods, one.scale.level, len(columns)))
    return columns, np.column_stack([one.values for one in unknowns])


def figures(unknowns: Sequence[Unknowns], release: Published, earlier: Iterable[Published]) -> Figures:
    """Return what a release and everything before it says.

    A figure that was given out before and stands in the release too is no news, and of no unit. Where one that was
    given out before no longer follows from the data, since an answer was corrected, the difference of the two would
    tell of the organization that was corrected: what the release says of the same element and period is not proven.
    """
    size = len(unknowns[0].values)
    known: dict[tuple[object, ...], tuple[Constraint, Codes, Unit | None]] = {}
    unproven: set[Unit] = set()
    read: set[Unit] = set()
    lost: set[tuple[str, ...]] = set()
    unmatched = 0
    offsets = np.cumsum([0, *(len(one.columns) for one in unknowns)])
    for published, is_new in [*((one, False) for one in earlier), (release, True)]:
        for offset, unknown in zip(offsets, unknowns, strict=False):
            for one in told(unknown, published):
                unit = unit_of(one.cell.by, one.cell.group, one.cell.period, unknown.element, one.statistic)
                read |= {unit} if is_new else set()
                if is_new and (not one.holds or unit[2:5] in lost):
                    unproven.add(unit)
                if not one.holds:
                    unmatched += not is_new
                    lost |= set() if is_new else {unit[2:5]}
                    continue
                entering = _entering(one.members, int(offset), size)
                for bound in one.bounds:
                    key = (entering.tobytes(), bound.what, bound.low, bound.high, bound.start, bound.end)
                    known.setdefault(key, (bound, entering, unit if is_new else None))
    return _arrays(known, unknowns, frozenset(read), frozenset(unproven), unmatched)


def _entering(members: Members, offset: int, size: int) -> Codes:
    entering = np.full(size, -1, dtype=np.intp)
    entering[members.rows] = members.columns + offset
    return entering


def _arrays(
    known: Mapping[tuple[object, ...], tuple[Constraint, Codes, Unit | None]],
    unknowns: Sequence[Unknowns],
    read: frozenset[Unit],
    unproven: frozenset[Unit],
    unmatched: int,
) -> Figures:
    rows = list(known.values())
    values = np.column_stack([one.values for one in unknowns])
    units = tuple(dict.fromkeys(unit for _, _, unit in rows if unit is not None))
    place: dict[Unit | None, int] = {unit: nth for nth, unit in enumerate(units)}
    size = len(values)
    column = np.array([entering for _, entering, _ in rows], dtype=np.intp).reshape(len(rows), size)
    totals = np.array([_total(bound, entering, values) for bound, entering, _ in rows])
    counts = np.array([bound.what == "count" for bound, _, _ in rows], dtype=bool)
    slack = np.where(counts, 0.0, SLACK)
    low, high, start, end = (
        np.array([getattr(bound, name) for bound, _, _ in rows]) for name in ("low", "high", "start", "end")
    )
    return Figures(
        column,
        counts,
        start,
        end,
        np.minimum(low + slack - totals, 0.0),
        np.maximum(high - slack - totals, 0.0),
        (column >= 0).sum(axis=1),
        np.array([place.get(unit, -1) for _, _, unit in rows], dtype=np.intp),
        units,
        read,
        unproven,
        unmatched,
    )


def _total(bound: Constraint, entering: Codes, values: Floats) -> float:
    rows = np.flatnonzero(entering >= 0)
    return float(bound.of(values[rows, entering[rows]]).sum())


def unit_of(by: str, group: str, period: str, element: tuple[str, str], statistic: str) -> Unit:
    """Return what a figure is given out with: shares that add up to all go together."""
    bare = statistic.removeprefix(PREVIOUS)
    part = statistic.removesuffix(bare) + "shares" if bare in SHARES else statistic
    return by, group, period, *element, part
