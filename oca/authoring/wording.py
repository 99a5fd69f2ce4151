"""Two texts, word by word: what stayed, what went, what came."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Literal

Piece = tuple[Literal["same", "old", "new"], str]

_WORDS = re.compile(r"\S+\s*|\s+")

_KIN = 0.4
"""Texts that have less than this in common are shown one after the other: a patchwork could not be read."""


def word_difference(before: str, after: str) -> Iterator[Piece]:
    """Yield the pieces of two texts in reading order; the same and the old ones make the first, the others the second.

    >>> list(word_difference("The board meets.", "The board decides."))
    [('same', 'The board '), ('old', 'meets.'), ('new', 'decides.')]
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _KIN:
        yield from (("old", before),) if before else ()
        yield from (("new", after),) if after else ()
        return
    for operation, first, last, start, end in matcher.get_opcodes():
        if operation == "equal":
            yield "same", "".join(old[first:last])
            continue
        if last > first:
            yield "old", "".join(old[first:last])
        if end > start:
            yield "new", "".join(new[start:end])


def marked(before: str, after: str) -> str:
    """Return two texts as one line with marks, as programmers' tools write them.

    >>> marked("It meets at times.", "It meets on a plan.")
    'It meets [-at times.-]{+on a plan.+}'
    """
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[kind].format(text) for kind, text in word_difference(before, after))
