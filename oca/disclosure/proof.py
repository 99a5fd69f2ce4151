"""The proof that nobody is given away: other worlds, found and checked, that give the very same figures.

For every score of every organization worlds are looked for in which it is higher, and others in which it is lower. Each
changes the answers of one organization alone, or of two; so it stands for every insider who is neither of the two. What
is not found is not proven, and not given out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from oca.disclosure.climb import Climb, fitting
from oca.disclosure.figures import Figures
from oca.disclosure.unknowns import Codes, Flags, Floats
from oca.disclosure.worlds import Part, Worlds
from oca.instrument.scale import TOLERANCE

PAIRS_FROM = 5
"""From so many contributing organizations on, two insiders who share what they know are tried."""

PARTNERS = 12
"""How many other organizations are tried as partners of one, those in the same figures first."""


@dataclass
class Reach:
    """How far the score of one organization can move: alone, and against each other one; grows as worlds are found."""

    up: Floats
    down: Floats

    def add(self, partner: Codes, gain: Floats) -> None:
        """Add worlds that change a partner, or the organization alone where the partner is itself."""
        np.maximum.at(self.up, partner, gain)
        np.minimum.at(self.down, partner, gain)

    def width(self, own: int, insiders: int) -> float:
        """Return the width that is left to the worst insiders: those without whom the least can be moved."""
        others = np.arange(len(self.up)) != own
        telling = {
            int(at)
            for ends in (-self.up, self.down)
            for at in np.argsort(np.where(others, ends, np.inf), kind="stable")[:insiders]
            if others[at]
        }
        teams = list(combinations(sorted(telling), min(insiders, len(telling)))) or [()]
        return min(self._without(team) for team in teams)

    def _without(self, team: Sequence[int]) -> float:
        kept = np.ones(len(self.up), dtype=bool)
        kept[list(team)] = False
        return float(self.up[kept].max(initial=0.0) - self.down[kept].min(initial=0.0))


@dataclass
class Proof:
    """The proof for one project, one release and everything before it.

    Attributes:
        worlds: the other answers.
        figures: all that is known, or may become known.
        wanted: the width that must be left, in levels.
        insiders: how many share what they know, at most.
    """

    worlds: Worlds
    figures: Figures
    wanted: float = 1.0
    insiders: int = 2

    def unproven_bounds(self) -> Flags:
        """Say of each bound whether a column enters it that is not understood."""
        unclear = ~self.worlds.understood
        return np.asarray(((self.figures.column >= 0) & unclear[self.figures.column]).any(axis=1), dtype=bool)

    def failing(self, part: Part, active: Flags, asked: Flags | None = None) -> dict[int, float]:
        """Return the organizations whose score is not shown to stay open, with the width that was found, in its unit.

        Args:
            part: the score.
            active: which bounds are known.
            asked: the organizations in question; all when None.
        """
        targets = [int(one) for one in self.worlds.movable(part) if asked is None or asked[one]]
        size, need = len(self.worlds.values), self.need(part)
        reach = {one: Reach(np.zeros(size), np.zeros(size)) for one in targets}
        left: dict[int, float] = {}
        for search, everywhere in self._searches():
            known = self._known(part, active, everywhere=everywhere)
            search(part, known, reach, everywhere=everywhere)
            left = {one: found.width(one, self._team(known, one)) for one, found in reach.items()}
            reach = {one: reach[one] for one, width in left.items() if width < need - TOLERANCE}
            if not reach:
                return {}
        return {one: left[one] for one in reach}

    def need(self, part: Part) -> float:
        """Return the width that must be left: that of a level, or all that the score can be."""
        own = self.worlds.answers.of[part.period].form
        ends = own.item_lowest[0, part.items], own.item_highest[0, part.items]
        widest = float((ends[1] - ends[0]).max()) if part.column.element[0] == "item" else np.inf
        return min(self.wanted * part.column.level, widest)

    def _known(self, part: Part, active: Flags, *, everywhere: bool) -> Figures:
        """Return the bounds that other answers to the items of a score can break."""
        columns = self.worlds.stepped(part, everywhere=everywhere).columns
        return self.figures.only(active & np.isin(self.figures.column, columns).any(axis=1))

    def _team(self, known: Figures, own: int) -> int:
        """Return how many insiders are tried: two where enough contribute to every figure of the organization."""
        mine = known.column[:, own] >= 0
        few = bool(mine.any()) and int(known.contributors[mine].min()) < PAIRS_FROM
        return min(self.insiders, 1 if few else 2)

    def _searches(self) -> Iterator[tuple[Callable[..., None], bool]]:
        """Yield the ways in which worlds are looked for, the quickest first, and whether in all periods at once."""
        everywhere = (True, False) if len(self.worlds.answers.of) > 1 else (False,)
        yield self._alone, False
        for all_periods in everywhere:
            yield self._by_exchange, all_periods
        for search in (self._against_pool, self._by_climbing):
            for all_periods in reversed(everywhere):
                yield search, all_periods

    def _by_exchange(self, part: Part, known: Figures, reach: dict[int, Reach], *, everywhere: bool) -> None:
        """Let each organization exchange its answers with another one."""
        rows, partner, back = self.worlds.exchanged(part, everywhere=everywhere)
        mine = np.flatnonzero(np.isin(rows.who, list(reach)))
        moved = self.worlds.moved(rows, known)
        fits = mine[fitting(moved[mine] + moved[back[mine]], known)]
        for own, other, gain in zip(rows.who[fits], partner[fits], rows.gain[fits], strict=True):
            reach[int(own)].add(np.array([other]), np.array([gain]))

    def _alone(self, part: Part, known: Figures, reach: dict[int, Reach], *, everywhere: bool) -> None:
        """Add what each organization can move without anybody else."""
        rows = self.worlds.stepped(part, everywhere=everywhere)
        mine = rows.take(np.isin(rows.who, list(reach)))
        fits = fitting(self.worlds.moved(mine, known), known)
        for own, gain in zip(mine.who[fits], mine.gain[fits], strict=True):
            reach[int(own)].add(np.array([own]), np.array([gain]))

    def _against_pool(self, part: Part, known: Figures, reach: dict[int, Reach], *, everywhere: bool) -> None:
        """Add what each organization can move where another one moves the same score by its own steps."""
        rows = self.worlds.stepped(part, everywhere=everywhere)
        self._alone(part, known, reach, everywhere=everywhere)
        moved = self.worlds.moved(rows, known)
        for own in reach:
            others = np.flatnonzero(np.isin(rows.who, self._near(known, own)))
            for row in np.flatnonzero(rows.who == own):
                fits = others[fitting(moved[row] + moved[others], known)]
                reach[own].add(rows.who[fits], np.full(len(fits), rows.gain[row]))

    def _by_climbing(self, part: Part, known: Figures, reach: dict[int, Reach], *, everywhere: bool) -> None:
        """Let each organization go on, item by item, alone and against others."""
        pairs = [(own, int(other)) for own in reach for other in (own, *self._near(known, own))]
        who, partner = (np.array(some, dtype=np.intp) for some in zip(*pairs, strict=True))
        for upward in (True, False):
            climb = Climb(self.worlds, part, known, who, partner, everywhere, upward, self.need(part))
            climb.run()
            for own, other, gain in zip(who, partner, climb.gain, strict=True):
                reach[int(own)].add(np.array([other]), np.array([gain]))

    def _near(self, known: Figures, own: int) -> Codes:
        """Return partners for an organization: those that stand in most of its figures first."""
        entering = known.column >= 0
        shared = (entering & entering[:, [own]]).sum(axis=0) - (entering & ~entering[:, [own]]).sum(axis=0)
        others = np.array(
            [one for one in range(len(shared)) if one != own and one not in self.worlds.fixed], dtype=np.intp
        )
        return others[np.argsort(-shared[others], kind="stable")][:PARTNERS]
