"""The schedule's workbook and calendar: from a project folder to files, with the reasons in words."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

import oca
from oca.assessment import Assessment
from oca.cli import main
from oca.errors import InputError, UsageError
from oca.reporting.schedule import plan_trainings, write_calendar, write_schedule
from tests.small import small_project

FILES = {
    "organizations": "id,name,sector,language,entity\nzora,Zora,health,bs,North\nlasta,=cmd(),culture,en,North\n",
    "trainers": "id,name,topics,languages,region\nana,Ana (invented),finance,bs;en,\n",
    "trainings": "id,title,title bs,elements,from_level,to_level,trainers,days,places,cost\n"
    "books,Books,Knjige,finance,1,3,ana,2,6,700\nboard,Board,Odbor,governance,3,4,ana,1,6,300\n",
    "slots": "date,days,place,region\n2025-09-01,2,Nigdje,North\n2025-09-08,1,Nigdje,North\n",
}

ANSWERS = "organization,period,item,answer\n" + "".join(
    f"{organization},y2,{item},{level}\n"
    for organization, levels in (("zora", (4, 4, 1, 2)), ("lasta", (4, 4, 2, 2)))
    for item, level in zip(("gov-board", "gov-mission", "fin-books", "fin-donors"), levels, strict=True)
)


def folder_with(folder: Path, **changed: str) -> Path:
    small_project(folder)
    for name, text in {**FILES, **changed}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    responses = folder / "responses" / "y2"
    responses.mkdir(parents=True, exist_ok=True)
    for path in responses.iterdir():
        path.unlink()
    (responses / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    settings = (folder / "project.yaml").read_text(encoding="utf-8")
    (folder / "project.yaml").write_text(
        settings + "schedule: {currency: KM, budget: 2000, fewest: 2}\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return oca.assess(folder_with(tmp_path_factory.mktemp("schedule") / "p"))


def test_who_needs_it_attends_and_the_workbook_says_why(assessment: Assessment, tmp_path: Path) -> None:
    path = tmp_path / "schedule.xlsx"
    planned = plan_trainings(assessment)
    write_schedule(planned, path)
    book = openpyxl.load_workbook(path)
    sessions = [[cell.value for cell in row] for row in book["Sessions"].iter_rows(min_row=5)]
    assert sessions[0][:4] == [datetime.datetime(2025, 9, 1), datetime.datetime(2025, 9, 2), "Books", "Ana (invented)"]
    assert sessions[0][6:10] == [2, 3, pytest.approx(2 / 3), 700], "six places are three pairs of people"
    why = {row[8].value: row[7].value for row in book["Who attends what"].iter_rows(min_row=5)}
    assert why["zora"].startswith("Financial management: 1.5; the training leads from 1.0 to 3.0. Need: ")
    not_chosen = {
        (row[5].value, row[6].value): row[4].value for row in book["Who does not attend"].iter_rows(min_row=5)
    }
    assert not_chosen == {
        ("zora", "board"): "Everything that the training serves is at its target already.",
        ("lasta", "board"): "Everything that the training serves is at its target already.",
    }
    assert book["Who attends what"]["A6"].value == "=cmd()"
    assert book["Who attends what"]["A6"].data_type == "s"
    text = " ".join(str(cell.value) for row in book["README"].iter_rows() for cell in row if cell.value)
    assert "Proved best" in text
    assert "INTERNAL" in text


def test_the_calendar_is_read_by_a_reader_of_calendars(assessment: Assessment, tmp_path: Path) -> None:
    path = tmp_path / "schedule.ics"
    write_calendar(plan_trainings(assessment, language="bs"), path)
    [event] = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Knjige"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (datetime.date(2025, 9, 1), datetime.date(2025, 9, 3))
    assert "=cmd()" in event["DESCRIPTION"]
    assert event["CLASS"] == "CONFIDENTIAL"
    assert event["DESCRIPTION"].splitlines()[0] == "INTERNO: imena i rezultati organizacija. Ne prosljeđivati."


def test_the_same_schedule_gives_the_same_bytes(assessment: Assessment, tmp_path: Path) -> None:
    for name in ("one", "two"):
        planned = plan_trainings(assessment, language="sr-Cyrl")
        write_schedule(planned, tmp_path / f"{name}.xlsx")
        write_calendar(planned, tmp_path / f"{name}.ics")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert (tmp_path / "one.ics").read_bytes() == (tmp_path / "two.ics").read_bytes()


def test_what_was_attended_before_is_not_given_again(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path / "p",
        sessions="id,training,date,place,region,trainer,period\ns1,books,2024-09-01,Nigdje,North,ana,y1\n",
        participation="session,organization,people\ns1,zora,2\n",
    )
    planned = plan_trainings(oca.assess(folder))
    assert {(one.pair.organization, one.pair.training): one.reason for one in planned.schedule.refused}[
        "zora", "books"
    ] == "attended"


def test_pins_that_cannot_be_kept_are_a_finding_that_names_the_limit(tmp_path: Path) -> None:
    pins = "organization,training,decision,reason\nzora,books,pin,\nzora,board,pin,\n"
    with pytest.raises(InputError) as caught:
        plan_trainings(oca.assess(folder_with(tmp_path / "p", decisions=pins)))
    assert {one.code for one in caught.value.findings} == {"schedule-impossible"}
    assert "board: 1 would come to a session, and it needs 2" in str(caught.value.findings[0])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"slots": FILES["slots"].splitlines()[0] + "\n"}, "slots.csv is absent or empty"),
        ({"slots": FILES["slots"].replace("2025", "2021")}, "No slot of slots.csv lies between"),
        ({"trainings": FILES["trainings"].splitlines()[0] + "\n"}, "trainings.csv is absent or empty"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        plan_trainings(oca.assess(folder_with(tmp_path / "p", **changed)))


def test_the_command_writes_both_and_an_impossible_schedule_ends_in_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path / "p")
    monkeypatch.setattr(sys, "argv", ["oca", "schedule", "-p", str(folder)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    assert "1 session, 2 attendances: 2 of 2 organizations attend; cost 700 KM." in capsys.readouterr().err
    assert sorted(path.name for path in (folder / "out" / "schedule").iterdir()) == [
        "schedule-y2.ics",
        "schedule-y2.xlsx",
    ]
    (folder / "decisions.csv").write_text("organization,training,decision\nzora,board,pin\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 3


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_slots_of_last_year_make_no_schedule_and_stop_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    folder = folder_with(tmp_path / "p", slots=FILES["slots"].replace("2025", "2021"))
    if suffix == "xlsx":
        (folder / "slots.csv").unlink()
        book = openpyxl.Workbook()
        book.worksheets[0].title = "slots"
        for row in (["date", "days", "place", "region"], [datetime.date(2021, 9, 1), 2, "Nigdje", "North"]):
            book.worksheets[0].append(row)
        book.save(folder / "slots.xlsx")
    monkeypatch.setattr(sys, "argv", ["oca", "run", "--project", str(folder)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    said = capsys.readouterr().err
    assert f"There is no schedule of trainings. No slot of slots.{suffix} lies between" in said
    assert not (folder / "out/schedule").exists()
    assert (folder / "out/comparison-internal.xlsx").is_file()
    assert list((folder / "out/reports").glob("**/*.pdf"))
