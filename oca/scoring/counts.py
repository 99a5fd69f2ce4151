"""Scores of dimensions from counts alone, where a scheme allows it: nothing is looked up and no item is weighed.

The mean of equally weighted items on one scale of even steps depends on two numbers: how many were answered, and the
sum of their positions on the scale. Both are sums of bytes over whole columns, which a processor does many at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from oca.scoring.aggregation import Aggregation, Component, Scored
from oca.scoring.rules import snap
from oca.scoring.sheets import DONT_KNOW, MISSING, NOT_APPLICABLE, NOT_ASKED, Codes, Floats, Tally

STATES = (NOT_APPLICABLE, DONT_KNOW, MISSING, NOT_ASKED)


def countable(form: Aggregation, worth: Floats) -> bool:
    """Say whether counts are enough: plain means, and in each dimension equal weights and sums that fit a byte.

    Args:
        form: the questionnaire and scheme.
        worth: what each answer is worth, as `Sheets` has it.
    """
    if not form.plain or form.scheme.overall != "dimensions" or len(worth) > 1 or worth.shape[1] < 2:
        return False
    steps, most = np.diff(worth[0]), worth.shape[1] - 1
    even = bool((steps == steps[0]).all())
    weights = [form.item_weights[part.items] for part in form.dimensions]
    return even and all(one[0] > 0 and (one == one[0]).all() and len(one) * most < 256 for one in weights)


def dimensions_from_counts(codes: Codes, form: Aggregation, worth: Floats) -> tuple[Scored, Tally]:
    """Return the scores of the dimensions, without regard to coverage, and the answers behind them.

    Args:
        codes: sheets x items, one sheet an organization.
        form: the questionnaire and scheme, `countable`.
        worth: what each answer is worth, 1 x answers.
    """
    *states, total = sums(codes, form.dimensions)
    not_applicable, dont_know, missing, not_asked = states
    asked = np.array([[len(part.items)] for part in form.dimensions], dtype=np.uint8) - not_asked
    answered = asked - not_applicable - dont_know - missing
    # In eight bits the codes of the four states are -4 to -1; what they took from the total is given back.
    positions = total + 4 * not_applicable + 3 * dont_know + 2 * missing + not_asked
    step = worth[0, 1] - worth[0, 0]
    with np.errstate(invalid="ignore"):  # 0 / 0, where nothing is answered
        score = snap(worth[0, 0] + step * np.divide(positions, answered, dtype=np.float64))
    ends = [np.full((1, len(form.dimensions)), end[0, 0]) for end in (form.item_lowest, form.item_highest)]
    counted = Tally(*(one.astype(np.int16).T for one in (answered, not_applicable, dont_know, missing)))
    return Scored(score.T, (asked > not_applicable).T, *ends), counted


def sums(codes: Codes, parts: Sequence[Component]) -> npt.NDArray[np.uint8]:
    """Return the number of items in each of STATES, and the sum of all codes modulo 256: 5 x parts x sheets."""
    columns, width = codes.T, max(len(part.items) for part in parts)
    made = np.empty((len(STATES) + 1, len(parts), len(codes)), dtype=np.uint8)
    # Both buffers are used again and again: asking the system for memory each time takes longer than the sums.
    taken, mask = np.empty((width, len(codes)), dtype=np.uint8), np.empty((width, len(codes)), dtype=np.bool_)
    for number, part in enumerate(parts):
        own, found = taken[: len(part.items)], mask[: len(part.items)]
        np.take(columns, part.items, axis=0, out=own, mode="clip")
        for state, code in enumerate(STATES):
            np.equal(own, code, out=found)
            np.add.reduce(found.view(np.uint8), axis=0, dtype=np.uint8, out=made[state, number])
        np.add.reduce(own, axis=0, dtype=np.uint8, out=made[-1, number])
    return made
