"""Reliable change: the published formula, and where there is no number."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from oca.change.reliable_change import smallest_reliable_change, standard_error_of_difference, with_reliable_change
from oca.tables import CHANGES
from tests import handmade

BEFORE = {"a": 1.5, "b": 2.0, "c": 2.5}
"""Their standard deviation with n - 1 is 0.5."""

AFTER = {"a": 2.13, "b": 2.5, "c": 1.5}

PEOPLE = {(period, one): "individual" for period in ("y1", "y2") for one in "abc"}


def scored(types: dict[tuple[str, str], str] = PEOPLE, before: dict[str, float] = BEFORE) -> pd.DataFrame:
    table = {}
    for one in before:
        table["y1", one] = {"overall": before[one], "finance": before[one], "f-one": before[one]}
        table["y2", one] = {"overall": AFTER[one], "finance": AFTER[one], "f-one": AFTER[one]}
    return handmade.scores(table, types)


def changed(**reasons: str) -> pd.DataFrame:
    table = {}
    for one in BEFORE:
        change: float | str = reasons.get(one, AFTER[one] - BEFORE[one])
        table["y1", "y2", one] = {"overall": change, "finance": change, "f-one": change}
    return handmade.changes(table)


def alphas(overall: float, *, finance: float = math.nan, listwise: float = 0.0) -> pd.DataFrame:
    """Return what reliable change reads of RELIABILITY, for y1; y2 has an alpha that must play no part."""
    rows = [
        ("y1", "overall", "pairwise", overall),
        ("y1", "finance", "pairwise", finance),
        ("y1", "overall", "listwise", listwise),
        ("y2", "overall", "pairwise", 0.999),
    ]
    return pd.DataFrame(rows, columns=["period", "element", "deletion", "alpha"]).astype(
        {"period": "str", "element": "str", "deletion": "str"}
    )


def of(table: pd.DataFrame, organization: str, element: str = "overall") -> tuple[float, str]:
    row = table[(table["organization"] == organization) & (table["element"] == element)].iloc[0]
    return float(row["reliable_change"]), str(row["reliable"])


def test_on_a_scale_with_sd_half_and_r_eight_tenths_0_62_is_the_smallest_reliable_change() -> None:
    """By hand: 1.96 x 0.5 x sqrt(2 x 0.2) = 0.6198."""
    assert float(smallest_reliable_change(0.5, 0.8)) == pytest.approx(0.6198, abs=5e-5)


def test_a_change_beyond_it_is_reliable_either_way() -> None:
    """The error is 0.5 sqrt(0.4) = 0.3162: +0.63 is 1.992 of it, +0.5 is 1.581, -1 is -3.162."""
    table = with_reliable_change(changed(), scored(), alphas(0.8))
    CHANGES.check(table)
    assert of(table, "a") == (pytest.approx(1.992, abs=5e-4), "yes")
    assert of(table, "b") == (pytest.approx(1.581, abs=5e-4), "no")
    assert of(table, "c") == (pytest.approx(-3.162, abs=5e-4), "yes")


def test_the_alpha_is_of_the_earlier_period_and_of_the_deletion_asked_for() -> None:
    table = with_reliable_change(changed(), scored(), alphas(0.8, listwise=0.0), deletion="listwise")
    assert of(table, "a")[0] == pytest.approx(0.63 / (0.5 * math.sqrt(2)))


@pytest.mark.parametrize("alpha", [1.0, 1.2, -0.3, math.nan])
def test_an_alpha_that_allows_no_error_gives_no_number(alpha: float) -> None:
    assert math.isnan(float(standard_error_of_difference(0.5, alpha)))
    for one in BEFORE:
        number, said = of(with_reliable_change(changed(), scored(), alphas(alpha)), one)
        assert math.isnan(number)
        assert said == ""


def test_an_alpha_of_nought_is_a_number_all_the_same() -> None:
    assert float(standard_error_of_difference(0.5, 0.0)) == pytest.approx(0.5 * math.sqrt(2))


@pytest.mark.parametrize("before", [{"a": 2.0, "b": 2.0, "c": 2.0}, {"a": 1.5}])
def test_without_a_spread_there_is_no_number(before: dict[str, float]) -> None:
    """All alike, or one organization alone."""
    table = with_reliable_change(changed(), scored(before=before), alphas(0.8))
    assert table["reliable_change"].isna().all()
    assert set(table["reliable"]) == {""}


def test_a_dimension_without_alpha_and_an_item_have_no_number() -> None:
    table = with_reliable_change(changed(), scored(), alphas(0.8))
    assert of(table, "a", "finance")[1] == of(table, "a", "f-one")[1] == ""


def test_a_consensus_score_has_no_reliable_change_and_adds_nothing_to_the_spread() -> None:
    """In y1 `c` was agreed: the spread is of 1.5 and 2.0 alone, 0.5 / sqrt(2)."""
    types = {key: kind for key, kind in PEOPLE.items() if key != ("y1", "c")}
    table = with_reliable_change(changed(c="score_type"), scored(types), alphas(0.8))
    assert of(table, "c")[1] == ""
    assert of(table, "a")[0] == pytest.approx(0.63 / (0.5 / math.sqrt(2) * math.sqrt(0.4)))


def test_types_that_a_scheme_lets_compare_have_no_reliable_change_all_the_same() -> None:
    types = {key: kind for key, kind in PEOPLE.items() if key != ("y2", "a")}
    assert of(with_reliable_change(changed(), scored(types), alphas(0.8)), "a")[1] == ""


def test_what_does_not_compare_has_no_number() -> None:
    assert of(with_reliable_change(changed(b="items"), scored(), alphas(0.8)), "b")[1] == ""


def test_nothing_else_is_changed_and_the_order_stays() -> None:
    changes = changed()
    copy = changes.copy()
    table = with_reliable_change(changes, scored(), alphas(0.8))
    pd.testing.assert_frame_equal(changes, copy)
    rest = ["reliable_change", "reliable"]
    pd.testing.assert_frame_equal(table.drop(columns=rest), copy.drop(columns=rest))


def test_without_alphas_or_changes_the_columns_are_empty() -> None:
    table = with_reliable_change(changed(), scored(), alphas(0.8).iloc[:0])
    assert set(table["reliable"]) == {""}
    assert len(with_reliable_change(handmade.changes({}), scored(), alphas(0.8))) == 0
    assert len(with_reliable_change(handmade.changes({}), handmade.scores({}), alphas(0.8).iloc[:0])) == 0
