"""Tables that are not our form, CSV and workbooks: what they are taken for, and what is said of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from oca.collection.forms.workbook import FilledSheet, make_workbook
from oca.collection.responses import Collected, collect
from oca.findings import Finding, errors
from tests.exports import Table, as_csv, as_workbook
from tests.small import ITEMS, put, read_small, small_project

ANSWERS = {"gov-board": "3", "gov-mission": "not_applicable", "fin-books": "1", "fin-donors": "4"}

TIDY: Table = [
    ["organization", "item", "answer", "comment", "evidence"],
    ["zora", "gov-board", "3", "so", "minutes"],
    ["zora", "gov-mission", "N/A", "", ""],
    ["lasta", "fin-books", "1", "", ""],
]

WIDE: Table = [
    ["organization", *ITEMS],
    ["zora", "3", "N/A", "1", "4"],
    ["lasta", "2", "1", "3", "4"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def read(folder: Path, content: bytes | str, name: str = "answers.csv", mapping: str = "") -> Collected:
    put(folder, f"responses/y1/{name}", content)
    if mapping:
        put(folder, "responses/y1/mapping.yaml", mapping)
    return collect(*read_small(folder))


def given(collected: Collected) -> dict[tuple[str, str], str]:
    rows = collected.responses.itertuples()
    return {(row.organization, row.item): f"{row.answer:g}" if row.status == "answered" else row.status
            for row in rows if row.status != "missing"}  # fmt: skip


def codes(collected: Collected) -> list[str]:
    beside = ("items-absent", "organization-absent", "na-without-reason")
    return [one.code for one in collected.findings if one.code not in beside]


def the(code: str, collected: Collected) -> Finding:
    (found,) = [one for one in collected.findings if one.code == code]
    return found


# --- what a workbook is taken for


def test_a_tidy_workbook_with_comments_and_evidence_is_no_form(folder: Path) -> None:
    plain = read(folder, as_csv(TIDY))
    (folder / "responses/y1/answers.csv").unlink()
    collected = read(folder, as_workbook({"Answers": TIDY}), "answers.xlsx")
    assert (errors(collected.findings), given(collected)) == ([], given(plain))
    board = collected.responses.set_index(["organization", "item"]).loc[("zora", "gov-board")]
    assert (board["comment"], board["evidence"]) == ("so", "minutes")


def test_the_folder_says_whose_a_tidy_table_is_that_does_not_say_it(folder: Path) -> None:
    table = [row[1:] for row in TIDY[:3]]
    for name, content in (("zora/a.csv", as_csv(table)), ("zora/a.xlsx", as_workbook({"A": table}))):
        collected = read(folder, content, name)
        assert (errors(collected.findings), set(given(collected))) == (
            [],
            {("zora", "gov-board"), ("zora", "gov-mission")},
        )
        (folder / "responses/y1" / name).unlink()


# --- a form that was saved as something else


def filled_form(folder: Path) -> Workbook:
    project, questionnaires = read_small(folder)
    path = folder / "form.xlsx"
    one, period = project.organization("zora"), project.period("y1")
    make_workbook(
        questionnaires["small/1"], path, organization=one, language="en", period=period, sheet=FilledSheet(ANSWERS)
    )
    return load_workbook(path)


def rows_of(sheet: Any) -> Table:
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("name", ["answers.csv", "zora/answers.csv", "answers.txt"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_of_a_form_saved_as_csv_is_one_finding(folder: Path, delimiter: str, name: str) -> None:
    book = filled_form(folder)
    named = {cell.value for sheet in book.worksheets for cell in sheet["A"]}
    sheets = [
        one for one in book.worksheets if {"organization", "gov-board", "fin-books"} & {c.value for c in one["A"]}
    ]
    assert named >= {"organization", "gov-board", "fin-books"}
    assert len(sheets) >= 3
    for sheet in sheets:
        if sheet.title == "_oca":
            continue
        collected = read(folder, as_csv(rows_of(sheet), delimiter=delimiter), name)
        assert codes(collected) == ["form-as-text"], sheet.title
        assert the("form-as-text", collected).severity == "error"


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.csv", "a.txt"])
@pytest.mark.parametrize(
    "beginning",
    [
        "<!DOCTYPE html>\n<html>",
        "<html xmlns:x='x'>",
        "\n <HTML>",
        "<?xml version='1.0'?><html>",
        "<table>",
        "MIME-Version: 1",
    ],
)
def test_a_form_saved_as_a_web_page_is_one_finding(folder: Path, beginning: str, name: str) -> None:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n"
        for row in rows_of(filled_form(folder).worksheets[1])
    )
    for encoding in ("utf-8", "utf-16", "cp1250"):
        content = f"{beginning}<table>{rows}</table>".encode(encoding, errors="replace")
        collected = read(folder, content, name)
        assert [code for code in codes(collected) if code != "encoding-fallback"] == ["file-format"]
        assert "a web page" in the("file-format", collected).message


# --- titles above the heading of a sheet


@pytest.mark.parametrize("table", [TIDY, WIDE], ids=["tidy", "wide"])
@pytest.mark.parametrize("above", [[["Table 1"]], [["Assessment of 2024"], [], ["May"]], [["", "", "Board and money"]]])
def test_titles_above_the_heading_of_a_sheet_are_passed_over_and_said(folder: Path, above: Table, table: Table) -> None:
    plain = read(folder, as_workbook({"A": table}), "a.xlsx")
    collected = read(folder, as_workbook({"A": [*above, *table]}), "a.xlsx")
    assert given(collected) == given(plain)
    assert codes(collected) == ["rows-above-heading"]
    assert the("rows-above-heading", collected).place.row == len(above) + 1


def test_two_rows_of_a_sheet_that_can_each_be_the_heading_are_one_finding(folder: Path) -> None:
    titles = ["Organization", "Board", "Mission", "Books", "Donors"]
    collected = read(folder, as_workbook({"A": [["Ours"], titles, *WIDE]}), "a.xlsx")
    assert codes(collected) == ["heading-unclear"]
    assert "Rows 2 and 3" in the("heading-unclear", collected).message
