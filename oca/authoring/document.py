"""A workbook as a document while it is read: the data, the cell of every key, and every fault met on the way."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from oca.authoring.book import FilledRow, SheetTable, WorkbookTables
from oca.authoring.layout import CHECKED, MISSING, STALE, YES
from oca.findings import Finding, Place, finding, quoted, suggest
from oca.instrument.structure import level_key
from oca.instrument.texts import Key
from oca.yamlfile import Document
from oca.yamlfile import Key as DocumentKey


@dataclass(frozen=True)
class WorkbookDocument(Document):
    """A workbook as a document: the place of a key is a cell."""

    cells: dict[DocumentKey, Place] = field(default_factory=dict)

    def place(self, *key: str | int) -> Place:
        """Return the place of a key, or of the nearest key above it."""
        while key and key not in self.cells:
            key = key[:-1]
        return self.cells.get(key, Place(self.name))


@dataclass(frozen=True)
class Assembled:
    """What stands in a workbook.

    Attributes:
        structure: the structure as a document.
        texts: in each language, every text by its key.
        documents: in each language, the cell of every text.
        checked: in each language, the entries that were marked as checked.
        findings: what does not fit together.
    """

    structure: WorkbookDocument
    texts: dict[str, dict[Key, str]]
    documents: dict[str, WorkbookDocument]
    checked: dict[str, set[str]]
    findings: tuple[Finding, ...]


class Work:
    """The document while it grows."""

    def __init__(self, book: WorkbookTables) -> None:
        self.book = book
        self.cells: dict[DocumentKey, Place] = {}
        self.findings: list[Finding] = []
        self.texts: dict[str, dict[Key, str]] = {}
        self.text_cells: dict[str, dict[DocumentKey, Place]] = {}
        self.checked: dict[str, set[str]] = {}

    def say(self, code: str, place: Place, **values: object) -> None:
        """Note a fault."""
        self.findings.append(finding(code, place, **values))

    def take_texts(self, table: SheetTable, line: FilledRow, names: dict[str, Key]) -> None:
        """Take the texts of one row in every language; `names` says under which key each column's text belongs."""
        for column in table.columns:
            name, _, language = column.partition(".")
            if name not in names or not language or name == "shown":
                continue
            place = table.place(line, column)
            cells = self.text_cells.setdefault(language, {})
            cells[names[name]] = place
            for end in range(1, len(names[name])):
                cells.setdefault(names[name][:end], place)
            own = self.texts.setdefault(language, {})
            if line[column]:
                own[names[name]] = line[column]

    def take_states(self, table: SheetTable, line: FilledRow, entry: str) -> None:
        """Take what a translator says of an entry: only that it was checked means something."""
        for column in table.columns:
            if not column.startswith("state.") or not line[column]:
                continue
            said = {one.strip().casefold() for one in line[column].split(",")}
            if said == {CHECKED}:
                self.checked.setdefault(column.removeprefix("state."), set()).add(entry)
            elif not said <= {STALE, MISSING}:
                words = {"column": "State", "found": line[column], "what": "state of a translation"}
                self.say("cell-unknown", table.place(line, column), suggestion=f"Write {CHECKED} or nothing.", **words)

    def number(self, table: SheetTable, line: FilledRow, key: str) -> str:
        """Return a number as the document holds it: text with a decimal point."""
        written = line[key].replace(",", ".")
        try:
            value = float(written)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            code = "cell-number" if written else "cell-empty"
            self.say(code, table.place(line, key), found=line[key], column=key.capitalize())
            return ""
        return level_key(value) if key == "level" else repr(value)

    def once(self, table: SheetTable, key: Callable[[FilledRow], str]) -> Iterator[FilledRow]:
        """Yield the rows of a table, each thing once; a second row of the same is a fault."""
        seen: dict[str, int] = {}
        for line in table.lines:
            name = key(line)
            if name in seen:
                first = next(iter(table.columns))
                self.say("row-twice", table.place(line, first), what=name or "An empty row", other=seen[name])
            else:
                seen[name] = line.number
                yield line

    def in_order(self, table: SheetTable) -> list[FilledRow]:
        """Return the rows by their number in the column order; one without follows the row above it."""
        placed: list[tuple[float, int, FilledRow]] = []
        order = 0.0
        for line in table.lines:
            if line["order"]:
                order = float(self.number(table, line, "order") or order)
            placed.append((order, line.number, line))
        return [line for _, _, line in sorted(placed, key=lambda one: one[:2])]

    def marked(self, table: SheetTable, line: FilledRow, key: str) -> bool:
        """Say whether a cell is marked with a yes."""
        written = line[key].casefold()
        if written in ("", "no", "ne", "false", "0"):
            return False
        if written not in (YES, "da", "true", "1", "x"):
            words = {"column": key.capitalize(), "found": line[key], "what": "mark"}
            self.say("cell-unknown", table.place(line, key), suggestion=f"Write {YES} or nothing.", **words)
        return True

    def unknown(self, table: SheetTable, line: FilledRow, key: str, what: str, known: Iterable[str]) -> None:
        """Note a cell that names something that is not there."""
        hint = suggest(line[key], known)
        self.say("id-unknown", table.place(line, key), id=quoted(line[key]), what=what, suggestion=hint)


def listed(written: str) -> list[str]:
    """Return the ids that a cell names, with commas between."""
    return [one.strip() for one in re.split(r"[,;\n]", written) if one.strip()]
