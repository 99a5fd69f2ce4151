"""The shipped instruments from the blank form to the report: five levels with yes and no, seven with 1 as the best."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from oca.assessment import Assessment, assess
from oca.collection.form_content import FilledSheet
from oca.collection.forms.batch import order_forms, write_workbooks
from oca.collection.forms.workbook import make_workbook
from oca.collection.responses import collect
from oca.content import available
from oca.errors import InputError
from oca.findings import Finding
from oca.instrument.contradictions import uneven_bands
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.structure import level_key
from oca.instrument.translation import source_hashes
from oca.project import load_project
from oca.reporting.comparison import write_comparison
from oca.reporting.organization.record import Report
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import render
from oca.yamlfile import parse
from tests import making
from tests.small import put
from tests.test_form_workbook import cell
from tests.test_render import text_of

PROJECT = """\
name: {{en: Synthetic trial, bs: Sintetička proba}}
synthetic: true
languages: [en, bs]
periods:
  - {{id: y1, label: {{en: Year 1, bs: Prva godina}}, date: 2024-05-31, questionnaire: {ref}, scheme: {scheme}}}
  - {{id: y2, label: {{en: Year 2, bs: Druga godina}}, date: 2025-05-31, questionnaire: {ref}, scheme: {scheme}}}
sectors:
  all: {{en: All, bs: Svi}}
"""

SCHEMES = {
    "cssp-oca/2": "cssp-mean",
    "cssp-oca/3": "cssp-mean-3",
    "first-look/1": "first-look-index",
    "enabling-environment/1": "enabling-environment",
}

FIRST_LOOK = {
    "lea-statute": "1",
    "lea-board": "3",
    "lea-plan": "2",
    "lea-report": "0",
    "peo-roles": "4",
    "peo-volunteers": "3",
    "peo-agreements": "0",
    "peo-safety": "1",
    "mon-books": "4",
    "mon-two-people": "1",
    "mon-budget": "3",
    "mon-largest-donor": "5",
    "mon-search": "3",
    "com-needs": "3",
    "com-feedback": "3",
    "com-contact": "1",
    "com-results": "not_applicable",
    "com-partners": "3",
}
"""One consensus sheet. Yes (1) is worth 5 and no (0) is worth 1; the largest share (5) is worth 1."""

PANEL = {
    "law-registration": (3.4, 3.5, 3.6),
    "law-freedom": (3, 3.1, 3.2),
    "law-protection": (3, 3, 3),
    "mea-public": (5, 5, 5),
    "mea-giving": (5.1, 5.1, 5.1),
    "mea-income": (5.1, 5.1, 5.1),
    "voi-information": (4.2, 4.2, 4.2),
    "voi-consultation": (4.2, 4.2, 4.2),
    "voi-oversight": (4.3, 4.3, 4.3),
    "sta-trust": (2, 2, 2),
    "sta-media": (2.1, 2.1, 2.1),
}
"""What three experts gave, by item."""


def project(folder: Path, ref: str) -> Path:
    """Write a project with one organization, or area, that uses a shipped questionnaire."""
    put(folder, "project.yaml", PROJECT.format(ref=ref, scheme=SCHEMES[ref]))
    put(folder, "organizations.csv", "id,name,sector,language,joined,left\nnorth,Synthetic North,all,en,,\n")
    for period in ("y1", "y2"):
        (folder / "responses" / period).mkdir(parents=True)
    return folder


def fill(folder: Path, ref: str, answers: Mapping[str, str], period: str = "y1", **choices: Any) -> Path:
    """Fill in the workbook of the organization and put it among the responses; as a consensus sheet, in English."""
    one, code = load_project(folder), choices.pop("respondent", "")
    path = folder / f"responses/{period}/north{code}.xlsx"
    kind = "individual" if code else "consensus"
    sheet = FilledSheet(answers, dict.fromkeys(answers, "Because."), respondent=code, role="expert" if code else "")
    choices = {"language": "en", "organization": one.organization("north"), "period": one.period(period), **choices}
    make_workbook(load_questionnaire(ref), path, score_type=kind, sheet=sheet, **choices)
    return path


def panel(folder: Path, period: str, shift: float = 0) -> None:
    """Let the three experts fill in their workbooks, the last one in Bosnian; each rating moved by `shift`."""
    for expert in range(3):
        given_by = {item: f"{ratings[expert] + shift:g}" for item, ratings in PANEL.items()}
        language = "bs" if expert == 2 else "en"
        fill(folder, "enabling-environment/1", given_by, period, respondent=f"e{expert}", language=language)


def report(assessment: Assessment, period: str = "y1", language: str = "en") -> Report:
    assert [one.message for one in assessment.findings if one.severity == "error"] == []
    return individual_report(assessment, "north", period, language, with_annex=True)


def scores(assessment: Assessment, period: str = "y1") -> dict[str, float]:
    frame = assessment.scores[assessment.scores["period"] == period]
    return dict(zip(frame["element"], frame["score"].round(9), strict=True))


def errors_of(folder: Path, ref: str, rows: str) -> list[Finding]:
    """Return the errors of a CSV file with `item,answer` rows."""
    put(folder, "responses/y1/answers.csv", f"organization,item,answer\n{rows}\n")
    found = collect(load_project(folder), {ref: load_questionnaire(ref)}).findings
    return [one for one in found if one.severity == "error"]


# --- what is shipped


@pytest.mark.parametrize("ref", SCHEMES)
def test_what_is_shipped_loads_without_a_finding_and_is_translated_as_it_stands(ref: str) -> None:
    one = load_questionnaire(ref)
    assert one.findings == ()
    for language, words in one.words.items():
        if language != one.structure.source_language:
            assert words.translated_from == source_hashes(one.words["en"]), language


# --- the form, there and back


def _answers(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {
            item.id: st.sampled_from([*map(level_key, item.answers), "not_applicable", "dont_know", ""])
            for item in questionnaire.items
        }
    )


@pytest.mark.slow
@pytest.mark.parametrize("ref", SCHEMES)
@settings(max_examples=6, deadline=None)
@given(data=st.data(), language=st.sampled_from(["en", "bs"]))
def test_what_is_written_into_the_form_is_read(ref: str, data: st.DataObject, language: str) -> None:
    answers = data.draw(_answers(load_questionnaire(ref)))
    with tempfile.TemporaryDirectory() as temporary:
        folder = project(Path(temporary) / "project", ref)
        fill(folder, ref, answers, language=language)
        collected = collect(load_project(folder), {ref: load_questionnaire(ref)})
    assert [one for one in collected.findings if one.severity == "error"] == []
    rows = collected.responses
    given_back = rows["answer"].map("{:g}".format).where(rows["status"] == "answered", rows["status"])
    wanted = {item: answer or "missing" for item, answer in answers.items()} if any(answers.values()) else {}
    assert dict(zip(rows["item"], given_back, strict=True)) == wanted


@pytest.mark.parametrize(
    ("language", "item", "offered"),
    [
        ("en", "lea-statute", '"No,Yes,N/A,don\'t know"'),
        ("en", "lea-board", '"1,2,3,4,5,N/A,don\'t know"'),
        ("bs", "lea-statute", '"Ne,Da,nije primjenjivo,ne znam"'),
        ("bs", "mon-largest-donor", '"do 30 %,31 do 50 %,51 do 70 %,71 do 90 %,više od 90 %,nije primjenjivo,ne znam"'),
    ],
)
def test_each_row_offers_its_own_answers(tmp_path: Path, language: str, item: str, offered: str) -> None:
    folder = project(tmp_path / "project", "first-look/1")
    answer = cell(load_workbook(fill(folder, "first-look/1", FIRST_LOOK, language=language)), item, "answer")
    rules = [one for one in answer.parent.data_validations.dataValidation if answer.coordinate in one.sqref]
    assert [rule.formula1 for rule in rules] == [offered]


def test_own_answers_stand_under_the_level_that_they_are_worth(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", "first-look/1")
    book = load_workbook(fill(folder, "first-look/1", {}))
    texts = {level: cell(book, "mon-two-people", f"level_{level}").value for level in (1, 2, 3, 4, 5)}
    assert [str(texts[1]).split("\n")[0], texts[2], texts[3], texts[4]] == ["No", None, None, None]
    assert str(texts[5]).startswith("Yes\nNo payment can be made by one person alone")
    shares = [cell(book, "mon-largest-donor", f"level_{level}").value for level in (1, 3, 5)]
    assert shares == ["more than 90 %", "51 to 70 %", "up to 30 %"], "the item is reversed"


def test_the_form_of_a_reversed_scale_runs_from_the_worst_to_the_best_and_says_which_end_is_which(
    tmp_path: Path,
) -> None:
    folder = project(tmp_path / "project", "enabling-environment/1")
    (path,) = write_workbooks(order_forms(load_project(folder), ["north"], period="y1"), tmp_path / "forms")
    book = load_workbook(path)
    texts = [str(one.value) for row in book["Start"].iter_rows() for one in row if one.value]
    assert "On this scale 1 is the best level and 7 the worst." in texts
    assert any("write a number between them, in steps of 0.1" in text for text in texts)
    assert "Rating of one person" in texts, "the scheme accepts individual ratings only"
    levels = [one.value for one in book["Law"][1] if str(one.value).startswith("level_")]
    assert levels == [f"level_{level}" for level in (7, 6, 5, 4, 3, 2, 1)]


def recalculated(path: Path, folder: Path) -> Any:
    """Return a workbook after LibreOffice calculated its formulas."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "made"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return load_workbook(folder / "made" / path.name, data_only=True)


@pytest.mark.slow
def test_the_preview_counts_what_each_answer_is_worth(tmp_path: Path) -> None:
    """By hand: (5+3+2+1)/4, (4+3+1+1)/4, (4+5+3+1+3)/5, and without what does not apply (3+3+5+3)/4."""
    folder = project(tmp_path / "project", "first-look/1")
    book = recalculated(fill(folder, "first-look/1", FIRST_LOOK, language="bs"), tmp_path)
    cells = {row[1].value: row[5].value for row in book.worksheets[0].iter_rows()}
    titles = [
        load_questionnaire("first-look/1").dimension_text(one, "bs").title
        for one in ("leadership", "people", "money", "community")
    ]
    assert [round(cells[title], 6) for title in titles] == [2.75, 2.25, 3.2, 3.5]


@pytest.mark.slow
def test_the_answer_cell_takes_steps_and_both_states_and_nothing_else(tmp_path: Path) -> None:
    """45385 is what Excel makes of 3.4 that it takes for a date, 3 April 2024."""
    taken = {
        1: True,
        7: True,
        3.4: True,
        6.9: True,
        "N/A": True,
        "don't know": True,
        3.45: False,
        0.9: False,
        7.1: False,
        45_385: False,
        "3.4": False,
        "yes": False,
    }
    folder = project(tmp_path / "project", "enabling-environment/1")
    path = fill(folder, "enabling-environment/1", {}, respondent="e1")
    book = load_workbook(path)
    answer = cell(book, "law-registration", "answer")
    sheet = answer.parent
    (rule,) = sheet.data_validations.dataValidation
    for row, typed in enumerate(taken, start=1):
        sheet[f"Z{row}"] = typed
        sheet[f"AA{row}"] = "=" + rule.formula1.replace(answer.coordinate, f"Z{row}")
    book.save(path)
    found = recalculated(path, tmp_path)[sheet.title]
    assert {typed: found[f"AA{row}"].value for row, typed in enumerate(taken, start=1)} == taken


# --- what is read


@pytest.mark.parametrize(
    ("typed", "level"),
    [("yes", 1), ("Yes", 1), ("da", 1), ("ДА", 1), ("1", 1), ("1 - Da", 1), ("no", 0), ("NE", 0), ("не", 0), ("0", 0)],
)
def test_yes_and_no_are_read_in_every_language_and_as_numbers(tmp_path: Path, typed: str, level: float) -> None:
    folder = project(tmp_path / "project", "first-look/1")
    assert errors_of(folder, "first-look/1", f"north,lea-statute,{typed}") == []
    read = collect(load_project(folder), {"first-look/1": load_questionnaire("first-look/1")}).responses
    assert read.set_index("item").loc["lea-statute", "answer"] == level


@pytest.mark.parametrize("typed", ["3.4", '"3,4"', "3.4000000000000004"])
def test_a_step_is_read_with_a_point_a_comma_and_the_dust_of_a_spreadsheet(tmp_path: Path, typed: str) -> None:
    folder, ref = project(tmp_path / "project", "enabling-environment/1"), "enabling-environment/1"
    assert errors_of(folder, ref, f"north,law-freedom,{typed}") == []
    read = collect(load_project(folder), {ref: load_questionnaire(ref)}).responses
    assert read.set_index("item").loc["law-freedom", "answer"] == 3.4


@pytest.mark.parametrize(
    ("ref", "item", "typed", "said", "hint"),
    [
        ("enabling-environment/1", "law-freedom", "3.45", "1-7 in steps of 0.1", "Round it to 3.4 or 3.5."),
        ("enabling-environment/1", "law-freedom", "7.1", "1-7 in steps of 0.1", "Choose one of these values."),
        ("first-look/1", "lea-board", "yes", "1-5", "Choose one of these values."),
        ("first-look/1", "lea-board", "3.5", "1-5", "Choose one of these values."),
        ("first-look/1", "lea-statute", "5", "No, Yes", "Choose one of these values."),
        ("first-look/1", "lea-statute", "1 - No", "No, Yes", "It names two levels; keep one."),
    ],
)
def test_an_answer_that_is_none_of_the_items_own_is_said_with_what_is_allowed(
    tmp_path: Path, ref: str, item: str, typed: str, said: str, hint: str
) -> None:
    (found,) = errors_of(project(tmp_path / "project", ref), ref, f"north,{item},{typed}")
    assert (found.code, found.place.row) == ("answer-not-a-level", 2)
    assert f"({said}, N/A, don't know)" in found.message
    assert found.hint.startswith(f"{hint} Or say once what it stands for")


def test_an_own_scale_whose_level_has_no_name_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    for name in ("1.yaml", "1.en.yaml", "1.bs.yaml"):
        (source,) = available("questionnaires", f"first-look/{name}", None)
        text = source.read_text(encoding="utf-8")
        put(folder, f"questionnaires/first-look/{name}", text.replace('{name: "No", text', "{text"))
    with pytest.raises(InputError) as raised:
        load_questionnaire("first-look/1", folder)
    (found,) = raised.value.findings
    assert found.code == "text-missing"
    assert "level 0 of yes-no" in found.message


# --- from the form to the report


def test_the_first_instrument_goes_from_form_to_report(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", "cssp-oca/2")
    items = load_questionnaire("cssp-oca/2").item_ids
    fill(folder, "cssp-oca/2", dict.fromkeys(items, "3"))
    assert report(assess(folder)).summary.level == "Your organization rated itself at 3.0 of 4: Established."


def test_a_first_look_is_scored_by_what_its_answers_are_worth(tmp_path: Path) -> None:
    """By hand, through the sub-dimensions.

    leadership ((5+3)/2 + (2+1)/2)/2; people ((4+3)/2 + (1+1)/2)/2 = 2.25, held at 2 because safety is at 1; money
    ((4+5+3)/3 + (1+3)/2)/2; community ((3+3)/2 + (5+3)/2)/2; overall 11.25/4, as an index 100 (2.8125 - 1)/4 = 45.3.
    """
    folder = project(tmp_path / "project", "first-look/1")
    fill(folder, "first-look/1", FIRST_LOOK, language="bs")
    made = assess(folder)
    found = scores(made)
    wanted = {"leadership": 2.75, "people": 2, "money": 3, "community": 3.5, "overall": 2.8125}
    assert {element: found[element] for element in wanted} == wanted
    said = report(made)
    assert said.summary.level == "Your organization rated itself at 2.8 of 5: Taking shape."
    assert said.summary.basis.endswith("As an index of 100: 45.")
    people = said.dimensions[1]
    assert "Held at level 2; a better score needs at least: Safe with us: level 2 (First steps)." in people.basis


@pytest.mark.parametrize(
    ("language", "yes", "share", "step"),
    [("en", "Yes", "more than 90 %", "from “No” to “Yes”"), ("bs", "Da", "više od 90 %", "s „Ne“ na „Da“")],
)
def test_own_answers_are_printed_by_their_names(tmp_path: Path, language: str, yes: str, share: str, step: str) -> None:
    folder = project(tmp_path / "project", "first-look/1")
    fill(folder, "first-look/1", FIRST_LOOK)
    said = report(assess(folder), language=language)
    rows = {row.title: (row.score, row.word) for one in said.dimensions for row in one.items}
    titles = load_questionnaire("first-look/1").item_text
    assert rows[titles("lea-statute", language).title] == ("5", yes)
    assert rows[titles("mon-largest-donor", language).title] == ("1", share)
    answers = {row.item: row.answer for part in said.annex for row in part.rows}
    assert answers[titles("lea-statute", language).title] == yes
    following = {one.title: one for dimension in said.dimensions for one in dimension.next}
    report_step = following[titles("lea-report", language).title]
    assert (report_step.step, report_step.text) == (
        step,
        load_questionnaire("first-look/1").answer_text("lea-report", 1, language),
    )
    assert said.summary.scale_note == ""


def test_a_panel_is_scored_from_rounded_dimensions(tmp_path: Path) -> None:
    """By hand: 9.6/3, 15.2/3 = 5.07 and 12.7/3 = 4.23 rounded, 2.05 rounded half up; then 14.6/4.

    Without rounding first it would be 14.55/4 = 3.6375, which prints as 3.6.
    """
    folder = project(tmp_path / "project", "enabling-environment/1")
    panel(folder, "y1")
    made = assess(folder)
    found = scores(made)
    wanted = {"law": 3.2, "means": 5.1, "voice": 4.2, "standing": 2.1, "overall": 3.65}
    assert {element: found[element] for element in wanted} == wanted
    assert report(made).summary.level == "Synthetic North: 3.7 on a scale from 7 (worst) to 1 (best) – On the way."
    bosnian = report(made, language="bs").summary
    assert bosnian.level == "Synthetic North: 3,7 na skali od 7 (najgore) do 1 (najbolje) – Na putu."


def test_where_1_is_best_a_lower_score_stands_farther_to_the_right_and_fills_more_boxes(tmp_path: Path) -> None:
    """By hand: the axis has 140 points for six levels, so 3.2 stands at 6 + 140 (7 - 3.2)/6 = 94.67."""
    folder = project(tmp_path / "project", "enabling-environment/1")
    panel(folder, "y1")
    said = report(assess(folder))
    law, means = said.profile.rows[:2]
    assert [tick.label for tick in law.strip.ticks] == ["7", "6", "5", "4", "3", "2", "1"]
    assert law.strip.now == 94.67
    assert means.strip.now is not None
    assert means.strip.now < law.strip.now
    boxes = [row.mark.filled.count("M") for row in said.summary.glance]
    assert boxes == [5, 3, 4, 0], "4.8, 2.9 and 3.8 boxes of seven; two items of few people are kept back"
    assert [level.value for level in said.summary.scale] == ["7", "6", "5", "4", "3", "2", "1"]


def test_where_1_is_best_a_smaller_score_is_told_as_better_and_nobody_is_addressed(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", "enabling-environment/1")
    panel(folder, "y1")
    panel(folder, "y2", -0.5)
    said = report(assess(folder), "y2")
    assert said.summary.change[0] == (
        "Rated 0.5 levels better than at the baseline, Year 1: 3.7 then, 3.2 now, on the items that can be compared "
        "(11 of 11)."
    )
    assert said.summary.change[1] == (
        "Rated better: Law, Resources and Participation. Not comparable: Standing."  # two items of three people
    )
    assert said.dimensions[0].change == "Rated 0.5 levels better than in Year 1 (items compared: 3 of 3)."
    assert said.profile.rows[0].change == "\u22120.5"
    note = "On this scale 1 is the best level and 7 the worst"
    assert [text.startswith(note) for text in (said.summary.scale_note, said.profile.notes[0])] == [True, True]
    assert said.years is not None
    points = said.years.chart.panels[0].points
    assert points[1].y < points[0].y, "better is higher"
    page = render.html(said)
    before_method = page[page.index("<body") : page.index("How the figures came about")].casefold()
    assert [word for word in ("your organization", "yourselves", "higher", "lower") if word in before_method] == []


def test_an_item_at_the_best_level_has_no_next_one(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", "enabling-environment/1")
    for expert in ("e1", "e2", "e3", "e4", "e5"):
        fill(folder, "enabling-environment/1", dict.fromkeys(PANEL, "1"), respondent=expert)
    said = report(assess(folder))
    assert {item.word for one in said.dimensions for item in one.items} == {"Fully enabling"}
    assert {item.steps for item in said.dimensions[0].items} == {"■" * 7}


def test_the_comparison_colours_the_best_values_whichever_end_they_are(tmp_path: Path) -> None:
    colours = {}
    for ref in ("first-look/1", "enabling-environment/1"):
        folder = project(tmp_path / ref.split("/")[0], ref)
        if ref == "first-look/1":
            fill(folder, ref, FIRST_LOOK)
        else:
            panel(folder, "y1")
        path = tmp_path / f"{ref.split('/')[0]}.xlsx"
        write_comparison(assess(folder), path)
        (scale,) = {
            (
                rule.colorScale.cfvo[0].val,
                rule.colorScale.color[0].rgb,
                rule.colorScale.cfvo[2].val,
                rule.colorScale.color[2].rgb,
            )
            for found in load_workbook(path)["Summary"].conditional_formatting
            for rule in found.rules
        }
        colours[ref] = scale
    worst, best = colours["first-look/1"][1], colours["first-look/1"][3]
    assert worst != best
    assert [float(colours["first-look/1"][i]) for i in (0, 2)] == [1, 5]
    low, at_low, high, at_high = colours["enabling-environment/1"]
    assert (float(low), at_low, float(high), at_high) == (1, best, 7, worst)


def test_the_items_to_work_on_begin_with_the_worst_and_the_codebook_names_own_answers(tmp_path: Path) -> None:
    folder = project(tmp_path / "env", "enabling-environment/1")
    panel(folder, "y1")
    write_comparison(assess(folder), tmp_path / "env.xlsx")
    rows = list(load_workbook(tmp_path / "env.xlsx")["Items"].iter_rows(min_row=5, values_only=True))
    assert (rows[0][1], rows[-1][1]) == ("mea-giving", "sta-trust"), "5.1 is the worst and 2.0 the best"
    folder = project(tmp_path / "first", "first-look/1")
    fill(folder, "first-look/1", FIRST_LOOK)
    write_comparison(assess(folder), tmp_path / "first.xlsx")
    asked = {row[2:6] for row in load_workbook(tmp_path / "first.xlsx")["Questionnaire"].iter_rows(values_only=True)}
    texts = {(row[0], row[2]): row[3] for row in asked if row[1] == "level"}
    assert texts["mon-largest-donor", "5 = 1"] == "more than 90 %"
    assert texts["lea-statute", "1 = 5"].startswith("Yes: Everything in them is true today")


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize("ref", ["first-look/1", "enabling-environment/1"])
@pytest.mark.parametrize("language", ["en", "bs"])
def test_the_printed_report_is_accessible_and_says_what_the_record_says(
    tmp_path: Path, ref: str, language: str
) -> None:
    import page

    folder = project(tmp_path / "project", ref)
    for period, shift in (("y1", 0.0), ("y2", -0.5)):
        if ref == "first-look/1":
            fill(folder, ref, FIRST_LOOK, period)
        else:
            panel(folder, period, shift)
    said = report(assess(folder), "y2", language)
    made = render.pdf(said)
    assert page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1).failures == []
    text = " ".join(text_of(made).split())
    for sentence in (
        said.summary.level,
        *said.summary.change,
        *(row.title for one in said.dimensions for row in one.items),
    ):
        assert sentence in text


@pytest.mark.parametrize(
    ("levels", "bands", "said"),
    [
        ((1, 2, 3, 4, 5, 6), {"a": 1, "b": 2, "c": 3}, "The band c holds 4 of the 6 levels, a holds 1."),
        ((1, 2, 3, 4, 5, 6), {"a": 1, "b": 3, "c": 5}, ""),
        ((1, 2, 3, 4), {"a": 1, "b": 1.5, "c": 2.5, "d": 3.5}, ""),
        ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), {"a": 0, "b": 3, "c": 7}, ""),
        ((1, 2, 3, 4, 5, 6, 7), {"a": 1, "b": 6.5}, "The band a holds 6 of the 7 levels, b holds 1."),
    ],
)
def test_bands_that_do_not_follow_the_scale_are_to_be_looked_at(
    levels: tuple[float, ...], bands: dict[str, float], said: str
) -> None:
    form = making.questionnaire({"d": ["a"]}, levels=levels)
    found = uneven_bands(making.scheme(bands=bands), parse("bands: []", "scoring/small.yaml"), form)
    assert [one.message for one in found] == ([said] if said else [])
    assert all(one.code == "scheme-bands-uneven" and one.severity == "look at" for one in found)
