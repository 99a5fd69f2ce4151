"""The answers of one file that are no level and no state: one finding for each text, with every cell it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from oca.collection.levels import Levels
from oca.collection.raw_answers import RawAnswer
from oca.findings import Finding, finding, shorten
from oca.language import for_matching
from oca.source import Source
from oca.textfile import is_lost, letters_lost

CELLS = 6
"""So many cells are named where one text is refused in many; how many there are is said."""

SHOWN = 300
"""So many characters of a text are shown; a longer one is a remark in the wrong cell, which stands for no level."""


class Refused:
    """Gathers the refused answers of a file."""

    def __init__(self, source: Source, levels: Levels) -> None:
        self.source, self.levels = source, levels
        self._by_text: dict[str, list[RawAnswer]] = {}

    def add(self, raw: RawAnswer) -> None:
        """Note an answer that was refused."""
        self._by_text.setdefault(for_matching(raw.answer), []).append(raw)

    def findings(self) -> Iterator[Finding]:
        """Yield one finding for each text, at the first cell that holds it; one for all that lost their letters."""
        lost = [one for found in self._by_text.values() for one in found if _is_lost(one.answer)]
        yield from letters_lost(
            ("answer", one.answer, self.source.place(one.sheet, one.row, one.column)) for one in lost
        )
        for found in self._by_text.values():
            first = found[0]
            if _is_lost(first.answer):
                continue
            items = dict.fromkeys(one.item for one in found)
            levels = dict.fromkeys(self.levels.words(item) for item in items)
            names = {"answer": _shown(first.answer), "items": shorten(items, 3), "levels": " or ".join(levels)}
            hint = f"{self.levels.nearest(first.item, first.answer)} {_line(first.answer)}".rstrip()
            place = self.source.place(first.sheet, first.row, first.column)
            yield finding("answer-not-a-level", place, cells=self._cells(found), suggestion=hint, **names)

    def _cells(self, found: list[RawAnswer]) -> str:
        """Return where a text stands, for a message; empty where it is one cell, which is the finding's place."""
        if len(found) == 1:
            return ""
        places = [replace(self.source.place(one.sheet, one.row, one.column), file="") for one in found]
        return f"; it stands in {len(found)} cells: {shorten(map(str, places), CELLS, '; ')}"


def _is_lost(answer: str) -> bool:
    """Say whether an answer lost its letters; one mark alone is rather somebody who did not know."""
    return answer.count("?") > 1 and is_lost(answer)


def _shown(answer: str) -> str:
    """Return a text as a message shows it.

    >>> _shown("two")
    'two'
    """
    return answer if len(answer) <= SHOWN else f"{answer[:SHOWN]}…"


def _line(answer: str) -> str:
    """Return the line of mapping.yaml that says what a text stands for, with a gap for what only a person knows."""
    if len(answer) > SHOWN:
        return ""
    return f"Or say in mapping.yaml what it stands for: values: {{{json.dumps(answer, ensure_ascii=False)}: LEVEL}}"
