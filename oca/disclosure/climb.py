"""A search for other answers that goes on from what it found: item by item, alone or against another organization.

One step moves one item of an organization by one level; against it, where that keeps the figures, the same item of its
partner moves the other way, or the one of the partner's items of that dimension that has the most room.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oca.disclosure.figures import Figures
from oca.disclosure.unknowns import Codes, Flags, Floats
from oca.disclosure.worlds import Part, Rows, Worlds, furthest, levels_of, next_levels
from oca.instrument.scale import TOLERANCE

ROUNDS = 4
"""How often all items are gone through; a score that can move by a level does so in as many steps at most."""


@dataclass
class Climb:
    """Worlds that are moved further step by step, as long as they give the same figures.

    Attributes:
        worlds: what other answers give.
        part: the score that is moved.
        known: the figures.
        who: the organization of each world.
        partner: the other one whose answers may move; the organization itself for none.
        everywhere: whether the answers of the other periods move as much.
        upward: the way.
        enough: the gain from which on a world is moved no further.
    """

    worlds: Worlds
    part: Part
    known: Figures
    who: Codes
    partner: Codes
    everywhere: bool
    upward: bool
    enough: float

    def __post_init__(self) -> None:
        """Begin with the true answers."""
        own = self.worlds.answers.of[self.part.period]
        self.levels = levels_of(own.form.item_levels)
        self.mine, self.theirs = own.items[self.who].copy(), own.items[self.partner].copy()
        self.gain, self.back = np.zeros(len(self.who)), np.zeros(len(self.who))
        self.alone = self.who == self.partner

    def run(self) -> None:
        """Move every world as far as steps lead it."""
        for _ in range(ROUNDS):
            before = self.gain.copy()
            for items in self.part.dimensions:
                for item in items:
                    for against in (np.array([], dtype=np.intp), np.array([item]), items):
                        self._step(int(item), against)
            if (self.gain == before).all():
                return

    def _step(self, item: int, against: Codes) -> None:
        """Move an item of every world that is not far enough by one level, and one of these of its partner against it."""
        going = (np.abs(self.gain) < self.enough - TOLERANCE) & ~(self.alone & (len(against) > 0))
        mine, able = self._next(self.mine, np.array([item]), upward=self.upward)
        theirs, able_too = self._next(self.theirs, against, upward=not self.upward)
        at = np.flatnonzero(going & able & able_too)
        if not len(at):
            return
        first, second = self._rows(self.who[at], mine[at]), self._rows(self.partner[at], theirs[at])
        shift = np.where(self.alone[at][:, None], 0.0, self.worlds.moved(second, self.known))
        fits = fitting(self.worlds.moved(first, self.known) + shift, self.known)
        fits &= np.abs(first.gain) >= np.abs(self.gain[at]) - TOLERANCE
        at = at[fits]
        self.mine[at], self.theirs[at] = first.items[self.part.period][fits], second.items[self.part.period][fits]
        self.gain[at], self.back[at] = first.gain[fits], second.gain[fits]

    def _rows(self, who: Codes, items: Floats) -> Rows:
        return self.worlds.rows(self.part, who, items, everywhere=self.everywhere)

    def _next(self, items: Floats, among: Codes, *, upward: bool) -> tuple[Floats, Flags]:
        """Return item scores with one of some items moved by a level, and where there is one; as they are for no items."""
        if not len(among):
            return items, np.ones(len(items), dtype=bool)
        beyond = next_levels(items[:, among], self.levels[among], upward=upward)
        chosen = furthest(items[:, among], beyond, upward=upward)
        at = np.arange(len(items))
        moved = items.copy()
        moved[at, among[chosen]] = beyond[at, chosen]
        return moved, np.asarray(~np.isnan(beyond).all(axis=1), dtype=bool)


def fitting(moved: Floats, known: Figures) -> Flags:
    """Say of each row whether every sum stays within its bounds."""
    return np.asarray(((moved >= known.down - TOLERANCE) & (moved <= known.up + TOLERANCE)).all(axis=-1), dtype=bool)
