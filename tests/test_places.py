"""A finding names the cell or line in which a person mends what is wrong, not another one beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.checking import said_by_check
from tests.small import PROJECT, add_second_version, put, small_project

IDS = "organization,gov-board,gov-mission,fin-books,fin-donors"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def where(folder: Path, *codes: str) -> list[str]:
    return [line.split(": error: ")[0] for line in said_by_check(folder, *codes)]


def test_a_misspelt_item_of_a_tidy_table_is_said_at_its_own_cell(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", "item,organization,answer\ngov-board,zora,2\ngov-bord,zora,3\n")
    assert where(folder, "item-unknown") == ["responses/y1/a.csv, row 3, column item"]
    book = Workbook()
    for row in (["organization", "answer", "item"], ["zora", "2", "gov-board"], ["zora", "3", "gov-bord"]):
        book.active.append(row)
    (folder / "responses/y1/a.csv").unlink()
    book.save(folder / "responses/y1/a.xlsx")
    assert where(folder, "item-unknown") == ["responses/y1/a.xlsx, sheet Sheet, C3"]


def test_an_unknown_organization_or_period_is_said_with_its_column(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"period,{IDS}\ny1,zorra,1,2,3,4\ny9,zora,1,2,3,4\n")
    assert where(folder, "organization-unknown") == ["responses/y1/a.csv, row 2, column organization"]
    assert where(folder, "period-unknown") == ["responses/y1/a.csv, row 3, column period"]


def test_an_unknown_organization_in_an_export_is_said_with_its_column(folder: Path) -> None:
    head = "Timestamp,Organization,Does the board meet?,Is there a mission?,Are books kept?,Who pays?"
    put(folder, "responses/y1/a.csv", f"{head}\n2024-05-30 10:00:00,zorra,1,2,3,4\n")
    assert where(folder, "organization-unknown") == ["responses/y1/a.csv, row 2, column Organization"]


def test_a_blank_respondent_is_said_at_its_cell(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"respondent,{IDS}\nr1,zora,1,2,3,4\n,zora,1,2,3,4\n")
    assert where(folder, "respondent-empty") == ["responses/y1/a.csv, row 3, column respondent"]


def test_an_unknown_heading_is_said_at_the_row_of_the_heading_with_what_to_do(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"Our assessment,,,,,,\n{IDS},Remark\nzora,1,2,3,4,x\n")
    (said,) = said_by_check(folder, "column-unknown")
    assert said.startswith("responses/y1/a.csv, row 2, column Remark: error: The column 'Remark' is not known.")
    assert "remove it; or list it in mapping.yaml under ignore." in said
    put(folder, "responses/y1/mapping.yaml", "files:\n- {file: a.csv, ignore: [Remark]}\n")
    assert where(folder, "column-unknown") == []


def test_an_unknown_heading_beside_labels_is_said_at_its_column(folder: Path) -> None:
    labels = "organization,Does the board meet?,Is there a mission?,Are books kept?,Who pays?"
    put(folder, "responses/y1/a.csv", f"{labels},Remark\nzora,1,2,3,4,x\n")
    assert where(folder, "column-unknown") == ["responses/y1/a.csv, row 1, column Remark"]


def test_a_misspelt_heading_of_an_item_is_said_to_be_meant_so(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"{IDS.replace('gov-board', 'gov-bord')}\nzora,1,2,3,4\n")
    (said,) = said_by_check(folder, "column-unknown")
    assert "row 1, column gov-bord: error" in said
    assert "Did you mean gov-board?" in said


def test_a_column_of_a_tidy_table_can_be_ignored(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", "organization,item,answer,Remark\nzora,gov-board,2,x\n")
    assert where(folder, "column-unknown") == ["responses/y1/a.csv, row 1, column Remark"]
    put(folder, "responses/y1/mapping.yaml", "files:\n- {file: a.csv, ignore: [Remark]}\n")
    assert where(folder, "column-unknown") == []


def test_an_item_of_another_version_is_said_at_the_heading(folder: Path) -> None:
    add_second_version(folder)
    put(folder, "responses/y2/a.csv", f"{IDS}\nzora,1,2,3,4\n")
    (said,) = said_by_check(folder, "item-unknown")
    assert said.startswith("responses/y2/a.csv, row 1, column fin-donors: error")
    assert "It is an item of small/1." in said


@pytest.mark.parametrize(("typed", "line"), [("small/3", 8), ("small-maen", 9)])
def test_an_unknown_questionnaire_or_scheme_is_said_once_at_the_line_of_the_period(
    folder: Path, typed: str, line: int
) -> None:
    put(folder, "project.yaml", PROJECT.replace("small/1" if "/" in typed else "small-mean", typed))
    (said,) = said_by_check(folder, "content-unknown")
    assert said.startswith(f"project.yaml:{line}: error: There is no ")
    assert typed in said


def test_an_unknown_questionnaire_and_an_unknown_scheme_are_said_together(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT.replace("small/1", "small/3").replace("small-mean", "none"))
    assert where(folder, "content-unknown") == ["project.yaml:8", "project.yaml:9"]


def test_an_unknown_version_before_is_said_at_the_line_of_the_mapping(folder: Path) -> None:
    add_second_version(folder)
    path = folder / "questionnaires/small/2.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('from: "1"', 'from: "0"'), encoding="utf-8")
    (said,) = where(folder, "content-unknown")
    line = path.read_text(encoding="utf-8").splitlines().index('  from: "0"') + 1
    assert said == f"questionnaires/small/2.yaml:{line}"


def test_a_colon_without_its_space_is_said_in_its_own_line(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT.replace("date: 2024-05-31", "date:2024-05-31"))
    (said,) = said_by_check(folder, "yaml-syntax")
    assert said.startswith("project.yaml:7: error: This is not valid YAML: after the colon of a key there is no space")
