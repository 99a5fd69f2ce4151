"""A workbook as a package of parts: its size, its sheets, and what each sheet's own XML says beside its values.

A reader that is only asked for values gives an empty cell for both `=A1` without a stored result and `#N/A`; an answer
would be lost in silence. It reads on where the XML is broken, and sets aside memory for every cell up to the last one,
wherever that stands. So every part that it will read is checked first, and it is handed the checked parts only.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from oca.errors import InputError
from oca.findings import finding
from oca.source import Source
from oca.spreadsheet.other_formats import EXCEL, format_of, parts_left
from oca.spreadsheet.sheet_part import CellNotes, LargeSheetError, SheetFacts, SheetPart
from oca.spreadsheet.xml_parts import DamagedPartError, Elements, SharedTexts

LIMIT = 200
"""Megabytes that a workbook may unpack to."""

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

TEXTS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"

_ROOT = "_rels/.rels"

_ROOT_XML = """\
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="xl/workbook.xml"/></Relationships>"""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    DamagedPartError,
)


@dataclass(frozen=True)
class Package:
    """A workbook whose parts were checked.

    Attributes:
        content: a package of the checked parts, and of nothing else.
        sheets: what is known of each sheet with cells, by its name, in the order of the tabs.
    """

    content: bytes
    sheets: Mapping[str, SheetFacts]


def inspect(source: Source, only: str = "") -> Package:
    """Check every part of a workbook that will be read, or only those that one sheet needs.

    Raises:
        InputError: the workbook is damaged, is of another format, or is too large to be read safely.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if WORKBOOK not in entries:
                other = format_of(entries, "")
                if other is EXCEL:
                    raise DamagedPartError(WORKBOOK)
                raise InputError([finding("file-format", source.place(), actual=other.name, todo=other.todo)])
            _refuse_large(source, archive)
            if len(entries) < len(archive.infolist()):
                raise DamagedPartError("two parts of one name")
            parts = {name: _content(archive, entries[name]) for name in (WORKBOOK, RELATIONS)}
            relations = _elements(parts[RELATIONS], "Relationship")
            sheets = {name: one for name, one in _sheets(parts, relations).items() if only in ("", name)}
            paths = {path: path for path, _ in sheets.values()} | _shared(relations, entries)
            parts |= {name: _content(archive, entries[path]) for name, path in paths.items()}
            notes = {name: _notes(archive, entries, path) for name, (path, _) in sheets.items()}
        return _checked(source, parts, sheets, notes)
    except _FAULTS as error:
        raise damaged(source) from error


def damaged(source: Source) -> InputError:
    """Return what is said of a packed file that cannot be unpacked or read to its end: what it is, and what to do."""
    found = format_of(parts_left(source.content), source.name)
    if found is EXCEL:
        return InputError([finding("file-truncated", source.place())])
    todo = f"Copy or download it again. {found.todo}"
    return InputError([finding("file-format", source.place(), actual=f"{found.name}, damaged or cut off", todo=todo)])


def _refuse_large(source: Source, archive: zipfile.ZipFile) -> None:
    size = sum(entry.file_size for entry in archive.infolist()) // 1_000_000
    if size > LIMIT:
        raise InputError([finding("file-too-large", source.place(), size=size, limit=LIMIT)])


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type not in _METHODS:
        raise DamagedPartError(entry.filename)
    return archive.read(entry)


def _shared(relations: Iterable[Mapping[str, str]], names: Collection[str]) -> dict[str, str]:
    """Return where the texts and looks stand that all sheets share, by the names under which they are looked for."""
    targets = {one["Type"].rpartition("/")[2]: _path(one["Target"]) for one in relations}
    there = {TEXTS: targets.get("sharedStrings", TEXTS), STYLES: targets.get("styles", STYLES)}
    return {name: path for name, path in there.items() if path in names or path in targets.values()}


def _sheets(parts: Mapping[str, bytes], relations: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, str]]:
    """Return the path inside the package and the state of each sheet that has cells, by the sheet's name."""
    targets = {one["Id"]: one for one in relations}
    sheets: dict[str, tuple[str, str]] = {}
    for one in _elements(parts[WORKBOOK], "sheet"):
        relation = targets[next((value for name, value in one.items() if name.endswith(":id")), "")]
        if one["name"] in sheets:
            raise DamagedPartError("two sheets of one name")
        if relation["Type"].endswith("/worksheet"):
            sheets[one["name"]] = _path(relation["Target"]), one.get("state", "visible")
    return sheets


def _elements(xml: bytes, name: str) -> list[Mapping[str, str]]:
    part = Elements(name)
    part.read(xml)
    return part.found


def _path(target: str, folder: str = "xl") -> str:
    """Return a path inside the package; a relative one begins in the folder of the part that names it."""
    if target.startswith(("/", "xl/")):
        return target.lstrip("/")
    return posixpath.normpath(f"{folder}/{target}")


def _notes(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], sheet: str) -> dict[str, str]:
    """Return the notes and comments of a sheet by their cells, those of one cell on lines of their own.

    Excel writes a note beside each thread, for programs that know no threads; there the thread's own words count.
    """
    folder, _, name = sheet.rpartition("/")
    beside = f"{folder}/_rels/{name}.rels"
    relations = _elements(_content(archive, entries[beside]), "Relationship") if beside in entries else []
    found: dict[str, dict[str, list[str]]] = {"comments": {}, "threadedComment": {}}
    for one in relations:
        kind, path = one["Type"].rpartition("/")[2], _path(one["Target"], folder)
        if kind in found and path in entries:
            part = CellNotes()
            part.read(_content(archive, entries[path]))
            found[kind] |= part.found
    return {cell: "\n".join(texts) for cell, texts in (found["comments"] | found["threadedComment"]).items()}


def _checked(
    source: Source,
    parts: Mapping[str, bytes],
    sheets: Mapping[str, tuple[str, str]],
    notes: Mapping[str, Mapping[str, str]],
) -> Package:
    texts = SharedTexts()
    if TEXTS in parts:
        texts.read(parts[TEXTS])
    if STYLES in parts:
        Elements("").read(parts[STYLES])
    facts = {
        name: replace(_facts(source, name, parts[path], texts, state), notes=notes[name])
        for name, (path, state) in sheets.items()
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr(zipfile.ZipInfo(_ROOT), _ROOT_XML)
        for path, part in parts.items():
            package.writestr(zipfile.ZipInfo(path), part)
    return Package(content.getvalue(), facts)


def _facts(source: Source, sheet: str, xml: bytes, texts: SharedTexts, state: str) -> SheetFacts:
    part = SheetPart(texts.filled)
    try:
        part.read(xml)
    except LargeSheetError as error:
        names = {"rows": error.rows, "columns": error.columns}
        raise InputError([finding("sheet-too-large", source.place(sheet), **names)]) from None
    return part.facts(state)
