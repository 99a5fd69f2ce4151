"""The pages about agreement, plans and data quality, from answers and plans written in the test."""

from __future__ import annotations

import datetime
import re
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.assessment import Assessment
from oca.instrument.questionnaire import Questionnaire
from oca.reporting.charts.agreement_grid import Placed, grid
from oca.reporting.organization import support
from oca.reporting.organization.pages import last_plan, plan
from oca.reporting.organization.record import Report
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import render
from oca.support.records import Support, Training
from oca.tables.support import ACTIONS, NEEDS
from tests.printed import answered

SIX = [(1, 2, 3, 4), (4, 2, 3, 4), (4, 2, 3, 3), (1, 2, 3, 3), (1, 3, 2, 3), (4, 3, 2, 3)]
"""Board: three at each end. Mission: two people one level above the rest. Books, donors: the same."""


def people(folder: Path, *answers: tuple[object, ...], agreed: tuple[object, ...] = ()) -> Assessment:
    return answered(folder, [("zora", agreed)] if agreed else [], [("zora", one) for one in answers], individual=True)


def report(made: Assessment, period: str = "y2", *, with_annex: bool = False) -> Report:
    return individual_report(made, "zora", period, "en", with_annex=with_annex)


# --- agreement


def test_agreement_is_told_in_words_and_numbers_by_dimension(tmp_path: Path) -> None:
    """Half at each end has consensus 0; mission's 2, 2, 2, 2, 3, 3 gives 1 + 4/6 log2(8/9) + 2/6 log2(7/9) = 0.766."""
    page = report(people(tmp_path, *SIX)).agreement
    assert page is not None
    assert page.lead.startswith("Year 2: 6 people rated alone; the scores are made from these ratings. On 3 of 4 items")
    assert [(row.title, row.consensus, row.word, row.to_discuss) for row in page.rows] == [
        ("Governance and legitimacy", "0.38", "close together", "1 of 2"),
        ("Financial management", "0.77", "close together", "0 of 2"),
        ("All together", "0.57", "close together", "1 of 4"),
    ]
    assert page.grid is None  # two dimensions need no grid


def test_what_to_talk_over_has_the_texts_of_the_levels_that_people_chose(tmp_path: Path) -> None:
    page = report(people(tmp_path, *SIX)).agreement
    assert page is not None
    assert [(item.title, item.dimension) for item in page.talk.items] == [("Board", "Governance")]
    assert [(one.level, one.people, one.text) for one in page.talk.items[0].levels] == [
        ("1 Starting", "3 people", "No board meets."),
        ("4 Leading", "3 people", "It reviews its own work."),
    ]
    assert page.talk.others == ""
    assert page.talk.advice


@pytest.mark.parametrize("number", [1, 2])
def test_of_fewer_than_three_people_there_is_no_page(tmp_path: Path, number: int) -> None:
    assert report(people(tmp_path, *SIX[:number])).agreement is None


def test_of_three_people_only_close_or_wide_is_said(tmp_path: Path) -> None:
    page = report(people(tmp_path, *SIX[:3])).agreement
    assert page is not None
    assert page.has_consensus is False
    assert page.talk.items == ()
    assert page.talk.others == "The ratings lie wide apart on: Board."
    assert page.notes[0].startswith("With fewer than 5 people no figure is given")


def test_ratings_of_an_earlier_period_are_shown_and_named(tmp_path: Path) -> None:
    made = people(tmp_path, *SIX)
    earlier = made.responses.assign(period="y1")
    agreed = answered(tmp_path / "agreed", y2=[("zora", (2, 2, 2, 2))])
    both = pd.concat([earlier, agreed.responses], ignore_index=True)
    text = both[["organization", "period", "score_type", "respondent", "item", "answer"]]
    for period, rows in text.groupby("period"):
        (tmp_path / f"responses/{period}/answers.csv").write_text(rows.to_csv(index=False), encoding="utf-8")
    page = report(answered(tmp_path)).agreement
    assert page is not None
    assert page.lead.startswith("Year 1: 6 people rated alone")
    assert "These are the latest ratings of this kind." in page.lead


spot = st.builds(Placed, st.text("abč", min_size=1, max_size=18), st.floats(0, 1), st.floats(0, 1))


@given(st.lists(spot, min_size=3, max_size=12))
def test_every_dot_lies_in_the_frame_and_on_its_side_of_the_lines(dimensions: list[Placed]) -> None:
    middle = tuple(
        sum(values) / len(dimensions)
        for values in ([one.score for one in dimensions], [one.consensus for one in dimensions])
    )
    ticks = [(step / 3, str(step + 1)) for step in range(4)]
    tenths = [str(step / 10) for step in range(11)]
    made = grid(dimensions, ticks, (middle[0], middle[1]), ("a", "b", "c", "d"), tenths)
    found = re.match(r"M([\d.]+) [\d.]+V[\d.]+M[\d.]+ ([\d.]+)H", made.cross)
    assert found is not None
    across, upwards = float(found[1]), float(found[2])
    for one, drawn in zip(dimensions, made.spots, strict=True):
        assert made.left <= drawn.x <= made.width
        assert 0 <= drawn.y <= made.bottom
        assert (drawn.x >= across - 0.02) if one.score >= middle[0] else (drawn.x <= across + 0.02)
        assert (drawn.y <= upwards + 0.02) if one.consensus >= middle[1] else (drawn.y >= upwards - 0.02)


def test_the_annex_has_how_many_chose_each_level(tmp_path: Path) -> None:
    answers = [*SIX[:5], (4, 2, "don't know", 3)]
    annex = report(people(tmp_path, *answers), with_annex=True).annex
    assert annex[0].rows[0].answer == "mean 2.5; 1 Starting: 3; 4 Leading: 3"
    assert annex[1].rows[0].answer == "mean 2.8; 2 Building: 1; 3 Established: 4; don’t know: 1"


# --- plans


def actions(period: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Make ACTIONS of zora: by default one that is not started, without a date."""
    plain = {
        "element": "gov-board",
        "action": "Meet.",
        "owner": "",
        "deadline": None,
        "training": "",
        "support": "",
        "indicator": "",
        "status": "not_started",
        "remark": "",
        "priority": False,
        "proposed": False,
        "overdue": False,
    }
    made = [
        {"organization": "zora", "period": period, "number": place + 1, **plain, **row}
        for place, row in enumerate(rows)
    ]
    return ACTIONS.frame(made)


def given_plan(monkeypatch: pytest.MonkeyPatch, frame: pd.DataFrame) -> None:
    for module in (last_plan, plan):
        monkeypatch.setattr(module, "actions_of", lambda case, period: frame[frame["period"] == period])


FOUR = (
    {"status": "dropped", "remark": "The donor left."},
    {"status": "done"},
    {"status": "not_started", "overdue": True, "deadline": datetime.date(2024, 12, 1), "owner": "Ana"},
    {"status": "in_progress", "element": "finance"},
)


def test_the_last_plan_counts_what_became_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_plan(monkeypatch, actions("y1", *FOUR))
    last = report(answered(tmp_path, [("zora", (1, 1, 1, 1))], [("zora", (2, 2, 2, 2))])).last_plan
    assert last is not None
    assert last.lead == "Of the plan that you made after Year 1, 1 of 4 actions are done. 1 is overdue."
    assert [(one.word, one.count) for one in last.counts] == [
        ("done", "1"),
        ("in progress", "1"),
        ("not started", "1"),
        ("dropped", "1"),
    ]
    assert sum(one.share for one in last.counts) == pytest.approx(last_plan.BAR, abs=0.1)
    assert [(one.title, one.status, one.overdue, one.remark) for one in last.actions] == [
        ("Board", "done", "", ""),
        ("Financial management", "in progress", "", ""),
        ("Board", "not started", "overdue", ""),
        ("Board", "dropped", "", "The donor left."),
    ]
    assert (last.actions[2].owner, last.actions[2].deadline) == ("Ana", "1 December 2024")


def test_without_a_plan_there_is_no_page_about_it(tmp_path: Path) -> None:
    assert report(answered(tmp_path, [("zora", (1, 1, 1, 1))], [("zora", (2, 2, 2, 2))])).last_plan is None


def test_priorities_come_from_the_scores_where_no_needs_are_known(tmp_path: Path) -> None:
    made = report(answered(tmp_path, y2=[("zora", (4, 4, 1, 2))])).plan
    assert made is not None
    assert [(one.title, one.standing, one.reason) for one in made.priorities] == [
        ("Books", "Finance, from 1 to 2 (Building)", "critical"),
        ("Donors", "Finance, from 2 to 3 (Established)", ""),
    ]
    assert (made.priorities[0].heading, made.priorities[0].text) == ("The next level:", "Books once a year.")
    assert len(made.priorities) + len(made.blanks) == plan.ROWS


def needs(*rows: tuple[str, str, float, bool, bool, float]) -> pd.DataFrame:
    """Make NEEDS of zora in y2 from kind, element, gap, critical, chosen, trend."""
    return NEEDS.frame(
        [
            ("zora", "y2", kind, element, 1.0, 3.0, gap, critical, chosen, float("nan"), trend, 100 * gap, place)
            for place, (kind, element, gap, critical, chosen, trend) in enumerate(rows, start=1)
        ]
    )


def test_needs_decide_the_order_and_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = needs(
        ("item", "gov-mission", 0.6, False, True, -1.0),
        ("item", "fin-books", 0.3, True, False, 1.0),
        ("item", "gov-board", 0.0, False, False, float("nan")),
    )
    monkeypatch.setattr(plan, "needs_of", lambda case: table)
    monkeypatch.setattr(
        Questionnaire, "action", lambda form, item, level, language: "Read it." if item == "fin-books" else ""
    )
    made = report(answered(tmp_path, y2=[("zora", (3, 1, 2, 2))])).plan
    assert made is not None
    assert [(one.title, one.reason, one.chosen) for one in made.priorities] == [
        ("Mission", "lower than last time, marked by you", True),
        ("Books", "critical", False),
    ]
    assert [(one.heading, one.text) for one in made.priorities] == [
        ("The next level:", "One is written."),
        ("Proposed:", "Read it."),
    ]
    assert "the higher: up to 60 points" in made.lead  # as the scheme of the project has it


def test_a_training_that_fits_the_level_is_named(tmp_path: Path) -> None:
    made = answered(tmp_path, y2=[("zora", (4, 4, 1, 3))])
    course = Training("t1", {"en": "Books for all"}, ("finance",), 1, 3, (), 2, 8, 100)
    object.__setattr__(made, "support", Support(trainings=(course,)))
    page = report(made).plan
    assert page is not None
    assert [(one.title, one.support) for one in page.priorities] == [("Books", "Books for all"), ("Donors", "")]


def test_where_few_people_rated_nothing_is_proposed_from_items(tmp_path: Path) -> None:
    page = report(people(tmp_path, *SIX[:3])).plan
    assert page is not None
    assert page.priorities == ()
    assert page.nothing.startswith("Where few people rated alone")


def test_a_plan_that_came_back_is_printed_in_place_of_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_plan(monkeypatch, actions("y2", {"action": "Meet in May.", "owner": "Ana", "indicator": "Minutes."}))
    made = report(answered(tmp_path, y2=[("zora", (2, 2, 2, 2))]))
    assert made.plan is not None
    assert made.plan.actions_lead == "This is the plan that you made after this assessment; it has 1 action."
    page = render.html(made)
    assert all(text in page for text in ("Meet in May.", "Ana", "Minutes.", "What you chose"))


def test_the_support_side_is_empty_where_a_project_has_none(tmp_path: Path) -> None:
    from oca.reporting.organization.view import open_case

    case = open_case(answered(tmp_path, y2=[("zora", (2, 2, 2, 2))]), "zora", "y2", "en")
    assert len(support.needs_of(case)) == 4 + 2  # needs come from the scores: of four items and two dimensions
    assert support.actions_of(case, "y2").empty
    assert support.training_for(case, "gov-board", 2) == ""
    assert support.training_title(case, "t9") == "t9"


# --- data quality


def test_jumps_without_a_comment_are_named(tmp_path: Path) -> None:
    made = report(
        answered(tmp_path, [("zora", (1, 1, 1, 1))], [("zora", (3, 1, 4, 2))], comments={"fin-books": "New."})
    )
    assert made.method.doubts == (
        "1 item moved by 2 levels or more since the assessment before, and no comment says why: Board. If somebody "
        "remembers what happened, note it.",
    )


def test_a_sheet_of_one_level_is_said_and_a_mixed_one_is_not(tmp_path: Path) -> None:
    assert (
        report(answered(tmp_path / "one", y2=[("zora", (2, 2, 2, 2))])).method.doubts[0].startswith("Every item that")
    )
    assert report(answered(tmp_path / "two", y2=[("zora", (2, 3, 2, 2))])).method.doubts[0].startswith("Nothing stood")


# --- the extremes, on paper


def printed(made: Report) -> list[str]:
    """Return the text of each page, after a check that the PDF is accessible."""
    import page

    pdf = render.pdf(made)
    checked = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


@pytest.mark.pdf
def test_a_plan_of_25_long_actions_splits_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {
            "action": f"begin{place} " + "Write the rules down. " * 12 + f"end{place}",
            "remark": "We had no time. " * 10 + f"last{place}",
            "status": last_plan.ORDER[place % 4],
        }
        for place in range(25)
    ]
    given_plan(monkeypatch, pd.concat([actions("y1", *rows), actions("y2", *rows)]))
    pages = printed(report(answered(tmp_path, [("zora", (1, 1, 1, 1))], [("zora", (2, 2, 2, 2))])))
    for place in range(25):
        begins, ends, lasts = (
            [at for at, text in enumerate(pages) for _ in re.findall(rf"\b{word}{place}\b", text)]
            for word in ("begin", "end", "last")
        )
        assert begins == ends == lasts
        assert len(begins) == 2  # in the last plan, and in this period's


@pytest.mark.pdf
@pytest.mark.parametrize("number", [3, 40])
def test_few_and_many_people_and_long_comments_are_printed(tmp_path: Path, number: int) -> None:
    sheets = [("zora", SIX[place % 6]) for place in range(number)]
    long = {"gov-board": "The board met four times. " * 80}
    made = report(answered(tmp_path, [("zora", (1, 1, 1, 1))], sheets, comments=long, individual=True), with_annex=True)
    pages = printed(made)
    assert ("The board met" in " ".join(pages)) is (number == 40)
    headings = {one.title for one in made.dimensions} | {"What to talk over", "What the next level looks like"}
    last_lines = [[line.strip() for line in text.splitlines() if line.strip()][-2:] for text in pages]
    assert not headings & {line for lines in last_lines for line in lines}
