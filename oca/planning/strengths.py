"""What an organization can build on, and where a next step helps most: strengths and priorities from its own scores."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.planning.needs import reach


@dataclass(frozen=True)
class Standing:
    """A dimension with its score, and the item that speaks for it: its best for a strength, else its weakest."""

    element: str
    score: float
    item: str


def strengths(scores: pd.DataFrame, questionnaire: Questionnaire, count: int = 3) -> list[Standing]:
    """Return the dimensions that stand best, the best first; ties stand in the questionnaire's order.

    Args:
        scores: SCORES rows of one organization in one period.
        questionnaire: the version that was asked.
        count: how many; fewer where fewer have scores, and never a dimension that is also among the priorities.
    """
    ranked = _ranked(scores, questionnaire)
    chosen = sorted(ranked, key=lambda one: -one.reach)[: _room(len(ranked), count)]
    return [_standing(one, scores, questionnaire, strongest=True) for one in chosen]


def priorities(
    scores: pd.DataFrame, needs: pd.DataFrame, questionnaire: Questionnaire, count: int = 3
) -> list[Standing]:
    """Return the dimensions that ask most for support, the greatest need first; the strengths are never among them.

    Args:
        scores: SCORES rows of one organization in one period.
        needs: NEEDS rows of the same.
        questionnaire: the version that was asked.
        count: how many; fewer where fewer have a need.
    """
    strong = {one.element for one in strengths(scores, questionnaire, count)}
    asking = needs[(needs["kind"] == "dimension") & (needs["priority"] > 0)].sort_values("rank")
    found = {one.element: one for one in _ranked(scores, questionnaire) if one.element not in strong}
    chosen = [found[element] for element in asking["element"] if element in found][:count]
    return [_standing(one, scores, questionnaire, strongest=False) for one in chosen]


def holding_back(scores: pd.DataFrame, questionnaire: Questionnaire, dimension: str) -> list[str]:
    """Return the items of a dimension that are not at their best: the weakest first, critical before others."""
    found = {one.element: one for one in _reached(scores, questionnaire, "item")}
    below = [item for item in questionnaire.items_of(dimension) if item.id in found and found[item.id].reach < 1]
    return [item.id for item in sorted(below, key=lambda item: (found[item.id].reach, not item.critical))]


@dataclass(frozen=True)
class _Reached:
    """A score, and how far it lies from the worst (0) to the best (1) that it could be."""

    element: str
    score: float
    reach: float


def _reached(scores: pd.DataFrame, questionnaire: Questionnaire, kind: str) -> list[_Reached]:
    """Return how far the scores of one kind of element reach."""
    rows = scores[(scores["kind"] == kind) & (scores["status"] == "scored")]
    found = zip(rows["element"], rows["score"], reach(rows, questionnaire), strict=True)
    return [_Reached(str(element), float(score), float(part)) for element, score, part in found]


def _ranked(scores: pd.DataFrame, questionnaire: Questionnaire) -> list[_Reached]:
    """Return the dimensions that have a score, in the questionnaire's order."""
    order = {dimension: place for place, dimension in enumerate(questionnaire.dimension_ids)}
    return sorted(_reached(scores, questionnaire, "dimension"), key=lambda one: order[one.element])


def _room(dimensions: int, count: int) -> int:
    """With few dimensions, strengths take the better half only, so that no dimension is both."""
    return min(count, (dimensions + 1) // 2)


def _standing(one: _Reached, scores: pd.DataFrame, questionnaire: Questionnaire, *, strongest: bool) -> Standing:
    """Return a dimension with the item that speaks for it."""
    found = {item.element: item.reach for item in _reached(scores, questionnaire, "item")}
    items = [item for item in questionnaire.items_of(one.element) if item.id in found]
    sign = -1 if strongest else 1
    speaking = min(items, key=lambda item: (sign * found[item.id], not item.critical)).id if items else ""
    return Standing(one.element, one.score, speaking)
