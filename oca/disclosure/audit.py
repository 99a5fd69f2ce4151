"""The audit by attack: whether what is given out narrows any organization down too far (METHODS, section 8.6).

The intruder of the model knows every published figure of the project, earlier ones too; which organizations are in
which group, and which of them contribute to which figure; for which of them a change is the difference of two published
scores; and, as an insider, all scores of one organization. Of everybody else it knows the scale. What it looks for is a
score: that a change is narrowed down while both scores stay open does not count.

It does not know other sources. It does not use that the overall score is a mean of dimensions and dimensions are means
of items, nor that a median lies evenly between two order statistics, nor that numbers of organizations are whole where
groups overlap (a linear programme splits them).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from oca.comparison.groups import Element, ScoreTypes
from oca.disclosure.constraints import Evidence, Published, evidence
from oca.disclosure.insiders import widths
from oca.disclosure.unknowns import Floats, ScoreRange, Unknowns, unknowns
from oca.instrument.scale import TOLERANCE


@dataclass(frozen=True)
class Narrow:
    """An unknown of some organization, with the interval that is left.

    Attributes:
        element: kind and id.
        periods: the period of a score, or the two of a change.
        groups: the published groups, with what makes them, that the organization contributes to there.
        width: of the interval, in levels.
        insiders: how many know their own scores in the attack that leaves it.
    """

    element: Element
    periods: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    width: float
    insiders: int


@dataclass(frozen=True)
class Audit:
    """What the attack found.

    Attributes:
        wanted: the width that every interval must have, in levels.
        shortest: the shortest interval; one that is wide enough was not followed to its ends, so it is at least that
            wide. None where nothing was published.
        narrow: the intervals that are too short, the shortest first, each element and period once.
        elements: how many elements were attacked.
        insiders: how many organizations were tried as the insider.
        publications: how many publications were held together, this one included.
        unmatched: how many figures of earlier ones were left out, since the data give others now.
        unproven: how many figures of the first, which is about to be given out, do not follow from the data as the
            attack understands them; nothing is proven where there are any.
        programmes: how many linear programmes were solved.
    """

    wanted: float
    shortest: Narrow | None
    narrow: tuple[Narrow, ...]
    elements: int
    insiders: int
    publications: int
    unmatched: int
    unproven: int
    programmes: int

    def __repr__(self) -> str:
        """Say in a line what came of it."""
        width = f"{self.shortest.width:.2f}" if self.shortest else "none"
        return f"<Audit: {'passed' if self.passed else 'failed'}; shortest interval {width}, {self.elements} elements>"

    @property
    def passed(self) -> bool:
        """Whether every figure was understood and no interval is too short."""
        return not self.narrow and not self.unproven


def audit(
    publications: Sequence[Published],
    scores: pd.DataFrame,
    changes: pd.DataFrame,
    organizations: Sequence[str],
    *,
    periods: Sequence[str],
    score_types: ScoreTypes,
    scales: Mapping[Element, ScoreRange],
    width: float = 1.0,
    insiders: int = 1,
    hasty: bool = False,
) -> Audit:
    """Attack what is published together.

    Args:
        publications: first what is about to be given out, then what was given out before.
        scores: SCORES: who contributes to what, and what an insider knows.
        changes: CHANGES.
        organizations: ids, in the order of the flags in `publications`.
        periods: the ids of all periods, in order.
        score_types: the score types that enter, by period.
        scales: what is known of the scores, by kind and id of each element that is attacked.
        width: the width in levels that must be left to everybody else.
        insiders: 1 for one who knows its own scores, 0 for one who knows none. 2 for two who share theirs; that is
            solved whole for every pair, and is meant for small projects.
        hasty: stop at the first element of which an interval is too short.

    Raises:
        ArithmeticError: what is published fits no data at all; a bug.
    """
    puzzles = unknowns(scores, changes, organizations, periods=periods, score_types=score_types, scales=scales)
    return attack(publications, puzzles, len(organizations), width=width, insiders=insiders, hasty=hasty)


def attack(
    publications: Sequence[Published],
    puzzles: Iterable[Unknowns],
    organizations: int,
    *,
    width: float = 1.0,
    insiders: int = 1,
    hasty: bool = False,
) -> Audit:
    """Attack what is published together, where the unknowns of each element are at hand; else as `audit`.

    An element of which the first publication says nothing is passed over: what is known of it, others gave out.
    """
    first = publications[0].figures
    first = first[~first["suppressed"] & first["value"].notna()]
    said = set(zip(first["kind"], first["element"], strict=True))
    found: list[Narrow] = []
    elements = unmatched = unproven = programmes = 0
    for unknown in puzzles:
        if unknown.element not in said:
            continue
        clues = evidence(unknown, publications)
        unproven += clues.unmatched[0]
        unmatched += sum(clues.unmatched[1:])
        if not clues.known:
            continue
        elements += 1
        left, solved = widths(unknown, clues, width * unknown.scale.level, insiders)
        programmes += solved
        found += _described(unknown, clues, left, insiders)
        if hasty and any(one.width < width - TOLERANCE for one in found):
            break
    found = sorted(found, key=lambda one: one.width)
    narrow = tuple(one for one in found if one.width < width - TOLERANCE)
    return Audit(
        width,
        found[0] if found else None,
        narrow,
        elements,
        organizations,
        len(publications),
        unmatched,
        unproven,
        programmes,
    )


def _described(unknown: Unknowns, clues: Evidence, left: Floats, insiders: int) -> list[Narrow]:
    """Return the shortest interval of every column of the unknowns that anything was found of."""
    found = []
    for column, periods in enumerate(unknown.columns):
        row = int(np.argmin(left[:, column]))
        if np.isinf(left[row, column]):
            continue
        groups = {
            (cell.by, cell.group): None for cell, one in clues.members.items() if column in one.columns[one.rows == row]
        }
        width = round(float(left[row, column]) / unknown.scale.level, 6)
        found.append(Narrow(unknown.element, periods, tuple(groups), width, insiders))
    return found
