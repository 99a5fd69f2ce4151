"""Forms and plans that somebody filled in where they were made are never replaced, and are named."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from typer.testing import CliRunner

from oca.assessment import check
from oca.cli.app import app
from oca.collection.filled_forms import filled_in_out
from oca.project import load_project
from tests import small

ANSWERS = "organization,item,answer\nzora,gov-board,3\nzora,gov-mission,2\nzora,fin-books,2\nzora,fin-donors,3\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small project in which one organization was assessed."""
    small.small_project(tmp_path)
    small.put(tmp_path, "responses/y1/a.csv", ANSWERS)
    return tmp_path


def run(*command: str) -> str:
    done = CliRunner().invoke(app, list(command))
    assert done.exit_code == 0, done.output
    return done.output


def typed(path: Path, where: Callable[[Any], bool], text: str) -> None:
    """Type a text into the first cell of a workbook of which `where` is true, and save."""
    book = load_workbook(path)
    cell = next(cell for sheet in book for row in sheet.iter_rows() for cell in row if where(cell))
    cell.value = text
    book.save(path)


def heading(name: str) -> Callable[[Any], bool]:
    """Say of a cell whether it is the first below a hidden heading of that name."""

    def found(cell: Any) -> bool:
        if cell.row == 1:
            return False
        above = [row[0].value for row in cell.parent.iter_rows(1, cell.row - 1, cell.column, cell.column)]
        codes = [row[0].value for row in cell.parent.iter_rows(cell.row, cell.row, 1, 1)]
        return name in above and bool(codes[0])

    return found


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(one.code, one.place.file) for one in check(folder)[2]]


@pytest.mark.parametrize("column", ["answer", "comment", "evidence"])
def test_a_form_filled_in_where_it_was_made_stays_and_the_new_one_goes_beside_it(folder: Path, column: str) -> None:
    run("form", "-p", str(folder), "--period", "y1", "zora")
    made = folder / "out/forms/zora-y1.xlsx"
    typed(made, heading(column), "3" if column == "answer" else "Minutes of May.")
    filled = made.read_bytes()
    said = run("form", "-p", str(folder), "--period", "y1", "zora")
    assert made.read_bytes() == filled
    assert "zora-y1.xlsx: changed since it was made, so left as it is" in said
    assert (folder / "out/forms/zora-y1-2.xlsx").is_file()
    run("form", "-p", str(folder), "--period", "y1", "zora")
    assert sorted(path.name for path in made.parent.iterdir()) == ["zora-y1-2.xlsx", "zora-y1.xlsx"]


def test_check_names_a_filled_form_in_out_and_says_where_it_belongs(folder: Path) -> None:
    run("form", "-p", str(folder), "--period", "y1")
    assert [code for code, _ in codes(folder) if code.endswith("in-out")] == []
    typed(folder / "out/forms/zora-y1.xlsx", heading("answer"), "3")
    assert ("filled-in-out", "out/forms/zora-y1.xlsx") in codes(folder)


def test_a_form_that_cannot_be_read_is_not_replaced(folder: Path) -> None:
    small.put(folder, "out/forms/zora-y1.xlsx", "rubbish, or a form on its way")
    run("form", "-p", str(folder), "--period", "y1", "zora")
    assert (folder / "out/forms/zora-y1.xlsx").read_text(encoding="utf-8") == "rubbish, or a form on its way"


def _printed(book: Any) -> Any:
    """Return a cell with the text of a level."""
    cells = (cell for row in book.worksheets[1].iter_rows() for cell in row)
    return next(cell for cell in cells if cell.value == "Sastaje se ponekad.")


def _noted(book: Any) -> None:
    book.worksheets[1]["L9"] = "Seen on 3 May"


def _typed_over(book: Any) -> None:
    _printed(book).value = "3, as the minutes of May show"


def _marked(book: Any) -> None:
    book.worksheets[1]["E5"].fill = PatternFill("solid", fgColor="FFFF00")


def _commented(book: Any) -> None:
    _printed(book).comment = Comment("3 here?", "Amra")


def _sheet_added(book: Any) -> None:
    book.create_sheet("Notes")["A1"] = "We agreed on 3."


def _only_saved(book: Any) -> None:
    """Excel writes all parts anew; that nothing was changed cannot be seen."""


CHANGES = [_noted, _typed_over, _marked, _commented, _sheet_added, _only_saved]


@pytest.mark.parametrize("change", CHANGES)
def test_a_form_that_was_changed_in_anything_stays_and_is_named(folder: Path, change: Callable[[Any], None]) -> None:
    run("form", "-p", str(folder), "--period", "y1", "zora")
    made = folder / "out/forms/zora-y1.xlsx"
    book = load_workbook(made)
    change(book)
    book.save(made)
    changed = made.read_bytes()
    run("form", "-p", str(folder), "--period", "y1", "zora")
    assert made.read_bytes() == changed
    assert sorted(path.name for path in made.parent.iterdir()) == ["zora-y1-2.xlsx", "zora-y1.xlsx"]
    assert [one for one in codes(folder) if one[0].endswith("in-out")] == [("changed-in-out", "out/forms/zora-y1.xlsx")]


@pytest.mark.parametrize("name", ["zora-y1.xlsx", "zora-y1.ods"])
def test_check_names_what_cannot_be_read_where_forms_are_made(folder: Path, name: str) -> None:
    small.put(folder, f"out/forms/{name}", b"PK\x03\x04 cut off")
    assert ("changed-in-out", f"out/forms/{name}") in codes(folder)


def _marked_plan(book: Any) -> None:
    book.worksheets[0]["E9"].fill = PatternFill("solid", fgColor="FFFF00")


def _noted_plan(book: Any) -> None:
    book.worksheets[0]["P9"] = "Moved to 2026"


@pytest.mark.slow
@pytest.mark.parametrize("column", ["action", "owner", "deadline", "training", "support", "indicator", "remark"])
def test_a_plan_written_into_where_it_was_made_stays(folder: Path, column: str) -> None:
    run("plan", "-p", str(folder), "zora")
    made = folder / "out/plans/y1/zora.xlsx"
    typed(made, heading(column), "Amra and the board")
    written = made.read_bytes()
    said = run("plan", "-p", str(folder), "zora")
    assert made.read_bytes() == written
    assert "y1/zora.xlsx: changed since it was made, so left as it is" in said
    assert (made.parent / "zora-2.xlsx").is_file()
    assert ("plan-in-out", "out/plans/y1/zora.xlsx") in codes(folder)
    run("run", "-p", str(folder))
    assert made.read_bytes() == written


@pytest.mark.parametrize("change", [_marked_plan, _noted_plan, _only_saved])
def test_a_plan_that_was_changed_in_anything_stays(folder: Path, change: Callable[[Any], None]) -> None:
    run("plan", "-p", str(folder), "zora")
    made = folder / "out/plans/y1/zora.xlsx"
    book = load_workbook(made)
    change(book)
    book.save(made)
    changed = made.read_bytes()
    run("plan", "-p", str(folder), "zora")
    assert made.read_bytes() == changed
    assert sorted(path.name for path in made.parent.iterdir()) == ["zora-2.xlsx", "zora.xlsx"]


def test_a_plan_that_nobody_touched_is_replaced_also_when_its_proposals_are_others_now(folder: Path) -> None:
    run("plan", "-p", str(folder), "zora")
    made = folder / "out/plans/y1/zora.xlsx"
    small.put(folder, "responses/y1/a.csv", ANSWERS.replace("gov-mission,2", "gov-mission,4"))
    run("plan", "-p", str(folder), "zora")
    assert [path.name for path in made.parent.iterdir()] == ["zora.xlsx"]
    assert [code for code, _ in codes(folder) if code == "plan-in-out"] == []


def test_a_filled_file_of_the_support_side_stays(folder: Path) -> None:
    run("form", "-p", str(folder), "--file", "trainers")
    made = folder / "out/forms/trainers.xlsx"
    book = load_workbook(made)
    book["trainers"]["A2"] = "amra"
    book.save(made)
    written = made.read_bytes()
    assert "trainers-2.xlsx" in run("form", "-p", str(folder), "--file", "trainers")
    assert made.read_bytes() == written


@pytest.mark.parametrize(
    ("command", "name"),
    [(["zora"], "zora-y1.xlsx"), (["--blank"], "blank-y1.xlsx"), (["--format", "paper", "zora"], "zora-y1-entry.xlsx")],
    ids=["form", "blank form", "entry sheet"],
)
def test_whatever_was_written_into_any_open_cell_of_a_form_keeps_it(
    folder: Path, command: list[str], name: str
) -> None:
    """Also what stands on the first sheet alone: who took part, where, when, and on a blank form whose it is."""
    run("form", "-p", str(folder), "--period", "y1", *command)
    made = folder / "out/forms" / name
    project = load_project(folder)
    assert list(filled_in_out(project)) == []
    cells = [
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(made)
        for row in sheet.iter_rows()
        for cell in row
        if sheet.sheet_state == "visible"
        and not isinstance(cell, MergedCell)
        and not cell.protection.locked
        and cell.value is None
    ]
    assert len(cells) >= 3 + 4 * 2
    fresh = made.read_bytes()
    for sheet, place in cells:
        made.write_bytes(fresh)
        book = load_workbook(made)
        book[sheet][place] = "2"
        book.save(made)
        assert [one.code for one in filled_in_out(project)] == ["filled-in-out"], (sheet, place)
    assert ("filled-in-out", f"out/forms/{name}") in codes(folder)


def test_answers_of_a_web_form_that_came_back_into_out_are_named_whatever_the_case_of_their_name(folder: Path) -> None:
    from tests.test_web_loader import response

    small.put(folder, "out/forms/zora-y1.JSON", json.dumps(response(folder)))
    assert ("filled-in-out", "out/forms/zora-y1.JSON") in codes(folder)


def _question_added(path: Path) -> None:
    book = load_workbook(path)
    book["survey"].append(["text", "extra", "One more question"])
    book.save(path)


def _label_changed(path: Path) -> None:
    book = load_workbook(path)
    book["choices"]["C3"] = "Another word"
    book.save(path)


def _cell_coloured(path: Path) -> None:
    book = load_workbook(path)
    book.worksheets[0]["A1"].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(path)


def _part_changed(path: Path) -> None:
    """Change one text and leave every other part as it is, what is said of the document among them."""
    with zipfile.ZipFile(path) as package:
        parts = {entry: package.read(entry) for entry in package.infolist()}
    with zipfile.ZipFile(path, "w") as package:
        for entry, part in parts.items():
            package.writestr(entry, part.replace(b"Small questionnaire", b"Other questionnaire"))


@pytest.mark.parametrize("change", [_question_added, _label_changed, _cell_coloured, _part_changed])
def test_an_xlsform_that_was_changed_where_it_was_made_stays_and_the_new_one_goes_beside_it(
    folder: Path, change: Callable[[Path], None]
) -> None:
    command = ("form", "-p", str(folder), "--period", "y1", "--format", "xlsform")
    run(*command)
    made = folder / "out/forms/y1-xlsform.xlsx"
    fresh = made.read_bytes()
    assert "changed" not in run(*command)
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    change(made)
    changed = made.read_bytes()
    assert "y1-xlsform.xlsx was changed since it was made, so it is left as it is" in run(*command)
    assert (made.read_bytes(), (made.parent / "y1-xlsform-2.xlsx").read_bytes()) == (changed, fresh)
    run(*command)
    assert sorted(path.name for path in made.parent.iterdir()) == ["y1-xlsform-2.xlsx", "y1-xlsform.xlsx"]


@pytest.mark.parametrize("change", [lambda sheet: sheet.delete_cols(3), lambda sheet: sheet.cell(1, 9, "phone")])
def test_a_file_of_the_support_side_whose_heading_was_changed_stays(
    folder: Path, change: Callable[[Any], object]
) -> None:
    command = ("form", "-p", str(folder), "--file", "trainers")
    run(*command)
    made = folder / "out/forms/trainers.xlsx"
    book = load_workbook(made)
    change(book["trainers"])
    book.save(made)
    changed = made.read_bytes()
    assert "trainers.xlsx was changed since it was made" in run(*command)
    assert made.read_bytes() == changed
    assert (made.parent / "trainers-2.xlsx").is_file()


def test_a_schedule_that_was_changed_where_it_was_made_stays(folder: Path) -> None:
    """A cell is coloured, as people do who work through a list."""
    small.put(folder, "trainers.csv", "id,name,languages\namra,Amra,bs;en\n")
    training = "money,Money,finance,1,4,amra,1,10,0"
    small.put(folder, "trainings.csv", f"id,title,elements,from_level,to_level,trainers,days,places,cost\n{training}\n")
    small.put(folder, "slots.csv", "date,days,place,region\n2024-09-02,1,Tuzla,\n")
    run("schedule", "-p", str(folder), "--period", "y1")
    made = folder / "out/schedule/schedule-y1.xlsx"
    fresh = made.read_bytes()
    assert "changed" not in run("schedule", "-p", str(folder), "--period", "y1")
    assert made.read_bytes() == fresh
    _cell_coloured(made)
    changed = made.read_bytes()
    assert "schedule-y1.xlsx was changed since it was made" in run("schedule", "-p", str(folder), "--period", "y1")
    assert (made.read_bytes(), (made.parent / "schedule-y1-2.xlsx").read_bytes()) == (changed, fresh)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_workbook_is_not_replaced_by_one(folder: Path, content: bytes) -> None:
    made = small.put(folder, "out/forms/y1-xlsform.xlsx", content)
    run("form", "-p", str(folder), "--period", "y1", "--format", "xlsform")
    assert made.read_bytes() == content
