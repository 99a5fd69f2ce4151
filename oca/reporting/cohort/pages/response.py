"""Cohort and response: who was assessed when, and why others were not."""

from __future__ import annotations

from collections import Counter

from oca.comparison.exclusions import whereabouts
from oca.reporting.cohort.record import Participation, PlainRow
from oca.reporting.cohort.view import View
from oca.reporting.organization.wording import DASH
from oca.reporting.text.fitting_periods import FEWEST, periods_note, periods_that_fit
from oca.reporting.text.printable import printable
from oca.reporting.text.score_types import score_type_word
from oca.tables.rows import ScoreRow, rows

ABSENT = ("not_joined", "left", "absent")
"""Why an organization was not assessed in a period, in the order of the columns."""

WIDTH = 334.0
"""What the column of names leaves to the periods, in points."""


def response(view: View) -> Participation:
    """Write the page."""
    periods = periods_that_fit(view.periods, [*view.short_periods.values(), *_without_score(view).values()], WIDTH)
    absent = tuple(_absent(view, period) for period in view.periods)
    return Participation(
        opening=_opening(view),
        periods=tuple(_period(view, period) for period in view.periods),
        absent=absent if not view.internal and any(_reasons(view, one) for one in view.periods) else (),
        headings=tuple(view.short_periods[one] for one in periods) if view.internal else (),
        is_dense=len(periods) > FEWEST,
        organizations=_organizations(view, periods) if view.internal else (),
        notes=_notes(view, periods),
    )


def assessed(view: View, period: str) -> set[str]:
    """Return the organizations that were assessed in a period."""
    scores = view.assessment.scores
    return set(scores.loc[scores["period"] == period, "organization"])


def _opening(view: View) -> str:
    words = view.words
    everyone = set.union(*(assessed(view, period) for period in view.periods))
    if len(view.periods) == 1:
        return words.text(
            "{n} of {all} organizations of the register were assessed, in one period so far.",
            n=len(everyone),
            all=len(view.assessment.project.organizations),
        )
    each = set.intersection(*(assessed(view, period) for period in view.periods))
    return words.text(
        "{n} of {all} organizations of the register were assessed at least once; {each} of them in each of the "
        "{periods} periods.",
        n=len(everyone),
        all=len(view.assessment.project.organizations),
        each=view.shown.count(len(each)),
        periods=len(view.periods),
    )


def _reasons(view: View, period: str) -> Counter[str]:
    order = {one: position for position, one in enumerate(view.assessment.project.periods)}
    there = assessed(view, period)
    return Counter(
        whereabouts(order, period, one.joined, one.left)
        for one in view.assessment.project.organizations
        if one.id not in there
    )


def _period(view: View, period: str) -> PlainRow:
    there, reasons = assessed(view, period), _reasons(view, period)
    expected = len(there) + reasons["absent"]
    scores = view.assessment.scores
    overall = scores[(scores["period"] == period) & (scores["kind"] == "overall")]
    scored = int((overall["status"] == "scored").sum())
    types = view.words.join([score_type_word(view.words, one) for one in view.shown.release.score_types[period]])
    return PlainRow(
        view.period_label(period),
        (
            str(expected),
            str(len(there)),
            view.words.percent(len(there) / expected) if expected else DASH,
            str(scored),
            types,
            view.assessment.project.period(period).questionnaire,
        ),
    )


def _absent(view: View, period: str) -> PlainRow:
    reasons = _reasons(view, period)
    return PlainRow(view.period_label(period), tuple(view.shown.count(reasons[one]) for one in ABSENT))


def _without_score(view: View) -> dict[str, str]:
    """Return what stands in the place of a score, by the reason."""
    return {
        "not_joined": view.words.text("not yet"),
        "left": view.words.text("left"),
        "absent": view.words.text("absent"),
        "no score": view.words.text("no score"),
    }


def _organizations(view: View, periods: list[str]) -> tuple[PlainRow, ...]:
    """Return each organization's overall scores; a word where there is none."""
    scores = view.shown.release.assessment.scores
    held = {(row.organization, row.period): row for row in rows(ScoreRow, scores[scores["kind"] == "overall"])}
    order = {one: position for position, one in enumerate(view.assessment.project.periods)}
    words = _without_score(view)
    lines = []
    for one in view.assessment.project.organizations:
        cells = []
        for period in periods:
            row = held.get((one.id, period))
            if row is None:
                cells.append(words[whereabouts(order, period, one.joined, one.left)])
            elif row.status != "scored":
                cells.append(words["no score"])
            else:
                other = row.score_type not in view.shown.release.score_types[period]
                cells.append(view.number(float(row.score)) + ("*" if other else ""))
        lines.append(PlainRow(printable(one.name), tuple(cells)))
    return tuple(lines)


def _notes(view: View, periods: list[str]) -> tuple[str, ...]:
    words = view.words
    notes = [
        words.text(
            "In the cohort: organizations that belonged to it in that period. Way of rating: the one that most have; "
            "only these scores enter the means."
        )
    ]
    if view.internal:
        notes += periods_note(words, len(periods), len(view.periods))
        notes.append(
            words.text("In the order of the register; an asterisk marks a score that came about in another way.")
        )
    return tuple(notes)
