"""How far printed figures leave scores open when all are taken together: dimensions and their items, the overall and
its dimensions, one year and the next.

Each organization has its own unknowns here. What cannot be coupled without knowing more (who has a score, which items
apply) is left out: then less is found, and nobody is accused wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.attack.bounds import INFINITE, TOLERANCE, Interval, place_of
from tests.attack.bounds import Element as Printed
from tests.attack.figures import Figure
from tests.attack.known import OVERALL, Element, Known, Place

Terms = Mapping[int, float]
"""A sum: the number of each unknown with its factor; the constant stands under -1."""


@dataclass(frozen=True)
class Holding:
    """Everything that somebody holds, and what is public."""

    known: Known
    figures: tuple[Figure, ...]
    complete: frozenset[str]

    @cached_property
    def printed(self) -> dict[Place, Printed]:
        """What is printed of each element in each period."""
        return {place: place_of(self.known, place, self.figures, self.complete) for place in self.known.places}

    @cached_property
    def classes(self) -> list[frozenset[str]]:
        """Those who can be exchanged whole: counted by the same figures, assessed in the same periods."""
        groups = list(dict.fromkeys(one.members for one in self.figures))
        periods = list(self.known.assessed.values())
        found: dict[tuple[bool, ...], set[str]] = {}
        for one in self.known.organizations:
            found.setdefault(tuple(one in some for some in (*groups, *periods)), set()).add(one)
        return [frozenset(members) for members in found.values()]

    def of_pairs(self) -> Holding:
        """Return what a pair may make use of: figures of five organizations or more."""
        return Holding(self.known, tuple(one for one in self.figures if one.organizations >= 5), self.complete)


@dataclass
class Together:
    """A programme over the scores of all whom the intruders do not know."""

    holding: Holding
    own: Mapping[str, Mapping[Place, float]]
    seconds: float = 5.0
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    _known: dict[tuple[str, Place], dict[int, float] | None] = field(default_factory=dict)
    _reached: dict[tuple[str, Place, float], dict[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.holding.figures:
            self._figure(one)

    def interval(self, organization: str, place: Place, wanted: float, at: float) -> Interval:
        """Return how far one score is open; stop at what is wanted, where `at` is a value that it can have."""
        aim = self.score(organization, place)
        if aim is None:
            return Interval(-INFINITE, INFINITE)
        for low, high in ((at + wanted, INFINITE), (-INFINITE, at - wanted)):
            if self._solve({}, [(aim, low - 1e-9, high + 1e-9)])[0] is not None:
                return Interval(min(at, low), max(at, high))
        ends, solved = [], True
        for sign in (1, -1):
            found, done = self._solve({key: sign * factor for key, factor in aim.items()}, [])
            solved &= done and found is not None
            ends.append(sign * (found or 0.0) + aim.get(-1, 0.0) if found is not None else -sign * INFINITE)
        return Interval(round(ends[0], 6), round(ends[1], 6), solved)

    # unknowns

    def score(self, organization: str, place: Place) -> dict[int, float] | None:
        """Return a score as a sum of unknowns; None where it is not modelled."""
        if organization in self.own:
            value = self.own[organization].get(place)
            return None if value is None else {-1: value}
        key = (organization, place)
        if key not in self._known:
            self._known[key] = self._make(organization, place)
        return self._known[key]

    def _make(self, organization: str, place: Place) -> dict[int, float] | None:
        printed = self.holding.printed[place]
        if organization not in printed.scored and not printed.full:
            return None
        kind, name = place[1]
        if kind == "item":
            return self._level()
        known, period = self.holding.known, place[0]
        if kind == "dimension":
            return self._dimension(organization, period, name, full=printed.full)
        parts: list[tuple[float, Element]] = [(known.weights[one], ("dimension", one)) for one in known.dimensions]
        if known.of_items:
            parts = [
                (sum(known.weights[item] for item in items), ("dimension", one))
                for one, items in known.dimensions.items()
            ]
        dimensions = [self.score(organization, (period, element)) for _, element in parts]
        if any(one is None for one in dimensions) or (known.of_items and not printed.full):
            return self._free(known.grid(OVERALL, full=printed.full))
        return _mean([(weight, terms or {}) for (weight, _), terms in zip(parts, dimensions, strict=True)])

    def _dimension(self, organization: str, period: str, name: str, *, full: bool) -> dict[int, float]:
        known, items = self.holding.known, self.holding.known.dimensions[name]
        if not full:
            return self._free(known.grid(("dimension", name)))
        alike = len({known.weights[item] for item in items}) == 1 and _even(known.levels)
        printed = any(self.holding.printed[period, ("item", item)].figures for item in items)
        if alike and not printed:
            steps = self._new(0, (len(known.levels) - 1) * len(items), whole=True)
            return {-1: known.levels[0], steps: known.step / len(items)}
        return _mean([(known.weights[one], self._item(organization, period, one)) for one in items])

    def _item(self, organization: str, period: str, item: str) -> dict[int, float]:
        key = (organization, (period, ("item", item)))
        if self._known.get(key) is None:
            self._known[key] = self._level()
        return self._known[key] or {}

    def _level(self) -> dict[int, float]:
        levels = self.holding.known.levels
        if _even(levels):
            return {-1: levels[0], self._new(0, len(levels) - 1, whole=True): self.holding.known.step}
        return self._one_of(levels)

    def _one_of(self, values: Sequence[float]) -> dict[int, float]:
        chosen = {self._new(0, 1, whole=True): value for value in values}
        self.rows.append((dict.fromkeys(chosen, 1.0), 1, 1))
        return chosen

    def _free(self, grid: Sequence[float]) -> dict[int, float]:
        return {self._new(grid[0], grid[-1], whole=False): 1.0}

    def _new(self, low: float, high: float, *, whole: bool) -> int:
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.low) - 1

    # figures

    def _figure(self, one: Figure) -> None:
        if one.organizations not in (-1, len(one.members)):
            return
        if one.of_change:
            self._change(one)
            return
        place = (one.period, one.element)
        terms = {member: self.score(member, place) for member in sorted(one.members)}
        if any(each is None for each in terms.values()) or not terms:
            return
        if one.statistic == "mean":
            self._mean_row(one, [each or {} for each in terms.values()])
        elif one.statistic == "reaching":
            reached = [self._reaching(member, place, one.level) for member in terms]
            self._count_row(reached, one.low, one.high)
        elif one.statistic == "median":
            self._median(one, list(terms), place)

    def _mean_row(self, one: Figure, terms: Sequence[Terms]) -> None:
        number = len(terms)
        self._row(_sum(terms), number * one.low, number * one.high - TOLERANCE)

    def _count_row(self, terms: Sequence[Terms], low: float, high: float) -> None:
        self._row(_sum(terms), low, high)

    def _row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        constant = terms.get(-1, 0.0)
        self.rows.append(({key: value for key, value in terms.items() if key >= 0}, low - constant, high - constant))

    def _reaching(self, organization: str, place: Place, level: float) -> dict[int, float]:
        """Return an unknown that is 1 where a score reaches a level, and 0 where it does not, with the grid's ends."""
        key = (organization, place, level)
        if key not in self._reached:
            printed = self.holding.printed[place]
            grid = self.holding.known.grid(place[1], full=printed.full)
            self._reached[key] = self._at_least(self.score(organization, place) or {}, grid, level)
        return self._reached[key]

    def _at_least(self, score: Terms, grid: Sequence[float], level: float) -> dict[int, float]:
        upper, lower = [v for v in grid if v >= level - 1e-9], [v for v in grid if v < level - 1e-9]
        if set(score) <= {-1}:
            return {-1: float(score.get(-1, 0.0) >= level - 1e-9)}
        if not upper or not lower:
            return {-1: float(bool(upper))}
        reached = self._new(0, 1, whole=True)
        first, last = upper[0], lower[-1]
        self._row({**score, reached: -(first - grid[0])}, grid[0], INFINITE)
        self._row({**score, reached: -(grid[-1] - last)}, -INFINITE, last)
        return {reached: 1.0}

    def _median(self, one: Figure, members: Sequence[str], place: Place) -> None:
        """At least half lie at what is printed or above, and at least half below its upper end."""
        number = len(members)
        middle = number // 2 + number % 2
        above = [self._reaching(member, place, one.low) for member in members]
        beyond = [self._reaching(member, place, one.high) for member in members]
        self._count_row(above, middle, INFINITE)
        self._count_row(beyond, -INFINITE, number - middle)

    def _change(self, one: Figure) -> None:
        """Couple the scores of two periods; only where all items have levels in both, so that all compare."""
        changes: list[dict[int, float]] = []
        for member in sorted(one.members):
            before = self.holding.known.previous(one.period, member, one.since)
            change = self._changed(member, before, one.period, one.element)
            if change is None:
                return
            changes.append(change)
        if one.statistic == "change_mean":
            self._mean_row(one, changes)
        elif one.statistic in ("improved", "unchanged", "declined"):
            self._verdicts(one, changes)

    def _changed(self, member: str, before: str, period: str, element: Element) -> dict[int, float] | None:
        places = (before, element), (period, element)
        if not all(self.holding.printed[place].full for place in places):
            return None
        earlier, later = (self.score(member, place) for place in places)
        if earlier is None or later is None:
            return None
        return _sum([later, {key: -value for key, value in earlier.items()}])

    def _verdicts(self, one: Figure, changes: Sequence[Terms]) -> None:
        grid = self.holding.known.grid(one.element, full=True)
        moves = sorted({round(later - earlier, 9) for later in grid for earlier in grid})
        limit = self.holding.known.meaningful
        up = [self._at_least(change, moves, limit) for change in changes]
        down = [self._at_least(_negated(change), moves, limit) for change in changes]
        if one.statistic == "improved":
            self._count_row(up, one.low, one.high)
        elif one.statistic == "declined":
            self._count_row(down, one.low, one.high)
        else:
            number = len(changes)
            self._count_row([*up, *down], number - one.high, number - one.low)

    # solving

    def _solve(self, aim: Mapping[int, float], more: Iterable[tuple[Terms, float, float]]) -> tuple[float | None, bool]:
        """Return the least of a sum without its constant (None where nothing fits), and whether that is proven."""
        width = len(self.low)
        if not width:
            return None, True
        rows = [*self.rows]
        for terms, low, high in more:
            constant = terms.get(-1, 0.0)
            rows.append(({key: v for key, v in terms.items() if key >= 0}, low - constant, high - constant))
        target = np.zeros(width)
        for key, value in aim.items():
            if key >= 0:
                target[key] = value
        found = milp(
            target,
            constraints=self._matrix(rows, width),
            bounds=Bounds(self.low, self.high),
            integrality=np.array(self.whole, dtype=int),
            options={"time_limit": self.seconds},
        )
        if found.status == 2:
            return None, True
        if found.status == 0:
            return float(found.fun), True
        return None, False

    @staticmethod
    def _matrix(rows: Sequence[tuple[Terms, float, float]], width: int) -> LinearConstraint:
        data = [(nth, key, value) for nth, (terms, _, _) in enumerate(rows) for key, value in terms.items()]
        where, what, values = zip(*data, strict=True) if data else ((), (), ())
        matrix = csr_array((values, (where, what)), shape=(len(rows), width))
        return LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])


def _even(levels: Sequence[float]) -> bool:
    steps = np.diff(levels)
    return bool(steps.max() - steps.min() < 1e-9)


def _sum(terms: Iterable[Terms]) -> dict[int, float]:
    found: dict[int, float] = {}
    for each in terms:
        for key, value in each.items():
            found[key] = found.get(key, 0.0) + value
    return found


def _negated(terms: Terms) -> dict[int, float]:
    return {key: -value for key, value in terms.items()}


def _mean(parts: Sequence[tuple[float, Terms]]) -> dict[int, float]:
    total = sum(weight for weight, _ in parts)
    return _sum({key: weight / total * value for key, value in terms.items()} for weight, terms in parts)
