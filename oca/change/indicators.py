"""Indicators for donors: how many organizations, out of how many, and what the number must not be taken for.

They count organizations and say nothing of what brought a score about. Better and worse are taken from the verdict.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from oca.change.proportions import wilson
from oca.comparison.exclusions import whereabouts
from oca.comparison.groups import ScoreTypes, entering_types, enters, pairs_since_first, pairs_since_previous
from oca.tables import INDICATORS

OCTOBER = 10
"""The month in which a fiscal year of the United States begins."""

DEFINITIONS: Mapping[tuple[str, str], str] = {
    ("assessed", ""): "Organizations that were assessed, out of those in the cohort in this period.",
    ("scored", ""): "Organizations with an overall score, out of those assessed.",
    ("at_or_above_band", ""): (
        "Organizations whose overall score lies in this band or a better one, out of those with an overall score of "
        "the score type that the period is compared on."
    ),
    ("improved_overall", "baseline"): (
        "Organizations whose overall score improved by at least the meaningful change since their first assessment, "
        "out of those whose two scores compare."
    ),
    ("improved_overall", "previous"): (
        "Organizations whose overall score improved by at least the meaningful change since their previous assessment, "
        "out of those whose two scores compare."
    ),
    ("improved_any_dimension", "baseline"): (
        "Organizations that improved by at least the meaningful change in one dimension or more since their first "
        "assessment, out of those with a dimension that compares."
    ),
    ("improved_any_dimension", "previous"): (
        "Organizations that improved by at least the meaningful change in one dimension or more since their previous "
        "assessment, out of those with a dimension that compares."
    ),
    ("improved_half_of_dimensions", "baseline"): (
        "Organizations that improved by at least the meaningful change in half of all dimensions or more since their "
        "first assessment, out of those with a dimension that compares. A dimension that does not compare is not "
        "improved."
    ),
    ("improved_half_of_dimensions", "previous"): (
        "Organizations that improved by at least the meaningful change in half of all dimensions or more since their "
        "previous assessment, out of those with a dimension that compares. A dimension that does not compare is not "
        "improved."
    ),
    ("improved_in_fiscal_year", "baseline"): (
        "Organizations whose overall score, at an assessment in this fiscal year, was better than at their first "
        "assessment by at least the meaningful change, each counted once; out of those whose two scores compare."
    ),
}
"""What each indicator counts, by its id and `since`."""

CAPACITY = "capacity score, not a measure of performance"

NOT_REPORTABLE = "capacity score, not reportable as CBLD-9"

OTHER_DENOMINATOR = "out of those compared; CBLD-9 asks for all assisted organizations that set out to improve"
"""USAID's CBLD-9 (reference sheet of fiscal year 2023): its denominator is no figure of an assessment."""

_OF_EVERYONE = ("assessed", "scored")


@dataclass(frozen=True)
class Round:
    """What indicators need to know of a period.

    Attributes:
        date: when it was.
        bands: the ids of the scheme's bands, the worst first.
        measures: what its questionnaire declares that it measures.
    """

    date: datetime.date
    bands: Sequence[str]
    measures: Literal["capacity", "performance"] = "capacity"


@dataclass(frozen=True)
class Count:
    """One indicator of one period as counted."""

    id: str
    period: str
    numerator: int
    denominator: int
    left_out: int = 0
    since: str = ""
    from_period: str = ""
    band: str = ""


def indicators(
    scores: pd.DataFrame,
    changes: pd.DataFrame,
    register: pd.DataFrame,
    *,
    rounds: Mapping[str, Round],
    score_types: ScoreTypes | None = None,
    fiscal_year_starts: int = OCTOBER,
) -> pd.DataFrame:
    """Count the organizations that donors ask for.

    Args:
        scores: SCORES.
        changes: CHANGES.
        register: one row per organization: organization, joined, left (periods; empty for the first and the last).
        rounds: every period by its id, in order; one in which nobody was assessed is passed over.
        score_types: the score types whose bands are counted, by period; by default `entering_types` without mixing.
        fiscal_year_starts: the month in which the donor's fiscal year begins.

    Returns:
        INDICATORS, by period and in the order of DEFINITIONS; bands from the second on, since every score lies at or
        above the worst; change only where an organization was assessed before; the count by fiscal year stands with
        the last assessed period of the year.
    """
    periods = [period for period in rounds if period in set(scores["period"])]
    years = {period: fiscal_year(rounds[period].date, fiscal_year_starts) for period in periods}
    entering = entering_types(scores) if score_types is None else score_types
    since = {"baseline": pairs_since_first(scores, periods), "previous": pairs_since_previous(scores, periods)}
    paired = {
        name: changes.merge(pairs, on=["organization", "from_period", "to_period"]) for name, pairs in since.items()
    }
    counts: list[Count] = []
    for period in periods:
        counts += _of_scores(scores, register, list(rounds), period, rounds[period].bands, entering)
        for name, rows in paired.items():
            counts += _of_change(rows[rows["to_period"] == period], period, name)
        in_year = [one for one in periods if years[one] == years[period]]
        if period == in_year[-1]:
            counts += _of_year(paired["baseline"], in_year)
    counts.sort(key=lambda one: (periods.index(one.period), _ORDER[one.id, one.since]))
    return _table(counts, rounds, years)


_ORDER = {key: position for position, key in enumerate(DEFINITIONS)}


def fiscal_year(date: datetime.date, starts: int = OCTOBER) -> str:
    """Return the fiscal year of a date, named after the calendar year in which it ends.

    >>> fiscal_year(datetime.date(2023, 9, 30)), fiscal_year(datetime.date(2023, 10, 1))
    ('FY2023', 'FY2024')
    """
    return f"FY{date.year + (starts > 1 and date.month >= starts)}"


def _of_scores(
    scores: pd.DataFrame,
    register: pd.DataFrame,
    periods: Sequence[str],
    period: str,
    bands: Sequence[str],
    entering: ScoreTypes,
) -> Iterator[Count]:
    """Yield who was assessed, who has a score, and who has reached each band."""
    order = {one: position for position, one in enumerate(periods)}
    rows = scores[(scores["period"] == period) & (scores["kind"] == "overall")]
    assessed = set(rows["organization"])
    cohort = {
        str(one.organization)
        for one in register.itertuples(index=False)
        if whereabouts(order, period, str(one.joined), str(one.left)) == "absent"
    }
    scored = rows[rows["status"] == "scored"]
    yield Count("assessed", period, len(assessed & cohort), len(cohort))
    yield Count("scored", period, len(scored), len(assessed))
    compared = scored[enters(scored, entering)]
    for position, band in list(enumerate(bands))[1:]:
        reached = int(compared["band"].isin(bands[position:]).sum())
        yield Count("at_or_above_band", period, reached, len(compared), len(assessed) - len(compared), band=band)


def _of_change(rows: pd.DataFrame, period: str, since: str) -> Iterator[Count]:
    """Yield who improved, from the rows of CHANGES that lead to a period; nothing where there are none."""
    if rows.empty:
        return
    origins = rows["from_period"].unique()
    origin = str(origins[0]) if len(origins) == 1 else ""
    overall = rows[rows["kind"] == "overall"]
    compared = overall[overall["verdict"] != "not_comparable"]
    improved = int((compared["verdict"] == "improved").sum())
    out = len(overall) - len(compared)
    yield Count("improved_overall", period, improved, len(compared), out, since, origin)
    dimensions = _by_organization(rows[rows["kind"] == "dimension"])
    known = dimensions[dimensions["compared"] > 0]
    out = len(dimensions) - len(known)
    some, half = known["improved"] > 0, (known["improved"] > 0) & (2 * known["improved"] >= known["all"])
    yield Count("improved_any_dimension", period, int(some.sum()), len(known), out, since, origin)
    yield Count("improved_half_of_dimensions", period, int(half.sum()), len(known), out, since, origin)


def _by_organization(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, for each organization, how many dimensions there are, compare, and improved."""
    flags = rows.assign(compared=rows["verdict"] != "not_comparable", improved=rows["verdict"] == "improved")
    return flags.groupby("organization").agg(
        all=("verdict", "size"), compared=("compared", "sum"), improved=("improved", "sum")
    )


def _of_year(since_baseline: pd.DataFrame, periods: Sequence[str]) -> Iterator[Count]:
    """Yield who improved since the baseline at an assessment in the fiscal year of these periods, each once."""
    rows = since_baseline[since_baseline["to_period"].isin(periods) & (since_baseline["kind"] == "overall")]
    if rows.empty:
        return
    compared = rows[rows["verdict"] != "not_comparable"]
    known = compared["organization"].nunique()
    improved = compared.loc[compared["verdict"] == "improved", "organization"].nunique()
    out = rows["organization"].nunique() - known
    origins = rows["from_period"].unique()
    origin = str(origins[0]) if len(origins) == 1 else ""
    yield Count("improved_in_fiscal_year", periods[-1], improved, known, out, "baseline", origin)


def _table(counts: Sequence[Count], rounds: Mapping[str, Round], years: Mapping[str, str]) -> pd.DataFrame:
    share, low, high = wilson([one.numerator for one in counts], [one.denominator for one in counts])
    rows = [
        (
            one.id,
            years[one.period],
            one.period,
            one.since,
            one.from_period,
            one.band,
            one.numerator,
            one.denominator,
            one.left_out,
            share[nth],
            low[nth],
            high[nth],
            DEFINITIONS[one.id, one.since],
            _caveat(one, rounds[one.period]),
        )
        for nth, one in enumerate(counts)
    ]
    return INDICATORS.check(INDICATORS.frame(rows))


def _caveat(one: Count, period: Round) -> str:
    performance = period.measures == "performance"
    if one.id == "improved_in_fiscal_year":
        return OTHER_DENOMINATOR if performance else NOT_REPORTABLE
    return "" if performance or one.id in _OF_EVERYONE else CAPACITY
