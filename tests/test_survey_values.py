"""What the cells of exports stand for: codes that differ by question, blanks that a tool writes out, yes and no."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from oca.collection.form_content import FilledSheet
from oca.collection.forms.workbook import make_workbook
from oca.collection.interpretation import draft_mapping, receive
from oca.collection.responses import Collected, collect
from oca.findings import Finding
from oca.instrument.questionnaire import Questionnaire
from oca.yamlfile import parse
from tests import exports
from tests.exports import Sent, Shape, as_csv
from tests.small import ITEMS, put, read_small, small_project

OWN = ["id", "submitdate", "lastpage", "startlanguage", "seed", "organization"]
ORGANIZATIONS = ("zora", "lasta")

COLUMNS = "columns: {'Q1[a]': gov-board, 'Q1[b]': gov-mission, 'Q2[a]': fin-books, 'Q2[b]': fin-donors}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return read_small(small_project(tmp_path_factory.mktemp("small") / "project"))[1]["small/1"]


def limesurvey(*rows: Sequence[str], headings: Sequence[str] = ("Q1[a]", "Q1[b]", "Q2[a]", "Q2[b]")) -> bytes:
    before = [[str(n), "2024-05-31 10:00:00", "2", "en", str(n), ORGANIZATIONS[n % 2]] for n, _ in enumerate(rows)]
    return as_csv([[*OWN, *headings], *([*first, *row] for first, row in zip(before, rows, strict=True))])


def read(folder: Path, content: bytes, *mapping: str) -> Collected:
    put(folder, "responses/y1/a.csv", content)
    if mapping:
        lines = "\n".join(f"    {line}" for line in mapping)
        put(folder, "responses/y1/mapping.yaml", f"files:\n  - file: a.csv\n{lines}\n")
    return collect(*read_small(folder))


def answers(collected: Collected, organization: str = "zora") -> str:
    """Return what one organization answered, in order: a level, N, D, or a dot for a blank."""
    signs = {"not_applicable": "N", "dont_know": "D", "missing": "."}
    rows = collected.responses[collected.responses["organization"] == organization].itertuples()
    return "".join(f"{row.answer:g}" if row.status == "answered" else signs[row.status] for row in rows)


def codes(collected: Collected, *severities: str) -> list[str]:
    wanted = severities or ("error", "warning")
    return sorted(one.code for one in collected.findings if one.severity in wanted)


def the(code: str, collected: Collected) -> Finding:
    (found,) = [one for one in collected.findings if one.code == code]
    return found


# --- codes of answers

SAME = "{A1: 1, A2: 2, A3: 3, A4: 4}"
LATER = "{A2: 1, A3: 2, A4: 3, A5: 4}"


def test_each_question_has_values_of_its_own(folder: Path) -> None:
    export = limesurvey(["A1", "A4", "A2", "A5"], ["A2", "A3", "A3", "A4"])
    collected = read(folder, export, COLUMNS, f"values_by_column: {{'Q1[*': {SAME}, 'Q2[*': {LATER}}}")
    assert codes(collected, "error", "warning") == []
    assert (answers(collected), answers(collected, "lasta")) == ("1414", "2323")


@pytest.mark.parametrize(
    ("values", "rows", "problem"),
    [
        (SAME, [["A1", "A4", "A2", "A5"]], "'Q2' holds A5, of which they say nothing"),
        ("{A1: 1, A2: 2, A3: 3, A4: 4, A5: 4}", [["A1", "A4", "A4", "A5"]], "A4 and A5 both stand for 4"),
        (LATER, [["A2", "A4", "A2", "A5"]], "A2 stands for 1"),
        ("{A1: 4, A2: 3, A3: 2, A4: 1}", [["A1", "A4", "A2", "A3"]], "A1 stands for 4"),
        ("{AO01: 1, AO02: 2, AO03: 4}", [["AO01", "AO02", "AO02", "AO03"]], "AO03 stands for 4"),
    ],
)
def test_one_meaning_for_several_questions_is_an_error_where_it_may_be_another_in_one_of_them(
    folder: Path, values: str, rows: list[list[str]], problem: str
) -> None:
    collected = read(folder, limesurvey(*rows), COLUMNS, f"values: {values}")
    found = the("codes-shared", collected)
    assert (found.severity, problem in found.message, "'Q1', 'Q2'" in found.message) == ("error", True, True)
    known = [one for one in collected.findings if one.severity == "error" and one.code != "codes-shared"]
    assert {one.code for one in known} <= {"answer-not-a-level"}
    confirmed = read(folder, limesurvey(*rows), COLUMNS, f"values_by_column: {{'*': {values}}}")
    assert "codes-shared" not in codes(confirmed)


def test_one_question_and_codes_that_are_their_level_need_no_confirmation(folder: Path) -> None:
    one = read(
        folder,
        limesurvey(["A2", "A5", "A3", "A4"], headings=["Q1[a]", "Q1[b]", "Q1[c]", "Q1[d]"]),
        COLUMNS.replace("Q2[a]", "Q1[c]").replace("Q2[b]", "Q1[d]"),
        f"values: {LATER}",
    )
    assert (codes(one), answers(one)) == ([], "1423")
    same = read(folder, limesurvey(["A1", "A4", "A2", "A3"]), COLUMNS, f"values: {SAME}")
    assert (codes(same), answers(same)) == ([], "1423")
    states = read(
        folder,
        limesurvey(["A1", "A8", "A2", "A9"]),
        COLUMNS,
        "values: {A1: 1, A2: 2, A3: 3, A4: 4, A8: N/A, A9: don't know}",
    )
    assert (codes(states), answers(states)) == ([], "1N2D")


def test_a_question_whose_codes_begin_later_is_to_be_looked_at(folder: Path) -> None:
    rows = [["A1", "A2", "A2", "A3"], ["A1", "A2", "A3", "A4"], ["A1", "A1", "A3", "A4"]] * 5
    found = the("codes-begin-later", read(folder, limesurvey(*rows), COLUMNS, f"values: {SAME}"))
    assert found.severity == "look at"
    assert "A1, the first code" in found.message
    assert "'Q2'" in found.message
    assert "'Q1'" not in found.message
    none = read(folder, limesurvey(*[["A2", "A2", "A3", "A4"]] * 15), COLUMNS, f"values: {SAME}")
    assert "codes-begin-later" not in codes(none, "look at")  # so it is in all, and nothing tells one from another
    few = read(folder, limesurvey(*rows[:14]), COLUMNS, f"values: {SAME}")
    assert "codes-begin-later" not in codes(few, "look at")


@pytest.mark.parametrize(
    ("patterns", "read_as"),
    [
        (f"{{'Q1*': {SAME}, 'Q1[a]': {LATER}}}", "12"),  # the whole heading comes before a pattern
        (f"{{'*': {SAME}, 'Q1[a]': {LATER}, 'fin-*': {SAME}}}", "12"),
        (f"{{'*': {LATER}, 'q1*': {SAME}}}", "22"),  # `*` alone comes last
        (f"{{'gov-*': {SAME}}}", "22"),  # a pattern may fit the item
        (f"{{'GOV-BOARD': {LATER}, '*': {SAME}}}", "12"),
    ],
)
def test_the_closest_pattern_counts(folder: Path, patterns: str, read_as: str) -> None:
    export = limesurvey(["A2", "A2"], headings=["Q1[a]", "Q1[b]"])
    columns = "columns: {'Q1[a]': gov-board, 'Q1[b]': gov-mission}"
    assert answers(read(folder, export, columns, f"values_by_column: {patterns}"))[:2] == read_as


def test_two_patterns_that_fit_one_column_and_differ_are_an_error(folder: Path) -> None:
    export = limesurvey(["A2", "A2"], headings=["Q1[a]", "Q10[a]"])
    columns = "columns: {'Q1[a]': gov-board, 'Q10[a]': gov-mission}"
    collected = read(folder, export, columns, f"values_by_column: {{'Q1*': {SAME}, 'Q10*': {LATER}}}")
    found = the("values-ambiguous", collected)
    assert found.place.column == "Q10[a]"
    assert "'Q1*' and 'Q10*'" in found.message
    collected = read(folder, export, columns, f"values_by_column: {{'Q1[*': {SAME}, 'Q10[*': {LATER}}}")
    assert (codes(collected), answers(collected)) == ([], "21..")


def test_a_pattern_that_fits_nothing_is_said(folder: Path) -> None:
    collected = read(folder, limesurvey(["A2", "A2", "A1", "A1"]), COLUMNS, f"values_by_column: {{'Q3*': {SAME}}}")
    assert "'Q3*'" in the("mapping-column-unused", collected).message


def test_values_of_a_column_stand_in_the_place_of_those_of_all(folder: Path) -> None:
    export = limesurvey(["A1", "A2", "A2", "A9"])
    collected = read(folder, export, COLUMNS, f"values: {SAME}", f"values_by_column: {{'Q2*': {LATER}}}")
    assert [one.place.column for one in collected.findings if one.code == "answer-not-a-level"] == ["Q2[b]"]


@pytest.mark.parametrize("tool", ["kobo", "odk", "google", "microsoft"])
def test_values_by_column_hold_for_every_tool(folder: Path, small: Questionnaire, tool: str) -> None:
    table = exports.TOOLS[tool][1](small, [Sent("zora", dict.fromkeys(ITEMS, "2"))], Shape("labels", "numbers"))
    table[1] = [cell.replace("2", "high") if cell.rstrip(";") == "2" else cell for cell in table[1]]
    mapping = "values_by_column: {'*board meet*': {high: 4}, 'fin-*': {high: 1}, '*': {high: 3}}"
    collected = read(folder, as_csv(table), mapping)
    assert (codes(collected), answers(collected)) == ([], "4311")


def test_values_by_column_hold_for_tidy_tables_by_the_item(folder: Path) -> None:
    rows = [["organization", "item", "answer"], *(["zora", item, "high"] for item in ITEMS)]
    collected = read(folder, as_csv(rows), "values: {high: 3}", "values_by_column: {'fin-*': {high: 1}}")
    assert (codes(collected), answers(collected)) == ([], "3311")


@pytest.mark.parametrize("seed", range(20))
def test_random_answers_come_back_through_the_codes_of_each_question(folder: Path, seed: int) -> None:
    """Each question has as many codes as there are levels, from a first one of its own and in an order of its own."""
    random = Random(seed)  # noqa: S311 - draws answers
    headings = [f"{question}[SQ00{row}]" for question in ("Q1", "Q2") for row in (1, 2)]
    declared, coded = {}, {}
    for question in ("Q1", "Q2"):
        first, order = random.randint(1, 7), random.sample("1234", 4)
        coded[question] = {level: f"A{first + place}" for place, level in enumerate(order)}
        declared[f"{question}[*"] = {code: level for level, code in coded[question].items()}
    given = [random.choices("1234", k=4) for _ in ORGANIZATIONS]
    rows = [[coded[name[:2]][level] for name, level in zip(headings, levels, strict=True)] for levels in given]
    columns = dict(zip(headings, ITEMS, strict=True))
    collected = read(
        folder, limesurvey(*rows, headings=headings), f"columns: {columns}", f"values_by_column: {declared}"
    )
    assert codes(collected) == []
    assert [answers(collected, one) for one in ORGANIZATIONS] == ["".join(levels) for levels in given]


def test_the_draft_asks_for_the_codes_of_each_question_by_itself(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", limesurvey(["A1", "A4", "A2", "A5"], ["A1", "A2", "A2", "A6"]))
    put(folder, "responses/y1/mapping.yaml", f"files:\n  - file: a.csv\n    {COLUMNS}\n")
    draft = draft_mapping(receive(*read_small(folder), folder / "responses/y1/a.csv"))
    (entry,) = parse(draft, "mapping.yaml").data["files"]
    assert {key: list(values) for key, values in entry["values_by_column"].items()} == {
        "Q1[*": ["A1", "A2", "A4"],
        "Q2[*": ["A2", "A5", "A6"],
    }
    assert "values" not in entry


# --- n/a that a tool writes for a blank


def legacy(small: Questionnaire, sent: Sequence[Sent], *, own: str) -> exports.Table:
    """Return a legacy export whose own columns are filled, emptied, or emptied but for `start` and `end`."""
    table = exports.kobo_legacy(small, sent, Shape())
    later = {"_validation_status", "_status", "__version__", "meta/rootUuid"}
    mine = [place for place, name in enumerate(table[0]) if name[0] == "_" or name in (*later, "start", "end")]
    kept = {"filled": mine, "emptied": [], "times": [0, 1]}[own]
    for row in table[1:]:
        for place in mine:
            row[place] = "" if place not in kept or row[place] in ("n/a", "{}") else row[place]
    without = [place for place, name in enumerate(table[0]) if own == "filled" and name in later]
    return [[cell for place, cell in enumerate(row) if place not in without] for row in table]


SENT = (
    Sent("zora", {"gov-board": "3", "fin-books": "N/A"}, {"gov-board": "So."}),
    Sent("lasta", {"gov-mission": "1"}),
)


@pytest.mark.parametrize("own", ["filled", "emptied", "times"])
def test_n_a_is_a_blank_where_no_cell_is_empty_and_it_stands_in_comments_too(
    folder: Path, small: Questionnaire, own: str
) -> None:
    collected = read(folder, as_csv(legacy(small, SENT, own=own)))
    assert codes(collected) == []
    assert (answers(collected), answers(collected, "lasta")) == ("3.N.", ".1..")
    assert the("blanks-written", collected).message.startswith("5 cells hold n/a")
    assert set(collected.responses["comment"]) == {"", "So."}


@pytest.mark.parametrize("why", ["no other column", "one comment empty", "one answer empty"])
def test_where_nothing_tells_what_n_a_means_one_line_in_mapping_yaml_does(
    folder: Path, small: Questionnaire, why: str
) -> None:
    table = legacy(small, SENT, own="emptied")
    if why == "no other column":
        comments = [place for place, name in enumerate(table[0]) if name.endswith("_comment")]
        table = [[cell for place, cell in enumerate(row) if place not in comments] for row in table]
    else:
        table[2][table[0].index("gov_board_comment" if "comment" in why else "gov_board")] = ""
    collected = read(folder, as_csv(table))
    assert codes(collected) == ["blanks-uncertain"]
    blank = read(folder, as_csv(table), 'values: {"n/a": blank}')
    assert (codes(blank), answers(blank), answers(blank, "lasta")) == ([], "3.N.", ".1..")
    assert "n/a" not in set(blank.responses["comment"])
    chosen = read(folder, as_csv(table), 'values: {"n/a": N/A}')
    assert (codes(chosen), answers(chosen)) == ([], "3NNN")
    draft = draft_mapping(receive(*read_small(folder), put(folder, "responses/y1/b.csv", as_csv(table))))
    assert '"n/a":  # blank, or N/A' in draft


def test_n_a_was_chosen_where_the_tools_own_columns_hold_empty_cells(folder: Path, small: Questionnaire) -> None:
    table = exports.kobo(small, SENT, Shape())
    table[1] = ["n/a" if cell == "na" else cell for cell in table[1]]
    collected = read(folder, as_csv(table))
    assert (codes(collected), answers(collected)) == ([], "3.N.")
    assert "blanks-written" not in codes(collected, "look at")


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("own", ["filled", "emptied", "gone"])
def test_no_blank_of_a_legacy_export_becomes_not_applicable(
    folder: Path, small: Questionnaire, seed: int, own: str
) -> None:
    random = Random(seed)  # noqa: S311 - draws answers
    sent = [
        Sent(one, {item: random.choice(("1", "2", "3", "4", "N/A", "", "")) for item in ITEMS}, {ITEMS[0]: "Thus."})
        for one in ORGANIZATIONS
    ]
    table = legacy(small, sent, own="filled" if own == "gone" else own)
    if own == "gone":
        keep = [place for place, name in enumerate(table[0]) if name[0] != "_" or name in ("_id", "_submission_time")]
        table = [[row[place] for place in keep] for row in table]
    collected = read(folder, as_csv(table))
    assert codes(collected, "error") == []
    for one in sent:
        meant = "".join({"N/A": "N", "": "."}.get(one.answers[item], one.answers[item]) for item in ITEMS)
        assert answers(collected, one.organization) in (meant, "")  # a sheet without any answer is set aside


# --- yes and no


def with_yes_or_no(folder: Path, names: tuple[str, str] = ("No", "Yes")) -> None:
    """Let fin-donors be answered with no or yes."""
    structure, english = folder / "questionnaires/small/1.yaml", folder / "questionnaires/small/1.en.yaml"
    scales = "scales:\n  yes-no: {items: [fin-donors], levels: [0, 1], values: [1, 4]}\n"
    put(folder, "questionnaires/small/1.yaml", structure.read_text(encoding="utf-8") + scales)
    words = english.read_text(encoding="utf-8").replace(
        '{"1": One donor., "2": Two donors., "3": Several donors., "4": Donors and own income.}',
        '{"0": One donor., "1": Several.}',
    )
    no, yes = names
    named = f'scales:\n  yes-no: {{"0": {{name: "{no}", text: Not so.}}, "1": {{name: "{yes}", text: So.}}}}\n'
    put(folder, "questionnaires/small/1.en.yaml", words + named)
    bosnian = folder / "questionnaires/small/1.bs.yaml"
    text = bosnian.read_text(encoding="utf-8")
    put(
        folder,
        "questionnaires/small/1.bs.yaml",
        text.replace(
            '{"1": Jedan donator., "2": Dva donatora., "3": Više donatora., "4": Donatori i vlastiti prihod.}',
            '{"0": Jedan donator., "1": Više.}',
        ),
    )


NAMED = ["gov-board", "gov-mission", "fin-books", "fin-donors"]


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        (("Y", "N"), "10"),
        (("Yes", "N/A"), "1."),
        (("N/A", "No"), ".0"),
        (("N/A", "Y"), ".1"),
        (("", "Y"), ".1"),
        (("N/A", ""), "N."),
    ],
)
def test_yes_and_no_of_limesurvey_are_read_and_its_n_a_is_a_blank(
    folder: Path, typed: tuple[str, str], read_as: str
) -> None:
    with_yes_or_no(folder)
    rows = [["1", "1", "1", one] for one in typed]
    collected = read(folder, limesurvey(*rows, headings=NAMED))
    assert codes(collected) == []
    assert answers(collected)[-1] + answers(collected, "lasta")[-1] == read_as
    said = [one for one in collected.findings if one.code == "blanks-written"]
    assert [one.message.split(",")[0] for one in said] == ["1 cells hold N/A"] * read_as.replace("N", "").count(
        "." if "N/A" in typed and "" not in typed else "?"
    )


def test_a_row_that_was_never_sent_tells_nothing_of_how_blanks_are_written(folder: Path) -> None:
    with_yes_or_no(folder)
    export = limesurvey(["1", "1", "1", "N/A"], ["1", "1", "", ""], headings=NAMED).decode()
    unsent = export.replace("1,2024-05-31 10:00:00,2,en,1,lasta", "1,,2,en,1,lasta")
    assert answers(read(folder, unsent.encode())) == "111."
    assert answers(read(folder, export.encode())) == "111N"


def test_n_a_of_a_question_of_yes_and_no_can_be_declared(folder: Path) -> None:
    with_yes_or_no(folder)
    rows = [["1", "1", "1", "N/A"], ["1", "1", "1", "Y"]]
    collected = read(folder, limesurvey(*rows, headings=NAMED), "values_by_column: {fin-donors: {N/A: N/A, Y: 1}}")
    assert (codes(collected), answers(collected), answers(collected, "lasta")) == ([], "111N", "1111")


def test_other_items_and_other_tools_know_no_y_and_keep_their_n_a(folder: Path) -> None:
    with_yes_or_no(folder)
    other_item = read(folder, limesurvey(["Y", "N/A", "1", "Y"], ["1", "1", "1", "N"], headings=NAMED))
    assert [one.place.column for one in other_item.findings if one.severity == "error"] == ["gov-board"]
    assert answers(other_item)[1] == "N"
    form = read_small(folder)[1]["small/1"]
    table = exports.odk(form, [Sent("zora", dict.fromkeys(ITEMS, "1")), Sent("lasta", {})], Shape("names", "numbers"))
    for row, answer in zip(table[1:], ("N/A", "Y"), strict=True):
        row[table[0].index("fin_donors")] = answer
    other_tool = read(folder, as_csv(table))
    assert answers(other_tool)[-1] == "N"
    assert [one.message[:3] for one in other_tool.findings if one.severity == "error"] == ["'Y'"]


def test_levels_that_are_not_called_yes_and_no_have_no_such_codes(folder: Path) -> None:
    with_yes_or_no(folder, ("Closed", "Open"))
    collected = read(folder, limesurvey(["1", "1", "1", "N/A"], ["1", "1", "1", "Y"], headings=NAMED))
    assert answers(collected)[-1] == "N"
    assert codes(collected) == ["answer-not-a-level"]


def test_a_scale_with_a_level_between_yes_and_no_has_no_such_codes(folder: Path) -> None:
    with_yes_or_no(folder)
    for name, old, new in (
        ("1.yaml", "levels: [0, 1], values: [1, 4]", "levels: [0, 1, 2], values: [1, 2, 4]"),
        ("1.en.yaml", '{"0": One donor., "1": Several.}', '{"0": One donor., "1": Two., "2": Several.}'),
        ("1.en.yaml", '"1": {name: "Yes"', '"1": {name: Partly}, "2": {name: "Yes"'),
        ("1.bs.yaml", '{"0": Jedan donator., "1": Više.}', '{"0": Jedan donator., "1": Dva., "2": Više.}'),
    ):
        text = (folder / "questionnaires/small" / name).read_text(encoding="utf-8")
        put(folder, f"questionnaires/small/{name}", text.replace(old, new))
    collected = read(folder, limesurvey(["1", "1", "1", "N/A"], ["1", "1", "1", "Y"], headings=NAMED))
    assert answers(collected)[-1] == "N"
    assert codes(collected) == ["answer-not-a-level"]


# --- columns of times


def test_columns_of_times_are_the_tools_own(folder: Path) -> None:
    headings = [*NAMED, "interviewtime", "groupTime12", "gov-boardTime", "Q9[SQ001]", "Q9Time", "Bedtime"]
    export = limesurvey(["1", "2", "3", "4", "99.5", "40.1", "7.25", "x", "3.5", "late"], headings=headings)
    collected = read(folder, export)
    assert (codes(collected), answers(collected)) == ([], "1234")
    assert "(2): 'Q9[SQ001]', 'Bedtime'" in the("columns-unread", collected).message
    titled = ["Total time", "Group time: Governance", "Question time: govboard", "groupTime3. Group time: Finance"]
    titled += ["govboardTime. Question time: govboard"]
    collected = read(folder, limesurvey(["1", "2", "3", "4", *"12345"], headings=[*NAMED, *titled]))
    assert "columns-unread" not in codes(collected, "look at")


# --- formulas

THOUGHTS = [
    "=",
    "=I agree",
    "= 2 + 2 is four",
    "=SUM(A1:A2) & more",
    '="quoted" <b>',
    "=čekamo; Зора",
    "=-1",
    "==",
    "=0",
]


@pytest.mark.parametrize("result", [0, "#NAME?"])
@pytest.mark.parametrize("reader", ["kobo", "google", "microsoft", "wide", "label", "tidy"])
def test_a_comment_that_begins_with_an_equals_sign_is_read_as_it_was_typed(
    folder: Path, small: Questionnaire, reader: str, result: str | int
) -> None:
    for place in range(0, len(THOUGHTS), 4):
        comments = dict(zip(ITEMS, THOUGHTS[place : place + 4], strict=False))
        sent = [Sent("zora", dict.fromkeys(ITEMS, "2"), comments)]
        if reader == "tidy":
            table = [
                ["organization", "item", "answer", "comment"],
                *(["zora", item, "2", comments.get(item, "")] for item in ITEMS),
            ]
        elif reader in ("wide", "label"):
            table = exports.questions(small, sent, Shape("names" if reader == "wide" else "labels", "numbers"))
        else:
            table = exports.TOOLS[reader][1](small, sent, Shape("names", "numbers"))
        if reader == "microsoft":
            table = [[cell.removesuffix(";") for cell in row] for row in table]
        put(folder, "responses/y1/a.xlsx", exports.as_workbook_of_a_tool(table, result=result))
        collected = collect(*read_small(folder))
        assert (codes(collected), answers(collected)) == ([], "2222")
        rows = collected.responses.itertuples()
        assert {row.item: row.comment for row in rows if row.comment} == comments


def test_a_comment_in_a_form_that_begins_with_an_equals_sign_is_read_as_it_was_typed(folder: Path) -> None:
    project, questionnaires = read_small(folder)
    path = folder / "responses/y1/form.xlsx"
    make_workbook(
        questionnaires["small/1"],
        path,
        organization=project.organization("zora"),
        language="en",
        period=project.period("y1"),
        sheet=FilledSheet(dict.fromkeys(ITEMS, "2")),
    )
    book = load_workbook(path)
    sheet = next(one for one in book.worksheets if one.cell(1, 1).value == "item")
    column = [one.value for one in sheet[1]].index("comment") + 1
    row = next(number for number in range(2, 20) if sheet.cell(number, 1).value == "gov-board")
    sheet.cell(row, column).value = "=I agree"
    book.save(path)
    put(folder, "responses/y1/form.xlsx", with_results(path.read_bytes()))
    collected = collect(*read_small(folder))
    assert (codes(collected), answers(collected)) == ([], "2222")
    assert sorted(set(collected.responses["comment"])) == ["", "=I agree"]


def with_results(workbook: bytes) -> bytes:
    """Return a workbook in which every formula has the result 0, as a tool writes it that calculates nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>0</v>", old.read(name)))
    return made.getvalue()


def test_a_formula_with_another_result_is_read_by_its_result(folder: Path, small: Questionnaire) -> None:
    table = exports.kobo(small, [Sent("zora", dict.fromkeys(ITEMS, "2"), {ITEMS[0]: "=A1"})], Shape("names", "numbers"))
    put(folder, "responses/y1/a.xlsx", exports.as_workbook_of_a_tool(table, result="so it is"))
    collected = collect(*read_small(folder))
    assert collected.responses["comment"].tolist()[0] == "so it is"


def test_an_answer_that_is_a_formula_never_becomes_0(folder: Path, small: Questionnaire) -> None:
    structure = folder / "questionnaires/small/1.yaml"
    text = structure.read_text(encoding="utf-8").replace("[1, 2, 3, 4]", "[0, 1, 2, 3, 4]")
    put(folder, "questionnaires/small/1.yaml", text)
    for language in ("en", "bs"):
        words = folder / f"questionnaires/small/1.{language}.yaml"
        told = words.read_text(encoding="utf-8").replace('levels: {"1"', 'levels: {"0": None., "1"')
        put(
            folder, str(words.relative_to(folder)), told.replace("scale:\n", 'scale:\n  "0": {name: Nil, text: Nil.}\n')
        )
    scheme = folder / "scoring/small-mean.yaml"
    put(folder, "scoring/small-mean.yaml", scheme.read_text(encoding="utf-8").replace("from: 1,", "from: 0,"))
    table = exports.kobo(small, [Sent("zora", dict.fromkeys(ITEMS, "2"))], Shape("names", "numbers"))
    table[1][table[0].index("gov_mission")] = "=3"
    put(folder, "responses/y1/a.xlsx", exports.as_workbook_of_a_tool(table))
    found = the("answer-not-a-level", collect(*read_small(folder)))
    assert (found.place.row, "'=3'" in found.message) == (2, True)


@pytest.mark.parametrize(
    "line",
    [
        "values: {Two: '2', two: '3'}",
        "values: {'2 ': '2', '2': '3'}",
        "values_by_column: {gov-board: {Two: '2', TWO: '3'}}",
        "columns: {Odbor: gov-board, odbor: gov-mission}",
        "organizations: {Zora: zora, ZORA: lasta}",
    ],
)
def test_two_keys_that_are_read_alike_and_differ_in_meaning_are_an_error(folder: Path, line: str) -> None:
    collected = read(folder, b"organization,gov-board\nzora,2\n", line)
    (found,) = [one for one in collected.findings if one.code == "mapping-key-twice"]
    assert (found.severity, found.place.file, found.place.row) == ("error", "responses/y1/mapping.yaml", 3)


def test_two_keys_that_are_read_alike_and_mean_one_thing_are_no_fault(folder: Path) -> None:
    collected = read(folder, b"organization,gov-board\nzora,TWO\n", "values: {Two: '2', two: '2'}")
    assert not [one for one in collected.findings if one.severity == "error"]
