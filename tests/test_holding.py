"""What holds a score down, and how far it reaches: gates of items and dimensions, caps, rounding, uneven levels."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.language import words
from oca.raters.agreement import agreement
from oca.reporting.text.scheme_words import Told, changes, rules
from oca.scoring.scores import score
from tests import making
from tests.test_scoring_reference import cases, engine

Case = tuple[Questionnaire, Scheme, list[dict[str, Any]]]

LADDERS = ([1, 2, 3, 4], [1, 2, 3, 4, 5], [0, 1, 2], [4, 6, 8])


@settings(max_examples=25, deadline=None)
@given(cases())
def test_an_overall_of_items_is_the_same_whatever_holds_the_dimensions(case: Case) -> None:
    form, scheme, sheets = case
    held = scheme.model_copy(update={"overall": "items"})
    of_items = [gate for gate in scheme.gates if gate.element in form.by_id]
    free = held.model_copy(update={"critical_cap": None, "round_dimensions_first": None, "gates": of_items})
    coverage = {"coverage": scheme.coverage.model_copy(update={"subdimensions": 0, "dimensions": 0})}
    found, expected = (engine(form, one.model_copy(update=coverage), sheets) for one in (held, free))
    rows = [one.loc[one["kind"].isin(["overall", "item"]), ["element", "score"]] for one in (found, expected)]
    pd.testing.assert_frame_equal(rows[0], rows[1])


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_shut_gate_stops_an_item_at_the_answer_before_and_a_dimension_at_the_level_before(
    data: st.DataObject,
) -> None:
    levels = data.draw(st.sampled_from(LADDERS))
    best = data.draw(st.sampled_from(["highest", "lowest"]))
    step = data.draw(st.sampled_from([1, 0.5, 0.25])) * (levels[1] - levels[0])
    form = making.questionnaire({"one": ["a", "b"], "two": ["c"]}, levels=levels, step=step, best=best)
    ladder = levels if best == "highest" else levels[::-1]
    place = data.draw(st.integers(1, len(ladder) - 1))
    gates = [{"element": element, "level": ladder[place], "needs": {"b": ladder[-1]}} for element in ("a", "two")]
    answers = {"a": ladder[-1], "b": ladder[0], "c": ladder[-1]}
    schemes = {"y1": making.scheme(gates=gates, bands={"all": levels[0]})}
    found = score(making.responses([{"answers": answers}]), {"small/1": form}, schemes)
    scores = found.set_index("element")["score"]
    sense = 1 if best == "highest" else -1
    assert scores["a"] == ladder[place] - sense * step
    assert scores["two"] == ladder[place - 1]


def test_indices_of_agreement_on_uneven_levels_are_in_mean_steps_and_keep_the_distances_of_the_levels() -> None:
    """Levels 1, 2, 4, 7: the mean step is 6 / 3 = 2. Answers 2, 2, 4, 4, 4: mean 3.2.

    Spread (4 - 2) / 2 = 1. AD (2 * 1.2 + 3 * 0.8) / 5 = 0.96, in mean steps 0.48. Variance (2 * 1.44 + 3 * 0.64) / 4 =
    1.2, of a uniform distribution 15 / 12 * 2 * 2 = 5. Cns with d = 6. A as on 1, 2, 3, 4, where only order counts.
    """
    found, even = (_agreed(levels, [levels[1]] * 2 + [levels[2]] * 3) for levels in ([1, 2, 4, 7], [1, 2, 3, 4]))
    assert found["mean"] == pytest.approx(3.2)
    assert (found["spread"], found["deviation"]) == (pytest.approx(1), pytest.approx(0.48))
    assert found["rwg"] == pytest.approx(1 - 1.2 / 5)
    assert found["consensus"] == pytest.approx(1 + 0.4 * math.log2(1 - 1.2 / 6) + 0.6 * math.log2(1 - 0.8 / 6))
    assert found["agreement"] == pytest.approx(even["agreement"])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=5, max_size=8), st.sampled_from([0.5, 2, 10]), st.integers(0, 3))
def test_indices_of_agreement_do_not_depend_on_the_unit_in_which_levels_are_numbered(
    places: list[int], unit: float, start: int
) -> None:
    first = [0, 1, 3, 6]
    other = [start + unit * level for level in first]
    found, moved = (_agreed(levels, [levels[one] for one in places]) for levels in (first, other))
    for name in ("spread", "deviation", "consensus", "agreement", "rwg"):
        assert moved[name] == pytest.approx(found[name], nan_ok=True, abs=1e-9)
    assert moved["verdict"] == found["verdict"]


def _agreed(levels: list[float], answers: list[float]) -> dict[str, Any]:
    """Return the row of AGREEMENT of one item that each of these people rated."""
    form = making.questionnaire({"one": ["a"]}, levels=levels)
    sheets = [
        {"score_type": "individual", "respondent": f"r{n}", "answers": {"a": given}} for n, given in enumerate(answers)
    ]
    table = agreement(making.responses(sheets), {"small/1": form}, ["y1"])
    row: dict[str, Any] = table[table["kind"] == "item"].iloc[0].to_dict()
    return row


def said(**scheme: Any) -> str:
    """Return the method in words, of a questionnaire of two dimensions with a critical item."""
    form = making.questionnaire({"one": ["a", "b"], "two": ["c"]}, critical=["a"])
    told = Told(form, Scheme.model_validate(making.scheme(**scheme)), words("en"))
    return " ".join((*rules(told), *changes(told)))


GATED = [{"element": "two", "level": 3, "needs": {"b": 2}}]

HELD = "What holds down a dimension does not hold down the overall score, which is made of the items."


@pytest.mark.parametrize("what", [{"critical_cap": {"below": 2, "cap": 2}}, {"gates": GATED}])
def test_the_method_says_that_an_overall_of_items_is_not_held_with_the_dimensions(what: dict[str, Any]) -> None:
    assert HELD in said(overall="items", **what)
    assert HELD not in said(**what)


def test_the_method_says_nothing_of_dimensions_where_none_is_held_down() -> None:
    assert HELD not in said(overall="items")
    assert HELD not in said(overall="items", gates=[{"element": "a", "level": 3, "needs": {"b": 2}}])


def test_the_method_does_not_say_that_an_overall_of_items_is_made_of_rounded_dimensions() -> None:
    assert "before the overall score is made of them" in said(round_dimensions_first=1)
    text = said(round_dimensions_first=1, overall="items")
    assert "before the overall score is made of them" not in text
    assert "rounded to 1 decimal; the overall score is made of the items, and of no rounded figure" in text


def test_the_method_says_that_the_overall_change_leaves_out_dimensions_of_which_too_little_compares() -> None:
    assert "A dimension of which fewer items compare is left out of the change of the overall score." in said()
