"""One version of a questionnaire: its structure, and its words in each language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from oca.findings import Finding, Place
from oca.instrument.scale import Direction
from oca.instrument.structure import Item, Structure, level_key, rungs, walk
from oca.instrument.words import DimensionText, ItemText, LevelName, QuestionnaireWords
from oca.language import CYRILLIC, LATIN
from oca.yamlfile import Document, Strict

T = TypeVar("T", bound=Strict)


@dataclass(frozen=True)
class Questionnaire:
    """One version of an instrument, with its words in each language it has.

    Attributes:
        structure: what is asked, by ids.
        words: the words of each language that has a file.
        file: the name of the structure's file.
        findings: warnings about the words.
        documents: the file of words of each language, for the lines of its texts.
    """

    structure: Structure
    words: dict[str, QuestionnaireWords]
    file: str
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    documents: dict[str, Document] = field(default_factory=dict, compare=False, repr=False)
    document: Document | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        """Say in a line which version it is."""
        languages = ", ".join(sorted(self.words))
        return (
            f"<Questionnaire {self.ref}: {len(self.items)} items in {len(self.dimension_ids)} dimensions; {languages}>"
        )

    def place(self, *key: str | int) -> Place:
        """Return where a key of the structure stands; the file alone where it was made in memory."""
        return self.document.place(*key) if self.document else Place(self.file)

    @property
    def ref(self) -> str:
        """The id and version, as project.yaml writes them."""
        return f"{self.structure.id}/{self.structure.version}"

    @property
    def levels(self) -> list[float]:
        """The values of the levels, lowest first."""
        return self.structure.scale.levels

    @property
    def ladder(self) -> list[float]:
        """The values of the levels, from the least good to the best."""
        return self.levels[:: self.direction.sign]

    @property
    def best(self) -> float:
        """The value of the best level."""
        return self.ladder[-1]

    @property
    def direction(self) -> Direction:
        """Which way of the scale is better."""
        return self.structure.scale.direction

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order in which it is asked."""
        return tuple(walk(self.structure))

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Every item by its id."""
        return {item.id: item for item in self.items}

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
            **self._rare(),
        }
        canonical = json.dumps(asked, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def _rare(self) -> dict[str, object]:
        """Return what only some questionnaires declare, so that the others keep the checksums in their workbooks."""
        scale = self.structure.scale
        declared = {
            "step": scale.step,
            "best": scale.best if scale.best != "highest" else "",
            "scales": {key: one.model_dump() for key, one in self.structure.scales.items()},
            "reversed": self.structure.reversed,
        }
        return {key: value for key, value in declared.items() if value}

    def items_of(self, dimension: str) -> list[Item]:
        """Return the items of one dimension."""
        return [item for item in self.items if item.dimension == dimension]

    def speaks(self, language: str) -> bool:
        """Say whether there are words in a language, its own or made from Serbian in Latin letters."""
        return language in self.words or (language == CYRILLIC and LATIN in self.words)

    def language(self, wanted: str) -> str:
        """Return the language that is shown where `wanted` is asked for."""
        return wanted if self.speaks(wanted) else self.structure.source_language

    def item_text(self, item: str, language: str) -> ItemText:
        """Return the words of an item; a part that is not translated stands in the source language."""
        entry = self._source.items.get(item, ItemText())
        for words in self.layers(language):
            entry = _filled(words.items.get(item), entry)
        return entry

    def dimension_text(self, dimension: str, language: str) -> DimensionText:
        """Return the words of a dimension; a part that is not translated stands in the source language."""
        entry = self._source.dimensions.get(dimension, DimensionText())
        for words in self.layers(language):
            entry = _filled(words.dimensions.get(dimension), entry)
        return entry

    def subdimension_title(self, subdimension: str, language: str) -> str:
        """Return the title of a part of a dimension, in the source language where it is not translated."""
        found = [words.subdimensions.get(subdimension) for words in reversed([self._source, *self.layers(language)])]
        return next((one.title for one in found if one and one.title), "")

    def level_name(self, level: float, language: str, scale: str = "") -> LevelName:
        """Return the name and meaning of a level of the questionnaire's scale, or of an own scale of some items."""
        key = level_key(level)
        entry = self._names(self._source, scale).get(key, LevelName())
        for words in self.layers(language):
            entry = _filled(self._names(words, scale).get(key), entry)
        return entry

    @staticmethod
    def _names(words: QuestionnaireWords, scale: str) -> dict[str, LevelName]:
        return words.scales.get(scale, {}) if scale else words.scale

    def rungs(self, item: str) -> list[tuple[float, float]]:
        """Return the levels of an item, each with what it is worth, from the least good to the best."""
        return rungs(self.structure, self.by_id[item])

    def answer_name(self, item: str, level: float, language: str) -> str:
        """Return the name of a level of an item: its own scale's, else that of the level which it is worth."""
        scale = self.by_id[item].scale
        named = level if scale else dict(self.rungs(item))[level]
        return self.level_name(named, language, scale).name or level_key(level)

    def answer_text(self, item: str, level: float, language: str) -> str:
        """Return what one sees at a level of an item; what its own scale says where the item says nothing."""
        scale = self.by_id[item].scale
        said = self.item_text(item, language).levels.get(level_key(level), "")
        return said or (self.level_name(level, language, scale).text if scale else "")

    def action(self, item: str, level: float, language: str) -> str:
        """Return what leads an item to a level from the one below it; empty where nothing is proposed."""
        return self.item_text(item, language).actions.get(level_key(level), "")

    def title(self, language: str) -> str:
        """Return the questionnaire's title."""
        return next((words.title for words in reversed(self.layers(language)) if words.title), self._source.title)

    def introduction(self, language: str) -> str:
        """Return what stands on the first page of a form."""
        layers = reversed(self.layers(language))
        return next((words.introduction for words in layers if words.introduction), self._source.introduction)

    def layers(self, language: str) -> list[QuestionnaireWords]:
        """Return the words that are laid over those of the source language, the last on top."""
        made = [self._in_cyrillic] if language == CYRILLIC and LATIN in self.words else []
        own = [self.words[language]] if language in self.words else []
        return [*made, *own]

    @cached_property
    def _in_cyrillic(self) -> QuestionnaireWords:
        """The Serbian words in Cyrillic, made from those in Latin letters when they are first asked for."""
        from oca.cyrillic import in_cyrillic

        latin = self.words[LATIN].model_copy(update={"translated_from": {}})
        return in_cyrillic(latin).model_copy(update={"language": CYRILLIC})

    @property
    def _source(self) -> QuestionnaireWords:
        return self.words[self.structure.source_language]


def by_ref(given: Questionnaire | Iterable[Questionnaire] | Mapping[str, Questionnaire]) -> dict[str, Questionnaire]:
    """Return questionnaires by their refs, whether one is given, several, or all of them by their refs already."""
    if isinstance(given, Questionnaire):
        return {given.ref: given}
    return dict(given) if isinstance(given, Mapping) else {one.ref: one for one in given}


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
