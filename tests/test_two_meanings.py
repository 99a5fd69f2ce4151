"""What says two things in one file is refused, with both: columns for one role, people under one code."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.collection.responses import collect
from tests.checking import errors_of_check, said_by_check
from tests.small import ITEMS, PROJECT, put, read_small, small_project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def two_columns(folder: Path, role: str, first: str, second: str) -> None:
    """Put a table in which the columns A and B both stand for a role."""
    organization = "" if role == "organization" else "organization,"
    put(
        folder,
        "responses/y1/a.csv",
        f"{organization}A,B,{','.join(ITEMS)}\n{organization and 'zora,'}{first},{second},1,2,3,4\n",
    )
    put(folder, "responses/y1/mapping.yaml", f"files: [{{file: a.csv, columns: {{A: {role}, B: {role}}}}}]\n")


@pytest.mark.parametrize(
    ("role", "first", "second"),
    [
        ("organization", "zora", "lasta"),
        ("score_type", "consensus", "verified"),
        ("respondent", "r1", "r2"),
        ("role", "board", "staff"),
        ("period", "y1", "y2"),
        ("submitted", "2024-05-30", "2024-05-31"),
        ("questionnaire", "small/1", "small/2"),
    ],
)
def test_two_columns_for_one_role_that_differ_are_refused_with_row_and_cells(
    folder: Path, role: str, first: str, second: str
) -> None:
    two_columns(folder, role, first, second)
    (line,) = said_by_check(folder, "columns-contradict")
    assert line.startswith(f"responses/y1/a.csv, row 2, column B: error: {role} is '{second}' here, and '{first}' in")
    assert "the column 'A'" in line


@pytest.mark.parametrize(
    ("role", "first", "second"),
    [
        ("organization", "zora", "Udruženje „Zora“"),
        ("organization", "", "zora"),
        ("score_type", "consensus", "Agreed by the organization in a session"),
        ("respondent", "r1", "R1"),
        ("period", "y1", "Prva godina"),
        ("submitted", "2024-05-31", "31.5.2024."),
    ],
)
def test_two_columns_for_one_role_that_say_the_same_are_fine(folder: Path, role: str, first: str, second: str) -> None:
    two_columns(folder, role, first, second)
    assert errors_of_check(folder) == []


TIDY = "organization,respondent,role,item,answer\n"


def test_two_people_under_one_code_in_a_tidy_table_are_refused(folder: Path) -> None:
    rows = "zora,r1,board,gov-board,3\nzora,r1,Board,gov-mission,3\nzora,r1,,fin-books,3\nzora,r1,staff,fin-donors,1\n"
    put(folder, "responses/y1/a.csv", TIDY + rows)
    (line,) = said_by_check(folder, "respondent-of-two-roles")
    assert line.startswith("responses/y1/a.csv:5: error: The role is 'staff' here, and 'board' in row 2")


def test_one_code_may_stand_for_one_person_in_each_organization(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", TIDY + "zora,r1,board,gov-board,3\nlasta,r1,staff,gov-board,3\n")
    assert errors_of_check(folder) == []


DATED = "organization,item,answer,submitted\n"

APART = "".join(f"zora,{item},{level},2024-05-0{level}\n" for item, level in zip(ITEMS, "1234", strict=True))


@pytest.mark.parametrize("policy", ["error", "latest"])
def test_answers_of_different_dates_to_different_items_are_one_sheet(folder: Path, policy: str) -> None:
    put(folder, "project.yaml", PROJECT + f"duplicates: {policy}\n")
    put(folder, "responses/y1/a.csv", DATED + APART)
    collected = collect(*read_small(folder))
    assert [one.code for one in collected.findings if one.code != "organization-absent"] == []
    assert collected.responses["answer"].tolist() == [1.0, 2.0, 3.0, 4.0]


def test_an_item_answered_again_counts_with_its_latest_answer_and_the_others_stay(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT + "duplicates: latest\n")
    put(folder, "responses/y1/a.csv", DATED + "zora,gov-board,4,2024-06-01T09:00\n" + APART)
    collected = collect(*read_small(folder))
    (said,) = [one for one in collected.findings if one.code == "answers-overtaken"]
    assert said.message.endswith("in one table (1) count with their latest answer: gov-board.")
    assert collected.responses["answer"].tolist() == [4.0, 2.0, 3.0, 4.0]


def test_an_item_answered_again_is_refused_where_no_policy_says_which_counts(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", DATED + "zora,gov-board,4,2024-06-01\n" + APART)
    assert errors_of_check(folder) == ["sheet-twice"]


def test_a_later_answer_that_is_none_is_refused_and_the_earlier_does_not_count(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT + "duplicates: latest\n")
    put(folder, "responses/y1/a.csv", DATED + APART + "zora,gov-board,9,2024-06-01\n")
    assert errors_of_check(folder) == ["answer-not-a-level"]
