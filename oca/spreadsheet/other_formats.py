"""Files that are packed as a workbook is and are none: what they are, whole or damaged, and what to do with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

SAVE = "Open it, and save it as .xlsx or as CSV UTF-8."


@dataclass(frozen=True)
class Format:
    """A format by its name for people, and how a workbook that is read can be made of it."""

    name: str
    todo: str = SAVE


EXCEL = Format("an Excel workbook")

_NUMBERS = Format("a document of Apple (Numbers, Pages or Keynote)", "Open it in Numbers, and export it to Excel.")
_OPEN_DOCUMENT = Format("an OpenDocument file", "Open it in LibreOffice or Excel, and save it as .xlsx.")
_BINARY = Format("a binary workbook (.xlsb)", "Open it in Excel, and save it as .xlsx.")
_WORD, _SLIDES = Format("a Word document"), Format("a presentation")
_ARCHIVE = Format("a zip archive", "Unpack it, and put the files that it holds here.")

_BY_PART = (
    ("xl/workbook.bin", _BINARY),
    ("xl/", EXCEL),
    ("word/", _WORD),
    ("ppt/", _SLIDES),
    ("mimetype", _OPEN_DOCUMENT),
    ("Index/", _NUMBERS),
    ("Index.zip", _NUMBERS),
)
"""What a file is that has a part of such a name, or in such a folder; the first that is found counts."""

_BY_ENDING = {
    **dict.fromkeys((".xlsx", ".xlsm"), EXCEL),
    **dict.fromkeys((".ods", ".odt", ".odp", ".ots", ".fods"), _OPEN_DOCUMENT),
    **dict.fromkeys((".numbers", ".pages", ".key"), _NUMBERS),
    ".xlsb": _BINARY,
    ".docx": _WORD,
    ".pptx": _SLIDES,
}
"""What a file is whose parts say nothing, by how its name ends."""

_HEADER = re.compile(rb"PK\x03\x04.{22}(?P<length>..)..", re.DOTALL)
"""What stands before each part: among other things how many bytes its name has, which follows."""

_PARTS = 1_000
"""So many parts are looked at in a file that cannot be unpacked."""


def format_of(parts: Collection[str], name: str) -> Format:
    """Return the format of a packed file by the names of its parts, else by its own name."""
    found = (one for begins, one in _BY_PART if any(part.startswith(begins) for part in parts))
    return next(found, None) or _BY_ENDING.get(PurePosixPath(name).suffix.lower(), _ARCHIVE)


def parts_left(content: bytes) -> list[str]:
    """Return the names of the parts that can still be found in a file that is damaged or cut off."""
    names = []
    for header in _HEADER.finditer(content):
        end = header.end() + int.from_bytes(header["length"], "little")
        names.append(content[header.end() : end].decode("utf-8", "replace"))
        if len(names) == _PARTS:
            break
    return names
