"""A slow reference of scoring in plain Python, written from the words of METHODS and of scoring/README.md alone.

No arrays, no pandas: one organization's sheets, one item at a time. The dense engine must agree with it.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme

Number = Fraction | None


class Reference:
    """Scores one organization in one period from its sheets: {item: answer | N/A | don't know | ""}."""

    def __init__(self, form: Questionnaire, scheme: Scheme, sheets: Sequence[dict[str, Any]]) -> None:
        self.form, self.scheme, self.sheets = form, scheme, sheets
        self.better = 1 if form.structure.scale.best == "highest" else -1
        self.raw = {item.id: self._item(item.id) for item in form.items}
        self.items = {item: self._gated(item, score) for item, score in self.raw.items()}
        self.applies = {item.id: any(sheet[item.id] != "N/A" for sheet in sheets) for item in form.items}

    def scores(self) -> dict[str, Number]:
        """Return every score by its element, None where there is none."""
        found: dict[str, Number] = {**self.items}
        dimensions: dict[str, Number] = {}
        ceilings: dict[str, Fraction] = {}
        for dimension in self.form.structure.dimensions:
            if dimension.subdimensions:
                parts = {
                    part.id: self._from_items(part.id, part.items) if self._covered(part.items) else None
                    for part in dimension.subdimensions
                }
                tops = {part.id: self._ceiling(part.items) for part in dimension.subdimensions}
                found |= parts
                live = {part.id: any(self.applies[i] for i in part.items) for part in dimension.subdimensions}
                every = [item for part in dimension.subdimensions for item in part.items]
                score = self._rule(parts, dict.fromkeys(parts, Fraction(1)), tops, live)
                with_score = sum(one is not None for one in parts.values())
                if any(live.values()):
                    few = Fraction(with_score, sum(live.values())) < _exact(self.scheme.coverage.subdimensions)
                    score = None if few else score
                ceilings[dimension.id] = self._sum_of(tops, dict.fromkeys(parts, Fraction(1)), live)
            else:
                every = dimension.items
                score = self._rule(
                    {i: self.items[i] for i in every},
                    self._weights(every),
                    self._tops(every),
                    {i: self.applies[i] for i in every},
                )
                ceilings[dimension.id] = self._ceiling(every)
            score = self._capped(every, self._gated(dimension.id, score))
            if score is not None and self.scheme.round_dimensions_first is not None:
                score = _rounded(score, self.scheme.round_dimensions_first)
            dimensions[dimension.id] = score if self._covered(every) else None
            found[dimension.id] = dimensions[dimension.id]
        found["overall"] = self._overall(dimensions, ceilings)
        return found

    def _item(self, item: str) -> Number:
        one = self.form.by_id[item]
        worth = dict(zip(one.answers, one.worth, strict=True))
        given = [sheet[item] for sheet in self.sheets]
        levels = [_exact(worth[answer]) for answer in given if not isinstance(answer, str)]
        applicable = [answer for answer in given if answer != "N/A"]
        if not levels or Fraction(len(levels), len(applicable)) < _exact(self.scheme.coverage.respondents):
            return None
        if self.scheme.respondents == "median":
            return statistics.median(levels)
        return sum(levels, Fraction(0)) / len(levels)

    def _covered(self, items: Sequence[str]) -> bool:
        asked = [item for item in items if self.applies[item]]
        scored = [item for item in asked if self.items[item] is not None]
        return bool(asked) and Fraction(len(scored), len(asked)) >= _exact(self.scheme.coverage.items)

    def _from_items(self, element: str, items: Sequence[str]) -> Number:
        applies = {item: self.applies[item] for item in items}
        score = self._rule({i: self.items[i] for i in items}, self._weights(items), self._tops(items), applies)
        return self._gated(element, score)

    def _weights(self, items: Sequence[str]) -> dict[str, Fraction]:
        return {i: _exact(self.scheme.item_weight(i, critical=self.form.by_id[i].critical)) for i in items}

    def _tops(self, items: Sequence[str]) -> dict[str, Fraction]:
        return {item: _exact(self.form.by_id[item].top) for item in items}

    def _ceiling(self, items: Sequence[str]) -> Fraction:
        if self.scheme.dimension == "share":
            return Fraction(100)
        return self._sum_of(self._tops(items), self._weights(items), {i: self.applies[i] for i in items})

    def _sum_of(self, tops: dict[str, Fraction], weights: dict[str, Fraction], applies: dict[str, bool]) -> Fraction:
        return sum((weights[key] * top for key, top in tops.items() if applies[key]), Fraction(0))

    def _rule(
        self,
        values: dict[str, Number],
        weights: dict[str, Fraction],
        tops: dict[str, Fraction],
        applies: dict[str, bool],
        rule: str = "",
    ) -> Number:
        rule = rule or self.scheme.dimension
        there = {key: value for key, value in values.items() if value is not None}
        counting = [value for key, value in there.items() if weights[key] > 0]
        if not counting:
            return None
        if rule == "median":
            return statistics.median(counting)
        if rule == "minimum":
            return min(counting, key=lambda value: self.better * value)
        total = sum((weights[key] * value for key, value in there.items()), Fraction(0))
        if rule == "mean":
            return total / sum((weights[key] for key in there), Fraction(0))
        most = sum((weights[key] * tops[key] for key in there), Fraction(0))
        if not most:  # every answer to every item is worth 0: a share of nothing
            return None
        share = total / most
        return 100 * share if rule == "share" else share * self._sum_of(tops, weights, applies)

    def _gated(self, element: str, score: Number) -> Number:
        for gate in self.scheme.gates:
            if gate.element != element or score is None:
                continue
            open_ = all(
                not self._asked(item) or self._reaches(item, _exact(least)) for item, least in gate.needs.items()
            )
            levels = self.form.by_id[element].worth if element in self.form.by_id else self.form.levels
            before = [_exact(one) for one in levels if self.better * one < self.better * gate.level]
            if not open_:
                score = self._worse(score, max(before, key=lambda level: self.better * level))
        return score

    def _asked(self, item: str) -> bool:
        return any(sheet[item] != "N/A" for sheet in self.sheets)

    def _reaches(self, item: str, least: Fraction) -> bool:
        score = self.raw[item]
        return score is not None and self.better * score >= self.better * least

    def _capped(self, items: Sequence[str], score: Number) -> Number:
        cap = self.scheme.critical_cap
        if cap is None or score is None:
            return score
        weak = [
            item
            for item in items
            if self.form.by_id[item].critical
            and (value := self.items[item]) is not None
            and self.better * value < self.better * _exact(cap.below)
        ]
        return self._worse(score, _exact(cap.cap)) if weak else score

    def _worse(self, one: Fraction, other: Fraction) -> Fraction:
        return min(one, other, key=lambda value: self.better * value)

    def _overall(self, dimensions: dict[str, Number], ceilings: dict[str, Fraction]) -> Number:
        every = [item.id for item in self.form.items]
        live = {d: any(self.applies[item.id] for item in self.form.items_of(d)) for d in dimensions}
        scored = [d for d in dimensions if dimensions[d] is not None]
        if not any(live.values()) or not self._covered(every):
            return None
        if Fraction(len(scored), sum(live.values())) < _exact(self.scheme.coverage.dimensions):
            return None
        by_items = self.scheme.overall == "items"
        sums = self.scheme.dimension == "sum"
        rule = "sum" if sums else "share" if by_items and self.scheme.dimension == "share" else "mean"
        if by_items:
            return self._rule(self.items, self._weights(every), self._tops(every), self.applies, rule)
        weights = {d: _exact(self.scheme.weights.dimensions.get(d, 1.0)) for d in dimensions}
        return self._rule(dimensions, weights, ceilings, live, rule)


def _exact(value: float) -> Fraction:
    return Fraction(str(value))


def _rounded(value: Fraction, digits: int) -> Fraction:
    step = Decimal(1).scaleb(-digits)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(str(exact.quantize(step, rounding=ROUND_HALF_UP)))


def close(found: float, expected: Number) -> bool:
    """Say whether the engine's figure is the reference's."""
    return math.isnan(found) if expected is None else math.isclose(found, float(expected), abs_tol=1e-9)
