"""Disclosure control: who may see what, and whether subtraction gives it back."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.comparison.groups import compare
from oca.disclosure.suppression import Disclosed, MaskKind, disclose, find_mask, finest_level
from oca.tables import COMPARISON
from tests import handmade

SIZES = {"arts": 2, "books": 3, "coal": 6, "dance": 5, "earth": 7}
"""Organizations in each sector: 23."""

PERIODS = ["y1", "y2"]


def members(sizes: dict[str, int]) -> dict[str, str]:
    """Return sector: ids of its organizations."""
    return {sector: " ".join(f"{sector}-{n}" for n in range(size)) for sector, size in sizes.items()}


def tables(sizes: dict[str, int], without: tuple[str, ...] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return COMPARISON of cohort and sectors; organizations in `without` have no finance score in y2."""
    everyone = [one for group in members(sizes).values() for one in group.split()]
    values = {one: 1 + (nth * 37 % 300) / 100 for nth, one in enumerate(everyone)}
    scores = handmade.scores(
        {
            (period, one): {
                "overall": values[one],
                "finance": "insufficient" if period == "y2" and one in without else values[one],
            }
            for period in PERIODS
            for one in everyone
        }
    )
    changes = handmade.changes(
        {("y1", "y2", one): {"overall": (-1) ** nth * 0.6, "finance": 0.1} for nth, one in enumerate(everyone)}
    )
    register = handmade.register(**members(sizes))
    return tuple(compare(scores, changes, register, by=by, periods=PERIODS) for by in ("cohort", "sector"))  # type: ignore[return-value]


def shown_groups(done: Disclosed) -> set[str]:
    """Return the groups of which any mean is shown."""
    means = done.groups[(done.groups["statistic"] == "mean") & ~done.groups["suppressed"]]
    return set(means["group"])


def test_internal_sees_everything() -> None:
    cohort, sectors = tables(SIZES)
    done = disclose(cohort, sectors, 1)
    pd.testing.assert_frame_equal(done.groups, sectors)
    assert not done.mask.hidden


def test_small_groups_are_hidden_with_all_their_statistics() -> None:
    """Two sectors, of 2 and 3, are under the threshold of 5 and make 5 together: no other needs to be hidden."""
    done = disclose(*tables(SIZES), 5)
    assert done.mask.hidden == {"arts", "books"}
    assert shown_groups(done) == {"coal", "dance", "earth"}
    hidden = done.groups[done.groups["group"].isin(done.mask.hidden)]
    assert hidden["suppressed"].all()
    assert hidden["value"].isna().all()
    assert (hidden["organizations"] == -1).all()


def test_a_single_hidden_group_takes_the_next_smallest_with_it() -> None:
    """The cohort minus all others would be the hidden group."""
    done = disclose(*tables({"arts": 2, "coal": 6, "dance": 5, "earth": 7}), 5)
    assert done.mask.hidden == {"arts", "dance"}
    assert done.mask.small == {"arts"}


def test_hidden_groups_that_are_too_few_together_take_another_with_them() -> None:
    """2 + 2 organizations are fewer than 5."""
    done = disclose(*tables({"arts": 2, "books": 2, "coal": 6, "earth": 7}), 5)
    assert done.mask.hidden == {"arts", "books", "coal"}


def test_one_mask_holds_for_all_periods_and_dimensions() -> None:
    """Dance has 5 organizations, but only 4 finance scores in y2: it is hidden everywhere, in y1 as well."""
    done = disclose(*tables(SIZES, without=("dance-0",)), 5)
    assert done.mask.hidden == {"arts", "books", "dance"}
    assert "dance" not in done.mask.small
    assert shown_groups(done) == {"coal", "earth"}


def test_a_cell_in_which_the_whole_cohort_is_too_small_is_hidden_for_all() -> None:
    few = tuple(f"{sector}-{n}" for sector, size in SIZES.items() for n in range(size))[:-4]
    done = disclose(*tables(SIZES, without=few), 5)
    for table in (done.cohort, done.groups):
        cell = table[(table["period"] == "y2") & (table["element"] == "finance") & (table["statistic"] == "mean")]
        assert cell["suppressed"].all()
    assert shown_groups(done) == {"coal", "dance", "earth"}


def test_lowest_and_highest_values_are_internal() -> None:
    done = disclose(*tables(SIZES), 5)
    for table in (done.cohort, done.groups):
        assert table.loc[table["statistic"].isin(["minimum", "maximum"]), "suppressed"].all()


def hidden_cells(done: Disclosed, period: str, element: str) -> set[str]:
    """Return the groups of which the scores of an element are hidden in a period."""
    return {cell[0] for cell in done.mask.cells if (cell[1], cell[3], cell[4]) == (period, element, "mean")}


def test_a_group_that_is_empty_in_a_cell_takes_no_other_with_it() -> None:
    """Nobody of arts has a finance score in y2: there is nothing to work out by subtraction, so books stay open."""
    sizes = {"arts": 5, "books": 6, "coal": 7}
    done = disclose(*tables(sizes, without=tuple(members(sizes)["arts"].split())), 5, kind="cells")
    assert hidden_cells(done, "y2", "finance") == {"arts"}
    assert hidden_cells(done, "y1", "finance") == set()


def test_a_group_of_one_takes_the_next_smallest_with_it_cell_by_cell() -> None:
    done = disclose(*tables({"arts": 1, "books": 6, "coal": 7}), 5, kind="cells")
    assert hidden_cells(done, "y1", "overall") == {"arts", "books"}


@pytest.mark.parametrize("kind", ["cells", "whole"])
def test_a_hidden_cell_is_called_few_only_where_fewer_than_the_threshold_contribute(kind: MaskKind) -> None:
    """Two of arts are fewer than 5; books are hidden to cover them, and are 5, of which "<5" would be untrue."""
    done = disclose(*tables({"arts": 2, "books": 5, "coal": 7}), 5, kind=kind)
    assert hidden_cells(done, "y1", "overall") == {"arts", "books"}
    few = {group: done.mask.is_few(group, "y1", ("overall", "overall"), "mean") for group in ("arts", "books", "coal")}
    assert few == {"arts": True, "books": False, "coal": False}


def test_medians_need_ten_organizations_and_spreads_are_internal() -> None:
    done = disclose(*tables({"coal": 6, "earth": 10}), 5)
    medians = done.groups[done.groups["statistic"] == "median"]
    assert medians.loc[medians["group"] == "coal", "suppressed"].all()
    assert not medians.loc[medians["group"] == "earth", "suppressed"].any()
    spread = done.groups[done.groups["statistic"].isin(["sd", "lower_quartile", "upper_quartile"])]
    assert spread["suppressed"].all()


def test_shares_of_nought_or_all_are_hidden_under_ten_in_all_groups_of_the_cell() -> None:
    """No finance change is clear: 100 % in each sector. Overall, 3 of 6 improved and 3 declined: nobody in between."""
    done = disclose(*tables({"coal": 6, "earth": 12}), 5)
    shares = done.groups[done.groups["statistic"].str.startswith("share_") & (done.groups["period"] == "y2")]
    assert shares["suppressed"].all()
    cohort = done.cohort[done.cohort["statistic"].str.startswith("share_") & (done.cohort["period"] == "y2")]
    assert not cohort["suppressed"].any()


def test_what_is_shown_carries_one_decimal_and_no_more() -> None:
    done = disclose(*tables(SIZES), 5)
    shown = done.groups[(done.groups["statistic"] == "mean") & ~done.groups["suppressed"]]
    assert (shown["value"] * 10 - (shown["value"] * 10).round()).abs().max() < 1e-9


def test_disclosed_tables_keep_the_contract_and_inputs_are_never_changed() -> None:
    cohort, sectors = tables(SIZES)
    copies = cohort.copy(), sectors.copy()
    done = disclose(cohort, sectors, 5)
    COMPARISON.check(done.cohort)
    COMPARISON.check(done.groups)
    pd.testing.assert_frame_equal(cohort, copies[0])
    pd.testing.assert_frame_equal(sectors, copies[1])


def test_the_finest_level_that_passes_is_proposed() -> None:
    cohort, sectors = tables(SIZES)
    _, passing = tables({"coal": 6, "earth": 17})
    assert finest_level(cohort, {"sector": sectors, "cluster": passing}, 5) == "cluster"
    assert finest_level(cohort, {"sector": sectors}, 5) == "cohort"
    assert finest_level(cohort, {"sector": sectors}, 1) == "sector"


counts = st.lists(st.lists(st.integers(0, 8), min_size=2, max_size=2), min_size=1, max_size=6)


@settings(deadline=None)
@given(counts, st.integers(3, 6))
def test_the_cohort_minus_the_shown_groups_is_never_a_small_group(sizes: list[list[int]], threshold: int) -> None:
    """For any numbers of contributing organizations in two cells, and any combination of shown groups."""
    cells = list(product(["y1", "y2"], ["overall"]))
    groups = COMPARISON.frame(
        ("sector", f"g{nth}", period, "overall", element, "mean", 2.0, size[at], False)
        for nth, size in enumerate(sizes)
        for at, (period, element) in enumerate(cells)
    )
    totals = [sum(size[at] for size in sizes) for at in range(len(cells))]
    cohort = COMPARISON.frame(
        ("cohort", "cohort", period, "overall", element, "mean", 2.0, totals[at], False)
        for at, (period, element) in enumerate(cells)
    )
    mask = find_mask(cohort, groups, threshold)
    contributing = [(f"g{nth}", size) for nth, size in enumerate(sizes)]
    for at, total in enumerate(totals):
        if total < threshold:
            continue
        shown = {name: size[at] for name, size in contributing if name not in mask.hidden}
        open_cells = [i for i, t in enumerate(totals) if t >= threshold]
        filled = {name: n for name, n in shown.items() if any(dict(contributing)[name][i] for i in open_cells)}
        assert all(n >= threshold for n in filled.values())
        rest = total - sum(shown.values())
        assert rest == 0 or rest >= threshold
        assert len(mask.hidden) != 1 or len(filled) == 0


@pytest.mark.parametrize("threshold", [4, 5])
def test_subtracting_shown_sectors_from_the_total_gives_no_small_remainder(threshold: int) -> None:
    done = disclose(*tables(SIZES), threshold)
    keys = ["period", "element", "statistic"]
    sums = ["mean", "change_mean", "previous_change_mean"]
    total = done.cohort[done.cohort["statistic"].isin(sums) & ~done.cohort["suppressed"]]
    shown = done.groups[done.groups["statistic"].isin(sums) & ~done.groups["suppressed"]]
    rest = total.set_index(keys)["organizations"] - shown.groupby(keys)["organizations"].sum()
    assert ((rest == 0) | (rest >= threshold)).all()
