"""What lies in a folder that people fill: every file in it, and a finding for whatever is none or may not be read.

How large a file may be is said here, and looked at before it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from oca.errors import InputError
from oca.findings import Finding, Place, finding

MEGABYTE = 1_000_000

LIMITS: Mapping[str, int] = {".json": 5, ".yaml": 5}
"""Megabytes that a file may have, by the end of its name; a questionnaire of 100 items with its words in a language has
a tenth, and so has a file of the web form."""

OTHERWISE = 50
"""Megabytes that any other file may have; 1,000 sheets of 60 answers, each the text of a level, have 15 as CSV."""


BROUGHT = ("responses", "plans", "evidence")
"""Folders of what others hand in: a link there could put one organization's file under the name of another."""


def listed(folder: Path, root: Path) -> tuple[list[Path], list[Finding]]:
    """Return the files at any depth of a folder, sorted; no link leaves the project, and none in BROUGHT is followed.

    Args:
        folder: may be absent, which is no fault.
        root: the project folder; places are told from there, and no link may leave it.
    """
    files: list[Path] = []
    faults: list[Finding] = []
    if any(fault(one, root) or one.is_file() for one in folder.parents if one != root and one.is_relative_to(root)):
        return [], []  # it is said of that one, which is no folder of the project
    if folder.exists() and not folder.resolve().is_relative_to(root.resolve()):
        return [], [finding("link-outside", _place(folder, root), target=folder.resolve())]
    for found in _within(folder, root):
        if isinstance(found, Finding):
            faults.append(found)
        else:
            files.append(found)
    return sorted(files), faults


def _within(folder: Path, root: Path) -> Iterator[Path | Finding]:
    try:
        inside = sorted(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        yield unreadable(_place(folder, root), error)
        return
    for path in inside:
        found = fault(path, root)
        if found:
            yield found
        elif path.is_dir():
            yield from _within(path, root)
        else:
            yield path


def fault(path: Path, root: Path) -> Finding | None:
    """Return why something in a folder is not looked at; None for a file, or a folder that is no link."""
    place = _place(path, root)
    if not _is_text(path.name):
        return finding("name-unreadable", place)
    if path.is_symlink():
        if not path.exists():
            return finding("link-broken", place, target=path.readlink())
        if path.is_dir() or not path.resolve().is_relative_to(root.resolve()):
            return finding("link-outside", place, target=path.readlink())
        if path.relative_to(root).parts[0] in BROUGHT:
            return finding("link-inside", place, target=path.readlink())
    if not (path.is_file() or path.is_dir()):
        return finding("no-file", place)
    return None


def content_of(path: Path, name: str) -> bytes:
    """Return what stands in a file.

    Raises:
        InputError: it is too large, may not be read, or is a folder, a pipe or a device.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):  # reading it might wait for ever
        raise InputError([finding("no-file", Place(name))])
    try:
        refuse_large(path.stat().st_size, name)
        return path.read_bytes()
    except OSError as error:
        raise InputError([unreadable(Place(name), error)]) from error


def refuse_large(size: int, name: str, kind: str = "") -> None:
    """Say of a file with so many bytes that it is too large, where it is.

    Args:
        size: its bytes.
        name: what messages call it.
        kind: the end of a name, where its own says something else than what it is.

    Raises:
        InputError: it is.
    """
    limit = LIMITS.get(kind or Path(name).suffix.lower(), OTHERWISE)
    if size > limit * MEGABYTE:
        raise InputError([finding("file-too-large", Place(name), size=f"{size / MEGABYTE:.0f}", limit=limit)])


def unreadable(place: Place, error: OSError) -> Finding:
    """Return why the system does not let a file or folder be read, and what to do."""
    problem, todo = str(error.strerror or error), "Close it in other programs; try again."
    if isinstance(error, IsADirectoryError):
        problem, todo = "it is a folder", "Give the folder another name, and put the file here."
    if isinstance(error, NotADirectoryError):
        problem, todo = "it is a file, where a folder is expected", "Move it out, and make a folder of that name."
    if isinstance(error, PermissionError):
        problem = "you may not read it"
    return finding("file-unreadable", place, problem=problem, todo=todo)


def _is_text(name: str) -> bool:
    """Say whether a name can be written; bytes that are not UTF-8 stand in it as halves of signs."""
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _place(path: Path, root: Path) -> Place:
    return Place(path.relative_to(root).as_posix().encode(errors="replace").decode())
