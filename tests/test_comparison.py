"""Comparison of groups: six organizations in three sectors, worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from oca.comparison.exclusions import exclusions
from oca.comparison.groups import STATISTICS, compare, entering_types, members
from oca.tables import COMPARISON
from tests import handmade

REGISTER = handmade.register(arts="a1 a2", books="b1 b2 b3", coal="c1")

SCORES = handmade.scores(
    {
        ("y1", "a1"): {"overall": 2.0, "finance": 2.0},
        ("y1", "a2"): {"overall": 3.0, "finance": 3.5},
        ("y1", "b1"): {"overall": 1.0, "finance": 1.0},
        ("y1", "b2"): {"overall": 2.0, "finance": "not_applicable"},
        ("y1", "b3"): {"overall": "insufficient", "finance": 4.0},
        ("y1", "c1"): {"overall": 4.0, "finance": 4.0},
        ("y2", "a1"): {"overall": 2.6, "finance": 2.0},
        ("y2", "b1"): {"overall": 1.2, "finance": 1.0},
        ("y2", "b2"): {"overall": 1.5, "finance": 1.0},
        ("y3", "a1"): {"overall": 2.7, "finance": 2.0},
        ("y3", "a2"): {"overall": 3.5, "finance": 3.5},
    }
)

CHANGES = handmade.changes(
    {
        ("y1", "y2", "a1"): {"overall": 0.6, "finance": 0.0},
        ("y1", "y2", "b1"): {"overall": 0.2, "finance": 0.0},
        ("y1", "y2", "b2"): {"overall": -0.5, "finance": "insufficient"},
        ("y1", "y3", "a1"): {"overall": 0.7, "finance": 0.0},
        ("y1", "y3", "a2"): {"overall": 0.5, "finance": 0.0},
        ("y2", "y3", "a1"): {"overall": 0.1, "finance": 0.0},
    }
)

PERIODS = ["y1", "y2", "y3"]


@pytest.fixture(scope="module")
def sectors() -> pd.DataFrame:
    return compare(SCORES, CHANGES, REGISTER, by="sector", periods=PERIODS)


@pytest.fixture(scope="module")
def cohort() -> pd.DataFrame:
    return compare(SCORES, CHANGES, REGISTER, by="cohort", periods=PERIODS)


def cell(table: pd.DataFrame, group: str, period: str, element: str, statistic: str) -> tuple[float, int]:
    """Return value and organizations of one statistic."""
    keys = {"group": group, "period": period, "element": element, "statistic": statistic}
    row = table[(table[list(keys)] == pd.Series(keys)).all(axis=1)]
    assert len(row) == 1
    return float(row["value"].iloc[0]), int(row["organizations"].iloc[0])


def test_the_cohort_counts_only_those_with_a_score(cohort: pd.DataFrame) -> None:
    """Of six, b3 has no overall score: 1, 2, 2, 3, 4 remain."""
    expected = {
        "mean": 2.4,
        "median": 2.0,
        "minimum": 1.0,
        "maximum": 4.0,
        "lower_quartile": 2.0,
        "upper_quartile": 3.0,
        "sd": math.sqrt(5.2 / 4),
    }
    for statistic, value in expected.items():
        assert cell(cohort, "cohort", "y1", "overall", statistic) == (pytest.approx(value), 5)


def test_each_statistic_carries_its_own_number_of_organizations(sectors: pd.DataFrame) -> None:
    assert cell(sectors, "books", "y1", "overall", "mean") == (1.5, 2)
    assert cell(sectors, "books", "y1", "finance", "mean") == (2.5, 2)
    assert cell(sectors, "arts", "y1", "finance", "sd") == (pytest.approx(1.5 / math.sqrt(2)), 2)


def test_one_organization_has_a_mean_and_no_spread(sectors: pd.DataFrame) -> None:
    assert cell(sectors, "coal", "y1", "overall", "mean") == (4.0, 1)
    value, organizations = cell(sectors, "coal", "y1", "overall", "sd")
    assert math.isnan(value)
    assert organizations == 1


def test_a_group_without_values_is_listed_with_nought_organizations(sectors: pd.DataFrame) -> None:
    value, organizations = cell(sectors, "coal", "y3", "overall", "mean")
    assert math.isnan(value)
    assert organizations == 0


def test_change_since_baseline_counts_verdicts_of_those_that_compare(cohort: pd.DataFrame) -> None:
    """In y2, +0.6, +0.2 and -0.5: one improved, one without clear change, one declined."""
    assert cell(cohort, "cohort", "y2", "overall", "change_mean") == (pytest.approx(0.1), 3)
    for verdict in ("improved", "no_clear_change", "declined"):
        assert cell(cohort, "cohort", "y2", "overall", f"share_{verdict}") == (pytest.approx(1 / 3), 3)
    assert cell(cohort, "cohort", "y2", "overall", "not_comparable") == (0, 3)


def test_what_does_not_compare_is_counted_apart_and_never_enters(sectors: pd.DataFrame) -> None:
    assert cell(sectors, "books", "y2", "finance", "change_mean") == (0.0, 1)
    assert cell(sectors, "books", "y2", "finance", "share_no_clear_change") == (1.0, 1)
    assert cell(sectors, "books", "y2", "finance", "not_comparable") == (1, 2)


def test_the_previous_period_is_the_one_before_in_which_the_organization_was_assessed(cohort: pd.DataFrame) -> None:
    """In y3, a1 changed by +0.1 since y2; a2 was absent in y2, so by +0.5 since y1."""
    pairs_of_a2 = handmade.changes({("y1", "y3", "a2"): {"overall": 0.5}})
    assert len(pairs_of_a2) == 1
    assert cell(cohort, "cohort", "y3", "overall", "previous_change_mean") == (pytest.approx(0.3), 2)
    assert cell(cohort, "cohort", "y3", "overall", "change_mean") == (pytest.approx(0.6), 2)


def test_nobody_has_a_change_in_the_first_period(cohort: pd.DataFrame) -> None:
    value, organizations = cell(cohort, "cohort", "y1", "overall", "change_mean")
    assert math.isnan(value)
    assert organizations == 0


def test_scores_of_the_rarer_score_type_do_not_enter() -> None:
    """Types are never mixed: the period is compared on the type that most organizations have."""
    types = {("y1", "a1"): "individual"}
    table = {("y1", one): {"overall": value} for one, value in (("a1", 1.0), ("a2", 3.0), ("b1", 2.0))}
    scores = handmade.scores(table, types)
    assert entering_types(scores) == {"y1": ("consensus",)}
    strict = compare(scores, handmade.changes({}), REGISTER, by="cohort", periods=["y1"])
    assert cell(strict, "cohort", "y1", "overall", "mean") == (2.5, 2)
    mixed = entering_types(scores, mixing=["y1"])
    loose = compare(scores, handmade.changes({}), REGISTER, by="cohort", periods=["y1"], score_types=mixed)
    assert cell(loose, "cohort", "y1", "overall", "mean") == (2.0, 3)


def test_the_more_trusted_score_type_enters_where_two_are_as_frequent() -> None:
    table = {("y1", one): {"overall": 2.0} for one in ("a1", "a2")}
    assert entering_types(handmade.scores(table, {("y1", "a1"): "verified"})) == {"y1": ("verified",)}


def test_the_table_keeps_its_contract_and_its_order(sectors: pd.DataFrame) -> None:
    COMPARISON.check(sectors)
    assert len(sectors) == 3 * 3 * 2 * len(STATISTICS)
    assert list(dict.fromkeys(sectors["period"])) == PERIODS
    assert list(dict.fromkeys(sectors["group"])) == ["arts", "books", "coal"]
    assert list(dict.fromkeys(sectors["element"])) == ["overall", "finance"]
    assert not sectors["suppressed"].any()


def test_the_order_of_rows_makes_no_difference(sectors: pd.DataFrame) -> None:
    register = REGISTER.iloc[::-1].reset_index(drop=True)
    again = compare(SCORES, CHANGES.iloc[::-1].reset_index(drop=True), register, by="sector", periods=PERIODS)
    pd.testing.assert_frame_equal(again, sectors)


def test_inputs_are_never_changed() -> None:
    before = [SCORES.copy(), CHANGES.copy(), REGISTER.copy()]
    compare(SCORES, CHANGES, REGISTER, by="sector", periods=PERIODS)
    for frame, copy in zip((SCORES, CHANGES, REGISTER), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_members_are_all_of_the_register() -> None:
    assert members(REGISTER, "sector") == {"arts": 2, "books": 3, "coal": 1}
    assert members(REGISTER, "cohort") == {"cohort": 6}


def test_items_are_compared_when_asked_for() -> None:
    scores = handmade.scores({("y1", "a1"): {"i-one": 2.0}, ("y1", "a2"): {"i-one": 4.0}})
    table = compare(
        scores,
        handmade.changes({}),
        REGISTER,
        by="cohort",
        periods=["y1"],
        kinds=("item",),
        score_types={"y1": ("consensus",)},
    )
    assert cell(table, "cohort", "y1", "i-one", "mean") == (3.0, 2)


def test_nobody_is_left_out_without_a_reason() -> None:
    """Every organization is either in the mean of a period or among the exclusions, never both."""
    register = REGISTER.assign(
        left=REGISTER["organization"].map({"c1": "y1"}).fillna(""),
        joined=REGISTER["organization"].map({"b3": "y1"}).fillna(""),
    )
    out = exclusions(SCORES, CHANGES, register, periods=PERIODS, score_types=entering_types(SCORES))
    reasons = {(row.comparison, row.period, row.organization, row.element): row.reason for row in out.itertuples()}
    assert reasons["scores", "y2", "c1", ""] == "left"
    assert reasons["scores", "y2", "a2", ""] == "absent"
    assert reasons["scores", "y1", "b2", "finance"] == "not_applicable"
    assert reasons["scores", "y1", "b3", "overall"] == "insufficient"
    assert reasons["change since baseline", "y2", "b2", "finance"] == "insufficient"
    assert ("scores", "y1", "a1", "") not in reasons
