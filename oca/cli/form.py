"""The command that makes blank forms."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, LangOption, Organizations, PeriodOption, ProjectOption
from oca.errors import UsageError


class FormFormat(StrEnum):
    """What a form is written as."""

    workbook = "workbook"
    xlsform = "xlsform"
    web = "web"
    paper = "paper"


class ProjectFile(StrEnum):
    """A file of the project folder that can be made blank."""

    organizations = "organizations"
    trainers = "trainers"
    trainings = "trainings"
    sessions = "sessions"
    participation = "participation"
    assistance = "assistance"
    campaigns = "campaigns"
    coalitions = "coalitions"
    slots = "slots"
    decisions = "decisions"


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
    file: Annotated[
        ProjectFile | None,
        typer.Option("--file", help="Make a blank file of the project folder in Excel: trainings, sessions ..."),
    ] = None,
) -> None:
    """Make the forms of a period: for each organization its own, or one for all where the format serves all."""
    from oca.collection.forms.batch import FORMATS, kept, order_forms
    from oca.project import load_project
    from oca.reporting.paper_form import write_paper

    if with_previous and format in (FormFormat.xlsform, FormFormat.paper):
        raise UsageError(f"--with-previous cannot be shown with --format {format.value}; leave out one of the two.")
    if photos and format is not FormFormat.xlsform:
        raise UsageError("--photos is for an XLSForm only; write --format xlsform as well.")
    folder = output or project / "out" / "forms"
    if file:
        show.talk(f"The blank file is {_blank_file(project, file.value, folder)}.")
        return
    order = order_forms(
        load_project(project),
        organizations,
        period=period,
        language=lang,
        blank=blank,
        photos=photos,
    )
    if with_previous:
        from oca.collection.previous_answers import collect_previous

        order = replace(order, previous=collect_previous(order.project, order.period))
    paths = {**FORMATS, "paper": write_paper}[format.value](order, folder)
    show.talk(f"{len(paths)} {'form is' if len(paths) == 1 else 'forms are'} in {folder}.")
    stayed = kept(order, folder, paths)
    if stayed and format is FormFormat.xlsform:
        show.changed_since(stayed)
    elif stayed:
        show.talk(
            f"{', '.join(path.name for path in stayed)}: changed since it was made, so left as it is; "
            f"the new form is beside it. Put filled forms into responses/{order.period.id}/."
        )


def _blank_file(folder: Path, name: str, output: Path) -> Path:
    """Write a blank file of the project folder."""
    from oca.files import beside
    from oca.instrument.in_use import instruments_in_use
    from oca.project import load_project
    from oca.spreadsheet.seal import is_changed
    from oca.support.form import choices_of, support_file, write_blank
    from oca.support.reading import read_support
    from oca.support.records import Support

    first = name == ProjectFile.organizations.value
    project = load_project(folder, with_register=not first)
    questionnaires = instruments_in_use(project)[0]
    support = Support() if first else read_support(project, questionnaires)[0]
    choices = choices_of(project, questionnaires, support)
    wanted = output / f"{name}.xlsx"
    path = beside(wanted, is_changed)
    write_blank(support_file(name), choices, project, path)
    show.changed_since([wanted] if wanted != path else [])
    return path
