"""What a workbook's own files say and a fast reader passes over: formulas never calculated, error values, size.

A reader that is only asked for values gives an empty cell for both `=A1` without a stored result and `#N/A`; an answer
would be lost in silence. It also sets aside memory for every cell up to the last one, wherever that stands.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from oca.collection.raw import Source
from oca.errors import InputError
from oca.findings import finding

LIMIT = 200
"""Megabytes that a workbook may unpack to."""

CELLS = 5_000_000
"""Cells that a sheet may span, from A1 to the last cell that holds anything."""

WORKBOOK = "xl/workbook.xml"

_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_PECULIAR = re.compile(rb"<(?:\w+:)?f[\s/>]|\st=[\"']e[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)")
_COORDINATE = re.compile(rb"\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"']")


@dataclass(frozen=True)
class Peculiar:
    """The cells of a sheet that are no plain values, by name, such as F14.

    Attributes:
        formulas: they hold a formula.
        uncalculated: they hold a formula without a stored result.
        errors: they hold an error of Excel, such as #N/A.
    """

    formulas: frozenset[str] = frozenset()
    uncalculated: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)


def inspect(source: Source) -> dict[str, Peculiar]:
    """Return the peculiar cells of each sheet of a workbook, by the sheet's name.

    Raises:
        InputError: the workbook is damaged, is of another format, or is too large to be read safely.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            if WORKBOOK not in archive.namelist():
                raise InputError([finding("file-format", source.place(), actual=_other_format(archive))])
            _refuse_large(source, archive)
            parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
        return {name: _peculiar(source, name, parts[path]) for name, path in _paths(parts).items() if path in parts}
    except _FAULTS as error:
        raise InputError([finding("file-truncated", source.place())]) from error


def _refuse_large(source: Source, archive: zipfile.ZipFile) -> None:
    size = sum(entry.file_size for entry in archive.infolist()) // 1_000_000
    if size > LIMIT:
        raise InputError([finding("file-too-large", source.place(), size=size, limit=LIMIT)])


def _other_format(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "mimetype" in names:
        return "an OpenDocument file"
    if "xl/workbook.bin" in names:
        return "a binary workbook (.xlsb)"
    return "a Word document" if "word/document.xml" in names else "a zip archive"


def _paths(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the path of each sheet inside the package, by the sheet's name."""
    relations = [_attributes(found) for found in _RELATION.findall(parts["xl/_rels/workbook.xml.rels"])]
    targets = {one["Id"]: one["Target"] for one in relations}
    paths = {}
    for found in _SHEET.findall(parts[WORKBOOK]):
        attributes = _attributes(found)
        relation = next(value for name, value in attributes.items() if name.endswith(":id"))
        target = targets[relation]
        paths[attributes["name"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return paths


def _peculiar(source: Source, sheet: str, xml: bytes) -> Peculiar:
    coordinates = _COORDINATE.findall(xml)
    rows = max((int(row) for _, row in coordinates), default=0)
    columns = max((_number(letters) for letters in {letters for letters, _ in coordinates}), default=0)
    if rows * columns > CELLS:
        raise InputError([finding("sheet-too-large", source.place(sheet), rows=rows, columns=columns)])
    if not _PECULIAR.search(xml):
        return Peculiar()
    formulas, uncalculated, errors = set(), set(), {}
    for found, content in _CELL.findall(xml):
        attributes, value, formula = _attributes(found), _VALUE.search(content), _FORMULA.search(content)
        cell = attributes.get("r", "")
        if formula:
            formulas.add(cell)
        if attributes.get("t") == "e" and value:
            errors[cell] = value.group(1).decode()
        elif attributes.get("t") != "str" and not value and formula:
            uncalculated.add(cell)
    return Peculiar(frozenset(formulas), frozenset(uncalculated), errors)


def _attributes(found: bytes) -> dict[str, str]:
    return {name.decode(): html.unescape(value.decode()) for name, value in _ATTRIBUTE.findall(found)}


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
