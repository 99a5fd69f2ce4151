"""Comparison of groups of organizations: COMPARISON from SCORES, CHANGES and the register.

Everything is computed here, for internal eyes. What an audience may see of it is decided in `disclosure`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from oca.analysis.rules import snap
from oca.tables import COMPARISON, KINDS, SCORE_TYPES

COHORT = "cohort"
"""The grouping, and the one group in it, of all organizations together."""

STATISTICS_OF_SCORES = ("mean", "median", "sd", "minimum", "lower_quartile", "upper_quartile", "maximum")

STATISTICS_OF_CHANGE = ("change_mean", "share_improved", "share_no_clear_change", "share_declined", "not_comparable")

PREVIOUS = "previous_"
"""Before a statistic of change: since the organization's previous assessed period, not since its baseline."""

STATISTICS = (*STATISTICS_OF_SCORES, *STATISTICS_OF_CHANGE, *(PREVIOUS + one for one in STATISTICS_OF_CHANGE))
"""Every statistic, in the order in which the table is sorted."""

CELL = ["group", "period", "kind", "element"]

ScoreTypes = Mapping[str, Collection[str]]
"""The score types that enter the comparison of each period, by the period's id."""


def compare(
    scores: pd.DataFrame,
    changes: pd.DataFrame,
    register: pd.DataFrame,
    *,
    by: str,
    periods: Sequence[str],
    kinds: Sequence[str] = ("overall", "dimension", "subdimension"),
    score_types: ScoreTypes | None = None,
) -> pd.DataFrame:
    """Compare groups of organizations.

    Statistics of scores: mean, median, sd (n - 1), minimum, lower and upper quartile (linear interpolation), maximum.
    Statistics of change, since each organization's first assessed period and, with the prefix `previous_`, since the
    one before: change_mean, and the shares (0 to 1) improved, with no clear change and declined, of the organizations
    that compare; not_comparable is a number, and its `organizations` are all that were assessed in both periods.

    Args:
        scores: SCORES.
        changes: CHANGES.
        register: one row per organization: organization, and the columns that make groups.
        by: a column of the register, or `cohort` for all organizations together.
        periods: the ids of all periods, in order.
        kinds: the kinds of elements to compare.
        score_types: the score types whose scores enter, by period; by default `entering_types` without mixing.

    Returns:
        COMPARISON, unsuppressed: every group of the register in every assessed period, for every element asked then; a
        cell without values has none, with 0 organizations. Sorted by period, group, element (as in SCORES), statistic.

    Raises:
        KeyError: the register has no column `by`.
    """
    group = _group_of(register, by)
    entering = entering_types(scores) if score_types is None else score_types
    assessed = scores[scores["period"].isin(periods) & scores["kind"].isin(kinds)]
    grid = _grid(assessed, group, periods)
    tables = [
        _of_scores(assessed, group, entering),
        _of_change(changes, pairs_since_first(scores, periods), group),
        _of_change(changes, pairs_since_previous(scores, periods), group).rename(columns=lambda name: PREVIOUS + name),
    ]
    values = pd.concat([_cells(table, grid, "value") for table in tables], axis=1)[list(STATISTICS)]
    counts = pd.concat([_cells(table, grid, "organizations") for table in tables], axis=1)[list(STATISTICS)]
    return COMPARISON.check(_long(values, counts, grid, by))


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


def members(register: pd.DataFrame, by: str) -> dict[str, int]:
    """Return the number of organizations in each group of the register, sorted by group."""
    return {str(name): int(size) for name, size in _group_of(register, by).value_counts().sort_index().items()}


def _assessed(scores: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """Return each organization's assessed periods, in order."""
    found = scores.loc[scores["period"].isin(periods), ["organization", "period"]].drop_duplicates()
    order = found["period"].map({period: position for position, period in enumerate(periods)})
    found = found.assign(order=order).sort_values(["organization", "order"], ignore_index=True)
    return found.rename(columns={"period": "to_period"})[["organization", "to_period"]]


def _group_of(register: pd.DataFrame, by: str) -> pd.Series:
    """Return the group of each organization, by its id."""
    if by == COHORT:
        return pd.Series(COHORT, index=register["organization"], dtype="str")
    return register.set_index("organization")[by].fillna("").astype("str")


def _grid(assessed: pd.DataFrame, group: pd.Series, periods: Sequence[str]) -> pd.MultiIndex:
    """Return every cell: period, group and element, sorted."""
    elements = assessed[["period", "kind", "element"]].drop_duplicates().reset_index(drop=True)
    elements = elements.assign(
        nth=elements.index,
        when=elements["period"].map({period: position for position, period in enumerate(periods)}),
        what=elements["kind"].map({kind: position for position, kind in enumerate(reversed(KINDS))}),
    )
    groups = pd.DataFrame({"group": sorted(set(group))}, dtype="str")
    cells = elements.merge(groups, how="cross").sort_values(["when", "group", "what", "nth"])
    return pd.MultiIndex.from_frame(cells[CELL])


def _of_scores(assessed: pd.DataFrame, group: pd.Series, entering: ScoreTypes) -> pd.DataFrame:
    """Return the statistics of scores, one row per cell that has any; `organizations` is how many contribute."""
    scored = assessed[(assessed["status"] == "scored") & enters(assessed, entering)]
    values = scored.assign(group=scored["organization"].map(group)).groupby(CELL, sort=False)["score"]
    quartiles = {"lower_quartile": 0.25, "upper_quartile": 0.75}
    table: pd.DataFrame = values.agg(["mean", "median", "std", "min", "max", "count"]).rename(
        columns={"std": "sd", "min": "minimum", "max": "maximum", "count": "organizations"}
    )
    for name, share in quartiles.items():
        table[name] = values.quantile(share)
    return table[[*STATISTICS_OF_SCORES, "organizations"]]


def enters(scores: pd.DataFrame, entering: ScoreTypes) -> pd.Series:
    """Say of each row of SCORES whether its score type enters the comparison of its period."""
    allowed = {(period, one) for period, types in entering.items() for one in types}
    pairs = zip(scores["period"], scores["score_type"], strict=True)
    return pd.Series([pair in allowed for pair in pairs], index=scores.index, dtype=bool)


def _of_change(changes: pd.DataFrame, pairs: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """Return the statistics of change, one row per cell with a pair of periods; only what compares contributes."""
    rows = changes.merge(pairs, on=["organization", "from_period", "to_period"])
    rows = rows.assign(group=rows["organization"].map(group), period=rows["to_period"])
    verdicts = ("improved", "no_clear_change", "declined", "not_comparable")
    flags = {verdict: rows["verdict"] == verdict for verdict in verdicts}
    cells = rows.assign(**flags, change=rows["change"].mask(flags["not_comparable"])).groupby(CELL, sort=False)
    table = cells.agg(change_mean=("change", "mean"), pairs=("verdict", "size"), **{v: (v, "sum") for v in verdicts})
    table["organizations"] = table["pairs"] - table["not_comparable"]
    for verdict in verdicts[:3]:
        table[f"share_{verdict}"] = table[verdict] / table["organizations"].where(table["organizations"] > 0)
    return table[[*STATISTICS_OF_CHANGE, "organizations", "pairs"]]


def _cells(table: pd.DataFrame, grid: pd.MultiIndex, what: str) -> pd.DataFrame:
    """Return the values, or the numbers of organizations behind them, for every cell of the grid."""
    names = [name for name in table.columns if name.removeprefix(PREVIOUS) not in ("organizations", "pairs")]
    wide = table.reindex(grid)
    if what == "value":
        return wide[names].astype("float64")
    prefix = PREVIOUS if names[0].startswith(PREVIOUS) else ""
    behind = {name: wide[prefix + ("pairs" if name.endswith("not_comparable") else "organizations")] for name in names}
    return pd.DataFrame(behind).fillna(0).astype("int64")


def _long(values: pd.DataFrame, counts: pd.DataFrame, grid: pd.MultiIndex, by: str) -> pd.DataFrame:
    width = len(STATISTICS)
    cells = grid.to_frame(index=False)
    frame = cells.loc[np.repeat(np.arange(len(cells)), width)].reset_index(drop=True)
    return COMPARISON.typed(
        frame.assign(
            by=by,
            statistic=list(STATISTICS) * len(cells),
            value=snap(values.to_numpy(dtype="float64").ravel()),
            organizations=counts.to_numpy().ravel(),
            suppressed=False,
        )
    )
