"""Plain CSV files: no cell ever moves to another column, no row is joined to the next, and no answer changes unsaid."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from oca.collection.responses import Collected, collect
from oca.csvfile import read_csv
from oca.errors import InputError
from oca.findings import Finding, Place, errors
from oca.instrument.in_use import instruments_in_use
from oca.instrument.questionnaire import Questionnaire
from oca.project import Project, load_project
from oca.support.reading import read_support
from tests.exports import TOOLS, Sent, Shape, Table, as_csv
from tests.small import ITEMS, ORGANIZATIONS, put, read_small, small_project

TIDY: Table = [
    ["organization", "item", "answer", "comment"],
    ["zora", "gov-board", "3", 'It is "ours", they say'],
    ["zora", "gov-mission", "N/A", "young,\nand small"],
    ["zora", "fin-books", "1", ""],
    ["lasta", "gov-board", "2", ""],
    ["lasta", "fin-donors", "4", "yes"],
]

WIDE: Table = [
    ["organization", *(name for item in ITEMS for name in (item, f"{item}:comment"))],
    ["zora", "3", 'It is "ours", they say', "N/A", "young,\nand small", "1", "", "4", ""],
    ["lasta", "2", "", "1", "", "3", "a, b", "4", "yes"],
]

SENT = (
    Sent("zora", {"gov-board": "3", "gov-mission": "N/A", "fin-books": "1"}, {"gov-board": "so, so"}),
    Sent("lasta", {"gov-board": "2", "fin-books": "4", "fin-donors": "4"}, when="2024-06-02T08:30:00"),
)

TRAINERS: Table = [
    ["id", "name", "topics", "languages", "region"],
    ["ana", "Ana", "finance", "bs", ""],
    ["ivo", "Ivo", "finance", "hr", ""],
]

KINDS = ("tidy", "wide", "register", "trainers", *TOOLS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_project(tmp_path_factory.mktemp("csv") / "project")


@pytest.fixture(scope="module")
def read_in(folder: Path) -> tuple[Project, dict[str, Questionnaire]]:
    return read_small(folder)


Reader = Callable[[bytes], Collected]


@pytest.fixture
def read(folder: Path, read_in: tuple[Project, dict[str, Questionnaire]]) -> Iterator[Reader]:
    """Return a function that collects from a project with one response file."""
    path = folder / "responses/y1/answers.csv"

    def collected(content: bytes) -> Collected:
        path.write_bytes(content)
        return collect(*read_in)

    yield collected
    path.unlink(missing_ok=True)


def given(collected: Collected) -> dict[tuple[str, str], tuple[object, ...]]:
    """Return what was answered and remarked, by organization and item, blanks left out."""
    rows = collected.responses.itertuples()
    return {
        (row.organization, row.item): (row.status, None if row.status != "answered" else row.answer, row.comment)
        for row in rows
        if row.status != "missing" or row.comment
    }


def said(collected: Collected) -> list[tuple[str, int | None]]:
    return [(one.code, one.place.row) for one in collected.findings]


# --- a row of another length than the heading


def table_of(kind: str, questionnaire: Questionnaire) -> Table:
    own = {"tidy": TIDY, "wide": WIDE, "trainers": TRAINERS, "register": list(csv.reader(io.StringIO(ORGANIZATIONS)))}
    return own[kind] if kind in own else TOOLS[kind][1](questionnaire, SENT, Shape())


def faults_of(kind: str, folder: Path, read: Reader, content: bytes) -> list[Finding]:
    """Return the errors of a project in which one file of a kind has this content."""
    if kind not in ("register", "trainers"):
        return errors(read(content).findings)
    name = "organizations.csv" if kind == "register" else "trainers.csv"
    before = (folder / name).read_bytes() if (folder / name).exists() else None
    put(folder, name, content)
    try:
        project = load_project(folder)
        return errors(read_support(project, instruments_in_use(project)[0])[1])
    except InputError as error:
        return errors(error.findings)
    finally:
        (folder / name).unlink()
        if before is not None:
            put(folder, name, before)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_of_any_other_length_than_the_heading_is_an_error_with_both_lengths(
    kind: str, folder: Path, read: Reader, read_in: tuple[Project, dict[str, Questionnaire]]
) -> None:
    table = table_of(kind, read_in[1]["small/1"])
    assert faults_of(kind, folder, read, as_csv(table)) == []
    width, row = len(table[0]), table[-1]
    lines = len(as_csv(table[:-1]).decode().splitlines()) + 1
    for length in {*range(1, min(width, 8)), width - 1, width + 1, width + 2, 2 * width} - {width}:
        wrong = (row + [""] * width)[:length]
        (found,) = faults_of(kind, folder, read, as_csv([*table[:-1], wrong]))
        assert (found.code, found.place.row) == ("row-length", lines), (length, found)
        assert found.message.startswith(f"The row has {length} cell{'s' * (length > 1)}; ")
        assert ("quotation marks around a text or number with a comma" in found.hint) == (length > width)
        assert found.message.endswith(f"the heading has {width}.")


def test_an_unquoted_comma_in_a_comment_and_an_empty_last_cell_change_no_answer_unsaid(read: Reader) -> None:
    text = (
        "organization,gov-board,gov-board:comment,gov-mission,gov-mission:comment,fin-books,fin-books:comment\n"
        "zora,2,we meet, but seldom,3,,4,\n"
    )
    (found,) = errors(read(text.encode()).findings)
    assert (found.code, found.place) == ("row-length", Place("responses/y1/answers.csv", row=2))
    assert found.message == "The row has 8 cells; the heading has 7."
    assert "quotation marks" in found.hint


def test_a_decimal_comma_between_commas_is_said(read: Reader) -> None:
    found = errors(read(b"organization,item,answer,comment,evidence\nzora,gov-board,2,5,,\n").findings)
    assert [(one.code, one.message) for one in found] == [("row-length", "The row has 6 cells; the heading has 5.")]
    assert '"2,5"' in found[0].hint


@pytest.mark.parametrize("tail", [1, 2, 7])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_an_empty_tail_that_every_row_has_is_passed_over(read: Reader, delimiter: str, tail: int) -> None:
    collected = read(as_csv([[*row, *[""] * tail] for row in WIDE], delimiter=delimiter))
    assert (said(collected), given(collected)) == ([], given(read(as_csv(WIDE))))


def test_an_empty_tail_of_the_rows_alone_is_an_error_since_a_shifted_row_looks_the_same(read: Reader) -> None:
    collected = read(as_csv([WIDE[0], *([*row, ""] for row in WIDE[1:])]))
    assert said(collected)[0] == ("row-length", 2)
    assert "So have rows 4." in collected.findings[0].message
    assert len(collected.findings) == 1


def test_a_text_below_the_empty_tail_of_the_heading_is_an_error(read: Reader) -> None:
    table = [[*row, ""] for row in WIDE]
    table[2][-1] = "x"
    assert said(read(as_csv(table))) == [("row-length", 4)]


@pytest.mark.parametrize(
    ("row", "found", "expected"),
    [
        (["zora", "gov-board"], 2, "3, and 2 empty after them"),
        (["zora", "gov-board", "3", "x"], 4, "3, and 2 empty after them"),
        (["zora", "gov-board", "3", "x", ""], 4, "3"),
    ],
)
def test_empty_headings_at_the_end_are_no_headings_in_the_message(
    read: Reader, row: list[str], found: int, expected: str
) -> None:
    (said_of_it,) = errors(read(as_csv([["organization", "item", "answer", "", ""], row])).findings)
    assert said_of_it.message == f"The row has {found} cells; the heading has {expected}."
    assert ("take out what is too much" in said_of_it.hint) == (found > 3)


def test_rows_of_one_wrong_length_are_one_finding_and_of_two_lengths_two(read: Reader) -> None:
    rows = [["zora", item, "3"] for item in ITEMS] + [["lasta", "gov-board", "3", "x", "y"]]
    found = errors(read(as_csv([TIDY[0], *rows])).findings)
    assert [(one.place.row, one.message) for one in found] == [
        (2, "The row has 3 cells; the heading has 4. So have rows 3, 4, 5."),
        (6, "The row has 5 cells; the heading has 4."),
    ]


# --- quotation marks


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (['zora,gov-board,3,"a', 'lasta,gov-board,2,"b"'], 2),
        (['zora,gov-board,3,"a', 'lasta,gov-board,2,"'], 2),
        (['zora,gov-board,3,"a', 'lasta,gov-board,2,b"'], 2),
        (['zora,gov-board,3,"a', 'lasta,fin-books,2,"'], 2),
        (["zora,gov-board,3,a", 'lasta,gov-board,2,"b'], 3),
        (['zora,gov-board,3,"so" they say', "lasta,gov-board,2,b"], 2),
        (['zora,gov-board,3,"a', "lasta,gov-mission,1,", 'lasta,gov-board,2,"', "lasta,fin-books,1,"], 2),
    ],
)
def test_a_quotation_mark_without_its_partner_swallows_no_row(read: Reader, lines: list[str], row: int) -> None:
    collected = read("\n".join(["organization,item,answer,comment", *lines, ""]).encode())
    (found,) = errors(collected.findings)
    assert found.code in ("csv-syntax", "csv-rows-joined")
    assert found.place.row == row


def test_a_comment_of_several_lines_with_commas_is_a_comment(read: Reader) -> None:
    text = "First, the board.\nThen, the rest, and more.\nAt last: zora, perhaps, others, too."
    collected = read(as_csv([TIDY[0], ["zora", "gov-board", "3", text]]))
    assert [code for code, _ in said(collected)] == ["items-absent", "organization-absent"]
    assert given(collected)["zora", "gov-board"] == ("answered", 3.0, text)


def test_a_comment_longer_than_python_lets_a_cell_be_is_read(read: Reader) -> None:
    before = csv.field_size_limit()
    collected = read(as_csv([TIDY[0], ["zora", "gov-board", "3", "long " * 40_000]]))
    assert len(str(given(collected)["zora", "gov-board"][2])) == 5 * 40_000 - 1
    assert errors(collected.findings) == []
    assert csv.field_size_limit() == before


# --- what stands above the heading, and what separates the cells

ABOVE: dict[str, list[str]] = {
    "nothing": [],
    "a title": ["Assessment of 2024"],
    "Numbers' name of a table": ["Table 1"],
    "a title and a blank line": ["Assessment, part 2", ""],
    "two titles": ["Assessment", "May 2024", ""],
    "blank lines": ["", "", ""],
}


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_delimiter_quoting_and_title_give_the_same_answers_and_a_title_is_said(
    read: Reader, delimiter: str, quoted: bool, above: str
) -> None:
    for table in (TIDY, WIDE):
        plain = read(as_csv(table))
        titles = [[line] if line else [] for line in ABOVE[above]]
        content = as_csv([*titles, *table], delimiter=delimiter, quoted=quoted)
        collected = read(content)
        assert given(collected) == given(plain)
        codes = [code for code, _ in said(collected)]
        assert codes == ["rows-above-heading"] * any(ABOVE[above]) + [code for code, _ in said(plain)]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("tidy", "wide")])
def test_a_title_above_any_kind_of_table_is_passed_over(
    kind: str, folder: Path, read: Reader, read_in: tuple[Project, dict[str, Questionnaire]]
) -> None:
    table = table_of(kind, read_in[1]["small/1"])
    assert faults_of(kind, folder, read, as_csv([["Table 1"], [], *table], delimiter=";")) == []
    width = len(table[0])
    padded = [["As of 31 May 2024", *[""] * (width - 1)], *table]
    assert faults_of(kind, folder, read, as_csv(padded)) == []


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [
        ("sep=;", ";"),
        ("sep=,", ","),
        ("sep=\t", "\t"),
        ("sep=|", "|"),
        ("SEP=;", ";"),
        ('"sep=;"', ";"),
        ("sep=;;;;", ";"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_that_names_the_separator_is_followed_and_counted(
    read: Reader, line: str, delimiter: str, end: str
) -> None:
    rows = [delimiter.join(row) for row in (TIDY[0], ["zora", "gov-board", "3", "so"], ["zora", "gov-board", "2", ""])]
    content = end.join([line, *rows, ""])
    for encoded in (content.encode(), content.encode("utf-8-sig"), content.encode("utf-16")):
        (found,) = errors(read(encoded).findings)
        assert (found.code, found.place.row) == ("item-twice", 4)


@pytest.mark.parametrize("declared", [",", ";", "|"])
def test_a_wrong_line_that_names_the_separator_hides_no_table(read: Reader, declared: str) -> None:
    for delimiter in ",;\t":
        content = f"sep={declared}\n".encode() + as_csv(WIDE, delimiter=delimiter)
        assert given(read(content)) == given(read(as_csv(WIDE)))


def test_two_rows_that_can_each_be_the_heading_are_one_finding(read: Reader) -> None:
    titles = ["Board", "Mission", "Books", "Donors"]
    content = as_csv([["Our table"], ["Organization", *titles], ["organization", *ITEMS], ["zora", *"3214"]])
    (found,) = read(content).findings
    assert (found.code, found.severity) == ("heading-unclear", "error")
    assert "Rows 2 and 3" in found.message


def test_a_heading_that_comes_again_below_the_table_is_a_wrong_row_of_it(read: Reader) -> None:
    collected = read(as_csv([*WIDE[:2], WIDE[0], *WIDE[2:]]))
    assert ("organization-unknown", 4) in said(collected)
    assert "heading-unclear" not in [code for code, _ in said(collected)]
    assert given(collected) == given(read(as_csv(WIDE)))


def test_words_above_the_heading_of_which_some_are_known_make_no_heading(read: Reader, folder: Path) -> None:
    above = ["Organization", "Board", "(answer)", "", "(answer)", "(remark)", "", "(answer)", "(remark)"]
    collected = read(as_csv([above, *WIDE]))
    assert (said(collected)[0], given(collected)) == (("rows-above-heading", 2), given(read(as_csv(WIDE))))


def test_a_title_that_is_called_like_one_item_makes_no_heading(
    folder: Path, read_in: tuple[Project, dict[str, Questionnaire]]
) -> None:
    path = put(folder, "responses/y1/zora/a.csv", "Board,2024\ngov-board,gov-mission\n3,2\n")
    collected = collect(*read_in)
    path.unlink()
    assert list(given(collected)) == [("zora", "gov-board"), ("zora", "gov-mission")]
    assert "rows-above-heading" in [code for code, _ in said(collected)]


def test_a_table_of_nothing_known_is_one_finding_however_its_rows_are(read: Reader) -> None:
    content = b"Notes\na,b,c\nd,e\nf,g,h,i\n"
    (found,) = read(content).findings
    assert (found.code, found.message) == ("file-unknown", "No loader recognises this file, which begins with 'Notes'.")


@pytest.mark.parametrize(("delimiter", "quoted"), [("|", False), ("\x1f", False), (",", True)])
def test_a_table_whose_rows_are_one_cell_each_is_one_finding_that_shows_it(
    read: Reader, delimiter: str, quoted: bool
) -> None:
    lines = [delimiter.join(row) for row in (WIDE[0][:3], ["zora", "3", "so"])]
    content = as_csv([[line] for line in lines], quoted=quoted)
    (found,) = read(content).findings
    assert (found.code, f"begins with {lines[0]!r}." in found.message) == ("file-unknown", True)
    assert "Perhaps" not in found.hint


# --- empty, and large

NOTHING = [
    b"",
    b"\n\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b",,,",
    b";;;\r\n;;;\r\n",
    b'""',
    b'"",""\n""',
    b"\t",
    b"\xef\xbb\xbf,,",
    b"sep=;",
    b"sep=;\r\n;;\r\n",
    b'" "',
    b"\xc2\xa0,\xc2\xa0",
]


@pytest.mark.parametrize("content", NOTHING)
def test_a_file_in_which_nothing_stands_is_empty(read: Reader, content: bytes, folder: Path) -> None:
    assert said(read(content)) == [("file-empty", None)]
    for kind in ("register", "trainers"):
        assert [one.code for one in faults_of(kind, folder, read, content)] == ["file-empty"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "mapping.yaml", "a.txt"])
def test_a_file_that_is_too_large_is_never_read(
    folder: Path,
    read_in: tuple[Project, dict[str, Questionnaire]],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    path = folder / "responses/y1" / name
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    untouched = Path.read_bytes

    def read_bytes(self: Path) -> bytes:
        assert self != path, "its size is looked at first"
        return untouched(self)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    try:
        found = collect(*read_in).findings
    finally:
        path.unlink()
    assert [(one.code, one.place.file) for one in errors(found)] == [("file-too-large", f"responses/y1/{name}")]
    assert "1000 MB" in found[0].message


def test_a_register_or_project_file_that_is_too_large_is_never_read(tmp_path: Path) -> None:
    for name in ("organizations.csv", "project.yaml"):
        folder = small_project(tmp_path / name)
        with (folder / name).open("wb") as file:
            file.truncate(60_000_000)
        with pytest.raises(InputError) as raised:
            load_project(folder)
        assert [(one.code, one.place.file) for one in raised.value.findings] == [("file-too-large", name)]


# --- mutations

MARKS = (b",", b";", b"\t", b'"', b"\n", b"\r", b"\r\n")


def mutants(content: bytes, count: int, seed: int, changes: int = 1) -> Iterator[tuple[bytes, int]]:
    """Yield mutated copies of a file, and where the last change is.

    A mark is put in, or put in the place of a byte, or a byte is taken out.
    """
    chance = random.Random(seed)  # noqa: S311 - mutations, no secrets
    for _ in range(count):
        mutant = content
        for _ in range(changes):
            at, mark = chance.randrange(len(mutant)), chance.choice(MARKS)
            mutant = mutant[:at] + chance.choice((mark + mutant[at : at + 1], mark, b"")) + mutant[at + 1 :]
        yield mutant, at


def cells_at(content: bytes, at: int) -> set[str]:
    """Return the row, as read by Python's own reader, in which a byte of an ASCII file stands: all of its cells."""
    reader = csv.reader(io.StringIO(content.decode(), newline=""))
    ends = [0, *(len(line) for line in content.decode().splitlines(keepends=True))]
    starts = [sum(ends[: n + 1]) for n in range(len(ends))]
    begun = 0
    for row in reader:
        if starts[begun] <= at < starts[reader.line_num]:
            return set(row)
        begun = reader.line_num
    return set()


@pytest.mark.parametrize(("table", "seed"), [*product((TIDY, WIDE), (13, 14))])
def test_one_wrong_mark_anywhere_changes_no_answer_unsaid(read: Reader, table: Table, seed: int) -> None:
    """Where one mark is put in, replaced or lost, and no more is said than before, every answer is as it was.

    What may differ is the remark, or the answer, whose own text was changed: that of one item of one organization.
    """
    content = as_csv(table)
    sound = read(content)
    before, noise = given(sound), len(sound.findings)
    for mutant, at in mutants(content, 100, seed):
        collected = read(mutant)
        if errors(collected.findings) or len(collected.findings) > noise:
            continue
        after = given(collected)
        differing = [key for key in {*before, *after} if before.get(key) != after.get(key)]
        assert len(differing) <= 1, (mutant, differing)
        for organization, _ in differing:
            assert organization in cells_at(content, at), (mutant, differing)
        answers = [key for key in differing if before.get(key, ())[:2] != after.get(key, ())[:2]]
        assert not answers or content[at : at + 1].isalnum(), (mutant, differing)


@pytest.mark.parametrize("seed", range(3))
def test_no_mutated_file_ends_in_a_traceback(read: Reader, seed: int) -> None:
    for table in (TIDY, WIDE):
        for mutant, _ in mutants(as_csv(table, delimiter=";,\t"[seed]), 30, seed, changes=5):
            read(mutant)
    chance = random.Random(seed)  # noqa: S311 - mutations, no secrets
    for _ in range(30):
        content = bytearray(as_csv(WIDE, encoding=("utf-8", "utf-16", "utf-8-sig")[seed]))
        for _ in range(4):
            content[chance.randrange(len(content))] = chance.randrange(256)
        read(bytes(content))


def test_a_table_is_read_by_whoever_knows_its_heading() -> None:
    table = read_csv(b"My list;;\nid;name;\nzora;Dawn;\n", "a.csv", heads=lambda cells: "id" in cells)
    assert (table.heading, table.rows, table.heading_row) == (("id", "name"), ((3, ("zora", "Dawn")),), 2)


def test_a_declared_separator_comes_first_where_nothing_is_known_of_the_heading() -> None:
    table = read_csv(b"sep=|\na,b,c|d\n1,2,3|4\n", "a.csv")
    assert (table.heading, table.rows) == (("a,b,c", "d"), ((3, ("1,2,3", "4")),))
