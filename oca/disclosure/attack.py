"""What an intruder can work out: the interval that linear programming leaves for each unknown (METHODS, section 8.6).

Organizations that stand in exactly the same published figures are interchangeable: any solution stays one when their
values are exchanged, and so does the mean of all these solutions. So the programme has one block of variables for each
such set of organizations (an atom), not for each organization, and finds the same ends.

A value's own bounds, its class between two limits that are counted, and its square are tied as closely as linear
inequalities can: within a class, a value lies between the class's ends times its share in the class, a square above its
tangents and below its secant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from oca.disclosure.constraints import Constraint, Evidence, Flags, Members
from oca.disclosure.unknowns import Codes, Floats, Unknowns
from oca.instrument.scale import TOLERANCE

TANGENTS = 13
"""Above how many tangents of the parabola a square is held."""

SEED = 20_231_115

ROUNDS = 4
"""How many random directions are tried before each unknown is maximized and minimized by itself."""


@dataclass(frozen=True)
class Atoms:
    """Organizations that stand in the same published figures, taken together.

    Attributes:
        rows: one organization of each atom.
        size: how many each has.
        of: the atom of each organization.
    """

    rows: Codes
    size: Codes
    of: Codes


def atoms(unknown: Unknowns, evidence: Evidence) -> Atoms:
    """Return the coarsest partition into interchangeable organizations."""
    code = np.zeros(len(unknown.values), dtype=np.int64)
    width = len(unknown.columns)
    for cells in _apart(evidence, len(code)):
        column = np.zeros(len(code), dtype=np.int64)
        for nth, members in enumerate(cells):
            column[members.rows] = nth * width + members.columns + 1
        code = _joined(code, column)
    for link in unknown.links:
        code = _joined(code, link.holds.astype(np.int64))
    _, rows, of, size = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    return Atoms(rows, size, of)


def _apart(evidence: Evidence, size: int) -> list[list[Members]]:
    """Return the cells in as few lists as hold no organization twice."""
    lists: list[tuple[Flags, list[Members]]] = []
    for members in evidence.members.values():
        taken, cells = next((one for one in lists if not one[0][members.rows].any()), (None, []))
        if taken is None:
            taken = np.zeros(size, dtype=bool)
            lists.append((taken, cells))
        taken[members.rows] = True
        cells.append(members)
    return [cells for _, cells in lists]


def _joined(code: npt.NDArray[np.int64], column: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.unique(code * (column.max() + 1) + column, return_inverse=True)[1].astype(np.int64)


def without(unknown: Unknowns, evidence: Evidence, kept: Codes) -> tuple[Unknowns, Evidence]:
    """Return the puzzle of some organizations for one who knows the values of all others.

    Args:
        unknown: of all organizations.
        evidence: on them.
        kept: the rows whose values stay unknown, ascending.
    """
    at = np.full(len(unknown.values), -1, dtype=np.intp)
    at[kept] = np.arange(len(kept))
    members, known = {}, []
    values = {cell: one.taken(unknown) for cell, one in evidence.members.items()}
    inside = {cell: at[one.rows] >= 0 for cell, one in evidence.members.items()}
    for cell, one in evidence.members.items():
        if not inside[cell].any():
            continue
        members[cell] = Members(at[one.rows[inside[cell]]], one.columns[inside[cell]])
    for bound in evidence.known:
        if not inside[bound.cell].any():
            continue
        gone = float(bound.of(values[bound.cell][~inside[bound.cell]]).sum())
        known.append(replace(bound, low=bound.low - gone, high=bound.high - gone))
    links = tuple(replace(link, holds=link.holds[kept]) for link in unknown.links)
    measures = {name: columns[kept] for name, columns in unknown.measures.items()}
    smaller = replace(unknown, values=unknown.values[kept], links=links, measures=measures)
    return smaller, Evidence(tuple(known), members)


@dataclass(frozen=True)
class Intervals:
    """What is left of each unknown, atoms x columns; NaN where nothing was asked.

    Attributes:
        low: a value that it can have, the least where `exact`.
        high: a value that it can have, the most where `exact`.
        exact: whether the two ends were looked for; else they are as wide as was found on the way.
        programmes: how many linear programmes were solved.
    """

    low: Floats
    high: Floats
    exact: Flags
    programmes: int

    @property
    def width(self) -> Floats:
        """The width of the interval, or less than it where it is not `exact`."""
        return self.high - self.low


def intervals(
    unknown: Unknowns,
    evidence: Evidence,
    parts: Atoms,
    *,
    enough: float = np.inf,
    wanted: Flags | None = None,
    follow: bool = True,
) -> Intervals:
    """Find the interval that is left for every unknown.

    Each solution gives every unknown a value that it can have. So a few solutions in random directions, the same ones
    each time, show most intervals to be wide enough; the others are found by themselves.

    Args:
        unknown: the unknowns.
        evidence: the bounds.
        parts: interchangeable organizations.
        enough: the width from which on an interval is no longer looked at; endless for all ends.
        wanted: atoms x columns, the unknowns in question; all when None.
        follow: whether the intervals that are still too short are followed to their ends.

    Raises:
        ArithmeticError: the bounds fit no values at all.
    """
    programme = _Programme(unknown, evidence, _split(parts))
    asked = ~np.isnan(unknown.values[parts.rows]) & (True if wanted is None else wanted)
    low, high = _own_values(unknown, parts)
    exact = asked & ~programme.touched
    low, high = np.where(exact, unknown.lowest, low), np.where(exact, unknown.highest, high)
    generator = np.random.default_rng(SEED)
    for _ in range(ROUNDS if np.isfinite(enough) else 0):
        left = asked & ~exact & (high - low < enough - TOLERANCE)
        if not left.any():
            break
        found = programme.solve(np.where(left, generator.choice([-1.0, 1.0], left.shape), 0.0))
        low, high = np.fmin(low, found), np.fmax(high, found)
    for atom, column in np.argwhere(asked & ~exact) if follow else ():
        if high[atom, column] - low[atom, column] >= enough - TOLERANCE:
            continue
        for sign in (1.0, -1.0):
            direction = np.zeros(low.shape)
            direction[atom, column] = sign
            found = programme.solve(direction)
            low, high = np.fmin(low, found), np.fmax(high, found)
        exact[atom, column] = True
    return Intervals(np.where(asked, low, np.nan), np.where(asked, high, np.nan), exact, programme.solved)


def _own_values(unknown: Unknowns, parts: Atoms) -> tuple[Floats, Floats]:
    """Return the least and the most of the true values within each atom: each of its organizations can have any."""
    shape = (len(parts.rows), len(unknown.columns))
    low, high = np.full(shape, np.inf), np.full(shape, -np.inf)
    np.minimum.at(low, parts.of, np.where(np.isnan(unknown.values), np.inf, unknown.values))
    np.maximum.at(high, parts.of, np.where(np.isnan(unknown.values), -np.inf, unknown.values))
    return np.where(np.isinf(low), np.nan, low), np.where(np.isinf(high), np.nan, high)


def _split(parts: Atoms) -> Atoms:
    """Return each atom as one organization (the first ones) and the rest of it."""
    rest = np.flatnonzero(parts.size > 1)
    size = np.concatenate([np.ones(len(parts.rows), dtype=np.intp), parts.size[rest] - 1])
    return Atoms(np.concatenate([parts.rows, parts.rows[rest]]), size, parts.of)


class _Programme:
    """The linear programme: bounds and equations that every direction shares."""

    def __init__(self, unknown: Unknowns, evidence: Evidence, parts: Atoms) -> None:
        self.unknown = unknown
        self.solved = 0
        self.bounds: list[tuple[float, float]] = []
        self.value: dict[tuple[int, int], list[int]] = {}
        self.share: dict[tuple[int, int], list[int]] = {}
        self.square: dict[tuple[int, int], int] = {}
        self.above: list[tuple[list[int], list[float], float]] = []
        self.equal: list[tuple[list[int], list[float], float]] = []
        self.shape = (int(parts.of.max()) + 1, len(unknown.columns))
        self.squared = {
            int(c) for one in evidence.known if one.what == "square" for c in evidence.members[one.cell].columns
        }
        place = _members_by_atom(evidence, parts, len(unknown.values))
        self.limits = _limits(unknown, evidence, place)
        for one in evidence.known:
            self._bound(one, place[one.cell], parts.size)
        for link in unknown.links:
            for atom, row in enumerate(parts.rows):
                ends = [(atom, column) for column in (link.change, link.later, link.earlier)]
                if link.holds[row] and any(end in self.value for end in ends):
                    self._tie(ends)
        self.touched = np.zeros(self.shape, dtype=bool)
        for atom, column in self.value:
            if atom < self.shape[0]:
                self.touched[atom, column] = True
        self._finish()

    def _bound(self, known: Constraint, place: Sequence[tuple[int, int]], size: Codes) -> None:
        names: list[int] = []
        factors: list[float] = []
        constant = 0.0
        for atom, column in place:
            many = float(size[atom])
            value, start = self._variables(atom, column), self.limits[atom, column]
            if known.what == "sum":
                names += value
                factors += [many] * len(value)
            elif known.what == "count":
                inside = [nth for nth in range(len(start) - 1) if _within(start[nth], start[nth + 1], known)]
                share = self.share.get((atom, column), [])
                names += [share[nth] for nth in inside if share]
                factors += [many] * (len(inside) if share else 0)
                constant += 0.0 if share else many * len(inside)
            else:
                square = self.square[atom, column]
                names += [square, *value]
                factors += [many] + [-2 * known.centre * many] * len(value)
                constant += many * known.centre**2
        self.above.append((names, factors, known.high - constant))
        self.above.append((names, [-one for one in factors], constant - known.low))

    def _variables(self, atom: int, column: int) -> list[int]:
        """Return the variables whose sum is the value: one for each class between limits."""
        if (atom, column) in self.value:
            return self.value[atom, column]
        limits = self.limits[atom, column]
        classes = list(pairwise(limits))
        if len(classes) == 1 and column not in self.squared:
            self.value[atom, column] = [self._new(*classes[0])]
            return self.value[atom, column]
        low, high = min(0.0, limits[0]), max(0.0, limits[-1])
        values = [self._new(low, high) for _ in classes]
        shares = [self._new(0.0, 1.0) for _ in classes]
        for value, share, (start, end) in zip(values, shares, classes, strict=True):
            self.above.append(([value, share], [1.0, -end], 0.0))
            self.above.append(([value, share], [-1.0, start], 0.0))
        self.equal.append((shares, [1.0] * len(shares), 1.0))
        self.value[atom, column], self.share[atom, column] = values, shares
        if column in self.squared:
            self.square[atom, column] = self._squared(values, shares, classes)
        return values

    def _squared(self, values: list[int], shares: list[int], classes: Sequence[tuple[float, float]]) -> int:
        """Return a variable for the square: above the tangents of the parabola, under the secant of each class."""
        ends = [end for start, end in classes] + [classes[0][0]]
        square = self._new(0.0, max(end**2 for end in ends))
        for point in np.linspace(min(ends), max(ends), TANGENTS):
            self.above.append(([square, *values], [-1.0] + [2 * point] * len(values), point**2))
        secants = [-(start + end) for start, end in classes] + [start * end for start, end in classes]
        self.above.append(([square, *values, *shares], [1.0, *secants], 0.0))
        return square

    def _tie(self, ends: Sequence[tuple[int, int]]) -> None:
        change, later, earlier = (self._variables(*end) for end in ends)
        factors = [1.0] * len(change) + [-1.0] * len(later) + [1.0] * len(earlier)
        self.equal.append(([*change, *later, *earlier], factors, 0.0))

    def _new(self, low: float, high: float) -> int:
        self.bounds.append((low, high))
        return len(self.bounds) - 1

    def _finish(self) -> None:
        self.matrices = [
            (_sparse(rows, len(self.bounds)), np.array([limit for _, _, limit in rows]))
            for rows in (self.above, self.equal)
        ]
        targets = [((atom, column), names) for (atom, column), names in self.value.items() if atom < self.shape[0]]
        self.targets = [target for target, _ in targets]
        self.reading = _sparse([(names, [1.0] * len(names), 0.0) for _, names in targets], len(self.bounds))

    def solve(self, direction: Floats) -> Floats:
        """Return values of the unknowns, atoms x columns, that go furthest in a direction."""
        from scipy.optimize import linprog

        if not self.bounds:
            return np.full(self.shape, np.nan)
        cost = -self.reading.T @ np.array([direction[target] for target in self.targets])
        (above, above_limit), (equal, equal_limit) = self.matrices
        self.solved += 1
        slack = 1e-9 * (1 + np.abs(above_limit))
        found = linprog(
            cost,
            A_ub=above,
            b_ub=above_limit + slack,
            A_eq=equal if len(equal_limit) else None,
            b_eq=equal_limit if len(equal_limit) else None,
            bounds=self.bounds,
            method="highs",
        )
        if found.x is None:
            raise ArithmeticError(f"{' '.join(self.unknown.element)}: {found.message}")
        values = np.full(self.shape, np.nan)
        for target, value in zip(self.targets, self.reading @ found.x, strict=True):
            values[target] = value
        return values


def _within(start: float, end: float, known: Constraint) -> bool:
    return start >= known.start - TOLERANCE and end <= known.end + TOLERANCE


class _Limits(dict[tuple[int, int], list[float]]):
    """The ends of the classes of each unknown; of one that nothing counts, its lowest and highest value."""

    def __init__(self, unknown: Unknowns) -> None:
        super().__init__()
        self.unknown = unknown

    def __missing__(self, at: tuple[int, int]) -> list[float]:
        return [float(self.unknown.lowest[at[1]]), float(self.unknown.highest[at[1]])]


def _limits(unknown: Unknowns, evidence: Evidence, place: Mapping[object, list[tuple[int, int]]]) -> _Limits:
    """Return the ends of the classes of each unknown: its lowest and highest, and every limit that is counted.

    Where the highest level itself is counted, the last class is that one point, and so with the lowest.
    """
    found: dict[tuple[int, int], set[float]] = {}
    for one in evidence.known:
        for at in place[one.cell] if one.what == "count" else ():
            low, high = float(unknown.lowest[at[1]]), float(unknown.highest[at[1]])
            inside = found.setdefault(at, set())
            inside |= {limit for limit in (round(one.start, 9), round(one.end, 9)) if low < limit < high}
            inside |= {high + 1} if one.start >= high - TOLERANCE else set()
            inside |= {low - 1} if one.end <= low + TOLERANCE else set()
    limits = _Limits(unknown)
    for at, inside in found.items():
        low, high = limits[at]
        limits[at] = sorted([low, high, *(min(max(one, low), high) for one in inside)])
    return limits


def _members_by_atom(evidence: Evidence, parts: Atoms, size: int) -> dict[object, list[tuple[int, int]]]:
    """Return for each cell the atoms that are in it, each with its column."""
    place: dict[object, list[tuple[int, int]]] = {}
    for cell, members in evidence.members.items():
        column = np.full(size, -1, dtype=np.intp)
        column[members.rows] = members.columns
        own = column[parts.rows]
        place[cell] = [(int(atom), int(own[atom])) for atom in np.flatnonzero(own >= 0)]
    return place


def _sparse(rows: Sequence[tuple[list[int], list[float], float]], width: int) -> Any:
    from scipy.sparse import csr_array

    lengths = np.array([len(names) for names, _, _ in rows], dtype=np.intp)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    columns = np.array([name for names, _, _ in rows for name in names], dtype=np.intp)
    data = np.array([factor for _, factors, _ in rows for factor in factors])
    return csr_array((data, columns, ends), shape=(len(rows), width))
