"""Days, numbers and yes or no as people write them: what can only mean one thing is read, all else is left to be asked.

A day is written from the year down or from the day up; with strokes, only where the order shows. In a number, `.` and
`,` divide thousands to some and decimals to others; which is meant shows where both stand, or where one stands twice.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from oca.language import for_matching, letters_of

YES_OR_NO: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "y", "da", "jeste", "true", "1"), True),
    **dict.fromkeys(("no", "n", "ne", "false", "0"), False),
}
"""What says yes and what says no, by their letters alone; Cyrillic is made Latin."""

_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})\.?(?:[t ][\d:.]+)?", re.ASCII)
_WITH_POINTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\.?", re.ASCII)
_WITH_STROKES = re.compile(r"(\d{1,2}) ?([/-]) ?(\d{1,2}) ?\2 ?(\d{4})\.?", re.ASCII)

_IN_WORDS = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)? ?([^\W\d]+)\.?,? ?(\d{4})")
_AROUND = re.compile(r"(?:[^\W\d]+, ?)?(\d.*?\d{4})[. ]*(?:god(?:ine|\.)?|g\.)?\.?")
"""A weekday before a day, and the region's `godine` after it."""

_MONTHS = (
    ("januar", "januara", "january", "jan", "siječanj", "siječnja", "i"),
    ("februar", "februara", "february", "feb", "veljača", "veljače", "ii"),
    ("mart", "marta", "march", "mar", "ožujak", "ožujka", "iii"),
    ("april", "aprila", "apr", "travanj", "travnja", "iv"),
    ("maj", "maja", "may", "svibanj", "svibnja", "v"),
    ("jun", "juna", "juni", "june", "lipanj", "lipnja", "vi"),
    ("jul", "jula", "juli", "july", "srpanj", "srpnja", "vii"),
    ("avgust", "avgusta", "august", "augusta", "avg", "aug", "kolovoz", "kolovoza", "viii"),
    ("septembar", "septembra", "september", "sept", "sep", "rujan", "rujna", "ix"),
    ("oktobar", "oktobra", "october", "okt", "oct", "listopad", "listopada", "x"),
    ("novembar", "novembra", "november", "nov", "studeni", "studenog", "studenoga", "xi"),
    ("decembar", "decembra", "december", "dec", "prosinac", "prosinca", "xii"),
)
"""The months as they stand in a day, in English, Bosnian, Croatian and Serbian, and in Roman numerals."""

_MONEY = r"(?:km|bam|eur[ao]?|evra|€|\$|usd|rsd|din\.?|dinara|maraka|kn|hrk)"
_CURRENCY = re.compile(rf"(?:{_MONEY} ?)(.*?)|(.*?)(?: ?{_MONEY}\.?)")
_GROUPED = re.compile(r"([1-9]\d{0,2}([ .,'])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?", re.ASCII)
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)


def as_day(typed: str) -> datetime.date | None:
    """Return the day that a text is; None where it is none, or could be two.

    >>> as_day("petak, 31. maja 2024. godine"), as_day("31 May 2024"), as_day("31 may be 2024")
    (datetime.date(2024, 5, 31), datetime.date(2024, 5, 31), None)
    >>> as_day("2024-05-31T00:00:00"), as_day("31. 5. 2024."), as_day("31/5/2024"), as_day("5/6/2024")
    (datetime.date(2024, 5, 31), datetime.date(2024, 5, 31), datetime.date(2024, 5, 31), None)
    """
    plain = for_matching(typed)
    if around := _AROUND.fullmatch(plain):
        plain = around[1]
    if found := _IN_WORDS.fullmatch(plain):
        month = next((number for number, names in enumerate(_MONTHS, start=1) if found[2] in names), 0)
        return _day(found[3], str(month), found[1])
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[3], found[4])
    if found := _WITH_POINTS.fullmatch(plain):
        return _day(found[3], found[2], found[1])
    if found := _WITH_STROKES.fullmatch(plain):
        days = {_day(found[4], found[3], found[1]), _day(found[4], found[1], found[3])} - {None}
        return days.pop() if len(days) == 1 else None
    return None


def numbers(typed: str, *, money: bool = False) -> tuple[float, ...]:
    """Return what number a text can be: none, one, or two where `.` or `,` may divide thousands or decimals.

    Args:
        typed: the text.
        money: whether it is an amount, which may have a currency and never has three decimals beside one.

    >>> numbers("2.500,00"), numbers("2 500"), numbers("2.500"), numbers("2.500 KM", money=True), numbers("about 2")
    ((2500.0,), (2500.0,), (2500.0, 2.5), (2500.0,), ())
    """
    plain = for_matching(typed)
    bare = _without_currency(plain) if money else plain
    sign, digits = (-1, bare[1:]) if bare.startswith("-") else (1, bare)
    found = []
    if grouped := _GROUPED.fullmatch(digits):
        found.append(float(f"{re.sub('[^0-9]', '', grouped[1])}.{grouped[3] or 0}"))
    if _DECIMAL.fullmatch(digits) and (bare == plain or not found):
        found.append(float(digits.replace(",", ".")))
    return tuple(sign * one for one in dict.fromkeys(found))


def yes_or_no(typed: str) -> bool | None:
    """Return whether a text says yes or no; None where it says neither.

    >>> yes_or_no("Da."), yes_or_no("не"), yes_or_no("perhaps")
    (True, False, None)
    """
    return YES_OR_NO.get(letters_of(typed))


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _without_currency(plain: str) -> str:
    """Return an amount without its currency and without the stroke that stands for no pence: `2.500,- KM`."""
    found = _CURRENCY.fullmatch(plain)
    bare = (found[1] or found[2] or "") if found else plain
    return re.sub(r"(?<=\d)[.,]-+$", "", bare.strip())
