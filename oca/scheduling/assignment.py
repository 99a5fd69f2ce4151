"""Who attends what: the mixed-integer programme of a schedule.

Variables: whether a pair is served by a trainer in a region (binary), and how often a trainer gives a training in a
region (integer).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from oca.scheduling.eligibility import Pair
from oca.scheduling.greedy import Stepwise, ceiling, worth
from oca.scheduling.integer_program import Programme
from oca.scheduling.options import Course, Seat, Seating
from oca.scheduling.problem import Impossible, PlannedSession, Problem, Tight

PER_SESSION = 0.5
"""Priority points that a session must be worth beyond nothing, so that none is opened in vain."""

OPTIMAL, INFEASIBLE = 0, 2


Courses = Mapping[Course, int]
"""The column of each course."""


@dataclass(frozen=True)
class Assigned:
    """Sessions without dates, and what no others under the same limits could be worth more than."""

    sessions: tuple[PlannedSession, ...]
    bound: float


def assign(given: Problem) -> Assigned:
    """Return who attends what, in sessions that have no date yet.

    Raises:
        Impossible: the pinned pairs cannot all be served.
    """
    wanted = [pair for pair in given.pairs if pair.pinned or not pair.misfit]
    seating = Seating(given)
    _check_pins(wanted, seating)
    seats = [seat for pair in wanted for seat in seating.seats(pair)]
    most = ceiling(wanted, given)
    if not seats:
        return Assigned((), 0.0)
    courses = _courses(seats)
    programme = _programme(seats, courses, given)
    found = programme.solve(given.limits.seconds)
    if found.status == INFEASIBLE:
        raise Impossible(_tightest(programme, courses, given))
    if found.mip_dual_bound is not None:
        most = min(most, -float(found.mip_dual_bound) + PER_SESSION * len(courses))
    if found.status == OPTIMAL:
        most = -float(found.fun) + PER_SESSION * float(np.rint(found.x[len(seats) :]).sum())
    if found.x is None:
        return Assigned(_step_by_step(seats, wanted, given), most)
    return Assigned(tuple(_sessions(seats, courses, np.rint(found.x), given)), most)


def _step_by_step(seats: Sequence[Seat], wanted: Sequence[Pair], given: Problem) -> tuple[PlannedSession, ...]:
    """Return what is found step by step.

    Raises:
        Impossible: a pinned pair found no place; nothing proves that there is none.
    """
    steps = Stepwise(seats, given)
    steps.fill()
    lost = [pair for pair in wanted if pair.pinned and (pair.organization, pair.training) not in steps.served]
    if lost:
        raise Impossible([Tight("time", f"{pair.organization}, {pair.training}", 1, 0) for pair in lost])
    return tuple(steps.sessions)


def _check_pins(wanted: Sequence[Pair], seating: Seating) -> None:
    lost = [pair for pair in wanted if pair.pinned and not seating.seats(pair)]
    if lost:
        raise Impossible([Tight(seating.missing(pair), f"{pair.organization}, {pair.training}", 1, 0) for pair in lost])


def _courses(seats: Sequence[Seat]) -> Courses:
    """Return the column of each course: they stand after the seats."""
    return {course: len(seats) + place for place, course in enumerate(dict.fromkeys(seat.course for seat in seats))}


def _programme(seats: Sequence[Seat], courses: Courses, given: Problem) -> Programme:
    limits = given.limits
    gains = [worth(seat, given) for seat in seats] + [-PER_SESSION] * len(courses)
    most = [1.0] * len(seats) + [float(len(seats))] * len(courses)
    programme = Programme(gains, most, [0.0] * len(gains))
    held: dict[Course, list[int]] = defaultdict(list)
    for column, seat in enumerate(seats):
        held[seat.course].append(column)
        programme.row({column: 1, courses[seat.course]: -1}, -np.inf, 0)
    for course, columns in held.items():
        ones = dict.fromkeys(columns, 1.0)
        places = given.trainings[course[0]].places
        programme.row({**ones, courses[course]: -float(places)}, -np.inf, 0)
        programme.row({**ones, courses[course]: -float(limits.fewest)}, 0, np.inf, ("fewest", course[0]))
    _of_organizations(programme, seats, given)
    _of_courses(programme, courses, given)
    return programme


def _of_organizations(programme: Programme, seats: Sequence[Seat], given: Problem) -> None:
    """Add: a training once; as many days as the organization has; a pinned pair in any case."""
    by_pair: dict[Pair, list[int]] = defaultdict(list)
    by_organization: dict[str, dict[int, float]] = defaultdict(dict)
    for column, seat in enumerate(seats):
        by_pair[seat.pair].append(column)
        by_organization[seat.pair.organization][column] = given.trainings[seat.pair.training].days
    for pair, columns in by_pair.items():
        programme.row(dict.fromkeys(columns, 1.0), float(pair.pinned), 1)
    for organization, days in by_organization.items():
        programme.row(days, -np.inf, given.limits.days_per_organization, ("days", organization))


def _of_courses(programme: Programme, courses: Courses, given: Problem) -> None:
    """Add: budget, days of trainers, sessions of a training, and slots of a region that are long enough."""
    limits = given.limits
    if limits.budget is not None:
        costs = {column: given.trainings[course[0]].cost for course, column in courses.items()}
        programme.row(costs, -np.inf, limits.budget, ("budget", ""))
    for trainer, columns in _grouped(courses, lambda course: course[2]).items():
        days = {column: given.trainings[course[0]].days for course, column in columns.items()}
        programme.row(days, -np.inf, limits.days_per_trainer, ("trainer", trainer))
    for training, columns in _grouped(courses, lambda course: course[0]).items():
        programme.row(
            dict.fromkeys(columns.values(), 1.0), -np.inf, limits.sessions_per_training, ("sessions", training)
        )
    for region, columns in _grouped(courses, lambda course: course[1]).items():
        for length in sorted({given.trainings[course[0]].days for course in columns}):
            long = {column: 1.0 for course, column in columns.items() if given.trainings[course[0]].days >= length}
            slots = sum(slot.region == region and slot.days >= length for slot in given.slots)
            programme.row(long, -np.inf, slots, ("slots", region))


def _grouped(courses: Courses, key: Callable[[Course], str]) -> dict[str, dict[Course, int]]:
    groups: dict[str, dict[Course, int]] = defaultdict(dict)
    for course, column in courses.items():
        groups[key(course)][course] = column
    return groups


def _tightest(programme: Programme, courses: Courses, given: Problem) -> list[Tight]:
    """Return the limits that the pinned pairs break, when all give way together as little as can be."""
    given_way, columns = programme.loosened()
    held = {
        training: sum(columns[column] for column in of.values())
        for training, of in _grouped(courses, lambda course: course[0]).items()
    }
    tight = {}
    for number, named in enumerate(programme.named):
        if not named or given_way[number] < 1e-6:
            continue
        if programme.bounded_above(number):
            allowed, asked = programme.upper[number], programme.upper[number] + given_way[number]
        else:
            allowed = float(given.limits.fewest)
            asked = allowed - given_way[number] / max(1.0, held[named[1]])
        tight[named] = Tight(*named, asked, allowed)  # type: ignore[arg-type]
    return list(tight.values())


def _sessions(seats: Sequence[Seat], courses: Courses, taken: np.ndarray, given: Problem) -> Iterator[PlannedSession]:
    """Yield the sessions of each course that is held, its organizations shared out evenly over them."""
    held: dict[Course, list[str]] = defaultdict(list)
    for seat, seated in zip(seats, taken, strict=False):
        if seated:
            held[seat.course].append(seat.pair.organization)
    for course, organizations in sorted(held.items()):
        training, region, trainer = course
        count = int(taken[courses[course]])
        days = math.ceil(given.trainings[training].days)
        for group in np.array_split(np.array(organizations), count):
            yield PlannedSession(training, trainer, region, tuple(map(str, group)), None, days)
