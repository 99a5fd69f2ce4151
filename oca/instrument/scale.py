"""Where a score stands on the scale of an item: the level that it has reached, and the next better one.

Every document asks here: a report, a plan and a schedule never name different levels for one score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oca.instrument.questionnaire import Questionnaire

TOLERANCE = 1e-9
"""A coverage of exactly 4 in 5 is 0.8, and a mean of exactly 3 is 3, whatever their binary form."""

Rung = tuple[float, float]
"""A level of an item, and what it is worth on the questionnaire's scale."""


def standing(questionnaire: Questionnaire, item: str, score: float) -> Rung:
    """Return the best level of an item that a score has reached; of one that has reached none, the least good.

    A mean of several ratings that lies between two levels has reached the lower of them: at 2.6 level 2, however near 3
    is, because what level 3 describes is not yet what all of them see.
    """
    rungs, sense = questionnaire.rungs(item), questionnaire.upright
    reached = [rung for rung in rungs if sense * (rung[1] - score) <= TOLERANCE]
    return reached[-1] if reached else rungs[0]


def next_level(questionnaire: Questionnaire, item: str, score: float) -> Rung | None:
    """Return the next better level of an item than a score; None at the best."""
    sense = questionnaire.upright
    return next((rung for rung in questionnaire.rungs(item) if sense * (rung[1] - score) > TOLERANCE), None)


def serves(levels: tuple[float, float], score: float, upright: int) -> bool:
    """Say whether a score lies between the levels that a training leads from and to: at the first, under the second.

    Args:
        levels: where it starts, and to where it leads; on a scale where 1 is best the second is the smaller one.
        score: of what it serves.
        upright: 1 where a higher score is better, else -1.
    """
    start, end = levels
    return upright * (score - start) >= -TOLERANCE and upright * (end - score) > TOLERANCE
