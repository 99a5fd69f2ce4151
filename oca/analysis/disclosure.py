"""What an audience may see of a comparison (METHODS, section 8): suppression before anything is written.

The steps, for one cohort and one grouping of it that are given out together:

1. a cell (group, period, element, scores or one kind of change) with fewer contributing organizations than the
   threshold is hidden, with all its statistics;
2. one mask: a group that fails in one cell that is shown of the cohort is hidden in all of them;
3. hidden groups are at least two, and together they reach the threshold in every such cell, or the next smallest
   group is hidden too: the cohort minus the shown groups is never a small group;
4. minimum and maximum are never shown; median, quartiles and sd not under 10 organizations; shares not under 10 where
   one of them is 0 % or 100 %, nor where that would follow from the cohort and the other groups;
5. means are rounded as they are printed, so that the file holds no more digits than the eye sees.

What this cannot promise: that no combination of these figures, with figures given out earlier or with what somebody
knows already, narrows down one organization. That takes an audit by attack over the finished tables, `Disclosed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from oca.analysis.comparison import COHORT, PREVIOUS, STATISTICS_OF_CHANGE, STATISTICS_OF_SCORES
from oca.language import round_half_up
from oca.tables import COMPARISON

INTERNAL = 1
"""The threshold of those who see everything."""

ENOUGH_FOR_SPREAD = 10
"""Under so many organizations no median, quartile or sd is shown, and no share of exactly 0 % or 100 %."""

DIGITS = 1
"""Decimals of means and changes outside `internal`."""

AT_THE_ENDS = ("minimum", "maximum")

OF_SPREAD = ("median", "sd", "lower_quartile", "upper_quartile")

SHARES = ("share_improved", "share_no_clear_change", "share_declined")

HEADS = ("mean", "change_mean", PREVIOUS + "change_mean")
"""The statistic of each family whose number of organizations speaks for the whole cell."""

FAMILY: Mapping[str, str] = {
    **dict.fromkeys(STATISTICS_OF_SCORES, HEADS[0]),
    **dict.fromkeys(STATISTICS_OF_CHANGE, HEADS[1]),
    **{PREVIOUS + one: HEADS[2] for one in STATISTICS_OF_CHANGE},
}
"""The head of each statistic's family: the statistics that are hidden together."""

ELEMENT = ["period", "kind", "element"]


@dataclass(frozen=True)
class Mask:
    """Which groups are hidden.

    Attributes:
        threshold: how many organizations must contribute.
        hidden: hidden groups, for any reason.
        small: those of them that are under the threshold in every cell, so that "<5" is true wherever it stands.
    """

    threshold: int
    hidden: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Disclosed:
    """What is given out together: the suppressed comparisons of the cohort and of its groups, and the mask behind."""

    cohort: pd.DataFrame
    groups: pd.DataFrame
    mask: Mask


def disclose(cohort: pd.DataFrame, groups: pd.DataFrame, threshold: int) -> Disclosed:
    """Suppress what an audience may not see.

    Args:
        cohort: COMPARISON by `cohort`, unsuppressed.
        groups: COMPARISON of the same periods and elements by one column, unsuppressed.
        threshold: contributing organizations that the audience's figures need; 1 for internal, which hides nothing.

    Returns:
        Both tables with every suppressed value absent: NaN, organizations -1, suppressed True.
    """
    mask = find_mask(cohort, groups, threshold)
    if threshold <= INTERNAL:
        return Disclosed(cohort, groups, mask)
    open_cells = _open_cells(cohort, threshold)
    hidden = groups["group"].isin(mask.hidden) | ~_in_cells(groups, open_cells) | _never_shown(groups)
    hidden |= groups["statistic"].map(_bare).isin(SHARES) & _in_cells(groups, _telling_shares(cohort, groups, mask))
    return Disclosed(disclose_cohort(cohort, threshold), _published(groups, hidden), mask)


def disclose_cohort(cohort: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Suppress what an audience may not see of the whole cohort, given out without any groups."""
    if threshold <= INTERNAL:
        return cohort
    hidden = ~_in_cells(cohort, _open_cells(cohort, threshold)) | _never_shown(cohort)
    hidden |= cohort["statistic"].map(_bare).isin(SHARES) & _in_cells(cohort, _at_the_ends(_shares(cohort)))
    return _published(cohort, hidden)


def find_mask(cohort: pd.DataFrame, groups: pd.DataFrame, threshold: int) -> Mask:
    """Return the one mask that holds for all periods and elements: primary and complementary suppression."""
    if threshold <= INTERNAL:
        return Mask(threshold)
    counts = _counts(groups).reindex(_open_cells(cohort, threshold))
    counts = counts.loc[:, counts.max() > 0]
    lowest = counts.min()
    hidden = set(lowest.index[lowest < threshold])
    small = counts.columns[counts.max() < threshold]
    by_size = sorted(lowest.index, key=lambda group: (lowest[group], group))
    while hidden and len(hidden) < len(by_size) and not _covered(counts[sorted(hidden)], threshold):
        hidden.add(next(group for group in by_size if group not in hidden))
    return Mask(threshold, frozenset(map(str, hidden)), frozenset(map(str, small)))


def finest_level(cohort: pd.DataFrame, levels: Mapping[str, pd.DataFrame], threshold: int) -> str:
    """Propose the finest grouping of which nothing needs hiding.

    Args:
        cohort: COMPARISON by `cohort`, unsuppressed.
        levels: COMPARISON by each grouping, unsuppressed, the finest first.
        threshold: contributing organizations that the audience's figures need.

    Returns:
        The name of the level; `cohort` when none passes.
    """
    passing = (name for name, groups in levels.items() if not find_mask(cohort, groups, threshold).hidden)
    return next(passing, COHORT)


def _covered(hidden: pd.DataFrame, threshold: int) -> bool:
    """Say whether the hidden groups cover each other; cells x hidden groups, numbers of organizations."""
    return hidden.shape[1] > 1 and bool((hidden.sum(axis=1) >= threshold).all())


def _counts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the contributing organizations, cells (period, kind, element, family) x groups."""
    heads = table[table["statistic"].isin(HEADS)].rename(columns={"statistic": "family"})
    return heads.pivot(index=[*ELEMENT, "family"], columns="group", values="organizations")


def _open_cells(cohort: pd.DataFrame, threshold: int) -> pd.MultiIndex:
    """Return the cells in which the whole cohort reaches the threshold; in the others nothing is shown of anybody."""
    counts = _counts(cohort).iloc[:, 0]
    return pd.MultiIndex.from_frame(counts[counts >= threshold].index.to_frame(index=False))


def _in_cells(table: pd.DataFrame, cells: pd.MultiIndex) -> pd.Series:
    """Say of each row whether it belongs to one of the cells."""
    own = pd.MultiIndex.from_frame(table[ELEMENT].assign(family=table["statistic"].map(dict(FAMILY))))
    return pd.Series(own.isin(cells), index=table.index)


def _never_shown(table: pd.DataFrame) -> pd.Series:
    few = table["organizations"] < ENOUGH_FOR_SPREAD
    return table["statistic"].isin(AT_THE_ENDS) | (table["statistic"].isin(OF_SPREAD) & few)


def _bare(statistic: str) -> str:
    return statistic.removeprefix(PREVIOUS)


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many organizations stand behind each share: group, cell, share, `of` and the number `having` it."""
    rows = table[table["statistic"].map(_bare).isin(SHARES)]
    having = (rows["value"].fillna(0) * rows["organizations"]).round().astype("int64")
    kept = rows[["group", *ELEMENT]].assign(family=rows["statistic"].map(dict(FAMILY)))
    return kept.assign(share=rows["statistic"].map(_bare), of=rows["organizations"], having=having)


def _at_the_ends(shares: pd.DataFrame) -> pd.MultiIndex:
    """Return the cells in which a share of fewer than 10 organizations is exactly 0 % or 100 %."""
    end = (shares["having"] == 0) | (shares["having"] == shares["of"])
    found = shares[end & (shares["of"] > 0) & (shares["of"] < ENOUGH_FOR_SPREAD)]
    return pd.MultiIndex.from_frame(found[[*ELEMENT, "family"]].drop_duplicates())


def _telling_shares(cohort: pd.DataFrame, groups: pd.DataFrame, mask: Mask) -> pd.MultiIndex:
    """Return the cells in which no group's shares are shown: one of them, or all hidden groups as one, is 0 % or 100 %.

    Hiding only the group concerned would not do, since the cohort minus the others gives it back.
    """
    shown = _shares(groups[~groups["group"].isin(mask.hidden)])
    key = [*ELEMENT, "family", "share"]
    total = _shares(cohort).set_index(key)[["of", "having"]]
    rest = total.sub(shown.groupby(key)[["of", "having"]].sum(), fill_value=0).reset_index()
    telling = _at_the_ends(pd.concat([shown, rest.assign(group="")], ignore_index=True))
    return telling.union(_at_the_ends(_shares(cohort)), sort=False)


def _published(table: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Return the table with hidden values absent, and the others rounded; a share says no more than its two numbers."""
    share = table["statistic"].map(_bare).isin(SHARES)
    rounded = [
        float("nan") if hide or np.isnan(value) else value if exact else float(round_half_up(value, DIGITS))
        for value, hide, exact in zip(table["value"], hidden, share, strict=True)
    ]
    return COMPARISON.check(
        table.assign(value=rounded, organizations=table["organizations"].mask(hidden, -1), suppressed=hidden)
    )
