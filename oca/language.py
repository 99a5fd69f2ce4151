"""Texts in several languages: printed words, numbers and dates, and the matching of what people typed.

English is the source of the printed words (msgid); each other language has a catalogue `locale/<language>.po`, which is
committed as text and compiled in memory.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from oca.errors import UsageError
from oca.findings import suggest

SOURCE = "en"

LANGUAGES: Mapping[str, str] = {"en": "English", "bs": "bosanski"}

_LOCALES: Mapping[str, str] = {"en": "en_GB", "bs": "bs_Latn_BA"}

Text = Mapping[str, str]
"""One text in several languages, by language code."""

MINUS = "\u2212"

MOST_DIGITS = 4
"""A printed score has no more decimals than this."""


def pick(text: Text, language: str) -> str:
    """Return a text in a language; where that is missing in the source language, then in whichever there is."""
    return text.get(language) or text.get(SOURCE) or next(iter(text.values()), "")


def round_half_up(value: float, digits: int) -> Decimal:
    """Round as people do, decimal and half away from zero: 2.45 gives 2.5 although its binary form lies below it."""
    exact = Decimal(repr(round(float(value), 9)))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def faithful_digits(value: float, limits: Iterable[float], digits: int = 1) -> int:
    """Return with how many decimals a value is printed, so that it lies on the same side of every limit as in truth.

    >>> faithful_digits(2.49, [1.5, 2.5]), faithful_digits(2.44, [1.5, 2.5]), faithful_digits(2.5, [1.5, 2.5])
    (2, 1, 1)
    """
    sides = list(limits)
    while digits < MOST_DIGITS:
        printed = float(round_half_up(value, digits))
        if all((printed >= limit) == (value >= limit) for limit in sides):
            break
        digits += 1
    return digits


@dataclass(frozen=True)
class Words:
    """The printed words of one language, and its way of writing numbers, dates and plurals."""

    language: str
    _messages: Mapping[tuple[str, str], tuple[str, ...]]

    def text(self, message: str, /, **values: object) -> str:
        """Return a printed word or sentence; `values` fill its {placeholders}."""
        found = self._messages.get(("", message))
        return (found[0] if found else message).format(**values)

    def plural(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return the form that goes with a number: 1 godina, 2 godine, 5 godina."""
        found = self._messages.get(("", one))
        forms = found if found and len(found) > 1 else (one, many)
        form = forms[self._plural_index(number) if forms is found else int(number != 1)]
        return form.format(n=number, **values)

    def number(self, value: float, digits: int = 1) -> str:
        """Write a number with the locale's decimal mark, rounded half up."""
        from babel.numbers import format_decimal

        pattern = "0." + "0" * digits if digits else "0"
        written: str = format_decimal(round_half_up(value, digits), format=pattern, locale=self.locale)
        return written.replace("-", MINUS)

    def signed(self, value: float, digits: int = 1) -> str:
        """Write a change with its sign; a change that rounds to nothing has none."""
        rounded = round_half_up(value, digits)
        return ("+" if rounded > 0 else "") + self.number(float(rounded), digits) if rounded else self.number(0, digits)

    def percent(self, share: float) -> str:
        """Write a share (0 to 1) as a whole percentage."""
        from babel.numbers import format_percent

        return str(format_percent(round_half_up(share, 2), locale=self.locale))

    def date(self, day: date) -> str:
        """Write a day in words."""
        from babel.dates import format_date

        return str(format_date(day, format="long", locale=self.locale))

    def join(self, parts: list[str]) -> str:
        """Write a list in a sentence: a, b and c."""
        from babel.lists import format_list

        return str(format_list(parts, locale=self.locale)) if parts else ""

    @property
    def locale(self) -> str:
        """The name of the locale, as Babel knows it."""
        return _LOCALES[self.language]

    def _plural_index(self, number: int) -> int:
        return int(_plural_rule(self.language)(number))


@lru_cache(maxsize=8)
def words(language: str) -> Words:
    """Return the printed words of a language.

    Raises:
        UsageError: the language is not among LANGUAGES.
    """
    if language not in LANGUAGES:
        raise UsageError(f"{language} is no language of oca. {suggest(language, LANGUAGES)}")
    return Words(language, _catalogue(language))


def catalogue_path(language: str) -> Path:
    """Return the file of a language's printed words."""
    return Path(__file__).parent / "locale" / f"{language}.po"


@lru_cache(maxsize=8)
def _read_po(language: str) -> Any:
    from babel.messages.pofile import read_po

    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=_LOCALES[language])


def _catalogue(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    if language == SOURCE:
        return {}
    messages: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in _read_po(language):
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        source = message.id if isinstance(message.id, str) else message.id[0]
        if source and all(forms) and not message.fuzzy:
            messages[message.context or "", source] = forms
    return messages


@lru_cache(maxsize=8)
def _plural_rule(language: str) -> Any:
    from gettext import c2py

    return c2py(_read_po(language).plural_expr)


_CYRILLIC = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`´", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", None),
    }
)


def for_matching(typed: str) -> str:
    """Return a text in the one form used for matching only; what is kept and shown is always the raw text.

    Case, kinds of spaces, quotes and dashes, composed or decomposed letters, digraph letters and Serbian Cyrillic are
    made alike: `„Зора“ – Зеница` matches `"Zora" - Zenica`.
    """
    composed = unicodedata.normalize("NFKC", typed).casefold().translate(_CYRILLIC).translate(_PLAIN)
    return " ".join(composed.split())
