"""What the files of the support side may not say: each mistake gives one finding, at the cell where it stands."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from oca.findings import Finding
from oca.instrument.in_use import instruments_in_use
from oca.project import load_project
from oca.support.reading import read_support
from oca.support.records import Support
from tests.small import put, small_project

SOUND = {
    "trainers": "id;name;topics;languages;region\nana;Ana (invented);finance;bs;\n",
    "trainings": "id;title;title bs;elements;from_level;to_level;trainers;days;places;cost\n"
    "books;Books;Knjige;finance;1;3;ana;2;20;100\n",
    "sessions": "id;training;date;place;region;trainer;period\ns1;books;2024-09-10;Nowhere;;ana;y1\n",
    "participation": "session;organization;people\ns1;zora;2\n",
    "assistance": "organization;element;kind;date;days;period\nzora;finance;mentoring;2024-10-01;2;y1\n",
    "campaigns": "id;name;members;sectors;start;end;aim\nk1;Campaign;zora;health;2024-06-01;2024-12-01;An aim\n",
}
"""A support side without a fault; each case changes one cell of it."""

REGISTER = """\
id,name,sector,language,joined,left,entity
zora,Zora,health,bs,,,North
lasta,Lasta,culture,en,,,South
most,Most,culture,bs,y2,,South
"""


def read(folder: Path, **changed: str) -> tuple[Support, list[Finding]]:
    small_project(folder)
    put(folder, "organizations.csv", REGISTER)
    for name, text in {**SOUND, **changed}.items():
        put(folder, f"{name}.csv", text)
    project = load_project(folder)
    return read_support(project, instruments_in_use(project)[0])


def test_the_files_that_the_cases_change_are_sound(tmp_path: Path) -> None:
    support, findings = read(tmp_path)
    assert findings == []
    assert [len(getattr(support, name)) for name in SOUND] == [1] * len(SOUND)


@pytest.mark.parametrize("typed", ["2.500,00", "2 500", "2.500 KM", "2500", "KM 2.500,00", "\u200e2500"])
def test_an_amount_is_read_as_people_write_it_where_it_is_certain(tmp_path: Path, typed: str) -> None:
    support, findings = read(tmp_path, trainings=SOUND["trainings"].replace(";100\n", f";{typed}\n"))
    assert (support.trainings[0].cost, findings) == (2500, [])


def test_a_whole_number_of_people_has_thousands_and_no_decimals(tmp_path: Path) -> None:
    support, findings = read(tmp_path, trainings=SOUND["trainings"].replace(";20;", ";1.200;"))
    assert (support.trainings[0].places, findings) == (1200, [])


@pytest.mark.parametrize(
    ("name", "was", "typed", "code", "severity", "column"),
    [
        ("trainings", ";finance;", ";finnance;", "cell-unknown", "error", "elements"),
        ("trainings", ";1;3;", ";3;1;", "training-levels", "error", "to_level"),
        ("trainings", ";1;3;", ";3;3;", "training-levels", "error", "to_level"),
        ("trainings", ";1;3;", ";1;5;", "level-outside", "error", "to_level"),
        ("trainings", ";1;3;", ";0,5;3;", "level-outside", "error", "from_level"),
        ("trainings", ";100\n", ";1.200\n", "number-ambiguous", "error", "cost"),
        ("trainings", ";100\n", ";12,500\n", "number-ambiguous", "error", "cost"),
        ("trainings", ";100\n", ";1.234\n", "number-ambiguous", "error", "cost"),
        ("trainings", ";100\n", ";about 100\n", "cell-number", "error", "cost"),
        ("trainings", ";100\n", ";-5\n", "support-too-small", "error", "cost"),
        ("trainings", ";20;", ";20 KM;", "cell-number", "error", "places"),
        ("trainings", ";20;", ";2,5;", "cell-number", "error", "places"),
        ("trainings", ";20;", ";٢٠;", "cell-number", "error", "places"),
        ("trainings", "title bs", "title klingon", "support-column-unknown", "warning", ""),
        ("trainings", "title bs", "title sr", "language-script", "error", ""),
        ("sessions", "books", "book", "cell-unknown", "error", "training"),
        ("sessions", "2024-09-10", "maj 2024", "support-date", "error", "date"),
        ("sessions", "2024-09-10", "5/6/2024", "support-date", "error", "date"),
        ("sessions", "2024-09-10", "2024-05-30", "support-before-period", "error", "date"),
        ("sessions", "2024-09-10", "2025-05-31", "support-after-period", "warning", "date"),
        ("sessions", "Nowhere;;", "Nowhere;Nrth;", "region-unknown", "warning", "region"),
        ("trainers", ";bs;\n", ";bs;south\n", "region-unknown", "warning", "region"),
        ("participation", "zora", "zorra", "cell-unknown", "error", "organization"),
        ("participation", "zora;2", "zora;0", "support-too-small", "error", "people"),
        ("participation", "zora;2", "zora;21", "session-overfull", "warning", "people"),
        ("participation", "zora;2", "most;2", "support-outside", "warning", "organization"),
        ("assistance", ";2;", ";-1;", "support-too-small", "error", "days"),
        ("assistance", "2024-10-01", "2025-10-01", "support-after-period", "warning", "date"),
        ("campaigns", "2024-12-01", "2024-05-01", "support-dates", "error", "end"),
        ("campaigns", ";zora;", ";zora, nobody;", "cell-unknown", "error", "members"),
    ],
)
def test_one_wrong_cell_gives_one_finding_at_its_place(
    tmp_path: Path, name: str, was: str, typed: str, code: str, severity: str, column: str
) -> None:
    assert SOUND[name].count(was) == 1
    [found] = read(tmp_path, **{name: SOUND[name].replace(was, typed)})[1]
    assert (found.code, found.severity, found.place.file) == (code, severity, f"{name}.csv")
    assert (found.place.row, found.place.column) == ((2, column) if column else (1, ""))
    assert found.hint


@pytest.mark.parametrize(("typed", "number"), [("1200", 1200.0), ("1200,50", 1200.5), ("0.125", 0.125), ("2,5", 2.5)])
def test_a_number_that_can_only_be_one_is_read(tmp_path: Path, typed: str, number: float) -> None:
    support, findings = read(tmp_path, trainings=SOUND["trainings"].replace(";100\n", f";{typed}\n"))
    assert findings == []
    assert support.trainings[0].cost == number


def test_a_number_of_a_workbook_is_what_it_is(tmp_path: Path) -> None:
    read(tmp_path)
    (tmp_path / "trainings.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "trainings"
    heading, row = (line.split(";") for line in SOUND["trainings"].splitlines())
    sheet.append(heading)
    sheet.append([*row[:4], 1, 3, "ana", 2, 20, 1.125])
    book.save(tmp_path / "trainings.xlsx")
    project = load_project(tmp_path)
    support, findings = read_support(project, instruments_in_use(project)[0])
    assert findings == []
    assert support.trainings[0].cost == 1.125


def test_the_language_of_a_title_is_written_in_any_case(tmp_path: Path) -> None:
    support, findings = read(tmp_path, trainings=SOUND["trainings"].replace("title bs", "title SR_latn"))
    assert findings == []
    assert support.trainings[0].title == {"en": "Books", "sr-Latn": "Knjige"}


def test_a_file_that_cannot_be_read_is_said_once_and_not_missed_in_every_row_of_the_others(tmp_path: Path) -> None:
    found = read(tmp_path, trainings=SOUND["trainings"].replace("elements", "items"))[1]
    assert [(one.code, one.place.file) for one in found if one.severity == "error"] == [
        ("column-missing", "trainings.csv")
    ]


def test_a_register_that_says_nothing_of_regions_leaves_them_free(tmp_path: Path) -> None:
    read(tmp_path, sessions=SOUND["sessions"].replace("Nowhere;;", "Nowhere;Anywhere;"))
    put(tmp_path, "organizations.csv", REGISTER.replace(",entity", ",part"))
    project = load_project(tmp_path)
    support, findings = read_support(project, instruments_in_use(project)[0])
    assert findings == []
    assert support.sessions[0].region == "Anywhere"


def test_a_register_that_contradicts_the_file_of_campaigns_is_looked_at(tmp_path: Path) -> None:
    read(tmp_path)
    register = REGISTER.replace("entity", "campaign").replace(",North", ",").replace(",South", ",", 1)
    put(tmp_path, "organizations.csv", register.replace(",South", ",CAMPAIGN"))
    project = load_project(tmp_path)
    findings = read_support(project, instruments_in_use(project)[0])[1]
    assert [(one.code, one.severity, one.message.split(":")[0]) for one in findings] == [
        ("alliance-contradiction", "look at", "zora"),
        ("alliance-contradiction", "look at", "most"),
    ]
