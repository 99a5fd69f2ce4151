"""What the commands show: findings, summaries, progress. Results to standard output, talk to standard error."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from oca.errors import InputError, PrintingUnavailable, UsageError
from oca.findings import Finding, count_findings, errors, gathered

if TYPE_CHECKING:
    import pandas as pd

    from oca.assessment import Assessment
    from oca.project import Audience, Project
    from oca.reporting.printing.batch import BatchResult
    from oca.reporting.printing.request import Request


PAGE = 100
"""How many characters a line of prose has."""


def talk(text: str) -> None:
    """Say something to the person at the terminal, after the results before it."""
    sys.stdout.flush()
    print(text, file=sys.stderr)  # noqa: T201 - this is the one place that talks


def result(text: str) -> None:
    """Print a result."""
    print(text)  # noqa: T201 - this is the one place that prints


def assess(folder: Path) -> Assessment:
    """Assess a project, and say how many findings are there to be looked at."""
    import oca

    assessment = oca.assess(folder)
    for line in remarks(assessment):
        talk(line)
    return assessment


def remarks(assessment: Assessment) -> list[str]:
    """Return the line that says how many findings are there to be looked at; none where there are none."""
    return [f"{count_findings(assessment.findings)}. oca check shows them."] if assessment.findings else []


def findings(found: Sequence[Finding]) -> None:
    """Print every finding, errors first, then a line that counts them."""
    order = {"error": 0, "warning": 1, "look at": 2}
    said = gathered(found)
    for one in sorted(said, key=lambda finding: order[finding.severity]):
        result(str(one))
    result(count_findings(said) if said else "No findings.")
    if errors(found):
        talk("Nothing was written. Mend the errors and run again.")


def findings_json(found: Sequence[Finding]) -> None:
    """Print findings for a machine."""
    from oca.tables import findings_frame

    frame_json(findings_frame(found))


def frame_json(frame: pd.DataFrame) -> None:
    """Print a table for a machine: one object a row, null where there is no value."""
    result(frame.to_json(orient="records", force_ascii=False, indent=1))


def plain_json(value: object) -> None:
    """Print plain data, or dataclasses of it, for a machine."""
    import json
    from dataclasses import asdict, is_dataclass

    def plain(one: object) -> object:
        return asdict(one) if is_dataclass(one) and not isinstance(one, type) else str(one)

    result(json.dumps(value, default=plain, ensure_ascii=False, indent=1))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 file, 2 files."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def summary(project: Project | None, assessment: Assessment | None) -> None:
    """Print in a few lines what a project holds."""
    if project is None:
        return
    settings = project.settings
    synthetic = " (synthetic data)" if settings.synthetic else ""
    result(f"{settings.name.get('en') or next(iter(settings.name.values()))}{synthetic}")
    sectors = len({one.sector for one in project.organizations})
    organizations = counted(len(project.organizations), "organization")
    result(f"{organizations} in {counted(sectors, 'sector')}, {counted(len(settings.periods), 'period')}")
    if assessment is not None:
        for period in settings.periods:
            result(_period_line(assessment, period.id, period.questionnaire))


def _period_line(assessment: Assessment, period: str, questionnaire: str) -> str:
    responses = assessment.responses[assessment.responses["period"] == period]
    sheets = responses.drop_duplicates(["organization", "score_type", "respondent"])
    types = ", ".join(f"{n} {kind}" for kind, n in sheets["score_type"].value_counts(sort=False).sort_index().items())
    files = sum(path.split("/")[1] == period for path in assessment.files)
    counts = responses["status"].value_counts()
    answers = (
        f"{counts.get('answered', 0)} answers, {counts.get('not_applicable', 0)} not applicable, "
        f"{counts.get('dont_know', 0)} don't know, {counts.get('missing', 0)} blank"
    )
    organizations = counted(responses["organization"].nunique(), "organization")
    sheets_read = f"{organizations}, {counted(files, 'file')}, sheets: {types or 'none'}"
    return f"  {period}: {questionnaire}, {sheets_read}; {answers}"


def overall(assessment: Assessment) -> None:
    """Print the overall score of each organization in each period, rounded for reading."""
    from oca.language import round_half_up

    periods = assessment.project.periods
    found = assessment.overall
    assessed = set(zip(*(assessment.scores[name] for name in ("organization", "period")), strict=True))
    width = max((len(one) for one in found.index), default=0)
    result(f"{'':{width}}  " + "  ".join(f"{period:>6}" for period in periods))
    for one, row in zip(found.index, found[periods].itertuples(index=False), strict=True):
        cells = [
            str(round_half_up(value, 2)) if value == value else "n/s" if (one, period) in assessed else "-"
            for period, value in zip(periods, row, strict=True)
        ]
        result(f"{one:{width}}  " + "  ".join(f"{cell:>6}" for cell in cells))
    result("- not assessed   n/s not scored: too few answers")


def paragraphs(texts: Iterable[str]) -> None:
    """Print paragraphs, folded to the width of a page; a heading begins with #."""
    for text in texts:
        heading = text.startswith("# ")
        result(f"\n{text[2:]}" if heading else textwrap.fill(text, PAGE))


def explanation(assessment: Assessment, organization: str, period: str, element: str) -> None:
    """Print how one score came about."""
    from oca.cli.explain import explained

    for line in explained(assessment, organization, period, element):
        result(line)


def received(folder: Path, path: Path, *, json: bool = False) -> Sequence[Finding]:
    """Print how one response file was understood, and return what is to be said of it."""
    from oca.cli.interpretation import told
    from oca.collection.interpretation import receive
    from oca.instrument.in_use import instruments_in_use
    from oca.project import load_project

    project = load_project(folder)
    understood = receive(project, instruments_in_use(project)[0], path)
    if json:
        findings_json(understood.findings)
        return understood.findings
    for line in told(understood):
        result(line)
    findings(understood.findings)
    return understood.findings


def reports(
    assessment: Assessment,
    folder: Path,
    request: Request,
    *,
    force: bool = False,
    workers: int | None = None,
    limit: float | None = None,
) -> BatchResult:
    """Write reports with a progress bar on a terminal; say which failed, who has none, and how many there are."""
    from oca.reporting.printing.batch import TIME_LIMIT, carry_out

    try:
        with _progress("Reports") as step:
            done = carry_out(
                assessment, folder, request, force=force, workers=workers, limit=limit or TIME_LIMIT, progress=step
            )
    except KeyboardInterrupt:
        talk(f"Stopped. What was ready is in {folder}; the same command prints the rest.")
        raise
    for failure in done.failed:
        older = ". The file of an earlier run is still there" if failure.job.path.exists() else ""
        talk(f"{failure.job.organization}: the report could not be made: {failure.message.rstrip('.')}{older}.")
    for line in left_out(done):
        talk(line)
    if not done.files and not done.failed:
        raise UsageError("So there is no report to write.")
    talk(how_many(len(done.files), len(done.unchanged), folder))
    return done


def left_out(done: BatchResult) -> list[str]:
    """Return the line that says who has no report; none where all have one."""
    return [f"Not assessed then, so without a report: {', '.join(done.skipped)}"] if done.skipped else []


def how_many(reports: int, unchanged: int, folder: Path) -> str:
    """Return the line that says how many reports there are, and how many of them were there before."""
    if unchanged == reports:
        before = ", as it was" if reports == 1 else ", all as they were" if reports else ""
    else:
        before = f", {unchanged} of them as before" if unchanged else ""
    return f"{counted(reports, 'report')} in {folder}{before}"


def cohort_report(
    assessment: Assessment,
    folder: Path,
    audience: Audience,
    *,
    language: str | None = None,
    format: Literal["pdf", "html"] = "pdf",  # noqa: A002 - the option's name
) -> None:
    """Write the report on all organizations together, and say where it is."""
    from oca.disclosure.release import in_words
    from oca.reporting.cohort import write_cohort_report

    language = language or assessment.project.settings.languages[0]
    path = folder / f"cohort-{audience}-{language}.{format}"
    done = write_cohort_report(assessment, path, audience=audience, language=language)
    if done.audit:
        for note in done.findings:
            talk(str(note))
        talk(in_words(done.audit))
    talk(f"The cohort report is in {path}.")


def training_schedule(assessment: Assessment, folder: Path, *, period: str | None = None, language: str = "en") -> None:
    """Schedule the trainings of a period, write workbook and calendar, and say what came out."""
    from oca.files import beside
    from oca.reporting.schedule import UNPROVEN, plan_trainings, write_calendar, write_schedule
    from oca.spreadsheet.seal import is_changed

    planned = plan_trainings(assessment, period, language)
    wanted, calendar = folder / f"schedule-{planned.period}.xlsx", folder / f"schedule-{planned.period}.ics"
    workbook = beside(wanted, is_changed)
    write_schedule(planned, workbook)
    write_calendar(planned, calendar)
    found = planned.schedule
    dated = [one for one in found.sessions if one.slot]
    served = len({pair.organization for pair in found.chosen})
    everybody = counted(len(planned.given.attendants), "organization")
    attendances = counted(len(found.chosen), "attendance")
    cost = planned.money(found.cost)
    talk(f"{counted(len(dated), 'session')}, {attendances}: {served} of {everybody} attend; cost {cost}.")
    if len(dated) < len(found.sessions):
        without = counted(len(found.sessions) - len(dated), "session")
        talk(f"{without} found no date: add slots, or look at the sheet of sessions.")
    if found.gap >= UNPROVEN:
        talk(f"The best that was found; another schedule could meet greater needs by {found.gap:.1%} at most.")
    talk(f"The schedule is in {workbook}, its calendar in {calendar}.")
    changed_since([wanted] if wanted != workbook else [])


def changed_since(paths: Sequence[Path]) -> None:
    """Say which workbooks were left as they are, because somebody changed them since they were made."""
    for path in paths:
        talk(f"{path.name} was changed since it was made, so it is left as it is; the new one is beside it.")


def kept_plans(paths: Sequence[Path]) -> None:
    """Say which plans were left as they are, because somebody wrote into them where they were made."""
    if paths:
        names = ", ".join(f"{path.parent.name}/{path.name}" for path in paths)
        talk(
            f"{names}: written into, so left as it is; the new plan is beside it. Put such plans into plans/<period>/."
        )


def everything(assessment: Assessment, folder: Path) -> bool:
    """Write tables, reports, plans, the schedule and the comparison; the last line says what to open."""
    from oca.reporting.comparison import write_comparison
    from oca.reporting.plans import kept, write_plans
    from oca.reporting.printing.request import Request
    from oca.reporting.tables.writing import write_tables

    if assessment.scores.empty:
        raise UsageError(
            "No organization was assessed in any period yet. Put the forms that came back into responses/."
        )
    write_tables(assessment, folder / "tables")
    talk(f"The tables are in {folder / 'tables'}.")
    language = assessment.project.settings.languages[0]
    workbook = folder / "comparison-internal.xlsx"
    write_comparison(assessment, workbook, audience="internal", language=language)
    plans = write_plans(assessment, folder / "plans")
    talk(f"{counted(len(plans), 'action plan')} in {folder / 'plans'}.")
    kept_plans(kept(assessment, folder / "plans", plans))
    impossible = _schedule_if_any(assessment, folder / "schedule", language)
    try:
        done = reports(assessment, folder / "reports", Request())
        cohort_report(assessment, folder / "reports", "internal")
    except PrintingUnavailable as missing:
        talk(f"{missing}\nSo the reports are written as HTML.")
        done = reports(assessment, folder / "reports", Request(format="html"))
        cohort_report(assessment, folder / "reports", "internal", format="html")
    first = next(iter(done.files), folder / "reports")
    if assessment.project.settings.synthetic:
        talk("All data of this project are synthetic.")
    result(f"Open {first} and {workbook}")
    if impossible:
        raise impossible
    return not done.failed


def _schedule_if_any(assessment: Assessment, folder: Path, language: str) -> InputError | None:
    """Write the schedule where there is one; what is asked for and cannot be comes back, so that all else is made."""
    if not (assessment.support.trainings and assessment.support.slots):
        return None
    try:
        training_schedule(assessment, folder, language=language)
    except UsageError as nothing:
        talk(f"There is no schedule of trainings. {nothing}")
    except InputError as impossible:
        return impossible
    return None


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int, object], None]]:
    """Show a progress bar on a terminal and nothing elsewhere; yield what is to be called after each step."""
    if not sys.stderr.isatty():
        yield lambda done, total, job: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total, job: bar.update(task, completed=done, total=total)
