"""What the unknown columns of an export were probably meant to be, and which of them leave an item without answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oca.collection.columns import PARTS, Columns
from oca.collection.loaders.headings import separators_of
from oca.collection.loaders.plain_table import HEADINGS
from oca.collection.loaders.survey_table import SurveyTable
from oca.collection.suggestions import nearest
from oca.findings import shorten
from oca.language import without_accents

_TELLING = ("organization", "respondent", "score_type")
"""Roles without whose column answers are read as those of somebody else."""


class Misspelt:
    """Says of an unknown heading what is near to it, among what was asked."""

    def __init__(self, table: SurveyTable) -> None:
        self._columns: Columns = table.asked.columns[0]
        self._marks = separators_of(table.kind, table.asked.mapping)
        whose = table.asked.organization or (table.asked.mapping.organization if table.asked.mapping else "")
        items = {*self._columns.questionnaire.item_ids, *(_TELLING[1:] if whose else _TELLING)}
        lacking = items - set(table.by_target)
        self._lacking = {text: target for text, target in self._columns.known.items() if target in lacking}

    def lost(self, heading: str) -> str:
        """Return the item or role without a column that a heading was meant to be; else empty."""
        found = nearest(heading, self._lacking, {}, self._marks)
        return found if ":" not in found else ""

    def perhaps(self, heading: str) -> str:
        """Return what a heading was meant to be, remarks and what has a column included, in brackets; else empty."""
        near = nearest(heading, self._columns.known, PARTS, self._marks)
        return f" ({near}?)" if near else ""

    def meant(self, heading: str) -> str:
        """Return the same as a sentence; empty where nothing is near."""
        near = self.lost(heading) or nearest(heading, self._columns.known, PARTS, self._marks)
        return f"Did you mean {near}?" if near else ""


def resembling(rows: Iterable[Sequence[str]], columns: Columns | None) -> str:
    """Return a sentence on the cells of some rows that resemble headings which are known; empty where none does."""
    known = {without_accents(word): name for word, name in HEADINGS.items()}
    known |= columns.known if columns else {}
    cells = dict.fromkeys(cell for row in rows for cell in row if cell and without_accents(cell) not in known)
    found = [f"{cell!r} was meant to be {near}" for cell in cells if (near := nearest(cell, known))]
    return f"Perhaps {shorten(found, 4)}." if found else ""
