"""Forms and plans that somebody filled in where they were made are never replaced, and are named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from typer.testing import CliRunner

from oca.assessment import check
from oca.cli.app import app
from oca.collection.filled_forms import is_filled
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
    assert "zora-y1.xlsx: filled in, so left as it is" in said
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


def test_a_form_that_was_only_saved_again_is_replaced(folder: Path) -> None:
    run("form", "-p", str(folder), "--period", "y1", "zora")
    made = folder / "out/forms/zora-y1.xlsx"
    book = load_workbook(made)
    book.save(made)
    run("form", "-p", str(folder), "--period", "y1", "zora")
    assert [path.name for path in made.parent.iterdir()] == ["zora-y1.xlsx"]


@pytest.mark.parametrize("column", ["action", "owner", "deadline", "training", "support", "indicator", "remark"])
def test_a_plan_written_into_where_it_was_made_stays(folder: Path, column: str) -> None:
    run("plan", "-p", str(folder), "zora")
    made = folder / "out/plans/y1/zora.xlsx"
    typed(made, heading(column), "Amra and the board")
    written = made.read_bytes()
    said = run("plan", "-p", str(folder), "zora")
    assert made.read_bytes() == written
    assert "y1/zora.xlsx: written into, so left as it is" in said
    assert (made.parent / "zora-2.xlsx").is_file()
    assert ("plan-in-out", "out/plans/y1/zora.xlsx") in codes(folder)
    run("run", "-p", str(folder))
    assert made.read_bytes() == written


def test_a_plan_that_was_only_saved_again_is_replaced_also_when_its_proposals_are_others_now(folder: Path) -> None:
    run("plan", "-p", str(folder), "zora")
    made = folder / "out/plans/y1/zora.xlsx"
    book = load_workbook(made)
    book.save(made)
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
    assert not is_filled(made)
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
        assert is_filled(made), (sheet, place)
    assert ("filled-in-out", f"out/forms/{name}") in codes(folder)


def test_answers_of_a_web_form_that_came_back_into_out_are_named_whatever_the_case_of_their_name(folder: Path) -> None:
    from tests.test_web_loader import response

    small.put(folder, "out/forms/zora-y1.JSON", json.dumps(response(folder)))
    assert ("filled-in-out", "out/forms/zora-y1.JSON") in codes(folder)
