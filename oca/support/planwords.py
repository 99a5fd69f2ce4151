"""The words of an action plan: its columns, what became of an action, and how each is recognised in every language."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import cache

from oca.language import LANGUAGES, Words, for_matching, words
from oca.project import CONSENT
from oca.support.records import ActionStatus

META = "_oca_plan"
"""The hidden sheet that says whose plan it is; another name than that of the forms, so that none is taken for one."""

ELEMENT, OWN = "element", "own"
"""The name of the hidden first column, and what it holds in rows that the organization fills by itself."""

PROPOSED = "proposed:"
"""Before the id of an element, in the hidden sheet: the action that was proposed for it."""

COLUMNS = ("priority", "item", "now", "action", "owner", "deadline", "training", "support", "indicator", "status",
           "remark")  # fmt: skip
"""The names of the columns after the hidden first one, in order; a hidden row holds them."""


def headings(said: Words) -> dict[str, str]:
    """Return the heading of each column."""
    text = said.text
    return {
        "priority": text("Priority"),
        "item": text("Item or dimension"),
        "now": text("Where you are now"),
        "action": text("What will be done"),
        "owner": text("Who"),
        "deadline": text("Until when"),
        "training": text("Training"),
        "support": text("Other support"),
        "indicator": text("By what it will be seen"),
        "status": text("Status"),
        "remark": text("Remark, or why dropped"),
    }


def status_words(said: Words) -> dict[ActionStatus, str]:
    """Return what each status is called, in the order in which a list offers them."""
    text = said.text
    return {
        "not_started": text("not started"),
        "in_progress": text("in progress"),
        "done": text("done"),
        "dropped": text("dropped"),
    }


@cache
def known_statuses() -> Mapping[str, ActionStatus]:
    """Return every status by what it is called in any language, as `for_matching` writes it; blank is not started."""
    known: dict[str, ActionStatus] = {"": "not_started"}
    for language in LANGUAGES:
        known |= {for_matching(word): status for status, word in status_words(words(language)).items()}
    known |= {for_matching(status): status for status in status_words(words("en"))}
    return known


def as_flag(typed: str) -> bool | None:
    """Return whether a cell says yes; None where it says neither yes nor no.

    >>> as_flag("Da"), as_flag("x"), as_flag(""), as_flag("maybe")
    (True, True, False, None)
    """
    known = {**CONSENT, "": False, "x": True, "х": True, "true": True, "false": False}
    return known.get(typed.strip().casefold())


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T[\d:.]+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})\s*\.?")


def as_day(typed: str) -> datetime.date | None:
    """Return the day that a cell holds, written as 2024-05-31 or, as is usual here, 31.5.2024.; None for anything else.

    >>> as_day("2024-05-31T00:00:00"), as_day("31. 5. 2024."), as_day("end of May")
    (datetime.date(2024, 5, 31), datetime.date(2024, 5, 31), None)
    """
    iso, local = _ISO.fullmatch(typed.strip()), _DAY_FIRST.fullmatch(typed.strip())
    parts = iso.groups() if iso else local.groups()[::-1] if local else None
    try:
        return datetime.date(*map(int, parts)) if parts else None
    except ValueError:
        return None
