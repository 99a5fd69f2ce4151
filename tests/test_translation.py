"""Translations: what is missing or stale is a warning with its place, and the source language is shown instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.assessment import check
from oca.errors import InputError
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.translation import falling_back, source_hashes
from tests.small import BOSNIAN, ENGLISH, STRUCTURE, put, small_project

WORDS = "questionnaires/small/1.bs.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def load(folder: Path, bosnian: str) -> Questionnaire:
    (folder / WORDS).write_text(bosnian, encoding="utf-8")
    return load_questionnaire("small/1", folder)


def test_a_missing_text_is_a_warning_and_falls_back_to_the_source_language(folder: Path) -> None:
    questionnaire = load(folder, BOSNIAN.replace("    title: Misija\n", "").replace('"2": Napisana je., ', ""))
    assert [(one.code, one.severity, one.place.file) for one in questionnaire.findings] == [
        ("translation-missing", "warning", WORDS)
    ] * 2
    text = questionnaire.item_text("gov-mission", "bs")
    assert (text.title, text.levels["2"], text.levels["1"]) == ("Mission", "One is written.", "Nije napisana.")


def test_a_language_without_a_file_is_a_warning_and_the_project_still_checks(folder: Path) -> None:
    (folder / WORDS).unlink()
    _, assessment, findings = check(folder)
    assert assessment is not None
    assert [one.code for one in findings] == ["translation-file-missing"]
    assert assessment.questionnaires["small/1"].item_text("gov-board", "bs").title == "Board"


def test_a_translation_of_a_text_that_changed_since_is_stale(folder: Path) -> None:
    hashes = source_hashes(load(folder, BOSNIAN).words["en"])
    kept = BOSNIAN + "translated_from:\n" + "".join(f'  {key}: "{value}"\n' for key, value in hashes.items())
    assert load(folder, kept).findings == ()
    (folder / "questionnaires/small/1.en.yaml").write_text(ENGLISH.replace("Minutes.", "Signed minutes."), "utf-8")
    (stale,) = load(folder, kept).findings
    assert stale.code == "translation-stale"
    assert "gov-board" in stale.message
    assert source_hashes(load(folder, kept).words["en"])["gov-board"] in stale.hint


# --- Serbian, in Latin letters and in Cyrillic

SERBIAN = BOSNIAN.replace("language: bs", "language: sr-Latn").replace("Misija", "Misija u PDF-u")


def serbian(folder: Path, latin: str = SERBIAN, cyrillic: str = "") -> Questionnaire:
    """Read the small questionnaire with Serbian in Latin letters, and what is written by hand in Cyrillic."""
    languages = STRUCTURE.replace("[en, bs]", "[en, sr-Cyrl, sr-Latn, bs]" if cyrillic else "[en, bs, sr-Latn]")
    put(folder, "questionnaires/small/1.yaml", languages)
    put(folder, "questionnaires/small/1.sr-Latn.yaml", latin)
    if cyrillic:
        put(folder, "questionnaires/small/1.sr-Cyrl.yaml", cyrillic)
    return load_questionnaire("small/1", folder)


def test_the_words_in_cyrillic_are_made_from_the_latin_ones(folder: Path) -> None:
    questionnaire = serbian(folder)
    assert questionnaire.findings == ()
    assert questionnaire.speaks("sr-Cyrl")
    assert questionnaire.title("sr-Cyrl") == "Мали упитник"
    assert questionnaire.introduction("sr-Cyrl") == "Одаберите оно што се данас може видјети."
    assert questionnaire.item_text("gov-mission", "sr-Cyrl").title == "Мисија у PDF-у"
    assert questionnaire.item_text("gov-board", "sr-Cyrl").levels["2"] == "Састаје се понекад."
    assert questionnaire.dimension_text("governance", "sr-Cyrl").next == "Одржите сједницу."
    assert questionnaire.level_name(4, "sr-Cyrl").name == "Узор"


def test_what_is_written_by_hand_in_cyrillic_comes_first_entry_by_entry(folder: Path) -> None:
    own = "language: sr-Cyrl\nitems:\n  gov-board: {title: Управа}\n"
    questionnaire = serbian(folder, cyrillic=own)
    text = questionnaire.item_text("gov-board", "sr-Cyrl")
    assert (text.title, text.prompt) == ("Управа", "Састаје ли се одбор?")
    assert questionnaire.item_text("fin-books", "sr-Cyrl").title == "Књиге"
    assert questionnaire.findings == ()


def test_a_text_that_serbian_lacks_is_english_in_both_scripts(folder: Path) -> None:
    questionnaire = serbian(folder, SERBIAN.replace("    title: Knjige\n", ""))
    assert [one.code for one in questionnaire.findings] == ["translation-missing"]
    assert {questionnaire.item_text("fin-books", one).title for one in ("sr-Latn", "sr-Cyrl")} == {"Books"}
    assert [part.text for part in falling_back(questionnaire, "sr-Cyrl")] == ["Books"]


def test_without_serbian_words_both_scripts_show_the_source_language(folder: Path) -> None:
    questionnaire = load_questionnaire("small/1", folder)
    assert not questionnaire.speaks("sr-Cyrl")
    assert questionnaire.title("sr-Cyrl") == "Small questionnaire"


def test_nothing_falls_back_in_the_source_language_or_in_a_whole_translation(folder: Path) -> None:
    questionnaire = load_questionnaire("small/1", folder)
    assert list(falling_back(questionnaire, "en")) == []
    assert list(falling_back(questionnaire, "bs")) == []
    assert len(list(falling_back(questionnaire, "hr"))) > 30


def test_a_language_without_its_script_is_refused_with_its_line(folder: Path) -> None:
    put(folder, "questionnaires/small/1.yaml", STRUCTURE.replace("[en, bs]", "[en, bs, sr]"))
    with pytest.raises(InputError) as raised:
        load_questionnaire("small/1", folder)
    (one,) = raised.value.findings
    assert (one.code, one.place.row) == ("language-script", 4)


def test_a_missing_text_is_said_with_the_line_of_its_entry(folder: Path) -> None:
    words = BOSNIAN.replace("    title: Misija\n", "")
    (one,) = load(folder, words).findings
    assert one.place.row == words.splitlines().index("  gov-mission:") + 1
