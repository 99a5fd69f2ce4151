"""Which tables of an assessment are written for analysts, in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from oca.collection.sessions import without_people
from oca.comparison.groups import COHORT as EVERYBODY
from oca.figures import compare
from oca.reporting.tables.instruments import QUESTIONNAIRES, questionnaires_frame
from oca.reporting.tables.labels import project_tables
from oca.tables import (
    ACTIONS,
    AGREEMENT,
    ATTRITION,
    CHANGES,
    COHORT,
    COHORT_AGREEMENT,
    COMPARISON,
    FINDINGS,
    INDICATORS,
    LEFT_OUT,
    NEEDS,
    QUALITY,
    RELIABILITY,
    RESPONSES,
    SCORES,
    SHARES,
    SHEETS,
    Table,
    findings_frame,
)

if TYPE_CHECKING:
    from oca.assessment import Assessment

INDIVIDUAL_SCORES = replace(
    SCORES, name="INDIVIDUAL_SCORES", row="one element of one organization in one period, of individual ratings alone"
)

INDIVIDUAL_CHANGES = replace(
    CHANGES, name="INDIVIDUAL_CHANGES", row="one element between two periods, of individual ratings alone"
)

RETROSPECTIVE_SCORES = replace(
    SCORES, name="RETROSPECTIVE_SCORES", row="one element of one organization, as it was looked back at"
)

RETROSPECTIVE_CHANGES = replace(
    CHANGES, name="RETROSPECTIVE_CHANGES", row="one element between a looking back and another period"
)


def exported_tables(assessment: Assessment) -> list[tuple[Table, pd.DataFrame]]:
    """Return every table that is exported, in the order in which the README lists them."""
    alone, alone_changes = assessment.individual
    return [
        (RESPONSES, assessment.responses),
        (SHEETS, without_people(assessment.sheets)),
        (SCORES, assessment.scores),
        (QUALITY, assessment.quality),
        (CHANGES, assessment.changes),
        (AGREEMENT, assessment.agreement),
        (COHORT_AGREEMENT, assessment.cohort_agreement),
        (RELIABILITY, assessment.reliability),
        (INDIVIDUAL_SCORES, alone),
        (INDIVIDUAL_CHANGES, alone_changes),
        (RETROSPECTIVE_SCORES, assessment.retrospective),
        (RETROSPECTIVE_CHANGES, assessment.retrospective_changes),
        (COHORT, assessment.cohort),
        (SHARES, assessment.shares),
        (ATTRITION, assessment.attrition),
        (LEFT_OUT, assessment.left_out),
        (INDICATORS, assessment.indicators),
        (NEEDS, assessment.needs),
        (ACTIONS, assessment.actions),
        (COMPARISON, _comparison(assessment)),
        (FINDINGS, findings_frame(assessment.findings)),
        (QUESTIONNAIRES, questionnaires_frame(assessment)),
        *project_tables(assessment.project),
    ]


def _comparison(assessment: Assessment) -> pd.DataFrame:
    levels = [EVERYBODY, *(["cluster"] if assessment.project.settings.clusters else []), "sector"]
    return pd.concat([compare(assessment, by) for by in levels], ignore_index=True)
