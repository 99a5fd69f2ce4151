"""A questionnaire and a scheme as arrays: which item belongs where, and with what weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from oca.analysis.rules import RULES, snap, weighted_mean
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Part:
    """A dimension or sub-dimension: the positions of its items, and of its sub-dimensions if it has any."""

    id: str
    items: Positions
    subdimensions: Positions


@dataclass(frozen=True)
class Aggregated:
    """Scores above the items, rows x elements; the overall is rows x 1."""

    subdimensions: Floats
    dimensions: Floats
    overall: Floats


@dataclass(frozen=True)
class Structure:
    """How item scores become the scores above them, ready for arrays."""

    items: tuple[str, ...]
    subdimensions: tuple[Part, ...]
    dimensions: tuple[Part, ...]
    scheme: Scheme
    item_weights: Floats
    dimension_weights: Floats
    critical: npt.NDArray[np.bool_]

    def aggregate(self, item_scores: Floats) -> Aggregated:
        """Return the scores of sub-dimensions, dimensions and the whole from item scores (rows x items, NaN for none).

        Coverage is not looked at here; a score stands wherever a single item has one.
        """
        rule = RULES[self.scheme.dimension]
        parts = _columns(len(item_scores), [rule(item_scores[:, p.items], self.item_weights[p.items])
                                            for p in self.subdimensions])  # fmt: skip
        dimensions = _columns(len(item_scores), [self._dimension(p, item_scores, parts) for p in self.dimensions])
        return Aggregated(snap(parts), snap(dimensions), self.overall(item_scores, dimensions))

    def overall(self, item_scores: Floats, dimensions: Floats) -> Floats:
        """Return the overall score: the weighted mean of the dimensions, or of the items, as the scheme declares."""
        if self.scheme.overall == "items":
            return snap(weighted_mean(item_scores, self.item_weights))[:, None]
        return snap(weighted_mean(dimensions, self.dimension_weights))[:, None]

    def _dimension(self, part: Part, item_scores: Floats, parts: Floats) -> Floats:
        rule = RULES[self.scheme.dimension]
        if len(part.subdimensions):
            score = rule(parts[:, part.subdimensions], np.ones(len(part.subdimensions)))
        else:
            score = rule(item_scores[:, part.items], self.item_weights[part.items])
        return self._capped(part, score, item_scores)

    def _capped(self, part: Part, score: Floats, item_scores: Floats) -> Floats:
        cap = self.scheme.critical_cap
        critical = part.items[self.critical[part.items]]
        if cap is None or not len(critical):
            return score
        weak = (item_scores[:, critical] < cap.below).any(axis=1)
        return np.where(weak, np.minimum(score, cap.cap), score)


def structure(questionnaire: Questionnaire, scheme: Scheme) -> Structure:
    """Prepare a questionnaire and a scheme for arrays."""
    items = questionnaire.items
    part_ids = list(dict.fromkeys(item.subdimension for item in items if item.subdimension))
    dimension_of = {item.subdimension: item.dimension for item in items}
    return Structure(
        items=tuple(item.id for item in items),
        subdimensions=tuple(
            Part(one, _where([item.subdimension == one for item in items]), _where([])) for one in part_ids
        ),
        dimensions=tuple(
            Part(
                one,
                _where([item.dimension == one for item in items]),
                _where([dimension_of[p] == one for p in part_ids]),
            )
            for one in questionnaire.dimension_ids
        ),
        scheme=scheme,
        item_weights=np.array([scheme.item_weight(item.id, critical=item.critical) for item in items]),
        dimension_weights=np.array([scheme.weights.dimensions.get(d, 1.0) for d in questionnaire.dimension_ids]),
        critical=np.array([item.critical for item in items], dtype=bool),
    )


def _where(mask: Sequence[bool]) -> Positions:
    return np.flatnonzero(np.array(mask, dtype=bool))


def _columns(rows: int, columns: list[Floats]) -> Floats:
    return np.column_stack(columns) if columns else np.empty((rows, 0))
