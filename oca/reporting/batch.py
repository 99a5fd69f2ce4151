"""Many reports at once, in processes of their own: a report that fails, fails alone."""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from oca.assessment import Assessment
from oca.errors import OcaError, UsageError
from oca.language import language_code
from oca.reporting.individual import individual_report
from oca.reporting.render import check_printing, html, pdf
from oca.reporting.tables import placed_whole

Format = Literal["pdf", "html"]

MOST_WORKERS = 4
"""More processes than this want more memory than a laptop has to spare."""

DOCUMENTS_PER_WORKER = 40
"""A process is replaced after so many documents, because WeasyPrint keeps memory."""


@dataclass(frozen=True)
class Job:
    """One report that is to be written.

    Attributes:
        organization: id of the organization.
        period: id of the period.
        language: language of the report.
        path: the file to write; its suffix says whether PDF or HTML.
        with_annex: whether every answer is listed at the end.
    """

    organization: str
    period: str
    language: str
    path: Path
    with_annex: bool = False


@dataclass(frozen=True)
class Failure:
    """A report that could not be written, and why."""

    job: Job
    message: str


@dataclass(frozen=True)
class BatchResult:
    """What became of a batch.

    Attributes:
        written: the files, in the order of the register.
        failed: the reports that could not be written.
        skipped: ids of organizations that were not assessed in the period.
    """

    written: tuple[Path, ...]
    failed: tuple[Failure, ...]
    skipped: tuple[str, ...]


Progress = Callable[[int, int, Job], None]
"""Called after each report with how many are done, how many there are, and which it was."""


def write_report(
    assessment: Assessment,
    path: Path | str,
    *,
    organization: str,
    period: str | None = None,
    language: str | None = None,
    with_annex: bool = False,
) -> Path:
    """Write the report of one organization; the suffix of the path, .pdf or .html, says which format.

    Args:
        assessment: the result of `oca.assess`.
        path: the file to write.
        organization: id of the organization.
        period: id of a period; None takes the organization's latest.
        language: language of the report; None takes the organization's own.
        with_annex: whether every answer is listed at the end.

    Raises:
        UsageError: there is no such organization or period, it was not assessed, or the suffix is another.
        PrintingUnavailable: the system has no Pango.
        PrintingError: it could not be printed.
    """
    path = Path(path)
    if path.suffix not in (".pdf", ".html"):
        raise UsageError(f"{path.name}: a report is .pdf or .html.")
    one = assessment.project.organization(organization)
    assessed = assessment.periods_of(organization)
    if not assessed:
        raise UsageError(f"{organization} was not assessed in any period.")
    _write(assessment, Job(organization, period or assessed[-1], language or one.language, path, with_annex))
    return path


def write_reports(
    assessment: Assessment,
    folder: Path | str,
    *,
    organizations: Sequence[str] | None = None,
    period: str | None = None,
    language: str | None = None,
    format: Format = "pdf",  # noqa: A002 - the word of the command line
    with_annex: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> BatchResult:
    """Write the reports of many organizations into one folder, as `<organization>-<period>-<language>.pdf`.

    With more than one worker the caller must be importable: a script keeps its call under
    `if __name__ == "__main__":`, because the processes are spawned.

    Args:
        assessment: the result of `oca.assess`.
        folder: where the files go; it is made.
        organizations: their ids; None takes all.
        period: id of a period; None takes each organization's latest.
        language: language of all reports; None takes each organization's own.
        format: pdf or html.
        with_annex: whether every answer is listed at the end.
        workers: how many processes; None takes as many as there are processors, up to four; 1 stays in this one.
        progress: called after each report.

    Raises:
        UsageError: there is no such organization, period or language.
        PrintingUnavailable: the system has no Pango; nothing was written.
    """
    if format == "pdf":
        check_printing()
    jobs, skipped = _jobs(assessment, Path(folder), organizations, period, language, format, with_annex)
    workers = min(workers or default_workers(), max(len(jobs), 1))
    outcomes = _here(assessment, jobs) if workers == 1 else _in_processes(assessment, jobs, workers)
    messages: dict[Job, str] = {}
    for done, (job, message) in enumerate(outcomes, start=1):
        messages[job] = message
        if progress is not None:
            progress(done, len(jobs), job)
    return BatchResult(
        tuple(job.path for job in jobs if not messages[job]),
        tuple(Failure(job, messages[job]) for job in jobs if messages[job]),
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


def _jobs(
    assessment: Assessment,
    folder: Path,
    organizations: Sequence[str] | None,
    period: str | None,
    language: str | None,
    suffix: str,
    with_annex: bool,
) -> tuple[list[Job], list[str]]:
    """Return what is to be written, and the organizations that were not assessed."""
    project = assessment.project
    if period is not None:
        project.period(period)
    if language is not None:
        language = language_code(language)
    chosen = [project.organization(one) for one in dict.fromkeys(organizations)] if organizations else None
    jobs, skipped = [], []
    for one in chosen or project.organizations:
        assessed = assessment.periods_of(one.id)
        if not assessed or (period is not None and period not in assessed):
            skipped.append(one.id)
            continue
        when, spoken = period or assessed[-1], language or one.language
        name = f"{safe_name(one.id)}-{safe_name(when)}-{spoken}.{suffix}"
        jobs.append(Job(one.id, when, spoken, folder / name, with_annex))
    return jobs, skipped


def _write(assessment: Assessment, job: Job) -> None:
    """Write one report, with the garbage collector resting meanwhile."""
    resting = gc.isenabled()
    gc.disable()
    try:
        report = individual_report(assessment, job.organization, job.period, job.language, with_annex=job.with_annex)
        own = assessment.project.folder
        data = pdf(report, own) if job.path.suffix == ".pdf" else html(report, own).encode()
        with placed_whole(job.path) as part:
            part.write_bytes(data)
    finally:
        if resting:
            gc.enable()


def _outcome(assessment: Assessment, job: Job) -> str:
    """Write one report; return why it failed, empty when it did not."""
    try:
        _write(assessment, job)
    except (OcaError, OSError) as error:
        return str(error) or type(error).__name__
    except Exception as error:  # a fault of ours or of a project's template must not take the other reports with it
        return f"{type(error).__name__}: {error}"
    return ""


def _here(assessment: Assessment, jobs: Sequence[Job]) -> Iterator[tuple[Job, str]]:
    for job in jobs:
        yield job, _outcome(assessment, job)


def _in_processes(assessment: Assessment, jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, str]]:
    """Write reports in several processes; one that kills its process is found by trying the rest one by one."""
    left: list[Job] = []
    with _pool(assessment, workers) as pool:
        futures: dict[Future[str], Job] = {pool.submit(_in_worker, job): job for job in jobs}
        try:
            for future in as_completed(futures):
                if isinstance(future.exception(), BrokenProcessPool):
                    left.append(futures[future])
                else:
                    yield futures[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for job in left:
        yield job, _alone(assessment, job)


def _alone(assessment: Assessment, job: Job) -> str:
    """Write one report in a process of its own."""
    with _pool(assessment, 1) as pool:
        try:
            return pool.submit(_in_worker, job).result()
        except BrokenProcessPool:
            return "The process that printed it came to a sudden end."


def _pool(assessment: Assessment, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(assessment,),
        max_tasks_per_child=DOCUMENTS_PER_WORKER,
    )


_of_worker: list[Assessment] = []
"""The assessment of this worker process, given to it once when it begins."""


def _begin(assessment: Assessment) -> None:
    _of_worker[:] = [assessment]


def _in_worker(job: Job) -> str:
    return _outcome(_of_worker[0], job)
