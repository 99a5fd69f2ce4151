"""One digest of everything that a report can depend on: as long as it is the same, so are the reports.

Files are hashed as they lie there, before anything is read or scored, so this module imports nothing heavy. The digest
is wider than it must be: a changed file that no report uses costs a second look, a forgotten one would cost a stale
report.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from oca import content

_KINDS: tuple[content.ContentFolder, ...] = ("questionnaires", "scoring", "report_templates")

_PASSED_OVER = {"__pycache__", ".git"}


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of several parts, told apart by their lengths."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


def of_program(project_folder: Path | None = None) -> str:
    """Return the digest of all that makes reports, whatever the answers are.

    It covers the code and catalogues of oca, the shipped questionnaires, schemes and report templates, a project's own
    templates, the installed packages with their versions, and the version of Python. It does not see Pango.
    """
    folders = [Path(__file__).parents[2], *(content.shipped(kind) for kind in _KINDS)]
    if project_folder is not None:
        folders.append(project_folder / "report_templates")
    return digest(sys.version, *_packages(), *(digest(*_contents(folder)) for folder in folders))


def of_project(folder: Path, written: Collection[Path] = ()) -> str:
    """Return the digest of every file of a project folder but `out/`.

    Args:
        folder: the project folder.
        written: files that the reports are written to, which are no input even where they lie in the folder.
    """
    results = (folder / "out").resolve()
    return digest(*_contents(folder, {results, *(path.resolve() for path in written)}))


def _contents(folder: Path, passed_over: Collection[Path] = ()) -> Iterator[str | bytes]:
    """Yield the name of each file and its contents, in one order on every system."""
    for path in sorted(_files(folder, passed_over)):
        yield path.relative_to(folder).as_posix()
        yield path.read_bytes()


def _files(folder: Path, passed_over: Collection[Path]) -> Iterator[Path]:
    """Yield every file under a folder; links are followed, each folder once."""
    seen = set(passed_over)
    for place, folders, names in os.walk(folder, followlinks=True):
        here = Path(place)
        seen.add(here.resolve())
        folders[:] = [name for name in folders if name not in _PASSED_OVER and (here / name).resolve() not in seen]
        for name in names:
            path = here / name
            if path.is_file() and path.resolve() not in seen:
                yield path


def _packages() -> Iterable[str]:
    """Return the names of installed packages with their versions, as the folders of their metadata are called."""
    return sorted({path.name for place in sys.path for path in Path(place or ".").glob("*.dist-info")})
