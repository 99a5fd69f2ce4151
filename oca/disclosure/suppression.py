"""What an audience may see of a comparison (METHODS, section 8): suppression before anything is written.

The steps, for one cohort and one grouping of it that are given out together:

1. a cell (group, period, element, scores or one kind of change) with fewer contributing organizations than the
   threshold is hidden, with all its statistics;
2. where a cell is hidden, at least two are, and together they reach the threshold, or the next smallest group is
   hidden there too: the cohort minus the shown groups is never a small group;
3. with the mask `whole`, a group that is hidden in one cell is hidden in all of them; with `cells`, only there;
4. minimum, maximum, sd and quartiles are never shown, the median not under 10 organizations; shares not under 10 where
   one of them is 0 % or 100 %, nor where that would follow from the cohort and the other groups; shares that reach a
   level not under 10 at all;
5. means are rounded as they are printed, so that the file holds no more digits than the eye sees.

What this cannot promise: that no combination of these figures, with figures given out earlier or with what somebody
knows already, narrows down one organization. That is for `audit`, over what `Disclosed.published` gives. sd and
quartiles are left to internal eyes: the audit could only bound them loosely, and such a proof is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.comparison.groups import COHORT, PREVIOUS, REACHING, STATISTICS_OF_CHANGE, STATISTICS_OF_SCORES
from oca.scoring.rules import round_half_up
from oca.tables import COMPARISON

INTERNAL = 1
"""The threshold of those who see everything."""

ENOUGH_FOR_SPREAD = 10
"""Under so many organizations no median, quartile or sd is shown, and no share of exactly 0 % or 100 %."""

DIGITS = 1
"""Decimals of means and changes outside `internal`."""

INTERNAL_ONLY = ("minimum", "maximum", "sd", "lower_quartile", "upper_quartile")

MaskKind = Literal["cells", "whole"]
"""Whether a group is hidden where it must be, or everywhere as soon as it must be anywhere."""

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
        hidden: groups that are hidden in every cell, for any reason.
        small: those of them that are under the threshold in every cell, so that "<5" is true wherever it stands.
        cells: hidden cells: group, period, kind, element, family (the head of its statistics, as in `FAMILY`).
        few: those of them in which fewer organizations than the threshold contribute.
        kind: whether groups are hidden whole.
    """

    threshold: int
    hidden: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    cells: frozenset[tuple[str, ...]] = frozenset()
    kind: MaskKind = "whole"
    few: frozenset[tuple[str, ...]] = frozenset()

    def is_few(self, group: str, period: str, element: tuple[str, str], statistic: str) -> bool:
        """Say whether "<5" is true of the organizations behind a hidden statistic; else another reason hides it."""
        return (group, period, *element, head_of(statistic)) in self.few


@dataclass(frozen=True)
class Disclosed:
    """What is given out together: the suppressed comparisons of the cohort and of its groups, and the mask behind."""

    cohort: pd.DataFrame
    groups: pd.DataFrame
    mask: Mask

    @property
    def published(self) -> pd.DataFrame:
        """COMPARISON: every figure that is given out, and no suppressed row."""
        both = pd.concat([self.cohort, self.groups], ignore_index=True)
        return both[~both["suppressed"] & both["value"].notna()].drop_duplicates(ignore_index=True)


def disclose(
    cohort: pd.DataFrame,
    groups: pd.DataFrame,
    threshold: int,
    *,
    kind: MaskKind = "whole",
    left_out: frozenset[str] = frozenset(),
) -> Disclosed:
    """Suppress what an audience may not see.

    Args:
        cohort: COMPARISON by `cohort`, unsuppressed.
        groups: COMPARISON of the same periods and elements by one column or two crossed, unsuppressed.
        threshold: contributing organizations that the audience's figures need; 1 for internal, which hides nothing.
        kind: hide cells, or whole groups.
        left_out: statistics that are given out of the cohort only, not of the groups.

    Returns:
        Both tables with every suppressed value absent: NaN, organizations -1, suppressed True.
    """
    mask = find_mask(cohort, groups, threshold, kind)
    if threshold <= INTERNAL:
        return Disclosed(cohort, groups, mask)
    hidden = _in_cells(groups, _index(mask.cells), ["group"]) | _never_shown(groups)
    hidden |= groups["statistic"].isin(left_out)
    hidden |= groups["statistic"].map(_bare).isin(SHARES) & _in_cells(groups, _telling_shares(cohort, groups, mask))
    return Disclosed(disclose_cohort(cohort, threshold), _published(groups, hidden), mask)


def disclose_cohort(cohort: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Suppress what an audience may not see of the whole cohort, given out without any groups."""
    if threshold <= INTERNAL:
        return cohort
    hidden = ~_in_cells(cohort, _open_cells(cohort, threshold)) | _never_shown(cohort)
    hidden |= cohort["statistic"].map(_bare).isin(SHARES) & _in_cells(cohort, _at_the_ends(_shares(cohort)))
    return _published(cohort, hidden)


def find_mask(cohort: pd.DataFrame, groups: pd.DataFrame, threshold: int, kind: MaskKind = "whole") -> Mask:
    """Return which groups are hidden in which cells: primary and complementary suppression."""
    if threshold <= INTERNAL:
        return Mask(threshold, kind=kind)
    every = _counts(groups)
    open_ = every.index.isin(_open_cells(cohort, threshold))
    names = np.array(every.columns, dtype=object)
    numbers = every.to_numpy(dtype=np.int64)
    within = numbers[open_]
    hide = _hidden_whole(within, threshold) if kind == "whole" else _hidden_cells(within, threshold)
    full = np.ones(numbers.shape, dtype=bool)
    full[open_] = hide
    rows = [tuple(map(str, row)) for row in every.index]
    cells, few = (
        frozenset((str(names[at]), *rows[row][:4]) for row, at in np.argwhere(some))
        for some in (full, full & (numbers < threshold))
    )
    known = within.max(axis=0, initial=0) > 0
    gone = hide.all(axis=0) & known
    small = (within.max(axis=0, initial=0) < threshold) & known
    return Mask(threshold, frozenset(map(str, names[gone])), frozenset(map(str, names[small])), cells, kind, few)


def _hidden_whole(numbers: npt.NDArray[np.int64], threshold: int) -> npt.NDArray[np.bool_]:
    """Return cells x groups: a group is hidden everywhere or nowhere; one that is empty everywhere is no part."""
    parts = np.flatnonzero(numbers.max(axis=0, initial=0) > 0)
    lowest = numbers[:, parts].min(axis=0, initial=np.iinfo(np.int64).max)
    by_size = parts[np.argsort(lowest, kind="stable")]
    hidden = [at for at, least in zip(parts, lowest, strict=True) if least < threshold]
    while hidden and len(hidden) < len(parts) and not _covered(numbers[:, hidden], threshold):
        hidden.append(next(at for at in by_size if at not in hidden))
    found = np.zeros(numbers.shape, dtype=bool)
    found[:, hidden] = True
    found[:, numbers.max(axis=0, initial=0) == 0] = True
    return found


def _hidden_cells(numbers: npt.NDArray[np.int64], threshold: int) -> npt.NDArray[np.bool_]:
    """Return cells x groups: in each cell as few groups are hidden as cover each other."""
    found = numbers < threshold
    for row, own in enumerate(numbers):
        by_size = [at for at in np.argsort(own, kind="stable") if own[at] > 0]
        hidden = [at for at in by_size if own[at] < threshold]
        while hidden and len(hidden) < len(by_size) and not _covered(own[None, hidden], threshold):
            hidden.append(by_size[len(hidden)])
        found[row, hidden] = True
    return found


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


def why_it_fails(cohort: pd.DataFrame, groups: pd.DataFrame, threshold: int) -> list[tuple[str, str, int]]:
    """Return what keeps a grouping from passing without hiding anything.

    Args:
        cohort: COMPARISON by `cohort`, unsuppressed.
        groups: COMPARISON by the grouping, unsuppressed.
        threshold: contributing organizations that the audience's figures need.

    Returns:
        Group, period and the fewest organizations behind scores or changes there, by group and period: of each group
        that is too small somewhere, the period where fewest contribute.
    """
    counts = _counts(groups)
    within = counts[counts.index.isin(_open_cells(cohort, threshold))]
    if within.empty:
        return []
    by_period = within.groupby(level="period", sort=False).min()
    found = [(str(group), str(by_period[group].idxmin()), int(by_period[group].min())) for group in by_period]
    known = within.max()
    return [one for one in found if one[2] < threshold and known[one[0]] > 0]


def _covered(hidden: npt.NDArray[np.int64], threshold: int) -> bool:
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


def _in_cells(table: pd.DataFrame, cells: pd.MultiIndex, also: list[str] | None = None) -> pd.Series:
    """Say of each row whether it belongs to one of the cells; those of a mask begin with the group."""
    own = table[[*(also or []), *ELEMENT]].assign(family=table["statistic"].map(head_of))
    return pd.Series(pd.MultiIndex.from_frame(own).isin(cells), index=table.index)


def _index(cells: frozenset[tuple[str, ...]]) -> pd.MultiIndex:
    return pd.MultiIndex.from_tuples(sorted(cells), names=["group", *ELEMENT, "family"]) if cells else _NO_CELLS


_NO_CELLS = pd.MultiIndex.from_arrays([[]] * 5, names=["group", *ELEMENT, "family"])


def head_of(statistic: str) -> str:
    """Return the statistic whose number of organizations speaks for the cell that a statistic belongs to."""
    return HEADS[0] if statistic.startswith(REACHING) else FAMILY[statistic]


def _never_shown(table: pd.DataFrame) -> pd.Series:
    few = table["organizations"] < ENOUGH_FOR_SPREAD
    spread = (table["statistic"] == "median") | table["statistic"].str.startswith(REACHING)
    return table["statistic"].isin(INTERNAL_ONLY) | (spread & few)


def _bare(statistic: str) -> str:
    return statistic.removeprefix(PREVIOUS)


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many organizations stand behind each share: group, cell, share, `of` and the number `having` it."""
    rows = table[table["statistic"].map(_bare).isin(SHARES)]
    having = (rows["value"].fillna(0) * rows["organizations"]).round().astype("int64")
    kept = rows[["group", *ELEMENT]].assign(family=rows["statistic"].map(head_of))
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
    shown = _shares(groups[~_in_cells(groups, _index(mask.cells), ["group"])])
    key = [*ELEMENT, "family", "share"]
    total = _shares(cohort).set_index(key)[["of", "having"]]
    rest = total.sub(shown.groupby(key)[["of", "having"]].sum(), fill_value=0).reset_index()
    telling = _at_the_ends(pd.concat([shown, rest.assign(group="")], ignore_index=True))
    return telling.union(_at_the_ends(_shares(cohort)), sort=False)


def _published(table: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Return the table with hidden values absent, and the others rounded; a share says no more than its two numbers."""
    share = table["statistic"].str.contains("share_") | table["statistic"].str.endswith("not_comparable")
    value = table["value"].to_numpy(dtype=np.float64)
    shown = np.where(share, value, round_half_up(value, DIGITS))
    return COMPARISON.check(
        table.assign(
            value=np.where(hidden, np.nan, shown),
            organizations=table["organizations"].mask(hidden, -1),
            suppressed=hidden.astype(bool),
        )
    )
