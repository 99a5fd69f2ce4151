"""The words of a questionnaire as one flat table: each text under its key, such as ("items", "gov-board", "prompt")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oca.instrument.structure import Structure, level_key
from oca.instrument.words import Words

Key = tuple[str, ...]

_APART = ("language", "translated_from")
"""What a file of words holds beside texts."""

ENTRIES = ("dimensions", "subdimensions", "items")
"""The sections whose entries are translated one by one, each with a hash of its source."""


def texts(words: Words) -> dict[Key, str]:
    """Return every text that is there by its key, in the order of the file; an empty one is not there."""
    return dict(_leaves(words.model_dump(exclude=set(_APART)), ()))


def words_of(language: str, flat: Mapping[Key, str], translated_from: Mapping[str, str] | None = None) -> Words:
    """Return the words in one language from a flat table; the opposite of `texts`."""
    nested: dict[str, Any] = {}
    for key, text in flat.items():
        here = nested
        for part in key[:-1]:
            here = here.setdefault(part, {})
        here[key[-1]] = text
    return Words.model_validate({"language": language, "translated_from": dict(translated_from or {}), **nested})


def entry(key: Key) -> str:
    """Return the id of the entry that a text belongs to; empty for the title, the introduction and the scales."""
    return key[1] if key[0] in ENTRIES else ""


def element(key: Key) -> str:
    """Return in words what a text belongs to: gov-board, level 2, the questionnaire."""
    if key[0] == "scale":
        return f"level {key[1]}"
    if key[0] == "scales":
        return f"level {key[2]} of {key[1]}"
    return entry(key) or "the questionnaire"


def part(key: Key) -> str:
    """Return in words which text of its element it is: title, prompt, text for level 2."""
    return f"text for level {key[3]}" if key[2:3] == ("levels",) else key[-1]


def needed(structure: Structure) -> Iterator[Key]:
    """Yield the key of every text that a language must have."""
    yield ("title",)
    levels = [level_key(level) for level in structure.scale.levels]
    yield from (("scale", level, "name") for level in levels)
    for scale, own in structure.scales.items():
        yield from (("scales", scale, level_key(level), "name") for level in own.levels)
    own_scale = {item for own in structure.scales.values() for item in own.items}
    for dimension in structure.dimensions:
        yield from (("dimensions", dimension.id, name) for name in ("title", "short", "about"))
        yield from (("subdimensions", one.id, "title") for one in dimension.subdimensions)
        for item in [*dimension.items, *(item for one in dimension.subdimensions for item in one.items)]:
            yield from (("items", item, name) for name in ("title", "prompt"))
            if item not in own_scale:  # the names of an own scale, yes and no, say enough
                yield from (("items", item, "levels", level) for level in levels)


def _leaves(value: Any, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _leaves(inside, (*key, name))
    elif value:
        yield key, value
