"""A workbook laid over the questionnaire it was made from: what did not change stays to the letter.

A text that only went through a spreadsheet keeps its own line ends and spaces; a list keeps its order where it names
the same; a translation keeps the hash of the source text it was made from, so that a stale one stays stale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from oca.authoring.layout import normal
from oca.instrument.structure import Structure
from oca.instrument.texts import Key, entry, texts, words_of
from oca.instrument.translation import source_hashes
from oca.instrument.words import QuestionnaireWords


def merged_structure(new: Structure, old: Structure | None) -> Structure:
    """Return the new structure, its lists of marks in the order of the old one where they name the same."""
    if old is None:
        return new
    changes: dict[str, Any] = {
        "critical": like(new.critical, old.critical),
        "reversed": like(new.reversed, old.reversed),
        "scales": {
            key: own.model_copy(update={"items": like(own.items, old.scales[key].items)}) if key in old.scales else own
            for key, own in new.scales.items()
        },
    }
    if new.mapping and old.mapping:
        reasons = {normal(one.reason): one.reason for one in old.mapping.changed}
        changed = [
            one.model_copy(update={"reason": reasons.get(one.reason, one.reason)}) for one in new.mapping.changed
        ]
        changes["mapping"] = new.mapping.model_copy(update={"changed": changed})
    return new.model_copy(update=changes)


def like(new: Collection[str], old: Sequence[str]) -> list[str]:
    """Return what is in `new`, in the order of `old`; what is not in `old` comes last.

    >>> like(["a", "b", "c"], ["c", "x", "a"])
    ['c', 'a', 'b']
    """
    kept = [one for one in old if one in new]
    return [*kept, *(one for one in new if one not in kept)]


def merged_texts(new: Mapping[Key, str], old: Mapping[Key, str]) -> dict[Key, str]:
    """Return the new texts; where one differs from the old only by what a spreadsheet does to it, the old one."""
    return {key: old[key] if key in old and normal(old[key]) == text else text for key, text in new.items()}


def translated_from(
    own: Mapping[Key, str],
    source: QuestionnaireWords,
    old: QuestionnaireWords | None,
    old_source: QuestionnaireWords | None,
    checked: Iterable[str],
) -> dict[str, str]:
    """Return for each entry of a translation the hash of the source text it was made from.

    Args:
        own: the translation as it is now.
        source: the source text beside which it was written.
        old: the translation as it was before; None for a new language.
        old_source: the source text as it was before.
        checked: entries that the translator looked at and found right.

    Returns:
        The hash of the present source where the translation was changed or checked; the hash it had where it was not;
        where it had none and the source has changed since, the hash of the source before.
    """
    before, kept = _by_entry(texts(old)) if old else {}, old.translated_from if old else {}
    now, checked_ones = _by_entry(own), set(checked)
    old_hashes = source_hashes(old_source) if old_source else {}
    hashes = {}
    for one, digest in source_hashes(source).items():
        changed = now.get(one, {}) != before.get(one, {})
        if one in now and (changed or one in checked_ones):
            hashes[one] = digest
        elif one in kept:
            hashes[one] = kept[one]
        elif one in now and old_hashes.get(one, digest) != digest:
            hashes[one] = old_hashes[one]
    return hashes


def merged_words(
    language: str,
    own: Mapping[Key, str],
    source: QuestionnaireWords,
    old: QuestionnaireWords | None,
    old_source: QuestionnaireWords | None,
    checked: Iterable[str],
) -> QuestionnaireWords:
    """Return the words of one translation, with its hashes."""
    return words_of(language, own, translated_from(own, source, old, old_source, checked))


def _by_entry(flat: Mapping[Key, str]) -> dict[str, dict[Key, str]]:
    found: dict[str, dict[Key, str]] = {}
    for key, text in flat.items():
        if entry(key):
            found.setdefault(entry(key), {})[key] = text
    return found
