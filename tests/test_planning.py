"""Strengths, priorities and the items that hold a dimension back, on any scale."""

from __future__ import annotations

from typing import Any

import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.planning.needs import Beside, needs
from oca.planning.strengths import Standing, holding_back, strengths
from oca.planning.strengths import priorities as asking
from oca.scoring.scores import score
from oca.tables import AGREEMENT, CHANGES
from tests import making

DIMENSIONS = {"d": ["a", "b"], "f": ["c", "e", "g"]}


def scored(form: Questionnaire, answers: dict[str, Any], **scheme: Any) -> pd.DataFrame:
    return score(making.responses([{"answers": answers}]), {"small/1": form}, {"y1": making.scheme(**scheme)})


def priorities(scores: pd.DataFrame, form: Questionnaire, **scheme: Any) -> list[Standing]:
    beside = Beside(CHANGES.frame(), AGREEMENT.frame())
    return asking(scores, needs(scores, beside, {"y1": form}, {"y1": making.scheme(**scheme)}), form)


def test_the_best_dimension_is_a_strength_and_the_weakest_a_priority() -> None:
    form = making.questionnaire(DIMENSIONS)
    scores = scored(form, {"a": 4, "b": 3, "c": 1, "e": 2, "g": 2})
    assert [(one.element, one.score, one.item) for one in strengths(scores, form)] == [("d", 3.5, "a")]
    assert [(one.element, one.item) for one in priorities(scores, form)] == [("f", "c")]


def test_where_one_is_best_the_lowest_value_is_the_strength() -> None:
    form = making.questionnaire(DIMENSIONS, best="lowest")
    scores = scored(form, {"a": 4, "b": 3, "c": 1, "e": 2, "g": 2})
    assert [(one.element, one.item) for one in strengths(scores, form)] == [("f", "c")]
    assert [(one.element, one.item) for one in priorities(scores, form)] == [("d", "a")]
    assert holding_back(scores, form, "f") == ["e", "g"]


def test_points_are_ranked_by_how_far_they_reach_and_not_by_how_many_there_are() -> None:
    """D has 7 of 8 points, f 8 of 12: more points, yet further from its best."""
    form = making.questionnaire(DIMENSIONS)
    scores = scored(form, {"a": 4, "b": 3, "c": 2, "e": 3, "g": 3}, dimension="sum", bands={"low": 0, "high": 50})
    assert scores.set_index("element").loc[["d", "f"], "score"].tolist() == [7.0, 8.0]
    assert [one.element for one in strengths(scores, form)] == ["d"]


def test_an_item_at_its_own_best_does_not_hold_back_though_others_can_be_worth_more() -> None:
    scales = {"yes-no": {"items": ["a"], "levels": [0, 1], "values": [1, 3]}}
    form = making.questionnaire({"d": ["a", "b"]}, scales=scales, critical=["b"])
    scores = scored(form, {"a": 1, "b": 2})
    assert holding_back(scores, form, "d") == ["b"]


def test_a_priority_is_the_greatest_need_although_another_dimension_is_weaker() -> None:
    """F is half the way from its best, g a third with a critical item: 30 each, where the larger gap comes first.

    A critical item of weight 20 in 110 turns it round: 27.3 to 36.4.
    """
    form = making.questionnaire({"d": ["a"], "e": ["b"], "f": ["c", "i"], "g": ["h"]}, critical=["h"])
    scores = scored(form, {"a": 4, "b": 4, "c": 2, "i": 3, "h": 3})
    assert [one.element for one in priorities(scores, form)] == ["f", "g"]
    assert [one.element for one in priorities(scores, form, needs={"critical": 20})] == ["g", "f"]


def test_a_dimension_at_the_target_is_no_priority() -> None:
    form = making.questionnaire(DIMENSIONS)
    scores = scored(form, {"a": 4, "b": 4, "c": 3, "e": 3, "g": 3})
    assert [one.element for one in priorities(scores, form)] == ["f"]
    assert priorities(scores, form, needs={"target": 3}) == []


def test_scores_that_differ_by_noise_alone_stand_in_the_order_of_the_questionnaire() -> None:
    """13/9 is kept as 1.444444444444 or as ...445, by what it was made of; so are the items that hold a dimension."""
    form = making.questionnaire({"d": ["a", "b"], "f": ["c"], "h": ["e"]})
    scores = scored(form, {"a": 2, "b": 2, "c": 2, "e": 1})
    noisy = {"d": 1.444444444444, "f": 1.444444444445, "a": 1.444444444445, "b": 1.444444444444}
    scores = scores.assign(
        score=[noisy.get(one, score) for one, score in zip(scores["element"], scores["score"], strict=True)]
    )
    assert [one.element for one in strengths(scores, form)] == ["d", "f"]
    assert holding_back(scores, form, "d") == ["a", "b"]
    assert [one.element for one in priorities(scores, form)] == ["h"]
