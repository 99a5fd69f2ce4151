"""What compares with what between two versions of a questionnaire (METHODS, section 6).

A later version maps each of its items to the version before. Only items that are `equal` (same id, same words) or
`equivalent` (same practice and same steps, other words) are compared; `narrower`, `wider`, `new` and `dropped` are not.
"""

from __future__ import annotations

from collections.abc import Mapping

from oca.errors import InputError
from oca.findings import Finding, Place, finding
from oca.instrument.questionnaire import Mapping as VersionMapping
from oca.instrument.questionnaire import Questionnaire

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
    here = later
    while here.ref != earlier.ref:
        mapping = here.structure.mapping
        before = known.get(f"{here.structure.id}/{mapping.from_version}") if mapping else None
        if mapping is None or before is None:
            return {}
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
            its words differ; all at once.
    """
    mapping = later.structure.mapping
    if mapping is None:
        return
    faults = [
        *_unspoken(mapping, later, before),
        *_entries(mapping, later, before),
        *_reworded(mapping, later, before),
        *_rescaled(mapping, later, before),
    ]
    if faults:
        raise InputError(faults)


def _unspoken(mapping: VersionMapping, later: Questionnaire, before: Questionnaire) -> list[Finding]:
    place = Place(later.file)
    new = {*mapping.equal, *(entry.item for entry in mapping.changed)}
    old = {*mapping.equal, *(item for entry in mapping.changed for item in entry.was)}
    unspoken = [item for item in later.item_ids if item not in new]
    unspoken += [item for item in before.item_ids if item not in old and item not in unspoken]
    return [finding("mapping-incomplete", place, version=before.structure.version, id=item) for item in unspoken]


def _entries(mapping: VersionMapping, later: Questionnaire, before: Questionnaire) -> list[Finding]:
    problems: list[tuple[str, str]] = []
    seen: set[str] = set(mapping.equal)
    problems += [(item, "equal needs the item in both versions") for item in mapping.equal
                 if item not in later.item_ids or item not in before.item_ids]  # fmt: skip
    for entry in mapping.changed:
        name = entry.item or ", ".join(entry.was)
        if entry.item and entry.item in seen:
            problems.append((name, "it is mapped twice"))
        seen.add(entry.item)
        if entry.item and entry.item not in later.item_ids:
            problems.append((name, "there is no such item in this version"))
        problems += [(name, f"{old} is no item of version {before.structure.version}") for old in entry.was
                     if old not in before.item_ids]  # fmt: skip
        if bool(entry.item) == (entry.relation == "dropped"):
            problems.append((name, "dropped names no item of this version; every other relation names one"))
        if bool(entry.was) == (entry.relation == "new"):
            problems.append((name, "new has no earlier item; every other relation says which it was"))
        if entry.relation in COMPARABLE and len(entry.was) > 1:
            problems.append((name, f"{entry.relation} needs exactly one earlier item"))
    return [finding("mapping-wrong", Place(later.file), id=name, problem=problem) for name, problem in problems]


def _reworded(mapping: VersionMapping, later: Questionnaire, before: Questionnaire) -> list[Finding]:
    """Return a fault for each item that is called equal although its levels read otherwise in the source language."""
    faults = []
    for item in mapping.equal:
        new = later.item_text(item, later.structure.source_language)
        old = before.item_text(item, before.structure.source_language)
        if (new.prompt, new.levels) != (old.prompt, old.levels):
            problem = "it is called equal, but its words differ; call it equivalent, or restore the words"
            faults.append(finding("mapping-wrong", Place(later.file), id=item, problem=problem))
    return faults


def _rescaled(mapping: VersionMapping, later: Questionnaire, before: Questionnaire) -> list[Finding]:
    """Return a fault for each item that is to be compared although its answers are worth something else by now."""
    problem = "it is answered on another scale than before, so it cannot be equal or equivalent; call it new"
    return [
        finding("mapping-wrong", Place(later.file), id=item, problem=problem)
        for item, was in one_step(mapping).items()
        if item in later.by_id and was in before.by_id and _worth(later, item) != _worth(before, was)
    ]


def _worth(questionnaire: Questionnaire, item: str) -> tuple[object, ...]:
    one, scale = questionnaire.by_id[item], questionnaire.structure.scale
    return one.answers, one.worth, scale.levels[0], scale.levels[-1], scale.best
