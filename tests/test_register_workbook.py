"""The register may be a workbook, such as the blank one of `oca form`; what its words were meant to be is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from oca.cli.app import app
from oca.errors import UsageError
from oca.project import load_project
from tests.checking import errors_of_check, said_by_check
from tests.small import ORGANIZATIONS, PROJECT, put, small_project

ROWS = [line.split(",") for line in ORGANIZATIONS.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = small_project(tmp_path / "project")
    (folder / "organizations.csv").unlink()
    return folder


def write(folder: Path, rows: list[list[str]], title: str = "Sheet1") -> None:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.create_sheet("help").append(["id", "name", "sector"])
    book.save(folder / "organizations.xlsx")


def test_a_workbook_says_the_same_as_the_csv(tmp_path: Path, folder: Path) -> None:
    write(folder, [["Our register"], *ROWS, [""] * 6])
    read = load_project(folder)
    assert read.organizations == load_project(small_project(tmp_path / "csv")).organizations
    assert read.register_file == "organizations.xlsx"


def test_the_blank_register_is_made_before_there_is_one_filled_in_and_read(folder: Path) -> None:
    done = CliRunner().invoke(app, ["form", "--file", "organizations", "--project", str(folder)])
    assert done.exit_code == 0, done.output
    book = load_workbook(folder / "out/forms/organizations.xlsx")
    page = book["organizations"]
    heading = [cell.value for cell in page[1]]
    for column, text in (("id", "zora"), ("name", "Zora"), ("sector", "health"), ("language", "bs"), ("founded", 1999)):
        page.cell(2, heading.index(column) + 1, text)
    book.save(folder / "organizations.xlsx")
    (one,) = load_project(folder).organizations
    assert (one.id, one.name, one.sector, one.language, one.other["founded"]) == (
        "zora",
        "Zora",
        "health",
        "bs",
        "1999",
    )
    assert said_by_check(folder, "project-file-stray") == []


def test_a_fault_of_the_workbook_is_said_with_its_cell(folder: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][2], rows[2][1], rows[3][0] = "helth", "Ku?a", "zora"
    write(folder, [[], *rows], "Organizations")
    place = "organizations.xlsx, sheet Organizations"
    assert [line.split(": ")[0] for line in said_by_check(folder, "cell-unknown")] == [f"{place}, C3"]
    assert [line.split(": ")[0] for line in said_by_check(folder, "organization-twice")] == [f"{place}, A5"]
    assert [line.split(": ")[0] for line in said_by_check(folder, "letter-lost")] == [f"{place}, B4"]


def test_a_formula_that_was_never_calculated_is_refused(folder: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][1] = "=UPPER(A2)"
    write(folder, rows)
    (said,) = said_by_check(folder, "formula-uncalculated")
    assert said.startswith("organizations.xlsx, sheet Sheet1, B2: error")


def test_a_register_that_stands_twice_is_refused(folder: Path) -> None:
    write(folder, ROWS)
    put(folder, "organizations.csv", ORGANIZATIONS)
    (said,) = said_by_check(folder, "support-twice")
    assert said.startswith("organizations.xlsx: error: There is organizations.csv as well.")


def test_without_a_register_it_is_said_how_a_blank_one_is_made(folder: Path) -> None:
    (said,) = said_by_check(folder, "file-missing")
    assert "There is no organizations.csv or organizations.xlsx." in said
    assert "oca form --file organizations" in said


@pytest.mark.parametrize("name", ["organizations.csv", "organizations.xlsx"])
def test_a_missing_heading_is_one_finding(folder: Path, name: str) -> None:
    if name.endswith("csv"):
        put(folder, name, "zora,Zora,health,bs\nlasta,Lasta,culture,en\n")
    else:
        write(folder, ROWS[1:])
    assert errors_of_check(folder) == ["column-missing"]
    (said,) = said_by_check(folder)
    assert "There is no column id, name, sector." in said


@pytest.mark.parametrize("typed", ["Health", "zdravlje", "Zdravlja", "Здравље"])
def test_a_sector_written_by_its_label_is_recognised_in_the_suggestion(folder: Path, typed: str) -> None:
    put(folder, "organizations.csv", ORGANIZATIONS.replace("health", typed))
    (said,) = said_by_check(folder, "cell-unknown")
    assert "Did you mean health?" in said


def test_a_language_that_the_project_does_not_list_is_to_be_added(folder: Path) -> None:
    put(folder, "organizations.csv", ORGANIZATIONS.replace("culture,en", "culture,hr"))
    (said,) = said_by_check(folder, "cell-unknown")
    assert "Add hr to languages in project.yaml, or write one of these: en, bs." in said


@pytest.mark.parametrize("name", ["project.yml", "project.yaml.txt", "Project.yaml"])
def test_a_project_file_of_another_name_is_to_be_renamed(folder: Path, name: str) -> None:
    (folder / "project.yaml").unlink()
    put(folder, name, PROJECT)
    if (folder / "project.yaml").exists():
        pytest.skip("this disk takes both names for one")
    with pytest.raises(UsageError, match=f"Rename {name} to project.yaml."):
        load_project(folder)
