"""Codes of answers belong to their question: where one meaning is declared for several, it must hold for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oca.collection.loaders.limesurvey import question_of
from oca.collection.loaders.survey_table import SurveyTable
from oca.findings import Finding, finding, quoted, shorten
from oca.language import for_matching

ENOUGH = 30
"""So many answers to a question, and it is worth a look that the first of the codes is not among them."""

_CODE = re.compile(r"([a-z]+)[_-]?0*(\d+)")

_LEVEL = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class _Shared:
    """The values that several questions share, and the codes that were given to each question.

    Attributes:
        pattern: the key of `values_by_column`; empty for `values`.
        declared: what each answer stands for.
        levels: what each code of a level stands for.
        given: the codes among the answers to each question, each with how often it was given.
    """

    pattern: str
    declared: Mapping[str, str]
    levels: Mapping[str, str]
    given: Mapping[str, Mapping[str, int]]

    @property
    def name(self) -> str:
        return f"values_by_column, {self.pattern!r}," if self.pattern else "values"


def code_faults(table: SurveyTable) -> Iterator[Finding]:
    """Yield what is wrong, or to be looked at, with the values that mapping.yaml declares for codes."""
    for place in table.item_places:
        if rivals := table.meanings[place].rivals:
            at = table.place(table.rows.heading_row, table.rows.column_names[place])
            patterns = " and ".join(map(repr, (table.meanings[place].pattern, *rivals)))
            yield finding("values-ambiguous", at, column=quoted(table.uses[place].heading), patterns=patterns)
    for shared in _shared(table) if table.kind.own_codes else ():
        problems = list(_problems(shared))
        questions = shorten(map(repr, shared.given))
        if problems:
            names = {"values": shared.name, "problem": "; ".join(problems), "questions": questions}
            yield finding("codes-shared", table.place(), **names)
        if not problems and (late := _late(shared)):
            names = {"values": shared.name, "questions": shorten(map(repr, late)), "first": _first(shared)}
            yield finding("codes-begin-later", table.place(), **names)


def _shared(table: SurveyTable) -> Iterator[_Shared]:
    """Yield the values that more than one question shares; `*` alone says that all questions have the same codes."""
    places: dict[str, list[int]] = {}
    for place in table.item_places:
        places.setdefault(table.meanings[place].pattern, []).append(place)
    for pattern, its in places.items():
        declared = table.meanings[its[0]].values
        levels = {code: level for code, level in declared.items() if _CODE.fullmatch(code) and _LEVEL.fullmatch(level)}
        given: dict[str, dict[str, int]] = {}
        for place in its:
            counts = given.setdefault(question_of(table.uses[place].heading)[0], {})
            for _, cells in table.rows.rows:
                code = for_matching(cells[place])
                if _CODE.fullmatch(code):
                    counts[code] = counts.get(code, 0) + 1
        given = {question: codes for question, codes in given.items() if codes}
        if levels and len(given) > 1 and pattern != "*":
            yield _Shared(pattern, declared, levels, given)


def _problems(shared: _Shared) -> Iterator[str]:
    """Yield why it cannot be that the values hold for each of the questions."""
    used = {code for codes in shared.given.values() for code in codes}
    by_level: dict[str, list[str]] = {}
    for code in sorted(used & set(shared.levels), key=_number):
        by_level.setdefault(shared.levels[code], []).append(code.upper())
    yield from (f"{' and '.join(codes)} both stand for {level}" for level, codes in by_level.items() if len(codes) > 1)
    off = [
        code for codes in by_level.values() for code in codes if _number(code) != _value(shared.levels[code.casefold()])
    ]
    if off:
        yield f"{off[0]} stands for {shared.levels[off[0].casefold()]}"
    letters = {_letters(code) for code in shared.levels}
    for question, codes in shared.given.items():
        missing = [one.upper() for one in codes if one not in shared.declared and _letters(one) in letters]
        if missing:
            yield f"{question!r} holds {shorten(sorted(missing))}, of which they say nothing"


def _late(shared: _Shared) -> list[str]:
    """Return the questions among whose answers, though many, the first code of the values never is."""
    first = _first(shared).casefold()
    many = {question: codes for question, codes in shared.given.items() if sum(codes.values()) >= ENOUGH}
    late = [question for question, codes in many.items() if first not in codes]
    return late if len(late) < len(many) else []


def _first(shared: _Shared) -> str:
    return min(shared.levels, key=_number).upper()


def _letters(code: str) -> str:
    return re.sub(r"[^a-z]", "", code.casefold())


def _number(code: str) -> float:
    return float(re.sub(r"\D", "", code))


def _value(level: str) -> float:
    return float(level.replace(",", "."))
