"""How the text of a cell becomes a level or a state; what is neither is refused, for nothing is ever guessed.

A number counts alone, with the mark that closes it, or before the name or text of that very level. Before anything else
it is refused: of `2-3` Excel makes `2-Mar`, `3 - N/A` says two things, and `4-` is less than a 4.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from oca.findings import shorten, suggest
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.states import state_of
from oca.instrument.structure import level_key
from oca.language import LANGUAGES, for_matching, without_accents, words

MISSING, ANSWERED = "missing", "answered"

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")

_CLOSED = re.compile(r"\(?(\d+)\.?\)?|\[(\d+)\]")
"""A whole number with the mark that closes it: `3.`, `3)`, `(3)`. With decimals it could be a day: `2.3.`"""

_CHOICE = re.compile(r"(?:l|lvl|level|nivo|razina)[ _-]?(\d+(?:[.,_]\d+)?)")
"""The name that a choice has in a survey tool: `l3`, `level_3`."""

_NUMBERED = re.compile(r"[(\[]?(-?\d+(?:[.,]\d+)?)[\s.,:;=/_()\[\]-]*(.*)", re.DOTALL)
"""A number before something else: `3 - Established`, `3  Ustaljeno`, `(3) Established`, `2-Jan`."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:t[\d:.]+)?|\d{1,2}(?:[./-] ?)\d{1,2}[./-] ?(?:\d{4}|\d\d)?\.?")
"""A day in figures: `2024-02-01T00:00:00`, `01/02/2024`, `2.1.`"""

_TIME = re.compile(r"(?:\d+ days?, )?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?")

_MARKS = " .,:;!…\"'()[]"
"""What may stand around a name without changing it."""

BEGINNING = 12
"""So many letters of a level's text are enough behind its number, where no other level of the item begins like that."""


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
        self._named: dict[str, Mapping[str, frozenset[float]]] = {}

    def read(self, item: str, typed: str) -> Reading | None:
        """Return what was meant, or None when the text is no level and no state.

        Accepted: a level's number (3, 3.0, 3,0, 3., 3)), its name or its full text in any language, its number before
        either of these (`3 - Established`), the name of a choice (l3, level_3), and the states.
        """
        key = (item, typed)
        if key not in self._known:
            self._known[key] = self._read(item, for_matching(typed), for_matching(_unlike_figures(typed)))
        return self._known[key]

    def words(self, item: str, language: str = "en") -> str:
        """Return the levels of an item for a message, names in a language: 1-4, 1-7 in steps of 0.1, or Ne, Da."""
        one = self.questionnaire.by_id[item]
        if one.scale:
            names = [self.questionnaire.level_name(level, language, one.scale).name for level in one.levels]
            return shorten(name or level_key(level) for name, level in zip(names, one.levels, strict=True))
        span = f"{level_key(one.levels[0])}-{level_key(one.levels[-1])}"
        step = self.questionnaire.structure.scale.step
        return f"{span} in steps of {level_key(step)}" if step else span

    def nearest(self, item: str, typed: str) -> str:
        """Return what to do about a text that is no level: what was probably meant, or why it cannot be known."""
        plain = for_matching(typed)
        value = _value(plain)
        if _unlike_figures(typed) != typed and self._number(item, _alone(plain)) is not None:
            return "Write the number in plain figures, such as 3."
        if value is not None:
            around = self._neighbours(item, value)
            return f"Round it to {' or '.join(map(level_key, around))}." if around else "Choose one of these values."
        if _TIME.fullmatch(plain):
            return (
                "It is a time, which Excel makes of figures with a colon: format the cell as text, and type it again."
            )
        if _is_day(plain):
            return "Excel makes a date of what looks like one: format the cell as text, and type the answer again."
        levels = sorted(self._levels(item).get(_key(plain), ()))
        if len(levels) > 1:
            return f"It fits the levels {' and '.join(map(level_key, levels))}; write the number."
        if beside := self._beside_a_number(item, plain):
            return beside
        if not plain.strip("-/.?_"):
            return "Clear the cell where there is no answer."
        one = self.questionnaire.by_id[item]
        names = dict.fromkeys(for_matching(name) for level in one.levels for name in self._names(item, level).values())
        return suggest(plain, filter(None, names), "Choose one of these values.")

    def _beside_a_number(self, item: str, plain: str) -> str:
        """Return what to do where a level's number stands before something else; empty where none does."""
        found = _NUMBERED.fullmatch(plain)
        number = self._number(item, found[1]) if found else None
        if found is None or number is None:
            return ""
        if state_of(found[2]):
            return "It names a level and that there is none; keep one."
        second = self._number(item, _alone(found[2].strip(_MARKS)))
        if second is not None and second == number:
            return "It names one level twice; write it once."
        if found[2][:1].isdigit() or self._levels(item).get(_key(found[2])):
            return "It names two levels; keep one."
        return "Write the number alone, and the rest as a comment."

    def _neighbours(self, item: str, value: float) -> list[float]:
        """Return the answers right below and above a number that lies between two of them, where answers have steps."""
        answers = self.questionnaire.by_id[item].answers
        if len(answers) == len(self.questionnaire.by_id[item].levels):
            return []
        return next(([below, above] for below, above in pairwise(answers) if below < value < above), [])

    def _read(self, item: str, typed: str, plainly: str) -> Reading | None:
        """Return what a text for matching means; `plainly` has ^ for signs that only look like figures."""
        if not typed:
            return Reading(MISSING)
        if state := state_of(typed):
            return Reading(state)
        number = self._number(item, _alone(plainly))
        if number is not None:
            return Reading(ANSWERED, number)
        levels = self._levels(item).get(_key(typed), frozenset())
        if levels:
            return Reading(ANSWERED, next(iter(levels))) if len(levels) == 1 else None
        return self._numbered(item, typed, plainly)

    def _numbered(self, item: str, typed: str, plainly: str) -> Reading | None:
        """Return what a number before some text means: that level, where the text is its name or its text."""
        found, first = _NUMBERED.fullmatch(typed), _NUMBERED.fullmatch(plainly)
        number = self._number(item, first[1]) if found and first else None
        if found is None or number is None or not self._is_of(item, number, _key(found[2])):
            return None
        return Reading(ANSWERED, number)

    def _is_of(self, item: str, level: float, text: str) -> bool:
        """Say whether a text is the name or text of a level, or the beginning of no other level's."""
        levels = self._levels(item)
        if text in levels:
            return level in levels[text]
        begun = {one for known, ones in levels.items() if known.startswith(text) for one in ones}
        return len(text) >= BEGINNING and begun == {level}

    def _number(self, item: str, typed: str) -> float | None:
        value = _value(typed)
        return value if value in self._answers[item] else None

    @cached_property
    def _answers(self) -> dict[str, frozenset[float]]:
        return {item.id: frozenset(item.answers) for item in self.questionnaire.items}

    def _levels(self, item: str) -> Mapping[str, frozenset[float]]:
        """Return the levels that each name and each text of an item stands for; several where two are called alike."""
        if item not in self._named:
            found: dict[str, frozenset[float]] = {}
            for level in self.questionnaire.by_id[item].levels:
                for name in self._written(item, level):
                    found[_key(name)] = found.get(_key(name), frozenset()) | {level}
            self._named[item] = found
        return self._named[item]

    def _names(self, item: str, level: float) -> dict[str, str]:
        """Return what the forms call a level of an item in each language; of a reversed item, by what it is worth."""
        names = {one: self.questionnaire.answer_name(item, level, one) for one in self.questionnaire.words}
        return {language: "" if name == level_key(level) else name for language, name in names.items()}

    def _written(self, item: str, level: float) -> Iterator[str]:
        """Yield how a level may be written: its name, its text, and both, in every language."""
        for language, name in self._names(item, level).items():
            text = self.questionnaire.answer_text(item, level, language)
            yield from (one for one in (name, text) if one)
            yield from (f"{name}{mark} {text}" for mark in ("", ":", " -", ".") if name and text)


def _key(typed: str) -> str:
    """Return a name in the form by which it is looked up: without accents, and without the marks around it."""
    return without_accents(typed).strip(_MARKS) or for_matching(typed)


def _unlike_figures(typed: str) -> str:
    """Return a text with ^ for each sign that holds figures without being one: a note's number, or one in a circle.

    >>> _unlike_figures("3²"), _unlike_figures("③"), _unlike_figures("３")
    ('3^', '^', '３')
    """
    if typed.isascii():
        return typed
    return "".join(
        "^" if not one.isdecimal() and re.search(r"\d", unicodedata.normalize("NFKC", one)) else one for one in typed
    )


def _alone(typed: str) -> str:
    """Return the number that a text is, in quotes or brackets, with a closing mark, or as a choice is named."""
    typed = typed.strip("'\"") if typed.startswith(("'", '"')) else typed
    closed, choice = _CLOSED.fullmatch(typed), _CHOICE.fullmatch(typed)
    if closed:
        return closed[1] or closed[2]
    return choice[1].replace("_", ".") if choice else typed


def _value(typed: str) -> float | None:
    """Return a number written with a point or a comma; a spreadsheet's 3.3000000000000003 is 3.3."""
    return round(float(typed.replace(",", ".")), 9) if _NUMBER.fullmatch(typed) else None


def _is_day(typed: str) -> bool:
    """Say whether a text is a day, or what Excel shows of one: `2-Jan`, `02.ožu`, `Jan-25`."""
    if _DAY.fullmatch(typed):
        return True
    parts = [part for part in re.split(r"[\s./-]+", without_accents(typed)) if part]
    written = [part for part in parts if not part.isdecimal()]
    return len(parts) in (2, 3) and len(written) == 1 and written[0] in _months()


@cache
def _months() -> frozenset[str]:
    """Return the names of the months in every language, whole and short, as Excel and people write them."""
    from babel import Locale

    return frozenset(
        without_accents(name).rstrip(".")
        for language in LANGUAGES
        for lengths in Locale.parse(words(language).locale).months.values()
        for length in ("abbreviated", "wide")
        for name in lengths[length].values()
    )
