"""Names in the order of a language's alphabet, for lists that people read.

Own code, because PyICU needs system libraries and pyuca knows no alphabet but the general one: in ours č comes after c,
dž is one letter between d and đ, and the Cyrillic alphabet has an order of its own. A name in the other script stands
where its letters put it, so that one list can hold both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from oca.language import for_matching

Key = tuple[tuple[tuple[int, int], ...], str, str]

_LATIN = "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"

_CYRILLIC = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š q w x y"
"""The order а б в г д ђ е ж з и ј ... љ ... њ ... џ ш, each letter by its Latin counterpart."""

_ENGLISH = "a b c d e f g h i j k l m n o p q r s t u v w x y z"

_ALPHABETS = {"en": _ENGLISH, "bs": _LATIN, "hr": _LATIN, "sr-Latn": _LATIN, "sr-Cyrl": _CYRILLIC}

_TOKENS = re.compile(r"(?P<number>\d+)|(?P<letter>lj|nj|dž|[^\W\d_])|(?P<nothing>['\u200c\u0300-\u036f])|(?P<gap>.)")

_GAP, _NUMBER, _LETTER, _OTHER = range(4)


def sort_key(text: str, language: str) -> Key:
    """Return a key that sorts names by the alphabet of a language; a language that is not known sorts as English does.

    Quotes count for nothing, other signs as a space; numbers go by value and come before letters; case and accents that
    the alphabet does not know decide only between names that are otherwise alike.

    >>> sorted(["ćup", "čaj", "cilj", "džep", "đak", "dan"], key=lambda name: sort_key(name, "bs"))
    ['cilj', 'čaj', 'ćup', 'dan', 'džep', 'đak']
    """
    ranks = _ranks(language)
    plain = for_matching(text).replace('"', "")
    ours = plain if "dž" in ranks else _bare(plain)
    found: list[tuple[int, int]] = []
    for match in _TOKENS.finditer(_apart(ours)):
        found += _weights(match, ranks, after_gap=not found or found[-1][0] == _GAP)
    return tuple(found), plain, text


def _weights(match: re.Match[str], ranks: dict[str, int], *, after_gap: bool) -> list[tuple[int, int]]:
    """Return the weight of one letter, number or gap; of two letters where a language has none for the pair."""
    if match["number"]:
        return [(_NUMBER, int(match["number"]))]
    if match["letter"]:
        letter = match["letter"]
        if letter in ranks:
            return [(_LETTER, ranks[letter])]
        return [_weight(one, ranks) for one in letter]
    return [] if match["nothing"] or after_gap else [(_GAP, 0)]


def _weight(letter: str, ranks: dict[str, int]) -> tuple[int, int]:
    """Return the weight of a letter; of one with a foreign accent, that of the letter without it."""
    bare = _bare(letter)[:1]
    rank = ranks.get(letter, ranks.get(bare))
    return (_OTHER, ord(letter)) if rank is None else (_LETTER, rank)


def _apart(text: str) -> str:
    """Mark where two letters are not one, as in nadživjeti."""
    if "nj" not in text and "dž" not in text:
        return text
    from oca.cyrillic import split_apart

    return re.sub(r"[^\W\d_]+", lambda word: split_apart(word[0]), text)


def _bare(text: str) -> str:
    """Return a text without accents: č as c, é as e, and đ as d."""
    decomposed = unicodedata.normalize("NFKD", text.replace("đ", "d"))
    return "".join(one for one in decomposed if not unicodedata.combining(one))


@lru_cache(maxsize=8)
def _ranks(language: str) -> dict[str, int]:
    return {letter: rank for rank, letter in enumerate(_ALPHABETS.get(language, _ENGLISH).split())}
