"""How the kinds of assessment are called."""

from __future__ import annotations

from oca.language import Words


def score_type_word(words: Words, score_type: str) -> str:
    """Name a score type in a table cell."""
    known = {
        "individual": words.text("individual"),
        "consensus": words.text("consensus"),
        "verified": words.text("verified"),
    }
    return known[score_type]
