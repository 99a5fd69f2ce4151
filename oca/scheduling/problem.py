"""The records of a schedule of trainings: what it is made from, under which limits, and what comes out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from oca.scheduling.eligibility import Misfit, Pair
from oca.support.records import Slot, Trainer, Training

Obstacle = Literal[
    "no_trainer",
    "no_slot",
    "days",
    "places",
    "budget",
    "trainer",
    "sessions",
    "slots",
    "fewest",
    "no_date",
    "outweighed",
]
"""Why a training that fits was not given to an organization: nobody teaches it in a language and region that suit; no
slot of the region is long enough; the organization's days are used; the sessions are full, and for another one the
budget, the trainers' days, the sessions of one training, or the slots do not suffice; too few organizations would come;
no date was left; or what was chosen instead meets greater needs."""


@dataclass(frozen=True)
class Limits:
    """Under what a schedule is made.

    Attributes:
        budget: for all sessions together, in the project's currency; None for none.
        days_per_organization: training days that an organization can attend.
        days_per_trainer: days that a trainer can teach.
        sessions_per_training: how often one training is given at most.
        fewest: organizations that a session needs to be held.
        travel: priority points that attending in another region costs; None when nobody travels.
        seconds: how long the solver may look for something better.
    """

    budget: float | None = None
    days_per_organization: float = 6
    days_per_trainer: float = 12
    sessions_per_training: int = 2
    fewest: int = 3
    travel: float | None = None
    seconds: float = 45


@dataclass(frozen=True)
class Attendant:
    """An organization as the schedule sees it: its region (empty where it does not matter), and its language."""

    id: str
    region: str
    language: str


@dataclass(frozen=True)
class PlannedSession:
    """A session of the schedule.

    Attributes:
        training: id of the training.
        trainer: id of the trainer.
        region: where it is given.
        organizations: ids of those who attend.
        slot: the slot; None while no date was found.
        days: days in a row that it takes.
    """

    training: str
    trainer: str
    region: str
    organizations: tuple[str, ...]
    slot: Slot | None
    days: int

    @property
    def last_day(self) -> datetime.date | None:
        """Its last day; None without a date."""
        return self.slot.date + datetime.timedelta(self.days - 1) if self.slot else None


@dataclass(frozen=True)
class Refusal:
    """A pair that the schedule does not hold, and what stood in the way: a misfit, or an obstacle."""

    pair: Pair
    reason: Misfit | Obstacle


@dataclass(frozen=True)
class Tight:
    """A limit that pinned pairs break: what it is of, what they ask for, what it allows; `time` if none was found."""

    limit: Literal["budget", "days", "trainer", "sessions", "slots", "fewest", "no_trainer", "no_slot", "time"]
    of: str
    asked: float
    allowed: float


@dataclass(frozen=True)
class Schedule:
    """What came out.

    Attributes:
        sessions: with a date first, in the order of dates; then those without.
        chosen: the pairs that a dated session serves.
        refused: every other pair.
        value: summed priorities of the needs met, less what travelling costs.
        bound: no schedule under the same limits could be worth more than this, dates left aside.
        cost: of all dated sessions.
    """

    sessions: tuple[PlannedSession, ...]
    chosen: tuple[Pair, ...]
    refused: tuple[Refusal, ...]
    value: float
    bound: float
    cost: float

    @property
    def gap(self) -> float:
        """How much better, as a share of the bound, a schedule could be at most; 0 when this one is proved best."""
        return 0.0 if self.bound <= 0 else max(0.0, 1 - self.value / self.bound)


class Impossible(Exception):  # noqa: N818 - names what happened
    """The pinned pairs cannot all be served; `tight` names the limits that they break."""

    def __init__(self, tight: Sequence[Tight]) -> None:
        super().__init__(", ".join(f"{one.limit} {one.of}" for one in tight))
        self.tight = tuple(tight)


@dataclass(frozen=True)
class Problem:
    """All that a schedule is made from, by id."""

    pairs: Sequence[Pair]
    trainings: Mapping[str, Training]
    trainers: Mapping[str, Trainer]
    attendants: Mapping[str, Attendant]
    slots: Sequence[Slot]
    limits: Limits

    @cached_property
    def longest(self) -> Mapping[str, float]:
        """The days of the longest slot of each region that has one, in the order of their names."""
        found: dict[str, float] = {}
        for slot in sorted(self.slots, key=lambda slot: slot.region):
            found[slot.region] = max(slot.days, found.get(slot.region, 0))
        return found
