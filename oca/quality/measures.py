"""What stands behind a score, beside its value: coverage, evidence, comments, respondents, and what looks wrong.

Nothing here changes a score. `examine` makes QUALITY, and keeps what it is made of for `oca.quality.warnings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scale import TOLERANCE
from oca.instrument.scheme import Scheme
from oca.scoring.scores import preferred
from oca.tables import QUALITY, SHEETS

JUMP = 2
"""A move of this many levels or more is a jump. One level a round is what building capacity looks like."""

FAR = 1
"""A mean of the individual ratings this many levels from the agreed one is far: rounding explains half a level."""

RATERS = 3
"""Ratings of fewer people are not compared with the agreed level (METHODS, section 4)."""

NO_ROLE = "without a role"

_SHEET = ["organization", "period", "score_type", "respondent"]
_ELEMENT = ["organization", "kind", "element"]


@dataclass(frozen=True)
class Examined:
    """What an examination found.

    Attributes:
        responses: RESPONSES, every sheet of every score type; `answer` is what the answer is worth on the
            questionnaire's scale, `ticked` the level as it stands on the sheet.
        counted: the rows of these of the score type that counts.
        quality: QUALITY.
        moves: one row per compared item and period: organization, period, item, from_period, from_score, to_score,
            jumped (two levels or more), jump (the same, without a comment).
        distances: one row per item with an agreed level and enough individual ratings: organization, period, item,
            score_type (of the agreed level), agreed, mean, far.
        best: the best level of each item, by period and item.
    """

    responses: pd.DataFrame
    counted: pd.DataFrame
    quality: pd.DataFrame
    moves: pd.DataFrame
    distances: pd.DataFrame
    best: Mapping[tuple[str, str], float]


def levels_of(questionnaire: Questionnaire, item: str) -> Sequence[float]:
    """Return what an item's levels are worth, in rising order; a move is counted in these."""
    one = questionnaire.by_id[item]
    return sorted(set(one.worth)) if one.scale else questionnaire.levels


def best_level(questionnaire: Questionnaire, item: str) -> float:
    """Return what an item's best answer is worth."""
    return questionnaire.direction.best(questionnaire.by_id[item].worth)


def examine(
    responses: pd.DataFrame,
    scores: pd.DataFrame,
    changes: pd.DataFrame,
    questionnaires: Mapping[str, Questionnaire],
    versions: Mapping[str, str],
    schemes: Mapping[str, Scheme],
    sheets: pd.DataFrame | None = None,
) -> Examined:
    """Examine what stands behind the scores.

    Args:
        responses: RESPONSES.
        scores: SCORES made from them.
        changes: CHANGES made from these.
        questionnaires: each version by its ref.
        versions: the ref of the questionnaire of each period, by the period's id, in the order of the periods.
        schemes: the scheme of each period.
        sheets: SHEETS of the responses; without it nothing is said of sessions.

    Returns:
        The findings as tables; QUALITY has the rows of SCORES, in their order.
    """
    sheets = SHEETS.frame() if sheets is None else sheets
    asked = {period: questionnaires[ref] for period, ref in versions.items()}
    responses = _with_worth(responses, questionnaires)
    counted = _concat([preferred(responses[responses["period"] == one], schemes[one]) for one in versions], responses)
    best = {(period, item): best_level(one, item) for period, one in asked.items() for item in one.item_ids}
    moves, distances = _moves(counted, changes, asked), _distances(responses, counted, asked)
    frames = [
        _quality(
            _of(period, scores),
            _of(period, counted),
            _of(period, sheets),
            _of(period, moves),
            _of(period, distances),
            one,
        )
        for period, one in asked.items()
    ]
    quality = QUALITY.check(_concat(frames, QUALITY.frame()))
    return Examined(responses, counted, quality, moves, distances, best)


def _with_worth(responses: pd.DataFrame, questionnaires: Mapping[str, Questionnaire]) -> pd.DataFrame:
    """Return RESPONSES with what each answer is worth, and in `ticked` the level as it stands on the sheet.

    On a sheet, a column of like ticks is what looks odd, reversed items included; an item with a scale of its own has
    other columns.
    """
    worth = {
        (ref, item.id, given): value
        for ref, one in questionnaires.items()
        for item in one.items
        for given, value in zip(item.answers, item.worth, strict=True)
    }
    own = {(ref, item.id) for ref, one in questionnaires.items() for item in one.items if item.scale}
    keys = zip(responses["questionnaire"], responses["item"], responses["answer"], strict=True)
    values = [worth.get(key, np.nan) for key in keys]
    ticked = [
        np.nan if (ref, item) in own else given
        for ref, item, given in zip(responses["questionnaire"], responses["item"], responses["answer"], strict=True)
    ]
    return responses.assign(answer=values, ticked=ticked).astype({"answer": "float64", "ticked": "float64"})


def _of(period: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["period"] == period]


def _concat(frames: Iterable[pd.DataFrame], otherwise: pd.DataFrame) -> pd.DataFrame:
    """Return the frames that have rows, one below the other; the other frame, empty, when there are none."""
    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled, ignore_index=True) if filled else otherwise.iloc[:0]


def _quality(
    scores: pd.DataFrame,
    counted: pd.DataFrame,
    sheets: pd.DataFrame,
    moves: pd.DataFrame,
    distances: pd.DataFrame,
    questionnaire: Questionnaire,
) -> pd.DataFrame:
    """Return QUALITY of one period."""
    members = _members(questionnaire)
    levels = counted[counted["status"] == "answered"]
    applicable = scores["expected"] - scores["not_applicable"]
    frame = scores.assign(
        coverage=scores["answered"] / applicable.where(applicable > 0),
        roles=scores["organization"].map(_roles(counted)),
    )
    frame = frame.merge(_session(sheets), how="left", on=["organization", "score_type"])
    frame = frame.fillna({"place": "", "participants": ""})
    for columns in (
        _shares(levels, members, questionnaire),
        _same_level(levels, members),
        _counts(moves, "jump", members).rename("jumps"),
        _counts(distances, "far", members).rename("far_from_consensus"),
    ):
        frame = frame.merge(columns, how="left", left_on=_ELEMENT, right_index=True)
    return QUALITY.typed(frame)


def _session(sheets: pd.DataFrame) -> pd.DataFrame:
    """Return when and where the sheets of each organization and score type were filled in, and who took part.

    Of several agreed sheets the last counts; where people rated alone there is no session.
    """
    ordered = sheets.sort_values("date", na_position="first", kind="stable")
    return ordered.groupby(["organization", "score_type"], as_index=False)[["date", "place", "participants"]].last()


def _members(questionnaire: Questionnaire) -> pd.DataFrame:
    """Return which items are in which element, every item in itself and in the whole: item, kind, element."""
    rows = []
    for item in questionnaire.items:
        rows += [(item.id, "overall", "overall"), (item.id, "dimension", item.dimension), (item.id, "item", item.id)]
        if item.subdimension:
            rows.append((item.id, "subdimension", item.subdimension))
    return pd.DataFrame(rows, columns=["item", "kind", "element"], dtype="str")


def _shares(levels: pd.DataFrame, members: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Return the shares of the levels given that have evidence, have a comment, are the best, by element."""
    best = {item: best_level(questionnaire, item) for item in questionnaire.item_ids}
    marked = pd.DataFrame(
        {
            "organization": levels["organization"],
            "item": levels["item"],
            "evidence": levels["evidence"] != "",
            "comments": levels["comment"] != "",
            "at_maximum": levels["answer"] == levels["item"].map(best),
        }
    )
    return marked.merge(members, on="item").groupby(_ELEMENT)[["evidence", "comments", "at_maximum"]].mean()


def _same_level(levels: pd.DataFrame, members: pd.DataFrame) -> pd.Series:
    """Return the share of the sheets with one level throughout an element, of those that have two answers in it."""
    inside = levels[levels["ticked"].notna()].merge(members[members["kind"] != "item"], on="item")
    answers = inside.groupby([*_ELEMENT, "respondent"])["ticked"].agg(["min", "max", "size"])
    several = answers[answers["size"] > 1]
    return (several["min"] == several["max"]).groupby(_ELEMENT).mean().rename("same_level")


def _counts(items: pd.DataFrame, flag: str, members: pd.DataFrame) -> pd.Series:
    """Count the items of each element that have a flag; an element none of whose items is there has no count."""
    return items.merge(members, on="item").groupby(_ELEMENT)[flag].sum()


def _roles(counted: pd.DataFrame) -> dict[str, str]:
    """Return the roles behind each organization's scores, such as `6 staff, 3 board`."""
    sheets = counted.drop_duplicates(_SHEET)
    return {str(one): _counted_roles(roles) for one, roles in sheets.groupby("organization")["role"]}


def _counted_roles(roles: Iterable[str]) -> str:
    """Write roles with their number, most frequent first; nothing when no sheet names one."""
    found = Counter(roles)
    if set(found) <= {""}:
        return ""
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{number} {role or NO_ROLE}" for role, number in ranked)


def _moves(counted: pd.DataFrame, changes: pd.DataFrame, asked: Mapping[str, Questionnaire]) -> pd.DataFrame:
    """Return how far each compared item moved since the organization's previous assessed period."""
    order = {period: place for place, period in enumerate(asked)}
    rank = changes["from_period"].map(order)
    previous = rank == rank.groupby([changes["organization"], changes["to_period"]]).transform("max")
    items = changes[previous & (changes["kind"] == "item") & changes["change"].notna()]
    frame = items.rename(columns={"to_period": "period", "element": "item"})[
        ["organization", "period", "item", "from_period", "from_score", "to_score"]
    ]
    steps = _steps(frame, frame["from_score"], frame["to_score"], asked)
    key = ["organization", "period", "item"]
    commented = pd.MultiIndex.from_frame(counted.loc[counted["comment"] != "", key])
    jumped = steps >= JUMP - TOLERANCE
    return frame.assign(jumped=jumped, jump=jumped & ~pd.MultiIndex.from_frame(frame[key]).isin(commented))


def _distances(responses: pd.DataFrame, counted: pd.DataFrame, asked: Mapping[str, Questionnaire]) -> pd.DataFrame:
    """Return how far the mean of the individual ratings lies from the agreed level, item by item."""
    key = ["organization", "period", "item"]
    rated = responses[(responses["score_type"] == "individual") & (responses["status"] == "answered")]
    means = rated.groupby(key)["answer"].agg(["mean", "size"])
    agreed = _agreed(responses, counted).set_index(key)[["score_type", "answer"]].rename(columns={"answer": "agreed"})
    frame = agreed.join(means[means["size"] >= RATERS], how="inner").drop(columns="size").reset_index()
    return frame.assign(far=_steps(frame, frame["agreed"], frame["mean"], asked) >= FAR - TOLERANCE)


def _agreed(responses: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Return the agreed levels: of the sheet that counts, or where individual ratings count, of the consensus."""
    counts = counted[counted["score_type"] != "individual"]
    whose = ["organization", "period"]
    known = pd.MultiIndex.from_frame(counts[whose])
    beside = responses[responses["score_type"] == "consensus"]
    others = beside[~pd.MultiIndex.from_frame(beside[whose]).isin(known)]
    together = pd.concat([counts, others])
    return together[together["status"] == "answered"]


def _steps(
    frame: pd.DataFrame, before: pd.Series, after: pd.Series, asked: Mapping[str, Questionnaire]
) -> npt.NDArray[np.float64]:
    """Return how many levels apart two values of an item are, on the scale that it has in its period."""
    steps = np.zeros(len(frame))
    for period, questionnaire in asked.items():
        scale_of = {item: tuple(levels_of(questionnaire, item)) for item in questionnaire.item_ids}
        for scale in set(scale_of.values()):
            items = [item for item, own in scale_of.items() if own == scale]
            rows = ((frame["period"] == period) & frame["item"].isin(items)).to_numpy()
            places = [np.interp(values[rows], scale, np.arange(len(scale))) for values in (before, after)]
            steps[rows] = np.abs(places[1] - places[0])
    return steps
