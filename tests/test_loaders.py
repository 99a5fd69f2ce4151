"""The loaders: what a file is taken for, and the raw answers that come out of it."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from oca.collection import loaders
from oca.collection.raw_answers import RawFile
from oca.errors import InputError
from oca.source import Source
from oca.spreadsheet import package

ITEMS = frozenset({"gov-board", "fin-books"})

TIDY = "organization,item,answer\nzora,gov-board,3\n"


def workbook(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return a workbook of these sheets as Excel would save it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def load(content: str | bytes, name: str = "a.csv") -> RawFile:
    raw = content.encode() if isinstance(content, str) else content
    return loaders.load(Source(name, raw), ITEMS)


def answers(content: str | bytes, name: str = "a.csv") -> list[tuple[str, str, str]]:
    return [(one.organization, one.item, one.answer) for one in load(content, name).answers]


def refused(content: str | bytes, name: str = "a.csv") -> list[str]:
    with pytest.raises(InputError) as raised:
        load(content, name)
    return [one.code for one in raised.value.findings]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_a_tidy_table_is_read_whatever_its_separator_and_encoding(separator: str, encoding: str) -> None:
    text = "organization,item,answer,comment\nčešalj,gov-board,3,žđć\n".replace(",", separator)
    (answer,) = load(text.encode(encoding)).answers
    assert (answer.organization, answer.answer, answer.comment) == ("češalj", "3", "žđć")


def test_the_fallback_encoding_is_said() -> None:
    findings = load("organization,item,answer\nčešalj,gov-board,3\n".encode("cp1250")).findings
    assert [(one.code, one.severity) for one in findings] == [("encoding-fallback", "warning")]


@pytest.mark.parametrize("typed", ["N/A", "NA", "n/a", "None", "null", "NaN", "", "1.0", "TRUE"])
def test_no_cell_is_interpreted_on_the_way_in(typed: str) -> None:
    assert answers(f"organization,item,answer\nzora,gov-board,{typed}\n") == [("zora", "gov-board", typed)]


def test_spaces_around_a_cell_go_and_non_breaking_ones_as_well() -> None:
    assert answers("organization,item,answer\n zora\u00a0,gov-board , 3\u00a0\n") == [("zora", "gov-board", "3")]


def test_headings_may_be_written_as_people_write_them() -> None:
    assert answers("Organizacija;STAVKA;Odgovor\nzora;gov-board;3\n") == [("zora", "gov-board", "3")]


def test_two_headings_that_mean_the_same_are_said() -> None:
    findings = load("organization,Organisation,item,answer\nzora,lasta,gov-board,3\n").findings
    assert [one.code for one in findings] == ["heading-twice"]


def test_a_wide_table_has_one_answer_for_each_item_of_each_row() -> None:
    table = "organization;gov-board;gov-board:comment;fin-books\nzora;3;ok;4\nlasta;N/A;;\n"
    assert answers(table) == [
        ("zora", "gov-board", "3"),
        ("zora", "fin-books", "4"),
        ("lasta", "gov-board", "N/A"),
        ("lasta", "fin-books", ""),
    ]
    first = load(table).answers[0]
    assert (first.comment, first.row, first.column, first.sheet_id) == ("ok", 2, "gov-board", "row 2")


def test_a_comment_on_no_item_of_the_table_is_said() -> None:
    findings = load("organization,gov-board,fin-books:comment\nzora,3,why\n").findings
    assert [(one.code, one.place.column) for one in findings] == [("column-unknown", "fin-books:comment")]


def test_a_workbook_may_hold_the_same_tables_and_gives_every_one_of_them() -> None:
    book = workbook(
        {
            "Notes": [["Sent by e-mail"]],
            "A": [["organization", "item", "answer", "comment"], ["zora", "gov-board", 3.0, "x"]],
            "B": [["organization", "gov-board"], ["lasta", 2]],
        }
    )
    assert answers(book, "a.xlsx") == [("zora", "gov-board", "3"), ("lasta", "gov-board", "2")]
    assert [(one.code, one.place.sheet) for one in load(book, "a.xlsx").findings] == [("sheet-unread", "Notes")]
    assert [(one.sheet, one.row, one.column) for one in load(book, "a.xlsx").answers] == [("A", 2, "C"), ("B", 2, "B")]


def test_cells_of_a_workbook_become_the_text_that_a_person_sees() -> None:
    row = [1.0, 2.5, True, datetime.date(2024, 5, 31), 387_611_234_567, " x\u00a0"]
    rows = [["organization", "item", "answer", "comment"], *(["zora", "gov-board", 1, cell] for cell in row)]
    comments = [one.comment for one in load(workbook({"A": rows}), "a.xlsx").answers]
    assert comments == ["1", "2.5", "TRUE", "2024-05-31T00:00:00", "387611234567", "x"] or comments[3] == "2024-05-31"


def test_excel_errors_and_formulas_never_calculated_do_not_pass_for_blanks() -> None:
    book = workbook(
        {"A": [["organization", "item", "answer"], ["zora", "gov-board", "#N/A"], ["zora", "fin-books", "=1+1"]]}
    )
    raw = load(book, "a.xlsx")
    assert [one.answer for one in raw.answers] == ["#N/A", ""]
    assert [(one.code, str(one.place)) for one in raw.findings] == [("formula-uncalculated", "a.xlsx, sheet A, C3")]


def test_a_cell_beside_the_table_is_said() -> None:
    book = workbook({"A": [["organization", "item", "answer"], ["zora", "gov-board", 3, "stray"]]})
    assert [one.code for one in load(book, "a.xlsx").findings] == ["row-length"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file-empty"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "file-empty"),
        ("a.xlsx", b"", "file-empty"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-truncated"),
        ("a.xlsx", TIDY.encode(), "file-misnamed"),
        ("a.csv", workbook({"A": [["x"]]}), "file-misnamed"),
        ("a.xlsx", workbook({"A": [["x"]]})[:900], "file-truncated"),
        ("a.xlsx", workbook({"A": [["x"]]}), "file-unknown"),
        ("a.xlsx", workbook({"A": []}), "file-unknown"),
        ("a.csv", b"name,answer\nzora,3\n", "file-unknown"),
        ("a.pdf", b"%PDF-1.7 \xe2\xe3", "file-format"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "file-format"),
        ("a.csv", b"organization,item,answer\nzora,gov-board,\x81\n", "encoding-wrong"),
        ("a.csv", TIDY.encode("utf-16")[:-1], "encoding-wrong"),
    ],
)
def test_a_file_that_is_something_else_is_said_to_be_so(name: str, content: bytes, code: str) -> None:
    assert refused(content, name) == [code]


@pytest.mark.parametrize(
    ("inside", "says"),
    [("mimetype", "OpenDocument"), ("word/document.xml", "Word"), ("xl/workbook.bin", ".xlsb"), ("a.txt", "zip")],
)
def test_another_format_in_a_zip_archive_is_named(inside: str, says: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, "x")
    with pytest.raises(InputError, match=says):
        load(packed.getvalue(), "a.xlsx")


PACKED = {
    "a.ods": (["mimetype", "content.xml", "META-INF/manifest.xml"], "an OpenDocument file", "save it as .xlsx"),
    "a.numbers": (["Index/Document.iwa", "Metadata/Properties.plist"], "Numbers", "export it to Excel"),
    "a.xlsb": (["[Content_Types].xml", "_rels/.rels", "xl/workbook.bin"], "a binary workbook", "save it as .xlsx"),
    "a.zip": (["y1/zora.csv", "y1/lasta.csv"], "a zip archive", "Unpack it"),
}
"""Files that are packed like a workbook: the parts in their order, what they are called, and what is to be done."""


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("renamed", [False, True])
def test_another_format_is_named_however_much_of_it_is_left(name: str, renamed: bool) -> None:
    """Cut at each tenth of it; called a workbook it is told by its parts, as far as these can be seen."""
    parts, what, todo = PACKED[name]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in parts:
            archive.writestr(part, part * 40)
    whole = packed.getvalue()
    seen = whole.index(parts[-1].encode()) + len(parts[-1]) if renamed else 4
    for end in (*range(seen, len(whole), len(whole) // 10), len(whole)):
        with pytest.raises(InputError) as raised:
            load(whole[:end], "a.xlsx" if renamed and name != "a.zip" else name)
        (found,) = raised.value.findings
        assert found.code == "file-format"
        assert what in found.message
        assert todo in found.hint
        assert ("damaged or cut off" in found.message) == (end < len(whole)), end


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LIMIT", 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(2_000_000))
    assert refused(packed.getvalue(), "a.xlsx") == ["file-too-large"]


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    packed = io.BytesIO(workbook({"A": [["organization", "item", "answer"]]}))
    with zipfile.ZipFile(packed) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    lying = packed.getvalue().replace(entry.file_size.to_bytes(4, "little"), (7).to_bytes(4, "little"))
    assert refused(lying, "a.xlsx") == ["file-truncated"]


def test_one_cell_in_the_last_corner_does_not_take_the_memory_of_the_machine() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["organization", "item", "answer"], ["zora", "gov-board", 3]):
        sheet.append(row)
    sheet["XFD1048576"] = "x"
    saved = io.BytesIO()
    book.save(saved)
    assert refused(saved.getvalue(), "a.xlsx") == ["sheet-too-large"]
