"""Texts, plurals, numbers and dates by locale; rounding as people round; matching what people typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from oca.language import faithful_digits, for_matching, pick, round_half_up, words


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [(2.45, 1, "2.5"), (2.25, 1, "2.3"), (2.675, 2, "2.68"), (1.005, 2, "1.01"), (-0.05, 1, "-0.1"), (2.4499, 1, "2.4"),
     (0.1 + 0.2 + 2.15, 1, "2.5"), (4.0, 0, "4")],
)  # fmt: skip
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
    ("number", "form"), [(1, "stavka"), (2, "stavke"), (5, "stavki"), (11, "stavki"), (21, "stavka"), (22, "stavke")]
)
def test_bosnian_plurals_have_three_forms(number: int, form: str) -> None:
    from oca.language import Words, _plural_rule

    forms = {("", "{n} item"): ("{n} stavka", "{n} stavke", "{n} stavki")}
    assert Words("bs", forms).plural("{n} item", "{n} items", number) == f"{number} {form}"
    assert _plural_rule("bs")(number) in (0, 1, 2)


def test_a_text_falls_back_to_english_and_then_to_whichever_there_is() -> None:
    assert pick({"en": "a", "bs": "b"}, "bs") == "b"
    assert pick({"en": "a"}, "bs") == "a"
    assert pick({"bs": "b"}, "en") == "b"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("„Зора“ – Зеница", '"zora" - zenica'), ("  Ne\u00a0ZNAM ", "ne znam"), ("Љубав Ђ Џ", "ljubav đ dž"),
     ("c\u030c", "č"), ("\u01c6", "dž"), ("don’t know", "don't know")],
)  # fmt: skip
def test_matching_looks_through_case_spaces_quotes_dashes_and_script(typed: str, meant: str) -> None:
    assert for_matching(typed) == meant


@pytest.mark.parametrize(
    ("value", "digits"), [(2.4926, 2), (2.45, 2), (2.4499, 1), (2.5, 1), (2.55, 1), (3.4996, 4), (1.0, 1), (3.9999, 1)]
)
def test_a_printed_score_never_lies_in_another_band_than_the_score(value: float, digits: int) -> None:
    assert faithful_digits(value, [1.0, 1.5, 2.5, 3.5]) == digits
