"""Version 3 of cssp-oca, from its words to the report, and what becomes of a change from version 2 to it."""

from __future__ import annotations

import re
import sys

import pandas as pd
import pytest

from oca.assessment import Assessment, assess
from oca.cli import main
from oca.collection.form_content import FilledSheet
from oca.collection.forms.workbook import make_workbook
from oca.content import shipped
from oca.instrument.proofreading import proofread
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.project import load_project
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import render
from tests.printed import text_of
from tests.small import put

PROJECT = """\
name: {en: Synthetic trial, bs: Sintetička proba}
synthetic: true
languages: [bs, en]
periods:
  - {id: y1, label: {en: Year 1, bs: Prva godina}, date: 2025-05-31, questionnaire: cssp-oca/2, scheme: cssp-mean}
  - {id: y2, label: {en: Year 2, bs: Druga godina}, date: 2026-05-31, questionnaire: cssp-oca/3, scheme: cssp-mean-3}
sectors:
  all: {en: All, bs: Svi}
"""

LANGUAGES = ("en", "bs", "hr", "sr-Latn")
NEW = {
    "gov-members": "1",
    "gov-leadership": "1",
    "ppl-contracts": "not_applicable",
    "ppl-pay": "not_applicable",
    "fin-grants": "4",
    "fin-taxes": "4",
    "fin-assets": "4",
    "fin-integrity": "4",
    "pro-quality": "1",
}
"""Answers of year 2 other than 3, all to items that version 2 did not ask so."""


@pytest.fixture(scope="module")
def three() -> Questionnaire:
    return load_questionnaire("cssp-oca/3")


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """Return a group without employees that stood at level 2 throughout, and a year later at 3 save for NEW."""
    folder = tmp_path_factory.mktemp("three")
    put(folder, "project.yaml", PROJECT)
    put(folder, "organizations.csv", "id,name,sector,language,joined,left\nlipa,Synthetic Lipa,all,bs,,\n")
    project = load_project(folder)
    for period, ref, level in (("y1", "cssp-oca/2", "2"), ("y2", "cssp-oca/3", "3")):
        questionnaire = load_questionnaire(ref)
        answers = dict.fromkeys(questionnaire.item_ids, level) | (NEW if period == "y2" else {})
        sheet = FilledSheet(answers, dict.fromkeys(answers, "Zato."))
        path = folder / f"responses/{period}/lipa.xlsx"
        path.parent.mkdir(parents=True)
        organization = project.organization("lipa")
        make_workbook(
            questionnaire, path, language="bs", organization=organization, period=project.period(period), sheet=sheet
        )
    return assess(folder)


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """Run `oca questionnaire` and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["oca", "questionnaire", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code or 0


def column(frame: pd.DataFrame, name: str, kind: str) -> dict[str, object]:
    rows = frame[frame["kind"] == kind]
    return dict(zip(rows["element"], rows[name], strict=True))


# --- the words


def test_it_has_at_most_66_items_in_ten_dimensions(three: Questionnaire) -> None:
    assert len(three.item_ids) <= 66
    assert len(three.structure.dimensions) == 10


def test_what_was_critical_in_version_2_is_critical_in_each_part_that_it_was_split_into_but_for_the_load(
    three: Questionnaire,
) -> None:
    before = {*load_questionnaire("cssp-oca/2").structure.critical} - {"ppl-conditions"}
    assert {*three.structure.critical} == before | {"ppl-contracts", "ppl-pay"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_has_four_levels_evidence_guidance_and_a_way_to_each_next_level(
    three: Questionnaire, language: str
) -> None:
    for item in three.item_ids:
        text = three.words[language].items[item]
        assert all((text.title, text.prompt, text.evidence, text.guidance)), item
        assert sorted(text.levels) == ["1", "2", "3", "4"], item
        assert sorted(text.actions) == ["2", "3", "4"], item
        assert len({*text.levels.values()}) == 4, item


def test_the_check_finds_nothing_and_every_text_fits_its_place(
    three: Questionnaire, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command(monkeypatch, "check", "cssp-oca/3") == 0
    assert "No findings." in "".join(capsys.readouterr())
    assert {language: [one.message for one in found] for language, found in proofread(three).items()} == {
        language: [] for language in LANGUAGES
    }


def test_levels_and_bands_are_called_alike_and_the_first_is_not_the_word_for_a_first_assessment(
    assessed: Assessment, three: Questionnaire
) -> None:
    bands = assessed.schemes["cssp-mean-3"].bands
    for language in LANGUAGES:
        names = [level.name for level in three.words[language].scale.values()]
        assert [band.title[language] for band in bands] == names
        if language != "en":
            assert names == ["U začetku", "U izgradnji", "Ustaljeno", "Uzorno"]


@pytest.mark.parametrize("language", ["bs", "hr", "sr-Latn"])
def test_only_the_person_at_the_head_is_named_in_both_genders(language: str) -> None:
    text = (shipped("questionnaires") / f"cssp-oca/3.{language}.yaml").read_text(encoding="utf-8")
    pairs = re.findall(r"\b(\w{4})\w* ili (\1\w*)", re.sub(r"\s+", " ", text).lower())
    assert {stem for stem, _ in pairs} == {"dire"}


def test_what_touches_the_law_is_listed_by_item_as_to_be_checked(three: Questionnaire) -> None:
    readme = (shipped("questionnaires") / "cssp-oca/README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:gov|str|ppl|fin|res|pro|adv|net|com|ops)-[a-z]+)`", readme))
    assert named <= set(three.item_ids)
    law = readme.split("## To be checked with a lawyer")[1].split("\n## ")[0]
    for item in ("gov-statute", "ppl-contracts", "fin-taxes", "fin-audit", "fin-integrity", "ops-data", "ops-premises"):
        assert f"`{item}`" in law


# --- from the form to the report


def test_the_scores_are_the_means_of_what_was_filled_in(assessed: Assessment) -> None:
    """By hand: governance (6*3 + 2*1)/8, people 7*3/7, finance (6*3 + 4*4)/10, programmes (6*3 + 1)/7, the others 3."""
    assert [one.message for one in assessed.findings if one.severity == "error"] == []
    year = assessed.scores[assessed.scores["period"] == "y2"]
    found = column(year, "score", "dimension")
    expected = dict.fromkeys(found, 3.0) | {"governance": 2.5, "finance": 3.4, "programmes": 19 / 7}
    assert found == pytest.approx(expected)
    assert column(year, "not_applicable", "dimension")["people"] == 2
    assert column(year, "score", "overall") == pytest.approx({"overall": (2.5 + 3.4 + 19 / 7 + 7 * 3) / 10})


def test_from_version_2_only_what_compares_is_compared(assessed: Assessment) -> None:
    """What compares went from 2 to 3 everywhere, whatever was answered to the new items."""
    changes = assessed.changes
    dimensions = column(changes, "change", "dimension")
    left_out = {element for element, change in dimensions.items() if pd.isna(change)}
    assert left_out == {"governance", "people"}
    assert {change for element, change in dimensions.items() if element not in left_out} == {1.0}
    items = column(changes, "change", "item")
    compared = {item for item, change in items.items() if not pd.isna(change)}
    assert len(compared) == 40
    assert compared.isdisjoint({*NEW, "gov-board", "ppl-load", "fin-audit", "res-donors", "net-business"})


def test_a_need_ends_at_level_3(assessed: Assessment) -> None:
    """Level 3 is the target; fin-grants at 4 and gov-mission at 3 need nothing, gov-leadership at 1 does."""
    needs = assessed.needs[assessed.needs["period"] == "y2"].set_index("element")["priority"]
    assert (needs["fin-grants"], needs["gov-mission"]) == (0, 0)
    assert needs["gov-leadership"] > 0


def test_the_difference_says_how_many_items_compare(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command(monkeypatch, "diff", "cssp-oca/2", "cssp-oca/3") == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "40 of 66 items compare; governance 3 of 8, people 3 of 9, finance 5 of 10, resources 3 of 6, "
        "programmes 5 of 7, advocacy 4 of 6, networks 3 of 5, operations 4 of 5."
    )


@pytest.mark.pdf
@pytest.mark.slow
def test_the_report_names_the_bands_and_the_new_items(assessed: Assessment) -> None:
    made = render.pdf(individual_report(assessed, "lipa", "y2", "bs", with_annex=True))
    text = " ".join(text_of(made).split())
    for word in ("Ustaljeno", "U izgradnji", "Zajedničko vođenje i prepuštanje odluka", "PDV i drugi porezi"):
        assert word in text
