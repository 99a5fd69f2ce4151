"""One version of a questionnaire: its structure, and its words in each language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from oca.findings import Finding
from oca.yamlfile import Strict

T = TypeVar("T", bound=Strict)

Relation = Literal["equal", "equivalent", "narrower", "wider", "new", "dropped"]


class Scale(Strict):
    """The values of the levels, lowest first."""

    levels: Annotated[list[float], Field(min_length=2)]


class SubdimensionEntry(Strict):
    """A part of a dimension."""

    id: str
    items: Annotated[list[str], Field(min_length=1)]


class DimensionEntry(Strict):
    """A dimension: items, or sub-dimensions that hold the items."""

    id: str
    items: list[str] = []
    subdimensions: list[SubdimensionEntry] = []


class MappingEntry(Strict):
    """What an item was in the version before, and why it changed."""

    item: str = ""
    relation: Relation
    was: list[str] = []
    reason: str


class Mapping(Strict):
    """How a version relates to the one before: items of the same words and id, and all the others one by one."""

    from_version: Annotated[str, Field(alias="from")]
    equal: list[str] = []
    changed: list[MappingEntry] = []


class Structure(Strict):
    """The file `<version>.yaml`."""

    id: str
    version: str
    source_language: str
    languages: list[str]
    scale: Scale
    dimensions: Annotated[list[DimensionEntry], Field(min_length=1)]
    critical: list[str] = []
    measures: Literal["capacity", "performance"] = "capacity"
    mapping: Mapping | None = None


class LevelName(Strict):
    """The name of a level of the scale, and what it means in general."""

    name: str = ""
    text: str = ""


class DimensionText(Strict):
    """The words of a dimension: `short` for charts, `next` for an organization that wants to grow here."""

    title: str = ""
    short: str = ""
    about: str = ""
    next: str = ""


class ItemText(Strict):
    """The words of an item."""

    title: str = ""
    prompt: str = ""
    levels: dict[str, str] = {}
    evidence: str = ""
    guidance: str = ""


class Words(Strict):
    """The file `<version>.<language>.yaml`; a translation keeps the hash of the source of each entry."""

    language: str
    title: str = ""
    introduction: str = ""
    scale: dict[str, LevelName] = {}
    dimensions: dict[str, DimensionText] = {}
    subdimensions: dict[str, DimensionText] = {}
    items: dict[str, ItemText] = {}
    translated_from: dict[str, str] = {}


@dataclass(frozen=True)
class Item:
    """An item and where it belongs."""

    id: str
    dimension: str
    subdimension: str
    critical: bool


@dataclass(frozen=True)
class Questionnaire:
    """One version of an instrument, with its words in each language it has."""

    structure: Structure
    words: dict[str, Words]
    file: str
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def ref(self) -> str:
        """The id and version, as project.yaml writes them."""
        return f"{self.structure.id}/{self.structure.version}"

    @property
    def levels(self) -> list[float]:
        """The values of the levels, lowest first."""
        return self.structure.scale.levels

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order in which it is asked."""
        return tuple(walk(self.structure))

    @cached_property
    def item_ids(self) -> list[str]:
        """The ids of the items, in the order in which they are asked."""
        return [item.id for item in self.items]

    @property
    def dimension_ids(self) -> list[str]:
        """The ids of the dimensions, in order."""
        return [dimension.id for dimension in self.structure.dimensions]

    @cached_property
    def checksum(self) -> str:
        """Twelve hexadecimal digits that change with what is asked: structure, prompts and level texts."""
        source = self.words[self.structure.source_language]
        asked = {
            "levels": self.levels,
            "dimensions": [dimension.model_dump() for dimension in self.structure.dimensions],
            "items": {key: [text.prompt, text.levels] for key, text in source.items.items()},
        }
        canonical = json.dumps(asked, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def items_of(self, dimension: str) -> list[Item]:
        """Return the items of one dimension."""
        return [item for item in self.items if item.dimension == dimension]

    def language(self, wanted: str) -> str:
        """Return the language that is shown where `wanted` is asked for."""
        return wanted if wanted in self.words else self.structure.source_language

    def item_text(self, item: str, language: str) -> ItemText:
        """Return the words of an item; a part that is not translated stands in the source language."""
        own, source = self.words[self.language(language)].items, self._source.items
        return _filled(own.get(item), source.get(item, ItemText()))

    def dimension_text(self, dimension: str, language: str) -> DimensionText:
        """Return the words of a dimension; a part that is not translated stands in the source language."""
        own, source = self.words[self.language(language)].dimensions, self._source.dimensions
        return _filled(own.get(dimension), source.get(dimension, DimensionText()))

    def level_name(self, level: float, language: str) -> LevelName:
        """Return the name and meaning of a level of the scale."""
        key = level_key(level)
        own, source = self.words[self.language(language)].scale, self._source.scale
        return _filled(own.get(key), source.get(key, LevelName()))

    def title(self, language: str) -> str:
        """Return the questionnaire's title."""
        return self.words[self.language(language)].title or self._source.title

    @property
    def _source(self) -> Words:
        return self.words[self.structure.source_language]


def level_key(level: float) -> str:
    """Return a level's value as the key under which its text stands: 3, or 2.5."""
    return f"{level:g}"


def walk(structure: Structure) -> Iterator[Item]:
    """Yield the items in the order in which they are asked."""
    critical = set(structure.critical)
    for dimension in structure.dimensions:
        for subdimension in dimension.subdimensions:
            for item in subdimension.items:
                yield Item(item, dimension.id, subdimension.id, item in critical)
        for item in dimension.items:
            yield Item(item, dimension.id, "", item in critical)


def _filled(entry: T | None, source: T) -> T:
    """Return an entry whose empty parts are taken from the source language."""
    if entry is None:
        return source
    merged = source.model_dump()
    for key, value in entry.model_dump().items():
        if isinstance(value, dict):
            merged[key] = {**merged[key], **{k: v for k, v in value.items() if v}}
        elif value:
            merged[key] = value
    return type(source)(**merged)
