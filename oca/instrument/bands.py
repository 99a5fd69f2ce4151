"""Where bands begin that follow a scale: of a new scheme, and of one whose questionnaire got another scale."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from oca.instrument.structure import Scale

MOST_DIGITS = 12
"""The decimals of a start where fewer, two at least, would be coarse on so short a scale, or let two bands meet."""

Start = tuple[int, float]
"""Which band, by its place among those given, and where it begins."""


def even_bands(count: int, scale: Scale) -> list[Start]:
    """Return bands of equal width on a scale, given from the least good to the best, the lowest values first.

    >>> even_bands(3, Scale(levels=[1, 2, 3, 4, 5, 6])), even_bands(2, Scale(levels=[1, 2, 3], best="lowest"))
    ([(0, 1.0), (1, 2.67), (2, 4.33)], [(1, 1.0), (0, 2.0)])
    """
    edges = [i / count for i in range(count + 1)]
    return _laid(list(pairwise(edges)), scale)


def moved_bands(starts: Sequence[float], before: Scale, after: Scale) -> list[Start]:
    """Return where bands begin on another scale, each on the same share of the way from the worst level to the best.

    Args:
        starts: where they begin on the scale before, the lowest first.
        before: the scale that they were made for.
        after: the scale that they are to be on.
    """
    worst, best = _ends(before)
    shares = [(value - worst) / (best - worst) for value in (*starts, before.levels[-1])]
    return _laid([(min(pair), max(pair)) for pair in pairwise(shares)], after)


def same_ends(before: Scale, after: Scale) -> bool:
    """Say whether bands that fit one scale fit the other: the same ends, and the same one of them is best."""
    return _ends(before) == _ends(after)


def _laid(shares: Sequence[tuple[float, float]], scale: Scale) -> list[Start]:
    """Return the starts of bands, given by the shares of the way to the best between which each lies."""
    worst, best = _ends(scale)
    exact = [min(worst + share * (best - worst) for share in pair) for pair in shares]
    coarsest = abs(best - worst) / 50
    digits = next(
        (n for n in range(2, MOST_DIGITS) if 10**-n <= coarsest and _apart([round(one, n) for one in exact], scale)),
        MOST_DIGITS,
    )
    return sorted(((i, round(one, digits)) for i, one in enumerate(exact)), key=lambda start: start[1])


def _apart(starts: Sequence[float], scale: Scale) -> bool:
    return len({*starts, scale.levels[-1]}) == len(starts) + 1


def _ends(scale: Scale) -> tuple[float, float]:
    """Return the worst and the best level."""
    ends = scale.levels[0], scale.levels[-1]
    return ends if scale.best == "highest" else ends[::-1]
