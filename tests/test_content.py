"""The shipped content is in order: questionnaires complete in their languages, schemes fit, hashes agree."""

from __future__ import annotations

import pytest

from oca import content
from oca.instrument.contradictions import contradictions
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import load_scheme
from oca.instrument.structure import level_key

DIMENSIONS = [
    "governance",
    "strategy",
    "people",
    "finance",
    "resources",
    "programmes",
    "advocacy",
    "networks",
    "communication",
    "operations",
]


@pytest.fixture(params=["cssp-oca/1", "cssp-oca/2"])
def questionnaire(request: pytest.FixtureRequest) -> Questionnaire:
    return load_questionnaire(request.param)


def test_the_questionnaire_is_complete_in_every_language_it_has(questionnaire: Questionnaire) -> None:
    assert questionnaire.findings == ()
    assert {"en", "bs"} <= set(questionnaire.words)
    assert questionnaire.dimension_ids == DIMENSIONS
    for language, words in questionnaire.words.items():
        for item in questionnaire.item_ids:
            text = words.items[item]
            assert all((text.title, text.prompt, text.evidence, text.guidance)), (language, item)
            assert len({text.levels[level_key(level)] for level in questionnaire.levels}) == 4, (language, item)


def test_each_level_has_a_text_of_its_own_that_can_be_seen(questionnaire: Questionnaire) -> None:
    for words in questionnaire.words.values():
        texts = [text for one in words.items.values() for text in one.levels.values()]
        assert len(set(texts)) == len(texts)
        assert all(10 <= len(text.split()) <= 50 for text in texts)


def test_no_translation_is_english(questionnaire: Questionnaire) -> None:
    english = questionnaire.words["en"]
    for translation in [words for language, words in questionnaire.words.items() if language != "en"]:
        for item in questionnaire.item_ids:
            assert english.items[item].prompt != translation.items[item].prompt
            assert all(english.items[item].levels[k] != translation.items[item].levels[k] for k in "1234")


def test_every_dimension_of_version_2_has_six_items_and_the_critical_ones_are_marked() -> None:
    questionnaire = load_questionnaire("cssp-oca/2")
    assert [len(questionnaire.items_of(dimension)) for dimension in DIMENSIONS] == [6] * 10
    assert {"gov-board", "fin-accounting", "ops-safeguarding"} <= {i.id for i in questionnaire.items if i.critical}


@pytest.mark.parametrize("path", content.available("scoring", "*.yaml"), ids=lambda path: path.stem)
def test_each_shipped_scheme_fits_every_version_that_it_scores_and_has_both_languages(path) -> None:  # type: ignore[no-untyped-def]
    scheme, document = load_scheme(path.stem)
    versions = [
        f"{one}/{file.name.removesuffix('.yaml')}"
        for one in scheme.questionnaires
        for file in content.available("questionnaires", f"{one}/?.yaml")
    ]
    assert len(versions) >= len(scheme.questionnaires)
    for version in versions:
        assert contradictions(scheme, document, load_questionnaire(version)) == [], version
    assert all({"en", "bs"} <= set(text) for band in scheme.bands for text in (band.title, band.text))


def test_a_change_of_what_is_asked_changes_the_checksum() -> None:
    one = load_questionnaire("cssp-oca/2")
    item = one.words["en"].items["gov-board"]
    changed = item.model_copy(update={"levels": {**item.levels, "4": "Something else."}})
    words = one.words["en"].model_copy(update={"items": {**one.words["en"].items, "gov-board": changed}})
    other = Questionnaire(one.structure, {**one.words, "en": words}, one.file)
    assert other.checksum != one.checksum
