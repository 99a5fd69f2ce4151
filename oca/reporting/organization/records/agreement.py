"""What a template may use of the page about agreement."""

from __future__ import annotations

from dataclasses import dataclass

from oca.reporting.charts.agreement_grid import AgreementGrid


@dataclass(frozen=True)
class AgreementRow:
    """One dimension, or all of them together.

    Attributes:
        title: of the dimension.
        score: its score in that period; a dash without one.
        consensus: the index from 0 to 1; a dash where there is none, or none is given.
        word: whether the ratings lie close together or wide apart; a dash where nothing can be said.
        to_discuss: how many of the items that can be judged are to be talked over, such as "2 of 6".
    """

    title: str
    score: str
    consensus: str
    word: str
    to_discuss: str


@dataclass(frozen=True)
class Quadrant:
    """One field of the grid in words.

    Attributes:
        title: its name, as it stands in the chart.
        meaning: what lies in it.
        dimensions: those that lie in it; that there is none where none does.
    """

    title: str
    meaning: str
    dimensions: str


@dataclass(frozen=True)
class ChosenLevel:
    """A level that somebody chose.

    Attributes:
        level: its number and name.
        people: how many people chose it.
        text: what the questionnaire says of it; empty where it says nothing.
    """

    level: str
    people: str
    text: str


@dataclass(frozen=True)
class Discussed:
    """An item to talk over.

    Attributes:
        title: of the item.
        dimension: short title of its dimension.
        levels: the levels that people chose, from the least good to the best.
    """

    title: str
    dimension: str
    levels: tuple[ChosenLevel, ...]


@dataclass(frozen=True)
class Talk:
    """What to talk over.

    Attributes:
        title: heading.
        items: items with the levels that people chose, the widest apart first; empty where no answers are shown.
        others: the other items to talk over, in one sentence; or that there is none. May be empty.
        advice: how to talk about them; empty where there is nothing to talk over.
    """

    title: str
    items: tuple[Discussed, ...]
    others: str
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """How far those who rated alone agree.

    Attributes:
        title: of the page.
        lead: whose ratings of which period these are, and how far they agree on the whole.
        grid: the dimensions by score and consensus; None where no index is given.
        alt: what the grid shows, in words; empty without it.
        across: what the grid shows from left to right; empty without it.
        upwards: what it shows from bottom to top; empty without it.
        quadrants: the fields of the grid in words; empty without it.
        rows: the dimensions in the order of the questionnaire, then all together.
        has_consensus: whether an index is given for any row.
        notes: what has to be known to read it.
        talk: what to talk over.
    """

    title: str
    lead: str
    grid: AgreementGrid | None
    alt: str
    across: str
    upwards: str
    quadrants: tuple[Quadrant, ...]
    rows: tuple[AgreementRow, ...]
    has_consensus: bool
    notes: tuple[str, ...]
    talk: Talk
