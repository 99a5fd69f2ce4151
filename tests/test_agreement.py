"""Agreement: published figures, edges of every index, what is told of how many respondents."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.raters.agreement import FIGURES, agreement, cohort_agreement, discuss, shown
from oca.raters.indices import at_levels, consensus, ends, mean_deviation, mean_of, rwg, van_der_eijk
from oca.raters.krippendorff import METRICS, Metric, coincidence_matrix, krippendorff
from oca.raters.ratings import count
from oca.tables import AGREEMENT
from tests import making

FOUR = np.array([1.0, 2, 3, 4])

COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=7).filter(any)


def array(*rows: list[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(rows, dtype=np.int64)


def scale(counts: list[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.arange(1.0, len(counts) + 1)


def test_the_published_frequencies_give_the_published_agreement_and_consensus() -> None:
    """The figures are quoted from the reference manual of the R package agrmt, agreement() and consensus()."""
    counts = array([30, 40, 210, 130, 530, 50, 10])
    assert van_der_eijk(counts)[0] == pytest.approx(0.6113333, abs=5e-8)
    assert consensus(counts, np.arange(1.0, 8))[0] == pytest.approx(0.7256876, abs=5e-8)


@pytest.mark.parametrize("width", range(3, 9))
def test_van_der_eijk_is_minus_1_for_two_camps_0_for_a_uniform_distribution_and_1_for_one_value(width: int) -> None:
    """The three anchors of van der Eijk (2001)."""
    camps = [6, *[0] * (width - 2), 6]
    one = [0, 5, *[0] * (width - 2)]
    assert van_der_eijk(array(camps, [3] * width, one)) == pytest.approx([-1, 0, 1], abs=1e-12)


def test_on_two_levels_van_der_eijk_is_the_difference_of_the_shares() -> None:
    """By the layers: (3, 1) is two answers on both levels (0), and two on one (1); 2/4 * 0 + 2/4 * 1."""
    assert van_der_eijk(array([3, 1], [2, 2], [0, 4])).tolist() == [0.5, 0.0, 1.0]


def test_indices_of_four_answers_come_out_as_worked_by_hand() -> None:
    """Answers 1, 2, 2, 4.

    Mean 2.25. AD = (1.25 + 0.25 + 0.25 + 1.75) / 4 = 0.875. Variance (n - 1) = (1.5625 + 2 * 0.0625 + 3.0625) / 3
    = 4.75 / 3, of a uniform distribution (16 - 1) / 12 = 1.25, so 1 - 1.2667 is below 0.
    Layers: 1, 2 and 4 once each, then 2 once more. 1101 has the triples 110 (1, 2, 3), 101 (1, 3, 4) and (2, 3, 4);
    U = (2 * 1 - 3 * 2) / (2 * 3) = -2/3, A = -2/3 * (1 - 2/3) = -2/9. Together 3/4 * -2/9 + 1/4 * 1 = 1/12.
    """
    counts = array([1, 2, 0, 1])
    assert mean_of(counts, FOUR).tolist() == [2.25]
    assert mean_deviation(counts, FOUR).tolist() == [0.875]
    assert rwg(counts, FOUR).tolist() == [0.0]
    assert van_der_eijk(counts)[0] == pytest.approx(1 / 12)
    expected = 1 + (math.log2(1 - 1.25 / 3) + 2 * math.log2(1 - 0.25 / 3) + math.log2(1 - 1.75 / 3)) / 4
    assert consensus(counts, FOUR)[0] == pytest.approx(expected)


def test_rwg_of_three_equal_answers_and_one_beside_is_worked_by_hand() -> None:
    """Answers 3, 3, 3, 2: variance 0.25, uniform 1.25; 1 - 0.25 / 1.25 = 0.8."""
    assert rwg(array([0, 1, 3, 0]), FOUR)[0] == pytest.approx(0.8)


def test_a_scale_of_tens_agrees_as_much_as_one_of_ones() -> None:
    counts = array([0, 1, 3, 0], [1, 2, 0, 1])
    assert consensus(counts, 10 * FOUR) == pytest.approx(consensus(counts, FOUR))
    assert rwg(counts, 10 * FOUR) == pytest.approx([0.8, 0])
    assert mean_deviation(counts, 10 * FOUR) == pytest.approx([3.75, 8.75])


def test_without_answers_no_index_is_defined_and_one_answer_has_no_rwg() -> None:
    counts = array([0, 0, 0, 0], [0, 1, 0, 0])
    for index in (mean_of, mean_deviation, consensus):
        assert np.isnan(index(counts, FOUR)).tolist() == [True, False]
    assert np.isnan(van_der_eijk(counts)).tolist() == [True, False]
    assert np.isnan(rwg(counts, FOUR)).all()
    assert np.isnan(ends(counts, FOUR)[0]).tolist() == [True, False]


def test_a_scale_of_one_level_is_agreed_upon_and_has_no_rwg() -> None:
    counts, values = array([4]), np.array([1.0])
    assert van_der_eijk(counts).tolist() == consensus(counts, values).tolist() == [1.0]
    assert mean_deviation(counts, values).tolist() == [0.0]
    assert np.isnan(rwg(counts, values)).all()


def test_no_rows_give_no_indices() -> None:
    nothing = np.empty((0, 4), dtype=np.int64)
    assert [len(index(nothing, FOUR)) for index in (mean_of, mean_deviation, consensus, rwg)] == [0, 0, 0, 0]
    assert len(van_der_eijk(nothing)) == 0


def test_answers_between_levels_count_at_the_nearest_level_and_leave_rwg_on_the_scale_of_levels() -> None:
    """1, 1.5, 2, 2.5, 3 on a scale of three levels: 1.5 counts as 2, 2.5 as 3; rwg of 1 and 2 is 1 - 0.5 / (8/12)."""
    assert at_levels(array([1, 2, 4, 8, 16]), 3).tolist() == [[1, 6, 24]]
    halves = np.array([1, 1.5, 2, 2.5, 3])
    assert rwg(array([1, 0, 1, 0, 0]), halves, 3)[0] == pytest.approx(0.25)
    assert rwg(array([1, 1, 0]), np.array([1.0, 2, 3]))[0] == pytest.approx(0.25)


@given(COUNTS)
def test_every_index_keeps_its_bounds_and_equal_answers_agree_fully(counts: list[int]) -> None:
    values, one = scale(counts), array(counts)
    assert 0 <= mean_deviation(one, values)[0] <= (len(counts) - 1) / 2 + 1e-12
    assert -1e-12 <= consensus(one, values)[0] <= 1 + 1e-12
    assert -1 - 1e-12 <= van_der_eijk(one)[0] <= 1 + 1e-12
    assert sum(counts) == 1 or 0 <= rwg(one, values)[0] <= 1
    equal = array([0 if place else 5 for place in range(len(counts))])
    assert [
        mean_deviation(equal, values)[0],
        consensus(equal, values)[0],
        van_der_eijk(equal)[0],
        rwg(equal, values)[0],
    ] == [0, 1, 1, 1]


@given(COUNTS, st.integers(2, 5))
def test_copies_of_all_respondents_change_only_rwg(counts: list[int], times: int) -> None:
    values, one, more = scale(counts), array(counts), array(counts) * times
    assert mean_deviation(more, values) == pytest.approx(mean_deviation(one, values))
    assert consensus(more, values) == pytest.approx(consensus(one, values))
    assert van_der_eijk(more) == pytest.approx(van_der_eijk(one))
    if sum(counts) > 1:
        assert rwg(more, values)[0] >= rwg(one, values)[0] - 1e-12


@given(COUNTS)
def test_a_mirrored_distribution_agrees_as_much(counts: list[int]) -> None:
    values, one, mirrored = scale(counts), array(counts), array(counts[::-1])
    assert consensus(one, values) == pytest.approx(consensus(mirrored, values))
    assert van_der_eijk(one) == pytest.approx(van_der_eijk(mirrored), abs=1e-12)


@given(st.lists(COUNTS.filter(lambda one: len(one) == 4), min_size=1, max_size=4))
def test_rows_do_not_influence_each_other(rows: list[list[int]]) -> None:
    together = array(*rows)
    for index in (mean_deviation, consensus, rwg):
        apart = np.concatenate([index(array(row), FOUR) for row in rows])
        assert index(together, FOUR) == pytest.approx(apart, nan_ok=True)
    assert van_der_eijk(together) == pytest.approx(np.concatenate([van_der_eijk(array(row)) for row in rows]))


def slow_van_der_eijk(counts: list[int]) -> float:
    """Cut layer after layer and look at every triple, as van der Eijk's article tells it."""
    left, width, total = list(counts), len(counts), 0.0
    while any(left):
        thickness = min(one for one in left if one)
        there = [one > 0 for one in left]
        triples = Counter(combinations(there, 3))
        one_peak, two = triples[True, True, False] + triples[False, True, True], triples[True, False, True]
        u = ((width - 2) * one_peak - (width - 1) * two) / ((width - 2) * (one_peak + two)) if one_peak + two else 1
        total += thickness * sum(there) * u * (1 - (sum(there) - 1) / (width - 1))
        left = [one - thickness if one else 0 for one in left]
    return total / sum(counts)


@given(COUNTS)
def test_van_der_eijk_agrees_with_a_slow_reference(counts: list[int]) -> None:
    assert van_der_eijk(array(counts))[0] == pytest.approx(slow_van_der_eijk(counts), abs=1e-12)


@given(COUNTS.filter(lambda counts: sum(counts) > 1))
def test_the_variance_in_rwg_and_the_deviation_agree_with_numpy(counts: list[int]) -> None:
    values = scale(counts)
    answers = np.repeat(values, counts)
    uniform = np.var(values)  # of each value once: (A * A - 1) / 12
    assert rwg(array(counts), values)[0] == pytest.approx(max(0, 1 - np.var(answers, ddof=1) / uniform), abs=1e-12)
    expected = np.abs(answers - answers.mean()).mean()
    assert mean_deviation(array(counts), values)[0] == pytest.approx(expected, abs=1e-12)


# Krippendorff's alpha

CLASSIC = """\
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Four observers, twelve units: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section E."""


def classic() -> np.ndarray[Any, np.dtype[np.int64]]:
    rows = [[float("nan") if cell == "." else float(cell) for cell in line.split()] for line in CLASSIC.splitlines()]
    ratings = np.array(rows)
    units = np.tile(np.arange(ratings.shape[1]), len(ratings))
    return count(ratings.ravel(), units, ratings.shape[1], np.arange(1.0, 6))


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_classic_data_give_the_published_alphas(metric: Metric, published: float) -> None:
    """Krippendorff (2011); Hayes & Krippendorff (2007), Communication Methods and Measures 1(1), 77-89."""
    found = krippendorff(classic(), np.arange(1.0, 6), metric)
    assert round(found.value, 3) == published
    assert (found.units, found.ratings) == (11, 40)


def test_the_coincidences_of_the_classic_data_are_the_published_matrix() -> None:
    """Krippendorff (2011), section E: 7, 4/3, 1/3 and 1/3 in the first row, and so on; 40 in all."""
    counts = classic()
    found = coincidence_matrix(counts[counts.sum(axis=1) >= 2])
    third = 1 / 3
    expected = [
        [7, 4 * third, third, third, 0],
        [4 * third, 10, 4 * third, third, 0],
        [third, 4 * third, 8, third, 0],
        [third, third, third, 4, 0],
        [0, 0, 0, 0, 3],
    ]
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_where_alpha_is_not_defined_it_says_why() -> None:
    alone = krippendorff(array([1, 0, 0, 0], [0, 0, 1, 0]), FOUR)
    equal = krippendorff(array([0, 3, 0, 0], [0, 2, 0, 0]), FOUR)
    nobody = krippendorff(np.empty((0, 4), dtype=np.int64), FOUR)
    assert [one.reason for one in (alone, equal, nobody)] == ["no_pairs", "no_variation", "no_pairs"]
    assert all(math.isnan(one.value) for one in (alone, equal, nobody))


def test_the_ratio_metric_knows_no_values_below_0_and_takes_0() -> None:
    counts = array([2, 0], [1, 1])
    with pytest.raises(ValueError, match="ratio"):
        krippendorff(counts, np.array([-1.0, 1]), "ratio")
    assert (
        krippendorff(counts, np.array([0.0, 1]), "ratio").value
        == krippendorff(counts, np.array([0.0, 1]), "nominal").value
    )


UNITS = st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=6)


def slow_alpha(units: list[list[int]], metric: Metric) -> float:
    """Compare every rating with every other, within units and over all, without a matrix of coincidences."""
    answers = [[place for place, times in enumerate(unit) for _ in range(times)] for unit in units if sum(unit) > 1]
    everything = [one for unit in answers for one in unit]
    squares = METRICS[metric](FOUR, np.bincount(everything, minlength=4).astype(float))
    within = sum(squares[a, b] / (len(unit) - 1) for unit in answers for a, b in product(unit, unit))
    between = sum(squares[a, b] for a, b in product(everything, everything))
    return float(1 - within / len(everything) / (between / len(everything) / (len(everything) - 1)))


@settings(deadline=None)
@given(UNITS, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_agrees_with_a_comparison_of_all_pairs(units: list[list[int]], metric: Metric) -> None:
    found = krippendorff(array(*units), FOUR, metric)
    if not found.reason:
        assert found.value == pytest.approx(slow_alpha(units, metric))
        assert found.value <= 1


@given(UNITS, st.integers(0, 3), st.randoms())
def test_alpha_ignores_units_with_one_rating_and_the_order_of_units(
    units: list[list[int]], value: int, random: Any
) -> None:
    alone = [int(place == value) for place in range(4)]
    shuffled = [*units, alone]
    random.shuffle(shuffled)
    one, other = krippendorff(array(*units), FOUR), krippendorff(array(*shuffled), FOUR)
    assert (one.reason, one.units, one.ratings) == (other.reason, other.units, other.ratings)
    assert one.value == pytest.approx(other.value, nan_ok=True)


def test_units_that_agree_within_and_differ_between_give_1() -> None:
    assert krippendorff(array([3, 0, 0, 0], [0, 0, 0, 2]), FOUR).value == 1


# The table

FORM = {"small/1": making.questionnaire({"one": ["a", "b", "c"], "two": ["d"]})}


def ratings(*answers: dict[str, Any], organization: str = "org", period: str = "y1") -> list[dict[str, Any]]:
    return [
        {
            "organization": organization,
            "period": period,
            "score_type": "individual",
            "respondent": f"r{i}",
            "answers": one,
        }
        for i, one in enumerate(answers)
    ]


def table(sheets: list[dict[str, Any]]) -> pd.DataFrame:
    return agreement(making.responses(sheets), FORM, ["y1", "y2"])


def row(frame: pd.DataFrame, element: str) -> Any:
    return frame[frame["element"] == element].iloc[0]


FIVE = ratings(
    {"a": 1, "b": 2, "c": 3, "d": 1},
    {"a": 2, "b": 2, "c": 3, "d": 2},
    {"a": 3, "b": 3, "c": 3, "d": "don't know"},
    {"a": 3, "b": 3, "c": 3, "d": "N/A"},
    {"a": 3, "b": 3, "c": "", "d": ""},
)


def test_figures_of_five_respondents_are_worked_by_hand() -> None:
    """a: 1, 2, 3, 3, 3 has mean 2.4 and AD (1.4 + 0.4 + 3 * 0.6) / 5 = 0.72; b: 2, 2, 3, 3, 3 AD 0.48, spread 1."""
    found = table(FIVE)
    a, b = row(found, "a"), row(found, "b")
    assert [a[name] for name in ("mean", "lowest", "highest", "spread", "deviation")] == [2.4, 1, 3, 2, 0.72]
    assert [b[name] for name in ("mean", "lowest", "highest", "spread", "deviation")] == [2.6, 2, 3, 1, 0.48]
    assert (a["verdict"], b["verdict"]) == ("wide", "close")
    assert (a["status"], a["showable"], a["respondents"]) == ("full", True, 5)


def test_what_is_told_hangs_on_how_many_gave_a_level() -> None:
    """Item c was answered by four, d by two: don't know, not applicable and blanks are no levels."""
    found = table(FIVE)
    c, d = row(found, "c"), row(found, "d")
    assert (c["respondents"], c["status"], c["showable"], c["verdict"]) == (4, "masked", False, "close")
    assert (d["respondents"], d["status"], d["showable"], d["verdict"], d["discuss"]) == (
        2,
        "too_few",
        False,
        "",
        False,
    )
    assert d[list(FIGURES)].isna().all()


def test_a_dimension_is_made_of_the_items_that_may_be_shown() -> None:
    """One: a (AD 0.72) and b (0.48) are shown, c was answered by four; so a and b alone are behind the mean."""
    found = table(FIVE)
    one, two = row(found, "one"), row(found, "two")
    assert one["deviation"] == pytest.approx(0.6)
    assert [one[name] for name in ("items", "items_judged", "items_to_discuss")] == [2, 3, 1]
    assert (one["verdict"], one["discuss"], one["status"]) == ("close", True, "full")
    assert (two["respondents"], two["status"], two["verdict"]) == (2, "too_few", "")
    assert row(found, "overall")["respondents"] == 5
    assert found["element"].tolist() == ["overall", "one", "two", "a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("number", "status", "verdict"),
    [(1, "too_few", ""), (2, "too_few", ""), (3, "masked", "wide"), (4, "masked", "wide"), (5, "full", "wide")],
)
def test_under_three_nothing_is_told_and_under_five_only_close_or_wide(number: int, status: str, verdict: str) -> None:
    answers = [{"a": 1 + 3 * (i % 2), "b": 2, "c": 2, "d": 2} for i in range(number)]
    found = table(ratings(*answers))
    assert (row(found, "a")["status"], row(found, "a")["verdict"]) == (status, verdict)
    told = shown(found)
    assert told.loc[~told["showable"], list(FIGURES)].isna().all(axis=None)
    assert told["showable"].all() == (number >= 5)
    assert told["verdict"].tolist() == found["verdict"].tolist()


def test_no_figure_above_items_moves_with_an_answer_that_may_not_be_shown() -> None:
    """Whatever the four who answered c said, the figures of its dimension and of the whole are the same."""
    changed = [
        {**sheet, "answers": {**sheet["answers"], "c": 1 if sheet["answers"]["c"] else ""}} for sheet in FIVE[:1]
    ]
    one, other = (table(sheets) for sheets in (FIVE, [*changed, *FIVE[1:]]))
    above = one["kind"] != "item"
    pd.testing.assert_frame_equal(one.loc[above, list(FIGURES)], other.loc[above, list(FIGURES)])
    assert row(other, "c")["verdict"] == "wide"


@pytest.mark.parametrize(
    ("levels", "answers", "wide"),
    [
        ((1, 2, 3, 4), [2, 2, 3, 3, 3], False),
        ((1, 2, 3, 4), [2, 2, 2, 2, 4], True),
        ((0, 1), [0, 1, 1, 1, 1, 1, 1], False),
        ((0, 1), [0, 0, 1, 1, 1], True),
        ((1, 2, 3), [1, 1, 1, 2, 2, 2], False),
        ((0, 10, 20, 30), [0, 10, 10, 10, 10], False),
        ((0, 10, 20, 30), [0, 10, 10, 10, 20], True),
    ],
    ids=["neighbours", "two levels", "one of seven", "two of five", "just a sixth", "tens, neighbours", "tens, two"],
)
def test_an_item_is_to_discuss_from_two_levels_on_or_above_a_sixth_of_the_levels(
    levels: tuple[float, ...], answers: list[int], wide: bool
) -> None:
    """AD of one in seven on two levels is 2 * 6/49 = 0.245, of two in five 0.48; a sixth of 2 levels is 0.333.

    Three against three on three levels have AD 0.5, just 3/6, and range over one level.
    """
    form = {"small/1": making.questionnaire({"one": ["a"]}, levels=levels)}
    found = agreement(making.responses(ratings(*({"a": one} for one in answers))), form, ["y1"])
    assert row(found, "a")["discuss"] == wide
    assert row(found, "a")["verdict"] == ("wide" if wide else "close")


@pytest.mark.parametrize(("wide_items", "verdict"), [(1, "close"), (2, "close"), (3, "wide")])
def test_a_dimension_is_wide_when_more_than_half_of_its_items_are(wide_items: int, verdict: str) -> None:
    form = {"small/1": making.questionnaire({"one": list("abcd")})}
    wide, close = (
        [dict.fromkeys(part, answer) for answer in answers]
        for part, answers in (("abcd"[:wide_items], (1, 4, 4)), ("abcd"[wide_items:], (2, 2, 3)))
    )
    people = [{**one, **other} for one, other in zip(wide, close, strict=True)]
    found = row(agreement(making.responses(ratings(*people)), form, ["y1"]), "one")
    assert (found["verdict"], found["items_to_discuss"], found["items_judged"]) == (verdict, wide_items, 4)


def test_what_to_discuss_comes_widest_first_and_then_what_only_has_a_verdict() -> None:
    """Item a ranges over 2 levels with AD 0.8, b over 3, c over 2 with AD 0.96; d, answered by four, over 3."""
    people = [(1, 1, 1, 1), (1, 4, 1, 4), (2, 4, 1, 4), (3, 4, 3, 4), (3, 4, 3, "don't know")]
    sheets = ratings(*(dict(zip("abcd", answers, strict=True)) for answers in people))
    found = discuss(table(sheets), organization="org", period="y1")
    assert found["element"].tolist() == ["b", "c", "a", "d"]
    assert found["spread"].tolist()[:3] == [3, 2, 2]
    assert found.loc[3, list(FIGURES)].isna().all()
    assert discuss(table(sheets), organization="org", period="y2").empty


def test_ties_stand_in_the_order_of_the_questionnaire() -> None:
    form = {"small/1": making.questionnaire({"z": ["z2", "z1"], "a": ["a1"]})}
    people = [dict.fromkeys(["a1", "z1", "z2"], answer) for answer in (1, 1, 3, 3, 3)]
    found = discuss(agreement(making.responses(ratings(*people)), form, ["y1"]), organization="org", period="y1")
    assert found["element"].tolist() == ["z2", "z1", "a1"]


def test_only_those_who_rated_alone_enter_and_periods_keep_their_order() -> None:
    agreed = [{"organization": "org", "period": "y1", "answers": {"a": 1}}]
    later = ratings(*[{"a": 2}] * 3, organization="b", period="y1")
    sheets = [*ratings(*[{"a": 2}] * 3, period="y2"), *agreed, *later, *ratings(*[{"a": 4}] * 3, organization="a")]
    found = agreement(making.responses(sheets), FORM, ["y2", "y1"])
    assert list(dict.fromkeys(zip(found["period"], found["organization"], strict=True))) == [
        ("y2", "org"),
        ("y1", "a"),
        ("y1", "b"),
    ]
    assert row(found[found["organization"] == "a"], "a")["mean"] == 4


def test_without_individual_ratings_the_tables_are_empty_and_keep_their_contract() -> None:
    frame = making.responses([{"answers": {"a": 1}}])
    assert AGREEMENT.check(agreement(frame, FORM, ["y1"])).empty
    assert cohort_agreement(frame, FORM, ["y1"]).empty
    assert discuss(AGREEMENT.frame(), organization="org", period="y1").empty


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys("abcd", st.sampled_from([1, 2, 3, 4, "", "N/A"]))), min_size=1, max_size=7
    ),
    st.randoms(),
)
def test_the_order_of_rows_is_irrelevant_and_nothing_given_is_changed(
    sheets: list[dict[str, Any]], random: Any
) -> None:
    frame = making.responses(ratings(*sheets))
    order = list(range(len(frame)))
    random.shuffle(order)
    shuffled = frame.iloc[order].reset_index(drop=True)
    before = shuffled.copy(deep=True)
    pd.testing.assert_frame_equal(agreement(frame, FORM, ["y1"]), agreement(shuffled, FORM, ["y1"]))
    pd.testing.assert_frame_equal(cohort_agreement(frame, FORM, ["y1"]), cohort_agreement(shuffled, FORM, ["y1"]))
    pd.testing.assert_frame_equal(shuffled, before)


def test_the_cohort_pools_items_of_organizations_as_units() -> None:
    """Two organizations of three agree within and differ between, in a and b; d has one rating, c none."""
    sheets = [
        *ratings({"a": 1, "b": 2, "c": "", "d": 1}, {"a": 1, "b": 2}, {"a": 1, "b": "N/A"}, organization="low"),
        *ratings({"a": 4, "b": 3}, {"a": 4, "b": 3}, organization="high"),
        *ratings({"a": 2, "b": 2}, organization="alone"),
    ]
    found = cohort_agreement(making.responses(sheets), FORM, ["y1"]).set_index("element")
    assert found.loc["a", ["organizations", "units", "ratings", "alpha"]].tolist() == [2, 2, 5, 1]
    assert found.loc["one", ["organizations", "units", "ratings", "alpha"]].tolist() == [2, 4, 9, 1]
    assert found.loc[["c", "d", "two"], "reason"].tolist() == ["no_pairs"] * 3
    assert found.index.tolist() == ["overall", "one", "two", "a", "b", "c", "d"]
