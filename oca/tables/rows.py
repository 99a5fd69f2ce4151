"""One row of each table as a record with typed fields, so that a misspelt column is found before the program runs.

The fields are the columns of the contract, in its order; a number is NaN and a text empty where there is none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pandas as pd
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of SCORES: one element of one organization in one period."""

    organization: str
    period: str
    kind: str
    element: str
    score: float
    index: float
    band: str
    status: str
    answered: int
    not_applicable: int
    dont_know: int
    missing: int
    expected: int
    respondents: int
    score_type: str
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row of CHANGES: one element of one organization between two periods."""

    organization: str
    kind: str
    element: str
    from_period: str
    to_period: str
    from_score: float
    to_score: float
    change: float
    verdict: str
    compared: int
    of: int
    reason: str
    reliable_change: float
    reliable: str


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """A row of RESPONSES: one answer."""

    organization: str
    period: str
    questionnaire: str
    score_type: str
    respondent: str
    role: str
    item: str
    answer: float
    status: str
    comment: str
    evidence: str
    file: str
    sheet: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A row of NEEDS: one item or dimension of one organization in one period, and how much it asks for support."""

    organization: str
    period: str
    kind: str
    element: str
    score: float
    target: float
    gap: float
    critical: bool
    chosen: bool
    agreement: float
    trend: float
    priority: float
    rank: int


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A row of ACTIONS: one action of the plan of one organization."""

    organization: str
    period: str
    number: int
    element: str
    action: str
    owner: str
    deadline: datetime.datetime
    training: str
    support: str
    indicator: str
    status: str
    remark: str
    priority: bool
    proposed: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """A row of QUALITY: one score, and what stands behind it."""

    organization: str
    period: str
    kind: str
    element: str
    score_type: str
    coverage: float
    evidence: float
    comments: float
    respondents: int
    date: datetime.datetime
    place: str
    participants: str
    roles: str
    same_level: float
    at_maximum: float
    jumps: float
    far_from_consensus: float


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """A row of AGREEMENT: one element of one organization in one period, rated by single persons."""

    organization: str
    period: str
    kind: str
    element: str
    respondents: int
    mean: float
    lowest: float
    highest: float
    spread: float
    deviation: float
    consensus: float
    agreement: float
    rwg: float
    items: int
    items_judged: int
    items_to_discuss: int
    verdict: str
    discuss: bool
    status: str
    showable: bool


@dataclass(frozen=True, slots=True)
class CohortChangeRow:
    """A row of COHORT: one element between two periods, for all organizations assessed in both."""

    since: str
    from_period: str
    to_period: str
    kind: str
    element: str
    organizations: int
    mean_before: float
    mean_after: float
    mean_change: float
    mean_change_low: float
    mean_change_high: float
    median_change: float
    median_change_low: float
    median_change_high: float
    median_change_confidence: float
    p: float
    p_holm: float
    test: str
    improved: int
    reliably_improved: int
    no_clear_change: int
    declined: int
    not_comparable: int
    of: int
    ceiling: int


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A row of SHARES: one outcome of one element between two periods."""

    since: str
    from_period: str
    to_period: str
    kind: str
    element: str
    outcome: str
    numerator: int
    denominator: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """A row of INDICATORS: one indicator in one period."""

    id: str
    fiscal_year: str
    period: str
    since: str
    from_period: str
    band: str
    numerator: int
    denominator: int
    left_out: int
    share: float
    low: float
    high: float
    definition: str
    caveat: str


@dataclass(frozen=True, slots=True)
class CohortAgreementRow:
    """A row of COHORT_AGREEMENT: one element in one period, over all organizations rated by single persons."""

    period: str
    questionnaire: str
    kind: str
    element: str
    organizations: int
    units: int
    ratings: int
    alpha: float
    reason: str


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """A row of RELIABILITY: internal consistency of a dimension, or of all items, in one period."""

    period: str
    questionnaire: str
    element: str
    items: int
    deletion: str
    rows: int
    alpha: float
    low: float
    high: float
    warning: str


@dataclass(frozen=True, slots=True)
class SupportReceivedRow:
    """A row of SUPPORT_RECEIVED: what an organization received for one dimension after an assessment."""

    organization: str
    period: str
    element: str
    trainings: int
    training_days: float
    people: int
    assistance_days: float


def rows(kind: type[Row], frame: pd.DataFrame) -> Iterator[Row]:
    """Yield the rows of a table, in its order, as records of a kind; columns that it does not have are left out.

    Raises:
        KeyError: the frame lacks a column.
    """
    names = [one.name for one in fields(kind)]
    for values in frame[names].itertuples(index=False, name=None):
        yield kind(*values)
