"""The commands of `oca scheme`."""

from __future__ import annotations

from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, LangOption, ProjectOption

commands = typer.Typer(name="scheme", help="Say how answers become scores.", no_args_is_help=True)


@commands.callback()
def start() -> None:
    """Say how answers become scores."""


@commands.command()
def explain(
    scheme: Annotated[str | None, typer.Argument(help="Id of the scheme.", show_default="of the last period")] = None,
    project: ProjectOption = HERE,
    organization: Annotated[str | None, typer.Option(help="Whose score is worked out as the example.")] = None,
    lang: LangOption = None,
) -> None:
    """Say in words how a scheme turns answers into scores, with one score of the project worked out."""
    from oca.reporting.text.scheme_text import explained_scheme

    assessment = show.assess(project)
    language = assessment.project.language_of(lang)
    show.paragraphs(explained_scheme(assessment, scheme, language, organization))
