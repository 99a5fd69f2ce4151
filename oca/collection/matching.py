"""What people typed, matched to what is meant: organizations, periods, levels and states. Nothing is ever guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from oca.findings import shorten, suggest
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import level_key
from oca.language import for_matching
from oca.project import Project

NOT_APPLICABLE, DONT_KNOW, MISSING, ANSWERED = "not_applicable", "dont_know", "missing", "answered"

STATES: Mapping[str, str] = {
    **dict.fromkeys(("n/a", "na", "n.a.", "n_a", "not applicable", "not_applicable", "does not apply", "n/p", "np",
                     "nije primjenjivo", "nije primjenljivo", "nije primenjivo", "nije primenljivo",
                     "neprimjenjivo", "neprimjenljivo", "neprimenjivo", "neprimenljivo",
                     "ne primjenjuje se", "ne primenjuje se", "ne odnosi se", "ne odnosi se na nas"), NOT_APPLICABLE),
    **dict.fromkeys(("don't know", "dont know", "dont_know", "don_t_know", "do not know", "i don't know", "dk", "d/k",
                     "ne znam", "neznam", "ne znamo", "ne zna", "ne zna se", "nz", "n/z", "nije poznato",
                     "ne mogu procijeniti", "ne mogu proceniti", "ne mogu ocijeniti", "ne mogu oceniti"), DONT_KNOW),
}  # fmt: skip
"""How the two states are written, in the form used for matching, to which Cyrillic is brought as well."""

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")

_PREFIX = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*[-.:)]\s*(.*)", re.DOTALL)
"""A level's number before its text: `3 - text`, `3. text`, `3.`"""

_CHOICE = re.compile(r"(?:l|lvl|level|nivo|razina)[ _-]?(\d+(?:[.,_]\d+)?)")
"""The name that a choice has in a survey tool: `l3`, `level_3`."""

_LOCAL_DATE = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\.?")
"""A day as it is written in the region, 31.5.2024."""


@dataclass(frozen=True)
class Reading:
    """What an answer was read as: a status and, when that is answered, the level's value."""

    status: str
    level: float | None = None


class Levels:
    """Reads answers to the items of one questionnaire; every distinct text of an item is read once."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.known_items = frozenset(questionnaire.item_ids)
        self._known: dict[tuple[str, str], Reading | None] = {}

    def read(self, item: str, typed: str) -> Reading | None:
        """Return what was meant, or None when the text is no level and no state.

        Accepted: a level's number (3, 3.0, 3,0), its name or its full text in any language, `3 - text`, the name of a
        choice (l3, level_3), and the states.
        """
        key = (item, typed)
        if key not in self._known:
            self._known[key] = self._read(item, for_matching(typed))
        return self._known[key]

    def words(self, item: str) -> str:
        """Return the answers to an item for a message: 1-4, 1-7 in steps of 0.1, or No, Yes."""
        one, source = self.questionnaire.by_id[item], self.questionnaire.structure.source_language
        if one.scale:
            names = [self.questionnaire.level_name(level, source, one.scale).name for level in one.levels]
            return shorten(name or level_key(level) for name, level in zip(names, one.levels, strict=True))
        span = f"{level_key(one.levels[0])}-{level_key(one.levels[-1])}"
        step = self.questionnaire.structure.scale.step
        return f"{span} in steps of {level_key(step)}" if step else span

    def nearest(self, item: str, typed: str) -> str:
        """Return a suggestion for a text that is no level."""
        value, prefix = _value(for_matching(typed)), _PREFIX.fullmatch(for_matching(typed))
        if value is not None:
            around = self._neighbours(item, value)
            return f"Round it to {' or '.join(map(level_key, around))}." if around else "Choose one of these values."
        if prefix and self._number(item, prefix[1]) is not None and self._contradicts(item, prefix):
            return "It names two levels; keep one."
        names = [name for name in self._names(self.questionnaire.by_id[item].scale) if not name.isdecimal()]
        return suggest(for_matching(typed), names, "Choose one of these values.")

    def _neighbours(self, item: str, value: float) -> list[float]:
        """Return the answers right below and above a number that lies between two of them, where answers have steps."""
        answers = self.questionnaire.by_id[item].answers
        if len(answers) == len(self.questionnaire.by_id[item].levels):
            return []
        return next(([below, above] for below, above in pairwise(answers) if below < value < above), [])

    def _read(self, item: str, typed: str) -> Reading | None:
        if not typed:
            return Reading(MISSING)
        if typed in STATES:
            return Reading(STATES[typed])
        level = self._level(item, typed)
        prefix, choice = _PREFIX.fullmatch(typed), _CHOICE.fullmatch(typed)
        if level is None and prefix and not self._contradicts(item, prefix):
            level = self._number(item, prefix[1])
        if level is None and choice:
            level = self._number(item, choice[1].replace("_", "."))
        return None if level is None else Reading(ANSWERED, level)

    def _contradicts(self, item: str, prefix: re.Match[str]) -> bool:
        """Say whether what follows a level's number means another one: `3 - 4`, `3 - Starting`."""
        beside = self._level(item, prefix[2])
        return prefix[2][:1].isdigit() if beside is None else beside != self._number(item, prefix[1])

    def _level(self, item: str, typed: str) -> float | None:
        number = self._number(item, typed)
        if number is not None:
            return number
        return self._names(self.questionnaire.by_id[item].scale).get(typed, self._texts(item).get(typed))

    def _number(self, item: str, typed: str) -> float | None:
        value = _value(typed)
        return value if value in self._answers[item] else None

    @cached_property
    def _answers(self) -> dict[str, frozenset[float]]:
        return {item.id: frozenset(item.answers) for item in self.questionnaire.items}

    @lru_cache(maxsize=32)  # noqa: B019 - lives as long as the reading of one project
    def _names(self, scale: str) -> dict[str, float]:
        """Return the level of each name, of the questionnaire's scale or of an own one of some items."""
        structure = self.questionnaire.structure
        levels = structure.scales[scale].levels if scale else structure.scale.levels
        return {
            for_matching(name): level
            for language in self.questionnaire.words
            for level in levels
            if (name := self.questionnaire.level_name(level, language, scale).name)
        }

    def _texts(self, item: str) -> dict[str, float]:
        return {
            for_matching(text): float(level)
            for language in self.questionnaire.words
            for level, text in self.questionnaire.item_text(item, language).levels.items()
        }


def _value(typed: str) -> float | None:
    """Return a number written with a point or a comma; a spreadsheet's 3.3000000000000003 is 3.3."""
    return round(float(typed.replace(",", ".")), 9) if _NUMBER.fullmatch(typed) else None


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
    local = _LOCAL_DATE.fullmatch(typed.strip())
    try:
        if local:
            day, month, year = map(int, local.groups())
            found = datetime.datetime(year, month, day, tzinfo=datetime.UTC)
        else:
            found = datetime.datetime.fromisoformat(typed.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def version_of_item(item: str, questionnaires: Iterable[Questionnaire]) -> str:
    """Return the ref of a questionnaire that has an item; empty when none does."""
    return next((one.ref for one in questionnaires if item in one.item_ids), "")
