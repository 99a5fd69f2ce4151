"""Dates as people and their spreadsheets write them: one order for a whole file, inferred only where it is certain."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Literal

Order = Literal["day-first", "month-first"]

_WRITTEN = re.compile(
    r"(\d{1,2})([./-])\s*(\d{1,2})\2\s*(\d{4})\.?"
    r"(?:[ ,T]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*(am|pm|[ap]\.\s?m\.)?)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?"
    r"\s*(?:(?:GMT|EET|CET|CEST)([+-]\d{1,2})?)?",
    re.IGNORECASE,
)


class DatesContradictError(Exception):
    """Some dates can only be day first, and others only month first."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second


def order_of(typed: Sequence[str]) -> Order | None:
    """Return the one order in which dates can have been written; None when both are possible or none is needed.

    Raises:
        DatesContradictError: no one order fits all.

    >>> order_of(["5/31/2024 10:00:00", "6/1/2024"])
    'month-first'
    """
    found = [(text, match) for text in typed if (match := _WRITTEN.fullmatch(text.strip()))]
    day_first = [text for text, match in found if int(match[1]) > 12 or match[2] == "."]
    month_first = [text for text, match in found if int(match[3]) > 12]
    if day_first and month_first:
        raise DatesContradictError(day_first[0], month_first[0])
    return "day-first" if day_first else "month-first" if month_first else None


def needs_order(typed: str) -> bool:
    """Say whether a date can only be read when the order is known: 5/6/2024."""
    return bool(_WRITTEN.fullmatch(typed.strip()))


def iso(typed: str, order: Order | None) -> str:
    """Return a date as 2024-05-31T10:00:00; as it was typed when it is no date, or its order is not known."""
    written, year_first = _WRITTEN.fullmatch(typed.strip()), _YEAR_FIRST.fullmatch(typed.strip())
    try:
        if year_first:
            year, month, day, hour, minute, second, half, zone = year_first.groups()
            when = _moment(year, month, day, hour, minute, second, half)
            return when.isoformat() + (f"{int(zone):+03d}:00" if zone else "")
        if written and order:
            one, _, two, year, hour, minute, second, half = written.groups()
            day, month = (one, two) if order == "day-first" else (two, one)
            return _moment(year, month, day, hour, minute, second, half).isoformat()
    except ValueError:
        return typed
    return typed


def _moment(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, half: str | None
) -> datetime.datetime:
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    return datetime.datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0))
