"""Agreement: how far the respondents of an organization answer alike, and how far items of a dimension go together."""

from __future__ import annotations

import numpy as np

from oca.reporting.cohort.audited import HIDDEN
from oca.reporting.cohort.record import CohortAgreement, PlainRow
from oca.reporting.cohort.view import Element, View
from oca.reporting.organization.wording import DASH
from oca.reporting.text.fitting_periods import periods_note, periods_that_fit
from oca.tables.rows import CohortAgreementRow, ReliabilityRow, rows

WIDTH = 232.0
"""What the other columns leave to the periods, in points."""

ROOMY = 3
"""Up to so many periods have wide columns."""


def agreement(view: View) -> CohortAgreement | None:
    """Write the page; None where no period was rated by single persons."""
    table = view.assessment.cohort_agreement
    every = [one for one in view.periods if (table["period"] == one).any()]
    if not every:
        return None
    title = view.words.text("Agreement, {period}", period="")
    rated = periods_that_fit(every, [title, *(view.period_label(one) for one in every)], WIDTH)
    alphas = {(row.period, row.kind, row.element): row for row in rows(CohortAgreementRow, table)}
    consistency = view.assessment.reliability
    listwise = consistency[(consistency["period"] == rated[-1]) & (consistency["deletion"] == "listwise")]
    inner = {row.element: row for row in rows(ReliabilityRow, listwise)}
    words = view.words
    headings = [words.text("Agreement, {period}", period=view.period_label(one)) for one in rated]
    asked = view.assessment.questionnaire_of(rated[-1]).dimension_ids
    elements: list[Element] = [("overall", "overall"), *(("dimension", one) for one in asked)]
    lines = [
        PlainRow(
            view.title(one),
            (*(_alpha(view, alphas.get((period, *one))) for period in rated), *_consistency(view, inner.get(one[1]))),
        )
        for one in elements
    ]
    whole = [alphas.get((period, "overall", "overall")) for period in rated]
    lines.append(PlainRow(words.text("Organizations"), (*(_count(view, row) for row in whole), "", "")))
    lines.append(PlainRow(words.text("Ratings"), (*(_ratings(view, row) for row in whole), "", "")))
    consistent = words.text("Consistency, {period}", period=view.period_label(rated[-1]))
    return CohortAgreement(
        headings=(*headings, consistent, words.text("People")),
        rows=tuple(lines),
        is_dense=len(rated) > ROOMY,
        notes=(
            *periods_note(words, len(rated), len(every)),
            words.text(
                "Agreement: Krippendorff’s alpha (ordinal) over the individual ratings of all organizations; 1 is full "
                "agreement, 0 what chance would give. From 0.80 on it is usually called reliable, from 0.67 on enough "
                "for cautious conclusions (Krippendorff 2004)."
            ),
            words.text(
                "Consistency: Cronbach’s alpha with Feldt’s 95 % interval, of the people who answered every item; "
                "under 30 people it is not given. It says how far the items go together, not whether they are true."
            ),
        ),
    )


def _shows(view: View, row: CohortAgreementRow) -> bool:
    return view.shown.spread(int(row.organizations))


def _alpha(view: View, row: CohortAgreementRow | None) -> str:
    if row is None or np.isnan(row.alpha):
        return DASH
    return view.words.number(row.alpha, 2) if _shows(view, row) else HIDDEN


def _count(view: View, row: CohortAgreementRow | None) -> str:
    return DASH if row is None else view.shown.count(int(row.organizations))


def _ratings(view: View, row: CohortAgreementRow | None) -> str:
    return DASH if row is None else str(row.ratings) if _shows(view, row) else HIDDEN


def _consistency(view: View, row: ReliabilityRow | None) -> tuple[str, str]:
    """Return alpha with its interval and its number of people; dashes where these are too few."""
    if row is None or np.isnan(row.alpha) or row.warning:
        return DASH, DASH if row is None else view.shown.count(int(row.rows))
    number = view.words.number
    ends = view.words.text("{low} to {high}", low=number(row.low, 2), high=number(row.high, 2))
    return f"{number(row.alpha, 2)} ({ends})", str(row.rows)
