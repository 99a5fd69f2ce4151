"""Files that appear whole or not at all: the one place that writes into a folder of a person.

What is written stands under a temporary name beside its place until all of it is there, and is then moved. A killed run
leaves such a file behind; the next one that writes into the folder removes it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from oca.errors import UsageError

_LONGEST = 180
"""Bytes of a name that its temporary name can hold; the name of a longer one is not repeated."""

_LEFT = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.part")

_AN_HOUR = 3600

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the space that is allowed on this disk is used up",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EROFS: "the disk can only be read",
    errno.EISDIR: "there is a folder of that name",
    errno.ENOENT: "its folder is not there any more",
    errno.EFBIG: "the file would be larger than the disk or the system allows",
    errno.EIO: "the disk does not answer",
}


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a temporary name in the folder of `path`; what was written there is moved into place when all went well.

    Folders that are not there are made.

    Raises:
        UsageError: the file cannot be written: its folder cannot be made, the disk is full, or on Windows it is open in
            another program.
    """
    part = _temporary(path)
    try:
        with folder_made(path.parent):
            _clear(path.parent)
            try:
                yield part
                part.replace(path)
            finally:
                with suppress(OSError):  # there is no such folder, or nothing can be changed in it
                    part.unlink()
    except Exception as error:
        refused = next((one for one in (error, *error.args) if isinstance(one, OSError)), None)
        if refused is None:  # XlsxWriter wraps what the system says in an error of its own
            raise
        raise UsageError(f"{path} cannot be written: {_why(refused, path)}.") from error


@contextmanager
def folder_made(folder: Path) -> Iterator[None]:
    """Make a folder and those that it lies in; where what is then done fails, the new ones that are empty go again."""
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for one in new:
            with suppress(OSError):
                one.rmdir()
        raise


def write(path: Path, content: bytes | str) -> None:
    """Write a file whole; text is written as UTF-8, with the line ends that it has.

    Raises:
        UsageError: the file cannot be written.
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes | str]) -> None:
    """Write files that belong together: none is moved into place before all are written.

    Raises:
        UsageError: one of them cannot be written; then all of them are as they were.
    """
    before: dict[Path, bytes | None] = {}
    try:
        with ExitStack() as parts:
            for path, content in reversed(list(contents.items())):
                part = parts.enter_context(whole(path))
                with reported(path):
                    before[path] = path.read_bytes() if path.is_file() else None
                    part.write_bytes(content.encode() if isinstance(content, str) else content)
    except BaseException:
        _put_back(before)
        raise


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    """Make files what they were: some of them were moved into place before another one could not be."""
    for path, content in before.items():
        with suppress(OSError, UsageError):
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                with whole(path) as part:
                    part.write_bytes(content)


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Say in one line that a file or folder cannot be written, and why.

    Raises:
        UsageError: in place of what the system raises.
    """
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {_why(error, path)}.") from error


def beside(path: Path, kept: Callable[[Path], bool]) -> Path:
    """Return a path, or where its file is to be kept, the first `name-2`, `name-3` ... that is free or not to be kept.

    Args:
        path: where a file is wanted.
        kept: says of a file that is there whether it must not be replaced.
    """
    number, wanted = 2, path
    while wanted.is_file() and kept(wanted):
        wanted = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return wanted


def _temporary(path: Path) -> Path:
    name = path.name
    if len(os.fsencode(name)) > _LONGEST:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return path.with_name(f".{name}.{os.getpid()}.part")


def _why(error: OSError, path: Path) -> str:
    if isinstance(error, PermissionError):
        return "this is not allowed; if it is open in another program, close it there"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{error.filename or path.parent} is a file, not a folder"
    return _REASONS.get(error.errno or 0) or str(error.strerror or error)


@lru_cache(maxsize=256)
def _clear(folder: Path) -> None:
    """Remove what killed runs left in a folder; once a run, and never what a running one is writing."""
    with suppress(OSError):
        for left in folder.glob(".*.part"):
            found = _LEFT.fullmatch(left.name)
            if found and left.is_file() and not left.is_symlink() and not _being_written(left, int(found["process"])):
                with suppress(OSError):
                    left.unlink()


def _being_written(part: Path, process: int) -> bool:
    """Say whether a temporary file may still be somebody's: its process runs, or where that is unknown, it is new."""
    if sys.platform == "win32":  # asking a process for a sign of life would end it there
        return time.time() - part.stat().st_mtime < _AN_HOUR
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
