"""One fault is said once: what only follows from it is not said beside it; and what is the same is said to be so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from oca.collection.form_content import FilledSheet
from oca.collection.forms.workbook import make_workbook
from tests.checking import errors_of_check, said_by_check
from tests.small import ITEMS, PROJECT, add_second_version, put, read_small, small_project

LIMESURVEY = "id,submitdate,lastpage,startlanguage,organization,Q1[SQ001]\n1,2024-05-30 10:00:00,1,en,zora,A1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def form_of(folder: Path, period: str, name: str, levels: str = "3214", version: str = "") -> Path:
    project, questionnaires = read_small(folder)
    path = folder / f"responses/{period}/{name}"
    make_workbook(
        questionnaires[version or project.period(period).questionnaire],
        path,
        language="en",
        organization=project.organization("zora"),
        period=project.period(period),
        sheet=FilledSheet(dict(zip(ITEMS, levels, strict=False))),
    )
    return path


def test_a_form_of_another_version_is_one_finding(folder: Path) -> None:
    add_second_version(folder)
    form_of(folder, "y2", "zora.xlsx", version="small/1")
    assert errors_of_check(folder) == ["questionnaire-version"]


@pytest.mark.parametrize("broken", ["files:\n\t- file: a.csv\n", "files:\n- {file: a.csv, value: {A1: 1}}\n"])
def test_where_the_mapping_cannot_be_read_nothing_is_said_that_it_may_settle(folder: Path, broken: str) -> None:
    put(folder, "responses/y1/a.csv", LIMESURVEY)
    assert errors_of_check(folder) == ["export-of-another-form"]
    put(folder, "responses/y1/mapping.yaml", broken)
    (code,) = errors_of_check(folder)
    assert code in ("yaml-syntax", "yaml-key-unknown")


def test_a_misspelt_key_is_not_missing_as_well(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT.replace("sectors:", "sektors:"))
    assert errors_of_check(folder) == ["yaml-key-unknown"]
    put(folder, "project.yaml", PROJECT.replace("sectors:", "thing:"))
    assert sorted(errors_of_check(folder)) == ["yaml-key-unknown", "yaml-value"]


def test_a_sheet_that_is_missing_from_a_form_is_named_by_its_title(folder: Path) -> None:
    path = form_of(folder, "y1", "zora.xlsx")
    book = load_workbook(path)
    del book[book.sheetnames[2]]
    book.save(path)
    (said,) = said_by_check(folder, "items-absent")
    assert "has no row or column for 2 of 4 items, the whole of Financial management among them;" in said


def test_items_that_are_missing_from_a_table_are_no_whole_dimension(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", "organization,gov-board,fin-books\nzora,1,2\n")
    (said,) = said_by_check(folder, "items-absent")
    assert "has no row or column for 2 of 4 items; they count" in said


def test_an_item_that_is_misspelt_is_not_said_to_be_absent_as_well(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", "organization,item,answer\nzora,gov-bord,1\nzora,fin-books,2\n")
    assert errors_of_check(folder) == ["item-unknown"]
    assert said_by_check(folder, "items-absent") == []


def test_of_several_copies_of_a_form_it_is_said_which_are_the_same(folder: Path) -> None:
    first = form_of(folder, "y1", "zora.xlsx")
    shutil.copy(first, folder / "responses/y1/zora - Copy.xlsx")
    form_of(folder, "y1", "zora (1).xlsx", "1111")
    (said,) = said_by_check(folder, "sheet-twice")
    assert "; the same answers in responses/y1/zora - Copy.xlsx and responses/y1/zora.xlsx. " in said
    shutil.copy(folder / "responses/y1/zora (1).xlsx", folder / "responses/y1/zora - Copy.xlsx")
    assert (
        "the same answers in responses/y1/zora (1).xlsx and responses/y1/zora - Copy.xlsx."
        in said_by_check(folder, "sheet-twice")[0]
    )


def test_what_the_mapping_says_of_a_form_to_no_effect_is_said(folder: Path) -> None:
    form_of(folder, "y1", "zora.xlsx")
    put(folder, "responses/y1/mapping.yaml", "files: [{file: zora.xlsx, score_type: verified, ignore: [x]}]\n")
    (line,) = said_by_check(folder, "mapping-keys-unused")
    assert "says score_type, ignore of this file" in line
