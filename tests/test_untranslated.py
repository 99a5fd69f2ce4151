"""A report says once that some of its texts are shown in another language, and only when they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from oca.collection.forms.workbook import make_workbook
from oca.instrument.reading import load_questionnaire
from oca.reporting.comparison import write_comparison
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import render
from tests.printed import answered
from tests.small import BOSNIAN, PROJECT, put, small_project

BOSNIAN_FILE = "questionnaires/small/1.bs.yaml"

NOTE = "Neki tekstovi još nisu prevedeni (jezik: bosanski); prikazani su na drugom jeziku (engleski)."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def said(folder: Path, language: str = "bs", answers: tuple[object, ...] = (3, 3, 2, 1)) -> str:
    """Return what the methods page of a report says of texts in another language."""
    return individual_report(answered(folder, y1=[("zora", answers)]), "zora", "y1", language).method.fallback


def test_of_a_whole_translation_nothing_is_said(folder: Path) -> None:
    assert said(folder) == ""
    assert said(folder, "en") == ""


@pytest.mark.parametrize(
    "there",
    [
        "    title: Misija\n",
        '"2": Napisana je., ',
        ", next: Pogledajte knjige.",
        "name: Uzor, ",
        "title: Mali upitnik\n",
    ],
)
def test_a_shown_text_that_is_missing_is_said_once(folder: Path, there: str) -> None:
    assert there in BOSNIAN
    put(folder, BOSNIAN_FILE, BOSNIAN.replace(there, ""))
    assessment = answered(folder, y1=[("zora", (3, 2, 2, 1))])
    page = render.html(individual_report(assessment, "zora", "y1", "bs"), folder)
    assert page.count(NOTE) == 1


@pytest.mark.parametrize(
    "there", ["    evidence: Zapisnici.\n", "introduction: Odaberite ono što se danas može vidjeti.\n"]
)
def test_a_text_that_no_report_shows_is_not_spoken_of(folder: Path, there: str) -> None:
    assert there in BOSNIAN
    put(folder, BOSNIAN_FILE, BOSNIAN.replace(there, ""))
    assert said(folder) == ""


def test_of_the_levels_only_the_one_reached_and_the_next_are_shown(folder: Path) -> None:
    put(folder, BOSNIAN_FILE, BOSNIAN.replace('"1": Nije napisana., ', ""))
    assert said(folder, answers=(3, 3, 2, 1)) == ""  # the mission stands on 3
    assert said(folder, answers=(3, 1, 2, 1)) == NOTE


def test_the_labels_of_the_project_count_as_well(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT.replace("{en: Year 1, bs: Prva godina}", "{en: Year 1}"))
    assert said(folder) == NOTE


def test_a_form_says_it_too(folder: Path, tmp_path: Path) -> None:
    def texts(bosnian: str) -> list[object]:
        put(folder, BOSNIAN_FILE, bosnian)
        make_workbook(load_questionnaire("small/1", folder), tmp_path / "form.xlsx", language="bs")
        return [cell.value for row in load_workbook(tmp_path / "form.xlsx").worksheets[0].iter_rows() for cell in row]

    assert NOTE not in texts(BOSNIAN)
    assert texts(BOSNIAN.replace("    evidence: Zapisnici.\n", "")).count(NOTE) == 1


def test_a_comparison_workbook_says_it_too(folder: Path, tmp_path: Path) -> None:
    def texts(bosnian: str) -> list[object]:
        put(folder, BOSNIAN_FILE, bosnian)
        assessment = answered(folder, y1=[("zora", (3, 3, 2, 1))])
        write_comparison(assessment, tmp_path / "a.xlsx", language="bs")
        return [cell.value for row in load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows() for cell in row]

    assert NOTE not in texts(BOSNIAN)
    assert texts(BOSNIAN.replace("    prompt: Ko plaća?\n", "")).count(NOTE) == 1
    assert NOTE not in texts(BOSNIAN.replace("    evidence: Zapisnici.\n", ""))
