"""The sheets of a questionnaire's workbook and their columns: what the writer and the reader have in common.

Each sheet has a hidden row of column keys, by which columns are found wherever they stand and whatever their heading
says; below it a row of headings, then one row for each dimension, item, level or mapped item.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from oca.support.project_folder import QUESTIONNAIRE_SHEET

Sheet = Literal["Questionnaire", "Dimensions", "Items", "Levels", "Scales", "Bands", "Mapping"]

SHEETS: tuple[Sheet, ...] = ("Questionnaire", "Dimensions", "Items", "Levels", "Scales", "Bands", "Mapping")

OPTIONAL: tuple[Sheet, ...] = ("Bands", "Mapping")
"""Sheets that a translator's copy has not, and that a workbook may lack."""

README = "Read me"

META = QUESTIONNAIRE_SHEET
"""The very-hidden sheet: keys in the first column, values in the second."""

MADE_WITH = "made_with"
"""The fact of that sheet which holds the digest of what a workbook was made with."""

MAIN = "(main)"
"""What stands in the column scale for the questionnaire's own scale; no id can look so."""

YES = "yes"

CHECKED = "checked"
"""What a translator writes beside an entry whose translation was compared with the source and is right."""

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)*")
"""The code of a language; it becomes part of a file's name."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile(r"_x000D_\n?|\r\n?", re.IGNORECASE)
_SPACES = re.compile(r"[\u00a0\u202f\u2007]")

STALE, MISSING = "stale", "missing"


@dataclass(frozen=True)
class Column:
    """One column: its key in the hidden row, its heading, its width, and whether it is only there to be read."""

    key: str
    heading: str
    width: float
    shown: bool = False
    language: str = ""


FIXED: dict[Sheet, tuple[Column, ...]] = {
    "Questionnaire": (
        Column("part", "What", 18),
        Column("value", "Value", 26),
        Column("shown.note", "What it means", 46, shown=True),
    ),
    "Dimensions": (Column("dimension", "Dimension (id)", 18), Column("subdimension", "Sub-dimension (id)", 18)),
    "Items": (
        Column("order", "Order", 7),
        Column("item", "Item (id)", 20),
        Column("dimension", "Dimension", 16),
        Column("subdimension", "Sub-dimension", 16),
        Column("critical", "Critical", 9),
        Column("reversed", "Reversed", 10),
        Column("scale", "Own scale", 11),
    ),
    "Levels": (
        Column("item", "Item (id)", 20),
        Column("shown.title", "Title", 26, shown=True),
        Column("level", "Level", 7),
    ),
    "Scales": (Column("scale", "Scale (id)", 14), Column("level", "Level", 8), Column("value", "Worth", 8)),
    "Bands": (Column("scheme", "Scheme (id)", 20), Column("band", "Band (id)", 16), Column("from", "From", 8)),
    "Mapping": (
        Column("item", "Item (id)", 22),
        Column("relation", "Relation", 13),
        Column("was", "Was (ids)", 28),
        Column("reason", "Reason", 80),
    ),
}

TEXTS: dict[Sheet, tuple[Column, ...]] = {
    "Questionnaire": (Column("text", "Text", 60),),
    "Dimensions": (
        Column("title", "Title", 28),
        Column("short", "Short name", 18),
        Column("about", "About", 50),
        Column("next", "What helps first", 50),
    ),
    "Items": (
        Column("title", "Title", 28),
        Column("prompt", "Prompt", 44),
        Column("evidence", "Evidence", 40),
        Column("guidance", "Guidance", 44),
    ),
    "Levels": (Column("text", "Text", 64), Column("action", "Action to get here", 50)),
    "Scales": (Column("name", "Name", 20), Column("text", "Meaning", 50)),
    "Bands": (Column("title", "Name", 24), Column("text", "Meaning", 50)),
    "Mapping": (),
}
"""One column for each language."""

OF_LEVELS = {"text": "levels", "action": "actions"}
"""The part of an item's words in which the columns of the sheet Levels stand."""

STATED: tuple[Sheet, ...] = ("Dimensions", "Items")
"""Sheets whose rows are entries that are translated one by one; each translation has a column for its state."""

LEADING: dict[Sheet, tuple[str, ...]] = {
    "Questionnaire": ("part", "value"),
    "Dimensions": ("dimension", "subdimension"),
    "Items": ("item", "dimension", "critical"),
    "Levels": ("item", "level"),
    "Scales": ("scale", "level"),
    "Bands": ("scheme", "band", "from"),
    "Mapping": ("item", "relation"),
}
"""The keys by which a sheet is recognised, whatever it is called now."""

FACTS = {
    "id": "The questionnaire's id: lower-case letters, digits and hyphens. Never changed once it was used.",
    "version": "The version. What was asked is never changed; a new text is a new version.",
    "source_language": "The language that was written first.",
    "languages": "Every language there is, with commas between: en, bs.",
    "step": "Empty, or the size of the steps between two levels that may be answered, such as 0.5.",
    "best": "Which end of the scale is good: highest or lowest.",
    "mapping_from": "The version asked before this one, where the sheet Mapping says what became of it.",
    "subject": "What is rated: organization, or area for a country, an entity or another area.",
    "measures": "What the scores are of: capacity, or performance where results of the work are asked.",
}
"""The rows of the first sheet that hold one value."""

TEXT_FACTS = {
    "title": "The title of the questionnaire, in each language.",
    "introduction": "It stands on the first page of the form.",
}
"""The rows of the first sheet that hold a text in each language."""


def columns(sheet: Sheet, languages: list[str], source: str) -> Iterator[Column]:
    """Yield the columns of a sheet, those of each text side by side in every language, the source language first."""
    yield from FIXED[sheet]
    ordered = sorted(languages, key=lambda language: language != source)
    for text in TEXTS[sheet]:
        for language in ordered:
            heading = f"{text.heading} · {language_name(language)}"
            yield Column(f"{text.key}.{language}", heading, text.width, language=language)
    if sheet in STATED:
        for language in ordered[1:]:
            heading = f"State · {language_name(language)}"
            yield Column(f"state.{language}", heading, 12, language=language)


def language_name(language: str) -> str:
    """Return what a language is called in English; its code where that is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-").get_display_name("en") or language
    except (UnknownLocaleError, ValueError):
        return language


def normal(text: str) -> str:
    r"""Return a text without what Excel, LibreOffice and the systems under them do to it on the way.

    Line ends are made alike, spaces that do not break become plain ones, characters that cannot be seen and spaces at
    either end go.

    >>> normal(" da_x000D_\n ne\u00a0znam\r")
    'da\n ne znam'
    """
    return _SPACES.sub(" ", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))).strip(" \t\n\ufeff\u200b")


def digest_of_rows(sheets: Mapping[Sheet, Sequence[Mapping[str, str]]]) -> str:
    """Return a digest of the cells of a workbook by their keys, whatever a spreadsheet does to spaces and line ends."""
    held = {
        sheet: [
            {key: normal(text) for key, text in row.items() if normal(text) and not key.startswith("shown.")}
            for row in rows
        ]
        for sheet, rows in sheets.items()
        if rows
    }
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
