"""Why a training that fits an organization is not in its schedule: the first limit that stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from oca.scheduling.eligibility import Pair
from oca.scheduling.options import Course, Seat, Seating
from oca.scheduling.problem import Obstacle, PlannedSession, Problem, Refusal
from oca.support.records import Training


def refusals(
    given: Problem, sessions: Sequence[PlannedSession], served: Collection[tuple[str, str]]
) -> tuple[Refusal, ...]:
    """Return every pair that is not served, with the reason: what does not fit, else what stood in the way.

    Args:
        given: what the schedule was made from.
        sessions: of the schedule, with and without a date.
        served: pairs (organization, training) that have a dated session.
    """
    undated = {(one, session.training) for session in sessions if not session.slot for one in session.organizations}
    judge = _Judge(given, [session for session in sessions if session.slot])
    found = []
    for pair in given.pairs:
        key = (pair.organization, pair.training)
        if key not in served:
            found.append(Refusal(pair, "no_date" if key in undated else pair.misfit or judge.obstacle(pair)))
    return tuple(found)


class _Judge:
    """Knows what a schedule uses up, and so which limit stands in the way of one more pair."""

    def __init__(self, given: Problem, sessions: Sequence[PlannedSession]) -> None:
        self.given = given
        self.seating = Seating(given)
        self.cost = sum(given.trainings[session.training].cost for session in sessions)
        self.days: Counter[str] = Counter()
        self.taught: Counter[str] = Counter()
        self.times = Counter(session.training for session in sessions)
        self.rooms = Counter(session.region for session in sessions)
        self.slots = Counter(slot.region for slot in given.slots)
        self.free: Counter[Course] = Counter()
        self.interested = Counter(pair.training for pair in given.pairs if not pair.misfit)
        for session in sessions:
            training = given.trainings[session.training]
            self.taught[session.trainer] += training.days  # type: ignore[assignment]
            self.free[training.id, session.region, session.trainer] += training.places - len(session.organizations)
            for organization in session.organizations:
                self.days[organization] += training.days  # type: ignore[assignment]

    def obstacle(self, pair: Pair) -> Obstacle:
        """Return the first limit that stands in the way of a pair that fits."""
        seats = self.seating.seats(pair)
        if not seats:
            return self.seating.missing(pair)
        training = self.given.trainings[pair.training]
        if self.days[pair.organization] + training.days > self.given.limits.days_per_organization:
            return "days"
        held = [seat.course for seat in seats if seat.course in self.free]
        if any(self.free[course] > 0 for course in held):
            return "outweighed"
        return self._another(training, seats, full=bool(held))

    def _another(self, training: Training, seats: Sequence[Seat], *, full: bool) -> Obstacle:
        """Say why no other session of a training was opened."""
        limits = self.given.limits
        if self.times[training.id] >= limits.sessions_per_training:
            return "sessions"
        if limits.budget is not None and self.cost + training.cost > limits.budget:
            return "budget"
        if all(self.taught[seat.trainer] + training.days > limits.days_per_trainer for seat in seats):
            return "trainer"
        if all(self.rooms[seat.region] >= self.slots[seat.region] for seat in seats):
            return "slots"
        if self.interested[training.id] < limits.fewest or not full:
            return "fewest"
        return "places"
