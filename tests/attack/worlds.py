"""Other answers from which the very same figures would have been printed.

Each such world shows how far a score is open, to everybody whose own answers are the same in it. Worlds in which few
organizations differ from the truth serve against many intruders; they are drawn at random and then checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tests.attack.figures import Figure
from tests.attack.known import OVERALL, Element, Known, Place

EPSILON = 1e-9

MIN_COMMON = 0.5
"""The least share of the items of an element that must compare, where the scheme says nothing else."""

Array = np.ndarray


@dataclass(frozen=True)
class Answers:
    """Answers of many worlds: world x organization x period x item; NaN without a level."""

    levels: Array
    applies: Array


class Evaluation:
    """Scores, changes and printed figures of many worlds at once."""

    def __init__(self, known: Known, answers: Answers) -> None:
        self.known = known
        self.answers = answers
        self.organizations = {one: nth for nth, one in enumerate(known.organizations)}
        self.periods = {one: nth for nth, one in enumerate(known.periods)}
        self.items = {item: nth for nth, item in enumerate(i for items in known.dimensions.values() for i in items)}
        self._scores: dict[Place, Array] = {}
        self._changes: dict[tuple[str, str, Element], Array] = {}

    def score(self, place: Place) -> Array:
        """Return world x organization, NaN without a score."""
        if place not in self._scores:
            period, (kind, name) = place
            at = self.periods[period]
            levels, applies = self.answers.levels[:, :, at], self.answers.applies[:, :, at]
            if kind == "item":
                found = levels[..., self.items[name]]
            elif kind == "dimension":
                found = self._mean(levels, applies, self._of(name), self._weights(self._of(name)))
            else:
                found = self._overall(levels, applies)
            self._scores[place] = found
        return self._scores[place]

    def fits(self, one: Figure) -> Array:
        """Say of each world whether a figure would be printed as it is."""
        values = self._values(one)
        contributes = ~np.isnan(values)
        number = contributes.sum(axis=1)
        right = np.ones(len(values), dtype=bool)
        if one.organizations >= 0 and one.statistic not in ("improved_any", "improved_half"):
            right &= number == one.organizations
        return right & self._tests(one.statistic)(one, values, number)

    def _tests(self, statistic: str) -> Callable[[Figure, Array, Array], Array]:
        tests: Mapping[str, Callable[[Figure, Array, Array], Array]] = {
            "mean": _mean_fits,
            "change_mean": _mean_fits,
            "median": _median_fits,
            "number": lambda one, values, number: (number >= one.low) & (number <= one.high),
            "reaching": lambda one, values, number: _within(values >= one.level - EPSILON, one),
            "improved": lambda one, values, number: _within(values >= self.known.meaningful - EPSILON, one),
            "declined": lambda one, values, number: _within(values <= -self.known.meaningful + EPSILON, one),
            "unchanged": lambda one, values, number: _within(np.abs(values) < self.known.meaningful - EPSILON, one),
            "improved_any": lambda one, values, number: _within(values >= 1 - EPSILON, one),
            "improved_half": lambda one, values, number: _within(2 * values >= len(self.known.dimensions) - EPSILON, one),
        }
        return tests[statistic]

    def _values(self, one: Figure) -> Array:
        who = [self.organizations[each] for each in sorted(one.members)]
        if one.statistic in ("improved_any", "improved_half"):
            rows = [self.change(one.period, one.since, ("dimension", name)) for name in self.known.dimensions]
            return np.sum([row >= self.known.meaningful - EPSILON for row in rows], axis=0)[:, who].astype(float)
        found = self.change(one.period, one.since, one.element) if one.since else self.score((one.period, one.element))
        return found[:, who]

    def change(self, period: str, since: str, element: Element) -> Array:
        """Return world x organization: the change up to a period, on the items that compare."""
        key = (period, since, element)
        if key not in self._changes:
            shape = self.answers.levels.shape[:2]
            found = np.full(shape, np.nan)
            for one, at in self.organizations.items():
                before = self.known.previous(period, one, since)
                if before:
                    found[:, at] = self._changed(before, period, element, at)
            self._changes[key] = found
        return self._changes[key]

    def _changed(self, before: str, period: str, element: Element, at: int) -> Array:
        kind, name = element
        if kind == "item":
            return self.score((period, element))[:, at] - self.score((before, element))[:, at]
        if kind == "dimension":
            earlier, later = self._rescored(before, period, name, at)
            return later - earlier
        if self.known.of_items:
            return self._rescored_overall(before, period, at)
        parts = [self._rescored(before, period, one, at) for one in self.known.dimensions]
        weights = np.array([self.known.weights[one] for one in self.known.dimensions])
        change = np.stack([later - earlier for earlier, later in parts], axis=-1)
        there = ~np.isnan(change)
        total = (there * weights).sum(axis=-1)
        found = np.where(there, change, 0) @ weights / np.where(total, total, np.nan)
        scored = self.score((before, OVERALL))[:, at] + self.score((period, OVERALL))[:, at]
        return np.where(np.isnan(scored), np.nan, found)

    def _rescored(self, before: str, period: str, name: str, at: int) -> tuple[Array, Array]:
        items = self._of(name)
        first, second = (self.answers.levels[:, at, self.periods[one]][:, items] for one in (before, period))
        common = ~np.isnan(first) & ~np.isnan(second)
        of = self.answers.applies[:, at, self.periods[period]][:, items].sum(axis=1)
        enough = common.sum(axis=1) >= MIN_COMMON * of - EPSILON
        place = ("dimension", name)
        scored = self.score((before, place))[:, at] + self.score((period, place))[:, at]
        valid = enough & ~np.isnan(scored) & (common.sum(axis=1) > 0)
        weights = common * self._weights(items)
        total = np.where(weights.sum(axis=1) > 0, weights.sum(axis=1), np.nan)
        means = [np.where(common, one, 0) * weights for one in (first, second)]
        earlier, later = (np.where(valid, one.sum(axis=1) / total, np.nan) for one in means)
        return earlier, later

    def _rescored_overall(self, before: str, period: str, at: int) -> Array:
        items = list(range(len(self.items)))
        kept = np.zeros((len(self.answers.levels), len(items)), dtype=bool)
        first, second = (self.answers.levels[:, at, self.periods[one]] for one in (before, period))
        common = ~np.isnan(first) & ~np.isnan(second)
        for name in self.known.dimensions:
            own = self._of(name)
            of = self.answers.applies[:, at, self.periods[period]][:, own].sum(axis=1)
            enough = common[:, own].sum(axis=1) >= MIN_COMMON * of - EPSILON
            kept[:, own] = enough[:, None]
        weights = (common & kept) * self._weights(items)
        total = weights.sum(axis=1)
        change = (np.where(common, second - first, 0) * weights).sum(axis=1) / np.where(total, total, np.nan)
        scored = self.score((before, OVERALL))[:, at] + self.score((period, OVERALL))[:, at]
        return np.where(np.isnan(scored), np.nan, change)

    def _overall(self, levels: Array, applies: Array) -> Array:
        coverage = self.known.coverage - EPSILON
        apply = np.stack([applies[..., self._of(one)].any(axis=-1) for one in self.known.dimensions], axis=-1)
        means = np.stack(
            [self._mean(levels, applies, self._of(one), self._weights(self._of(one))) for one in self.known.dimensions],
            axis=-1,
        )
        there = ~np.isnan(means)
        enough = there.sum(axis=-1) >= coverage * apply.sum(axis=-1)
        answered = (~np.isnan(levels)).sum(axis=-1) >= coverage * applies.sum(axis=-1)
        everything = list(range(len(self.items)))
        if self.known.of_items:
            found = self._mean(levels, applies, everything, self._weights(everything))
        else:
            weights = np.array([self.known.weights[one] for one in self.known.dimensions])
            total = (there * weights).sum(axis=-1)
            found = np.where(there, means, 0) @ weights / np.where(total, total, np.nan)
        return np.where(enough & answered & there.any(axis=-1), np.round(found, 9), np.nan)

    def _mean(self, levels: Array, applies: Array, items: Sequence[int], weights: Array) -> Array:
        some, apply = levels[..., items], applies[..., items]
        there = ~np.isnan(some)
        total = (there * weights).sum(axis=-1)
        found = np.where(there, some, 0) @ weights / np.where(total > 0, total, np.nan)
        enough = there.sum(axis=-1) >= (self.known.coverage - EPSILON) * apply.sum(axis=-1)
        return np.where(enough & there.any(axis=-1), np.round(found, 9), np.nan)

    def _of(self, dimension: str) -> list[int]:
        return [self.items[item] for item in self.known.dimensions[dimension]]

    def _weights(self, items: Sequence[int]) -> Array:
        names = list(self.items)
        return np.array([self.known.weights[names[one]] for one in items])


def _within(flags: Array, one: Figure) -> Array:
    number = flags.sum(axis=1)
    return (number >= one.low - EPSILON) & (number <= one.high + EPSILON)


def _mean_fits(one: Figure, values: Array, number: Array) -> Array:
    mean = np.nansum(values, axis=1) / np.where(number, number, np.nan)
    return (mean >= one.low - EPSILON) & (mean < one.high - EPSILON)


def _median_fits(one: Figure, values: Array, number: Array) -> Array:
    found = np.full(len(values), np.nan)
    some = number > 0
    if some.any():
        found[some] = np.nanmedian(values[some], axis=1)
    return (found >= one.low - EPSILON) & (found < one.high - EPSILON)


def answers_of(known: Known, answers: Mapping[tuple[str, str, str], str]) -> Answers:
    """Return the true answers as a single world."""
    items = [item for some in known.dimensions.values() for item in some]
    shape = (1, len(known.organizations), len(known.periods), len(items))
    levels, applies = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    for nth, one in enumerate(known.organizations):
        for at, period in enumerate(known.periods):
            if one not in known.assessed[period]:
                continue
            for column, item in enumerate(items):
                given = answers.get((period, one, item), "")
                applies[0, nth, at, column] = given != "N/A"
                if given not in ("", "N/A", "don't know"):
                    levels[0, nth, at, column] = float(given)
    return Answers(levels, applies)


@dataclass
class Pool:
    """Worlds that fit, each with the organizations that differ in it from the truth."""

    known: Known
    figures: Sequence[Figure]
    truth: Answers
    seed: int = 0
    scores: dict[Place, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.differ = np.zeros((0, self.size), dtype=bool)
        self._random = np.random.default_rng(self.seed)
        self._levels = np.array(self.known.levels)
        self._take(Evaluation(self.known, self.truth), np.array([True]), np.zeros((1, self.size), dtype=bool))

    @cached_property
    def where(self) -> dict[str, int]:
        """At which place each organization stands."""
        return {one: nth for nth, one in enumerate(self.known.organizations)}

    @property
    def size(self) -> int:
        """How many organizations there are."""
        return len(self.known.organizations)

    @cached_property
    def wrong(self) -> list[Figure]:
        """Return the figures that do not follow from the true answers: they were misread, or are not what they say."""
        truth = Evaluation(self.known, self.truth)
        return [one for one in self.figures if not truth.fits(one)[0]]

    def draw(self, number: int, targets: Sequence[tuple[int, Place]]) -> None:
        """Draw worlds in which the score of a target, an organization at a place, is another one; keep those that fit."""
        levels = np.repeat(self.truth.levels, number, axis=0)
        applies = np.repeat(self.truth.applies, number, axis=0)
        for world in range(number):
            organization, place = targets[self._random.integers(len(targets))]
            self._move(levels[world], applies[world], organization, place)
        drawn = Evaluation(self.known, Answers(levels, applies))
        fit = np.ones(number, dtype=bool)
        for one in self.figures:
            fit &= drawn.fits(one)
        same = np.isclose(levels, self.truth.levels, equal_nan=True) & (applies == self.truth.applies)
        differ = ~same.all(axis=(2, 3))
        self._take(drawn, fit & differ.any(axis=1), differ)

    def ends(self, members: Sequence[int], place: Place, intruders: Sequence[int]) -> tuple[float, float]:
        """Return the least and the largest score that some organizations have in worlds where the intruders' are true."""
        usable = ~self.differ[:, list(intruders)].any(axis=1)
        values = self.scores[place][:, list(members)][usable]
        values = values[~np.isnan(values)]
        return (float(values.min()), float(values.max())) if len(values) else (np.nan, np.nan)

    def _take(self, drawn: Evaluation, fit: Array, differ: Array) -> None:
        for place in self.known.places:
            more = drawn.score(place)[fit]
            self.scores[place] = np.concatenate([self.scores[place], more]) if place in self.scores else more
        self.differ = np.concatenate([self.differ, differ[fit]])

    def _move(self, levels: Array, applies: Array, target: int, place: Place) -> None:
        """Change the target's answers behind a score, and those of one or two others so that sums stay."""
        random, period = self._random, list(self.known.periods).index(place[0])
        items = self._items(place[1])
        assessed = np.flatnonzero(applies[:, period].any(axis=1))
        others = random.permutation(assessed[assessed != target])[: random.integers(0, 4)]
        periods = [period] if random.random() < 0.6 else list(range(len(self.known.periods)))
        kind = random.random()
        if kind < 0.25 and len(others):
            self._swap(levels, applies, target, others[0], periods, items)
        else:
            self._shift(levels, target, others, periods, items)
            if kind > 0.75:
                self._shift(levels, target, others, periods, self._items(OVERALL))

    def _items(self, element: Element) -> list[int]:
        names = [item for some in self.known.dimensions.values() for item in some]
        kind, name = element
        if kind == "item":
            return [names.index(name)]
        return [names.index(one) for one in (self.known.dimensions[name] if kind == "dimension" else names)]

    def _swap(self, levels: Array, applies: Array, one: int, other: int, periods: list[int], items: list[int]) -> None:
        chosen = [item for item in items if self._random.random() < 0.7] or items
        for period in periods:
            for table in (levels, applies):
                table[one, period, chosen], table[other, period, chosen] = (
                    table[other, period, chosen].copy(),
                    table[one, period, chosen].copy(),
                )

    def _shift(self, levels: Array, target: int, others: Sequence[int], periods: list[int], items: list[int]) -> None:
        """Move the target up or down by some levels, and others the other way round by as many together."""
        sign = 1 if self._random.random() < 0.5 else -1
        for item in self._random.permutation(items)[: self._random.integers(1, len(items) + 1)]:
            steps = int(self._random.integers(1, 3))
            shares = [steps, *(0 for _ in others)]
            for nth in self._random.integers(0, len(others), steps) + 1 if len(others) else ():
                shares[nth] -= 1
            for period in periods:
                for one, share in zip((target, *others), shares, strict=True):
                    levels[one, period, item] = self._step(levels[one, period, item], sign * share)

    def _step(self, level: float, steps: int) -> float:
        if np.isnan(level):
            return level
        at = int(np.abs(self._levels - level).argmin()) + steps
        return float(self._levels[min(max(at, 0), len(self._levels) - 1)])
