"""Tables that are not our form, CSV and workbooks: what they are taken for, and what is said of them."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from oca.assessment import check
from oca.collection.forms.workbook import FilledSheet, make_workbook
from oca.collection.interpretation import receive
from oca.collection.responses import Collected, collect
from oca.findings import Finding, errors
from oca.spreadsheet.compound import SIGNATURE
from tests.exports import Sent, Shape, Table, as_csv, as_workbook, kobo
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
    return {
        (row.organization, row.item): f"{row.answer:g}" if row.status == "answered" else row.status
        for row in rows
        if row.status != "missing"
    }


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


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_number_alone_as_comment_or_evidence_is_pointed_out_with_its_cell(folder: Path, name: str) -> None:
    table = [
        TIDY[0],
        ["zora", "gov-board", "2", "5", ""],
        ["zora", "gov-mission", "3", "5 people", "2,5"],
        ["zora", "fin-donors", "3", "", "2023"],
        ["zora", "fin-books", "N/A", "3", ""],
    ]
    found = the("remark-is-number", read(folder, as_csv(table) if name == "a.csv" else as_workbook({"A": table}), name))
    place = "responses/y1/a.csv, row 2, column comment" if name == "a.csv" else "responses/y1/a.xlsx, sheet A, D2"
    assert (found.severity, str(found.place)) == ("look at", place)
    assert "cells: 2. They are gov-board '5' beside '2', gov-mission '2,5' beside '3'." in found.message


def test_a_number_alone_as_comment_in_a_wide_table_has_its_cell(folder: Path) -> None:
    table = [["organization", "gov-board", "gov-board:comment"], ["zora", "2", "5"]]
    place = the("remark-is-number", read(folder, as_csv(table))).place
    assert str(place) == "responses/y1/answers.csv, row 2, column gov-board:comment"


def test_a_row_beside_the_table_of_a_sheet_is_counted_without_empty_cells_after_it(folder: Path) -> None:
    table = [[*row, *[""] * 6] for row in WIDE]
    table[1][6], table[2][9] = "x", "y"
    found = [
        one.message for one in read(folder, as_workbook({"A": table}), "a.xlsx").findings if one.code == "row-length"
    ]
    assert found == ["The row has 7 cells; the heading has 5.", "The row has 10 cells; the heading has 5."]


@pytest.mark.parametrize(
    ("heading", "more"),
    [
        (["Timestamp", "Organization", "?????? ?????", "??????", "Books"], ", and 1 more such cells"),
        (["Timestamp", "Organization", "?????? ?????", "??????", "????????"], ", and 2 more such cells"),
        (["????????? ??????", "???????????", "?????? ?????", "??????", "????????"], ", and 4 more such cells"),
    ],
)
def test_headings_of_a_survey_that_became_question_marks_say_that_letters_were_lost(
    folder: Path, heading: list[str], more: str
) -> None:
    collected = read(folder, as_csv([heading, ["2024/05/31 9:00:00 AM", "zora", "3", "2", "1"]]))
    assert [one.code for one in errors(collected.findings)] == ["letters-lost"]
    found = the("letters-lost", collected)
    assert found.message.startswith("heading: '?")
    assert f"is mostly question marks{more}" in found.message
    assert "CSV UTF-8" in found.hint


@pytest.mark.parametrize("table", [TIDY, WIDE])
def test_a_note_on_a_cell_of_a_table_is_pointed_out(folder: Path, table: Table) -> None:
    def write_beside(sheet: Any) -> None:
        sheet["C2"].comment = Comment("rather 2", "Amra")

    found = the("notes-attached", read(folder, book_of(table, write_beside), "a.xlsx"))
    assert (str(found.place), "C2 'rather 2'" in found.message) == ("responses/y1/a.xlsx, sheet A, C2", True)


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


# --- files that hold no answers

BESIDE = [
    "scan.pdf",
    "IMG_0012.JPG",
    "photo.png",
    "photo.heic",
    "minutes.docx",
    "minutes.doc",
    "slides.pptx",
    "re.msg",
    "re.eml",
    "call.m4a",
    "Answers.gsheet",
    "answers.lnk",
    "notes.odt",
    "zora/scan.pdf",
]

LEFT_BEHIND = [
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    "._answers.xlsx",
    "__MACOSX/._answers.xlsx",
    "~WRL0001.tmp",
    "zora/Thumbs.db",
    ".gitkeep",
]


@pytest.mark.parametrize("name", BESIDE)
def test_what_people_keep_beside_answers_is_to_be_moved_out_and_stops_nothing(folder: Path, name: str) -> None:
    put(folder, "responses/y1/answers.csv", as_csv(WIDE))
    for content in (b"\x00\x01 anything", b"text", b"", SIGNATURE + bytes(600)):
        collected = read(folder, content, name)
        assert codes(collected) == ["file-unrelated"]
        found = the("file-unrelated", collected)
        assert (found.severity, found.place.file) == ("look at", f"responses/y1/{name}")
        assert "move it out" in found.hint.casefold()
        assert given(collected)["zora", "gov-board"] == "3"


@pytest.mark.parametrize("name", LEFT_BEHIND)
def test_what_systems_leave_behind_is_passed_over(folder: Path, name: str) -> None:
    put(folder, "responses/y1/answers.csv", as_csv(WIDE))
    put(folder, "responses/.DS_Store", b"x")
    put(folder, "responses/.Trashes/x", b"x")
    put(folder, "responses/__MACOSX/y1/._a.csv", b"x")
    assert codes(read(folder, b"\x00\x05\x16\x07 anything", name)) == []


@pytest.mark.parametrize("name", ["~$answers.xlsx", ".~lock.answers.xlsx#"])
def test_the_lock_of_an_open_workbook_is_one_line(folder: Path, name: str) -> None:
    collected = read(folder, b"\x05Amra", name)
    assert (codes(collected), the("file-open", collected).severity) == (["file-open"], "warning")


@pytest.mark.parametrize("name", ["answers.pdf", "answers.docx", "answers.jpg"])
def test_a_workbook_under_another_name_is_never_passed_over(folder: Path, name: str) -> None:
    collected = read(folder, as_workbook({"A": WIDE}), name)
    assert (codes(collected), the("file-misnamed", collected).severity) == (["file-misnamed"], "error")


def test_pictures_in_the_wrong_folder_are_to_be_moved_out_too(folder: Path) -> None:
    put(folder, "responses/scan.jpg", b"x")
    put(folder, "plans/scan.jpg", b"x")
    put(folder, "plans/y1/scan.pdf", b"x")
    put(folder, "plans/y1/Thumbs.db", b"x")
    _, _, findings = check(folder)
    assert [(one.code, one.place.file) for one in findings if one.code != "organization-absent"] == [
        ("file-unrelated", "responses/scan.jpg"),
        ("file-unrelated", "plans/scan.jpg"),
        ("file-unrelated", "plans/y1/scan.pdf"),
    ]


# --- old formats, protected workbooks, JSON


def compound(*streams: str, stream: bytes = b"") -> bytes:
    """Return a compound file by [MS-CFB]: a header, a sector of the FAT, one of the directory, and the first stream."""
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    fat = struct.pack("<III", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE)
    entries = b""
    for number, name in enumerate(("Root Entry", *streams)):
        written = f"{name}\0".encode("utf-16-le")
        entry = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), 5 if number == 0 else 2, 1) + bytes(48)
        entries += entry + struct.pack("<IQ", 2, 4096)
    return header.ljust(512, b"\0") + fat.ljust(512, b"\xff") + entries.ljust(512, b"\0") + stream.ljust(4096, b"\0")


BOF = struct.pack("<HH", 0x809, 16) + bytes(16)
PASSWORD = struct.pack("<HH", 0x2F, 54) + bytes(54)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (compound("EncryptionInfo", "EncryptedPackage"), "file-locked", "password"),
        (compound("Workbook", stream=BOF), "file-format", "old .xls format"),
        (compound("\x05SummaryInformation", "Workbook", stream=BOF), "file-format", "old .xls format"),
        (compound("Book", stream=BOF), "file-format", "old .xls format"),
        (compound("Workbook", stream=BOF + PASSWORD), "file-locked", "password"),
        (compound("WordDocument"), "file-format", "old .doc format"),
        (compound("__properties_version1.0"), "file-format", "Outlook"),
        (compound("Something else"), "file-truncated", "damaged"),
        (compound("Workbook", stream=BOF)[:512], "file-truncated", "damaged"),
    ],
)
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.csv", "a"])
def test_an_old_workbook_and_a_protected_one_are_told_apart(
    folder: Path, name: str, content: bytes, code: str, says: str
) -> None:
    collected = read(folder, content, name)
    assert codes(collected) == [code]
    assert says in the(code, collected).message


def test_a_compound_file_cut_anywhere_ends_in_a_finding(folder: Path) -> None:
    whole = compound("Workbook", stream=BOF + PASSWORD)
    for end in range(8, len(whole), 97):
        assert codes(read(folder, whole[:end], "a.xls"))[0] in ("file-truncated", "file-format", "file-locked")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("[]", "a.json", "a list"),
        ('[{"_id": 1, "gov_board": "3"}]', "export.json", "a list"),
        ('[{"_id": 1}]', "export.csv", "a list"),
        ("[1, 2]", "export", "a list"),
        ('"text"', "a.json", "one value"),
        ('{"results": []}', "a.json", "of no named format"),
        ('{"format": "recipe"}', "a.json", "'recipe'"),
    ],
)
def test_json_of_another_origin_is_called_what_it_is(folder: Path, content: str, name: str, says: str) -> None:
    collected = read(folder, content, name)
    assert codes(collected) == ["json-format"]
    assert says in the("json-format", collected).message
    assert "export from a survey tool as CSV" in the("json-format", collected).hint


def test_text_named_json_is_no_table(folder: Path) -> None:
    assert codes(read(folder, as_csv(WIDE), "a.json")) == ["json-syntax"]


def test_a_heading_may_begin_with_a_bracket(folder: Path) -> None:
    table = [["[Notes]", *WIDE[0]], *(["", *row] for row in WIDE[1:])]
    collected = read(folder, as_csv(table), mapping='files: [{file: "*", ignore: ["[Notes]"]}]\n')
    assert given(collected)["lasta", "fin-books"] == "3"


@pytest.mark.parametrize("column", ["Q1", "A", "FIN", "q"])
def test_a_place_in_a_csv_is_said_in_words(folder: Path, column: str) -> None:
    content = as_csv([["organization", column], ["zora", "seldom"]])
    collected = read(folder, content, mapping=f'files: [{{file: "*", columns: {{{column}: gov-board}}}}]\n')
    assert str(the("answer-not-a-level", collected).place) == f"responses/y1/answers.csv, row 2, column {column}"


# --- merged cells, and what is hidden


def book_of(table: Table, change: Callable[[Any], object], title: str = "A") -> bytes:
    book = load_workbook(io.BytesIO(as_workbook({title: table})))
    change(book[title])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (WIDE, "B2:C2"),
        (WIDE, "B2:B3"),
        (WIDE, "B2:E3"),
        (WIDE, "A2:A3"),
        (WIDE, "D1:E1"),
        (WIDE, "D1:D2"),
        (TIDY, "C2:C3"),
        (TIDY, "A2:A3"),
        (TIDY, "D3:D4"),
        (TIDY, "C2:D2"),
    ],
)
def test_merged_cells_of_a_table_are_an_error_with_their_range(folder: Path, table: Table, cells: str) -> None:
    collected = read(folder, book_of(table, lambda sheet: sheet.merge_cells(cells)), "a.xlsx")
    found = the("cells-merged", collected)
    assert (found.severity, cells in found.message, found.place.sheet) == ("error", True, "A")


def test_each_pair_of_neighbours_in_a_wide_table_is_an_error_when_merged(folder: Path) -> None:
    for row, column in product((2, 3), range(2, 6)):
        for down, right in ((1, 0), (0, 1)):
            cells = {"start_row": row, "start_column": column, "end_row": row + down, "end_column": column + right}
            if row + down > 3 or column + right > 5:
                continue
            content = book_of(WIDE, lambda sheet, cells=cells: sheet.merge_cells(**cells))  # type: ignore[misc]
            assert "cells-merged" in codes(read(folder, content, "a.xlsx")), cells


def test_a_merged_title_above_the_heading_and_merged_notes_beside_it_are_no_fault(folder: Path) -> None:
    table = [["Assessment of 2024"], *WIDE]
    content = book_of(table, lambda sheet: [sheet.merge_cells("A1:E1"), sheet.merge_cells("H2:H4")])
    assert codes(read(folder, content, "a.xlsx")) == ["rows-above-heading"]


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def hide_sheet(sheet: Any) -> None:
    sheet.parent.create_sheet("Notes")
    sheet.sheet_state = "hidden"


@pytest.mark.parametrize(
    ("table", "hide", "count"),
    [
        (WIDE, hide_row, 1),
        (WIDE, hide_column, 2),
        (WIDE, hide_sheet, 2),
        (TIDY, hide_row, 1),
        (TIDY, hide_column, 3),
        (TIDY, hide_sheet, 3),
    ],
)
def test_hidden_answers_are_read_and_counted(
    folder: Path, table: Table, hide: Callable[[Any], None], count: int
) -> None:
    plain = read(folder, as_workbook({"A": table}), "a.xlsx")
    collected = read(folder, book_of(table, hide), "a.xlsx")
    assert (given(collected), codes(collected)) == (given(plain), ["answers-hidden"])
    assert f"or with the sheet: {count}. They were read" in the("answers-hidden", collected).message


# --- mapping.yaml: rows, ignore, kind: wide

YEARS: Table = [
    ["organization", "year", *ITEMS, "Any other word?"],
    ["zora", "2021", *"1111", ""],
    ["zora", "2024", *"3124", "no"],
    ["lasta", "2024", *"2341", ""],
    ["most", "", *"4444", ""],
]


@pytest.mark.parametrize(
    ("rows", "whose"),
    [
        ('{year: "2024"}', {"zora": "3", "lasta": "2"}),
        ("{year: 2021}", {"zora": "1"}),
        ("{YEAR: [2024]}", {"zora": "3", "lasta": "2"}),
        ("{year: 2024, organization: ZORA}", {"zora": "3"}),
        ('{organization: ["lasta", zora], year: "2021"}', {"zora": "1"}),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_mapping_chooses_rows_by_what_stands_in_a_column(
    folder: Path, name: str, rows: str, whose: dict[str, str]
) -> None:
    content = as_csv(YEARS) if name == "a.csv" else as_workbook({"A": YEARS})
    mapping = f'files: [{{file: "*", rows: {rows}, ignore: ["Any other*"]}}]\n'
    collected = read(folder, content, name, mapping)
    board = {who: answer for (who, item), answer in given(collected).items() if item == "gov-board"}
    assert (errors(collected.findings), board) == ([], whose)
    assert f"{4 - len(whose)} of 4 rows were not read" in the("rows-not-chosen", collected).message


def test_rows_are_chosen_in_a_tidy_table_and_in_an_export(folder: Path) -> None:
    tidy = [
        ["organization", "Year", "item", "answer"],
        ["zora", "2021", "gov-board", "1"],
        ["zora", "2024", "gov-board", "3"],
    ]
    mapping = 'files: [{file: "*", rows: {year: "2024"}}]\n'
    assert given(read(folder, as_csv(tidy), mapping=mapping)) == {("zora", "gov-board"): "3"}
    questionnaire = read_small(folder)[1]["small/1"]
    export = kobo(questionnaire, [Sent("zora", {"gov-board": "1"}), Sent("zora", {"gov-board": "3"})], Shape())
    export = [[*row, year] for row, year in zip(export, ["year", "2021", "2024"], strict=True)]
    collected = read(folder, as_csv(export), mapping=mapping)
    assert (given(collected), errors(collected.findings)) == ({("zora", "gov-board"): "3"}, [])


def test_a_column_or_value_of_rows_that_is_not_there_is_said(folder: Path) -> None:
    collected = read(folder, as_csv(YEARS), mapping='files: [{file: "*", rows: {yaer: "2024"}}]\n')
    assert codes(collected) == ["mapping-rows-column"]
    assert the("mapping-rows-column", collected).hint == "Did you mean year?"
    mapping = 'files: [{file: "*", kind: wide, rows: {year: ["2024", "2025"]}}]\n'
    found = the("mapping-rows-unused", read(folder, as_csv(YEARS), mapping=mapping))
    assert (found.severity, "'2025'" in found.message, "'2024'" in found.message) == ("warning", True, True)
    twice = [[*row, row[1]] for row in YEARS]
    assert codes(read(folder, as_csv(twice), mapping='files: [{file: "*", rows: {year: "2024"}}]\n')) == [
        "heading-twice"
    ]


@pytest.mark.parametrize("typed", ["{year: {a: b}}", "{year: }", "[year]", "2021"])
def test_rows_of_another_shape_are_refused_with_their_line(folder: Path, typed: str) -> None:
    found = errors(read(folder, as_csv(YEARS), mapping=f'files:\n  - file: "*"\n    rows: {typed}\n').findings)
    assert {one.place.file for one in found} >= {"responses/y1/mapping.yaml"}


def test_what_was_chosen_is_explained(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", as_csv(YEARS))
    put(folder, "responses/y1/mapping.yaml", 'files: [{file: "*", rows: {year: "2024"}, ignore: ["Any*"]}]\n')
    received = receive(*read_small(folder), Path("responses/y1/a.csv"))
    assert received.raw is not None
    assert received.raw.notes[0] == "rows: 2 of 4, where year is '2024'."
    uses = {one.heading: one.how for one in received.raw.columns}
    assert uses["year"] == "rows are chosen by it, as mapping.yaml says"
    assert uses["Any other word?"] == "ignored, as mapping.yaml says"


def test_a_wide_table_by_the_word_of_mapping_lists_what_is_unknown_and_stops_nothing(folder: Path) -> None:
    collected = read(folder, as_csv(YEARS[:-1]), mapping='files: [{file: "*", kind: wide, rows: {year: "2024"}}]\n')
    assert errors(collected.findings) == []
    assert "'Any other word?'" in the("columns-unread", collected).message
    assert given(collected)["lasta", "fin-donors"] == "1"


@pytest.mark.parametrize(
    ("ignore", "column", "read_as"),
    [
        ("Q*", "Q1", "unread"),
        ("*1", "Q1", "unread"),
        ("q1", "Q1", "unread"),
        ("Q", "Q1", "item"),
        ("Q[*]", "Q1", "item"),
    ],
)
def test_ignore_takes_patterns_and_a_declared_column_comes_before_one(
    folder: Path, ignore: str, column: str, read_as: str
) -> None:
    table = [["organization", column, "gov-mission"], ["zora", "3", "2"]]
    undeclared = read(folder, as_csv(table), mapping=f'files: [{{file: "*", kind: wide, ignore: ["{ignore}"]}}]\n')
    unread = {"columns-unread", "columns-mostly-unread"} & set(codes(undeclared))
    assert bool(unread) == (read_as == "item")
    declared = f'files: [{{file: "*", kind: wide, columns: {{{column}: gov-board}}, ignore: ["{ignore}"]}}]\n'
    collected = read(folder, as_csv(table), mapping=declared)
    assert (("zora", "gov-board") in given(collected)) == ("*" in ignore or read_as == "item")


MIXED: Table = [
    ["organization", "score_type", "comment", "item", "answer"],
    ["zora", "", "old remark", "gov-board", "3"],
    ["lasta", "consensus", "", "gov-board", "2"],
]


def test_a_tidy_table_takes_the_kind_of_its_answers_from_the_mapping_where_a_row_says_none(folder: Path) -> None:
    mapping = "files: [{file: answers.csv, score_type: verified, ignore: [comment]}]"
    collected = read(folder, as_csv(MIXED), mapping=mapping)
    rows = collected.responses[collected.responses["item"] == "gov-board"].set_index("organization")
    assert dict(rows["score_type"]) == {"zora": "verified", "lasta": "consensus"}
    assert not any(rows["comment"])
    assert "mapping-keys-unused" not in {one.code for one in collected.findings}


def test_what_the_mapping_says_of_a_tidy_table_to_no_effect_is_said(folder: Path) -> None:
    mapping = "files: [{file: answers.csv, dates: day-first, separator: /, values_by_column: {soc-*: {a: '1'}}}]"
    collected = read(folder, as_csv(TIDY), mapping=mapping)
    texts = {one.code: one.message for one in collected.findings}
    assert "separator, dates" in texts["mapping-keys-unused"]
    assert "soc-*" in texts["mapping-column-unused"]
