"""Which pairs of periods each organization is compared between.

Up to eight assessed periods, every one is compared with every later one. Beyond that the number of pairs grows with the
square (24 months make 276), and nobody reads a change from the seventh month to the eleventh: what is kept are the
pairs that reports, indicators and comparisons use, from the baseline and from the period before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pandas as pd

EVERY_PAIR = 8
"""So many assessed periods are compared each with each: 28 pairs."""

Pair = tuple[str, str]
"""The ids of an earlier and a later period."""


def pairs_by_organization(scores: pd.DataFrame, periods: Sequence[str]) -> dict[Pair, list[str]]:
    """Return who is compared between which two periods.

    Args:
        scores: SCORES; whoever has rows in a period was assessed in it.
        periods: the ids of all periods, in order.

    Returns:
        The sorted ids of organizations by pair, by the earlier period and then the later one. Above `EVERY_PAIR`
        assessed periods these are an organization's first period with each later one, each with the next, and the same
        within each score type, since a change is told between periods that were rated in the same way.
    """
    order = {period: place for place, period in enumerate(periods)}
    rows = scores.loc[scores["period"].isin(periods), ["organization", "period", "score_type"]].drop_duplicates()
    rows = rows.sort_values("period", key=lambda ids: ids.map(order), kind="stable")
    few = rows["period"].nunique() <= EVERY_PAIR
    found: dict[Pair, set[str]] = {}
    for organization, own in rows.groupby("organization", sort=False):
        assessed = list(dict.fromkeys(own["period"]))
        alike = [list(of_type["period"]) for _, of_type in own.groupby("score_type", sort=False)]
        pairs = combinations(assessed, 2) if few else (pair for one in (assessed, *alike) for pair in _linked(one))
        for pair in pairs:
            found.setdefault(pair, set()).add(str(organization))
    ordered = sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return {pair: sorted(found[pair]) for pair in ordered}


def is_reduced(scores: pd.DataFrame) -> bool:
    """Say whether there are too many assessed periods for a change between every two."""
    return bool(scores["period"].nunique() > EVERY_PAIR)


def _linked(assessed: Sequence[str]) -> Iterator[Pair]:
    """Yield the first period with each later one, then each with the next."""
    yield from ((assessed[0], later) for later in assessed[1:])
    yield from pairwise(assessed)
