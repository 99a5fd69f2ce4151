"""What was answered, by whom and when, and what is to be said of it: RESPONSES, FINDINGS, the project's own tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

from oca.findings import Severity
from oca.tables.contract import FILE, ORGANIZATION, PERIOD, SCORE_TYPE, SHEET, STATUSES, Column, Table

if TYPE_CHECKING:
    import pandas as pd

    from oca.findings import Finding

RESPONSES = Table(
    "RESPONSES",
    "one answer",
    (
        ORGANIZATION,
        PERIOD,
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        SCORE_TYPE,
        Column("respondent", "text", "code of the person who rated alone; empty on consensus and verified sheets"),
        Column("role", "text", "the respondent's role, such as staff or board"),
        Column("item", "text", "id of the item"),
        Column("answer", "number", "value of the level given; empty unless status is answered"),
        Column("status", "text", "answered, not_applicable, dont_know, missing", STATUSES[:-1]),
        Column("comment", "text", "comment as written; for not_applicable, the reason"),
        Column("evidence", "text", "evidence as written"),
        FILE,
        SHEET,
        Column("row", "count", "row in the file, from 1; 0 when the file has no row for the item"),
        Column("column", "text", "column of the answer: letter in a workbook, heading in a CSV"),
    ),
)

SHEETS = Table(
    "SHEETS",
    "one sheet of answers",
    (
        ORGANIZATION,
        PERIOD,
        SCORE_TYPE,
        Column("respondent", "text", "code of the person who rated alone; empty on consensus and verified sheets"),
        Column("date", "date", "day of the session, else the day on which the sheet was sent; empty when not known"),
        Column("place", "text", "where the session was, as written"),
        Column(
            "participants",
            "text",
            "who took part in the session, as written: roles and how many; empty on "
            "individual sheets; kept from every output but the organization's own report and the team's where it "
            "seems to name people",
        ),
        FILE,
        SHEET,
    ),
)

PERIODS = Table(
    "PERIODS",
    "one period",
    (
        PERIOD,
        Column("label", "text", "name of the period"),
        Column("date", "date", "day of the assessment round"),
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        Column("scheme", "text", "id of the scheme that scored it"),
    ),
)

ORGANIZATIONS = Table(
    "ORGANIZATIONS",
    "one organization",
    (
        ORGANIZATION,
        Column("name", "text", "name of the organization"),
        Column("sector", "text", "id of its sector"),
        Column("cluster", "text", "id of the cluster that holds the sector; empty when none does"),
        Column("language", "text", "language of its forms and reports"),
        Column("joined", "text", "id of its first period; empty when there from the start"),
        Column("left", "text", "id of its last period; empty when it is still there"),
    ),
)
"""The register; a project's own columns follow these."""

FINDINGS = Table(
    "FINDINGS",
    "one finding",
    (
        Column("code", "text", "code in the catalogue"),
        Column("severity", "text", "error, warning or look at", get_args(Severity)),
        FILE,
        SHEET,
        Column("row", "count", "row or line, from 1; 0 when it has none"),
        Column("column", "text", "column letter or heading"),
        Column("message", "text", "what was found and what is wrong"),
        Column("hint", "text", "what to do"),
    ),
)


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Make the FINDINGS table, in the order in which the findings were made."""
    return FINDINGS.frame(
        (
            one.code,
            one.severity,
            one.place.file,
            one.place.sheet,
            one.place.row or 0,
            one.place.column,
            one.message,
            one.hint,
        )
        for one in findings
    )
