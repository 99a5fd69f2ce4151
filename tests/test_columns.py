"""What a column is about: every way in which a survey tool heads it, and the ways that must not pass for an item."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.collection.columns import Columns, slug
from tests.small import read_small, small_project


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Columns:
    return Columns(read_small(small_project(tmp_path_factory.mktemp("small") / "project"))[1]["small/1"])


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("gov-board", "gov-board"),
        ("GOV_BOARD", "gov-board"),
        ("govboard", "gov-board"),
        ("governance/gov_board", "gov-board"),
        ("a/b/c/gov-board", "gov-board"),
        ("governance-gov_board", "gov-board"),
        ("governance_gov_board", "gov-board"),
        ("Q1[govboard]", "gov-board"),
        ("Board", "gov-board"),
        ("Does the board meet?", "gov-board"),
        ("  does the board  meet ", "gov-board"),
        ("**Does the board meet?**", "gov-board"),
        ("<b>Does the board meet?</b>", "gov-board"),
        ("Board: Does the board meet?", "gov-board"),
        ("Board\nDoes the board meet?", "gov-board"),
        ("Sastaje li se odbor?", "gov-board"),
        ("Састаје ли се одбор?", "gov-board"),
        ("Управни одбор", "gov-board"),
        ("12. Does the board meet?", "gov-board"),
        ("1.2 Does the board meet?", "gov-board"),
        ("G01Q01. Does the board meet?", "gov-board"),
        ("Q1[SQ001]. Does the board meet?", "gov-board"),
        ("govboard. Something else", "gov-board"),
        ("Rate each [Does the board meet?]", "gov-board"),
        ("Rate:\n(tick one) [Does the board meet?]", "gov-board"),
        ("Rate:\r\n\r\n[one] [Does the\nboard meet?] ", "gov-board"),
        ("Rate [all] of these [12. Does the board meet?]", "gov-board"),
        ("Governance / Does the board meet?", "gov-board"),
        ("Upravljanje i legitimitet - Sastaje li se odbor?", "gov-board"),
        ("Does_the_board_meet", "gov-board"),
        ("group_xy12/Does_the_board_meet", "gov-board"),
        ("gov-board:comment", "gov-board:comment"),
        ("gov_board_comment", "gov-board:comment"),
        ("governance/gov_board_evidence", "gov-board:evidence"),
        ("gov_board_na_reason", "gov-board:na_reason"),
        ("govboard[comment]", "gov-board:comment"),
        ("Does the board meet? [Comment]", "gov-board:comment"),
        ("Does the board meet? - comment", "gov-board:comment"),
        ("Sastaje li se odbor? – komentar", "gov-board:comment"),
        ("Does the board meet? (evidence)", "gov-board:evidence"),
        ("Comment: Does the board meet?", "gov-board:comment"),
        ("Komentar: Sastaje li se odbor?", "gov-board:comment"),
        ("Comment on Does the board meet?", "gov-board:comment"),
        ("organization", "organization"),
        ("start/organization", "organization"),
        ("Naziv organizacije", "organization"),
        ("Назив организације", "organization"),
        ("overall-score_type", "score_type"),
        ("Respondent", "respondent"),
        ("G01Q02. respondent", "respondent"),
        ("orgname. Name of the organization", "organization"),
    ],
)
def test_a_heading_is_matched(columns: Columns, heading: str, target: str) -> None:
    found = columns.find(heading, ("/",))
    assert found is not None
    assert found.target == target


@pytest.mark.parametrize(
    "heading",
    [
        "",
        " ",
        "?",
        "Comment",
        "Name of the chair of the Board",
        "Boards",
        "gov",
        "board_meets",
        "Does the board meet often?",
        "Does the board meet? And when?",
        "Notes on the board",
        "12.",
        "meet",
        "Does_the_board",
        "[]",
        "start",
        "Email",
        "Rate [Board",
        "Rate [Board] now",
        "Rate [Board [x]]",
        "]",
        "[[]",
    ],
)
def test_what_only_resembles_an_item_is_not_one(columns: Columns, heading: str) -> None:
    assert columns.find(heading, ("/",)) is None


@pytest.mark.parametrize("heading", ["Sub- organization", "Sub -organization", "Non-Board"])
def test_a_separator_with_blanks_separates_only_where_both_stand(columns: Columns, heading: str) -> None:
    assert columns.find(heading, (" - ",)) is None
    assert columns.find("A  –  organization", (" - ",)) is not None


@given(st.text(max_size=40))
def test_any_heading_at_all_is_matched_or_not_without_a_fault(heading: str) -> None:
    found = _small().find(heading, ("/", "-"))
    assert found is None or found.targets


def test_a_label_in_cyrillic_makes_no_name_that_an_empty_heading_could_pass_for(tmp_path: Path) -> None:
    words = small_project(tmp_path / "project") / "questionnaires/small/1.bs.yaml"
    text = words.read_text(encoding="utf-8").replace("Sastaje li se odbor?", "Састаје ли се одбор?")
    words.write_text(text, encoding="utf-8")
    columns = Columns(read_small(tmp_path / "project")[1]["small/1"])
    assert slug("Састаје ли се одбор?") == ""
    assert columns.find("", ("/",)) is None
    assert columns.find("group/", ("/",)) is None


def _small(made: list[Columns] = []) -> Columns:  # noqa: B006 - made once for all examples
    if not made:
        import tempfile

        with tempfile.TemporaryDirectory() as temporary:
            made.append(Columns(read_small(small_project(Path(temporary) / "project"))[1]["small/1"]))
    return made[0]


@pytest.mark.parametrize(
    "heading", ["[" * 100_000, "[" * 99_999 + "]", "a" + "1" * 99_999, "- " * 50_000, "<a" * 50_000]
)
def test_a_heading_of_the_length_of_a_book_is_no_question_and_takes_no_time(columns: Columns, heading: str) -> None:
    assert columns.find(heading) is None


def test_a_heading_may_be_as_long_as_a_long_question(columns: Columns) -> None:
    heading = f"{'Consider the last twelve months. ' * 55}[Does the board meet?]"
    found = columns.find(heading)
    assert found is not None
    assert found.target == "gov-board"
