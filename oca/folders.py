"""What lies in a folder that people fill: every file in it, and a finding for whatever is none or may not be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oca.errors import InputError
from oca.findings import Finding, Place, finding


def listed(folder: Path, root: Path) -> tuple[list[Path], list[Finding]]:
    """Return the files at any depth of a folder, sorted; links are followed only to files within the project.

    Args:
        folder: may be absent, which is no fault.
        root: the project folder; places are told from there, and no link may leave it.
    """
    files: list[Path] = []
    faults: list[Finding] = []
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
        yield finding("file-unreadable", _place(folder, root), problem=why(error))
        return
    for path in inside:
        fault = _fault(path, root)
        if fault:
            yield fault
        elif path.is_dir():
            yield from _within(path, root)
        else:
            yield path


def _fault(path: Path, root: Path) -> Finding | None:
    """Return why something in a folder is not looked at; None for a file, or a folder that is no link."""
    place = _place(path, root)
    if path.is_symlink():
        if not path.exists():
            return finding("link-broken", place, target=path.readlink())
        if path.is_dir() or not path.resolve().is_relative_to(root.resolve()):
            return finding("link-outside", place, target=path.readlink())
    if not (path.is_file() or path.is_dir()):
        return finding("no-file", place)
    return None


def content_of(path: Path, name: str) -> bytes:
    """Return what stands in a file.

    Raises:
        InputError: it may not be read, or is a folder.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError([finding("file-unreadable", Place(name), problem=why(error))]) from error


def why(error: OSError) -> str:
    """Say why the system does not let a file or folder be read."""
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    if isinstance(error, NotADirectoryError):
        return "it is a file, where a folder is expected"
    if isinstance(error, PermissionError):
        return "you may not read it"
    return error.strerror or str(error)


def _place(path: Path, root: Path) -> Place:
    return Place(path.relative_to(root).as_posix())
