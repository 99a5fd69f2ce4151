"""A slow reference of change in plain Python and fractions, from the words of METHODS, section 6, alone.

It stands on the reference of scoring in `slow.py`: both periods are scored again, one organization at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Coverage, Scheme
from tests.slow import Number, Reference


@dataclass(frozen=True)
class Round:
    """One organization in one period: what it was asked, by which scheme it is scored, and its sheets of one type."""

    form: Questionnaire
    scheme: Scheme
    sheets: Sequence[dict[str, Any]]
    score_type: str = "individual"


@dataclass(frozen=True)
class Change:
    """What CHANGES says of one element; without scores where it does not compare."""

    before: Number
    after: Number
    compared: int
    of: int
    verdict: str
    reason: str


class Again(Reference):
    """Scores some items of a period again, as if nothing else had been asked and every one of them answered.

    Args:
        raw: what each item is worth before any gate; None where it is not among those.
        under: the dimensions that the overall leaves out.
    """

    def __init__(self, form: Questionnaire, scheme: Scheme, raw: Mapping[str, Number], under: Collection[str]) -> None:
        self.form, self.better, self.under = form, form.direction.sign, under
        self.scheme = scheme.model_copy(
            update={"coverage": Coverage(respondents=0, items=0, subdimensions=0, dimensions=0)}
        )
        self.raw = dict(raw)
        self.applies = {item: score is not None for item, score in self.raw.items()}
        self.items = {item: self._gated(item, score) for item, score in self.raw.items()}

    def _asked(self, item: str) -> bool:
        return self.applies[item]

    def _overall(self, dimensions: dict[str, Number], ceilings: dict[str, Fraction]) -> Number:
        out = {item.id for dimension in self.under for item in self.form.items_of(dimension)}
        kept = copy(self)
        kept.applies = {item: applies and item not in out for item, applies in self.applies.items()}
        kept.items = {item: None if item in out else score for item, score in self.items.items()}
        compared = {one: None if one in self.under else score for one, score in dimensions.items()}
        return Reference._overall(kept, compared, ceilings)


class Comparison:
    """One organization in two periods; `pairs` are the items that compare, the later id to the earlier one."""

    def __init__(self, first: Round, second: Round, pairs: Mapping[str, str]) -> None:
        self.first, self.second, self.pairs = first, second, pairs
        self.form, self.scheme = second.form, second.scheme
        self.printed = [Reference(one.form, one.scheme, one.sheets).scores() for one in (first, second)]
        ungated = {"gates": [], "critical_cap": None}
        plain = [Reference(one.form, self.scheme.model_copy(update=ungated), one.sheets) for one in (first, second)]
        worth = {i: (plain[0].raw[pairs[i]] if i in pairs else None, plain[1].raw[i]) for i in self.form.item_ids}
        own = {i: (self.printed[0].get(pairs.get(i, "")), self.printed[1][i]) for i in worth}
        self.common = {i for i, both in worth.items() if None not in (*both, *own[i])}
        self.asked = {i for i in self.form.item_ids if plain[1].applies[i]}
        self.under = {d for d in self.form.dimension_ids if not self._enough(self._items_of(d), self.common)}
        best = {i: exact(max(self.form.by_id[i].worth, key=lambda one: self.form.direction.sign * one)) for i in worth}
        self.scores = [self._again(self.scheme, {i: both[n] for i, both in worth.items()}) for n in (0, 1)]
        self.tops = self._again(self.scheme.model_copy(update=ungated), best)

    def changes(self) -> dict[str, Change]:
        """Return the change of every element of the later questionnaire."""
        found = {item: self._of_item(item) for item in self.form.item_ids}
        for dimension in self.form.structure.dimensions:
            found |= {part.id: self._of_part(part.id, set(part.items)) for part in dimension.subdimensions}
            found[dimension.id] = self._of_part(dimension.id, self._items_of(dimension.id))
        found["overall"] = self._of_part("overall", set(self.form.item_ids))
        return found

    def _again(self, scheme: Scheme, worth: Mapping[str, Number]) -> dict[str, Number]:
        common = {item: score if item in self.common else None for item, score in worth.items()}
        return Again(self.form, scheme, common, self.under).scores()

    def _items_of(self, dimension: str) -> set[str]:
        return {item.id for item in self.form.items_of(dimension)}

    def _enough(self, inside: Collection[str], counted: Collection[str]) -> bool:
        of = [item for item in inside if item in self.asked]
        share = Fraction(sum(item in counted for item in of), len(of)) if of else Fraction(0)
        return share >= exact(self.scheme.min_common)

    def _of_item(self, item: str) -> Change:
        reason = "" if item in self.common else "insufficient"
        if reason and self._never(self.first, {self.pairs.get(item, "")}) | self._never(self.second, {item}):
            reason = "not_applicable"
        if item not in self.pairs:
            reason = "changed_item"
        return self._judged(item, int(item in self.common), 1, reason)

    def _of_part(self, element: str, inside: set[str]) -> Change:
        counted = self.common
        if element == "overall":
            counted = {item for item in self.common if self.form.by_id[item].dimension not in self.under}
        known = None not in (self.scores[0][element], self.scores[1][element])
        reason = "" if self._enough(inside, counted) and known else "items"
        if any(element in printed and printed[element] is None for printed in self.printed):
            reason = "insufficient"
        if any(self._never(one, self._asked_of(one.form, element)) for one in (self.first, self.second)):
            reason = "not_applicable"
        return self._judged(element, len(inside & counted), len(inside & self.asked), reason)

    def _never(self, one: Round, items: Collection[str]) -> bool:
        """Say whether all of some items were not applicable to everybody in a period; false of none."""
        inside = [item for item in items if item in one.form.by_id]
        return bool(inside) and all(sheet[item] == "N/A" for sheet in one.sheets for item in inside)

    def _asked_of(self, form: Questionnaire, element: str) -> set[str]:
        if element == "overall":
            return set(form.item_ids)
        return {item.id for item in form.items if element in (item.dimension, item.subdimension)}

    def _judged(self, element: str, compared: int, of: int, reason: str) -> Change:
        if self.first.score_type != self.second.score_type and not self.scheme.compare_score_types:
            reason = "score_type"
        before, after, top = self.scores[0][element], self.scores[1][element], self.tops[element]
        if reason or before is None or after is None or top is None:
            return Change(None, None, compared, of, "not_comparable", reason)
        better = self.form.direction.sign * (after - before)
        threshold = exact(self.scheme.meaningful_change) * (top / 100 if self.scheme.unit == "points" else 1)
        verdict = "improved" if better >= threshold else "declined" if better <= -threshold else "no_clear_change"
        verdict = verdict if better else "no_clear_change"  # of an item whose best is worth 0 the threshold is 0
        return Change(before, after, compared, of, verdict, "ceiling" if before == after == top else "")


def exact(value: float) -> Fraction:
    """Return a number as it is written, not as it is kept in binary."""
    return Fraction(str(value))
