"""The command that prints reports."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, OUR_FAULT, Audience, LangOption, Organizations, PeriodOption, ProjectOption
from oca.errors import UsageError


class ReportFormat(StrEnum):
    """What a report is written as."""

    pdf = "pdf"
    html = "html"


class ReportKind(StrEnum):
    """How long a report is."""

    full = "full"
    brief = "brief"


def report(
    organizations: Organizations = None,
    project: ProjectOption = HERE,
    period: PeriodOption = None,
    lang: LangOption = None,
    audience: Annotated[
        Audience | None,
        typer.Option("--audience", help="Who the reports are for.", show_default="organization; of --cohort: internal"),
    ] = None,
    kind: Annotated[ReportKind, typer.Option("--kind", help="The whole report, or two pages.")] = ReportKind.full,
    format: Annotated[ReportFormat, typer.Option("--format", help="Printed or for a browser.")] = ReportFormat.pdf,  # noqa: A002 - the option's name
    cohort: Annotated[bool, typer.Option("--cohort", help="One report on all organizations together.")] = False,
    annex: Annotated[bool, typer.Option("--annex", help="List every answer at the end.")] = False,
    archive: Annotated[bool, typer.Option("--archive", help="PDF/A-2a as well as PDF/UA-1, for archives.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Print also what did not change.")] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes at once.", show_default="processors, up to 4")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", min=1, help="Seconds for one report.", show_default="60")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for the reports.")] = None,
) -> None:
    """Write the report of each organization, in its own language, for its latest period; what did not change stays."""
    from oca.reporting.printing.request import Request, carried_out, how_many, inputs_of, keep

    folder = output or project / "out" / "reports"
    if cohort:
        if organizations or period or kind is not ReportKind.full or annex or archive:
            raise UsageError("--cohort is one report on all: leave out ids, --period, --kind, --annex, --archive.")
        audience = audience or Audience.internal
        from oca.reporting.run import cohort_report

        assessment = show.assess(project)
        cohort_report(assessment, folder, audience.value, language=lang, format=format.value, tell=show.talk)
        return
    audience = audience or Audience.organization
    asked = Request(tuple(organizations or ()), period, lang, kind.value, audience.value, format.value, annex, archive)
    inputs = inputs_of(project, folder)
    before = None if force else carried_out(folder, asked, inputs)
    if before:
        for line in (*before.said, how_many(before.reports, before.reports, folder)):
            show.talk(line)
        return
    from oca.reporting.run import left_out, reports

    assessment, speed = show.assess(project), (force, workers, time_limit)
    done = reports(assessment, folder, asked, *speed, tell=show.talk, watch=show.progress)
    if done.failed:
        raise typer.Exit(OUR_FAULT)
    keep(folder, asked, inputs, done.files, [*show.remarks(assessment), *left_out(done)])
