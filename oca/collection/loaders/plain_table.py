"""Tables that anybody can write: tidy (one row an answer) and wide (one row a sheet of answers), CSV or workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from oca.collection.personal_data import is_personal
from oca.collection.raw_answers import RawAnswer, RawFile
from oca.csvfile import CsvLines, Heads, above_heading, heading_places, table_of, without_empty_tail
from oca.errors import InputError
from oca.findings import Finding, finding, nearest, shorten
from oca.language import for_matching
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, letters

KEYS = ("organization", "period", "questionnaire", "score_type", "respondent", "role", "submitted")
"""Columns that say whose sheet it is; all but organization may be absent."""

REMARKS = ("comment", "evidence")

PARTS = ("answer", *REMARKS)
"""What a table says of an item."""

TIDY = (*KEYS, "item", *PARTS)

HEADINGS: Mapping[str, str] = {
    **{name: name for name in TIDY},
    "organisation": "organization",
    "organizacija": "organization",
    "razdoblje": "period",
    "upitnik": "questionnaire",
    "score type": "score_type",
    "ispitanik": "respondent",
    "uloga": "role",
    "stavka": "item",
    "odgovor": "answer",
    "komentar": "comment",
    "dokaz": "evidence",
    "dokazi": "evidence",
}
"""How people head the columns, in the form used for matching, and the name that each stands for."""

SEPARATOR = ":"
"""In a wide table `gov-board:comment` heads the comments on gov-board."""


@dataclass(frozen=True)
class Rows:
    """A table from either kind of file: heading, rows with their number, and how a column is named in messages.

    `written` is the heading as it stands in the file; in `heading` known words have become names.
    """

    sheet: str
    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    column_names: tuple[str, ...]
    heading_row: int = 1
    findings: tuple[Finding, ...] = ()
    written: tuple[str, ...] = ()

    def records(self) -> list[tuple[int, dict[str, str]]]:
        """Return each row's number and its cells by heading."""
        return [(number, dict(zip(self.heading, cells, strict=True))) for number, cells in self.rows]

    def column_of(self, written: str) -> str:
        """Return how messages name the first column with a heading as it stands in the file."""
        return self.column_names[self.written.index(written)]

    def name_of(self, heading: str) -> str:
        """Return how messages name the column of a heading."""
        return self.column_names[self.heading.index(heading)]


def csv_rows(lines: CsvLines, places: Sequence[int]) -> Rows:
    """Return the table of a CSV file below its heading, which stands at one of the places among the rows."""
    table = table_of(lines, places, unique=False)
    heading = tuple(map(_machine_name, table.heading))
    return Rows("", heading, table.rows, table.heading, table.heading_row, table.findings, table.heading)


def heading_only(cells: Sequence[str]) -> Rows:
    """Return a table with a heading and no rows."""
    written = without_empty_tail(cells)
    return Rows("", tuple(map(_machine_name, written)), (), written, written=written)


def sheet_rows(source: Source, grid: SheetGrid, heads: Heads) -> Rows:
    """Read the table of a sheet: its heading is the row that can be it, else the first that has text."""
    filled = [(number, cells) for number, cells in enumerate(grid.cells, start=1) if any(cells)]
    if not filled:
        return Rows(grid.name, (), (), ())
    places = heading_places(filled, heads) or (0,)
    faults = above_heading(source.place(grid.name), filled, places)
    (top, first), below = filled[places[0]], filled[places[0] + 1 :]
    written = without_empty_tail(first)
    width = len(written)
    rows = tuple((number, (*cells, *[""] * width)[:width]) for number, cells in below)
    names = tuple(letters(n) for n in range(1, width + 1))
    todo = "Move what stands beside the table into it, or out of the sheet."
    faults += [
        finding(
            "row-length",
            source.place(grid.name, number),
            found=f"{len(without_empty_tail(cells))} cells",
            expected=width,
            also="",
            todo=todo,
        )
        for number, cells in below
        if any(cells[width:])
    ]
    faults += [
        finding("formula-uncalculated", source.place(grid.name, number, name))
        for number, _ in (rows if grid.uncalculated else ())
        for name in names
        if f"{name}{number}" in grid.uncalculated
    ]
    return Rows(grid.name, tuple(map(_machine_name, written)), rows, names, top, tuple(faults), written)


def _machine_name(heading: str) -> str:
    """Return the name that a heading stands for; one that is no known word, such as an item's id, stays as it is."""
    return HEADINGS.get(for_matching(heading), heading)


def headed_twice(source: Source, rows: Rows) -> list[Finding]:
    """Return a finding for each heading that two columns of a tidy or wide table have."""
    place = source.place(rows.sheet, rows.heading_row)
    repeated = sorted({word for word in rows.heading if word and rows.heading.count(word) > 1})
    return [finding("heading-twice", place, heading=word) for word in repeated]


def load_tidy(source: Source, rows: Rows, organization: str = "", *, passed_over: Iterable[str] = ()) -> RawFile:
    """Read a tidy table; a column that it does not know is a finding, for a misspelt one would lose answers.

    Args:
        source: the file.
        rows: its table.
        organization: whose the answers are where no row says so.
        passed_over: further columns of which is known that they hold nothing to be read.
    """
    personal = [head for head in rows.heading if head not in TIDY and is_personal(head)]
    passed = set(map(for_matching, passed_over))
    others = [head for head in rows.heading if head not in (*TIDY, *personal) and for_matching(head) not in passed]
    faults = _unknown_columns(source, rows, others, TIDY)
    faults += _set_aside(source, rows, personal)
    answers = []
    for number, record in rows.records():
        keys = {key: record.get(key, "") for key in TIDY}
        keys["organization"] = keys["organization"] or organization
        heads = {part: part for part in PARTS}
        named = {"sheet_id": keys["submitted"], "item_column": rows.name_of("item")}
        answers.append(_answer({**keys, **named}, rows, number, heads))
    return RawFile(tuple(answers), (*rows.findings, *faults), key_columns=_key_columns(rows))


def load_wide(source: Source, rows: Rows, known_items: frozenset[str]) -> RawFile:
    """Read a wide table; a column that is no key, no item of any version and not personal is a finding."""
    if not all(rows.heading):
        raise InputError(
            [*rows.findings, finding("cell-empty", source.place(rows.sheet, rows.heading_row), column="A heading")]
        )
    personal = [head for head in rows.heading if head not in (*KEYS, *known_items) and is_personal(head)]
    others = [head for head in rows.heading if head not in (*KEYS, *personal)]
    items = [head for head in others if head in known_items]
    known = [f"{item}{SEPARATOR}{part}" for item in items for part in REMARKS]
    extras = [head for head in others if SEPARATOR in head and head not in known]
    faults = _unknown_columns(source, rows, extras, known)
    strange = [head for head in others if head not in (*items, *known, *extras)]
    faults += _unknown_columns(source, rows, strange, [*sorted(known_items), *KEYS])
    faults += _set_aside(source, rows, personal)
    answers = []
    for number, record in rows.records():
        shared = {key: record.get(key, "") for key in KEYS}
        for item in items:
            heads = {"answer": item, **{part: f"{item}{SEPARATOR}{part}" for part in REMARKS}}
            cells = {**shared, "item": item, **{part: record.get(head, "") for part, head in heads.items()}}
            named = {**cells, "sheet_id": f"row {number}"}
            answers.append(_answer(named, rows, number, heads, item_row=rows.heading_row))
    return RawFile(tuple(answers), (*rows.findings, *faults), key_columns=_key_columns(rows))


def _answer(
    cells: Mapping[str, str], rows: Rows, number: int, heads: Mapping[str, str], *, item_row: int = 0
) -> RawAnswer:
    """Return an answer by its cells; `heads` are the headings of what is said of an item, by its part."""
    columns = {part: rows.name_of(head) if head in rows.heading else "" for part, head in heads.items()}
    return RawAnswer(
        **cells,
        sheet=rows.sheet,
        row=number,
        column=columns["answer"],
        item_row=item_row,
        comment_column=columns["comment"],
        evidence_column=columns["evidence"],
    )


def _key_columns(rows: Rows) -> dict[tuple[str, str], str]:
    return {(rows.sheet, key): rows.name_of(key) for key in KEYS if key in rows.heading}


def _set_aside(source: Source, rows: Rows, personal: list[str]) -> list[Finding]:
    """Say which columns hold personal data and were not read."""
    place = source.place(rows.sheet, rows.heading_row)
    return [finding("columns-personal", place, columns=shorten(personal))] if personal else []


def _unknown_columns(source: Source, rows: Rows, unknown: list[str], known: Iterable[str]) -> list[Finding]:
    names = list(known)
    return [
        finding(
            "column-unknown",
            source.place(rows.sheet, rows.heading_row, rows.name_of(head)),
            column=repr(head),
            suggestion=f"Did you mean {near}?" if (near := nearest(head, names)) else "",
        )
        for head in unknown
    ]
