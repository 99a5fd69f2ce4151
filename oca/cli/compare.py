"""The commands that compare groups of organizations."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, WRONG_INPUT, Audience, LangOption, ProjectOption


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
    by: Annotated[
        list[str] | None, typer.Option("--by", help="Column of the register, such as sector; twice to cross two.")
    ] = None,
    lang: LangOption = None,
    remember: Annotated[
        bool, typer.Option(help="Add what is given out to published/, for the audit of what follows.")
    ] = True,
    format: Annotated[  # noqa: A002 - the option's name
        ComparisonFormat, typer.Option("--format", help="Excel; a folder of tidy tables; a page for a browser.")
    ] = ComparisonFormat.xlsx,
) -> None:
    """Compare groups of organizations: in an Excel workbook, tidy tables or a page."""
    from oca.comparison.grouping import TIMES
    from oca.disclosure.release import in_words
    from oca.reporting.comparison import write_comparison

    assessment = show.assess(project)
    path = output or project / "out" / f"comparison-{audience.value}{SUFFIXES[format]}"
    language = assessment.project.language_of(lang)
    done = write_comparison(
        assessment,
        path,
        format=format.value,
        audience=audience.value,
        by=TIMES.join(by) if by else None,
        language=language,
        remembering=remember,
    )
    for note in done.findings:
        show.talk(str(note))
    if done.audit:
        show.talk(in_words(done.audit))
    show.talk(f"The comparison is in {path}.")


def disclose(
    file: Annotated[Path, typer.Argument(help="A workbook that oca compare wrote, or a CSV of its Comparison sheet.")],
    project: ProjectOption = HERE,
    insiders: Annotated[int, typer.Option(min=0, max=2, help="How many organizations share what they know.")] = 1,
) -> None:
    """Attack a published comparison, and say how closely it narrows the scores of one organization down.

    With two insiders the result is told and fails nothing.
    """
    from oca.disclosure.published_file import attack_file
    from oca.disclosure.release import in_words

    found = attack_file(show.assess(project), file, insiders=insiders)
    show.result(in_words(found))
    if not found.passed and insiders < 2:
        raise typer.Exit(WRONG_INPUT)
