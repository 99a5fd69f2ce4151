"""What an organization answered last time, for a form that can show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.collection.previous_answers import collect_previous
from oca.errors import InputError
from tests.small import add_second_version, put, read_small, small_project

HEAD = "organization,item,answer,score_type\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def previous(folder: Path, rows: str) -> dict[str, dict[str, str]]:
    put(folder, "responses/y1/answers.csv", HEAD + rows)
    project, _ = read_small(folder)
    found = collect_previous(project, project.period("y2"))
    return {organization: dict(one.answers) for organization, one in found.items()}


def test_levels_and_states_of_the_period_before(folder: Path) -> None:
    rows = "zora,gov-board,3,consensus\nzora,gov-mission,N/A,consensus\nzora,fin-books,,consensus\n"
    assert previous(folder, rows) == {"zora": {"gov-board": "3", "gov-mission": "not_applicable"}}


def test_verified_answers_come_before_those_agreed_without_an_assessor(folder: Path) -> None:
    assert previous(folder, "zora,gov-board,4,consensus\nzora,gov-board,2,verified\n") == {"zora": {"gov-board": "2"}}


def test_the_rating_of_one_person_is_not_the_organizations(folder: Path) -> None:
    put(
        folder,
        "responses/y1/one.csv",
        "organization,item,answer,score_type,respondent\nzora,gov-board,4,individual,r1\n",
    )
    assert previous(folder, "lasta,gov-board,1,consensus\n") == {"lasta": {"gov-board": "1"}}


def test_an_item_that_became_another_carries_its_answer_and_the_label_its_languages(folder: Path) -> None:
    add_second_version(folder)
    assert previous(folder, "zora,fin-donors,3,consensus\n") == {"zora": {"fin-income": "3"}}
    project, _ = read_small(folder)
    one = collect_previous(project, project.period("y2"))["zora"]
    assert one.period == "Prva godina"  # zora's language is Bosnian
    assert one.labels == {"en": "Year 1", "bs": "Prva godina"}


def test_nothing_is_shown_that_was_read_wrongly(folder: Path) -> None:
    with pytest.raises(InputError):
        previous(folder, "zora,gov-board,9,consensus\n")
