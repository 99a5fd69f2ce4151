"""Reading text files whose encoding nobody can promise.

UTF-8 with or without a byte order mark, UTF-16 with one, then the declared fallback, with a warning. No byte is ever
dropped or replaced in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from oca.errors import InputError
from oca.findings import Finding, Place, finding


def decode(raw: bytes, name: str, fallback: str = "cp1250") -> tuple[str, list[Finding]]:
    """Decode the bytes of a file.

    Raises:
        InputError: the file is empty, or neither UTF-8 nor the fallback.
    """
    if not raw.strip():
        raise InputError([finding("file-empty", Place(name))])
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), []
        except UnicodeDecodeError as error:
            names = {"encoding": "UTF-16", "byte": error.start + 1}
            raise InputError([finding("encoding-wrong", Place(name), **names)]) from None
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode(fallback), [finding("encoding-fallback", Place(name), encoding=fallback)]
    except UnicodeDecodeError as error:
        raise InputError([finding("encoding-wrong", Place(name), encoding=fallback, byte=error.start + 1)]) from None


def clean(cell: str) -> str:
    """Return a cell's text without the spaces around it, non-breaking ones included."""
    return cell.strip(" \t\r\n\u00a0\ufeff\u200b")


_LOST_WORD = re.compile(r"(?<![^\s\"'(„“«])\?{3,}")
"""A word of question marks; at the end of another one, `???` is somebody's wonder."""


_LOST_LETTER = re.compile(r"\?\w")


def is_lost(text: str) -> bool:
    """Say whether a name or an answer is mostly question marks: what Excel writes for letters that a code page lacks.

    >>> is_lost("????????? ????"), is_lost("Udruženje ?????"), is_lost("Ko smo mi?")
    (True, True, False)
    """
    return "?" in text and (_LOST_WORD.search(text) is not None or _mostly_marks(text))


def is_lost_comment(text: str) -> bool:
    """Say the same of a comment, in which somebody may write ???: there, several words are question marks."""
    return len(re.findall(r"\?{2,}", text)) > 1 and _mostly_marks(text)


def _mostly_marks(text: str) -> bool:
    return len("".join(text.split())) <= 2 * text.count("?")


def letters_lost(cells: Iterable[tuple[str, str, Place]]) -> list[Finding]:
    """Return one finding for each kind of cell that has lost its letters: at the first such cell, with their number.

    Args:
        cells: what each cell is, such as its column; its text; where it stands.
    """
    lost: dict[str, list[tuple[str, Place]]] = {}
    for what, text, place in cells:
        if is_lost(text):
            lost.setdefault(what, []).append((text, place))
    return [
        finding("letters-lost", found[0][1], what=what, found=found[0][0], more=_more(len(found) - 1))
        for what, found in lost.items()
    ]


def has_lost_letter(text: str) -> bool:
    """Say whether a name has a question mark in a word, as where a code page lacks one of its letters.

    >>> has_lost_letter("Centar ?ena Bihać"), has_lost_letter("Mladi?i"), has_lost_letter("Ko smo mi?")
    (True, True, False)
    """
    return not is_lost(text) and _LOST_LETTER.search(text) is not None


def _more(count: int) -> str:
    return f", and {count} more such cells" if count else ""
