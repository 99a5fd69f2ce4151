"""What the commands show: findings, summaries, progress. Results to standard output, talk to standard error."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from oca.errors import InputError
from oca.findings import Finding, count_findings, counted, errors, gathered

if TYPE_CHECKING:
    import pandas as pd

    from oca.assessment import Assessment
    from oca.project import Project


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


def changed_since(paths: Sequence[Path]) -> None:
    """Say which workbooks were left as they are, because somebody changed them since they were made."""
    from oca.spreadsheet.seal import left_alone

    for path in paths:
        talk(left_alone(path))


def everything(assessment: Assessment, folder: Path) -> bool:
    """Write tables, reports, plans, the schedule and the comparison; the last line says what to open."""
    from oca.reporting.run import run

    done = run(assessment, folder, tell=talk, watch=progress)
    result(f"Open {done.first} and {done.comparison}")
    if done.findings:
        raise InputError(done.findings)
    return not done.reports.failed


@contextmanager
def progress() -> Iterator[Callable[[int, int, object], None]]:
    """Show a progress bar on a terminal and nothing elsewhere; yield what is to be called after each report."""
    if not sys.stderr.isatty():
        yield lambda done, total, job: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reports", total=None)
        yield lambda done, total, job: bar.update(task, completed=done, total=total)
