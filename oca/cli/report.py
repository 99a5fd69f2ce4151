"""The command that prints reports."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, OUR_FAULT, LangOption, Organizations, PeriodOption, ProjectOption


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
) -> None:
    """Write the report of each organization, in its own language, for its latest period."""
    assessment = show.assess(project)
    folder = output or project / "out" / "reports"
    if not show.reports(
        assessment,
        folder,
        organizations,
        period=period,
        language=lang,
        format="html" if format is ReportFormat.html else "pdf",
    ):
        raise typer.Exit(OUR_FAULT)
