"""What people typed, matched to what is meant: organizations, periods, days. Nothing is ever guessed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from oca.entry import as_day
from oca.findings import suggest
from oca.instrument.questionnaire import Questionnaire
from oca.language import for_matching
from oca.project import Project


class Organizations:
    """Finds organizations by id, then by name in either script."""

    def __init__(self, project: Project) -> None:
        self._ids = {one.id: one.id for one in project.organizations}
        self._labels = {one.id: one.name for one in project.organizations}
        names: dict[str, set[str]] = {}
        for one in project.organizations:
            names.setdefault(for_matching(one.name), set()).add(one.id)
        self._names = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}

    def find(self, typed: str) -> str | None:
        """Return the id of the organization that is meant, or None."""
        plain = for_matching(typed)
        named = self._ids.get(typed) or self._ids.get(plain) or self._names.get(plain)
        return named or self._ids.get(plain.replace("_", "-"))

    def nearest(self, typed: str) -> str:
        """Return a suggestion for a text that is no organization: the nearest id, else the nearest name."""
        by_id = suggest(typed, self._ids, "none")
        if by_id != "none":
            return by_id
        by_name = suggest(for_matching(typed), self._names, "none")
        if by_name == "none":
            return "Write the id as it stands in organizations.csv, or add the organization there."
        name = by_name.removeprefix("Did you mean ").removesuffix("?")
        found = self._names[name]
        return f"Did you mean {found} ({self._labels[found]})?"


def find_period(project: Project, typed: str) -> str | None:
    """Return the id of the period that is meant, by its id or its label in any language."""
    plain = for_matching(typed)
    for period in project.settings.periods:
        if plain in {for_matching(word) for word in (period.id, *period.label.values())}:
            return period.id
    return None


def moment(typed: str) -> datetime.datetime | None:
    """Return when a sheet was submitted: an ISO date or time, or a day such as 31.5.2024; None for anything else."""
    try:
        found = datetime.datetime.fromisoformat(typed.strip())
    except ValueError:
        day = as_day(typed)
        if day is None:
            return None
        found = datetime.datetime.combine(day, datetime.time())
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def version_of_item(item: str, questionnaires: Iterable[Questionnaire]) -> str:
    """Return the ref of a questionnaire that has an item; empty when none does."""
    return next((one.ref for one in questionnaires if item in one.item_ids), "")
