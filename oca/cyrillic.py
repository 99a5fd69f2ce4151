"""Serbian Cyrillic made from Serbian Latin, letter by letter.

Own code, because no package does it for us: srtools is GPL, and cyrtranslit 1.2.0 writes NJEGOŠ as НЈЕГОШ, spares no
placeholder, and takes ten times as long for twice the text. Only printed words and the words of questionnaires are put
into Cyrillic; what people typed never is.

What stays Latin: {placeholders}, tags and entities of HTML, addresses, names of files, codes with digits or
underscores, Roman numerals of I, V and X, words with a letter that Serbian lacks, and the words listed in
`locale/letters.yaml`. Each Cyrillic letter stands for the Latin ones it came from, so `language.for_matching` makes
both alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

Model = TypeVar("Model", bound="BaseModel")

_LATIN = "abvgdđežzijklmnoprstćufhcčš"
_CYRILLIC = "абвгдђежзијклмнопрстћуфхцчш"

LETTERS: Mapping[str, str] = {
    **dict(zip(_LATIN, _CYRILLIC, strict=True)),
    **dict(zip(_LATIN.upper(), _CYRILLIC.upper(), strict=True)),
}
"""A Cyrillic letter for each Latin one that stands alone."""

PAIRS: Mapping[str, str] = dict(zip(["lj", "nj", "dž", "Lj", "Nj", "Dž", "LJ", "NJ", "DŽ"], "љњџЉЊЏЉЊЏ", strict=True))
"""A Cyrillic letter for each two Latin ones that are one letter."""

SPLIT = "\u200c"
"""Put between two Latin letters that are not one; it is nowhere in the result."""

_KEPT = (
    r"\{[^{}]*\}",  # {placeholders}
    r"</?[A-Za-z][^<>]*>",
    r"&\#?\w+;",
    r"`[^`]*`",
    r"\b(?:https?://|www\.)[^\s<>„“”«»]*[^\s<>„“”«».,;:!?)]",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"\b(?:[\w-]+\.)+(?:ba|hr|rs|com|org|net|eu)\b(?:/[^\s<>]*[\w/])?",
    r"\b(?:responses|questionnaires|scoring|report_templates|plans|published|out)/[\w<>./*-]*",
    r"(?<!\w)[\w*-]*\.(?:xlsx?|csv|pdf|html?|yaml|po|txt|docx?|json|zip|css|py)\b",
    r"\b[A-Za-z0-9_-]*(?:[A-Za-z_]\d|\d[A-Za-z_]|[a-z]_[a-z])[A-Za-z0-9_-]*(?:/\w+)?",  # codes: y3, gov_board
    r"\b[a-z]+(?:-[a-z]+)*/\d+\b",  # cssp-oca/2
    r"\bN/A\b",
)

_WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)?"

_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})|V|X")

_ROMAN_ONE = re.compile(r"[.)](?:\s|$)|\s?[-–]\s?[IVX]+\b")
"""What follows an I that is a numeral: `I.`, `I)`, `I–III`; otherwise it is the word I, which is и."""


@dataclass(frozen=True)
class Letters:
    """The file `locale/letters.yaml`, which is shipped and therefore read as it is."""

    latin: list[str]
    names: list[str]
    apart: list[str]
    prefixes: list[str]


def to_cyrillic(text: str) -> str:
    """Return a Serbian Latin text in Cyrillic.

    >>> to_cyrillic("Njegoševa injekcija: NJEGOŠ i džem, {n} PDF-a, XIV vijek")
    'Његошева инјекција: ЊЕГОШ и џем, {n} PDF-а, XIV вијек'
    """
    composed = unicodedata.normalize("NFC", text)
    return _pieces().sub(lambda match: match["kept"] or _in_place(match), composed)


def in_cyrillic(model: Model) -> Model:
    """Return a model with every text that it holds, at any depth, in Cyrillic; keys stay as they are."""
    return type(model)(**_each(model.model_dump()))


def split_apart(word: str) -> str:
    """Return a word in lower case with SPLIT between two letters that look like one: in-jekcija, nad-živjeti."""
    found = _apart().match(word)
    if not found:
        return word
    end = found.end(1) + len(re.split("(?<=n)(?=j)|(?<=d)(?=ž)", found[2])[0])
    return word[:end] + SPLIT + word[end:]


def _each(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _each(one) for key, one in value.items()}
    return to_cyrillic(value) if isinstance(value, str) else value


def _in_place(match: re.Match[str]) -> str:
    word = match["word"]
    if word == "I" and _ROMAN_ONE.match(match.string, match.end()):
        return word
    return _word(word)


@lru_cache(maxsize=20_000)
def _word(word: str) -> str:
    """Return one word in Cyrillic, or as it is when it stays Latin."""
    if word == "I":
        return "И"
    plain = unicodedata.normalize("NFKC", word)
    foreign = any(letter not in LETTERS for letter in plain if letter not in "'’")
    if foreign or _ROMAN.fullmatch(plain) or plain.casefold() in _stay_latin():
        return word
    if plain.casefold().startswith(tuple(_exceptions().names)):
        return word
    return _letters(plain)


def _letters(word: str) -> str:
    split = split_apart(word.lower())
    at = split.find(SPLIT)
    if at >= 0:
        return _letters_of_part(word[:at]) + _letters_of_part(word[at:])
    return _letters_of_part(word)


def _letters_of_part(part: str) -> str:
    for latin, cyrillic in PAIRS.items():
        part = part.replace(latin, cyrillic)
    return "".join(LETTERS.get(letter, letter) for letter in part)


@lru_cache(maxsize=1)
def _exceptions() -> Letters:
    import yaml

    listed = (Path(__file__).parent / "locale" / "letters.yaml").read_text(encoding="utf-8")
    return Letters(**yaml.safe_load(listed))


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    """Return what a text is cut into: pieces that are kept, phrases that stay Latin, and words."""
    phrases = sorted((one for one in _exceptions().latin if not one.isalpha()), key=len, reverse=True)
    listed = rf"(?i:\b(?:{'|'.join(map(re.escape, phrases))})\w*)"
    return re.compile(rf"(?P<kept>{'|'.join((*_KEPT, listed))})|(?P<word>{_WORD})")


@lru_cache(maxsize=1)
def _stay_latin() -> frozenset[str]:
    return frozenset(_exceptions().latin)


@lru_cache(maxsize=1)
def _apart() -> re.Pattern[str]:
    listed = _exceptions()
    return re.compile(rf"((?:{'|'.join(listed.prefixes)})?)({'|'.join(listed.apart)})")
