"""Internal consistency: published figures, Feldt's interval by other ways, what is said when there is no value."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from oca.raters.cronbach import cronbach, feldt, listwise, pairwise, pairwise_covariance, reliability
from oca.tables import RELIABILITY
from tests import making

Floats = npt.NDArray[np.float64]

NAN = float("nan")

LSAT = (
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
)
"""How many of 1,000 persons answered the five items of section 6 of the Law School Admission Test with the patterns
00000, 00001, 00010 ... 11111 (Bock & Lieberman 1970, Psychometrika 35(2), 179-197)."""


def lsat() -> Floats:
    patterns = [[float(digit) for digit in f"{pattern:05b}"] for pattern in range(32)]
    return np.repeat(np.array(patterns), LSAT, axis=0)


@pytest.mark.parametrize(
    ("left_out", "published"), [(None, 0.2950), (0, 0.2754), (1, 0.2376), (2, 0.2168), (3, 0.2459), (4, 0.2663)]
)
def test_the_law_school_test_gives_the_published_alphas(left_out: int | None, published: float) -> None:
    """Rizopoulos (2006), Journal of Statistical Software 17(5), the output of descript(LSAT)."""
    values = lsat() if left_out is None else np.delete(lsat(), left_out, axis=1)
    assert round(listwise(values).alpha, 4) == round(pairwise(values).alpha, 4) == published


def test_four_rows_of_three_items_are_worked_by_hand() -> None:
    """Variances 5/3, 11/12 and 5/3 add up to 17/4; the totals 13, 10, 15 and 7 have 49/4; 3/2 (1 - 17/49) = 48/49."""
    values = np.array([[4.0, 5, 4], [3, 4, 3], [5, 5, 5], [2, 3, 2]])
    found = listwise(values)
    assert (found.items, found.rows, found.warning) == (3, 4, "few_rows")
    assert found.alpha == pytest.approx(48 / 49)


def test_feldt_gives_the_published_interval() -> None:
    """Printed by Chris Evans's function on the statistics pages of the MRC Cognition and Brain Sciences Unit."""
    low, high = feldt(0.913, rows=873, items=20)
    assert low == pytest.approx(0.9044024, abs=5e-8)
    assert high == pytest.approx(0.9211588, abs=5e-8)


def beta_quantile_by_bisection(share: float, one: float, two: float) -> float:
    """Return a quantile of the beta distribution from its density alone, by quadrature and bisection."""
    whole = math.lgamma(one) + math.lgamma(two) - math.lgamma(one + two)

    def density(x: float) -> float:
        return math.exp((one - 1) * math.log(x) + (two - 1) * math.log1p(-x) - whole) if 0 < x < 1 else 0.0

    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        below = quad(density, 0, middle, epsabs=1e-12, epsrel=1e-12)[0]
        low, high = (middle, high) if below < share else (low, middle)
    return (low + high) / 2


@pytest.mark.parametrize(("alpha", "rows", "items"), [(0.79, 41, 26), (0.5, 12, 4), (-0.3, 30, 3)])
def test_feldt_agrees_with_quantiles_by_quadrature(alpha: float, rows: int, items: int) -> None:
    """F with m and n degrees of freedom is n B / (m (1 - B)), B a beta variable with m/2 and n/2."""
    first, second = rows - 1, (rows - 1) * (items - 1)
    ends = []
    for share in (0.975, 0.025):
        beta = beta_quantile_by_bisection(share, first / 2, second / 2)
        ends.append(1 - (1 - alpha) * second * beta / (first * (1 - beta)))
    assert feldt(alpha, rows, items) == pytest.approx(tuple(ends), abs=1e-7)


def test_feldts_interval_holds_alpha_about_as_often_as_it_says() -> None:
    """Of 2,000 seeded samples of 25 rows and 4 parallel items of reliability 0.8; within three standard errors."""
    random = np.random.default_rng(20240501)
    inside = 0
    for _ in range(2000):
        values = random.normal(size=(25, 1)) + random.normal(size=(25, 4))
        found = listwise(values)
        inside += found.low <= 0.8 <= found.high
    assert inside / 2000 == pytest.approx(0.95, abs=3 * math.sqrt(0.95 * 0.05 / 2000))


def by_analysis_of_variance(values: Floats) -> float:
    """Return alpha the way Hoyt (1941) has it: 1 minus the residual's mean square over that of the rows."""
    rows, items = values.shape
    whole = values.mean()
    of_rows = items * ((values.mean(axis=1) - whole) ** 2).sum()
    of_items = rows * ((values.mean(axis=0) - whole) ** 2).sum()
    residual = ((values - whole) ** 2).sum() - of_rows - of_items
    return float(1 - residual / ((rows - 1) * (items - 1)) / (of_rows / (rows - 1)))


MATRICES = st.integers(2, 5).flatmap(
    lambda items: st.lists(st.lists(st.integers(1, 4), min_size=items, max_size=items), min_size=2, max_size=12)
)


@given(MATRICES, st.randoms())
def test_alpha_agrees_with_the_analysis_of_variance_in_any_order_of_rows(rows: list[list[int]], random: Any) -> None:
    values = np.array(rows, dtype=np.float64)
    found = listwise(values)
    if found.warning == "no_variance":
        assert np.var(values.sum(axis=1)) == pytest.approx(0)
        return
    assert found.alpha == pytest.approx(by_analysis_of_variance(values))
    assert found.low <= found.alpha + 1e-12
    assert found.alpha <= 1 + 1e-12
    random.shuffle(rows)
    assert listwise(np.array(rows, dtype=np.float64)).alpha == pytest.approx(found.alpha)
    assert pairwise(values).alpha == pytest.approx(found.alpha)


@given(st.lists(st.integers(1, 4), min_size=2, max_size=40).filter(lambda one: len(set(one)) > 1), st.integers(2, 6))
def test_identical_items_give_1_with_no_width(answers: list[int], items: int) -> None:
    found = listwise(np.tile(np.array(answers, dtype=np.float64)[:, None], items))
    assert (found.alpha, found.low, found.high) == pytest.approx((1, 1, 1))
    assert found.warning == ("few_rows" if len(answers) < 30 else "")


WITH_GAPS = st.integers(2, 5).flatmap(
    lambda items: st.lists(
        st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, NAN]), min_size=items, max_size=items), min_size=2, max_size=15
    )
)


@given(WITH_GAPS)
def test_pairwise_covariances_agree_with_pandas(rows: list[list[float]]) -> None:
    values = np.array(rows)
    np.testing.assert_allclose(pairwise_covariance(values), pd.DataFrame(values).cov().to_numpy(), atol=1e-12)


@given(WITH_GAPS)
def test_gaps_never_lead_to_a_value_above_1_or_to_silence(rows: list[list[float]]) -> None:
    values = np.array(rows)
    for found in (listwise(values), pairwise(values)):
        assert math.isnan(found.alpha) == (found.warning in {"too_few", "no_variance", "contradictory"})
        assert math.isnan(found.alpha) or found.alpha <= 1 + 1e-9
        assert math.isnan(found.low) == math.isnan(found.alpha)
    assert listwise(values).warning != "contradictory"


def test_listwise_takes_whole_rows_and_pairwise_what_each_two_items_share() -> None:
    values = np.array([[1.0, 2, 1], [2, 2, 3], [3, 4, 3], [4, 4, NAN], [2, NAN, 1]])
    whole, pairs = listwise(values), pairwise(values)
    assert (whole.rows, pairs.rows) == (3, 3)
    assert whole.alpha == pytest.approx(by_analysis_of_variance(values[:3]))
    covariance = pd.DataFrame(values).cov().to_numpy()
    assert pairs.alpha == pytest.approx(1.5 * (1 - np.trace(covariance) / covariance.sum()))
    assert pairs.alpha != pytest.approx(whole.alpha)


@pytest.mark.parametrize(
    ("values", "items", "rows", "warning"),
    [
        ([[1, NAN, 2], [2, NAN, 2], [3, NAN, 4]], 2, 3, "few_rows"),
        ([[1], [2], [3]], 1, 3, "too_few"),
        ([[1, 2]], 2, 1, "too_few"),
        ([[NAN, NAN], [NAN, NAN]], 0, 0, "too_few"),
        ([[2, 3], [2, 3], [2, 3]], 2, 3, "no_variance"),
        ([[1, 4], [2, 3], [3, 2]], 2, 3, "no_variance"),
        ([[1.1, 4.3], [2.2, 3.2], [3.3, 2.1], [1.3, 4.1]], 2, 4, "no_variance"),
    ],
    ids=["an item nobody answered", "one item", "one row", "nothing", "no variation", "equal totals", "decimals"],
)
def test_where_there_is_no_alpha_the_reason_is_said(
    values: list[list[float]], items: int, rows: int, warning: str
) -> None:
    found = listwise(np.array(values, dtype=np.float64))
    assert (found.items, found.rows, found.warning) == (items, rows, warning)
    assert math.isnan(found.alpha) == (warning != "few_rows")


def test_an_item_that_nobody_answered_is_left_out_of_the_pairs_too() -> None:
    values = np.array([[1.0, NAN, 2], [2, NAN, 2], [3, NAN, 4]])
    assert pairwise(values) == listwise(values[:, [0, 2]])


def test_no_rows_and_no_items_are_too_few() -> None:
    for shape in ((0, 3), (3, 0), (0, 0)):
        assert listwise(np.empty(shape)).warning == pairwise(np.empty(shape)).warning == "too_few"


def test_two_items_that_nobody_answered_both_leave_no_pairwise_alpha() -> None:
    found = pairwise(np.array([[1.0, NAN], [2, NAN], [NAN, 1], [NAN, 3]]))
    assert (found.rows, found.warning) == (0, "too_few")


def test_covariances_of_different_rows_that_do_not_fit_together_are_said_to() -> None:
    """Over the two rows that have both, the covariance is 2 * 1.5 * 1.5 = 4.5; each variance, over six, is 4.5 / 5."""
    values = np.array([[1.0, 1], [4, 4], *[[2.5, NAN]] * 4, *[[NAN, 2.5]] * 4])
    covariance = pairwise_covariance(values)
    assert covariance.tolist() == [[pytest.approx(0.9), pytest.approx(4.5)], [pytest.approx(4.5), pytest.approx(0.9)]]
    assert cronbach(covariance) > 1
    assert pairwise(values).warning == "contradictory"


# The table


def people(*answers: dict[str, Any], period: str = "y1") -> list[dict[str, Any]]:
    return [
        {
            "period": period,
            "score_type": "individual",
            "respondent": f"r{i}",
            "organization": f"o{i % 2}",
            "answers": one,
        }
        for i, one in enumerate(answers)
    ]


FORM = {"small/1": making.questionnaire({"one": ["a", "b"], "two": ["c"]})}


def test_the_table_has_a_row_for_each_element_and_deletion() -> None:
    """Of one: a and b are equal over the three who answered both; c alone is one item."""
    sheets = people(
        {"a": 1, "b": 1, "c": 4}, {"a": 2, "b": 2, "c": 1}, {"a": 4, "b": 4, "c": "N/A"}, {"a": 3, "b": "don't know"}
    )
    found = reliability(making.responses(sheets), FORM, ["y1"])
    assert list(zip(found["element"], found["deletion"], strict=True)) == [
        (element, deletion) for element in ("overall", "one", "two") for deletion in ("listwise", "pairwise")
    ]
    one = found[found["element"] == "one"]
    assert one["rows"].tolist() == [3, 3]
    assert one["alpha"].tolist()[0] == 1
    assert one["warning"].tolist()[0] == "few_rows"
    assert set(found.loc[found["element"] == "two", "warning"]) == {"too_few"}


def test_agreed_sheets_do_not_enter_and_periods_keep_their_order() -> None:
    agreed = [{"period": "y2", "answers": {"a": 1, "b": 4, "c": 1}}]
    alone = [*people(*[{"a": i, "b": i, "c": i} for i in (1, 2, 3)], period="y2"), *people({"a": 1}, period="y1")]
    found = reliability(making.responses([*agreed, *alone]), FORM, ["y2", "y1"])
    assert found["period"].tolist() == ["y2"] * 6 + ["y1"] * 6
    assert found.loc[0, ["rows", "alpha"]].tolist() == [3, 1]
    assert RELIABILITY.check(reliability(making.responses(agreed), FORM, ["y1", "y2"])).empty


@settings(max_examples=20, deadline=None)
@given(st.integers(29, 31))
def test_under_thirty_rows_a_warning_is_given(rows: int) -> None:
    random = np.random.default_rng(rows)
    found = listwise(random.normal(size=(rows, 1)) + random.normal(size=(rows, 3)))
    assert found.warning == ("few_rows" if rows < 30 else "")


def test_reliability_changes_nothing_that_it_was_given() -> None:
    frame = making.responses(people({"a": 1, "b": 2, "c": 3}, {"a": 2, "b": "", "c": 3}))
    before = frame.copy(deep=True)
    reliability(frame, FORM, ["y1"])
    pd.testing.assert_frame_equal(frame, before)


def test_the_quantile_is_scipys_own() -> None:
    low, _ = feldt(0.5, 20, 5)
    assert low == pytest.approx(1 - 0.5 * float(stats.f.ppf(0.975, 19, 76)))
