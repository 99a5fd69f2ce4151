"""What a template may use of the pages about plans: what became of the last one, and the next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StatusCount:
    """How many actions of a plan have one status.

    Attributes:
        word: the status in words.
        count: how many actions.
        share: width of its part of the bar, in points.
        start: where this part begins, in points.
        kind: done, in_progress, not_started or dropped, for its look.
    """

    word: str
    count: str
    share: float
    start: float
    kind: str


@dataclass(frozen=True)
class PlannedAction:
    """One action of a plan that came back.

    Attributes:
        title: of the item or dimension that it serves.
        text: what is to be done.
        owner: who does it; empty where nobody was named.
        deadline: until when, in words; empty where none was agreed.
        support: the training or other support; empty without.
        indicator: by what it will be seen; empty without.
        status: what became of it, in words.
        overdue: that its deadline has passed; empty where it has not.
        remark: a remark, or the reason why it was dropped; empty without.
        priority: whether the organization marked it as one of its priorities.
    """

    title: str
    text: str
    owner: str
    deadline: str
    support: str
    indicator: str
    status: str
    overdue: str
    remark: str
    priority: bool


@dataclass(frozen=True)
class LastPlan:
    """What became of the plan that was made after an earlier assessment.

    Attributes:
        title: of the page.
        lead: how many of the actions are done, in one sentence.
        counts: how many have each status, in the order of the bar.
        alt: the same in words, for those who cannot see the bar.
        actions: every action: done, in progress, not started, dropped; within these as the plan has them.
        note: what to do with what is left, or what to say of a plan that is done.
    """

    title: str
    lead: str
    counts: tuple[StatusCount, ...]
    alt: str
    actions: tuple[PlannedAction, ...]
    note: str


@dataclass(frozen=True)
class Priority:
    """What the figures propose to work on.

    Attributes:
        number: its place.
        title: of the item, or of the dimension where no level of an item is given.
        standing: its dimension, and from which level to which.
        reason: why it is proposed beside its level; empty without another reason.
        heading: whether what follows is a proposed action or the text of the next level.
        text: the action or the text.
        support: a training that fits; empty where none is known.
        chosen: whether the organization has marked it as a priority.
    """

    number: str
    title: str
    standing: str
    reason: str
    heading: str
    text: str
    support: str
    chosen: bool


@dataclass(frozen=True)
class PlanPages:
    """Priorities, and the action plan.

    Attributes:
        lead: how the priorities were found, and what to do with them.
        priorities: what the figures propose, the first first; empty where nothing is to be proposed.
        nothing: said instead of priorities where there are none; else empty.
        blanks: how many empty rows the form has for what the organization chooses itself.
        actions: the plan that came back; empty where none has, and the form is printed instead.
        actions_lead: how many actions it has, and what follows from it; empty without it.
        sign: where those who agree on the plan write their names.
    """

    lead: str
    priorities: tuple[Priority, ...]
    nothing: str
    blanks: tuple[int, ...]
    actions: tuple[PlannedAction, ...]
    actions_lead: str
    sign: str
