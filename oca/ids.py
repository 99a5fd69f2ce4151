"""Ids, and the names of files that are made of them: what is fit for one on every system."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from oca.findings import Finding, Place, finding, quoted
from oca.language import for_matching
from oca.yamlfile import Document

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

LONGEST = 100
"""So many characters an id may have that names files; a file's name has 255 bytes at most, and more stands in it."""

_VERSION = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")

_DEVICE = re.compile(r"con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9¹²³]", re.IGNORECASE)
"""Names under which Windows finds a device and never a file (Naming Files, Paths, and Namespaces)."""


def is_id(name: str) -> bool:
    """Say whether a word looks as ids do: lower-case letters, digits and hyphens."""
    return _ID.fullmatch(name) is not None


def as_id(typed: str) -> str:
    """Return the id that a person means who typed it in other letters.

    >>> as_id("Most_Plus"), as_id("ZORA ")
    ('most-plus', 'zora')
    """
    return for_matching(typed).replace("_", "-")


def id_faults(name: str, place: Place) -> Iterator[Finding]:
    """Yield a fault where the id of something that has files or folders of its own is not fit for their names."""
    if is_device(name):
        yield finding("id-device", place, id=quoted(name))
    elif not is_id(name) or len(name) > LONGEST:
        yield finding("id-shape", place, id=quoted(name))


def version_faults(version: str, place: Place) -> Iterator[Finding]:
    """Yield a fault where a version of a questionnaire is not fit for the names of its files."""
    if is_device(version):
        yield finding("id-device", place, id=quoted(version))
    elif not _VERSION.fullmatch(version) or len(version) > LONGEST:
        yield finding("id-shape", place, id=quoted(version))


def is_device(name: str) -> bool:
    """Say whether Windows takes a name for a device, whatever its case and its ending.

    >>> [is_device(name) for name in ("con", "Aux.2024", "lpt9", "console", "com10", "con-1")]
    [True, True, True, False, False, False]
    """
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")) is not None


def name_faults(names: Mapping[str, tuple[str, str, str]], document: Document) -> Iterator[Finding]:
    """Yield a fault for each key of a file that says another name than the file, or its folder, has.

    Args:
        names: for each key what it says, the name by which the file was found, and what has that name.
        document: the file.
    """
    for key, (found, name, what) in names.items():
        place = document.place(key)
        if found != name:
            yield finding("name-differs", place, key=key, found=found, what=what, name=name)
        elif is_device(name):
            yield finding("id-device", place, id=quoted(name))
