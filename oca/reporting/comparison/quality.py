"""What stands behind the scores: over the cohort for everybody, of each organization for the team alone."""

from __future__ import annotations

import pandas as pd

from oca.disclosure.suppression import ENOUGH_FOR_SPREAD
from oca.language import round_half_up
from oca.reporting.comparison.groups import signs
from oca.reporting.comparison.tidy import tidy_sheet
from oca.reporting.comparison.view import HIDDEN, NOTHING, Cell, Release
from oca.spreadsheet.analysis_workbook import Field, TableSheet
from oca.tables import FINDINGS, QUALITY, findings_frame

OPEN = ("coverage", "evidence", "comments")
"""What anybody may see of QUALITY: none of it is made of scores, so that it is no clue to any."""

INSIDE = ("respondents", "same_level", "at_maximum", "jumps", "far_from_consensus")


def data_quality(release: Release) -> TableSheet:
    """Return the mean of each measure over the organizations, by period and dimension."""
    t = release.text
    headings = {
        "coverage": t("Items answered"),
        "evidence": t("Levels with evidence written"),
        "comments": t("Levels with a comment"),
        "respondents": t("Respondents, mean"),
        "same_level": t("Sheets with one level throughout"),
        "at_maximum": t("Levels that are the best one"),
        "jumps": t("Jumps without a comment, mean"),
        "far_from_consensus": t("Items agreed far from the ratings, mean"),
    }
    measures = (*OPEN, *INSIDE) if release.internal else OPEN
    fields = [Field(t("Period"), "text", 18), Field(t("Dimension"), "text", 44), Field(t("Organizations"), "count")]
    fields += [
        Field(headings[one], "score" if one in ("respondents", "jumps", "far_from_consensus") else "share", 14)
        for one in measures
    ]
    table = release.assessment.quality
    rows = [row for period in release.periods for row in _of_period(release, table, period, measures)]
    return TableSheet(
        key="quality",
        name=t("Data quality"),
        title=t("What stands behind the scores: means over all organizations"),
        note=t("A share is the mean of the organizations' own shares, each counting once.") + f" {signs(release)}",
        fields=fields,
        rows=rows,
        frozen=2,
    )


def _of_period(release: Release, table: pd.DataFrame, period: str, measures: tuple[str, ...]) -> list[list[Cell]]:
    rows = table[table["period"] == period]
    found: list[list[Cell]] = []
    for kind, element in release.elements:
        own = rows[(rows["kind"] == kind) & (rows["element"] == element)]
        if len(own):
            before: list[Cell] = [
                release.period_label(period),
                release.element_label(element),
                count(release, len(own)),
            ]
            found.append([*before, *(_mean(release, own[one]) for one in measures)])
    return found


def _mean(release: Release, values: pd.Series) -> Cell:
    """Return a mean as the audience may see it: a share that all of a few have tells of each of them."""
    known = values.dropna()
    if known.empty:
        return NOTHING
    mean = float(known.mean())
    if release.internal:
        return mean
    few = len(known) < ENOUGH_FOR_SPREAD and mean in (0.0, 1.0)
    return HIDDEN if few or len(known) < release.shown.mask.threshold else float(round_half_up(mean, 2))


def count(release: Release, number: int) -> Cell:
    """Return a number of organizations; one under the threshold only says so."""
    threshold = release.shown.mask.threshold
    return f"<{threshold}" if not release.internal and 0 < number < threshold else number


def by_organization(release: Release) -> TableSheet:
    """Return QUALITY of the overall score and the dimensions of each organization; for an internal workbook only."""
    t, table = release.text, release.assessment.quality
    frame = table[table["kind"].isin(["overall", "dimension"])].reset_index(drop=True)
    return tidy_sheet(
        release,
        QUALITY,
        frame,
        t("Quality"),
        t("What stands behind each score, one a row"),
        t("Columns: sheet Codebook."),
        key="quality_by_organization",
    )


def findings(release: Release) -> TableSheet:
    """Return FINDINGS; for an internal workbook only."""
    t, frame = release.text, findings_frame(release.assessment.findings)
    note = t("What the tool had to say about the input. None of it stops the work; some of it changes what it means.")
    return tidy_sheet(release, FINDINGS, frame, t("Findings"), t("Findings in the input"), note)
