"""The scores over the periods: small charts with one scale, gaps where nothing was assessed, and the values."""

from __future__ import annotations

from itertools import pairwise

from oca.reporting.charts.small_multiples import ScoreLine, small_multiples
from oca.reporting.organization.record import YearRow, Years
from oca.reporting.organization.view import Case
from oca.reporting.organization.wording import DASH, compared_cell, placed, scale_note, score_of
from oca.reporting.text.fitting_periods import FEWEST, periods_note, periods_that_fit
from oca.reporting.text.score_types import score_type_word
from oca.tables.rows import ScoreRow

WIDTH = 369.0
"""What a narrow column of titles leaves to the periods, in points."""


def years(case: Case) -> Years | None:
    """Write the scores over the periods; None when only one was assessed."""
    if not case.baseline:
        return None
    every = _every_period(case)
    periods = _that_fit(case, every)
    versions = [case.assessment.project.period(one).questionnaire for one in periods]
    breaks = [i for i, (before, after) in enumerate(pairwise(versions), start=1) if before != after]
    elements = [("overall", "overall")] + [("dimension", one) for one in case.questionnaire.dimension_ids]
    overall, *series = [_series(case, kind, element, periods) for kind, element in elements]
    has_gap = any(score is None for one in (overall, *series) for score in one.scores)
    labels = _short_labels(case, periods)
    return Years(
        overall=small_multiples(
            [overall], case.axis, labels, breaks, steps=_steps(case, periods), columns=1, panel_height=112
        ),
        overall_alt=_alt(case, [overall], periods),
        chart=small_multiples(series, case.axis, labels, breaks, panel_height=84),
        alt=_alt(case, series, periods),
        headings=tuple(case.label(one) for one in periods),
        rows=tuple(_row(case, kind, element, periods) for kind, element in elements),
        facts=_facts(case, periods),
        has_break=bool(breaks),
        has_gap=has_gap,
        is_dense=len(periods) > FEWEST,
        notes=(*periods_note(case.words, len(periods), len(every)), *_notes(case, has_break=bool(breaks))),
    )


def _every_period(case: Case) -> list[str]:
    """Return every period from the first assessed one to this one, those not assessed included."""
    order = case.assessment.project.periods
    return order[order.index(case.periods[0]) : order.index(case.period.id) + 1]


def _that_fit(case: Case, every: list[str]) -> list[str]:
    """Return the periods whose columns fit beside the titles."""
    headings = [case.label(one) for one in every]
    rows = [*_facts(case, every), _row(case, "overall", "overall", every)]
    return periods_that_fit(every, [*headings, *(cell for row in rows for cell in row.cells)], WIDTH)


def _short_labels(case: Case, periods: list[str]) -> list[str]:
    """Return the calendar years, where each period has its own; else the ids."""
    calendar = [str(case.assessment.project.period(one).date.year) for one in periods]
    return calendar if len(set(calendar)) == len(calendar) else periods


def _title(case: Case, kind: str, element: str) -> str:
    return case.words.text("Overall") if kind == "overall" else case.short(element)


def _series(case: Case, kind: str, element: str, periods: list[str]) -> ScoreLine:
    scores = tuple(placed(case, case.of(kind, element, one)) for one in periods)
    labels = tuple(score_of(case, case.of(kind, element, one)) for one in periods) if kind == "overall" else ()
    return ScoreLine(_title(case, kind, element), scores, score_of(case, case.of(kind, element)), labels)


def _steps(case: Case, periods: list[str]) -> list[str]:
    """Say of each step from one period to the next how many items compare; nothing where one was not assessed."""
    rows = [case.changes.get((before, after, "overall", "overall")) for before, after in pairwise(periods)]
    return [compared_cell(case, row) for row in rows]


def _alt(case: Case, series: list[ScoreLine], periods: list[str]) -> str:
    return case.words.text(
        "Lines of the scores of {titles}, from {first} to {last}; the table has every value.",
        titles=case.words.join([one.title for one in series]),
        first=case.label(periods[0]),
        last=case.label(periods[-1]),
    )


def _row(case: Case, kind: str, element: str, periods: list[str]) -> YearRow:
    title = case.words.text("Overall") if kind == "overall" else case.dimension_text(element).title
    return YearRow(title, tuple(_cell(case, case.of(kind, element, one), one) for one in periods))


def _cell(case: Case, row: ScoreRow | None, period: str) -> str:
    if period not in case.periods:
        return case.words.text("not assessed")
    return score_of(case, row) or DASH


def _facts(case: Case, periods: list[str]) -> tuple[YearRow, ...]:
    words, project = case.words, case.assessment.project
    versions = [project.period(one).questionnaire.split("/")[1] for one in periods]
    types = [
        score_type_word(words, row.score_type) if row is not None else DASH
        for row in (case.of("overall", "overall", one) for one in periods)
    ]
    steps = dict(zip(case.periods[1:], case.periods, strict=False))
    compared = [_compared(case, steps.get(one, ""), one) for one in periods]
    return (
        YearRow(words.text("Version of the questionnaire"), tuple(versions)),
        YearRow(words.text("Way of rating"), tuple(types)),
        YearRow(words.text("Items that compare with the period before"), tuple(compared)),
    )


def _compared(case: Case, before: str, period: str) -> str:
    return compared_cell(case, case.changes.get((before, period, "overall", "overall"))) or DASH


def _notes(case: Case, *, has_break: bool) -> tuple[str, ...]:
    words = case.words
    notes = [note for note in [scale_note(case)] if note]
    if has_break:
        notes.append(
            words.text(
                "Where the questionnaire changed, the scores before and after rest on partly different items; only "
                "the change on common items, given on the other pages, compares like with like."
            )
        )
    types = {case.score("overall", "overall", one).score_type for one in case.periods}
    if len(types) > 1:
        joined = words.text("The scores came about in different ways over the years; read the lines with that in mind.")
        apart = words.text(
            "The scores came about in different ways over the years; the lines join them, the comparison of periods "
            "does not."
        )
        notes.append(joined if case.scheme.compare_score_types else apart)
    return tuple(notes)
