"""What is kept from a report when only a few people rated alone, so that nobody's answer can be told from a figure.

The mean of three ratings from 1 to 4, less one's own rating, is the sum of the two others: at 2.0 whoever chose 4
knows that both others chose 1. The name of the nearest level does no better, because "nearest to level 1" leaves
whoever chose 2 with no other possibility. So where fewer than five people gave a level to an item, neither its mean nor
its level is given to anybody, only whether the ratings lie close together or wide apart (METHODS, section 4). On a
scale of two levels even "close" would mean "all alike", so that nothing is said there (see `oca.raters.agreement`).

Scores of dimensions stay, since a report without them says nothing: the sum of many answers leaves many ways of coming
about. Two cases are closed: a score of fewer than three items is kept back too, and where one item alone of a
dimension would be kept back, so that it is the rest between the dimension's score and the others, another one is
kept back with it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from oca.raters.agreement import FEWEST_SHOWN
from oca.tables import SCORES

KEPT_BACK = "kept_back"
"""The status of a score, and the reason at a change, that is there and is not given."""

FEWEST_ITEMS = 3
"""A score of fewer items, rated by too few people, is kept back like an item. With three items and three people, in
about 1 of 200 ways of answering somebody could still work out another's answer from the score and the verdicts
together; with two items in 1 of 30."""

_FIGURES = ("score", "index", "lowest", "highest")


def protected(scores: pd.DataFrame, dimensions: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return SCORES without the figures from which a single person's answer could be worked out.

    Args:
        scores: SCORES of one organization.
        dimensions: the dimension of each item, for each period.

    Returns:
        A frame with the columns of SCORES; rows that are kept back have the status `kept_back`, no figures and no
        band. Scores of agreed and verified sheets are all there.
    """
    alone = scores["score_type"] == "individual"
    few = alone & (scores["respondents"] < FEWEST_SHOWN)
    item = scores["kind"] == "item"
    hidden = item & alone & ((scores["expected"] < FEWEST_SHOWN) | scores["answered"].between(1, FEWEST_SHOWN - 1))
    hidden |= few & ~item & (scores["answered"] < FEWEST_ITEMS)
    for period, members in dimensions.items():
        hidden |= _beside(scores[item & alone & (scores["period"] == period)], hidden, members)
    if not hidden.any():
        return scores
    kept = {name: scores[name].mask(hidden) for name in _FIGURES}
    status = scores["status"].mask(hidden, KEPT_BACK)
    return scores.assign(**kept, band=scores["band"].mask(hidden, ""), status=status)[SCORES.names]


def protected_changes(changes: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Return CHANGES without those that would give away what `protected` keeps back.

    Args:
        changes: CHANGES of the same organization.
        scores: its scores, as `protected` returns them.
    """
    back = scores[scores["status"] == KEPT_BACK]
    few = scores[(scores["score_type"] == "individual") & (scores["respondents"] < FEWEST_SHOWN)]
    if back.empty and few.empty:
        return changes
    kept = pd.MultiIndex.from_frame(back[["period", "kind", "element"]])
    ends = ("from_period", "to_period")
    hidden = changes["kind"].ne("item") & (changes["compared"] < FEWEST_ITEMS)
    hidden &= changes[list(ends)].isin(set(few["period"])).any(axis=1)
    for end in ends:
        hidden |= pd.MultiIndex.from_frame(changes[[end, "kind", "element"]]).isin(kept)
    if not hidden.any():
        return changes
    figures = ("from_score", "to_score", "change", "reliable_change")
    emptied = {name: changes[name].mask(hidden) for name in figures}
    verdict = changes["verdict"].mask(hidden, "not_comparable")
    return changes.assign(**emptied, verdict=verdict, reason=changes["reason"].mask(hidden, KEPT_BACK))


def _beside(items: pd.DataFrame, hidden: pd.Series, members: Mapping[str, str]) -> pd.Series:
    """Return which items are kept back only because one alone of their dimension is: those with the fewest answers."""
    more: list[object] = []
    for _, rows in items.groupby(items["element"].map(members), sort=False):
        back = hidden[rows.index]
        shown = rows[~back & (rows["status"] == "scored")]
        if back.sum() == 1 and not shown.empty:
            more.append(shown["answered"].idxmin())
    return pd.Series(hidden.index.isin(more), index=hidden.index)
