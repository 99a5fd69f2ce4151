"""How a score came about: from an element down to each answer, with the file and cell that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from oca.findings import Place
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scale import TOLERANCE
from oca.instrument.scheme import CriticalCap, Gate, Scheme
from oca.scoring.rules import RULES, Parts, weighted_mean
from oca.scoring.scores import preferred
from oca.tables.rows import ResponseRow, ScoreRow, rows

Held = Literal["gate", "critical_cap", "rounded", "coverage", "subdimensions", "dimensions", "respondents", "no_weight"]
"""What made a score other than its rule alone would: a gate, a weak critical item, rounding, or too little below it."""


@dataclass(frozen=True)
class TracedAnswer:
    """One answer behind an item's score.

    Attributes:
        respondent: code of the person who rated alone; empty on agreed sheets.
        role: the person's role.
        status: answered, not_applicable, dont_know or missing.
        answer: the level as it was given; None unless answered.
        worth: what it is worth on the questionnaire's scale; None unless answered.
        place: the file, sheet, row and column that it was read from.
        comment: as written.
        evidence: as written.
    """

    respondent: str
    role: str
    status: str
    answer: float | None
    worth: float | None
    place: Place
    comment: str
    evidence: str


@dataclass(frozen=True)
class Trace:
    """One score and what it was made of.

    Attributes:
        kind: item, subdimension, dimension or overall.
        element: its id.
        score: as in SCORES; None where there is none.
        status: as in SCORES.
        rule: how the parts became one: mean, median, minimum, sum, share; of respondents for an item.
        made: what the rule gives before anything held it; None where no part has a score.
        weight: its weight in the element above; 1 at the top.
        held: why `score` is other than `made`.
        parts: the elements it is made of, in the questionnaire's order; none for an item.
        answers: the answers it is made of; only for an item.
        answered: how many of `of` have an answer.
        of: how many apply.
    """

    kind: str
    element: str
    score: float | None
    status: str
    rule: str
    made: float | None
    weight: float
    held: tuple[Held, ...]
    parts: tuple[Trace, ...]
    answers: tuple[TracedAnswer, ...]
    answered: int
    of: int

    def __repr__(self) -> str:
        """Say in a line which score it is."""
        return f"<Trace of {self.element}: {self.score} by {self.rule} of {len(self.parts) or len(self.answers)}>"


@dataclass(frozen=True)
class _Known:
    """All that a trace of one organization in one period is made from."""

    questionnaire: Questionnaire
    scheme: Scheme
    scores: Mapping[str, ScoreRow]
    answers: Mapping[str, list[ResponseRow]]


def trace(
    responses: pd.DataFrame, scores: pd.DataFrame, questionnaire: Questionnaire, scheme: Scheme, element: str
) -> Trace:
    """Return how a score came about.

    Args:
        responses: RESPONSES rows of one organization in one period.
        scores: SCORES rows of the same.
        questionnaire: what was asked then.
        scheme: the scheme of the period.
        element: overall, or the id of a dimension, sub-dimension or item.

    Raises:
        KeyError: there is no such element among the scores.
    """
    counted = preferred(responses, scheme)
    answers: dict[str, list[ResponseRow]] = {}
    for row in rows(ResponseRow, counted):
        answers.setdefault(row.item, []).append(row)
    scored = {row.element: row for row in rows(ScoreRow, scores)}
    known = _Known(questionnaire, scheme, scored, answers)
    return _trace(known, element, 1.0)


def _trace(known: _Known, element: str, weight: float) -> Trace:
    row = known.scores[element]
    below = _below(known, row.kind, element)
    parts = tuple(_trace(known, one, _weight(known, row.kind, one)) for one in below if one in known.scores)
    answers = tuple(_given(known, element, one) for one in known.answers.get(element, ())) if not parts else ()
    rule = _rule(known, row.kind)
    made = _made(known, rule, parts) if parts else _of_respondents(rule, answers)
    score = float(row.score) if row.status == "scored" else None
    applies = int(row.answered + row.dont_know + row.missing)
    return Trace(
        row.kind,
        element,
        score,
        row.status,
        rule,
        made,
        weight,
        _held(known, row, made, parts),
        parts,
        answers,
        int(row.answered),
        applies,
    )


def _below(known: _Known, kind: str, element: str) -> Sequence[str]:
    """Return the ids of what an element is made of."""
    form, items = known.questionnaire, known.questionnaire.items
    if kind == "overall":
        return form.item_ids if known.scheme.overall == "items" else form.dimension_ids
    if kind == "item":
        return []
    inside = [item for item in items if element in (item.dimension, item.subdimension)]
    if kind == "dimension" and inside[0].subdimension:
        return list(dict.fromkeys(item.subdimension for item in inside))
    return [item.id for item in inside]


def _weight(known: _Known, kind_above: str, element: str) -> float:
    """Return the weight of an element in the one above it."""
    item = known.questionnaire.by_id.get(element)
    if item is not None:
        return known.scheme.item_weight(element, critical=item.critical)
    return known.scheme.weights.dimensions.get(element, 1.0) if kind_above == "overall" else 1.0


def _rule(known: _Known, kind: str) -> str:
    scheme = known.scheme
    if kind == "item":
        return scheme.respondents
    if kind == "overall" and not (
        scheme.dimension == "sum" or (scheme.dimension, scheme.overall) == ("share", "items")
    ):
        return "mean"
    return scheme.dimension


def _made(known: _Known, rule: str, parts: Sequence[Trace]) -> float | None:
    """Return what the rule makes of the parts, before anything holds it."""
    direction = known.questionnaire.direction
    ends = [known.scores[part.element] for part in parts]
    values = direction.gain(np.array([[np.nan if part.score is None else part.score for part in parts]]))
    best = direction.gain(np.array([[direction.from_worst(end.lowest, end.highest)[1] for end in ends]]))
    applies = np.array([[part.status != "not_applicable" for part in parts]])
    combine = weighted_mean if rule == "mean" else RULES[rule]
    made = float(combine(Parts(values, np.array([part.weight for part in parts]), applies, best))[0])
    return None if np.isnan(made) else direction.gain(made)


def _of_respondents(rule: str, answers: Sequence[TracedAnswer]) -> float | None:
    worth = [one.worth for one in answers if one.worth is not None]
    if not worth:
        return None
    return float(np.median(worth) if rule == "median" else np.mean(worth))


def _held(known: _Known, row: ScoreRow, made: float | None, parts: Sequence[Trace]) -> tuple[Held, ...]:
    """Say why a score is other than its rule alone makes it."""
    if row.status != "scored":
        return _lacking(known, row, made, parts)
    if made is None or abs(made - row.score) <= TOLERANCE:
        return ()
    held = made
    reasons: list[Held] = []
    for reason, limit in _limits(known, row):
        if known.questionnaire.direction.under(limit, held):  # what stands lower than all before it is what holds
            reasons, held = [reason], limit
    if abs(held - row.score) > TOLERANCE:
        reasons.append("rounded")
    return tuple(reasons)


def _limits(known: _Known, row: ScoreRow) -> Iterator[tuple[Held, float]]:
    """Yield what holds an element down, each with the level that it can still reach."""
    form, cap = known.questionnaire, known.scheme.critical_cap
    levels = form.by_id[row.element].worth if row.kind == "item" else form.levels
    for gate in known.scheme.gates:
        if gate.element == row.element and _shut(known, gate):
            yield "gate", form.direction.best(level for level in levels if form.direction.under(level, gate.level))
    if cap is not None and row.kind == "dimension" and _weak(known, row.element, cap):
        yield "critical_cap", cap.cap


def _lacking(known: _Known, row: ScoreRow, made: float | None, parts: Sequence[Trace]) -> tuple[Held, ...]:
    """Say of what there is too little for a score: ratings of an item, answers, scores of parts, or weight."""
    if not row.answered:
        return ()
    if row.kind == "item":
        return ("respondents",)
    if row.answered / (row.answered + row.dont_know + row.missing) < known.scheme.coverage.items - TOLERANCE:
        return ("coverage",)
    scored = [part for part in parts if part.score is not None]
    if made is None and scored:
        return () if any(part.weight for part in scored) else ("no_weight",)  # else a share of nothing
    return ("dimensions",) if row.kind == "overall" else ("subdimensions",)


def _shut(known: _Known, gate: Gate) -> bool:
    """Say whether something that a gate needs is not there."""
    under = known.questionnaire.direction.under
    needed = [(known.scores[item], least) for item, least in gate.needs.items() if item in known.scores]
    return any(
        row.status == "insufficient" or (row.status == "scored" and under(row.score, least)) for row, least in needed
    )


def _weak(known: _Known, dimension: str, cap: CriticalCap) -> bool:
    """Say whether a critical item of a dimension lies under the limit of the scheme."""
    under = known.questionnaire.direction.under
    critical = [item.id for item in known.questionnaire.items_of(dimension) if item.critical]
    rows = [known.scores[item] for item in critical if item in known.scores]
    return any(row.status == "scored" and under(row.score, cap.below) for row in rows)


def _given(known: _Known, item: str, row: ResponseRow) -> TracedAnswer:
    one = known.questionnaire.by_id[item]
    answered = row.status == "answered"
    worth = dict(zip(one.answers, one.worth, strict=True))
    place = Place(row.file, row.sheet, int(row.row) or None, row.column)
    return TracedAnswer(
        row.respondent,
        row.role,
        row.status,
        float(row.answer) if answered else None,
        worth[row.answer] if answered else None,
        place,
        row.comment,
        row.evidence,
    )
