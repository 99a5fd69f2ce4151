"""When a session is held: a slot in which neither its trainer nor any of its organizations is elsewhere."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from oca.scheduling.problem import PlannedSession, Problem
from oca.support.records import Slot

MOST = 50_000
"""With more ways to date sessions than these, what was found step by step is kept."""

Busy = dict[str, set[datetime.date]]
"""The days on which a trainer or an organization is at a session; trainers stand under `trainer:<id>`."""


def date_sessions(sessions: Sequence[PlannedSession], given: Problem) -> tuple[PlannedSession, ...]:
    """Give each session a slot of its region that is long enough; one slot holds one session.

    First step by step: the session with the fewest slots comes first and takes its earliest free one. Where that leaves
    one without a date, and there are not too many ways, the solver finds the dates that serve the greatest needs.

    Returns:
        Those with a date, in the order of dates; then those for which none was left.
    """
    worth = {(pair.organization, pair.training): pair.value + 1000 * pair.pinned for pair in given.pairs}
    fitting = [_fitting(session, given.slots) for session in sessions]
    dated = _step_by_step(sessions, fitting, given.slots)
    if None in dated and sum(map(len, fitting)) <= MOST:
        values = [sum(worth[one, session.training] for one in session.organizations) for session in sessions]
        dated = _best(sessions, fitting, values, given)
    placed = [
        replace(session, slot=None if number is None else given.slots[number])
        for session, number in zip(sessions, dated, strict=True)
    ]
    return tuple(sorted(placed, key=_order))


def days_of(session: PlannedSession, slot: Slot) -> list[datetime.date]:
    """Return the days that a session takes in a slot."""
    return [slot.date + datetime.timedelta(day) for day in range(session.days)]


def _order(session: PlannedSession) -> tuple[bool, datetime.date, str, str, str, tuple[str, ...]]:
    slot = session.slot
    date, place = (slot.date, slot.place) if slot else (datetime.date.max, "")
    return (slot is None, date, place, session.training, session.trainer, session.organizations)


def _fitting(session: PlannedSession, slots: Sequence[Slot]) -> list[int]:
    """Return the places of the slots that suit a session, the earliest first."""
    suiting = [place for place, slot in enumerate(slots) if slot.region == session.region and slot.days >= session.days]
    return sorted(suiting, key=lambda place: (slots[place].date, slots[place].days, place))


def _people(session: PlannedSession) -> Iterable[str]:
    return (f"trainer:{session.trainer}", *session.organizations)


def _step_by_step(
    sessions: Sequence[PlannedSession], fitting: Sequence[Sequence[int]], slots: Sequence[Slot]
) -> list[int | None]:
    busy: Busy = defaultdict(set)
    taken: set[int] = set()
    dated: list[int | None] = [None] * len(sessions)
    for place in sorted(
        range(len(sessions)), key=lambda place: (len(fitting[place]), -len(sessions[place].organizations))
    ):
        session = sessions[place]
        for number in fitting[place]:
            days = set(days_of(session, slots[number]))
            if number not in taken and not any(busy[one] & days for one in _people(session)):
                dated[place] = number
                taken.add(number)
                for one in _people(session):
                    busy[one] |= days
                break
    return dated


def _best(
    sessions: Sequence[PlannedSession], fitting: Sequence[Sequence[int]], values: Sequence[float], given: Problem
) -> list[int | None]:
    """Return the dates that serve the greatest needs, by the solver: one variable for each session and slot."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    ways = [(place, number) for place, own in enumerate(fitting) for number in own]
    if not ways:
        return [None] * len(sessions)
    rows: Mapping[object, list[int]] = defaultdict(list)
    for column, (place, number) in enumerate(ways):
        rows["session", place].append(column)
        rows["slot", number].append(column)
        for day in days_of(sessions[place], given.slots[number]):
            for one in _people(sessions[place]):
                rows[one, day].append(column)
    places = [(row, column) for row, columns in enumerate(rows.values()) for column in columns]
    row_numbers, columns = zip(*places, strict=True)
    matrix = csr_array((np.ones(len(places)), (row_numbers, columns)), shape=(len(rows), len(ways)))
    found = milp(
        [-values[place] - 1e-3 for place, _ in ways],
        integrality=np.ones(len(ways)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, 1),
        options={"time_limit": given.limits.seconds, "mip_rel_gap": 1e-6},
    )
    dated: list[int | None] = [None] * len(sessions)
    if found.x is not None:
        for (place, number), chosen in zip(ways, np.rint(found.x), strict=True):
            if chosen:
                dated[place] = number
    return dated
