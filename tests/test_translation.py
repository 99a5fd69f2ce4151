"""Translations: what is missing or stale is a warning with its place, and the source language is shown instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.assessment import check
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.translation import source_hashes
from tests.small import BOSNIAN, ENGLISH, small_project

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
