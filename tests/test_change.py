"""Change of one organization: comparable items only, k of K carried, reasons given."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pandas as pd
import pytest

from oca.change.organization import changes
from oca.errors import InputError
from oca.instrument.reading import load_questionnaire
from oca.instrument.versions import check_mapping, comparable_items
from oca.scoring.scores import score
from tests import making

MAPPING = {
    "from": "1",
    "equal": ["a", "b"],
    "changed": [
        {"item": "c2", "relation": "equivalent", "was": ["c"], "reason": "other words"},
        {"item": "d", "relation": "wider", "was": ["d"], "reason": "asks more"},
        {"item": "e", "relation": "new", "reason": "new"},
        {"relation": "dropped", "was": ["f"], "reason": "no longer asked"},
    ],
}
V1 = making.questionnaire({"one": ["a", "b", "c"], "two": ["d", "f"]})
V2 = making.questionnaire({"one": ["a", "b", "c2"], "two": ["d", "e"]}, version="2", mapping=MAPPING)
KNOWN = {"small/1": V1, "small/2": V2}


def compare(first: Mapping[str, Any], second: Mapping[str, Any], **scheme: Any) -> pd.DataFrame:
    """Return the changes of one organization from y1 (version 1) to y2 (version 2), by element."""
    sheets = [
        {"period": "y1", "questionnaire": "small/1", **first},
        {"period": "y2", "questionnaire": "small/2", **second},
    ]
    made = making.scheme(**scheme)
    schemes = {"y1": made, "y2": made}
    given = making.responses(sheets)
    scores = score(given, KNOWN, schemes)
    return changes(given, scores, KNOWN, {"y1": "small/1", "y2": "small/2"}, schemes).set_index("element")


OLD = {"answers": {"a": 1, "b": 2, "c": 3, "d": 1, "f": 1}}
NEW = {"answers": {"a": 2, "b": 3, "c2": 3, "d": 4, "e": 4}}


def test_only_equal_and_equivalent_items_are_compared() -> None:
    assert comparable_items(V1, V2, KNOWN) == {"a": "a", "b": "b", "c2": "c"}
    found = compare(OLD, NEW)
    assert found.loc["one", ["from_score", "to_score", "compared", "of"]].tolist() == pytest.approx([2, 8 / 3, 3, 3])
    assert found.loc["one", "verdict"] == "improved"
    assert found.loc["two", ["verdict", "reason"]].tolist() == ["not_comparable", "items"]
    assert math.isnan(found.loc["two", "change"])
    assert found.loc["d", "reason"] == found.loc["e", "reason"] == "changed_item"


def test_the_overall_compares_only_the_dimensions_that_compare() -> None:
    found = compare(OLD, NEW)
    assert found.loc["overall", ["compared", "of"]].tolist() == [3, 5]
    assert found.loc["overall", "change"] == pytest.approx(2 / 3)


def test_an_item_answered_in_one_period_only_never_looks_like_a_change() -> None:
    old = {"answers": {**OLD["answers"], "b": "N/A"}}
    found = compare(old, {"answers": {**NEW["answers"], "a": 1, "b": 4, "c2": 3}})
    assert found.loc["one", ["from_score", "to_score", "compared", "of"]].tolist() == [2, 2, 2, 3]
    assert found.loc["one", "verdict"] == "no_clear_change"


def test_different_score_types_do_not_compare_unless_the_scheme_says_so() -> None:
    rated = {"score_type": "individual", "respondent": "r1", **NEW}
    assert set(compare(OLD, rated)["reason"]) == {"score_type"}
    assert compare(OLD, rated, compare_score_types=True).loc["one", "verdict"] == "improved"


@pytest.mark.parametrize(("threshold", "verdict"), [(0.66, "improved"), (2 / 3, "improved"), (0.67, "no_clear_change")])
def test_a_change_of_just_the_meaningful_size_counts(threshold: float, verdict: str) -> None:
    assert compare(OLD, NEW, meaningful_change=threshold).loc["one", "verdict"] == verdict


def test_a_decline_is_the_mirror_of_an_improvement() -> None:
    down = compare({"answers": {**OLD["answers"], "a": 2, "b": 3}}, {"answers": {**NEW["answers"], "a": 1, "b": 2}})
    assert down.loc["one", "change"] == pytest.approx(-2 / 3)
    assert down.loc["one", "verdict"] == "declined"


def test_the_ceiling_is_flagged() -> None:
    top = {"answers": {"a": 4, "b": 4, "c": 4, "d": 4, "f": 4}}
    found = compare(top, {"answers": {"a": 4, "b": 4, "c2": 4, "d": 4, "e": 1}})
    assert found.loc["one", ["verdict", "reason"]].tolist() == ["no_clear_change", "ceiling"]


@pytest.mark.parametrize(("best", "top", "bottom"), [("highest", 4, 1), ("lowest", 1, 4)])
def test_the_ceiling_is_the_best_end_of_its_scale(best: str, top: int, bottom: int) -> None:
    """Who stands at the best level both times cannot improve; who stands at the worst both times could have."""
    known = {"small/1": making.questionnaire({"one": ["a", "b"], "all": ["c"], "none": ["d"]}, best=best)}
    answers = {"a": top, "b": bottom, "c": top, "d": bottom}
    sheets = [{"period": period, "answers": answers} for period in ("y1", "y2")]
    schemes = dict.fromkeys(("y1", "y2"), making.scheme())
    given = making.responses(sheets)
    found = changes(given, score(given, known, schemes), known, dict.fromkeys(schemes, "small/1"), schemes)
    reasons = found.set_index("element")["reason"]
    assert reasons[["a", "b", "one"]].tolist() == ["ceiling", "", ""]
    assert reasons[["all", "none", "overall"]].tolist() == ["ceiling", "", ""]


def test_a_dimension_without_a_score_in_one_period_does_not_compare() -> None:
    found = compare(OLD, {"answers": {**NEW["answers"], "a": "", "b": "don't know"}})
    assert found.loc["one", ["verdict", "reason"]].tolist() == ["not_comparable", "insufficient"]


def test_a_period_compared_with_the_same_answers_gives_no_change() -> None:
    found = compare(OLD, {"answers": {"a": 1, "b": 2, "c2": 3, "d": 1, "e": 1}})
    compared = found[found["verdict"] != "not_comparable"]
    assert len(compared) == 5
    assert (compared["change"] == 0).all()


def test_versions_without_a_chain_of_mappings_do_not_compare() -> None:
    other = making.questionnaire({"one": ["a"]}, version="9")
    assert comparable_items(other, V2, KNOWN) == {}


def test_the_shipped_mapping_uses_every_relation_and_forty_four_items_compare() -> None:
    old, new = load_questionnaire("cssp-oca/1"), load_questionnaire("cssp-oca/2")
    check_mapping(new, old)
    mapping = new.structure.mapping
    assert mapping is not None
    used = {entry.relation for entry in mapping.changed} | {"equal"}
    assert used == {"equal", "equivalent", "narrower", "wider", "new", "dropped"}
    assert all(entry.reason for entry in mapping.changed)
    assert len(comparable_items(old, new, {one.ref: one for one in (old, new)})) == 41 + 3
    assert (len(old.items), len(new.items)) == (52, 60)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({**MAPPING, "equal": ["a"]}, "says nothing about b"),
        ({**MAPPING, "equal": ["a", "b", "c2"]}, "equal needs the item in both versions"),
        (
            {**MAPPING, "changed": [*MAPPING["changed"], {"item": "z", "relation": "new", "reason": "-"}]},
            "no such item",
        ),
        (
            {**MAPPING, "changed": [*MAPPING["changed"], {"item": "e", "relation": "new", "reason": "-"}]},
            "mapped twice",
        ),
    ],
)
def test_a_mapping_that_leaves_something_open_is_refused(wrong: dict[str, Any], says: str) -> None:
    later = making.questionnaire({"one": ["a", "b", "c2"], "two": ["d", "e"]}, version="2", mapping=wrong)
    with pytest.raises(InputError, match=says):
        check_mapping(later, V1)


def between(
    first: Sequence[Mapping[str, Any]],
    second: Sequence[Mapping[str, Any]],
    forms: Mapping[str, Any],
    schemes: Mapping[str, Any],
) -> pd.DataFrame:
    """Return the changes of one organization from y1 to y2, each a list of sheets, by element."""
    refs = dict(zip(("y1", "y2"), list(forms) * (2 if len(forms) == 1 else 1), strict=True))
    given = making.responses(
        [
            {"period": period, "questionnaire": refs[period], **sheet}
            for period, sheets in (("y1", first), ("y2", second))
            for sheet in sheets
        ]
    )
    return changes(given, score(given, forms, schemes), forms, refs, schemes).set_index("element")


def test_a_change_of_the_rule_for_several_respondents_is_no_change_of_the_organization() -> None:
    """1, 4, 4, 4 has the mean 3.25 and the median 4; both periods are scored by the later scheme, at every step."""
    ratings = [
        {"score_type": "individual", "respondent": f"r{n}", "answers": {"a": level}}
        for n, level in enumerate((1, 4, 4, 4))
    ]
    schemes = {"y1": making.scheme(respondents="mean"), "y2": making.scheme(respondents="median")}
    found = between(ratings, ratings, {"small/1": making.questionnaire({"one": ["a"]})}, schemes)
    assert found[["from_score", "to_score", "change"]].drop_duplicates().to_numpy().tolist() == [[4.0, 4.0, 0.0]]
    back = {"y1": schemes["y2"], "y2": schemes["y1"]}
    found = between(ratings, ratings, {"small/1": making.questionnaire({"one": ["a"]})}, back)
    assert found[["from_score", "to_score", "change"]].drop_duplicates().to_numpy().tolist() == [[3.25, 3.25, 0.0]]


def test_a_gate_that_asks_for_an_item_which_does_not_compare_asks_nothing() -> None:
    """A reaches 4 only with b at 2; version 2 drops b. a was answered 4 both times, so nothing changed."""
    later = making.questionnaire(
        {"one": ["a"]},
        version="2",
        mapping={"from": "1", "equal": ["a"], "changed": [{"relation": "dropped", "was": ["b"], "reason": "-"}]},
    )
    gated = making.scheme(gates=[{"element": "a", "level": 3, "needs": {"b": 2}}])
    forms = {"small/1": making.questionnaire({"one": ["a", "b"]}), "small/2": later}
    found = between(
        [{"answers": {"a": 4, "b": 1}}], [{"answers": {"a": 4}}], forms, {"y1": gated, "y2": making.scheme()}
    )
    assert found.loc["a", ["from_score", "to_score", "verdict"]].tolist() == [4.0, 4.0, "no_clear_change"]


def test_a_gate_of_the_later_scheme_holds_in_both_periods_where_its_items_compare() -> None:
    """The later scheme gates a by b; b rose from 1 to 2, so a may count fully only in the later period."""
    gated = making.scheme(gates=[{"element": "a", "level": 3, "needs": {"b": 2}}])
    found = between(
        [{"answers": {"a": 4, "b": 1}}],
        [{"answers": {"a": 4, "b": 2}}],
        {"small/1": making.questionnaire({"one": ["a", "b"]})},
        {"y1": making.scheme(), "y2": gated},
    )
    assert found.loc["a", ["from_score", "to_score", "verdict"]].tolist() == [2.0, 4.0, "improved"]


def test_what_has_no_weight_left_to_compare_is_not_comparable() -> None:
    """Only b, of weight 0, is answered in both years: there are no scores, so there is no verdict on them."""
    scheme = making.scheme(coverage={"items": 0.6}, weights={"items": {"b": 0}})
    found = between(
        [{"answers": {"a": 3, "b": 2, "c": ""}}],
        [{"answers": {"a": "N/A", "b": 2, "c": 4}}],
        {"small/1": making.questionnaire({"one": ["a", "b", "c"]})},
        {"y1": scheme, "y2": scheme},
    )
    rows = found.loc[["one", "overall"]]
    assert rows["verdict"].tolist() == ["not_comparable"] * 2
    assert rows["from_score"].isna().all()
    assert rows["change"].isna().all()


def test_answers_given_crosswise_compare_nothing_however_little_a_scheme_asks_for() -> None:
    scheme = making.scheme(min_common=0, coverage={"items": 0.5})
    found = between(
        [{"answers": {"a": 3, "b": ""}}],
        [{"answers": {"a": "", "b": 3}}],
        {"small/1": making.questionnaire({"one": ["a", "b"]})},
        {"y1": scheme, "y2": scheme},
    )
    assert found.loc["one", ["verdict", "reason", "compared", "of"]].tolist() == ["not_comparable", "items", 0, 2]


def test_what_never_applied_is_not_said_to_have_too_few_answers() -> None:
    found = between(
        [{"answers": {"a": "N/A", "b": 3}}],
        [{"answers": {"a": "N/A", "b": 3}}],
        {"small/1": making.questionnaire({"one": ["a"], "two": ["b"]})},
        dict.fromkeys(("y1", "y2"), making.scheme()),
    )
    assert found.loc[["a", "one"], "reason"].tolist() == ["not_applicable"] * 2
    found = between(
        [{"answers": {"a": "", "b": 3}}],
        [{"answers": {"a": 2, "b": 3}}],
        {"small/1": making.questionnaire({"one": ["a"], "two": ["b"]})},
        dict.fromkeys(("y1", "y2"), making.scheme()),
    )
    assert found.loc[["a", "one"], "reason"].tolist() == ["insufficient"] * 2


def test_no_change_without_two_scores_has_a_verdict_whatever_was_answered() -> None:
    random = Random(7)  # noqa: S311 - a seeded test
    levels = [1, 2, 3, 4, "", "N/A", "don't know"]
    items = ["a", "b", "c", "d", "e"]
    form = {"small/1": making.questionnaire({"one": items[:2], "two": {"three": items[2:4], "four": items[4:]}})}
    for _ in range(40):
        scheme = making.scheme(
            min_common=random.choice([0, 0.5, 1]),
            coverage={"items": random.choice([0.1, 0.5, 1])},
            weights={"items": {random.choice(items): 0}},
            dimension=random.choice(["mean", "median", "minimum"]),
        )
        sheets = [{"answers": {item: random.choice(levels) for item in items}} for _ in range(2)]
        found = between(sheets[:1], sheets[1:], form, dict.fromkeys(("y1", "y2"), scheme))
        compares = found["verdict"] != "not_comparable"
        assert found.loc[compares, ["from_score", "to_score", "change"]].notna().all(axis=None)
        assert (found.loc[~compares, "reason"] != "").all()


@pytest.mark.parametrize("overall", ["items", "dimensions"])
@pytest.mark.parametrize(("rule", "before", "after"), [("mean", 1.0, 2.0), ("sum", 3.0, 6.0)])
def test_the_overall_change_leaves_out_a_dimension_of_which_too_little_compares(
    overall: str, rule: str, before: float, after: float
) -> None:
    """All of `one` compares and rises by 1; of `two` only d does, 1 of 3, and rises by 3, which is not counted."""
    first = {"a": 1, "b": 1, "c": 1, "d": 1, "e": "N/A", "f": "N/A"}
    second = {"a": 2, "b": 2, "c": 2, "d": 4, "e": 4, "f": 4}
    scheme = making.scheme(overall=overall, dimension=rule)
    found = between(
        [{"answers": first}],
        [{"answers": second}],
        {"small/1": making.questionnaire({"one": ["a", "b", "c"], "two": ["d", "e", "f"]})},
        dict.fromkeys(("y1", "y2"), scheme),
    )
    assert found.loc["two", ["verdict", "reason", "compared", "of"]].tolist() == ["not_comparable", "items", 1, 3]
    assert found.loc["overall", ["from_score", "to_score", "compared", "of"]].tolist() == [before, after, 3, 6]


@pytest.mark.parametrize("element", ["a", "one"])
@pytest.mark.parametrize("status", ["new", "blank before"])
def test_a_gate_of_the_later_scheme_asks_nothing_of_an_item_that_does_not_compare(element: str, status: str) -> None:
    """B is new, or was left blank; it is 1 where level 3 needs 2. The score of y2 is held at 2, its change is not."""
    first, later = making.questionnaire({"one": ["a"]}), making.questionnaire({"one": ["a"], "two": ["b"]})
    answers: dict[str, Any] = {"a": 4}
    if status == "new":
        mapping = {"from": "1", "equal": ["a"], "changed": [{"item": "b", "relation": "new", "reason": "-"}]}
        later = making.questionnaire({"one": ["a"], "two": ["b"]}, version="2", mapping=mapping)
    else:
        first, answers = later, {"a": 4, "b": ""}
    gated = making.scheme(gates=[{"element": element, "level": 3, "needs": {"b": 2}}])
    forms = {first.ref: first, later.ref: later}
    found = between(
        [{"answers": answers}], [{"answers": {"a": 4, "b": 1}}], forms, {"y1": making.scheme(), "y2": gated}
    )
    assert found.loc[["a", "one"], "verdict"].tolist() == ["no_clear_change"] * 2
    assert found.loc[["a", "one"], ["from_score", "to_score"]].to_numpy().tolist() == [[4.0, 4.0]] * 2


def test_an_earlier_period_is_scored_again_for_each_later_one_by_that_ones_rules() -> None:
    """Levels 1, 4, 4 and a blank: mean 3 and median 4, from 3 of 4 people, which a coverage of 0.8 does not take."""
    form = {"small/1": making.questionnaire({"one": ["a"]})}
    given = making.responses(
        [
            {"period": period, "score_type": "individual", "respondent": f"r{n}", "answers": {"a": level}}
            for period, levels in (
                ("y1", (1, 4, 4, "")),
                ("y2", (4, 4, 4, 4)),
                ("y3", (4, 4, 4, 4)),
                ("y4", (4, 4, 4, 4)),
            )
            for n, level in enumerate(levels)
        ]
    )
    schemes = {
        "y1": making.scheme(),
        "y2": making.scheme(respondents="mean"),
        "y3": making.scheme(respondents="median"),
        "y4": making.scheme(respondents="median", coverage={"respondents": 0.8}),
    }
    found = changes(given, score(given, form, schemes), form, dict.fromkeys(schemes, "small/1"), schemes)
    rows = found[(found["from_period"] == "y1") & (found["element"] == "a")].set_index("to_period")
    assert rows["from_score"].tolist() == [3.0, 4.0, pytest.approx(math.nan, nan_ok=True)]
    assert rows["verdict"].tolist() == ["improved", "no_clear_change", "not_comparable"]


def test_an_item_without_a_score_in_its_own_period_does_not_compare_though_the_later_scheme_would_give_it_one() -> None:
    """Of two people one answered a: too few by the first scheme, which asks for all, and enough by the second."""
    form = making.questionnaire({"one": ["a", "b", "c"]})
    rows = [
        {"period": period, "score_type": "individual", "respondent": who, "answers": {"a": a, "b": 2, "c": 2}}
        for period in ("y1", "y2")
        for who, a in (("r1", 1 if period == "y1" else 4), ("r2", "" if period == "y1" else 4))
    ]
    strict, lenient = (making.scheme(coverage={"respondents": share, "items": 0.5}) for share in (1, 0.1))
    schemes = {"y1": strict, "y2": lenient}
    given = making.responses(rows)
    scores = score(given, {"small/1": form}, schemes)
    printed = scores.set_index(["period", "element"])
    found = changes(given, scores, {"small/1": form}, dict.fromkeys(schemes, "small/1"), schemes).set_index("element")
    assert printed.loc[("y1", "a"), "status"] == "insufficient"
    assert found.loc["a", ["verdict", "reason", "compared"]].tolist() == ["not_comparable", "insufficient", 0]
    assert math.isnan(found.loc["a", "change"])
    assert found.loc["one", ["change", "compared", "of"]].tolist() == [0, 2, 3]
