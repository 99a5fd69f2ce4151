"""Shares of organizations, with numerator, denominator and Wilson's interval."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def wilson(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Return share, low and high, each from 0 to 1; NaN where the denominator is 0.

    The interval keeps its promise at 0, at all, and with few organizations, where the plain one does not. It speaks of
    organizations like these; of these very ones the share is known.

    Source: Wilson (1927), JASA 22, 209-212; Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133.

    >>> [round(float(one), 2) for one in wilson(16, 22)]
    [0.73, 0.52, 0.87]
    """
    some = np.asarray(numerator, dtype=np.float64)
    of = np.asarray(denominator, dtype=np.float64)
    of = np.where(of > 0, of, np.nan)
    share = some / of
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    centre = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return share, np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
