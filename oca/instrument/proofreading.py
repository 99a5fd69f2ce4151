"""What to look at in the words of a questionnaire, language by language, before it is used.

`oca check` says what is missing or stale, because something else is shown then. Here stands also what only an eye can
judge: a translation that equals its source, and a text that is longer than its place. Nothing is said of Serbian in
Cyrillic that is made from Serbian in Latin letters, save what was written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oca.findings import Finding, finding
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.translation import TranslatedText, check_words, parts
from oca.yamlfile import Document


@dataclass(frozen=True)
class Limit:
    """How many letters a kind of text may have, and where that many fit."""

    letters: int
    where: str


LIMITS: Mapping[str, Limit] = {
    "title": Limit(80, "the cover of a report, in two lines"),
    "introduction": Limit(560, "the first sheet of the form"),
    "scale.name": Limit(18, "the heading of a level in the form"),
    "scale.text": Limit(90, "the key to the levels in a report, in two lines"),
    "dimensions.title": Limit(60, "a heading"),
    "dimensions.short": Limit(18, "the labels of a chart"),
    "dimensions.about": Limit(320, "the head of a sheet in the form"),
    "dimensions.next": Limit(230, "the box of next steps in a report"),
    "subdimensions.title": Limit(60, "a heading"),
    "items.title": Limit(60, "the cell of an item in the form, in two lines"),
    "items.prompt": Limit(150, "the cell of an item in the form, in five lines"),
    "items.levels": Limit(350, "the cell of a level in the form, in twelve lines"),
    "items.evidence": Limit(240, "the row of help in the form"),
    "items.guidance": Limit(500, "the row of help in the form"),
    "items.actions": Limit(200, "a row of an action plan"),
}
"""For each kind of text the letters that fit.

Titles, names, prompts and level texts are reckoned from the width of their cells in a form with four levels (about 32
letters a line in a level's cell), short titles from the labels of the charts. The others are a fifth more than the
longest text of `cssp-oca` in English and Bosnian, whose forms and reports were looked at page by page.
"""

LONG_WORD = 12
"""A single word of fewer letters may well be the same in two languages: Plan, Misija."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def proofread(questionnaire: Questionnaire) -> dict[str, list[Finding]]:
    """Return what is to be looked at in each language of a questionnaire.

    Returns:
        For each language that has a file of words, the source language first, its findings in the order of the
        questionnaire: text-missing, translation-missing, translation-stale, translation-identical,
        translation-placeholders, text-too-long, each with file and line; an empty list when there is nothing to say.
    """
    source = questionnaire.structure.source_language
    notes = check_words(questionnaire.structure, questionnaire.words, questionnaire.documents)
    found = {}
    for language in sorted(questionnaire.words, key=lambda one: one != source):
        file = questionnaire.documents[language].name
        found[language] = [*(one for one in notes if one.place.file == file), *_judged(questionnaire, language)]
    return found


def _judged(questionnaire: Questionnaire, language: str) -> Iterator[Finding]:
    structure, document = questionnaire.structure, questionnaire.documents[language]
    source = {part.key: part.text for part in parts(structure, questionnaire.words[structure.source_language])}
    for part in parts(structure, questionnaire.words[language]):
        if not part.text:
            continue
        names = {"element": part.element, "part": part.name, "language": language, "source": structure.source_language}
        if language != structure.source_language and source[part.key]:
            yield from _beside_source(part, source[part.key], document, names)
        limit = LIMITS[part.kind]
        if len(part.text) > limit.letters:
            place = document.place(*part.key)
            measured = {"length": len(part.text), "limit": limit.letters, "where": limit.where}
            yield finding("text-too-long", place, **names, **measured)


def _beside_source(
    part: TranslatedText, source: str, document: Document, names: Mapping[str, str]
) -> Iterator[Finding]:
    text = part.text.strip()
    if text == source.strip() and (" " in text or len(text) >= LONG_WORD):
        yield finding("translation-identical", document.place(*part.key), **names)
    found, expected = (sorted(set(_PLACEHOLDER.findall(one))) for one in (part.text, source))
    if found != expected:
        listed = {"found": ", ".join(found) or "none", "expected": ", ".join(expected) or "none"}
        yield finding("translation-placeholders", document.place(*part.key), **names, **listed)
