"""Change of the cohort: the same organizations in both periods, over the whole series of periods (METHODS, section 7).

COHORT is computed for all organizations together and for no smaller group: sectors are too small for tests. Unlike
COMPARISON, which takes each organization from its own baseline, a row here has one earlier and one later period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from oca.change.paired_tests import hodges_lehmann, holm, mean_change, signed_rank
from oca.change.proportions import wilson
from oca.comparison.exclusions import whereabouts
from oca.scoring.rules import snap
from oca.tables import ATTRITION, COHORT, KINDS, LEFT_OUT, SHARES

SHOWN = ("overall", "dimension", "subdimension")
"""The kinds of elements whose change is computed, in the order of the tables."""

PAIR = ["from_period", "to_period"]

ELEMENT = ["kind", "element"]

OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "any_improvement": ("improved", "reliably_improved"),
    "reliably_improved": ("reliably_improved",),
    "no_clear_change": ("no_clear_change",),
    "declined": ("declined",),
    "not_comparable": ("not_comparable",),
}
"""What the column `outcome` of SHARES can say, and the counts of COHORT that make it."""


def cohort(
    scores: pd.DataFrame, changes: pd.DataFrame, *, periods: Sequence[str], kinds: Sequence[str] = SHOWN
) -> pd.DataFrame:
    """Compute the change of the organizations that were assessed in both of two periods.

    The pairs are the first assessed period with each later one (`since` is first), and each with the next (previous);
    the second assessed period stands in both series. Better and worse are taken from the verdict, never from the sign.

    Args:
        scores: SCORES.
        changes: CHANGES; with its column `reliable` filled where improvement is to be split.
        periods: the ids of all periods, in order.
        kinds: the kinds of elements.

    Returns:
        COHORT, sorted by since, pair of periods, kind and the order of the questionnaire. An element that compares for
        nobody has counts, and no statistics.
    """
    series = series_of_pairs(scores, periods)
    tables = {pair: _between(scores, changes, pair, kinds) for pair in _pairs(scores, periods)}
    frames = [
        tables[pair].assign(since=since, from_period=pair[0], to_period=pair[1])
        for since, pair in series
        if not tables[pair].empty
    ]
    if not frames:
        return COHORT.frame()
    return COHORT.check(COHORT.typed(pd.concat(frames, ignore_index=True)))


def series_of_pairs(scores: pd.DataFrame, periods: Sequence[str]) -> list[tuple[str, tuple[str, str]]]:
    """Return (since, (earlier, later)): the first assessed period with each later one, then each with the next."""
    held = set(scores["period"])
    assessed = [period for period in periods if period in held]
    return [("first", (assessed[0], later)) for later in assessed[1:]] + [
        ("previous", pair) for pair in pairwise(assessed)
    ]


def shares(cohort: pd.DataFrame) -> pd.DataFrame:
    """Return the share of organizations with each outcome, with numerator, denominator and Wilson's interval.

    Args:
        cohort: COHORT.

    Returns:
        SHARES, in the order of COHORT and OUTCOMES. Shares are of those that compare; only not_comparable is of all.
    """
    frames = []
    for nth, (outcome, counts) in enumerate(OUTCOMES.items()):
        denominator = cohort["of"] if outcome == "not_comparable" else cohort["organizations"]
        numerator = cohort[list(counts)].sum(axis=1)
        share, low, high = wilson(numerator, denominator)
        made = cohort[["since", *PAIR, *ELEMENT]].assign(outcome=outcome, nth=nth, share=share, low=low, high=high)
        frames.append(made.assign(numerator=numerator, denominator=denominator))
    together = pd.concat(frames).rename_axis("row").sort_values(["row", "nth"], kind="stable")
    return SHARES.check(SHARES.typed(together.reset_index(drop=True)))


def attrition(scores: pd.DataFrame, register: pd.DataFrame, *, periods: Sequence[str]) -> pd.DataFrame:
    """Say of each organization of the register, for each pair of COHORT, in which of the two it was assessed.

    Args:
        scores: SCORES.
        register: one row per organization: organization, joined, left (periods; empty for the first and the last).
        periods: the ids of all periods, in order.

    Returns:
        ATTRITION, sorted by pair of periods (each once) and the order of the register.
    """
    assessed = set(zip(scores["period"], scores["organization"], strict=True))
    order = {period: position for position, period in enumerate(periods)}
    absent = {
        (period, one.organization): whereabouts(order, period, str(one.joined), str(one.left))
        for one in register.itertuples(index=False)
        for period in periods
        if (period, one.organization) not in assessed
    }
    rows = []
    for earlier, later in _pairs(scores, periods):
        for organization in register["organization"]:
            reasons = [absent.get((period, organization), "") for period in (earlier, later)]
            rows.append((earlier, later, organization, _PRESENCE[not reasons[0], not reasons[1]], *reasons))
    return ATTRITION.check(ATTRITION.frame(rows))


_PRESENCE = {
    (True, True): "both",
    (True, False): "earlier_only",
    (False, True): "later_only",
    (False, False): "neither",
}


def left_out(
    scores: pd.DataFrame, changes: pd.DataFrame, *, periods: Sequence[str], kinds: Sequence[str] = SHOWN
) -> pd.DataFrame:
    """List what the statistics of COHORT leave out of those assessed in both periods, and why.

    Returns:
        LEFT_OUT, sorted by pair of periods (each once), in the order of CHANGES. Its rows are what COHORT counts as not
        comparable.
    """
    order = {pair: nth for nth, pair in enumerate(_pairs(scores, periods))}
    rows = changes[changes["kind"].isin(kinds) & (changes["verdict"] == "not_comparable")]
    nth = [order.get(pair, -1) for pair in zip(rows["from_period"], rows["to_period"], strict=True)]
    rows = rows.assign(nth=np.array(nth, dtype=np.int64))
    rows = rows[rows["nth"] >= 0].sort_values("nth", kind="stable", ignore_index=True)
    return LEFT_OUT.check(LEFT_OUT.typed(rows))


def _pairs(scores: pd.DataFrame, periods: Sequence[str]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(pair for _, pair in series_of_pairs(scores, periods)))


def _between(scores: pd.DataFrame, changes: pd.DataFrame, pair: tuple[str, str], kinds: Sequence[str]) -> pd.DataFrame:
    """Return a row of COHORT for each element asked in the later period, without the periods."""
    earlier, later = pair
    rows = changes[(changes["from_period"] == earlier) & (changes["to_period"] == later) & changes["kind"].isin(kinds)]
    groups = dict(list(rows.groupby(ELEMENT, sort=False)))
    records = [
        {"kind": kind, "element": element, **_statistics(groups.get((kind, element), rows.iloc[:0]))}
        for kind, element in _elements(scores, later, kinds)
    ]
    table = pd.DataFrame(records)
    if table.empty:
        return table
    dimension = table["kind"] == "dimension"
    return table.assign(p_holm=holm(table["p"].where(dimension).to_numpy(dtype=np.float64)))


def _elements(scores: pd.DataFrame, period: str, kinds: Sequence[str]) -> list[tuple[str, str]]:
    """Return kind and id of each element of a period: the overall, the dimensions, the sub-dimensions."""
    rows = scores.loc[(scores["period"] == period) & scores["kind"].isin(kinds), ELEMENT].drop_duplicates()
    found = [(str(kind), str(element)) for kind, element in rows.itertuples(index=False)]
    return sorted(found, key=lambda one: -KINDS.index(one[0]))


def _statistics(rows: pd.DataFrame) -> dict[str, object]:
    """Return the statistics of one element between two periods, from its rows of CHANGES."""
    compared = rows[rows["verdict"] != "not_comparable"]
    change = compared["change"].to_numpy(dtype=np.float64)
    mean, median, test = mean_change(change), hodges_lehmann(change), signed_rank(change)
    before, after = snap(compared[["from_score", "to_score"]].mean().to_numpy(dtype=np.float64))
    return {
        "organizations": len(compared),
        "mean_before": before,
        "mean_after": after,
        "mean_change": mean.value,
        "mean_change_low": mean.low,
        "mean_change_high": mean.high,
        "median_change": median.value,
        "median_change_low": median.low,
        "median_change_high": median.high,
        "median_change_confidence": median.confidence,
        "p": test.p,
        "test": test.method,
        **_counts(rows),
    }


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    verdict, improved = rows["verdict"], rows["verdict"] == "improved"
    reliable = improved & (rows["reliable"] == "yes")
    flags = {
        "improved": improved & ~reliable,
        "reliably_improved": reliable,
        "no_clear_change": verdict == "no_clear_change",
        "declined": verdict == "declined",
        "not_comparable": verdict == "not_comparable",
        "ceiling": rows["reason"] == "ceiling",
    }
    return {"of": len(rows), **{name: int(flag.sum()) for name, flag in flags.items()}}
