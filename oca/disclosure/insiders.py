"""How closely every insider can narrow down every other organization, without a programme for each of the two.

What is shown for one who knows more holds for one who knows less. So half of the organizations are given away: of the
other half, whatever is left open is left open to every insider among those given away. Halves are taken by each binary
digit of the organizations' numbers, so that any two are apart in one of them. Only the pairs for which that does not
show enough are attacked one insider at a time.

A project of many organizations is attacked in pieces, all organizations outside a piece given away; so a short interval
that is left there is no proof that the export tells too much, only that it was not shown not to. What most of them
need for proof is that another organization stands in the same figures, since the two can be exchanged.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from oca.disclosure.attack import Atoms, atoms, intervals, without
from oca.disclosure.constraints import Evidence, Flags
from oca.disclosure.perturbations import moves, together
from oca.disclosure.unknowns import Codes, Floats, Unknowns
from oca.instrument.scale import TOLERANCE

WHOLE = 40
"""The most organizations of a project that is attacked as one."""

PIECE = 16
"""How many organizations of a larger one are attacked together."""

PARTNERS = 32
"""How many partners a move of one of many organizations is tried against, itself included."""

FEWEST = 4
"""How many places there are for partners at least, filled with the organization itself, so that insiders can go."""

BATCH = 320_000
"""How many pairs are moved at a time, so that memory stays bounded."""


def widths(unknown: Unknowns, clues: Evidence, enough: float, insiders: int = 1) -> tuple[Floats, int]:
    """Return the shortest interval that is left for each unknown, over all insiders but the organization itself.

    Args:
        unknown: the unknowns of one element.
        clues: what was published of it.
        enough: the width from which on an interval is no longer followed.
        insiders: how many share what they know of themselves.

    Returns:
        organizations x columns: widths, at least as wide as stated where they are `enough`; endless where there is no
        unknown, or nothing published that it enters. And the number of linear programmes.
    """
    entering = _entering(unknown, clues)
    if insiders == 0:
        parts = atoms(unknown, clues)
        left = intervals(unknown, clues, parts, enough=enough)
        return np.where(entering, left.width[parts.of], np.inf), left.programmes
    if len(entering) <= WHOLE:
        return _of_piece(unknown, clues, entering, enough, insiders)
    parts = atoms(unknown, clues)
    found = np.where(entering, by_exchange(unknown, parts, insiders), np.inf)
    found = _by_moves(unknown, clues, found, enough, insiders)
    programmes = 0
    for piece, targets in _pieces(_alike(clues, len(entering)), found < enough - TOLERANCE):
        some, rest = without(unknown, clues, piece)
        asked = entering[piece] & np.isin(piece, targets)[:, None] & (found[piece] < enough - TOLERANCE)
        left_open, solved = _of_piece(some, rest, asked, enough, insiders)
        found[piece] = np.where(asked, np.maximum(found[piece], left_open), found[piece])
        programmes += solved
    return found, programmes


def _entering(unknown: Unknowns, clues: Evidence) -> Flags:
    """Return which scores enter anything published, themselves or through a change; changes are no targets."""
    entering = np.zeros(unknown.values.shape, dtype=bool)
    for one in clues.members.values():
        entering[one.rows, one.columns] = True
    for link in unknown.links:
        ends = entering[:, link.change] & link.holds
        entering[:, link.earlier] |= ends
        entering[:, link.later] |= ends
    of_scores = np.array([len(periods) == 1 for periods in unknown.columns])
    return np.asarray(entering & ~np.isnan(unknown.values) & of_scores, dtype=bool)


def _of_piece(unknown: Unknowns, clues: Evidence, asked: Flags, enough: float, insiders: int) -> tuple[Floats, int]:
    """Return the widths of a piece for every team of insiders within it, the shortest over the teams."""
    size, programmes = len(asked), 0
    teams = np.array(list(combinations(range(size), insiders)), dtype=np.intp)
    member = np.zeros((len(teams), size), dtype=bool)
    member[np.arange(len(teams))[:, None], teams] = True
    found = np.where(member[:, :, None] | ~asked, np.inf, -np.inf)
    parts = atoms(unknown, clues)
    swapped = swaps(unknown, clues)
    ends = (swapped, swapped)
    for more in (None, False, True):
        if more is not None and (found < enough - TOLERANCE).any():
            open_ = _open(unknown, clues, several=more)
            ends = (np.fmin(ends[0], open_[0]), np.fmax(ends[1], open_[1]))
        for nth, team in enumerate(teams):
            found[nth] = np.maximum(found[nth], _without_team(unknown, parts, team))
            found[nth] = np.maximum(found[nth], _spread_without(*ends, team))
    for kept in _halves(size, np.asarray(asked.any(axis=1)), insiders):
        outside = ~member[:, kept].any(axis=1)
        asked_of = np.asarray((found[np.ix_(outside, kept)] < enough - TOLERANCE).any(axis=0))
        if asked_of.any():
            width, solved = _attack(unknown, clues, kept, asked_of, enough, follow=False)
            programmes += solved
            better = np.maximum(found[np.ix_(outside, kept)], width)
            found[np.ix_(outside, kept)] = better
    for team, short in enumerate(found < enough - TOLERANCE):
        kept = np.flatnonzero(~member[team])
        if short.any():
            width, solved = _attack(unknown, clues, kept, short[kept], enough, follow=True)
            programmes += solved
            found[team, kept] = np.where(short[kept], np.maximum(found[team, kept], width), found[team, kept])
    return found.min(axis=0), programmes


def _attack(
    unknown: Unknowns, clues: Evidence, kept: Codes, asked: Flags, enough: float, *, follow: bool
) -> tuple[Floats, int]:
    """Return the widths that are left to one who knows all but the kept ones; kept x columns, -inf where not asked."""
    some, rest = without(unknown, clues, kept)
    parts = atoms(some, rest)
    wanted = np.zeros((len(parts.rows), asked.shape[1]), dtype=bool)
    np.logical_or.at(wanted, parts.of, asked)
    left = intervals(some, rest, parts, enough=enough, wanted=wanted, follow=follow)
    width = left.width[parts.of]
    return np.where(np.isnan(width), -np.inf, width), left.programmes


def _halves(size: int, targets: Flags, insiders: int) -> list[Codes]:
    """Return subsets so that any target and any other organization are apart in one of them."""
    number = np.arange(size)
    halves = [
        np.flatnonzero((number >> bit & 1) == side) for bit in range(max(size - 1, 1).bit_length()) for side in (0, 1)
    ]
    return [half for half in halves if targets[half].any() and len(half) > 1] if insiders == 1 else []


def swaps(unknown: Unknowns, clues: Evidence) -> Floats:
    """Return the values that each unknown gets when two organizations exchange their scores of one period.

    Nothing published changes by it where the two stand in the same figures of that period and of the changes from and
    to it, and as many changes as before are improvements and declines.

    Returns:
        organizations x columns x partners; NaN where the two cannot be exchanged. The own value is the partner's that
        one is to oneself.
    """
    values, size = unknown.values, len(unknown.values)
    signature = np.zeros((len(unknown.columns), size), dtype=np.int64)
    for one in clues.members.values():
        for column in np.unique(one.columns):
            inside = np.zeros(size, dtype=np.int64)
            inside[one.rows[one.columns == column]] = 1
            signature[column] = np.unique(signature[column] * 2 + inside, return_inverse=True)[1]
    reach = np.full((*values.shape, size), np.nan)
    reach[np.arange(size), :, np.arange(size)] = values
    for column, periods in enumerate(unknown.columns):
        if len(periods) == 1:
            _swap(unknown, signature, column, reach)
    return reach


def _swap(unknown: Unknowns, signature: npt.NDArray[np.int64], column: int, reach: Floats) -> None:
    """Add what exchanges of the scores of one period give."""
    own = unknown.values[:, column]
    same = signature[column][:, None] == signature[column][None, :]
    same &= ~np.isnan(own)[:, None] & ~np.isnan(own)[None, :]
    after: dict[int, Floats] = {column: np.broadcast_to(own[None, :], same.shape)}
    for link in unknown.links:
        if column in (link.earlier, link.later):
            alike = link.holds[:, None] == link.holds[None, :]
            tied = link.holds[:, None] & link.holds[None, :]
            same &= alike & (~tied | (signature[link.change][:, None] == signature[link.change][None, :]))
            change = unknown.values[:, link.change]
            moved = (own[None, :] - own[:, None]) * (1 if column == link.later else -1)
            new = np.where(tied, change[:, None] + moved, np.nan)
            before, now = _verdict(unknown, change), _verdict(unknown, new)
            kept = (now == before[:, None]) & (before[None, :] == now.T)
            crossed = (now == before[None, :]) & (before[:, None] == now.T)
            reached = unknown.lowest[link.change], unknown.highest[link.change]
            fits = (new >= reached[0] - TOLERANCE) & (new <= reached[1] + TOLERANCE)
            same &= ~tied | ((kept | crossed) & fits & fits.T)
            after[link.change] = new
    for at, new in after.items():
        reach[:, at, :] = np.where(
            same & ~np.isnan(new),
            np.where(np.isnan(reach[:, at, :]), new, _further(reach[:, at, :], new, unknown.values[:, at])),
            reach[:, at, :],
        )


def _verdict(unknown: Unknowns, change: Floats) -> npt.NDArray[np.int64]:
    limit = unknown.scale.meaningful - TOLERANCE
    return (change >= limit).astype(np.int64) - (change <= -limit).astype(np.int64)


def _further(one: Floats, other: Floats, own: Floats) -> Floats:
    """Return whichever of two values that a change can have is further from the true one."""
    return np.where(np.abs(other - own[:, None]) > np.abs(one - own[:, None]), other, one)


def _open(unknown: Unknowns, clues: Evidence, *, several: bool) -> tuple[Floats, Floats]:
    """Return the least and the most that each unknown can become with each partner; organizations x columns x them."""
    low = np.full((*unknown.values.shape, len(unknown.values)), np.nan)
    high = low.copy()
    everybody = np.arange(len(low))
    partners = np.broadcast_to(everybody, (len(low), len(low)))
    for columns in together(unknown, several=several):
        least, most = moves(unknown, clues, columns, everybody, partners)
        for column in columns:
            own = unknown.values[:, column, None]
            low[:, column] = np.fmin(low[:, column], own + least)
            high[:, column] = np.fmax(high[:, column], own + most)
    return low, high


def _spread_without(low: Floats, high: Floats, team: Codes) -> Floats:
    """Return how far apart the values are that each unknown can get without the insiders."""
    most = np.where(np.isnan(high), -np.inf, high)
    least = np.where(np.isnan(low), np.inf, low)
    most[:, :, team], least[:, :, team] = -np.inf, np.inf
    width = most.max(axis=2, initial=-np.inf) - least.min(axis=2, initial=np.inf)
    return np.where(np.isfinite(width), width, -np.inf)


def _by_moves(unknown: Unknowns, clues: Evidence, found: Floats, enough: float, insiders: int) -> Floats:
    """Return how wide an interval moves against partners leave, where `found` is not yet enough; never less than it.

    A few partners do for most organizations, more are tried for the others. Whoever the insiders are, at worst they are
    the partners who leave the outermost values at both ends.
    """
    order = _alike(clues, len(found))
    found = found.copy()
    for partners, several in ((PARTNERS, False), (16 * PARTNERS, False), (PARTNERS, True)):
        for moved in together(unknown, several=several):
            columns = np.array(moved, dtype=np.intp)
            short = np.flatnonzero((found[:, columns] < enough - TOLERANCE).any(axis=1))
            for rows in np.array_split(short, 1 + len(short) * partners // BATCH) if len(short) else ():
                low, high = moves(unknown, clues, moved, rows, _partners(order, rows, partners))
                least = np.sort(np.where(np.isnan(low), np.inf, low), axis=1)
                most = np.sort(np.where(np.isnan(high), -np.inf, high), axis=1)
                width = (most[:, -1 - insiders] - least[:, insiders])[:, None]
                cells = np.ix_(rows, np.array(columns, dtype=np.int64))
                there = np.isfinite(width) & ~np.isnan(unknown.values[cells])
                own = found[cells]
                found[cells] = np.where(there, np.maximum(own, width), own)
    return found


def _partners(order: tuple[Codes, Codes], rows: Codes, most: int) -> Codes:
    """Return for each organization some of the same groups, evenly over them, and itself; rows x at most so many."""
    ordered, key = order
    starts = np.searchsorted(key[ordered], key[rows])
    size = np.searchsorted(key[ordered], key[rows], side="right") - starts
    place = np.empty(len(ordered), dtype=np.intp)
    place[ordered] = np.arange(len(ordered))
    most = min(most, max(int(size.max()), FEWEST))
    steps = np.arange(most)[None, :]
    offset = np.where(size[:, None] >= most, steps * size[:, None] // most, np.where(steps < size[:, None], steps, 0))
    return np.asarray(ordered[starts[:, None] + (place[rows][:, None] - starts[:, None] + offset) % size[:, None]])


def _without_team(unknown: Unknowns, parts: Atoms, team: Codes) -> Floats:
    """Return how far apart the values of each organization's atom are, without those of the insiders."""
    values = unknown.values.copy()
    values[team] = np.nan
    return _spread(values, parts)[parts.of]


def _spread(values: Floats, parts: Atoms) -> Floats:
    shape = (len(parts.rows), values.shape[1])
    low, high = np.full(shape, np.inf), np.full(shape, -np.inf)
    np.minimum.at(low, parts.of, np.where(np.isnan(values), np.inf, values))
    np.maximum.at(high, parts.of, np.where(np.isnan(values), -np.inf, values))
    return np.where(high >= low, high - low, -np.inf)


def by_exchange(unknown: Unknowns, parts: Atoms, insiders: int = 1) -> Floats:
    """Return how wide an interval each organization has since it can be exchanged with others of its atom.

    Whoever the insiders are, at worst they have the outermost values.
    """
    found = np.full((len(parts.rows), unknown.values.shape[1]), -np.inf)
    starts = np.cumsum(parts.size) - parts.size
    many = parts.size > insiders
    for column in range(found.shape[1]):
        values = unknown.values[:, column]
        ordered = values[np.lexsort((values, parts.of))]
        for low in range(insiders + 1):
            first = ordered[starts[many] + low]
            last = ordered[starts[many] + parts.size[many] - 1 - (insiders - low)]
            worst = found[many, column] if low else np.full(int(many.sum()), np.inf)
            found[many, column] = np.minimum(worst, last - first)
    return np.where(np.isnan(found), -np.inf, found)[parts.of]


def _alike(clues: Evidence, size: int) -> tuple[Codes, Codes]:
    """Return the organizations in an order in which those of the same published groups stand together, and a code each.

    Two of the same groups can differ in the periods in which they were assessed.
    """
    key = np.zeros(size, dtype=np.intp)
    for by in dict.fromkeys(cell.by for cell in clues.members):
        groups = {
            group: nth
            for nth, group in enumerate(dict.fromkeys(cell.group for cell in clues.members if cell.by == by), start=1)
        }
        own = np.zeros(size, dtype=np.intp)
        for cell, members in clues.members.items():
            if cell.by == by:
                own[members.rows] = groups[cell.group]
        key = np.unique(key * (len(groups) + 1) + own, return_inverse=True)[1]
    return np.argsort(key, kind="stable"), key


def _pieces(order: tuple[Codes, Codes], short: Flags) -> list[tuple[Codes, Codes]]:
    """Return pieces that hold every organization with a short interval, half of each being others of its groups."""
    ordered, key = order
    is_short = np.asarray(short.any(axis=1))
    pieces = []
    for code in np.unique(key[is_short]):
        group = ordered[np.searchsorted(key[ordered], code) : np.searchsorted(key[ordered], code, side="right")]
        targets, others = group[is_short[group]], group[~is_short[group]]
        for start in range(0, len(targets), PIECE // 2):
            own = targets[start : start + PIECE // 2]
            more = others if len(others) else np.setdiff1d(targets, own)
            near = (
                more[np.unique(np.linspace(0, len(more) - 1, PIECE - len(own)).astype(np.intp))] if len(more) else more
            )
            pieces.append((np.sort(np.concatenate([own, near])), own))
    return pieces
