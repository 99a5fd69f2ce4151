"""What becomes of each column of an export: an item, a remark, a role, the tool's own, an option, or not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from oca.collection.columns import ROLES, Columns, Match, part_of
from oca.collection.loaders.plain_table import Rows
from oca.collection.loaders.survey_tools import SurveyTool
from oca.collection.mapping import FileMapping
from oca.language import for_matching

UNKNOWN, COULD_BE = "not known", "could be "
"""How a column is called, or begins to be called, for which somebody must say what it is."""

_TICKS = frozenset({"", "0", "1", "true", "false", "n/a", "0.0", "1.0"})


_TICKED = frozenset({"1", "true", "1.0"})


@dataclass(frozen=True)
class ColumnUse:
    """What became of one column.

    Attributes:
        target: an item, a remark on one, or a role; empty when the column is not read.
        how: by what it was found, or why it is not read.
        candidates: what it could be about, where that cannot be told.
        unknown: whether it is about nothing known.
        declared: whether mapping.yaml says so.
    """

    heading: str
    target: str = ""
    how: str = ""
    candidates: tuple[str, ...] = ()
    unknown: bool = False
    declared: bool = False


@dataclass(frozen=True)
class Headings:
    """The headings of a table, and the codes of questions with which they begin, in the form used for matching."""

    all: frozenset[str]
    codes: frozenset[str]

    @classmethod
    def of(cls, written: Sequence[str]) -> Headings:
        """Return those of a table: of `Q2[SQ001]`, `Q2_SQ001` and `Q2. text` the code is q2."""
        plain = [for_matching(one) for one in written]
        return cls(frozenset(written), frozenset(code for one in plain for code in (one, re.split(r"[\[_. ]", one)[0])))


def uses_of(
    kind: SurveyTool,
    rows: Rows,
    known: Sequence[Columns],
    mapping: FileMapping | None = None,
) -> list[ColumnUse]:
    """Return what becomes of each column; `known` are what was asked, then the other versions."""
    separators = separators_of(kind, mapping)
    declared = {for_matching(heading): target for heading, target in (mapping.columns if mapping else {}).items()}
    choosing = set(map(for_matching, mapping.rows if mapping else ()))
    written = Headings.of(rows.written)
    matches = [_find(heading, known, separators) for heading in rows.written]
    uses = []
    for place, heading in enumerate(rows.written):
        name = for_matching(heading)
        cells = [row[place] for _, row in rows.rows]
        own = _own(kind, heading, name, cells, written)
        found = matches[place]
        option = _option(rows, place, written, separators, is_only=_is_only(found, matches))
        if mapping and mapping.ignores(heading):
            uses.append(ColumnUse(heading, how="ignored, as mapping.yaml says"))
        elif name in declared:
            uses.append(ColumnUse(heading, declared[name], "mapping.yaml says so", declared=True))
        elif name in choosing and not found and name not in kind.roles:
            uses.append(ColumnUse(heading, how="rows are chosen by it, as mapping.yaml says"))
        else:
            uses.append(own or option or _matched(heading, found, known[0], separators, cells))
    return _in_their_place(uses, separators)


def separators_of(kind: SurveyTool, mapping: FileMapping | None) -> tuple[str, ...]:
    """Return what may stand between groups and questions: what mapping.yaml says, then what the tool writes."""
    declared = [mapping.separator] if mapping and mapping.separator else []
    return tuple(dict.fromkeys((*declared, *kind.separators)))


def _own(kind: SurveyTool, heading: str, name: str, cells: Sequence[str], written: Headings) -> ColumnUse | None:
    """Return the use of a column that the tool adds; None for a question's."""
    if name in kind.roles:
        return ColumnUse(heading, kind.roles[name], f"column of {kind.title}")
    if kind.technical(name):
        return ColumnUse(heading, how=f"column of {kind.title}")
    if kind.timing and name.endswith(kind.timing) and name.removesuffix(kind.timing) in written.codes:
        return ColumnUse(heading, how=f"time, column of {kind.title}")
    if not any(cells) and name.endswith("_header"):
        return ColumnUse(heading, how="heading of a table of questions")
    return None


def _option(rows: Rows, place: int, written: Headings, separators: Sequence[str], *, is_only: bool) -> ColumnUse | None:
    """Return the use of a column that says whether one option of a question was ticked; None for any other.

    The only column about an item is an option only where the question's own column names it with each tick.
    """
    heading, cells = rows.written[place], [row[place] for _, row in rows.rows]
    if not {cell.casefold() for cell in cells} <= _TICKS:
        return None
    for one in (one for mark in separators if mark != "-" for one in _found(mark, heading)):
        question, option = heading[: one.start()], for_matching(heading[one.end() :])
        if question in written.all:
            asked = rows.written.index(question)
            chosen = [for_matching(row[asked]) for _, row in rows.rows]
            if not is_only or _is_said_by(cells, chosen, option):
                return ColumnUse(heading, how=f"one option of {question!r}")
    return None


def _is_only(found: Match | None, matches: Sequence[Match | None]) -> bool:
    """Say whether no other column is about the same as one; of a column about nothing known there is no saying."""
    return found is not None and [one.targets for one in matches if one].count(found.targets) == 1


def _is_said_by(ticks: Sequence[str], chosen: Sequence[str], option: str) -> bool:
    """Say whether the options that were chosen in each row, in the form used for matching, are those with a tick."""
    pairs = list(zip(ticks, chosen, strict=True))
    ticked = [said for tick, said in pairs if tick.casefold() in _TICKED]
    return bool(ticked) and all(option in said for said in ticked) and all(said for tick, said in pairs if tick)


def _found(mark: str, heading: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(mark), heading)


def _matched(
    heading: str, found: Match | None, asked: Columns, separators: Sequence[str], cells: Sequence[str]
) -> ColumnUse:
    if found is None and (item := asked.helps_to_ask(heading, separators)):
        return ColumnUse(heading, how=f"asked for {item}, whose own column holds the answer")
    if found is None:
        how = UNKNOWN if any(cells) else "empty, and not known"
        return ColumnUse(heading, how=how, unknown=any(cells))
    if not found.target:
        return ColumnUse(heading, how=COULD_BE + " or ".join(found.targets), candidates=found.targets)
    return ColumnUse(heading, found.target, found.how)


def _find(heading: str, known: Sequence[Columns], separators: Sequence[str]) -> Match | None:
    """Return what a heading is about: first in what was asked, then in the other versions."""
    return next((found for one in known if (found := one.find(heading, separators))), None)


def _in_their_place(uses: list[ColumnUse], separators: Sequence[str]) -> list[ColumnUse]:
    """Give columns headed `Comment` alone to the item before them, where every item has one of its own."""
    items = [one for one in uses if one.target and one.target not in ROLES and ":" not in one.target]
    wanted = {part: len(items) for part in ("comment", "evidence", "na_reason")}
    owners = dict(_owners(uses, separators))
    result = list(uses)
    for part, count in wanted.items():
        places = [place for place, (_, its) in owners.items() if its == part]
        if count and len(places) == count == len({owners[place][0] for place in places}):
            for place in places:
                target = f"{owners[place][0]}:{part}"
                result[place] = replace(result[place], target=target, how="beside its item", unknown=False)
    return result


def _owners(uses: Sequence[ColumnUse], separators: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the place of each column headed by a part's name alone, with the item before it and the part."""
    item = ""
    headings = {one.heading for one in uses}
    for place, one in enumerate(uses):
        if one.target and one.target not in ROLES:
            item = one.target.split(":")[0]
        elif not one.target and item and (part := part_of(_bare(one.heading, headings, separators))):
            yield place, (item, part)


def _bare(heading: str, headings: set[str], separators: Sequence[str]) -> str:
    """Return `Comment` for the `Comment2` that a tool makes of a title which stands there before, and of a path."""
    bare = heading.rstrip("0123456789")
    if bare in headings:
        return bare
    for separator in separators:
        heading = heading.rsplit(separator, 1)[-1]
    return heading
