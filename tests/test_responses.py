"""From a project's files to RESPONSES: what is understood, what is refused, and that nothing disappears."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.collection.levels import Levels
from oca.collection.matching import moment
from oca.collection.responses import Collected, collect
from oca.tables import RESPONSES
from tests.small import ITEMS, PROJECT, add_second_version, put, read_small, small_project

HEADING = "organization,item,answer\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Levels:
    _, questionnaires = read_small(small_project(tmp_path_factory.mktemp("small") / "project"))
    return Levels(questionnaires["small/1"])


def read(folder: Path, files: dict[str, str] | None = None) -> Collected:
    """Put files under responses/ and read the project."""
    for name, text in (files or {}).items():
        put(folder, f"responses/{name}", text)
    return collect(*read_small(folder))


def said(collected: Collected, severity: str = "error") -> list[tuple[str, str]]:
    return [(one.code, str(one.place)) for one in collected.findings if one.severity == severity]


def hints(collected: Collected) -> str:
    return "\n".join(str(one) for one in collected.findings)


@pytest.mark.parametrize(
    "typed",
    [
        "3",
        "3.0",
        "3,0",
        " 3 ",
        "3\u00a0",
        "3.",
        "3 - It meets on a plan.",
        "3 – Established",
        "3. Established",
        "established",
        "ESTABLISHED",
        "Utemeljeno",
        "Утемељено",
        "It meets on a plan.",
        "Sastaje se  po planu.",
        "Састаје се по плану.",
    ],
)
def test_a_level_is_understood_by_number_name_and_text_in_every_language(levels: Levels, typed: str) -> None:
    reading = levels.read("gov-board", typed)
    assert reading is not None
    assert (reading.status, reading.level) == ("answered", 3.0)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("N/A", "not_applicable"),
        ("n/a", "not_applicable"),
        ("nije primjenjivo", "not_applicable"),
        ("Није примјењиво", "not_applicable"),
        ("don’t know", "dont_know"),
        ("Ne znam", "dont_know"),
        ("не знам", "dont_know"),
        ("Nije primenljivo", "not_applicable"),
        ("Не примењује се", "not_applicable"),
        ("ne primjenjuje se", "not_applicable"),
        ("neprimjenjivo", "not_applicable"),
        ("Не односи се", "not_applicable"),
        ("Ne mogu procijeniti", "dont_know"),
        ("Не могу проценити", "dont_know"),
        ("Не знамо", "dont_know"),
        ("", "missing"),
        ("\u00a0", "missing"),
    ],
)
def test_the_states_are_understood_in_every_language_and_script(levels: Levels, typed: str, status: str) -> None:
    reading = levels.read("gov-board", typed)
    assert reading is not None
    assert (reading.status, reading.level) == (status, None)


def test_a_level_is_read_from_its_name_or_text_in_cyrillic(levels: Levels) -> None:
    readings = [
        levels.read("gov-board", typed) for typed in ("Изградња", "Састаје се понекад.", "2 – Састаје се понекад.")
    ]
    assert [reading and reading.level for reading in readings] == [2, 2, 2]


@pytest.mark.parametrize(
    "typed",
    [
        "5",
        "0",
        "2.5",
        "3-4",
        "3-da",
        "3 - 4",
        "3/4",
        "3 - Starting",
        "2. It meets on a plan.",
        "Books every month.",
        "Cesto",
        "#N/A",
        "-",
        "?",
        "TRUE",
        "2024-03-04",
        "nan",
        "0_3",
        "1e0",
        "٣٣",
    ],
)
def test_what_is_no_level_of_the_item_is_never_guessed(levels: Levels, typed: str) -> None:
    assert levels.read("gov-board", typed) is None


@given(st.text(max_size=12))
def test_any_text_at_all_is_read_or_refused_without_a_fault(typed: str) -> None:
    with_levels = _levels()
    reading = with_levels.read("gov-board", typed)
    assert reading is None or (reading.level in (1, 2, 3, 4)) == (reading.status == "answered")


def _levels(cache: dict[str, Levels] = {}) -> Levels:  # noqa: B006 - made once for all examples of the property above
    if not cache:
        import tempfile

        with tempfile.TemporaryDirectory() as temporary:
            _, questionnaires = read_small(small_project(Path(temporary) / "project"))
            cache["small"] = Levels(questionnaires["small/1"])
    return cache["small"]


@settings(max_examples=20, deadline=None)
@given(st.permutations([(one, item) for one in ("zora", "lasta") for item in ITEMS]))
def test_the_order_of_the_rows_of_a_tidy_table_is_irrelevant(order: list[tuple[str, str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        folder = small_project(Path(temporary) / "project")
        rows = "".join(f"{one},{item},{1 + ITEMS.index(item)}\n" for one, item in order)
        responses = read(folder, {"y1/a.csv": HEADING + rows}).responses
    assert responses["organization"].tolist() == ["lasta"] * 4 + ["zora"] * 4
    assert responses["item"].tolist() == [*ITEMS, *ITEMS]
    assert responses["answer"].tolist() == [1, 2, 3, 4] * 2


def test_every_item_has_a_row_and_an_item_that_a_file_does_not_hold_is_missing_and_said(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": HEADING + "zora,fin-books,N/A\nzora,gov-board,2\n"})
    rows = RESPONSES.check(collected.responses)
    assert rows["item"].tolist() == list(ITEMS)
    assert rows["status"].tolist() == ["answered", "missing", "not_applicable", "missing"]
    assert rows["row"].tolist() == [3, 0, 2, 0]
    assert {code for code, _ in said(collected, "look at")} == {
        "items-absent",
        "na-without-reason",
        "organization-absent",
    }


def test_the_hash_of_every_file_that_was_read_is_kept(folder: Path) -> None:
    files = read(folder, {"y1/a.csv": HEADING + "zora,gov-board,2\n"}).files
    assert list(files) == ["responses/y1/a.csv"]
    assert len(files["responses/y1/a.csv"]) == 64


def test_an_organization_is_found_by_id_and_by_its_name_in_either_script(folder: Path) -> None:
    names = ("zora", "ZORA", 'udruženje "zora"', "Удружење „Зора“")
    for name in names:
        quoted = '"' + name.replace('"', '""') + '"'
        collected = read(folder, {"y1/a.csv": HEADING + f"{quoted},gov-board,2\n"})
        assert set(collected.responses["organization"]) == {"zora"}, name


def test_an_organization_is_never_guessed_and_the_nearest_is_named(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": HEADING + "Lasta Teatre,gov-board,2\n"})
    assert said(collected) == [("organization-unknown", "responses/y1/a.csv, row 2, column organization")]
    assert "Did you mean lasta (Lasta Theatre)?" in hints(collected)
    assert collected.responses.empty


def test_an_organization_outside_its_years_is_refused(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": HEADING + "most,gov-board,2\n"})
    assert said(collected) == [("organization-outside", "responses/y1/a.csv, row 2, column organization")]


def test_the_period_may_stand_in_the_file_but_not_contradict_the_folder(folder: Path) -> None:
    heading = "organization,period,item,answer\n"
    assert said(read(folder, {"y1/a.csv": heading + "zora,Year 1,gov-board,2\nlasta,Prva godina,gov-board,2\n"})) == []
    wrong = read(folder, {"y1/a.csv": heading + "zora,y2,gov-board,2\nlasta,y2,gov-board,2\nzora,y9,fin-books,1\n"})
    assert [code for code, _ in said(wrong)] == ["period-contradiction", "period-unknown"]


def test_an_item_of_another_version_is_said_to_be_one(folder: Path) -> None:
    add_second_version(folder)
    collected = read(folder, {"y2/a.csv": HEADING + "zora,fin-donors,2\nlasta,fin-donors,2\nzora,gov-bord,1\n"})
    assert said(collected) == [
        ("item-unknown", "responses/y2/a.csv, row 2, column item"),
        ("item-unknown", "responses/y2/a.csv, row 4, column item"),
    ]
    assert "It is an item of small/1." in hints(collected)
    assert "Did you mean gov-board?" in hints(collected)


def test_a_sheet_of_another_version_is_refused(folder: Path) -> None:
    heading = "organization,questionnaire,item,answer\n"
    collected = read(folder, {"y1/a.csv": heading + "zora,small/2,gov-board,2\n"})
    assert said(collected) == [("questionnaire-version", "responses/y1/a.csv, row 2, column questionnaire")]


def test_an_answer_that_is_no_level_is_said_with_its_cell_and_what_was_found(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": "organization,gov-board,fin-books\nzora,Cesto,3\nlasta,3 - 4,2\n"})
    assert said(collected) == [
        ("answer-not-a-level", "responses/y1/a.csv, row 2, column gov-board"),
        ("answer-not-a-level", "responses/y1/a.csv, row 3, column gov-board"),
    ]
    assert "'Cesto' is no level of gov-board (1-4, N/A, don't know)" in hints(collected)
    assert "It names two levels; keep one." in hints(collected)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("individual,,3", "respondent-missing"),
        ("consensus,r1,3", "respondent-on-consensus"),
        ("average,,3", "score-type-unknown"),
    ],
)
def test_the_respondent_goes_with_the_score_type(folder: Path, row: str, code: str) -> None:
    collected = read(folder, {"y1/a.csv": f"organization,score_type,respondent,answer,item\nzora,{row},gov-board\n"})
    assert [found for found, _ in said(collected)] == [code]


def test_without_a_score_type_a_respondent_makes_it_individual(folder: Path) -> None:
    rows = "zora,r1,gov-board,3\nzora,r2,gov-board,2\nlasta,,gov-board,2\n"
    responses = read(folder, {"y1/a.csv": "organization,respondent,item,answer\n" + rows}).responses
    assert responses.groupby("organization")["score_type"].unique().map(list).to_dict() == {
        "lasta": ["consensus"],
        "zora": ["individual"],
    }


def test_an_item_answered_twice_on_one_sheet_is_refused(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": HEADING + "zora,gov-board,2\nzora,gov-board,3\n"})
    assert said(collected) == [("item-twice", "responses/y1/a.csv, row 3, column answer")]
    assert "here and in row 2, column answer" in next(
        one.message for one in collected.findings if one.severity == "error"
    )


def test_every_row_of_a_table_that_stands_twice_is_said_with_its_other_row(folder: Path) -> None:
    rows = "zora,gov-board,2\nzora,gov-mission,2\n"
    found = [one for one in read(folder, {"y1/a.csv": HEADING + rows + rows}).findings if one.code == "item-twice"]
    assert [(one.place.row, "row 2" in one.message, "row 3" in one.message) for one in found] == [
        (4, True, False),
        (5, False, True),
    ]


DATED = "organization,item,answer,submitted\n"


def twice(first: str, second: str) -> dict[str, str]:
    return {"y1/a.csv": f"{DATED}zora,gov-board,1,{first}\n", "y1/b.csv": f"{DATED}zora,gov-board,4,{second}\n"}


def test_a_sheet_that_came_twice_is_refused_with_both_places(folder: Path) -> None:
    collected = read(folder, twice("2024-05-01", "2024-05-02"))
    assert [code for code, _ in said(collected)] == ["sheet-twice"]
    assert "responses/y1/a.csv" in hints(collected)
    assert "responses/y1/b.csv" in hints(collected)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("2024-05-01", "2024-05-02", 4),
        ("10.5.2024", "9.5.2024", 1),
        ("2024-05-09T23:00:00-02:00", "10. 5. 2024.", 1),
        ("2024-05-09T10:00:00Z", "2024-05-09T11:00:00", 4),
    ],
)
def test_the_latest_sheet_is_kept_where_the_project_says_so_and_the_other_is_listed(
    folder: Path, first: str, second: str, kept: int
) -> None:
    put(folder, "project.yaml", PROJECT + "duplicates: latest\n")
    collected = read(folder, twice(first, second))
    assert said(collected) == []
    assert collected.responses["answer"].dropna().tolist() == [kept]
    aside = "a" if kept == 4 else "b"
    assert ("sheet-set-aside", f"responses/y1/{aside}.csv:2") in said(collected, "look at")


@pytest.mark.parametrize(("first", "second"), [("", "2024-05-01"), ("2024-05-01", "2024-05-01"), ("May", "June")])
def test_sheets_whose_latest_cannot_be_told_are_refused(folder: Path, first: str, second: str) -> None:
    put(folder, "project.yaml", PROJECT + "duplicates: latest\n")
    assert [code for code, _ in said(read(folder, twice(first, second)))] == ["sheet-twice-undated"]


def test_two_submissions_in_one_tidy_table_are_two_sheets(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT + "duplicates: latest\n")
    collected = read(folder, {"y1/a.csv": DATED + "zora,gov-board,1,2024-05-01\nzora,gov-board,2,2024-05-02\n"})
    assert said(collected) == []
    assert collected.responses["answer"].dropna().tolist() == [2]


def test_dates_that_could_be_read_in_two_ways_are_not_read() -> None:
    assert moment("05/06/2024") is None
    assert moment("31.2.2024") is None


def test_a_blank_sheet_is_set_aside_and_hides_no_other(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": HEADING + "zora,gov-board,\n", "y1/b.csv": HEADING + "zora,gov-board,4\n"})
    assert said(collected) == []
    assert said(collected, "warning") == [("sheet-blank", "responses/y1/a.csv:2")]
    assert collected.responses["answer"].dropna().tolist() == [4]


def test_files_of_the_system_are_passed_over_and_open_workbooks_are_said(folder: Path) -> None:
    names = (".DS_Store", "Thumbs.db", "README.md", "~$zora.xlsx", ".~lock.zora.xlsx#")
    collected = read(folder, {f"y1/{name}": "x" for name in names})
    assert said(collected) == []
    assert [code for code, _ in said(collected, "warning")] == ["file-open", "file-open"]


def test_what_lies_outside_the_folder_of_a_period_is_said(folder: Path) -> None:
    collected = read(folder, {"a.csv": HEADING, "year1/b.csv": HEADING})
    assert said(collected) == [("file-stray", "responses/a.csv"), ("period-unknown", "responses/year1")]


def test_an_unreadable_file_does_not_hide_the_faults_of_the_others(folder: Path) -> None:
    collected = read(folder, {"y1/a.xlsx": "no workbook", "y1/b.csv": HEADING + "zora,gov-board,7\n", "y2/c.csv": ""})
    assert [code for code, _ in said(collected)] == ["file-misnamed", "answer-not-a-level", "file-empty"]


def test_characters_that_cannot_be_seen_go_from_a_comment_and_that_is_said(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": "organization,item,answer,comment\nzora,gov-board,1,be\x07ep\n"})
    assert collected.responses["comment"][0] == "beep"
    assert "control-characters" in [code for code, _ in said(collected, "look at")]


def test_who_is_absent_from_a_period_that_was_collected_is_said(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": HEADING + "zora,gov-board,1\n"})
    absent = [str(one) for one in collected.findings if one.code == "organization-absent"]
    assert len(absent) == 1, "lasta in y1; most joined in y2, and y2 has not begun"
    assert "lasta has no answers in y1" in absent[0]
