"""How the register makes groups."""

from __future__ import annotations

import pandas as pd
import pytest

from oca.comparison.grouping import grouping
from oca.errors import UsageError

REGISTER = pd.DataFrame(
    {
        "organization": ["a", "b", "c", "d", "e"],
        "entity": ["FBiH", "fbih ", "RS", "", "FBiH"],
        "size": ["small", "small", "large", "large", "=cmd()"],
    },
    dtype="str",
)


def test_values_that_differ_by_case_or_spaces_are_one_group_named_as_most_have_it() -> None:
    made = grouping(REGISTER, "entity")
    assert made.members() == {"": 1, "FBiH": 3, "RS": 1}
    assert made.merged == (("FBiH", "fbih"),)
    assert made.empty == ("d",)


def test_two_columns_are_crossed_and_half_an_answer_is_none() -> None:
    made = grouping(REGISTER, ["entity", "size"])
    assert made.name == "entity x size"
    assert made.ids() == {"": ["d"], "FBiH × =cmd()": ["e"], "FBiH × small": ["a", "b"], "RS × large": ["c"]}
    assert grouping(REGISTER, "entity x size").groups == made.groups


def test_a_value_that_looks_like_a_formula_stays_text() -> None:
    assert grouping(REGISTER, "size").groups == ("=cmd()", "large", "small")


@pytest.mark.parametrize("by", [["entity", "entity"], ["entity", "size", "organization"]])
def test_one_column_twice_or_three_columns_are_refused(by: list[str]) -> None:
    with pytest.raises(UsageError, match="one column of the register"):
        grouping(REGISTER, by)


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UsageError, match="no column colour"):
        grouping(REGISTER, "colour")
