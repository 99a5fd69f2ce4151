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
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Item, ItemScale, Structure, level_key, walk
from oca.instrument.words import ItemText, LevelName, Words
from oca.language import CYRILLIC, LATIN, language_name
from oca.language import Words as PrintedWords
from oca.yamlfile import Document, Key, Strict

THE_QUESTIONNAIRE = "the questionnaire"


@dataclass(frozen=True)
class Part:
    """One text of a questionnaire in one language.

    Attributes:
        element: what it belongs to: an id, or "level 3".
        kind: the field it stands in, `item.title`, by which its length is judged.
        name: what a message calls it.
        key: where it stands in the file of words.
        text: the text; empty when it is not there.
        needed: whether a questionnaire is incomplete without it.
    """

    element: str
    kind: str
    name: str
    key: Key
    text: str
    needed: bool


def check_words(structure: Structure, words: Mapping[str, Words], documents: Mapping[str, Document]) -> list[Finding]:
    """Return a finding for each text that is missing, and for each translation that is stale."""
    findings: list[Finding] = []
    hashes = source_hashes(words[structure.source_language])
    for language, own in words.items():
        findings += _missing(structure, own, language, documents[language], made=is_made(language, words))
        if language != structure.source_language:
            findings += _stale(structure, own, language, documents[language], hashes)
    return findings


def is_made(language: str, words: Mapping[str, Words]) -> bool:
    """Say whether a language is made from another one: Serbian in Cyrillic from Serbian in Latin letters."""
    return language == CYRILLIC and LATIN in words


def parts(structure: Structure, words: Words) -> Iterator[Part]:
    """Yield every text that a questionnaire can have, in the order of the structure."""
    yield Part(THE_QUESTIONNAIRE, "title", "title", ("title",), words.title, True)
    yield Part(THE_QUESTIONNAIRE, "introduction", "introduction", ("introduction",), words.introduction, False)
    for key in map(level_key, structure.scale.levels):
        yield from _entry(f"level {key}", "scale", key, words.scale.get(key), ("name",), ("text",))
    for scale, own in structure.scales.items():
        yield from _own_scale(scale, own, words.scales.get(scale, {}))
    for dimension in structure.dimensions:
        entry = words.dimensions.get(dimension.id)
        yield from _entry(dimension.id, "dimensions", dimension.id, entry, ("title", "short", "about"), ("next",))
        for part in dimension.subdimensions:
            yield from _entry(part.id, "subdimensions", part.id, words.subdimensions.get(part.id), ("title",), ())
    for item in walk(structure):
        text = words.items.get(item.id)
        yield from _entry(item.id, "items", item.id, text, ("title", "prompt"), ("evidence", "guidance"))
        yield from _levels(item, text)


def falling_back(questionnaire: Questionnaire, language: str) -> Iterator[Part]:
    """Yield every text that a language lacks, as it is shown instead: in the source language."""
    structure = questionnaire.structure
    if language != structure.source_language:
        layers = questionnaire.layers(language)
        own = {part.key for words in layers for part in parts(structure, words) if part.text}
        source = parts(structure, questionnaire.words[structure.source_language])
        yield from (part for part in source if part.text and part.key not in own)


def fallback_note(words: PrintedWords, others: Collection[str]) -> str:
    """Say in which other languages some texts are shown; empty when there is none."""
    if not others:
        return ""
    return words.text(
        "Some texts are not yet translated into {language}; they are shown in {others}.",
        language=language_name(words.language, words.language),
        others=words.join([language_name(other, words.language) for other in sorted(others)]),
    )


def source_hashes(source: Words) -> dict[str, str]:
    """Return the hash of the source text of each entry, as a translation keeps it."""
    entries: dict[str, Strict] = {**source.dimensions, **source.subdimensions, **source.items}
    return {key: _digest(entry) for key, entry in entries.items()}


def _missing(structure: Structure, words: Words, language: str, document: Document, *, made: bool) -> Iterator[Finding]:
    code = "text-missing" if language == structure.source_language else "translation-missing"
    for part in parts(structure, words):
        if part.needed and not part.text and not made:
            names = {"element": part.element, "part": part.name, "language": language}
            yield finding(code, document.place(*part.key), **names, source=structure.source_language)


def _stale(
    structure: Structure, words: Words, language: str, document: Document, hashes: Mapping[str, str]
) -> Iterator[Finding]:
    names = {"language": language, "source": structure.source_language}
    for element, digest in hashes.items():
        if words.translated_from.get(element, digest) != digest:
            place = document.place("translated_from", element)
            yield finding("translation-stale", place, element=element, digest=digest, **names)


def _digest(entry: Strict) -> str:
    canonical = json.dumps(entry.model_dump(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:8]


def _entry(
    element: str, section: str, key: str, entry: Strict | None, needed: tuple[str, ...], others: tuple[str, ...]
) -> Iterator[Part]:
    for name in (*needed, *others):
        text = getattr(entry, name) if entry else ""
        yield Part(element, f"{section}.{name}", name, (section, key, name), text, name in needed)


def _own_scale(scale: str, own: ItemScale, names: Mapping[str, LevelName]) -> Iterator[Part]:
    for key in map(level_key, own.levels):
        entry = names.get(key, LevelName())
        for name, needed in (("name", True), ("text", False)):
            path = ("scales", scale, key, name)
            yield Part(f"level {key} of {scale}", f"scale.{name}", name, path, getattr(entry, name), needed)


def _levels(item: Item, entry: ItemText | None) -> Iterator[Part]:
    """Yield the text of each level; where an item has a scale of its own, the names, yes and no, say enough."""
    for key in map(level_key, item.levels):
        text = entry.levels.get(key, "") if entry else ""
        path = ("items", item.id, "levels", key)
        yield Part(item.id, "items.levels", f"text for level {key}", path, text, not item.scale)
