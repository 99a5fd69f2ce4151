"""The commands that compare groups of organizations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, Audience, LangOption, ProjectOption


def compare(
    project: ProjectOption = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The workbook to write.")] = None,
    audience: Annotated[Audience, typer.Option("--audience", help="Who it is for.")] = Audience.internal,
    by: Annotated[str | None, typer.Option("--by", help="Column of the register, such as sector or cluster.")] = None,
    lang: LangOption = None,
) -> None:
    """Compare groups of organizations in an Excel workbook."""
    from oca.reporting.workbook import write_comparison_workbook

    assessment = show.assess(project)
    path = output or project / "out" / f"comparison-{audience.value}.xlsx"
    language = lang or assessment.project.settings.languages[0]
    write_comparison_workbook(assessment, path, audience=audience.value, by=by, language=language)
    show.talk(f"The comparison is in {path}.")
