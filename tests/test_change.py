"""Change of one organization: comparable items only, k of K carried, reasons given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from oca.analysis.change import changes
from oca.analysis.scoring import score
from oca.errors import InputError
from oca.instrument.reading import load_questionnaire
from oca.instrument.versions import check_mapping, comparable_items
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
    scores = score(making.responses(sheets), KNOWN, schemes)
    return changes(scores, KNOWN, {"y1": "small/1", "y2": "small/2"}, schemes).set_index("element")


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
