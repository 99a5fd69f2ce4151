"""The standard streams while a command runs: UTF-8, and no traceback when nobody takes what is printed.

A reader that has seen enough (`oca check | head`) and a full disk (`oca score --json > file`) are known here alone: an
error of a file that oca opens itself never comes from these streams.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter, FileIO, RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from oca.cli import show
from oca.cli.options import OUR_FAULT

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_READER_GONE = (errno.EPIPE, errno.EINVAL)
"""What a system says when a reader has closed its end of a pipe; the second is Windows' word for it."""


class _OutputError(Exception):
    """What was printed could not be written; without a message when the reader wanted no more."""


class _Results(FileIO):
    """Under standard output: a failure ends the command, and what follows it is dropped."""

    failed = False

    def write(self, data: ReadableBuffer, /) -> int:
        """Write bytes, and return how many."""
        try:
            return memoryview(data).nbytes if self.failed else super().write(data)
        except OSError as error:
            self.failed = True
            gone = error.errno in _READER_GONE
            raise _OutputError("" if gone else f"Standard output cannot be written: {error.strerror}.") from error


class _Closed(RawIOBase):
    """Under standard output that was closed before the command began: as where its results cannot be written."""

    failed = False

    def writable(self) -> bool:
        """Say that it is for writing."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Refuse the first bytes, and drop what follows."""
        if not self.failed:
            self.failed = True
            raise _OutputError("Standard output cannot be written: it is closed.")
        return memoryview(data).nbytes


class _Dropped(RawIOBase):
    """Under standard error that was closed before the command began."""

    def writable(self) -> bool:
        """Say that it is for writing."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Drop bytes, and return how many."""
        return memoryview(data).nbytes


class _Talk(FileIO):
    """Under standard error: where nobody can be told, the work goes on without a word."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write bytes, or drop them, and return how many."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


@contextmanager
def standard_streams() -> Iterator[None]:
    """Print through streams of our own; end with exit code 1 when standard output cannot be written."""
    before = sys.stdout, sys.stderr
    sys.stdout = _through(_Results, sys.stdout, sys.__stdout__) if sys.stdout else _text(_Closed())
    sys.stderr = _through(_Talk, sys.stderr, sys.__stderr__) if sys.stderr else _text(_Dropped())
    try:
        try:
            yield
        finally:
            for stream in (sys.stderr, sys.stdout):
                stream.flush()
    except _OutputError as error:
        if str(error):
            show.talk(str(error))
        raise SystemExit(OUR_FAULT) from None
    finally:
        sys.stdout, sys.stderr = before


def _through(kind: type[FileIO], stream: TextIO, real: TextIO | None) -> TextIO:
    """Return a stream in UTF-8; one that ends in a file or a pipe goes through a kind of ours."""
    if not isinstance(stream, TextIOWrapper):
        return stream
    stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if stream is not real or stream.isatty():
        return stream
    at_once = kind is _Talk or stream.line_buffering or stream.write_through
    return _text(kind(stream.fileno(), "w", closefd=False), at_once=at_once)


def _text(raw: RawIOBase, *, at_once: bool = False) -> TextIOWrapper:
    """Return a stream of text into bytes that are written; `at_once` means line by line."""
    return TextIOWrapper(BufferedWriter(raw), "utf-8", "backslashreplace", line_buffering=at_once)
