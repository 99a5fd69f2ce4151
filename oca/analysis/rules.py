"""The rules by which several values become one: small pure functions, in dicts by the name that a scheme uses.

Every rule takes values (rows x parts, NaN where there is none) and weights (one per part), and returns one value per
row, NaN where no part has a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Rule = Callable[[Floats, Floats], Floats]


def weighted_mean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted mean of what is there; weights of absent values fall out of the denominator."""
    there = ~np.isnan(values)
    total = np.where(there, values, 0.0) @ weights
    return _divide(total, there @ weights)


def median(values: Floats, weights: Floats) -> Floats:
    """Return the median of what is there; parts of weight 0 are left out, other weights play no part."""
    kept = np.sort(values[:, weights > 0], axis=1)  # NaN sorts last
    count = (~np.isnan(kept)).sum(axis=1)
    rows = np.arange(len(kept))
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, max(kept.shape[1] - 1, 0))
    return np.where(count > 0, (kept[rows, low] + kept[rows, high]) / 2, np.nan)


def minimum(values: Floats, weights: Floats) -> Floats:
    """Return the lowest of what is there; parts of weight 0 are left out."""
    kept = np.where(np.isnan(values), np.inf, values)[:, weights > 0]
    lowest = kept.min(axis=1, initial=np.inf)
    return np.where(np.isinf(lowest), np.nan, lowest)


RULES: Mapping[str, Rule] = {"mean": weighted_mean, "median": median, "minimum": minimum}


def linear_index(score: Floats, lowest: float, highest: float) -> Floats:
    """Return 100 (x - min) / (max - min)."""
    return 100 * (score - lowest) / (highest - lowest)


def proportional_index(score: Floats, lowest: float, highest: float) -> Floats:
    """Return 100 x / max, as the World Health Organization does; the lowest level is not 0."""
    del lowest
    return 100 * score / highest


def no_index(score: Floats, lowest: float, highest: float) -> Floats:
    """Return NaN: the scheme declares no index."""
    del lowest, highest
    return np.full_like(score, np.nan)


INDICES: Mapping[str, Callable[[Floats, float, float], Floats]] = {
    "none": no_index,
    "linear": linear_index,
    "proportional": proportional_index,
}


def bands_of(scores: Floats, starts: Sequence[float]) -> npt.NDArray[np.intp]:
    """Return the number of the band that holds each score: half-open intervals [from, next), the last one closed."""
    return np.searchsorted(np.asarray(starts, dtype=np.float64), scores, side="right") - 1


def snap(values: Floats) -> Floats:
    """Remove binary noise, so that a mean of exactly 2.5 is not 2.4999999999999996; no rounding a person could see."""
    return np.round(values, 10)


def _divide(total: Floats, weight: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 0, total / weight, np.nan)
