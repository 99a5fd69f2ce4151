"""A questionnaire and a scheme as arrays: which item belongs where, with what weight, and what holds a score down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scale import Direction
from oca.instrument.scheme import Gate, Scheme
from oca.scoring.rules import RULES, Flags, Parts, Rule, round_half_up, snap, weighted, weighted_mean

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Component:
    """A dimension or sub-dimension: the positions of its items, and of its sub-dimensions if it has any."""

    id: str
    items: Positions
    subdimensions: Positions


@dataclass(frozen=True)
class Scored:
    """Scores of several elements, and the range in which each can lie.

    Attributes:
        score: rows x elements, NaN where there is none.
        applies: rows x elements.
        lowest: the least that each can be, by value; rows x elements, or 1 x elements where all rows have the same.
        highest: the most, in the same shape.
    """

    score: Floats
    applies: Flags
    lowest: Floats
    highest: Floats

    def take(self, positions: Positions) -> Scored:
        """Return some of the elements."""
        lowest, highest = self.lowest[:, positions], self.highest[:, positions]
        return Scored(self.score[:, positions], self.applies[:, positions], lowest, highest)


@dataclass(frozen=True)
class Aggregated:
    """Scores above the items, rows x elements; the overall is rows x 1."""

    subdimensions: Scored
    dimensions: Scored
    overall: Scored


@dataclass(frozen=True)
class Aggregation:
    """How item scores become the scores above them, ready for arrays.

    Attributes:
        items: ids of the items, in order.
        subdimensions: in order.
        dimensions: in order.
        scheme: the rules.
        direction: which way of the scale is better.
        levels: the values of the scale's levels, lowest first.
        item_levels: what the answers to each item are worth.
        item_weights: one per item.
        dimension_weights: one per dimension.
        item_lowest: the least that each item can be worth, 1 x items.
        item_highest: the most that each item can be worth, 1 x items.
        critical: one flag per item.
    """

    items: tuple[str, ...]
    subdimensions: tuple[Component, ...]
    dimensions: tuple[Component, ...]
    scheme: Scheme
    direction: Direction
    levels: tuple[float, ...]
    item_levels: tuple[tuple[float, ...], ...]
    item_weights: Floats
    dimension_weights: Floats
    item_lowest: Floats
    item_highest: Floats
    critical: npt.NDArray[np.bool_]

    @cached_property
    def gates(self) -> dict[str, list[Gate]]:
        """The gates of each element that has any."""
        found: dict[str, list[Gate]] = {}
        for gate in self.scheme.gates:
            found.setdefault(gate.element, []).append(gate)
        return found

    def item_scored(self, scores: Floats, applies: Flags) -> Scored:
        """Return item scores with their ranges, each held down by the gates that it has.

        Args:
            scores: rows x items, NaN where there is none.
            applies: rows x items.
        """
        scored = Scored(scores, applies, self.item_lowest, self.item_highest)
        gated = [i for i, item in enumerate(self.items) if item in self.gates]
        if not gated:
            return scored
        held = scores.copy()
        for i in gated:
            held[:, [i]] = self._gated(self.items[i], scored.take(np.array([i])), scored).score
        return replace(scored, score=held)

    def aggregate(self, items: Scored) -> Aggregated:
        """Return the scores of sub-dimensions, dimensions and the whole from those of the items.

        Coverage is not looked at here; a score stands wherever a single item has one.
        """
        parts = self.of_items(items)
        dimensions = self.of_parts(items, parts)
        return Aggregated(parts, dimensions, self.overall(items, dimensions))

    def of_items(self, items: Scored) -> Scored:
        """Return the scores of the sub-dimensions."""
        made = [
            self._part(part, items, items.take(part.items), self.item_weights[part.items])
            for part in self.subdimensions
        ]
        return _side_by_side(made, len(items.score))

    def overall(self, items: Scored, dimensions: Scored) -> Scored:
        """Return the overall score, of the dimensions or of the items as the scheme declares.

        It is their weighted mean; where dimensions are sums, it is the sum, and of shares of the maximum over the items
        it is that share.
        """
        of, rule = self.scheme.overall, self.scheme.dimension
        combine = RULES[rule] if rule == "sum" or (rule, of) == ("share", "items") else weighted_mean
        if of == "items":
            return self._combined(items, self.item_weights, combine)
        return self.of_dimensions(dimensions, combine)

    def of_dimensions(self, dimensions: Scored, combine: Rule = weighted_mean) -> Scored:
        """Return the overall score of a scheme that makes it of the dimensions."""
        return self._combined(dimensions, self.dimension_weights, combine)

    def of_parts(self, items: Scored, parts: Scored) -> Scored:
        """Return the scores of the dimensions, of their sub-dimensions where they have any, else of their items."""
        if self.plain:
            return self._all_means(items)
        columns = []
        for part in self.dimensions:
            if len(part.subdimensions):
                below, weights = parts.take(part.subdimensions), np.ones(len(part.subdimensions))
            else:
                below, weights = items.take(part.items), self.item_weights[part.items]
            columns.append(self._rounded(self._capped(part, self._part(part, items, below, weights), items)))
        return _side_by_side(columns, len(items.score))

    @cached_property
    def plain(self) -> bool:
        """Whether all dimensions are weighted means of their items and nothing else, so that one product makes them."""
        scheme = self.scheme
        special = scheme.gates or scheme.critical_cap or scheme.round_dimensions_first is not None
        return scheme.dimension == "mean" and not special and not self.subdimensions and self._uniform

    @cached_property
    def _uniform(self) -> bool:
        """Whether all items have the same range."""
        return all(bool((ends == ends[0, 0]).all()) for ends in (self.item_lowest, self.item_highest))

    def _all_means(self, items: Scored) -> Scored:
        weights, members = np.zeros((2, len(self.items), len(self.dimensions)))
        for column, part in enumerate(self.dimensions):
            weights[part.items, column] = self.item_weights[part.items]
            members[part.items, column] = 1
        applies = np.asarray(items.applies.astype(np.float32) @ members.astype(np.float32) > 0)
        lowest, highest = (np.full((1, len(self.dimensions)), ends[0, 0]) for ends in (items.lowest, items.highest))
        return Scored(snap(weighted(items.score, weights)), applies, lowest, highest)

    def _part(self, part: Component, items: Scored, below: Scored, weights: Floats) -> Scored:
        """Return one sub-dimension or dimension from what is below it."""
        return self._gated(part.id, self._combined(below, weights, RULES[self.scheme.dimension]), items)

    def _combined(self, below: Scored, weights: Floats, rule: Rule) -> Scored:
        """Return one score from several, and the range in which it can lie, by the same rule."""
        score = self._by(rule, below.score, below, weights)
        lowest, highest = self._range(below, weights, rule)
        return Scored(snap(score)[:, None], np.any(below.applies, axis=1, keepdims=True), lowest, highest)

    def _by(self, rule: Rule, values: Floats, below: Scored, weights: Floats) -> Floats:
        """Apply a rule in the sense that a higher value is better."""
        gain, best = self.direction.gain, self.direction.from_worst(below.lowest, below.highest)[1]
        return gain(rule(Parts(gain(values), weights, below.applies, gain(best))))

    def _range(self, below: Scored, weights: Floats, rule: Rule) -> tuple[Floats, Floats]:
        """Return the least and the most that a score can be: the rule, applied to the ends of what it is made of.

        That are the parts with a score that count; where there is none, those that apply.
        """
        if self._uniform and self.scheme.dimension != "sum":  # what applies does not matter: one row stands for all
            one = np.ones((1, below.score.shape[1]))
            below = Scored(one, one == 1, below.lowest[:1], below.highest[:1])
        there = ~np.isnan(below.score) & (weights > 0)
        there = np.where(np.any(there, axis=1, keepdims=True), there, below.applies)
        ends = [np.where(there, end, np.nan) for end in (below.lowest, below.highest)]
        first, second = (snap(self._by(rule, end, below, weights))[:, None] for end in ends)
        return first, second

    def _capped(self, part: Component, made: Scored, items: Scored) -> Scored:
        """Hold a dimension down in which a critical item is weak."""
        cap = self.scheme.critical_cap
        critical = part.items[self.critical[part.items]]
        if cap is None or not len(critical):
            return made
        weak = self.direction.under(items.score[:, critical], cap.below)
        return self._held(made, np.any(weak, axis=1, keepdims=True), cap.cap)

    def _rounded(self, made: Scored) -> Scored:
        digits = self.scheme.round_dimensions_first
        if digits is None:
            return made
        return Scored(
            round_half_up(made.score, digits),
            made.applies,
            round_half_up(made.lowest, digits),
            round_half_up(made.highest, digits),
        )

    def _gated(self, element: str, made: Scored, items: Scored) -> Scored:
        """Hold a score under each level whose needs are not met; the level before is what it can still reach."""
        for gate in self.gates.get(element, []):
            made = self._held(made, ~self._met(gate, items)[:, None], self._level_before(element, gate.level))
        return made

    def _met(self, gate: Gate, items: Scored) -> Flags:
        """Say for each row whether a gate is open: an item that does not apply asks nothing, one unanswered fails."""
        met = np.ones(len(items.score), dtype=bool)
        for item, least in gate.needs.items():
            i = self.items.index(item)
            met &= self.direction.reaches(items.score[:, i], least) | ~items.applies[:, i]
        return met

    def _level_before(self, element: str, level: float) -> float:
        known = self.item_levels[self.items.index(element)] if element in self.items else self.levels
        return self.direction.best(one for one in known if self.direction.under(one, level))

    def _held(self, made: Scored, where: Flags, limit: float) -> Scored:
        """Return a score that is no better than a limit, in some rows; the range then reaches down to the limit."""
        score = np.where(where, self.direction.worse(made.score, limit), made.score)
        if self.direction.reversed:
            return replace(made, score=score, highest=self.direction.worse(made.highest, limit))
        return replace(made, score=score, lowest=self.direction.worse(made.lowest, limit))


def structure(questionnaire: Questionnaire, scheme: Scheme) -> Aggregation:
    """Prepare a questionnaire and a scheme for arrays."""
    items = questionnaire.items
    part_ids = list(dict.fromkeys(item.subdimension for item in items if item.subdimension))
    dimension_of = {item.subdimension: item.dimension for item in items}
    return Aggregation(
        items=tuple(item.id for item in items),
        subdimensions=tuple(
            Component(one, _where([item.subdimension == one for item in items]), _where([])) for one in part_ids
        ),
        dimensions=tuple(
            Component(
                one,
                _where([item.dimension == one for item in items]),
                _where([dimension_of[p] == one for p in part_ids]),
            )
            for one in questionnaire.dimension_ids
        ),
        scheme=scheme,
        direction=questionnaire.direction,
        levels=tuple(questionnaire.levels),
        item_levels=tuple(item.worth for item in items),
        item_weights=np.array([scheme.item_weight(item.id, critical=item.critical) for item in items]),
        dimension_weights=np.array([scheme.weights.dimensions.get(d, 1.0) for d in questionnaire.dimension_ids]),
        item_lowest=np.array([[item.bottom for item in items]]),
        item_highest=np.array([[item.top for item in items]]),
        critical=np.array([item.critical for item in items], dtype=bool),
    )


def _where(mask: Sequence[bool]) -> Positions:
    return np.flatnonzero(np.array(mask, dtype=bool))


def _side_by_side(columns: Sequence[Scored], rows: int) -> Scored:
    """Return elements that were made one by one as columns of one table."""
    if not columns:
        return Scored(np.empty((rows, 0)), np.empty((rows, 0), dtype=bool), np.empty((1, 0)), np.empty((1, 0)))
    height = max(len(one.lowest) for one in columns)
    lowest = np.hstack([np.broadcast_to(one.lowest, (height, 1)) for one in columns])
    highest = np.hstack([np.broadcast_to(one.highest, (height, 1)) for one in columns])
    return Scored(
        np.hstack([one.score for one in columns]), np.hstack([one.applies for one in columns]), lowest, highest
    )
