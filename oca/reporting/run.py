"""All outputs of a project at once: what `oca run` does, its steps, and what they say came out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from oca import files
from oca.assessment import Assessment, assess
from oca.disclosure.release import in_words
from oca.errors import InputError, PrintingUnavailable, UsageError
from oca.findings import Finding, counted
from oca.options import as_path
from oca.project import Audience, Project
from oca.reporting.cohort import write_cohort_report
from oca.reporting.comparison import write_comparison
from oca.reporting.plans import kept, write_plans
from oca.reporting.printing.batch import TIME_LIMIT, BatchResult, Progress, carry_out
from oca.reporting.printing.request import Format, Request, how_many
from oca.reporting.schedule import UNPROVEN, Planned, plan_trainings, write_calendar
from oca.reporting.schedule import write_schedule as write_workbook
from oca.reporting.tables.writing import write_tables
from oca.spreadsheet.seal import is_changed, left_alone

Tell = Callable[[str], None]
"""Takes a sentence for the person who waits."""

Watch = Callable[[], AbstractContextManager[Progress]]
"""Gives, while reports are printed, what is called after each of them."""


def silent(sentence: str) -> None:
    """Tell nobody."""


def unwatched() -> AbstractContextManager[Progress]:
    """Let nobody watch the reports being printed."""
    return nullcontext(lambda done, total, job: None)


@dataclass(frozen=True, repr=False)
class Run:
    """What was written, and where.

    Attributes:
        folder: the folder of everything.
        tables: the tables, their codebook and README.
        comparison: the internal workbook that compares groups.
        plans: the action plans.
        schedule: workbook and calendar of the trainings; empty without trainings or slots.
        reports: what became of the reports.
        cohort: the internal report on all organizations.
        findings: why there is no schedule of trainings, where one was asked for and cannot be.
    """

    folder: Path
    tables: tuple[Path, ...]
    comparison: Path
    plans: tuple[Path, ...]
    schedule: tuple[Path, ...]
    reports: BatchResult
    cohort: Path
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Say in a line what was written."""
        return (
            f"<Run: {counted(len(self.reports.files), 'report')}, {counted(len(self.plans), 'plan')}, "
            f"{counted(len(self.reports.failed), 'failure')}, in {self.folder}>"
        )

    @property
    def first(self) -> Path:
        """What to open first: a report, or the folder of reports where there is none."""
        return next(iter(self.reports.files), self.folder / "reports")


def run(
    project: Assessment | Project | Path | str,
    folder: Path | str | None = None,
    *,
    tell: Tell = silent,
    watch: Watch = unwatched,
) -> Run:
    """Write everything that a project gives: tables, comparison, plans, schedule, reports, the report on the cohort.

    All of it is internal, but for the reports, which are each organization's own.

    Args:
        project: a project folder, or what `oca.load_project` or `oca.assess` made of it.
        folder: where everything goes; `out` in the project folder when None.
        tell: takes a sentence after each step, such as `print`.
        watch: gives what is called after each report.

    Raises:
        InputError: with every fault of the project.
        UsageError: the folder is no project folder, nobody was assessed yet, or a file cannot be written.
    """
    made = project if isinstance(project, Assessment) else assess(project)
    if made.scores.empty:
        raise UsageError(
            "No organization was assessed in any period yet. Put the forms that came back into responses/."
        )
    folder = made.project.folder / "out" if folder is None else as_path(folder)
    tables = write_tables(made, folder / "tables")
    tell(f"The tables are in {folder / 'tables'}.")
    comparison = folder / "comparison-internal.xlsx"
    write_comparison(made, comparison)
    plans = write_plans(made, folder / "plans")
    tell(f"{counted(len(plans), 'action plan')} in {folder / 'plans'}.")
    tell_kept_plans(kept(made, folder / "plans", plans), tell)
    schedule, impossible = _schedule_if_any(made, folder / "schedule", tell)
    try:
        done, cohort = _all_reports(made, folder / "reports", "pdf", tell, watch)
    except PrintingUnavailable as missing:
        tell(f"{missing}\nSo the reports are written as HTML.")
        done, cohort = _all_reports(made, folder / "reports", "html", tell, watch)
    if made.project.settings.synthetic:
        tell("All data of this project are synthetic.")
    return Run(folder, tuple(tables), comparison, tuple(plans), schedule, done, cohort, impossible)


def _all_reports(
    assessment: Assessment,
    folder: Path,
    format: Format,  # noqa: A002 - the option's name
    tell: Tell,
    watch: Watch,
) -> tuple[BatchResult, Path]:
    done = reports(assessment, folder, Request(format=format), tell=tell, watch=watch)
    return done, cohort_report(assessment, folder, "internal", format=format, tell=tell)


def _schedule_if_any(assessment: Assessment, folder: Path, tell: Tell) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    """Write the schedule where there is one; what is asked for and cannot be comes back, so that all else is made."""
    if not (assessment.support.trainings and assessment.support.slots):
        return (), ()
    try:
        made = training_schedule(assessment, folder, tell=tell)
    except UsageError as nothing:
        tell(f"There is no schedule of trainings. {nothing}")
    except InputError as impossible:
        return (), impossible.findings
    else:
        return (made.workbook, made.calendar), ()
    return (), ()


def reports(
    assessment: Assessment,
    folder: Path,
    request: Request,
    force: bool = False,
    workers: int | None = None,
    limit: float | None = None,
    *,
    tell: Tell = silent,
    watch: Watch = unwatched,
) -> BatchResult:
    """Write reports; tell which failed, who has none, and how many there are.

    Raises:
        UsageError: there is no report to write; else as `write_reports`.
    """
    limit = limit or TIME_LIMIT
    try:
        with watch() as step:
            done = carry_out(assessment, folder, request, force=force, workers=workers, limit=limit, progress=step)
    except KeyboardInterrupt:
        tell(f"Stopped. What was ready is in {folder}; the same command prints the rest.")
        raise
    for failure in done.failed:
        older = ". The file of an earlier run is still there" if failure.job.path.exists() else ""
        tell(f"{failure.job.organization}: the report could not be made: {failure.message.rstrip('.')}{older}.")
    for line in (*left_out(done), *_not_shown(assessment, request)):
        tell(line)
    if not done.files and not done.failed:
        raise UsageError("So there is no report to write.")
    tell(how_many(len(done.files), len(done.unchanged), folder))
    return done


def _not_shown(assessment: Assessment, request: Request) -> list[str]:
    """Return the line that says whose scores the public may not see, where public reports of all are asked for."""
    if request.audience != "public" or request.organizations:
        return []
    silent = [one.id for one in assessment.project.organizations if not one.consent_scores]
    return [f"consent_scores is not yes, so without a public report: {', '.join(silent)}"] if silent else []


def left_out(done: BatchResult) -> list[str]:
    """Return the line that says who has no report; none where all have one."""
    return [f"Not assessed then, so without a report: {', '.join(done.skipped)}"] if done.skipped else []


def cohort_report(
    assessment: Assessment,
    folder: Path,
    audience: Audience,
    *,
    language: str | None = None,
    format: Format = "pdf",  # noqa: A002 - the option's name
    tell: Tell = silent,
) -> Path:
    """Write the report on all organizations together, and tell where it is."""
    spoken = assessment.project.language_of(language)
    path = folder / f"cohort-{audience}-{spoken}.{format}"
    done = write_cohort_report(assessment, path, audience=audience, language=spoken)
    if done.audit:
        for note in done.findings:
            tell(str(note))
        tell(in_words(done.audit))
    tell(f"The cohort report is in {path}.")
    return path


class WrittenSchedule(NamedTuple):
    """A schedule of trainings, and the files in which it is.

    Attributes:
        planned: the schedule.
        workbook: with the reasons for each attendance.
        calendar: of the sessions.
        kept: an earlier workbook that somebody changed, beside which the new one was written; None where there is none.
    """

    planned: Planned
    workbook: Path
    calendar: Path
    kept: Path | None


def write_schedule(
    assessment: Assessment, folder: Path | str, *, period: str | None = None, language: str | None = None
) -> WrittenSchedule:
    """Schedule the trainings of a period, and write the workbook with the reasons and the calendar.

    A workbook that somebody changed since it was made stays as it is, and the new one goes beside it.

    Args:
        assessment: the result of `oca.assess`.
        folder: where the two files go, as `schedule-<period>.xlsx` and `.ics`.
        period: id of the period after whose assessment the trainings are; the latest assessed one when None.
        language: of the words; the project's first when None.

    Raises:
        UsageError: there is no such period or language, nobody was assessed then, or there are no trainings or slots.
        InputError: the pinned pairs cannot all be served; a finding for each limit that they break.
    """
    planned = plan_trainings(assessment, period, language)
    wanted, calendar = (as_path(folder) / f"schedule-{planned.period}.{suffix}" for suffix in ("xlsx", "ics"))
    workbook = files.beside(wanted, is_changed)
    write_workbook(planned, workbook)
    write_calendar(planned, calendar)
    return WrittenSchedule(planned, workbook, calendar, wanted if wanted != workbook else None)


def training_schedule(
    assessment: Assessment,
    folder: Path,
    *,
    period: str | None = None,
    language: str | None = None,
    tell: Tell = silent,
) -> WrittenSchedule:
    """Write the schedule of trainings, and tell what came out."""
    made = write_schedule(assessment, folder, period=period, language=language)
    found = made.planned.schedule
    dated = [one for one in found.sessions if one.slot]
    served = len({pair.organization for pair in found.chosen})
    everybody = counted(len(made.planned.given.attendants), "organization")
    attendances = counted(len(found.chosen), "attendance")
    cost = made.planned.money(found.cost)
    tell(f"{counted(len(dated), 'session')}, {attendances}: {served} of {everybody} attend; cost {cost}.")
    if len(dated) < len(found.sessions):
        without = counted(len(found.sessions) - len(dated), "session")
        tell(f"{without} found no date: add slots, or look at the sheet of sessions.")
    if found.gap >= UNPROVEN:
        tell(f"The best that was found; another schedule could meet greater needs by {found.gap:.1%} at most.")
    tell(f"The schedule is in {made.workbook}, its calendar in {made.calendar}.")
    if made.kept:
        tell(left_alone(made.kept))
    return made


def tell_kept_plans(paths: Sequence[Path], tell: Tell) -> None:
    """Tell which plans were left as they are, because somebody wrote into them where they were made."""
    if paths:
        names = ", ".join(f"{path.parent.name}/{path.name}" for path in paths)
        tell(
            f"{names}: changed since it was made, so left as it is; the new plan is beside it. "
            "Put filled plans into plans/<period>/."
        )
