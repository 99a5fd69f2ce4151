"""Exports of survey tools: the same answers come back from every shape, and nothing is set aside unsaid."""

from __future__ import annotations

import datetime
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.assessment import assess
from oca.collection.loaders.dates import DatesContradictError, Order, iso, order_of
from oca.collection.responses import Collected, collect
from oca.instrument.questionnaire import Questionnaire
from tests import exports
from tests.exports import TOOLS, Sent, Shape, as_csv, as_workbook
from tests.small import ITEMS, add_second_version, put, read_small, small_project

ANSWERS = ("1", "2", "3", "4", "N/A", "don't know", "")
TWO = (
    Sent(
        "zora",
        {"gov-board": "3", "gov-mission": "N/A", "fin-books": "1", "fin-donors": "4"},
        {"gov-mission": 'We are new; "young",\nsays the board', "fin-books": "Čeka, se"},
    ),
    Sent("lasta", {"gov-board": "2", "gov-mission": "don't know", "fin-books": "4"}, when="2024-06-02T08:30:00"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return read_small(small_project(tmp_path_factory.mktemp("small") / "project"))[1]["small/1"]


def read(folder: Path, name: str, content: bytes | str, mapping: str = "") -> Collected:
    put(folder, f"responses/y1/{name}", content)
    if mapping:
        put(folder, "responses/y1/mapping.yaml", mapping)
    return collect(*read_small(folder))


def given_answers(collected: Collected) -> dict[tuple[str, str], str]:
    """Return what was answered: a level, or a status, by organization and item."""
    rows = collected.responses.itertuples()
    return {(row.organization, row.item): f"{row.answer:g}" if row.status == "answered" else row.status for row in rows}


def expected(sent: tuple[Sent, ...] | list[Sent]) -> dict[tuple[str, str], str]:
    states = {"N/A": "not_applicable", "don't know": "dont_know", "": "missing"}
    return {
        (one.organization, item): states.get(answer := one.answers.get(item, ""), answer)
        for one in sent
        for item in ITEMS
    }


def codes(collected: Collected, *severities: str) -> list[str]:
    wanted = severities or ("error", "warning")
    return sorted(one.code for one in collected.findings if one.severity in wanted)


def remarks(collected: Collected) -> dict[tuple[str, str], str]:
    filled: pd.DataFrame = collected.responses[collected.responses["comment"] != ""]
    return {(row.organization, row.item): row.comment for row in filled.itertuples()}


SHAPES = [
    Shape(),
    Shape("labels", "labels"),
    Shape("labels", "labels", "bs"),
    Shape("labels", "numbers", "bs", groups="/"),
    Shape("mixed", "labels"),
    Shape("names", "floats", groups="/"),
    Shape("slugs", "numbers"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("tool", TOOLS)
def test_the_answers_and_comments_come_back_from_every_tool_in_every_shape(
    folder: Path, small: Questionnaire, tool: str, shape: Shape
) -> None:
    _, write = TOOLS[tool]
    if tool in ("grid", "limesurvey") and shape.groups:
        shape = Shape(shape.headings, shape.cells, shape.language)
    collected = read(folder, "export.csv", as_csv(write(small, TWO, shape)))
    assert codes(collected) == [], list(map(str, collected.findings))
    assert given_answers(collected) == expected(TWO)
    assert remarks(collected)["zora", "gov-mission"].splitlines() == ['We are new; "young",', "says the board"]


@pytest.mark.parametrize("groups", ["/", "-", "_", "::", "."])
@pytest.mark.parametrize("headings", ["names", "labels"])
def test_groups_are_passed_over_whatever_separates_them(
    folder: Path, small: Questionnaire, groups: str, headings: str
) -> None:
    shape = Shape(headings, "labels", groups=groups)
    collected = read(folder, "export.csv", as_csv(exports.kobo(small, TWO, shape), delimiter=";", quoted=True))
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))


SEPARATORS = (" - ", " > ", " → ", " :: ", " | ", "»", " » ", "--", " / ", "-", "::", " · ", ". ", "\t")


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("headings", ["names", "labels", "slugs"])
@pytest.mark.parametrize("tool", ["kobo", "google", "limesurvey"])
def test_any_separator_between_group_and_question_can_be_declared(
    folder: Path, small: Questionnaire, tool: str, headings: str, separator: str
) -> None:
    table = TOOLS[tool][1](small, TWO, Shape(headings, "labels"))
    own = {*TOOLS[tool][1](small, (), Shape())[0]} - {name for item in ITEMS for name in (item, item.replace("-", "_"))}
    organization = next(place for place, name in enumerate(table[0]) if "rgani" in name)
    table[0] = [
        name if name in own and place != organization else f"Part one{separator}{name.split('. ')[-1]}"
        for place, name in enumerate(table[0])
    ]
    mapping = f"files:\n  - {{file: '*.csv', separator: {json.dumps(separator, ensure_ascii=False)}}}\n"
    collected = read(folder, "export.csv", as_csv(table, quoted=True), mapping)
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO)), table[0]
    assert set(remarks(collected)) == {("zora", "gov-mission"), ("zora", "fin-books")}


@pytest.mark.parametrize("separator", ["::", " > ", " → ", " | ", "/"])
def test_the_separators_that_kobo_offers_need_no_declaration(
    folder: Path, small: Questionnaire, separator: str
) -> None:
    table = exports.kobo(small, TWO, Shape("labels", "labels"))
    table[0] = [f"Part one{separator}{name}" if "?" in name else name for name in table[0]]
    collected = read(folder, "export.csv", as_csv(table, delimiter=";"))
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))


def test_the_message_names_the_separators_that_were_looked_for(folder: Path, small: Questionnaire) -> None:
    table = exports.google(small, TWO, Shape("labels", "labels"))
    table[0] = [f"Part one » {name}" if "?" in name else name for name in table[0]]
    mapping = "files:\n  - {file: '*.csv', separator: ' - '}\n"
    (refused,) = [one for one in read(folder, "a.csv", as_csv(table), mapping).findings if one.severity == "error"]
    assert refused.code == "export-of-another-form"
    assert "looked for: ' - ', '/'; another one is named there under separator" in refused.hint


def test_what_stands_behind_the_word_comment_is_a_comment_whatever_separates_them(
    folder: Path, small: Questionnaire
) -> None:
    table = exports.google(small, TWO, Shape("labels", "labels"))
    table[0] = [f"Comment | {name.removesuffix(' - comment')}" if "comment" in name else name for name in table[0]]
    collected = read(folder, "a.csv", as_csv(table), "files:\n  - {file: '*.csv', separator: ' | '}\n")
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))
    assert set(remarks(collected)) == {("zora", "gov-mission"), ("zora", "fin-books")}


@pytest.mark.parametrize("question", ["Rate:\n(tick one)", "Rate [all]", "Rate\r\n", "[Rate]", "Rate] this", ""])
@pytest.mark.parametrize("row", ["Board [if there is one]", "[New] Board", "Board [a [b]]", "Board (1]", "Board [2"])
def test_the_row_of_a_grid_is_found_whatever_breaks_and_brackets_stand_around_and_in_it(
    folder: Path, question: str, row: str
) -> None:
    words = folder / "questionnaires/small/1.en.yaml"
    text = words.read_text(encoding="utf-8").replace("prompt: Does the board meet?", f"prompt: '{row}'")
    words.write_text(text, encoding="utf-8")
    table = [
        ["Timestamp", "organization", f"{question} [{row}]", f"{question} [Is there a mission?]"],
        ["2024/05/31 10:00:00 AM GMT+2", "zora", "3", "2"],
    ]
    collected = read(folder, "a.csv", as_csv(table))
    answers = given_answers(collected)
    assert (codes(collected), answers["zora", "gov-board"], answers["zora", "gov-mission"]) == ([], "3", "2")


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1250")]
)
def test_bytes_are_read_whatever_their_separator_and_encoding(
    folder: Path, small: Questionnaire, delimiter: str, encoding: str
) -> None:
    content = as_csv(exports.kobo(small, TWO, Shape("labels", "labels", "bs")), delimiter=delimiter, encoding=encoding)
    collected = read(folder, "export.csv", content)
    assert codes(collected) == (["encoding-fallback"] if encoding == "cp1250" else [])
    assert given_answers(collected) == expected(TWO)
    assert remarks(collected)["zora", "fin-books"] == "Čeka, se"


def test_a_workbook_of_kobo_is_read_and_its_sheet_of_a_repeat_group_is_said(folder: Path, small: Questionnaire) -> None:
    table = exports.kobo(small, TWO, Shape("labels", "numbers"), hxl=True)
    repeats = [["Name", "_index", "_parent_table_name", "_parent_index"], ["x", "1", "Form", "1"]]
    collected = read(folder, "export.xlsx", as_workbook({"Form": table, "members": repeats}))
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))
    assert "sheet-unread" in codes(collected, "look at")
    assert set(collected.responses["sheet"]) == {"Form"}


@settings(max_examples=15)
@given(
    st.sampled_from(sorted(TOOLS)),
    st.sampled_from([shape for shape in SHAPES if not shape.groups]),
    st.lists(st.lists(st.sampled_from(ANSWERS), min_size=4, max_size=4), min_size=2, max_size=2),
)
def test_random_answers_come_back_equal_from_every_tool(tool: str, shape: Shape, drawn: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = small_project(Path(temporary) / "project")
        form = read_small(folder)[1]["small/1"]
        sent = [
            Sent(one, dict(zip(ITEMS, answers, strict=True)))
            for one, answers in zip(("zora", "lasta"), drawn, strict=True)
        ]
        collected = read(folder, "a.csv", as_csv(TOOLS[tool][1](form, sent, shape)))
        answered = [one for one in sent if any(one.answers.values())]
        assert given_answers(collected) == expected(answered), list(map(str, collected.findings))


def table_of(small: Questionnaire, shape: Shape = Shape(), sent: tuple[Sent, ...] = TWO) -> exports.Table:  # noqa: B008 - frozen
    return exports.kobo(small, sent, shape)


def column(table: exports.Table, name: str) -> int:
    return table[0].index(name)


def test_a_row_of_tags_and_the_columns_of_options_and_matrix_headings_are_passed_over(
    folder: Path, small: Questionnaire
) -> None:
    table = exports.kobo(small, TWO, Shape("labels", "labels"), hxl=True)
    more = [
        ["Which towns?", "Which towns?/Does the board meet?", "Which towns?/Zenica", "Ratings_header"],
        ["#town", "", "", ""],
        ["a b", "1", "0", ""],
        ["b", "0", "1", ""],
    ]
    collected = read(folder, "a.csv", as_csv(exports.beside(table, more, [[] for _ in table])))
    assert codes(collected) == []
    assert given_answers(collected) == expected(TWO)
    (unread,) = [one for one in collected.findings if one.code == "columns-unread"]
    assert "'Which towns?'" in unread.message
    assert "Zenica" not in unread.message


def test_a_hyphen_in_odk_marks_a_group_and_no_option(folder: Path) -> None:
    heading = [
        "SubmissionDate",
        "organization",
        "governance",
        "governance-gov_board",
        "towns",
        "towns/gov_mission",
        "KEY",
    ]
    table = [heading, ["2024-05-31T10:00:00Z", "zora", "a note", "1", "gov_mission", "1", "u1"]]
    answers = given_answers(read(folder, "a.csv", as_csv(table)))
    assert (answers["zora", "gov-board"], answers["zora", "gov-mission"]) == ("1", "missing")


def test_an_option_is_passed_over_whatever_separates_it_from_its_question(folder: Path, small: Questionnaire) -> None:
    for separator in ("/", "::", " > ", " | "):
        more = [["Towns", f"Towns{separator}gov_board"], ["a", "1"], ["", "0"]]
        collected = read(folder, "a.csv", as_csv(exports.beside(table_of(small), more, [[], [], []])))
        assert (codes(collected), given_answers(collected)) == ([], expected(TWO))


def test_what_a_reviewer_refused_is_set_aside_with_its_row_and_reason(folder: Path, small: Questionnaire) -> None:
    table = table_of(small)
    status = column(table, "_validation_status")
    table[1][status], table[2][status] = "validation_status_not_approved", "On Hold"
    collected = read(folder, "a.csv", as_csv(table))
    assert [(one.code, one.place.row) for one in collected.findings if one.code.startswith("submission")] == [
        ("submission-set-aside", 2),
        ("submission-on-hold", 4),
    ]
    assert {one for one, _ in given_answers(collected)} == {"lasta"}


def test_rejected_and_encrypted_rows_of_odk_are_set_aside(folder: Path, small: Questionnaire) -> None:
    table = exports.odk(small, TWO, Shape())
    table[1][column(table, "ReviewState")] = "rejected"
    table[2][column(table, "Status")] = "missing encrypted form data"
    collected = read(folder, "a.csv", as_csv(table))
    assert codes(collected) == ["submission-set-aside"] * 2
    assert collected.responses.empty


def test_an_answer_that_was_never_sent_to_limesurvey_is_set_aside(folder: Path, small: Questionnaire) -> None:
    table = exports.limesurvey(small, TWO, Shape())
    table[1][1] = ""
    collected = read(folder, "a.csv", as_csv(table, encoding="utf-8-sig", delimiter=";", quoted=True))
    assert codes(collected) == ["submission-set-aside"]
    assert {one for one, _ in given_answers(collected)} == {"lasta"}


def test_one_submission_twice_in_a_file_is_read_once_and_said(folder: Path, small: Questionnaire) -> None:
    table = table_of(small)
    collected = read(folder, "a.csv", as_csv([*table, table[1]]))
    assert (codes(collected), given_answers(collected)) == (["submission-twice"], expected(TWO))


def test_n_a_is_a_blank_in_a_legacy_export_only(folder: Path, small: Questionnaire) -> None:
    sent = (Sent("zora", {"gov-board": "3"}), Sent("lasta", {"gov-board": "1"}))
    legacy = read(folder, "a.csv", as_csv(exports.kobo_legacy(small, sent, Shape())))
    assert legacy.responses["status"].tolist().count("missing") == 6
    assert "blanks-written" in codes(legacy, "look at")
    modern = table_of(small, sent=sent)
    modern[1][column(modern, "fin_books")] = "n/a"
    assert given_answers(read(folder, "a.csv", as_csv(modern)))["zora", "fin-books"] == "not_applicable"


@pytest.mark.parametrize("tool", TOOLS)
def test_the_export_of_another_form_is_refused(folder: Path, small: Questionnaire, tool: str) -> None:
    title, write = TOOLS[tool]
    table = write(small, TWO, Shape("labels", "numbers"))
    prompts = [small.item_text(item, "en").prompt for item in ITEMS]
    table[0] = [
        f"Colour {place}" if any(one in name for one in prompts) else name for place, name in enumerate(table[0])
    ]
    collected = read(folder, "a.csv", as_csv(table))
    (refused,) = [one for one in collected.findings if one.severity == "error"]
    assert refused.code == "export-of-another-form"
    assert f"export of {title}, but 0 of" in refused.message


def test_half_the_columns_unknown_is_a_warning_that_names_them(folder: Path, small: Questionnaire) -> None:
    table = [
        [*row, *more] for row, more in zip(table_of(small), [list("PQRS"), list("wxyz"), list("wxyz")], strict=True)
    ]
    collected = read(folder, "a.csv", as_csv(table))
    (warning,) = [one for one in collected.findings if one.severity == "warning"]
    assert (warning.code, given_answers(collected)) == ("columns-mostly-unread", expected(TWO))
    assert "'P', 'Q', 'R', 'S'" in warning.message


def test_two_columns_for_one_item_are_refused_until_one_is_ignored(folder: Path, small: Questionnaire) -> None:
    table = [[*row, more] for row, more in zip(table_of(small), ["Is there a mission?", "4", "4"], strict=True)]
    collected = read(folder, "a.csv", as_csv(table))
    (refused,) = [one for one in collected.findings if one.severity == "error" and one.code == "item-column-twice"]
    assert "'gov_mission' and 'Is there a mission?'" in refused.message
    mapping = 'files: [{file: a.csv, ignore: ["Is there a mission?"]}]\n'
    collected = read(folder, "a.csv", as_csv(table), mapping)
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))


def test_two_columns_of_one_item_from_two_versions_of_a_form_are_merged_when_declared(
    folder: Path, small: Questionnaire
) -> None:
    table = [[*row, more] for row, more in zip(table_of(small), ["Old question", "", "2"], strict=True)]
    table[2][column(table, "fin_books")] = ""
    mapping = "files:\n  - file: a.csv\n    columns: {fin_books: fin-books, Old question: fin-books}\n"
    collected = read(folder, "a.csv", as_csv(table), mapping)
    assert codes(collected) == []
    answers = given_answers(collected)
    assert (answers["zora", "fin-books"], answers["lasta", "fin-books"]) == ("1", "2")
    table[1][-1] = "4"
    assert codes(read(folder, "a.csv", as_csv(table), mapping)) == ["item-columns-both-filled"]


def test_a_label_that_two_items_share_names_both(folder: Path) -> None:
    words = folder / "questionnaires/small/1.en.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("Who pays?", "Are books kept?"), encoding="utf-8")
    form = read_small(folder)[1]["small/1"]
    table = table_of(form)
    table[0][column(table, "fin_books")] = "Are books kept?"
    (refused,) = [one for one in read(folder, "a.csv", as_csv(table)).findings if one.severity == "error"]
    assert refused.code == "columns-ambiguous"
    assert "fin-books and fin-donors" in refused.message


def test_a_level_in_a_language_that_the_questionnaire_has_not_is_an_error_at_its_cell(
    folder: Path, small: Questionnaire
) -> None:
    table = table_of(small)
    table[1][column(table, "gov_board")] = "Der Vorstand tagt."
    (refused,) = [one for one in read(folder, "a.csv", as_csv(table)).findings if one.severity == "error"]
    assert (refused.code, refused.place.row, refused.place.column) == ("answer-not-a-level", 2, "gov_board")
    mapping = 'files: [{file: "*", values: {Der Vorstand tagt.: "3"}}]\n'
    assert given_answers(read(folder, "a.csv", as_csv(table), mapping)) == expected(TWO)


def test_codes_of_limesurvey_are_read_once_mapping_yaml_says_what_they_are(folder: Path) -> None:
    table = [
        ["id", "submitdate", "lastpage", "G01Q01", "Q2[SQ001]", "Q2_SQ002"],
        ["1", "2024-05-31", "2", "Our Dawn", "AO01", "AO05"],
    ]
    mapping = (
        "files:\n  - file: '*.csv'\n    columns: {G01Q01: organization, 'Q2[SQ001]': gov-board, Q2_SQ002: fin-books}\n"
        "    values: {AO01: '1', AO05: N/A}\n    organizations: {Our Dawn: zora}\n"
    )
    collected = read(folder, "a.csv", as_csv(table), mapping)
    assert codes(collected) == []
    answers = given_answers(collected)
    assert (answers["zora", "gov-board"], answers["zora", "fin-books"]) == ("1", "not_applicable")


def test_dates_are_read_in_the_one_order_that_fits_or_not_at_all(folder: Path, small: Questionnaire) -> None:
    rivals = (TWO[0], Sent("zora", {"gov-board": "1"}, when="2024-06-02T08:30:00"))
    put(folder, "project.yaml", (folder / "project.yaml").read_text(encoding="utf-8") + "duplicates: latest\n")
    certain = read(folder, "a.csv", as_csv(exports.google(small, rivals, Shape())))  # 5/31 can only be month first
    assert given_answers(certain)["zora", "gov-board"] == "1"
    open_ = (Sent("zora", {"gov-board": "3"}, when="2024-03-04T10:00:00"), rivals[1])
    table = exports.google(small, open_, Shape())
    assert codes(read(folder, "a.csv", as_csv(table))) == ["sheet-twice-undated"]
    assert "dates-ambiguous" in codes(read(folder, "a.csv", as_csv(table)), "look at")
    declared = read(folder, "a.csv", as_csv(table), "files: [{file: a.csv, dates: month-first}]\n")
    assert given_answers(declared)["zora", "gov-board"] == "1"
    table[1][0], table[2][0] = "31/5/2024 10:00", "6/30/2024 10:00"
    (folder / "responses/y1/mapping.yaml").unlink()
    assert "dates-contradictory" in codes(read(folder, "a.csv", as_csv(table)))


def test_the_localised_headings_of_google_and_microsoft_are_known(folder: Path, small: Questionnaire) -> None:
    shape = Shape("labels", "labels", "bs")
    for stamp in ("Vremenska oznaka", "Временска ознака", "Vremenski žig"):
        collected = read(folder, "a.csv", as_csv(exports.google(small, TWO, shape, timestamp=stamp)))
        assert (codes(collected), given_answers(collected)) == ([], expected(TWO))
    collected = read(folder, "a.csv", as_csv(exports.microsoft(small, TWO, shape, local=True)))
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO))


def test_the_organization_comes_from_the_row_else_the_folder_else_mapping_yaml(
    folder: Path, small: Questionnaire
) -> None:
    table = table_of(small, sent=TWO[:1])
    place = column(table, "organization")
    named = as_csv(table)
    table[1][place] = ""
    collected = read(folder, "zora/a.csv", as_csv(table))
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO[:1]))
    (folder / "responses/y1/zora/a.csv").unlink()
    collected = read(folder, "a.csv", as_csv(table), "files: [{file: '*.csv', organization: zora}]\n")
    assert (codes(collected), given_answers(collected)) == ([], expected(TWO[:1]))
    (folder / "responses/y1/a.csv").unlink()
    assert "organization-contradiction" in codes(read(folder, "lasta/a.csv", named))


def test_a_mapping_that_cannot_be_is_said_at_its_line(folder: Path, small: Questionnaire) -> None:
    mapping = (
        "files:\n  - file: a.csv\n    columns: {Q: gov-bord, Nowhere: gov-board}\n    organization: nobody\n"
        "  - file: b.csv\n"
    )
    collected = read(folder, "a.csv", as_csv(table_of(small)), mapping)
    said = {(one.code, str(one.place)) for one in collected.findings if one.severity != "look at"}
    name = "responses/y1/mapping.yaml"
    assert {("id-unknown", f"{name}:3"), ("id-unknown", f"{name}:4"), ("mapping-file-unused", f"{name}:5")} <= said
    assert ("mapping-column-unused", "responses/y1/a.csv") in said
    assert codes(read(folder, "a.csv", as_csv(table_of(small)), "files: [{fil: a.csv}]\n"), "error") == [
        "yaml-key-unknown"
    ]


def test_comments_headed_alone_belong_to_the_item_before_them_where_each_has_one(
    folder: Path, small: Questionnaire
) -> None:
    table = table_of(small, Shape("labels", "labels"))
    table[0] = ["Comment" if name.endswith(" - comment") else name for name in table[0]]
    collected = read(folder, "a.csv", as_csv(table))
    assert codes(collected, "error", "warning") == []
    assert set(remarks(collected)) == {("zora", "gov-mission"), ("zora", "fin-books")}
    table[0][table[0].index("Comment")] = "Anything else"
    collected = read(folder, "a.csv", as_csv(table))
    assert remarks(collected) == {}
    assert "columns-unread" in codes(collected, "look at") or "columns-mostly-unread" in codes(collected)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_download_that_was_broken_off_is_said(folder: Path, small: Questionnaire, tool: str) -> None:
    content = as_csv(TOOLS[tool][1](small, TWO, Shape("labels", "labels")), quoted=True)
    assert set(codes(read(folder, "a.csv", content[:-30]), "error")) & {"csv-syntax", "row-length"}


def test_a_file_above_the_size_that_is_read_is_refused(
    folder: Path, small: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oca.folders.LIMITS", {".csv": 0.0005})
    assert codes(read(folder, "a.csv", as_csv(table_of(small, Shape("labels", "labels"))))) == ["file-too-large"]


def test_a_wide_table_may_be_headed_by_titles_in_either_script(folder: Path) -> None:
    rows = [
        ["Организација", "Управни одбор", "Misija", "fin-books", "Who pays?"],
        ["zora", "3", "2", "1", "4"],
    ]
    collected = read(folder, "a.csv", as_csv(rows))
    assert codes(collected) == []
    assert list(given_answers(collected).values()) == ["3", "2", "1", "4"]


def test_a_wide_table_may_be_headed_by_ids_with_underscores(folder: Path) -> None:
    rows = [
        ["organization", "gov_board", "gov-mission", "fin_books", "fin_books_comment"],
        ["zora", "3", "2", "1", "so"],
    ]
    collected = read(folder, "a.csv", as_csv(rows))
    assert (codes(collected), remarks(collected)) == ([], {("zora", "fin-books"): "so"})
    assert list(given_answers(collected).values()) == ["3", "2", "1", "missing"]


def test_a_misspelt_column_beside_labels_is_an_error(folder: Path) -> None:
    rows = [["organization", "Does the board meet?", "Does the bord meet"], ["zora", "3", "2"]]
    assert codes(read(folder, "a.csv", as_csv(rows))) == ["column-unknown"]


def test_declared_values_and_names_hold_for_tidy_tables_too(folder: Path) -> None:
    mapping = "files: [{file: a.csv, values: {so-so: '2'}, organizations: {Our Dawn: zora}}]"
    collected = read(folder, "a.csv", "organization,item,answer\nOur Dawn,gov-board,so-so\n", mapping)
    assert codes(collected) == []
    assert given_answers(collected)["zora", "gov-board"] == "2"


def test_what_is_no_table_at_all_is_said_without_a_traceback(folder: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("form.csv", "KEY,SubmissionDate")
        archive.writestr("form-members.csv", "PARENT_KEY")
    assert codes(read(folder, "export.csv.zip", packed.getvalue())) == ["file-format"]


@settings(max_examples=25)
@given(st.binary(max_size=300))
def test_rubbish_in_the_shape_of_an_export_never_ends_in_a_traceback(rubbish: bytes) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = small_project(Path(temporary) / "project")
        collected = read(folder, "a.csv", b"_id,_uuid,_submission_time,organization,gov_board\n1,2,3,zora," + rubbish)
        assert collected.findings


def test_the_reason_for_n_a_and_the_evidence_have_columns_of_their_own(folder: Path) -> None:
    rows = [
        [
            "_id",
            "_submission_time",
            "organization",
            "score_type",
            "respondent",
            "role",
            "governance/gov_board",
            "governance/gov_board_comment",
            "governance/gov_board_na_reason",
            "governance/gov_board_evidence",
        ],
        ["1", "2024-05-31T10:00:00", "zora", "individual", "r1", "staff", "na", "", "No board yet.", "Statute"],
        ["2", "2024-05-31T10:00:00", "zora", "individual", "r2", "board", "l2_0", "Soon.", "", ""],
    ]
    collected = read(folder, "a.csv", as_csv(rows))
    assert codes(collected) == []
    board = collected.responses[collected.responses["item"] == "gov-board"]
    assert board["comment"].tolist() == ["No board yet.", "Soon."]
    assert board["evidence"].tolist() == ["Statute", ""]
    assert board["role"].tolist() == ["staff", "board"]
    assert board["status"].tolist() == ["not_applicable", "answered"]


def test_an_item_of_another_version_is_named_as_such(folder: Path, small: Questionnaire) -> None:
    add_second_version(folder)
    table = exports.kobo(read_small(folder)[1]["small/2"], TWO[:1], Shape())
    table[1][table[0].index("fin_income")] = "l1"
    (refused,) = [one for one in read(folder, "a.csv", as_csv(table)).findings if one.severity == "error"]
    assert refused.code == "item-unknown"
    assert "It is an item of small/2." in refused.hint


def test_an_answer_that_holds_commas_or_several_options_is_never_split(folder: Path, small: Questionnaire) -> None:
    words = folder / "questionnaires/small/1.en.yaml"
    text = words.read_text(encoding="utf-8").replace('3": Books every month.', '3": "Books, every month"')
    words.write_text(text, encoding="utf-8")
    form = read_small(folder)[1]["small/1"]
    sent = (Sent("zora", {"gov-board": "3", "fin-books": "3"}),)
    table = exports.google(form, sent, Shape("labels", "labels"))
    assert given_answers(read(folder, "a.csv", as_csv(table)))["zora", "fin-books"] == "3"
    table[1][table[0].index("Are books kept?")] = "Books, every month, Books once a year."
    assert codes(read(folder, "a.csv", as_csv(table))) == ["answer-not-a-level"]


def test_names_that_a_form_builder_cut_in_the_middle_are_found_and_two_that_fit_are_named(folder: Path) -> None:
    words = folder / "questionnaires/small/1.en.yaml"
    long = "Does the board meet often enough to decide on all that matters?"
    text = words.read_text(encoding="utf-8").replace("Does the board meet?", long)
    words.write_text(text, encoding="utf-8")
    cut = "Does_the_board_meet_" + "ide_on_all_that_matters"[-20:]
    rows = [
        ["_id", "_submission_time", "organization", cut, "fin_books"],
        ["1", "2024-05-31T10:00:00", "zora", "2", "1"],
    ]
    collected = read(folder, "a.csv", as_csv(rows))
    assert (codes(collected), given_answers(collected)["zora", "gov-board"]) == ([], "2")
    twin = long.replace("to decide on", "to speak of and decide on")
    words.write_text(text.replace("Is there a mission?", twin), encoding="utf-8")
    (refused,) = [one for one in read(folder, "a.csv", as_csv(rows)).findings if one.severity == "error"]
    assert refused.code == "columns-ambiguous"
    assert "gov-board and gov-mission" in refused.message


def test_a_workbook_of_microsoft_forms_has_real_dates_and_messages_name_its_cells(
    folder: Path, small: Questionnaire
) -> None:
    put(folder, "project.yaml", (folder / "project.yaml").read_text(encoding="utf-8") + "duplicates: latest\n")
    sent = (Sent("zora", {"gov-board": "3", "fin-books": "2"}), Sent("zora", {"gov-board": "1", "fin-books": "4"}))
    shape = Shape("labels", "numbers")
    rows: list[list[Any]] = [list(row) for row in exports.microsoft(small, sent, shape)]
    for number, row in enumerate(rows[1:], 1):
        row[1] = row[2] = datetime.datetime(2024, 5, number, 10, 0)
    books = rows[0].index("Are books kept?")
    rows[2][books] = "Cesto;"
    (refused,) = [
        one for one in read(folder, "a.xlsx", as_workbook({"Form1": rows})).findings if one.severity == "error"
    ]
    assert (refused.code, str(refused.place)) == ("answer-not-a-level", "responses/y1/a.xlsx, sheet Form1, K3")
    rows[2][books] = "4;"
    assert given_answers(read(folder, "a.xlsx", as_workbook({"Form1": rows})))["zora", "fin-books"] == "4"


def test_the_scores_are_those_of_the_same_answers_in_a_tidy_table(tmp_path: Path) -> None:
    scores = []
    for name in ("tidy", "survey"):
        folder = small_project(tmp_path / name)
        form = read_small(folder)[1]["small/1"]
        if name == "survey":
            put(folder, "responses/y1/a.csv", as_csv(exports.kobo(form, TWO, Shape("mixed", "labels", "bs"))))
        else:
            rows = [
                [one.organization, item, answer, one.comments.get(item, "")]
                for one in TWO
                for item, answer in one.answers.items()
            ]
            put(folder, "responses/y1/a.csv", as_csv([["organization", "item", "answer", "comment"], *rows]))
        scores.append(assess(folder).scores)
    pd.testing.assert_frame_equal(*scores)


@pytest.mark.parametrize("heading", ["Books and/or receipts?", "Financial management/Books and/or receipts?"])
def test_a_label_may_hold_the_sign_that_separates_groups(folder: Path, heading: str) -> None:
    words = folder / "questionnaires/small/1.en.yaml"
    words.write_text(
        words.read_text(encoding="utf-8").replace("Are books kept?", "Books and/or receipts?"), encoding="utf-8"
    )
    rows = [["_id", "_submission_time", "organization", heading], ["1", "2024-05-31T10:00:00", "zora", "2"]]
    assert given_answers(read(folder, "a.csv", as_csv(rows)))["zora", "fin-books"] == "2"


@pytest.mark.parametrize(
    ("typed", "order", "read_as"),
    [
        ("31.5.2024. 10:05:00", "day-first", "2024-05-31T10:05:00"),
        ("5/6/2024 1:05:09 PM", "month-first", "2024-05-06T13:05:09"),
        ("5/6/2024 12:00 am", "day-first", "2024-06-05T00:00:00"),
        ("2024/05/31 12:30:00 PM GMT+2", None, "2024-05-31T12:30:00+02:00"),
        ("2024-05-31 10:00:00", None, "2024-05-31T10:00:00"),
        ("5/6/2024", None, "5/6/2024"),
        ("31/31/2024", "day-first", "31/31/2024"),
        ("yesterday", "day-first", "yesterday"),
    ],
)
def test_dates_are_read_as_they_were_written(typed: str, order: Order | None, read_as: str) -> None:
    assert iso(typed, order) == read_as


def test_dates_between_points_are_day_first() -> None:
    assert order_of(["5.6.2024", "7.8.2024"]) == "day-first"
    assert order_of(["5/6/2024", "7/8/2024"]) is None
    with pytest.raises(DatesContradictError):
        order_of(["13/6/2024", "6/13/2024"])


@pytest.mark.parametrize(("others", "code"), [(4, "columns-mostly-unread"), (5, "export-of-another-form")])
def test_one_item_in_six_columns_is_another_form_and_one_in_five_a_warning(
    folder: Path, others: int, code: str
) -> None:
    head = ["_id", "_submission_time", "organization", "gov_board", *(f"Colour {n}" for n in range(others))]
    row = ["1", "2024-05-31T10:00:00", "zora", "3", *["blue"] * others]
    assert codes(read(folder, "a.csv", as_csv([head, row]))) == [code]


def test_an_item_of_which_a_group_has_a_column_too_is_read_though_its_answers_look_like_ticks(folder: Path) -> None:
    table = "organization,governance,governance/gov-board,governance/gov-mission,fin-books,fin-donors\n"
    collected = read(
        folder, "a.csv", table + "zora,seen,1,1,3,4\nlasta,,1,,2,2\n", "files: [{file: a.csv, kind: wide}]"
    )
    assert codes(collected) == []
    answers = given_answers(collected)
    assert [answers["zora", item] for item in ITEMS] == ["1", "1", "3", "4"]
    assert answers["lasta", "gov-board"] == "1"


def test_an_option_that_is_called_as_an_item_is_no_answer_where_the_question_names_it_with_each_tick(
    folder: Path,
) -> None:
    table = "organization,Bodies,Bodies/Board,gov-mission,fin-books,fin-donors\n"
    mapping = "files: [{file: a.csv, kind: wide}]"
    named = read(folder, "a.csv", table + "zora,Board Assembly,1,2,3,4\nlasta,Assembly,0,2,2,2\n", mapping)
    assert given_answers(named)["zora", "gov-board"] == "missing"
    unnamed = read(folder, "a.csv", table + "zora,seen,1,2,3,4\nlasta,seen,1,2,2,2\n", mapping)
    assert given_answers(unnamed)["zora", "gov-board"] == "1"


def test_an_export_of_limesurvey_without_the_date_of_sending_is_one_error(folder: Path) -> None:
    table = f"id,lastpage,organization,{','.join(ITEMS)}\n1,3,zora,1,2,3,4\n2,3,lasta,1,2,3,4\n"
    collected = read(folder, "a.csv", table, "files: [{file: a.csv, kind: limesurvey}]")
    (one,) = [one for one in collected.findings if one.severity != "look at"]
    assert (one.code, one.severity, one.place.row) == ("column-missing", "error", 1)
    assert one.message == "There is no column submitdate."
