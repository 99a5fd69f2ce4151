"""The contracts of the tables that flow from room to room: column, type, meaning.

Every table is a pandas DataFrame with these columns in this order, sorted by its sort keys, with a plain index. `check`
is called where one room hands over to the next.
"""

from oca.tables.answers import FINDINGS, ORGANIZATIONS, PERIODS, RESPONSES, SHEETS, findings_frame
from oca.tables.contract import (
    AGREEMENT_STATUSES,
    KINDS,
    SCORE_STATUSES,
    SCORE_TYPES,
    STATUSES,
    VERDICTS,
    Column,
    ColumnType,
    Table,
)
from oca.tables.scores import CHANGES, COMPARISON, QUALITY, SCORES
from oca.tables.statistics import (
    AGREEMENT,
    ATTRITION,
    COHORT,
    COHORT_AGREEMENT,
    INDICATORS,
    LEFT_OUT,
    RELIABILITY,
    SHARES,
)
from oca.tables.support import ACTIONS, NEEDS, SUPPORT_RECEIVED

__all__ = [
    "ACTIONS",
    "AGREEMENT",
    "AGREEMENT_STATUSES",
    "ATTRITION",
    "CHANGES",
    "COHORT",
    "COHORT_AGREEMENT",
    "COMPARISON",
    "FINDINGS",
    "INDICATORS",
    "KINDS",
    "LEFT_OUT",
    "NEEDS",
    "ORGANIZATIONS",
    "PERIODS",
    "QUALITY",
    "RELIABILITY",
    "RESPONSES",
    "SCORES",
    "SCORE_STATUSES",
    "SCORE_TYPES",
    "SHARES",
    "SHEETS",
    "STATUSES",
    "SUPPORT_RECEIVED",
    "VERDICTS",
    "Column",
    "ColumnType",
    "Table",
    "findings_frame",
]
