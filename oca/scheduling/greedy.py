"""Who attends what, found step by step: each step opens the session that serves the greatest needs.

Where the solver's time ends before it found any schedule, this one is taken. The value of a session only falls while
others are opened, so a session looked at again and still ahead of the next one is the best (lazy evaluation, Minoux
1978).
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from oca.scheduling.eligibility import Pair
from oca.scheduling.options import Course, Seat
from oca.scheduling.problem import PlannedSession, Problem

PINNED = 10_000
"""Priority points that a pinned pair has beyond its own, so that it comes first."""


class Stepwise:
    """A schedule that grows session by session within the limits."""

    def __init__(self, seats: Sequence[Seat], given: Problem) -> None:
        self.given = given
        self.sessions: list[PlannedSession] = []
        self.days: Counter[str] = Counter()
        self.taught: Counter[str] = Counter()
        self.times: Counter[str] = Counter()
        self.rooms: defaultdict[str, list[float]] = defaultdict(list)
        self.served: set[tuple[str, str]] = set()
        self.cost = 0.0
        self.waiting: defaultdict[Course, list[tuple[float, Pair]]] = defaultdict(list)
        for seat in seats:
            first = PINNED * seat.pair.pinned
            self.waiting[seat.course].append((first + worth(seat, given), seat.pair))
        for offers in self.waiting.values():
            offers.sort(key=lambda offer: -offer[0])

    def fill(self) -> None:
        """Open sessions until no limit lets another one be."""
        heap = [(-math.inf, course) for course in sorted(self.waiting)]
        while heap:
            _, course = heapq.heappop(heap)
            group = self._group(course)
            if len(group) < max(1, self.given.limits.fewest) or not self._allowed(course):
                continue
            value = sum(gain for gain, _ in group)
            if heap and -heap[0][0] > value:
                heapq.heappush(heap, (-value, course))
                continue
            self._open(course, group)
            heapq.heappush(heap, (-value, course))

    def _group(self, course: Course) -> list[tuple[float, Pair]]:
        """Return who would attend one more session: the greatest needs of those who have the days."""
        training = self.given.trainings[course[0]]
        most = self.given.limits.days_per_organization - training.days
        offers = self.waiting[course]
        offers[:] = [one for one in offers if (one[1].organization, training.id) not in self.served]
        able = (one for one in offers if self.days[one[1].organization] <= most and one[0] > 0)
        return [one for one, _ in zip(able, range(training.places), strict=False)]

    def _allowed(self, course: Course) -> bool:
        training, limits = self.given.trainings[course[0]], self.given.limits
        return (
            self.times[training.id] < limits.sessions_per_training
            and self.taught[course[2]] + training.days <= limits.days_per_trainer
            and (limits.budget is None or self.cost + training.cost <= limits.budget)
            and self._has_slot(course[1], training.days)
        )

    def _has_slot(self, region: str, days: float) -> bool:
        """Say whether the slots of a region can hold one more session, by their lengths alone."""
        lengths = sorted([*self.rooms[region], days], reverse=True)
        slots = sorted((slot.days for slot in self.given.slots if slot.region == region), reverse=True)
        return len(lengths) <= len(slots) and all(need <= has for need, has in zip(lengths, slots, strict=False))

    def _open(self, course: Course, group: Sequence[tuple[float, Pair]]) -> None:
        training = self.given.trainings[course[0]]
        who = tuple(pair.organization for _, pair in group)
        self.sessions.append(PlannedSession(*_names(course), who, None, math.ceil(training.days)))
        self.times[training.id] += 1
        self.taught[course[2]] += training.days  # type: ignore[assignment]
        self.rooms[course[1]].append(training.days)
        self.cost += training.cost
        for organization in who:
            self.days[organization] += training.days  # type: ignore[assignment]
            self.served.add((organization, training.id))


def worth(seat: Seat, given: Problem) -> float:
    """Return what a seat is worth: the priority of the need met, less what travelling costs."""
    home = given.attendants[seat.pair.organization].region
    travel = 0.0 if seat.region in ("", home) else given.limits.travel or 0.0
    return seat.pair.value - travel


def _names(course: Course) -> tuple[str, str, str]:
    training, region, trainer = course
    return training, trainer, region


def ceiling(pairs: Sequence[Pair], given: Problem) -> float:
    """Return what no schedule exceeds: the least of two, in each of which most limits are left aside.

    Each organization alone fills its days with its greatest needs, in parts too; or each training alone fills the
    places of all its sessions.
    """
    by_organization: dict[str, list[tuple[float, float]]] = defaultdict(list)
    by_training: dict[str, list[float]] = defaultdict(list)
    for pair in pairs:
        by_organization[pair.organization].append((pair.value, given.trainings[pair.training].days))
        by_training[pair.training].append(pair.value)
    days = given.limits.days_per_organization
    alone = sum(_in_parts(offers, days) for offers in by_organization.values())
    places = {one.id: one.places * given.limits.sessions_per_training for one in given.trainings.values()}
    full = sum(sum(sorted(values, reverse=True)[: places[one]]) for one, values in by_training.items())
    return min(alone, full)


def _in_parts(offers: Sequence[tuple[float, float]], left: float) -> float:
    total = 0.0
    for value, days in sorted(offers, key=lambda offer: -offer[0] / max(offer[1], 1e-9)):
        part = min(1.0, max(0.0, left) / days) if days else 1.0
        total += value * part
        left -= days * part
    return total
