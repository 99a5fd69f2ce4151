"""The structure of one version of a questionnaire, the file `<version>.yaml`: scale, dimensions, items, mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from oca.instrument.scale import Direction
from oca.yamlfile import Strict

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

    @property
    def direction(self) -> Direction:
        """Which way of the scale is better."""
        return Direction(1 if self.best == "highest" else -1)

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
        reversed: items whose lowest answer is the best; what each answer is worth is turned round by its position.
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


def level_key(level: float) -> str:
    """Return a level's value as the key under which its text stands: 3, or 2.5."""
    return f"{level:g}"


def rungs(structure: Structure, item: Item) -> list[tuple[float, float]]:
    """Return the levels of an item, each with what it is worth, from the least good to the best."""
    worth = dict(zip(item.answers, item.worth, strict=True))
    direction = structure.scale.direction
    return sorted(((level, worth[level]) for level in item.levels), key=lambda rung: direction.gain(rung[1]))


def even(levels: Sequence[float]) -> bool:
    """Say whether the steps between the levels are all of one size.

    >>> even([1, 2, 3]), even([1, 2, 4, 7])
    (True, False)
    """
    steps = [higher - lower for lower, higher in pairwise(levels)]
    return max(steps) - min(steps) < 1e-9


def reachable(structure: Structure, item: Item) -> list[float]:
    """Return the levels of an item to which an action can lead: those that are better than the least good one."""
    ladder = rungs(structure, item)
    return [level for level, worth in ladder if worth != ladder[0][1]]


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
    if item in structure.reversed:  # by position: the lowest answer is worth what the highest would be
        values = values[::-1]
    return levels, answers, values
