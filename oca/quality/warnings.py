"""What looks wrong in good data, for the consultant's eye: findings of severity "look at". No score is changed by them.

Each threshold says why it is where it is. A finding is about one organization in one period and stands at the first
answer it is about, so that `oca check` stays short enough to be read.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from oca.findings import Finding, Place, finding, shorten
from oca.instrument.structure import level_key
from oca.quality.measures import Examined

ENOUGH = 10
"""Answers that a sheet must have before alike means something: where half of an organization's answers are one level,
ten are that one by chance less than once in 500 times (half to the power of 9)."""

MOSTLY_BEST = 0.9
"""From this share of answers at the best level the questionnaire can hardly show growth: with the rest one level below,
a tenth of a level of room is left."""

WITHIN = datetime.timedelta(days=548)
"""Rounds up to a year and a half apart count as one year: they are seldom held on the same day."""

FAR_ITEMS = 3
"""Items far from the agreed level before it is said. Whole levels are agreed on, so that one or two of fifty items lie
a level from the mean of a handful of people by chance."""

WITH_EVIDENCE = 0.5
"""Share of a verified sheet's levels that must have evidence written: such a score is one agreed against evidence. On
other sheets evidence is a courtesy, so that QUALITY has its share and no finding repeats it for every sheet."""


def doubts(examined: Examined, dates: Mapping[str, datetime.date]) -> list[Finding]:
    """Return what a consultant should ask about, kind by kind in the order of the periods.

    Args:
        examined: what stands behind the scores.
        dates: the date of each period by its id, in the order of the periods.
    """
    best = _mostly_best(examined)
    found = [*_same_level(examined, best), *_at_maximum(examined, best), *_jumps(examined, dates), *_far(examined)]
    return [*found, *_without_evidence(examined), *_one_respondent(examined)]


def _same_level(examined: Examined, best: list[dict[str, object]]) -> Iterator[Finding]:
    """Say whose sheets have one level throughout; not again where nearly everything is at the best level."""
    levels = examined.responses[examined.responses["status"] == "answered"]
    whose = ["organization", "period", "score_type"]
    levels = levels[levels["ticked"].notna()]
    sheets = levels.groupby([*whose, "respondent"], sort=False)["ticked"].agg(["min", "max", "size"])
    alike = sheets[(sheets["min"] == sheets["max"]) & (sheets["size"] >= ENOUGH)].reset_index()
    number = sheets.groupby(level=whose, sort=False).size().to_dict()
    said = {(one["organization"], one["period"], one["score_type"]) for one in best}
    for (organization, period, score_type), rows in alike.groupby(whose, sort=False):
        if (organization, period, score_type) in said:
            continue
        people = rows["respondent"].tolist()
        all_of_them = int(number[organization, period, score_type])
        name = "the only respondent" if all_of_them == 1 else f"{len(people)} of {all_of_them} respondents"
        words = f"{name} ({shorten(people, 3)})" if score_type == "individual" else f"the {score_type} sheet"
        place = _first(levels, organization, period, score_type=score_type, respondent=people[0])
        yield finding("same-level", place, organization=organization, period=period, whose=words)


def _mostly_best(examined: Examined) -> list[dict[str, object]]:
    """Return the organizations and periods in which nearly every answer that counts is the best level."""
    levels = examined.counted[examined.counted["status"] == "answered"]
    best = [examined.best[one] for one in zip(levels["period"], levels["item"], strict=True)]
    whose = ["organization", "period", "score_type"]
    counts = levels.assign(best=levels["answer"] == best).groupby(whose, sort=False)["best"].agg(["sum", "size"])
    many = counts[(counts["size"] >= ENOUGH) & (counts["sum"] >= MOSTLY_BEST * counts["size"])]
    return [{str(name): value for name, value in one.items()} for one in many.reset_index().to_dict("records")]


def _at_maximum(examined: Examined, best: list[dict[str, object]]) -> Iterator[Finding]:
    for one in best:
        names = {"organization": one["organization"], "period": one["period"]}
        place = _first(examined.counted, **names)
        yield finding("all-at-maximum", place, count=one["sum"], answered=one["size"], **names)


def _jumps(examined: Examined, dates: Mapping[str, datetime.date]) -> Iterator[Finding]:
    """Say where items jumped within a year and nobody wrote why."""
    moves = examined.moves
    near = [dates[later] - dates[earlier] <= WITHIN for earlier, later in moves[["from_period", "period"]].to_numpy()]
    recent = moves[pd.Series(near, index=moves.index, dtype="bool")]

    def moved(row: Mapping[Hashable, Any]) -> str:
        return f"{row['item']} {level_key(round(row['from_score'], 1))} to {level_key(round(row['to_score'], 1))}"

    for names, flagged, compared in _grouped(recent, "jump", least=1):
        place = _first(examined.counted, **names, item=flagged["item"].iloc[0])
        words = _named(flagged, moved)
        earlier = flagged["from_period"].iloc[0]
        yield finding("jump-without-comment", place, **names, **words, compared=compared, earlier=earlier)


def _far(examined: Examined) -> Iterator[Finding]:
    def apart(row: Mapping[Hashable, Any]) -> str:
        return f"{row['item']} ({level_key(row['agreed'])}, mean {level_key(round(row['mean'], 1))})"

    for names, flagged, compared in _grouped(examined.distances, "far", least=FAR_ITEMS):
        agreed = {column: flagged[column].iloc[0] for column in ("score_type", "item")}
        place = _first(examined.responses, **names, **agreed)
        yield finding("far-from-consensus", place, **names, **_named(flagged, apart), compared=compared)


def _grouped(items: pd.DataFrame, flag: str, *, least: int) -> Iterator[tuple[dict[str, object], pd.DataFrame, int]]:
    """Yield whose items are flagged, at least so many of them: whose, those items, and how many were compared."""
    whose = ["period", "organization"]
    compared = items.groupby(whose).size().to_dict()
    for (period, organization), flagged in items[items[flag]].groupby(whose, sort=False):
        if len(flagged) >= least:
            yield {"organization": organization, "period": period}, flagged, int(compared[period, organization])


def _named(flagged: pd.DataFrame, written: Callable[[Mapping[Hashable, Any]], str]) -> dict[str, object]:
    """Return up to three items in words, and how many there are."""
    return {"items": shorten([written(row) for row in flagged.to_dict("records")], 3), "count": len(flagged)}


def _without_evidence(examined: Examined) -> Iterator[Finding]:
    rows = examined.counted
    levels = rows[(rows["score_type"] == "verified") & (rows["status"] == "answered")]
    for (period, organization), answers in levels.groupby(["period", "organization"], sort=False):
        written = int((answers["evidence"] != "").sum())
        if written < WITH_EVIDENCE * len(answers):
            names = {"organization": organization, "period": period}
            place = _first(answers[answers["evidence"] == ""], **names)
            yield finding("verified-without-evidence", place, **names, count=written, answered=len(answers))


def _one_respondent(examined: Examined) -> Iterator[Finding]:
    quality = examined.quality
    alone = quality[(quality["kind"] == "overall") & (quality["score_type"] == "individual")]
    for organization, period in alone.loc[alone["respondents"] == 1, ["organization", "period"]].itertuples(
        index=False
    ):
        names = {"organization": organization, "period": period}
        yield finding("one-respondent", _first(examined.counted, **names), **names)


def _first(responses: pd.DataFrame, organization: object, period: object, **more: object) -> Place:
    """Return the place of the first answer that fits."""
    rows = responses[(responses["organization"] == organization) & (responses["period"] == period)]
    for column, value in more.items():
        rows = rows[rows[column] == value]
    row = rows.iloc[0]
    return Place(row["file"], row["sheet"], int(row["row"]) or None, row["column"])
