"""Serbian Cyrillic made from Serbian Latin: word by word, what stays Latin, and that matching sees through it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.cyrillic import PAIRS, split_apart, to_cyrillic
from oca.instrument.reading import load_questionnaire
from oca.instrument.translation import parts
from oca.language import for_matching


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш"),
        ("njiva", "њива"),
        ("Njegoš", "Његош"),
        ("NJEGOŠ", "ЊЕГОШ"),
        ("Ljubav", "Љубав"),
        ("LJUBAV", "ЉУБАВ"),
        ("polje", "поље"),
        ("džep", "џеп"),
        ("Džep", "Џеп"),
        ("DŽEP", "ЏЕП"),
        ("budžet", "буџет"),
        ("BUDŽET", "БУЏЕТ"),
        ("menadžer", "менаџер"),
        ("Odžak", "Оџак"),
        ("Đurđevdan", "Ђурђевдан"),
        ("ĐAČKI", "ЂАЧКИ"),
        ("djeca", "дјеца"),
        ("snijeg", "снијег"),
        ("ćup i čaj", "ћуп и чај"),
        ("c\u030caj", "чај"),
        ("ǌegov ǈubičasti ǆep", "његов Љубичасти џеп"),
        ("„Zora“ – Zenica, 5 km", "„Зора“ – Зеница, 5 км"),
    ],
)
def test_every_letter_and_pair_of_letters_in_either_case(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("injekcija", "инјекција"),
        ("Injekcijom", "Инјекцијом"),
        ("INJEKCIJA", "ИНЈЕКЦИЈА"),
        ("konjugacija", "конјугација"),
        ("konjunktura", "конјунктура"),
        ("Tanjug", "Танјуг"),
        ("nadživjeti", "надживјети"),
        ("NADŽIVJETI", "НАДЖИВЈЕТИ"),
        ("nadžupan", "наджупан"),
        ("nenadživljen", "ненадживљен"),
        ("odžaliti", "оджалити"),
        ("podžanr", "поджанр"),
        ("tanjir", "тањир"),
        ("konj", "коњ"),
        ("odžačar", "оџачар"),
    ],
)
def test_two_letters_that_only_look_like_one_stay_two(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    "kept",
    [
        "{na}",
        "{n:,}",
        "<strong>",
        "</b>",
        "&nbsp;",
        "zora@primjer.ba",
        "https://primjer.ba/nj?a=b",
        "www.primjer.ba",
        "primjer.org",
        "organizations.csv",
        ".xlsx",
        "project.yaml",
        "responses/y3/zora.xlsx",
        "cssp-oca/2",
        "y3",
        "SHA-256",
        "not_applicable",
        "`oca form`",
        "oca check",
        "N/A",
        "PDF",
        "CSV",
        "Excel",
        "Windows",
        "LibreOffice",
        "Facebooka",
        "SWOT",
        "XIV",
        "II",
        "VI",
        "I–III",
        "Zürich",
        "René",
        "e-mailom",
        "online",
        "look at",
        "ODS",
    ],
)
def test_names_codes_and_addresses_stay_latin(kept: str) -> None:
    assert to_cyrillic(f"ovo je {kept} njima") == f"ово је {kept} њима"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("EU", "ЕУ"),
        ("NVO i OCD u BiH", "НВО и ОЦД у БиХ"),
        ("PDF-u", "PDF-у"),
        ("Excel-om", "Excel-ом"),
        ("EU-a", "ЕУ-а"),
        ("I tada", "И тада"),
        ("I. kvartal", "I. квартал"),
        ("MI I VI", "МИ И VI"),
        ("DA LI", "ДА ЛИ"),
        ("i/ili", "и/или"),
        ("individualno", "индивидуално"),
        ("<b>njiva</b>", "<b>њива</b>"),
        ("<5 organizacija", "<5 организација"),
        ("Odaberite „{na}“.", "Одаберите „{na}“."),
    ],
)
def test_abbreviations_endings_and_numerals(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@given(st.text(alphabet="abvgdđežzijklmnoprstćufhcčšNJLDŽŠ qw.,{}1", max_size=40))
def test_matching_makes_a_text_and_its_cyrillic_alike(text: str) -> None:
    assert for_matching(to_cyrillic(text)) == for_matching(text)


def test_the_words_of_the_questionnaire_come_back_by_matching_and_hold_no_mixed_word() -> None:
    questionnaire = load_questionnaire("cssp-oca/2")
    texts = [part.text for part in parts(questionnaire.structure, questionnaire.words["bs"])]
    assert len(texts) > 500
    for text in texts:
        made = to_cyrillic(text)
        assert for_matching(made) == for_matching(text)
        assert not re.search(r"[а-шђјљњћџ][a-zčćđšž]|[a-zčćđšž][а-шђјљњћџ]", made, re.IGNORECASE)


def test_a_pair_of_letters_is_never_left_in_two_letters() -> None:
    for latin, cyrillic in PAIRS.items():
        assert to_cyrillic(f"o{latin}") == f"о{cyrillic}"


def test_letters_are_split_where_a_prefix_ends() -> None:
    assert split_apart("nadživjeti").replace("\u200c", "|") == "nad|živjeti"
    assert split_apart("injekcija").replace("\u200c", "|") == "in|jekcija"
    assert split_apart("budžet") == "budžet"


@pytest.mark.parametrize(("language", "loaded"), [("en", False), ("bs", False), ("sr-Cyrl", True)])
def test_nothing_of_it_is_loaded_for_another_language(language: str, loaded: bool) -> None:
    code = (
        "import sys\nfrom oca.language import pick, words\n"
        f"words({language!r}).text('Summary'); pick({{'en': 'a', 'sr-Latn': 'b'}}, {language!r})\n"
        "print('oca.cyrillic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(loaded)
