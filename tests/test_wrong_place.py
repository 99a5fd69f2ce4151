"""A file that no loader recognises: what is lacking in it, or what it is and where it belongs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from oca.cli.app import app
from oca.findings import suggest
from oca.tables import COMPARISON
from tests.checking import errors_of_check, said_by_check
from tests.small import put, small_project

ANSWERS = "organization,gov-board,gov-mission,fin-books,fin-donors\nzora,1,2,3,4\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def oca(folder: Path, *command: str) -> str:
    done = CliRunner().invoke(app, [*command, "--project", str(folder)])
    assert done.exit_code in (0, 3), done.output
    return done.output


def test_a_plan_among_answers_is_sent_to_the_plans(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", ANSWERS)
    oca(folder, "plan", "--period", "y1")
    (made,) = folder.glob("out/plans/y1/*.xlsx")
    shutil.copy(made, folder / "responses/y1")
    (said,) = said_by_check(folder, "file-misplaced")
    assert said.startswith("responses/y1/zora.xlsx: error: The file is an action plan")
    assert "in plans/." in said


def test_a_form_among_plans_is_sent_to_the_answers(folder: Path) -> None:
    oca(folder, "form", "zora", "--period", "y1")
    (made,) = folder.glob("out/forms/*.xlsx")
    (folder / "plans/y1").mkdir(parents=True)
    shutil.copy(made, folder / "plans/y1/zora.xlsx")
    (said,) = said_by_check(folder, "file-misplaced")
    assert said.startswith("plans/y1/zora.xlsx: error: The file is a form with answers")
    assert "Move it to responses/y1/." in said


@pytest.mark.parametrize(("format", "what"), [("xlsform", "an XLSForm"), ("web", "a page made by oca")])
def test_a_form_that_holds_no_answers_stops_nothing(folder: Path, format: str, what: str) -> None:  # noqa: A002 - as the option
    put(folder, "responses/y1/a.csv", ANSWERS)
    oca(folder, "form", "--period", "y1", "--format", format, "zora")
    for made in folder.glob("out/forms/*"):
        shutil.copy(made, folder / "responses/y1")
    (said,) = said_by_check(folder, "file-unrelated")
    assert f"look at: The file is {what}" in said
    assert errors_of_check(folder) == []


def test_a_comparison_among_answers_stops_nothing(folder: Path) -> None:
    book = Workbook()
    book.active.append(["Comparison"])
    book.create_sheet("Values").append(list(COMPARISON.names))
    (folder / "responses/y1").mkdir(exist_ok=True)
    book.save(folder / "responses/y1/comparison.xlsx")
    (said,) = said_by_check(folder, "file-unrelated")
    assert "The file is a comparison made by oca compare (.xlsx)" in said


def test_a_document_among_plans_is_to_be_typed_into_a_plan(folder: Path) -> None:
    put(folder, "plans/y1/zora.docx", "x")
    put(folder, "responses/y1/lasta.docx", "x")
    answers, plan = sorted(said_by_check(folder, "file-unrelated"), reverse=True)
    assert "type that into a plan (oca plan)" in plan
    assert "type that into a form (oca form)" in answers


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("item,answer,comment", "Only the column organization is missing: add it, or put the file into a folder"),
        ("organization,answer,comment", "Only the column item is missing: add it."),
        ("organization,item,remark", "Only the column answer is missing: add it."),
        ("gov-board,gov-mission,fin-books", "Only the column organization is missing: add it"),
        ("Does the board meet?,Is there a mission?,Remark", "Only the column organization is missing: add it"),
        ("organization,item,anwser,comment", "Perhaps 'anwser' was meant to be answer."),
        ("organzation,item,answer", "Perhaps 'organzation' was meant to be organization."),
        ("name,town", "Read are forms made by oca form, "),
    ],
)
def test_what_a_heading_lacks_is_said_in_one_sentence(folder: Path, heading: str, said: str) -> None:
    row = ",".join("1" for _ in heading.split(","))
    put(folder, "responses/y1/a.csv", f"{heading}\n{row}\n")
    (line,) = said_by_check(folder, "file-unknown")
    first = heading.split(",")[0]
    assert line.startswith(f"responses/y1/a.csv: error: No loader recognises this file, which begins with {first!r}")
    assert said in line
    assert "KoboToolbox" not in line or said.startswith("Read are")


def test_the_explanation_lists_what_is_looked_for(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", "name,town\na,b\n")
    assert "ODK Central: the columns SubmissionDate and KEY" in oca(
        folder, "check", "--explain", str(folder / "responses/y1/a.csv")
    )


def test_a_form_that_was_filled_in_where_it_was_made_is_sent_to_its_period(folder: Path) -> None:
    oca(folder, "form", "zora", "--period", "y2")
    (made,) = folder.glob("out/forms/*.xlsx")
    book = load_workbook(made)
    page = book.worksheets[1]
    answer = [cell.value for cell in page[1]].index("answer") + 1
    row = next(cells[0].row for cells in page.iter_rows(min_row=2) if cells[0].value)
    page.cell(row, answer, "3")
    book.save(made)
    (said,) = said_by_check(folder, "filled-in-out")
    assert "Move it to responses/y2/." in said


def test_the_known_words_are_listed_once_each() -> None:
    assert suggest("zzz", ["t1", "t2", "t1"]) == "Known: t1, t2."
