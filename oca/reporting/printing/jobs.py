"""What can be printed: a job names a document, its page is made here; the rest of printing does not ask which it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from oca.assessment import Assessment
from oca.options import ReportLength
from oca.project import Audience
from oca.reporting.organization.report import individual_report
from oca.reporting.printing.render import html


@dataclass(frozen=True)
class Job:
    """One document that is to be written.

    Attributes:
        organization: id of the organization.
        period: id of the period.
        language: language of the document.
        path: the file to write; its suffix says whether PDF or HTML.
        kind: which document; a key of `PAGES`.
        audience: who it is for.
        with_annex: whether every answer is listed at the end.
        archive: whether a PDF is PDF/A-2a as well as PDF/UA-1.
    """

    organization: str
    period: str
    language: str
    path: Path
    kind: ReportLength = "full"
    audience: Audience = "organization"
    with_annex: bool = False
    archive: bool = False


def _individual(assessment: Assessment, job: Job) -> str:
    report = individual_report(
        assessment,
        job.organization,
        job.period,
        job.language,
        kind=job.kind,
        audience=job.audience,
        with_annex=job.with_annex,
    )
    return html(report, assessment.project.folder, for_print=job.path.suffix == ".pdf")


PAGES: Mapping[ReportLength, Callable[[Assessment, Job], str]] = {"full": _individual, "brief": _individual}
"""How the page of each length of the report is made. Another is a function here, and a word in `ReportLength`."""


def page_of(assessment: Assessment, job: Job) -> str:
    """Return the HTML page of a job.

    Raises:
        UsageError: there is no such organization or period, or it was not assessed then.
    """
    return PAGES[job.kind](assessment, job)
