"""Which tables a release gives out, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable

from oca.reporting.comparison import codebook, distribution, groups, programme, quality, tidy
from oca.reporting.comparison.view import Release
from oca.spreadsheet.analysis_workbook import TableSheet

Maker = Callable[[Release], TableSheet]

COMPARED: tuple[Maker, ...] = (
    groups.summary,
    groups.groups,
    groups.periods,
    distribution.distribution,
    groups.change,
    groups.items,
    programme.indicators,
    programme.support,
    programme.plans,
)

NAMED: tuple[Maker, ...] = (
    programme.agenda,
    programme.doses,
    tidy.organizations,
    tidy.scores,
    tidy.changes,
    quality.by_organization,
)
"""Only for internal eyes."""

TELLING_WHEN_EMPTY = ("exclusions", "findings")
"""Sheets that stand there without a row too: that nobody was left out is to be known."""


def sheets_of(release: Release) -> list[TableSheet]:
    """Return the sheets of a release; one that would be empty is left out, unless that says something."""
    named = NAMED if release.internal else ()
    findings = (quality.findings, tidy.inputs) if release.internal else ()
    makers = (
        *COMPARED,
        tidy.comparison,
        *named,
        tidy.left_out,
        quality.data_quality,
        *findings,
        codebook.columns_and_codes,
        codebook.asked,
    )
    made = (make(release) for make in makers)
    return [sheet for sheet in made if sheet.rows or sheet.key in TELLING_WHEN_EMPTY]
