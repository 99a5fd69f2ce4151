"""Who is not in which comparison, and why: nobody is left out in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from oca.comparison.groups import ScoreTypes, enters, pairs_since_first, pairs_since_previous

COLUMNS = ["comparison", "period", "organization", "kind", "element", "reason"]

REASONS: Mapping[str, str] = {
    "not_joined": "not yet in the cohort",
    "left": "no longer in the cohort",
    "absent": "in the cohort, but not assessed in this period",
    "score_type": "assessed with another score type than the comparison uses",
    "insufficient": "too few answers for a score",
    "not_applicable": "nothing in this element applies to the organization",
    "first": "assessed for the first time; no earlier period to compare with",
    "items": "too few items compare between the two versions of the questionnaire",
    "types_differ": "the two periods have different score types",
}
"""What the column `reason` can say."""

ORDER = ("scores", "change since baseline", "change since previous")
"""The comparisons that an organization can be missing from."""

_SHOWN = ("overall", "dimension")


def exclusions(
    scores: pd.DataFrame,
    changes: pd.DataFrame,
    register: pd.DataFrame,
    *,
    periods: Sequence[str],
    score_types: ScoreTypes,
) -> pd.DataFrame:
    """List every organization that a comparison of overall or dimension scores leaves out.

    Args:
        scores: SCORES.
        changes: CHANGES.
        register: one row per organization: organization, joined, left (periods; empty for the first and the last).
        periods: the ids of all periods, in order; one in which nobody was assessed is passed over.
        score_types: the score types that enter, by period (`groups.entering_types`).

    Returns:
        comparison, period, organization, kind, element (both empty when all of the organization's elements are out),
        reason (a key of REASONS); sorted by comparison, period, organization.
    """
    frames = [
        _records("scores", _not_assessed(scores, register, periods)),
        _records("scores", _without_score(scores, score_types)),
        _records("change since baseline", _first_ones(scores, periods)),
    ]
    for name, pairs in (
        ("change since baseline", pairs_since_first(scores, periods)),
        ("change since previous", pairs_since_previous(scores, periods)),
    ):
        frames.append(_records(name, _not_comparable(changes, pairs)))
    table = pd.concat(frames, ignore_index=True)
    ranks = {name: position for position, name in enumerate((*ORDER, *periods))}
    table = table.assign(first=table["comparison"].map(ranks), second=table["period"].map(ranks))
    return table.sort_values(["first", "second", "organization"], kind="stable", ignore_index=True)[COLUMNS]


def _records(comparison: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(comparison=comparison)[COLUMNS].astype("str")


def _not_assessed(scores: pd.DataFrame, register: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    assessed = set(zip(scores["organization"], scores["period"], strict=True))
    held = set(scores["period"])
    order = {period: position for position, period in enumerate(periods)}
    rows = [
        (period, one.organization, "", "", whereabouts(order, period, str(one.joined), str(one.left)))
        for one in register.itertuples(index=False)
        for period in periods
        if period in held and (one.organization, period) not in assessed
    ]
    return pd.DataFrame(rows, columns=COLUMNS[1:])


def whereabouts(order: Mapping[str, int], period: str, joined: str, left: str) -> str:
    """Say why an organization was not assessed in a period: a key of REASONS.

    Args:
        order: the position of each period, by its id.
        period: the period in question.
        joined: the organization's first period in the cohort; empty for the first of all.
        left: its last period; empty for the last of all.
    """
    if joined in order and order[period] < order[joined]:
        return "not_joined"
    if left in order and order[period] > order[left]:
        return "left"
    return "absent"


def _without_score(scores: pd.DataFrame, score_types: ScoreTypes) -> pd.DataFrame:
    rows = scores[scores["kind"].isin(_SHOWN)]
    entering = enters(rows, score_types)
    other = rows[~entering & (rows["kind"] == "overall")]
    other = other.assign(kind="", element="", reason="score_type")
    unscored = rows[entering & (rows["status"] != "scored")]
    return pd.concat([other, unscored.assign(reason=unscored["status"])])


def _first_ones(scores: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """Return those first assessed after the first period; in that one nobody has anything to compare with."""
    later = pairs_since_first(scores, periods)
    found = scores[["organization", "period"]].drop_duplicates()
    paired = set(zip(later["organization"], later["to_period"], strict=True))
    opening = next((period for period in periods if period in set(found["period"])), "")
    keys = zip(found["organization"], found["period"], strict=True)
    first = found[[key not in paired and key[1] != opening for key in keys]]
    return first.assign(kind="", element="", reason="first")


def _not_comparable(changes: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    rows = changes[changes["kind"].isin(_SHOWN) & (changes["verdict"] == "not_comparable")]
    rows = rows.merge(pairs, on=["organization", "from_period", "to_period"])
    reason = rows["reason"].replace("score_type", "types_differ")
    whole = reason == "types_differ"
    rows = rows.assign(period=rows["to_period"], reason=reason)[~whole | (rows["kind"] == "overall")]
    return rows.assign(kind=rows["kind"].mask(whole, ""), element=rows["element"].mask(whole, ""))
