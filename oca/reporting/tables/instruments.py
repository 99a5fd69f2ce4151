"""Which text of which questionnaire stands behind the scores: one row for each version, with its checksum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oca.tables import Column, Table

if TYPE_CHECKING:
    import pandas as pd

    from oca.assessment import Assessment

QUESTIONNAIRES = Table(
    "QUESTIONNAIRES",
    "one version of a questionnaire",
    (
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        Column("checksum", "text", "changes with what is asked; forms carry it, and oca questionnaire show prints it"),
        Column("periods", "text", "ids of the periods that use it; empty for one that only an older mapping leads to"),
        Column("items", "count", "items that are asked"),
        Column("file", "text", "file of its structure"),
    ),
)


def questionnaires_frame(assessment: Assessment) -> pd.DataFrame:
    """Return QUESTIONNAIRES, sorted by questionnaire."""
    periods = assessment.project.settings.periods
    return QUESTIONNAIRES.frame(
        (
            ref,
            one.checksum,
            ", ".join(period.id for period in periods if period.questionnaire == ref),
            len(one.items),
            one.file,
        )
        for ref, one in sorted(assessment.questionnaires.items())
    )
