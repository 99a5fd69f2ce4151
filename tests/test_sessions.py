"""When and where a session was, and who took part: from the cover of each kind of form to tables and the report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from oca.assessment import Assessment, assess
from oca.collection.forms.batch import order_forms
from oca.collection.forms.entry_sheet import make_entry_sheet
from oca.collection.forms.workbook import FilledSheet, make_workbook
from oca.collection.responses import Collected, collect
from oca.reporting.comparison import write_comparison
from oca.reporting.organization.report import individual_report
from oca.reporting.paper_form import paper_form
from oca.reporting.printing import render
from oca.reporting.tables.exported import exported_tables
from tests.small import ITEMS, put, read_small, small_project
from tests.test_workbook import TOP

DAY = pd.Timestamp("2024-05-30")

WHO = "board 3, staff 2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def form(folder: Path, **said: str) -> Path:
    """Write a form for y1 whose cover says something."""
    project, questionnaires = read_small(folder)
    path = folder / "responses/y1/zora.xlsx"
    sheet = FilledSheet(dict.fromkeys(ITEMS, "3"), **said)
    make_workbook(
        questionnaires["small/1"],
        path,
        language="en",
        organization=project.organization("zora"),
        period=project.period("y1"),
        sheet=sheet,
    )
    return path


def read(folder: Path) -> Collected:
    return collect(*read_small(folder))


def session(collected: Collected) -> tuple[Any, ...]:
    (row,) = collected.sheets[["organization", "date", "place", "participants"]].itertuples(index=False)
    return tuple(row)


def test_the_cover_of_a_workbook_reaches_the_table_of_sheets(folder: Path) -> None:
    form(folder, participants=WHO, place="Zenica", date="2024-05-30")
    assert session(read(folder)) == ("zora", DAY, "Zenica", WHO)


def test_the_head_of_an_entry_sheet_reaches_the_table_of_sheets(folder: Path) -> None:
    project, questionnaires = read_small(folder)
    path = folder / "responses/y1/zora.xlsx"
    one, period = project.organization("zora"), project.period("y1")
    make_entry_sheet(questionnaires["small/1"], path, language="bs", organization=one, period=period)
    book = load_workbook(path)
    said = {"participants": WHO, "place": "Zenica", "date": "30. maja 2024.", **dict.fromkeys(ITEMS, 3)}
    for row in book.worksheets[0].iter_rows():
        if row[0].value in said:
            row[2].value = said[str(row[0].value)]
    book.save(path)
    assert session(read(folder)) == ("zora", DAY, "Zenica", WHO)


@pytest.mark.parametrize("known", [True, False])
def test_the_file_of_a_web_form_reaches_it_also_from_pages_made_before_they_asked(folder: Path, known: bool) -> None:
    _, questionnaires = read_small(folder)
    response = {
        "format": "oca-response",
        "version": 1,
        "questionnaire": "small/1",
        "checksum": questionnaires["small/1"].checksum,
        "organization": "zora",
        "period": "y1",
        "score_type": "consensus",
        "participants": WHO,
        "saved": "2024-06-02T10:00:00Z",
        "answers": {item: {"state": "answered", "level": "3"} for item in ITEMS},
        **({"date": "30.5.2024.", "place": "Zenica"} if known else {}),
    }
    put(folder, "responses/y1/zora.json", json.dumps(response))
    expected = (DAY, "Zenica") if known else (pd.Timestamp("2024-06-02"), "")
    assert session(read(folder)) == ("zora", *expected, WHO)


@pytest.mark.parametrize(
    "typed",
    [
        "30.5.2024",
        "30. 5. 2024.",
        "30. maj 2024.",
        "30. svibnja 2024. godine",
        "четвртак, 30. маја 2024.",
        "30 May 2024",
        "30/05/2024",
        "2024-05-30",
    ],
)
def test_the_day_is_read_as_the_region_writes_it(folder: Path, typed: str) -> None:
    form(folder, date=typed)
    collected = read(folder)
    assert session(collected)[1] == DAY
    assert "date-unread" not in [one.code for one in collected.findings]


@pytest.mark.parametrize("typed", ["sutra", "5/6/2024", "31.2.2024", "30. i 31. maja 2024"])
def test_a_date_that_is_no_day_is_said_with_its_cell(folder: Path, typed: str) -> None:
    path = form(folder, date=typed)
    collected = read(folder)
    row = next(line[0].row for line in load_workbook(path)["Start"].iter_rows() if line[0].value == "date")
    (found,) = (one for one in collected.findings if one.code == "date-unread")
    assert (found.severity, str(found.place)) == ("warning", f"responses/y1/zora.xlsx, sheet Start, C{row}")
    assert repr(typed) in found.message
    assert pd.isna(session(collected)[1])


def test_a_submitted_day_of_a_table_that_is_no_day_is_said(folder: Path) -> None:
    rows = "organization,item,answer,submitted\nzora,gov-board,3,sutra\n"
    put(folder, "responses/y1/a.csv", rows)
    assert "date-unread" in [one.code for one in read(folder).findings]


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("Ana Anić, Ivo Ivić", "names"),
        ("uprava 3, ana@example.org", "an e-mail address"),
        (WHO, ""),
        ("Upravni odbor 3, osoblje 2", ""),
        ("Ana, Ivo", "names"),
    ],
)
def test_people_that_are_named_are_pointed_out_without_repeating_them(folder: Path, typed: str, what: str) -> None:
    form(folder, participants=typed)
    found = [one.message for one in read(folder).findings if one.code == "people-named"]
    assert [what in one for one in found] == [True] * bool(what)
    assert not any(word in one for one in found for word in ("Ana", "Ivo", "example.org"))


def assessed(folder: Path, **said: str) -> Assessment:
    form(folder, **said)
    return assess(folder)


def test_quality_has_the_session_behind_each_score(folder: Path) -> None:
    quality = assessed(folder, participants=WHO, place="Zenica", date="2024-05-30").quality
    assert set(quality["date"]) == {DAY}
    assert set(quality["place"]) == {"Zenica"}
    assert set(quality["participants"]) == {WHO}


def test_the_comparison_has_the_day_of_each_session_as_a_day_and_nothing_where_none_is_known(folder: Path) -> None:
    form(folder, participants=WHO, place="Zenica", date="2024-05-30")
    put(folder, "responses/y1/a.csv", "organization,item,answer\n" + "".join(f"lasta,{item},2\n" for item in ITEMS))
    path = folder / "comparison.xlsx"
    write_comparison(assess(folder), path, audience="internal", language="en")
    sheet = pd.read_excel(path, sheet_name="Quality", header=TOP, engine="calamine")
    days = sheet.groupby("organization")["date"].unique()
    assert list(days["zora"]) == [DAY]
    assert days["lasta"].isna().all()
    assert set(sheet.loc[sheet["organization"] == "zora", "participants"]) == {WHO}


def test_ratings_of_people_alone_have_a_day_and_no_session(folder: Path) -> None:
    head, rows = "organization,respondent,item,answer,submitted\n", "zora,r1,gov-board,3,2024-05-29\n"
    put(folder, "responses/y1/a.csv", head + rows + rows.replace("r1", "r2").replace("29", "30"))
    made = assess(folder)
    assert list(made.sheets["date"]) == [pd.Timestamp("2024-05-29"), DAY]
    assert set(made.quality["date"]) == {DAY}
    assert set(made.quality["participants"]) == {""}


def test_who_took_part_is_not_kept_of_a_person_who_rated_alone(folder: Path) -> None:
    _, questionnaires = read_small(folder)
    response = {
        "format": "oca-response",
        "version": 1,
        "questionnaire": "small/1",
        "checksum": questionnaires["small/1"].checksum,
        "organization": "zora",
        "period": "y1",
        "score_type": "individual",
        "respondent": "r1",
        "participants": WHO,
        "place": "Zenica",
        "date": "2024-05-30",
        "answers": {item: {"state": "answered", "level": "3"} for item in ITEMS},
    }
    put(folder, "responses/y1/zora.json", json.dumps(response))
    assert session(read(folder)) == ("zora", DAY, "", "")


def page(made: Assessment, language: str, audience: Any = "organization") -> str:
    return render.html(individual_report(made, "zora", "y1", language, audience=audience))


SAID = {
    "en": ("30 May 2024; the session was held here: Zenica", "Those who took part, as the sheet says: "),
    "bs": ("datum 30. maj 2024., a mjesto sastanka je: Zenica", "učestvovali: "),
    "hr": ("datum 30. svibnja 2024., a mjesto sastanka je: Zenica", "sudjelovali: "),
    "sr-Latn": ("datum 30. maj 2024., a mjesto sastanka je: Zenica", "učestvovali: "),
    "sr-Cyrl": ("датум 30. мај 2024., а мјесто састанка је: Zenica", "учествовали: "),
}


def test_the_report_prints_the_session_in_every_language(folder: Path) -> None:
    made = assessed(folder, participants=WHO, place="Zenica", date="2024-05-30")
    for language, (when, who) in SAID.items():
        printed = page(made, language)
        assert when in printed
        assert f"{who}{WHO}" in printed
    assert f"One sheet agreed together: {WHO}." in page(made, "en")


def test_the_public_report_has_the_day_and_never_who_took_part(folder: Path) -> None:
    made = assessed(folder, participants="Ana Anić", place="Zenica", date="2024-05-30")
    assert "Ana Anić" in page(made, "en")
    assert "Ana Anić" in page(made, "en", "internal")
    public = page(made, "en", "public")
    assert "30 May 2024" in public
    assert "Ana Anić" not in public


def test_no_exported_table_names_those_who_took_part(folder: Path) -> None:
    tables = exported_tables(assessed(folder, participants="Ana Anić, Ivo Ivić", date="2024-05-30"))
    assert not any("Ivić" in frame.to_csv() for _, frame in tables)
    tables = exported_tables(assessed(folder, participants=WHO, date="2024-05-30"))
    assert {table.name for table, frame in tables if WHO in frame.to_csv()} == {"SHEETS", "QUALITY"}


def test_without_a_word_on_the_session_the_report_says_nothing_of_it(folder: Path) -> None:
    printed = page(assessed(folder), "en")
    assert "The agreed sheet" not in printed
    assert "One sheet agreed together." in printed


def test_every_form_asks_for_roles_and_not_for_names(folder: Path) -> None:
    project, _ = read_small(folder)
    book = load_workbook(form(folder))
    labels = {row[0].value: row[1].value for row in book["Start"].iter_rows()}
    asked = "Who took part: roles and how many, no names"
    assert (labels["participants"], labels["place"]) == (asked, "Place")
    blank = paper_form(replace(order_forms(project, blank=True), language="en"), None)
    assert {asked, "Place", "Date"} <= set(blank.open)
