"""What each organization received for each dimension after each assessment: trainings, people, days of assistance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from oca.support.records import Support
from oca.tables import SUPPORT_RECEIVED

OVERALL = "overall"


def received(support: Support, dimension_of: Mapping[str, str], periods: Iterable[str]) -> pd.DataFrame:
    """Return SUPPORT_RECEIVED: one row for each organization, period and dimension that received anything.

    A training that serves several dimensions counts for each of them, and once overall.

    Args:
        support: what the project folder holds.
        dimension_of: the dimension of each item, sub-dimension and dimension, by id.
        periods: the ids of the periods, in order.
    """
    order = {period: place for place, period in enumerate(periods)}
    totals: defaultdict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0, 0.0, 0, 0.0])
    sessions = {one.id: one for one in support.sessions}
    trainings = {one.id: one for one in support.trainings}
    for one in support.participation:
        session = sessions[one.session]
        training = trainings[session.training]
        served = dict.fromkeys(dimension_of[element] for element in training.elements if element in dimension_of)
        for element in (*served, OVERALL):
            total = totals[one.organization, session.period, element]
            total[0] += 1
            total[1] += training.days
            total[2] += one.people
    for help_given in support.assistance:
        for element in (help_given.element, OVERALL):
            totals[help_given.organization, help_given.period, element][3] += help_given.days
    ranked = sorted(
        (key for key in totals if key[1] in order),
        key=lambda key: (key[0], order[key[1]], key[2] == OVERALL, key[2]),
    )
    return SUPPORT_RECEIVED.frame((*key, *totals[key]) for key in ranked)
