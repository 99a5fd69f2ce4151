"""What mapping.yaml says that answers stand for: an offered entry works, and what is no answer is said there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.checking import errors_of_check, said_by_check
from tests.small import put, small_project

WIDE = "organization,gov-board,gov-mission,fin-books,fin-donors\n"
MAPPING = "responses/y1/mapping.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def offered(folder: Path) -> str:
    """Return the entry that `oca check` offers, with a 2 for each gap."""
    hints = [line for line in said_by_check(folder, "answer-not-a-level") if "mapping.yaml" in line]
    assert len(hints) == 1, "it is offered once for a file"
    found = re.search(r"mapping\.yaml(?:, [^:]*)?: (.*) \[answer-not-a-level\]$", hints[0])
    assert found
    return found[1].replace("LEVEL", "2")


def test_the_entry_that_is_offered_for_a_new_file_works_as_it_stands(folder: Path) -> None:
    put(folder, "responses/y1/a [1].csv", f'{WIDE}zora,often,"so ""so""",3: maybe,2\nlasta,1,often,3,4\n')
    put(folder, MAPPING, offered(folder))
    assert errors_of_check(folder) == []


def test_the_entry_that_is_offered_beside_others_works_among_them(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"{WIDE}zora,often,1,seldom,2\n")
    put(folder, "responses/y1/b.csv", f"{WIDE}lasta,1,2,2,2\n")
    put(folder, MAPPING, "files:\n- file: b.csv\n  values: {other: 1}\n")
    line = next(line for line in said_by_check(folder, "answer-not-a-level") if "mapping.yaml" in line)
    assert f"in {MAPPING}, as one more entry under files: - {{file: " in line
    put(folder, MAPPING, f"files:\n- file: b.csv\n  values: {{other: 1}}\n{offered(folder)}\n")
    assert errors_of_check(folder) == []


def test_where_the_file_has_an_entry_the_values_for_it_are_offered(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"{WIDE}zora,often,1,2,2\n")
    put(folder, MAPPING, "files:\n- file: '*.csv'\n  values: {other: 1}\n")
    (line,) = said_by_check(folder, "answer-not-a-level")
    assert f'in {MAPPING}, under values of the entry for *.csv: {{"often": LEVEL}}' in line


def test_a_value_that_is_no_answer_is_said_in_the_mapping_and_not_in_the_answers(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"{WIDE}zora,often,1,seldom,2\n")
    put(folder, MAPPING, "files:\n- file: a.csv\n  values:\n    often: 6\n    seldom: LEVEL\n    never: blank\n")
    often, seldom = said_by_check(folder)[:2]
    assert often.startswith(f"{MAPPING}:4: error: 'often' stands for '6' in the entry for a.csv, which is no answer")
    assert seldom.startswith(f"{MAPPING}:5: error: 'seldom' stands for 'LEVEL'")
    assert errors_of_check(folder) == ["mapping-value", "mapping-value"]


def test_a_value_by_column_that_is_no_answer_is_said_with_its_line(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"{WIDE}zora,often,1,2,2\n")
    put(folder, MAPPING, 'files:\n- file: a.csv\n  values_by_column:\n    "gov*":\n      often: 9\n')
    assert [line.split(":")[1] for line in said_by_check(folder, "mapping-value")] == ["5"]
    assert errors_of_check(folder) == ["mapping-value"]


@pytest.mark.parametrize("meant", ["2", "N/A", "ne znam", "blank", "Established", "Books every month."])
def test_a_level_a_state_or_blank_is_an_answer(folder: Path, meant: str) -> None:
    put(folder, "responses/y1/a.csv", f"{WIDE}zora,1,1,often,2\n")
    put(folder, MAPPING, f"files:\n- file: a.csv\n  values: {{often: {meant}}}\n")
    assert errors_of_check(folder) == []


LIMESURVEY = "id,submitdate,lastpage,startlanguage,seed,organization,"
SENT = "1,2024-05-31 10:00:00,2,en,1,zora,"


@pytest.mark.parametrize(
    ("headings", "row", "entry"),
    [
        (
            "Q1[gov-board],Q1[gov-mission],Q2[fin-books],Q2[fin-donors]",
            "A2,A3,A2,A2",
            '{"Q1[*": {"A2": LEVEL, "A3": LEVEL}, "Q2[*": {"A2": LEVEL}}',
        ),
        ("gov-board,gov-mission,fin-books,fin-donors", "A1,2,2,A1", '{"gov-board": {"A1": LEVEL}, "fin-donors": '),
    ],
)
def test_of_limesurvey_the_codes_of_each_question_are_offered_by_themselves(
    folder: Path, headings: str, row: str, entry: str
) -> None:
    """A2 is the first step of one grid and the second of another, so that no value can hold for the whole file."""
    put(folder, "responses/y1/a.csv", f"{LIMESURVEY}{headings}\n{SENT}{row}\n")
    (line, *_) = (one for one in said_by_check(folder, "answer-not-a-level") if "mapping.yaml" in one)
    assert f'in a new file {MAPPING}: files: [{{file: "a.csv", values_by_column: {entry}' in line
    put(folder, MAPPING, offered(folder))
    assert errors_of_check(folder) == []


def test_where_an_export_of_limesurvey_has_an_entry_the_values_by_column_for_it_are_offered(folder: Path) -> None:
    headings = "Q1[gov-board],Q1[gov-mission],Q2[fin-books],Q2[fin-donors]"
    put(folder, "responses/y1/a.csv", f"{LIMESURVEY}{headings}\n{SENT}A2,A3,2,2\n")
    put(folder, MAPPING, 'files:\n- file: "*.csv"\n  dates: day-first\n')
    line = next(one for one in said_by_check(folder, "answer-not-a-level") if "mapping.yaml" in one)
    assert f'in {MAPPING}, under values_by_column of the entry for *.csv: {{"Q1[*": {{"A2": LEVEL, "A3"' in line


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("'\"*.csv\"'", 'Write file: "*.csv"'),
        ("“*.csv”", 'Write file: "*.csv"'),
        ("responses/y1/*.csv", 'Write file: "*.csv"'),
        ("responses/y1/answers.csv", 'Write file: "answers.csv"'),
        ("./answers.csv", 'Write file: "answers.csv"'),
        ("anwsers.csv", "Did you mean answers.csv?"),
        ("zora.xlsx", "No file fits zora.xlsx. Correct the pattern"),
    ],
)
def test_a_pattern_that_no_file_fits_is_said_with_what_was_meant(folder: Path, pattern: str, meant: str) -> None:
    put(folder, "responses/y1/answers.csv", f"{WIDE}zora,1,1,2,2\n")
    put(folder, MAPPING, f"files:\n- file: {pattern}\n")
    (line,) = said_by_check(folder, "mapping-file-unused")
    assert meant in line


@pytest.mark.parametrize(
    ("entry", "line"),
    [("- file: *.csv", 2), ("- {file: *.csv, dates: day-first}", 2), ("- file: a.csv\n  ignore: *_comment", 3)],
)
def test_a_star_that_begins_a_text_needs_quotation_marks_and_that_is_said(folder: Path, entry: str, line: int) -> None:
    put(folder, MAPPING, f"files:\n{entry}\n")
    (said,) = said_by_check(folder)[:1]
    assert said.startswith(f"{MAPPING}:{line}: error: ")
    assert "needs quotation marks" in said
