"""A seal on workbooks that people may work in: whether anybody saved one since it was made, whatever was changed.

In the description of the document stands a digest of all its other parts. A program that saves a workbook writes these
anew, so that the digest does not fit any more.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from oca import files

_ABOUT = "docProps/core.xml"
"""The part that holds title, author and description."""

_START, _STOP = b'<dc:description xmlns:dc="http://purl.org/dc/elements/1.1/">oca:', b"</dc:description>"
"""What stands around the digest; not every program names the space of names for the whole part."""

_SEAL = re.compile(re.escape(_START) + rb"([0-9a-f]{64})" + re.escape(_STOP))

_END = b"</cp:coreProperties>"


def sealed(content: bytes) -> bytes:
    """Return a workbook with a seal; its parts keep their order and their times."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        parts = {entry: source.read(entry) for entry in source.infolist()}
        digest = _digest({entry.filename: part for entry, part in parts.items()})
        seal = _START + digest.encode() + _STOP
        for entry, part in parts.items():
            about = part.replace(_END, seal + _END) if entry.filename == _ABOUT else part
            target.writestr(entry, about, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def seal(path: Path) -> None:
    """Put a seal on a workbook that was just made.

    Raises:
        UsageError: it cannot be written.
    """
    files.write(path, sealed(path.read_bytes()))


def seal_holds(path: Path) -> bool:
    """Say whether a workbook is as it was made: it has a seal, and nobody has saved it since."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return False
    seal = _SEAL.search(parts.get(_ABOUT, b""))
    return seal is not None and seal[1].decode() == _digest(parts)


def is_changed(path: Path) -> bool:
    """Say whether a workbook must not be replaced, because somebody may have worked in it."""
    return not seal_holds(path)


def left_alone(path: Path) -> str:
    """Say in a sentence that a changed workbook was not written over."""
    return f"{path.name} was changed since it was made, so it is left as it is; the new one is beside it."


def _digest(parts: Mapping[str, bytes]) -> str:
    found = hashlib.sha256()
    for name, part in sorted(parts.items()):
        if name != _ABOUT:
            found.update(f"{name}\0{len(part)}\0".encode() + part)
    return found.hexdigest()
