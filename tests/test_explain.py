"""What the commands say about how a score came about and how a scheme works."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from oca.assessment import assess
from oca.cli import main
from oca.cli.explain import explained
from oca.errors import UsageError
from oca.reporting.comparison import write_comparison
from oca.reporting.text.scheme_text import explained_scheme
from tests.printed import answered
from tests.small import SCHEME, put, small_project


def test_a_score_is_explained_down_to_the_cells(tmp_path: Path) -> None:
    made = answered(tmp_path, y2=[("zora", (3, 4, 2, "don't know"))], comments={"gov-board": "Met in May."})
    lines = list(explained(made, "zora", "y2", "overall"))
    assert lines[0] == "zora, y2: questionnaire small/1, scheme small-mean, consensus answers"
    made_of, held = lines[1].split("; 3.5 by the rule, but ")
    assert made_of == "overall: no score = the mean of 1 of 2 dimensions; 3 of 4 items answered"
    assert held == "too few answers for a score"
    assert "  governance (Governance and legitimacy): 3.5 = the mean of 2 items; 2 of 2 items answered" in lines
    assert "      3 | responses/y2/answers.csv, row 2, column answer | comment: Met in May." in lines
    assert any("don't know: counts as unanswered" in line for line in lines)


def test_respondents_are_shown_by_code_and_role(tmp_path: Path) -> None:
    made = answered(tmp_path, y2=[("zora", (1, 1, 1, 1)), ("zora", (2, 1, 1, 1))], individual=True)
    lines = list(explained(made, "zora", "y2", "gov-board"))
    assert lines[1] == "gov-board (Board): 1.5 = the mean of 2 of 2 respondents for whom it applies"
    assert [line.strip().split(" | ")[0] for line in lines[2:]] == ["r1 (staff): 1", "r2 (staff): 2"]


def test_what_has_no_score_is_said(tmp_path: Path) -> None:
    made = answered(tmp_path, y2=[("zora", (1, 1, 1, 1))])
    with pytest.raises(UsageError, match="There is no score of gov-bord in y2"):
        list(explained(made, "zora", "y2", "gov-bord"))
    with pytest.raises(UsageError, match="lasta was not assessed in y2"):
        list(explained(made, "lasta", "y2", "overall"))


def test_the_command_explains_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(tmp_path, y2=[("zora", (3, 4, 2, 1))])
    arguments = ["oca", "score", "--project", str(tmp_path), "--explain", "zora", "y2", "governance"]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code in (0, None)
    assert "3.5 = the mean of 2 items" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_a_scheme_is_explained_with_a_score_worked_out(tmp_path: Path) -> None:
    said = "\n".join(explained_scheme(answered(tmp_path, y2=[("zora", (3, 4, 2, "N/A"))]), None, "en"))
    for words in (
        "Mean (small-mean, small/1)",
        "The score of a dimension is the mean of its items.",
        "# Worked out: Udruženje „Zora“, Year 2",
        "Governance and legitimacy: Board 3; Mission 4. (3 + 4) / 2 = 3.5.",
        "2 of 2 items that apply have an answer: 100%, where 80% are needed.",
        "Overall: Governance 3.5; Finance 2. (3.5 + 2) / 2 = 2.75.",
        "High: 2.5 to 4.0.",
    ):
        assert words in said, said


@pytest.mark.parametrize(
    ("changes", "said", "example"),
    [
        ("dimension: share\n", "in percent of the most they could.", "these are 87.5 percent."),
        ("dimension: median\n", "is the median of its items.", "In order: 3; 4. The middle is 3.5."),
        ("dimension: minimum\n", "that of its lowest item.", "The weakest of these is 3."),
        ("weights: {items: {gov-board: 3}}\n", "Other weights than 1: Board 3.", "(3 × 3 + 4) / 4 = 3.25."),
        (
            "gates:\n  - {element: governance, level: 3, needs: {fin-books: 3}}\n",
            "Level 3 of Governance and legitimacy and better ones count only with: Books at 3.",
            "The score is 2, because something that a better level needs is not there.",
        ),
        (
            "round_dimensions_first: 0\n",
            "rounded to 0 decimals before the overall score",
            "The score is 4, because dimensions are rounded first.",
        ),
    ],
)
def test_each_rule_has_its_words_and_its_example(tmp_path: Path, changes: str, said: str, example: str) -> None:
    small_project(tmp_path)
    bands = SCHEME if "share" not in changes else SCHEME.replace("from: 1,", "from: 0,").replace("2.5", "50")
    put(tmp_path, "scoring/small-mean.yaml", bands + changes)
    made = answered(tmp_path, y2=[("zora", (3, 4, 2, 1))])
    text = "\n".join(explained_scheme(made, None, "en", "zora"))
    assert said in text, text
    assert example in text, text


def test_points_are_added_up_with_the_blank_at_the_share_of_the_others(tmp_path: Path) -> None:
    small_project(tmp_path)
    bands = SCHEME.replace("from: 1,", "from: 0,").replace("2.5", "50")
    put(tmp_path, "scoring/small-mean.yaml", bands + "dimension: sum\ncoverage: {items: 0.5}\n")
    made = answered(tmp_path, y2=[("zora", (3, "", 2, 1))])
    assert made.explain("zora", "y2", "governance").score == 6.0
    text = "\n".join(explained_scheme(made, None, "en", "zora"))
    assert "is taken at the share of the maximum that the others reach" in text
    assert "With what is unanswered taken at the same share of its maximum, this makes 6." in text


def test_an_unknown_scheme_is_answered_with_those_in_use(tmp_path: Path) -> None:
    made = assess(small_project(tmp_path))
    with pytest.raises(UsageError, match="No period of this project uses the scheme small"):
        list(explained_scheme(made, "small", "en"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("dimension: sum\n", "is the sum of its items."),
        ("dimension: share\n", "in percent of the most they could."),
        ("dimension: median\n", "is the median of its items."),
        ("dimension: minimum\n", "that of its lowest item."),
        ("round_dimensions_first: 1\n", "rounded to 1 decimal before the overall score"),
        ("gates:\n  - {element: governance, level: 3, needs: {fin-books: 3}}\n", "count only with: Books at 3."),
    ],
)
def test_the_comparison_workbook_says_every_rule_in_the_same_words(tmp_path: Path, changes: str, said: str) -> None:
    small_project(tmp_path)
    percent = "sum" in changes or "share" in changes
    bands = SCHEME.replace("from: 1,", "from: 0,").replace("2.5", "50") if percent else SCHEME
    put(tmp_path, "scoring/small-mean.yaml", bands + changes)
    made = answered(tmp_path, [("zora", (3, 4, 2, 1))], [("zora", (3, 4, 2, 1))])
    path = tmp_path / "comparison.xlsx"
    write_comparison(made, path, audience="internal", language="en")
    with closing(load_workbook(path, read_only=True)) as book:
        readme = " ".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    assert said in readme
    assert ("Low 0%; High 50%" in readme) == percent


def test_where_there_is_no_mean_nothing_is_said_of_a_share_in_it(tmp_path: Path) -> None:
    small_project(tmp_path)
    put(tmp_path, "scoring/small-mean.yaml", SCHEME + "dimension: minimum\n")
    made = answered(tmp_path, y2=[("zora", (3, 4, 2, 1))])
    assert "share in the mean" not in "\n".join(explained_scheme(made, None, "en"))
