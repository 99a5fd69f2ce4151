"""Compound files: the container of old Office formats, of Outlook's messages, and of workbooks with a password."""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

LOCKED = "a workbook that is protected with a password"

_STREAMS = {
    "EncryptedPackage": LOCKED,
    "Workbook": "a workbook in the old .xls format",
    "Book": "a workbook in the old .xls format",
    "WordDocument": "a Word document in the old .doc format",
    "PowerPoint Document": "a presentation in the old .ppt format",
    "__properties_version1.0": "an e-mail of Outlook (.msg)",
    "Catalog": "a store of small pictures that Windows makes",
}
"""What a compound file is, by the name of a stream in it."""

_ENTRY, _FIRST = 128, 512
"""Bytes of an entry in the directory, and of the header before all."""

_FILE_PASSWORD = 0x2F
"""The second record of an old workbook that is protected with a password: FILEPASS of [MS-XLS] 2.4.117."""


def held_by(content: bytes) -> str:
    """Return what a compound file holds; empty where no known stream is in its directory.

    The directory's entries are found by their shape, wherever in the file they stand: a name in UTF-16 at a multiple of
    128 bytes, with its length behind it.
    """
    for name, what in _STREAMS.items():
        entry = _entry(content, name)
        if entry:
            return LOCKED if name in ("Workbook", "Book") and _has_password(content, entry) else what
    return ""


def _entry(content: bytes, name: str) -> int:
    """Return where the entry of a stream begins; 0 where there is none."""
    written = f"{name}\0".encode("utf-16-le")
    place = content.find(written, _FIRST)
    while place > 0:
        if place % _ENTRY == 0 and content[place + 64 : place + 66] == struct.pack("<H", len(written)):
            return place
        place = content.find(written, place + 1)
    return 0


def _has_password(content: bytes, entry: int) -> bool:
    """Say whether the stream of an old workbook begins as one with a password does."""
    size = 1 << int.from_bytes(content[30:32], "little") % 32
    sector = int.from_bytes(content[entry + 116 : entry + 120], "little")
    begin = (sector + 1) * size
    length = int.from_bytes(content[begin + 2 : begin + 4], "little")
    return int.from_bytes(content[begin + 4 + length : begin + 6 + length], "little") == _FILE_PASSWORD
