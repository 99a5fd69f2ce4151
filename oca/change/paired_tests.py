"""Statistics on paired differences: one array in which each number is one organization's change.

NaN is left out. Sizes and means are compared on the grid of `rules.on_grid`, so that equal ones are ties.
Below MINIMUM pairs there is neither a test nor an interval: with five, no two-sided p is below .0625.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import nan, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from oca.scoring.rules import on_grid, snap

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MINIMUM = 6
"""The least number of pairs for a test or an interval."""

EXACT_UP_TO = 200
"""The largest number of pairs whose null distribution is counted out; above, the normal approximation."""

DRAWS = 2000
SEED = 20_231_115
"""How often the bootstrap draws, and from which seed: the same data always give the same interval."""

Method = Literal["exact", "permutation", "normal approximation", "too_few"]

METHODS: dict[Method, str] = {
    "exact": "exact distribution of the signed ranks; no two changes are of the same size and none is zero",
    "permutation": "every assignment of signs to the ranks counted, with the ties and zeros that there are",
    "normal approximation": "normal approximation, corrected for ties and zeros",
    "too_few": "no test and no interval: fewer than six pairs",
}
"""What the column `test` of COHORT can say."""

_UNITS = 1e10
_MOST_DRAWN_AT_ONCE = 1_000_000
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Estimate:
    """An estimate with its interval; `confidence` is what the interval has, NaN where there is no interval."""

    value: float
    low: float
    high: float
    confidence: float


@dataclass(frozen=True)
class SignedRank:
    """Wilcoxon's signed-rank test: the sum of the positive ranks, the two-sided p, and how p was found."""

    statistic: float
    p: float
    method: Method


def hodges_lehmann(differences: Floats, *, confidence: float = 0.95) -> Estimate:
    """Return the median of the Walsh averages, with the interval that the signed-rank test implies.

    The interval runs from the k-th smallest to the k-th largest Walsh average, with the largest k that keeps the
    confidence asked for; the one achieved is higher and is carried. Where changes are tied it is a lower limit. For 22
    pairs and 95 %: the 66th and the 188th of 253.

    Source: Hollander, Wolfe & Chicken, Nonparametric Statistical Methods (3rd edition 2014), sections 3.2 and 3.3.

    >>> hodges_lehmann(np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]))
    Estimate(value=0.35, low=0.1, high=0.6, confidence=0.96875)
    """
    known = _known(differences)
    pairs = len(known)
    averages = pairs * (pairs + 1) // 2
    if not pairs:
        return Estimate(nan, nan, nan, nan)
    k, achieved = _rank_of_limit(pairs, confidence) if pairs >= MINIMUM else (0, nan)
    wanted = [(averages + 1) // 2, averages // 2 + 1] + ([k, averages + 1 - k] if k else [])
    found = snap(walsh_averages(known, wanted))
    low, high = (float(found[2]), float(found[3])) if k else (nan, nan)
    return Estimate(float(snap((found[:1] + found[1:2]) / 2)[0]), low, high, achieved if k else nan)


def walsh_averages(differences: Floats, ranks: list[int]) -> Floats:
    """Return the k-th smallest average of two differences, each also paired with itself, for each k in `ranks`.

    The n (n + 1) / 2 averages are never made: for a sum of two differences, how many sums are not above it is counted
    by looking each difference's partner up among the sorted ones, and the sum itself is found by bisection. Whole
    numbers of the tenth decimal make that exact, for differences up to a hundred million.

    Args:
        differences: without NaN, in any order, at least one.
        ranks: from 1 to n (n + 1) / 2.
    """
    ordered = np.sort(np.rint(differences * _UNITS).astype(np.int64))
    wanted = np.asarray(ranks, dtype=np.int64)
    low, high = np.full(len(wanted), 2 * ordered[0]), np.full(len(wanted), 2 * ordered[-1])
    while (low < high).any():
        middle = low + (high - low) // 2
        enough = _sums_up_to(middle, ordered) >= wanted
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
    return low / (2 * _UNITS)


def _sums_up_to(limits: Integers, ordered: Integers) -> Integers:
    """Count, for each limit, the pairs i <= j whose sum is not above it."""
    first = np.arange(len(ordered))
    partners = [np.searchsorted(ordered, limit - ordered, side="right") - first for limit in limits]
    return np.array([np.maximum(some, 0).sum() for some in partners], dtype=np.int64)


def _rank_of_limit(pairs: int, confidence: float) -> tuple[int, float]:
    """Return which Walsh average, from each end, bounds the interval (0: none does), and the confidence achieved."""
    tail = (1 - confidence) / 2
    if pairs <= EXACT_UP_TO:
        below = _cumulated(pairs)
        k = int(np.searchsorted(below, tail, side="right"))
        return k, float(1 - 2 * below[k - 1]) if k else nan
    middle, deviation = pairs * (pairs + 1) / 4, sqrt(pairs * (pairs + 1) * (2 * pairs + 1) / 24)
    k = int(middle + 0.5 + _NORMAL.inv_cdf(tail) * deviation)
    return k, 1 - 2 * _NORMAL.cdf((k - 0.5 - middle) / deviation)


@lru_cache(maxsize=EXACT_UP_TO)
def _cumulated(pairs: int) -> Floats:
    """Return P(V <= v) for v = 0, 1, ...: V is the sum of the positive ranks when signs are tossed."""
    return np.cumsum(null_distribution(np.arange(1, pairs + 1)))


def null_distribution(ranks: Integers) -> Floats:
    """Return the probability of each sum 0, 1, ... of those ranks for which a fair coin falls on heads."""
    probability = np.zeros(int(ranks.sum()) + 1)
    probability[0] = 1.0
    for rank in ranks:
        moved = np.zeros_like(probability)
        moved[rank:] = probability[: len(probability) - rank]
        probability = (probability + moved) / 2
    return probability


def signed_rank(differences: Floats) -> SignedRank:
    """Test whether changes scatter evenly around no change: Wilcoxon's signed ranks, two-sided, zeros by Pratt.

    Zeros take part in the ranking and drop out of the sum. Without ties and zeros SciPy's exact distribution is used.
    With them SciPy would draw permutations at random or approximate; here all of them are counted, by the recursion
    that also gives the interval, so that p depends on no seed. All changes zero: p is 1.

    Sources: Wilcoxon (1945), Biometrics Bulletin 1, 80-83; Pratt (1959), JASA 54, 655-667.
    """
    known = on_grid(_known(differences))
    if len(known) < MINIMUM:
        return SignedRank(nan, nan, "too_few")
    if not known.any():
        return SignedRank(0.0, 1.0, "permutation")
    countable = len(known) <= EXACT_UP_TO
    if countable and (len(np.unique(np.abs(known))) < len(known) or not known.all()):
        return _permutation(known)
    from scipy.stats import wilcoxon

    # `auto` is SciPy's normal approximation at such sizes, under a name that all its versions know.
    p = wilcoxon(known, zero_method="pratt", method="exact" if countable else "auto").pvalue
    statistic = float(_ranks(known)[known > 0].sum() / 2)
    return SignedRank(statistic, float(p), "exact" if countable else "normal approximation")


def _permutation(known: Floats) -> SignedRank:
    ranks = _ranks(known)
    statistic = int(ranks[known > 0].sum())
    probability = null_distribution(ranks[known != 0])
    tail = min(probability[: statistic + 1].sum(), probability[statistic:].sum())
    return SignedRank(statistic / 2, float(min(1.0, 2 * tail)), "permutation")


def _ranks(known: Floats) -> Integers:
    """Return twice the rank of each size, so that the middle ranks of ties are whole numbers; zeros take the lowest."""
    from scipy.stats import rankdata

    twice: Integers = np.rint(2 * rankdata(np.abs(known))).astype(np.int64)
    return twice


def mean_change(differences: Floats, *, confidence: float = 0.95, draws: int = DRAWS, seed: int = SEED) -> Estimate:
    """Return the mean, with a bootstrap interval: organizations are drawn with replacement, each with its difference.

    The interval is BCa (bias-corrected and accelerated), because plain percentiles cover the mean of some twenty skewed
    changes too rarely. When all differences are equal, so are both ends. A negative mean is computed as the mirror of
    the positive one, so that a decline has the interval of the same improvement.

    Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), section 14.3.
    """
    known = np.sort(_known(differences))
    if not len(known):
        return Estimate(nan, nan, nan, nan)
    mean = 0.0 if on_grid(known.mean()) == 0 else float(snap(known.mean()))
    if len(known) < MINIMUM:
        return Estimate(mean, nan, nan, nan)
    if on_grid(known[0]) == on_grid(known[-1]):
        return Estimate(mean, mean, mean, confidence)
    if mean < 0:
        mirrored = mean_change(-known, confidence=confidence, draws=draws, seed=seed)
        return Estimate(mean, 0.0 - mirrored.high, 0.0 - mirrored.low, confidence)
    means = _drawn_means(known, draws, seed)
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    low, high = snap(np.quantile(means, _corrected(known, means, tails)))
    return Estimate(mean, float(low), float(high), confidence)


def _drawn_means(known: Floats, draws: int, seed: int) -> Floats:
    """Return the mean of each draw; a block of draws at a time, so that memory stays bounded."""
    generator = np.random.default_rng(seed)
    at_once = max(1, _MOST_DRAWN_AT_ONCE // len(known))
    blocks = [min(at_once, draws - start) for start in range(0, draws, at_once)]
    means = [known[generator.integers(0, len(known), (block, len(known)))].mean(axis=1) for block in blocks]
    return np.concatenate(means)


def _corrected(known: Floats, means: Floats, tails: list[float]) -> list[float]:
    """Return the quantiles that BCa takes in place of the plain tails."""
    means, mean = on_grid(means), on_grid(known.mean())
    bias = _NORMAL.inv_cdf(float(((means < mean).mean() + (means <= mean).mean()) / 2))
    apart = known - known.mean()
    acceleration = float((apart**3).sum() / (6 * (apart**2).sum() ** 1.5))
    shifted = [bias + _NORMAL.inv_cdf(tail) for tail in tails]
    return [_NORMAL.cdf(bias + one / (1 - acceleration * one)) for one in shifted]


def holm(p: Floats) -> Floats:
    """Return p adjusted for the number of tests, by Holm's step-down method; NaN stays NaN and counts as no test.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    >>> [round(float(one), 4) for one in holm(np.array([0.01, 0.04, 0.03, np.nan]))]
    [0.03, 0.06, 0.06, nan]
    """
    order = np.argsort(p, kind="stable")[: int((~np.isnan(p)).sum())]
    steps = np.minimum(p[order] * np.arange(len(order), 0, -1), 1.0)
    adjusted = np.full(len(p), nan)
    adjusted[order] = np.maximum.accumulate(steps)
    return adjusted


def _known(differences: Floats) -> Floats:
    values = np.asarray(differences, dtype=np.float64)
    return snap(values[~np.isnan(values)])
