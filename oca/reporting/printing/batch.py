"""Many documents at once, in processes of their own: one that fails, fails alone, and one that is there stays there."""

from __future__ import annotations

import gc
import os
import re
import unicodedata
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from oca import content
from oca.assessment import Assessment
from oca.errors import OcaError, UsageError
from oca.files import whole
from oca.findings import shorten
from oca.options import ReportLength, as_path, ids
from oca.project import Audience, Project
from oca.register import Organization
from oca.reporting.printing import digest
from oca.reporting.printing.jobs import Job, page_of
from oca.reporting.printing.manifest import Memory, remember
from oca.reporting.printing.render import check_printing, print_page
from oca.reporting.printing.request import Format, Request
from oca.reporting.printing.workers import FailedTask, TimeOver, in_workers, time_limit, too_long

MOST_WORKERS = 4
"""More processes than this want more memory than a laptop has to spare."""

TIME_LIMIT = 60.0
"""Seconds that one report may take; a full one takes about one."""


@dataclass(frozen=True)
class Failure:
    """A report that could not be written, and why."""

    job: Job
    message: str


@dataclass(frozen=True)
class BatchResult:
    """What became of a batch.

    Attributes:
        written: the files that were written, in the order of the register.
        unchanged: the files that are there as they would be written again, in the same order.
        failed: the reports that could not be written.
        skipped: ids of organizations that were not assessed in the period.
    """

    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    failed: tuple[Failure, ...]
    skipped: tuple[str, ...]

    def __repr__(self) -> str:
        """Say in a line how many there are of each."""
        counts = ((name, len(getattr(self, name))) for name in ("written", "unchanged", "failed", "skipped"))
        return f"<BatchResult: {', '.join(f'{count} {name}' for name, count in counts)}>"

    @property
    def files(self) -> tuple[Path, ...]:
        """Every report that is there, in the order of the names."""
        return tuple(sorted((*self.written, *self.unchanged)))


Progress = Callable[[int, int, Job], None]
"""Called after each report with how many are done, how many there are, and which it was."""


@dataclass(frozen=True)
class _Order:
    """A job; what decides how it comes out beside its page; and from which page the file that is there was made."""

    job: Job
    press: str
    known: str


@dataclass(frozen=True)
class _Made:
    """What came of an order: the digest of its page, and the file unless that page was known."""

    page: str
    data: bytes | None


_Outcomes = Generator[tuple[_Order, _Made | FailedTask], None, None]


def write_report(
    assessment: Assessment,
    path: Path | str,
    *,
    organization: str,
    period: str | None = None,
    language: str | None = None,
    kind: ReportLength = "full",
    audience: Audience = "organization",
    with_annex: bool = False,
    archive: bool = False,
) -> Path:
    """Write the report of one organization; the suffix of the path, .pdf or .html, says which format.

    Args:
        assessment: the result of `oca.assess`.
        path: the file to write.
        organization: id of the organization.
        period: id of a period; None takes the organization's latest.
        language: language of the report; None takes the organization's own.
        kind: full, or brief with two pages.
        audience: who it is for.
        with_annex: whether every answer is listed at the end.
        archive: whether a PDF is PDF/A-2a as well as PDF/UA-1.

    Raises:
        UsageError: there is no such organization, period, language, kind or audience, it was not assessed then, or the
            suffix is another.
        PrintingUnavailable: the system has no Pango.
        PrintingError: it could not be printed.
    """
    path = as_path(path)
    if path.suffix not in (".pdf", ".html"):
        raise UsageError(f"{path.name}: a report is .pdf or .html.")
    asked = Request(ids(organization), period, language, kind, audience, with_annex=with_annex, archive=archive)
    jobs, _ = _jobs(assessment, path.parent, asked)
    if not jobs:
        known = ", ".join(assessment.periods_of(organization)) or "never"
        raise UsageError(f"{organization} was not assessed in {period or 'any period'}. Assessed: {known}.")
    job = replace(jobs[0], path=path)
    _place(job.path, _finished(assessment, job, page_of(assessment, job)))
    return path


def write_reports(
    assessment: Assessment,
    folder: Path | str,
    *,
    organizations: Sequence[str] | str | None = None,
    period: str | None = None,
    language: str | None = None,
    kind: ReportLength = "full",
    audience: Audience = "organization",
    format: Format = "pdf",  # noqa: A002 - the word of the command line
    with_annex: bool = False,
    archive: bool = False,
    force: bool = False,
    workers: int | None = None,
    limit: float = TIME_LIMIT,
    progress: Progress | None = None,
) -> BatchResult:
    """Write the reports of many organizations into one folder, as `<organization>-<period>-<language>.pdf`.

    The name of a brief report ends in -brief, of one that is not for the organization in -public or -internal. A report
    that is there already, and would come out the same, is not printed again.

    With more than one worker the caller must be importable: a script keeps its call under
    `if __name__ == "__main__":`, because the processes are spawned.

    Args:
        assessment: the result of `oca.assess`.
        folder: where the files go; it is made.
        organizations: their ids; None takes all.
        period: id of a period; None takes each organization's latest.
        language: language of all reports; None takes each organization's own.
        kind: full, or brief with two pages.
        audience: who they are for.
        format: pdf or html.
        with_annex: whether every answer is listed at the end.
        archive: whether the PDFs are PDF/A-2a as well as PDF/UA-1.
        force: whether all are printed, changed or not.
        workers: how many processes; None takes as many as there are processors, up to four; 1 stays in this one.
        limit: seconds that one report may take; see `time_limit` for what it can do with one worker.
        progress: called after each report.

    Raises:
        UsageError: there is no such organization, period, language, kind, audience or format, the folder cannot be
            written, or it is for the public and nobody agreed (`consent_scores` in the register).
        PrintingUnavailable: the system has no Pango; nothing was written.
    """
    asked = Request(ids(organizations), period, language, kind, audience, format, with_annex, archive)
    return carry_out(assessment, as_path(folder), asked, force=force, workers=workers, limit=limit, progress=progress)


def carry_out(
    assessment: Assessment,
    folder: Path,
    request: Request,
    *,
    force: bool = False,
    workers: int | None = None,
    limit: float = TIME_LIMIT,
    progress: Progress | None = None,
) -> BatchResult:
    """Do what a request asks for; the other arguments, and the errors, are those of `write_reports`."""
    if request.format == "pdf":
        check_printing()
    elif request.archive:
        raise UsageError("Only a PDF can be for an archive: leave out --archive, or take --format pdf.")
    jobs, skipped = _jobs(assessment, folder, request)
    return print_jobs(assessment, jobs, skipped, force=force, workers=workers, limit=limit, progress=progress)


def print_jobs(
    assessment: Assessment,
    jobs: Sequence[Job],
    skipped: Sequence[str] = (),
    *,
    force: bool = False,
    workers: int | None = None,
    limit: float = TIME_LIMIT,
    progress: Progress | None = None,
) -> BatchResult:
    """Print documents of any kind into one folder; the arguments are those of `write_reports`.

    Args:
        assessment: the result of `oca.assess`.
        jobs: what is to be printed, all into the same folder.
        skipped: ids of organizations for which there is no job, for the result.
        force: whether all are printed, changed or not.
        workers: how many processes.
        limit: seconds that one document may take.
        progress: called after each document.

    Raises:
        UsageError: the folder cannot be written.
    """
    if not jobs:
        return BatchResult((), (), (), tuple(skipped))
    memory = remember(jobs[0].path.parent)
    press = digest.of_program(assessment.project.folder)
    orders = [_Order(job, press, "" if force else memory.page_of(job.path.name)) for job in jobs]
    workers = min(workers or default_workers(), len(orders))
    states: dict[Job, str | bool] = {}
    try:
        memory.save()  # a folder that cannot be written is found before anything is printed
        with closing(_outcomes(assessment, orders, workers, limit)) as outcomes:
            for done, (order, outcome) in enumerate(outcomes, start=1):
                states[order.job] = _settled(order.job, outcome, memory)
                if progress is not None:
                    progress(done, len(orders), order.job)
    finally:
        memory.save()
    return BatchResult(
        tuple(job.path for job in jobs if states[job] is True),
        tuple(job.path for job in jobs if states[job] is False),
        tuple(Failure(job, message) for job in jobs if isinstance(message := states[job], str)),
        tuple(skipped),
    )


def default_workers() -> int:
    """Return how many processes print at once: the processors of this machine, up to four."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def safe_name(text: str) -> str:
    """Return a text as part of a file name that every system takes: plain letters, digits and dashes.

    >>> safe_name("Udruženje «Đurđevak» / ../etc")
    'udruzenje-durdevak-etc'
    """
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:80] or "report"


def _jobs(assessment: Assessment, folder: Path, request: Request) -> tuple[list[Job], list[str]]:
    """Return what is to be written, and the organizations that were not assessed."""
    project = assessment.project
    if request.period is not None:
        project.period(request.period)
    chosen = _chosen(project, request)
    jobs, skipped = [], []
    for one in chosen:
        assessed = assessment.periods_of(one.id)
        if not assessed or (request.period is not None and request.period not in assessed):
            skipped.append(one.id)
            continue
        when, spoken = request.period or assessed[-1], project.language_of(request.language, one.id)
        path = folder / file_name(request, one.id, when, spoken)
        jobs.append(
            Job(one.id, when, spoken, path, request.kind, request.audience, request.with_annex, request.archive)
        )
    return jobs, skipped


def _chosen(project: Project, request: Request) -> Sequence[Organization]:
    """Return whose reports are asked for; of all, those for the public only where scores may be shown.

    Raises:
        UsageError: one that is asked for by its id did not agree, or nobody did.
    """
    asked = [project.organization(one) for one in dict.fromkeys(request.organizations)]
    if request.audience != "public":
        return asked or project.organizations
    refusing = [one.id for one in asked if not one.consent_scores]
    agreeing = [one for one in asked or project.organizations if one.consent_scores]
    if refusing or not agreeing:
        whose = shorten(refusing) or "any organization"
        raise UsageError(
            f"No public report of {whose}: consent_scores in the register is not yes. Ask whether scores may be shown."
        )
    return agreeing


def file_name(request: Request, organization: str, period: str, language: str) -> str:
    """Return the name of the file of a report; versions for different readers never have the same name.

    >>> file_name(Request(kind="brief", audience="public"), "izmisljena-breza", "y5", "bs")
    'izmisljena-breza-y5-bs-brief-public.pdf'
    """
    parts = [safe_name(organization), safe_name(period), language]
    parts += [request.kind] if request.kind != "full" else []
    parts += [request.audience] if request.audience != "organization" else []
    return f"{'-'.join(parts)}.{request.format}"


def _finished(assessment: Assessment, job: Job, page: str) -> bytes:
    """Return the file of a job, made from its page."""
    if job.path.suffix == ".html":
        return page.encode()
    check_printing()
    roots = content.roots("report_templates", assessment.project.folder)
    return print_page(page, roots, archive=job.archive)


def _place(path: Path, data: bytes) -> None:
    with whole(path) as part:
        part.write_bytes(data)


def _made(assessment: Assessment, order: _Order) -> _Made | FailedTask:
    """Make one document, with the garbage collector resting meanwhile; say why when it cannot be made."""
    resting = gc.isenabled()
    gc.disable()
    try:
        page = page_of(assessment, order.job)
        mark = digest.digest(order.press, page, order.job.path.suffix, str(order.job.archive))
        return _Made(mark, None if mark == order.known else _finished(assessment, order.job, page))
    except (OcaError, OSError) as error:
        return FailedTask(str(error) or type(error).__name__)
    except Exception as error:  # a fault of ours or of a project's template must not take the other reports with it
        return FailedTask(f"{type(error).__name__}: {error}")
    finally:
        if resting:
            gc.enable()


def _settled(job: Job, outcome: _Made | FailedTask, memory: Memory) -> str | bool:
    """Place a file and remember it; return whether it was written, or why it could not be."""
    if isinstance(outcome, FailedTask):
        return outcome.message
    if outcome.data is None:
        return False
    try:
        _place(job.path, outcome.data)
    except (OcaError, OSError) as error:
        return str(error)
    memory.keep(job.path.name, outcome.page, outcome.data)
    return True


def _outcomes(assessment: Assessment, orders: Sequence[_Order], workers: int, limit: float) -> _Outcomes:
    if workers == 1:
        return _here(assessment, orders, limit)
    return in_workers(_made, assessment, orders, workers=workers, limit=limit)


def _here(assessment: Assessment, orders: Sequence[_Order], limit: float) -> _Outcomes:
    """Make documents in this process, one after another."""
    for order in orders:
        outcome: _Made | FailedTask
        try:
            with time_limit(limit):
                outcome = _made(assessment, order)
        except TimeOver:
            outcome = too_long(limit)
        yield order, outcome
