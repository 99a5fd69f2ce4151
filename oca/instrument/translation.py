"""What is missing or stale in the words of a questionnaire.

A translation keeps, for each entry, a hash of the source text it was made from (`translated_from`); when the source
text changes, the entry is stale. A text missing in the source language is an error; in a translation it is a warning,
and the source language is shown instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from oca.findings import Finding, Place, finding
from oca.instrument.questionnaire import Structure, Words, level_key
from oca.yamlfile import Strict


def check_words(structure: Structure, words: dict[str, Words], stem: str) -> list[Finding]:
    """Return a finding for each text that is missing, and for each translation that is stale."""
    source = words[structure.source_language]
    findings: list[Finding] = []
    for language, own in words.items():
        place = Place(f"questionnaires/{structure.id}/{stem}.{language}.yaml")
        for element, part, text in _parts(structure, own):
            if text:
                continue
            code = "text-missing" if language == structure.source_language else "translation-missing"
            names = {"element": element, "part": part, "language": language, "source": structure.source_language}
            findings.append(finding(code, place, **names))
        if language != structure.source_language:
            findings += [
                finding(
                    "translation-stale",
                    place,
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


def _parts(structure: Structure, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield every text that the structure asks for: element, part, and the text that is there."""
    yield "the questionnaire", "title", words.title
    levels = [level_key(level) for level in structure.scale.levels]
    for key in levels:
        yield f"level {key}", "name", words.scale[key].name if key in words.scale else ""
    for scale, own in structure.scales.items():
        for key in map(level_key, own.levels):
            names = words.scales.get(scale, {})
            yield f"level {key} of {scale}", "name", names[key].name if key in names else ""
    own_scale = {item for own in structure.scales.values() for item in own.items}
    for dimension in structure.dimensions:
        yield from _entry_parts(dimension.id, words.dimensions.get(dimension.id), ("title", "short", "about"))
        for part in dimension.subdimensions:
            yield from _entry_parts(part.id, words.subdimensions.get(part.id), ("title",))
        for item in [*dimension.items, *(item for part in dimension.subdimensions for item in part.items)]:
            text = words.items.get(item)
            yield from _entry_parts(item, text, ("title", "prompt"))
            for key in () if item in own_scale else levels:  # the names of an own scale, yes and no, say enough
                yield item, f"text for level {key}", text.levels.get(key, "") if text else ""


def _entry_parts(element: str, entry: Strict | None, parts: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for part in parts:
        yield element, part, getattr(entry, part) if entry else ""
