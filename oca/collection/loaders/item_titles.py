"""Which item a printed title belongs to, so that a row whose text and hidden code differ is noticed."""

from __future__ import annotations

from collections.abc import Iterable

from oca.instrument.questionnaire import Questionnaire
from oca.language import for_matching

ALIKE = 0.5
"""Under this likeness (Dice's coefficient of three-letter pieces) a text is taken for nobody's title."""


class Titles:
    """What may stand printed beside an item's code: its title, alone or with its question, in any language and version.

    A text belongs to the item whose printed text is most like it, so that one corrected by hand stays with its own.
    """

    def __init__(self, questionnaires: Iterable[Questionnaire]) -> None:
        self._printed: dict[str, dict[str, frozenset[str]]] = {}
        self._words: set[str] = set()
        for one in questionnaires:
            for item in one.item_ids:
                printed = self._printed.setdefault(item, {})
                for language in one.words:
                    text = one.item_text(item, language)
                    for written in (text.title, f"{text.title} {text.prompt}"):
                        plain = for_matching(written)
                        printed[plain] = _pieces(plain)
                    self._words |= {for_matching(level) for level in text.levels.values()}

    def other(self, item: str, written: str) -> str:
        """Return the item to which the text beside an item's code belongs; empty where it is its own, or nobody's."""
        plain = for_matching(written)
        if not plain or item not in self._printed or plain in self._printed[item]:
            return ""
        pieces = _pieces(plain)
        likeness = {one: max(_alike(pieces, known) for known in self._printed[one].values()) for one in self._printed}
        nearest = max(likeness, key=lambda one: likeness[one])
        return nearest if likeness[nearest] >= ALIKE and likeness[nearest] > likeness[item] else ""

    def is_level(self, written: str) -> bool:
        """Say whether a text is that of a level, as it stands printed."""
        return for_matching(written) in self._words


def _pieces(plain: str) -> frozenset[str]:
    """Return the pieces of three letters that a text has.

    >>> sorted(_pieces("ab"))
    [' ab', 'ab ']
    """
    padded = f" {plain} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
