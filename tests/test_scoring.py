"""Scores: golden cases from files, boundaries of bands, properties on random answers against a slow reference."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.errors import UsageError
from oca.scoring.rules import bands_of, linear_index, proportional_index
from oca.scoring.scores import score
from tests import making

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.yaml"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_golden_cases_come_out_as_worked_by_hand(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert case["source"], "a golden case names where its figures come from"
    form = making.questionnaire(case["dimensions"], **case.get("questionnaire", {}))
    scores = score(making.responses(case["sheets"]), {"small/1": form}, {"y1": making.scheme(**case.get("scheme", {}))})
    for expected in case["expected"]:
        row = scores[scores["element"] == expected["element"]]
        assert len(row) == 1, expected
        for column, value in expected.items():
            _agrees(row.iloc[0][column], value, f"{expected['element']}.{column}")


def _agrees(found: Any, expected: Any, what: str) -> None:
    if expected is None:
        assert math.isnan(found), what
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, abs=1e-9), what
    else:
        assert found == expected, what


def test_every_value_belongs_to_exactly_one_band_at_each_boundary_and_every_hundredth() -> None:
    starts = [1.0, 1.5, 2.5, 3.5]
    for hundredths in range(100, 401):
        value = hundredths / 100
        ends = [*starts[1:], math.inf]
        inside = [i for i, (low, high) in enumerate(zip(starts, ends, strict=True)) if low <= value < high]
        assert inside == bands_of(np.array([value]), starts).tolist()
    edges = np.array([1, 1.49, 1.5, 2.49, 2.5, 3.49, 3.5, 4])
    assert bands_of(edges, starts).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_a_dimension_whose_mean_is_exactly_a_boundary_lies_in_the_upper_band() -> None:
    form = making.questionnaire({"dimension": list("abcdef")})
    for levels in itertools.product((2, 3), repeat=6):
        answers = dict(zip("abcdef", levels, strict=True))
        scores = score(making.responses([{"answers": answers}]), {"small/1": form}, {"y1": making.scheme()})
        band = scores.loc[scores["element"] == "dimension", "band"].item()
        assert band == ("established" if sum(levels) >= 15 else "building")


def test_the_two_indices_differ_at_the_bottom_and_meet_at_the_top() -> None:
    scores = pd.Series([1.0, 2.5, 4.0]).to_numpy()
    assert linear_index(scores, 1, 4).tolist() == [0, 50, 100]
    assert proportional_index(scores, 1, 4).tolist() == [25, 62.5, 100]


def test_scoring_changes_nothing_that_it_was_given() -> None:
    frame = making.responses([{"answers": {"a": 1, "b": "N/A"}}])
    before = frame.copy(deep=True)
    score(frame, {"small/1": making.questionnaire({"d": ["a", "b"]})}, {"y1": making.scheme()})
    pd.testing.assert_frame_equal(frame, before)


GIVEN = st.sampled_from([1, 2, 3, 4, "N/A", "don't know", ""])
ITEMS = ["a1", "a2", "a3", "b1", "b2", "c1", "c2", "c3", "c4"]
FORM = making.questionnaire({"a": ITEMS[:3], "b": {"b-one": ["b1"], "b-two": ["b2"]}, "c": ITEMS[5:]}, critical=["c1"])
SHEETS = st.lists(st.fixed_dictionaries(dict.fromkeys(ITEMS, GIVEN)), min_size=1, max_size=5)


def _individual(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"score_type": "individual", "respondent": f"r{i}", "answers": one} for i, one in enumerate(sheets)]


def _slow_item(answers: list[Any]) -> float | None:
    """Score an item in plain Python, from the words of METHODS alone."""
    levels = [one for one in answers if isinstance(one, int)]
    applicable = [one for one in answers if one != "N/A"]
    if not levels or len(levels) / len(applicable) < 0.5:
        return None
    return sum(levels) / len(levels)


def _slow_dimension(items: dict[str, float | None], applies: dict[str, bool], parts: list[list[str]]) -> float | None:
    every = [item for part in parts for item in part]
    scored = [item for item in every if items[item] is not None]
    asked = [item for item in every if applies[item]]
    if not asked or len(scored) / len(asked) < 0.8 - 1e-9:
        return None
    means = []
    for part in parts:
        values = [value for item in part if (value := items[item]) is not None]
        if values:
            means.append(sum(values) / len(values))
    return sum(means) / len(means)


@settings(max_examples=150, deadline=None)
@given(SHEETS)
def test_the_dense_engine_agrees_with_a_slow_reference(sheets: list[dict[str, Any]]) -> None:
    scores = score(making.responses(_individual(sheets)), {"small/1": FORM}, {"y1": making.scheme()})
    found = dict(zip(scores["element"], scores["score"], strict=True))
    items = {item: _slow_item([sheet[item] for sheet in sheets]) for item in ITEMS}
    applies = {item: any(sheet[item] != "N/A" for sheet in sheets) for item in ITEMS}
    shapes = {"a": [ITEMS[:3]], "b": [["b1"], ["b2"]], "c": [ITEMS[5:]]}
    expected: dict[str, float | None] = dict(items)
    expected |= {d: _slow_dimension(items, applies, parts) for d, parts in shapes.items()}
    for element, value in expected.items():
        _agrees(found[element], value, element)


@settings(max_examples=60, deadline=None)
@given(SHEETS, st.randoms())
def test_the_order_of_rows_is_irrelevant(sheets: list[dict[str, Any]], random: Any) -> None:
    frame = making.responses(_individual(sheets))
    order = list(range(len(frame)))
    random.shuffle(order)
    shuffled = frame.iloc[order].reset_index(drop=True)
    one, other = (score(f, {"small/1": FORM}, {"y1": making.scheme()}) for f in (frame, shuffled))
    pd.testing.assert_frame_equal(one, other)


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(ITEMS, GIVEN)), st.sampled_from(ITEMS))
def test_raising_one_answer_never_lowers_a_score_and_scores_stay_on_the_scale(sheet: dict[str, Any], item: str) -> None:
    if not isinstance(sheet[item], int) or sheet[item] == 4:
        return
    capped = making.scheme(critical_cap={"below": 2, "cap": 2})
    higher = {**sheet, item: sheet[item] + 1}
    low, high = (
        score(making.responses([{"answers": one}]), {"small/1": FORM}, {"y1": capped})["score"]
        for one in (sheet, higher)
    )
    assert (high.dropna() >= low.dropna() - 1e-12).all()
    assert high.dropna().between(1, 4).all()


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(ITEMS, GIVEN)), st.floats(0.1, 9))
def test_scaling_all_weights_changes_nothing(sheet: dict[str, Any], factor: float) -> None:
    weights = {"items": {"a1": 2.0, "c4": 0.5}, "dimensions": {"a": 3.0}}
    scaled = {
        "items": {item: factor * weights["items"].get(item, 1.0) for item in ITEMS},
        "dimensions": {one: factor * weights["dimensions"].get(one, 1.0) for one in "abc"},
    }
    frame = making.responses([{"answers": sheet}])
    one, other = (score(frame, {"small/1": FORM}, {"y1": making.scheme(weights=w)}) for w in (weights, scaled))
    pd.testing.assert_series_equal(one["score"], other["score"], atol=1e-9)


def test_score_types_are_never_mixed_and_the_preferred_one_counts() -> None:
    frame = making.responses(
        [{"answers": {"a": 2}}, *_individual([{"a": 4}, {"a": 4}]), {"score_type": "verified", "answers": {"a": 1}}]
    )
    form = {"small/1": making.questionnaire({"d": ["a"]})}
    by_default = score(frame, form, {"y1": making.scheme()})
    assert set(by_default["score_type"]) == {"verified"}
    assert set(by_default["score"]) == {1.0}
    individual = score(frame, form, {"y1": making.scheme(score_types=["individual"])})
    assert set(individual["score"]) == {4.0}
    assert set(individual["respondents"]) == {2}


@pytest.mark.parametrize(
    "column", ["organization", "period", "questionnaire", "score_type", "respondent", "item", "answer", "status"]
)
def test_responses_without_a_column_are_refused_by_its_name(column: str) -> None:
    given = making.responses([{"answers": {"a": 3}}]).drop(columns=column)
    with pytest.raises(UsageError, match=f"The responses lack {column}"):
        score(given, {"small/1": making.questionnaire({"d": ["a"]})}, {"y1": making.scheme()})


def test_a_period_without_a_scheme_and_an_unknown_questionnaire_are_refused_by_name() -> None:
    given = making.responses([{"answers": {"a": 3}}, {"period": "y7", "answers": {"a": 3}}])
    form = {"small/1": making.questionnaire({"d": ["a"]})}
    with pytest.raises(UsageError, match="There is no scheme for period y7"):
        score(given, form, {"y1": making.scheme()})
    with pytest.raises(UsageError, match="There is no questionnaire for questionnaire small/1"):
        score(given, {}, dict.fromkeys(("y1", "y7"), making.scheme()))


def test_no_responses_give_no_scores() -> None:
    assert score(making.responses([]), {}, {"y1": making.scheme()}).empty


ROW = {"organization": "zora", "respondent": "r1", "score_type": "individual", "answers": {"a": 3, "b": 2}}


def spoilt(column: str, value: object, row: int = 1) -> Any:
    """Return responses of two sheets in which one cell is another."""
    frame = making.responses([ROW, {**ROW, "respondent": "r2"}])
    if isinstance(value, str) and column == "answer":
        frame[column] = frame[column].astype(object)
    frame.loc[row, column] = value
    return frame


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("period", "y7", "There is no scheme for period y7. Given: y1."),
        ("questionnaire", "small/9", "There is no questionnaire for questionnaire small/9. Given: small/1."),
        ("status", "answerd", "There is no such status for status answerd."),
        ("score_type", "agreed", "There is no such score type for score_type agreed."),
        ("item", "bb", "zora, y1, individual, r1, bb: there is no such item in small/1."),
        ("answer", 5.0, "zora, y1, individual, r1, b: 5. The answers to it are 1, 2, 3"),
        ("answer", 2.5, "zora, y1, individual, r1, b: 2.5. The answers to it are"),
        ("answer", float("inf"), "zora, y1, individual, r1, b: inf. The answers to it are"),
        ("answer", float("nan"), "zora, y1, individual, r1, b: no answer, although its status is answered."),
        ("answer", "3", "The answers of the responses are no numbers; the first is 3.0."),
        ("status", "missing", "zora, y1, individual, r1, b: the status is missing, and still there is an answer, 2."),
        ("item", "a", "zora, y1, individual, r1, a: there are two rows for it."),
        ("organization", None, "The responses have no organization in row 1."),
        ("respondent", None, "The responses have no respondent in row 1."),
        ("item", None, "The responses have no item in row 1."),
    ],
)
def test_a_cell_that_cannot_be_scored_is_refused_by_name(column: str, value: object, said: str) -> None:
    form = {"small/1": making.questionnaire({"d": ["a", "b"]})}
    given_ = spoilt(column, value)
    before = given_.copy()
    with pytest.raises(UsageError) as raised:
        score(given_, form, {"y1": making.scheme()})
    assert str(raised.value).startswith(said)
    pd.testing.assert_frame_equal(given_, before)


def test_one_sheet_given_twice_is_refused_and_never_the_last_one_taken() -> None:
    frame = making.responses([ROW, {**ROW, "answers": {"a": 1, "b": 1}}])
    with pytest.raises(UsageError, match="zora, y1, individual, r1, a: there are two rows for it"):
        score(frame, {"small/1": making.questionnaire({"d": ["a", "b"]})}, {"y1": making.scheme()})


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(UsageError, match="The responses are a list, not a table of pandas"):
        score([ROW], {}, {})  # type: ignore[arg-type]
