"""A cell becomes a level or a state only where it can mean nothing else; every other text is refused with its cells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from oca.collection.form_content import FilledSheet, Form
from oca.collection.forms.workbook import make_workbook
from oca.collection.levels import BEGINNING, Levels
from oca.collection.responses import Collected, collect
from oca.cyrillic import to_cyrillic
from oca.findings import Finding
from oca.instrument.reading import load_questionnaire
from oca.instrument.states import STATES, state_of
from oca.instrument.structure import level_key
from oca.language import LANGUAGES, words
from tests.making import questionnaire
from tests.small import ENGLISH, put, read_small, small_project

SHIPPED = ("cssp-oca/2", "first-look/1", "enabling-environment/1")

BETWEEN = (" - ", " – ", "-", " ", "  ", ". ", ": ", ") ", "; ", "/", " (")
"""What people and tools put between a level's number and the words behind it."""

STATE_WORDS = (
    "N/A",
    "n/a",
    "NA",
    "n.a.",
    "n.p.",
    "N.P.",
    "N/P",
    "np",
    "not applicable",
    "Nije primjenjivo",
    "Nije primjenjivo.",
    "nije primjenljivo",
    "nije primenljivo",
    "neprimjenjivo",
    "ne odnosi se",
    "Ne primjenjuje se na nas",
    "don't know",
    "Don’t know.",
    "dont know",
    "DK",
    "ne znam",
    "Ne znam!",
    "ne znamo",
    "ne mogu procijeniti",
)


@lru_cache(maxsize=8)
def levels_of(ref: str) -> Levels:
    return Levels(load_questionnaire(ref))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Levels:
    _, questionnaires = read_small(small_project(tmp_path_factory.mktemp("small") / "project"))
    return Levels(questionnaires["small/1"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def level(levels: Levels, item: str, typed: str) -> float | str | None:
    """Return the level or the state that was read; None where the text was refused."""
    reading = levels.read(item, typed)
    return None if reading is None else reading.status if reading.level is None else reading.level


def read(folder: Path, text: str, name: str = "a.csv") -> Collected:
    put(folder, f"responses/y1/{name}", text)
    return collect(*read_small(folder))


def refused(collected: Collected) -> list[Finding]:
    return [one for one in collected.findings if one.code == "answer-not-a-level"]


def in_both_scripts(word: str) -> Iterator[str]:
    yield from (word, word.upper(), to_cyrillic(word))


# --- what is refused


@pytest.mark.parametrize(
    "typed",
    [
        "2-Jan",
        "02.ožu",
        "2.mar",
        "3 - N/A",
        "4. ne znam",
        "3. ili 4",
        "2: between 2 and 3",
        "4 - it was 2 last year",
        "4-",
        "4 -",
        "4+",
        "3 -",
        "3:",
        "3-da",
        "3?",
        "~3",
        ">3",
        "3/4",
        "3 4",
        "3-3",
        "2.3.",
        "3,",
        "3 %",
        '3"',
        "3 / 4",
        "3 - #N/A",
        "#N/A",
    ],
)
def test_a_number_with_anything_else_beside_it_is_refused(small: Levels, typed: str) -> None:
    assert level(small, "gov-board", typed) is None


def test_on_a_scale_with_a_nought_a_state_behind_it_is_no_nought() -> None:
    levels = Levels(questionnaire({"d": ["a"]}, levels=(0, 1, 2, 3)))
    assert level(levels, "a", "0") == 0
    assert [level(levels, "a", typed) for typed in ("0 - N/A", "0. ne znam", "0 (n.p.)", "0-jan")] == [None] * 4


def test_no_state_in_any_language_and_script_is_taken_for_the_number_before_it(small: Levels) -> None:
    offered = [Form(small.questionnaire, one, None, None, "consensus", None, False).states for one in LANGUAGES]  # type: ignore[arg-type]
    spelled = {*STATE_WORDS, *(word for states in offered for word in states.values()), *sorted(STATES)[::9]}
    for number, between, word in product("1234", BETWEEN, spelled):
        for typed in in_both_scripts(word):
            assert level(small, "gov-board", f"{number}{between}{typed}") is None


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("3 - 3", "It names one level twice"),
        ("3-3", "It names one level twice"),
        ("3 (3)", "It names one level twice"),
        ("3/3", "It names one level twice"),
        ("3 - 4", "It names two levels"),
        ("1/2", "It names two levels"),
        ("3 - Leading", "It names two levels"),
        ("01/02/2024", "Excel makes a date"),
        ("02.02.2024", "Excel makes a date"),
        ("2. 1. 2024.", "Excel makes a date"),
        ("2024-02-01T00:00:00", "Excel makes a date"),
        ("2.1.", "Excel makes a date"),
        ("03:00:00", "It is a time"),
        ("3:00", "It is a time"),
        ("1 day, 3:00:00", "It is a time"),
        ("—", "Clear the cell"),
        ("/", "Clear the cell"),
        ("?", "Clear the cell"),
        ("✔", "Choose one of these values."),
        ("2²", "Choose one of these values."),
    ],
)
def test_what_a_refused_number_is_stands_beside_it(small: Levels, typed: str, hint: str) -> None:
    assert level(small, "gov-board", typed) is None
    assert small.nearest("gov-board", typed).startswith(hint)


@pytest.mark.parametrize("typed", ["²", "₂", "②", "⒉", "⑵", "(②)", "②."])
def test_a_number_of_a_note_or_in_a_circle_is_no_level_and_the_finding_says_how_to_write_it(
    small: Levels, typed: str
) -> None:
    assert level(small, "gov-board", typed) is None
    assert small.nearest("gov-board", typed) == "Write the number in plain figures, such as 3."


def test_a_note_beside_a_figure_makes_no_other_level_of_it() -> None:
    levels = Levels(questionnaire({"d": ["a"]}, levels=range(13)))
    assert [level(levels, "a", typed) for typed in ("1²", "1₂", "⑫", "½", "12", "１２")] == [
        None,
        None,
        None,
        None,
        12,
        12,
    ]


def test_the_text_of_a_level_may_hold_such_signs(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    put(folder, "questionnaires/small/1.en.yaml", ENGLISH.replace("It meets on a plan.", "It has a room of 20 m²."))
    levels = Levels(read_small(folder)[1]["small/1"])
    assert [
        level(levels, "gov-board", f"{before}It has a room of 20 m².") for before in ("", "3 - ", "3¹ - ", "③ - ")
    ] == [
        3,
        3,
        3,
        None,
    ]


def test_a_number_between_the_levels_is_one_only_where_it_is_on_a_step() -> None:
    whole = Levels(questionnaire({"d": ["a"]}))
    stepped = Levels(questionnaire({"d": ["a"]}, step=0.1))
    typed = ("1.234", "1,234", "1.2", "1,2", "3.05", "12", "1 234")
    assert [level(whole, "a", one) for one in typed] == [None] * 7
    assert [level(stepped, "a", one) for one in typed] == [None, None, 1.2, 1.2, None, None, None]


def test_no_number_before_the_name_of_another_level_is_read(small: Levels) -> None:
    names = {
        one: [small.questionnaire.level_name(one, spoken, "").name for spoken in ("en", "bs")] for one in range(1, 5)
    }
    for number, meant, between in product(range(1, 5), range(1, 5), BETWEEN):
        for typed in (spelled for name in names[meant] for spelled in in_both_scripts(name)):
            expected = float(number) if number == meant else None
            assert level(small, "gov-board", f"{number}{between}{typed}") == expected, (number, between, typed)


def test_no_month_in_any_language_makes_a_level_of_a_date_and_the_finding_says_what_excel_did(small: Levels) -> None:
    for spoken, width, context in product(LANGUAGES, ("abbreviated", "wide"), ("format", "stand-alone")):
        for name in get_month_names(width, context, words(spoken).locale).values():
            for number, written in product(
                range(1, 5), ("{n}-{m}", "0{n}.{m}", "{n}.{m}", "{n}. {m}", "{m}-{n}", "{n} {m}")
            ):
                typed = written.format(n=number, m=name)
                assert level(small, "gov-board", typed) is None, typed
                assert "Excel" in small.nearest("gov-board", typed), typed


@given(st.integers(1, 4), st.text(min_size=1, max_size=30))
def test_whatever_stands_behind_a_number_is_read_only_where_the_questionnaire_says_it(number: int, behind: str) -> None:
    levels = _cached_small()
    found = level(levels, "gov-board", f"{number} {behind}")
    one = levels.questionnaire
    said = [(one.answer_name("gov-board", number, it), one.answer_text("gov-board", number, it)) for it in one.words]
    known = _bare(" ".join(f"{name} {text}" for name, text in said))
    assert found is None or (found == number and _bare(behind) in known)


def _bare(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())


def test_two_levels_that_are_called_alike_are_told_apart_by_their_number_only(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    bosnian = (folder / "questionnaires/small/1.bs.yaml").read_text(encoding="utf-8")
    put(folder, "questionnaires/small/1.bs.yaml", bosnian.replace("name: Izgradnja", "name: Established"))
    _, questionnaires = read_small(folder)
    levels = Levels(questionnaires["small/1"])
    assert level(levels, "gov-board", "Established") is None
    assert levels.nearest("gov-board", "Established") == "It fits the levels 2 and 3; write the number."
    assert [level(levels, "gov-board", f"{one} - Established") for one in (1, 2, 3)] == [None, 2, 3]


# --- what is read


@pytest.mark.parametrize(
    "typed",
    [
        "3",
        "3.0",
        "3,0",
        "3.",
        "3)",
        "(3)",
        "3.)",
        "[3]",
        " 3 ",
        "'3",
        '"3"',
        "„3“",
        "3  Established",
        "3  Utemeljeno",
        "3. Established",
        "(3) Established",
        "3 - Utemeljeno.",
        "3: Established",
        "3 – „Utemeljeno“",
        "3 Утемељено",
        "Established.",
        "„Utemeljeno“",
        "Established: It meets on a plan.",
        "3 - Established: It meets on a plan",
        "level 3",
        "L3",
        "3 - It meets on a…",
        "3 - It meets on a",
    ],
)
def test_a_level_is_read_by_its_number_its_name_its_text_and_by_its_number_before_these(
    small: Levels, typed: str
) -> None:
    assert level(small, "gov-board", typed) == 3


@pytest.mark.parametrize(("typed", "meant"), [("Pocetak", 1), ("2 - pocetak", None), ("1 pocetak", 1)])
def test_a_keyboard_without_accents_is_enough(small: Levels, typed: str, meant: float | None) -> None:
    assert level(small, "gov-board", typed) == meant


@pytest.mark.parametrize("typed", STATE_WORDS)
def test_a_state_is_read_with_the_marks_and_endings_that_people_write(typed: str) -> None:
    meant = {state_of(one) for one in in_both_scripts(typed)}
    assert meant == {
        "dont_know" if any(one in typed.casefold() for one in ("know", "zna", "dk", "mogu")) else "not_applicable"
    }


@pytest.mark.parametrize("ending", ["o", "a", "i", "e", ""])
def test_a_state_is_read_in_every_gender_and_number(ending: str) -> None:
    for stem, whom in product(
        ("primjenjiv", "primjenljiv", "primenjiv", "primenljiv"), ("", " na nas", " za našu organizaciju.")
    ):
        assert state_of(f"Nije {stem}{ending}{whom}") == "not_applicable"


@pytest.mark.parametrize("ref", SHIPPED)
def test_every_form_in_which_a_level_is_written_comes_back_as_that_level_in_every_language(ref: str) -> None:
    levels = levels_of(ref)
    asked = levels.questionnaire
    for item in asked.items[:: max(1, len(asked.items) // 12)]:
        for one, language in product(item.levels, asked.words):
            key, name = level_key(one), asked.answer_name(item.id, one, language)
            text = asked.answer_text(item.id, one, language)
            forms = [key, f"{key}  {name}", f"({key}) {name}"]
            forms += [f"{key} - {text}", f"{key}. {text}", text] if text else []
            forms += [f"{key}.", f"{key})"] if one.is_integer() else []
            for typed in (spelled for form in forms if form for spelled in (form, form.rstrip("."), to_cyrillic(form))):
                assert level(levels, item.id, typed) == one, (item.id, typed)


def test_a_text_that_was_cut_off_is_read_behind_its_number_where_no_other_level_begins_like_that(small: Levels) -> None:
    texts = small.questionnaire.item_text("fin-books", "en").levels  # "Books once a year.", "Books every month.", ...
    for key, text in texts.items():
        for cut in range(1, len(text)):
            typed, alone = f"{key} - {text[:cut]}", text[:cut]
            long = len(alone.strip(" .")) >= BEGINNING
            expected = float(key) if long or cut == len(text) - 1 else None
            assert level(small, "fin-books", typed) == expected, typed
            assert level(small, "fin-books", alone) == (float(key) if cut == len(text) - 1 else None)
            for other in set(texts) - {key}:
                assert level(small, "fin-books", f"{other} - {alone}") is None


def test_eleven_letters_of_a_text_are_too_few_and_twelve_enough(small: Levels) -> None:
    assert level(small, "gov-board", "3 - It meets on") is None
    assert level(small, "gov-board", "3 - It meets on a") == 3  # with its spaces: 11 and 13 signs


def test_a_beginning_that_two_levels_share_is_refused_behind_the_number_of_either(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    alike = ENGLISH.replace("Books once a year.", "Books are kept once.").replace("Books every", "Books are kept every")
    put(folder, "questionnaires/small/1.en.yaml", alike)
    _, questionnaires = read_small(folder)
    levels = Levels(questionnaires["small/1"])
    assert [level(levels, "fin-books", f"{one} - Books are kept") for one in (2, 3)] == [None, None]
    assert [level(levels, "fin-books", f"{one} - Books are kept on") for one in (2, 3)] == [2, None]


def test_signs_that_nobody_sees_change_no_answer_wherever_they_stand(small: Levels) -> None:
    unseen = (
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\u061c"
    )
    for typed in ("3", "3 - Established", "Nije primjenjivo", "ne znam", "2-Jan", "Састаје се по плану."):
        expected = level(small, "gov-board", typed)
        for sign, at in product(unseen, range(len(typed) + 1)):
            assert level(small, "gov-board", typed[:at] + sign + typed[at:]) == expected, (typed, sign, at)


def test_what_nobody_sees_is_passed_over_in_every_cell_of_a_row(folder: Path) -> None:
    heading = "organization,period,score_type,item,answer\n"
    row = "\u200ezora\u202c,y\u200b1,cons\u2060ensus,gov-\u200fboard,\u202a3\u202c\n"
    collected = read(folder, heading + row)
    assert [one.code for one in collected.findings if one.severity == "error"] == []
    (answer,) = collected.responses[collected.responses["status"] == "answered"].to_dict("records")
    assert (answer["organization"], answer["item"], answer["answer"]) == ("zora", "gov-board", 3)


# --- what is said


def test_each_refused_text_of_a_file_is_one_finding_with_its_cells_and_the_line_for_the_mapping(folder: Path) -> None:
    wide = (
        "organization,gov-board,gov-mission,fin-books,fin-donors\nzora,3 - N/A,3 – n/a,2-Jan,2\nlasta,1,2,3 - N/A,4\n"
    )
    (first, second) = refused(read(folder, wide))
    assert str(first.place) == "responses/y1/a.csv, row 2, column gov-board"
    assert first.message == (
        "'3 - N/A' is no level of gov-board, gov-mission, fin-books (1-4, N/A, don't know); it stands in 3 cells: "
        "row 2, column gov-board; row 2, column gov-mission; row 3, column fin-books."
    )
    assert 'values: {"3 - N/A": LEVEL, "2-Jan": LEVEL}' in first.hint
    assert "LEVEL" not in second.hint
    assert "It names a level and that there is none; keep one." in first.hint
    assert "'2-Jan' is no level of fin-books (1-4, N/A, don't know)." in second.message
    assert "Excel" in second.hint


def test_a_refused_answer_names_levels_and_states_in_the_language_of_the_form_or_project(folder: Path) -> None:
    project = (folder / "project.yaml").read_text(encoding="utf-8")
    put(folder, "project.yaml", project.replace("languages: [en, bs]", "languages: [bs, en]"))
    (found,) = refused(read(folder, "organization,gov-board\nzora,Cesto\n"))
    assert "'Cesto' is no level of gov-board (1-4, nije primjenjivo, ne znam)." in found.message
    asked, known = read_small(folder)
    one, period = asked.organization("zora"), asked.period("y1")
    sheet = FilledSheet({"gov-board": "Cesto"})
    path = folder / "responses/y1/a.csv"
    path.unlink()
    make_workbook(
        known["small/1"], path.with_suffix(".xlsx"), language="en", organization=one, period=period, sheet=sheet
    )
    (found,) = refused(collect(asked, known))
    assert "(1-4, N/A, don't know)" in found.message


def test_the_line_that_is_to_be_pasted_makes_of_the_text_what_it_says(folder: Path) -> None:
    table = 'organization,item,answer\nzora,gov-board,3 - N/A\nzora,gov-mission,"3 ""or"" 4"\n'
    entry = refused(read(folder, table))[0].hint.split("mapping.yaml: ")[1]
    put(folder, "responses/y1/mapping.yaml", entry.replace("LEVEL", "N/A", 1).replace("LEVEL", '"3"'))
    read_again = read(folder, table).responses.set_index("item")
    assert list(read_again.loc[["gov-board", "gov-mission"], "status"]) == ["not_applicable", "answered"]
    assert read_again.loc["gov-mission", "answer"] == 3


def test_a_text_in_two_cells_names_both(folder: Path) -> None:
    (found,) = refused(read(folder, "organization,gov-board\nzora,Cesto\nlasta,cesto\n"))
    assert "it stands in 2 cells: row 2, column gov-board; row 3, column gov-board." in found.message


def test_of_many_cells_the_first_are_named_and_all_are_counted(folder: Path) -> None:
    put(folder, "organizations.csv", "id,name,sector\n" + "".join(f"o{n},Number {n},health\n" for n in range(40)))
    (found,) = refused(read(folder, "organization,gov-board\n" + "".join(f"o{n},Cesto\n" for n in range(40))))
    assert "it stands in 40 cells: row 2, column gov-board; " in found.message
    assert found.message.endswith("row 7, column gov-board and 34 more.")


def test_a_refused_answer_is_not_said_to_be_absent_as_well(folder: Path) -> None:
    wide = "organization,gov-board,gov-mission,fin-books,fin-donors\nzora,Cesto,2,3,4\n"
    codes = [one.code for one in read(folder, wide).findings]
    assert "answer-not-a-level" in codes
    assert "items-absent" not in codes


def test_a_sheet_whose_only_answer_is_refused_is_not_called_blank(folder: Path) -> None:
    codes = [one.code for one in read(folder, "organization,gov-board,fin-books\nzora,Cesto,\n").findings]
    assert "sheet-blank" not in codes


def test_an_item_answered_twice_is_said_also_where_one_answer_is_refused(folder: Path) -> None:
    codes = [
        one.code for one in read(folder, "organization,item,answer\nzora,gov-board,Cesto\nzora,gov-board,3\n").findings
    ]
    assert "item-twice" in codes


def test_a_blank_sheet_is_named_with_its_respondent(folder: Path) -> None:
    table = "organization,respondent,gov-board,fin-books\nzora,r1,3,3\nzora,r2,,\n"
    (found,) = [one for one in read(folder, table).findings if one.code == "sheet-blank"]
    assert "The individual sheet of zora for y1, respondent r2" in found.message


@lru_cache(maxsize=1)
def _cached_small() -> Levels:
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        _, questionnaires = read_small(small_project(Path(temporary) / "project"))
    return Levels(questionnaires["small/1"])


def test_a_remark_in_the_cell_of_an_answer_is_shown_by_its_beginning_and_offered_no_line(folder: Path) -> None:
    put(folder, "responses/y1/a.csv", f"organization,gov-board\nzora,{'We do not agree. ' * 300}\n")
    (found,) = [one for one in collect(*read_small(folder)).findings if one.code == "answer-not-a-level"]
    assert "We do not agree." in found.message
    assert len(str(found)) < 700
    assert "mapping.yaml" not in found.hint
