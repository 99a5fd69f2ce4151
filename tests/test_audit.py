"""The audit by attack: what published figures give away, against attacks that are worked by hand or done at length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.comparison.grouping import grouping
from oca.comparison.groups import compare, entering_types
from oca.disclosure.attack import Atoms, intervals, without
from oca.disclosure.audit import Audit, audit
from oca.disclosure.constraints import Published, evidence
from oca.disclosure.suppression import disclose
from oca.disclosure.unknowns import ScoreRange, Unknowns, unknowns
from oca.tables import COMPARISON
from tests import handmade

OVERALL = ("overall", "overall")
SCALES = {OVERALL: ScoreRange(1.0, 4.0)}
Figure = tuple[str, str, str, str, float, int]
"""by, group, period, statistic, value, organizations."""


def figures(*rows: Figure) -> pd.DataFrame:
    return COMPARISON.frame(
        (by, group, when, *OVERALL, what, value, n, False) for by, group, when, what, value, n in rows
    )


class Project:
    """Scores of organizations by period, and the sector of each."""

    def __init__(self, sectors: Mapping[str, Sequence[str]], **periods: Mapping[str, float]) -> None:
        self.register = handmade.register(**{sector: " ".join(ids) for sector, ids in sectors.items()})
        self.ids = list(self.register["organization"])
        self.periods = list(periods)
        self.scores = handmade.scores(
            {(period, one): {"overall": score} for period, held in periods.items() for one, score in held.items()}
        )
        pairs = [(a, b) for a in self.periods for b in self.periods if a < b]
        self.changes = handmade.changes(
            {
                (a, b, one): {"overall": round(periods[b][one] - periods[a][one], 9)}
                for a, b in pairs
                for one in self.ids
                if one in periods[a] and one in periods[b]
            }
        )
        self.groups = {
            (way.name, name): way.codes == code
            for way in (grouping(self.register, "cohort"), grouping(self.register, "sector"))
            for code, name in enumerate(way.groups)
        }

    def audit(self, *published: pd.DataFrame | Published, insiders: int = 1, digits: int = 1) -> Audit:
        """Attack what is published together."""
        held = [one if isinstance(one, Published) else Published(one, self.groups, digits) for one in published]
        return audit(
            held,
            self.scores,
            self.changes,
            self.ids,
            periods=self.periods,
            score_types=entering_types(self.scores),
            scales=SCALES,
            insiders=insiders,
        )

    def compare(self, by: str, levels: Sequence[float] = ()) -> pd.DataFrame:
        """Compare by one column."""
        return compare(self.scores, self.changes, self.register, by=by, periods=self.periods, levels=levels)

    def unknowns(self) -> Unknowns:
        """Return the unknowns of the overall score."""
        return next(
            unknowns(
                self.scores,
                self.changes,
                self.ids,
                periods=self.periods,
                score_types=entering_types(self.scores),
                scales=SCALES,
            )
        )


SIX = {"a": 2.0, "b": 3.0, "c": 2.5, "d": 1.5, "e": 3.5, "f": 2.5}
"""Sum 15, mean 2.5."""


def test_the_mean_of_six_in_the_middle_of_the_scale_gives_nobody_away() -> None:
    project = Project({"arts": list(SIX)}, y1=SIX)
    found = project.audit(figures(("cohort", "cohort", "y1", "mean", 2.5, 6)))
    assert found.passed
    assert found.insiders == 6


def test_a_mean_near_the_end_of_the_scale_gives_everybody_away() -> None:
    """Six organizations with a mean of 1.0, rounded: together they lie at most 0.3 above 6, so each at most at 1.3."""
    project = Project({"arts": list(SIX)}, y1=dict.fromkeys(SIX, 1.0))
    found = project.audit(figures(("cohort", "cohort", "y1", "mean", 1.0, 6)), insiders=0)
    assert not found.passed
    assert found.narrow[0].width == pytest.approx(0.3)


def test_an_insider_sees_through_a_group_of_two() -> None:
    """2 x 2.0 minus its own 2.2 leaves 1.8, give or take the rounding of 2 x 0.05 either way: 0.2 wide."""
    project = Project({"arts": ["a", "b"]}, y1={"a": 2.2, "b": 1.8})
    mean = figures(("sector", "arts", "y1", "mean", 2.0, 2))
    assert project.audit(mean, insiders=0).passed
    found = project.audit(mean)
    assert found.narrow[0].width == pytest.approx(0.2)
    assert found.narrow[0].groups == (("sector", "arts"),)


def test_two_insiders_see_through_a_group_of_three() -> None:
    """What 3 x 2.0 leaves without two known scores is 0.3 wide: three roundings of a tenth."""
    project = Project({"arts": ["a", "b", "c"]}, y1={"a": 2.2, "b": 1.8, "c": 2.0})
    mean = figures(("sector", "arts", "y1", "mean", 2.0, 3))
    assert project.audit(mean).passed
    assert project.audit(mean, insiders=2).narrow[0].width == pytest.approx(0.3)


def test_the_cohort_minus_a_group_gives_the_rest_away() -> None:
    """Six sum to 15 and five of them to 11.5: f is 3.5, give or take 0.3 and 0.25: from 2.95 to 4."""
    scores = {**SIX, "f": 3.5, "e": 2.5}
    project = Project({"arts": list("abcde"), "books": ["f"]}, y1=scores)
    both = [("cohort", "cohort", "y1", "mean", 2.5, 6), ("sector", "arts", "y1", "mean", 2.3, 5)]
    found = project.audit(figures(*both), insiders=0)
    f = [one for one in found.narrow if ("sector", "arts") not in one.groups]
    assert found.passed
    assert not f
    hundredths = project.audit(figures(*both), insiders=0, digits=2)
    assert hundredths.narrow[0].width == pytest.approx(0.11)
    assert hundredths.narrow[0].groups == (("cohort", "cohort"),)


def test_an_earlier_export_with_one_organization_fewer_gives_the_new_one_away() -> None:
    """Means with two decimals: 6 x 0.005 + 5 x 0.005 either way, 0.11 wide."""
    project = Project({"arts": list(SIX)}, y1=SIX)
    now = figures(("cohort", "cohort", "y1", "mean", 2.5, 6))
    then = figures(("cohort", "cohort", "y1", "mean", 2.5, 5))
    missing = {("score", "y1", *OVERALL): np.array([one == "f" for one in project.ids])}
    earlier = Published(then, project.groups, 2, missing)
    assert project.audit(now, insiders=0, digits=2).passed
    found = project.audit(now, earlier, insiders=0, digits=2)
    assert found.narrow[0].width == pytest.approx(0.11)
    assert found.publications == 2


def test_an_earlier_figure_that_the_data_no_longer_give_is_left_out_and_counted() -> None:
    project = Project({"arts": list(SIX)}, y1=SIX)
    now = figures(("cohort", "cohort", "y1", "mean", 2.5, 6))
    wrong = figures(("cohort", "cohort", "y1", "mean", 1.1, 6))
    assert project.audit(now, wrong).unmatched == 1
    assert project.audit(now, wrong).passed


def test_a_figure_about_to_be_given_out_that_is_not_understood_proves_nothing() -> None:
    project = Project({"arts": list(SIX)}, y1=SIX)
    assert not project.audit(figures(("cohort", "cohort", "y1", "mean", 1.1, 6))).passed


def test_a_unanimous_share_puts_everybody_into_its_class() -> None:
    """All six reach 3: each lies between 3 and 4. Their mean of 3.1 leaves 6 x 0.15 at most above 3: 0.9 wide."""
    scores = dict.fromkeys(SIX, 3.1)
    project = Project({"arts": list(SIX)}, y1=scores)
    mean, share = (
        ("cohort", "cohort", "y1", what, value, 6) for what, value in (("mean", 3.1), ("share_reaching_3", 1.0))
    )
    assert project.audit(figures(mean), insiders=0).passed
    assert project.audit(figures(mean, share), insiders=0).narrow[0].width == pytest.approx(0.9)


def test_changes_between_periods_join_what_each_period_keeps_apart() -> None:
    """Where only f was there in y2 alone, the mean change of the others takes their y2 sum out of the y2 mean."""
    before = {one: SIX[one] for one in "abcde"}
    after = {**{one: round(score + 0.2, 1) for one, score in before.items()}, "f": 2.5}
    project = Project({"arts": list(SIX)}, y1=before, y2=after)
    apart = [("cohort", "cohort", "y1", "mean", 2.5, 5), ("cohort", "cohort", "y2", "mean", round(16.0 / 6, 3), 6)]
    change = ("cohort", "cohort", "y2", "change_mean", 0.2, 5)
    assert project.audit(figures(*apart), insiders=0, digits=3).passed
    assert not project.audit(figures(*apart, change), insiders=0, digits=3).passed


def test_an_odd_sized_median_bounds_how_many_lie_on_each_side() -> None:
    """Three values with a median of 1.0 and a mean of 1.0: each is held near the bottom by either."""
    scores = {"a": 1.0, "b": 1.0, "c": 4.0}
    project = Project({"arts": list(scores)}, y1=scores)
    median = figures(("cohort", "cohort", "y1", "median", 1.0, 3))
    assert project.audit(median, insiders=0).passed
    found = project.audit(median)
    assert found.passed is False
    assert found.narrow[0].width == pytest.approx(0.05)


def brute(project: Project, published: pd.DataFrame, insider: int, step: float = 0.5) -> dict[int, float]:
    """Return how far apart the values are that each other organization can have, over a grid of every combination."""
    unknown = project.unknowns()
    clues = evidence(unknown, [Published(published, project.groups)])
    grid = np.arange(1.0, 4.0 + step / 2, step)
    size = len(project.ids)
    choices = [
        grid if row != insider else unknown.values[[row], 0]  # noqa: PD011 - an array
        for row in range(size)
    ]
    every = np.array(list(product(*choices)))
    fits = np.ones(len(every), dtype=bool)
    for one in clues.known:
        rows = clues.members[one.cell].rows
        total = one.of(every[:, rows]).sum(axis=1)
        fits &= (total >= one.low - 1e-9) & (total <= one.high + 1e-9)
    return {row: float(np.ptp(every[fits][:, row])) for row in range(size) if row != insider}


halves = st.sampled_from([1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0])


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(st.lists(halves, min_size=5, max_size=5), st.integers(2, 4))
def test_no_grid_of_values_is_wider_than_what_the_programme_leaves(values: list[float], split: int) -> None:
    """Every combination of half levels that fits the published figures lies within the intervals that were found."""
    ids = list("abcde")
    project = Project({"arts": ids[:split], "books": ids[split:]}, y1=dict(zip(ids, values, strict=True)))
    published = pd.concat([project.compare("cohort", (2, 3, 4)), project.compare("sector")], ignore_index=True)
    published = published[published["value"].notna()].assign(value=lambda table: table["value"].round(6))
    published = published[published["statistic"].isin(["mean", "share_reaching_2", "share_reaching_3", "median"])]
    unknown = project.unknowns()
    clues = evidence(unknown, [Published(published, project.groups, 3)])
    wide = brute(project, published, 0)
    some, rest = without(unknown, clues, np.arange(1, 5))
    each = Atoms(np.arange(4), np.ones(4, dtype=np.intp), np.arange(4))
    left = intervals(some, rest, each).width[:, 0]
    for row, width in wide.items():
        assert left[row - 1] >= width - 1e-6


@pytest.mark.parametrize("enough", [np.inf, 1.0])
def test_of_what_no_figure_touches_all_that_is_possible_is_left_and_nothing_is_solved(enough: float) -> None:
    """Only the mean of arts is published: the scores of books can be anything from 1 to 4."""
    project = Project({"arts": list("abcd"), "books": list("ef")}, y1=SIX)
    mean = figures(("sector", "arts", "y1", "mean", 2.25, 4))
    clues = evidence(project.unknowns(), [Published(mean, project.groups, 2)])
    each = Atoms(np.arange(6), np.ones(6, dtype=np.intp), np.arange(6))
    books = np.arange(6) >= 4
    found = intervals(project.unknowns(), clues, each, enough=enough, wanted=books[:, None])
    assert found.low[:, 0].tolist() == pytest.approx([np.nan] * 4 + [1.0, 1.0], nan_ok=True)
    assert found.high[:, 0].tolist() == pytest.approx([np.nan] * 4 + [4.0, 4.0], nan_ok=True)
    assert found.exact[:, 0].tolist() == books.tolist()
    assert found.programmes == 0


@pytest.mark.slow
@settings(deadline=None, max_examples=4)
@given(st.lists(st.integers(100, 400), min_size=9, max_size=9), st.lists(st.booleans(), min_size=9, max_size=9))
def test_what_passes_resists_the_attack_at_length(hundredths: list[int], late: list[bool]) -> None:
    """Whatever passes leaves every insider a level of everybody, also when no organizations are taken together."""
    ids = list("abcdefghi")
    first = {one: value / 100 for one, value, out in zip(ids, hundredths, late, strict=True) if not out}
    second = {one: min(4.0, round(value / 100 + 0.3, 2)) for one, value in zip(ids, hundredths, strict=True)}
    project = Project({"arts": ids[:4], "books": ids[4:]}, y1=first or {"a": 2.0}, y2=second)
    published = disclose(project.compare("cohort"), project.compare("sector"), 4, kind="cells").published
    found = project.audit(published)
    unknown = project.unknowns()
    clues = evidence(unknown, [Published(published, project.groups)])
    shortest = np.inf
    for insider in range(9):
        some, rest = without(unknown, clues, np.delete(np.arange(9), insider))
        each = Atoms(np.arange(8), np.ones(8, dtype=np.intp), np.arange(8))
        left = intervals(some, rest, each).width[:, [len(one) == 1 for one in some.columns]]
        shortest = min(shortest, float(np.nanmin(left)))
    assert found.passed == (shortest >= 1 - 1e-6)


def test_what_is_suppressed_is_not_in_the_published_frame() -> None:
    project = Project({"arts": list("ab"), "books": list("cdefg")}, y1={**SIX, "g": 3.1})
    done = disclose(project.compare("cohort"), project.compare("sector"), 4, kind="cells")
    assert not done.published["suppressed"].any()
    assert set(done.published["by"]) == {"cohort"}
    assert done.groups["value"].isna().all()


def test_each_cell_hides_as_few_groups_as_cover_each_other() -> None:
    """In y2 arts has one too few; books, the next smallest, is hidden with it there, and both are shown in y1."""
    sectors = {"arts": list("abcd"), "books": list("efgh"), "coal": list("ijklm")}
    scores = {one: 1.5 + nth / 10 for nth, ids in enumerate(sectors.values()) for one in ids}
    project = Project(sectors, y1=scores, y2={one: score for one, score in scores.items() if one != "a"})
    done = disclose(project.compare("cohort"), project.compare("sector"), 4, kind="cells")
    means = done.groups[(done.groups["statistic"] == "mean") & ~done.groups["suppressed"]]
    shown = {period: set(rows["group"]) for period, rows in means.groupby("period")}
    assert shown == {"y1": {"arts", "books", "coal"}, "y2": {"coal"}}


def test_a_project_too_large_for_one_programme_is_attacked_in_pieces() -> None:
    """Sixty organizations on many levels give nobody away; in a group of two, each is given away by the other."""
    ids = [f"o{nth:02}" for nth in range(60)]
    scores = {one: 1 + (nth * 7 % 31) / 10 for nth, one in enumerate(ids)}
    project = Project({"arts": ids[:30], "books": ids[30:58], "coal": ids[58:]}, y1=scores)
    cohort = disclose(project.compare("cohort"), project.compare("sector"), 5).cohort
    assert project.audit(cohort).passed
    pair = float(project.compare("sector").query("group == 'coal' and statistic == 'mean'")["value"].iloc[0])
    found = project.audit(pd.concat([cohort, figures(("sector", "coal", "y1", "mean", round(pair, 1), 2))]))
    assert ("sector", "coal") in found.narrow[0].groups
    assert found.narrow[0].width <= 0.2 + 1e-6
