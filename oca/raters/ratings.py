"""Individual ratings as arrays: what the respondents of a period answered, each alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.scoring.sheets import SHEET, to_sheets

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Positions = npt.NDArray[np.intp]

NEEDED = [*SHEET, "questionnaire", "item", "answer", "status"]
"""The columns of RESPONSES that are looked at; copying comments and places costs more memory than all the rest."""


@dataclass(frozen=True)
class RatingScale:
    """What can be answered to an item.

    Attributes:
        possible: the values that an answer can have, lowest first.
        levels: how many levels the item has; fewer than those where answers may lie between levels.
    """

    possible: Floats
    levels: int


@dataclass(frozen=True)
class Ratings:
    """The individual ratings of one period with one questionnaire.

    Attributes:
        period: its id.
        questionnaire: the version that was asked.
        organizations: those with individual ratings, sorted.
        groups: the position in `organizations` of each respondent.
        answers: values of levels, respondents x items; NaN where no level was given.
    """

    period: str
    questionnaire: Questionnaire
    organizations: tuple[str, ...]
    groups: Positions
    answers: Floats

    def scale(self, column: int) -> RatingScale:
        """Return the scale of the item in a column."""
        return scale_of(self.questionnaire, column)

    def counts(self, column: int) -> Counts:
        """Return how many respondents gave each value of an item's scale, organizations x values."""
        return count(self.answers[:, column], self.groups, len(self.organizations), self.scale(column).possible)


def individual_ratings(
    responses: pd.DataFrame, questionnaires: Mapping[str, Questionnaire], periods: Sequence[str]
) -> Iterator[Ratings]:
    """Yield the individual ratings of each period and questionnaire, in the order of `periods`.

    Args:
        responses: RESPONSES; sheets of another score type are passed over.
        questionnaires: each version by its ref.
        periods: the ids of the periods, in order.

    Raises:
        KeyError: a questionnaire of the responses is not given.
    """
    alone = responses["score_type"] == "individual"
    for period in periods:
        rows = responses.loc[alone & (responses["period"] == period), NEEDED]
        for ref in sorted(rows["questionnaire"].unique()):
            yield _ratings(rows[rows["questionnaire"] == ref], period, questionnaires[ref])


def count(values: Floats, groups: Positions, size: int, scale: Floats) -> Counts:
    """Count the answers of each group, groups x values of the scale; NaN is no answer.

    >>> count(np.array([1.0, 3, 3, np.nan]), np.array([0, 0, 1, 1]), 2, np.array([1.0, 2, 3])).tolist()
    [[1, 0, 1], [0, 0, 1]]
    """
    there = ~np.isnan(values)
    places = np.searchsorted(scale, values[there])
    cells = np.bincount(groups[there] * len(scale) + places, minlength=size * len(scale))
    return cells.reshape(size, len(scale)).astype(np.int64)


def scale_of(questionnaire: Questionnaire, column: int) -> RatingScale:
    """Return what the answers to an item can be worth, and how many of them have a name, by its place."""
    item = questionnaire.items[column]
    return RatingScale(np.array(sorted(set(item.worth)), dtype=np.float64), len(item.levels))


def _ratings(rows: pd.DataFrame, period: str, questionnaire: Questionnaire) -> Ratings:
    sheets = to_sheets(rows, questionnaire)
    groups, organizations = pd.factorize(sheets.keys["organization"], sort=True)
    return Ratings(period, questionnaire, tuple(organizations), groups.astype(np.intp), sheets.values())
