"""Statistics of many groups at once, from one array of values and the group of each; no loop over groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from oca.instrument.scale import HIGHER_IS_BETTER, TOLERANCE, Direction
from oca.scoring.rules import divide

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.intp]

QUARTILES = {"minimum": 0.0, "lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75, "maximum": 1.0}

SUMMARY = ("mean", "median", "sd", "minimum", "lower_quartile", "upper_quartile", "maximum")
"""What `summary` returns, in order, before the shares that reach each level."""


def summary(
    values: Floats, codes: Codes, groups: int, levels: Sequence[float] = (), direction: Direction = HIGHER_IS_BETTER
) -> tuple[Floats, Integers]:
    """Summarize values by group.

    Args:
        values: one for each organization, NaN where there is none.
        codes: the group of each, from 0.
        groups: how many groups there are.
        levels: the levels for which the share that reaches them is wanted.
        direction: which way of the scale is better.

    Returns:
        groups x (SUMMARY, then a share from 0 to 1 for each level), NaN where a statistic is not defined; and the
        number of values in each group. sd has n - 1 below; quartiles are interpolated linearly between order
        statistics (Hyndman & Fan 1996, type 7), the median with them.
    """
    there = ~np.isnan(values)
    known, of = values[there], codes[there]
    count = np.bincount(of, minlength=groups)
    mean = mean_by(known, of, count)
    spread = np.bincount(of, (known - mean[of]) ** 2, minlength=groups)
    found = {
        "mean": mean,
        "sd": np.sqrt(divide(spread.astype(np.float64), np.maximum(count - 1, 0).astype(np.float64))),
    }
    ordered = known[np.lexsort((known, of))]
    found.update({name: quantile(ordered, count, share) for name, share in QUARTILES.items()})
    reached = [share_by(direction.reaches(known, level), of, count) for level in levels]
    return np.column_stack([*(found[name] for name in SUMMARY), *reached]), count.astype(np.int64)


def mean_by(values: Floats, codes: Codes, count: npt.NDArray[np.intp]) -> Floats:
    """Return the mean of each group; NaN where a group has no value."""
    return divide(np.bincount(codes, values, minlength=len(count)).astype(np.float64), count.astype(np.float64))


def share_by(flags: npt.NDArray[np.bool_], codes: Codes, count: npt.NDArray[np.intp]) -> Floats:
    """Return the share of each group's values that have the flag; NaN where a group has no value."""
    return divide(np.bincount(codes[flags], minlength=len(count)).astype(np.float64), count.astype(np.float64))


def quantile(ordered: Floats, count: npt.NDArray[np.intp], share: float) -> Floats:
    """Return a quantile of each group by linear interpolation.

    Args:
        ordered: the values of the first group in order, then those of the second, and so on.
        count: how many values each group has.
        share: from 0 (the least) to 1 (the most).
    """
    found = np.full(len(count), np.nan)
    filled = count > 0
    first = (np.cumsum(count) - count)[filled]
    position = share * (count[filled] - 1)
    below = np.floor(position + TOLERANCE).astype(np.intp)
    above = np.minimum(below + 1, count[filled] - 1)
    low, high = ordered[first + below], ordered[first + above]
    found[filled] = low + (high - low) * np.maximum(position - below, 0)
    return found
