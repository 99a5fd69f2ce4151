"""The words of an action plan: its columns, what became of an action, and how each is recognised in every language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from oca.collection.loaders.other_files import PLAN_SHEET
from oca.entry import yes_or_no
from oca.language import LANGUAGES, Words, for_matching, letters_of, words
from oca.support.records import ActionStatus

META = PLAN_SHEET
"""The hidden sheet that says whose plan it is; another name than that of the forms, so that none is taken for one."""

LISTS = "_oca_lists"
"""The hidden sheet with what can be chosen in cells."""

ELEMENT, OWN = "element", "own"
"""The name of the hidden first column, and what it holds in rows that the organization fills by itself."""

MADE_WITH = "made_with"
"""Under this key the hidden sheet keeps a digest of what was written into the rows when the plan was made."""

PROPOSED = "proposed:"
"""Before the id of an element, in the hidden sheet: the action that was proposed for it."""

COLUMNS = (
    "priority",
    "item",
    "now",
    "action",
    "owner",
    "deadline",
    "training",
    "support",
    "indicator",
    "status",
    "remark",
)
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


_PAST, _MADE = ("o", "la", "lo", "li", "le"), ("", "o", "a", "e", "i")
"""The endings of what somebody did, and of what was done, in every gender and number."""


def _forms(stems: str, endings: tuple[str, ...], before: tuple[str, ...] = ("",)) -> Iterator[str]:
    """Yield every form of some verbs: `završi` gives završio, završila and so on."""
    return (f"{first}{stem}{ending}" for first in before for stem in stems.split() for ending in endings)


_NOT = ("nije ", "nisu ", "nismo ", "nisam ")

_ALSO: Mapping[ActionStatus, tuple[str, ...]] = {
    "not_started": (
        "not begun",
        "not yet started",
        *_forms("započet pokrenut", _MADE, _NOT),
        *_forms("poče započe", _PAST, _NOT),
    ),
    "in_progress": (
        "ongoing",
        "started",
        "begun",
        "under way",
        "u toku",
        "u tijeku",
        "u izradi",
        "u provedbi",
        "u realizaciji",
        "traje",
        "radi",
        "radimo",
        *_forms("započet pokrenut", _MADE),
        *_forms("poče započe", _PAST),
    ),
    "done": (
        "completed",
        "complete",
        "finished",
        *_forms("završi uradi učini obavi", _PAST),
        *_forms("gotov završen urađen učinjen obavljen izvršen realiziran realizovan proveden sproveden", _MADE),
        *_forms("dovršen okončan ispunjen", _MADE),
    ),
    "dropped": (
        "abandoned",
        "cancelled",
        "canceled",
        "given up",
        "gave up",
        "odustajemo",
        "odustajanje",
        *_forms("napušten otkazan odbačen obustavljen", _MADE),
        *_forms("odusta", _PAST),
    ),
}
"""What people write beside the words of the list, in their genders and numbers."""

_HELPING = frozenset(("je", "su", "smo", "sam", "se", "još", "jos", "we", "has", "have", "been", "was", "is", "it"))
"""Words that change nothing: `završeno je`, `odustali smo`. A `nije` changes it, and stays."""


@cache
def known_statuses() -> Mapping[str, ActionStatus]:
    """Return every status by what it is called in any language, by its letters alone; blank is not started."""
    known: dict[str, ActionStatus] = {"": "not_started"}
    for language in LANGUAGES:
        known |= {letters_of(word): status for status, word in status_words(words(language)).items()}
    known |= {letters_of(status): status for status in status_words(words("en"))}
    return known | {letters_of(word): status for status, also in _ALSO.items() for word in also}


def status_meant(typed: str) -> ActionStatus | None:
    """Return the status that a cell says, in any language and gender; None where it says none.

    >>> status_meant("Završeno je."), status_meant("одустали смо"), status_meant("nije završeno")
    ('done', 'dropped', None)
    """
    known = known_statuses()
    bare = " ".join(word for word in for_matching(typed).split() if word.strip(".,!") not in _HELPING)
    return known.get(letters_of(typed)) or known.get(letters_of(bare))


def as_flag(typed: str) -> bool | None:
    """Return whether a cell says yes; None where it says neither yes nor no.

    >>> as_flag("Da"), as_flag("x"), as_flag(""), as_flag("maybe")
    (True, True, False, None)
    """
    marks = {"": False, "x": True, "+": True, "✓": True, "✔": True}
    return marks.get(letters_of(typed), yes_or_no(typed))


def digest_of_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return a digest of the rows of a plan that hold anything beside their hidden cell, whatever spaces they end with.

    Args:
        rows: each as its cells, the hidden one first.
    """
    plain = [[" ".join(cell.split()) for cell in row] for row in rows]
    held = [row for row in plain if any(row[1:])]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode()).hexdigest()[:16]
