"""What people typed, matched to what is meant: organizations, periods, days. Nothing is ever guessed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from oca.entry import as_day
from oca.findings import nearest
from oca.ids import as_id
from oca.instrument.questionnaire import Questionnaire
from oca.language import for_matching
from oca.project import Project


class Organizations:
    """Finds organizations by id, then by name in either script, the names that they had before among them."""

    def __init__(self, project: Project) -> None:
        self._labels = {one.id: one.name for one in project.organizations}
        self._named: dict[str, set[str]] = {}
        for one in project.organizations:
            for name in one.names:
                self._named.setdefault(for_matching(name), set()).add(one.id)

    def find(self, typed: str) -> str | None:
        """Return the id of the organization that is meant, or None where it is none, or may be more than one."""
        fitting = self._fitting(typed)
        return fitting[0] if len(fitting) == 1 else None

    def nearest(self, typed: str) -> str:
        """Return a suggestion for a text that is no organization: the nearest id, else the nearest name."""
        if called := self._fitting(typed):
            return f"{' and '.join(called)} have this name; write the id of the one that is meant."
        plain = for_matching(typed)
        names = {name: next(iter(ids)) for name, ids in self._named.items() if len(ids) == 1}
        by_id, by_name = nearest(plain, self._labels), nearest(plain, names)
        if by_id:
            return f"Did you mean {by_id}?"
        if by_name:
            found = names[by_name]
            return f"Did you mean {found} ({self._labels[found]})?"
        return "Write the id as it stands in the register, or add the organization there."

    def _fitting(self, typed: str) -> list[str]:
        """Return the organizations that have a text as their id or as one of their names."""
        by_name = self._named.get(for_matching(typed), set())
        return sorted(by_name | {as_id(typed)} & self._labels.keys())


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
