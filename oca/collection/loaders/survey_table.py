"""The table of one export with what became of its columns, and what each of its cells says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from oca.collection.columns import ROLES, Columns
from oca.collection.loaders.headings import ColumnUse
from oca.collection.loaders.plain_table import Rows
from oca.collection.loaders.printed_texts import Printed
from oca.collection.loaders.survey_tools import Record, SurveyTool
from oca.collection.mapping import FileMapping, Meanings, plain_keys
from oca.findings import Place
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import level_key
from oca.language import for_matching
from oca.source import Source

YES, NO = frozenset({"yes", "da"}), frozenset({"no", "ne"})
"""How the two levels of a question that is answered with yes or no are named, in the form used for matching."""


@dataclass(frozen=True)
class FileContext:
    """What is known of a file before it is opened.

    Attributes:
        columns: the names and labels of what was asked in the period of its folder, then those of other versions.
        mapping: what mapping.yaml says of the file; None when it says nothing.
        organization: the organization whose folder the file lies in; empty when it lies in none.
        printed: what the forms of the project print.
        meant: returns what a text means under a role, such as the id of an organization that is named.
    """

    columns: tuple[Columns, ...]
    mapping: FileMapping | None = None
    organization: str = ""
    printed: Printed | None = None
    meant: Callable[[str, str], object] = lambda role, typed: for_matching(typed)

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked in the period of the file's folder."""
        return self.columns[0].questionnaire


class SurveyTable:
    """One table with what became of its columns."""

    def __init__(
        self, kind: SurveyTool, source: Source, rows: Rows, asked: FileContext, uses: Sequence[ColumnUse]
    ) -> None:
        self.kind, self.source, self.rows, self.asked, self.uses = kind, source, rows, asked, uses
        self.by_target: dict[str, list[int]] = {}
        for place, one in enumerate(uses):
            if one.target:
                self.by_target.setdefault(one.target, []).append(place)
        self.items = [target for target in self.by_target if ":" not in target and target not in ROLES]
        self.item_places = [place for item in self.items for place in self.by_target[item]]
        self.headings = [for_matching(one) for one in rows.written]
        self.names = plain_keys(asked.mapping.organizations) if asked.mapping else {}
        self.meanings = {place: self._meanings(place) for place in self.item_places}

    def place(self, row: int | None = None, column: str = "") -> Place:
        """Return a place in this table."""
        return self.source.place(self.rows.sheet, row, column)

    def record(self, cells: Sequence[str]) -> Record:
        """Return a row by heading; of two columns with one heading, the first."""
        return dict(zip(reversed(self.headings), reversed(cells), strict=True))

    def filled(self, cells: Sequence[str], target: str) -> list[tuple[int, str]]:
        """Return the columns that say something of a target in a row, and what."""
        return [(place, text) for place in self.by_target.get(target, []) if (text := self.cell(cells, place))]

    def cell(self, cells: Sequence[str], place: int) -> str:
        """Return what a cell says: what mapping.yaml declares of it, else what was typed; empty where it is a blank."""
        typed = self.kind.cleaned(cells[place])
        meanings = self.meanings.get(place)
        if meanings and (plain := for_matching(typed)) in meanings.values:
            return meanings.values[plain]
        if typed == "n/a" and self.blanks:
            return ""
        if place in self.yes_or_no:
            return "" if self.is_unanswered(typed, place) else self.yes_or_no[place].get(typed, typed)
        return typed

    def meant(self, role: str, typed: str) -> object:
        """Return what a text means under a role, in a form that can be compared."""
        named = self.names.get(for_matching(typed), typed) if role == "organization" else typed
        return self.asked.meant(role, named)

    @cached_property
    def blanks(self) -> bool | None:
        """Whether n/a stands for no answer everywhere; None where nothing shows whether it does.

        Where the tool's own columns do not tell, those of the questions may: a tool that writes n/a for a blank leaves
        no cell empty, and writes it also where no such answer was offered.
        """
        own = self.kind.writes_blanks(self.rows)
        if own is None and self.asked.mapping and self.asked.mapping.meanings("", "").values.get("n/a") == "":
            return True
        if own is not None or not self.count("n/a", self.item_places):
            return own
        asked = [place for place, name in enumerate(self.headings) if name and not self.kind.is_own(name)]
        cells = {place: {row[place] for _, row in self.rows.rows} for place in asked}
        filled = {place: found for place, found in cells.items() if found != {""}}
        elsewhere = any("n/a" in found for place, found in filled.items() if place not in self.meanings)
        return True if elsewhere and not any("" in found for found in filled.values()) else None

    @cached_property
    def yes_or_no(self) -> dict[int, Mapping[str, str]]:
        """The columns of items that are answered with yes or no, with the level of each code of the tool."""
        words = {item: self._codes(item) for item in self.items} if self.kind.yes_no else {}
        return {place: codes for item, codes in words.items() if codes for place in self.by_target[item]}

    def is_unanswered(self, typed: str, place: int) -> bool:
        """Say whether a cell of a column of yes and no holds what the tool writes there for no answer.

        Where blanks of the column are empty, it was an answer that could be chosen.
        """
        return typed == self.kind.unanswered and place not in self._with_empty_cells

    def count(self, text: str, places: Sequence[int]) -> int:
        """Return how many cells of some columns hold a text of which mapping.yaml says nothing."""
        plain = for_matching(text)
        open_ = [place for place in places if plain not in self.meanings[place].values]
        return sum(cells[place] == text for _, cells in self.rows.rows for place in open_)

    @cached_property
    def _with_empty_cells(self) -> frozenset[int]:
        sent = [cells for _, cells in self.rows.rows if not self.kind.aside(self.record(cells))]
        return frozenset(place for place in self.yes_or_no if any(not cells[place] for cells in sent))

    def _meanings(self, place: int) -> Meanings:
        use = self.uses[place]
        return self.asked.mapping.meanings(use.heading, use.target) if self.asked.mapping else Meanings()

    def _codes(self, item: str) -> dict[str, str]:
        """Return the level that `Y` and `N` stand for; nothing where an item is not answered with yes or no."""
        questionnaire = self.asked.questionnaire
        asked = questionnaire.by_id.get(item)
        if asked is None or len(asked.levels) != 2:
            return {}
        named = {
            for_matching(questionnaire.level_name(level, language, asked.scale).name): level_key(level)
            for language in questionnaire.words
            for level in asked.levels
        }
        levels = {
            code: {level for name, level in named.items() if name in words} for code, words in (("Y", YES), ("N", NO))
        }
        return {code: found.pop() for code, found in levels.items() if len(found) == 1}
