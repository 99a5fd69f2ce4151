"""How our forms ask whose sheet of answers it is, in every language: an export headed by labels is read by these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from oca.collection.form_content import kind_of
from oca.language import LANGUAGES, Words, for_matching, words
from oca.tables import SCORE_TYPES

_ASKED: Mapping[str, Callable[[Words], list[str]]] = {
    "organization": lambda to: [
        to.text("Organization"),
        to.text("Area"),
        to.text("Organization (id or full name)"),
        to.text("Area (id or full name)"),
        to.text("Id of the organization"),
        to.text("Id of the area"),
    ],
    "period": lambda to: [to.text("Period")],
    "score_type": lambda to: [to.text("Kind of assessment")],
    "respondent": lambda to: [to.text("Code of the respondent")],
    "role": lambda to: [to.text("Role"), to.text("Role in the organization")],
    "submitted": lambda to: [to.text("Date")],
}
"""What a form prints before each field, by the field's name."""


def field_asked(heading: str) -> str:
    """Return the field that a label of a form asks for, in whichever language; empty for any other text.

    >>> field_asked("Vrsta procjene"), field_asked("Област")
    ('score_type', '')
    """
    return _fields().get(for_matching(heading), "")


def preview_note(printed: Words) -> str:
    """Return the last line of a form's first sheet."""
    return printed.text(
        "The mean is a preview: every chosen level counts the same. The report follows the scoring scheme."
    )


def is_preview_note(text: str) -> bool:
    """Say whether a text is the last line of a form's first sheet, in whichever language."""
    return for_matching(text) in _preview_notes()


def score_type_meant(typed: str) -> str:
    """Return the score type that is meant by its name or by the words of a form; empty for any other text."""
    plain = for_matching(typed)
    return plain if plain in SCORE_TYPES else _kinds().get(plain, "")


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    return {for_matching(label): name for to in _every() for name, labels in _ASKED.items() for label in labels(to)}


@lru_cache(maxsize=1)
def _preview_notes() -> frozenset[str]:
    return frozenset(for_matching(preview_note(one)) for one in _every())


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {for_matching(kind_of(kind, one)): kind for one in LANGUAGES for kind in SCORE_TYPES}


def _every() -> Iterator[Words]:
    return (words(one) for one in LANGUAGES)
