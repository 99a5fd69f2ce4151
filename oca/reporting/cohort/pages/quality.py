"""The answers behind the figures, by period."""

from __future__ import annotations

from oca.reporting.cohort.audited import HIDDEN
from oca.reporting.cohort.record import PlainRow, Quality
from oca.reporting.cohort.view import View
from oca.reporting.organization.wording import DASH
from oca.scoring.scores import preferred

STATUSES = ("answered", "not_applicable", "dont_know", "missing")


def quality(view: View) -> Quality:
    """Write the page."""
    words = view.words
    notes = [
        words.text(
            "Counted: the answers of the way of rating that counts for each organization. Evidence: levels beside "
            "which something was written down that shows them."
        ),
        words.text(
            "Organizations rate themselves, and what they learn to see they may rate lower later. Those who left the "
            "cohort, or did not answer, may differ from those who stayed."
        ),
    ]
    if view.internal:
        found = len(view.assessment.findings)
        notes.append(
            words.plural(
                "oca check lists {n} thing to look at in these data.",
                "oca check lists {n} things to look at in these data.",
                found,
            )
        )
    return Quality(tuple(_row(view, period) for period in view.periods), tuple(notes))


def _row(view: View, period: str) -> PlainRow:
    answers = view.assessment.responses
    rows = preferred(answers[answers["period"] == period], view.assessment.scheme_of(period))
    organizations = rows["organization"].nunique()
    label = view.period_label(period)
    if not view.shown.enough(organizations):
        return PlainRow(label, (view.shown.count(organizations), *[HIDDEN] * 6))
    counts = rows["status"].value_counts()
    percent = view.words.percent
    shares = [percent(int(counts.get(status, 0)) / len(rows)) for status in STATUSES]
    given = rows[rows["status"] == "answered"]
    evidence = percent(float((given["evidence"] != "").mean())) if len(given) else DASH
    return PlainRow(label, (str(organizations), str(len(rows)), *shares, evidence))
