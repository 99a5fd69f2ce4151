"""Scores as arrays: blocks of elements, made in slices of organizations that fit the processor's own memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.scale import TOLERANCE
from oca.instrument.scheme import Coverage, Scheme
from oca.scoring.aggregation import Aggregation, Component, Scored
from oca.scoring.counts import countable, dimensions_from_counts
from oca.scoring.rules import snap
from oca.scoring.sheets import Codes, Counts, Floats, Positions, Sheets, Tally, one_each, starts_of, sum_by, tally

ItemStates = list[npt.NDArray[np.bool_]]
"""Four masks, units x items: scored, not applicable, don't know, missing."""

AT_A_TIME, BYTES_AT_A_TIME = 1 << 16, 1 << 21
"""How many answers are scored at once, so that what is made of them on the way stays near the processor.

Many more where only bytes are counted.
"""


@dataclass(frozen=True)
class Block:
    """The scores of one kind of element, every array units x elements.

    Attributes:
        kind: item, subdimension, dimension or overall.
        elements: the ids of the columns.
        score: NaN unless scored.
        tally: the answers behind each score.
        lowest: the least that each score can be; units x elements, or 1 x elements.
        highest: the most.
    """

    kind: str
    elements: tuple[str, ...]
    score: Floats
    tally: Tally
    lowest: Floats
    highest: Floats


def score_blocks(sheets: Sheets, groups: Positions, size: int, form: Aggregation) -> list[Block]:
    """Return the scores of the whole, the dimensions, the sub-dimensions and the items.

    Args:
        sheets: the answers.
        groups: the unit that each sheet is of, 0 to size - 1; every unit has a sheet.
        size: the number of units: organizations in a period.
        form: the questionnaire and scheme.
    """
    if one_each(groups, size) and countable(form, sheets.worth):
        items = [[_items(sheets, respondents, form)] for sheets, respondents in _slices(sheets, groups, size)]
        return [*_from_counts(sheets, form), *_joined(items)]
    return _joined([_score(part, respondents, form) for part, respondents in _slices(sheets, groups, size)])


def score_above(sheets: Sheets, groups: Positions, size: int, form: Aggregation) -> list[Block]:
    """Return the blocks of `score_blocks` without that of the items, which takes more room than all the others."""
    if one_each(groups, size) and countable(form, sheets.worth):
        return _from_counts(sheets, form)
    return _joined([_score(part, respondents, form)[:-1] for part, respondents in _slices(sheets, groups, size)])


def _slices(sheets: Sheets, groups: Positions, size: int) -> Iterator[tuple[Sheets, Counts]]:
    """Yield the sheets of some units at a time, sorted by unit, and how many sheets each of the units has."""
    respondents = np.bincount(groups, minlength=size)
    ends = np.cumsum(respondents)
    if not (groups[1:] >= groups[:-1]).all():
        sheets = replace(sheets, codes=sheets.codes[np.argsort(groups, kind="stable")])
    most = max(1, AT_A_TIME // max(1, len(sheets.items)))
    last = np.searchsorted(ends, np.arange(most, len(groups), most))
    cuts = np.unique(np.concatenate([[0], last + 1, [size]]))
    for first, end in pairwise(cuts.tolist()):
        rows = slice(ends[first] - respondents[first], ends[end - 1])
        yield replace(sheets, codes=np.ascontiguousarray(sheets.codes[rows])), respondents[first:end]


def _joined(pieces: Sequence[Sequence[Block]]) -> list[Block]:
    """Return one block of each kind from those of the slices."""
    return [_one(blocks) for blocks in zip(*pieces, strict=True)]


def _one(blocks: Sequence[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    tallies = [block.tally for block in blocks]
    counted = Tally(*(np.concatenate([getattr(one, state) for one in tallies]) for state in Tally.states))
    score = np.concatenate([block.score for block in blocks])
    lowest, highest = (_ends(blocks, end) for end in ("lowest", "highest"))
    return replace(blocks[0], score=score, tally=counted, lowest=lowest, highest=highest)


def _ends(blocks: Sequence[Block], name: str) -> Floats:
    """Return the ends of the scores' ranges, one row where all units have the same."""
    ends: list[Floats] = [getattr(block, name) for block in blocks]
    if all(np.array_equal(end, ends[0], equal_nan=True) for end in ends) and len(ends[0]) == 1:
        return ends[0]
    return np.concatenate([np.broadcast_to(end, block.score.shape) for end, block in zip(ends, blocks, strict=True)])


def _from_counts(sheets: Sheets, form: Aggregation) -> list[Block]:
    """Return the blocks above the items for one sheet a unit, where counts are enough."""
    most = max(1, BYTES_AT_A_TIME // max(1, len(sheets.items)))
    firsts = range(0, max(len(sheets.codes), 1), most)
    return _joined([_above_counts(sheets.codes[first : first + most], sheets.worth, form) for first in firsts])


def _above_counts(codes: Codes, worth: Floats, form: Aggregation) -> list[Block]:
    made, counted = dimensions_from_counts(codes, form, worth)
    whole = Tally(*(getattr(counted, state).sum(axis=1, keepdims=True, dtype=np.int32) for state in Tally.states))
    dimensions = _block("dimension", form.dimensions, made, counted, form.scheme.coverage)
    above = replace(made, score=dimensions.score)
    none = np.empty((len(codes), 0))
    counts = none.astype(np.int32)
    parts = Block("subdimension", (), none, Tally(counts, counts, counts, counts), none[:1], none[:1])
    return [_overall(form, form.of_dimensions(above), above, whole), dimensions, parts]


def _score(sheets: Sheets, respondents: Counts, form: Aggregation) -> list[Block]:
    counts = tally(sheets.codes, respondents)
    block = _items(sheets, respondents, form)
    items = Scored(block.score, counts.applicable > 0, block.lowest, block.highest)
    of_parts, of_dimensions, of_all = _tallies(_item_states(items.score, counts), form)
    made = form.of_items(items)
    parts = _block("subdimension", form.subdimensions, made, of_parts, form.scheme.coverage)
    made = _only_covered(form, form.of_parts(items, fed := replace(made, score=parts.score)), fed)
    dimensions = _block("dimension", form.dimensions, made, of_dimensions, form.scheme.coverage)
    covered = replace(made, score=dimensions.score)
    return [_overall(form, form.overall(items, covered), covered, of_all), dimensions, parts, block]


def _only_covered(form: Aggregation, dimensions: Scored, parts: Scored) -> Scored:
    """Return the dimensions without the scores for which too few sub-dimensions that apply have one."""
    score = dimensions.score.copy()
    for column, part in enumerate(form.dimensions):
        if len(part.subdimensions):
            share = _scored_share(parts.take(part.subdimensions))
            score[share < form.scheme.coverage.subdimensions - TOLERANCE, column] = np.nan
    return replace(dimensions, score=score)


def _scored_share(below: Scored) -> Floats:
    """Return the share of what applies that has a score, one for each row; NaN where nothing applies."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((~np.isnan(below.score)).sum(axis=1) / below.applies.sum(axis=1))


def item_values(sheets: Sheets, groups: Positions, size: int, scheme: Scheme) -> Floats:
    """Return what each item of each unit is worth by the scheme's rule for several respondents, before any gate.

    Args:
        sheets: the answers.
        groups: the unit that each sheet is of, 0 to size - 1; every unit has a sheet.
        size: the number of units.
        scheme: says how ratings are put together, and how many of them must be a level.

    Returns:
        Units x items, NaN where an item has no score.
    """
    pieces = _slices(sheets, groups, size)
    return np.concatenate([_item_scores(part, asked, tally(part.codes, asked), scheme) for part, asked in pieces])


def _items(sheets: Sheets, respondents: Counts, form: Aggregation) -> Block:
    counts = tally(sheets.codes, respondents)
    made = form.item_scored(_item_scores(sheets, respondents, counts, form.scheme), counts.applicable > 0)
    return Block("item", form.items, made.score, counts, made.lowest, made.highest)


def _item_scores(sheets: Sheets, respondents: Counts, counts: Tally, scheme: Scheme) -> Floats:
    """Return item scores, units x items: the mean or the median over respondents, where enough of them answered."""
    values = sheets.values()
    if len(values) == len(respondents):
        return values
    if scheme.respondents == "median":
        groups = np.repeat(np.arange(len(respondents)), respondents)
        scores = pd.DataFrame(values).groupby(groups, sort=True).median().to_numpy()
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            scores = sum_by(np.nan_to_num(values), starts_of(respondents)) / counts.answered
    enough = counts.coverage() >= scheme.coverage.respondents - TOLERANCE
    return snap(np.where(enough & (counts.answered > 0), scores, np.nan))


def _item_states(items: Floats, counts: Tally) -> ItemStates:
    """Return the state of each item as four masks: scored, not applicable, or else what kept it from a score."""
    scored = ~np.isnan(items)
    applies = ~scored & (counts.applicable > 0)
    dont_know = applies & (counts.dont_know >= np.maximum(counts.missing, 1))
    not_applicable = ~scored & ~applies & (counts.not_applicable > 0)
    return [scored, not_applicable, dont_know, applies & ~dont_know]


def _tallies(states: ItemStates, form: Aggregation) -> list[Tally]:
    """Count the items of each state in each sub-dimension, each dimension and the whole.

    All in one product with 0 and 1, exact in single precision.
    """
    every = Component("overall", np.arange(len(form.items)), np.arange(0))
    parts = [*form.subdimensions, *form.dimensions, every]
    membership = np.zeros((len(form.items), len(parts)), dtype=np.float32)
    for column, part in enumerate(parts):
        membership[part.items, column] = 1
    counted = (np.concatenate(states).astype(np.float32) @ membership).astype(np.int32)
    by_state = counted.reshape(len(states), -1, len(parts))
    below, above = len(form.subdimensions), len(parts) - 1
    return [Tally(*columns) for columns in np.split(by_state, [below, above], axis=2)]


def _block(kind: str, parts: Sequence[Component], made: Scored, counted: Tally, coverage: Coverage) -> Block:
    enough = counted.coverage() >= coverage.items - TOLERANCE
    ids = tuple(part.id for part in parts)
    return Block(kind, ids, np.where(enough, made.score, np.nan), counted, made.lowest, made.highest)


def _overall(form: Aggregation, made: Scored, dimensions: Scored, counted: Tally) -> Block:
    """Return the overall score: it needs enough of the items, and enough of the dimensions that apply."""
    coverage = form.scheme.coverage
    enough = (_scored_share(dimensions) >= coverage.dimensions - TOLERANCE)[:, None] & (
        counted.coverage() >= coverage.items - TOLERANCE
    )
    return Block("overall", ("overall",), np.where(enough, made.score, np.nan), counted, made.lowest, made.highest)
