"""What differs between two versions of a questionnaire, and what that does to comparing years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import level_key
from oca.instrument.texts import Key, part, texts
from oca.instrument.versions import asked, comparable_items, worth


@dataclass(frozen=True)
class TextChange:
    """One text in both versions; empty where it is not there."""

    part: str
    before: str
    after: str


@dataclass(frozen=True)
class ItemChange:
    """What became of an item.

    Attributes:
        item: its id in the later version; empty for one that is not asked any more.
        was: its ids in the earlier version; empty for a new one.
        relation: what the mapping calls it; empty where no mapping speaks of it.
        reason: why, in the mapping's words.
        compares: whether its answers are compared over the years.
        moved: from where to where, in words; empty where it stayed.
        rescaled: how its scale changed, in words.
        texts: the texts that differ, where one item became one.
    """

    item: str
    was: tuple[str, ...]
    relation: str = ""
    reason: str = ""
    compares: bool = False
    moved: str = ""
    rescaled: str = ""
    texts: tuple[TextChange, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether there is anything to say."""
        return not (self.was == (self.item,) and self.compares) or bool(self.moved or self.rescaled or self.texts)


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two versions.

    Attributes:
        earlier, later: their refs.
        language: the language whose texts were compared.
        mapped: whether mappings lead from the later version to the earlier one.
        scale: how the questionnaire's scale changed, in words.
        general: the texts that belong to no item: title, introduction, level names, dimensions.
        items: every item of the later version, in its order, then those that went.
        compared: for each dimension of the later version, its id, how many of its items compare, and of how many.
    """

    earlier: str
    later: str
    language: str
    mapped: bool
    scale: tuple[str, ...]
    general: tuple[TextChange, ...]
    items: tuple[ItemChange, ...]
    compared: tuple[tuple[str, int, int], ...]

    def __bool__(self) -> bool:
        """Say whether anything differs."""
        return bool(self.scale or self.general or any(one.differs for one in self.items))


def difference(
    earlier: Questionnaire, later: Questionnaire, known: Mapping[str, Questionnaire], language: str = ""
) -> Difference:
    """Compare two versions.

    Args:
        earlier: the earlier version.
        later: the later one; or another text of the same version.
        known: every version at hand by its ref, for following mappings.
        language: whose texts are compared; the later version's source language when empty.
    """
    language = later.language(language)
    pairs = _pairs(earlier, later, known)
    was = _origins(earlier, later, pairs)
    notes = _notes(earlier, later)
    order = _out_of_order(earlier, later, was)
    gone = [item for item in earlier.item_ids if item not in {one for ones in was.values() for one in ones}]
    items = [
        _item_change(earlier, later, item, was[item], notes.get(item, ("", "")), item in pairs, item in order, language)
        for item in later.item_ids
    ]
    items += [ItemChange("", (item,), *_dropped(later, item)) for item in gone]
    compared = tuple(
        (dimension, sum(item.id in pairs for item in asked_there), len(asked_there))
        for dimension in later.dimension_ids
        for asked_there in (later.items_of(dimension),)
    )
    return Difference(
        earlier.ref,
        later.ref,
        language,
        bool(pairs),
        tuple(_scales(earlier, later)),
        tuple(_general(earlier, later, language)),
        tuple(items),
        compared,
    )


def comparability(found: Difference) -> str:
    """Return in one line how much compares: 52 of 60 items compare; advocacy 4 of 6."""
    if not found.mapped:
        return f"No mapping leads from {found.later} to {found.earlier}: no item compares."
    total, of = sum(n for _, n, _ in found.compared), sum(of for _, _, of in found.compared)
    fewer = ", ".join(f"{dimension} {n} of {count}" for dimension, n, count in found.compared if n < count)
    return f"{total} of {of} items compare" + (f"; {fewer}." if fewer else ".")


def text_changes(before: Mapping[Key, str], after: Mapping[Key, str]) -> list[tuple[Key, str, str]]:
    """Return each text that differs, with what it was and what it is, in the order in which they stand."""
    keys = [*after, *(key for key in before if key not in after)]
    return [(key, before.get(key, ""), after.get(key, "")) for key in keys if before.get(key, "") != after.get(key, "")]


def _pairs(earlier: Questionnaire, later: Questionnaire, known: Mapping[str, Questionnaire]) -> dict[str, str]:
    """Return the comparable items; of two texts of one version, those whose question and scale are the same."""
    if earlier.ref != later.ref:
        return comparable_items(earlier, later, {**known, earlier.ref: earlier})
    return {
        item: item
        for item in later.item_ids
        if item in earlier.by_id
        and asked(later, item) == asked(earlier, item)
        and worth(later, item) == worth(earlier, item)
    }


def _origins(earlier: Questionnaire, later: Questionnaire, pairs: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return for each item of the later version what it was: by the mapping, else by its id."""
    mapping = later.structure.mapping
    direct = mapping is not None and mapping.from_version == earlier.structure.version and earlier.ref != later.ref
    changed = {one.item: tuple(one.was) for one in mapping.changed} if mapping and direct else {}
    return {
        item: (pairs[item],)
        if item in pairs
        else changed[item]
        if item in changed
        else (item,) * (item in earlier.by_id)
        for item in later.item_ids
    }


def _notes(earlier: Questionnaire, later: Questionnaire) -> dict[str, tuple[str, str]]:
    mapping = later.structure.mapping
    if mapping is None or mapping.from_version != earlier.structure.version or earlier.ref == later.ref:
        return {}
    notes = dict.fromkeys(mapping.equal, ("equal", ""))
    return notes | {one.item: (one.relation, one.reason) for one in mapping.changed if one.item}


def _dropped(later: Questionnaire, item: str) -> tuple[str, str]:
    mapping = later.structure.mapping
    entries = mapping.changed if mapping else []
    return next(((one.relation, one.reason) for one in entries if not one.item and item in one.was), ("", ""))


def _item_change(
    earlier: Questionnaire,
    later: Questionnaire,
    item: str,
    was: tuple[str, ...],
    note: tuple[str, str],
    compares: bool,
    out_of_order: bool,
    language: str,
) -> ItemChange:
    if len(was) != 1:
        return ItemChange(item, was, *note, compares)
    old, new = earlier.by_id[was[0]], later.by_id[item]
    places = [" / ".join(filter(None, (one.dimension, one.subdimension))) for one in (old, new)]
    moved = f"from {places[0]} to {places[1]}" if places[0] != places[1] else "in its order" if out_of_order else ""
    rescaled = (
        ""
        if worth(earlier, old.id) == worth(later, new.id)
        else f"from {_levels(earlier, old.id)} to {_levels(later, new.id)}"
    )
    reworded = text_changes(_texts_of(earlier, old.id, language), _texts_of(later, new.id, language))
    changes = tuple(TextChange(part(("items", item, *key)), *both) for key, *both in reworded)
    return ItemChange(item, was, *note, compares, moved, rescaled, changes)


def _texts_of(questionnaire: Questionnaire, item: str, language: str) -> dict[Key, str]:
    own = questionnaire.words.get(language)
    return {key[2:]: text for key, text in texts(own).items() if key[:2] == ("items", item)} if own else {}


def _levels(questionnaire: Questionnaire, item: str) -> str:
    one = questionnaire.by_id[item]
    pairs = zip(one.answers, one.worth, strict=True)
    return ", ".join(
        level_key(answer) if answer == value else f"{answer:g} (worth {value:g})" for answer, value in pairs
    )


def _scales(earlier: Questionnaire, later: Questionnaire) -> Iterable[str]:
    old, new = earlier.structure.scale, later.structure.scale
    if old.levels != new.levels:
        yield f"levels: {', '.join(map(level_key, old.levels))} became {', '.join(map(level_key, new.levels))}"
    if old.step != new.step:
        yield f"step: {old.step or 'none'} became {new.step or 'none'}"
    if old.best != new.best:
        yield f"best: {old.best} became {new.best}"


def _general(earlier: Questionnaire, later: Questionnaire, language: str) -> Iterable[TextChange]:
    """Yield the changes of texts that belong to no item, and of dimensions."""
    for which, section in ((False, earlier), (True, later)):
        other = earlier if which else later
        for dimension in section.dimension_ids:
            if dimension not in other.dimension_ids:
                yield TextChange(f"dimension {dimension}", "" if which else dimension, dimension if which else "")
    old, new = earlier.words.get(language), later.words.get(language)
    if old is None or new is None:
        return
    for key, before, after in text_changes(texts(old), texts(new)):
        if key[0] != "items":
            yield TextChange(" ".join(key), before, after)


def _out_of_order(earlier: Questionnaire, later: Questionnaire, was: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the items that are asked at another place among their neighbours; the fewest whose move explains it."""
    places = {item: place for place, item in enumerate(earlier.item_ids)}
    stayed = [
        item
        for item in later.item_ids
        if len(was[item]) == 1 and earlier.by_id[was[item][0]].dimension == later.by_id[item].dimension
    ]
    rising = _longest_rise([places[was[item][0]] for item in stayed])
    return {item for number, item in enumerate(stayed) if number not in rising}


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising subsequence.

    >>> sorted(_longest_rise([0, 3, 1, 2]))
    [0, 2, 3]
    """
    none: list[int] = []
    chains: list[list[int]] = []
    for place, number in enumerate(numbers):
        before = [chain for chain in chains if numbers[chain[-1]] < number]
        longest: list[int] = max(before, key=len, default=none)
        chains.append([*longest, place])
    best: list[int] = max(chains, key=len, default=none)
    return set(best)
