"""The commands that compare groups of organizations."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, Audience, LangOption, ProjectOption


class ComparisonFormat(StrEnum):
    """What the comparison is written as."""

    xlsx = "xlsx"
    csv = "csv"
    parquet = "parquet"
    html = "html"


SUFFIXES = {
    ComparisonFormat.xlsx: ".xlsx",
    ComparisonFormat.csv: "-csv",
    ComparisonFormat.parquet: "-parquet",
    ComparisonFormat.html: ".html",
}
"""How the usual name of the file ends, or of the folder."""


def compare(
    project: ProjectOption = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file or folder to write.")] = None,
    audience: Annotated[Audience, typer.Option("--audience", help="Who it is for.")] = Audience.internal,
    by: Annotated[str | None, typer.Option("--by", help="Column of the register, such as sector or cluster.")] = None,
    lang: LangOption = None,
    format: Annotated[  # noqa: A002 - the option's name
        ComparisonFormat, typer.Option("--format", help="Excel; a folder of tidy tables; a page for a browser.")
    ] = ComparisonFormat.xlsx,
) -> None:
    """Compare groups of organizations: in an Excel workbook, tidy tables or a page."""
    from oca.reporting.workbook import write_comparison

    assessment = show.assess(project)
    path = output or project / "out" / f"comparison-{audience.value}{SUFFIXES[format]}"
    language = lang or assessment.project.settings.languages[0]
    write_comparison(assessment, path, format=format.value, audience=audience.value, by=by, language=language)
    show.talk(f"The comparison is in {path}.")
