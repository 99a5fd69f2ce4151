"""The proof that nobody is given away: other answers, found and checked, that give the very same figures.

For every score of every organization other answers are looked for in which it is higher, and others in which it is
lower. Each world that is found changes the answers of one organization alone, or of two; so it stands for every insider
who is neither of the two. What the scheme makes of the answers is computed by its own rules, of all elements and
periods at once; so scores that lie on a grid, and elements that are made of each other, are no gap. What is not found
is not proven, and not given out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

import numpy as np

from oca.disclosure.figures import Column, Figures
from oca.disclosure.other_answers import OtherAnswers, Values
from oca.disclosure.unknowns import Codes, Flags, Floats
from oca.instrument.scale import TOLERANCE
from oca.scoring.aggregation import Aggregation

PAIRS_FROM = 5
"""From so many contributing organizations on, two insiders who share what they know are tried."""

PARTNERS = 12
"""How many other organizations are tried as partners of one, those in the same figures first."""

MOST_STEPS = 12
"""How many steps of an organization are tried one by one; of a part with more items, some of them."""


@dataclass(frozen=True)
class Part:
    """A score that is looked at, and what can be changed about it.

    Attributes:
        column: the score.
        items: positions of the items that it is made of, in the questionnaire of its period.
    """

    column: Column
    items: Codes

    @property
    def period(self) -> str:
        """The period of the score."""
        return self.column.periods[0]


@dataclass(frozen=True)
class Rows:
    """Other answers of single organizations.

    Attributes:
        who: the organization of each row.
        items: item scores by period, rows x items of that period.
        columns: the columns of which the values are known, ascending.
        values: rows x columns.
        gain: how far each row moves the score that is looked at.
    """

    who: Codes
    items: dict[str, Floats]
    columns: Codes
    values: Floats
    gain: Floats

    def take(self, kept: Codes | Flags) -> Rows:
        """Return some of the rows."""
        items = {period: some[kept] for period, some in self.items.items()}
        return Rows(self.who[kept], items, self.columns, self.values[kept], self.gain[kept])


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
        answers: what other answers give.
        columns: every column.
        values: the true values, organizations x columns.
        figures: all that is known, or may become known.
        wanted: the width that must be left, in levels.
        fixed: organizations whose scores everybody knows.
        insiders: how many share what they know, at most.
    """

    answers: OtherAnswers
    columns: Sequence[Column]
    values: Floats
    figures: Figures
    wanted: float = 1.0
    fixed: frozenset[int] = frozenset()
    insiders: int = 2
    _made: dict[tuple[int, bool], Rows] = field(default_factory=dict)
    _swapped: dict[tuple[int, bool], tuple[Rows, Codes, Codes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the scores that are looked at, and which columns the rules give as they are."""
        self.place = {(one.element, one.periods): one.place for one in self.columns}
        self.parts = list(self._parts())
        self.understood = self._understood()

    def _parts(self) -> Iterator[Part]:
        for column in self.columns:
            if len(column.periods) == 1:
                form, (kind, name) = self.answers.of[column.periods[0]].form, column.element
                if kind == "item":
                    items = np.array([form.items.index(name)] if name in form.items else [], dtype=np.intp)
                elif kind == "overall":
                    items = np.arange(len(form.items))
                else:
                    below = form.dimensions if kind == "dimension" else form.subdimensions
                    items = next((one.items for one in below if one.id == name), np.array([], dtype=np.intp))
                if len(items):
                    yield Part(column, items)

    def _understood(self) -> Flags:
        """Say of each column whether the rules give its true values from the true answers."""
        everybody = np.arange(len(self.values))
        made = self._evaluated(everybody, {period: one.items for period, one in self.answers.of.items()})
        columns, values = made
        truth = self.values[:, columns]
        alike = np.isclose(values, truth, atol=1e-6, rtol=0) | np.isnan(truth)
        found = np.zeros(len(self.columns), dtype=bool)
        found[columns] = alike.all(axis=0)
        return found

    def unproven_bounds(self) -> Flags:
        """Say of each bound whether a column enters it that is not understood."""
        unclear = ~self.understood
        return np.asarray(((self.figures.column >= 0) & unclear[self.figures.column]).any(axis=1), dtype=bool)

    # --- what other answers give

    def _evaluated(self, who: Codes, items: dict[str, Floats]) -> tuple[Codes, Floats]:
        """Return the columns that other answers in some periods change, ascending, and their values."""
        found: dict[int, Floats] = {}
        for period, given in items.items():
            self._keep(found, (period,), self.answers.of[period].scores(given, who))
        for pair in self._pairs:
            if set(pair) & set(items):
                before, after = (items.get(one, self.answers.of[one].items[who]) for one in pair)
                self._keep(found, pair, self.answers.changes(pair, before, after, who))
        columns = np.array(sorted(found), dtype=np.intp)
        return columns, np.column_stack([found[one] for one in columns]) if found else np.empty((len(who), 0))

    def _keep(self, found: dict[int, Floats], periods: tuple[str, ...], values: Values) -> None:
        for element, some in values.items():
            at = self.place.get((element, periods))
            if at is not None:
                found[at] = some

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        pairs = dict.fromkeys(one.periods for one in self.columns if len(one.periods) > 1)
        return [(one[0], one[1]) for one in pairs]

    def _rows(self, part: Part, *, everywhere: bool) -> Rows:
        """Return other answers of each organization that move a score, step by step up and down."""
        key = (part.column.place, everywhere)
        if key not in self._made:
            self._made[key] = self._stepped(part, everywhere=everywhere)
        return self._made[key]

    def _stepped(self, part: Part, *, everywhere: bool) -> Rows:
        movable = ~np.isnan(self.values[:, part.column.place])
        movable[list(self.fixed)] = False
        made = [step for upward in (True, False) for step in self._steps(part, movable, upward=upward)]
        return self._joined(part, made, everywhere=everywhere)

    def _valued(self, part: Part, who: Codes, items: dict[str, Floats]) -> Rows:
        columns, values = self._evaluated(who, items)
        at = int(np.searchsorted(columns, part.column.place))
        gain = values[:, at] - self.values[who, part.column.place] if len(who) else np.empty(0)
        return Rows(who, items, columns, values, gain)

    def _steps(self, part: Part, movable: Flags, *, upward: bool) -> Iterator[tuple[Codes, Floats]]:
        """Yield organizations and their item scores after each step of one item by one level."""
        own = self.answers.of[part.period]
        rows = np.flatnonzero(movable)
        items = own.items[rows].copy()
        levels = _levels(own.form.item_levels)
        steps = _number_of_steps(own.form, part.items, levels)
        every = max(1, steps // MOST_STEPS)
        for nth in range(1, steps + 1):
            beyond = _beyond(items[:, part.items], levels[part.items], upward=upward)
            able = ~np.isnan(beyond).all(axis=1)
            rows, items, beyond = rows[able], items[able], beyond[able]
            if not len(rows):
                return
            chosen = _furthest(items[:, part.items], beyond, upward=upward)
            at = np.arange(len(rows))
            items[at, part.items[chosen]] = beyond[at, chosen]
            if nth % every == 0 or nth == steps:
                yield rows, items.copy()

    def _in_other_periods(self, part: Part, who: Codes, items: Floats) -> dict[str, Floats]:
        """Return the item scores of the other periods, moved by as much as those of the period of the score."""
        own = self.answers.of[part.period]
        shift = np.nan_to_num(items - own.items[who])
        found = {}
        for period, other in self.answers.of.items():
            if period != part.period:
                place = np.array(
                    [own.form.items.index(one) if one in own.form.items else -1 for one in other.form.items]
                )
                moved = np.where(place >= 0, shift[:, np.maximum(place, 0)], 0.0)
                found[period] = _where_possible(other.items[who], moved, _levels(other.form.item_levels))
        return found

    def _transferred(self, part: Part, who: Codes, partner: Codes, *, everywhere: bool) -> tuple[Rows, Rows]:
        """Return answers in which organizations give levels of items to their partners, or take them, step by step."""
        mine: list[tuple[Codes, Floats]] = []
        theirs: list[tuple[Codes, Floats]] = []
        for upward in (True, False):
            for pairs, own, other in self._transfers(part, who, partner, upward=upward):
                mine.append((who[pairs], own))
                theirs.append((partner[pairs], other))
        return self._joined(part, mine, everywhere=everywhere), self._joined(part, theirs, everywhere=everywhere)

    def _transfers(
        self, part: Part, who: Codes, partner: Codes, *, upward: bool
    ) -> Iterator[tuple[Codes, Floats, Floats]]:
        """Yield pairs, the item scores of the first and of the second, after steps of one item by one level each."""
        own = self.answers.of[part.period]
        levels = _levels(own.form.item_levels)
        pairs, mine, theirs = np.arange(len(who)), own.items[who].copy(), own.items[partner].copy()
        steps = _number_of_steps(own.form, part.items, levels)
        every = max(1, steps // MOST_STEPS)
        for nth in range(1, steps + 1):
            beyond = _beyond(mine[:, part.items], levels[part.items], upward=upward)
            back = _beyond(theirs[:, part.items], levels[part.items], upward=not upward)
            beyond = np.where(np.isnan(back), np.nan, beyond)
            able = ~np.isnan(beyond).all(axis=1)
            pairs, mine, theirs = pairs[able], mine[able], theirs[able]
            beyond, back = beyond[able], back[able]
            if not len(pairs):
                return
            chosen = _furthest(mine[:, part.items], beyond, upward=upward)
            at = np.arange(len(pairs))
            mine[at, part.items[chosen]] = beyond[at, chosen]
            theirs[at, part.items[chosen]] = back[at, chosen]
            if nth % every == 0 or nth == steps:
                yield pairs, mine.copy(), theirs.copy()

    def _joined(self, part: Part, made: Sequence[tuple[Codes, Floats]], *, everywhere: bool) -> Rows:
        """Return item scores of the period of a score as rows, moved in the other periods too where asked for."""
        own = self.answers.of[part.period]
        rows = np.concatenate([np.array([], dtype=np.intp), *(who for who, _ in made)])
        items = {part.period: np.concatenate([np.empty((0, own.items.shape[1])), *(some for _, some in made)])}
        if everywhere:
            items |= self._in_other_periods(part, rows, items[part.period])
        return self._valued(part, rows, items)

    def moving(self, part: Part) -> Codes:
        """Return the columns that other answers to the items of a score can change, in any period."""
        elements = {self.columns[at].element for at in self._rows(part, everywhere=False).columns}
        return np.array([one.place for one in self.columns if one.element in elements], dtype=np.intp)

    # --- the search

    def failing(self, part: Part, active: Flags, asked: Flags | None = None) -> dict[int, float]:
        """Return the organizations whose score is not shown to stay open, with the width that was found, in its unit.

        Args:
            part: the score.
            active: which bounds are known.
            asked: the organizations in question; all when None.
        """
        truth = self.values[:, part.column.place]
        open_ = ~np.isnan(truth)
        open_[list(self.fixed)] = False
        if asked is not None:
            open_ &= asked
        targets = np.flatnonzero(open_)
        need = self._need(part)
        reach = {int(one): Reach(np.zeros(len(truth)), np.zeros(len(truth))) for one in targets}
        left: dict[int, float] = {}
        for search in self._searches():
            left = search(part, active, reach)
            reach = {one: reach[one] for one, width in left.items() if width < need[one] - TOLERANCE}
            if not reach:
                return {}
        return {one: left[one] for one in reach}

    def _need(self, part: Part) -> Floats:
        """Return the width that must be left to each organization: that of a level, or all that its score can be."""
        own = self.answers.of[part.period].form
        ends = own.item_lowest[0, part.items], own.item_highest[0, part.items]
        widest = float((ends[1] - ends[0]).max()) if part.column.element[0] == "item" else np.inf
        return np.full(len(self.values), min(self.wanted * part.column.level, widest))

    def _touched(self, columns: Codes) -> Flags:
        return np.asarray(np.isin(self.figures.column, columns).any(axis=1), dtype=bool)

    def _team(self, known: Figures, own: int) -> int:
        """Return how many insiders are tried: two where enough contribute to every figure of the organization."""
        mine = known.column[:, own] >= 0
        few = bool(mine.any()) and int(known.contributors[mine].min()) < PAIRS_FROM
        return min(self.insiders, 1 if few else 2)

    def _moved(self, rows: Rows, known: Figures) -> Floats:
        return known.moved(rows.who, rows.columns, self.values[np.ix_(rows.who, rows.columns)], rows.values)

    def _searches(self) -> Iterator[Callable[[Part, Flags, dict[int, Reach]], dict[int, float]]]:
        """Yield the ways in which worlds are looked for, the quickest first."""
        several = len(self.answers.of) > 1
        yield partial(self._by_steps, everywhere=False, against=False)
        if several:
            yield partial(self._by_exchange, everywhere=True)
        yield partial(self._by_exchange, everywhere=False)
        yield partial(self._by_transfer, everywhere=False)
        yield partial(self._by_steps, everywhere=False, against=True)
        if several:
            yield partial(self._by_transfer, everywhere=True)
            yield partial(self._by_steps, everywhere=True, against=True)

    def _by_steps(
        self, part: Part, active: Flags, reach: dict[int, Reach], *, everywhere: bool, against: bool
    ) -> dict[int, float]:
        """Move each organization step by step: alone, or against others; return the widths that are found."""
        rows = self._rows(part, everywhere=everywhere)
        known = self.figures.only(active & self._touched(rows.columns))
        self._alone(rows, known, reach)
        if against:
            self._against_pool(rows, known, reach)
        return {one: found.width(one, self._team(known, one)) for one, found in reach.items()}

    def _by_transfer(self, part: Part, active: Flags, reach: dict[int, Reach], *, everywhere: bool) -> dict[int, float]:
        """Let each organization give or take levels of items; return the widths that are found."""
        near = self._rows(part, everywhere=everywhere)
        known = self.figures.only(active & self._touched(near.columns))
        pairs = [(own, int(other)) for own in reach for other in self._near(known, own)]
        who, partner = (np.array(some, dtype=np.intp) for some in zip(*pairs, strict=True)) if pairs else _NOBODY
        mine, theirs = self._transferred(part, who, partner, everywhere=everywhere)
        fits = _fits(self._moved(mine, known) + self._moved(theirs, known), known)
        for own, other, gain in zip(mine.who[fits], theirs.who[fits], mine.gain[fits], strict=True):
            reach[int(own)].add(np.array([other]), np.array([gain]))
        return {one: found.width(one, self._team(known, one)) for one, found in reach.items()}

    def _by_exchange(self, part: Part, active: Flags, reach: dict[int, Reach], *, everywhere: bool) -> dict[int, float]:
        """Let each organization exchange its answers with another one; return the widths that are found."""
        rows, partner, back = self._exchanged(part, everywhere=everywhere)
        known = self.figures.only(active & self._touched(rows.columns))
        mine = np.flatnonzero(np.isin(rows.who, list(reach)))
        moved = self._moved(rows, known)
        fits = mine[_fits(moved[mine] + moved[back[mine]], known)]
        for own, other, gain in zip(rows.who[fits], partner[fits], rows.gain[fits], strict=True):
            reach[int(own)].add(np.array([other]), np.array([gain]))
        return {one: found.width(one, self._team(known, one)) for one, found in reach.items()}

    def _exchanged(self, part: Part, *, everywhere: bool) -> tuple[Rows, Codes, Codes]:
        """Return what every two organizations have after an exchange: rows, the partner of each, and its own row."""
        key = (part.column.place, everywhere)
        if key not in self._swapped:
            movable = ~np.isnan(self.values[:, part.column.place])
            movable[list(self.fixed)] = False
            them = np.flatnonzero(movable)
            place = np.array([(one, other) for one in range(len(them)) for other in range(len(them)) if one != other])
            place = place.reshape(-1, 2)
            who, partner = them[place[:, 0]], them[place[:, 1]]
            order = {(int(one), int(other)): at for at, (one, other) in enumerate(zip(who, partner, strict=True))}
            back = np.array([order[int(other), int(one)] for one, other in order], dtype=np.intp)
            rows = self._valued(part, who, self._swapped_items(part, who, partner, everywhere=everywhere))
            self._swapped[key] = (rows, partner, back)
        return self._swapped[key]

    def _swapped_items(self, part: Part, who: Codes, partner: Codes, *, everywhere: bool) -> dict[str, Floats]:
        """Return the item scores of organizations that have those of their partners, where both have any."""
        names = [self.answers.of[part.period].form.items[at] for at in part.items]
        found = {}
        for period, answers in self.answers.of.items():
            if everywhere or period == part.period:
                items = answers.items[who].copy()
                of_part = [at for at, name in enumerate(answers.form.items) if name in set(names)]
                own, other = items[:, of_part], answers.items[partner][:, of_part]
                items[:, of_part] = np.where(np.isnan(own) | np.isnan(other), own, other)
                found[period] = items
        return found

    def _alone(self, rows: Rows, known: Figures, reach: dict[int, Reach]) -> None:
        """Add what each organization can move without anybody else."""
        mine = rows.take(np.isin(rows.who, list(reach)))
        fits = _fits(self._moved(mine, known), known)
        for own, gain in zip(mine.who[fits], mine.gain[fits], strict=True):
            reach[int(own)].add(np.array([own]), np.array([gain]))

    def _against_pool(self, rows: Rows, known: Figures, reach: dict[int, Reach]) -> None:
        """Add what each organization can move where another one moves the same score by its own steps."""
        moved = self._moved(rows, known)
        for own in reach:
            mine = np.flatnonzero(rows.who == own)
            others = np.flatnonzero(np.isin(rows.who, self._near(known, own)))
            for row in mine:
                fits = others[_fits(moved[row] + moved[others], known)]
                reach[own].add(rows.who[fits], np.full(len(fits), rows.gain[row]))

    def _near(self, known: Figures, own: int) -> Codes:
        """Return partners for an organization: those that stand in most of its figures first."""
        entering = known.column >= 0
        shared = (entering & entering[:, [own]]).sum(axis=0) - (entering & ~entering[:, [own]]).sum(axis=0)
        others = np.array(
            [one for one in range(len(self.values)) if one != own and one not in self.fixed], dtype=np.intp
        )
        return others[np.argsort(-shared[others], kind="stable")][:PARTNERS]


_NOBODY = (np.array([], dtype=np.intp), np.array([], dtype=np.intp))


def _fits(moved: Floats, known: Figures) -> Flags:
    return np.asarray(((moved >= known.down - TOLERANCE) & (moved <= known.up + TOLERANCE)).all(axis=-1), dtype=bool)


def _number_of_steps(form: Aggregation, items: Codes, levels: Floats) -> int:
    """Return by how many steps of single items their mean moves by a level; of one item, all that it has."""
    if len(items) == 1:
        return int((~np.isnan(levels[items[0]])).sum()) - 1
    level = (form.levels[-1] - form.levels[0]) / (len(form.levels) - 1)
    return len(items) * max(1, round(level / float(np.nanmin(np.diff(levels[items], axis=1)))))


def _levels(levels: Sequence[Sequence[float]]) -> Floats:
    """Return the levels of each item, items x levels; NaN beyond an item's own."""
    table = np.full((len(levels), max(map(len, levels))), np.nan)
    for row, some in enumerate(levels):
        table[row, : len(some)] = sorted(some)
    return table


def _beyond(items: Floats, levels: Floats, *, upward: bool) -> Floats:
    """Return the next level of each item, rows x items; NaN where there is none.

    Args:
        items: rows x items.
        levels: items x levels.
        upward: whether the next higher one, else the next lower one.
    """
    sign = 1.0 if upward else -1.0
    further = np.where(sign * levels[None] > sign * items[:, :, None] + TOLERANCE, sign * levels[None], np.inf)
    beyond = further.min(axis=2)
    return np.where(np.isinf(beyond) | np.isnan(items), np.nan, sign * beyond)


def _furthest(items: Floats, beyond: Floats, *, upward: bool) -> Codes:
    """Return of each row the item that is furthest from the end, among those that can move."""
    return np.asarray(np.argmin(np.where(np.isnan(beyond), np.inf, items if upward else -items), axis=1), dtype=np.intp)


def _where_possible(items: Floats, shift: Floats, levels: Floats) -> Floats:
    """Return item scores moved where that leads to a level; the others as they are."""
    moved = items + shift
    near = np.fmin.reduce(np.abs(moved[:, :, None] - levels[None, :, :]), axis=2) if items.size else items
    possible = (shift != 0) & (near < TOLERANCE)
    return np.where(possible, moved, items)
