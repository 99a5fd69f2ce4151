"""Internal consistency: Cronbach's alpha with Feldt's interval (METHODS, section 5).

Omega and factor analysis are left out on purpose: what a cohort of some twenty organizations gives cannot carry them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.raters.ratings import Ratings, individual_ratings
from oca.scoring.rules import snap
from oca.tables import RELIABILITY

Floats = npt.NDArray[np.float64]

Warning = Literal["", "few_rows", "too_few", "no_variance", "contradictory"]  # noqa: A001

FEW_ROWS = 30
"""With fewer rows alpha is given, and said to stand on little."""

CONFIDENCE = 0.95

WARNINGS: Mapping[str, str] = {
    "": "nothing to say",
    "few_rows": "fewer than 30 rows: the value may be far off",
    "too_few": "no value: fewer than two items, or two items that fewer than two rows share",
    "no_variance": "no value: the rows do not differ in their totals",
    "contradictory": "no value: covariances of different rows do not fit together; only pairwise",
}
"""What the column `warning` of RELIABILITY can say."""

NOISE = 1e-12
"""A variance below this is binary noise of equal totals."""


@dataclass(frozen=True)
class Consistency:
    """Cronbach's alpha of some items, with the ends of its interval; NaN where there is none."""

    items: int
    rows: int
    alpha: float
    low: float
    high: float
    warning: Warning


def reliability(
    responses: pd.DataFrame, questionnaires: Mapping[str, Questionnaire], periods: Sequence[str]
) -> pd.DataFrame:
    """Return the internal consistency of each dimension and of all items, over the respondents of a period.

    Args:
        responses: RESPONSES; only individual ratings enter, one row per respondent.
        questionnaires: each version by its ref.
        periods: the ids of the periods, in order.

    Returns:
        RELIABILITY, sorted by period, questionnaire, element (overall, then the dimensions), deletion (listwise,
        pairwise); nothing for a period without individual ratings.

    Raises:
        KeyError: a questionnaire of the responses is not given.
    """
    rows = (row for ratings in individual_ratings(responses, questionnaires, periods) for row in _rows(ratings))
    return RELIABILITY.check(RELIABILITY.frame(rows))


def listwise(values: Floats) -> Consistency:
    """Return Cronbach's alpha over the rows in which every item has a value.

    Args:
        values: rows x items, NaN where there is none; an item without any value is left out and not counted.
    """
    asked = answered_items(values)
    complete = asked[~np.isnan(asked).any(axis=1)]
    return _consistency(pairwise_covariance(complete), len(complete) if asked.shape[1] else 0)


def pairwise(values: Floats) -> Consistency:
    """Return Cronbach's alpha from covariances, each over the rows in which its two items have values.

    The number of rows, and with it Feldt's interval, is the smallest that any two items share.

    Args:
        values: rows x items, NaN where there is none; an item without any value is left out and not counted.
    """
    asked = answered_items(values)
    return _consistency(pairwise_covariance(asked), smallest_overlap(asked))


def cronbach(covariance: Floats) -> float:
    """Return Cronbach's alpha, `k/(k-1) (1 - sum var_i / var_total)`, from the covariances of k items.

    Source: Cronbach (1951), Psychometrika 16(3), 297-334.

    >>> round(cronbach(np.array([[1.0, 0.5], [0.5, 1.0]])), 4)
    0.6667
    """
    items = len(covariance)
    return float(items / (items - 1) * (1 - np.trace(covariance) / covariance.sum()))


def feldt(alpha: float, rows: int, items: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the ends of Feldt's interval of Cronbach's alpha.

    `1 - (1 - alpha) F`, F the upper and the lower quantile with rows - 1 and (rows - 1)(items - 1) degrees of freedom.

    Source: Feldt (1965), Psychometrika 30(3), 357-370; Feldt, Woodruff & Salih (1987), Applied Psychological
    Measurement 11(1), 93-103, formulas 6 and 7.

    >>> [round(end, 3) for end in feldt(0.913, rows=873, items=20)]
    [0.904, 0.921]
    """
    from scipy.special import fdtri  # loaded here, so that start-up stays fast

    tail = (1 - confidence) / 2
    low, high = (1 - (1 - alpha) * fdtri(rows - 1, (rows - 1) * (items - 1), share) for share in (1 - tail, tail))
    return float(low), float(high)


def answered_items(values: Floats) -> Floats:
    """Return the columns that have any value."""
    return values[:, ~np.isnan(values).all(axis=0)]


def pairwise_covariance(values: Floats) -> Floats:
    """Return the covariance (n - 1) of each two items over the rows that have both; NaN where fewer than two do."""
    there = (~np.isnan(values)).astype(np.float64)
    filled = np.nan_to_num(values - _column_means(values, there))  # near 0, so that the sums keep their precision
    shared = there.T @ there
    sums = filled.T @ there  # the sum of the item in the row, over the rows that have the item in the column as well
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = (filled.T @ filled - sums * sums.T / shared) / (shared - 1)
    return np.where(shared >= 2, covariance, np.nan)


def smallest_overlap(values: Floats) -> int:
    """Return the number of rows that the two items with the fewest common rows share; 0 without items."""
    there = (~np.isnan(values)).astype(np.float64)
    return int((there.T @ there).min(initial=len(values))) if values.shape[1] else 0


def _column_means(values: Floats, there: Floats) -> Floats:
    return np.asarray(np.nan_to_num(values).sum(axis=0) / np.maximum(there.sum(axis=0), 1), dtype=np.float64)


def _consistency(covariance: Floats, rows: int) -> Consistency:
    """Return alpha and its interval, or why there is none."""
    items = len(covariance)
    warning = _why_none(covariance, rows)
    if warning:
        return Consistency(items, rows, np.nan, np.nan, np.nan, warning)
    alpha = cronbach(covariance)
    low, high = feldt(alpha, rows, items)
    return Consistency(items, rows, alpha, low, high, "few_rows" if rows < FEW_ROWS else "")


def _why_none(covariance: Floats, rows: int) -> Warning:
    """Say why there is no alpha. Above 1 it never is, but where covariances come from different rows."""
    if len(covariance) < 2 or rows < 2:
        return "too_few"
    total = covariance.sum()
    if abs(total) <= NOISE * max(np.trace(covariance), 1):
        return "no_variance"
    return "contradictory" if cronbach(covariance) > 1 + NOISE else ""


def _rows(ratings: Ratings) -> Iterator[tuple[object, ...]]:
    for element, columns in _elements(ratings.questionnaire):
        values = ratings.answers[:, columns]
        for deletion, found in (("listwise", listwise(values)), ("pairwise", pairwise(values))):
            figures = snap(np.array([found.alpha, found.low, found.high])).tolist()
            head = (ratings.period, ratings.questionnaire.ref, element, found.items, deletion, found.rows)
            yield (*head, *figures, found.warning)


def _elements(questionnaire: Questionnaire) -> Iterator[tuple[str, list[int]]]:
    """Yield overall and each dimension with the places of its items."""
    yield "overall", list(range(len(questionnaire.items)))
    for dimension in questionnaire.dimension_ids:
        yield dimension, [at for at, item in enumerate(questionnaire.items) if item.dimension == dimension]
