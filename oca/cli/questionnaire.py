"""The commands of `oca questionnaire`: a questionnaire is written, translated, checked and revised."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show, show_questionnaire
from oca.cli.options import HERE, WRONG_INPUT, JsonOption, ProjectOption, spoken
from oca.findings import counted

commands = typer.Typer(
    name="questionnaire",
    help="Write, translate, check and revise questionnaires, in Excel or in YAML.",
    no_args_is_help=True,
)

Version = Annotated[str, typer.Argument(help="Such as cssp-oca/2, or a file: YAML or a workbook.")]
TextLang = Annotated[
    str, typer.Option("--lang", callback=spoken, help="Language of the texts.", show_default="the source language")
]


@commands.command("list")
def list_(project: ProjectOption = HERE, json: JsonOption = False) -> None:
    """List every questionnaire that is found, shipped or the project's own, and the periods that use it."""
    from oca.authoring.check import shelf

    (show.plain_json if json else show_questionnaire.shelf)(shelf(project))


@commands.command("show")
def show_(ref: Version, project: ProjectOption = HERE, lang: TextLang = "", json: JsonOption = False) -> None:
    """Show a questionnaire in reading order."""
    from oca.authoring.importing import find
    from oca.authoring.reading_order import reading_order

    shown = reading_order(find(ref, project), lang)
    (show.plain_json if json else show_questionnaire.reading)(shown)


@commands.command()
def check(
    ref: Annotated[str, typer.Argument(metavar="[REF]", help="Such as cssp-oca/2.", show_default="all")] = "",
    project: ProjectOption = HERE,
    json: JsonOption = False,
) -> None:
    """Say what is wrong or unfinished: structure, mapping, and the texts in each language. Writes nothing."""
    from oca.authoring.check import check_questionnaires
    from oca.findings import errors

    checked = check_questionnaires(project, ref)
    (show_questionnaire.checked_json if json else show_questionnaire.checked)(checked)
    if errors(checked.findings):
        raise typer.Exit(WRONG_INPUT)


@commands.command()
def diff(
    earlier: Version, later: Version, project: ProjectOption = HERE, lang: TextLang = "", json: JsonOption = False
) -> None:
    """Show what differs between two versions, and what that does to comparing years."""
    from oca.authoring.differences import difference
    from oca.authoring.importing import chain, find

    new = find(later, project)
    found = difference(find(earlier, project), new, chain(new, project), lang)
    (show_questionnaire.difference_json if json else show_questionnaire.difference)(found)


@commands.command()
def new(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of the questionnaire.")],  # noqa: A002 - its name
    source: Annotated[str, typer.Option("--from", help="Begin from this one, such as cssp-oca/2.")] = "",
    project: ProjectOption = HERE,
) -> None:
    """Begin a questionnaire in the project: a small one, or the next version of one that is there."""
    from oca.authoring.draft import start

    for path in start(id, project, source=source):
        show.result(str(path))


@commands.command("to-xlsx")
def to_xlsx(
    ref: Version,
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write.")],
    project: ProjectOption = HERE,
    lang: Annotated[str, typer.Option("--lang", callback=spoken, help="A translator's copy for this language.")] = "",
) -> None:
    """Write a questionnaire into a workbook, to be changed in Excel; with --lang, a copy for a translator."""
    from oca.authoring.book import is_changed
    from oca.authoring.importing import find
    from oca.authoring.schemes import schemes_of
    from oca.authoring.workbook import write_workbook
    from oca.files import beside

    path, found = beside(output, is_changed), find(ref, project)
    schemes = [one.scheme for one in schemes_of(found.structure.id, project)]
    write_workbook(found, path, language=lang, schemes=schemes)
    if path != output:
        show.talk(f"{output} holds something else than it was made with, so it is left as it is.")
    show.talk(f"The workbook is {path}. Its first sheet says how to work with it.")


@commands.command("from-xlsx")
def from_xlsx(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook.")],
    project: ProjectOption = HERE,
    write: Annotated[bool, typer.Option("--write", help="Write the files without asking.")] = False,
    new_version: Annotated[str, typer.Option("--new-version", help="Make this version of it, such as 3.")] = "",
    every_line: Annotated[bool, typer.Option("--all", help="Show every text that changes, however many.")] = False,
) -> None:
    """Read a workbook back: show what would change, and write it with --write, or when a person says yes."""
    from oca.authoring.plan import plan_workbook

    plan = plan_workbook(file, project, new_version=new_version)
    show_questionnaire.plan(plan, every_line=every_line)
    if plan.files and (write or show_questionnaire.agreed()):
        plan.write()
        show.talk(f"{counted(len(plan.files), 'file')} written.")


@commands.command("json-schema")
def json_schema(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the schemas.")] = Path("schemas"),
) -> None:
    """Write the JSON Schemas by which an editor completes and checks the YAML files."""
    from oca.authoring.schema import write_schemas

    for path in write_schemas(output):
        show.result(str(path))
