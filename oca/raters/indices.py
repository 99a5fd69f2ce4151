"""How far the respondents of one organization agree: indices on counts (METHODS, section 4).

Every index takes counts (elements x values, whole numbers of respondents) and, where distances matter, the values that
an answer can have, lowest first. It returns one number per element; NaN where nobody answered.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from oca.instrument.scale import TOLERANCE

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

CUTOFF = 6
"""A mean deviation above a sixth of the number of levels is too much to speak of agreement (Burke & Dunlap 2002)."""


def mean_of(counts: Counts, values: Floats) -> Floats:
    """Return the mean answer, in the units of `values`."""
    return _divide(counts @ values, counts.sum(axis=1))


def mean_deviation(counts: Counts, values: Floats) -> Floats:
    """Return the mean absolute deviation from the mean, AD, in the units of `values`; 0 when all answers are equal.

    Source: Burke, Finkelstein & Dusig (1999), Organizational Research Methods 2(1), 49-68.

    >>> mean_deviation(np.array([[1, 0, 1, 0], [0, 5, 0, 0]]), np.array([1.0, 2, 3, 4])).tolist()
    [1.0, 0.0]
    """
    return _divide((counts * np.abs(_from_mean(counts, values))).sum(axis=1), counts.sum(axis=1))


def consensus(counts: Counts, values: Floats) -> Floats:
    """Return the consensus Cns, from 0 (half at each end of the scale) to 1 (all answers are equal).

    `Cns = 1 + sum p_i log2(1 - |X_i - mu| / d)`, d the width of the scale. On a scale of one value it is 1.

    Source: Tastle & Wierman (2007), International Journal of Approximate Reasoning 45(3), 531-545.

    >>> consensus(np.array([[5, 0, 0, 5], [0, 5, 0, 0]]), np.array([1.0, 2, 3, 4])).tolist()
    [0.0, 1.0]
    """
    width = values[-1] - values[0]
    distance = np.abs(_from_mean(counts, values)) / (width if width > 0 else 1.0)
    logs = np.log2(np.where(counts > 0, 1 - distance, 1.0))  # a value nobody gave adds nothing, even at distance 1
    return 1 + _divide((counts * logs).sum(axis=1), counts.sum(axis=1))


def van_der_eijk(counts: Counts) -> Floats:
    """Return van der Eijk's agreement A: -1 for two camps at the ends, 0 for a uniform distribution, 1 for one value.

    The distribution is cut into layers, each a pattern of values that are there or not; A is the mean of the layers'
    agreement, weighted with their shares of the answers. Only the order of the values matters. On two values there are
    no two camps apart from a uniform distribution: A then is the difference between the two shares, 0 at least.

    Source: van der Eijk (2001), Quality & Quantity 35(3), 325-341.

    >>> van_der_eijk(np.array([[3, 0, 0, 3], [2, 2, 2, 2], [0, 0, 7, 0]])).tolist()
    [-1.0, 0.0, 1.0]
    """
    heights = np.sort(counts, axis=1)
    thickness = np.diff(heights, axis=1, prepend=0)
    total = np.zeros(len(counts))
    for layer in range(counts.shape[1]):
        there = counts >= heights[:, [layer]]
        total += thickness[:, layer] * there.sum(axis=1) * _agreement_of_layer(there)
    return _divide(total, counts.sum(axis=1))


def rwg(counts: Counts, values: Floats, levels: int | None = None) -> Floats:
    """Return rwg: 1 when all answers are equal, 0 where they differ as much as a uniform distribution, or more.

    `1 - s2 / sE2`, s2 the variance of the answers (n - 1), `sE2 = (A*A - 1) / 12` that of a uniform distribution over A
    levels, scaled to the distance of neighbouring levels. One answer alone gives none, nor does a scale of one level.

    Args:
        counts: elements x values.
        values: the values that an answer can have.
        levels: A, where answers may also lie between the levels; by default each value is a level.

    Source: James, Demaree & Wolf (1984), Journal of Applied Psychology 69(1), 85-98.

    >>> rwg(np.array([[0, 3, 1, 0], [2, 0, 0, 2]]), np.array([1.0, 2, 3, 4])).tolist()
    [0.8, 0.0]
    """
    number = levels or len(values)
    squares = (counts * _from_mean(counts, values) ** 2).sum(axis=1)
    variance = _divide(squares, counts.sum(axis=1) - 1)
    uniform = (number * number - 1) / 12 * level_distance(values, number) ** 2
    return np.maximum(1 - _divide(variance, np.full(len(counts), uniform)), 0)


def ends(counts: Counts, values: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest answer."""
    there = counts > 0
    lowest, highest = values[there.argmax(axis=1)], values[::-1][there[:, ::-1].argmax(axis=1)]
    anybody = there.any(axis=1)
    return np.where(anybody, lowest, np.nan), np.where(anybody, highest, np.nan)


def level_distance(values: Floats, levels: int) -> float:
    """Return the mean distance between neighbouring levels, in the units of `values`; 0 on a scale of one level."""
    return float(values[-1] - values[0]) / (levels - 1) if levels > 1 else 0.0


def at_levels(counts: Counts, levels: int) -> Counts:
    """Count answers that lie between evenly spaced levels at the nearest level; the upper one from halfway.

    >>> at_levels(np.array([[1, 2, 4, 8, 16]]), 3).tolist()
    [[1, 6, 24]]
    """
    if counts.shape[1] == levels:
        return counts
    places = np.arange(counts.shape[1]) * (levels - 1) / (counts.shape[1] - 1)
    nearest = np.floor(places + 0.5 + TOLERANCE).astype(np.intp)
    gathered = np.zeros((len(counts), levels), dtype=np.int64)
    np.add.at(gathered.T, nearest, counts.T)
    return gathered


def _from_mean(counts: Counts, values: Floats) -> Floats:
    """Return the distance of each value from each element's mean, elements x values."""
    return np.asarray(values - mean_of(counts, values)[:, None], dtype=np.float64)


def _agreement_of_layer(there: npt.NDArray[np.bool_]) -> Floats:
    """Return A of patterns, elements x values.

    Of all triples of values in order, those that read 110 or 011 speak for one peak, those that read 101 against it.
    """
    width = there.shape[1]
    left: Counts = np.cumsum(there, axis=1) - there
    right = there.sum(axis=1, keepdims=True) - left - there
    pairs = left * (left - 1) // 2 + right * (right - 1) // 2
    one_peak = (~there * pairs).sum(axis=1)
    two_peaks = (~there * left * right).sum(axis=1)
    unimodality = _divide(
        (width - 2) * one_peak - (width - 1) * two_peaks, max(width - 2, 1) * (one_peak + two_peaks), otherwise=1.0
    )
    return np.asarray(unimodality * (1 - (there.sum(axis=1) - 1) / max(width - 1, 1)), dtype=np.float64)


def _divide(above: Floats | Counts, below: Floats | Counts, otherwise: float = np.nan) -> Floats:
    """Divide where the divisor is above 0; elsewhere there is `otherwise`."""
    quotient = np.full(len(above), otherwise, dtype=np.float64)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
