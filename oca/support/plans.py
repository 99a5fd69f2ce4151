"""Reading the plans that came back, `plans/<period>/<organization>.xlsx`: actions, and every wrong cell at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from oca.collection.loaders.form import META as FORM_SHEET
from oca.collection.matching import Organizations
from oca.collection.stray_files import OPEN, is_folder_left_behind, is_left_behind, unrelated
from oca.entry import as_day
from oca.errors import InputError
from oca.findings import Finding, Place, errors, finding, shorten, suggest
from oca.folders import content_of, fault, listed
from oca.instrument.questionnaire import Questionnaire
from oca.language import SOURCE, Words, find_language, for_matching, without_unseen, words
from oca.project import Project
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, is_workbook, letters, read_workbook
from oca.support.plan_words import (
    COLUMNS,
    ELEMENT,
    MADE_WITH,
    META,
    OWN,
    PROPOSED,
    as_flag,
    digest_of_rows,
    status_meant,
    status_words,
)
from oca.support.records import Action, ActionStatus, Support, Training

FOLDER = "plans"

FORM = "a plan (oca plan)"
"""Into what a document is to be typed that lies among plans."""

MADE = Path("out", "plans")
"""Where `oca plan` and `oca run` put the plans of a project."""

_WRITTEN = tuple(name for name in COLUMNS if name not in ("item", "now"))
"""What a person writes into the row of a proposal."""


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
        context = _Context(project, period, form, tuple(trainings), Organizations(project))
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


@dataclass(frozen=True)
class _Context:
    """What is needed to read the plans of a period."""

    project: Project
    period: str
    form: Questionnaire
    trainings: tuple[Training, ...]
    organizations: Organizations

    def element(self, typed: str) -> str | None:
        """Return the id of the item or dimension that is meant, by its id or its title in any language."""
        known = [*self.form.dimension_ids, *self.form.item_ids]
        return _by_id(typed, known) or self.titles.get(for_matching(typed))

    @property
    def titles(self) -> dict[str, str]:
        """Every item and dimension by its title in each language; of two that are alike, the item."""
        form = self.form
        found = {}
        for language in form.words:
            for one in form.dimension_ids:
                found[for_matching(form.dimension_text(one, language).title)] = one
            for one in form.item_ids:
                found[for_matching(form.item_text(one, language).title)] = one
        return found

    def training(self, typed: str) -> str | None:
        """Return the id of the training that is meant, by its id or its title in any language."""
        titles = {for_matching(title): one.id for one in self.trainings for title in one.title.values()}
        return _by_id(typed, [one.id for one in self.trainings]) or titles.get(for_matching(typed))


def _by_id(typed: str, known: Iterable[str]) -> str | None:
    """Return the id that a text is, or that stands in brackets at its end."""
    wanted = without_unseen(typed).strip()
    inside = wanted.rpartition("(")[2].removesuffix(")") if wanted.endswith(")") else wanted
    return next((one for one in known if one in (wanted, inside)), None)


@dataclass(frozen=True)
class _Row:
    """One row of a plan, every cell as text.

    Attributes:
        source: the file.
        grid: the sheet.
        number: the row, from 1.
        element: what its hidden first cell says.
        columns: the column of each name.
    """

    source: Source
    grid: SheetGrid
    number: int
    element: str
    columns: Mapping[str, int]

    def cell(self, name: str) -> str:
        """Return what stands in a column."""
        return self.grid.at(self.number, self.columns.get(name, 0)).strip()

    def coordinate(self, name: str) -> str:
        """Return the cell's name, such as F14."""
        return f"{letters(self.columns.get(name, 0))}{self.number}"

    def place(self, name: str) -> Place:
        """Return the cell's place."""
        return self.source.place(self.grid.name, self.number, letters(self.columns.get(name, 0)))


def _plan(source: Source, context: _Context, came: dict[str, str]) -> tuple[list[Action], list[Finding]]:
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
    rows = [_Row(source, grid, number, grid.at(number, 1), columns) for number in range(first, len(grid.cells) + 1)]
    actions: list[Action] = []
    kept = set()
    for row in rows:
        action, faults = _action(row, facts, context, len(actions) + 1)
        findings += faults
        if action or faults:
            kept.add(row.element)
        if action:
            actions.append(action)
    findings += _vanished(source, facts, kept)
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


def _whose(source: Source, facts: Mapping[str, str], context: _Context, came: dict[str, str]) -> Iterator[Finding]:
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


def _action(row: _Row, facts: Mapping[str, str], context: _Context, number: int) -> tuple[Action | None, list[Finding]]:
    """Return what one row says; None for a row without an action."""
    own = row.element in ("", OWN)
    names = (*_WRITTEN, "item") if own else _WRITTEN
    faults = list(_no_values(row, names))
    if faults:
        return None, faults
    if not row.cell("action"):
        started = status_meant(row.cell("status")) != "not_started"
        typed = names if own else ("priority", "owner", "deadline", "support", "remark")
        if started or any(row.cell(name) for name in typed if name not in ("action", "status")):
            return None, [finding("cell-empty", row.place("action"), column="what will be done")]
        return None, []
    element = _element(row, context, faults) if own else row.element
    if not own and row.element not in {*context.form.item_ids, *context.form.dimension_ids}:
        hint = suggest(row.element, context.form.item_ids)
        named = {"item": row.element, "questionnaire": context.form.ref, "suggestion": hint}
        faults.append(finding("item-unknown", row.place("item"), **named))
    action = Action(
        organization=facts["organization"],
        period=context.period,
        number=number,
        element=element,
        text=row.cell("action"),
        owner=row.cell("owner"),
        deadline=_deadline(row, context, faults),
        training=_training(row, context, faults),
        support=row.cell("support"),
        indicator=row.cell("indicator"),
        status=_status(row, facts, faults),
        remark=row.cell("remark"),
        priority=_priority(row, facts, faults),
        proposed=not own and row.cell("action") == facts.get(f"{PROPOSED}{row.element}", "").strip(),
    )
    return action, faults


def _no_values(row: _Row, names: Iterable[str]) -> Iterator[Finding]:
    """Yield each cell that holds no plain value: a formula, or an error of Excel."""
    for name in names:
        cell = row.coordinate(name)
        if cell in row.grid.errors:
            yield finding("cell-error", row.place(name), found=row.grid.errors[cell])
        elif cell in row.grid.formulas:
            yield finding("cell-formula", row.place(name))


def _element(row: _Row, context: _Context, faults: list[Finding]) -> str:
    typed = row.cell("item")
    found = context.element(typed) if typed else ""
    if found is None:
        known = [
            context.form.item_text(one, language).title
            for language in context.form.words
            for one in context.form.item_ids
        ]
        hint = suggest(typed, known, "Choose it from the list in the cell, or leave the cell empty.")
        faults.append(
            finding(
                "cell-unknown",
                row.place("item"),
                column="item or dimension",
                found=typed,
                what=f"item or dimension of {context.form.ref}",
                suggestion=hint,
            )
        )
    return found or ""


def _deadline(row: _Row, context: _Context, faults: list[Finding]) -> date | None:
    typed, place = row.cell("deadline"), row.place("deadline")
    if not typed:
        return None
    day = as_day(typed)
    if day is None:
        faults.append(finding("plan-date", place, found=typed))
        return None
    if row.coordinate("deadline") not in row.grid.dates:
        faults.append(finding("plan-date-read", place, found=typed, day=day.isoformat()))
    if day < (start := context.project.period(context.period).date):
        faults.append(finding("plan-deadline-early", place, day=day.isoformat(), start=start.isoformat()))
    return day


def _training(row: _Row, context: _Context, faults: list[Finding]) -> str:
    typed = row.cell("training")
    found = context.training(typed) if typed else ""
    if found is None:
        hint = suggest(typed, [one.id for one in context.trainings], "Write other help under other support.")
        names = {"id": typed, "what": "training of this project", "suggestion": hint}
        faults.append(finding("id-unknown", row.place("training"), **names))
    return found or ""


def _status(row: _Row, facts: Mapping[str, str], faults: list[Finding]) -> ActionStatus:
    typed = row.cell("status")
    found = status_meant(typed)
    if found is None:
        offered = status_words(_words(facts)).values()
        near = suggest(typed, offered, " ").strip()
        hint = f"{near} Choose one of: {', '.join(offered)}.".strip()
        faults.append(
            finding(
                "cell-unknown",
                row.place("status"),
                column="status",
                found=typed,
                what="status of an action",
                suggestion=hint,
            )
        )
    if found == "dropped" and not row.cell("remark"):
        faults.append(finding("plan-dropped-without-reason", row.place("remark")))
    return found or "not_started"


def _priority(row: _Row, facts: Mapping[str, str], faults: list[Finding]) -> bool:
    typed = row.cell("priority")
    flag = as_flag(typed)
    if flag is None:
        names = {"column": "priority", "found": typed, "what": "answer to whether it is a priority"}
        hint = f"Write {_words(facts).text('yes')}, or nothing."
        faults.append(finding("cell-unknown", row.place("priority"), **names, suggestion=hint))
    return bool(flag)


def _words(facts: Mapping[str, str]) -> Words:
    """Return the words of the language in which a plan was made."""
    return words(find_language(facts.get("language", "")) or SOURCE)


def _vanished(source: Source, facts: Mapping[str, str], kept: Collection[str]) -> Iterator[Finding]:
    """Yield what was proposed and is not in the plan any more; it is never put back."""
    proposed = [key.removeprefix(PROPOSED) for key in facts if key.startswith(PROPOSED)]
    gone = [one for one in proposed if one not in kept]
    if gone:
        named = {"organization": facts["organization"], "count": len(gone), "of": len(proposed)}
        yield finding("plan-rows-gone", source.place(), elements=shorten(gone), **named)
