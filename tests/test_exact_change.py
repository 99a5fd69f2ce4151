"""Figures of change against fractions: no tie, zero, threshold or ceiling is lost to binary noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, product
from random import Random
from statistics import NormalDist, median

import numpy as np
import pandas as pd
import pytest

from oca.assessment import Assessment
from oca.change.cohort import cohort
from oca.change.organization import changes
from oca.change.paired_tests import DRAWS, SEED, hodges_lehmann, mean_change, signed_rank
from oca.scoring.rules import bands_of, on_grid, round_half_up, same, snap
from oca.scoring.scores import score
from tests import making

Sheet = Mapping[str, object]

THREE = {"one": ["a1", "a2", "a3"], "two": ["b1", "b2", "b3"], "three": ["c1", "c2", "c3"]}


def tables(sheets: Sequence[Sheet], dimensions: Mapping[str, Sequence[str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return CHANGES and COHORT of answers given in y1 and y2."""
    form, schemes = {"small/1": making.questionnaire(dimensions)}, dict.fromkeys(("y1", "y2"), making.scheme())
    given = making.responses(sheets)
    scores = score(given, form, schemes)
    found = changes(given, scores, form, dict.fromkeys(("y1", "y2"), "small/1"), schemes)
    return found, cohort(scores, found, periods=["y1", "y2"])


def sheet(organization: str, period: str, items: Sequence[str], levels: Sequence[int]) -> Sheet:
    return {"organization": organization, "period": period, "answers": dict(zip(items, levels, strict=True))}


def exact_p(differences: Sequence[Fraction]) -> float:
    """Return Wilcoxon's two-sided p by Pratt's method: every assignment of signs, in fractions."""
    sizes = sorted(abs(one) for one in differences)
    rank = {one: Fraction(2 * sizes.index(one) + sizes.count(one) + 1, 2) for one in sizes}
    ranks = [rank[abs(one)] for one in differences if one]
    if not ranks:
        return 1.0
    reached = sum((rank[one] for one in differences if one > 0), Fraction(0))
    sums = [
        sum((r for r, up in zip(ranks, ups, strict=True) if up), Fraction(0))
        for ups in product((False, True), repeat=len(ranks))
    ]
    tail = min(sum(one <= reached for one in sums), sum(one >= reached for one in sums))
    return min(1.0, 2 * tail / len(sums))


def overall(levels: Sequence[int]) -> Fraction:
    """Return the mean of the means of three items each."""
    return sum((Fraction(sum(levels[at : at + 3]), 3) for at in range(0, len(levels), 3)), Fraction(0)) / (
        len(levels) // 3
    )


def test_six_organizations_whose_overall_stays_at_22_ninths_have_not_changed() -> None:
    items = [item for some in THREE.values() for item in some]
    first, second = [2, 2, 2, 2, 2, 2, 3, 3, 4], [3, 3, 3, 1, 2, 2, 2, 3, 3]  # sums 6, 6, 10 and 9, 5, 8
    sheets = [
        sheet(f"o{n}", period, items, levels) for n in range(6) for period, levels in (("y1", first), ("y2", second))
    ]
    found, together = tables(sheets, THREE)
    assert set(found.loc[found["kind"] == "overall", "change"]) == {0.0}
    row = together[(together["since"] == "first") & (together["element"] == "overall")].iloc[0]
    assert (row["p"], row["mean_change"], row["mean_change_low"]) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("start", [(1, 1, 2), (1, 2, 2), (2, 2, 3), (2, 3, 3), (3, 3, 2)])
def test_six_changes_of_a_third_are_ties_whatever_they_started_from(start: tuple[int, int, int]) -> None:
    """Four of six tied ranks up: P(4 or more of 6) = 22/64, so p = .6875."""
    up, down = (start[0] + 1, *start[1:]), (start[0], start[1], start[2] - 1)
    sheets = []
    for n in range(6):
        sheets += [sheet(f"o{n}", "y1", "abc", start), sheet(f"o{n}", "y2", "abc", up if n < 4 else down)]
    _, together = tables(sheets, {"one": ["a", "b", "c"]})
    assert set(together.loc[together["kind"] == "dimension", "p"]) == {0.6875}


@pytest.mark.parametrize("seed", range(6))
def test_p_is_that_of_exact_fractions_for_random_answers(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a seeded test
    items = [item for some in THREE.values() for item in some]
    given = {(f"o{n}", period): [random.randint(1, 4) for _ in items] for n in range(8) for period in ("y1", "y2")}
    for n in range(3):  # some change by turning answers round within the whole, so their overall is the same
        given[f"o{n}", "y2"] = random.sample(given[f"o{n}", "y1"], len(items))
    found, together = tables([sheet(who, period, items, levels) for (who, period), levels in given.items()], THREE)
    differences = [overall(given[f"o{n}", "y2"]) - overall(given[f"o{n}", "y1"]) for n in range(8)]
    row = together[together["element"] == "overall"].iloc[0]
    assert row["p"] == pytest.approx(exact_p(differences), abs=1e-12)
    rows = found[found["kind"] == "overall"].set_index("organization")
    for n, one in enumerate(differences):
        assert rows.loc[f"o{n}", "change"] == pytest.approx(float(one), abs=6e-10)
        assert (rows.loc[f"o{n}", "change"] == 0) == (one == 0)
        verdict = "improved" if one >= Fraction(1, 2) else "declined" if one <= -Fraction(1, 2) else "no_clear_change"
        assert rows.loc[f"o{n}", "verdict"] == verdict


def test_a_score_with_noise_in_the_twelfth_decimal_is_in_the_band_that_begins_there() -> None:
    assert bands_of(np.array([2.499999999999, 2.5, 2.499999998]), [1, 2.5]).tolist() == [1, 1, 0]


def test_what_differs_beyond_the_ninth_decimal_is_the_same() -> None:
    thirds = np.array([2.333333333333, 2.333333333334, 2.333333335, np.nan])
    assert same(thirds, np.full(4, 7 / 3)).tolist() == [True, True, False, False]
    assert len(set(on_grid(thirds[:2]).tolist())) == 1
    assert str(on_grid(np.array([-1e-12]))[0]) == "0.0"


def test_a_difference_of_half_a_step_of_the_grid_is_one_number_whatever_its_noise() -> None:
    """16 dimensions of 48 items, four raters: a level more of one answer in three dimensions moves the mean by 1/1024.

    That is 0.0009765625, half way between two numbers of nine decimals.
    """
    noisy = 1 / 1024 + np.array([-2e-12, -1e-12, 0, 1e-12, 2e-12])
    assert len(set(on_grid(noisy).tolist())) == len(set(on_grid(-noisy).tolist())) == 1
    before = np.random.default_rng(1).integers(192, 700, (5000, 16))
    after = before + (np.arange(16) < 3)
    first, second = (snap(snap(sums / 192).mean(axis=1)) for sums in (before, after))
    assert len(set(on_grid(second - first).tolist())) == 1
    assert len(set((second - first).tolist())) > 1, "the noise is there"


@pytest.mark.parametrize("digits", [0, 1, 2, 3, 4])
def test_a_half_is_rounded_up_though_noise_in_the_twelfth_decimal_lies_below_it(digits: int) -> None:
    step = 10.0**-digits
    halves = 2 + step * (np.arange(20) + 0.5)
    assert round_half_up(halves - 2e-12, digits).tolist() == pytest.approx(halves + step / 2, abs=1e-12)
    assert round_half_up(halves - 1e-9, digits).tolist() == pytest.approx(halves - step / 2, abs=1e-12)
    assert round_half_up(-halves + 2e-12, digits).tolist() == pytest.approx(-halves - step / 2, abs=1e-12)


def test_p_does_not_depend_on_the_noise_of_the_changes_that_it_is_given() -> None:
    random = Random(3)  # noqa: S311 - a seeded test
    for _ in range(20):
        thirds = [Fraction(random.randint(-4, 4), 3) for _ in range(9)]
        noisy = [float(one) + random.choice([-2e-12, 0, 1e-12]) for one in thirds]
        assert signed_rank(np.array(noisy)).p == pytest.approx(exact_p(thirds), abs=1e-12)
        assert hodges_lehmann(np.array(noisy)).value == pytest.approx(float(walsh_median(thirds)), abs=1e-9)


def walsh_median(differences: Sequence[Fraction]) -> Fraction:
    """Return the median of the averages of two differences, each also paired with itself."""
    return median((one + other) / 2 for one, other in combinations_with_replacement(differences, 2))


def test_holm_of_the_cohort_is_that_of_exact_p_values() -> None:
    """Seven organizations, three dimensions of three items: p of each in fractions, then step by step by hand."""
    random = Random(11)  # noqa: S311 - a seeded test
    items = [item for some in THREE.values() for item in some]
    given = {
        (f"o{n}", period): [random.randint(1, 3) + (period == "y2") * random.randint(0, 1) for _ in items]
        for n in range(7)
        for period in ("y1", "y2")
    }
    _, together = tables([sheet(who, period, items, levels) for (who, period), levels in given.items()], THREE)
    exact = [
        exact_p(
            [
                Fraction(sum(given[f"o{n}", "y2"][at : at + 3]) - sum(given[f"o{n}", "y1"][at : at + 3]), 3)
                for n in range(7)
            ]
        )
        for at in (0, 3, 6)
    ]
    adjusted, least = [0.0] * 3, 0.0
    for place, nth in enumerate(sorted(range(3), key=lambda one: exact[one])):
        least = max(least, min(1.0, exact[nth] * (3 - place)))
        adjusted[nth] = least
    rows = together[(together["since"] == "first") & (together["kind"] == "dimension")]
    assert rows["p"].tolist() == pytest.approx(exact, abs=1e-12)
    assert rows["p_holm"].tolist() == pytest.approx(adjusted, abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_the_bootstrap_of_the_mean_counts_its_ties_as_fractions_do(seed: int) -> None:
    """The same draws in whole thirds and quarters: bias from exact ties, then the quantiles that BCa takes."""
    random = Random(seed)  # noqa: S311 - a seeded test
    twelfths = sorted(random.choice([-8, -4, -3, 0, 3, 4, 8, 9, 12]) for _ in range(9))
    if sum(twelfths) < 0:
        twelfths = sorted(-one for one in twelfths)
    draws = np.random.default_rng(SEED).integers(0, 9, (DRAWS, 9))
    sums = np.array(twelfths)[draws].sum(axis=1)
    below, upto = int((sums < sum(twelfths)).sum()), int((sums <= sum(twelfths)).sum())
    normal, apart = NormalDist(), np.array(twelfths) - sum(twelfths) / 9
    bias = normal.inv_cdf((below + upto) / (2 * DRAWS))
    speed = (apart**3).sum() / (6 * (apart**2).sum() ** 1.5)
    tails = [bias + normal.inv_cdf(tail) for tail in (0.025, 0.975)]
    shares = [normal.cdf(bias + one / (1 - speed * one)) for one in tails]
    found = mean_change(np.array([round(float(Fraction(one, 12)), 12) for one in twelfths]))
    assert found.value == pytest.approx(sum(twelfths) / 108, abs=1e-11)
    assert [found.low, found.high] == pytest.approx((np.quantile(sums, shares) / 108).tolist(), abs=1e-9)


def test_changes_that_cancel_out_have_a_mean_of_exactly_nothing() -> None:
    noisy = np.array([1 / 3] * 3 + [-1.0] + [0.0] * 4) + 1e-12
    assert snap(noisy.mean()) != 0, "the noise is there"
    assert mean_change(noisy).value == 0
    assert mean_change(noisy - 2e-12).value == 0


def counted_p(differences: Sequence[Fraction]) -> float:
    """Return p as `exact_p` does for more changes than one can try signs for: sums of ranks are counted."""
    sizes = sorted(abs(one) for one in differences)
    rank = {one: 2 * sizes.index(one) + sizes.count(one) + 1 for one in sizes}  # twice the rank, so whole
    ways = Counter({0: 1})
    for one in differences:
        if one:
            ways = ways + Counter({total + rank[abs(one)]: number for total, number in ways.items()})
    reached = sum(rank[one] for one in differences if one > 0)
    below = sum(number for total, number in ways.items() if total <= reached)
    above = sum(number for total, number in ways.items() if total >= reached)
    return min(1.0, 2 * min(below, above) / sum(ways.values()))


@pytest.mark.slow
def test_every_p_and_every_median_of_the_example_is_that_of_the_fractions_behind_its_changes(
    example: Assessment,
) -> None:
    compared = example.changes[example.changes["verdict"] != "not_comparable"]
    keys = ["from_period", "to_period", "kind", "element"]
    for row in example.cohort[example.cohort["test"] != "too_few"].itertuples():
        own = compared[(compared[keys] == [getattr(row, key) for key in keys]).all(axis=1)]
        exact = [Fraction(one).limit_denominator(2000) for one in own["change"]]
        assert max(abs(own["change"] - [float(one) for one in exact])) < 1e-11
        assert row.p == pytest.approx(counted_p(exact), rel=1e-9), row
        assert row.median_change == pytest.approx(float(walsh_median(exact)), abs=1e-9)


def test_counting_sums_of_ranks_gives_the_p_of_trying_every_sign() -> None:
    random = Random(2)  # noqa: S311 - a seeded test
    for _ in range(20):
        thirds = [Fraction(random.randint(-4, 4), 3) for _ in range(8)]
        assert counted_p(thirds) == pytest.approx(exact_p(thirds), abs=1e-12)
