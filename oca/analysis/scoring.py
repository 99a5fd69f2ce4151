"""From answers to scores (METHODS, section 3). Every choice stands in the scheme, none in this code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.analysis.dense import Floats, Sheets, Tally, number_rows, one_each, sum_by, tally, to_sheets
from oca.analysis.rules import INDICES, bands_of, divide, snap
from oca.analysis.structure import TOLERANCE, Part, Scored, Structure, structure
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Coverage, Scheme
from oca.tables import SCORES

ItemStates = list[npt.NDArray[np.bool_]]
"""Four masks, units x items: scored, not applicable, don't know, missing."""


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


def score(
    responses: pd.DataFrame, questionnaires: Mapping[str, Questionnaire], schemes: Mapping[str, Scheme]
) -> pd.DataFrame:
    """Score every organization in every period.

    Args:
        responses: RESPONSES.
        questionnaires: each version by its ref, as the column `questionnaire` names it.
        schemes: the scheme of each period by the period's id, in the order of the periods.

    Returns:
        SCORES, sorted by period, organization, and the order of the questionnaire (overall, then each dimension's
        score, then items).

    Raises:
        KeyError: a questionnaire or a period of the responses is not given.
        ValueError: an answer is off the scale or of an unknown item; `collect` lets neither through.
    """
    frames = []
    for period, scheme in schemes.items():
        rows = responses[responses["period"] == period]
        chosen = preferred(rows, scheme)
        for ref in sorted(set(chosen["questionnaire"])):
            questionnaire = questionnaires[ref]
            sheets = to_sheets(chosen[chosen["questionnaire"] == ref], questionnaire)
            frames.append(score_sheets(sheets, questionnaire, scheme))
    if not frames:
        return SCORES.frame()
    return SCORES.check(pd.concat(frames, ignore_index=True))


def preferred(responses: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Return the responses of the one score type that counts for each organization: the scheme's first that is there.

    Types are never mixed (METHODS, section 2); what a scheme does not accept is left out.
    """
    rank = {score_type: position for position, score_type in enumerate(scheme.score_types)}
    accepted = responses[responses["score_type"].isin(rank)]
    ranks = accepted["score_type"].map(rank)
    best = ranks.groupby([accepted["organization"], accepted["period"]], sort=False).transform("min")
    return accepted[ranks == best]


def score_sheets(sheets: Sheets, questionnaire: Questionnaire, scheme: Scheme) -> pd.DataFrame:
    """Score sheets of one questionnaire; those of one organization and period are its respondents."""
    units, groups = _units(sheets.keys)
    form = structure(questionnaire, scheme)
    blocks = score_blocks(sheets, groups, len(units), form)
    respondents = np.bincount(groups, minlength=len(units))
    frames = [_long(block, units, respondents, scheme, questionnaire.upright) for block in blocks]
    frame = pd.concat(frames, ignore_index=True)
    return SCORES.typed(frame[frame["expected"] > 0].sort_values("unit", kind="stable", ignore_index=True))


def score_blocks(sheets: Sheets, groups: npt.NDArray[np.intp], size: int, form: Structure) -> list[Block]:
    """Return the scores of the whole, the dimensions, the sub-dimensions and the items as arrays."""
    coverage = form.scheme.coverage
    counts = tally(sheets.codes, groups, size)
    items = form.item_scored(_item_scores(sheets, groups, size, counts, form.scheme), counts.applicable > 0)
    states = _item_states(items.score, counts)
    above = form.aggregate(items)
    parts = _block("subdimension", form.subdimensions, above.subdimensions, states, coverage)
    dimensions = _block("dimension", form.dimensions, above.dimensions, states, coverage)
    overall = _overall(form, items, replace(above.dimensions, score=dimensions.score), states)
    return [overall, dimensions, parts, Block("item", form.items, items.score, counts, items.lowest, items.highest)]


def _units(keys: pd.DataFrame) -> tuple[pd.DataFrame, npt.NDArray[np.intp]]:
    """Return the organizations and periods that the sheets are of, and the number of each sheet's."""
    groups, first = number_rows(keys[["organization", "period", "score_type"]])
    return keys.iloc[first].reset_index(drop=True), groups


def _item_scores(sheets: Sheets, groups: npt.NDArray[np.intp], size: int, counts: Tally, scheme: Scheme) -> Floats:
    """Return item scores, units x items: the mean or the median over respondents, where enough of them answered."""
    values = sheets.values()
    if one_each(groups, size):
        return values
    if scheme.respondents == "median":
        scores = pd.DataFrame(values).groupby(groups, sort=True).median().to_numpy()
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            scores = sum_by(np.nan_to_num(values), groups, size) / counts.answered
    enough = counts.coverage() >= scheme.coverage.respondents - TOLERANCE
    return snap(np.where(enough & (counts.answered > 0), scores, np.nan))


def _item_states(items: Floats, counts: Tally) -> ItemStates:
    """Return the state of each item as four masks: scored, not applicable, or else what kept it from a score."""
    scored = ~np.isnan(items)
    applies = ~scored & (counts.applicable > 0)
    dont_know = applies & (counts.dont_know >= np.maximum(counts.missing, 1))
    not_applicable = ~scored & ~applies & (counts.not_applicable > 0)
    return [scored, not_applicable, dont_know, applies & ~dont_know]


def _block(kind: str, parts: Sequence[Part], made: Scored, states: ItemStates, coverage: Coverage) -> Block:
    ids = tuple(part.id for part in parts)
    counted = _sums(states, [part.items for part in parts])
    enough = counted.coverage() >= coverage.items - TOLERANCE
    return Block(kind, ids, np.where(enough, made.score, np.nan), counted, made.lowest, made.highest)


def _sums(states: ItemStates, positions: Sequence[npt.NDArray[np.intp]]) -> Tally:
    """Count the items of each state in each part: a product with 0 and 1, exact in single precision."""
    membership = np.zeros((states[0].shape[1], len(positions)), dtype=np.float32)
    for column, items in enumerate(positions):
        membership[items, column] = 1
    return Tally(*((state.astype(np.float32) @ membership).astype(np.int32) for state in states))


def _overall(form: Structure, items: Scored, dimensions: Scored, states: ItemStates) -> Block:
    """Return the overall score: it needs enough of the items, and enough of the dimensions that apply."""
    coverage = form.scheme.coverage
    counted = _sums(states, [np.arange(len(form.items))])
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (~np.isnan(dimensions.score)).sum(axis=1) / dimensions.applies.sum(axis=1)
    enough = (share >= coverage.dimensions - TOLERANCE)[:, None] & (counted.coverage() >= coverage.items - TOLERANCE)
    made = form.overall(items, dimensions)
    score = np.where(enough, made.score, np.nan)
    return Block("overall", ("overall",), score, counted, made.lowest, made.highest)


def _long(
    block: Block, units: pd.DataFrame, respondents: npt.NDArray[np.intp], scheme: Scheme, upright: int
) -> pd.DataFrame:
    width, height = len(block.elements), len(units)
    scores = block.score.ravel()
    lowest, highest = (np.broadcast_to(end, (height, width)).ravel() for end in (block.lowest, block.highest))
    worst, best = (lowest, highest) if upright == 1 else (highest, lowest)
    counts = {name: getattr(block.tally, name).ravel()
              for name in ("answered", "not_applicable", "dont_know", "missing", "expected")}  # fmt: skip
    applicable = block.tally.applicable.ravel()
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(height), width),
            "organization": np.repeat(units["organization"].to_numpy(), width),
            "period": np.repeat(units["period"].to_numpy(), width),
            "kind": block.kind,
            "element": np.tile(np.array(block.elements, dtype=object), height),
            "score": scores,
            "index": INDICES[scheme.index](scores, worst, best),
            "band": _bands(scores if scheme.unit != "points" else 100 * divide(scores, highest), scheme, block.kind),
            "status": np.where(np.isnan(scores), np.where(applicable > 0, "insufficient", "not_applicable"), "scored"),
            **counts,
            "respondents": np.repeat(respondents, width),
            "score_type": np.repeat(units["score_type"].to_numpy(), width),
            "lowest": lowest,
            "highest": highest,
        }
    )


def _bands(scores: Floats, scheme: Scheme, kind: str) -> npt.NDArray[np.object_]:
    if kind == "item":
        return np.full(len(scores), "", dtype=object)
    names = np.array([*(band.id for band in scheme.bands), ""], dtype=object)
    return names[np.where(np.isnan(scores), -1, bands_of(scores, [band.start for band in scheme.bands]))]
