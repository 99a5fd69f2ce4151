"""The files of the support side: read from CSV and from Excel, made blank, and counted up."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from oca.assessment import check
from oca.instrument.in_use import instruments_in_use
from oca.planning.support_received import received
from oca.project import load_project
from oca.support.columns import FILES
from oca.support.form import choices_of, support_file, write_blank
from oca.support.reading import read_support
from oca.support.records import Assistance, Participation, Session, Support, Training
from tests.small import small_project

TRAINERS = (
    'id,name,topics,languages,region\nana,Ana (invented),finance;gov-board,"bs, hr",\nana-2,ANA (Invented),,,RS\n'
)
TRAININGS = (
    "id;title;title bs;elements;from_level;to_level;trainers;days;places;cost\n"
    "t-books;Books;Knjige;finance;1;2,5;ana;1,5;4;500\n"
)
SESSIONS = "id,training,date,place,trainer\ns1,t-books,10.6.2024.,Nowhere,ana-2\n"
PEOPLE = "session,organization,people\ns1,zora,3\ns1,lasta,2\n"


def project_with(folder: Path, **files: str) -> Path:
    small_project(folder)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def support_of(folder: Path) -> tuple[Support, list[str]]:
    project = load_project(folder)
    support, findings = read_support(project, instruments_in_use(project)[0])
    return support, [one.code for one in findings]


def test_files_are_read_as_people_write_them(tmp_path: Path) -> None:
    folder = project_with(
        tmp_path / "p", trainers=TRAINERS, trainings=TRAININGS, sessions=SESSIONS, participation=PEOPLE
    )
    support, codes = support_of(folder)
    [training], [session] = support.trainings, support.sessions
    assert training == Training("t-books", {"en": "Books", "bs": "Knjige"}, ("finance",), 1, 2.5, ("ana",), 1.5, 4, 500)
    assert support.trainers[0].languages == ("bs", "hr")
    assert (session.date, session.period, session.region) == (datetime.date(2024, 6, 10), "y1", "")
    assert codes == ["trainers-alike", "session-trainer", "session-overfull"], "five people, four places"


def test_a_project_without_such_files_has_an_empty_support_side(tmp_path: Path) -> None:
    small_project(tmp_path / "p")
    assert support_of(tmp_path / "p") == (Support(), [])


def test_an_organization_that_was_not_yet_in_the_cohort_is_said(tmp_path: Path) -> None:
    files = {"trainers": TRAINERS.splitlines(keepends=True)[0] + "ana,Ana,,,\n", "trainings": TRAININGS}
    folder = project_with(
        tmp_path / "p",
        **files,
        sessions=SESSIONS.replace("ana-2", "ana"),
        participation="session,organization,people\ns1,most,1\n",
    )
    assert support_of(folder)[1] == ["support-outside"]


def test_both_a_csv_and_a_workbook_is_one_too_many(tmp_path: Path) -> None:
    folder = project_with(tmp_path / "p", trainers=TRAINERS)
    (folder / "trainers.xlsx").write_bytes(b"")
    assert "support-twice" in support_of(folder)[1]


def test_findings_of_the_support_side_are_among_those_of_the_project(tmp_path: Path) -> None:
    folder = project_with(tmp_path / "p", trainers=TRAINERS.replace("finance", "finnance"))
    found = check(folder)[2]
    [wrong] = [one for one in found if one.severity == "error"]
    assert str(wrong).startswith(
        "trainers.csv, row 2, column topics: error: topics: 'finnance' is no dimension or item"
    )


@pytest.mark.parametrize("name", [*FILES, "organizations"])
def test_every_file_can_be_made_blank_with_its_headings_and_a_meaning_for_each(name: str, tmp_path: Path) -> None:
    folder = project_with(tmp_path / "p")
    project = load_project(folder)
    questionnaires = instruments_in_use(project)[0]
    path = tmp_path / f"{name}.xlsx"
    write_blank(support_file(name), choices_of(project, questionnaires, Support()), project, path)
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book[name][1]]
    assert headings == [column.name for column in support_file(name).columns]
    assert all(cell.comment for cell in book[name][1])
    assert [row[0].value for row in book["help"].iter_rows(min_row=2, max_row=1 + len(headings))] == headings


def test_a_blank_file_filled_in_with_excel_reads_back(tmp_path: Path) -> None:
    folder = project_with(tmp_path / "p", trainers=TRAINERS)
    project = load_project(folder)
    questionnaires = instruments_in_use(project)[0]
    for name, rows in (
        ("trainings", [["t-books", "Books", "finance", 1, 2.5, "ana", 2, 10, None]]),
        ("sessions", [["s1", "t-books", datetime.date(2025, 6, 2), "Nowhere", None, "ana", None]]),
        ("slots", [[datetime.date(2025, 7, 1), 2, "Nowhere", None]]),
    ):
        path = folder / f"{name}.xlsx"
        write_blank(support_file(name), choices_of(project, questionnaires, Support()), project, path)
        book = openpyxl.load_workbook(path)
        for row in rows:
            book[name].append(row)
        book.save(path)
    support, codes = support_of(folder)
    assert codes == ["trainers-alike"]
    assert support.trainings[0].to_level == 2.5
    assert (support.sessions[0].date, support.sessions[0].period) == (datetime.date(2025, 6, 2), "y2")
    assert support.slots[0].days == 2


def test_a_wrong_cell_of_a_workbook_is_named_as_excel_names_it(tmp_path: Path) -> None:
    folder = project_with(tmp_path / "p")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "slots"
    for row in (["date", "days", "place", "region"], ["next week", "two", "", "x"]):
        sheet.append(row)
    book.save(folder / "slots.xlsx")
    found = [str(one) for one in check(folder)[2] if one.severity == "error"]
    assert [one.split(": ")[0] for one in found] == [
        "slots.xlsx, sheet slots, A2",
        "slots.xlsx, sheet slots, B2",
        "slots.xlsx, sheet slots, C2",
    ]


def test_what_was_received_counts_a_training_for_each_dimension_and_once_overall() -> None:
    day = datetime.date(2024, 6, 1)
    support = Support(
        trainings=(Training("t", {"en": "T"}, ("fin-books", "fin-donors", "governance"), 1, 3, (), 2, 10, 0),),
        sessions=(Session("s1", "t", day, "", "", "", "y1"), Session("s2", "t", day, "", "", "", "y2")),
        participation=(Participation("s1", "a", 3), Participation("s2", "a", 1), Participation("s1", "b", 2)),
        assistance=(Assistance("a", "finance", "mentoring", day, 1.5, "y1"),),
    )
    dimension_of = {"fin-books": "finance", "fin-donors": "finance", "governance": "governance", "finance": "finance"}
    rows = received(support, dimension_of, ["y1", "y2"]).to_numpy().tolist()
    assert rows == [
        ["a", "y1", "finance", 1, 2.0, 3, 1.5],
        ["a", "y1", "governance", 1, 2.0, 3, 0.0],
        ["a", "y1", "overall", 1, 2.0, 3, 1.5],
        ["a", "y2", "finance", 1, 2.0, 1, 0.0],
        ["a", "y2", "governance", 1, 2.0, 1, 0.0],
        ["a", "y2", "overall", 1, 2.0, 1, 0.0],
        ["b", "y1", "finance", 1, 2.0, 2, 0.0],
        ["b", "y1", "governance", 1, 2.0, 2, 0.0],
        ["b", "y1", "overall", 1, 2.0, 2, 0.0],
    ]


def test_every_column_is_explained_where_the_keys_of_a_project_are() -> None:
    text = (Path(__file__).parent.parent / "examples" / "README.md").read_text(encoding="utf-8")
    for file in FILES.values():
        part = text.split(f"### {file.name}.csv")[1].split("###")[0]
        for column in file.columns:
            assert f"| `{column.name}`{'*' if column.needed else ''} | {column.meaning} |" in part


def test_campaigns_and_coalitions_make_groups_where_the_register_has_no_such_column(tmp_path: Path) -> None:
    heading = "id,name,members,sectors,start,end,aim\n"
    coalitions = heading + "c1,One,zora;lasta,,2024-06-01,,\nc2,Two,zora,,2024-06-01,,\n"
    campaigns = heading + "k1,Kampanja,zora,,2024-06-01,,\n"
    folder = project_with(tmp_path / "p", coalitions=coalitions, campaigns=campaigns)
    register = (folder / "organizations.csv").read_text(encoding="utf-8").replace("joined,left", "joined,left,campaign")
    (folder / "organizations.csv").write_text(register.replace(",,\n", ",,,own\n").replace(",y2,\n", ",y2,,\n"))
    found = check(folder)[1]
    assert found
    groups = found.project.register().set_index("organization")
    assert groups.loc["zora", "coalition"] == "One; Two"
    assert groups.loc["most", "coalition"] == ""
    assert groups.loc["zora", "campaign"] == "own", "the register's own column comes first"
