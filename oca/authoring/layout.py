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
class SheetColumn:
    """One column: its key in the hidden row, its heading, its width, and whether it is only there to be read."""

    key: str
    heading: str
    width: float
    shown: bool = False
    language: str = ""


FIXED: dict[Sheet, tuple[SheetColumn, ...]] = {
    "Questionnaire": (
        SheetColumn("part", "What", 18),
        SheetColumn("value", "Value", 26),
        SheetColumn("shown.note", "What it means", 46, shown=True),
    ),
    "Dimensions": (
        SheetColumn("dimension", "Dimension (id)", 18),
        SheetColumn("subdimension", "Sub-dimension (id)", 18),
    ),
    "Items": (
        SheetColumn("order", "Order", 7),
        SheetColumn("item", "Item (id)", 20),
        SheetColumn("dimension", "Dimension", 16),
        SheetColumn("subdimension", "Sub-dimension", 16),
        SheetColumn("critical", "Critical", 9),
        SheetColumn("reversed", "Reversed", 10),
        SheetColumn("scale", "Own scale", 11),
    ),
    "Levels": (
        SheetColumn("item", "Item (id)", 20),
        SheetColumn("shown.title", "Title", 26, shown=True),
        SheetColumn("level", "Level", 7),
    ),
    "Scales": (
        SheetColumn("scale", "Scale (id)", 14),
        SheetColumn("level", "Level", 8),
        SheetColumn("value", "Worth", 8),
    ),
    "Bands": (
        SheetColumn("scheme", "Scheme (id)", 20),
        SheetColumn("band", "Band (id)", 16),
        SheetColumn("from", "From", 8),
    ),
    "Mapping": (
        SheetColumn("item", "Item (id)", 22),
        SheetColumn("relation", "Relation", 13),
        SheetColumn("was", "Was (ids)", 28),
        SheetColumn("reason", "Reason", 80),
    ),
}

TEXTS: dict[Sheet, tuple[SheetColumn, ...]] = {
    "Questionnaire": (SheetColumn("text", "Text", 60),),
    "Dimensions": (
        SheetColumn("title", "Title", 28),
        SheetColumn("short", "Short name", 18),
        SheetColumn("about", "About", 50),
        SheetColumn("next", "What helps first", 50),
    ),
    "Items": (
        SheetColumn("title", "Title", 28),
        SheetColumn("prompt", "Prompt", 44),
        SheetColumn("evidence", "Evidence", 40),
        SheetColumn("guidance", "Guidance", 44),
    ),
    "Levels": (SheetColumn("text", "Text", 64), SheetColumn("action", "Action to get here", 50)),
    "Scales": (SheetColumn("name", "Name", 20), SheetColumn("text", "Meaning", 50)),
    "Bands": (SheetColumn("title", "Name", 24), SheetColumn("text", "Meaning", 50)),
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


def columns(sheet: Sheet, languages: list[str], source: str) -> Iterator[SheetColumn]:
    """Yield the columns of a sheet, those of each text side by side in every language, the source language first."""
    yield from FIXED[sheet]
    ordered = sorted(languages, key=lambda language: language != source)
    for text in TEXTS[sheet]:
        for language in ordered:
            heading = f"{text.heading} · {language_name(language)}"
            yield SheetColumn(f"{text.key}.{language}", heading, text.width, language=language)
    if sheet in STATED:
        for language in ordered[1:]:
            heading = f"State · {language_name(language)}"
            yield SheetColumn(f"state.{language}", heading, 12, language=language)


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
