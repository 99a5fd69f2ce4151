"""The records of the support side of a project: one class per file, one object per row."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

ActionStatus = Literal["not_started", "in_progress", "done", "dropped"]
"""What became of an action; a dropped one says why."""


@dataclass(frozen=True)
class Trainer:
    """One row of `trainers.csv`.

    Attributes:
        id: stable id.
        name: name, or a code where the trainer prefers one.
        topics: ids of the dimensions or items that the trainer knows.
        languages: codes of the languages of teaching.
        region: where the trainer works; empty for anywhere.
    """

    id: str
    name: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    region: str = ""


@dataclass(frozen=True)
class Training:
    """One row of `trainings.csv`: a training that can be given, once or often.

    Attributes:
        id: stable id.
        title: in each language.
        elements: ids of the dimensions, sub-dimensions or items that it serves.
        from_level: the lowest level at which it is of use.
        to_level: the level to which it leads; who has reached it does not need the training.
        trainers: ids of those who give it.
        days: how long it takes.
        places: how many people it can take.
        cost: of giving it once, in the project's currency.
    """

    id: str
    title: Mapping[str, str]
    elements: tuple[str, ...]
    from_level: float
    to_level: float
    trainers: tuple[str, ...]
    days: float
    places: int
    cost: float


@dataclass(frozen=True)
class Session:
    """One row of `sessions.csv`: a training on a date at a place.

    Attributes:
        id: stable id.
        training: id of the training.
        date: its first day.
        place: municipality.
        region: entity or another part of the country; empty where it does not matter.
        trainer: id of the trainer; empty while none is found.
        period: id of the period after whose assessment it is given.
    """

    id: str
    training: str
    date: datetime.date
    place: str
    region: str
    trainer: str
    period: str


@dataclass(frozen=True)
class Participation:
    """One row of `participation.csv`: how many people of an organization were at a session."""

    session: str
    organization: str
    people: int


@dataclass(frozen=True)
class Assistance:
    """One row of `assistance.csv`: mentoring, counselling or another help to one organization.

    Attributes:
        organization: id of the organization.
        element: id of the dimension that it served.
        kind: mentoring, counselling, or a word of the project's own.
        date: its first day.
        days: how many days it took.
        period: id of the period after whose assessment it was given.
    """

    organization: str
    element: str
    kind: str
    date: datetime.date
    days: float
    period: str


@dataclass(frozen=True)
class Alliance:
    """One row of `campaigns.csv` or `coalitions.csv`.

    Attributes:
        id: stable id.
        name: its name.
        members: ids of the organizations.
        sectors: ids of the sectors.
        start: its first day.
        end: its last day; None while it goes on.
        aim: what it wants, in a sentence.
    """

    id: str
    name: str
    members: tuple[str, ...]
    sectors: tuple[str, ...]
    start: datetime.date
    end: datetime.date | None
    aim: str


@dataclass(frozen=True)
class Action:
    """One row of an action plan.

    Attributes:
        organization: id of the organization.
        period: id of the period from whose assessment the plan came.
        number: its place in the plan, from 1.
        element: id of the item or dimension that it serves.
        text: what is to be done.
        owner: who does it.
        deadline: until when; None where none was agreed.
        training: id of the training that supports it; empty without.
        support: other support, in words.
        indicator: by what it will be seen.
        status: what became of it.
        remark: a remark; for a dropped action the reason.
        priority: whether the organization marked it as one of its priorities.
        proposed: whether the text is the one that the tool proposed.
    """

    organization: str
    period: str
    number: int
    element: str
    text: str
    owner: str
    deadline: datetime.date | None
    training: str
    support: str
    indicator: str
    status: ActionStatus
    remark: str
    priority: bool
    proposed: bool


@dataclass(frozen=True)
class Slot:
    """One row of `slots.csv`: a room that a training can have.

    Attributes:
        date: its first day.
        days: for how many days running it can be had.
        place: municipality.
        region: the part of the country, as the register's column names it; empty where it does not matter.
    """

    date: datetime.date
    days: float
    place: str
    region: str


@dataclass(frozen=True)
class Decision:
    """One row of `decisions.csv`: what the consultant has decided before the solver looks.

    Attributes:
        organization: id of the organization.
        training: id of the training.
        decision: `pin` when it is to attend in any case, `forbid` when it is not to.
        reason: why, in the consultant's words.
    """

    organization: str
    training: str
    decision: Literal["pin", "forbid"]
    reason: str = ""


@dataclass(frozen=True)
class Support:
    """Everything of the support side; a project without these files has an empty one.

    Attributes:
        actions: the rows of every plan that came back, in the order of period, organization and number.
    """

    trainings: tuple[Training, ...] = ()
    trainers: tuple[Trainer, ...] = ()
    sessions: tuple[Session, ...] = ()
    participation: tuple[Participation, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    campaigns: tuple[Alliance, ...] = ()
    coalitions: tuple[Alliance, ...] = ()
    actions: tuple[Action, ...] = ()
    slots: tuple[Slot, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __repr__(self) -> str:
        """Say in a line how many there are of each."""
        counts = ", ".join(f"{len(getattr(self, one.name))} {one.name}" for one in fields(self))
        return f"<Support: {counts}>"
