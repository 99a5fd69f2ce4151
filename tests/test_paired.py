"""Statistics on paired differences: published figures, SciPy as a second opinion, and what must hold for any data."""

from __future__ import annotations

import math
from itertools import combinations_with_replacement, product
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oca.change.paired_tests import (
    EXACT_UP_TO,
    MINIMUM,
    SEED,
    Estimate,
    hodges_lehmann,
    holm,
    mean_change,
    null_distribution,
    signed_rank,
    walsh_averages,
)
from oca.change.proportions import wilson

Floats = npt.NDArray[np.float64]

BEFORE = np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
AFTER = np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
DEPRESSION = BEFORE - AFTER
"""Hamilton depression scores of nine patients before and after tranquilizers (Hollander & Wolfe, example 3.1)."""

grid = st.lists(st.integers(-30, 30), min_size=1, max_size=40).map(lambda tenths: np.array(tenths) / 10)
"""Changes as they are: many ties, some zeros."""


def every_average(differences: Floats) -> Floats:
    return np.sort([(a + b) / 2 for a, b in combinations_with_replacement(differences, 2)])


# --- the published figures


def test_the_depression_data_give_the_published_test_estimate_and_interval() -> None:
    """V = 40 and one-sided p = .01953125 (example 3.1); estimate 0.46 (3.3); 0.010 to 0.786 with 96.1 % (3.4)."""
    test = signed_rank(DEPRESSION)
    assert (test.statistic, test.p, test.method) == (40.0, 2 * 0.01953125, "exact")
    found = hodges_lehmann(DEPRESSION)
    assert (found.value, found.low, found.high) == pytest.approx((0.46, 0.010, 0.786), abs=1e-9)
    assert found.confidence == pytest.approx(1 - 2 * 0.01953125)


def test_twenty_two_pairs_take_the_66th_and_188th_of_253_averages() -> None:
    """Squares with a small slope make every average its own, so that the ends say which ones were taken."""
    differences = np.arange(1, 23) ** 2 / 100 + np.arange(1, 23) / 1e4
    averages = every_average(differences)
    found = hodges_lehmann(differences)
    assert len(np.unique(averages.round(9))) == 253
    assert (found.low, found.high) == pytest.approx((averages[65], averages[187]), abs=1e-9)
    assert found.value == pytest.approx(averages[126], abs=1e-9)
    assert 0.95 <= found.confidence < 0.96


def test_five_pairs_have_no_test_because_no_p_could_be_under_a_twentieth() -> None:
    five = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    assert 2 * null_distribution(np.arange(1, 6))[-1] == 0.0625
    assert scipy.stats.wilcoxon(five).pvalue == 0.0625
    assert signed_rank(five).method == "too_few"
    assert math.isnan(signed_rank(five).p)


def test_holm_multiplies_the_smallest_by_all_and_never_steps_back() -> None:
    """By hand: .01 x 4 = .04; .02 x 3 = .06; .03 x 2 = .06; .9 x 1 = .9."""
    assert holm(np.array([0.9, 0.02, 0.01, 0.03])) == pytest.approx([0.9, 0.06, 0.04, 0.06])
    assert holm(np.array([0.4, 0.3])) == pytest.approx([0.6, 0.6])
    assert holm(np.array([0.6, 0.7])) == pytest.approx([1.0, 1.0])


def test_holm_counts_only_the_tests_that_there_were() -> None:
    assert holm(np.array([math.nan, 0.02, math.nan, 0.5])) == pytest.approx(
        [math.nan, 0.04, math.nan, 0.5], nan_ok=True
    )
    assert holm(np.array([])).tolist() == []


def test_sixteen_of_twenty_two_is_73_percent_from_52_to_87() -> None:
    assert [round(100 * float(one)) for one in wilson(16, 22)] == [73, 52, 87]


# --- agreement with a second implementation


@settings(deadline=None)
@given(st.lists(st.integers(-10_000, 10_000).filter(bool), min_size=MINIMUM, max_size=30, unique_by=abs))
def test_without_ties_p_is_scipys_and_the_recursion_agrees(thousandths: list[int]) -> None:
    differences = np.array(thousandths) / 1000
    found = signed_rank(differences)
    assert found.method == "exact"
    assert found.p == pytest.approx(scipy.stats.wilcoxon(differences, method="exact").pvalue)
    probability = null_distribution(np.arange(1, len(differences) + 1))
    less = min(probability[: int(found.statistic) + 1].sum(), probability[int(found.statistic) :].sum())
    assert found.p == pytest.approx(min(1.0, 2 * less))


@settings(deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=MINIMUM, max_size=9))
def test_with_ties_and_zeros_p_counts_every_assignment_of_signs(tenths: list[int]) -> None:
    """The same by brute force: all 2^n signs on Pratt's ranks, and how often the sum is as far out."""
    differences = np.array(tenths) / 10
    ranks = scipy.stats.rankdata(np.abs(differences)) * (differences != 0)
    assume(len(set(np.abs(tenths))) < len(tenths) or 0 in tenths)
    seen = ranks[differences > 0].sum()
    sums = np.array([ranks[np.array(signs)].sum() for signs in product([True, False], repeat=len(tenths))])
    expected = min(1.0, 2 * min((sums <= seen).mean(), (sums >= seen).mean()))
    found = signed_rank(differences)
    assert (found.method, found.statistic) == ("permutation", seen)
    assert found.p == pytest.approx(expected)


def test_many_pairs_take_scipys_normal_approximation() -> None:
    differences = np.round(np.random.default_rng(5).normal(0.03, 0.5, EXACT_UP_TO + 100), 1)
    found = signed_rank(differences)
    assert found.method == "normal approximation"
    assert found.p == scipy.stats.wilcoxon(differences, zero_method="pratt").pvalue
    exact = null_distribution(np.arange(1, EXACT_UP_TO + 1))
    assert exact.sum() == pytest.approx(1)


def test_the_bootstrap_is_scipys_bca_from_the_same_draws() -> None:
    differences = np.sort(np.random.default_rng(3).gamma(2.0, 0.4, 22).round(10))
    generator = np.random.default_rng(SEED)
    theirs = scipy.stats.bootstrap((differences,), np.mean, n_resamples=2000, method="BCa", rng=generator)
    ours = mean_change(differences)
    assert (ours.low, ours.high) == pytest.approx(tuple(theirs.confidence_interval), abs=1e-9)
    assert ours.value == pytest.approx(differences.mean(), abs=1e-9)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(1, 40))
def test_wilson_is_scipys(numerator: int, more: int) -> None:
    denominator = numerator + more - 1 or 1
    theirs = scipy.stats.binomtest(numerator, denominator).proportion_ci(method="wilson")
    assert [float(one) for one in wilson(numerator, denominator)[1:]] == pytest.approx(list(theirs), abs=1e-12)


# --- what holds for any data


@settings(deadline=None)
@given(grid, st.data())
def test_the_averages_found_by_bisection_are_the_sorted_ones(differences: Floats, data: st.DataObject) -> None:
    averages = every_average(differences)
    rank = data.draw(st.integers(1, len(averages)))
    assert walsh_averages(differences, [rank, 1, len(averages)]) == pytest.approx(
        [averages[rank - 1], averages[0], averages[-1]], abs=1e-10
    )
    assert hodges_lehmann(differences).value == pytest.approx(float(np.median(averages)), abs=1e-9)


@settings(deadline=None)
@given(grid)
def test_turning_every_sign_mirrors_everything(differences: Floats) -> None:
    """Only the draws for a mean of exactly nought have no side to be mirrored from."""
    for statistic in (hodges_lehmann, mean_change) if differences.sum().round(9) else (hodges_lehmann,):
        up, down = statistic(differences), statistic(-differences)
        mirrored = (-down.value, -down.high, -down.low, down.confidence)
        assert (up.value, up.low, up.high, up.confidence) == pytest.approx(mirrored, abs=1e-9, nan_ok=True)
    assert signed_rank(differences).p == pytest.approx(signed_rank(-differences).p, nan_ok=True)


@settings(deadline=None)
@given(grid, st.randoms())
def test_the_order_of_organizations_makes_no_difference(differences: Floats, random: Random) -> None:
    shuffled = np.array(differences)
    random.shuffle(shuffled)
    for statistic in (hodges_lehmann, mean_change, signed_rank):
        np.testing.assert_equal(vars(statistic(shuffled)), vars(statistic(differences)))


@settings(deadline=None)
@given(grid)
def test_an_interval_holds_its_estimate(differences: Floats) -> None:
    for found in (hodges_lehmann(differences), mean_change(differences)):
        if len(differences) >= MINIMUM:
            assert found.low <= found.value <= found.high
            assert found.confidence >= 0.95


def test_what_is_unknown_is_left_out() -> None:
    gaps = np.concatenate([DEPRESSION, [math.nan, math.nan]])
    assert hodges_lehmann(gaps) == hodges_lehmann(DEPRESSION)
    assert mean_change(gaps) == mean_change(DEPRESSION)
    assert signed_rank(gaps) == signed_rank(DEPRESSION)


# --- at the edges; warnings are errors here


def no_interval(found: Estimate) -> bool:
    return math.isnan(found.low) and math.isnan(found.high) and math.isnan(found.confidence)


@pytest.mark.parametrize("differences", [np.array([]), np.full(3, math.nan)])
def test_nothing_gives_nothing(differences: Floats) -> None:
    for found in (hodges_lehmann(differences), mean_change(differences)):
        assert math.isnan(found.value)
        assert no_interval(found)
    assert signed_rank(differences).method == "too_few"


@pytest.mark.parametrize("pairs", [1, 2, 5])
def test_few_pairs_have_an_estimate_and_no_interval(pairs: int) -> None:
    differences = np.linspace(0.1, 0.5, pairs)
    for found in (hodges_lehmann(differences), mean_change(differences)):
        assert found.value == pytest.approx(differences.mean())
        assert no_interval(found)


def test_six_pairs_reach_from_the_least_to_the_greatest() -> None:
    """Of six, P(V = 0) is 1/64: the first and the last average, with 1 - 2/64."""
    found = hodges_lehmann(np.array([-0.2, 0.1, 0.3, 0.35, 0.6, 1.1]))
    assert (found.low, found.high, found.confidence) == (-0.2, 1.1, 1 - 2 / 64)


@pytest.mark.parametrize("pairs", [6, 22, EXACT_UP_TO + 1])
def test_no_change_anywhere_is_a_p_of_one_and_a_point(pairs: int) -> None:
    still = np.zeros(pairs)
    assert signed_rank(still).p == 1.0
    assert (mean_change(still).low, mean_change(still).high) == (0.0, 0.0)
    found = hodges_lehmann(still)
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


def test_the_same_change_everywhere_is_a_point() -> None:
    found = mean_change(np.full(8, 0.1))
    assert (found.value, found.low, found.high) == (0.1, 0.1, 0.1)
    assert signed_rank(np.full(8, 0.1)).p == pytest.approx(2 / 2**8)


def test_above_the_counted_sizes_the_interval_goes_on_without_a_jump() -> None:
    """One more pair moves an interval of two hundred by next to nothing."""
    differences = np.random.default_rng(11).normal(0.3, 0.5, EXACT_UP_TO + 1).round(3)
    counted, approximated = hodges_lehmann(differences[:-1]), hodges_lehmann(differences)
    assert (approximated.low, approximated.high) == pytest.approx((counted.low, counted.high), abs=0.01)
    assert 0.95 <= approximated.confidence < 0.951


def test_a_hundred_thousand_pairs_need_no_list_of_five_thousand_million_averages() -> None:
    """The averages of evenly spread changes lie evenly around their middle: 0.5 here, by symmetry."""
    differences = np.linspace(0, 1, 100_001)
    assert walsh_averages(differences, [1, 100_001 * 100_002 // 4 + 1])[:2] == pytest.approx([0.0, 0.5], abs=1e-9)


def test_inputs_are_never_changed() -> None:
    differences = DEPRESSION.copy()
    for statistic in (hodges_lehmann, mean_change, signed_rank):
        statistic(differences)
    assert differences.tolist() == DEPRESSION.tolist()


def test_a_share_of_nobody_is_none() -> None:
    assert all(math.isnan(one) for one in wilson(0, 0))
    assert [round(float(one), 3) for one in wilson(0, 10)] == [0.0, 0.0, 0.278]
    assert [round(float(one), 3) for one in wilson(10, 10)] == [1.0, 0.722, 1.0]
