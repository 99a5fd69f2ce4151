"""What a workbook leaves to be translated, in a line for each language rather than one for each text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from oca.findings import Finding, Place, finding, shorten
from oca.instrument.structure import Structure
from oca.instrument.translation import is_made, parts, source_hashes
from oca.instrument.words import QuestionnaireWords
from oca.yamlfile import Document

_ONE_BY_ONE = ("translation-missing", "translation-stale")

_SECTIONS = ("dimensions", "subdimensions", "items")


def in_short(
    found: Sequence[Finding],
    structure: Structure,
    words: Mapping[str, QuestionnaireWords],
    documents: Mapping[str, Document],
) -> list[Finding]:
    """Return what was found, with one line for all texts that a language lacks and one for all that are stale.

    Args:
        found: what `examine` found.
        structure: the structure.
        words: the words in each language that were examined, the source language among them.
        documents: the cells of each.
    """
    kept = [one for one in found if one.code not in _ONE_BY_ONE]
    if structure.source_language not in words:
        return kept
    others = [language for language in words if language != structure.source_language]
    return [*kept, *(line for one in others for line in _unfinished(structure, words, one, documents[one]))]


def _unfinished(
    structure: Structure, words: Mapping[str, QuestionnaireWords], language: str, document: Document
) -> Iterator[Finding]:
    own, source = words[language], structure.source_language
    names = {"language": language, "source": source}
    lacking = [] if is_made(language, words) else [one for one in parts(structure, own) if one.needed and not one.text]
    if lacking:
        elements = shorten(dict.fromkeys(one.element for one in lacking))
        place = document.place(*lacking[0].key)
        yield finding("workbook-untranslated", place, count=len(lacking), elements=elements, **names)
    hashes = source_hashes(words[source])
    stale = [one for one, digest in hashes.items() if own.translated_from.get(one, digest) != digest]
    if stale:
        place = _first_cell(document, stale[0])
        yield finding("workbook-stale", place, count=len(stale), elements=shorten(stale), **names)


def _first_cell(document: Document, entry: str) -> Place:
    """Return the cell of the first text of an entry; the file where none of its texts stands in a cell."""
    places = [document.place(section, entry) for section in _SECTIONS]
    return next((one for one in places if one.row), places[0])
