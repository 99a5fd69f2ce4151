"""What lies in the project folder itself: whatever is read from there can be read, and what nobody reads is named."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from oca.collection.pseudonyms import KEY_FILE
from oca.collection.stray_files import OPEN, is_left_behind
from oca.errors import InputError
from oca.findings import Finding, Place, finding
from oca.folders import content_of, fault, listed, unreadable
from oca.register import REGISTER_NAMES
from oca.source import Source
from oca.spreadsheet.reading import is_workbook, read_workbook
from oca.support.columns import FILES

QUESTIONNAIRE_SHEET = "_oca_questionnaire"
"""The hidden sheet of a questionnaire's workbook, which is read only when somebody asks for it."""

_WALKED = ("questionnaires", "scoring", "report_templates", "evidence")
"""Folders whose files are read one by one, by their names."""

_FOLDERS = (*_WALKED, "responses", "plans", "out", "published")

_NAMES = (
    "project.yaml",
    *REGISTER_NAMES,
    KEY_FILE,
    *(f"{name}{end}" for name in FILES for end in (".csv", ".xlsx")),
)


def look_around(folder: Path) -> Iterator[Finding]:
    """Yield a finding for what a project needs and cannot be read, and for each file that is none of a project's."""
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield unreadable(Place("."), error)
        return
    for path in inside:
        name = path.name
        if name in _NAMES:
            yield from _of_a_file(path, folder)
        elif name in _FOLDERS:
            yield from _of_a_folder(path, folder)
        elif not (path.is_dir() or name.startswith((".", *OPEN)) or is_left_behind(path) or _is_draft(path)):
            near = difflib.get_close_matches(name.casefold(), _NAMES, n=1, cutoff=0.8)
            todo = f"Did you mean {near[0]}?" if near else "A form that came back belongs into responses/<period>/."
            yield finding("project-file-stray", Place(name), todo=todo)


def _of_a_file(path: Path, root: Path) -> Iterator[Finding]:
    found = fault(path, root)
    if found:
        yield found
    elif path.is_dir():
        yield unreadable(Place(path.name), IsADirectoryError())


def _of_a_folder(path: Path, root: Path) -> Iterator[Finding]:
    found = fault(path, root)
    if found:
        yield found
    elif not path.is_dir():
        yield unreadable(Place(path.name), NotADirectoryError())
    elif path.name in _WALKED:
        yield from listed(path, root)[1]


def _is_draft(path: Path) -> bool:
    """Say whether a file is the workbook of a questionnaire that somebody is working on."""
    if not path.is_file() or path.suffix.lower() != ".xlsx":
        return False
    try:
        source = Source(path.name, content_of(path, path.name))
        return is_workbook(source) and bool(read_workbook(source, QUESTIONNAIRE_SHEET))
    except InputError:
        return False
