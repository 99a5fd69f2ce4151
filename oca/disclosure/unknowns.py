"""What an intruder does not know of one element: every organization's score in each period, and its changes.

Changes are computed on the items that compare, so a change is the difference of two scores only where no item fell
out. It is tied to them where that is true of the data, as for an intruder who knows of whom it is true; else it is an
unknown of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.comparison.groups import Element, ScoreTypes, enters, pairs_since_first, pairs_since_previous
from oca.instrument.scale import HIGHER_IS_BETTER, TOLERANCE, Direction

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

SCORE, CHANGE, PREVIOUS_CHANGE = "score", "change", "previous_change"
"""The families of statistics: of scores, of change since the baseline, of change since the previous period."""


@dataclass(frozen=True)
class ScoreRange:
    """What everybody knows of the scores of an element.

    Attributes:
        lowest: the least that a score can be.
        highest: the most.
        level: the width of one level, in the unit of the scores.
        meaningful: the change that counts as improved or declined, in the same unit.
        direction: which way of the scale is better.
    """

    lowest: float
    highest: float
    level: float = 1.0
    meaningful: float = 0.5
    direction: Direction = HIGHER_IS_BETTER


@dataclass(frozen=True)
class Link:
    """A change that is the difference of two scores: positions of the three columns, and for which organizations."""

    change: int
    earlier: int
    later: int
    holds: Flags


@dataclass(frozen=True)
class Unknowns:
    """The unknowns of one element; arrays have a row for each organization.

    Attributes:
        element: kind and id.
        columns: ("y1",) for the scores of a period, ("y1", "y2") for the changes between two.
        values: the true values, organizations x columns; NaN where there is none.
        lowest: the least that a value of each column can be.
        highest: the most.
        measures: which column each organization contributes to the statistics of a family in a period; -1 for none.
        links: the changes that are differences of scores.
        scale: of the element.
    """

    element: Element
    columns: tuple[tuple[str, ...], ...]
    values: Floats
    lowest: Floats
    highest: Floats
    measures: Mapping[tuple[str, str], Codes]
    links: tuple[Link, ...]
    scale: ScoreRange


def unknowns(
    scores: pd.DataFrame,
    changes: pd.DataFrame,
    organizations: Sequence[str],
    *,
    periods: Sequence[str],
    score_types: ScoreTypes,
    scales: Mapping[Element, ScoreRange],
) -> Iterator[Unknowns]:
    """Yield the unknowns of each element that has a scale.

    Args:
        scores: SCORES.
        changes: CHANGES.
        organizations: ids; the order of the rows of every array.
        periods: the ids of all periods, in order.
        score_types: the score types that enter, by period.
        scales: by kind and id of the element.
    """
    who = pd.Index(organizations)
    usable = scores[(scores["status"] == "scored") & enters(scores, score_types) & scores["period"].isin(periods)]
    compared = changes[changes["verdict"] != "not_comparable"]
    pairs = [(CHANGE, pairs_since_first(scores, periods)), (PREVIOUS_CHANGE, pairs_since_previous(scores, periods))]
    of_element = dict(iter(usable.groupby(["kind", "element"], sort=False)))
    keys = ["organization", "from_period", "to_period"]
    moves = [
        (family, dict(iter(compared.merge(wanted, on=keys).groupby(["kind", "element"], sort=False))))
        for family, wanted in pairs
    ]
    for element, scale in scales.items():
        if element in of_element:
            own = [(family, of[element]) for family, of in moves if element in of]
            yield _of_element(element, scale, of_element[element], own, who, periods)


def _of_element(
    element: Element,
    scale: ScoreRange,
    scores: pd.DataFrame,
    changes: Sequence[tuple[str, pd.DataFrame]],
    who: pd.Index,
    periods: Sequence[str],
) -> Unknowns:
    size = len(who)
    columns: list[tuple[str, ...]] = []
    values: list[Floats] = []
    measures: dict[tuple[str, str], Codes] = {}
    for period in periods:
        rows = scores[scores["period"] == period]
        if rows.empty:
            continue
        measures[SCORE, period] = _spread(who, rows, len(columns))
        columns.append((period,))
        values.append(_placed(who, rows["organization"], rows["score"]))
    links: list[Link] = []
    for family, rows in changes:
        for (earlier, later), own in rows.groupby(["from_period", "to_period"], sort=True):
            pair = (str(earlier), str(later))
            if pair not in columns:
                links += _link(who, own, columns, values, len(columns))
                columns.append(pair)
                values.append(np.full(size, np.nan))
            at = columns.index(pair)
            here = _spread(who, own, at)
            values[at] = np.where(here >= 0, _placed(who, own["organization"], own["change"]), values[at])
            before = measures.get((family, pair[1]), np.full(size, -1, dtype=np.intp))
            measures[family, pair[1]] = np.where(here >= 0, here, before)
    change = np.array([len(one) == 2 for one in columns])
    reach = scale.highest - scale.lowest
    return Unknowns(
        element,
        tuple(columns),
        np.column_stack(values),
        np.where(change, -reach, scale.lowest),
        np.where(change, reach, scale.highest),
        measures,
        tuple(links),
        scale,
    )


def _placed(who: pd.Index, organizations: pd.Series, numbers: pd.Series) -> Floats:
    placed = np.full(len(who), np.nan)
    at = who.get_indexer(pd.Index(organizations))
    placed[at[at >= 0]] = numbers.to_numpy(dtype=np.float64)[at >= 0]
    return placed


def _spread(who: pd.Index, rows: pd.DataFrame, column: int) -> Codes:
    """Return the column for every organization that has a row, -1 for the others."""
    spread = np.full(len(who), -1, dtype=np.intp)
    at = who.get_indexer(pd.Index(rows["organization"]))
    spread[at[at >= 0]] = column
    return spread


def _link(
    who: pd.Index, rows: pd.DataFrame, columns: Sequence[tuple[str, ...]], values: Sequence[Floats], at: int
) -> list[Link]:
    """Return the link of a pair of periods, for the organizations whose two scores are those that were published."""
    pair = (str(rows["from_period"].iloc[0]), str(rows["to_period"].iloc[0]))
    ends = [columns.index((period,)) for period in pair if (period,) in columns]
    if len(ends) < 2:
        return []
    difference = values[ends[1]] - values[ends[0]]
    change = _placed(who, rows["organization"], rows["change"])
    with np.errstate(invalid="ignore"):
        holds = np.abs(difference - change) < TOLERANCE
    return [Link(at, ends[0], ends[1], holds)] if holds.any() else []
