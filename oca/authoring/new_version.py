"""A next version of a questionnaire: everything equal, or what a changed text makes of the version before."""

from __future__ import annotations

from dataclasses import replace

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Mapping, MappingEntry
from oca.instrument.versions import asked, worth

UNJUDGED = "To be judged: the words changed, and nobody has said yet whether the item still asks the same."
"""The reason of a relation that a program wrote; until a person has judged, the item is not compared."""


def next_version(before: Questionnaire, version: str) -> Questionnaire:
    """Return a next version in which every item is equal to what it was, with the words copied."""
    mapping = Mapping.model_validate({"from": before.structure.version, "equal": before.item_ids})
    structure = before.structure.model_copy(update={"version": version, "mapping": mapping})
    return replace(before, structure=structure, findings=(), document=None)


def as_own(before: Questionnaire, questionnaire_id: str) -> Questionnaire:
    """Return version 1 of another questionnaire with the words of this one; the two are never compared."""
    structure = before.structure.model_copy(update={"id": questionnaire_id, "version": "1", "mapping": None})
    return replace(before, structure=structure, findings=(), document=None)


def renewed(changed: Questionnaire, before: Questionnaire, version: str) -> Questionnaire:
    """Return a changed text as a new version of what it was.

    Items whose question and scale are as before are equal. What the workbook itself says of an item is kept where its
    mapping is from the version before. An item whose words changed without a word about it is called wider, which is
    not compared, until a person has judged.
    """
    said = changed.structure.mapping
    kept = said.changed if said and said.from_version == before.structure.version else []
    spoken = {one.item for one in kept if one.item}
    gone = {old for one in kept for old in one.was}
    equal, entries = [], list(kept)
    for item in changed.item_ids:
        if item in spoken:
            continue
        if item not in before.by_id:
            reason = f"Not asked in version {before.structure.version}."
            entries.append(MappingEntry(item=item, relation="new", reason=reason))
        elif asked(changed, item) == asked(before, item) and worth(changed, item) == worth(before, item):
            equal.append(item)
        else:
            entries.append(MappingEntry(item=item, relation="wider", was=[item], reason=UNJUDGED))
    entries += [
        MappingEntry(relation="dropped", was=[item], reason=f"Not asked any more from version {version} on.")
        for item in before.item_ids
        if item not in changed.by_id and item not in gone
    ]
    mapping = Mapping.model_validate({"from": before.structure.version, "equal": equal, "changed": entries})
    structure = changed.structure.model_copy(update={"version": version, "mapping": mapping})
    file = f"questionnaires/{structure.id}/{version}.yaml"
    return replace(changed, structure=structure, file=file, document=None)


def following(version: str, known: list[str]) -> str:
    """Return a version that is not there yet: the next number where versions are numbers.

    >>> following("2", ["1", "2"]), following("2024", ["2024"]), following("pilot", ["pilot"])
    ('3', '2025', 'pilot-2')
    """
    if version.isdecimal():
        return str(max(int(one) for one in (version, *known) if one.isdecimal()) + 1)
    return next(f"{version}-{n}" for n in range(2, 1000) if f"{version}-{n}" not in known)
