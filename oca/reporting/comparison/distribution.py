"""How the scores of each group lie around its mean: one row for a group, a dimension and a period."""

from __future__ import annotations

from oca.comparison.groups import COHORT
from oca.reporting.comparison.groups import heading, signs, spread_of, upright_note
from oca.reporting.comparison.view import Release
from oca.spreadsheet.analysis_workbook import Field, TableSheet


def distribution(release: Release) -> TableSheet:
    """Return every statistic of scores with the mean of the cohort beside it; no row where nobody was assessed."""
    t = release.text
    around = [heading(release, one) for one in spread_of(release)]
    fields = [
        Field(release.by_label(), "text", 36),
        Field(t("Dimension"), "text", 36),
        Field(t("Period"), "text", 18),
        Field(t("Organizations"), "count"),
        Field(t("Mean"), "score"),
        Field(t("Mean of the cohort"), "score"),
        *(Field(named, style, 12) for _, named, style in around),
    ]
    rows = [
        [
            release.group_label(group),
            release.element_label(element[1]),
            release.period_label(period),
            release.count(group, period, element, "mean"),
            release.value(group, period, element, "mean"),
            release.value(COHORT, period, element, "mean"),
            *(release.value(group, period, element, statistic) for statistic, _, _ in around),
        ]
        for group in (COHORT, *release.groups)
        for element in release.elements
        for period in release.periods
    ]
    return TableSheet(
        key="distribution",
        name=t("Distribution"),
        title=t("How the scores of each group lie around its mean"),
        note=t("Every figure of a row is of the organizations counted in it.")
        + upright_note(release)
        + f" {signs(release)}",
        fields=fields,
        rows=rows,
        frozen=3,
    )
