"""One version of a questionnaire: its structure, and its words in each language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from oca.findings import Finding, Place
from oca.language import CYRILLIC, LATIN
from oca.yamlfile import Document, Strict

T = TypeVar("T", bound=Strict)

Relation = Literal["equal", "equivalent", "narrower", "wider", "new", "dropped"]


Best = Literal["highest", "lowest"]

Subject = Literal["organization", "area"]
"""What is rated: the organization that answers, or a country, an entity or another area that a panel looks at."""

MOST_ANSWERS = 250
"""An item has no more possible answers than this: each is one small integer in the dense form."""


class Scale(Strict):
    """The scale of the questionnaire.

    Attributes:
        levels: the values of the levels, lowest first; decimals are allowed.
        step: answers between the levels are allowed, in steps of this size; without it, only the levels.
        best: which end of the scale is good.
    """

    levels: Annotated[list[float], Field(min_length=2)]
    step: Annotated[float, Field(gt=0)] | None = None
    best: Best = "highest"

    @model_validator(mode="after")
    def _steps_meet_the_levels(self) -> Scale:
        """Refuse a step that misses a level or gives more answers than can be told apart; here, before any is made."""
        if self.step is None:
            return self
        counts = [(level - self.levels[0]) / self.step for level in self.levels]
        if any(abs(count - round(count)) > 1e-6 for count in counts):
            raise ValueError("in steps of this size from the lowest level, not every level is met")
        if max(counts) >= MOST_ANSWERS:
            raise ValueError(f"the steps make more than {MOST_ANSWERS} answers; make the step larger")
        return self


class ItemScale(Strict):
    """A scale of their own for some items, such as yes and no.

    Attributes:
        items: the items that are answered on it.
        levels: the values that are answered, lowest first.
        values: what each level is worth on the questionnaire's scale; the levels themselves where this is left out.
    """

    items: Annotated[list[str], Field(min_length=1)]
    levels: Annotated[list[float], Field(min_length=2)]
    values: list[float] = []


class SubdimensionEntry(Strict):
    """A part of a dimension.

    Attributes:
        id: its id; stable for ever.
        items: its items, in the order in which they are asked.
    """

    id: str
    items: Annotated[list[str], Field(min_length=1)]


class DimensionEntry(Strict):
    """A dimension: items, or sub-dimensions that hold the items.

    Attributes:
        id: its id; stable for ever.
        items: its items, in the order in which they are asked.
        subdimensions: its parts, which hold the items; not beside items of its own.
    """

    id: str
    items: list[str] = []
    subdimensions: list[SubdimensionEntry] = []


class MappingEntry(Strict):
    """What an item was in the version before, and why it changed.

    Attributes:
        item: the item of this version; left out for one that is not asked any more.
        relation: only equal and equivalent items are compared over the years.
        was: the items of the version before; left out for a new one.
        reason: why it was changed, in a sentence.
    """

    item: str = ""
    relation: Relation
    was: list[str] = []
    reason: str


class Mapping(Strict):
    """How a version relates to the one before.

    Attributes:
        from_version: the version that was asked before this one.
        equal: items with the same id and the same words as before.
        changed: all the others, one by one.
    """

    from_version: Annotated[str, Field(alias="from")]
    equal: list[str] = []
    changed: list[MappingEntry] = []


class Structure(Strict):
    """The structure of one version of a questionnaire: the file `<version>.yaml`.

    Attributes:
        id: the questionnaire's id; stable for ever.
        version: the version; in quotation marks, so that it stays text.
        source_language: the language that was written first; a text missing there is an error.
        languages: every language that has a file of words.
        subject: what is rated; of an area, forms and reports speak without addressing anybody.
        scale: the scale on which items are answered.
        dimensions: the dimensions, in the order in which they are asked.
        scales: scales of their own for some items, by their ids.
        reversed: items whose lowest answer is the best.
        critical: items on which the rest of their dimension rests; a scheme may let them cap it.
        measures: what the scores are of; performance only where results of the work are asked, not abilities.
        mapping: what each item was in the version before.
    """

    id: str
    version: str
    source_language: str
    languages: list[str]
    subject: Subject = "organization"
    scale: Scale
    dimensions: Annotated[list[DimensionEntry], Field(min_length=1)]
    scales: dict[str, ItemScale] = {}
    reversed: list[str] = []
    critical: list[str] = []
    measures: Literal["capacity", "performance"] = "capacity"
    mapping: Mapping | None = None


class LevelName(Strict):
    """The name of a level of the scale, and what it means in general.

    Attributes:
        name: one or two words.
        text: one sentence.
    """

    name: str = ""
    text: str = ""


class DimensionText(Strict):
    """The words of a dimension.

    Attributes:
        title: its name.
        short: its name in charts, up to 18 letters.
        about: what it is about.
        next: what usually helps first, for an organization that wants to grow here.
    """

    title: str = ""
    short: str = ""
    about: str = ""
    next: str = ""


class ItemText(Strict):
    """The words of an item.

    Attributes:
        title: its name.
        prompt: the question.
        levels: a text for each level, by the level.
        evidence: what counts as evidence.
        guidance: what helps the facilitator.
    """

    title: str = ""
    prompt: str = ""
    levels: dict[str, str] = {}
    evidence: str = ""
    guidance: str = ""


class Words(Strict):
    """The words of one version in one language: the file `<version>.<language>.yaml`.

    Attributes:
        language: the code of the language.
        title: the questionnaire's title.
        introduction: what stands on the first page of the form.
        scale: the names of the levels, by the level.
        scales: the names of the levels of the items' own scales, by the scale's id.
        dimensions: the words of each dimension, by its id.
        subdimensions: the words of each sub-dimension, by its id.
        items: the words of each item, by its id.
        translated_from: in a translation, the hash of the source text that each entry was made from.
    """

    language: str
    title: str = ""
    introduction: str = ""
    scale: dict[str, LevelName] = {}
    scales: dict[str, dict[str, LevelName]] = {}
    dimensions: dict[str, DimensionText] = {}
    subdimensions: dict[str, DimensionText] = {}
    items: dict[str, ItemText] = {}
    translated_from: dict[str, str] = {}


@dataclass(frozen=True)
class Item:
    """An item, where it belongs, and what may be answered to it.

    Attributes:
        id: the item's id.
        dimension: id of its dimension.
        subdimension: id of its sub-dimension; empty without one.
        critical: whether the rest of its dimension rests on it.
        scale: id of its own scale; empty where it has the questionnaire's.
        levels: the levels that have a name, lowest first.
        answers: the values that may be given: the levels and, where the scale has a step, what lies between them.
        worth: what each of `answers` is worth on the questionnaire's scale.
    """

    id: str
    dimension: str
    subdimension: str
    critical: bool
    scale: str
    levels: tuple[float, ...]
    answers: tuple[float, ...]
    worth: tuple[float, ...]

    @property
    def plain(self) -> bool:
        """Whether every answer is worth what it says: the item has no scale of its own and no reversed sense."""
        return not self.scale and self.worth == self.answers

    @property
    def top(self) -> float:
        """The most that the item can be worth, by value and not by goodness."""
        return max(self.worth)

    @property
    def bottom(self) -> float:
        """The least that the item can be worth."""
        return min(self.worth)


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
    words: dict[str, Words]
    file: str
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    documents: dict[str, Document] = field(default_factory=dict, compare=False, repr=False)
    document: Document | None = field(default=None, compare=False, repr=False)

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
        return self.levels if self.structure.scale.best == "highest" else self.levels[::-1]

    @property
    def best(self) -> float:
        """The value of the best level."""
        return self.ladder[-1]

    @property
    def upright(self) -> int:
        """1 where a higher value is better, -1 where a lower one is."""
        return 1 if self.structure.scale.best == "highest" else -1

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

    def level_name(self, level: float, language: str, scale: str = "") -> LevelName:
        """Return the name and meaning of a level of the questionnaire's scale, or of an own scale of some items."""
        key = level_key(level)
        entry = self._names(self._source, scale).get(key, LevelName())
        for words in self.layers(language):
            entry = _filled(self._names(words, scale).get(key), entry)
        return entry

    @staticmethod
    def _names(words: Words, scale: str) -> dict[str, LevelName]:
        return words.scales.get(scale, {}) if scale else words.scale

    def rungs(self, item: str) -> list[tuple[float, float]]:
        """Return the levels of an item, each with what it is worth, from the least good to the best."""
        one = self.by_id[item]
        worth = dict(zip(one.answers, one.worth, strict=True))
        return sorted(((level, worth[level]) for level in one.levels), key=lambda rung: self.upright * rung[1])

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

    def title(self, language: str) -> str:
        """Return the questionnaire's title."""
        return next((words.title for words in reversed(self.layers(language)) if words.title), self._source.title)

    def introduction(self, language: str) -> str:
        """Return what stands on the first page of a form."""
        layers = reversed(self.layers(language))
        return next((words.introduction for words in layers if words.introduction), self._source.introduction)

    def layers(self, language: str) -> list[Words]:
        """Return the words that are laid over those of the source language, the last on top."""
        made = [self._in_cyrillic] if language == CYRILLIC and LATIN in self.words else []
        own = [self.words[language]] if language in self.words else []
        return [*made, *own]

    @cached_property
    def _in_cyrillic(self) -> Words:
        """The Serbian words in Cyrillic, made from those in Latin letters when they are first asked for."""
        from oca.cyrillic import in_cyrillic

        latin = self.words[LATIN].model_copy(update={"translated_from": {}})
        return in_cyrillic(latin).model_copy(update={"language": CYRILLIC})

    @property
    def _source(self) -> Words:
        return self.words[self.structure.source_language]


def level_key(level: float) -> str:
    """Return a level's value as the key under which its text stands: 3, or 2.5."""
    return f"{level:g}"


def walk(structure: Structure) -> Iterator[Item]:
    """Yield the items in the order in which they are asked."""
    critical = set(structure.critical)
    own = {item: key for key, scale in structure.scales.items() for item in scale.items}
    for dimension in structure.dimensions:
        for part, items in (*((one.id, one.items) for one in dimension.subdimensions), ("", dimension.items)):
            for item in items:
                place = (item, dimension.id, part, item in critical)
                yield Item(*place, own.get(item, ""), *_answers(structure, item, own.get(item)))


def steps(scale: Scale) -> tuple[float, ...]:
    """Return every value that may be answered on the questionnaire's scale, lowest first.

    >>> steps(Scale(levels=[1, 2], step=0.25))
    (1.0, 1.25, 1.5, 1.75, 2.0)
    """
    if scale.step is None:
        return tuple(scale.levels)
    count = round((scale.levels[-1] - scale.levels[0]) / scale.step)
    return tuple(round(scale.levels[0] + scale.step * i, 9) for i in range(count + 1))


def _answers(structure: Structure, item: str, own: str | None) -> tuple[tuple[float, ...], ...]:
    """Return the levels of an item, what may be answered to it, and what each answer is worth."""
    if own is None:
        levels, answers = tuple(structure.scale.levels), steps(structure.scale)
        values = answers
    else:
        scale = structure.scales[own]
        levels = answers = tuple(scale.levels)
        values = tuple(scale.values or scale.levels)
    if item in structure.reversed:
        ends = structure.scale.levels[0] + structure.scale.levels[-1]
        values = tuple(round(ends - value, 9) for value in values)
    return levels, answers, values


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
