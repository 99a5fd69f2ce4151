"""How a score came about, as lines of text: from the figure down to each answer with its file and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from oca.language import round_half_up

if TYPE_CHECKING:
    from oca.assessment import Assessment
    from oca.scoring.trace import Held, Trace, TracedAnswer

MOST_DIGITS = 4

RULES: Mapping[str, str] = {
    "mean": "mean",
    "median": "median",
    "minimum": "weakest",
    "sum": "sum",
    "share": "share of the maximum, in percent,",
}

STATES: Mapping[str, str] = {
    "not_applicable": "not applicable: counts for nothing",
    "dont_know": "don't know: counts as unanswered",
    "missing": "blank: counts as unanswered",
}

HELD: Mapping[Held, str] = {
    "gate": "a gate of the scheme holds it: something that a level needs is not there",
    "critical_cap": "a critical item is too weak, which caps its dimension",
    "rounded": "the scheme rounds dimensions first",
    "coverage": "too few answers for a score",
    "subdimensions": "too few of its sub-dimensions have a score",
    "dimensions": "too few dimensions have a score",
    "respondents": "too few respondents gave a level",
    "no_weight": "everything with a score has weight 0",
}


def explained(assessment: Assessment, organization: str, period: str, element: str) -> Iterator[str]:
    """Yield the lines that explain one score."""
    form, scheme = assessment.questionnaire_of(period), assessment.scheme_of(period)
    scores = assessment.scores
    own = scores[(scores["organization"] == organization) & (scores["period"] == period)]
    found = assessment.explain(organization, period, element)
    kind = "" if own.empty else own["score_type"].iloc[0]
    yield f"{organization}, {period}: questionnaire {form.ref}, scheme {scheme.id}, {kind} answers"
    titles = {item: form.item_text(item, form.structure.source_language).title for item in form.item_ids}
    titles |= {one: form.dimension_text(one, form.structure.source_language).title for one in form.dimension_ids}
    yield from _lines(found, titles, 0)


def _lines(one: Trace, titles: Mapping[str, str], depth: int) -> Iterator[str]:
    indent = "  " * depth
    title = f" ({titles[one.element]})" if titles.get(one.element) else ""
    weight = f", weight {one.weight:g}" if depth and one.weight != 1 else ""
    yield f"{indent}{one.element}{title}: {_figure(one)}{weight}{_made_of(one)}"
    for part in one.parts:
        yield from _lines(part, titles, depth + 1)
    for answer in one.answers:
        yield f"{indent}  {_answer(answer)}"


def _figure(one: Trace) -> str:
    if one.score is not None:
        return number(one.score)
    return "not applicable" if one.status == "not_applicable" else "no score"


def _made_of(one: Trace) -> str:
    """Say how a score was made: the rule, how many answers, and what held it."""
    said = []
    if one.parts:
        said.append(f"the {RULES[one.rule]} of {_counting(one)}")
        said.append(f"{one.answered} of {one.of} items answered")
    elif len(one.answers) > 1:
        said.append(f"the {RULES[one.rule]} of {one.answered} of {one.of} respondents for whom it applies")
    if one.held:
        made = f"{number(one.made)} by the rule, but " if one.made is not None else ""
        said.append(made + " and ".join(HELD[reason] for reason in one.held))
    return f" = {'; '.join(said)}" if said else ""


def _counting(one: Trace) -> str:
    """Say of how many parts a score was made: 2 items, or 1 of 2 items where one has no score or weight 0.

    In a sum what applies and has no score counts too, at the share of its maximum that the others reach.
    """
    there = ("scored", "insufficient") if one.rule == "sum" else ("scored",)
    counting = sum(part.status in there and part.weight > 0 for part in one.parts)
    every = counted(len(one.parts), one.parts[0].kind)
    return every if counting == len(one.parts) else f"{counting} of {every}"


def _answer(given: TracedAnswer) -> str:
    who = f"{given.respondent} ({given.role}): " if given.role else f"{given.respondent}: " if given.respondent else ""
    what = STATES.get(given.status, "")
    if given.answer is not None:
        worth = "" if given.worth in (None, given.answer) else f", worth {given.worth:g}"
        what = f"{given.answer:g}{worth}"
    where = str(given.place) if given.place.row else f"{given.place.file}: no row for this item"
    remarks = [f"comment: {given.comment}"] if given.comment else []
    remarks += [f"evidence: {given.evidence}"] if given.evidence else []
    return " | ".join([f"{who}{what}", where, *(" ".join(remark.split()) for remark in remarks)])


def number(value: float) -> str:
    """Write a score with up to four decimals, without the noughts at the end."""
    written = f"{round_half_up(value, MOST_DIGITS):f}"
    return written.rstrip("0").rstrip(".")


def counted(count: int, kind: str) -> str:
    """Return a number of elements with their name: 1 item, 2 dimensions."""
    noun = {"subdimension": "sub-dimension"}.get(kind, kind)
    return f"{count} {noun}{'' if count == 1 else 's'}"
