"""One row of a plan that came back, as an action: what was agreed, and every wrong cell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from oca.collection.matching import Organizations
from oca.entry import as_day
from oca.findings import Finding, Place, finding, suggest
from oca.instrument.questionnaire import Questionnaire
from oca.language import SOURCE, Words, find_language, for_matching, without_unseen, words
from oca.project import Project
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, letters
from oca.support.plan_words import COLUMNS, OWN, PROPOSED, as_flag, status_meant, status_words
from oca.support.records import Action, ActionStatus, Training

_WRITTEN = tuple(name for name in COLUMNS if name not in ("item", "now"))
"""What a person writes into the row of a proposal."""


@dataclass(frozen=True)
class PlanContext:
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

    @cached_property
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
class ActionCells:
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


def action_of(
    row: ActionCells, facts: Mapping[str, str], context: PlanContext, number: int
) -> tuple[Action | None, list[Finding]]:
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
    elif not own and (other := context.element(row.cell("item"))) not in (None, row.element):
        rivals = {"item": row.element, "found": row.cell("item"), "other": other}
        faults.append(finding("plan-item-of-another", row.place("item"), **rivals))
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


def _no_values(row: ActionCells, names: Iterable[str]) -> Iterator[Finding]:
    """Yield each cell that holds no plain value: a formula, or an error of Excel."""
    for name in names:
        cell = row.coordinate(name)
        if cell in row.grid.errors:
            yield finding("cell-error", row.place(name), found=row.grid.errors[cell])
        elif cell in row.grid.formulas:
            yield finding("cell-formula", row.place(name))


def _element(row: ActionCells, context: PlanContext, faults: list[Finding]) -> str:
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


def _deadline(row: ActionCells, context: PlanContext, faults: list[Finding]) -> date | None:
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


def _training(row: ActionCells, context: PlanContext, faults: list[Finding]) -> str:
    typed = row.cell("training")
    found = context.training(typed) if typed else ""
    if found is None:
        hint = suggest(typed, [one.id for one in context.trainings], "Write other help under other support.")
        names = {"id": typed, "what": "training of this project", "suggestion": hint}
        faults.append(finding("id-unknown", row.place("training"), **names))
    return found or ""


def _status(row: ActionCells, facts: Mapping[str, str], faults: list[Finding]) -> ActionStatus:
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


def _priority(row: ActionCells, facts: Mapping[str, str], faults: list[Finding]) -> bool:
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
