"""What the method page says, as records of words: questions with their answers, and the bands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MethodSection:
    """One question that a careful reader asks, and its answer.

    Attributes:
        title: the question.
        paragraphs: the answer.
    """

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class BandRow:
    """One band of the scheme.

    Attributes:
        title: its name.
        limits: from which score to which.
        text: what it means.
    """

    title: str
    limits: str
    text: str
