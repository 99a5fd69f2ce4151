"""The commands of `oca`. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import oca
from oca.cli import questionnaire, scheme, show
from oca.cli.options import (
    HERE,
    OUR_FAULT,
    WRONG_INPUT,
    WRONG_USE,
    JsonOption,
    LangOption,
    Organizations,
    PeriodOption,
    ProjectOption,
)
from oca.errors import InputError, OcaError, PrintingError, PrintingUnavailable, UsageError

app = typer.Typer(
    name="oca",
    help="Organizational capacity assessments: collect, score, track, report, compare.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(questionnaire.commands)
app.add_typer(scheme.commands)


class Audience(StrEnum):
    """Who an output is for."""

    internal = "internal"
    organization = "organization"
    public = "public"


class TableFormat(StrEnum):
    """What the tables are written as."""

    csv = "csv"
    parquet = "parquet"
    spss = "spss"
    stata = "stata"


class ReportFormat(StrEnum):
    """What a report is written as."""

    pdf = "pdf"
    html = "html"


class FormFormat(StrEnum):
    """What a form is written as."""

    workbook = "workbook"
    xlsform = "xlsform"
    web = "web"
    paper = "paper"


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
    found, assessment, findings = check_project(project)
    if json:
        show.findings_json(findings)
    else:
        show.summary(found, assessment)
        show.findings(findings)
    if errors(findings):
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
    from oca.reporting.tables import write_tables

    assessment = show.assess(project)
    if explain:
        show.explanation(assessment, *explain)
        return
    if json:
        show.frame_json(assessment.scores)
        return
    folder = output or project / "out" / "tables"
    write_tables(assessment, folder, format.value)
    show.overall(assessment)
    show.talk(f"The tables are in {folder}.")


@app.command()
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


@app.command()
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


@app.command()
def form(
    organizations: Organizations = None,
    project: ProjectOption = HERE,
    period: PeriodOption = None,
    lang: LangOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for the forms.")] = None,
    format: Annotated[  # noqa: A002 - the option's name
        FormFormat,
        typer.Option("--format", help="Excel; an XLSForm for Kobo and ODK; a page for a browser; PDF."),
    ] = FormFormat.workbook,
    blank: Annotated[bool, typer.Option("--blank", help="One form that leaves the organization open.")] = False,
    photos: Annotated[bool, typer.Option("--photos", help="The XLSForm asks for photos of evidence.")] = False,
    with_previous: Annotated[
        bool, typer.Option("--with-previous", help="Show last time's answers beside the new ones.")
    ] = False,
) -> None:
    """Make the forms of a period: for each organization its own, or one for all where the format serves all."""
    from oca.collection.forms.batch import FORMATS, order_forms
    from oca.project import load_project
    from oca.reporting.paperform import write_paper

    if with_previous and format in (FormFormat.xlsform, FormFormat.paper):
        raise UsageError(f"--with-previous cannot be shown with --format {format.value}; leave out one of the two.")
    if photos and format is not FormFormat.xlsform:
        raise UsageError("--photos is for an XLSForm only; write --format xlsform as well.")
    folder = output or project / "out" / "forms"
    order = order_forms(
        load_project(project),
        organizations,
        period=period,
        language=lang,
        blank=blank,
        photos=photos,
    )
    if with_previous:
        from oca.collection.previous import collect_previous

        order = replace(order, previous=collect_previous(order.project, order.period))
    paths = {**FORMATS, "paper": write_paper}[format.value](order, folder)
    show.talk(f"{len(paths)} {'form is' if len(paths) == 1 else 'forms are'} in {folder}.")


@app.command()
def run(
    project: ProjectOption = HERE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for everything.")] = None,
) -> None:
    """Do all of it: check, score, report, compare."""
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
    from oca.collection.people import make_key
    from oca.starting import make_project

    make_project(folder, name)
    make_key(folder)
    show.talk(f"The project is in {folder}. List your organizations in organizations.csv, then: oca form -p {folder}")


@app.command()
def key(project: ProjectOption = HERE) -> None:
    """Make the key by which names and addresses of respondents become pseudonyms; oca init does it too."""
    from oca.collection.people import make_key
    from oca.project import load_project

    path = make_key(load_project(project).folder)
    show.talk(f"The key is in {path}. Keep it with the project, and give it to nobody who receives results.")


def main() -> None:
    """Run the command line; a user's mistake ends in a message and an exit code, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
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
