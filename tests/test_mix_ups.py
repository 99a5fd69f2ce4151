"""Files and dates that were probably mixed up are pointed out; answers are counted as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.collection.form_content import FilledSheet
from oca.collection.forms.workbook import make_workbook
from tests.checking import errors_of_check, said_by_check
from tests.small import ITEMS, ORGANIZATIONS, PROJECT, put, read_small, small_project

TIDY = "organization,item,answer,comment\n"
HEADING = "organization,submitted,gov-board,gov-mission,fin-books,fin-donors\n"

STRATEGY = "plan context operational review sustainability risk"
"""The items of a dimension of cssp-oca/2, after its prefix."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def form_of(folder: Path, organization: str, name: str, date: str = "2024-05-30") -> None:
    project, questionnaires = read_small(folder)
    make_workbook(
        questionnaires["small/1"],
        folder / f"responses/y1/{name}",
        language="en",
        organization=project.organization(organization),
        period=project.period("y1"),
        sheet=FilledSheet(dict(zip(ITEMS, "3214", strict=True)), date=date),
    )


@pytest.mark.parametrize("name", ["lasta.xlsx", "lasta-y1.xlsx", "Lasta Theatre (2).xlsx", "lasta_final-2.xlsx"])
def test_a_form_in_a_file_named_for_another_organization_is_pointed_out(folder: Path, name: str) -> None:
    form_of(folder, "zora", name)
    (said,) = said_by_check(folder, "file-of-another")
    assert said.startswith(f"responses/y1/{name}: look at: The answers are those of zora, but the name")
    assert "the file says lasta" in said
    assert errors_of_check(folder) == []


@pytest.mark.parametrize("name", ["zora.xlsx", "zora-y1-3.xlsx", "answers.xlsx", "last.xlsx"])
def test_a_file_named_for_its_organization_or_for_none_is_not_pointed_out(folder: Path, name: str) -> None:
    form_of(folder, "zora", name)
    assert said_by_check(folder, "file-of-another") == []


def test_a_table_of_several_organizations_may_be_named_as_it_likes(folder: Path) -> None:
    put(folder, "responses/y1/most.csv", f"{HEADING}zora,,1,2,3,4\nlasta,,2,2,3,4\n")
    assert said_by_check(folder, "file-of-another") == []


def test_organizations_with_the_same_answers_and_remarks_are_pointed_out(folder: Path) -> None:
    for name, remark in (("zora", "We meet."), ("lasta", "We meet.")):
        put(folder, f"responses/y1/{name}.csv", f"{TIDY}{name},gov-board,3,{remark}\n{name},fin-books,2,\n")
    (said,) = said_by_check(folder, "answers-alike")
    assert "the very same answers and remarks in y1: lasta, zora" in said
    put(folder, "responses/y1/zora.csv", f"{TIDY}zora,gov-board,3,We seldom meet.\nzora,fin-books,2,\n")
    assert said_by_check(folder, "answers-alike") == []


def test_few_answers_without_a_remark_are_alike_by_chance(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"{HEADING}zora,,1,2,3,4\nlasta,,1,2,3,4\n")
    assert said_by_check(folder, "answers-alike") == []


def test_many_answers_are_not_alike_by_chance_unless_all_are_one_level(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    project = PROJECT.replace("small/1", "cssp-oca/2").replace("small-mean", "cssp-mean")
    put(folder, "project.yaml", project)
    codes = "mission board separation constituency statute succession"
    items = [f"gov-{code}" for code in codes.split()] + [f"str-{code}" for code in STRATEGY.split()]
    head = f"organization,{','.join(items)}\n"
    put(folder, "responses/y1/a.csv", f"{head}zora{',3' * 11},2\nlasta{',3' * 11},2\n")
    assert len(said_by_check(folder, "answers-alike")) == 1
    put(folder, "responses/y1/a.csv", f"{head}zora{',3' * 12}\nlasta{',3' * 12}\n")
    assert said_by_check(folder, "answers-alike") == []
    put(folder, "responses/y1/a.csv", f"{head}zora{',3' * 10},2,\nlasta{',3' * 10},2,\n")
    assert said_by_check(folder, "answers-alike") == []


def test_a_session_more_than_a_year_from_its_period_is_pointed_out_at_its_cell(folder: Path) -> None:
    form_of(folder, "zora", "zora.xlsx", date="2062-05-30")
    (said,) = said_by_check(folder, "session-of-another-year")
    assert "sheet Start, C" in said
    assert "more than a year from y1, which is dated 2024-05-31: zora 2062-05-30." in said
    form_of(folder, "zora", "zora.xlsx", date="2025-05-31")
    assert said_by_check(folder, "session-of-another-year") == []


def test_the_rows_of_a_table_that_are_of_another_year_are_said_once(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"{HEADING}zora,2020-01-01,1,2,3,4\nlasta,2021-02-02,2,2,3,4\nmost,,1,1,1,2\n")
    (said,) = said_by_check(folder, "session-of-another-year")
    assert "lasta 2021-02-02, zora 2020-01-01" in said or "zora 2020-01-01, lasta 2021-02-02" in said


@pytest.mark.parametrize("day", ["2024-05-31", "2023-05-31"])
def test_periods_out_of_order_or_on_one_day_are_pointed_out(folder: Path, day: str) -> None:
    put(folder, "project.yaml", PROJECT.replace("2025-05-31", day))
    put(folder, "responses/y1/a.csv", f"{HEADING}zora,,1,2,3,4\n")
    (said,) = said_by_check(folder, "periods-disordered")
    assert said.startswith(f"project.yaml:12: look at: y2 is dated {day}, and y1, which stands before it, 2024-05-31.")


def test_a_period_that_looks_back_stands_where_it_likes(folder: Path) -> None:
    back = "  - {id: back, label: {en: Then, bs: Tada}, date: 2025-06-01, questionnaire: small/1, scheme: small-mean, "
    put(folder, "project.yaml", PROJECT.replace("  - id: y2", f"{back}retrospective_of: y1}}\n  - id: y2"))
    assert said_by_check(folder, "periods-disordered") == []


def test_a_question_mark_in_a_name_of_the_register_is_pointed_out_once(folder: Path) -> None:
    rows = "ena,Centar ?ena ?i?i?,health,bs,,\nmi,Ko smo mi?,health,bs,,\nkuca,Ku?a,health,bs,,\n"
    put(folder, "organizations.csv", ORGANIZATIONS + rows)
    (said,) = said_by_check(folder, "letter-lost")
    assert said.startswith("organizations.csv, row 5, column name: look at: name: 'Centar ?ena ?i?i?' has")
    assert "and 1 more such cells" in said
