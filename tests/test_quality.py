"""What stands behind a score, and what a consultant is told to look at; the answers stand in the tests."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.assessment import check
from oca.change.organization import changes
from oca.findings import Finding
from oca.quality.measures import Examined, examine
from oca.quality.warnings import doubts
from oca.scoring.scores import score
from oca.tables import QUALITY
from tests.making import questionnaire, responses, scheme
from tests.small import ITEMS, add_second_version, put, small_project

GOVERNANCE = [f"gov-{n}" for n in range(1, 7)]
FINANCE = [f"fin-{n}" for n in range(1, 7)]
TWELVE = [*GOVERNANCE, *FINANCE]
DATES = {"y1": datetime.date(2024, 5, 31), "y2": datetime.date(2025, 6, 30), "y3": datetime.date(2026, 5, 31)}


def sheet(
    levels: Sequence[Any],
    period: str = "y1",
    *,
    kind: str = "consensus",
    who: str = "",
    role: str = "",
    comments: Mapping[str, str] | None = None,
    evidence: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Make the rows of one sheet of twelve items; row 2 of the file holds the first item."""
    answers = dict(zip(TWELVE, levels, strict=True))
    rows = responses([{"period": period, "score_type": kind, "respondent": who, "answers": answers}])
    return rows.assign(
        role=role,
        file=f"responses/{period}/a.csv",
        row=range(2, len(rows) + 2),
        column="answer",
        comment=pd.Series([(comments or {}).get(item, "") for item in rows["item"]], dtype="str"),
        evidence=pd.Series([(evidence or {}).get(item, "") for item in rows["item"]], dtype="str"),
    )


def examined(*sheets: pd.DataFrame, **scheme_changes: Any) -> Examined:
    """Score the sheets of one organization, in up to three periods of one questionnaire, and examine the scores."""
    asked = {"small/1": questionnaire({"governance": GOVERNANCE, "finance": FINANCE})}
    rows = pd.concat(sheets, ignore_index=True)
    schemes = {period: scheme(**scheme_changes) for period in DATES}
    versions = dict.fromkeys(DATES, "small/1")
    scores = score(rows, asked, schemes)
    return examine(rows, scores, changes(rows, scores, asked, versions, schemes), asked, versions, schemes)


def row(made: Examined, element: str, period: str = "y1") -> dict[str, Any]:
    rows = made.quality[(made.quality["period"] == period) & (made.quality["element"] == element)]
    assert len(rows) == 1
    return {str(name): value for name, value in rows.to_dict("records")[0].items()}


def said(*sheets: pd.DataFrame, dates: Mapping[str, datetime.date] = DATES, **changed: Any) -> dict[str, Finding]:
    """Return the findings by code; a code comes once."""
    found = doubts(examined(*sheets, **changed), dates)
    assert len({one.code for one in found}) == len(found)
    assert all(one.severity == "look at" and one.hint for one in found)
    return {one.code: one for one in found}


MIXED = [1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2]


def test_shares_are_of_the_levels_given_and_coverage_of_what_applies() -> None:
    levels = [4, 2, "", "don't know", "N/A", 2, 4, 4, 2, 2, 3, 3]
    made = examined(sheet(levels, comments={"gov-1": "Yes.", "gov-5": "No staff."}, evidence={"gov-1": "Minutes."}))
    governance = row(made, "governance")
    assert governance["coverage"] == pytest.approx(3 / 5)
    assert governance["comments"] == pytest.approx(1 / 3)  # the reason for not applicable is no comment on a level
    assert governance["evidence"] == pytest.approx(1 / 3)
    assert governance["at_maximum"] == pytest.approx(1 / 3)
    assert row(made, "overall")["at_maximum"] == pytest.approx(3 / 9)
    assert row(made, "gov-5")["coverage"] != row(made, "gov-5")["coverage"]  # NaN: nothing applies


def test_quality_has_the_rows_of_scores_in_their_order() -> None:
    asked = {
        "small/1": questionnaire({"governance": {"board": GOVERNANCE[:3], "legal": GOVERNANCE[3:]}, "finance": FINANCE})
    }
    rows = sheet(MIXED)
    scores = score(rows, asked, {"y1": scheme()})
    none = changes(rows, scores, asked, {"y1": "small/1"}, {"y1": scheme()})
    quality = examine(rows, scores, none, asked, {"y1": "small/1"}, {"y1": scheme()}).quality
    keys = ["organization", "period", "kind", "element"]
    assert quality[keys].equals(scores[keys])
    assert set(quality["kind"]) == {"overall", "dimension", "subdimension", "item"}
    QUALITY.check(quality)


def test_a_project_without_answers_has_an_empty_table_and_no_doubts() -> None:
    made = examined(sheet(MIXED).iloc[:0])
    assert made.quality.empty
    QUALITY.check(made.quality)
    assert doubts(made, DATES) == []


def test_roles_are_counted_most_frequent_first() -> None:
    people = [("r1", "board"), ("r2", "staff"), ("r3", "staff"), ("r4", "")]
    made = examined(*(sheet(MIXED, kind="individual", who=who, role=role) for who, role in people))
    assert row(made, "overall")["roles"] == "2 staff, 1 without a role, 1 board"
    assert row(made, "overall")["respondents"] == 4


def test_same_level_is_the_share_of_sheets_alike_in_the_element() -> None:
    alike, half = [2] * 12, [3] * 6 + MIXED[6:]
    made = examined(*(sheet(levels, kind="individual", who=f"r{n}") for n, levels in enumerate((alike, half, MIXED))))
    assert row(made, "overall")["same_level"] == pytest.approx(1 / 3)
    assert row(made, "governance")["same_level"] == pytest.approx(2 / 3)
    assert row(made, "gov-1")["same_level"] != row(made, "gov-1")["same_level"]  # NaN: one answer is always alike


def test_only_the_score_type_that_counts_stands_behind_the_score() -> None:
    made = examined(sheet([2] * 12, kind="individual", who="r1", role="staff"), sheet(MIXED, kind="consensus"))
    assert (row(made, "overall")["score_type"], row(made, "overall")["roles"]) == ("consensus", "")
    assert row(made, "overall")["same_level"] == 0


def test_jumps_are_counted_since_the_previous_assessed_period_whichever_it_was() -> None:
    first, last = [1, 1, 1, *MIXED[3:]], [3, 4, 2, *MIXED[3:]]
    made = examined(sheet(first, "y1"), sheet(last, "y3", comments={"gov-2": "A new statute."}))
    assert row(made, "governance", "y3")["jumps"] == 1  # gov-1; gov-2 has a comment, gov-3 moved one level
    assert row(made, "finance", "y3")["jumps"] == 0
    assert row(made, "overall", "y1")["jumps"] != row(made, "overall", "y1")["jumps"]  # NaN: nothing before


def test_a_level_is_one_step_of_the_scale_whatever_its_value() -> None:
    asked = {"small/1": questionnaire({"governance": GOVERNANCE, "finance": FINANCE}, levels=(0, 25, 50, 100))}
    schemes = {period: scheme(bands={"low": 0}) for period in ("y1", "y2")}
    versions = dict.fromkeys(schemes, "small/1")
    rows = pd.concat([sheet([50, 0, *[25] * 10], "y1"), sheet([100, 50, *[25] * 10], "y2")], ignore_index=True)
    scores = score(rows, asked, schemes)
    made = examine(rows, scores, changes(rows, scores, asked, versions, schemes), asked, versions, schemes)
    assert row(made, "gov-1", "y2")["jumps"] == 0  # from 50 to 100: one step
    assert row(made, "gov-2", "y2")["jumps"] == 1  # from 0 to 50: two steps


def test_far_from_consensus_counts_items_a_level_from_the_mean_of_three_people_or_more() -> None:
    consensus = sheet([3, 3, *MIXED[2:]])
    people = [[2, 3, *MIXED[2:]], [2, 2, *MIXED[2:]], [2, 2, "", *MIXED[3:]]]
    made = examined(consensus, *(sheet(one, kind="individual", who=f"r{n}") for n, one in enumerate(people)))
    assert row(made, "governance")["far_from_consensus"] == 1  # gov-1: 3 and mean 2; gov-2: 3 and mean 2 1/3
    assert row(made, "gov-3")["far_from_consensus"] != row(made, "gov-3")["far_from_consensus"]  # two people
    assert row(made, "gov-1")["far_from_consensus"] == 1


def test_a_whole_sheet_of_one_level_is_said_at_its_first_answer() -> None:
    found = said(sheet([2] * 11 + ["N/A"]))
    assert list(found) == ["same-level"]
    assert "every answer of the consensus sheet is the same level" in found["same-level"].message
    assert str(found["same-level"].place) == "responses/y1/a.csv, row 2, column answer"


def test_of_people_who_gave_one_level_throughout_it_is_said_who_and_of_how_many() -> None:
    people = [("r1", [2] * 12), ("r2", MIXED), ("r3", [3] * 12)]
    found = said(*(sheet(levels, kind="individual", who=who) for who, levels in people))
    assert "every answer of 2 of 3 respondents (r1, r3) is the same level" in found["same-level"].message


@pytest.mark.parametrize(
    "levels", [[2] * 9 + ["", "N/A", "don't know"], [2] * 11 + [3]], ids=["nine answers", "one answer differs"]
)
def test_few_answers_alike_and_a_sheet_with_one_other_level_are_not_said(levels: list[Any]) -> None:
    assert said(sheet(levels)) == {}


def test_nearly_everything_at_the_best_level_is_said_once_and_not_as_the_same_level_again() -> None:
    assert list(said(sheet([4] * 12))) == ["all-at-maximum"]
    found = said(sheet([4] * 11 + [3]))
    assert "11 of 12 answers are the best level" in found["all-at-maximum"].message
    assert said(sheet([4] * 10 + [3, 3])) == {}  # 10 of 12 is under nine in ten


def test_jumps_of_one_organization_and_period_are_one_finding_that_names_three_items() -> None:
    found = said(sheet([1, 1, 1, 1, *MIXED[4:]], "y1"), sheet([3, 3, 3, 4, *MIXED[4:]], "y2"))
    assert list(found) == ["jump-without-comment"]
    message = found["jump-without-comment"].message
    assert "4 of 12 items moved two levels or more from y1 to y2 without a comment" in message
    assert "gov-1 1 to 3, gov-2 1 to 3, gov-3 1 to 3 and 1 more" in message
    assert str(found["jump-without-comment"].place) == "responses/y2/a.csv, row 2, column answer"


def test_a_fall_is_a_jump_as_well() -> None:
    found = said(sheet([4, *MIXED[1:]], "y1"), sheet([1, *MIXED[1:]], "y2"))
    assert "gov-1 4 to 1" in found["jump-without-comment"].message


def test_a_jump_over_two_years_or_with_a_comment_or_to_another_score_type_is_not_said() -> None:
    before, after = [1, *MIXED[1:]], [3, *MIXED[1:]]
    assert said(sheet(before, "y1"), sheet(after, "y3")) == {}
    assert said(sheet(before, "y1"), sheet(after, "y2", comments={"gov-1": "A board was elected."})) == {}
    evidence = dict.fromkeys(TWELVE, "Seen.")
    assert said(sheet(before, "y1"), sheet(after, "y2", kind="verified", evidence=evidence)) == {}


def test_individual_ratings_far_from_the_agreed_levels_are_said_from_three_items() -> None:
    def sheets(far: int) -> list[pd.DataFrame]:
        lower = [3] * far + MIXED[far:]
        people = [sheet(lower, kind="individual", who=f"r{n}") for n in (1, 2, 3)]
        return [sheet([4] * far + MIXED[far:]), *people]

    assert said(*sheets(2)) == {}
    found = said(*sheets(3))
    assert list(found) == ["far-from-consensus"]
    assert "on 3 of 12 items" in found["far-from-consensus"].message
    assert "gov-1 (4, mean 3), gov-2 (4, mean 3), gov-3 (4, mean 3)" in found["far-from-consensus"].message


def test_ratings_are_compared_with_the_consensus_also_where_only_ratings_are_scored() -> None:
    people = [sheet([3] * 4 + MIXED[4:], kind="individual", who=f"r{n}") for n in (1, 2, 3)]
    found = said(sheet([1] * 4 + MIXED[4:]), *people, score_types=["individual"])
    assert "on 4 of 12 items" in found["far-from-consensus"].message


def test_a_verified_sheet_with_little_evidence_is_said_at_the_first_answer_without_any() -> None:
    half = dict.fromkeys(TWELVE[:6], "Seen.")
    assert said(sheet(MIXED, kind="verified", evidence=half)) == {}
    less = dict.fromkeys(TWELVE[:5], "Seen.")
    found = said(sheet(MIXED, kind="verified", evidence=less))
    assert "evidence for 5 of 12 answers" in found["verified-without-evidence"].message
    assert found["verified-without-evidence"].place.row == 7
    assert said(sheet(MIXED, kind="consensus")) == {}


def test_a_score_of_one_persons_ratings_is_said() -> None:
    assert list(said(sheet(MIXED, kind="individual", who="r1"))) == ["one-respondent"]
    assert said(sheet(MIXED, kind="individual", who="r1"), sheet(MIXED, kind="individual", who="r2")) == {}
    assert said(sheet(MIXED, kind="individual", who="r1"), sheet(MIXED)) == {}  # the consensus counts


def test_check_shows_a_jump_on_an_item_that_was_renamed_in_the_next_version(tmp_path: Path) -> None:
    folder = add_second_version(small_project(tmp_path / "project"))
    heading = "organization,item,answer,comment\n"
    put(folder, "responses/y1/a.csv", heading + "".join(f"zora,{item},1,\n" for item in ITEMS))
    later = "zora,gov-board,2,\nzora,gov-mission,1,\nzora,fin-books,3,New bookkeeper.\nzora,fin-income,4,\n"
    put(folder, "responses/y2/a.csv", heading + later)
    _, assessment, findings = check(folder)
    jump = next(one for one in findings if one.code == "jump-without-comment")
    assert str(jump.place) == "responses/y2/a.csv, row 5, column answer"
    assert "1 of 4 items moved" in jump.message
    assert "fin-income 1 to 4" in jump.message
    assert assessment is not None
    assert assessment.quality.query("element == 'overall' and period == 'y2'")["jumps"].tolist() == [1.0]


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([1, 2, 3, 4, "", "N/A", "don't know"]), min_size=24, max_size=24))
def test_shares_lie_between_0_and_1_and_no_input_is_changed(levels: list[Any]) -> None:
    rows = pd.concat([sheet(levels[:12]), sheet(levels[12:], kind="individual", who="r1")], ignore_index=True)
    before = rows.copy()
    quality = examined(rows).quality
    for share in ("coverage", "evidence", "comments", "same_level", "at_maximum"):
        assert quality[share].dropna().between(0, 1).all()
    assert rows.equals(before)
