"""The commands that look things up in a project's register, and make its public page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, JsonOption, LangOption, ProjectOption


class Listed(StrEnum):
    """What can be listed."""

    organizations = "organizations"
    trainers = "trainers"
    trainings = "trainings"
    sessions = "sessions"
    campaigns = "campaigns"
    coalitions = "coalitions"


def register(
    what: Annotated[Listed, typer.Argument(help="What to list.")] = Listed.organizations,
    project: ProjectOption = HERE,
    sector: Annotated[str, typer.Option("--sector", help="Id of a sector.")] = "",
    topic: Annotated[str, typer.Option("--topic", help="Id of a dimension or item.")] = "",
    region: Annotated[str, typer.Option("--region", help="Region, as the register writes it.")] = "",
    speaks: Annotated[str, typer.Option("--language", help="Language of the organization or trainer.")] = "",
    text: Annotated[str, typer.Option("--text", help="A word anywhere in the row, in either script.")] = "",
    lang: LangOption = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the public page instead: those who agreed to be named."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Find organizations, trainers, trainings, sessions, campaigns and coalitions; or make the public page."""
    from oca.language import language_code
    from oca.reporting.register import Query, find, write_register_page

    assessment = show.assess(project)
    language = assessment.project.language_of(lang)
    if html:
        write_register_page(assessment, html, language=language)
        show.talk(f"The public page is {html}. It names only organizations that agreed to it.")
        return
    asked = Query(sector, topic, region, language_code(speaks) if speaks else "", text)
    found = find(assessment, what.value, asked, language)
    if json:
        show.plain_json([dict(one.shown) for one in found])
        return
    for one in found:
        identity, named, *others = [(name, cell) for name, cell in one.shown.items() if cell]
        show.result(f"{identity[1]}  {named[1]}")
        show.result("    " + " | ".join(f"{name}: {cell}" for name, cell in others))
    show.talk(f"{len(found)} of {what.value}")
