"""Which figures of a release are given out: as many as leave every score open, the most useful first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from oca.comparison.groups import COHORT, PREVIOUS
from oca.disclosure.figures import Unit
from oca.disclosure.proof import Proof
from oca.disclosure.unknowns import Codes, Flags
from oca.disclosure.worlds import Part

KINDS = ("overall", "dimension", "subdimension", "item")

STATISTICS = ("mean", "change_mean", "shares", f"{PREVIOUS}change_mean", f"{PREVIOUS}shares", "median")
"""What is tried first, where not all of it can be given out."""


@dataclass(frozen=True)
class Telling:
    """A score that is not shown to stay open.

    Attributes:
        part: which score.
        organization: the position of the organization whose it is.
        width: what is shown to stay open of it, in levels.
    """

    part: Part
    organization: int
    width: float


@dataclass(frozen=True)
class Selection:
    """What is given out of a release.

    Attributes:
        kept: the units that are given out.
        dropped: the units that are not, since with the others they would tell too much, or are not understood.
        telling: the scores that all units together would tell, the most telling first.
        known_before: the scores that figures given out before tell already.
    """

    kept: frozenset[Unit]
    dropped: tuple[Unit, ...]
    telling: tuple[Telling, ...]
    known_before: tuple[Telling, ...]


class Selecting:
    """The search for what can be given out together."""

    def __init__(self, proof: Proof) -> None:
        self.proof, self.figures = proof, proof.figures
        unclear = proof.unproven_bounds()
        refused = {self.figures.units[nth] for nth in np.unique(self.figures.unit[unclear]) if nth >= 0}
        self.refused = self.figures.unproven | refused
        self.before = (self.figures.unit < 0) & ~unclear
        self.spared: dict[int, set[int]] = {}

    def select(self) -> Selection:
        """Return what can be given out."""
        before = self._telling(self.proof.worlds.parts, self.before) if self.before.any() else []
        for one in before:
            self.spared.setdefault(one.part.column.place, set()).add(one.organization)
        units = [nth for nth in _in_order(self.figures.units) if self.figures.units[nth] not in self.refused]
        units = [nth for nth in units if not self._concerns(nth, before)]
        active = self._active(units)
        first = telling = self._telling(self.proof.worlds.parts, active)
        suspects: list[int] = []
        while telling:
            found = [nth for nth in units if nth not in suspects and self._concerns(nth, telling)]
            if not found:
                break
            suspects += found
            active = self._active([nth for nth in units if nth not in suspects])
            telling = self._telling(list({one.part.column.place: one.part for one in telling}.values()), active)
        kept = [nth for nth in units if nth not in suspects]
        kept = self._added(kept, [nth for nth in units if nth in set(suspects)])
        names = {self.figures.units[nth] for nth in kept}
        dropped = tuple(one for one in [*self.figures.units, *sorted(self.refused)] if one not in names)
        return Selection(frozenset(names), tuple(dict.fromkeys(dropped)), _sorted(first), _sorted(before))

    def _added(self, kept: list[int], more: list[int]) -> list[int]:
        """Return the units that are kept, and of more as many as leave every score open, halves first."""
        if not more:
            return kept
        if not self._tells(self._active([*kept, *more]), self._parts_of(more)):
            return [*kept, *more]
        if len(more) == 1:
            return kept
        half = (len(more) + 1) // 2
        return self._added(self._added(kept, more[:half]), more[half:])

    def _active(self, units: Sequence[int]) -> Flags:
        return np.asarray(self.before | np.isin(self.figures.unit, units), dtype=bool)

    def _telling(self, parts: Sequence[Part], active: Flags) -> list[Telling]:
        found = []
        for part in parts:
            for organization, width in self.proof.failing(part, active, self._asked(part)).items():
                found.append(Telling(part, organization, width / part.column.level))
        return found

    def _tells(self, active: Flags, parts: Sequence[Part]) -> bool:
        return any(self.proof.failing(part, active, self._asked(part)) for part in parts)

    def _asked(self, part: Part) -> Flags:
        asked = np.ones(len(self.proof.worlds.values), dtype=bool)
        asked[list(self.spared.get(part.column.place, ()))] = False
        return asked

    def _concerns(self, unit: int, telling: Sequence[Telling]) -> bool:
        """Say whether a unit has to do with any of these scores."""
        columns = self._columns_of([unit])
        return any(bool(np.isin(self.proof.worlds.moving(one.part), columns).any()) for one in telling)

    def _parts_of(self, units: Sequence[int]) -> list[Part]:
        columns = self._columns_of(units)
        return [one for one in self.proof.worlds.parts if bool(np.isin(self.proof.worlds.moving(one), columns).any())]

    def _columns_of(self, units: Sequence[int]) -> Codes:
        found = np.unique(self.figures.column[np.isin(self.figures.unit, units)])
        return found[found >= 0]


def _in_order(units: Sequence[Unit]) -> list[int]:
    """Return the units by what is most useful: the cohort before groups, the overall score first, means first."""

    def rank(nth: int) -> tuple[int, ...]:
        by, _, _, kind, _, statistic = units[nth]
        place = STATISTICS.index(statistic) if statistic in STATISTICS else len(STATISTICS)
        return int(by != COHORT), int(kind == "item"), place, KINDS.index(kind), nth

    return sorted(range(len(units)), key=rank)


def _sorted(telling: Sequence[Telling]) -> tuple[Telling, ...]:
    return tuple(sorted(telling, key=lambda one: one.width))


def select(proof: Proof) -> Selection:
    """Return which figures are given out."""
    return Selecting(proof).select()
