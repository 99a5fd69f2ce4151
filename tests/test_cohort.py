"""Change of the cohort: a small one worked by hand, and what must hold whoever is in it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.change.cohort import attrition, cohort, left_out, series_of_pairs, shares
from oca.tables import ATTRITION, COHORT, LEFT_OUT, SHARES
from tests import handmade

PERIODS = ["y1", "y2", "y3"]

VERDICTS = ["improved", "reliably_improved", "no_clear_change", "declined", "not_comparable"]

BEFORE = {"a": 1.0, "b": 2.0, "c": 2.0, "d": 3.0, "e": 4.0, "f": 1.5, "g": 2.5}

GAINS = {"a": 1.0, "b": 0.5, "c": 0.2, "d": -0.5, "e": 0.0, "f": 0.8, "g": 0.1}
"""What each gains overall and in finance from y1 to y2; in people it is half of that."""


def made(
    gains: dict[tuple[str, str], dict[str, float | str]], before: dict[str, float] = BEFORE
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return SCORES and CHANGES of organizations that gain the same overall and in finance, and half in people."""
    scores: dict[tuple[str, str], dict[str, float | str]] = {}
    changes: dict[tuple[str, str, str], dict[str, float | str]] = {}
    for (earlier, later), table in gains.items():
        for one, gain in table.items():
            base = before[one]
            half = gain if isinstance(gain, str) else gain / 2
            after = dict.fromkeys(("overall", "finance", "people"), 2.0)
            scores[earlier, one] = scores.get((earlier, one), {"overall": base, "finance": base, "people": base})
            scores[later, one] = scores.get((later, one), after)
            changes[earlier, later, one] = {"overall": gain, "finance": gain, "people": half}
    return handmade.scores(scores), handmade.changes(changes)


SCORES, CHANGES = made({("y1", "y2"): GAINS})


def row(table: pd.DataFrame, element: str, since: str = "first", to: str = "y2") -> pd.Series:
    found = table[(table["element"] == element) & (table["since"] == since) & (table["to_period"] == to)]
    assert len(found) == 1
    return found.iloc[0]


def test_seven_organizations_by_hand() -> None:
    """Changes -.5 0 .1 .2 .5 .8 1: the mean is 2.1 / 7.

    Of the 28 sums of two, the 14th is .5 and the 15th .6, so that the median of the averages is .275. Of seven,
    P(V <= 2) is 3/128: the interval runs from the 3rd smallest sum, -.4, to the 3rd largest, 1.6, with 1 - 6/128.

    Signed ranks by Pratt: the zero takes rank 1, then 2, 3, twice 4.5, 6, 7; V = 22.5 of 27.
    P(V >= 22.5) counts, among 2^6 signs of (2, 3, 4.5, 4.5, 6, 7), those whose negative ranks sum to 4.5 or less:
    none, 2, 3, 4.5, 4.5: 5 of 64. Two-sided 10/64.
    """
    found = row(cohort(SCORES, CHANGES, periods=PERIODS), "overall")
    assert (found["organizations"], found["of"]) == (7, 7)
    assert found["mean_change"] == pytest.approx(0.3)
    median = ["median_change", "median_change_low", "median_change_high", "median_change_confidence"]
    assert found[median].tolist() == pytest.approx([0.275, -0.2, 0.8, 1 - 6 / 128])
    assert (found["p"], found["test"]) == (pytest.approx(10 / 64), "permutation")
    assert found[VERDICTS].tolist() == [3, 0, 3, 1, 0]
    assert found["mean_change_low"] < 0.3 < found["mean_change_high"]


def test_the_means_before_and_after_are_of_the_compared_scores() -> None:
    changes = CHANGES.assign(from_score=2.0, to_score=2.0 + CHANGES["change"].fillna(0.0))
    found = row(cohort(SCORES, changes, periods=PERIODS), "overall")
    assert (found["mean_before"], found["mean_after"]) == (2.0, pytest.approx(2.3))
    assert found["mean_after"] - found["mean_before"] == pytest.approx(found["mean_change"])


def test_p_is_adjusted_over_the_dimensions_of_a_pair_and_only_there() -> None:
    """Both dimensions have the same ranks and the same p of 10/64; Holm doubles it."""
    table = cohort(SCORES, CHANGES, periods=PERIODS)
    assert row(table, "finance")["p_holm"] == pytest.approx(20 / 64)
    assert row(table, "people")["p_holm"] == pytest.approx(20 / 64)
    assert math.isnan(row(table, "overall")["p_holm"])


def test_the_whole_series_is_compared_not_only_its_ends() -> None:
    three = {("y1", "y2"): GAINS, ("y1", "y3"): GAINS, ("y2", "y3"): GAINS}
    scores, changes = made(three)
    assert series_of_pairs(scores, PERIODS) == [
        ("first", ("y1", "y2")),
        ("first", ("y1", "y3")),
        ("previous", ("y1", "y2")),
        ("previous", ("y2", "y3")),
    ]
    table = cohort(scores, changes, periods=PERIODS)
    pairs = table[["since", "from_period", "to_period"]].drop_duplicates()
    assert pairs.to_numpy().tolist() == [
        ["first", "y1", "y2"],
        ["first", "y1", "y3"],
        ["previous", "y1", "y2"],
        ["previous", "y2", "y3"],
    ]
    both = [row(table, "overall", since).drop("since") for since in ("first", "previous")]
    pd.testing.assert_series_equal(both[0], both[1], check_names=False)


def test_a_period_in_which_nobody_was_assessed_is_passed_over() -> None:
    scores, _ = made({("y1", "y3"): GAINS})
    assert series_of_pairs(scores, PERIODS) == [("first", ("y1", "y3")), ("previous", ("y1", "y3"))]
    assert series_of_pairs(scores[scores["period"] == "y1"], PERIODS) == []


def test_an_organization_assessed_once_changes_nothing_in_the_pairs() -> None:
    more = handmade.scores({("y2", "late"): {"overall": 4.0, "finance": 4.0, "people": 4.0}})
    with_it = cohort(pd.concat([SCORES, more], ignore_index=True), CHANGES, periods=PERIODS)
    pd.testing.assert_frame_equal(with_it, cohort(SCORES, CHANGES, periods=PERIODS))


def test_under_six_organizations_there_is_an_estimate_and_neither_test_nor_interval() -> None:
    few = {one: GAINS[one] for one in "abcde"}
    scores, changes = made({("y1", "y2"): few})
    found = row(cohort(scores, changes, periods=PERIODS), "overall")
    assert found["mean_change"] == pytest.approx(0.24)
    assert found["test"] == "too_few"
    empty = [
        "mean_change_low",
        "mean_change_high",
        "median_change_low",
        "median_change_high",
        "median_change_confidence",
        "p",
        "p_holm",
    ]
    assert found[empty].isna().all()


def test_what_does_not_compare_is_counted_and_never_enters() -> None:
    scores, changes = made({("y1", "y2"): {**GAINS, "a": "score_type", "d": "items"}})
    found = row(cohort(scores, changes, periods=PERIODS), "overall")
    assert (found["organizations"], found["of"], found["not_comparable"]) == (5, 7, 2)
    assert found["mean_change"] == pytest.approx(1.6 / 5)
    out = left_out(scores, changes, periods=PERIODS)
    LEFT_OUT.check(out)
    assert out.loc[out["element"] == "overall", ["organization", "reason"]].to_numpy().tolist() == [
        ["a", "score_type"],
        ["d", "items"],
    ]


def test_nobody_who_compares_leaves_counts_and_no_statistics() -> None:
    scores, changes = made({("y1", "y2"): {"a": "items", "b": "items"}})
    found = row(cohort(scores, changes, periods=PERIODS), "overall")
    assert (found["organizations"], found["of"], found["test"]) == (0, 2, "too_few")
    assert found[["mean_before", "mean_after", "mean_change", "median_change", "p"]].isna().all()


def test_periods_without_a_common_organization_have_rows_of_noughts() -> None:
    scores = handmade.scores({("y1", "a"): {"overall": 1.0}, ("y2", "b"): {"overall": 2.0}})
    table = cohort(scores, handmade.changes({}), periods=PERIODS)
    assert table[["since", "organizations", "of"]].to_numpy().tolist() == [["first", 0, 0], ["previous", 0, 0]]


def test_no_scores_make_an_empty_table() -> None:
    nothing = handmade.scores({})
    COHORT.check(cohort(nothing, handmade.changes({}), periods=PERIODS))
    SHARES.check(shares(cohort(nothing, handmade.changes({}), periods=PERIODS)))
    LEFT_OUT.check(left_out(nothing, handmade.changes({}), periods=PERIODS))
    ATTRITION.check(attrition(nothing, handmade.register(arts="a"), periods=PERIODS))


def test_better_is_what_the_verdict_says_whatever_the_sign() -> None:
    """On a scale where 1 is best a fall is an improvement; the change keeps its sign."""
    swap = {"improved": "declined", "declined": "improved"}
    turned = CHANGES.assign(verdict=CHANGES["verdict"].replace(swap))
    found, plain = (row(cohort(SCORES, one, periods=PERIODS), "overall") for one in (turned, CHANGES))
    assert (found["improved"], found["declined"]) == (plain["declined"], plain["improved"]) == (1, 3)
    assert found["mean_change"] == plain["mean_change"]


def test_a_reliable_improvement_is_counted_apart_and_together() -> None:
    reliable = CHANGES["organization"].isin(["a", "d", "e"])
    changes = CHANGES.assign(reliable=np.where(reliable, "yes", "no")).astype({"reliable": "str"})
    table = cohort(SCORES, changes, periods=PERIODS)
    assert row(table, "overall")[VERDICTS].tolist() == [2, 1, 3, 1, 0]
    parts = shares(table)
    parts = parts[(parts["element"] == "overall") & (parts["since"] == "first")].set_index("outcome")
    assert parts["numerator"].to_dict() == {
        "any_improvement": 3,
        "reliably_improved": 1,
        "no_clear_change": 3,
        "declined": 1,
        "not_comparable": 0,
    }


def test_those_at_the_best_score_both_times_are_said() -> None:
    ceiling = CHANGES["organization"] == "e"
    table = cohort(SCORES, CHANGES.assign(reason=CHANGES["reason"].mask(ceiling, "ceiling")), periods=PERIODS)
    assert row(table, "overall")[["ceiling", "organizations"]].tolist() == [1, 7]


def test_sixteen_of_twenty_two_improved() -> None:
    """The share that the reports print: 16 of 22, 73 %, 52-87 %."""
    ids = [f"o{nth}" for nth in range(24)]
    gains: dict[str, float | str] = {one: 0.6 if nth < 16 else 0.0 for nth, one in enumerate(ids)}
    scores, changes = made({("y1", "y2"): {**gains, "o22": "items", "o23": "items"}}, dict.fromkeys(ids, 2.0))
    table = shares(cohort(scores, changes, periods=PERIODS))
    SHARES.check(table)
    parts = table[(table["element"] == "overall") & (table["since"] == "first")].set_index("outcome")
    found = parts.loc["any_improvement"]
    assert (found["numerator"], found["denominator"]) == (16, 22)
    assert found[["share", "low", "high"]].tolist() == pytest.approx([0.727, 0.518, 0.868], abs=5e-4)
    assert parts.loc["not_comparable", ["numerator", "denominator"]].tolist() == [2, 24]


def test_everybody_of_the_register_is_somewhere() -> None:
    """Assessed in both, in one or in neither; and why not."""
    scores = handmade.scores(
        {
            ("y1", "a"): {"overall": 1.0},
            ("y2", "a"): {"overall": 1.0},
            ("y3", "a"): {"overall": 1.0},
            ("y1", "b"): {"overall": 1.0},
            ("y2", "c"): {"overall": 1.0},
            ("y3", "c"): {"overall": 1.0},
        }
    )
    register = handmade.register(arts="a b c d")
    register = register.assign(joined=["", "", "y2", ""], left=["", "y1", "", ""])
    table = attrition(scores, register, periods=PERIODS)
    ATTRITION.check(table)
    assert len(table) == 3 * 4
    first = table[(table["from_period"] == "y1") & (table["to_period"] == "y2")]
    assert first[["organization", "assessed", "from_reason", "to_reason"]].to_numpy().tolist() == [
        ["a", "both", "", ""],
        ["b", "earlier_only", "", "left"],
        ["c", "later_only", "not_joined", ""],
        ["d", "neither", "absent", "absent"],
    ]


outcome = st.one_of(st.integers(-15, 15).map(lambda tenths: tenths / 10), st.sampled_from(["items", "score_type"]))


@given(st.dictionaries(st.sampled_from("abcdefghijkl"), outcome, min_size=1))
@settings(max_examples=30, deadline=None)
def test_the_five_verdicts_add_up_to_all_and_nobody_is_left_out_in_silence(gains: dict[str, float | str]) -> None:
    scores, changes = made({("y1", "y2"): gains}, dict.fromkeys(gains, 2.0))
    table = cohort(scores, changes, periods=PERIODS)
    assert (table[VERDICTS].sum(axis=1) == table["of"]).all()
    assert (table["organizations"] + table["not_comparable"] == table["of"]).all()
    present = attrition(scores, handmade.register(arts=" ".join(gains)), periods=PERIODS)
    assert (present["assessed"] == "both").sum() == row(table, "overall")["of"]
    out = left_out(scores, changes, periods=PERIODS)
    assert (out["element"] == "overall").sum() == row(table, "overall")["not_comparable"]


@given(st.dictionaries(st.sampled_from("abcdefghijkl"), outcome, min_size=1))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_makes_no_difference(gains: dict[str, float | str]) -> None:
    scores, changes = made({("y1", "y2"): gains}, dict.fromkeys(gains, 2.0))
    shuffled = changes.sample(frac=1, random_state=len(gains)).reset_index(drop=True)
    pd.testing.assert_frame_equal(cohort(scores, shuffled, periods=PERIODS), cohort(scores, changes, periods=PERIODS))


def test_inputs_are_never_changed() -> None:
    before = [SCORES.copy(), CHANGES.copy()]
    shares(cohort(SCORES, CHANGES, periods=PERIODS))
    left_out(SCORES, CHANGES, periods=PERIODS)
    attrition(SCORES, handmade.register(arts="a"), periods=PERIODS)
    for frame, copy in zip((SCORES, CHANGES), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
