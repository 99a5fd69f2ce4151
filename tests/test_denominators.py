"""An organization whose scores do not compare stands in no denominator of change, in none of the tables."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pandas as pd
import pytest

from oca.change.cohort import cohort, left_out, shares
from oca.change.indicators import Round, indicators
from oca.change.organization import changes
from oca.comparison.groups import compare
from oca.scoring.scores import score
from tests import handmade, making

PERIODS = ["y1", "y2"]

Answers = Mapping[str, Sequence[Any]]
"""The answers of each organization to a, b and c."""

ABC = {"one": ["a", "b", "c"]}


class Tables:
    """Every table that counts changes, made from the answers of two periods."""

    def __init__(self, first: Answers, second: Answers, dimensions: Mapping[str, Any], **scheme: Any) -> None:
        form = {"small/1": making.questionnaire(dimensions)}
        items = form["small/1"].item_ids
        made = making.responses(
            [
                {"organization": who, "period": period, "answers": dict(zip(items, given, strict=True))}
                for period, answers in (("y1", first), ("y2", second))
                for who, given in answers.items()
            ]
        )
        schemes, refs = dict.fromkeys(PERIODS, making.scheme(**scheme)), dict.fromkeys(PERIODS, "small/1")
        self.register = handmade.register(arts=" ".join(dict.fromkeys([*first, *second])))
        self.scores = score(made, form, schemes)
        self.changes = changes(made, self.scores, form, refs, schemes)
        self.cohort = cohort(self.scores, self.changes, periods=PERIODS)
        self.shares = shares(self.cohort)

    def comparison(self, element: str) -> dict[str, tuple[float, int]]:
        """Return value and number of organizations of each statistic of an element in y2."""
        table = compare(self.scores, self.changes, self.register, by="cohort", periods=PERIODS)
        rows = table[(table["period"] == "y2") & (table["element"] == element)]
        return {row.statistic: (row.value, row.organizations) for row in rows.itertuples()}

    def indicators(self) -> pd.DataFrame:
        """Return the indicators of y2, by id, since the first assessment."""
        dates = {"y1": datetime.date(2024, 5, 1), "y2": datetime.date(2025, 5, 1)}
        rounds = {period: Round(date, ("starting", "leading")) for period, date in dates.items()}
        table = indicators(self.scores, self.changes, self.register, rounds=rounds)
        rows = table[(table["period"] == "y2") & (table["since"] == "baseline")]
        return rows.drop_duplicates("id").set_index("id")


WEIGHTLESS = {"coverage": {"items": 0.6}, "weights": {"items": {"b": 0}}}
"""The only item that both periods answer counts for nothing."""

CROSSWISE = {"min_common": 0, "coverage": {"items": 0.3}}
"""No item is answered in both periods, and the scheme asks for none."""


@pytest.mark.parametrize(
    ("first", "second", "scheme"),
    [((3, 2, ""), ("N/A", 2, 4), WEIGHTLESS), ((3, "", 2), ("", 3, ""), CROSSWISE)],
    ids=["no weight is left", "crosswise"],
)
def test_what_compares_for_nobody_is_counted_as_not_comparable_and_nowhere_else(
    first: Sequence[Any], second: Sequence[Any], scheme: dict[str, Any]
) -> None:
    """Zora rises from 1 to 2 in all items; Most has no two scores."""
    tables = Tables({"zora": (1, 1, 1), "most": first}, {"zora": (2, 2, 2), "most": second}, ABC, **scheme)
    for element in ("one", "overall"):
        row = tables.cohort[(tables.cohort["element"] == element) & (tables.cohort["since"] == "first")].iloc[0]
        assert row[["organizations", "of", "improved", "no_clear_change", "declined", "not_comparable"]].tolist() == [
            1,
            2,
            1,
            0,
            0,
            1,
        ]
        assert row[["mean_before", "mean_after", "mean_change"]].tolist() == [1.0, 2.0, 1.0]
        own = tables.shares[(tables.shares["element"] == element) & (tables.shares["since"] == "first")]
        found = own.set_index("outcome")[["numerator", "denominator"]].T.to_dict("list")
        assert (found["any_improvement"], found["no_clear_change"]) == ([1, 1], [0, 1])
        assert found["not_comparable"] == [1, 2]
        compared = tables.comparison(element)
        assert (compared["change_mean"], compared["share_improved"]) == ((1.0, 1), (1.0, 1))
        assert (compared["share_no_clear_change"], compared["not_comparable"]) == ((0.0, 1), (1.0, 2))
    found = tables.indicators()[["numerator", "denominator"]].T.to_dict("list")
    for name in (
        "improved_overall",
        "improved_any_dimension",
        "improved_half_of_dimensions",
        "improved_in_fiscal_year",
    ):
        assert found[name] == [1, 1], name
    out = left_out(tables.scores, tables.changes, periods=PERIODS)
    assert set(zip(out["organization"], out["element"], strict=True)) == {("most", "one"), ("most", "overall")}
    assert (out["reason"] != "").all()


def test_the_counts_of_every_table_are_those_of_the_changes_with_two_scores() -> None:
    random = Random(5)  # noqa: S311 - a seeded test
    dimensions = {"one": ["a", "b"], "two": {"three": ["c", "d"], "four": ["e"]}}
    states = [1, 2, 3, 4, 4, "", "N/A", "don't know"]
    for _ in range(4):
        first, second = ({f"o{n}": [random.choice(states) for _ in "abcde"] for n in range(7)} for _ in PERIODS)
        tables = Tables(
            first,
            second,
            dimensions,
            min_common=random.choice([0, 0.5]),
            coverage={"items": random.choice([0.3, 0.5]), "subdimensions": 0.5, "dimensions": 0.5},
            weights={"items": {random.choice("abcde"): 0}},
        )
        scored = tables.changes[tables.changes[["from_score", "to_score"]].notna().all(axis=1)]
        counted = scored.groupby("element")["organization"].nunique()
        for row in tables.cohort[tables.cohort["since"] == "first"].itertuples():
            assert row.organizations == counted.get(row.element, 0)
            outcomes = row.improved + row.reliably_improved + row.no_clear_change + row.declined
            assert (outcomes, outcomes + row.not_comparable) == (row.organizations, row.of)
            assert tables.comparison(row.element)["change_mean"][1] == row.organizations
        found = tables.indicators()
        assert found.loc["improved_overall", "denominator"] == counted.get("overall", 0)
        dimension = scored[scored["kind"] == "dimension"]
        assert found.loc["improved_any_dimension", "denominator"] == dimension["organization"].nunique()
