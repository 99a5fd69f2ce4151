"""The individual report of an organization: from an assessment to the record that the templates print."""

from __future__ import annotations

from typing import Literal

from oca.assessment import Assessment
from oca.project import Audience
from oca.reporting.case import Case, open_case
from oca.reporting.context import Report
from oca.reporting.pages.annex import annex
from oca.reporting.pages.cover import cover
from oca.reporting.pages.dimensions import dimensions
from oca.reporting.pages.method import method
from oca.reporting.pages.profile import profile
from oca.reporting.pages.summary import summary
from oca.reporting.pages.years import years
from oca.reporting.printable import printable


def individual_report(
    assessment: Assessment,
    organization: str,
    period: str,
    language: str,
    *,
    kind: Literal["full", "brief"] = "full",
    audience: Audience = "organization",
    with_annex: bool = False,
) -> Report:
    """Return what the report of one organization in one period says, in one language.

    Args:
        assessment: the result of `oca.assess`.
        organization: id of the organization.
        period: id of a period in which it was assessed.
        language: one of `oca.language.LANGUAGES`.
        kind: which template prints it.
        audience: who it is for.
        with_annex: whether every answer is listed at the end.

    Raises:
        UsageError: there is no such organization or period, or it was not assessed then.
    """
    case = open_case(assessment, organization, period, language)
    parts = dimensions(case)
    over_years = years(case)
    return Report(
        kind=kind,
        language=case.language,
        title=_title(case),
        created=case.period.date.isoformat(),
        synthetic=case.words.text("Invented data: an example, no real organization")
        if assessment.project.settings.synthetic
        else "",
        cover=cover(case),
        summary=summary(case),
        profile=profile(case),
        years=over_years,
        years_note="" if over_years else _single(case),
        written=case.words.text("What those who rated wrote down")
        if case.area
        else case.words.text("What you wrote down"),
        dimensions=parts,
        method=method(case),
        annex=annex(case, parts) if with_annex else (),
    )


def _title(case: Case) -> str:
    if case.area:
        kind, area = case.questionnaire.title(case.language), printable(case.organization.name)
        return f"{printable(kind)}: {area}, {case.label(case.period.id)}"
    return case.words.text(
        "Capacity report: {organization}, {period}",
        organization=printable(case.organization.name),
        period=case.label(case.period.id),
    )


def _single(case: Case) -> str:
    return case.words.text(
        "The chart over the years appears with the second assessment; {period} is the first.",
        period=case.label(case.period.id),
    )
