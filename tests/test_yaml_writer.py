"""The YAML files that are written read back as what was written, and look as if a person had written them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings

from oca import content
from oca.authoring.scalars import number, prose, quoted, sentence, word
from oca.authoring.yaml_writer import structure_yaml, words_yaml
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.structure import Structure
from oca.instrument.words import QuestionnaireWords
from oca.yamlfile import parse, validate
from tests.instruments import NO_SHRINKING, any_text, questionnaires

SHIPPED = content.shipped("questionnaires") / "cssp-oca"


@given(any_text)
@example(" leading and trailing ")
@example("a text of more than sixty letters, which is folded,  with two spaces " * 2)
@example("first\n  indented\n\nlast line of more than sixty letters, so that it is no short one at all")
@example("\r\n")
@example("\x00\x07\x7f")
def test_any_text_reads_back_as_it_was(text: str) -> None:
    for written in (quoted(text), prose(text, 2), sentence(text, 2, 10)):
        assert parse(f"a:\n  key: {written}\n  next: x\n", "f.yaml").data == {"a": {"key": text, "next": "x"}}
    assert parse(f"{word(text)}: {word(text)}", "f.yaml").data == {text: text}


@pytest.mark.parametrize("text", ["no", "Yes", "null", "on", "1.10", "1e3", "0x1", "~", "2024-05-01", ""])
def test_a_word_that_other_programs_misread_is_quoted(text: str) -> None:
    assert word(text) == f'"{text}"'


def test_numbers_are_written_as_a_person_writes_them() -> None:
    assert [number(value) for value in (3.0, 2.5, 0.0, -1.0, 0.1)] == ["3", "2.5", "0", "-1", "0.1"]


@settings(max_examples=40, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(questionnaires(text=any_text))
def test_a_random_questionnaire_reads_back_as_it_was(questionnaire: Questionnaire) -> None:
    structure, words = questionnaire.structure, questionnaire.words
    assert validate(parse(structure_yaml(structure), "1.yaml"), Structure) == structure
    for own in words.values():
        assert validate(parse(words_yaml(structure, own), "1.en.yaml"), QuestionnaireWords) == own


@pytest.mark.parametrize("version", ["1", "2"])
def test_the_shipped_files_would_be_written_as_they_are_but_for_a_few_lines(version: str) -> None:
    """A hand-written file may differ in a comment or a line break; it must not become another file."""
    questionnaire = load_questionnaire(f"cssp-oca/{version}")
    files = {f"{version}.yaml": structure_yaml(questionnaire.structure)}
    files |= {
        f"{version}.{key}.yaml": words_yaml(questionnaire.structure, own) for key, own in questionnaire.words.items()
    }
    for name, text in files.items():
        committed = (SHIPPED / name).read_text(encoding="utf-8").splitlines()
        strange = set(text.splitlines()) - set(committed)
        assert len(strange) <= 0.03 * len(committed) + 4, (name, sorted(strange)[:20])


def test_the_comment_at_the_top_is_kept_and_the_schema_is_named_once() -> None:
    structure = load_questionnaire("cssp-oca/2").structure
    once = structure_yaml(structure, "# Mine: do not touch.")
    head = [line for line in once.splitlines() if line.startswith("#")][:2]
    assert head == ["# yaml-language-server: $schema=../../schemas/questionnaire.schema.json", "# Mine: do not touch."]
    again = structure_yaml(structure, "\n".join(head))
    assert again == once


def test_a_whole_file_looks_as_the_shipped_ones_do() -> None:
    small = QuestionnaireWords.model_validate(
        {
            "language": "en",
            "title": "Small",
            "scale": {"1": {"name": "Low", "text": "Little."}, "2": {"name": "High"}},
            "items": {"a": {"title": "A", "prompt": "No", "levels": {"1": "One.", "2": "A long text. " * 12 + "End."}}},
        }
    )
    structure = Structure.model_validate(
        {
            "id": "small",
            "version": "1.10",
            "source_language": "en",
            "languages": ["en", "no"],
            "scale": {"levels": [1, 2.5]},
            "dimensions": [{"id": "d", "items": ["a"]}],
        }
    )
    assert structure_yaml(structure, "# Head.").splitlines()[2:] == [
        "id: small",
        'version: "1.10"',
        "source_language: en",
        'languages: [en, "no"]',
        "",
        "scale:",
        "  levels: [1, 2.5]",
        "",
        "dimensions:",
        "  - id: d",
        "    items: [a]",
    ]
    assert words_yaml(structure, small, "# Head.").splitlines()[2:] == [
        "language: en",
        'title: "Small"',
        "",
        "scale:",
        '  "1": {name: "Low", text: "Little."}',
        '  "2": {name: "High"}',
        "",
        "items:",
        "  # d",
        "  a:",
        '    title: "A"',
        '    prompt: "No"',
        "    levels:",
        '      "1": "One."',
        '      "2": >-',
        "        " + " ".join(["A long text."] * 8) + " A long",
        "        text. " + " ".join(["A long text."] * 3) + " End.",
    ]
