"""Other scores that fit everything published as well as the true ones: one organization's moved, another's against it.

Each is a proof by example: whoever does not know the score of either of the two cannot tell the move from the truth. A
move changes the scores of one period, and the changes that are tied to them. It stays within the rounding of every mean
that holds one of the two, and both of every mean that holds both; and as many values as before lie in every class that
is counted, since the two keep their classes, or exchange them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from oca.disclosure.constraints import Cell, Constraint, Evidence
from oca.disclosure.unknowns import SCORE, Codes, Flags, Floats, Unknowns
from oca.instrument.scale import TOLERANCE

Signs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Step:
    """A measure that a move changes.

    Attributes:
        measure: family and period of its cells.
        columns: the column that each organization contributes to it; -1 for none.
        tied: whether the organization's value moves with its score.
        sign: 1 where it moves with the score, -1 where it moves against it.
    """

    measure: tuple[str, str]
    columns: Codes
    tied: Flags
    sign: int = 1


@dataclass(frozen=True)
class _Classes:
    """The counted class of each organization's value in one measure, and which figures count it.

    Attributes:
        low: where the class begins, less the value; 0 or negative.
        high: where it ends, less the value.
        value: the value.
        counted: a code of the figures that count the organization; two of the same can exchange classes.
        sign: as of the step.
        tied: as of the step.
    """

    low: Floats
    high: Floats
    value: Floats
    counted: Signs
    sign: int
    tied: Flags


@dataclass(frozen=True)
class _Sums:
    """Cells of which no two share an organization: how far the sum of each may fall and rise.

    Attributes:
        of: the cell of each organization; -1 for none.
        down: by cell, and 0 at the end; zero or negative.
        up: likewise; zero or positive.
    """

    of: Codes
    down: Floats
    up: Floats


def moves(
    unknown: Unknowns, clues: Evidence, columns: Sequence[int], rows: Codes, partners: Codes
) -> tuple[Floats, Floats]:
    """Return how far scores can move, each against those of its partners.

    Args:
        unknown: the unknowns of one element.
        clues: what was published of it.
        columns: of scores, which all move by as much; the changes between two of them stay.
        rows: the organizations whose scores are moved.
        partners: rows x partners; where one is the organization itself, it is moved alone.

    Returns:
        The least and the most that each can move, rows x partners; NaN where a square is published.
    """
    low, high = np.full(partners.shape, np.nan), np.full(partners.shape, np.nan)
    if any(one.what == "square" for one in clues.known):
        return low, high
    steps = _steps(unknown, columns)
    classes = [_classes(unknown, clues, step) for step in steps]
    alone = partners == rows[:, None]
    room = _room(_sums(clues, unknown, steps), rows, partners, alone)
    for scores, changes in product((False, True), repeat=2):
        exchanged = [scores] * len(columns) + [changes] * (len(classes) - len(columns))
        if changes and len(classes) == len(columns):
            continue
        least, most = _range(classes, exchanged, room, rows, partners, alone)
        fits = most >= least - TOLERANCE
        low = np.fmin(low, np.where(fits, least, np.nan))
        high = np.fmax(high, np.where(fits, most, np.nan))
    if len(columns) == 1:
        step = _exchange(classes, room, rows, partners, alone)
        low, high = np.fmin(low, step), np.fmax(high, step)
    return low, high


def _exchange(classes: Sequence[_Classes], room: _Room, rows: Codes, partners: Codes, alone: Flags) -> Floats:
    """Return how far the first score of each pair moves where the two exchange theirs; NaN where that does not fit."""
    step = classes[0].value[partners] - classes[0].value[rows][:, None]
    fits = ~alone & _between(step, room.first) & _between(-step, room.second)
    for one in classes:
        own, other, move = rows[:, None], partners, step * one.sign
        apart = one.value[partners] - one.value[rows][:, None]
        kept = ~one.tied[own] | _between(move, (one.low[own], one.high[own]))
        kept &= ~one.tied[other] | _between(-move, (one.low[other], one.high[other]))
        crossed = one.tied[own] & one.tied[other] & (one.counted[own] == one.counted[other])
        crossed &= _between(move, (one.low[other] + apart, one.high[other] + apart))
        crossed &= _between(-move, (one.low[own] - apart, one.high[own] - apart))
        fits &= kept | crossed
    return np.where(fits, step, np.nan)


def _between(value: Floats, ends: tuple[Floats, Floats]) -> Flags:
    return np.asarray((value >= ends[0] - TOLERANCE) & (value <= ends[1] + TOLERANCE), dtype=bool)


def together(unknown: Unknowns, *, several: bool) -> Iterator[list[int]]:
    """Yield the columns of scores that are moved together: each by itself, or all from one period on, or up to it."""
    scores = [column for column, periods in enumerate(unknown.columns) if len(periods) == 1]
    if not several:
        yield from ([column] for column in scores)
        return
    yield from (scores[at:] for at in range(len(scores) - 1))
    yield from (scores[:at] for at in range(2, len(scores)))


def _steps(unknown: Unknowns, columns: Sequence[int]) -> list[_Step]:
    """Return the measures of the scores, then those of changes with exactly one end among them."""
    size = len(unknown.values)
    steps = [
        _Step((SCORE, unknown.columns[column][0]), np.full(size, column), ~np.isnan(unknown.values[:, column]))
        for column in columns
    ]
    moving = {
        one.change: (one.holds, 1 if one.later in columns else -1)
        for one in unknown.links
        if (one.later in columns) != (one.earlier in columns)
    }
    for measure, own in unknown.measures.items():
        tied = np.zeros(size, dtype=bool)
        for column in np.unique(own) if measure[0] != SCORE else ():
            if column in moving:
                tied |= (own == column) & moving[column][0]
        if tied.any():
            steps.append(_Step(measure, own, tied, moving[int(own[tied][0])][1]))
    return steps


def _classes(unknown: Unknowns, clues: Evidence, step: _Step) -> _Classes:
    at = np.maximum(step.columns, 0)
    value = np.where(step.columns >= 0, unknown.values[np.arange(len(at)), at], np.nan)
    low, high = unknown.lowest[at].copy(), unknown.highest[at].copy()
    counted = np.zeros(len(value), dtype=np.int64)
    for nth, (cell, known) in enumerate(_counts(clues).items(), start=1):
        if (cell.family, cell.period) != step.measure:
            continue
        rows = clues.members[cell].rows
        held = value[rows]
        for start, end in dict.fromkeys((one.start, one.end) for one in known):
            below, above = held < start - TOLERANCE, held > end + TOLERANCE
            low[rows] = np.maximum(low[rows], np.where(below, -np.inf, np.where(above, end, start)))
            high[rows] = np.minimum(high[rows], np.where(below, start, np.where(above, np.inf, end)))
        if counted[rows].any():
            counted = np.unique(counted, return_inverse=True)[1].astype(np.int64)
        counted[rows] = counted[rows] * (len(clues.members) + 1) + nth
    return _Classes(np.minimum(low - value, 0.0), np.maximum(high - value, 0.0), value, counted, step.sign, step.tied)


def _counts(clues: Evidence) -> dict[Cell, list[Constraint]]:
    by_cell: dict[Cell, list[Constraint]] = {}
    for one in clues.known:
        if one.what == "count":
            by_cell.setdefault(one.cell, []).append(one)
    return by_cell


def _sums(clues: Evidence, unknown: Unknowns, steps: Sequence[_Step]) -> list[_Sums]:
    """Return the sums that the scores of a column enter, as few tables as keep cells of the same organization apart."""
    tables: list[tuple[Codes, list[float], list[float]]] = []
    by_measure = {step.measure: step for step in steps}
    for one in clues.known:
        step = by_measure.get((one.cell.family, one.cell.period))
        if one.what != "sum" or step is None:
            continue
        members = clues.members[one.cell]
        rows = members.rows[step.tied[members.rows]]
        total = float(members.taken(unknown).sum())
        slack = (min(one.low - total, 0.0), max(one.high - total, 0.0))
        place = next((table for table in tables if (table[0][rows] < 0).all()), None)
        if place is None:
            place = (np.full(len(unknown.values), -1, dtype=np.intp), [], [])
            tables.append(place)
        place[0][rows] = len(place[1])
        place[1].append(slack[0] if step.sign > 0 else -slack[1])
        place[2].append(slack[1] if step.sign > 0 else -slack[0])
    return [_Sums(of, np.array([*down, -np.inf]), np.array([*up, np.inf])) for of, down, up in tables]


@dataclass(frozen=True)
class _Room:
    """How far sums let the two scores of each pair move: the first, the second, and both added; rows x partners."""

    first: tuple[Floats, Floats]
    second: tuple[Floats, Floats]
    both: tuple[Floats, Floats]


def _room(sums: Sequence[_Sums], rows: Codes, partners: Codes, alone: Flags) -> _Room:
    first, second, both = ([np.full(partners.shape, -np.inf), np.full(partners.shape, np.inf)] for _ in range(3))
    for one in sums:
        own, other = np.broadcast_to(one.of[rows][:, None], partners.shape), one.of[partners]
        shared = (own == other) & ~alone
        for room, cells, at in ((first, own, ~shared), (second, other, ~shared & ~alone), (both, own, shared)):
            room[0] = np.maximum(room[0], np.where(at, one.down[cells], -np.inf))
            room[1] = np.minimum(room[1], np.where(at, one.up[cells], np.inf))
    return _Room((first[0], first[1]), (second[0], second[1]), (both[0], both[1]))


def _range(
    classes: Sequence[_Classes], exchanged: Sequence[bool], room: _Room, rows: Codes, partners: Codes, alone: Flags
) -> tuple[Floats, Floats]:
    """Return the least and the most that the first score of each pair can move, where classes are exchanged or kept."""
    first, second = [*room.first], [*room.second]
    for nth, one in enumerate(classes):
        swapped = np.zeros(partners.shape, dtype=bool)
        if exchanged[nth]:
            same = one.counted[rows][:, None] == one.counted[partners]
            swapped = same & one.tied[rows][:, None] & one.tied[partners] & ~alone
        apart = one.value[partners] - one.value[rows][:, None]
        for ends, own, other, shift in (
            (first, rows[:, None], partners, apart),
            (second, partners, rows[:, None], -apart),
        ):
            least = np.where(swapped, one.low[other] + shift, one.low[own])
            most = np.where(swapped, one.high[other] + shift, one.high[own])
            least, most = (least, most) if one.sign > 0 else (-most, -least)
            ends[0] = np.where(one.tied[own], np.fmax(ends[0], least), ends[0])
            ends[1] = np.where(one.tied[own], np.fmin(ends[1], most), ends[1])
    second = [np.where(alone, 0.0, end) for end in second]
    low, high = room.both
    fits = (second[0] <= second[1] + TOLERANCE) & (low <= high)
    least, most = np.maximum(first[0], low - second[1]), np.minimum(first[1], high - second[0])
    return np.where(fits, least, np.inf), np.where(fits, most, -np.inf)
