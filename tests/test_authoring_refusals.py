"""A faulty workbook is answered with sheet and cell, everything at once, exit code 3; nothing is written."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from oca.authoring.importing import take
from oca.authoring.workbook import write_workbook
from oca.cli import main
from oca.errors import InputError
from oca.findings import Finding
from oca.instrument.reading import load_questionnaire
from tests.small import add_second_version, small_project

Change = Callable[[Workbook], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return add_second_version(small_project(tmp_path / "project"))


def spoilt(folder: Path, change: Change, ref: str = "small/2") -> Path:
    """Write a questionnaire's workbook and change something in it."""
    path = folder.parent / "q.xlsx"
    write_workbook(load_questionnaire(ref, folder), path)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def faults(folder: Path, path: Path) -> list[Finding]:
    with pytest.raises(InputError) as raised:
        take(path, folder)
    return list(raised.value.findings)


def cell(book: Workbook, sheet: str, key: str, row: int) -> Any:
    """Return a cell by its sheet, the key of its column and its row."""
    keys = [one.value for one in book[sheet][1]]
    return book[sheet].cell(row, keys.index(key) + 1)


def put(sheet: str, key: str, row: int, value: object) -> Change:
    def change(book: Workbook) -> None:
        one = cell(book, sheet, key, row)
        one.value = value

    return change


def formula(book: Workbook) -> None:
    one = cell(book, "Items", "title.en", 3)
    one.value, one.data_type = "=1+1", "f"


def delete_column(sheet: str, key: str) -> Change:
    def change(book: Workbook) -> None:
        book[sheet].delete_cols(cell(book, sheet, key, 1).column)

    return change


def own_column(book: Workbook) -> None:
    book["Items"].cell(2, 20).value = "My notes"
    book["Items"].cell(5, 20).value = "ask Amra"


ONE_FAULT: dict[str, tuple[Change, str, str, str, str]] = {
    "a level without text": (put("Levels", "text.en", 4, None), "text-missing", "Levels", "D4", "level 2"),
    "a prompt that is missing": (put("Items", "prompt.en", 4, None), "text-missing", "Items", "J4", "prompt"),
    "an id used twice": (put("Items", "item", 4, "gov-board"), "id-twice", "Items", "B4", "gov-board"),
    "an item in no dimension": (put("Items", "dimension", 4, None), "cell-empty", "Items", "C4", "Dimension"),
    "an unknown dimension": (
        put("Items", "dimension", 4, "governence"),
        "id-unknown",
        "Items",
        "C4",
        "Did you mean governance?",
    ),
    "a level of an unknown item": (
        put("Levels", "item", 4, "gov-bord"),
        "id-unknown",
        "Levels",
        "A4",
        "Did you mean gov-board?",
    ),
    "a level that there is not": (put("Levels", "level", 3, "5"), "id-unknown", "Levels", "C3", "level of gov-board"),
    "a level that is no number": (put("Levels", "level", 3, "one"), "cell-number", "Levels", "C3", "'one'"),
    "one level twice": (put("Levels", "level", 4, "1"), "row-twice", "Levels", "A4", "row 3"),
    "levels out of order": (put("Scales", "level", 3, "9"), "yaml-value", "Scales", "B3", "levels go up"),
    "a mapping to an unknown item": (
        put("Mapping", "was", 6, "fin-donorz"),
        "mapping-wrong",
        "Mapping",
        "B6",
        "no item of version 1",
    ),
    "a mapping without a reason": (put("Mapping", "reason", 6, None), "cell-empty", "Mapping", "D6", "Reason"),
    "an unknown relation": (put("Mapping", "relation", 6, "same"), "yaml-value", "Mapping", "B6", "'same'"),
    "an item mapped twice": (put("Mapping", "item", 4, "gov-board"), "mapping-wrong", "Mapping", "B4", "twice"),
    "a mapping to itself": (
        put("Questionnaire", "value", 9, "2"),
        "mapping-circular",
        "Questionnaire",
        "B9",
        "leads back",
    ),
    "a mapping to no version": (
        put("Questionnaire", "value", 9, "7"),
        "content-unknown",
        "Questionnaire",
        "B9",
        "small/7",
    ),
    "an id that is no file's name": (
        put("Questionnaire", "value", 3, "../x"),
        "id-shape",
        "Questionnaire",
        "B3",
        "../x",
    ),
    "a mark that is none": (put("Items", "critical", 3, "maybe"), "cell-unknown", "Items", "E3", "maybe"),
    "a state that is none": (put("Items", "state.bs", 3, "done"), "cell-unknown", "Items", "P3", "checked"),
    "an own scale without levels": (put("Items", "scale", 3, "yes-no"), "yaml-value", "Items", "G3", "at least 2"),
    "an order that is no number": (put("Items", "order", 3, "first"), "cell-number", "Items", "A3", "first"),
    "a formula": (formula, "cell-formula", "Items", "H3", "apostrophe"),
    "a date made of a number": (
        put("Levels", "level", 3, datetime.date(2026, 2, 1)),
        "cell-date",
        "Levels",
        "C3",
        "2026-02-01",
    ),
    "merged cells": (lambda book: book["Levels"].merge_cells("A3:A6"), "cells-merged", "Levels", "A3", "A3:A6"),
    "a column of one's own": (own_column, "column-unknown", "Items", "T2", "My notes"),
    "a key that is none": (put("Items", "critical", 1, "criticl"), "column-unknown", "Items", "E1", "criticl"),
    "a deleted column": (delete_column("Levels", "text.bs"), "column-missing", "Levels", "", "Text · Bosnian"),
    "a deleted column of ids": (delete_column("Items", "dimension"), "column-missing", "Items", "", "Dimension"),
    "a deleted sheet": (lambda book: book.remove(book["Levels"]), "sheet-missing", "", "", "Levels"),
    "a deleted first row": (lambda book: book["Scales"].delete_rows(1), "sheet-missing", "", "", "Scales"),
    "a fact that is none": (
        put("Questionnaire", "part", 5, "langage"),
        "cell-unknown",
        "Questionnaire",
        "A5",
        "langage",
    ),
}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_the_fault_is_said_with_its_cell(name: str, folder: Path) -> None:
    change, code, sheet, at, says = ONE_FAULT[name]
    found = faults(folder, spoilt(folder, change))
    fits = [
        one
        for one in found
        if one.code == code
        and one.place.sheet == sheet
        and says in str(one)
        and at in ("", f"{one.place.column}{one.place.row}")
    ]
    assert fits, "\n".join(map(str, found))
    assert all(one.hint and one.place.file == "q.xlsx" for one in found)


def test_all_faults_come_at_once(folder: Path) -> None:
    def change(book: Workbook) -> None:
        for name in (
            "a level without text",
            "an unknown dimension",
            "a mapping without a reason",
            "a mark that is none",
        ):
            ONE_FAULT[name][0](book)

    found = {one.code for one in faults(folder, spoilt(folder, change))}
    assert {"text-missing", "id-unknown", "cell-empty", "cell-unknown"} <= found


def test_the_command_exits_with_3_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoilt(folder, ONE_FAULT["a level without text"][0])
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    monkeypatch.setattr(sys, "argv", ["oca", "questionnaire", "from-xlsx", str(path), "-p", str(folder), "--write"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 3
    assert "q.xlsx, sheet Levels, D4" in capsys.readouterr().out
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("q.xlsx", b"", "file-empty"),
        ("q.xlsx", b"id,text\n", "file-misnamed"),
        ("q.csv", b"id,text\n", "file-format"),
        ("q.xlsx", b"PK\x03\x04 cut off", "file-truncated"),
        ("q.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file-truncated"),
    ],
)
def test_what_is_no_workbook_is_refused(name: str, content: bytes, code: str, folder: Path) -> None:
    (folder / name).write_bytes(content)
    assert [one.code for one in faults(folder, folder / name)] == [code]
    assert [one.code for one in faults(folder, folder / "nothing.xlsx")] == ["file-missing"]


def test_a_form_that_was_filled_in_is_no_questionnaire(folder: Path) -> None:
    from oca.collection.forms.workbook import make_workbook

    make_workbook(load_questionnaire("small/1", folder), folder / "form.xlsx", language="en")
    assert {one.code for one in faults(folder, folder / "form.xlsx")} == {"sheet-missing"}


def test_a_longer_circle_of_mappings_is_refused(folder: Path) -> None:
    first = folder / "questionnaires" / "small" / "1.yaml"
    mapping = 'mapping:\n  from: "2"\n  equal: [gov-board, gov-mission, fin-books, fin-donors]\n'
    first.write_text(first.read_text(encoding="utf-8") + mapping, encoding="utf-8")
    assert "mapping-circular" in {one.code for one in faults(folder, spoilt(folder, lambda book: None))}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("First\r\nsecond", "First\nsecond"),
        ("First\rsecond", "First\nsecond"),
        ("First_x000D_\nsecond", "First\nsecond"),
        ("\u00a0Two\u00a0words \n", "Two words"),
        ("=begins so", "=begins so"),
        ("'quoted'", "'quoted'"),
        ("\u201eZora\u201c – Чапљина", "\u201eZora\u201c – Чапљина"),
    ],
)
def test_what_excel_on_other_systems_does_to_a_text_is_undone(typed: str, read: str, folder: Path) -> None:
    def change(book: Workbook) -> None:
        one = cell(book, "Items", "evidence.en", 3)
        one.value, one.data_type = typed, "s"

    taken = take(spoilt(folder, change), folder).questionnaire
    assert taken.words["en"].items["gov-board"].evidence == read


def test_numbers_typed_as_numbers_are_read_as_such(folder: Path) -> None:
    def change(book: Workbook) -> None:
        for row in range(3, 7):
            cell(book, "Scales", "level", row).value = row - 2
            cell(book, "Items", "order", row).value = float(row)
            cell(book, "Levels", "level", row).value = row - 2

    taken = take(spoilt(folder, change), folder).questionnaire
    assert taken.structure == load_questionnaire("small/2", folder).structure
