"""What the individual report says, from answers written in the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.assessment import Assessment
from oca.errors import UsageError
from oca.reporting.organization.record import Report
from oca.reporting.organization.report import individual_report
from oca.reporting.text.printable import printable
from tests.printed import answered
from tests.small import SCHEME, add_second_version, put, small_project


def report(assessment: Assessment, period: str = "y2", language: str = "en", organization: str = "zora") -> Report:
    return individual_report(assessment, organization, period, language)


def test_the_overall_level_is_said_in_words_with_what_it_rests_on(tmp_path: Path) -> None:
    said = report(answered(tmp_path, y2=[("zora", (3, 4, 2, 3))])).summary
    assert said.level == "Your organization rated itself at 3.0 of 4: High."
    assert said.basis == "This rests on your own answers: 4 of 4 items answered."
    assert [(row.title, row.score, row.word) for row in said.glance] == [
        ("Governance and legitimacy", "3.5", "High"),
        ("Financial management", "2.5", "High"),
    ]


def test_the_same_is_said_in_bosnian_with_its_own_decimal_mark(tmp_path: Path) -> None:
    said = report(answered(tmp_path, y2=[("zora", (3, 4, 2, 3))]), language="bs").summary
    assert said.level == "Vaša organizacija je sebe ocijenila sa 3,0 od 4: Visoko."
    assert said.basis == "To počiva na vašim odgovorima: odgovoreno na 4 od 4 stavke."


def test_strengths_come_with_their_highest_item_and_priorities_with_a_first_step(tmp_path: Path) -> None:
    said = report(answered(tmp_path, y2=[("zora", (3, 4, 2, 3))])).summary
    assert [(one.title, one.lead, one.text) for one in said.strengths] == [
        ("Governance and legitimacy", "Mission: level 4 (Leading)", "Plans are tested by it.")
    ]
    assert [(one.title, one.lead, one.text) for one in said.priorities] == [
        ("Financial management", "Books: level 2 (Building)", "Look at the books.")
    ]


def test_at_the_ceiling_there_are_no_priorities_but_a_sentence(tmp_path: Path) -> None:
    made = report(answered(tmp_path, [("zora", (4, 4, 4, 4))], [("zora", (4, 4, 4, 4))]))
    assert made.summary.priorities == ()
    assert "let others learn" in made.summary.priorities_note
    assert made.summary.change[0] == "You are at the highest level, as at the baseline, Year 1."
    assert [one.next for one in made.dimensions] == [(), ()]
    assert made.dimensions[0].next_note == "Every item with an answer is at the highest level."


def test_change_is_told_on_the_items_that_compare(tmp_path: Path) -> None:
    said = report(answered(tmp_path, [("zora", (1, 1, 2, 2))], [("zora", (3, 1, "", 1))])).profile.rows
    assert [(row.now, row.baseline, row.change, row.compared) for row in said] == [
        ("2.0", "1.0", "+1.0", "2 of 2"),
        ("–", "2.0", "–", ""),
        ("–", "1.5", "–", ""),
    ]


def test_a_decrease_is_told_without_blame(tmp_path: Path) -> None:
    said = report(answered(tmp_path, [("zora", (4, 4, 4, 4))], [("zora", (2, 2, 4, 4))])).summary.change
    assert said[0].startswith("You rated yourselves 1.0 levels lower than at the baseline, Year 1: 4.0 then, 3.0 now")
    assert said[1] == "No clear change: Finance. Rated lower: Governance."


def test_the_first_assessment_is_called_the_baseline_and_has_no_chart_over_the_years(tmp_path: Path) -> None:
    made = report(answered(tmp_path, y2=[("most", (1, 2, 3, 4))]), organization="most")
    assert made.summary.change[0].startswith("This is your first assessment.")
    assert made.years is None
    assert "Year 2 is the first" in made.years_note
    assert (made.profile.baseline_label, made.profile.has_change) == ("", False)


def test_too_few_answers_give_no_score_and_say_how_many_more_would(tmp_path: Path) -> None:
    made = report(answered(tmp_path, y2=[("zora", (3, 4, "", "don't know"))]))
    finance = made.dimensions[1]
    assert (finance.score, finance.word) == ("", "")
    assert "this says nothing about your work" in finance.meaning
    assert finance.meaning.endswith("2 more would be enough.")
    assert [item.word for item in finance.items] == ["left blank", "don’t know"]
    assert made.summary.level == "There is no overall score this time."
    assert "now 1 of 2 dimensions have one" in made.summary.basis


def test_not_applicable_is_printed_with_its_reason_and_counts_nowhere(tmp_path: Path) -> None:
    made = report(answered(tmp_path, y2=[("zora", (3, "N/A", 2, 2))], comments={"gov-mission": "We are a network."}))
    governance = made.dimensions[0]
    assert governance.basis == "1 of 1 item answered, 1 not applicable."
    assert governance.items[1].steps == ""
    assert [(note.title, note.reason, note.comment) for note in governance.notes] == [
        ("Mission", "We are a network.", "")
    ]


def test_what_holds_a_dimension_back_comes_lowest_first_and_critical_before_others(tmp_path: Path) -> None:
    made = report(answered(tmp_path, y2=[("zora", (3, 2, 2, 2))]))
    assert [step.title for step in made.dimensions[0].next] == ["Mission", "Board"]
    assert [(step.title, step.step, step.text) for step in made.dimensions[1].next] == [
        ("Books", "from 2 to 3 (Established)", "Books every month."),
        ("Donors", "from 2 to 3 (Established)", "Several donors."),
    ]


def test_a_long_comment_is_shortened_and_says_so(tmp_path: Path) -> None:
    long = "Odbor se sastao četiri puta. " * 80
    note = report(answered(tmp_path, y2=[("zora", (3, 2, 2, 2))], comments={"gov-board": long})).dimensions[0].notes[0]
    assert note.comment.endswith("… (shortened)")
    assert len(note.comment) < 260


def test_the_annex_holds_the_whole_of_it(tmp_path: Path) -> None:
    long = ("Odbor se sastao četiri puta. " * 80).strip()
    made = answered(tmp_path, y2=[("zora", (3, 2, 2, 2))], comments={"gov-board": long})
    annex = individual_report(made, "zora", "y2", "en", with_annex=True).annex
    assert annex[0].rows[0].comment == long
    assert [row.answer for row in annex[1].rows] == ["2 Building", "2 Building"]


def test_few_people_who_rated_alone_are_not_quoted(tmp_path: Path) -> None:
    sheets = [("zora", (1, 2, 3, 4))] * 4
    made = report(answered(tmp_path, y2=sheets, comments={"gov-board": "I doubt it."}, individual=True))
    assert made.cover.participants == "4 people rated alone: 4 staff members."
    assert made.dimensions[0].notes == ()
    assert "it could be guessed who wrote them" in made.dimensions[0].notes_hidden
    assert made.dimensions[1].notes_hidden == ""


def test_five_people_who_rated_alone_are_quoted_without_names(tmp_path: Path) -> None:
    sheets = [("zora", (1, 2, 3, 4))] * 4 + [("zora", (4, 2, 3, 4))]
    made = report(answered(tmp_path, y2=sheets, comments={"gov-board": "I doubt it."}, individual=True))
    board = made.dimensions[0].items[0]
    assert (board.score, board.word, board.answers) == ("1.6", "between Starting and Building", "5 of 5")
    assert made.dimensions[0].notes[0].comment == "I doubt it."


def test_periods_answered_in_different_ways_are_not_compared_and_it_is_said(tmp_path: Path) -> None:
    sheets = [("zora", (1, 2, 3, 4))] * 5
    made = report(answered(tmp_path, [("zora", (1, 1, 1, 1))], sheets, individual=True))
    assert made.summary.change == (
        "The overall score cannot be compared with the baseline, Year 1: the answers came about in different ways.",
    )
    assert made.profile.has_change is False
    assert made.profile.rows[0].strip.link == ""


def test_the_mean_of_the_cohort_is_shown_only_where_enough_contribute(tmp_path: Path) -> None:
    everyone = [("zora", (1, 1, 2, 2)), ("lasta", (3, 3, 2, 2)), ("most", (4, 4, "", ""))]
    assert report(answered(tmp_path, y2=everyone)).profile.has_cohort is False
    text = (tmp_path / "project.yaml").read_text(encoding="utf-8") + "thresholds: {organization: 3}\n"
    put(tmp_path, "project.yaml", text)
    profile = report(answered(tmp_path, y2=everyone)).profile
    assert [row.cohort for row in profile.rows] == ["2.7", "–", "–"]
    assert "yours included (number: 3)" in profile.notes[-1]


def test_a_new_version_of_the_questionnaire_is_marked_between_the_periods(tmp_path: Path) -> None:
    add_second_version(small_project(tmp_path))
    answered(tmp_path, [("zora", (1, 1, 1, 1))])
    asked = ("gov-board", "gov-mission", "fin-books", "fin-income")
    rows = "".join(f"zora,y2,consensus,{item},3\n" for item in asked)
    put(tmp_path, "responses/y2/answers.csv", f"organization,period,score_type,item,answer\n{rows}")
    made = answered(tmp_path)
    years = report(made).years
    assert years is not None
    assert (years.has_break, years.has_gap) == (True, False)
    assert years.chart.breaks != ""
    assert [(row.title, row.cells) for row in years.facts] == [
        ("Version of the questionnaire", ("1", "2")),
        ("Way of rating", ("consensus", "consensus")),
        ("Items that compare with the period before", ("–", "4 of 4")),
    ]


def test_the_methods_page_is_written_from_the_scheme(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    put(
        folder,
        "scoring/small-mean.yaml",
        SCHEME + "weights: {critical_items: 2}\ncritical_cap: {below: 2, cap: 2}\n"
        "overall: items\nindex: linear\nmeaningful_change: 0.25\n",
    )
    made = report(answered(folder, y2=[("zora", (3, 3, 1, 4))]))
    words = " ".join(text for section in made.method.sections for text in section.paragraphs)
    for said in (
        "Items marked as critical have weight 2.",
        "The overall score is the weighted mean of all items.",
        "A dimension with a critical item under level 2 cannot score above 2.",
        "at least 80%",
        "A difference of 0.25 levels",
    ):
        assert said in words
    assert [(row.title, row.limits) for row in made.method.bands] == [
        ("Low", "1.0 to under 2.5"),
        ("High", "2.5 to 4.0"),
    ]
    assert made.dimensions[1].basis.endswith("A critical item under level 2 holds this score at 2 or lower.")
    assert "As an index of 100: 47." in made.summary.basis


def test_data_quality_counts_every_answer(tmp_path: Path) -> None:
    made = report(answered(tmp_path, y2=[("zora", (3, "N/A", "don't know", ""))]))
    assert [(row.count, row.share) for row in made.method.quality] == [
        ("1", "25%"),
        ("1", "25%"),
        ("1", "25%"),
        ("1", "25%"),
        ("0", "0%"),
    ]


@pytest.mark.parametrize(
    ("organization", "period", "said"),
    [
        ("nobody", "y2", "no organization nobody"),
        ("zora", "y9", "no period y9"),
        ("zora", "y1", "zora was not assessed in y1. Assessed: y2."),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, organization: str, period: str, said: str) -> None:
    made = answered(tmp_path, y2=[("zora", (3, 3, 3, 3))])
    with pytest.raises(UsageError, match=said):
        individual_report(made, organization, period, "en")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Good  work 👍", "Good work [thumbs up sign]"),
        ("a\u200bb\u202ec", "abc"),
        ("Љубав, Ђ", "Љубав, Ђ"),
        ("c\u030cas", "čas"),
        ("ﬁ", "fi"),
        ("line\none", "line one"),
    ],
)
def test_typed_text_is_printable(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def _counted(folder: Path, rule: str) -> Assessment:
    """Both years under a scheme that sums or shares: 8 of 16 points at first, then 12."""
    small_project(folder)
    percent = SCHEME.replace("from: 1,", "from: 0,").replace("from: 2.5", "from: 60")
    put(folder, "scoring/small-mean.yaml", percent + f"dimension: {rule}\nmeaningful_change: 10\n")
    return answered(folder, [("zora", (2, 2, 2, 2))], [("zora", (4, 4, 2, 2))])


def test_points_are_said_out_of_the_points_that_there_are(tmp_path: Path) -> None:
    made = report(_counted(tmp_path, "sum"))
    assert made.summary.level == "Your organization rated itself at 12.0 of 16.0: High."
    assert made.summary.change[0] == (
        "Higher than at the baseline, Year 1, by 4.0 points: 8.0 then, 12.0 now, on the items that can be compared "
        "(4 of 4)."
    )
    assert [(row.now, row.change) for row in made.profile.rows] == [("8.0", "+4.0"), ("4.0", "0.0"), ("12.0", "+4.0")]
    assert made.profile.rows[0].cohort == "–"


def test_shares_of_the_maximum_are_said_in_percent(tmp_path: Path) -> None:
    made = report(_counted(tmp_path, "share"))
    assert made.summary.level == "Your organization rated itself at 75.0 of 100.0: High."
    assert "by 25.0 percentage points: 50.0 then, 75.0 now" in made.summary.change[0]
    assert [row.limits for row in made.method.bands] == ["0% to under 60%", "60% to 100%"]
    assert "10 percent of the maximum or more" in " ".join(made.method.sections[2].paragraphs)
