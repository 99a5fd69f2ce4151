"""The options that mean the same in every command, and the exit codes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

OUR_FAULT, WRONG_USE, WRONG_INPUT = 1, 2, 3

ProjectOption = Annotated[Path, typer.Option("--project", "-p", help="The project folder.", show_default="this folder")]


def spoken(value: str | None) -> str | None:
    """Return the code of a language that was written in any case."""
    from oca.language import language_code

    return language_code(value) if value else value


LangOption = Annotated[
    str | None, typer.Option("--lang", callback=spoken, help="Language: en, bs, hr, sr-Latn or sr-Cyrl.")
]
PeriodOption = Annotated[str | None, typer.Option("--period", help="Id of the period, such as y5.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print for a machine to read.")]
Organizations = Annotated[list[str] | None, typer.Argument(help="Ids of organizations.", show_default="all")]
HERE = Path()


class Audience(StrEnum):
    """Who an output is for."""

    internal = "internal"
    organization = "organization"
    public = "public"
