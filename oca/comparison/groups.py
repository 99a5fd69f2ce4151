"""Comparison of groups of organizations: COMPARISON from SCORES, CHANGES and the register.

Everything is computed here, for internal eyes. What an audience may see of it is decided in `disclosure`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from oca.comparison.group_statistics import SUMMARY, Codes, Floats, Integers, mean_by, share_by, summary
from oca.comparison.grouping import COHORT, By, Grouping, grouping
from oca.instrument.scale import HIGHER_IS_BETTER, Direction
from oca.scoring.rules import snap
from oca.tables import COMPARISON, KINDS, SCORE_TYPES

__all__ = ["COHORT", "PREVIOUS", "REACHING", "STATISTICS", "compare", "entering_types", "members", "statistics"]

STATISTICS_OF_SCORES = SUMMARY

STATISTICS_OF_CHANGE = ("change_mean", "share_improved", "share_no_clear_change", "share_declined", "not_comparable")

PREVIOUS = "previous_"
"""Before a statistic of change: since the organization's previous assessed period, not since its baseline."""

REACHING = "share_reaching_"
"""Before a level: the share of organizations whose score is at that level or a better one."""

SHOWN = ("overall", "dimension", "subdimension")
"""The kinds of elements that are compared unless others are asked for."""

ScoreTypes = Mapping[str, Collection[str]]
"""The score types that enter the comparison of each period, by the period's id."""

Element = tuple[str, str]
"""Kind and id of an element."""

Block = tuple[Floats, Integers]
"""Groups x statistics: the values, and the numbers of organizations behind them."""


def statistics(levels: Sequence[float] = ()) -> tuple[str, ...]:
    """Return every statistic, in the order in which COMPARISON is sorted.

    Args:
        levels: the levels of the scale for which the share of organizations that reach them is computed.
    """
    reaching = tuple(f"{REACHING}{level:g}" for level in levels)
    before = tuple(PREVIOUS + one for one in STATISTICS_OF_CHANGE)
    return (*STATISTICS_OF_SCORES, *reaching, *STATISTICS_OF_CHANGE, *before)


STATISTICS = statistics()
"""Every statistic where no levels are asked for."""


def compare(
    scores: pd.DataFrame,
    changes: pd.DataFrame,
    register: pd.DataFrame,
    *,
    by: By,
    periods: Sequence[str],
    kinds: Sequence[str] = SHOWN,
    score_types: ScoreTypes | None = None,
    levels: Sequence[float] = (),
    direction: Direction = HIGHER_IS_BETTER,
) -> pd.DataFrame:
    """Compare groups of organizations.

    Statistics of scores: mean, median, sd (n - 1), minimum, lower and upper quartile (linear interpolation), maximum,
    and for each of `levels` the share that reaches it (0 to 1, `share_reaching_3`).
    Statistics of change, since each organization's first assessed period and, with the prefix `previous_`, since the
    one before: change_mean, and the shares (0 to 1) improved, with no clear change and declined, of the organizations
    that compare; not_comparable is a number, and its `organizations` are all that were assessed in both periods.

    Args:
        scores: SCORES.
        changes: CHANGES.
        register: one row per organization: organization, and the columns that make groups.
        by: a column of the register, `cohort` for all organizations together, or two columns that are crossed, as
            ("entity", "size") or "entity x size" (`grouping.grouping`).
        periods: the ids of all periods, in order.
        kinds: the kinds of elements to compare; `item` too, when asked for.
        score_types: the score types whose scores enter, by period; by default `entering_types` without mixing.
        levels: levels of the scale; usually all but the worst one, which everybody reaches.
        direction: which way of the scale is better.

    Returns:
        COMPARISON, unsuppressed: every group of the register in every assessed period, for every element asked then; a
        cell without values has none, with 0 organizations. Sorted by period, group, element (as in SCORES), statistic.

    Raises:
        UsageError: groups cannot be made by `by` (`grouping.grouping`).
    """
    groups = grouping(register, by)
    entering = entering_types(scores) if score_types is None else score_types
    assessed = scores[scores["period"].isin(periods) & scores["kind"].isin(kinds)]
    elements = _elements(assessed, periods)
    cells = _Cells(groups, elements, {cell: nth for nth, cell in enumerate(elements)})
    usable = assessed[(assessed["status"] == "scored") & enters(assessed, entering)]
    blocks = [
        _of_scores(cells, usable, levels, direction),
        _of_change(cells, changes, pairs_since_first(scores, periods)),
        _of_change(cells, changes, pairs_since_previous(scores, periods)),
    ]
    return _long(cells, blocks, statistics(levels))


@dataclass(frozen=True)
class _Cells:
    """The groups, and the (period, kind, element) of which each has a row of statistics."""

    groups: Grouping
    elements: list[tuple[str, str, str]]
    place: Mapping[tuple[str, str, str], int]

    def of(self, rows: pd.DataFrame, period: str = "period") -> tuple[Codes, Codes]:
        """Return for each row the position of its cell (-1: none) and the code of its group."""
        keys = [rows[name].astype("category") for name in (period, "kind", "element")]
        size = [len(one.cat.categories) for one in keys]
        first, second, third = (one.cat.codes.to_numpy(dtype=np.int64) for one in keys)
        table = np.full(int(np.prod(size)) if len(rows) else 0, -1, dtype=np.intp)
        names = [list(one.cat.categories) for one in keys]
        for p, when in enumerate(names[0]):
            for k, kind in enumerate(names[1]):
                for e, element in enumerate(names[2]):
                    table[(p * size[1] + k) * size[2] + e] = self.place.get((when, kind, element), -1)
        position = table[(first * size[1] + second) * size[2] + third]
        who = pd.Index(self.groups.organizations).get_indexer(pd.Index(rows["organization"]))
        return np.where(who >= 0, position, -1), np.append(self.groups.codes, -1)[who]


def _elements(assessed: pd.DataFrame, periods: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (period, kind, element), by period, then overall before dimensions, then as in SCORES."""
    found = assessed[["period", "kind", "element"]].drop_duplicates().itertuples(index=False, name=None)
    order = {period: position for position, period in enumerate(periods)}
    return sorted(found, key=lambda one: (order[one[0]], -KINDS.index(one[1])))


def _by_cell(cells: _Cells, position: Codes) -> Iterable[tuple[int, Codes]]:
    """Yield each cell's position with the rows that are of it."""
    ordered = np.argsort(position, kind="stable")
    ends = np.searchsorted(position[ordered], np.arange(len(cells.elements) + 1))
    for nth in range(len(cells.elements)):
        yield nth, ordered[ends[nth] : ends[nth + 1]]


def _of_scores(cells: _Cells, usable: pd.DataFrame, levels: Sequence[float], direction: Direction) -> Block:
    """Return cells x groups x statistics of scores."""
    position, codes = cells.of(usable)
    score = usable["score"].to_numpy(dtype=np.float64)
    width = len(STATISTICS_OF_SCORES) + len(levels)
    values = np.full((len(cells.elements), len(cells.groups.groups), width), np.nan)
    counts = np.zeros(values.shape, dtype=np.int64)
    for nth, rows in _by_cell(cells, position):
        values[nth], count = summary(score[rows], codes[rows], values.shape[1], levels, direction)
        counts[nth] = count[:, None]
    return values, counts


def _of_change(cells: _Cells, changes: pd.DataFrame, pairs: pd.DataFrame) -> Block:
    """Return cells x groups x statistics of change; only what compares contributes."""
    rows = changes[changes["kind"].isin({kind for _, kind, _ in cells.elements})]
    rows = rows.merge(pairs, on=["organization", "from_period", "to_period"])
    position, codes = cells.of(rows, "to_period")
    change = rows["change"].to_numpy(dtype=np.float64)
    verdict = {
        name: (rows["verdict"] == name).to_numpy(dtype=bool)
        for name in ("improved", "no_clear_change", "declined", "not_comparable")
    }
    values = np.full((len(cells.elements), len(cells.groups.groups), len(STATISTICS_OF_CHANGE)), np.nan)
    counts = np.zeros(values.shape, dtype=np.int64)
    for nth, own in _by_cell(cells, position):
        apart = verdict["not_comparable"][own]
        kept, of = own[~apart], codes[own][~apart]
        count = np.bincount(of, minlength=values.shape[1])
        pairs_of = np.bincount(codes[own], minlength=values.shape[1])
        shares = [share_by(verdict[name][kept], of, count) for name in ("improved", "no_clear_change", "declined")]
        left = np.where(pairs_of > 0, pairs_of - count, np.nan)
        values[nth] = np.column_stack([mean_by(change[kept], of, count), *shares, left])
        counts[nth] = np.column_stack([count] * 4 + [pairs_of])
    return values, counts


def _long(cells: _Cells, blocks: Sequence[Block], names: Sequence[str]) -> pd.DataFrame:
    """Return COMPARISON from blocks of cells x groups x statistics: by period, group, element, statistic."""
    values, counts = (np.concatenate([block[which] for block in blocks], axis=2) for which in (0, 1))
    frames, groups = [], np.array(cells.groups.groups, dtype=object)
    for period in dict.fromkeys(period for period, _, _ in cells.elements):
        own = [nth for nth, cell in enumerate(cells.elements) if cell[0] == period]
        shape = (len(groups), len(own), len(names))
        what = np.arange(len(own))[None, :, None]
        kinds, elements = (np.array([cells.elements[nth][at] for nth in own], dtype=object) for at in (1, 2))
        frames.append(
            pd.DataFrame(
                {
                    "group": np.broadcast_to(groups[:, None, None], shape).ravel(),
                    "period": period,
                    "kind": np.broadcast_to(kinds[what], shape).ravel(),
                    "element": np.broadcast_to(elements[what], shape).ravel(),
                    "statistic": np.broadcast_to(np.array(names, dtype=object), shape).ravel(),
                    "value": snap(values[own].swapaxes(0, 1).ravel()),
                    "organizations": counts[own].swapaxes(0, 1).ravel(),
                }
            )
        )
    if not frames:
        return COMPARISON.frame()
    table = pd.concat(frames, ignore_index=True).assign(by=cells.groups.name, suppressed=False)
    return COMPARISON.check(COMPARISON.typed(table))


def entering_types(scores: pd.DataFrame, mixing: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return the score types that enter the comparison of each period (METHODS, section 2: types are never mixed).

    It is the one that most organizations have; verified before consensus before individual where two are as frequent.

    Args:
        scores: SCORES.
        mixing: the periods whose scheme says that types compare (`compare_score_types`); there all enter.
    """
    rows = scores[scores["kind"] == "overall"]
    frequent = rows.groupby(["period", "score_type"], sort=True)["organization"].nunique()
    entering: dict[str, tuple[str, ...]] = {}
    for period in dict.fromkeys(rows["period"]):
        counts = frequent[period]
        best = max(counts.index, key=lambda one: (counts[one], SCORE_TYPES.index(one)))
        entering[period] = tuple(counts.index) if period in mixing else (best,)
    return entering


def enters(scores: pd.DataFrame, entering: ScoreTypes) -> pd.Series:
    """Say of each row of SCORES whether its score type enters the comparison of its period."""
    allowed = pd.Series(False, index=scores.index)
    for period, types in entering.items():
        allowed |= (scores["period"] == period) & scores["score_type"].isin(list(types))
    return allowed


def pairs_since_first(scores: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """Return organization, from_period, to_period: each later assessed period with the organization's first."""
    assessed = _assessed(scores, periods)
    first = assessed.groupby("organization")["to_period"].transform("first")
    return assessed.assign(from_period=first)[first != assessed["to_period"]].reset_index(drop=True)


def pairs_since_previous(scores: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """Return organization, from_period, to_period: each later assessed period with the assessed one before it."""
    assessed = _assessed(scores, periods)
    before = assessed.groupby("organization")["to_period"].shift(1)
    return assessed.assign(from_period=before)[before.notna()].reset_index(drop=True)


def members(register: pd.DataFrame, by: By) -> dict[str, int]:
    """Return the number of organizations in each group of the register, sorted by group."""
    return grouping(register, by).members()


def _assessed(scores: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """Return each organization's assessed periods, in order."""
    found = scores.loc[scores["period"].isin(periods), ["organization", "period"]].drop_duplicates()
    order = found["period"].map({period: position for position, period in enumerate(periods)})
    found = found.assign(order=order).sort_values(["organization", "order"], ignore_index=True)
    return found.rename(columns={"period": "to_period"})[["organization", "to_period"]]
