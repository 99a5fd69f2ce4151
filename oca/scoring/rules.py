"""The rules by which several values become one: small pure functions, in dicts by the name that a scheme uses.

A rule takes `Parts` and returns one value per row, NaN where no part has a value. Everything is in the sense that a
higher value is better; `aggregation` turns a reversed scale round before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from oca.instrument.scale import TOLERANCE

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Parts:
    """What a rule makes one value of.

    Attributes:
        scores: rows x parts, NaN where there is none.
        weights: one per part.
        applies: rows x parts; a part that applies and has no score is one that was not answered.
        highest: the most that each part can score; rows x parts, or 1 x parts where it is the same in every row.
    """

    scores: Floats
    weights: Floats
    applies: Flags
    highest: Floats


Rule = Callable[[Parts], Floats]

GRID = 9
"""The decimals to which computed scores are compared: what they differ by beyond is noise of binary arithmetic.

A score is a mean of means of levels, each rounded to twelve decimals on the way, so two scores that are equal in
fractions can differ by some units of the twelfth decimal; two that are not differ by far more than one of the ninth.
"""

NOISE = 5e-11
"""What a computed value may fall short of a half and still be rounded up as one, so that no tie is lost at a half."""


def weighted_mean(parts: Parts) -> Floats:
    """Return the weighted mean of what is there; weights of absent values fall out of the denominator."""
    return weighted(parts.scores, parts.weights[:, None])[:, 0]


def weighted(scores: Floats, weights: Floats) -> Floats:
    """Return several weighted means of what is there: rows x parts and parts x means give rows x means."""
    there = ~np.isnan(scores)
    return divide(np.where(there, scores, 0.0) @ weights, there.astype(np.float64) @ weights)


def median(parts: Parts) -> Floats:
    """Return the median of what is there; parts of weight 0 are left out, other weights play no part."""
    kept = np.sort(parts.scores[:, parts.weights > 0], axis=1)  # NaN sorts last
    if not kept.shape[1]:
        return np.full(len(kept), np.nan)
    count = (~np.isnan(kept)).sum(axis=1)
    rows = np.arange(len(kept))
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, kept.shape[1] - 1)
    return np.where(count > 0, (kept[rows, low] + kept[rows, high]) / 2, np.nan)


def minimum(parts: Parts) -> Floats:
    """Return the lowest of what is there; parts of weight 0 are left out."""
    kept = np.where(np.isnan(parts.scores), np.inf, parts.scores)[:, parts.weights > 0]
    lowest = kept.min(axis=1, initial=np.inf)
    return np.where(np.isinf(lowest), np.nan, lowest)


def share_of_maximum(parts: Parts) -> Floats:
    """Return the weighted sum of what is there in percent of the most it could be: 100 sum(w x) / sum(w max)."""
    there = ~np.isnan(parts.scores)
    reached = np.where(there, parts.scores, 0.0) @ parts.weights
    return 100 * divide(reached, np.where(there, parts.highest, 0.0) @ parts.weights)


def weighted_sum(parts: Parts) -> Floats:
    """Return the weighted sum over all parts that apply.

    One that applies and has no score is taken at the share of the maximum that the others reach: left out, it would
    count as a zero. So the sum is that share of the most that all parts which apply could make together.
    """
    reachable = np.where(parts.applies & ~np.isnan(parts.highest), parts.highest, 0.0)
    return share_of_maximum(parts) / 100 * (reachable @ parts.weights)


RULES: Mapping[str, Rule] = {
    "mean": weighted_mean,
    "median": median,
    "minimum": minimum,
    "share": share_of_maximum,
    "sum": weighted_sum,
}


def linear_index(score: Floats, lowest: Floats | float, highest: Floats | float) -> Floats:
    """Return 100 (x - min) / (max - min); min is the end that is not good, so on a reversed scale the higher one."""
    return 100 * divide(score - lowest, highest - lowest)


def proportional_index(score: Floats, lowest: Floats | float, highest: Floats | float) -> Floats:
    """Return 100 x / max, as the World Health Organization does; the lowest level is not 0."""
    del lowest
    return 100 * divide(score, highest)


def no_index(score: Floats, lowest: Floats | float, highest: Floats | float) -> Floats:
    """Return NaN: the scheme declares no index."""
    del lowest, highest
    return np.full_like(score, np.nan)


INDICES: Mapping[str, Callable[[Floats, Floats | float, Floats | float], Floats]] = {
    "none": no_index,
    "linear": linear_index,
    "proportional": proportional_index,
}


def bands_of(scores: Floats, starts: Sequence[float]) -> npt.NDArray[np.intp]:
    """Return the number of the band that holds each score: half-open intervals [from, next), the last one closed."""
    return np.searchsorted(on_grid(np.asarray(starts, dtype=np.float64)), on_grid(scores), side="right") - 1


def snap(values: Floats) -> Floats:
    """Remove binary noise, so that a mean of exactly 2.5 is not 2.4999999999999996; no rounding a person could see."""
    return np.round(values, 12)


def on_grid(values: npt.ArrayLike) -> Floats:
    """Return values on the grid on which computed scores are compared: equal ones are the same number there.

    >>> thirds = np.array([1.666666666667, 1.333333333333])
    >>> float(thirds[0] - thirds[1]) == 1 / 3, float(on_grid(thirds[:1] - thirds[1:])[0])
    (False, 0.333333333)
    """
    return round_half_up(values, GRID)


def same(first: npt.ArrayLike, second: npt.ArrayLike) -> Flags:
    """Say where two computed scores are equal; NaN equals nothing."""
    return np.asarray(np.abs(np.subtract(first, second)) <= TOLERANCE)


def difference(before: npt.ArrayLike, after: npt.ArrayLike) -> Floats:
    """Return after minus before, exactly 0 where two computed scores are equal.

    It is not brought to the grid: a mean of many differences would add up what each of them lost.
    """
    return np.where(same(before, after), 0.0, snap(np.subtract(after, before)))


def round_half_up(values: npt.ArrayLike, digits: int) -> Floats:
    """Round as people do, half away from zero: 2.25 gives 2.3 although its neighbour in binary lies below.

    >>> round_half_up(np.array([2.25, 2.35, 2.449, -2.25]), 1).tolist()
    [2.3, 2.4, 2.4, -2.3]
    """
    factor = 10.0**digits
    rounded = np.sign(values) * np.floor((np.abs(values) + NOISE) * factor + 0.5) / factor
    return np.asarray(rounded + 0.0, dtype=np.float64)  # no negative zero


def divide(total: Floats, weight: Floats | float) -> Floats:
    """Return the quotient, NaN where the divisor is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(np.equal(weight, 0), np.nan, total / weight)
