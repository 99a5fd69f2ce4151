"""Reading text and CSV files whose encoding and delimiter nobody can promise.

UTF-8 with or without a byte order mark, UTF-16 with one, then the declared fallback, with a warning. No byte is ever
dropped or replaced in silence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from oca.errors import InputError
from oca.findings import Finding, Place, finding

LIMIT = 50
"""Megabytes that a CSV file may have; 1,000 sheets of 60 answers, each the text of a level, have 15."""

SAMPLE = 20
"""So many rows are looked at to find out what separates the cells."""


@dataclass(frozen=True)
class CsvTable:
    """A CSV file as text: its heading, its rows with the line each begins on, and what was noticed."""

    name: str
    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    findings: tuple[Finding, ...] = ()


def decode(raw: bytes, name: str, fallback: str = "cp1250") -> tuple[str, list[Finding]]:
    """Decode the bytes of a file.

    Raises:
        InputError: the file is empty, or neither UTF-8 nor the fallback.
    """
    if not raw.strip():
        raise InputError([finding("file-empty", Place(name))])
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), []
        except UnicodeDecodeError as error:
            names = {"encoding": "UTF-16", "byte": error.start + 1}
            raise InputError([finding("encoding-wrong", Place(name), **names)]) from None
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode(fallback), [finding("encoding-fallback", Place(name), encoding=fallback)]
    except UnicodeDecodeError as error:
        raise InputError([finding("encoding-wrong", Place(name), encoding=fallback, byte=error.start + 1)]) from None


def read_csv(raw: bytes, name: str, fallback: str = "cp1250", *, unique: bool = True) -> CsvTable:
    """Read a CSV file: every cell as text, without the spaces around it; blank rows are passed over.

    Args:
        raw: the bytes of the file.
        name: what messages call it.
        fallback: how it is read when it is not UTF-8.
        unique: whether two columns with one heading are refused.

    Raises:
        InputError: it cannot be decoded, is too large, ends inside a quoted cell, or its rows do not fit the heading.
    """
    if len(raw) > LIMIT * 1_000_000:
        raise InputError([finding("file-too-large", Place(name), size=len(raw) // 1_000_000, limit=LIMIT)])
    text, findings = decode(raw, name, fallback)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    numbered: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    try:
        for parsed in reader:
            numbered.append((line, tuple(clean(cell) for cell in parsed)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError([finding("csv-syntax", Place(name, row=line), problem=error)]) from None
    filled = [(number, cells) for number, cells in numbered if any(cells)]
    if not filled:
        raise InputError([finding("file-empty", Place(name))])
    (heading_row, heading), rows = filled[0], filled[1:]
    heading = _without_empty_tail(heading)
    faults = [
        finding("heading-twice", Place(name, row=heading_row), heading=word)
        for word in sorted({word for word in heading if unique and word and heading.count(word) > 1})
    ]
    faults += _cut_off(text, name, numbered[-1][0])
    fitted: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in rows:
        if len(_without_empty_tail(cells)) > len(heading) or len(cells) < len(heading):
            faults.append(finding("row-length", Place(name, row=number), found=len(cells), expected=len(heading)))
        fitted.append((number, cells[: len(heading)]))
    if faults:
        raise InputError([*findings, *faults])
    return CsvTable(name, heading, tuple(fitted), tuple(findings))


def clean(cell: str) -> str:
    """Return a cell's text without the spaces around it, non-breaking ones included."""
    return cell.strip(" \t\r\n\u00a0\ufeff\u200b")


def _delimiter(text: str) -> str:
    """Return what separates the cells: with it the first rows are equally long, and longer than with any other."""

    def fit(delimiter: str) -> tuple[bool, int]:
        filled = (row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row))
        try:
            widths = [len(row) for row in islice(filled, SAMPLE)]
        except csv.Error:
            return False, 0
        return widths[0] > 1 and len(set(widths)) == 1, widths[0]

    return max(",;\t", key=fit)


def _cut_off(text: str, name: str, line: int) -> list[Finding]:
    """Return a finding when the text ends inside a quoted cell, as a download does that was broken off."""
    if text.count('"') % 2 == 0:
        return []
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            return [finding("csv-syntax", Place(name, row=line), problem="the file ends inside a quoted cell")]
    return []


def _without_empty_tail(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


_LOST_WORD = re.compile(r"(?<![^\s\"'(„“«])\?{3,}")
"""A word of question marks; at the end of another one, `???` is somebody's wonder."""


def is_lost(text: str) -> bool:
    """Say whether a name or an answer is mostly question marks: what Excel writes for letters that a code page lacks.

    >>> is_lost("????????? ????"), is_lost("Udruženje ?????"), is_lost("Ko smo mi?")
    (True, True, False)
    """
    return "?" in text and (_LOST_WORD.search(text) is not None or _mostly_marks(text))


def is_lost_comment(text: str) -> bool:
    """Say the same of a comment, in which somebody may write ???: there, several words are question marks."""
    return len(re.findall(r"\?{2,}", text)) > 1 and _mostly_marks(text)


def _mostly_marks(text: str) -> bool:
    return len("".join(text.split())) <= 2 * text.count("?")


def letters_lost(cells: Iterable[tuple[str, str, Place]]) -> list[Finding]:
    """Return one finding for each kind of cell that has lost its letters: at the first such cell, with their number.

    Args:
        cells: what each cell is, such as its column; its text; where it stands.
    """
    lost: dict[str, list[tuple[str, Place]]] = {}
    for what, text, place in cells:
        if is_lost(text):
            lost.setdefault(what, []).append((text, place))
    return [
        finding("letters-lost", found[0][1], what=what, found=found[0][0], more=_more(len(found) - 1))
        for what, found in lost.items()
    ]


def _more(count: int) -> str:
    return f", and {count} more such cells" if count else ""
