"""The register, `organizations.csv` or `.xlsx`: one row for each organization that was ever in the cohort."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from oca.csvfile import CsvTable, read_csv
from oca.entry import yes_or_no
from oca.errors import InputError
from oca.findings import Finding, Place, errors, finding, nearest, quoted, shorten, suggest
from oca.folders import content_of
from oca.ids import as_id, id_faults
from oca.language import find_language, for_matching, is_ambiguous, without_unseen
from oca.source import Source
from oca.spreadsheet.reading import is_workbook, letters, read_workbook
from oca.spreadsheet.table import table_of_sheet
from oca.textfile import has_lost_letter, letters_lost

REGISTER_NAMES = ("organizations.csv", "organizations.xlsx")
"""The files of which one is the register."""

BLANK_FORM = "oca form --file organizations makes a blank one in Excel."

_COLUMNS = (
    "id",
    "name",
    "sector",
    "language",
    "joined",
    "left",
    "consent",
    "consent_scores",
    "name_cyrillic",
    "earlier_names",
    "contact",
)
"""The columns that mean something here; any other makes groups."""

_FREE = ("name", "name_cyrillic", "contact")
"""Columns that are kept as they were typed."""


@dataclass(frozen=True)
class Organization:
    """One row of the register; `other` holds every further column, by its heading.

    Attributes:
        name_cyrillic: its name in Cyrillic letters, where it writes it in both scripts.
        earlier_names: the names that it had before; files that were filled in then are found by them.
        contact: how it is reached; it makes no group and is in no export.
        consent: whether it agrees to be named to the public.
        consent_scores: whether it agrees that the public sees its scores.
    """

    id: str
    name: str
    sector: str
    language: str
    joined: str
    left: str
    other: dict[str, str]
    consent: bool = False
    consent_scores: bool = False
    name_cyrillic: str = ""
    earlier_names: tuple[str, ...] = ()
    contact: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it is found."""
        return tuple(filter(None, (self.name, self.name_cyrillic, *self.earlier_names)))


@dataclass(frozen=True)
class RegisterChoices:
    """What the columns of the register can name: sectors with their labels, languages and periods of the project."""

    sectors: Mapping[str, Mapping[str, str]]
    languages: tuple[str, ...]
    periods: tuple[str, ...]


def read_register(folder: Path, known: RegisterChoices, encoding: str) -> tuple[list[Organization], list[Finding]]:
    """Read the register of a project folder.

    Args:
        folder: the project folder.
        known: what its columns can name; the first language is that of an organization that names none.
        encoding: how it is read where it is not UTF-8.

    Raises:
        InputError: there is none, or it is no table with the columns that it needs.
    """
    table = _read(folder, encoding)
    findings = list(table.read.findings)
    missing = [column for column in ("id", "name", "sector") if column not in table.read.heading]
    if missing:
        found = shorten(table.read.heading)
        findings.append(finding("column-missing", table.place(), column=", ".join(missing), found=found))
    if errors(findings):
        raise InputError(findings)
    findings += _letter_lost(table)
    findings += letters_lost(
        (column, cell, table.place(row, column))
        for row, cells in table.read.rows
        for column, cell in zip(table.read.heading, cells, strict=True)
    )
    records = [_record(table.read.heading, cells) for _, cells in table.read.rows]
    for (row, _), record in zip(table.read.rows, records, strict=True):
        findings += _faults(record, known, partial(table.place, row))
    organizations = [_organization(record, known) for record in records]
    findings += [*_repeated_ids(organizations, table), *_repeated_names(organizations, table)]
    findings += _names_that_are_ids(organizations, table)
    return organizations, findings


@dataclass(frozen=True)
class _Table:
    """The register as read; from a workbook, with the name of its sheet."""

    read: CsvTable
    sheet: str = ""

    def place(self, row: int | None = None, column: str = "") -> Place:
        """Return where a cell of a column stands, by its heading; without a row, the heading's row."""
        letter = letters(self.read.heading.index(column) + 1) if self.sheet and column in self.read.heading else column
        return Place(self.read.name, self.sheet, row or self.read.heading_row, letter)


def register_file(folder: Path) -> str:
    """Return the name of a project's register.

    Raises:
        InputError: there is none, or there are two.
    """
    there = [name for name in REGISTER_NAMES if (folder / name).exists()]
    if not there:
        todo = f"List the organizations in one, one a row: id,name,sector,language. {BLANK_FORM}"
        raise InputError([finding("file-missing", Place("project.yaml"), what=" or ".join(REGISTER_NAMES), todo=todo)])
    if len(there) > 1:
        raise InputError([finding("support-twice", Place(there[1]), other=there[0])])
    return there[0]


def _read(folder: Path, encoding: str) -> _Table:
    name = register_file(folder)
    source = Source(name, content_of(folder / name, name), encoding)
    if not is_workbook(source):
        return _Table(read_csv(source.content, name, encoding, heads=_is_heading))
    sheets = read_workbook(source)
    sheet = sheets.get("organizations") or next(iter(sheets.values()))
    return _Table(table_of_sheet(name, sheet, _is_heading), sheet.name)


def _letter_lost(table: _Table) -> Iterator[Finding]:
    """Say once of each column where a name has a question mark in a word."""
    for place, column in enumerate(table.read.heading):
        found = [(row, cells[place]) for row, cells in table.read.rows if has_lost_letter(cells[place])]
        if found and column in ("name", "name_cyrillic", "earlier_names"):
            more = f", and {len(found) - 1} more such cells" if len(found) > 1 else ""
            at = table.place(found[0][0], column)
            yield finding("letter-lost", at, column=column, found=found[0][1], more=more)


def _is_heading(cells: Sequence[str]) -> bool:
    """Say whether a row can be the heading of the register."""
    return len({"id", "name", "sector"} & set(cells)) > 1


def _record(heading: tuple[str, ...], cells: tuple[str, ...]) -> dict[str, str]:
    """Return a row by its headings, with the code of its language."""
    pairs = zip(heading, cells, strict=True)
    record = {column: cell if column in _FREE else without_unseen(cell).strip() for column, cell in pairs}
    if record.get("language"):
        record["language"] = find_language(record["language"]) or record["language"]
    return record


def _organization(record: Mapping[str, str], known: RegisterChoices) -> Organization:
    earlier = (name.strip() for name in re.split("[;|]", record.get("earlier_names", "")))
    return Organization(
        id=record["id"],
        name=record["name"],
        sector=record["sector"],
        language=record.get("language") or known.languages[0],
        joined=record.get("joined", ""),
        left=record.get("left", ""),
        other={heading: cell for heading, cell in record.items() if heading not in _COLUMNS},
        name_cyrillic=record.get("name_cyrillic", ""),
        earlier_names=tuple(filter(None, earlier)),
        contact=record.get("contact", ""),
        consent=yes_or_no(record.get("consent", "")) or False,
        consent_scores=yes_or_no(record.get("consent_scores", "")) or False,
    )


def _faults(record: Mapping[str, str], known: RegisterChoices, at: Callable[[str], Place]) -> Iterator[Finding]:
    """Yield what is wrong in one row; `at` returns the place of a column's cell."""
    yield from (finding("cell-empty", at(key), column=key) for key in ("id", "name", "sector") if not record[key])
    if record["id"]:
        yield from id_faults(record["id"], at("id"))
    for column, words, what in (
        ("sector", known.sectors, "sector of this project"),
        ("language", known.languages, "language of this project"),
        ("joined", known.periods, "period of this project"),
        ("left", known.periods, "period of this project"),
    ):
        value = record.get(column, "")
        if column == "language" and is_ambiguous(value):
            yield finding("language-script", at(column), found=value)
        elif value and value not in words:
            named = {
                "column": column,
                "found": value,
                "what": what,
                "suggestion": _suggestion(column, value, known, words),
            }
            yield finding("cell-unknown", at(column), **named)
    for column, what in (
        ("consent", "answer to whether it may be named"),
        ("consent_scores", "answer to whether its scores may be shown"),
    ):
        agreed = record.get(column, "")
        if agreed and yes_or_no(agreed) is None:
            named = {"column": column, "found": agreed, "what": what}
            yield finding("cell-unknown", at(column), **named, suggestion="Write yes or no.")


def _suggestion(column: str, value: str, known: RegisterChoices, words: Iterable[str]) -> str:
    """Return what to do about a word that a column does not know."""
    if column == "sector":
        named = {for_matching(label): key for key, labels in known.sectors.items() for label in labels.values()}
        if near := named.get(for_matching(value)) or named.get(nearest(for_matching(value), named) or ""):
            return f"Did you mean {near}?"
    if column == "language" and find_language(value):
        return f"Add {value} to languages in project.yaml, or write one of these: {shorten(words)}."
    return suggest(value, words)


def _repeated_ids(organizations: list[Organization], table: _Table) -> Iterator[Finding]:
    rows = [row for row, _ in table.read.rows]
    for repeated, count in Counter(one.id for one in organizations).items():
        if count > 1 and repeated:
            at = [row for row, one in zip(rows, organizations, strict=True) if one.id == repeated]
            place = table.place(at[1], "id")
            yield finding("organization-twice", place, id=repeated, rows=shorten(map(str, at)))


def _repeated_names(organizations: list[Organization], table: _Table) -> Iterator[Finding]:
    """Yield each pair of organizations of which one is, or was, called as the other is or was."""
    first: dict[str, str] = {}
    for (row, _), one in zip(table.read.rows, organizations, strict=True):
        others = [first.setdefault(for_matching(name), one.id) for name in one.names]
        for other in dict.fromkeys(others):
            if other != one.id:
                yield finding("name-twice", table.place(row), id=other, other=one.id)


def _names_that_are_ids(organizations: list[Organization], table: _Table) -> Iterator[Finding]:
    """Yield each organization that is, or was, called by the id of another: its answers would be the other's."""
    ids = {one.id for one in organizations}
    for (row, _), one in zip(table.read.rows, organizations, strict=True):
        for name in one.names:
            other = as_id(name)
            if other in ids and other != one.id:
                yield finding("name-is-id", table.place(row), id=one.id, name=quoted(name), other=other)
