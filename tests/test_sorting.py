"""Names in the order of the alphabet of the reader's language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.language import LANGUAGES
from oca.sorting import sort_key

LATIN = (
    "a",
    "b",
    "c",
    "č",
    "ć",
    "d",
    "dž",
    "đ",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "lj",
    "m",
    "n",
    "nj",
    "o",
    "p",
    "r",
    "s",
    "š",
    "t",
    "u",
    "v",
    "z",
    "ž",
)

CYRILLIC = list("абвгдђежзијклљмнњопрстћуфхцчџш")


def ordered(names: list[str], language: str) -> list[str]:
    """Return names in order, of which none comes in its place."""
    backwards = names[::-1]
    backwards.sort(key=lambda name: sort_key(name, language))
    return backwards


@pytest.mark.parametrize("language", ["bs", "hr", "sr-Latn"])
def test_the_latin_alphabet(language: str) -> None:
    names = [f"{letter}ar" for letter in LATIN]
    assert ordered(names, language) == names


def test_the_cyrillic_alphabet() -> None:
    names = [f"{letter}ар" for letter in CYRILLIC]
    assert ordered(names, "sr-Cyrl") == names


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "bs",
            [
                "Cvijet",
                "Čapljina",
                "Ćilim",
                "Duga",
                "Džepna",
                "Đerdan",
                "Lukavac",
                "Ljiljan",
                "Nada",
                "Njiva",
                "Šuma",
                "Tabla",
            ],
        ),
        ("bs", ["nad", "nadut", "nadživjeti", "nadžak", "nađen"]),
        ("bs", ["injekcija", "inkubator", "injac"]),
        ("hr", ["ZORA", "Zora – Zenica", "„Zora“ Žepče", "Žar"]),
        ("en", ["Apple", "Cable", "Čapljina", "Đerdan", "Emerald", "Zebra"]),
        ("en", ["1 Maj", "2 Rivers", "10 Rivers", "Rivers"]),
        ("sr-Cyrl", ["Азбука", "Apple", "Вода", "Vrt", "Цвијет", "Џеп", "Шума"]),
        ("bs", ["Azbuka", "Цвијет", "Вода", "Vrt", "Zora"]),
    ],
)
def test_names_stand_where_a_reader_looks_for_them(language: str, names: list[str]) -> None:
    assert ordered(names, language) == names


@given(st.lists(st.text(max_size=12), max_size=8), st.sampled_from([*LANGUAGES, "de"]))
def test_any_text_has_a_place_and_the_order_is_the_same_whichever_way_it_came(names: list[str], language: str) -> None:
    key = {name: sort_key(name, language) for name in names}
    there, back = list(names), names[::-1]
    there.sort(key=key.__getitem__)
    back.sort(key=key.__getitem__)
    assert there == back
