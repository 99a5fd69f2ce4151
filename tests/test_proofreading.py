"""What is said of the words of a questionnaire, language by language, before it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.instrument.proofreading import LIMITS, proofread
from oca.instrument.reading import load_questionnaire
from oca.instrument.translation import parts
from tests.small import BOSNIAN, ENGLISH, put, small_project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def said(folder: Path, bosnian: str = BOSNIAN, english: str = ENGLISH) -> list[tuple[str, str, str, int | None]]:
    """Return code, severity, file and line of what is said of the small questionnaire in Bosnian."""
    put(folder, "questionnaires/small/1.en.yaml", english)
    put(folder, "questionnaires/small/1.bs.yaml", bosnian)
    found = proofread(load_questionnaire("small/1", folder))["bs"]
    return [(one.code, one.severity, one.place.file.rsplit("/", 1)[-1], one.place.row) for one in found]


def line(text: str, part: str) -> int:
    """Return the number of the line that holds a part of a text."""
    return next(number for number, one in enumerate(text.splitlines(), start=1) if part in one)


def test_of_a_good_translation_nothing_is_said(folder: Path) -> None:
    assert proofread(load_questionnaire("small/1", folder)) == {"en": [], "bs": []}


def test_missing_texts_are_among_it(folder: Path) -> None:
    words = BOSNIAN.replace("    title: Misija\n", "")
    assert said(folder, words) == [("translation-missing", "warning", "1.bs.yaml", line(words, "gov-mission:"))]


def test_a_text_that_equals_its_source_is_to_be_looked_at(folder: Path) -> None:
    words = BOSNIAN.replace("prompt: Vode li se knjige?", "prompt: Are books kept?")
    assert said(folder, words) == [("translation-identical", "look at", "1.bs.yaml", line(words, "Are books kept"))]


@pytest.mark.parametrize(("word", "codes"), [("Plan", []), ("Internacionalno", ["translation-identical"])])
def test_one_short_word_may_be_the_same_in_two_languages(folder: Path, word: str, codes: list[str]) -> None:
    bosnian, english = (
        BOSNIAN.replace("title: Misija", f"title: {word}"),
        ENGLISH.replace("title: Mission", f"title: {word}"),
    )
    assert [code for code, *_ in said(folder, bosnian, english)] == codes


@pytest.mark.parametrize(
    ("english", "bosnian", "codes"),
    [
        ("In {year}", "U {year}", []),
        ("In {year}", "U {godini}", ["translation-placeholders"]),
        ("In {year}", "U godini", ["translation-placeholders"]),
        ("In the year", "U {year}", ["translation-placeholders"]),
    ],
)
def test_placeholders_are_those_of_the_source(folder: Path, english: str, bosnian: str, codes: list[str]) -> None:
    found = said(
        folder,
        BOSNIAN.replace("title: Misija", f'title: "{bosnian}"'),
        ENGLISH.replace("title: Mission", f'title: "{english}"'),
    )
    assert [code for code, *_ in found] == codes


@pytest.mark.parametrize(("letters", "codes"), [(18, []), (19, ["text-too-long"])])
def test_a_text_longer_than_its_place_is_to_be_looked_at(folder: Path, letters: int, codes: list[str]) -> None:
    words = BOSNIAN.replace("short: Finansije", f"short: {'x' * letters}")
    assert [code for code, *_ in said(folder, words)] == codes


def test_a_stale_translation_is_among_it_with_the_line_of_its_hash(folder: Path) -> None:
    words = BOSNIAN + 'translated_from:\n  gov-board: "00000000"\n'
    assert said(folder, words) == [("translation-stale", "warning", "1.bs.yaml", line(words, "00000000"))]


@pytest.mark.parametrize("ref", ["cssp-oca/1", "cssp-oca/2"])
def test_every_shipped_text_fits_its_place(ref: str) -> None:
    questionnaire = load_questionnaire(ref)
    too_long = [
        (language, part.element, part.name, len(part.text), LIMITS[part.kind].letters)
        for language, words in questionnaire.words.items()
        for part in parts(questionnaire.structure, words)
        if len(part.text) > LIMITS[part.kind].letters
    ]
    assert too_long == []
    assert proofread(questionnaire)["bs"] == []


def test_every_kind_of_text_has_a_limit() -> None:
    questionnaire = load_questionnaire("cssp-oca/2")
    kinds = {part.kind for part in parts(questionnaire.structure, questionnaire.words["en"])}
    assert kinds | {"subdimensions.title"} == set(LIMITS)
