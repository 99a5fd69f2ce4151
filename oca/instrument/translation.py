"""What is missing or stale in the words of a questionnaire.

A translation keeps, for each entry, a hash of the source text it was made from (`translated_from`); when the source
text changes, the entry is stale. A text missing in the source language is an error; in a translation it is a warning,
and the source language is shown instead. Of Serbian in Cyrillic nothing is missing where there is Serbian in Latin
letters, from which it is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from oca.findings import Finding, finding
from oca.instrument import texts
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Structure
from oca.instrument.texts import Key
from oca.instrument.words import QuestionnaireWords
from oca.language import CYRILLIC, LATIN, language_name
from oca.language import Words as PrintedWords
from oca.yamlfile import Document, Strict

_NOT_ASKED = ("dimensions.next", "items.actions")
"""The kinds of text that stand in reports and plans, and in no form."""


@dataclass(frozen=True)
class TranslatedText:
    """One text of a questionnaire in one language.

    Attributes:
        key: where it stands in the file of words.
        text: the text; empty when it is not there.
        needed: whether a questionnaire is incomplete without it.
    """

    key: Key
    text: str
    needed: bool

    @property
    def element(self) -> str:
        """What it belongs to: an id, or "level 3"."""
        return texts.element(self.key)

    @property
    def kind(self) -> str:
        """The field it stands in, such as items.title."""
        return texts.kind(self.key)

    @property
    def name(self) -> str:
        """What a message calls it."""
        return texts.part(self.key)


def check_words(
    structure: Structure, words: Mapping[str, QuestionnaireWords], documents: Mapping[str, Document]
) -> list[Finding]:
    """Return a finding for each text that is missing, and for each translation that is stale."""
    findings: list[Finding] = []
    hashes = source_hashes(words[structure.source_language])
    for language, own in words.items():
        findings += _missing(structure, own, language, documents[language], made=is_made(language, words))
        if language != structure.source_language:
            findings += _stale(structure, own, language, documents[language], hashes)
    return findings


def is_made(language: str, words: Mapping[str, QuestionnaireWords]) -> bool:
    """Say whether a language is made from another one: Serbian in Cyrillic from Serbian in Latin letters."""
    return language == CYRILLIC and LATIN in words


def parts(structure: Structure, words: QuestionnaireWords) -> Iterator[TranslatedText]:
    """Yield every text that a questionnaire can have, in the order of the structure."""
    there = texts.texts(words)
    return (TranslatedText(key, there.get(key, ""), needed) for key, needed in texts.places(structure))


def falling_back(questionnaire: Questionnaire, language: str) -> Iterator[TranslatedText]:
    """Yield every text that a language lacks, as it is shown instead: in the source language."""
    structure = questionnaire.structure
    if language != structure.source_language:
        layers = questionnaire.layers(language)
        own = {part.key for words in layers for part in parts(structure, words) if part.text}
        source = parts(structure, questionnaire.words[structure.source_language])
        yield from (part for part in source if part.text and part.key not in own)


def asked_instead(questionnaire: Questionnaire, language: str) -> set[str]:
    """Return the language, other than its own, of texts that a form shows; empty when all are in its own."""
    lacking = any(part.kind not in _NOT_ASKED for part in falling_back(questionnaire, language))
    return {questionnaire.structure.source_language} if lacking else set()


def fallback_note(words: PrintedWords, others: Collection[str]) -> str:
    """Say in which other languages some texts are shown; empty when there is none."""
    if not others:
        return ""
    return words.text(
        "Some texts are not yet translated into {language}; they are shown in {others}.",
        language=language_name(words.language, words.language),
        others=words.join([language_name(other, words.language) for other in sorted(others)]),
    )


def source_hashes(source: QuestionnaireWords) -> dict[str, str]:
    """Return the hash of the source text of each entry, as a translation keeps it."""
    entries: dict[str, Strict] = {**source.dimensions, **source.subdimensions, **source.items}
    return {key: _digest(entry) for key, entry in entries.items()}


def _missing(
    structure: Structure, words: QuestionnaireWords, language: str, document: Document, *, made: bool
) -> Iterator[Finding]:
    code = "text-missing" if language == structure.source_language else "translation-missing"
    for part in parts(structure, words):
        if part.needed and not part.text and not made:
            names = {"element": part.element, "part": part.name, "language": language}
            yield finding(code, document.place(*part.key), **names, source=structure.source_language)


def _stale(
    structure: Structure, words: QuestionnaireWords, language: str, document: Document, hashes: Mapping[str, str]
) -> Iterator[Finding]:
    names = {"language": language, "source": structure.source_language}
    for element, digest in hashes.items():
        if words.translated_from.get(element, digest) != digest:
            place = document.place("translated_from", element)
            yield finding("translation-stale", place, element=element, digest=digest, **names)


def _digest(entry: Strict) -> str:
    said = entry.model_dump()
    if not said.get("actions"):
        said.pop("actions", None)  # the hash is as it was before an item could have actions
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:8]
