"""Reliable change: larger than what an unreliable instrument shows where nothing changed (METHODS, section 6).

Only between scores that both come from individual ratings, because only these have an internal consistency.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.scale import TOLERANCE
from oca.scoring.rules import snap
from oca.tables import CHANGES

Floats = npt.NDArray[np.float64]

CRITICAL = 1.96
"""How many standard errors of a difference a reliable change is beyond: 5 % of pure noise would be."""


def standard_error_of_difference(sd: npt.ArrayLike, reliability: npt.ArrayLike) -> Floats:
    """Return SD sqrt(2) sqrt(1 - r); NaN where the spread is 0, or r is missing, negative, or 1 and more.

    Source: Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19.
    """
    spread, r = np.asarray(sd, dtype=np.float64), np.asarray(reliability, dtype=np.float64)
    usable = (spread > TOLERANCE) & (r >= 0) & (r < 1 - TOLERANCE)
    error: Floats = spread * np.sqrt(2 * np.where(usable, 1 - r, np.nan))
    return error


def smallest_reliable_change(sd: npt.ArrayLike, reliability: npt.ArrayLike) -> Floats:
    """Return the size that a change must exceed to be reliable, in levels of the scale; NaN where there is none.

    >>> round(float(smallest_reliable_change(0.5, 0.8)), 2)
    0.62
    """
    return CRITICAL * standard_error_of_difference(sd, reliability)


def with_reliable_change(
    changes: pd.DataFrame,
    scores: pd.DataFrame,
    reliability: pd.DataFrame,
    *,
    deletion: Literal["listwise", "pairwise"] = "pairwise",
) -> pd.DataFrame:
    """Fill the columns `reliable_change` and `reliable` of CHANGES, for overall and dimensions.

    SD is the standard deviation (n - 1), over the organizations rated individually, of the earlier period's scores; r
    is Cronbach's alpha of the same element and period. That alpha is of single people's ratings, while the score of an
    organization is the mean of several: mostly steadier, so that the limit errs on the strict side. A small number of
    rows behind alpha is not looked at here; RELIABILITY warns of it.

    Args:
        changes: CHANGES.
        scores: SCORES; it says which scores come from individual ratings.
        reliability: period, element (a dimension, or overall), deletion, alpha (NaN where there is none), each
            combination once, and any further column.
        deletion: whose alpha is taken: of complete rows (listwise), or of all that two items have in common (pairwise);
            with fifty items hardly anybody's row is complete, and the overall would have no alpha.

    Returns:
        CHANGES in the same order. `reliable_change` is in standard errors of a difference, with the sign of `change`;
        it is empty where the scores do not compare or are not both individual, and where SD or alpha allow no number.
    """
    keys = ["from_period", "kind", "element"]
    error = changes[keys].merge(_errors(scores, reliability, deletion), on=keys, how="left", validate="many_to_one")
    individual = _is_individual(changes, scores, "from_period") & _is_individual(changes, scores, "to_period")
    usable = individual & (changes["verdict"] != "not_comparable").to_numpy()
    standardised = snap(changes["change"].to_numpy() / np.where(usable, error["error"], np.nan))
    reliable = np.where(np.abs(standardised) > CRITICAL, "yes", "no")
    filled = changes.assign(reliable_change=standardised, reliable=np.where(np.isnan(standardised), "", reliable))
    return CHANGES.check(CHANGES.typed(filled))


def _errors(scores: pd.DataFrame, reliability: pd.DataFrame, deletion: str) -> pd.DataFrame:
    """Return from_period, kind, element and the standard error of a difference."""
    keys = ["period", "kind", "element"]
    rows = scores[
        (scores["score_type"] == "individual")
        & (scores["status"] == "scored")
        & scores["kind"].isin(("overall", "dimension"))
    ]
    spread = rows.groupby(keys, sort=False, as_index=False).agg(sd=("score", "std"))
    alpha = reliability.loc[reliability["deletion"] == deletion, ["period", "element", "alpha"]]
    both = spread.merge(alpha, on=["period", "element"], how="inner")
    both = both.assign(error=standard_error_of_difference(both["sd"], both["alpha"]))
    return both.rename(columns={"period": "from_period"})[["from_period", "kind", "element", "error"]]


def _is_individual(changes: pd.DataFrame, scores: pd.DataFrame, period: str) -> npt.NDArray[np.bool_]:
    rows = scores.loc[scores["score_type"] == "individual", ["organization", "period"]].drop_duplicates()
    rated = pd.MultiIndex.from_frame(rows)
    return np.asarray(pd.MultiIndex.from_frame(changes[["organization", period]]).isin(rated))
