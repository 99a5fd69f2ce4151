"""Where a score stands on the scale of an item: the level that it has reached, and the next better one.

Every document asks here: a report, a plan and a schedule never name different levels for one score.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

    from oca.instrument.questionnaire import Questionnaire

TOLERANCE = 1e-9
"""A coverage of exactly 4 in 5 is 0.8, and a mean of exactly 3 is 3, whatever their binary form."""

Rung = tuple[float, float]
"""A level of an item, and what it is worth on the questionnaire's scale."""

Floats = npt.NDArray[np.float64]

Number = TypeVar("Number", float, Floats, "pd.Series[Any]")
"""One number or many: what a direction says of one it says of each."""

Ends = TypeVar("Ends")


@dataclass(frozen=True)
class Direction:
    """Which way of a scale is better. Nothing else knows that a scale may be turned round.

    Attributes:
        sign: 1 where a higher value is better, -1 where a lower one is.
    """

    sign: Literal[1, -1] = 1

    @property
    def reversed(self) -> bool:
        """Whether a lower value is better."""
        return self.sign < 0

    @property
    def opposite(self) -> Direction:
        """The direction in which what is better here is worse."""
        return Direction(1 if self.reversed else -1)

    def gain(self, value: Number) -> Number:
        """Return a difference as what was gained, under 0 where it was lost; a score as a figure that grows with it."""
        return -value if self.reversed else value

    def reaches(self, score: Number, level: float) -> Any:
        """Say whether a score is at a level or better; of many scores, whether each is. No score reaches nothing."""
        return self.sign * score >= self.sign * level - TOLERANCE

    def under(self, score: Number, level: float) -> Any:
        """Say whether a score is worse than a level; of many scores, whether each is. No score is under nothing."""
        return self.sign * score < self.sign * level - TOLERANCE

    def best(self, values: Iterable[float]) -> float:
        """Return the best of some values."""
        return max(values, key=self.gain)

    def worse(self, scores: Floats, limit: float) -> Floats:
        """Return the worse of each score and a limit."""
        return np.maximum(scores, limit) if self.reversed else np.minimum(scores, limit)

    def from_worst(self, lowest: Ends, highest: Ends) -> tuple[Ends, Ends]:
        """Return the two ends of a range, the worse one first."""
        return (highest, lowest) if self.reversed else (lowest, highest)


HIGHER_IS_BETTER = Direction()


def standing(questionnaire: Questionnaire, item: str, score: float) -> Rung:
    """Return the best level of an item that a score has reached; of one that has reached none, the least good.

    A mean of several ratings that lies between two levels has reached the lower of them: at 2.6 level 2, however near 3
    is, because what level 3 describes is not yet what all of them see.
    """
    rungs = questionnaire.rungs(item)
    reached = [rung for rung in rungs if questionnaire.direction.reaches(score, rung[1])]
    return reached[-1] if reached else rungs[0]


def next_level(questionnaire: Questionnaire, item: str, score: float) -> Rung | None:
    """Return the next better level of an item than a score; None at the best."""
    return next((rung for rung in questionnaire.rungs(item) if questionnaire.direction.under(score, rung[1])), None)


def serves(levels: tuple[float, float], score: float, direction: Direction) -> bool:
    """Say whether a score lies between the levels that a training leads from and to: at the first, under the second.

    Args:
        levels: where it starts, and to where it leads; on a scale where 1 is best the second is the smaller one.
        score: of what it serves.
        direction: which way is better.
    """
    start, end = levels
    return bool(direction.reaches(score, start) and direction.under(score, end))
