"""One cell of a support file as a value, or a finding that says what is wrong with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from oca.entry import as_day, numbers
from oca.findings import Finding, finding, quoted, shorten, suggest
from oca.ids import is_id
from oca.language import without_unseen
from oca.support.columns import NUMBERS, SupportColumn, SupportFile
from oca.support.table import TextRow

_CALLED = {
    "organization": "organization of this project",
    "training": "training of trainings.csv",
    "trainer": "trainer of trainers.csv",
    "session": "session of sessions.csv",
    "element": "dimension or item of the project's questionnaires",
    "dimension": "dimension of its questionnaires",
    "sector": "sector of this project",
    "language": "language of oca",
    "period": "period of this project",
    "decision": "decision",
}


@dataclass
class FileValues:
    """The values of one file, row by row, and every fault on the way.

    Attributes:
        file: which file it is.
        known: the words that a cell can name, by what it names; of what is absent, every word is taken.
        findings: every fault that was found.
    """

    file: SupportFile
    known: Mapping[str, Collection[str]]
    findings: list[Finding] = field(default_factory=list)

    def values(self, row: TextRow) -> dict[str, Any]:
        """Return the values of a row by column; what is wrong reads as empty, and is said."""
        return {column.name: self.value(row, column) for column in self.file.columns}

    def value(self, row: TextRow, column: SupportColumn) -> Any:
        """Return the value of one cell: text, a tuple of texts, a number, a day, or None for an empty day or number."""
        typed = row.cells.get(column.name, "")
        typed = typed if column.reading == "text" and not column.known else without_unseen(typed).strip()
        if not typed:
            if column.needed and column.name in row.cells:
                self.say("cell-empty", row, column.name, column=column.name)
            return () if column.reading == "list" else None if column.reading in (*NUMBERS, "date") else ""
        if column.reading in NUMBERS:
            return self._number(row, column, typed)
        if column.reading == "date":
            return self._date(row, column, typed)
        if column.reading == "list":
            parts = tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,\n]", typed) if part.strip()))
            return tuple(part for part in parts if self._named(row, column, part))
        if column.reading == "id" and not is_id(typed):
            self.say("id-shape", row, column.name, id=quoted(typed))
        return typed if self._named(row, column, typed) else ""

    def say(self, code: str, row: TextRow, heading: str, **words: object) -> None:
        """Note a finding at a cell."""
        self.findings.append(finding(code, row.place(heading), **words))

    def _named(self, row: TextRow, column: SupportColumn, typed: str) -> bool:
        if not column.known or column.known not in self.known or typed in self.known[column.known]:
            return True
        known = self.known[column.known]
        if column.known == "region":
            self.say("region-unknown", row, column.name, found=typed, known=shorten(known))
            return True
        what = _CALLED[column.known]
        self.say(
            "cell-unknown",
            row,
            column.name,
            column=column.name,
            found=typed,
            what=what,
            suggestion=suggest(typed, known, "" if known else "There is none."),
        )
        return False

    def _number(self, row: TextRow, column: SupportColumn, typed: str) -> float | int | None:
        whole = column.reading == "count"
        found = numbers(typed, money=column.reading == "amount")
        if found and row.place(column.name).sheet and repr(float(found[-1])) == typed:
            found = found[-1:]  # the cell of a workbook holds a number, which is certain however it is shown
        found = tuple(one for one in found if not whole or one.is_integer())
        if len(found) != 1:
            code = "number-ambiguous" if found else "cell-number"
            self.say(code, row, column.name, column=column.name, found=typed)
            return None
        if found[0] < column.least:
            self.say("support-too-small", row, column.name, column=column.name, found=typed, least=f"{column.least:g}")
        return int(found[0]) if whole else found[0]

    def _date(self, row: TextRow, column: SupportColumn, typed: str) -> datetime.date | None:
        day = as_day(typed)
        if day is None:
            self.say("support-date", row, column.name, column=column.name, found=typed)
        return day
