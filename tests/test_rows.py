"""Rows of tables as records: their fields are the columns of the contract, of the contract's types."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from oca import tables
from oca.tables import Table
from oca.tables import rows as module

TYPES = {"text": "str", "number": "float", "count": "int", "flag": "bool", "date": "datetime.datetime"}

CONTRACTS = {
    module.ScoreRow: tables.SCORES,
    module.ChangeRow: tables.CHANGES,
    module.ResponseRow: tables.RESPONSES,
    module.NeedRow: tables.NEEDS,
    module.ActionRow: tables.ACTIONS,
    module.QualityFacts: tables.QUALITY,
    module.AgreementFacts: tables.AGREEMENT,
    module.CohortChangeRow: tables.COHORT,
    module.ShareRow: tables.SHARES,
    module.IndicatorFacts: tables.INDICATORS,
    module.CohortAgreementRow: tables.COHORT_AGREEMENT,
    module.ReliabilityRow: tables.RELIABILITY,
    module.SupportReceivedRow: tables.SUPPORT_RECEIVED,
}


@pytest.mark.parametrize(("kind", "table"), CONTRACTS.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_record_has_the_columns_of_its_table_with_their_types(kind: type, table: Table) -> None:
    fields = [(one.name, one.type) for one in dataclasses.fields(kind)]
    assert fields == [(column.name, TYPES[column.kind]) for column in table.columns]


def test_every_kind_of_record_is_compared_with_a_contract() -> None:
    kinds = {one for one in vars(module).values() if dataclasses.is_dataclass(one)}
    assert kinds == set(CONTRACTS)


def test_rows_come_in_the_order_of_the_table_whatever_the_order_of_its_columns() -> None:
    frame = pd.DataFrame({"outcome": ["improved", "declined"], "element": ["gov", "fin"], "extra": [1, 2]})

    @dataclasses.dataclass(frozen=True)
    class Two:
        element: str
        outcome: str

    assert list(module.rows(Two, frame)) == [Two("gov", "improved"), Two("fin", "declined")]


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="score"):
        list(module.rows(module.ScoreRow, pd.DataFrame({"organization": ["zora"]})))
