"""The plans' progress: what became of the actions that organizations marked as their priorities."""

from __future__ import annotations

from collections import Counter

from oca.reporting.charts.cohort import bar
from oca.reporting.cohort.audited import HIDDEN
from oca.reporting.cohort.record import PlanRow, Plans
from oca.reporting.cohort.view import View
from oca.support.records import Action, ActionStatus

STATUSES: tuple[ActionStatus, ...] = ("done", "in_progress", "not_started", "dropped")


WIDTH = 104
"""How wide a bar is, in points."""


def plans(view: View) -> Plans | None:
    """Write the page; None where no plan with a priority came back."""
    priorities = [one for one in view.assessment.support.actions if one.priority]
    periods = [one for one in view.assessment.project.periods if any(action.period == one for action in priorities)]
    if not periods:
        return None
    return Plans(
        opening=view.words.text(
            "What became of the actions that organizations marked as priorities in their plans, by the assessment from "
            "which the plan came."
        ),
        rows=tuple(_row(view, period, [one for one in priorities if one.period == period]) for period in periods),
        notes=(
            view.words.text(
                "Each organization says itself whether an action is done. A dropped action is not a failure: needs "
                "change. The share is of all priority actions of that period, whatever their size."
            ),
        ),
    )


def finished(view: View) -> tuple[int, int, int]:
    """Return the priority actions done, all priority actions, and the organizations that have any."""
    priorities = [one for one in view.assessment.support.actions if one.priority]
    done = sum(one.status == "done" for one in priorities)
    return done, len(priorities), len({one.organization for one in priorities})


def _row(view: View, period: str, actions: list[Action]) -> PlanRow:
    words, label = view.words, view.period_label(period)
    organizations = len({one.organization for one in actions})
    counts = Counter(one.status for one in actions)
    numbers = [counts[one] for one in STATUSES]
    if not view.shown.enough(organizations):
        hidden = (HIDDEN,) * (len(STATUSES) - 1)
        return PlanRow(label, label, view.shown.count(organizations), HIDDEN, bar([], 0), HIDDEN, hidden)
    share = words.percent(numbers[0] / len(actions))
    return PlanRow(
        title=label,
        alt=words.text(
            "{title}: {done} of {all} priority actions done", title=label, done=numbers[0], all=len(actions)
        ),
        organizations=str(organizations),
        actions=str(len(actions)),
        bar=bar(numbers, len(actions), width=WIDTH),
        done=f"{view.of(numbers[0], len(actions))} ({share})",
        others=tuple(str(number) for number in numbers[1:]),
    )
