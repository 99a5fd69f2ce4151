"""One value of a YAML file: plain, quoted, folded or kept line by line, whichever gives the same text back.

The strict reader takes every scalar as text, but other programs read `No` as false and `1.10` as 1.1; so what they
would misread is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WIDTH = 120

SHORT = 60
"""A text of so many characters stays on the line of its key; a longer one has lines of its own."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_SENTENCE = re.compile(r"[A-Za-z][^\x00-\x1f]*[^\s:]")
_MISREAD = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_BREAKS = "\x85\u2028\u2029"
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff\\U0001fffe-\U0010ffff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def word(text: str) -> str:
    """Return an id, a code or a key: plain where every program reads it as text.

    >>> word("gov-board"), word("no"), word("1.10")
    ('gov-board', '"no"', '"1.10"')
    """
    return text if _WORD.fullmatch(text) and text.casefold() not in _MISREAD else quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotation marks; what cannot be seen is written by its number."""
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def prose(text: str, indent: int) -> str:
    """Return a text as the value of a key that is indented so far.

    A short one stands in quotation marks, a longer one is folded, one with lines of its own is kept line by line; what
    begins on a new line brings its line breaks and indentation along.
    """
    if (len(text) <= SHORT and "\n" not in text) or not _fits_a_block(text):
        return quoted(text)
    inner = " " * (indent + 2)
    if "\n" in text:
        return "|-\n" + "\n".join(inner + line if line else "" for line in text.split("\n"))
    return ">-\n" + "\n".join(inner + line for line in _folded(text, WIDTH - len(inner)))


def sentence(text: str, indent: int, taken: int) -> str:
    """Return a text as `prose` does, without quotation marks where it needs none."""
    plain = _SENTENCE.fullmatch(text) and " " in text and ": " not in text and " #" not in text
    if plain and not _SPECIAL.search(text) and len(text) + taken <= WIDTH:
        return text
    return prose(text, indent)


def number(value: float) -> str:
    """Return a number as a person writes it: 3, or 2.5."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def flow(values: Iterable[str]) -> str:
    """Return values that were written already as a list on one line."""
    return f"[{', '.join(values)}]"


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if not _SPECIAL.match(letter) and letter not in _BREAKS:
        return letter
    return (
        f"\\x{ord(letter):02x}"
        if ord(letter) < 0x100
        else f"\\u{ord(letter):04x}"
        if ord(letter) < 0x10000
        else (f"\\U{ord(letter):08x}")
    )


def _fits_a_block(text: str) -> bool:
    """Say whether a block gives the text back: no spaces that folding eats, nothing that must be written by number."""
    if text != text.strip() or "\t" in text or _SPECIAL.search(text) or any(one in text for one in _BREAKS):
        return False
    return "  " not in text if "\n" not in text else True


def _folded(text: str, width: int) -> list[str]:
    lines = [""]
    for piece in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(piece) > width:
            lines.append(piece)
        else:
            lines[-1] = f"{lines[-1]} {piece}".strip() if lines[-1] else piece
    return lines
