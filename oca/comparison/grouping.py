"""How organizations fall into groups by what the register says of them: one column, or two crossed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.errors import UsageError
from oca.findings import suggest
from oca.language import for_matching
from oca.options import ids

COHORT = "cohort"
"""The grouping, and the one group in it, of all organizations together."""

CROSS = " × "
"""Between the two values of a crossed group."""

TIMES = " x "
"""Between the names of two columns that are crossed, as they are typed and as COMPARISON has them under `by`."""

By = str | Sequence[str]
"""A column of the register, or two that are crossed."""


@dataclass(frozen=True)
class Grouping:
    """One way in which organizations fall into groups.

    Attributes:
        name: what COMPARISON says under `by`: the column, or both with " x " between.
        organizations: ids, in the order of the register.
        groups: the groups, sorted; "" is that of the organizations of which the register says nothing here.
        codes: the position in `groups` of each organization's group.
        merged: for each group that was written in more than one way, the ways, the one that names it first.
        empty: ids of the organizations in "".
    """

    name: str
    organizations: tuple[str, ...]
    groups: tuple[str, ...]
    codes: npt.NDArray[np.intp]
    merged: tuple[tuple[str, ...], ...] = ()
    empty: tuple[str, ...] = ()

    def members(self) -> dict[str, int]:
        """Return the number of organizations of the register in each group, sorted by group."""
        sizes = np.bincount(self.codes, minlength=len(self.groups))
        return {group: int(size) for group, size in zip(self.groups, sizes, strict=True)}

    def ids(self) -> dict[str, list[str]]:
        """Return the ids of the organizations in each group."""
        found: dict[str, list[str]] = {group: [] for group in self.groups}
        for organization, code in zip(self.organizations, self.codes, strict=True):
            found[self.groups[code]].append(organization)
        return found


def grouping(register: pd.DataFrame, by: By) -> Grouping:
    """Group the organizations of the register.

    Values that differ only by case or by spaces are one group, named as most of its organizations have it: a typing
    slip must not make a group of one. A crossed group exists where any organization has both values; where one of the
    two is empty, it is in the group "".

    Args:
        register: one row per organization: organization, and the columns that make groups.
        by: a column, `cohort` for all organizations together, or two columns (also as "entity x size").

    Raises:
        UsageError: the register has no such column, the column has the value `cohort`, more than two columns, or one
            crossed with itself or with `cohort`.
    """
    organizations = tuple(str(one) for one in register["organization"])
    columns = columns_of(by, [str(one) for one in register.columns if one != "organization"])
    if columns == (COHORT,):
        return Grouping(COHORT, organizations, (COHORT,), np.zeros(len(organizations), dtype=np.intp))
    _refuse_unusable(columns, register)
    named = [_one_spelling(register[column]) for column in columns]
    values = [CROSS.join(pair) if all(pair) else "" for pair in zip(*(values for values, _ in named), strict=True)]
    groups = tuple(sorted(set(values)))
    position = {group: code for code, group in enumerate(groups)}
    codes = np.array([position[value] for value in values], dtype=np.intp)
    empty = tuple(one for one, value in zip(organizations, values, strict=True) if not value)
    return Grouping(
        TIMES.join(columns), organizations, groups, codes, named[0][1] + named[-1][1] * (len(named) - 1), empty
    )


def columns_of(by: By, known: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that a grouping is made of; a column whose own name holds " x " stays one."""
    if not isinstance(by, str):
        return ids(by)
    return (by,) if by in known or TIMES not in by else tuple(by.split(TIMES))


_HOW = "Groups are made by one column of the register, or by two different ones."


def _refuse_unusable(columns: Sequence[str], register: pd.DataFrame) -> None:
    if len(columns) not in (1, 2) or len(set(columns)) < len(columns):
        raise UsageError(_HOW)
    known = [COHORT, *(str(column) for column in register.columns if column != "organization")]
    for column in columns:
        if column not in known:
            raise UsageError(f"The register has no column {column} to make groups by. {suggest(column, known)}")
        if column != COHORT and (register[column] == COHORT).any():
            raise UsageError(f"{column} has the value {COHORT}, which stands for all organizations. Rename it.")
    if COHORT in columns:
        raise UsageError(_HOW)


def _one_spelling(column: pd.Series) -> tuple[list[str], tuple[tuple[str, ...], ...]]:
    """Return each value in the spelling that most have, and the spellings that were merged."""
    written = [" ".join(str(value).split()) for value in column.fillna("")]
    ways: dict[str, Counter[str]] = {}
    for raw, value in zip(column.fillna(""), written, strict=True):
        ways.setdefault(for_matching(value), Counter())[value or str(raw).strip()] += 1
    best = {key: min(counts, key=lambda way: (-counts[way], way)) for key, counts in ways.items()}
    merged = [(best[key], *sorted(way for way in counts if way != best[key])) for key, counts in ways.items()]
    return [best[for_matching(value)] for value in written], tuple(sorted(one for one in merged if len(one) > 1))
