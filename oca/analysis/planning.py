"""What an organization can build on, and where a next step helps most: strengths and priorities from its own scores."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from oca.instrument.questionnaire import Questionnaire


@dataclass(frozen=True)
class Standing:
    """A dimension with its score, and the item that speaks for it: its highest for a strength, else its lowest."""

    element: str
    score: float
    item: str


def strengths(scores: pd.DataFrame, questionnaire: Questionnaire, count: int = 3) -> list[Standing]:
    """Return the dimensions with the highest scores, highest first; ties stand in the questionnaire's order.

    Args:
        scores: SCORES rows of one organization in one period.
        questionnaire: the version that was asked.
        count: how many; fewer where fewer have scores, and never a dimension that is also among the priorities.
    """
    ranked = _ranked(scores, questionnaire)
    chosen = sorted(ranked, key=lambda one: -one[1])[: _room(len(ranked), count)]
    return [
        Standing(element, score, _extreme_item(scores, questionnaire, element, highest=True))
        for element, score in chosen
    ]


def priorities(scores: pd.DataFrame, questionnaire: Questionnaire, count: int = 3) -> list[Standing]:
    """Return the dimensions with the lowest scores, lowest first; the strengths are never among them."""
    strong = {one.element for one in strengths(scores, questionnaire, count)}
    ranked = [one for one in _ranked(scores, questionnaire) if one[0] not in strong]
    chosen = sorted(ranked, key=lambda one: one[1])[:count]
    return [
        Standing(element, score, _extreme_item(scores, questionnaire, element, highest=False))
        for element, score in chosen
    ]


def holding_back(scores: pd.DataFrame, questionnaire: Questionnaire, dimension: str) -> list[str]:
    """Return the items of a dimension that lie below the highest level: lowest first, critical before others."""
    found = _item_scores(scores)
    critical = {item.id: item.critical for item in questionnaire.items}
    below = [item.id for item in questionnaire.items_of(dimension)
             if item.id in found and found[item.id] < questionnaire.levels[-1]]  # fmt: skip
    return sorted(below, key=lambda item: (found[item], not critical[item]))


def _room(dimensions: int, count: int) -> int:
    """With few dimensions, strengths take the better half only, so that no dimension is both."""
    return min(count, (dimensions + 1) // 2)


def _ranked(scores: pd.DataFrame, questionnaire: Questionnaire) -> list[tuple[str, float]]:
    rows = scores[(scores["kind"] == "dimension") & (scores["status"] == "scored")]
    found = dict(zip(rows["element"], rows["score"], strict=True))
    return [(dimension, float(found[dimension])) for dimension in questionnaire.dimension_ids if dimension in found]


def _item_scores(scores: pd.DataFrame) -> dict[str, float]:
    rows = scores[(scores["kind"] == "item") & (scores["status"] == "scored")]
    return {str(item): float(value) for item, value in zip(rows["element"], rows["score"], strict=True)}


def _extreme_item(scores: pd.DataFrame, questionnaire: Questionnaire, dimension: str, *, highest: bool) -> str:
    found = _item_scores(scores)
    items = [item for item in questionnaire.items_of(dimension) if item.id in found]
    sign = -1 if highest else 1
    return min(items, key=lambda item: (sign * found[item.id], not item.critical)).id if items else ""
