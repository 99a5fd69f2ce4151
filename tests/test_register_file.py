"""The register of a project: earlier names, names that clash, letters that were lost, and who is meant by a text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oca.collection.matching import Organizations
from oca.collection.responses import Collected, collect
from oca.errors import InputError
from oca.findings import Finding, nearest
from oca.project import load_project
from oca.textfile import is_lost, is_lost_comment
from tests.checking import said_by_check
from tests.small import ITEMS, put, read_small, small_project

HEADING = "id,name,sector,language,name_cyrillic,earlier_names\n"

SHARED = """\
udruzenje-zora,Udruženje „Zora“ (primjer),health,bs,,Udruženje žena Zenica; Zora – Zenica
udruzenje-lasta,Udruženje „Lasta“ (primjer),culture,bs,Удружење Ласта,
fondacija-most,Fondacija Most (primjer),culture,bs,,Udruženje Most|Most NGO
fondacija-vrba,Fondacija Vrba (primjer),culture,bs,,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_project(tmp_path)
    put(tmp_path, "organizations.csv", HEADING + SHARED)
    return tmp_path


def read(folder: Path, table: str, name: str = "a.csv") -> Collected:
    put(folder, f"responses/y1/{name}", table)
    return collect(*read_small(folder))


def errors(collected: Collected) -> list[Finding]:
    return [one for one in collected.findings if one.severity == "error"]


def faults(folder: Path, register: str | bytes) -> list[Finding]:
    put(folder, "organizations.csv", register)
    with pytest.raises(InputError) as raised:
        load_project(folder)
    return list(raised.value.findings)


@pytest.mark.parametrize(
    ("typed", "whose"),
    [
        ("Udruženje žena Zenica", "udruzenje-zora"),
        ("zora - zenica", "udruzenje-zora"),
        ("MOST NGO", "fondacija-most"),
        ("Удружење Мост", "fondacija-most"),
        ("Udruženje Lasta", "udruzenje-lasta"),
        ("Udruženje „Lasta“ (primjer)", "udruzenje-lasta"),
        ("Udruženje", None),
        ("", None),
    ],
)
def test_an_organization_is_found_by_every_name_that_it_has_or_had(folder: Path, typed: str, whose: str) -> None:
    assert Organizations(load_project(folder)).find(typed) == whose


def test_answers_under_an_earlier_name_count_for_the_organization_and_the_name_is_no_group(folder: Path) -> None:
    collected = read(folder, "organization,item,answer\nMost NGO,gov-board,3\n")
    assert errors(collected) == []
    assert set(collected.responses["organization"]) == {"fondacija-most"}
    assert "earlier_names" not in load_project(folder).register().columns


def test_two_that_were_called_alike_are_told_and_their_name_finds_neither(folder: Path) -> None:
    put(folder, "organizations.csv", HEADING + SHARED + "most,Udruženje Most,culture,bs,,\n")
    project = load_project(folder)
    [clash] = project.findings
    assert (clash.code, clash.message) == ("name-twice", "fondacija-most and most have the same name.")
    organizations = Organizations(project)
    assert organizations.find("Udruženje Most") is None
    assert organizations.nearest("Udruženje Most") == (
        "fondacija-most and most have this name; write the id of the one that is meant."
    )


def test_an_organization_may_have_one_name_twice(folder: Path) -> None:
    put(folder, "organizations.csv", HEADING + "most,Most,culture,bs,Мост,Most; MOST\n")
    assert load_project(folder).findings == ()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Udruženje „Zorra“ (primjer)", "Did you mean udruzenje-zora (Udruženje „Zora“ (primjer))?"),
        ("udruzenje-lsta", "Did you mean udruzenje-lasta?"),
        ("Fondacija Mst", "Did you mean fondacija-most?"),
        ("Udruženje Most N.G.O.", "Did you mean"),
        ("udruzenjezora", "Did you mean udruzenje-zora?"),
    ],
)
def test_a_misspelt_organization_is_answered_with_the_one_that_it_is_nearest_to(
    folder: Path, typed: str, hint: str
) -> None:
    assert Organizations(load_project(folder)).nearest(typed).startswith(hint)


@pytest.mark.parametrize("other", ["Jelka", "Kiša", "Sunce", "Pravda", "Bukva", "Novi dan", "Ruka ruci", "XY"])
@pytest.mark.parametrize(
    "first", ["Udruženje {}", "Fondacija {}", "Udruženje „{}“ (primjer)", "udruzenje-{}", "fondacija {}"]
)
def test_no_other_organization_is_offered_because_a_word_is_shared(folder: Path, first: str, other: str) -> None:
    said = Organizations(load_project(folder)).nearest(first.format(other))
    assert said == "Write the id as it stands in the register, or add the organization there."


def test_of_the_examples_organizations_every_misspelling_finds_its_own_and_no_stranger_finds_any() -> None:
    """A letter left out, doubled or exchanged in what tells a name apart; then names that share all but that."""
    project = load_project(Path("examples/cssp"))
    organizations = Organizations(project)
    for one in project.organizations:
        stem, _, own = one.id.rpartition("-")
        for at in range(1, len(own) - 1):
            for typed in (own[:at] + own[at + 1 :], own[:at] + own[at] + own[at:]):
                assert organizations.nearest(f"{stem}-{typed}").startswith(f"Did you mean {one.id}")
        shared = sum(other.id.startswith(stem) for other in project.organizations) > 1
        for stranger in ("qwxqw", "bbbbbbb", "hhh", "0") if shared else ():
            assert organizations.nearest(f"{stem}-{stranger}").startswith("Write the id")


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("gov-bord", ITEMS, "gov-board"),
        ("govboard", ITEMS, "gov-board"),
        ("gov-xy", ITEMS, None),
        ("gov", ITEMS, None),
        ("wieght", ("weight", "name"), "weight"),
        ("form_level", ("from_level", "to_level"), "from_level"),
        ("tolevel", ("from_level", "to_level"), "to_level"),
        ("y9", (), None),
        ("???", ITEMS, None),
        ("", ITEMS, None),
    ],
)
def test_what_words_share_makes_them_no_more_alike(typed: str, known: tuple[str, ...], meant: str | None) -> None:
    assert nearest(typed, known) == meant


# --- letters that a code page lacks


@pytest.mark.parametrize(
    ("text", "lost", "comment_lost"),
    [
        ("????????? ????", True, True),
        ("Udruženje ?????", True, False),
        ("„?????“", True, False),
        ("??", True, False),
        ("?? ?? ?? ab cd", True, True),
        ("?? ?? abcd e", False, False),
        ("Zašto???", False, False),
        ("", False, False),
    ],
)
def test_a_text_is_lost_where_half_of_its_signs_or_a_word_is_question_marks(
    text: str, lost: bool, comment_lost: bool
) -> None:
    assert (is_lost(text), is_lost_comment(text)) == (lost, comment_lost)


def test_a_register_saved_without_cyrillic_is_refused_once_for_each_column(folder: Path) -> None:
    cyrillic = (
        HEADING + "zora,Удружење Зора,health,bs,,\nlasta,Позориште Ласта,culture,bs,,\nmost,Most,culture,bs,,Мост НВО\n"
    )
    found = faults(folder, cyrillic.encode("cp1250", errors="replace"))
    assert [(one.code, one.place.column, one.place.row) for one in found] == [
        ("letters-lost", "name", 2),
        ("letters-lost", "earlier_names", 4),
    ]
    assert found[0].message.startswith("name: '???????? ????' is mostly question marks, and 1 more such cells")
    assert "CSV UTF-8" in found[0].hint
    assert "XLSX" in found[0].hint


def test_answers_saved_without_cyrillic_are_refused_once_for_each_kind_of_cell(folder: Path) -> None:
    table = "organization,respondent,role,item,answer,comment\n" + "".join(
        f"{whose},Амра,одбор,{item},{answer},Без записника о томе\n"
        for whose in ("Удружење жена", "Удружење Мост")
        for item, answer in zip(ITEMS, ("3", "не знам", "Утемељено", "2"), strict=True)
    )
    put(folder, "responses/y1/a.csv", table.encode("cp1250", errors="replace"))
    found = [one for one in errors(collect(*read_small(folder))) if one.code == "letters-lost"]
    said = sorted(one.message.partition(":")[0] for one in found)
    assert said == ["answer", "comment", "organization", "respondent", "role"]


@pytest.mark.parametrize(
    "comment", ["Zašto???", "Ko to plaća?? Ne znamo!", "?", "?????", "Kako dalje ???", "Ima li ih?"]
)
def test_a_comment_in_which_somebody_wonders_is_no_lost_text(folder: Path, comment: str) -> None:
    collected = read(folder, f"organization,item,answer,comment\nfondacija-most,gov-board,3,{comment}\n")
    assert errors(collected) == []


def test_one_question_mark_as_an_answer_is_refused_as_any_other_text(folder: Path) -> None:
    assert [one.code for one in errors(read(folder, "organization,gov-board\nfondacija-most,?\n"))] == [
        "answer-not-a-level"
    ]


def test_a_file_of_the_support_side_that_lost_its_letters_is_refused(folder: Path) -> None:
    from oca.assessment import check

    trainers = "id,name,topics\nt1,Амра Амрић,finance\nt2,Мирза Мирзић,finance\n"
    campaigns = "id,name,members,start,aim\nc,Budget,fondacija-most,2024-12-01,Who pays ???\n"
    put(folder, "trainers.csv", trainers.encode("cp1250", errors="replace"))
    put(folder, "campaigns.csv", campaigns)
    lost = [str(one.place) for one in check(folder)[2] if one.code == "letters-lost"]
    assert lost == ["trainers.csv, row 2, column name"]


@pytest.mark.parametrize(
    ("register", "said"),
    [
        (
            "zora,Svjetlost,health,bs,,\nlasta,Zora,culture,bs,,\n",
            "organizations.csv:3: error: lasta is, or was, called 'Zora', which is the id of zora",
        ),
        (
            "zora,Svjetlost,health,bs,,\nlasta,Lasta,culture,bs,Зора,\n",
            "organizations.csv:3: error: lasta is, or was, called 'Зора', which is the id of zora",
        ),
        (
            "lasta,Lasta,culture,bs,,Most_Plus; Let\nmost-plus,Most,health,bs,,\n",
            "organizations.csv:2: error: lasta is, or was, called 'Most_Plus', which is the id of most-plus",
        ),
    ],
)
def test_an_organization_that_is_called_by_the_id_of_another_is_refused(folder: Path, register: str, said: str) -> None:
    put(folder, "organizations.csv", HEADING + register)
    (line,) = said_by_check(folder, "name-is-id")
    assert line.startswith(said)


def test_a_text_that_is_the_id_of_one_and_the_name_of_another_finds_neither(folder: Path) -> None:
    project = load_project(folder)
    zora, lasta, *others = project.organizations
    clash = replace(project, organizations=(zora, replace(lasta, name="Udruzenje_Zora"), *others))
    organizations = Organizations(clash)
    assert organizations.find("udruzenje-zora") == "udruzenje-zora"
    assert organizations.find("udruzenje_zora") is None
    assert organizations.nearest("UDRUZENJE_ZORA").startswith("udruzenje-lasta and udruzenje-zora have this name")
