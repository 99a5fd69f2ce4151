"""What looks wrong in good data, for the consultant's eye: findings of severity "look at". No score is changed by them.

Each threshold says why it is where it is. A finding is about one organization in one period and stands at the first
answer it is about, so that `oca check` stays short enough to be read.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
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


_WHOSE = ["organization", "period"]

_PLACE = ["file", "sheet", "row", "column"]


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
    alike = sheets[(sheets["min"] == sheets["max"]) & (sheets["size"] >= ENOUGH)]
    number = sheets.groupby(level=whose, sort=False).size().to_dict()
    known = {tuple(one[name] for name in whose) for one in best}
    by_set: dict[tuple[object, ...], list[str]] = {}
    for *key, respondent in alike.index:
        if tuple(key) not in known:
            by_set.setdefault(tuple(key), []).append(respondent)
    places = _places(levels, [*whose, "respondent"], [(*key, people[0]) for key, people in by_set.items()])
    for ((organization, period, score_type), people), place in zip(by_set.items(), places, strict=True):
        all_of_them = int(number[organization, period, score_type])
        name = "the only respondent" if all_of_them == 1 else f"{len(people)} of {all_of_them} respondents"
        words = f"{name} ({shorten(people, 3)})" if score_type == "individual" else f"the {score_type} sheet"
        yield finding("same-level", place, organization=organization, period=period, whose=words)


def _mostly_best(examined: Examined) -> list[dict[str, object]]:
    """Return the organizations and periods in which nearly every answer that counts is the best level."""
    levels = examined.counted[examined.counted["status"] == "answered"]
    best = [examined.best[one] for one in zip(*(levels[name].to_numpy() for name in ("period", "item")), strict=True)]
    whose = ["organization", "period", "score_type"]
    counts = levels.assign(best=levels["answer"] == best).groupby(whose, sort=False)["best"].agg(["sum", "size"])
    many = counts[(counts["size"] >= ENOUGH) & (counts["sum"] >= MOSTLY_BEST * counts["size"])]
    return [{str(name): value for name, value in one.items()} for one in many.reset_index().to_dict("records")]


def _at_maximum(examined: Examined, best: list[dict[str, object]]) -> Iterator[Finding]:
    places = _places(examined.counted, _WHOSE, ((one["organization"], one["period"]) for one in best))
    for one, place in zip(best, places, strict=True):
        names = {"organization": one["organization"], "period": one["period"]}
        yield finding("all-at-maximum", place, count=one["sum"], answered=one["size"], **names)


def _jumps(examined: Examined, dates: Mapping[str, datetime.date]) -> Iterator[Finding]:
    """Say where items jumped within a year and nobody wrote why."""
    moves = examined.moves
    near = [dates[later] - dates[earlier] <= WITHIN for earlier, later in moves[["from_period", "period"]].to_numpy()]
    recent = moves[pd.Series(near, index=moves.index, dtype="bool")]

    def moved(row: Mapping[Hashable, Any]) -> str:
        return f"{row['item']} {level_key(round(row['from_score'], 1))} to {level_key(round(row['to_score'], 1))}"

    groups = _grouped(recent, "jump", least=1)
    places = _places(examined.counted, [*_WHOSE, "item"], ((*one.whose, one.first["item"]) for one in groups))
    for one, place in zip(groups, places, strict=True):
        words = {**_named(one.flagged, moved), "compared": one.compared, "earlier": one.first["from_period"]}
        yield finding("jump-without-comment", place, **one.names, **words)


def _far(examined: Examined) -> Iterator[Finding]:
    def apart(row: Mapping[Hashable, Any]) -> str:
        return f"{row['item']} ({level_key(row['agreed'])}, mean {level_key(round(row['mean'], 1))})"

    groups = _grouped(examined.distances, "far", least=FAR_ITEMS)
    wanted = ((*one.whose, one.first["score_type"], one.first["item"]) for one in groups)
    places = _places(examined.responses, [*_WHOSE, "score_type", "item"], wanted)
    for one, place in zip(groups, places, strict=True):
        yield finding("far-from-consensus", place, **one.names, **_named(one.flagged, apart), compared=one.compared)


@dataclass(frozen=True)
class _Group:
    """The flagged items of an organization in a period.

    Attributes:
        whose: the organization and the period.
        flagged: the items, as rows.
        compared: how many items were compared.
    """

    whose: tuple[str, str]
    flagged: list[dict[Hashable, Any]]
    compared: int

    @property
    def first(self) -> Mapping[Hashable, Any]:
        """The first item."""
        return self.flagged[0]

    @property
    def names(self) -> dict[str, object]:
        """Whose they are, for a message."""
        return dict(zip(_WHOSE, self.whose, strict=True))


def _grouped(items: pd.DataFrame, flag: str, *, least: int) -> list[_Group]:
    """Return whose items are flagged, at least so many of them."""
    compared = items.groupby(_WHOSE).size().to_dict()
    by_set: dict[tuple[str, str], list[dict[Hashable, Any]]] = {}
    for row in items[items[flag]].to_dict("records"):
        by_set.setdefault((row["organization"], row["period"]), []).append(row)
    return [_Group(whose, rows, int(compared[whose])) for whose, rows in by_set.items() if len(rows) >= least]


def _named(flagged: list[dict[Hashable, Any]], written: Callable[[Mapping[Hashable, Any]], str]) -> dict[str, object]:
    """Return up to three items in words, and how many there are."""
    return {"items": shorten(map(written, flagged), 3), "count": len(flagged)}


def _without_evidence(examined: Examined) -> Iterator[Finding]:
    rows = examined.counted
    levels = rows[(rows["score_type"] == "verified") & (rows["status"] == "answered")]
    bare = levels["evidence"] == ""
    counts = bare.groupby([levels["period"], levels["organization"]], sort=False).agg(["sum", "size"])
    few = counts[counts["size"] - counts["sum"] < WITH_EVIDENCE * counts["size"]]
    whose = [(organization, period) for period, organization in few.index]
    places = _places(levels[bare], _WHOSE, whose)
    for (organization, period), place, empty, size in zip(whose, places, few["sum"], few["size"], strict=True):
        names = {"organization": organization, "period": period, "count": int(size - empty), "answered": int(size)}
        yield finding("verified-without-evidence", place, **names)


def _one_respondent(examined: Examined) -> Iterator[Finding]:
    quality = examined.quality
    alone = quality[(quality["kind"] == "overall") & (quality["score_type"] == "individual")]
    alone = alone.loc[alone["respondents"] == 1, _WHOSE]
    whose = list(zip(alone["organization"], alone["period"], strict=True))
    for (organization, period), place in zip(whose, _places(examined.counted, _WHOSE, whose), strict=True):
        yield finding("one-respondent", place, organization=organization, period=period)


def _places(responses: pd.DataFrame, columns: list[str], wanted: Iterable[tuple[object, ...]]) -> list[Place]:
    """Return for each combination of values of some columns the place of the first answer that has it.

    All are looked up at once: a search for each would cost the square of the number of organizations.
    """
    keys = pd.DataFrame(wanted, columns=columns, dtype="str")
    if keys.empty:
        return []
    first = responses[[*columns, *_PLACE]].drop_duplicates(columns)
    rows = keys.merge(first, how="left", on=columns, validate="many_to_one")[_PLACE]
    return [Place(file, sheet, int(row) or None, column) for file, sheet, row, column in rows.itertuples(index=False)]
