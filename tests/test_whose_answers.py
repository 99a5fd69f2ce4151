"""Whose answers a row holds: nobody's are taken for those on which an organization agreed, or for another's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.checking import errors_of_check, said_by_check
from tests.exports import TOOLS, Sent, Shape, as_csv
from tests.small import ITEMS, PROJECT, put, read_small, small_project

HEADING = f"organization;respondent;role;{';'.join(ITEMS)}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def sent(organization: str, respondent: str, levels: str, **more: str) -> Sent:
    day = f"2024-05-2{levels[0]}T10:00:00"
    answers = dict(zip(ITEMS, levels, strict=True))
    return Sent(organization, answers, respondent=respondent, when=day, number=int(levels), **more)


def export(folder: Path, tool: str, *rows: Sent, setting: str = "") -> None:
    put(folder, "project.yaml", PROJECT + setting)
    questionnaire = read_small(folder)[1]["small/1"]
    put(folder, "responses/y1/a.csv", as_csv(TOOLS[tool][1](questionnaire, list(rows), Shape("labels", "numbers"))))


def test_a_blank_respondent_beside_filled_ones_is_refused_with_its_row(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", HEADING + "zora;r1;staff;3;3;3;4\nzora;;board;1;2;1;1\nzora;r2;staff;3;3;4;4\n")
    (said,) = said_by_check(folder, "respondent-empty")
    assert said.startswith("responses/y1/a.csv, row 3, column respondent: error: The respondent is empty")
    assert "consensus in a column score_type" in said


@pytest.mark.parametrize("tool", TOOLS)
def test_a_blank_respondent_is_refused_in_the_export_of_every_tool(folder: Path, tool: str) -> None:
    export(folder, tool, sent("zora", "r1", "1234"), sent("zora", "", "2341"), sent("zora", "r2", "3412"))
    assert errors_of_check(folder) == ["respondent-empty"]


def test_a_row_that_says_consensus_needs_no_respondent(folder: Path) -> None:
    rows = ["zora,r1,individual,3,3,3,4", "zora,,consensus,1,2,1,1", "zora,r2,,3,3,4,4"]
    put(folder, "responses/y1/a.csv", f"organization,respondent,score_type,{','.join(ITEMS)}\n" + "\n".join(rows))
    assert errors_of_check(folder) == []


def test_organizations_without_any_respondent_agreed_on_their_row(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", HEADING + "zora;r1;staff;3;3;3;4\nzora;r2;board;1;2;1;1\nlasta;;;3;3;4;4\n")
    assert errors_of_check(folder) == []


def test_an_unknown_organization_is_the_only_thing_said_of_its_row(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", HEADING + "zorra;r1;staff;3;3;3;4\nzorra;;staff;3;3;4;4\n")
    assert set(errors_of_check(folder)) == {"organization-unknown"}


def test_three_rows_of_one_organization_are_first_asked_whether_they_are_people(folder: Path) -> None:
    rows = (sent("zora", "", "1234"), sent("zora", "", "2341"), sent("zora", "", "3412"))
    export(folder, "google", *rows)
    (said,) = said_by_check(folder, "sheet-twice")
    assert "came 3 times: " in said
    assert "If these are different people, set submissions: individual in project.yaml. Keep one, or set" in said
    export(folder, "google", *rows, setting="duplicates: latest\n")
    (aside,) = said_by_check(folder, "sheet-set-aside")
    assert "came 3 times; responses/y1/a.csv row 4 was kept as the latest. The same in row 3." in aside
    assert "If these are different people, set submissions: individual in project.yaml." in aside


def test_rows_of_a_plain_table_may_be_people_who_need_a_respondent(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", HEADING + "zora;;;3;3;3;4\nzora;;;1;2;1;1\n")
    (said,) = said_by_check(folder, "sheet-twice")
    assert "came twice: " in said
    assert "If these are different people, give each a respondent. Keep one" in said


def test_two_sheets_of_one_person_are_not_asked_whether_they_are_people(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", HEADING + "zora;r1;;3;3;3;4\nzora;r1;;1;2;1;1\n")
    (said,) = said_by_check(folder, "sheet-twice")
    assert "different people" not in said


def test_a_tool_says_who_agreed_where_the_form_asks_for_it(folder: Path) -> None:
    rows = [sent("zora", "r1", "1234", score_type="individual"), sent("zora", "", "2341", score_type="consensus")]
    export(folder, "kobo", *rows, replace(rows[0], respondent="r2", number=7))
    assert errors_of_check(folder) == []
