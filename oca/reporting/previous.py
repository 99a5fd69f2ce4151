"""What each organization answered last time, for the forms that show it beside the new answers."""

from __future__ import annotations

import pandas as pd

from oca.analysis.scoring import preferred
from oca.assessment import Assessment
from oca.collection.forms.filled import Previous
from oca.errors import UsageError
from oca.instrument.structure import level_key
from oca.instrument.versions import comparable_items
from oca.project import Organization


def previous_answers(assessment: Assessment, period: str | None = None) -> dict[str, Previous]:
    """Return the answers of each organization in the last period before a period, on the items that compare.

    Only what was agreed on one sheet is shown: ratings of single persons are theirs, and an organization that has
    nothing else is left out. So is one whose earlier questionnaire has no item that compares.

    Args:
        assessment: the project's results.
        period: the period that is to be asked; the last one when None.

    Raises:
        UsageError: there is no such period, or none before it.
    """
    project = assessment.project
    chosen = project.period(period or project.periods[-1])
    earlier = [one for one in project.periods if project.period(one).date < chosen.date]
    if not earlier:
        raise UsageError(f"There is no period before {chosen.id}, so there are no previous answers to show.")
    found = {}
    for one in project.organizations:
        shown = _of(assessment, one, earlier, chosen.questionnaire)
        if shown:
            found[one.id] = shown
    return found


def _of(assessment: Assessment, organization: Organization, earlier: list[str], ref: str) -> Previous | None:
    own = assessment.responses[assessment.responses["organization"] == organization.id]
    for period in reversed(earlier):
        rows = preferred(own[own["period"] == period], assessment.scheme_of(period))
        if rows.empty:
            continue
        agreed = rows[rows["score_type"] != "individual"]
        before, later = assessment.questionnaire_of(period), assessment.questionnaires[ref]
        pairs = comparable_items(before, later, assessment.questionnaires)
        given = {row.item: _typed(row.status, row.answer) for row in agreed.itertuples()}
        answers = {item: given[was] for item, was in pairs.items() if given.get(was)}
        return Previous(assessment.project.period(period).label, answers) if answers else None
    return None


def _typed(status: object, answer: object) -> str:
    """Return an answer as a form is filled in: a level, a status, or nothing where it was left blank."""
    if status == "answered" and pd.notna(answer):  # type: ignore[call-overload]
        return level_key(float(str(answer)))
    return "" if status == "missing" else str(status)
