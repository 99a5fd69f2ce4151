"""Texts in several languages: printed words, numbers and dates, and the matching of what people typed.

English is the source of the printed words (msgid); each other language has a catalogue `locale/<language>.po`, which is
committed as text and compiled in memory. Serbian in Cyrillic is made from Serbian in Latin letters when it is asked
for; an own catalogue comes before it, message by message. A message without a translation is printed in English.
"""

from __future__ import annotations

import re
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

LATIN, CYRILLIC = "sr-Latn", "sr-Cyrl"
"""The two scripts of Serbian; the second is made from the first."""

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "bs": "bosanski",
    "hr": "hrvatski",
    LATIN: "srpski (latinica)",
    CYRILLIC: "српски (ћирилица)",
}
"""The languages of oca by their BCP 47 code, which is also what `lang` says in a report; each named in itself."""

_LOCALES: Mapping[str, str] = {
    "en": "en_GB",
    "bs": "bs_Latn_BA",
    "hr": "hr_BA",
    LATIN: "sr_Latn_BA",
    CYRILLIC: "sr_Cyrl_BA",
}
"""CLDR has Bosnia and Herzegovina for each; 73% in Bosnian and Serbian, 73 % in Croatian is its word."""

WHICH_SCRIPT = "sr does not say which script; write sr-Latn or sr-Cyrl"

Text = Mapping[str, str]
"""One text in several languages, by language code."""

MINUS = "\u2212"

MOST_DIGITS = 4
"""A printed score has no more decimals than this."""


def find_language(typed: str) -> str:
    """Return the code of a language as people write it, in any case and with _ for -; empty when there is none.

    >>> find_language("SR_latn"), find_language("sr"), find_language("de")
    ('sr-Latn', '', '')
    """
    plain = typed.strip().replace("_", "-").casefold()
    return next((code for code in LANGUAGES if code.casefold() == plain), "")


def language_code(typed: str) -> str:
    """Return the code of a language as people write it.

    Raises:
        UsageError: there is no such language, or it is written in two scripts and `typed` does not say which.
    """
    found = find_language(typed)
    if is_ambiguous(typed):
        raise UsageError(f"{WHICH_SCRIPT}.")
    if not found:
        raise UsageError(f"{typed} is no language of oca. {suggest(typed, LANGUAGES)}")
    return found


def is_ambiguous(typed: str) -> bool:
    """Say whether a code means Serbian without its script."""
    return typed.strip().casefold() == "sr"


def with_codes(text: Text) -> dict[str, str]:
    """Return a text with its languages by their codes, in whichever case they were written.

    Raises:
        ValueError: one of them is Serbian without its script.
    """
    if any(map(is_ambiguous, text)):
        raise ValueError(WHICH_SCRIPT)
    return {find_language(language) or language: one for language, one in text.items()}


def pick(text: Text, language: str) -> str:
    """Return a text in a language; where that is missing in the source language, then in whichever there is."""
    if language == CYRILLIC and not text.get(CYRILLIC) and text.get(LATIN):
        from oca.cyrillic import to_cyrillic

        return to_cyrillic(text[LATIN])
    return text.get(language) or text.get(SOURCE) or next(iter(text.values()), "")


def is_spoken(text: Text, language: str) -> bool:
    """Say whether a text is there in a language, so that no other one has to be shown instead."""
    return bool(text.get(language) or (language == CYRILLIC and text.get(LATIN)) or not any(text.values()))


def round_half_up(value: float, digits: int) -> Decimal:
    """Round as people do, decimal and half away from zero: 2.45 gives 2.5 although its binary form lies below it."""
    exact = Decimal(repr(round(float(value), 9)))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP) + 0  # no negative zero


def faithful_digits(value: float, limits: Iterable[float], digits: int = 1) -> int:
    """Return with how many decimals a value is printed, so that it lies on the same side of every limit as in truth.

    >>> faithful_digits(2.49, [1.5, 2.5]), faithful_digits(2.44, [1.5, 2.5]), faithful_digits(2.5, [1.5, 2.5])
    (2, 1, 1)
    """
    sides, value = list(limits), round(float(value), 9)  # a score of 2.499999999999 is 2.5
    while digits < MOST_DIGITS:
        printed = float(round_half_up(value, digits))
        if all((printed >= limit) == (value >= limit) for limit in sides):
            break
        digits += 1
    return digits


def decimals(number: float) -> int:
    """Return how many decimals a number has that somebody wrote.

    >>> decimals(3), decimals(0.25), decimals(0.8 * 100), decimals(0.00001)
    (0, 2, 0, 5)
    """
    exponent = Decimal(repr(round(float(number), 9))).normalize().as_tuple().exponent
    return max(0, -int(exponent))


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

    def percent(self, share: float, digits: int = 0) -> str:
        """Write a share (0 to 1) as a percentage, a whole one or with decimals, but no noughts at their end."""
        from babel.numbers import format_percent

        rounded = float(round_half_up(share, 2 + digits))
        return str(format_percent(rounded, locale=self.locale, decimal_quantization=not digits))

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

    @property
    def is_translated(self) -> bool:
        """Whether there are any words of this language; without, all is printed in English."""
        return self.language == SOURCE or bool(self._messages)

    def _plural_index(self, number: int) -> int:
        """Return which form goes with a number: one (1, 21), few (2, 22) or other (5, 11, 112), as CLDR has it."""
        return {"one": 0, "few": 1}.get(_plural_rule(self.language)(number), 2)


@lru_cache(maxsize=8)
def words(language: str) -> Words:
    """Return the printed words of a language.

    Raises:
        UsageError: the language is not among LANGUAGES.
    """
    code = language_code(language)
    return Words(code, _catalogue(code))


def language_name(language: str, spoken: str) -> str:
    """Return the name of a language in another one: Croatian, hrvatski, хрватски; the code where it has no name."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-").get_display_name(_LOCALES[spoken]) or language
    except (ValueError, UnknownLocaleError):  # a questionnaire may be written in a language that CLDR does not know
        return language


def catalogue_path(language: str) -> Path:
    """Return the file of a language's printed words."""
    return Path(__file__).parent / "locale" / f"{language}.po"


@lru_cache(maxsize=8)
def _read_po(language: str) -> Any:
    from babel.messages.pofile import read_po

    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=_LOCALES[language])


def _catalogue(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the messages of a language; none where there is no catalogue."""
    made = _in_cyrillic(_catalogue(LATIN)) if language == CYRILLIC else {}
    if language == SOURCE or not catalogue_path(language).is_file():
        return made
    for message in _read_po(language):
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        source = message.id if isinstance(message.id, str) else message.id[0]
        if source and all(forms) and not message.fuzzy:
            made[message.context or "", source] = forms
    return made


def _in_cyrillic(messages: Mapping[tuple[str, str], tuple[str, ...]]) -> dict[tuple[str, str], tuple[str, ...]]:
    from oca.cyrillic import to_cyrillic

    return {key: tuple(map(to_cyrillic, forms)) for key, forms in messages.items()}


@lru_cache(maxsize=8)
def _plural_rule(language: str) -> Any:
    from babel import Locale

    return Locale.parse(_LOCALES[language]).plural_form


_TO_LATIN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`´", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)

_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff]"
)
"""Signs that take no room: directions of writing, joiners, the byte order mark, soft hyphens, control characters."""


def without_unseen(typed: str) -> str:
    """Return a text without the signs that nobody sees, which come along when cells are copied."""
    return _UNSEEN.sub("", typed)


def for_matching(typed: str) -> str:
    """Return a text in the one form used for matching only; what is kept and shown is always the raw text.

    Case, kinds of spaces, quotes and dashes, composed or decomposed letters, digraph letters and Serbian Cyrillic are
    made alike, and signs that nobody sees go: `„Зора“ – Зеница` matches `"Zora" - Zenica`.
    """
    composed = unicodedata.normalize("NFKC", without_unseen(typed)).casefold().translate(_TO_LATIN).translate(_PLAIN)
    return " ".join(composed.split())


def without_accents(typed: str) -> str:
    """Return a text for matching as it is typed where a keyboard lacks č, ć, đ, š and ž; đ, also written dj, is d.

    >>> without_accents("Završeno"), without_accents("Uradjeno") == without_accents("урађено")
    ('zavrseno', True)
    """
    apart = unicodedata.normalize("NFD", for_matching(typed))
    return "".join(one for one in apart if not unicodedata.combining(one)).replace("đ", "d").replace("dj", "d")


_PUNCTUATION = str.maketrans(dict.fromkeys(" .,:;!'\"()[]/\\_-"))


def letters_of(typed: str) -> str:
    """Return a text for matching without accents, spaces and punctuation; any other sign stays.

    >>> letters_of("N. P."), letters_of("Nije primjenjivo!"), letters_of("don't know"), letters_of("#N/A")
    ('np', 'nijeprimjenjivo', 'dontknow', '#na')
    """
    return without_accents(typed).translate(_PUNCTUATION)
