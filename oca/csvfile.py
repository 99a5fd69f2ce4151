"""CSV files as tables of text: what separates the cells, which row is the heading, and whether every row fits it.

A cell that moved to another column is an answer changed in silence. So a row of another length than the heading, and a
quotation mark that joins two rows, are errors; nothing is cut off or filled up.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest

from oca.errors import InputError
from oca.findings import Finding, Place, finding, quoted, shorten
from oca.folders import refuse_large
from oca.textfile import clean, decode

Line = tuple[int, tuple[str, ...]]
"""A row: its number, and its cells without the spaces around them."""

Heads = Callable[[Sequence[str]], bool]
"""Says whether a row can be the heading of a table, by its cells."""

DELIMITERS = ",;\t"

MARKS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""How messages call what separates the cells."""

SAMPLE = 20
"""So many rows are looked at to find out what separates the cells, and which row is the heading."""

_DECLARED = re.compile(r'\ufeff?"?sep=([^\w\s"]|\t)"?[,; \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
"""The line with which Excel is told what separates the cells."""


@dataclass(frozen=True)
class CsvTable:
    """A CSV file as text: its heading, its rows with the line each begins on, and what was noticed."""

    name: str
    heading: tuple[str, ...]
    rows: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()
    heading_row: int = 1


@dataclass(frozen=True)
class CsvLines:
    """The rows of a CSV file that hold a text, before it is known which of them is the heading.

    Attributes:
        suspects: row, and last line split as a row would be, of each cell in which two rows may have been joined.
    """

    name: str
    delimiter: str
    rows: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()
    suspects: tuple[Line, ...] = ()


def read_csv(
    raw: bytes, name: str, fallback: str = "cp1250", *, unique: bool = True, heads: Heads | None = None
) -> CsvTable:
    """Read a CSV file: every cell as text, without the spaces around it; blank rows are passed over.

    Args:
        raw: the bytes of the file.
        name: what messages call it.
        fallback: how it is read when it is not UTF-8.
        unique: whether two columns with one heading are refused.
        heads: says whether a row can be the heading; without it, and where none can, the first row is.

    Raises:
        InputError: it cannot be decoded, is too large or empty, quotation marks are wrong, several rows can be the
            heading, or rows do not fit it.
    """
    lines = csv_lines(raw, name, fallback, heads)
    places = heading_places(lines.rows, heads) if heads else ()
    return table_of(lines, places or (0,), unique=unique)


def csv_lines(raw: bytes, name: str, fallback: str = "cp1250", heads: Heads | None = None) -> CsvLines:
    """Read the rows of a CSV file that hold a text.

    Raises:
        InputError: it cannot be decoded, is too large or empty, or its quotation marks are wrong.
    """
    refuse_large(len(raw), name, ".csv")
    text, findings = decode(raw, name, fallback)
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    with _cells_of_any_length(len(body)):
        delimiter = _delimiter(body, heads, declared[1] if declared else "")
        read = list(_parsed(body, name, delimiter, 1 + bool(declared)))
    rows = tuple((line, cells) for line, parsed in read if any(cells := tuple(map(clean, parsed))))
    if not rows:
        raise InputError([*findings, finding("file-empty", Place(name))])
    suspects = tuple((line, parts) for line, parsed in read for parts in _half_rows(parsed, delimiter))
    return CsvLines(name, delimiter, rows, tuple(findings), suspects)


def table_of(lines: CsvLines, places: Sequence[int], *, unique: bool = True) -> CsvTable:
    """Return the table below the heading, which stands at one of the places among the rows.

    Raises:
        InputError: there are several such places, or rows do not fit the heading.
    """
    (number, written), rows = lines.rows[places[0]], lines.rows[places[0] + 1 :]
    findings = [*lines.findings, *above_heading(Place(lines.name), lines.rows, places)]
    heading = without_empty_tail(written)
    faults = [
        finding("heading-twice", Place(lines.name, row=number), heading=word)
        for word in sorted({word for word in heading if unique and word and heading.count(word) > 1})
    ]
    faults += _row_lengths(lines, rows, len(written), len(heading))
    faults += _joined_rows(lines)
    if faults:
        raise InputError([*findings, *faults])
    fitted = tuple((line, cells[: len(heading)]) for line, cells in rows)
    return CsvTable(lines.name, heading, fitted, tuple(findings), number)


def heading_places(rows: Sequence[Line], heads: Heads) -> tuple[int, ...]:
    """Return the places among the first rows at which the heading can stand: the first row, where it can be it.

    >>> heading_places([(1, ("Answers",)), (2, ("id", "name")), (3, ("zora", "Dawn"))], lambda row: "id" in row)
    (1,)
    """
    if rows and heads(rows[0][1]):
        return (0,)
    return tuple(place for place, (_, cells) in enumerate(rows[:SAMPLE]) if heads(cells))


def above_heading(place: Place, rows: Sequence[Line], places: Sequence[int]) -> list[Finding]:
    """Return what is to be said of the rows above the heading, which are not read.

    Raises:
        InputError: several rows can be the heading.
    """
    if len(places) > 1:
        numbers = " and ".join(str(rows[one][0]) for one in places)
        raise InputError([finding("heading-unclear", place, rows=numbers)])
    above = [" ".join(filter(None, cells)) for _, cells in rows[: places[0]]]
    at = Place(place.file, place.sheet, rows[places[0]][0])
    texts = shorten((repr(text if len(text) <= 40 else f"{text[:40]}…") for text in above), 3)
    return [finding("rows-above-heading", at, count=len(above), texts=texts)] if above else []


def without_empty_tail(cells: Sequence[str]) -> tuple[str, ...]:
    """Return cells without the empty ones at their end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])


@contextmanager
def _cells_of_any_length(longest: int) -> Iterator[None]:
    """Let a cell be as long as the file; Python's limit is 131,072 characters, and is one for the whole process."""
    before = csv.field_size_limit(max(longest, csv.field_size_limit()))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _parsed(text: str, name: str, delimiter: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Yield every row; it has the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = line - 1
    try:
        for parsed in reader:
            yield line, parsed
            line = before + reader.line_num + 1
    except csv.Error as error:
        problem = "behind a quotation mark that closes a cell stands something else than a separator"
        if "end of data" in str(error):
            problem = "the file ends inside a quoted cell, which begins in this row"
        raise InputError([finding("csv-syntax", Place(name, row=line), problem=problem)]) from None


def _delimiter(text: str, heads: Heads | None, declared: str) -> str:
    """Return what separates the cells: with it a row can be the heading, where that can be said.

    What is declared comes first; then that with which the first rows are equally long, and longer than with any other.
    """

    def sample(delimiter: str) -> list[tuple[str, ...]]:
        cleaned = (tuple(map(clean, row)) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        return list(islice((row for row in cleaned if any(row)), SAMPLE))

    def fit(delimiter: str) -> tuple[bool, int]:
        widths = [len(row) for row in samples[delimiter]]
        return bool(widths) and widths[0] > 1 and len(set(widths)) == 1, max(widths, default=0)

    samples = {one: sample(one) for one in dict.fromkeys((*declared, *DELIMITERS))}
    if blank := next((one for one in samples if not samples[one]), ""):
        return blank
    ranked: list[str] = sorted(samples, key=lambda one: (one == declared, *fit(one)), reverse=True)
    known = (one for one in ranked if heads and any(map(heads, samples[one])))
    return next(known, ranked[0])


def _row_lengths(lines: CsvLines, rows: Sequence[Line], width: int, expected: int) -> list[Finding]:
    """Return a finding for each wrong number of cells that rows have.

    Args:
        lines: the file.
        rows: its rows below the heading.
        width: how many cells the heading has.
        expected: how many it has without the empty ones at its end, below which nothing may stand.
    """
    wrong: dict[tuple[int, str], list[int]] = {}
    tail = f", and {width - expected} empty after them" if width > expected else ""
    for number, cells in rows:
        if len(cells) != width:
            wrong.setdefault((len(cells), tail), []).append(number)
        elif any(cells[expected:]):
            wrong.setdefault((len(without_empty_tail(cells)), ""), []).append(number)
    found = []
    for (length, after), numbers in wrong.items():
        also = f" So have rows {shorten(map(str, numbers[1:]))}." if numbers[1:] else ""
        names = {"found": f"{length} cell{'s' * (length != 1)}", "expected": f"{expected}{after}"}
        todo = _longer(lines.delimiter) if length > expected else _SHORTER
        found.append(finding("row-length", Place(lines.name, row=numbers[0]), **names, also=also, todo=todo))
    return found


_SHORTER = (
    "Look for a separator that is missing, or for a line break in a text without quotation marks around it. Saved from "
    "Excel as .xlsx, a table cannot shift."
)


def _longer(delimiter: str) -> str:
    mark = MARKS.get(delimiter, delimiter)
    return (
        f'Put quotation marks around a text or number with a {mark} in it, as in "2{delimiter}5"; or take out what is '
        "too much. Saved from Excel as .xlsx, a table cannot shift."
    )


def _half_rows(cells: Sequence[str], delimiter: str) -> Iterator[tuple[str, ...]]:
    """Yield the last line of each cell with several lines, split as a row would be, where a row could end in it.

    Where two quotation marks of two rows have joined these into one, a cell ends in the middle of the later row: its
    last line has as many cells as there are up to its column.
    """
    for column, cell in enumerate(cells, start=1):
        last = cell.splitlines()[-1] if column > 1 and ("\n" in cell or "\r" in cell) else ""
        parts = tuple(map(clean, last.split(delimiter)))
        if last and len(parts) == column:
            yield parts


def _joined_rows(lines: CsvLines) -> Iterator[Finding]:
    """Yield each suspect that ends where the later row's quoted cell began, or has a cell that its column has too."""
    columns = [set(filter(None, column)) for column in zip_longest(*(cells for _, cells in lines.rows))]
    for number, parts in lines.suspects:
        alike = any(part in column for part, column in zip(parts[:-1], columns, strict=False))
        if alike or not parts[-1]:
            text = lines.delimiter.join(parts)[:60]
            yield finding("csv-rows-joined", Place(lines.name, row=number), text=quoted(text))
