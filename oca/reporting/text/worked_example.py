"""One score, worked out step by step from the answers of an organization: the example on the methods page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oca.language import Words, decimals, faithful_digits, round_half_up
from oca.reporting.text.figures import exact_share
from oca.reporting.text.scheme_words import Told
from oca.scoring.trace import Trace

if TYPE_CHECKING:
    from oca.assessment import Assessment

FIGURES = 2
"""The most decimals of a figure of the example."""


def example_of(assessment: Assessment, organization: str, period: str, told: Told) -> tuple[str, ...]:
    """Work out one dimension of an organization, and its overall score; empty when it has no score in any dimension.

    The dimension is the first whose parts differ, because a mean of equal numbers shows nothing.
    """
    scores = assessment.scores
    own = scores[(scores["organization"] == organization) & (scores["period"] == period)]
    scored = own[(own["kind"] == "dimension") & (own["status"] == "scored")]["element"]
    if scored.empty:
        return ()
    traces = (assessment.explain(organization, period, dimension) for dimension in scored)
    telling = next((one for one in traces if len({part.score for part in one.parts}) > 1), None)
    if telling is None:
        telling = assessment.explain(organization, period, scored.iloc[0])
    return worked_example(told, telling, assessment.explain(organization, period))


def worked_example(told: Told, dimension: Trace, overall: Trace | None) -> tuple[str, ...]:
    """Return the paragraphs that work out a dimension, and the overall score from the dimensions.

    Args:
        told: the questionnaire, the scheme and the words.
        dimension: the trace of a dimension.
        overall: the trace of the overall score; None to leave it out.
    """
    paragraphs = [_of_parts(told, dimension), _of_counts(told, dimension)]
    if overall is not None and overall.score is not None:
        paragraphs.append(_of_parts(told, overall))
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _of_parts(told: Told, one: Trace) -> str:
    """Write the parts with their scores, the sum done on them, and what held the result."""
    words = told.words
    scored = [part for part in one.parts if part.score is not None and part.weight]
    name = words.text("Overall") if one.kind == "overall" else told.title(one.element)
    if one.made is None or not scored:
        return words.text("{name}: no answer counts, so there is no score.", name=name)
    listed = "; ".join(f"{told.short(part.element)} {_figure(words, part.score)}" for part in scored)
    result = _figure(words, one.made)
    line = words.text("{name}: {parts}.", name=name, parts=listed)
    return " ".join(filter(None, (line, _sum(told, one, scored, result), _held(told, one))))


def _sum(told: Told, one: Trace, scored: Sequence[Trace], result: str) -> str:
    """Write the sum that makes the score of parts that count: (3 + 4 + 2) / 3 = 3."""
    words = told.words
    terms = " + ".join(_term(told, part) for part in scored)
    if one.rule == "mean":
        weight = sum(part.weight for part in scored)
        equal = _equals(sum(map(_printed, scored)) / weight, one.made)
        return f"({terms}) / {told.number(weight)} {equal} {result}."
    if one.rule == "median":
        ordered = "; ".join(_figure(words, value) for value in sorted(part.score or 0 for part in scored))
        return words.text("In order: {ordered}. The middle is {result}.", ordered=ordered, result=result)
    if one.rule == "minimum":
        return words.text("The weakest of these is {result}.", result=result)
    if one.rule == "share":
        return words.text("Of the most that they could make, these are {result} percent.", result=result)
    missing = any(part.score is None and part.status != "not_applicable" and part.weight for part in one.parts)
    if missing:
        return words.text(
            "With what is unanswered taken at the same share of its maximum, this makes {result}.", result=result
        )
    return f"{terms} {_equals(sum(map(_printed, scored)), one.made)} {result}."


def _term(told: Told, part: Trace) -> str:
    value = _figure(told.words, part.score)
    return value if part.weight == 1 else f"{told.number(part.weight)} × {value}"


def _printed(part: Trace) -> float:
    """Return what a term is worth by the figures that are printed."""
    return part.weight * float(round_half_up(part.score or 0.0, FIGURES))


def _equals(printed: float, made: float | None) -> str:
    """Return the sign between a printed sum and its result: who does the sum again on the figures finds the result.

    Where figures are rounded, the sum of what is printed may be another one by a hundredth; that is not called equal.
    """
    return "=" if round_half_up(printed, FIGURES) == round_half_up(made or 0.0, FIGURES) else "≈"


def _of_counts(told: Told, one: Trace) -> str:
    """Say which parts do not enter, and whether enough are left."""
    words = told.words
    absent = [told.title(part.element) for part in one.parts if part.status == "not_applicable"]
    open_ = [told.title(part.element) for part in one.parts if part.status == "insufficient"]
    said = []
    weightless = [told.title(part.element) for part in one.parts if part.score is not None and not part.weight]
    if weightless:
        said.append(words.text("With weight 0, so not counted: {items}.", items=", ".join(weightless)))
    if absent:
        said.append(words.text("Not applicable, so not counted: {items}.", items=", ".join(absent)))
    if open_:
        said.append(words.text("Without a score: {items}.", items=", ".join(open_)))
    if one.of:
        least = told.scheme.coverage.items
        share = one.answered / one.of
        said.append(
            words.text(
                "{answered} of {of} items that apply have an answer: {share}, where {least} are needed.",
                answered=one.answered,
                of=one.of,
                share=words.percent(share, faithful_digits(100 * share, [100 * least], 0)),
                least=exact_share(words, least),
            )
        )
    return " ".join(said)


def _held(told: Told, one: Trace) -> str:
    """Say what made the score other than the sum."""
    words = told.words
    reasons = {
        "gate": words.text("something that a better level needs is not there"),
        "critical_cap": words.text("a critical item is too weak"),
        "rounded": words.text("dimensions are rounded first"),
        "coverage": words.text("too few items have an answer"),
        "subdimensions": words.text("too few of its parts have a score"),
        "respondents": words.text("too few people gave a level"),
        "dimensions": words.text("too few dimensions have a score"),
        "no_weight": words.text("everything with a score has weight 0"),
    }
    if not one.held:
        return ""
    why = words.join([reasons[reason] for reason in one.held])
    if one.score is None:
        return words.text("Still there is no score: {why}.", why=why)
    return words.text("The score is {score}, because {why}.", score=_figure(words, one.score), why=why)


def _figure(words: Words, value: float | None) -> str:
    """Write a figure of the example with the decimals that it needs, two at most; a third counts as rounding."""
    number = float(round_half_up(value or 0.0, FIGURES))
    return words.number(number, decimals(number))
