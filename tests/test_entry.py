"""Days, amounts and yes or no as people write them: what could mean two things is never read."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.entry import as_day, numbers, yes_or_no

SPACES = (" ", "\u00a0", "\u202f", "\u2009")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2.500,00", 2500),
        ("2,500.00", 2500),
        ("2 500", 2500),
        ("2\u00a0500,50", 2500.5),
        ("2.500 KM", 2500),
        ("KM 2.500", 2500),
        ("2,500 EUR", 2500),
        ("2.500,00 €", 2500),
        ("2.500,- KM", 2500),
        ("2.500,-", 2500),
        ("1.234.567", 1234567),
        ("1,234,567.89", 1234567.89),
        ("2500", 2500),
        ("2500 KM", 2500),
        ("2,5", 2.5),
        ("0.500", 0.5),
        ("1234.567", 1234.567),
        ("2.5 KM", 2.5),
        ("-5", -5),
        ("2'500", 2500),
    ],
)
def test_an_amount_that_can_mean_one_thing_only_is_read(typed: str, meant: float) -> None:
    assert numbers(typed, money=True) == (meant,)


@pytest.mark.parametrize("typed", ["2.500", "2,500", "12.000", "999,999", "-1.200"])
def test_what_may_be_thousands_or_decimals_is_both(typed: str) -> None:
    thousands = float(typed.replace(".", "").replace(",", ""))
    assert numbers(typed, money=True) == (thousands, thousands / 1000)


@pytest.mark.parametrize(
    "typed",
    ["", "about 2500", "2.500.00", "2 50", "2.50.000", "5.", ".5", "2500-3000", "KM", "2 500.000.00", "٢٥٠٠", "nan"],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert numbers(typed, money=True) == ()


def test_a_currency_is_no_part_of_a_number_that_is_no_amount() -> None:
    assert numbers("2.500 KM") == ()


@given(
    st.integers(1, 10**9), st.integers(0, 99), st.sampled_from([(".", ","), (",", "."), *((s, ",") for s in SPACES)])
)
def test_an_amount_written_with_both_marks_comes_back(whole: int, cents: int, marks: tuple[str, str]) -> None:
    thousands, decimal = marks
    written = f"{whole:,}".replace(",", thousands) + f"{decimal}{cents:02d}"
    assert numbers(written, money=True) == (float(f"{whole}.{cents:02d}"),)
    for money in (f"{written} KM", f"{written}KM", f"€{written}", f"BAM {written}"):
        assert numbers(money, money=True) == (float(f"{whole}.{cents:02d}"),)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)))
def test_a_day_comes_back_from_every_way_in_which_it_is_certain(day: datetime.date) -> None:
    d, m, y = day.day, day.month, day.year
    certain = [
        f"{d}.{m}.{y}.",
        f"{d}. {m}. {y}.",
        f"{d:02d}.{m:02d}.{y}",
        day.isoformat(),
        f"{y}/{m}/{d}",
        f"{day}T00:00:00",
    ]
    assert {as_day(one) for one in certain} == {day}
    for mark in "/-":
        expected = day if d > 12 or d == m else None
        assert as_day(f"{d}{mark}{m}{mark}{y}") == expected
        assert as_day(f"{m:02d}{mark}{d:02d}{mark}{y}") == expected


@pytest.mark.parametrize(
    "typed", ["", "31.2.2024", "31.5.24", "31.5", "May 2024", "sutra", "2024", "31,5,2024", "1.5.20245"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert as_day(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("DA", True),
        ("Да.", True),
        ("yes!", True),
        ("не", False),
        ("No", False),
        ("0", False),
        ("ne znam", None),
        ("da/ne", None),
        ("", None),
    ],
)
def test_yes_and_no_are_understood_in_every_language(typed: str, said: bool | None) -> None:
    assert yes_or_no(typed) is said
