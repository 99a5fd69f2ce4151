"""The answers of one file that are no level and no state: one finding for each text, with every cell it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from oca.collection.form_content import states_in
from oca.collection.levels import Levels
from oca.collection.mapping import PeriodMapping
from oca.collection.mapping_values import GAP, no_answers, proposal
from oca.collection.raw_answers import RawAnswer
from oca.findings import Finding, cut, finding, shorten
from oca.language import for_matching, words
from oca.source import Source
from oca.textfile import is_lost, letters_lost

CELLS = 6
"""So many cells are named where one text is refused in many; how many there are is said."""


class Refused:
    """Gathers the refused answers of a file, whose form speaks a language.

    Where each question of a tool has codes of its own, `questions` holds the columns of the question of each item.
    """

    def __init__(
        self,
        source: Source,
        levels: Levels,
        language: str,
        period: str,
        mapping: PeriodMapping,
        questions: Mapping[str, str],
    ) -> None:
        self.source, self.levels, self.language, self.questions = source, levels, language, questions
        self.period, self.mapping = period, mapping
        self._states = ", ".join(states_in(words(language)).values())
        self._name = source.name.removeprefix(f"responses/{period}/")
        self._blamed = no_answers(mapping.of(self._name), levels)
        self._by_text: dict[str, list[RawAnswer]] = {}

    def add(self, raw: RawAnswer) -> None:
        """Note an answer that was refused, unless mapping.yaml put it there, where it is said."""
        if for_matching(raw.answer) in self._blamed:
            return
        self._by_text.setdefault(for_matching(raw.answer), []).append(raw)

    def findings(self) -> Iterator[Finding]:
        """Yield one finding for each text, at the first cell that holds it; one for all that lost their letters."""
        lost = [one for found in self._by_text.values() for one in found if _is_lost(one.answer)]
        yield from letters_lost(
            ("answer", one.answer, self.source.place(one.sheet, one.row, one.column)) for one in lost
        )
        told = [found for found in self._by_text.values() if not _is_lost(found[0].answer)]
        todo = self._todo(told)
        for found in told:
            first = found[0]
            items = dict.fromkeys(one.item for one in found)
            levels = dict.fromkeys(self.levels.words(item, self.language) for item in items)
            names = {
                "answer": first.answer,
                "items": shorten(items, 3),
                "levels": f"{' or '.join(levels)}, {self._states}",
            }
            hint = f"{self.levels.nearest(first.item, first.answer)} {todo if found is told[0] else ''}".rstrip()
            place = self.source.place(first.sheet, first.row, first.column)
            yield finding("answer-not-a-level", place, cells=self._cells(found), suggestion=hint, **names)

    def _todo(self, told: list[list[RawAnswer]]) -> str:
        """Return what can be said once in mapping.yaml, of all texts of the file that are no remarks."""
        answers: dict[str, list[str]] = {}
        for found in told:
            for one in found:
                if cut(one.answer) == one.answer:
                    answers.setdefault(self.questions.get(one.item, ""), []).append(found[0].answer)
        if not answers:
            return ""
        what = "it stands" if len(told) == 1 else "they stand"
        entry = proposal(answers, self.mapping, self.period, self._name)
        return f"Or say once what {what} for, a level in place of {GAP}, {entry}"

    def _cells(self, found: list[RawAnswer]) -> str:
        """Return where a text stands, for a message; empty where it is one cell, which is the finding's place."""
        if len(found) == 1:
            return ""
        places = [replace(self.source.place(one.sheet, one.row, one.column), file="") for one in found]
        return f"; it stands in {len(found)} cells: {shorten(map(str, places), CELLS, '; ')}"


def _is_lost(answer: str) -> bool:
    """Say whether an answer lost its letters; one mark alone is rather somebody who did not know."""
    return answer.count("?") > 1 and is_lost(answer)
