"""The words of a questionnaire as one flat table: each text under its key, such as ("items", "gov-board", "prompt")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oca.instrument.structure import Item, Structure, level_key, reachable, walk
from oca.instrument.words import QuestionnaireWords

Key = tuple[str, ...]

_APART = ("language", "translated_from")
"""What a file of words holds beside texts."""

ENTRIES = ("dimensions", "subdimensions", "items")
"""The sections whose entries are translated one by one, each with a hash of its source."""

_OF_LEVELS = {"levels": "text for", "actions": "action to reach"}
"""What an item says level by level, in words."""


def texts(words: QuestionnaireWords) -> dict[Key, str]:
    """Return every text that is there by its key, in the order of the file; an empty one is not there."""
    return dict(_leaves(words.model_dump(exclude=set(_APART)), ()))


def words_of(
    language: str, flat: Mapping[Key, str], translated_from: Mapping[str, str] | None = None
) -> QuestionnaireWords:
    """Return the words in one language from a flat table; the opposite of `texts`."""
    nested: dict[str, Any] = {}
    for key, text in flat.items():
        here = nested
        for part in key[:-1]:
            here = here.setdefault(part, {})
        here[key[-1]] = text
    return QuestionnaireWords.model_validate(
        {"language": language, "translated_from": dict(translated_from or {}), **nested}
    )


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
    """Return in words which text of its element it is: title, prompt, text for level 2, action to reach level 2."""
    return f"{_OF_LEVELS[key[2]]} level {key[3]}" if key[2:3] and key[2] in _OF_LEVELS else key[-1]


def kind(key: Key) -> str:
    """Return the field that a text stands in, by which its length is judged: title, scale.name, items.levels."""
    if key[0] in ("scale", "scales"):
        return f"scale.{key[-1]}"
    return f"{key[0]}.{key[2]}" if key[2:] else key[0]


def places(structure: Structure) -> Iterator[tuple[Key, bool]]:
    """Yield the key of every text that a language can have, and whether it must; in the order of the structure."""
    yield ("title",), True
    yield ("introduction",), False
    for level in map(level_key, structure.scale.levels):
        yield from _fields(("scale", level), ("name",), ("text",))
    for scale, own in structure.scales.items():
        for level in map(level_key, own.levels):
            yield from _fields(("scales", scale, level), ("name",), ("text",))
    for dimension in structure.dimensions:
        yield from _fields(("dimensions", dimension.id), ("title", "short", "about"), ("next",))
        for one in dimension.subdimensions:
            yield from _fields(("subdimensions", one.id), ("title",), ())
    for item in walk(structure):
        yield from _of_item(structure, item)


def _of_item(structure: Structure, item: Item) -> Iterator[tuple[Key, bool]]:
    """Yield the places of an item's texts; where it has a scale of its own, the names, yes and no, say enough."""
    place = ("items", item.id)
    yield from _fields(place, ("title", "prompt"), ())
    yield from (((*place, "levels", level_key(level)), not item.scale) for level in item.levels)
    yield from _fields(place, (), ("evidence", "guidance"))
    yield from (((*place, "actions", level_key(level)), False) for level in reachable(structure, item))


def _fields(place: Key, needed: tuple[str, ...], others: tuple[str, ...]) -> Iterator[tuple[Key, bool]]:
    yield from (((*place, name), name in needed) for name in (*needed, *others))


def _leaves(value: Any, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _leaves(inside, (*key, name))
    elif value:
        yield key, value
