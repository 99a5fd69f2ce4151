"""oca check --explain FILE: what a file was taken for, what each column is, and a mapping to fill in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from oca.cli import main
from oca.cli.interpretation import told
from oca.collection.interpretation import draft_mapping, receive
from oca.collection.pseudonyms import make_key
from oca.yamlfile import parse
from tests import exports
from tests.exports import Sent, Shape, as_csv
from tests.small import put, read_small, small_project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a project with an export in which four things must be decided by a person."""
    folder = small_project(tmp_path / "project")
    form = read_small(folder)[1]["small/1"]
    table = exports.google(
        form, [Sent('Our "Dawn"', {"gov-board": "3"}, when="2024-03-04T10:00:00")], Shape("labels", "labels")
    )
    table[1][table[0].index("Are books kept?")] = "Sometimes: yes"
    put(folder, "responses/y1/a.csv", as_csv([[*table[0], "Anything else?"], [*table[1], "No"]]))
    return folder


def test_the_draft_names_what_a_person_must_decide_and_is_a_mapping_once_filled_in(folder: Path) -> None:
    project, questionnaires = read_small(folder)
    path = folder / "responses/y1/a.csv"
    draft = draft_mapping(receive(project, questionnaires, path))
    (entry,) = parse(draft, "mapping.yaml").data["files"]
    assert list(entry["columns"]) == ["Anything else?"]
    assert list(entry["values"]) == ["Sometimes: yes"]
    assert list(entry["organizations"]) == ['Our "Dawn"']
    assert "dates" in entry
    filled = (
        draft.replace('Anything else?":', 'Anything else?": role')
        .replace('Sometimes: yes":', 'Sometimes: yes": "2"')
        .replace('Dawn\\"":', 'Dawn\\"": zora')
        .replace("dates:", "dates: month-first")
    )
    put(folder, "responses/y1/mapping.yaml", filled)
    understood = receive(project, questionnaires, path)
    assert [one for one in understood.findings if one.severity != "look at"] == []
    assert draft_mapping(understood) == ""


def test_the_command_prints_the_kind_each_column_and_the_draft_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["oca", "check", "-p", str(folder), "--explain", "responses/y1/a.csv"])
    with pytest.raises(SystemExit) as stopped:
        main()
    printed = capsys.readouterr().out
    assert stopped.value.code == 3
    assert "responses/y1/a.csv: read as Google Forms." in printed
    line = next(line for line in printed.splitlines() if line.strip().startswith("Does the board meet?  "))
    assert line.split()[-2:] == ["gov-board", "label"]
    assert "To decide, in responses/y1/mapping.yaml:" in printed
    assert sorted(path.name for path in (folder / "responses/y1").iterdir()) == ["a.csv"]


@pytest.mark.parametrize("name", ["nowhere.csv", "project.yaml"])
def test_a_file_that_is_in_no_period_is_refused_in_words(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["oca", "check", "-p", str(folder), "--explain", name])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert name in capsys.readouterr().err


def test_a_file_that_nothing_recognises_gets_a_draft_too(folder: Path) -> None:
    put(folder, "responses/y1/b.csv", "a,b\n1,2\n")
    understood = receive(*read_small(folder), folder / "responses/y1/b.csv")
    assert understood.raw is None
    assert "KoboToolbox" in understood.findings[0].hint
    assert "kind:  # one of kobotoolbox, odk" in draft_mapping(understood)


def told_of(folder: Path, name: str) -> list[str]:
    return list(told(receive(*read_small(folder), folder / "responses/y1" / name)))


def test_what_is_told_names_separators_values_and_the_rows_of_each_score_type(folder: Path) -> None:
    rows = [
        [
            "id",
            "submitdate",
            "lastpage",
            "seed",
            "organization",
            "kind. Kind of assessment",
            "respondent",
            "A > Q1[board]",
            "A > Q1[mission]",
            "Q2",
        ],
        ["1", "2024-05-31 10:00", "1", "7", "zora", "individual", "", "A1", "A2", "so"],
        ["2", "2024-05-31 10:00", "1", "8", "zora", "", "r2", "A1", "A2", "so"],
        ["3", "2024-05-31 10:00", "1", "9", "zora", "consensus", "", "A1", "A2", "so"],
    ]
    put(folder, "responses/y1/b.csv", as_csv(rows))
    mapping = (
        "files:\n  - file: b.csv\n    separator: ' > '\n    values: {so: 2, often: 4}\n"
        "    columns: {'A > Q1[board]': gov-board, 'A > Q1[mission]': gov-mission, Q2: fin-books}\n"
        "    values_by_column: {'*Q1[*': {A1: 1, A2: blank}}\n"
    )
    put(folder, "responses/y1/mapping.yaml", mapping)
    lines = told_of(folder, "b.csv")
    assert lines[:9] == [
        "responses/y1/b.csv: read as LimeSurvey.",
        "Recognised by: LimeSurvey: the columns id, submitdate and lastpage, startlanguage or seed.",
        "3 sheets of answers came of it.",
        "  individual: 2, rows 2, 3; 1 without a respondent, each read as a person of its own",
        "  consensus: 1, rows 4",
        "Between a group and a question were looked for: ' > ', '/'.",
        "values_by_column, '*Q1[*': A1 = 1, A2 = blank; in 'A > Q1[board]', 'A > Q1[mission]'.",
        "values: so = 2, often = 4; in 'Q2'.",
        "",
    ]


def test_what_is_told_says_what_stands_for_no_answer_and_behind_which_separator_a_question_was_found(
    folder: Path,
) -> None:
    form = read_small(folder)[1]["small/1"]
    table = exports.kobo_legacy(form, [Sent("zora", {"gov-board": "3"})], Shape("labels", "labels"))
    table[0] = [f"Part one | {name}" if name.endswith("?") else name for name in table[0]]
    put(folder, "responses/y1/b.csv", as_csv(table))
    lines = told_of(folder, "b.csv")
    assert "n/a stands for no answer." in lines
    (board,) = [line for line in lines if line.strip().startswith("Part one | Does the board meet?  ")]
    assert board.endswith("label behind a group, after ' | '")


def test_a_file_that_names_people_is_explained_with_the_projects_key(folder: Path) -> None:
    put(folder, "responses/y1/b.csv", "organization,respondent,item,answer\nzora,Amra Amric,gov-board,3\n")
    make_key(folder)
    understood = receive(*read_small(folder), folder / "responses/y1/b.csv")
    assert [one.code for one in understood.findings if one.severity == "error"] == []
    assert understood.kinds == ("individual: 1",)
