"""What an organization needs most: the formula worked by hand, on any scale, and what can never happen to it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from oca.change.organization import changes
from oca.instrument.contradictions import contradictions
from oca.instrument.questionnaire import Questionnaire
from oca.planning.needs import Beside, needs
from oca.raters.agreement import agreement
from oca.scoring.scores import score
from oca.support.records import Action
from oca.tables import AGREEMENT, CHANGES
from oca.yamlfile import Document
from tests import making

DIMENSIONS = {"d": ["a", "b"], "f": ["c", "e"]}

Sheet = Mapping[str, Any]


def chosen(element: str, period: str = "y1", *, priority: bool = True) -> Action:
    return Action(
        "org",
        period,
        1,
        element,
        "Do it.",
        "Amra",
        datetime.date(2024, 5, 1),
        "",
        "",
        "",
        "not_started",
        "",
        priority,
        proposed=False,
    )


def needed(sheets: Sequence[Sheet], *actions: Action, form: Questionnaire | None = None, **scheme: Any) -> pd.DataFrame:
    """Return NEEDS by period, kind and element, of answers given in y1 and y2."""
    form = form or making.questionnaire(DIMENSIONS, critical=["a"])
    forms, schemes = {"y1": form, "y2": form}, dict.fromkeys(("y1", "y2"), making.scheme(**scheme))
    given = making.responses(sheets)
    scores = score(given, {"small/1": form}, schemes)
    change = changes(given, scores, {"small/1": form}, {"y1": "small/1", "y2": "small/1"}, schemes)
    agreed = agreement(given, {"small/1": form}, ["y1", "y2"])
    return needs(scores, Beside(change, agreed, actions), forms, schemes).set_index(["period", "element"])


def test_the_formula_worked_by_hand() -> None:
    """A on 1 to 4 with the best level as target, weights 60, 10, 20 and 10.

    a: 2, two thirds of the scale short: 40; critical 10; chosen 20; fell from 4, a decline: 10. Together 80.
    b: 3, a third: 20; it was 3 before.
    d: mean 2.5, half: 30; a is critical and short: 10; a was chosen: 20; fell from 3.5 by a level: 10. Together 70.
    c: 4: nothing. e: 1, all of it: 60. f: 2.5: 30, not critical, not chosen, and 2.5 before as well.
    """
    before, now = {"a": 4, "b": 3, "c": 4, "e": 1}, {"a": 2, "b": 3, "c": 4, "e": 1}
    found = needed([{"answers": before}, {"period": "y2", "answers": now}], chosen("a", "y2"))
    expected = {"d": 70, "f": 30, "a": 80, "b": 20, "c": 0, "e": 60}
    assert found.loc["y2", "priority"].to_dict() == pytest.approx(expected)
    assert found.loc["y2", "rank"].to_dict() == {"d": 1, "f": 2, "a": 1, "e": 2, "b": 3, "c": 4}
    assert found.loc["y2", "trend"].to_dict() == {"d": -1, "f": 0, "a": -2, "b": 0, "c": 0, "e": 0}
    assert found.loc["y1", "priority"].to_dict() == pytest.approx({"d": 10, "f": 30, "a": 0, "b": 20, "c": 0, "e": 60})


def test_disagreement_takes_off_because_a_talk_comes_first() -> None:
    """Two ratings of 1 and two of 4 have Cns 0, so a quarter of 60 x 0.5 + 10 is taken off: 30; all alike, nothing."""
    people = [
        {"score_type": "individual", "respondent": f"r{i}", "answers": {"a": 1 if i < 2 else 4, "c": 2}}
        for i in range(4)
    ]
    found = needed(people, form=making.questionnaire({"d": ["a"], "f": ["c"]}, critical=["a"]))
    assert found.loc[("y1", "a"), ["score", "agreement", "priority"]].tolist() == [2.5, 0, 30]
    assert found.loc[("y1", "c"), ["agreement", "priority"]].tolist() == [1, 40]


def test_a_lower_target_counts_the_way_up_to_it() -> None:
    """Target 3 lies two levels above the worst: level 2 is half the way short, 30; level 3 asks for nothing."""
    found = needed([{"answers": {"a": 3, "b": 2, "c": 4, "e": 1}}], needs={"target": 3})
    assert found.loc["y1", "priority"].to_dict() == pytest.approx({"d": 15, "f": 15, "a": 0, "b": 30, "c": 0, "e": 60})
    assert found.loc["y1", "gap"].to_dict() == pytest.approx(
        {"d": 1 / 6, "f": 1 / 6, "a": 0, "b": 1 / 3, "c": 0, "e": 2 / 3}
    )


@pytest.mark.parametrize(
    ("gap", "critical", "level"), [(3, 1, 3), (6, 5, 11 / 3), (7, 4, 10 / 3), (11, 2, 3.5), (11, 3, 3.5)]
)
def test_equal_priorities_are_equal_whatever_way_they_came_about(gap: float, critical: float, level: float) -> None:
    """One item is critical, and the other so much lower as that is worth: equal in fractions, whatever their decimals.

    Of a scale from 1 to 4, three levels long, a level is worth a third of what the gap weighs.
    """
    form = making.questionnaire({"d": ["a"], "f": ["c"]}, critical=["a"])
    levels = {"a": level, "c": level - 3 * critical / gap}
    scores = score(making.responses([{"answers": {"a": 3, "c": 2}}]), {"small/1": form}, {"y1": making.scheme()})
    scores = scores.assign(score=scores["element"].map({**levels, "d": 3, "f": 2, "overall": 2.5}).round(12))
    scheme = making.scheme(needs={"gap": gap, "critical": critical, "chosen": 0, "decline": 0})
    nothing = Beside(pd.DataFrame(columns=CHANGES.names), pd.DataFrame(columns=AGREEMENT.names))
    found = needs(scores, nothing, {"y1": form}, {"y1": scheme}).set_index("element")["priority"]
    expected = 100 * (gap * (4 - level) / 3 + critical) / (gap + critical)
    assert found["a"] == found["c"] == pytest.approx(expected, abs=1e-7)


def test_what_the_organization_chose_counts_at_the_target_too_and_only_where_it_was_marked() -> None:
    answers = {"a": 4, "b": 4, "c": 4, "e": 4}
    found = needed([{"answers": answers}], chosen("e"), chosen("b", priority=False), chosen("a", "y2"))
    assert found.loc["y1", "priority"].to_dict() == {"d": 0, "f": 20, "a": 0, "b": 0, "c": 0, "e": 20}


def test_where_one_is_best_the_need_is_that_of_the_same_answers_turned_round() -> None:
    turned = making.questionnaire(DIMENSIONS, critical=["a"], best="lowest")
    before, now = {"a": 4, "b": 3, "c": 4, "e": 1}, {"a": 2, "b": 3, "c": 4, "e": 1}
    upright = needed([{"answers": before}, {"period": "y2", "answers": now}])
    mirrored = [{item: 5 - level for item, level in answers.items()} for answers in (before, now)]
    found = needed([{"answers": mirrored[0]}, {"period": "y2", "answers": mirrored[1]}], form=turned)
    assert found["priority"].to_dict() == pytest.approx(upright["priority"].to_dict())
    assert found.loc[("y2", "a"), ["target", "trend"]].tolist() == [1, 2]


def test_points_are_measured_by_what_they_could_be() -> None:
    """A sum of 2 to 8 points: 5 points are half the way, 30; the target of level 3 lies at 6 points."""
    bands = {"low": 0, "high": 50}
    found = needed([{"answers": {"a": 2, "b": 3, "c": 4, "e": 4}}], dimension="sum", bands=bands, needs={"target": 3})
    row = found.loc[("y1", "d")]
    assert row[["score", "target"]].tolist() == [5, 6]
    assert row["gap"] == pytest.approx(1 / 6)
    assert row["priority"] == pytest.approx(60 * 1 / 4 + 10)


def test_without_a_score_there_is_no_need_and_no_zero() -> None:
    found = needed([{"answers": {"a": "N/A", "b": "don't know", "c": 2, "e": ""}}])
    assert sorted(element for _, element in found.index) == ["c"]
    assert needed([]).empty


def test_only_the_period_before_makes_a_trend_and_a_small_difference_is_none() -> None:
    form = making.questionnaire({"d": ["a"], "f": ["c"]}, levels=(1, 2, 3, 4), step=0.25)
    found = needed([{"answers": {"a": 3, "c": 3}}, {"period": "y2", "answers": {"a": 2.75, "c": 2.5}}], form=form)
    assert found.loc["y2", "trend"].to_dict() == {"d": -0.25, "f": -0.5, "a": -0.25, "c": -0.5}
    assert found.loc["y2", "priority"].to_dict() == pytest.approx({"d": 25, "f": 40, "a": 25, "c": 40})
    assert found.loc["y1", "trend"].isna().all()


LEVEL = some.integers(1, 4)

ANSWERS = some.fixed_dictionaries(
    {item: some.one_of(LEVEL, some.sampled_from(["N/A", "don't know"])) for item in ("a", "b", "c", "e")}
)


@pytest.mark.slow
@given(answers=ANSWERS, lower=LEVEL, higher=LEVEL, marked=some.sets(some.sampled_from(["a", "b", "d", "f"])))
def test_a_larger_gap_never_lowers_a_priority(
    answers: dict[str, Any], lower: int, higher: int, marked: set[str]
) -> None:
    lower, higher = sorted((lower, higher))
    actions = [chosen(element) for element in sorted(marked)]
    weak, strong = (needed([{"answers": {**answers, "b": level}}], *actions) for level in (lower, higher))
    for element in ("b", "d"):
        if ("y1", element) in weak.index:
            assert weak.loc[("y1", element), "priority"] >= strong.loc[("y1", element), "priority"]


@pytest.mark.slow
@settings(max_examples=30)
@given(answers=ANSWERS, before=ANSWERS, element=some.sampled_from(["a", "b", "c", "e", "d", "f"]))
def test_choosing_never_lowers_and_everything_stays_between_0_and_100(
    answers: dict[str, Any], before: dict[str, Any], element: str
) -> None:
    sheets = [{"answers": before}, {"period": "y2", "answers": answers}]
    without, with_it = needed(sheets), needed(sheets, chosen(element, "y2"))
    assert (with_it["priority"] >= without["priority"]).all()
    assert with_it["priority"].between(0, 100).all()
    for _, rows in with_it.groupby(["period", "kind"]):
        assert sorted(rows["rank"]) == list(range(1, len(rows) + 1))
        assert rows.sort_values("rank")["priority"].is_monotonic_decreasing


@pytest.mark.parametrize(("target", "problem"), [(5, "it lies outside 1 to 4"), (1, "nothing lies below")])
def test_a_target_that_cannot_be_missed_or_reached_is_refused(target: float, problem: str) -> None:
    faults = contradictions(
        making.scheme(needs={"target": target}), Document("small.yaml", {}, {}), making.questionnaire(DIMENSIONS)
    )
    assert [(one.code, problem in one.message) for one in faults] == [("yaml-value", True)]
