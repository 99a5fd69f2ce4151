"""Texts that people typed, made fit for print: nothing invisible, no missing glyph, not longer than its place."""

from __future__ import annotations

import re
import unicodedata

_UNCOVERED = re.compile(
    "[^\x20-\x7e\u00a0-\u017f\u0192\u0218-\u021b\u0386-\u03ce\u0400-\u045f\u0490\u0491"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2116\u2122"
    "\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u25cf\u25cb\u2713]"
)
"""Everything but the characters that each face of the packaged font has; a test compares."""

_INVISIBLE = {"Cc", "Cf", "Mn", "Co", "Cn", "Cs"}


def printable(text: str) -> str:
    """Return a text with one kind of space, composed letters, and names in place of characters the font lacks.

    >>> printable("Good  work 👍")
    'Good work [thumbs up sign]'
    """
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    return _UNCOVERED.sub(_named, one_line) if _UNCOVERED.search(one_line) else one_line


def covered() -> str:
    """Return every character that is let through."""
    return "".join(one for one in map(chr, range(0x20, 0x2800)) if not _UNCOVERED.match(one))


def _named(match: re.Match[str]) -> str:
    character = match[0]
    folded = unicodedata.normalize("NFKC", character)
    if folded != character and not _UNCOVERED.search(folded):
        return folded
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


def truncate(text: str, limit: int, mark: str) -> str:
    """Cut a long text at the end of a word and say so.

    Args:
        text: any text.
        limit: the most characters that are kept.
        mark: what is put at the cut, such as "… (shortened)".

    >>> truncate("one two three", 9, "…")
    'one two…'
    """
    if len(text) <= limit:
        return text
    kept = text[: limit + 1].rsplit(" ", 1)[0] if " " in text[: limit + 1] else text[:limit]
    return kept.rstrip(" ,;:.–-") + mark
