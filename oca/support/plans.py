"""Reading the plans that came back, `plans/<period>/<organization>.xlsx`: actions, and every wrong cell at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from oca.collection.loaders.form import META as FORM_SHEET
from oca.collection.loaders.unread_texts import unread_texts
from oca.collection.loaders.visibility import attached
from oca.collection.matching import Organizations
from oca.collection.stray_files import OPEN, is_folder_left_behind, is_left_behind, unrelated
from oca.errors import InputError
from oca.findings import Finding, Place, errors, finding, shorten, suggest
from oca.folders import content_of, fault, listed
from oca.instrument.questionnaire import Questionnaire
from oca.project import Project
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, is_workbook, read_workbook
from oca.support.plan_rows import ActionCells, PlanContext, action_of
from oca.support.plan_words import (
    COLUMNS,
    ELEMENT,
    LISTS,
    MADE_WITH,
    META,
    OWN,
    PROPOSED,
    digest_of_rows,
)
from oca.support.records import Action, Support, Training

FOLDER = "plans"

FORM = "a plan (oca plan)"
"""Into what a document is to be typed that lies among plans."""

MADE = Path("out", "plans")
"""Where `oca plan` and `oca run` put the plans of a project."""


def with_plans(
    support: Support, project: Project, questionnaires: Mapping[str, Questionnaire]
) -> tuple[Support, list[Finding]]:
    """Return the support side with the actions of every plan in the project folder, and what is to be said of them."""
    actions, findings = read_plans(project, questionnaires, support.trainings)
    return replace(support, actions=tuple(actions)), findings


def read_plans(
    project: Project, questionnaires: Mapping[str, Questionnaire], trainings: Iterable[Training] = ()
) -> tuple[list[Action], list[Finding]]:
    """Return the actions of every plan in the project folder, by period, organization and place in the plan.

    Args:
        project: the project.
        questionnaires: each version by its ref.
        trainings: what a plan can name as a training.
    """
    actions: list[Action] = []
    findings = [*_strays(project), *filled_in_out(project)]
    for period in project.periods:
        form = questionnaires[project.period(period).questionnaire]
        context = PlanContext(project, period, form, tuple(trainings), Organizations(project))
        came: dict[str, str] = {}
        for source, faults in _received(project, period):
            findings += faults
            if source is not None:
                read, faults = _plan(source, context, came)
                actions += read
                findings += faults
    order = {period: place for place, period in enumerate(project.periods)}
    return sorted(actions, key=lambda one: (order[one.period], one.organization, one.number)), findings


def _strays(project: Project) -> Iterator[Finding]:
    """Yield a finding for whatever lies in plans/ outside the folder of a period."""
    folder = project.folder / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() and not fault(folder, project.folder) else ():
        place = Place(path.relative_to(project.folder).as_posix())
        if path.name in project.periods:
            continue
        if path.is_dir() and not is_folder_left_behind(path):
            yield finding("period-unknown", place, period=path.name, suggestion=suggest(path.name, project.periods))
        elif path.is_file() and not is_left_behind(path) and not path.name.startswith(OPEN):
            yield unrelated(path, place.file, FORM) or finding("plan-stray", place)


def _received(project: Project, period: str) -> Iterator[tuple[Source | None, list[Finding]]]:
    """Yield each file in the folder of a period, or why it cannot be read."""
    files, faults = listed(project.folder / FOLDER / period, project.folder)
    yield None, faults
    for path in files:
        name = path.relative_to(project.folder).as_posix()
        if is_left_behind(path):
            continue
        if beside := unrelated(path, name, FORM):
            yield None, [beside]
            continue
        if path.name.startswith(OPEN):
            yield None, [finding("file-open", Place(name))]
            continue
        try:
            yield Source(name, content_of(path, name), project.settings.fallback_encoding), []
        except InputError as error:
            yield None, list(error.findings)


def _plan(source: Source, context: PlanContext, came: dict[str, str]) -> tuple[list[Action], list[Finding]]:
    """Return the actions of one plan, none where anything in it is wrong, and every finding."""
    try:
        if not is_workbook(source):
            return [], [finding("plan-identity", source.place())]
        grids = read_workbook(source)
    except InputError as error:
        return [], list(error.findings)
    if FORM_SHEET in grids:
        todo = f"Move it to responses/{context.period}/."
        return [], [finding("file-misplaced", source.place(), what="a form with answers", todo=todo)]
    facts = _facts(grids[META]) if META in grids else {}
    if not facts.get("organization"):
        return [], [finding("plan-identity", source.place())]
    findings = list(_whose(source, facts, context, came))
    headed = next(filter(None, map(_heading, grids.values())), None)
    if headed is None:
        return [], [*findings, finding("plan-heading", source.place())]
    grid, first, columns = headed
    rows = [
        ActionCells(source, grid, number, grid.at(number, 1), columns) for number in range(first, len(grid.cells) + 1)
    ]
    actions: list[Action] = []
    kept = set()
    for row in rows:
        action, faults = action_of(row, facts, context, len(actions) + 1)
        findings += faults
        if action or faults:
            kept.add(row.element)
        if action:
            actions.append(action)
    findings += [*_vanished(source, facts, kept), *_unread(source, grids, grid, rows)]
    return ([] if errors(findings) else actions), findings


def is_filled(path: Path) -> bool:
    """Say whether a plan holds anything else than what it was made with, or cannot be read; then it is not replaced."""
    try:
        grids = read_workbook(Source(path.name, content_of(path, path.name)))
        facts = _facts(grids[META])
        headed = next(filter(None, map(_heading, grids.values())))
    except (InputError, OSError, KeyError, StopIteration):
        return True
    grid, first, columns = headed
    places = [1, *(columns[name] for name in COLUMNS)]
    rows = [[grid.at(number, place) for place in places] for number in range(first, len(grid.cells) + 1)]
    return facts.get(MADE_WITH) != digest_of_rows(rows)


def filled_in_out(project: Project) -> Iterator[Finding]:
    """Yield a finding for each plan with entries that lies where it was made, and is therefore not followed."""
    folder = project.folder / MADE
    for path in sorted(folder.glob("*/*.xlsx")) if folder.is_dir() else ():
        if not path.name.startswith(OPEN) and is_filled(path):
            yield finding("plan-in-out", Place(path.relative_to(project.folder).as_posix()), period=path.parent.name)


def _facts(grid: SheetGrid) -> dict[str, str]:
    return {grid.at(row, 1): grid.at(row, 2) for row in range(1, len(grid.cells) + 1) if grid.at(row, 1)}


def _whose(source: Source, facts: Mapping[str, str], context: PlanContext, came: dict[str, str]) -> Iterator[Finding]:
    """Yield where a plan lies in the wrong folder, under the name of another organization, or a second time."""
    organization, period = facts["organization"], facts.get("period", "")
    if organization not in {one.id for one in context.project.organizations}:
        hint = context.organizations.nearest(organization)
        yield finding("organization-unknown", source.place(), found=organization, suggestion=hint)
    if period != context.period:
        yield finding("period-contradiction", source.place(), found=period or "none", folder=context.period)
    named = context.organizations.find(source.name.rpartition("/")[2].rpartition(".")[0])
    if named and named != organization:
        yield finding("plan-of-another", source.place(), found=organization, named=named)
    if organization in came:
        yield finding("plan-twice", source.place(), organization=organization, other=came[organization])
    came.setdefault(organization, source.name)


def _heading(grid: SheetGrid) -> tuple[SheetGrid, int, dict[str, int]] | None:
    """Return a sheet with its first row of actions and the column of each name; None where it has no such heading."""
    for number, cells in enumerate(grid.cells, start=1):
        if cells and cells[0] == ELEMENT:
            columns = {name: place for place, name in enumerate(cells, start=1) if name in COLUMNS}
            return (grid, number + 1, columns) if set(columns) == set(COLUMNS) else None
    return None


def _unread(
    source: Source, grids: Mapping[str, SheetGrid], table: SheetGrid, rows: Iterable[ActionCells]
) -> Iterator[Finding]:
    """Yield what was written where nothing is read: beside the table, on sheets that were added, on notes of cells."""
    beside = {
        (number, column): text
        for number, cells in enumerate(table.cells, start=1)
        for column, text in enumerate(cells, start=1)
        if column > len(COLUMNS) + 1 and text
    }
    beside |= {(row.number, row.columns["now"]): row.cell("now") for row in rows if row.element in ("", OWN)}
    found = [(row, column, text) for (row, column), text in sorted(beside.items()) if text]
    yield from unread_texts(source, table, found)
    for grid in grids.values():
        yield from attached(source, grid)
        if grid is not table and grid.name not in (META, LISTS) and any(map(any, grid.cells)):
            yield finding("sheet-unread", source.place(grid.name))


def _vanished(source: Source, facts: Mapping[str, str], kept: Collection[str]) -> Iterator[Finding]:
    """Yield what was proposed and is not in the plan any more; it is never put back."""
    proposed = [key.removeprefix(PROPOSED) for key in facts if key.startswith(PROPOSED)]
    gone = [one for one in proposed if one not in kept]
    if gone:
        named = {"organization": facts["organization"], "count": len(gone), "of": len(proposed)}
        yield finding("plan-rows-gone", source.place(), elements=shorten(gone), **named)
