"""The XLSForm: what KoboToolbox and ODK are given, and that their own converter and validator take it."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from oca.collection.forms.batch import order_forms, write_xlsform
from oca.collection.forms.questions import xml_name
from oca.collection.forms.xlsform import language_heading, make_xlsform
from oca.collection.levels import Levels, Reading
from oca.content import shipped
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.language import LANGUAGES
from tests.instruments import NO_SHRINKING, questionnaires
from tests.small import ITEMS, read_small, small_project

Rows = list[dict[str, str]]


def read(path: Path) -> dict[str, Rows]:
    """Return the rows of each sheet, by heading; what is empty is left out."""
    found = {}
    for sheet in load_workbook(path):
        heading, *rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
        found[sheet.title] = [{k: v for k, v in zip(heading, row, strict=True) if v} for row in rows]
    return found


def make(questionnaire: Questionnaire, folder: Path, **choices: Any) -> dict[str, Rows]:
    """Write the XLSForm of a questionnaire and read it back."""
    make_xlsform(questionnaire, folder / "form.xlsx", **choices)
    return read(folder / "form.xlsx")


def named(rows: Rows) -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in rows if row.get("name")}


@pytest.fixture
def small(tmp_path: Path) -> Questionnaire:
    return read_small(small_project(tmp_path / "project"))[1]["small/1"]


SHIPPED = ("cssp-oca/2", "first-look/1", "enabling-environment/1")


@pytest.mark.parametrize("ref", SHIPPED)
def test_the_converter_takes_every_shipped_questionnaire_in_five_languages_without_a_warning(
    ref: str, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    questionnaire = load_questionnaire(ref, shipped("examples"))
    make_xlsform(questionnaire, path, languages=list(LANGUAGES), score_types=("consensus", "individual"), photos=True)
    made = convert(path, validate=False)
    assert made.warnings == []
    headings = set(map(language_heading, LANGUAGES))
    assert len(headings) == 5
    assert all(f'<translation lang="{one}"' in made.xform for one in headings)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("java"), reason="ODK Validate is a Java program")
@pytest.mark.parametrize("ref", SHIPPED)
def test_odk_validate_finds_nothing_wrong(ref: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    make_xlsform(load_questionnaire(ref, shipped("examples")), path, score_types=("consensus", "individual"))
    assert convert(path, validate=True).warnings == []


def test_every_translated_column_is_there_in_every_language_and_no_cell_of_it_is_empty_in_one_only(
    tmp_path: Path,
) -> None:
    sheets = make(
        load_questionnaire("enabling-environment/1", shipped("examples")), tmp_path, languages=list(LANGUAGES)
    )
    for rows in (sheets["survey"], sheets["choices"]):
        parts = {heading.partition("::")[0] for row in rows for heading in row if "::" in heading}
        assert "label" in parts
        for row in rows:
            for part in parts:
                filled = {language for language in LANGUAGES if row.get(f"{part}::{language_heading(language)}")}
                assert filled in (set(), set(LANGUAGES)), row


def test_the_default_language_is_one_of_the_form(small: Questionnaire, tmp_path: Path) -> None:
    sheets = make(small, tmp_path, default="bs")
    (facts,) = sheets["settings"]
    assert facts["default_language"] == "Bosnian (bs)"
    assert "label::Bosnian (bs)" in sheets["survey"][2] or any("label::Bosnian (bs)" in row for row in sheets["survey"])
    assert facts["version"] == f"small/1 {small.checksum}"
    assert facts["form_title"] == "Mali upitnik"


def test_each_item_has_a_list_of_its_own_with_its_own_words(small: Questionnaire, tmp_path: Path) -> None:
    sheets = make(small, tmp_path)
    assert named(sheets["survey"])["gov_board"]["type"] == "select_one rubric_gov_board"
    offered = [
        (row["name"], row["label::English (en)"], row["label::Bosnian (bs)"])
        for row in sheets["choices"]
        if row["list_name"] == "rubric_gov_board"
    ]
    assert offered == [
        ("1", "1 - No board meets.", "1 - Odbor se ne sastaje."),
        ("2", "2 - It meets at times.", "2 - Sastaje se ponekad."),
        ("3", "3 - It meets on a plan.", "3 - Sastaje se po planu."),
        ("4", "4 - It reviews its own work.", "4 - Preispituje svoj rad."),
        ("na", "N/A", "nije primjenjivo"),
        ("dk", "don't know", "ne znam"),
    ]


def test_an_item_is_asked_with_its_remarks_in_the_group_of_its_dimension(small: Questionnaire, tmp_path: Path) -> None:
    rows = make(small, tmp_path)["survey"]
    names = [row.get("name", "end") for row in rows]
    start = names.index("governance")
    assert names[start : start + 9] == [
        "governance",
        "governance_about",
        "gov_board_page",
        "gov_board",
        "gov_board_na_reason",
        "gov_board_comment",
        "gov_board_evidence",
        "end",
        "gov_mission_page",
    ]
    assert named(rows)["gov_board_na_reason"]["relevant"] == "${gov_board} = 'na'"
    assert named(rows)["gov_board"]["label::English (en)"] == "Board"
    assert named(rows)["gov_board_comment"]["label::Bosnian (bs)"] == "Upravni odbor – Komentar"
    assert named(rows)["fin_books"]["hint::English (en)"] == "Are books kept? (critical)"
    assert named(rows)["gov_board"]["guidance_hint::English (en)"] == "Evidence: Minutes.\nAsk for the last minutes."
    assert "guidance_hint::Bosnian (bs)" in named(rows)["gov_board"]
    assert not {"deviceid", "phonenumber", "username", "audit", "simserial", "subscriberid"} & {r["type"] for r in rows}


def test_what_is_chosen_is_understood_by_name_and_by_label_in_every_language(tmp_path: Path) -> None:
    """Every choice of every list reads as its own level; worked on the scale of each item by its number in the list."""
    questionnaire = load_questionnaire("first-look/1", shipped("examples"))
    sheets = make(questionnaire, tmp_path, languages=list(LANGUAGES))
    items = {f"rubric_{xml_name(item)}": item for item in questionnaire.item_ids}
    levels = Levels(questionnaire)
    for row in sheets["choices"]:
        if row["list_name"] not in items:
            continue
        item, name = items[row["list_name"]], row["name"]
        meant = {"na": Reading("not_applicable"), "dk": Reading("dont_know")}.get(name)
        expected = meant or Reading("answered", float(name))
        said = [name, *(row[f"label::{language_heading(one)}"] for one in LANGUAGES)]
        assert [levels.read(item, one) for one in said] == [expected] * 6, row


def test_a_scale_with_steps_asks_for_a_number_and_apart_for_what_is_none(tmp_path: Path) -> None:
    survey = named(make(load_questionnaire("enabling-environment/1", shipped("examples")), tmp_path)["survey"])
    number, state = survey["law_registration_number"], survey["law_registration_state"]
    assert (
        survey["law_registration"]["calculation"] == "coalesce(${law_registration_number}, ${law_registration_state})"
    )
    assert "label::English (en)" not in survey["law_registration"]
    assert number["type"] == "decimal"
    assert number["constraint"].startswith(". >= 1 and . <= 7 and ")
    assert number["constraint_message::English (en)"] == "Write a number from 1 to 7, in steps of 0.1."
    assert number["constraint_message::Bosnian (bs)"].endswith("0,1.")
    assert (state["type"], state["relevant"]) == ("select_one states", "${law_registration_number} = ''")
    assert survey["law_registration_na_reason"]["relevant"] == "${law_registration} = 'na'"
    ladder = survey["law_registration_levels"]["label::English (en)"].split("\n")
    assert [line[:4] for line in ladder] == [f"{level} - " for level in (7, 6, 5, 4, 3, 2, 1)]


def test_an_own_scale_offers_its_own_levels(tmp_path: Path) -> None:
    questionnaire = load_questionnaire("first-look/1", shipped("examples"))
    item = questionnaire.structure.scales["yes-no"].items[0]
    choices = make(questionnaire, tmp_path)["choices"]
    assert [
        (row["name"], row["label::English (en)"][:4])
        for row in choices
        if row["list_name"] == f"rubric_{xml_name(item)}"
    ] == [("0", "0 - "), ("1", "1 - "), ("na", "N/A"), ("dk", "don'")]


def test_one_form_serves_all_organizations_of_the_cohort_and_names_the_period(tmp_path: Path) -> None:
    project, _ = read_small(small_project(tmp_path / "project"))
    (path,) = write_xlsform(order_forms(project, period="y1"), tmp_path / "out")
    sheets = read(path)
    assert path.name == "y1-xlsform.xlsx"
    assert [row["name"] for row in sheets["choices"] if row["list_name"] == "organizations"] == ["zora", "lasta"]
    survey = named(sheets["survey"])
    assert survey["organization"]["type"] == "select_one organizations"
    assert survey["period"]["calculation"] == "'y1'"
    assert survey["questionnaire"]["calculation"] == "'small/1'"
    kinds = [row["name"] for row in sheets["choices"] if row["list_name"] == "score_types"]
    assert kinds == ["verified", "consensus", "individual"]
    assert survey["respondent"]["relevant"] == "${score_type} = 'individual'"
    assert "Invented data" in sheets["settings"][0]["form_title"]
    assert convert(path, validate=False).warnings == []


def test_a_form_for_one_organization_knows_it_and_a_blank_one_asks_for_its_name(tmp_path: Path) -> None:
    project, _ = read_small(small_project(tmp_path / "project"))
    (one,) = write_xlsform(order_forms(project, ["zora"]), tmp_path)
    (blank,) = write_xlsform(order_forms(project, blank=True), tmp_path)
    assert (one.name, blank.name) == ("zora-y2-xlsform.xlsx", "blank-y2-xlsform.xlsx")
    assert named(read(one)["survey"])["organization"]["calculation"] == "'zora'"
    assert read(one)["settings"][0]["default_language"] == "Bosnian (bs)"
    assert named(read(blank)["survey"])["organization"]["type"] == "text"
    assert [convert(path, validate=False).warnings for path in (one, blank)] == [[], []]


def test_a_photo_is_asked_for_only_when_it_is_wanted(small: Questionnaire, tmp_path: Path) -> None:
    assert not any(row["type"] == "image" for row in make(small, tmp_path)["survey"])
    photos = [row["name"] for row in make(small, tmp_path, photos=True)["survey"] if row["type"] == "image"]
    assert photos == [f"{xml_name(item)}_photo" for item in ITEMS]


def test_the_same_form_has_the_same_bytes(small: Questionnaire, tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_xlsform(small, tmp_path / f"{name}.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["one.xlsx", "two.xlsx"]


@settings(max_examples=10, deadline=None, phases=NO_SHRINKING)
@given(questionnaire=questionnaires())
def test_the_converter_takes_any_questionnaire(
    questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "form.xlsx"
    make_xlsform(questionnaire, path)
    convert(path, validate=False)
    survey = read(path)["survey"]
    assert {xml_name(item) for item in questionnaire.item_ids} <= {row.get("name") for row in survey}
    assert max(Counter(row["name"] for row in survey if "name" in row).values()) == 1
