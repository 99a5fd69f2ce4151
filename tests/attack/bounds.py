"""How far printed figures leave the scores of one element in one period open: exact, on the grid of the scores.

Organizations that the same figures count can be exchanged, so what matters is how many of them have which score: one
whole number for each of their classes and each value of the grid. The intruders' own scores are taken out first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.attack.figures import Figure
from tests.attack.known import Known, Place

TOLERANCE = 1e-6
"""Ends that are not reached are drawn in by so much: less than any two sums of scores differ."""

INFINITE = np.inf


@dataclass(frozen=True)
class Interval:
    """Between its smallest and its largest possible value; `solved` is false where time ran out."""

    low: float
    high: float
    solved: bool = True

    @property
    def width(self) -> float:
        """How far a score is left open."""
        return self.high - self.low


@dataclass(frozen=True)
class Element:
    """One element in one period, and the figures of it.

    Attributes:
        known: what is public.
        place: period and element.
        figures: those of this place, without changes.
        full: whether everybody is known to have a level for each of its items.
    """

    known: Known
    place: Place
    figures: tuple[Figure, ...]
    full: bool

    @cached_property
    def grid(self) -> np.ndarray:
        """Every value that a score can have, lowest first."""
        return np.array(self.known.grid(self.place[1], full=self.full))

    @cached_property
    def classes(self) -> dict[tuple[bool, ...], frozenset[str]]:
        """Those assessed, by which figures count them."""
        found: dict[tuple[bool, ...], set[str]] = {}
        for one in self.known.assessed[self.place[0]]:
            found.setdefault(self.class_of(one), set()).add(one)
        return {key: frozenset(members) for key, members in found.items()}

    @cached_property
    def groups(self) -> list[frozenset[str]]:
        """The sets of organizations that figures count."""
        return list(dict.fromkeys(one.members for one in self.figures))

    def class_of(self, organization: str) -> tuple[bool, ...]:
        """Say which figures count an organization."""
        return tuple(organization in group for group in self.groups)

    @cached_property
    def numbers(self) -> dict[frozenset[str], int]:
        """How many have a score, by the set that a figure counts, where it is said."""
        found: dict[frozenset[str], int] = {}
        for one in self.figures:
            if one.organizations >= 0:
                found[one.members] = one.organizations
        return found

    @cached_property
    def scored(self) -> frozenset[str]:
        """Those of whom everybody knows that they have a score: where as many contribute as were assessed."""
        everybody = [members for members, number in self.numbers.items() if number == len(members)]
        return frozenset().union(*everybody)


class Counting:
    """The possible numbers of organizations with each score, for intruders who know their own."""

    def __init__(self, element: Element, own: Mapping[str, float | None]) -> None:
        self.element = element
        self.own = own
        self.classes = list(element.classes)
        self.values = len(element.grid)
        self._rows: list[np.ndarray] = []
        self._low: list[float] = []
        self._high: list[float] = []
        medians = [one for one in element.figures if one.statistic == "median"]
        self._counts = (self.values + 1) * len(self.classes)
        self._width = self._counts + self.values + sum(2 * self.values for _ in medians)
        self._upper = np.ones(self._width)
        self._classes()
        for one in element.figures:
            self._figure(one)
        for nth, one in enumerate(medians):
            self._median(one, self._counts + self.values + 2 * self.values * nth)

    def interval(self, of: tuple[bool, ...]) -> Interval | None:
        """Return between what the scores of a class lie; None where nobody of it is left, or nothing fits."""
        start = self._start(of)
        rows, low, high = list(self._rows), list(self._low), list(self._high)
        for value in range(self.values):
            row = np.zeros(self._width)
            row[self._counts + value], row[start + value] = -1, 1
            self._put(rows, low, high, row, 0, INFINITE)
        chosen = np.zeros(self._width)
        chosen[self._counts : self._counts + self.values] = 1
        self._put(rows, low, high, chosen, 1, 1)
        ends = [self._end(rows, low, high, sign) for sign in (1, -1)]
        if any(end is None for end in ends):
            return None
        least, most = ends
        return Interval(least or 0.0, most or 0.0)

    def _end(self, rows: list[np.ndarray], low: list[float], high: list[float], sign: int) -> float | None:
        aim = np.zeros(self._width)
        aim[self._counts : self._counts + self.values] = sign * self.element.grid
        found = milp(
            aim,
            constraints=LinearConstraint(np.array(rows), low, high),
            bounds=Bounds(0, self._upper),
            integrality=np.ones(self._width),
        )
        return None if found.x is None else round(sign * found.fun, 9)

    def _start(self, of: tuple[bool, ...]) -> int:
        return self.classes.index(of) * (self.values + 1)

    def _classes(self) -> None:
        """Everybody who is no intruder has one score, or none; none only where that is not excluded."""
        for key, members in self.element.classes.items():
            start, left = self._start(key), members - set(self.own)
            row = np.zeros(self._width)
            row[start : start + self.values + 1] = 1
            self._upper[start : start + self.values + 1] = len(left)
            if members <= self.element.scored:
                self._upper[start + self.values] = 0
            self._constrain(row, len(left), len(left))

    def _figure(self, one: Figure) -> None:
        number = self.element.numbers.get(one.members)
        if number is None:
            return
        everybody, own = np.ones(self.values), [self.own[i] for i in sorted(set(self.own) & one.members)]
        mine = [value for value in own if value is not None]
        self._constrain(self._over(one.members, everybody), number - len(mine), number - len(mine))
        if one.statistic == "mean":
            low, high = number * one.low - sum(mine), number * one.high - sum(mine)
            self._constrain(self._over(one.members, self.element.grid), low, high - TOLERANCE)
        elif one.statistic == "reaching":
            at = self.element.grid >= one.level - 1e-9
            reached = sum(value >= one.level - 1e-9 for value in mine)
            self._constrain(self._over(one.members, at.astype(float)), one.low - reached, one.high - reached)

    def _median(self, one: Figure, start: int) -> None:
        """The two middle scores, each chosen on the grid, have a mean that rounds to what is printed."""
        number, values = self.element.numbers[one.members], self.values
        both = np.zeros(self._width)
        for nth, rank in enumerate(((number + 1) // 2, number // 2 + 1)):
            at = start + nth * values
            chosen = np.zeros(self._width)
            chosen[at : at + values] = 1
            self._constrain(chosen, 1, 1)
            both[at : at + values] = self.element.grid / 2
            for value, score in enumerate(self.element.grid):
                self._ranked(one, at + value, score, rank, number)
        self._constrain(both, one.low, one.high - TOLERANCE)

    def _ranked(self, one: Figure, at: int, score: float, rank: int, number: int) -> None:
        """Where a score is chosen as the one of a rank, so many lie at it or below, and fewer below."""
        grid, mine = self.element.grid, [v for i, v in self.own.items() if i in one.members and v is not None]
        below = self._over(one.members, (grid < score - 1e-9).astype(float))
        until = self._over(one.members, (grid <= score + 1e-9).astype(float))
        own_below = sum(value < score - 1e-9 for value in mine)
        own_until = sum(value <= score + 1e-9 for value in mine)
        until[at], below[at] = -rank, number
        self._constrain(until, -own_until, INFINITE)
        self._constrain(below, -INFINITE, rank - 1 - own_below + number)

    def _over(self, members: frozenset[str], weights: np.ndarray) -> np.ndarray:
        row = np.zeros(self._width)
        for key, some in self.element.classes.items():
            if some <= members:
                row[self._start(key) : self._start(key) + self.values] = weights
        return row

    def _constrain(self, row: np.ndarray, low: float, high: float) -> None:
        self._put(self._rows, self._low, self._high, row, low, high)

    @staticmethod
    def _put(rows: list[np.ndarray], lows: list[float], highs: list[float], row: np.ndarray, low: float, high: float) -> None:
        rows.append(row)
        lows.append(low)
        highs.append(high)


def place_of(known: Known, place: Place, figures: Iterable[Figure], complete: Iterable[str]) -> Element:
    """Gather what is printed of one element in one period.

    An item's score is the answer itself. Everybody answered all where it is printed of the period, or where each item
    of the element has as many organizations behind it as were assessed.
    """
    period, element = place
    mine = tuple(one for one in figures if one.period == period and one.element == element and not one.of_change)
    items = _items(known, place)
    answered = {one.element[1] for one in figures if _by_all(known, one, period)}
    full = period in set(complete) or set(items) <= answered
    return Element(known, place, mine, full)


def _items(known: Known, place: Place) -> Sequence[str]:
    kind, name = place[1]
    if kind == "item":
        return (name,)
    if kind == "dimension":
        return known.dimensions[name]
    return [item for items in known.dimensions.values() for item in items]


def _by_all(known: Known, one: Figure, period: str) -> bool:
    return (
        one.element[0] == "item"
        and one.period == period
        and one.members == known.assessed[period]
        and one.organizations == len(one.members)
    )
