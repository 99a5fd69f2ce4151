"""What our forms ask is understood from the labels of an export, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.collection.forms.xlsform import language_heading, make_xlsform
from oca.collection.labels import field_asked, score_type_meant
from oca.content import shipped
from oca.instrument.reading import load_questionnaire
from oca.language import LANGUAGES
from oca.tables import SCORE_TYPES
from tests.test_xlsform import named, read


@pytest.mark.parametrize("ref", ["first-look/1", "enabling-environment/1"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_of_the_first_page_say_which_field_they_ask_for(ref: str, language: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    questionnaire = load_questionnaire(ref, shipped("examples"))
    make_xlsform(questionnaire, path, languages=[language], score_types=list(SCORE_TYPES))
    sheets = read(path)
    survey, label = named(sheets["survey"]), f"label::{language_heading(language)}"
    fields = ("organization", "score_type", "respondent", "role")
    assert [field_asked(survey[name][label]) for name in fields] == list(fields)
    kinds = [(row["name"], row[label]) for row in sheets["choices"] if row["list_name"] == "score_types"]
    assert [score_type_meant(said) for _, said in kinds] == [name for name, _ in kinds] == list(SCORE_TYPES)


def test_other_texts_are_no_field_and_no_score_type() -> None:
    assert (field_asked("Board"), field_asked(""), score_type_meant("maybe"), score_type_meant("")) == ("", "", "", "")


def test_a_score_type_is_known_by_its_name_as_well() -> None:
    assert score_type_meant("Consensus") == "consensus"
