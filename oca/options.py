"""What a caller may choose is checked here: a wrong choice is a UsageError that says what was probably meant."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from oca.errors import UsageError
from oca.findings import suggest

Audience = Literal["internal", "organization", "public"]
"""Who an output is for."""

AUDIENCES: tuple[Audience, ...] = get_args(Audience)

ReportLength = Literal["full", "brief"]
"""The whole report of an organization, or two pages of it."""

REPORT_LENGTHS: tuple[ReportLength, ...] = get_args(ReportLength)


def choice(option: str, found: object, known: Iterable[str]) -> str:
    """Return what was chosen, where it is one of the known words.

    Args:
        option: what is chosen, for the message: audience, format, period.
        found: what the caller gave.
        known: the words that it may be.

    Raises:
        UsageError: it is none of them.

    >>> choice("audience", "public", ["internal", "public"])
    'public'
    """
    words = list(known)
    if isinstance(found, str) and found in words:
        return words[words.index(found)]
    raise UsageError(f"There is no {option} {found}. {suggest(str(found), words)}")


def as_path(found: object) -> Path:
    """Return a path that was given as text or as a Path.

    Raises:
        UsageError: it is neither.

    >>> as_path("out/tables").name
    'tables'
    """
    if isinstance(found, str | os.PathLike):
        return Path(found)
    raise UsageError(f"{found!r} is no path. Give a text or a pathlib.Path.")


def ids(found: object) -> tuple[str, ...]:
    """Return ids that were given as one text or as several; none where nothing was given.

    >>> ids("zora"), ids(["zora", "most"]), ids(None)
    (('zora',), ('zora', 'most'), ())
    """
    if isinstance(found, str):
        return (found,)
    return tuple(map(str, found)) if isinstance(found, Iterable) else ()
