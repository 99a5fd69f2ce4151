"""Texts as a spreadsheet can hold them: nothing that no sheet can hold, nothing that could act as a formula."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the beginning of a formula, full-width signs included."""


def without_control(text: str) -> str:
    """Return a text without the characters that no sheet can hold; line ends and tabs stay."""
    return _CONTROL.sub("", text)


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before = + - @, tab and line ends."""
    cleaned = without_control(text)
    return f"'{cleaned}" if cleaned.startswith(_DANGEROUS) else cleaned
