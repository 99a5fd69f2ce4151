"""Other worlds: answers of single organizations that are not the true ones, and every score that they would give.

A world changes the answers of one organization, or of two; whoever is neither of the two cannot tell it from the truth
as long as it gives the same figures. What the scheme makes of the answers is computed by its own rules, of all elements
and periods at once; so scores that lie on a grid, and elements that are made of each other, are no gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from oca.disclosure.figures import Column, Figures
from oca.disclosure.other_answers import OtherAnswers, Values
from oca.disclosure.unknowns import Codes, Flags, Floats
from oca.instrument.scale import TOLERANCE
from oca.scoring.aggregation import Aggregation

MOST_STEPS = 12
"""How many steps of an organization are tried one by one; of a part with more items, some of them."""


@dataclass(frozen=True)
class Part:
    """A score that is looked at, and what can be changed about it.

    Attributes:
        column: the score.
        items: positions of the items that it is made of, in the questionnaire of its period.
        dimensions: the same items, apart by the dimension in which they stand.
    """

    column: Column
    items: Codes
    dimensions: tuple[Codes, ...]

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
class Worlds:
    """The other answers of a project.

    Attributes:
        answers: what other answers give.
        columns: every column.
        values: the true values, organizations x columns.
        fixed: organizations whose scores everybody knows.
    """

    answers: OtherAnswers
    columns: Sequence[Column]
    values: Floats
    fixed: frozenset[int] = frozenset()
    _stepped: dict[tuple[int, bool], Rows] = field(default_factory=dict)
    _exchanged: dict[tuple[int, bool], tuple[Rows, Codes, Codes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the scores that are looked at, and which columns the rules give as they are."""
        self.place = {(one.element, one.periods): one.place for one in self.columns}
        pairs = dict.fromkeys(one.periods for one in self.columns if len(one.periods) > 1)
        self.pairs = [(one[0], one[1]) for one in pairs]
        self.parts = list(self._parts())
        self.understood = self._understood()

    def _parts(self) -> Iterator[Part]:
        for column in self.columns:
            if len(column.periods) > 1:
                continue
            form, (kind, name) = self.answers.of[column.periods[0]].form, column.element
            if kind == "item":
                items = np.array([form.items.index(name)] if name in form.items else [], dtype=np.intp)
            elif kind == "overall":
                items = np.arange(len(form.items))
            else:
                below = form.dimensions if kind == "dimension" else form.subdimensions
                items = next((one.items for one in below if one.id == name), np.array([], dtype=np.intp))
            if len(items):
                apart = (np.intersect1d(one.items, items) for one in form.dimensions)
                yield Part(column, items, tuple(some for some in apart if len(some)))

    def _understood(self) -> Flags:
        """Say of each column whether the rules give its true values from the true answers."""
        everybody = np.arange(len(self.values))
        columns, values = self.evaluated(everybody, {period: one.items for period, one in self.answers.of.items()})
        truth = self.values[:, columns]
        alike = np.isclose(values, truth, atol=1e-6, rtol=0) | np.isnan(truth)
        found = np.zeros(len(self.columns), dtype=bool)
        found[columns] = alike.all(axis=0)
        return found

    def evaluated(self, who: Codes, items: dict[str, Floats]) -> tuple[Codes, Floats]:
        """Return the columns that other answers in some periods change, ascending, and their values."""
        found: dict[int, Floats] = {}
        for period, given in items.items():
            self._keep(found, (period,), self.answers.of[period].scores(given, who))
        for pair in self.pairs:
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

    def moved(self, rows: Rows, known: Figures) -> Floats:
        """Return how rows move each sum; rows x bounds."""
        return known.moved(rows.who, rows.columns, self.values[np.ix_(rows.who, rows.columns)], rows.values)

    def moving(self, part: Part) -> Codes:
        """Return the columns that other answers to the items of a score can change, in any period."""
        elements = {self.columns[at].element for at in self.stepped(part, everywhere=False).columns}
        return np.array([one.place for one in self.columns if one.element in elements], dtype=np.intp)

    def movable(self, part: Part) -> Codes:
        """Return the organizations that have the score, and whose scores are not known to everybody."""
        able = ~np.isnan(self.values[:, part.column.place])
        able[list(self.fixed)] = False
        return np.flatnonzero(able)

    # --- step by step

    def stepped(self, part: Part, *, everywhere: bool) -> Rows:
        """Return other answers of each organization that move a score, step by step up and down.

        Args:
            part: the score.
            everywhere: whether the answers of the other periods move as much.
        """
        key = (part.column.place, everywhere)
        if key not in self._stepped:
            steps = [step for upward in (True, False) for step in self._steps(part, upward=upward)]
            who = np.concatenate([np.array([], dtype=np.intp), *(own for own, _ in steps)])
            width = self.answers.of[part.period].items.shape[1]
            items = np.concatenate([np.empty((0, width)), *(some for _, some in steps)])
            self._stepped[key] = self.rows(part, who, items, everywhere=everywhere)
        return self._stepped[key]

    def _steps(self, part: Part, *, upward: bool) -> Iterator[tuple[Codes, Floats]]:
        """Yield organizations and their item scores after each step of one item by one level."""
        own = self.answers.of[part.period]
        rows = self.movable(part)
        items = own.items[rows].copy()
        levels = levels_of(own.form.item_levels)
        steps = _number_of_steps(own.form, part.items, levels)
        every = max(1, steps // MOST_STEPS)
        for nth in range(1, steps + 1):
            beyond = next_levels(items[:, part.items], levels[part.items], upward=upward)
            able = ~np.isnan(beyond).all(axis=1)
            rows, items, beyond = rows[able], items[able], beyond[able]
            if not len(rows):
                return
            chosen = furthest(items[:, part.items], beyond, upward=upward)
            at = np.arange(len(rows))
            items[at, part.items[chosen]] = beyond[at, chosen]
            if nth % every == 0 or nth == steps:
                yield rows, items.copy()

    def rows(self, part: Part, who: Codes, items: Floats, *, everywhere: bool) -> Rows:
        """Return item scores of the period of a score as rows, moved in the other periods too where asked for."""
        given = {part.period: items}
        if everywhere:
            given |= self._in_other_periods(part, who, items)
        return self._valued(part, who, given)

    def _valued(self, part: Part, who: Codes, items: dict[str, Floats]) -> Rows:
        columns, values = self.evaluated(who, items)
        at = int(np.searchsorted(columns, part.column.place))
        gain = values[:, at] - self.values[who, part.column.place] if len(who) else np.empty(0)
        return Rows(who, items, columns, values, gain)

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
                found[period] = _where_possible(other.items[who], moved, levels_of(other.form.item_levels))
        return found

    # --- exchanged

    def exchanged(self, part: Part, *, everywhere: bool) -> tuple[Rows, Codes, Codes]:
        """Return what every two organizations have after an exchange: rows, the partner of each, and its own row."""
        key = (part.column.place, everywhere)
        if key not in self._exchanged:
            them = self.movable(part)
            place = np.argwhere(~np.eye(len(them), dtype=bool))
            who, partner = them[place[:, 0]], them[place[:, 1]]
            order = {(int(one), int(other)): at for at, (one, other) in enumerate(zip(who, partner, strict=True))}
            back = np.array([order[int(other), int(one)] for one, other in order], dtype=np.intp)
            rows = self._valued(part, who, self._exchanged_items(part, who, partner, everywhere=everywhere))
            self._exchanged[key] = (rows, partner, back)
        return self._exchanged[key]

    def _exchanged_items(self, part: Part, who: Codes, partner: Codes, *, everywhere: bool) -> dict[str, Floats]:
        """Return the item scores of organizations that have those of their partners, where both have any."""
        names = {self.answers.of[part.period].form.items[at] for at in part.items}
        found = {}
        for period, answers in self.answers.of.items():
            if everywhere or period == part.period:
                items = answers.items[who].copy()
                of_part = [at for at, name in enumerate(answers.form.items) if name in names]
                own, other = items[:, of_part], answers.items[partner][:, of_part]
                items[:, of_part] = np.where(np.isnan(own) | np.isnan(other), own, other)
                found[period] = items
        return found


def _number_of_steps(form: Aggregation, items: Codes, levels: Floats) -> int:
    """Return by how many steps of single items their mean moves by a level; of one item, all that it has."""
    if len(items) == 1:
        return int((~np.isnan(levels[items[0]])).sum()) - 1
    level = (form.levels[-1] - form.levels[0]) / (len(form.levels) - 1)
    return len(items) * max(1, round(level / float(np.nanmin(np.diff(levels[items], axis=1)))))


def levels_of(levels: Sequence[Sequence[float]]) -> Floats:
    """Return the levels of each item, items x levels; NaN beyond an item's own."""
    table = np.full((len(levels), max(map(len, levels))), np.nan)
    for row, some in enumerate(levels):
        table[row, : len(some)] = sorted(some)
    return table


def next_levels(items: Floats, levels: Floats, *, upward: bool) -> Floats:
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


def furthest(items: Floats, beyond: Floats, *, upward: bool) -> Codes:
    """Return of each row the item that is furthest from the end, among those that can move."""
    return np.asarray(np.argmin(np.where(np.isnan(beyond), np.inf, items if upward else -items), axis=1), dtype=np.intp)


def _where_possible(items: Floats, shift: Floats, levels: Floats) -> Floats:
    """Return item scores moved where that leads to a level; the others as they are."""
    moved = items + shift
    near = np.fmin.reduce(np.abs(moved[:, :, None] - levels[None, :, :]), axis=2) if items.size else items
    possible = (shift != 0) & (near < TOLERANCE)
    return np.where(possible, moved, items)
