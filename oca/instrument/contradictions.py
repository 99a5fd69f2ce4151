"""Where a scheme contradicts the questionnaire that it is to score: each with the line in the scheme's file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from oca.findings import Finding, finding, shorten, suggest
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Gate, Scheme
from oca.instrument.structure import level_key
from oca.language import round_half_up
from oca.yamlfile import Document


def contradictions(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> list[Finding]:
    """Return where a scheme does not fit a questionnaire that it is to score."""
    if questionnaire.structure.id not in scheme.questionnaires:
        names = {"scheme": scheme.id, "questionnaire": questionnaire.structure.id}
        hint = f"It is made for: {shorten(scheme.questionnaires)}."
        return [finding("scheme-questionnaire", document.place("questionnaires"), **names, suggestion=hint)]
    checks = (
        _unknown_weights,
        _all_zero,
        _unfit_rules,
        _unfit_cap,
        _unfit_target,
        _unfit_rounding,
        _gates,
        band_faults,
    )
    return [fault for check in checks for fault in check(scheme, document, questionnaire)]


def _unknown_weights(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    for key, named, known in (
        ("items", scheme.weights.items, questionnaire.item_ids),
        ("dimensions", scheme.weights.dimensions, questionnaire.dimension_ids),
    ):
        for one in named:
            if one not in known:
                what = f"{key[:-1]} of {questionnaire.ref}"
                place = document.place("weights", key, one)
                yield finding("id-unknown", place, id=one, what=what, suggestion=suggest(one, known))


def _all_zero(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    """Yield a fault for each dimension or sub-dimension, and for the overall, in which every weight is 0."""
    weights = {item.id: scheme.item_weight(item.id, critical=item.critical) for item in questionnaire.items}
    groups: dict[str, list[str]] = {}
    for item in questionnaire.items:
        groups.setdefault(item.dimension, []).append(item.id)
        if item.subdimension:
            groups.setdefault(item.subdimension, []).append(item.id)
    place = document.place("weights")
    for group, items in groups.items():
        if not any(weights[item] for item in items):
            problem = "every item has weight 0, so there is no score"
            yield finding("yaml-value", place, key="weights", problem=problem, found=group)
    if not any(scheme.weights.dimensions.get(dimension, 1.0) for dimension in questionnaire.dimension_ids):
        problem = "every dimension has weight 0, so there is no overall score"
        yield finding("yaml-value", place, key="weights", problem=problem, found="0")


def _unfit_rules(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    """Yield a fault for each rule that needs a scale which begins at or above 0 and on which the highest level is best.

    A share of the maximum says nothing where 1 is best, or where the lowest level lies under 0.
    """
    reversed_scale = questionnaire.direction.reversed
    if not reversed_scale and questionnaire.levels[0] >= 0:
        return
    why = "the lowest level is the best" if reversed_scale else "the scale begins under 0"
    for key, name in (("dimension", scheme.dimension), ("index", scheme.index)):
        if name in ("sum", "share", "proportional"):
            problem = f"a share of the maximum says nothing where {why}; {questionnaire.ref} is such a scale"
            yield finding("yaml-value", document.place(key), key=key, problem=problem, found=name)


def _unfit_cap(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    cap = scheme.critical_cap
    if cap is None:
        return
    if scheme.unit != "levels":
        yield _in_levels(scheme, document, "critical_cap")
    for key, limit in (("below", cap.below), ("cap", cap.cap)):
        if not questionnaire.levels[0] <= limit <= questionnaire.levels[-1]:
            place, problem = document.place("critical_cap", key), f"it lies outside the scale, {_span(questionnaire)}"
            yield finding("yaml-value", place, key=f"critical_cap.{key}", problem=problem, found=level_key(limit))


def _unfit_target(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    target = scheme.needs.target
    worst = questionnaire.ladder[0]
    if target is None or (target != worst and questionnaire.levels[0] <= target <= questionnaire.levels[-1]):
        return
    problem = "nothing lies below the worst level" if target == worst else f"it lies outside {_span(questionnaire)}"
    place, names = document.place("needs", "target"), {"key": "needs.target", "found": level_key(target)}
    yield finding("yaml-value", place, problem=problem, **names)


def _unfit_rounding(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    """Yield a fault where the lowest or the highest score would be rounded to one outside the scale."""
    digits = scheme.round_dimensions_first
    if digits is None or scheme.unit != "levels":
        return
    lowest, highest = questionnaire.levels[0], questionnaire.levels[-1]
    for level, rounded in ((one, float(round_half_up(one, digits))) for one in (lowest, highest)):
        if not lowest <= rounded <= highest:
            problem = (
                f"a score of {level_key(level)} would become {rounded:g}, outside the scale {_span(questionnaire)}"
            )
            names = {"key": "round_dimensions_first", "problem": problem, "found": str(digits)}
            yield finding("yaml-value", document.place("round_dimensions_first"), **names)


def _gates(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    parts = {item.subdimension for item in questionnaire.items if item.subdimension}
    known = [*questionnaire.dimension_ids, *sorted(parts), *questionnaire.item_ids]
    gated = {gate.element for gate in scheme.gates}
    for i, gate in enumerate(scheme.gates):
        if gate.element not in known:
            names = {"id": gate.element, "what": f"element of {questionnaire.ref}"}
            place = document.place("gates", i, "element")
            yield finding("id-unknown", place, suggestion=suggest(gate.element, known), **names)
        elif gate.element not in questionnaire.by_id and scheme.unit != "levels":
            yield _in_levels(scheme, document, "gates", i)
        known_levels = _levels_of(gate.element, questionnaire)
        if gate.level not in known_levels[1:]:
            names = {"key": f"gates.{i}.level", "found": level_key(gate.level)}
            problem = f"it is none of {shorten(map(level_key, known_levels[1:]))}; the worst level needs nothing"
            yield finding("yaml-value", document.place("gates", i, "level"), problem=problem, **names)
        yield from _needs(gate, i, gated, document, questionnaire)


def _levels_of(element: str, questionnaire: Questionnaire) -> list[float]:
    """Return what an element's levels are worth, from the worst to the best."""
    if element not in questionnaire.by_id:
        return questionnaire.ladder
    return sorted(set(questionnaire.by_id[element].worth), key=questionnaire.direction.gain)


def _needs(gate: Gate, i: int, gated: set[str], document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    for item, least in gate.needs.items():
        place = document.place("gates", i, "needs", item)
        if item not in questionnaire.by_id:
            names = {"id": item, "what": f"item of {questionnaire.ref}"}
            yield finding("id-unknown", place, suggestion=suggest(item, questionnaire.item_ids), **names)
            continue
        names = {"key": f"gates.{i}.needs.{item}", "found": level_key(least)}
        one = questionnaire.by_id[item]
        if not one.bottom <= least <= one.top:
            problem = f"the item scores from {level_key(one.bottom)} to {level_key(one.top)}"
            yield finding("yaml-value", place, problem=problem, **names)
        if item in gated:
            problem = "this item has a gate of its own, and a gate may not hang on another"
            yield finding("yaml-value", place, problem=problem, **names)


def _in_levels(scheme: Scheme, document: Document, *key: str | int) -> Finding:
    problem = f"it is given in levels, but with dimension: {scheme.dimension} the scores are in {scheme.unit}"
    return finding("yaml-value", document.place(*key), key=str(key[0]), problem=problem, found="both")


def band_faults(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> Iterator[Finding]:
    """Yield where the bands do not cover the scale; those of sums and shares are in percent of the maximum."""
    in_levels = scheme.unit == "levels"
    lowest, highest = (questionnaire.levels[0], questionnaire.levels[-1]) if in_levels else (0.0, 100.0)
    starts = [band.start for band in scheme.bands]
    if starts[0] != lowest:
        problem = f"the first begins at {starts[0]:g}, the scale at {level_key(lowest)}"
        yield finding("scheme-bands", document.place("bands", 0, "from"), problem=problem)
    for i, (before, after) in enumerate(pairwise(starts), start=1):
        if not before < after <= highest:
            problem = f"{after:g} does not lie above {before:g} and on the scale"
            yield finding("scheme-bands", document.place("bands", i, "from"), problem=problem)
    ids = [band.id for band in scheme.bands]
    for i, one in enumerate(ids):
        if one in ids[:i]:
            yield finding("id-twice", document.place("bands", i, "id"), id=one)


def uneven_bands(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> list[Finding]:
    """Return a finding where one band holds three levels or more and another at most one: mostly of another scale.

    A questionnaire of levels 1 to 6 under bands from 1, 2 and 3 would call both 3.0 and 5.7 by the last one's name.
    """
    if scheme.unit != "levels" or len(scheme.bands) < 2:
        return []
    starts = [band.start for band in scheme.bands]
    held = [sum(start <= level for start in starts) - 1 for level in questionnaire.levels]
    counts = [held.count(nth) for nth in range(len(starts))]
    widest, narrowest = counts.index(max(counts)), counts.index(min(counts))
    if counts[widest] < 3 or counts[narrowest] > 1:
        return []
    names = {
        "band": scheme.bands[widest].id,
        "most": counts[widest],
        "levels": len(held),
        "other": scheme.bands[narrowest].id,
        "least": counts[narrowest],
    }
    return [finding("scheme-bands-uneven", document.place("bands", widest, "from"), **names)]


def _span(questionnaire: Questionnaire) -> str:
    return f"{level_key(questionnaire.levels[0])} to {level_key(questionnaire.levels[-1])}"
