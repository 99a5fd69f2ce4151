"""What became of the plans: every action with whether it is overdue, counts for each plan and the cohort."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from oca.support.records import Action, ActionStatus
from oca.tables import ACTIONS

OPEN: tuple[ActionStatus, ...] = ("not_started", "in_progress")
"""What an action is whose deadline can pass."""


@dataclass(frozen=True)
class Tracking:
    """What became of the actions of one plan, or of all plans of a period together.

    Attributes:
        organization: id of the organization; empty for all together.
        period: id of the period from whose assessment the plan came.
        plans: how many plans.
        done: actions done.
        in_progress: actions begun.
        not_started: actions not begun.
        dropped: actions dropped.
        overdue: of those in progress and not started, the ones whose deadline had passed.
        priority_done: actions marked as a priority that are done.
        priority: actions marked as a priority; one that was dropped stays among them.
    """

    organization: str
    period: str
    plans: int
    done: int
    in_progress: int
    not_started: int
    dropped: int
    overdue: int
    priority_done: int
    priority: int

    @property
    def actions(self) -> int:
        """How many actions there are."""
        return self.done + self.in_progress + self.not_started + self.dropped

    @property
    def share(self) -> float | None:
        """The share of priority actions that are done, 0 to 1; None where no action was marked."""
        return self.priority_done / self.priority if self.priority else None


def following_days(dates: Mapping[str, datetime.date]) -> dict[str, datetime.date]:
    """Return the day on which the plans of each period are looked at: that of the next period.

    The plans of the last period are looked at on its own day, because no later one is known; none of them is overdue
    then, unless its deadline lies before the assessment.

    >>> following_days({"y1": datetime.date(2024, 5, 1), "y2": datetime.date(2025, 5, 1)})["y1"]
    datetime.date(2025, 5, 1)
    """
    periods = list(dates)
    return {period: dates[later] for period, later in zip(periods, [*periods[1:], *periods[-1:]], strict=True)}


def actions_table(actions: Iterable[Action], days: Mapping[str, datetime.date]) -> pd.DataFrame:
    """Return ACTIONS.

    Args:
        actions: the rows of the plans, in the order of period, organization and number.
        days: the day on which the plans of each period are looked at.
    """
    rows = [
        (
            one.organization,
            one.period,
            one.number,
            one.element,
            one.text,
            one.owner,
            one.deadline,
            one.training,
            one.support,
            one.indicator,
            one.status,
            one.remark,
            one.priority,
            one.proposed,
            overdue(one, days),
        )
        for one in actions
    ]
    return ACTIONS.check(ACTIONS.frame(rows))


def overdue(action: Action, days: Mapping[str, datetime.date]) -> bool:
    """Say whether an action's deadline had passed, undone, when the plans of its period are looked at."""
    return action.status in OPEN and action.deadline is not None and action.deadline < days[action.period]


def tracked(actions: pd.DataFrame) -> list[Tracking]:
    """Return what became of each plan, by period and organization.

    Args:
        actions: ACTIONS.
    """
    groups = actions.groupby(["period", "organization"], sort=False)
    return [_tracking(str(organization), str(period), rows) for (period, organization), rows in groups]


def tracked_together(actions: pd.DataFrame) -> list[Tracking]:
    """Return what became of all plans of each period together: sums of counts, never means of shares."""
    return [_tracking("", str(period), rows) for period, rows in actions.groupby("period", sort=False)]


def _tracking(organization: str, period: str, rows: pd.DataFrame) -> Tracking:
    counts = rows["status"].value_counts()
    marked = rows[rows["priority"]]
    return Tracking(
        organization,
        period,
        plans=rows["organization"].nunique(),
        done=int(counts.get("done", 0)),
        in_progress=int(counts.get("in_progress", 0)),
        not_started=int(counts.get("not_started", 0)),
        dropped=int(counts.get("dropped", 0)),
        overdue=int(rows["overdue"].sum()),
        priority_done=int((marked["status"] == "done").sum()),
        priority=len(marked),
    )
