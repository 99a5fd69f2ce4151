"""The commands of `oca`. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import oca
from oca.cli import compare, form, plan, questionnaire, register, report, schedule, scheme, show
from oca.cli.options import (
    HERE,
    OUR_FAULT,
    WRONG_INPUT,
    WRONG_USE,
    JsonOption,
    ProjectOption,
)
from oca.cli.streams import standard_streams
from oca.errors import InputError, OcaError, PrintingError, PrintingUnavailable

app = typer.Typer(
    name="oca",
    help="Organizational capacity assessments: collect, score, track, report, compare.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(questionnaire.commands)
app.add_typer(scheme.commands)


class TableFormat(StrEnum):
    """What the tables are written as."""

    csv = "csv"
    parquet = "parquet"
    spss = "spss"
    stata = "stata"


def version_asked(value: bool) -> None:
    """Print the version and stop."""
    if value:
        typer.echo(f"oca {oca.__version__}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[bool, typer.Option("--version", callback=version_asked, is_eager=True, help="Version.")] = False,
) -> None:
    """Organizational capacity assessments: collect, score, track, report, compare."""


@app.command()
def check(
    project: ProjectOption = HERE,
    explain: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Show how one response file was understood, column by column."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Say what was found in the project folder, and everything that is wrong with it. Writes nothing."""
    from oca.assessment import check as check_project
    from oca.findings import errors

    if explain:
        if errors(show.received(project, explain, json=json)):
            raise typer.Exit(WRONG_INPUT)
        return
    found = check_project(project)
    if json:
        show.findings_json(found.findings)
    else:
        show.summary(found.project, found.assessment)
        show.findings(found.findings)
    if not found.passed:
        raise typer.Exit(WRONG_INPUT)


@app.command()
def score(
    project: ProjectOption = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for the tables.")] = None,
    explain: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="ORGANIZATION PERIOD ELEMENT", help="Show how one score came about, and write nothing."),
    ] = None,
    format: Annotated[TableFormat, typer.Option("--format", help="What the tables are written as.")] = TableFormat.csv,  # noqa: A002 - the option's name
    json: JsonOption = False,
) -> None:
    """Score every organization in every period; write the tidy tables, and show the overall scores."""
    from oca.reporting.tables.writing import write_tables

    assessment = show.assess(project)
    if explain:
        show.explanation(assessment, *explain)
        return
    if json:
        show.frame_json(assessment.scores)
        return
    folder = output or project / "out" / "tables"
    write_tables(assessment, folder, format=format.value)
    show.overall(assessment)
    show.talk(f"The tables are in {folder}.")


app.command()(report.report)
app.command()(compare.compare)
app.command()(compare.disclose)
app.command()(form.form)
app.command()(plan.plan)
app.command()(schedule.schedule)
app.command()(register.register)


@app.command()
def run(
    project: ProjectOption = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for everything.")] = None,
) -> None:
    """Do all of it: check, score, report, plan, compare."""
    if not show.everything(show.assess(project), output or project / "out"):
        raise typer.Exit(OUR_FAULT)


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the results.")] = Path("out/demo"),
) -> None:
    """Run the shipped example: 22 invented organizations, five years. All its data are synthetic."""
    from oca.content import shipped

    if not show.everything(show.assess(shipped("examples") / "cssp"), output):
        raise typer.Exit(OUR_FAULT)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must be empty or new.")],
    name: Annotated[str, typer.Option("--name", help="The project's name.")] = "Capacity assessment",
) -> None:
    """Make a new project folder, ready for your organizations."""
    from oca.collection.pseudonyms import make_key
    from oca.starting import make_project

    make_project(folder, name)
    make_key(folder)
    show.talk(f"The project is in {folder}. List your organizations in organizations.csv, then: oca form -p {folder}")


@app.command()
def key(project: ProjectOption = HERE) -> None:
    """Make the key by which names and addresses of respondents become pseudonyms; oca init does it too."""
    from oca.collection.pseudonyms import make_key
    from oca.project import load_project

    path = make_key(load_project(project).folder)
    show.talk(f"The key is in {path}. Keep it with the project, and give it to nobody who receives results.")


def main() -> None:
    """Run the command line; a user's mistake ends in a message and an exit code, never in a traceback."""
    with standard_streams():
        _run_command()


def _run_command() -> None:
    try:
        app()
    except InputError as error:
        show.findings(error.findings)
        sys.exit(WRONG_INPUT)
    except PrintingUnavailable as error:
        show.talk(str(error))
        sys.exit(WRONG_USE)
    except PrintingError as error:
        show.talk(str(error))
        sys.exit(OUR_FAULT)
    except OcaError as error:
        show.talk(str(error))
        sys.exit(WRONG_USE)
