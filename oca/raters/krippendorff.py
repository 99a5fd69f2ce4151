"""Krippendorff's alpha: how far the ratings of a cohort can be relied on (METHODS, section 4).

It compares the disagreement within units with the disagreement between all ratings: 1 when respondents always agree,
0 when they agree no more than by chance. It says nothing of a single organization, where units differ too little.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

Metric = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha and what stands behind it.

    Attributes:
        value: at most 1; NaN where it is not defined.
        reason: why it is not defined: `no_pairs` (no unit has two ratings), `no_variation` (all ratings are equal).
        units: the units with two ratings or more; others say nothing of agreement.
        ratings: the ratings of those units.
    """

    value: float
    reason: Literal["", "no_pairs", "no_variation"]
    units: int
    ratings: int


def krippendorff(counts: Counts, values: Floats, metric: Metric = "ordinal") -> Alpha:
    """Return Krippendorff's alpha of units that were rated by any number of respondents.

    `alpha = 1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck` over the matrix of coincidences o, its margins n_c, and the
    squared differences d of the metric. Missing ratings need no mention: a unit is what was counted.

    Args:
        counts: units x values, how many respondents gave each value.
        values: the values, lowest first.
        metric: how two values differ; ordinal by how many ratings lie between them.

    Raises:
        ValueError: the ratio metric was asked for values below 0.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.

    >>> krippendorff(np.array([[2, 0], [0, 2], [1, 1]]), np.array([0.0, 1.0]), "nominal").value
    0.4444444444444444
    """
    pairable = counts[counts.sum(axis=1) >= 2]
    units, ratings = len(pairable), int(pairable.sum())
    if not units:
        return Alpha(np.nan, "no_pairs", 0, 0)
    coincidences = coincidence_matrix(pairable)
    margins = pairable.sum(axis=0).astype(np.float64)
    squares = METRICS[metric](values, margins)
    expected = float(margins @ squares @ margins)
    if expected == 0:
        return Alpha(np.nan, "no_variation", units, ratings)
    observed = float((coincidences * squares).sum())
    return Alpha(1 - (ratings - 1) * observed / expected, "", units, ratings)


def coincidence_matrix(counts: Counts) -> Floats:
    """Return how often each value met each other within units, values x values; the sum is the number of ratings.

    Args:
        counts: units x values; every unit with two ratings or more.
    """
    weighted = counts / (counts.sum(axis=1, keepdims=True) - 1)
    return np.asarray(counts.T @ weighted - np.diag(weighted.sum(axis=0)), dtype=np.float64)


def _nominal(values: Floats, margins: Floats) -> Floats:
    del margins
    return np.asarray(values[:, None] != values, dtype=np.float64)


def _ordinal(values: Floats, margins: Floats) -> Floats:
    """Return the square of the ratings from one value to the other, the two ends counted half."""
    del values
    middle = np.cumsum(margins) - margins / 2
    return np.asarray((middle[:, None] - middle) ** 2, dtype=np.float64)


def _interval(values: Floats, margins: Floats) -> Floats:
    del margins
    return np.asarray((values[:, None] - values) ** 2, dtype=np.float64)


def _ratio(values: Floats, margins: Floats) -> Floats:
    del margins
    if (values < 0).any():
        raise ValueError("the ratio metric needs values of 0 or more")
    together = values[:, None] + values
    quotient = np.divide(values[:, None] - values, together, out=np.zeros_like(together), where=together > 0)
    return np.asarray(quotient**2, dtype=np.float64)


METRICS: Mapping[Metric, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
"""The squared differences of two values, by metric; each takes the values and how many ratings each has."""
