"""The individual report of an organization: from an assessment to the record that the templates print."""

from __future__ import annotations

from dataclasses import replace

from oca.assessment import Assessment
from oca.options import ReportLength
from oca.project import Audience
from oca.reporting.organization.pages.agreement import agreement
from oca.reporting.organization.pages.annex import annex
from oca.reporting.organization.pages.cover import cover
from oca.reporting.organization.pages.dimensions import about_items, dimensions
from oca.reporting.organization.pages.last_plan import last_plan
from oca.reporting.organization.pages.method import method
from oca.reporting.organization.pages.plan import plan
from oca.reporting.organization.pages.profile import profile
from oca.reporting.organization.pages.summary import summary
from oca.reporting.organization.pages.years import years
from oca.reporting.organization.record import Dimension, Report
from oca.reporting.organization.view import Case, open_case
from oca.reporting.text.printable import printable

FEW = 3
"""With so many dimensions or fewer no page of its own is filled by the years, nor by the dimensions."""


def individual_report(
    assessment: Assessment,
    organization: str,
    period: str,
    language: str,
    *,
    with_annex: bool = False,
    kind: ReportLength = "full",
    audience: Audience = "organization",
) -> Report:
    """Return what the report of one organization in one period says, in one language.

    Args:
        assessment: the result of `oca.assess`.
        organization: id of the organization.
        period: id of a period in which it was assessed.
        language: one of `oca.language.LANGUAGES`.
        with_annex: whether every answer is listed at the end; never for the public.
        kind: the whole report, or two pages of it.
        audience: `organization`, its own report; `public`, without items, comments and evidence; `internal`, which says
            on every page that it is not to be passed on.

    Raises:
        UsageError: there is no such organization or period, or it was not assessed then.
    """
    case = open_case(assessment, organization, period, language, audience)
    parts = dimensions(case)
    over_years = years(case)
    return Report(
        kind=kind,
        language=case.language,
        title=_title(case),
        created=case.period.date.isoformat(),
        synthetic=_synthetic(case),
        internal=_internal(case),
        notice=" · ".join(part for part in (_internal(case), _synthetic(case)) if part),
        own=case.addressed,
        short=len(parts) <= FEW,
        cover=cover(case),
        summary=summary(case),
        last_plan=last_plan(case) if audience != "public" else None,
        profile=profile(case),
        years=over_years,
        years_note="" if over_years else _single(case),
        agreement=agreement(case) if audience != "public" else None,
        written=case.words.text("What those who rated wrote down")
        if case.area
        else case.words.text("What you wrote down"),
        items_note=about_items(case) if audience != "public" else "",
        dimensions=parts if audience != "public" else tuple(without_items(one) for one in parts),
        plan=plan(case) if audience != "public" else None,
        method=method(case) if audience != "public" else replace(method(case), example=(), doubts=()),
        annex=annex(case, parts) if with_annex and audience != "public" else (),
    )


def without_items(one: Dimension) -> Dimension:
    """Return what the public may read of a dimension: nothing of single items, comments or evidence."""
    return replace(one, items=(), notes=(), notes_hidden="", next=(), next_note="")


def _synthetic(case: Case) -> str:
    if not case.assessment.project.settings.synthetic:
        return ""
    return case.words.text("Invented data: an example, no real organization")


def _internal(case: Case) -> str:
    return case.words.text("Internal") if case.audience == "internal" else ""


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
