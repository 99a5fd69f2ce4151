"""The command that prints reports."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, OUR_FAULT, Audience, LangOption, Organizations, PeriodOption, ProjectOption


class ReportFormat(StrEnum):
    """What a report is written as."""

    pdf = "pdf"
    html = "html"


def report(
    organizations: Organizations = None,
    project: ProjectOption = HERE,
    period: PeriodOption = None,
    lang: LangOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for the reports.")] = None,
    format: Annotated[ReportFormat, typer.Option("--format", help="Printed or for a browser.")] = ReportFormat.pdf,  # noqa: A002 - the option's name
    cohort: Annotated[bool, typer.Option("--cohort", help="One report on all organizations together.")] = False,
    audience: Annotated[Audience, typer.Option("--audience", help="Of --cohort: who it is for.")] = Audience.internal,
) -> None:
    """Write the report of each organization, in its own language, for its latest period."""
    if cohort and (organizations or period):
        raise typer.BadParameter("The cohort report is on all organizations, for the last assessed period.")
    if audience is not Audience.internal and not cohort:
        raise typer.BadParameter("--audience goes with --cohort; an organization's report is for the organization.")
    assessment = show.assess(project)
    folder = output or project / "out" / "reports"
    if cohort:
        show.cohort_report(assessment, folder, audience.value, language=lang, format=format.value)
        return
    if not show.reports(
        assessment,
        folder,
        organizations,
        period=period,
        language=lang,
        format="html" if format is ReportFormat.html else "pdf",
    ):
        raise typer.Exit(OUR_FAULT)
