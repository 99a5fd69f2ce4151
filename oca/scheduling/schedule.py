"""A year's trainings: who gets which, given by whom and when, under places, days, budget, trainers and regions.

Two steps. First who attends what: a mixed-integer programme (`scipy.optimize.milp`, HiGHS) that maximises the summed
priorities of the needs met, less a little for each session and for travelling. Then when: each session gets a slot in
which neither its trainer nor any of its organizations is elsewhere.
"""

from __future__ import annotations

from oca.scheduling.assignment import assign
from oca.scheduling.dates import date_sessions
from oca.scheduling.problem import Problem, Schedule
from oca.scheduling.reasons import refusals


def make_schedule(given: Problem) -> Schedule:
    """Return the best schedule that is found under the limits.

    Raises:
        Impossible: the pinned pairs cannot all be served.
    """
    assigned = assign(given)
    sessions = date_sessions(assigned.sessions, given)
    dated = {(one, session.training) for session in sessions if session.slot for one in session.organizations}
    travelling = {
        (one, session.training)
        for session in sessions
        for one in session.organizations
        if given.attendants[one].region != session.region
    }
    chosen = tuple(pair for pair in given.pairs if (pair.organization, pair.training) in dated)
    travel = given.limits.travel or 0.0
    value = sum(pair.value - travel * ((pair.organization, pair.training) in travelling) for pair in chosen)
    cost = sum(given.trainings[session.training].cost for session in sessions if session.slot)
    refused = refusals(given, sessions, dated)
    return Schedule(sessions, chosen, refused, value, max(assigned.bound, value), cost)
