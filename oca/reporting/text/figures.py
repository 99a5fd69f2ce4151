"""Figures as words."""

from __future__ import annotations

from oca.language import Words, decimals


def exact(words: Words, number: float) -> str:
    """Write a limit that somebody set with as many decimals as it has, at least one."""
    return words.number(number, max(1, decimals(number)))


def exact_share(words: Words, share: float) -> str:
    """Write a share that somebody set as a percentage with as many decimals as it has: 80%, 66.7%."""
    return words.percent(share, decimals(100 * share))
