"""Indicators for donors: six organizations counted by hand, and what each figure is called."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.change.indicators import CAPACITY, DEFINITIONS, NOT_REPORTABLE, Round, fiscal_year, indicators
from oca.instrument.structure import Structure
from oca.tables import INDICATORS
from tests import handmade, making

BANDS = ("low", "middle", "high")

ROUNDS = {
    "y1": Round(datetime.date(2019, 5, 15), BANDS),
    "y2": Round(datetime.date(2020, 5, 15), BANDS),
    "y3": Round(datetime.date(2020, 9, 30), BANDS),
}
"""y2 and y3 lie in the same fiscal year, 2020."""

REGISTER = handmade.register(arts="a b c", books="d e f").assign(
    joined=["", "", "", "", "y2", ""], left=["", "", "", "y1", "", ""]
)
"""`d` left after y1, `e` joined in y2, `f` was never assessed."""

LEVELS: dict[tuple[str, str], dict[str, float | str]] = {
    ("y1", "a"): {"overall": 1.0},
    ("y1", "b"): {"overall": 2.0},
    ("y1", "c"): {"overall": 2.0},
    ("y1", "d"): {"overall": 3.0},
    ("y2", "a"): {"overall": 2.0},
    ("y2", "b"): {"overall": 3.0},
    ("y2", "c"): {"overall": "insufficient"},
    ("y2", "e"): {"overall": 1.0},
    ("y3", "a"): {"overall": 1.0},
    ("y3", "b"): {"overall": 3.0},
    ("y3", "c"): {"overall": 1.0},
    ("y3", "e"): {"overall": 1.0},
}


def scored(types: Mapping[tuple[str, str], str] | None = None) -> pd.DataFrame:
    """Levels 1, 2 and 3 are the bands low, middle and high."""
    scores = handmade.scores(LEVELS, types)
    return scores.assign(band=scores["score"].map(dict(zip((1.0, 2.0, 3.0), BANDS, strict=True))).fillna(""))


SCORES = scored()

CHANGES = handmade.changes(
    {
        ("y1", "y2", "a"): {"overall": 1.0, "finance": 1.0, "people": 1.0},
        ("y1", "y2", "b"): {"overall": 1.0, "finance": 2.0, "people": 0.0},
        ("y1", "y2", "c"): {"overall": "insufficient", "finance": 1.0, "people": "insufficient"},
        ("y1", "y3", "a"): {"overall": 0.0, "finance": 0.0, "people": 0.0},
        ("y1", "y3", "b"): {"overall": 1.0, "finance": 2.0, "people": 0.0},
        ("y1", "y3", "c"): {"overall": -1.0, "finance": -1.0, "people": -1.0},
        ("y2", "y3", "a"): {"overall": -1.0, "finance": -1.0, "people": -1.0},
        ("y2", "y3", "b"): {"overall": 0.0, "finance": 0.0, "people": 0.0},
        ("y2", "y3", "c"): {"overall": "insufficient", "finance": "insufficient", "people": "insufficient"},
        ("y2", "y3", "e"): {"overall": 0.0, "finance": 0.6, "people": 0.0},
    }
)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return indicators(SCORES, CHANGES, REGISTER, rounds=ROUNDS)


def of(table: pd.DataFrame, name: str, period: str, since: str = "", band: str = "") -> tuple[int, int, int]:
    """Return numerator, denominator and how many are left out."""
    keys = {"id": name, "period": period, "since": since, "band": band}
    row = table[(table[list(keys)] == pd.Series(keys)).all(axis=1)]
    assert len(row) == 1
    return tuple(int(one) for one in row[["numerator", "denominator", "left_out"]].iloc[0])  # type: ignore[return-value]


def test_the_assessed_are_counted_out_of_the_cohort_of_the_period(table: pd.DataFrame) -> None:
    """In y1 `e` had not joined; in y2 and y3 `d` had left; `f` was absent all the time."""
    assert of(table, "assessed", "y1") == (4, 5, 0)
    assert of(table, "assessed", "y2") == (4, 5, 0)


def test_a_score_is_counted_out_of_the_assessed(table: pd.DataFrame) -> None:
    assert of(table, "scored", "y1") == (4, 4, 0)
    assert of(table, "scored", "y2") == (3, 4, 0)


def test_each_band_from_the_second_on_counts_those_in_it_and_in_better_ones(table: pd.DataFrame) -> None:
    assert of(table, "at_or_above_band", "y1", band="middle") == (3, 4, 0)
    assert of(table, "at_or_above_band", "y1", band="high") == (1, 4, 0)
    assert of(table, "at_or_above_band", "y2", band="middle") == (2, 3, 1)
    assert not ((table["id"] == "at_or_above_band") & (table["band"] == "low")).any()


def test_the_order_of_the_bands_says_which_is_better() -> None:
    """Where 1 is best, `low` holds the best scores: high, middle, low."""
    rounds = {period: replace(one, bands=BANDS[::-1]) for period, one in ROUNDS.items()}
    turned = indicators(SCORES, CHANGES, REGISTER, rounds=rounds)
    assert of(turned, "at_or_above_band", "y1", band="low") == (1, 4, 0)
    assert of(turned, "at_or_above_band", "y1", band="middle") == (3, 4, 0)


def test_a_score_of_another_type_enters_no_band_and_is_said() -> None:
    table = indicators(scored({("y1", "d"): "individual"}), CHANGES, REGISTER, rounds=ROUNDS)
    assert of(table, "at_or_above_band", "y1", band="high") == (0, 3, 1)


def test_improvement_since_the_baseline_and_since_the_previous_assessment(table: pd.DataFrame) -> None:
    assert of(table, "improved_overall", "y2", "baseline") == (2, 2, 1)
    assert of(table, "improved_overall", "y3", "baseline") == (1, 4, 0)
    assert of(table, "improved_overall", "y3", "previous") == (0, 3, 1)


def test_the_earlier_period_is_named_where_it_is_the_same_for_all(table: pd.DataFrame) -> None:
    """In y3 the baseline of `e` is y2, and y1 for the others."""
    rows = table[table["id"] == "improved_overall"].set_index(["period", "since"])["from_period"]
    assert rows.to_dict() == {
        ("y2", "baseline"): "y1",
        ("y2", "previous"): "y1",
        ("y3", "baseline"): "",
        ("y3", "previous"): "y2",
    }


def test_dimensions_that_do_not_compare_are_not_improved(table: pd.DataFrame) -> None:
    """In y2 `a` improved in both, `b` in one of two, `c` in the one of two that compares."""
    assert of(table, "improved_any_dimension", "y2", "baseline") == (3, 3, 0)
    assert of(table, "improved_half_of_dimensions", "y2", "baseline") == (3, 3, 0)
    assert of(table, "improved_any_dimension", "y3", "previous") == (1, 3, 1)
    more = CHANGES[CHANGES["element"] == "finance"].assign(element="people-2", verdict="not_comparable")
    three = pd.concat([CHANGES, more], ignore_index=True)
    wider = indicators(SCORES, three, REGISTER, rounds=ROUNDS)
    assert of(wider, "improved_half_of_dimensions", "y2", "baseline") == (1, 3, 0)


def test_nobody_has_improved_in_the_first_period(table: pd.DataFrame) -> None:
    assert set(table.loc[table["period"] == "y1", "id"]) == {"assessed", "scored", "at_or_above_band"}


def test_an_organization_counts_once_in_a_fiscal_year(table: pd.DataFrame) -> None:
    """`a` improved by y2 and was back by y3, `b` stayed improved: both once, in the row of y3; `c` and `e` did not."""
    rows = table[table["id"] == "improved_in_fiscal_year"]
    assert rows[["fiscal_year", "period"]].to_numpy().tolist() == [["FY2020", "y3"]]
    assert of(table, "improved_in_fiscal_year", "y3", "baseline") == (2, 4, 0)


def test_the_fiscal_year_begins_where_the_donors_begins() -> None:
    assert fiscal_year(datetime.date(2020, 9, 30)) == "FY2020"
    assert fiscal_year(datetime.date(2020, 10, 1)) == "FY2021"
    assert fiscal_year(datetime.date(2020, 12, 31), starts=1) == "FY2020"
    split = indicators(SCORES, CHANGES, REGISTER, rounds=ROUNDS, fiscal_year_starts=7)
    assert of(split, "improved_in_fiscal_year", "y2", "baseline") == (2, 2, 1)
    assert of(split, "improved_in_fiscal_year", "y3", "baseline") == (1, 4, 0)


def test_a_capacity_score_says_that_it_is_no_performance(table: pd.DataFrame) -> None:
    caveats = table.groupby("id")["caveat"].agg(set).to_dict()
    assert NOT_REPORTABLE == "capacity score, not reportable as CBLD-9"
    assert caveats.pop("improved_in_fiscal_year") == {NOT_REPORTABLE}
    assert caveats.pop("assessed") == caveats.pop("scored") == {""}
    assert set.union(*caveats.values()) == {CAPACITY}


def test_a_questionnaire_that_measures_performance_is_not_called_capacity() -> None:
    rounds = {period: replace(one, measures="performance") for period, one in ROUNDS.items()}
    table = indicators(SCORES, CHANGES, REGISTER, rounds=rounds)
    assert not table["caveat"].str.contains("capacity").any()
    assert "CBLD-9" in table.loc[table["id"] == "improved_in_fiscal_year", "caveat"].iloc[0]


def test_a_questionnaire_measures_capacity_unless_it_says_performance() -> None:
    plain = making.questionnaire({"one": ["a"]}).structure
    assert plain.measures == "capacity"
    assert (
        Structure.model_validate({**plain.model_dump(by_alias=True), "measures": "performance"}).measures
        == "performance"
    )
    with pytest.raises(ValueError, match="measures"):
        Structure.model_validate({**plain.model_dump(by_alias=True), "measures": "impact"})


def test_no_definition_says_what_brought_a_change_about(table: pd.DataFrame) -> None:
    said = " ".join([*DEFINITIONS.values(), *table["caveat"]]).lower()
    causal = r"\b(because|due to|led to|result|effect|impact|caus|thanks|through|attribut|contribut|achiev)"
    assert re.findall(causal, said) == []
    assert set(zip(table["id"], table["since"], strict=True)) == set(DEFINITIONS)


def test_the_table_keeps_its_contract_and_shares_follow_from_the_counts(table: pd.DataFrame) -> None:
    INDICATORS.check(table)
    assert (table["share"] == table["numerator"] / table["denominator"]).all()
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()


def test_a_share_of_nobody_is_empty() -> None:
    only = handmade.changes({("y1", "y2", "a"): {"overall": "items"}})
    table = indicators(SCORES[SCORES["organization"] == "a"], only, REGISTER, rounds=ROUNDS)
    row = table[(table["id"] == "improved_overall") & (table["period"] == "y2")].iloc[0]
    assert (row["numerator"], row["denominator"], row["left_out"]) == (0, 0, 1)
    assert row[["share", "low", "high"]].isna().all()


def test_periods_without_anybody_are_passed_over() -> None:
    assert set(indicators(SCORES[SCORES["period"] == "y1"], CHANGES, REGISTER, rounds=ROUNDS)["period"]) == {"y1"}
    assert len(indicators(handmade.scores({}), handmade.changes({}), REGISTER, rounds=ROUNDS)) == 0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_makes_no_difference(seed: int) -> None:
    mixed = [frame.sample(frac=1, random_state=seed, ignore_index=True) for frame in (SCORES, CHANGES, REGISTER)]
    again = indicators(*mixed, rounds=ROUNDS)
    pd.testing.assert_frame_equal(again, indicators(SCORES, CHANGES, REGISTER, rounds=ROUNDS))
