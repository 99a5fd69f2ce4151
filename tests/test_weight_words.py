"""What is said of weights is what they do: each sentence is held against what raising one answer does to the scores."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.language import words
from oca.reporting.text.scheme_words import Told, rules
from tests import making
from tests.slow import Reference

SHAPES: dict[str, dict[str, Any]] = {
    "items": {"d": ["a", "b"], "e": ["f"]},
    "parts": {"d": {"s": ["a"], "t": ["b", "c"]}, "e": {"u": ["f"], "v": ["g"]}},
    "both": {"d": {"s": ["a"], "t": ["b", "c"]}, "e": ["f", "g"]},
}

WEIGHTS: dict[str, dict[str, Any]] = {
    "none": {},
    "written out": {"items": {"a": 1}, "dimensions": {"d": 1}},
    "of an item": {"items": {"b": 2}},
    "of a dimension": {"dimensions": {"d": 3}},
    "of both": {"items": {"b": 0.5}, "dimensions": {"d": 3}},
    "of critical items": {"critical_items": 2},
    "zero": {"items": {"b": 0}},
}


def made(shape: str, weights: str, rule: str, overall: str) -> tuple[Questionnaire, Scheme, str]:
    form = making.questionnaire(SHAPES[shape], critical=["a"])
    changes = {"dimension": rule, "overall": overall, "weights": WEIGHTS[weights], "bands": {"all": 0}}
    scheme = making.scheme(**changes)
    return form, scheme, " ".join(rules(Told(form, scheme, words("en"))))


def effects(form: Questionnaire, scheme: Scheme, of: str) -> dict[str, float]:
    """Return by how much a score grows when one answer goes from 1 to 2, and all others stay at 1."""
    low = dict.fromkeys(form.item_ids, 1)
    start = Reference(form, scheme, [low]).scores()[of]
    found = {}
    for item in form.item_ids:
        end = Reference(form, scheme, [{**low, item: 2}]).scores()[of]
        assert start is not None
        assert end is not None
        found[item] = float(end - start)
    return found


def alike(values: list[float]) -> bool:
    return max(values) - min(values) < 1e-9


ADDED = ("mean", "sum", "share")
"""The rules under which what an answer does to a score does not depend on the other answers."""


@pytest.mark.parametrize(("shape", "weights"), list(product(SHAPES, WEIGHTS)))
def test_what_is_said_to_count_the_same_does_and_what_does_is_said_to(shape: str, weights: str) -> None:
    for rule, overall in product(ADDED, ("dimensions", "items")):
        form, scheme, said = made(shape, weights, rule, overall)
        of_items: list[bool] = []
        for dimension in form.structure.dimensions:
            effect = effects(form, scheme, dimension.id)
            groups = [part.items for part in dimension.subdimensions] or [dimension.items]
            of_items += [alike([effect[item] for item in group]) for group in groups]
            parts = [sum(effect[item] for item in group) for group in groups]
            if "every part the same" in said or "Every part counts the same" in said:
                assert alike(parts), (said, effect)
            if "Every item counts the same in its dimension." in said:
                assert alike([effect[item] for group in groups for item in group]), (said, effect)
        if "very item counts the same" in said:
            assert all(of_items), said
        else:
            assert any(scheme.item_weight(item.id, critical=item.critical) != 1 for item in form.items)


@pytest.mark.parametrize(("shape", "weights"), list(product(SHAPES, WEIGHTS)))
def test_what_is_said_of_the_overall_score_is_so(shape: str, weights: str) -> None:
    for rule, overall in product(ADDED, ("dimensions", "items")):
        form, scheme, said = made(shape, weights, rule, overall)
        effect = effects(form, scheme, "overall")
        of = {d: sum(effect[item.id] for item in form.items_of(d)) for d in form.dimension_ids}
        assert ("every dimension counts the same" in said) == (
            overall == "dimensions" and rule != "sum" and alike(list(of.values()))
        ), said
        if "is the mean of all items" in said:
            assert alike(list(effect.values()))
        if "is the weighted mean of all items" in said:
            assert not alike(list(effect.values()))
        if rule == "sum":
            own = {d: sum(effects(form, scheme, d).values()) for d in form.dimension_ids}
            added = all(of[d] == pytest.approx(own[d]) for d in of)
            assert ("is the sum of them all" in said) == (added and overall == "dimensions"), said
            assert ("is the sum of all items" in said) == (overall == "items")
            assert added or "is the weighted sum of the dimensions" in said
        if "Weights of dimensions play no part" in said:
            weightless = scheme.model_copy(update={"weights": scheme.weights.model_copy(update={"dimensions": {}})})
            assert effects(form, weightless, "overall") == effect
        heavy = any(weight != 1 for weight in scheme.weights.dimensions.values())
        assert ("d 3" in said) == (heavy and overall == "dimensions")
        assert ("Weights of dimensions play no part" in said) == (heavy and overall == "items")


@pytest.mark.parametrize("rule", ["median", "minimum"])
def test_where_a_rank_decides_a_weight_is_said_to_play_no_part(rule: str) -> None:
    said = "Within a dimension only a weight of 0 plays a part: what has it is left out."
    assert said in made("items", "of an item", rule, "dimensions")[2]
    assert said in made("items", "of critical items", rule, "dimensions")[2]
    assert said not in made("items", "zero", rule, "dimensions")[2]
    assert said not in made("items", "of an item", "mean", "dimensions")[2]


def test_a_weight_of_one_is_no_other_weight_than_one() -> None:
    said = made("items", "written out", "mean", "dimensions")[2]
    assert "Other weights" not in said
    assert "Every item counts the same in its dimension." in said
