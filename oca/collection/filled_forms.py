"""Forms that somebody filled in where they were made, in `out/`: never replaced, and named by `oca check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oca.collection import loaders
from oca.collection.raw import Source
from oca.errors import InputError
from oca.findings import Finding, Place, finding
from oca.folders import content_of
from oca.project import Project

FOLDER = Path("out", "forms")
"""Where `oca form` puts the forms of a project."""

_READ = (".xlsx", ".json", ".csv")


def is_filled(path: Path) -> bool:
    """Say whether a form holds more than what it was made with, or cannot be read, so that it must not be replaced."""
    try:
        raw = loaders.load(Source(path.name, content_of(path, path.name)), frozenset())
    except (InputError, OSError):
        return True
    given = ("answer", "comment", "evidence", "respondent", "role", "submitted")
    return bool(raw.findings) or any(getattr(one, part) for one in raw.answers for part in given)


def filled_in_out(project: Project) -> Iterator[Finding]:
    """Yield a finding for each form with answers that lies where it was made, and that no score is made from."""
    folder = project.folder / FOLDER
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.suffix in _READ and path.is_file() and not path.name.startswith((".", "~$")) and _holds_answers(path):
            yield finding("filled-in-out", Place(path.relative_to(project.folder).as_posix()))


def _holds_answers(path: Path) -> bool:
    try:
        raw = loaders.load(Source(path.name, content_of(path, path.name)), frozenset())
    except (InputError, OSError):
        return False
    return any(one.answer for one in raw.answers)
