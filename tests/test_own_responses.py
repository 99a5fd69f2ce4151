"""Own data of an analyst: from a table or records to RESPONSES, or to errors that name their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from oca.assessment import assess
from oca.collection.own_responses import responses_frame
from oca.errors import InputError, UsageError
from oca.scoring.scores import score
from oca.tables import RESPONSES
from tests.making import questionnaire, scheme
from tests.printed import answered
from tests.small import ITEMS

FORM = questionnaire({"gov": ["board", "mission"], "fin": ["books"]})

ZORA = {"organization": "zora", "period": "y1"}


def faults(*rows: Mapping[str, object]) -> list[tuple[str, int | None, str]]:
    """Return code, row and column of everything that is wrong with records."""
    with pytest.raises(InputError) as refused:
        responses_frame(rows, FORM)
    return [(one.code, one.place.row, one.place.column) for one in refused.value.findings]


@pytest.mark.parametrize("form", [list, pd.DataFrame], ids=["records", "frame"])
def test_own_answers_become_responses_with_a_row_for_every_item(
    form: Callable[[object], list[dict[str, object]]],
) -> None:
    rows = [
        {**ZORA, "item": "books", "answer": 3.0, "comment": "Seen."},
        {**ZORA, "item": "board", "answer": "N/A", "comment": None},
    ]
    made = RESPONSES.check(responses_frame(form(rows), FORM))
    assert list(made["item"]) == ["board", "mission", "books"]
    assert list(made["status"]) == ["not_applicable", "missing", "answered"]
    assert list(made["answer"].fillna(0)) == [0, 0, 3]
    assert list(made["row"]) == [2, 0, 1]
    assert list(made["comment"]) == ["", "", "Seen."]
    assert set(made["score_type"]) == {"consensus"}
    assert set(made["questionnaire"]) == {"small/1"}


def test_what_is_responses_already_stays_as_it_is() -> None:
    rows = [{**ZORA, "period": 2024, "item": "board", "answer": 2, "respondent": "r1", "role": "staff"}]
    made = responses_frame(rows, FORM)
    assert set(made["period"]) == {"2024"}
    assert set(made["score_type"]) == {"individual"}
    pd.testing.assert_frame_equal(responses_frame(made, [FORM]), made)


def test_own_answers_are_scored_by_one_scheme_for_all_periods() -> None:
    rows = [
        {**ZORA, "period": period, "item": item, "answer": answer}
        for period, answers in {"y2": (1, 2, 4), "y1": (1, 1, 1)}.items()
        for item, answer in zip(("board", "mission", "books"), answers, strict=True)
    ]
    scores = score(responses_frame(rows, FORM), FORM, scheme())
    overall = scores[scores["kind"] == "overall"].set_index("period")["score"]
    assert overall.to_dict() == {"y2": 2.75, "y1": 1.0}  # (1.5 + 4) / 2


def test_every_row_that_cannot_be_read_is_named_with_its_column() -> None:
    found = faults(
        {**ZORA, "item": "bord", "answer": 3},
        {**ZORA, "item": "board", "answer": 5},
        {**ZORA, "organization": None, "item": "board", "answer": 1},
        {**ZORA, "item": "books", "answer": 1, "status": "dont_know"},
        {**ZORA, "item": "books", "answer": None, "status": "answered"},
        {**ZORA, "item": "books", "answer": 1, "status": "blank"},
        {**ZORA, "item": "books", "answer": 1, "score_type": "agreed"},
        {**ZORA, "item": "books", "answer": 1, "score_type": "individual"},
        {**ZORA, "item": "books", "answer": 1, "score_type": "verified", "respondent": "r1"},
        {**ZORA, "item": "books", "answer": 1, "questionnaire": "small/2"},
    )
    assert found == [
        ("frame-value", 1, "item"),
        ("frame-value", 2, "answer"),
        ("frame-empty", 3, "organization"),
        ("frame-status", 4, "status"),
        ("frame-status", 5, "status"),
        ("frame-value", 6, "status"),
        ("frame-value", 7, "score_type"),
        ("frame-respondent", 8, "respondent"),
        ("frame-respondent", 9, "respondent"),
        ("frame-value", 10, "questionnaire"),
    ]


def test_one_mistake_in_many_rows_is_said_once_with_all_its_rows() -> None:
    rows = [{**ZORA, "period": f"y{nth}", "item": "bord", "answer": 3} for nth in range(3)]
    with pytest.raises(InputError, match="'bord' is no item of small/1, in rows 1, 2, 3") as refused:
        responses_frame(rows, FORM)
    assert len(refused.value.findings) == 1


def test_two_answers_to_one_item_are_refused_but_not_those_of_two_respondents() -> None:
    one = {**ZORA, "item": "board", "answer": 1}
    assert faults(one, one) == [("frame-twice", 2, "item")]
    two = responses_frame([{**one, "respondent": "r1"}, {**one, "respondent": "r2"}], FORM)
    assert list(two["respondent"]) == ["r1"] * 3 + ["r2"] * 3


def test_a_column_that_is_absent_or_misspelt_is_named() -> None:
    with pytest.raises(InputError) as refused:
        responses_frame(pd.DataFrame({"organisation": ["a"], "period": ["y1"], "item": ["board"], "answer": [1]}), FORM)
    assert [one.code for one in refused.value.findings] == ["column-missing", "column-unknown"]
    assert "Did you mean organization?" in str(refused.value)


def test_one_period_has_one_questionnaire() -> None:
    later = questionnaire({"gov": ["board"]}, version="2")
    row = {**ZORA, "item": "board", "answer": 1, "questionnaire": "small/1"}
    other = {**row, "organization": "most", "questionnaire": "small/2"}
    with pytest.raises(InputError, match="'small/2' is no questionnaire of y1"):
        responses_frame([row, other], [FORM, later])
    with pytest.raises(InputError, match="questionnaire is empty in row 1"):
        responses_frame([{**ZORA, "item": "board", "answer": 1}], [FORM, later])


@pytest.mark.parametrize("data", [3, "answers.csv", [("zora", "y1", "board", 3)], None])
def test_what_is_no_table_and_no_records_is_refused(data: object) -> None:
    with pytest.raises(UsageError, match="a DataFrame, or a list of records"):
        responses_frame(data, FORM)  # type: ignore[arg-type]  # what a checker would refuse is given
    with pytest.raises(UsageError, match="No questionnaire is given"):
        responses_frame([], [])


def test_no_rows_are_an_empty_table() -> None:
    assert responses_frame([], FORM).empty
    assert responses_frame(pd.DataFrame(columns=["organization", "period", "item", "answer"]), FORM).empty


def test_a_project_is_assessed_with_own_answers_in_place_of_its_own(tmp_path: Path) -> None:
    before = answered(tmp_path, y1=[("zora", (1, 1, 1, 1))], y2=[("zora", (2, 2, 2, 2))])
    rows = [{"organization": "zora", "period": "y1", "item": item, "answer": 4} for item in ITEMS]
    kept = before.responses[before.responses["period"] == "y2"]
    after = assess(before.project, responses=pd.concat([kept, responses_frame(rows, before.questionnaire_of("y1"))]))
    assert before.overall.loc["zora", ["y1", "y2"]].tolist() == [1, 2]
    assert after.overall.loc["zora", ["y1", "y2"]].tolist() == [4, 2]
    change = after.changes[after.changes["kind"] == "overall"]
    assert change["change"].tolist() == [-2]
    assert after.sheets["period"].tolist() == ["y1", "y2"]


def test_own_answers_of_a_stranger_or_outside_the_cohort_are_refused(tmp_path: Path) -> None:
    project = answered(tmp_path, y1=[("zora", (1, 1, 1, 1))]).project
    one = {"period": "y1", "item": "gov-board", "answer": 4}
    rows = [
        {**one, "organization": "zara"},
        {**one, "organization": "most"},
        {**one, "organization": "zora", "period": "y3"},
    ]
    with pytest.raises(InputError) as refused:
        assess(project, responses=rows)
    assert [(one.code, one.place.row) for one in refused.value.findings] == [
        ("frame-value", 1),
        ("frame-empty", 3),
        ("frame-value", 3),
        ("organization-outside", None),
    ]
