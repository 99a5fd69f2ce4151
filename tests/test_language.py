"""Texts, plurals, numbers and dates by locale; rounding as people round; matching what people typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import oca.language as language_module
from oca.errors import UsageError
from oca.language import (
    LANGUAGES,
    Words,
    faithful_digits,
    for_matching,
    is_spoken,
    language_code,
    language_name,
    pick,
    round_half_up,
    words,
)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (2.45, 1, "2.5"),
        (2.25, 1, "2.3"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (-0.05, 1, "-0.1"),
        (2.4499, 1, "2.4"),
        (0.1 + 0.2 + 2.15, 1, "2.5"),
        (4.0, 0, "4"),
    ],
)
def test_rounding_is_decimal_and_half_away_from_zero(value: float, digits: int, rounded: str) -> None:
    assert round_half_up(value, digits) == Decimal(rounded)


def test_numbers_and_dates_follow_the_locale() -> None:
    bosnian, english = words("bs"), words("en")
    assert (bosnian.number(2.45), english.number(2.45)) == ("2,5", "2.5")
    assert (english.signed(0.5), english.signed(-0.5), english.signed(0.04)) == ("+0.5", "\u22120.5", "0.0")
    assert bosnian.date(date(2023, 5, 15)) == "15. maj 2023."
    assert english.date(date(2023, 5, 15)) == "15 May 2023"
    assert english.percent(0.725) == "73%"


@pytest.mark.parametrize(
    ("language", "date_of_may", "date_of_august", "number", "share", "listed"),
    [
        ("en", "15 May 2023", "15 August 2023", "2.5", "73%", "a, b and c"),
        ("bs", "15. maj 2023.", "15. august 2023.", "2,5", "73%", "a, b i c"),
        ("hr", "15. svibnja 2023.", "15. kolovoza 2023.", "2,5", "73\u00a0%", "a, b i c"),
        ("sr-Latn", "15. maj 2023.", "15. avgust 2023.", "2,5", "73%", "a, b i c"),
        ("sr-Cyrl", "15. мај 2023.", "15. август 2023.", "2,5", "73%", "a, b и c"),
    ],
)
def test_every_language_writes_numbers_dates_and_lists_in_its_way(
    language: str, date_of_may: str, date_of_august: str, number: str, share: str, listed: str
) -> None:
    own = words(language)
    assert own.date(date(2023, 5, 15)) == date_of_may
    assert own.date(date(2023, 8, 15)) == date_of_august
    assert (own.number(2.45), own.percent(0.725), own.join(["a", "b", "c"])) == (number, share, listed)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (1, "stavka"),
        (2, "stavke"),
        (5, "stavki"),
        (11, "stavki"),
        (21, "stavka"),
        (22, "stavke"),
        (101, "stavka"),
        (111, "stavki"),
        (112, "stavki"),
        (0, "stavki"),
    ],
)
@pytest.mark.parametrize("language", ["bs", "hr", "sr-Latn", "sr-Cyrl"])
def test_our_plurals_have_three_forms(language: str, number: int, form: str) -> None:
    forms = {("", "{n} item"): ("{n} stavka", "{n} stavke", "{n} stavki")}
    assert Words(language, forms).plural("{n} item", "{n} items", number) == f"{number} {form}"


@pytest.mark.parametrize("number", [1, 2, 5, 11, 21, 22, 101, 111, 112])
def test_english_has_two_forms_and_so_has_whatever_is_not_translated(number: int) -> None:
    expected = f"{number} item" if number == 1 else f"{number} items"
    for language in LANGUAGES:
        assert Words(language, {}).plural("{n} item", "{n} items", number) == expected


def test_a_text_falls_back_to_english_and_then_to_whichever_there_is() -> None:
    assert pick({"en": "a", "bs": "b"}, "bs") == "b"
    assert pick({"en": "a"}, "bs") == "a"
    assert pick({"bs": "b"}, "en") == "b"
    assert (pick({}, "en"), is_spoken({}, "en")) == ("", True)
    assert [is_spoken({"en": "a", "sr-Latn": "b"}, language) for language in LANGUAGES] == [
        True,
        False,
        False,
        True,
        True,
    ]


def test_a_text_in_cyrillic_is_made_from_the_latin_one_unless_it_was_written_by_hand() -> None:
    assert pick({"en": "Year", "sr-Latn": "Godina"}, "sr-Cyrl") == "Година"
    assert pick({"en": "Year", "sr-Latn": "Godina", "sr-Cyrl": "Љето"}, "sr-Cyrl") == "Љето"
    assert pick({"en": "Year", "bs": "Godina"}, "sr-Cyrl") == "Year"


PO = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

"""


@pytest.fixture
def own_catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Let catalogues be read from a folder of the test's own, in which there are none at first."""

    def forget() -> None:
        language_module.words.cache_clear()
        language_module._read_po.cache_clear()

    def write(language: str, messages: str) -> None:
        (tmp_path / f"{language}.po").write_text(PO.format(language=language) + messages, encoding="utf-8")
        forget()

    monkeypatch.setattr(language_module, "catalogue_path", lambda language: tmp_path / f"{language}.po")
    forget()
    yield write
    forget()


PERIOD = 'msgid "Period {n}"\nmsgstr "Njihov period {n}"\n\n'

ITEM = (
    'msgid "{n} item"\nmsgid_plural "{n} items"\n'
    'msgstr[0] "{n} stavka"\nmsgstr[1] "{n} stavke"\nmsgstr[2] "{n} stavki"\n\n'
)


def test_printed_words_in_cyrillic_are_made_from_the_latin_catalogue(
    own_catalogues: Callable[[str, str], None],
) -> None:
    own_catalogues("sr-Latn", PERIOD + ITEM)
    cyrillic = words("sr-Cyrl")
    assert cyrillic.text("Period {n}", n="Njegoš") == "Њихов период Njegoš"  # what is filled in stays as it was typed
    assert [cyrillic.plural("{n} item", "{n} items", n) for n in (21, 22, 25)] == [
        "21 ставка",
        "22 ставке",
        "25 ставки",
    ]
    assert cyrillic.text("Summary") == "Summary"


def test_a_catalogue_written_by_hand_comes_before_it_message_by_message(
    own_catalogues: Callable[[str, str], None],
) -> None:
    own_catalogues("sr-Latn", PERIOD + ITEM)
    own_catalogues("sr-Cyrl", 'msgid "Period {n}"\nmsgstr "Раздобље {n}"\n')
    assert words("sr-Cyrl").text("Period {n}", n=1) == "Раздобље 1"
    assert words("sr-Cyrl").plural("{n} item", "{n} items", 1) == "1 ставка"


@pytest.mark.usefixtures("own_catalogues")
@pytest.mark.parametrize("language", ["bs", "hr", "sr-Latn", "sr-Cyrl"])
def test_without_a_catalogue_english_is_printed(language: str) -> None:
    assert words(language).text("Period {n}", n=1) == "Period 1"
    assert not words(language).is_translated


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("en", "en"),
        ("BS", "bs"),
        (" hr ", "hr"),
        ("sr-latn", "sr-Latn"),
        ("SR_CYRL", "sr-Cyrl"),
        ("sr-Cyrl", "sr-Cyrl"),
    ],
)
def test_a_language_is_known_in_any_case(typed: str, code: str) -> None:
    assert language_code(typed) == code
    assert words(typed).language == code


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("sr", "sr does not say which script; write sr-Latn or sr-Cyrl."),
        ("SR", "write sr-Latn or sr-Cyrl"),
        ("sr-lat", "Did you mean sr-Latn?"),
        ("de", "de is no language of oca. Known: en, bs, hr, sr-Latn, sr-Cyrl"),
    ],
)
def test_serbian_without_its_script_and_other_languages_are_refused(typed: str, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        language_code(typed)


@pytest.mark.parametrize(
    ("language", "spoken", "name"),
    [
        ("hr", "en", "Croatian"),
        ("hr", "bs", "hrvatski"),
        ("en", "sr-Cyrl", "енглески"),
        ("bs", "bs", "bosanski"),
        ("xx-y", "en", "xx-y"),
    ],
)
def test_a_language_has_a_name_in_every_other(language: str, spoken: str, name: str) -> None:
    assert language_name(language, spoken) == name


def test_the_languages_are_named_with_their_script() -> None:
    assert language_name("sr-Latn", "bs") == "srpski (latinica)"
    assert language_name("sr-Cyrl", "en") == "Serbian (Cyrillic)"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("„Зора“ – Зеница", '"zora" - zenica'),
        ("  Ne\u00a0ZNAM ", "ne znam"),
        ("Љубав Ђ Џ", "ljubav đ dž"),
        ("c\u030c", "č"),
        ("\u01c6", "dž"),
        ("don’t know", "don't know"),
    ],
)
def test_matching_looks_through_case_spaces_quotes_dashes_and_script(typed: str, meant: str) -> None:
    assert for_matching(typed) == meant


@pytest.mark.parametrize(
    ("value", "digits"), [(2.4926, 2), (2.45, 2), (2.4499, 1), (2.5, 1), (2.55, 1), (3.4996, 4), (1.0, 1), (3.9999, 1)]
)
def test_a_printed_score_never_lies_in_another_band_than_the_score(value: float, digits: int) -> None:
    assert faithful_digits(value, [1.0, 1.5, 2.5, 3.5]) == digits


@pytest.mark.parametrize("value", [-1e-12, -0.04, 0.0, 0.04, -0.0])
def test_what_rounds_to_nothing_is_printed_without_a_minus(value: float) -> None:
    assert words("en").number(value, 1) == "0.0"
    assert words("en").signed(value, 1) == "0.0"


def test_noise_in_the_twelfth_decimal_asks_for_no_more_decimals() -> None:
    """2.499999999999 is 2.5 and lies in the band that begins there; 2.49 does not, and is printed so."""
    assert faithful_digits(2.499999999999, [2.5]) == 1
    assert faithful_digits(2.500000000001, [2.5]) == 1
    assert faithful_digits(2.49, [2.5]) == 2
