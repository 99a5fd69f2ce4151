"""From an assessment to the record of the cohort report, and on to HTML and PDF."""

from __future__ import annotations

from pathlib import Path

from oca import content
from oca.assessment import Assessment
from oca.disclosure.ledger import remember
from oca.disclosure.release import Protected
from oca.errors import UsageError
from oca.files import whole
from oca.options import as_path
from oca.project import Audience
from oca.reporting.cohort.audited import HIDDEN, show
from oca.reporting.cohort.pages.agreement import agreement
from oca.reporting.cohort.pages.change import change
from oca.reporting.cohort.pages.cover import cover, notice
from oca.reporting.cohort.pages.groups import groups
from oca.reporting.cohort.pages.indicators import indicators
from oca.reporting.cohort.pages.items import items
from oca.reporting.cohort.pages.method import method
from oca.reporting.cohort.pages.plans import plans
from oca.reporting.cohort.pages.quality import quality
from oca.reporting.cohort.pages.response import response
from oca.reporting.cohort.pages.short import short
from oca.reporting.cohort.pages.support import support
from oca.reporting.cohort.pages.years import years
from oca.reporting.cohort.record import CohortReport
from oca.reporting.cohort.view import View
from oca.reporting.printing import render
from oca.reporting.printing.theme import for_charts, read_theme

TEMPLATE = "cohort/report.html.j2"

STYLE, SCREEN = "cohort/cohort.css", "cohort/screen.css"


def cohort_report(assessment: Assessment, language: str, audience: Audience = "internal") -> CohortReport:
    """Return what the cohort report says to an audience, in one language, for the last assessed period.

    Args:
        assessment: the result of `oca.assess`.
        language: one of `oca.language.LANGUAGES`.
        audience: who it is for; decides what is hidden (METHODS, section 8). Only `internal` names organizations.

    Raises:
        InputError: outside internal, not even the means of the cohort pass the audit.
        UsageError: nobody was assessed yet, or the language is unknown.
    """
    return _said(_view(assessment, language, audience))


def _view(assessment: Assessment, language: str, audience: Audience) -> View:
    if assessment.scores.empty:
        raise UsageError("No organization was assessed in any period yet, so there is nothing to report.")
    return View(assessment, show(assessment, audience, language))


def _said(view: View) -> CohortReport:
    assessment = view.assessment
    text, settings = view.words.text, assessment.project.settings
    synthetic = text("Invented data: an example, no real organization") if settings.synthetic else ""
    front = cover(view)
    return CohortReport(
        language=view.language,
        title=f"{front.kind}: {front.project}, {front.periods}",
        created=assessment.project.period(view.latest).date.isoformat(),
        synthetic=synthetic,
        notice=notice(view, text("Invented data") if settings.synthetic else ""),
        legend=""
        if view.internal
        else text(
            "{sign} not shown, because fewer than {n} organizations stand behind it, or because it would tell of "
            "single ones.",
            sign=HIDDEN,
            n=view.shown.threshold,
        ),
        cover=front,
        short=short(view),
        response=response(view),
        years=years(view),
        change=change(view),
        groups=groups(view),
        items=items(view),
        agreement=agreement(view),
        support=support(view),
        plans=plans(view),
        indicators=indicators(view),
        quality=quality(view),
        method=method(view),
    )


def cohort_page(report: CohortReport, project_folder: Path | None = None, *, for_print: bool = False) -> str:
    """Return the report as one HTML page with its styles in it; in print, WeasyPrint fetches fonts and logo."""
    roots = content.roots("report_templates", project_folder)
    sheets = [render.FONTS, *render.STYLES, STYLE, *([] if for_print else [render.SCREEN, SCREEN])]
    theme = for_charts(read_theme(roots), roots, for_print=for_print)
    return render.fill(TEMPLATE, sheets, roots, report.language, whole=not for_print, report=report, theme=theme)


def cohort_pdf(report: CohortReport, project_folder: Path | None = None) -> bytes:
    """Return the report as PDF/UA-1.

    Raises:
        PrintingUnavailable: the system has no Pango.
        PrintingError: it could not be printed.
    """
    render.check_printing()
    page = cohort_page(report, project_folder, for_print=True)
    return render.print_page(page, content.roots("report_templates", project_folder))


def write_cohort_report(
    assessment: Assessment,
    path: Path | str,
    *,
    audience: Audience = "internal",
    language: str | None = None,
    remembering: bool = True,
) -> Protected:
    """Write the cohort report; the suffix of the path, .pdf or .html, says which format.

    Args:
        assessment: the result of `oca.assess`.
        path: the file to write; one of that name is replaced, and only by a complete one.
        audience: who it is for.
        language: language of the report; None takes the project's first.
        remembering: whether a report that is not internal is added to the project's folder `published/`, for the
            audit of what follows.

    Returns:
        The figures of the comparison in it, with the audit of them.

    Raises:
        InputError: outside internal, not even the means of the cohort pass the audit; nothing is written.
        UsageError: nobody was assessed, the language is unknown, or the suffix is another.
        PrintingUnavailable: the system has no Pango.
        PrintingError: it could not be printed.
    """
    path = as_path(path)
    if path.suffix not in (".pdf", ".html"):
        raise UsageError(f"{path.name}: a report is .pdf or .html.")
    folder = assessment.project.folder
    view = _view(assessment, assessment.project.language_of(language), audience)
    report, protected = _said(view), view.shown.release.protected
    made = cohort_pdf(report, folder) if path.suffix == ".pdf" else cohort_page(report, folder).encode()
    with whole(path) as part:
        part.write_bytes(made)
    if protected.record and remembering:
        remember(folder, protected.record)
    return protected
