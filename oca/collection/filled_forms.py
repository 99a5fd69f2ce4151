"""Forms that somebody filled in where they were made, in `out/`: never replaced, and named by `oca check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from oca.collection import loaders
from oca.collection.matching import find_period
from oca.collection.raw_answers import RawAnswer, RawFile
from oca.errors import InputError
from oca.findings import Finding, Place, finding
from oca.folders import content_of
from oca.project import Project
from oca.source import Source
from oca.spreadsheet.seal import seal_holds

FOLDER = Path("out", "forms")
"""Where `oca form` puts the forms of a project."""

BLANK = "blank-"
"""What the name of a form begins with that leaves the organization open."""

_BOOKS = (".xlsx", ".xlsm", ".ods")

_READ = (*_BOOKS, ".json", ".csv")

_MADE_WITH = (
    "organization",
    "period",
    "questionnaire",
    "score_type",
    "item",
    "checksum",
    "submission",
    "sheet_id",
    "sheet",
    "row",
    "column",
    "comment_column",
    "evidence_column",
)
"""What a form says before anybody wrote into it, and where its cells stand."""

_FILLED_IN = tuple(one.name for one in fields(RawAnswer) if one.name not in _MADE_WITH)


def filled_in_out(project: Project) -> Iterator[Finding]:
    """Yield a finding for each form that somebody filled in or changed where it was made, and that nothing reads."""
    folder = project.folder / FOLDER
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        kind, place = path.suffix.lower(), Place(path.relative_to(project.folder).as_posix())
        if kind not in _READ or not path.is_file() or path.name.startswith((".", "~$")) or seal_holds(path):
            continue
        raw = _read(path)
        if raw and _holds_more(raw, path):
            named = next((one.period for one in raw.answers if one.period), "")
            yield finding("filled-in-out", place, period=find_period(project, named) or "<period>")
        elif kind in _BOOKS:
            yield finding("changed-in-out", place)


def _read(path: Path) -> RawFile | None:
    """Return what stands in a form; None where it cannot be read."""
    try:
        return loaders.load(Source(path.name, content_of(path, path.name)), frozenset())
    except (InputError, OSError):
        return None


def _holds_more(raw: RawFile, path: Path) -> bool:
    """Say whether anything stands in a form that no form is made with; a blank one is made without an organization."""
    parts = [*_FILLED_IN, *(["organization"] if path.name.startswith(BLANK) else [])]
    return any(getattr(one, part) for one in raw.answers for part in parts)
