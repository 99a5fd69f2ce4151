"""What organizations received, from the records of the support side: SUPPORT_RECEIVED."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from oca.support.records import Support
from oca.tables.support import SUPPORT_RECEIVED


@dataclass
class _Received:
    """Sums of one organization, period and element."""

    sessions: set[str] = field(default_factory=set)
    training_days: float = 0.0
    people: int = 0
    assistance_days: float = 0.0


def support_received(support: Support, dimension_of: Mapping[str, str]) -> pd.DataFrame:
    """Sum trainings and assistance by organization, period and dimension.

    A session of a training that serves two dimensions counts in both, and once in `overall`.

    Args:
        support: the records.
        dimension_of: the dimension of each item, sub-dimension and dimension, by its id; others count in overall alone.

    Returns:
        SUPPORT_RECEIVED, sorted by organization, period and the order in which elements appear; `overall` first.
    """
    trainings = {one.id: one for one in support.trainings}
    sessions = {one.id: one for one in support.sessions}
    sums: dict[tuple[str, str, str], _Received] = {}
    for seat in support.participation:
        session = sessions[seat.session]
        training = trainings[session.training]
        for element in _counted(training.elements, dimension_of):
            one = sums.setdefault((seat.organization, session.period, element), _Received())
            one.training_days += 0 if session.id in one.sessions else training.days
            one.sessions.add(session.id)
            one.people += seat.people
    for help_given in support.assistance:
        for element in _counted([help_given.element], dimension_of):
            one = sums.setdefault((help_given.organization, help_given.period, element), _Received())
            one.assistance_days += help_given.days
    rows = [
        (*key, len(one.sessions), one.training_days, one.people, one.assistance_days)
        for key, one in sorted(sums.items(), key=lambda entry: (*entry[0][:2], entry[0][2] != "overall"))
    ]
    return SUPPORT_RECEIVED.check(SUPPORT_RECEIVED.frame(rows))


def _counted(elements: Iterable[str], dimension_of: Mapping[str, str]) -> list[str]:
    return ["overall", *dict.fromkeys(dimension_of[one] for one in elements if one in dimension_of)]
