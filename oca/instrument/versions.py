"""What compares with what between two versions of a questionnaire (METHODS, section 6).

A later version maps each of its items to the version before. Only items that are `equal` (same id, same words) or
`equivalent` (same practice and same steps, other words) are compared; `narrower`, `wider`, `new` and `dropped` are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oca.errors import InputError
from oca.findings import Finding, Place, finding, shorten
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Mapping as VersionMapping
from oca.instrument.structure import MappingEntry, level_key

COMPARABLE = ("equal", "equivalent")


def comparable_items(
    earlier: Questionnaire, later: Questionnaire, known: Mapping[str, Questionnaire]
) -> dict[str, str]:
    """Return the comparable items: the later version's item id to the earlier version's.

    Args:
        earlier: the questionnaire of the earlier period.
        later: the questionnaire of the later period.
        known: every version at hand by its ref; between the two, mappings are followed version by version.

    Returns:
        An empty mapping when no chain of mappings leads from the later version to the earlier one.
    """
    pairs = {item: item for item in later.item_ids}
    here, passed = later, {later.ref}
    while here.ref != earlier.ref:
        mapping = here.structure.mapping
        before = known.get(f"{here.structure.id}/{mapping.from_version}") if mapping else None
        if mapping is None or before is None or before.ref in passed:
            return {}
        passed.add(before.ref)
        step = one_step(mapping)
        pairs = {item: step[old] for item, old in pairs.items() if old in step}
        here = before
    return pairs


def one_step(mapping: VersionMapping) -> dict[str, str]:
    """Return the comparable items of one mapping: new item id to old item id."""
    same = {item: item for item in mapping.equal}
    same.update({entry.item: entry.was[0] for entry in mapping.changed if entry.relation in COMPARABLE and entry.was})
    return same


def check_mapping(later: Questionnaire, before: Questionnaire) -> None:
    """Check a version's mapping against the version before.

    Raises:
        InputError: an item of either version is not spoken of, spoken of twice, unknown, or said to be equal although
            its words differ; or the two lead back to each other; all at once.
    """
    faults = mapping_faults(later, before)
    if faults:
        raise InputError(faults)


def mapping_faults(later: Questionnaire, before: Questionnaire) -> list[Finding]:
    """Return what is wrong with a version's mapping, with its place; see check_mapping."""
    mapping = later.structure.mapping
    if mapping is None:
        return []
    return [
        *_circular(later, before),
        *_unspoken(mapping, later, before),
        *_entries(mapping, later, before),
        *_reworded(mapping, later, before),
        *_rescaled(mapping, later, before),
    ]


def _circular(later: Questionnaire, before: Questionnaire) -> Iterator[Finding]:
    back = before.structure.mapping
    if before.structure.id == later.structure.id and back and back.from_version == later.structure.version:
        names = {"version": later.structure.version, "before": before.structure.version}
        yield finding("mapping-circular", later.place("mapping", "from"), **names)


def _unspoken(mapping: VersionMapping, later: Questionnaire, before: Questionnaire) -> list[Finding]:
    place = later.place("mapping")
    new = {*mapping.equal, *(entry.item for entry in mapping.changed)}
    old = {*mapping.equal, *(item for entry in mapping.changed for item in entry.was)}
    unspoken = [item for item in later.item_ids if item not in new]
    unspoken += [item for item in before.item_ids if item not in old and item not in unspoken]
    if not unspoken:
        return []
    return [finding("mapping-incomplete", place, version=before.structure.version, id=shorten(unspoken))]


def _entries(mapping: VersionMapping, later: Questionnaire, before: Questionnaire) -> Iterator[Finding]:
    """Yield what is wrong with single entries: items mapped twice or unknown, relations without their partner."""
    seen: set[str] = set()
    for i, item in enumerate(mapping.equal):
        place = later.place("mapping", "equal", i)
        if item not in later.by_id or item not in before.by_id:
            yield finding("mapping-wrong", place, id=item, problem="equal needs the item in both versions")
        if item in seen:
            yield finding("mapping-wrong", place, id=item, problem="it is mapped twice")
        seen.add(item)
    for i, entry in enumerate(mapping.changed):
        name, place = entry.item or ", ".join(entry.was), later.place("mapping", "changed", i)
        problems = list(_entry_problems(entry, later, before))
        if entry.item and entry.item in seen:
            problems.append("it is mapped twice")
        seen.add(entry.item)
        yield from (finding("mapping-wrong", place, id=name, problem=problem) for problem in problems)


def _entry_problems(entry: MappingEntry, later: Questionnaire, before: Questionnaire) -> Iterator[str]:
    if entry.item and entry.item not in later.by_id:
        yield "there is no such item in this version"
    yield from (
        f"{old} is no item of version {before.structure.version}" for old in entry.was if old not in before.by_id
    )
    if bool(entry.item) == (entry.relation == "dropped"):
        yield "dropped names no item of this version; every other relation names one"
    if bool(entry.was) == (entry.relation == "new"):
        yield "new has no earlier item; every other relation says which it was"
    if entry.relation in COMPARABLE and len(entry.was) > 1:
        yield f"{entry.relation} needs exactly one earlier item"


def asked(questionnaire: Questionnaire, item: str) -> tuple[object, ...]:
    """Return what is asked by an item, in the source language: its prompt and the texts of its levels."""
    text = questionnaire.item_text(item, questionnaire.structure.source_language)
    return text.prompt, text.levels


def _reworded(mapping: VersionMapping, later: Questionnaire, before: Questionnaire) -> Iterator[Finding]:
    """Yield a fault that names the items which are called equal although they read otherwise in the source language.

    An item that is unknown, or has a text missing, has its fault already.
    """
    found = {
        item: later.place("mapping", "equal", i)
        for i, item in enumerate(mapping.equal)
        if item in before.by_id and _complete(later, item) and asked(later, item) != asked(before, item)
    }
    yield from _together(found, "called equal, but the words differ; call it equivalent, or restore the words")


def _complete(questionnaire: Questionnaire, item: str) -> bool:
    if item not in questionnaire.by_id:
        return False
    one, text = questionnaire.by_id[item], questionnaire.item_text(item, questionnaire.structure.source_language)
    return bool(text.prompt and (one.scale or all(text.levels.get(level_key(level)) for level in one.levels)))


def _rescaled(mapping: VersionMapping, later: Questionnaire, before: Questionnaire) -> Iterator[Finding]:
    """Yield a fault that names the items to be compared although their answers are worth something else by now."""
    places = {item: later.place("mapping", "equal", i) for i, item in enumerate(mapping.equal)}
    places |= {entry.item: later.place("mapping", "changed", i) for i, entry in enumerate(mapping.changed)}
    found = {
        item: places[item]
        for item, was in one_step(mapping).items()
        if item in later.by_id and was in before.by_id and worth(later, item) != worth(before, was)
    }
    yield from _together(found, "answered on another scale than before, so not equal or equivalent; call it new")


def _together(places: Mapping[str, Place], problem: str) -> Iterator[Finding]:
    """Yield one fault for all items that have the same, at the first of them."""
    if places:
        yield finding("mapping-wrong", next(iter(places.values())), id=shorten(places), problem=problem)


def worth(questionnaire: Questionnaire, item: str) -> tuple[object, ...]:
    """Return what may be answered to an item, and what each answer is worth on which scale."""
    one, scale = questionnaire.by_id[item], questionnaire.structure.scale
    return one.answers, one.worth, scale.levels[0], scale.levels[-1], scale.best
