"""What differs between two versions is said word by word, and what it does to comparing years in one line."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from oca.assessment import assess
from oca.authoring.differences import comparability, difference
from oca.authoring.wording import marked, word_difference
from oca.cli import main
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.reporting.tables.writing import write_tables
from tests.making import questionnaire
from tests.small import ENGLISH, add_second_version, put, small_project


def changes(earlier: Questionnaire, later: Questionnaire) -> dict[str, tuple[object, ...]]:
    """Return what became of each item: was, relation, whether it compares, moved, rescaled."""
    found = difference(earlier, later, {later.ref: later, earlier.ref: earlier})
    return {
        one.item or one.was[0]: (one.was, one.relation, one.compares, one.moved, one.rescaled) for one in found.items
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("same", "same", "same"),
        ("", "new text", "{+new text+}"),
        ("old text", "", "[-old text-]"),
        ("The board meets once a year.", "The board meets twice a year.", "The board meets [-once -]{+twice +}a year."),
        ("Wholly other words here", "Nothing in common", "[-Wholly other words here-]{+Nothing in common+}"),
    ],
)
def test_texts_are_compared_word_by_word_unless_they_have_little_in_common(
    before: str, after: str, expected: str
) -> None:
    assert marked(before, after) == expected
    pieces = list(word_difference(before, after))
    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "old") == after


def test_each_kind_of_difference_is_told_apart() -> None:
    """Items a to e; b moves to another dimension, c changes places with d, e goes, f is new, d is asked more widely."""
    earlier = questionnaire({"one": ["a", "b", "c", "d"], "two": ["e"]})
    mapping = {
        "from": "1",
        "equal": ["a", "b", "c"],
        "changed": [
            {"item": "d", "relation": "wider", "was": ["d"], "reason": "More."},
            {"item": "f", "relation": "new", "reason": "Lacked."},
            {"relation": "dropped", "was": ["e"], "reason": "Told nobody apart."},
        ],
    }
    later = questionnaire({"one": ["a", "d", "c"], "two": ["b", "f"]}, version="2", mapping=mapping)
    found = changes(earlier, later)
    assert found["a"] == (("a",), "equal", True, "", "")
    assert found["b"] == (("b",), "equal", True, "from one to two", "")
    assert {found["c"][3], found["d"][3]} == {"", "in its order"}
    assert found["d"][:3] == (("d",), "wider", False)
    assert found["f"] == ((), "new", False, "", "")
    assert found["e"] == (("e",), "dropped", False, "", "")
    line = comparability(difference(earlier, later, {later.ref: later}))
    assert line == "3 of 5 items compare; one 2 of 3, two 1 of 2."


def test_over_two_versions_the_mappings_are_followed() -> None:
    first = questionnaire({"one": ["a", "b"]})
    second = questionnaire({"one": ["a", "b"]}, version="2", mapping={"from": "1", "equal": ["a", "b"]})
    changed = [{"item": "c", "relation": "equivalent", "was": ["b"], "reason": "Plainer."}]
    third = questionnaire({"one": ["a", "c"]}, version="3", mapping={"from": "2", "equal": ["a"], "changed": changed})
    known = {one.ref: one for one in (first, second, third)}
    assert comparability(difference(first, third, known)) == "2 of 2 items compare."
    assert comparability(difference(third, first, known)).startswith("No mapping leads from small/1 to small/3")


def test_a_change_of_scale_is_said_for_the_whole_and_for_items() -> None:
    earlier = questionnaire({"one": ["a"]})
    later = questionnaire({"one": ["a"]}, version="2", levels=(1, 2, 3), mapping={"from": "1", "equal": ["a"]})
    found = difference(earlier, later, {later.ref: later})
    assert found.scale == ("levels: 1, 2, 3, 4 became 1, 2, 3",)
    assert found.items[0].rescaled == "from 1, 2, 3, 4 to 1, 2, 3"


def test_the_shipped_versions_compare_in_44_of_60_items() -> None:
    """Counted in the mapping of cssp-oca/2: 41 equal and 3 equivalent items."""
    earlier, later = load_questionnaire("cssp-oca/1"), load_questionnaire("cssp-oca/2")
    found = difference(earlier, later, {later.ref: later})
    mapping = later.structure.mapping
    assert mapping is not None
    assert len(mapping.equal) + sum(one.relation == "equivalent" for one in mapping.changed) == 44
    assert comparability(found).startswith("44 of 60 items compare; governance 5 of 6, ")
    assert not difference(later, later, {later.ref: later})


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["oca", "questionnaire", *map(str, arguments)])
    try:
        main()
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def test_the_command_shows_words_reasons_and_what_compares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = add_second_version(small_project(tmp_path))
    second = ENGLISH.replace("fin-donors", "fin-income").replace("and own income", "and income of your own")
    put(folder, "questionnaires/small/2.en.yaml", second)
    assert run(monkeypatch, "diff", "small/1", "small/2", "-p", folder) == 0
    out = capsys.readouterr().out
    assert "~ fin-income (was fin-donors): equivalent\n    Plainer word.\n" in out
    assert "    text for level 4: Donors and [-own income.-]{+income of your own.+}\n" in out
    assert out.splitlines()[-1] == "4 of 4 items compare."
    assert "\x1b" not in out
    assert run(monkeypatch, "diff", "small/1", "small/2", "-p", folder, "--json") == 0
    assert json.loads(capsys.readouterr().out)["comparability"] == "4 of 4 items compare."
    files = [folder / "questionnaires" / "small" / name for name in ("1.yaml", "2.yaml")]
    assert run(monkeypatch, "diff", *files, "-p", folder) == 0
    assert capsys.readouterr().out == out
    assert run(monkeypatch, "diff", "small/1", "small/1", "-p", folder) == 0
    assert "Nothing differs." in capsys.readouterr().out


def test_the_written_tables_say_which_text_stands_behind_the_scores(tmp_path: Path) -> None:
    folder = add_second_version(small_project(tmp_path))
    put(folder, "responses/y2/a.csv", "organization,item,answer\nzora,gov-board,2\n")
    assessment = assess(folder)
    write_tables(assessment, tmp_path / "out")
    with (tmp_path / "out" / "questionnaires.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["questionnaire"]: row for row in csv.DictReader(file)}
    assert {ref: (row["checksum"], row["periods"], row["items"]) for ref, row in rows.items()} == {
        "small/1": (load_questionnaire("small/1", folder).checksum, "y1", "4"),
        "small/2": (load_questionnaire("small/2", folder).checksum, "y2", "4"),
    }
