"""What an organization can do to reach a level: texts of the items, in every language, never for the least good."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from oca.authoring.differences import difference
from oca.authoring.importing import take
from oca.authoring.reading_order import reading_order
from oca.authoring.rows import states_of
from oca.authoring.workbook import write_workbook
from oca.authoring.yaml_writer import words_yaml
from oca.errors import InputError
from oca.instrument.proofreading import LIMITS, proofread
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.structure import level_key, reachable
from oca.instrument.translation import asked_instead, falling_back, source_hashes
from tests.small import BOSNIAN, ENGLISH, STRUCTURE, put, small_project

BOARD = '    guidance: Ask for the last minutes.\n    actions: {"2": Call a meeting., "4": Ask the members.}\n'
WITH_ACTIONS = ENGLISH.replace("    guidance: Ask for the last minutes.\n", BOARD)

ODBOR = '    guidance: Zatražite posljednji zapisnik.\n    actions: {"2": Sazvati sjednicu.}\n'
S_RADNJAMA = BOSNIAN.replace("    guidance: Zatražite posljednji zapisnik.\n", ODBOR)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def read(
    folder: Path, english: str = WITH_ACTIONS, bosnian: str = S_RADNJAMA, structure: str = STRUCTURE
) -> Questionnaire:
    put(folder, "questionnaires/small/1.yaml", structure)
    put(folder, "questionnaires/small/1.en.yaml", english)
    put(folder, "questionnaires/small/1.bs.yaml", bosnian)
    return load_questionnaire("small/1", folder)


def test_an_action_is_found_by_its_item_and_level_and_falls_back_to_the_source_language(folder: Path) -> None:
    small = read(folder)
    assert small.action("gov-board", 2, "bs") == "Sazvati sjednicu."
    assert small.action("gov-board", 4, "bs") == "Ask the members."
    assert small.action("gov-board", 3, "bs") == ""
    assert small.action("fin-books", 2, "en") == ""


def test_actions_in_cyrillic_are_made_from_those_in_latin_letters(folder: Path) -> None:
    languages = STRUCTURE.replace("[en, bs]", "[en, bs, sr-Latn]")
    put(folder, "questionnaires/small/1.sr-Latn.yaml", S_RADNJAMA.replace("language: bs", "language: sr-Latn"))
    assert read(folder, structure=languages).action("gov-board", 2, "sr-Cyrl") == "Сазвати сједницу."


def test_a_questionnaire_asks_the_same_with_actions_as_without_them(folder: Path) -> None:
    plain = read(folder, ENGLISH, BOSNIAN)
    assert read(folder).checksum == plain.checksum


def test_an_item_without_actions_keeps_the_hash_it_had_before_there_were_any(folder: Path) -> None:
    # The hashes of fin-books and gov-board as they were reckoned before items could have actions.
    before = {"fin-books": "c3897067", "gov-board": "b91804a4"}
    plain, more = (source_hashes(read(folder, english).words["en"]) for english in (ENGLISH, WITH_ACTIONS))
    assert {key: plain[key] for key in before} == before
    assert more["fin-books"] == before["fin-books"]
    assert more["gov-board"] != before["gov-board"]


def test_a_new_action_in_the_source_makes_the_translation_of_its_item_stale_and_no_other(folder: Path) -> None:
    hashes = source_hashes(read(folder, ENGLISH, BOSNIAN).words["en"])
    kept = BOSNIAN + "translated_from:\n" + "".join(f'  {key}: "{value}"\n' for key, value in hashes.items())
    (stale,) = read(folder, bosnian=kept).findings
    assert (stale.code, "gov-board" in stale.message) == ("translation-stale", True)


def test_actions_that_are_not_translated_are_not_missing_in_a_form(folder: Path) -> None:
    small = read(folder, bosnian=BOSNIAN)
    assert [part.key[2:] for part in falling_back(small, "bs")] == [("actions", "2"), ("actions", "4")]
    assert asked_instead(small, "bs") == set()
    assert small.findings == ()
    assert states_of(small, "bs") == {"gov-board": "missing"}


@pytest.mark.parametrize(
    ("level", "structure"),
    [
        ("1", STRUCTURE),
        ("5", STRUCTURE),
        ("2.5", STRUCTURE),
        ("4", STRUCTURE + "reversed: [gov-board]\n"),
        ("4", STRUCTURE.replace("levels: [1, 2, 3, 4]", "levels: [1, 2, 3, 4], best: lowest")),
        (
            "1",
            STRUCTURE.replace("levels: [1, 2, 3, 4]", "levels: [1, 2, 3, 4], best: lowest") + "reversed: [gov-board]\n",
        ),
    ],
    ids=[
        "the lowest",
        "beyond the scale",
        "between levels",
        "the highest of a reversed item",
        "the highest where the lowest is best",
        "reversed where the lowest is best",
    ],
)
def test_an_action_to_a_level_to_which_no_step_leads_is_refused_with_its_line(
    folder: Path, level: str, structure: str
) -> None:
    wrong = ENGLISH.replace(
        "    guidance: Ask for the last minutes.\n",
        f'    guidance: Ask for the last minutes.\n    actions:\n      "3": Call a meeting.\n      "{level}": Wait.\n',
    )
    with pytest.raises(InputError) as raised:
        read(folder, wrong, BOSNIAN, structure)
    (fault,) = raised.value.findings
    line = next(number for number, one in enumerate(wrong.splitlines(), start=1) if "Wait." in one)
    assert (fault.code, fault.place.file.rsplit("/", 1)[-1], fault.place.row) == ("action-level", "1.en.yaml", line)
    assert level in fault.message


def test_actions_of_an_item_that_is_not_asked_are_one_unknown_key(folder: Path) -> None:
    with pytest.raises(InputError) as raised:
        read(folder, ENGLISH + '  gov-bord:\n    actions: {"1": Wait.}\n', BOSNIAN)
    assert [one.code for one in raised.value.findings] == ["yaml-key-unknown"]


def test_levels_of_an_own_scale_that_are_worth_the_least_have_no_action(folder: Path) -> None:
    own = STRUCTURE + "scales: {often: {items: [gov-board], levels: [0, 1, 2], values: [1, 1, 4]}}\n"
    levels = next(line for line in ENGLISH.splitlines(keepends=True) if "No board meets." in line)
    names = 'scales:\n  often: {"0": {name: A}, "1": {name: B}, "2": {name: C}}\n'
    bare = ENGLISH.replace(levels, "").replace("scale:\n", f"{names}scale:\n", 1)
    put(folder, "questionnaires/small/1.yaml", own.replace("[en, bs]", "[en]"))
    put(folder, "questionnaires/small/1.en.yaml", bare)
    small = load_questionnaire("small/1", folder)
    assert reachable(small.structure, small.by_id["gov-board"]) == [2]
    assert reachable(small.structure, small.by_id["gov-mission"]) == [2, 3, 4]


@pytest.mark.parametrize(("letters", "codes"), [(0, []), (1, ["text-too-long"])])
def test_an_action_longer_than_a_row_of_a_plan_is_to_be_looked_at(folder: Path, letters: int, codes: list[str]) -> None:
    long = "x" * (LIMITS["items.actions"].letters + letters)
    found = proofread(read(folder, WITH_ACTIONS.replace("Call a meeting.", long)))["en"]
    assert [one.code for one in found] == codes
    assert all("gov-board" in one.message and "action to reach level 2" in one.message for one in found)


def test_an_action_in_the_language_of_its_source_is_to_be_looked_at(folder: Path) -> None:
    found = proofread(read(folder, bosnian=S_RADNJAMA.replace("Sazvati sjednicu.", "Call a meeting.")))["bs"]
    assert [(one.code, one.place.file.rsplit("/", 1)[-1]) for one in found] == [("translation-identical", "1.bs.yaml")]


def test_the_written_file_holds_the_actions_after_the_guidance(folder: Path) -> None:
    small = read(folder)
    written = words_yaml(small.structure, small.words["en"])
    assert written.split("guidance:")[1].split("  gov-mission:")[0] == (
        ' "Ask for the last minutes."\n    actions:\n      "2": "Call a meeting."\n      "4": "Ask the members."\n'
    )


def test_a_workbook_has_an_action_beside_each_level_and_gives_it_back(folder: Path) -> None:
    small = read(folder)
    write_workbook(small, folder / "small.xlsx")
    sheet = load_workbook(folder / "small.xlsx")["Levels"]
    keys = {cell.value: cell.column for cell in sheet[1]}
    assert [sheet.cell(row, keys["action.en"]).value for row in range(3, 7)] == [
        None,
        "Call a meeting.",
        None,
        "Ask the members.",
    ]
    assert sheet.cell(2, keys["action.en"]).value == "Action to get here · English"
    assert sheet.cell(4, keys["action.bs"]).value == "Sazvati sjednicu."
    assert take(folder / "small.xlsx", folder).questionnaire.words == small.words


def test_in_a_translators_copy_the_action_of_the_lowest_level_is_locked(folder: Path) -> None:
    write_workbook(read(folder), folder / "hr.xlsx", language="hr")
    sheet = load_workbook(folder / "hr.xlsx")["Levels"]
    column = next(cell.column for cell in sheet[1] if cell.value == "action.hr")
    assert [sheet.cell(row, column).protection.locked for row in range(3, 8)] == [True, False, False, False, True]


def test_an_action_in_the_row_of_the_lowest_level_is_refused_with_its_cell(folder: Path) -> None:
    write_workbook(read(folder), folder / "small.xlsx")
    book = load_workbook(folder / "small.xlsx")
    sheet = book["Levels"]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == "action.bs")
    sheet[f"{letter}3"] = "Čekati."
    book.save(folder / "small.xlsx")
    with pytest.raises(InputError) as raised:
        take(folder / "small.xlsx", folder)
    (fault,) = raised.value.findings
    place = fault.place
    assert (fault.code, place.sheet, place.row, place.column) == ("action-level", "Levels", 3, letter)


def test_in_reading_order_each_level_has_its_action(folder: Path) -> None:
    item = reading_order(read(folder), "bs")["dimensions"][0]["items"][0]
    assert [level["action"] for level in item["levels"]] == ["", "Sazvati sjednicu.", "", "Ask the members."]
    assert "actions" not in item


def test_what_is_made_in_cyrillic_can_be_read_in_order(folder: Path) -> None:
    put(folder, "questionnaires/small/1.sr-Latn.yaml", S_RADNJAMA.replace("language: bs", "language: sr-Latn"))
    shown = reading_order(read(folder, structure=STRUCTURE.replace("[en, bs]", "[en, bs, sr-Latn]")), "sr-Cyrl")
    assert shown["introduction"] == "Одаберите оно што се данас може видјети."
    assert shown["dimensions"][0]["items"][0]["levels"][1]["action"] == "Сазвати сједницу."


def test_another_action_is_a_difference_in_words_and_the_item_still_compares(folder: Path) -> None:
    before, after = read(folder), read(folder, WITH_ACTIONS.replace("Call a meeting.", "Call two meetings."))
    (changed,) = [one for one in difference(before, after, {}).items if one.differs]
    assert (changed.item, changed.compares, changed.texts[0].part) == ("gov-board", True, "action to reach level 2")


@pytest.mark.parametrize("ref", ["cssp-oca/1", "cssp-oca/2", "first-look/1"])
def test_every_shipped_instrument_for_organizations_has_an_action_for_each_step_in_each_language(ref: str) -> None:
    questionnaire = load_questionnaire(ref)
    for item in questionnaire.items:
        wanted = [level_key(level) for level in sorted(reachable(questionnaire.structure, item))]
        for language, words in questionnaire.words.items():
            assert sorted(words.items[item.id].actions) == wanted, (language, item.id)


@pytest.mark.parametrize("ref", ["cssp-oca/1", "cssp-oca/2", "first-look/1"])
def test_no_shipped_action_says_what_another_says(ref: str) -> None:
    for words in load_questionnaire(ref).words.values():
        actions = [text for item in words.items.values() for text in item.actions.values()]
        assert len(set(actions)) == len(actions)


@pytest.mark.parametrize("ref", ["cssp-oca/1", "cssp-oca/2"])
def test_every_shipped_action_in_cyrillic_is_cyrillic(ref: str) -> None:
    questionnaire = load_questionnaire(ref)
    for item in questionnaire.items:
        for level in reachable(questionnaire.structure, item):
            text = questionnaire.action(item.id, level, "sr-Cyrl")
            latin = [letter for letter in text if letter.isascii() and letter.isalpha()]
            assert not latin, text
