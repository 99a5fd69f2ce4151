"""The dense form of RESPONSES: one row per sheet of answers, one column per item.

The long table is the contract, not the engine: sums over a matrix are many times faster than groupbys. States are small
integer codes: 0 to 249 are levels (their position on the scale), the rest are the states of METHODS, section 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.scoring.usable import refuse_answers

Codes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.signedinteger]
Positions = npt.NDArray[np.intp]
Number = TypeVar("Number", np.int32, np.float64)

NOT_ASKED, MISSING, DONT_KNOW, NOT_APPLICABLE = 255, 254, 253, 252

CODES = {"missing": MISSING, "dont_know": DONT_KNOW, "not_applicable": NOT_APPLICABLE, "not_asked": NOT_ASKED}

ROWS_AT_A_TIME = 1 << 16
"""Rows of the long table whose codes are looked up at once: few enough to stay in the processor's own memory."""

SHEET = ["organization", "period", "score_type", "respondent"]


@dataclass(frozen=True)
class Sheets:
    """Sheets of answers to one questionnaire version.

    Attributes:
        keys: one row per sheet: organization, period, score_type, respondent.
        codes: sheets x items; fastest where the answers to one item lie side by side, as `to_sheets` lays them.
        items: the ids of the columns of `codes`.
        worth: what each answer is worth on the questionnaire's scale: items x answers, or 1 x answers where all items
            have the same; code i stands for worth[:, i].
    """

    keys: pd.DataFrame
    codes: Codes
    items: tuple[str, ...]
    worth: Floats

    def values(self) -> Floats:
        """Return what the answers are worth, sheets x items; NaN where an answer is no level."""
        lookup = np.full((len(self.worth), 256), np.nan)
        lookup[:, : self.worth.shape[1]] = self.worth
        if len(lookup) == 1:
            return np.take(lookup[0], self.codes)
        return np.asarray(lookup[np.arange(len(self.items)), self.codes])


def to_sheets(responses: pd.DataFrame, questionnaire: Questionnaire) -> Sheets:
    """Turn RESPONSES into sheets; an item without a row is NOT_ASKED.

    Args:
        responses: RESPONSES rows of this version of the questionnaire.
        questionnaire: what was asked.

    Raises:
        UsageError: an answer is not among those of its item, names an unknown item, or comes twice.
    """
    keys = responses[SHEET]
    number, first = number_rows(keys)
    columns = _columns(responses["item"], questionnaire.item_ids)
    given = None if columns is None else _codes(responses, columns, [item.answers for item in questionnaire.items])
    if columns is None or given is None:
        refuse_answers(responses, questionnaire)
    codes = np.full((len(questionnaire.items), len(first)), NOT_ASKED, dtype=np.uint8).T
    codes[number, columns] = given
    if np.count_nonzero(codes != NOT_ASKED) < np.count_nonzero(given != NOT_ASKED):  # two rows met in one place
        refuse_answers(responses, questionnaire)
    return Sheets(keys.iloc[first].reset_index(drop=True), codes, tuple(questionnaire.item_ids), worth(questionnaire))


def worth(questionnaire: Questionnaire) -> Floats:
    """Return what each answer is worth, items x answers (NaN beyond an item's own), or one row where all are alike."""
    values = [item.worth for item in questionnaire.items]
    if len(set(values)) == 1:
        values = values[:1]
    table = np.full((len(values), max(map(len, values))), np.nan)
    for row, one in enumerate(values):
        table[row, : len(one)] = one
    return table


def number_rows(keys: pd.DataFrame) -> tuple[Positions, Positions]:
    """Return a number for each row of a frame by what stands in it, in the order of first appearance.

    Returns:
        The number of each row, and for each number the first row that has it.
    """
    number, alike = np.zeros(len(keys), dtype=np.int64), True
    for name in keys:  # column by column: numbering tuples of text is many times slower
        codes, found = pd.factorize(keys[name])
        if len(found) > 1:
            number = codes if alike else pd.factorize(number * len(found) + codes)[0]
            alike = False
    first = np.full(int(number.max()) + 1 if len(number) else 0, -1)
    first[number[::-1]] = np.arange(len(number))[::-1]
    return number.astype(np.intp), first.astype(np.intp)


def _columns(item: pd.Series, items: Sequence[str]) -> Positions | None:
    """Return the column of each row's item; None where one is unknown."""
    codes, found = _numbered(item)
    columns = pd.Index(list(items)).get_indexer(pd.Index(found))[codes]
    if (columns < 0).any():
        return None
    return columns


def _numbered(texts: pd.Series) -> tuple[Positions, pd.Index]:
    """Return a number for each text, and the text of each number; categories have theirs already."""
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return np.asarray(texts.cat.codes, dtype=np.intp), texts.cat.categories
    codes, found = pd.factorize(texts)
    return codes, pd.Index(found)


def _codes(responses: pd.DataFrame, columns: Positions, answers: Sequence[tuple[float, ...]]) -> Codes | None:
    """Return the code of each row, items with the same answers together; None where an answer is off the scale."""
    numbers, found = _numbered(responses["status"])
    codes = np.array([CODES.get(status, 0) for status in found], dtype=np.uint8)[numbers]
    given = responses["answer"].to_numpy(dtype=np.float64, na_value=np.nan)
    kinds = list(dict.fromkeys(answers))
    kind_of = np.array([kinds.index(one) for one in answers])
    for first in range(0, len(codes), ROWS_AT_A_TIME):
        rows = slice(first, first + ROWS_AT_A_TIME)
        kind_of_row = kind_of[columns[rows]] if len(kinds) > 1 else np.zeros(1, dtype=np.intp)
        for kind, known in enumerate(kinds):
            wanted = (codes[rows] == 0) & (kind_of_row == kind)
            places = _positions(given[rows][wanted], np.asarray(known))
            if places is None:
                return None
            codes[rows][wanted] = places
    return codes


def _positions(given: Floats, known: Floats) -> Codes | None:
    """Return the places of answers among those that are known; None where one is not."""
    position = np.searchsorted(known, given).clip(max=len(known) - 1)
    if not np.array_equal(known[position], given):
        return None
    return position.astype(np.uint8)


@dataclass(frozen=True)
class Tally:
    """How many answers of each state stand behind each score; every array is rows x elements."""

    states: ClassVar[tuple[str, ...]] = ("answered", "not_applicable", "dont_know", "missing")

    answered: Counts
    not_applicable: Counts
    dont_know: Counts
    missing: Counts

    @property
    def expected(self) -> Counts:
        """All that was asked."""
        return self.answered + self.not_applicable + self.dont_know + self.missing

    @property
    def applicable(self) -> Counts:
        """The denominator of coverage: all that was asked and applies."""
        return self.answered + self.dont_know + self.missing

    def coverage(self) -> Floats:
        """Return answered / applicable; NaN where nothing applies."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.divide(self.answered, self.applicable, dtype=np.float64)


def tally(codes: Codes, respondents: Counts) -> Tally:
    """Count the states of each item over units.

    Args:
        codes: sheets x items, sorted by unit.
        respondents: how many sheets each unit has, at least one.
    """
    masks = codes < NOT_APPLICABLE, codes == NOT_APPLICABLE, codes == DONT_KNOW, codes == MISSING
    if len(codes) == len(respondents):
        return Tally(*(mask.astype(np.int32) for mask in masks))
    return Tally(*(sum_by(mask.astype(np.int32), starts_of(respondents)) for mask in masks))


def one_each(groups: Positions, size: int) -> bool:
    """Say whether every group is the one sheet of its number, so that sums over groups are the sheets themselves."""
    return len(groups) == size and np.array_equal(groups, np.arange(size))


def starts_of(respondents: Counts) -> Positions:
    """Return the first sheet of each unit, where sheets are sorted by unit."""
    return np.cumsum(respondents) - respondents


def sum_by(values: npt.NDArray[Number], starts: Positions) -> npt.NDArray[Number]:
    """Return the sums of rows from each start up to the next, starts x columns."""
    return np.add.reduceat(values, starts, axis=0)
