"""Damaged and hostile workbooks: a finding or the same answers, never a traceback, never an answer gone in silence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from oca.collection import loaders
from oca.collection.forms.workbook import FilledSheet, make_workbook
from oca.collection.raw_answers import RawFile
from oca.errors import InputError
from oca.source import Source
from oca.spreadsheet.package import inspect
from oca.spreadsheet.reading import merged_over, read_workbook
from tests.small import ITEMS, read_small, small_project

SHEET = "xl/worksheets/sheet1.xml"

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a form that was filled in."""
    folder = small_project(tmp_path_factory.mktemp("small"))
    project, questionnaires = read_small(folder)
    answers = dict(zip(ITEMS, ("3", "not_applicable", "dont_know", "1"), strict=True))
    sheet = FilledSheet(
        answers, {"gov-board": "čćžšđ & <agreed>"}, {"fin-books": "ledger"}, "four people", "2024-05-31"
    )
    path = folder / "form.xlsx"
    one, period = project.organization("zora"), project.period("y1")
    make_workbook(questionnaires["small/1"], path, language="en", organization=one, period=period, sheet=sheet)
    return path.read_bytes()


def parts_of(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def table(rows: str, head: str = HEAD, tail: str = "</sheetData></worksheet>") -> bytes:
    """Return a workbook of one sheet whose rows are written in XML."""
    saved = io.BytesIO()
    Workbook().save(saved)
    return packed({**parts_of(saved.getvalue()), SHEET: (head + rows + tail).encode()})


def row(number: int, *cells: str) -> str:
    """Return a row of texts that stand in the cells themselves."""
    written = (f'<c r="{chr(65 + at)}{number}" t="str"><v>{text}</v></c>' for at, text in enumerate(cells))
    return f'<row r="{number}">{"".join(written)}</row>'


HEADING = row(1, "organization", "item", "answer")


def load(content: bytes) -> RawFile:
    return loaders.load(Source("a.xlsx", content), frozenset({*ITEMS}))


def outcome(content: bytes) -> list[str] | tuple[object, ...]:
    """Return the codes of what refuses a workbook, or else its answers."""
    try:
        return load(content).answers
    except InputError as error:
        return [one.code for one in error.findings]


def refused(content: bytes) -> list[str]:
    codes = outcome(content)
    assert isinstance(codes, list), codes
    return codes


def test_each_part_cut_at_each_tenth_is_said_or_changes_nothing(form: bytes) -> None:
    parts, whole = parts_of(form), load(form).answers
    read = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"}
    read |= {name for name in parts if name.startswith("xl/worksheets/sheet")}
    for name, content in parts.items():
        for tenth in range(10):
            found = outcome(packed({**parts, name: content[: len(content) * tenth // 10]}))
            assert found == (["file-truncated"] if name in read else whole), (name, tenth)


def test_a_part_that_is_left_out_is_said_or_changes_nothing(form: bytes) -> None:
    parts, whole = parts_of(form), load(form).answers
    for name in parts:
        found = outcome(packed({other: content for other, content in parts.items() if other != name}))
        assert found in (["file-truncated"], ["file-format"], whole), name
        assert found != whole or not name.startswith(("xl/work", "xl/sharedStrings", "xl/styles")), name


def test_changed_bytes_are_said_or_change_nothing(form: bytes) -> None:
    dice, whole = Random(13), load(form).answers  # noqa: S311 - to try, not to keep a secret
    for _ in range(300):
        content = bytearray(form)
        for _ in range(dice.randint(1, 3)):
            content[dice.randrange(4, len(content))] = dice.randrange(256)
        assert outcome(bytes(content)) in (["file-truncated"], ["file-too-large"], ["file-format"], whole)


def test_bytes_that_are_missing_or_were_put_in_are_said_or_change_nothing(form: bytes) -> None:
    dice, whole = Random(14), load(form).answers  # noqa: S311
    for _ in range(100):
        start = dice.randrange(4, len(form) - 1)
        length = dice.randint(1, len(form) - start)
        more = bytes(dice.randrange(256) for _ in range(dice.choice((0, 0, 40))))
        content = form[:start] + more + form[start + length :]
        assert outcome(content) in (["file-truncated"], ["file-too-large"], ["file-format"], whole)


def test_a_changed_byte_inside_a_part_never_ends_in_a_traceback(form: bytes) -> None:
    parts, dice = parts_of(form), Random(15)  # noqa: S311
    names = [name for name in parts if name.startswith("xl/")]
    for _ in range(150):
        name = dice.choice(names)
        content = bytearray(parts[name])
        content[dice.randrange(len(content))] = dice.randrange(256)
        outcome(packed({**parts, name: bytes(content)}))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="900000"><c r="xfa900000"><v>1</v></c></row>',
        '<row r="900000"><c r = "XFA900000"><v>1</v></c></row>',
        "<row r='900000'><c r='XFA900000'/></row>",
        f'<row r="900000">{"<c><v>1</v></c>" * 16_000}</row>',
        '<row r="1048576"/><row><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZ1"/></row><row r="2000000"><c/></row>',
    ],
)
def test_a_cell_far_out_does_not_take_the_memory_of_the_machine(rows: str) -> None:
    assert refused(table(rows)) == ["sheet-too-large"]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"/>',
        '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c><c r="A2"/></row>',
        '<row r="2"><c r="A3"><v>1</v></c></row>',
        '<row r="2"><c r="A0"><v>1</v></c></row>',
        '<row r="2"><c r="AAAA2"><v>1</v></c></row>',
        '<row r="2"><c r="2"><v>1</v></c></row>',
        '<row r="0"/>',
        '<row r="-1"/>',
        '<row r="two"/>',
        '<row r="2"><c r="A2" t="s"><v>5</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>first</v></c></row>',
        '<row r="2"><c r="A2" t="e"><v>#NONE</v></c></row>',
        '<row r="2"><c r="A2" t="x"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v><![CDATA[3]]></v></c></row>',
        '<row r="2"><c r="A2"><v>3</v><f>1+2</f></c></row>',
        '<row r="2"><c r="A2"><c r="B2"/></c></row>',
        '<c r="A2"><v>1</v></c>',
        '</sheetData><sheetData><row r="2"/>',
        '<row r="2"><c r="A2"><v>1</v></row>',
        '<row r="2"><c r="A2"><v>1</v></c>',
        '<row r="2"><c r=A2><v>1</v></c></row>',
        '<row r="2"><c r="A2" r="B2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>&up;</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row>' + "<a>" * 100 + "</a>" * 100,
        '<row r="2">' + '<c r="A1" t="e">' * 20_000,
    ],
)
def test_rows_and_cells_that_no_program_writes_are_damage(rows: str) -> None:
    assert refused(table(rows)) == ["file-truncated"]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY up "1">]>',
        '<!DOCTYPE a [<!ENTITY up SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    ],
)
def test_declared_entities_are_refused(head: str) -> None:
    assert refused(table(HEADING + row(2, "zora", "gov-board", "&up;"), head + HEAD)) == ["file-truncated"]
    assert refused(table(HEADING + row(2, "zora", "gov-board", "3"), head + HEAD)) == ["file-truncated"]


def test_an_attribute_that_is_not_utf_8_is_damage() -> None:
    parts = parts_of(table(HEADING))
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET):
        changed = re.sub(rb'="', b'="\xff', parts[name], count=1)
        assert refused(packed({**parts, name: changed})) == ["file-truncated"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'r:id="rId1"', b""),
        (b' name="Sheet"', b""),
        (b'r:id="rId1"', b'r:id="rId77"'),
        (b"<sheets>", b'<sheets><sheet name="Sheet" sheetId="9" r:id="rId1"/>'),
        (b'state="visible"', b'state="lost"'),
    ],
)
def test_a_sheet_that_cannot_be_found_is_damage(before: bytes, after: bytes) -> None:
    parts = parts_of(table(HEADING))
    workbook = parts["xl/workbook.xml"]
    workbook = re.sub(rb'(<sheet )xmlns:r="[^"]*"', rb"\1", workbook).replace(
        b"<workbook ", b'<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    )
    workbook = workbook.replace(b"ns0:id", b"r:id")
    assert outcome(packed({**parts, "xl/workbook.xml": workbook})) != ["file-truncated"]
    assert before in workbook
    assert refused(packed({**parts, "xl/workbook.xml": workbook.replace(before, after)})) == ["file-truncated"]


def test_parts_may_have_other_names_than_those_that_excel_gives(form: bytes) -> None:
    parts, names = parts_of(form), {"sharedStrings.xml": "texts.xml", "styles.xml": "looks.xml", "sheet1.xml": "a.xml"}
    for before, after in names.items():
        parts = {name.replace(before, after): content for name, content in parts.items()}
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
            before.encode(), after.encode()
        )
    assert outcome(packed(parts)) == load(form).answers


def test_a_second_part_of_the_same_name_is_damage(form: bytes) -> None:
    made = io.BytesIO(form)
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, parts_of(form)[SHEET])
    assert refused(made.getvalue()) == ["file-truncated"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_packed_in_a_way_that_no_spreadsheet_uses_is_damage(form: bytes, method: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts_of(form).items():
            archive.writestr(name, content)
    assert refused(made.getvalue()) == ["file-truncated"]


def test_cells_without_a_name_stand_where_they_follow_one_another() -> None:
    rows = HEADING + '<row><c t="str"><v>zora</v></c><c t="str"><v>gov-board</v></c><c><v>3</v></c></row>'
    assert [(one.row, one.column, one.answer) for one in load(table(rows)).answers] == [(2, "C", "3")]


def test_a_chart_on_a_sheet_of_its_own_is_passed_over() -> None:
    book = Workbook()
    for cells in (("organization", "item", "answer"), ("zora", "gov-board", 3)):
        book.worksheets[0].append(cells)
    book.create_chartsheet("Chart").add_chart(BarChart())
    saved = io.BytesIO()
    book.save(saved)
    assert [one.answer for one in load(saved.getvalue()).answers] == ["3"]


def edited(edit: Callable[[Workbook], object]) -> Source:
    """Return a workbook of two sheets after a change."""
    book = Workbook()
    book.worksheets[0].title = "A"
    book.create_sheet("B").append(["x"])
    edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return Source("a.xlsx", saved.getvalue())


def test_the_facts_beside_the_values_are_read_for_each_sheet() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["A"]
        for number in range(1, 7):
            sheet.append([number, f"text {number}"])
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("$B$5:$C$6")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet["C1"] = '=A1&" & <x>"'
        sheet["D1"] = "#REF!"
        book["B"].sheet_state = "veryHidden"

    one, other = read_workbook(edited(edit)).values()
    assert set(one.merged) == {"A2:A3", "B5:C6"}
    assert one.hidden_rows == {4}
    assert one.hidden_columns == ((2, 2),)
    assert one.formulas == {"C1": 'A1&" & <x>"'}
    assert one.uncalculated == {"C1"}
    assert (one.errors, one.at(1, 4)) == ({"D1": "#REF!"}, "#REF!")
    assert (one.state, other.state) == ("visible", "veryHidden")
    assert (other.merged, other.hidden_rows, other.formulas) == ((), frozenset(), {})


def test_rows_that_are_filtered_out_or_of_no_height_are_hidden_rows() -> None:
    rows = HEADING + '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" hidden="true"/>'
    rows += '<row r="4" hidden="0"/><row r="5" ht="0" customHeight="1"/><row r="6" ht="10.0"/>'
    tail = '</sheetData><autoFilter ref="A1:C3"><filterColumn colId="0"><filters><filter val="x"/></filters>'
    content = table(rows, tail=tail + "</filterColumn></autoFilter></worksheet>")
    assert inspect(Source("a.xlsx", content)).sheets["Sheet"].hidden_rows == {2, 3, 5}


def test_a_formula_that_shares_that_of_another_cell_is_one_without_a_text() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1+1</f><v>4</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>5</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>""</f><v></v></c></row><row r="4"><c r="A4"><f>1+1</f></c></row>'
    )
    facts = inspect(Source("a.xlsx", table(rows))).sheets["Sheet"]
    assert facts.formulas == {"A1": "B1+1", "A2": "", "A3": '""', "A4": "1+1"}
    assert facts.uncalculated == {"A4"}
    assert facts.values == 2


def test_a_merged_range_is_said_where_it_covers_a_cell_that_would_be_read() -> None:
    ranges = ("A1:C1", "A3:B3", "B5:B6", "C5:D5", "D7:E8", "A10:E10")
    source = edited(lambda book: [book["A"].merge_cells(cells) for cells in ranges])
    found = merged_over(source, read_workbook(source)["A"], range(3, 10), (2, 3))
    assert [(one.code, str(one.place)) for one in found] == [
        ("cells-merged", "a.xlsx, sheet A, A3"),
        ("cells-merged", "a.xlsx, sheet A, B5"),
    ]
    assert "B5:B6" in found[1].message


def test_the_text_of_a_formula_is_what_was_typed() -> None:
    book = read_workbook(edited(lambda book: book["A"].append(["=- as agreed", "plain"])))
    assert (book["A"].formula(1, 1), book["A"].formula(1, 2)) == ("=- as agreed", "")


def test_only_the_sheet_that_is_asked_for_is_read(form: bytes) -> None:
    parts = parts_of(form)
    content = packed({**parts, SHEET: parts[SHEET][:99]})
    assert list(read_workbook(Source("a.xlsx", content), "_oca")) == ["_oca"]
    assert list(read_workbook(Source("a.xlsx", content), "elsewhere")) == []


def test_texts_of_every_kind_are_counted_as_the_reader_reads_them() -> None:
    """In the cell, with parts of their own looks, empty, a blank; numbers, truth values and days."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><r><t>b</t></r></is></c>'
        '<c r="C1" t="inlineStr"><is><t></t></is></c><c r="D1" t="str"><v> </v></c><c r="E1" t="b"><v>0</v></c>'
        '<c r="F1"><v>0</v></c><c r="G1" t="n"><v/></c><c r="H1" s="0"/><c r="I1" t="d"><v>2024-05-31</v></c></row>'
    )
    (grid,) = read_workbook(Source("a.xlsx", table(rows))).values()
    assert grid.cells[0] == ("a", "b", "", "", "FALSE", "0", "", "", "2024-05-31")
