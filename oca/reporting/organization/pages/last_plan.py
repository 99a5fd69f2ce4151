"""What became of the plan that was made after an earlier assessment: a count first, then every action."""

from __future__ import annotations

import pandas as pd

from oca.reporting.organization.records.plan import LastPlan, PlannedAction, StatusCount
from oca.reporting.organization.support import actions_of, training_title
from oca.reporting.organization.view import Case
from oca.reporting.organization.wording import typed
from oca.tables.rows import ActionRow, rows

ORDER = ("done", "in_progress", "not_started", "dropped")
"""What was achieved comes first."""

BAR = 482.0
"""Width of the bar, in points."""

CELL = 600
"""The most characters of a text of an action; a row of the table is never split between two pages."""


def last_plan(case: Case) -> LastPlan | None:
    """Write the page about the plan of the latest earlier period that has one; None where there is none."""
    for period in reversed(case.periods[:-1]):
        actions = actions_of(case, period)
        if not actions.empty:
            return _page(case, period, actions)
    return None


def planned(case: Case, actions: pd.DataFrame) -> tuple[PlannedAction, ...]:
    """Write the actions of a plan, row by row."""
    return tuple(_action(case, row) for row in rows(ActionRow, actions))


def status_word(case: Case, status: str) -> str:
    """Return what became of an action in words."""
    words = case.words
    return {
        "done": words.text("done"),
        "in_progress": words.text("in progress"),
        "not_started": words.text("not started"),
        "dropped": words.text("dropped"),
    }[status]


def _page(case: Case, period: str, rows: pd.DataFrame) -> LastPlan:
    place = rows["status"].map({status: number for number, status in enumerate(ORDER)})
    ordered = rows.assign(place=place).sort_values(["place", "number"], kind="stable")
    counts = [int((rows["status"] == status).sum()) for status in ORDER]
    bar = tuple(_counts(case, counts))
    return LastPlan(
        title=case.words.text("What became of your plan"),
        lead=_lead(case, period, rows),
        counts=bar,
        alt=", ".join(f"{one.word}: {one.count}" for one in bar),
        actions=planned(case, ordered),
        note=_note(case, rows),
    )


def _lead(case: Case, period: str, rows: pd.DataFrame) -> str:
    """Say how many are done; those that were dropped count among all, so that no plan looks better by dropping."""
    words = case.words
    done, overdue = int((rows["status"] == "done").sum()), int(rows["overdue"].sum())
    said = words.plural(
        "Of the plan that you made after {period}, {done} of {n} action is done.",
        "Of the plan that you made after {period}, {done} of {n} actions are done.",
        len(rows),
        period=case.label(period),
        done=done,
    )
    late = words.plural("{n} is overdue.", "{n} are overdue.", overdue) if overdue else ""
    return " ".join(filter(None, (said, late)))


def _counts(case: Case, counts: list[int]) -> list[StatusCount]:
    found, start, total = [], 0.0, sum(counts)
    for status, count in zip(ORDER, counts, strict=True):
        share = round(BAR * count / total, 2)
        if count:
            word = status_word(case, status)
            found.append(StatusCount(word, str(count), share, round(start, 2), status))
        start += share
    return found


def _note(case: Case, rows: pd.DataFrame) -> str:
    words = case.words
    if (rows["status"] == "done").all():
        return words.text("Every action is done. What helped, and what of it should go on?")
    if rows["status"].isin(["done", "dropped"]).all():
        return words.text("Nothing of this plan is left open.")
    return words.text(
        "What is left: decide action by action whether it goes into the new plan, needs another owner or date, or is "
        "no longer needed. Plans change for good reasons; write down which."
    )


def _action(case: Case, row: ActionRow) -> PlannedAction:
    words = case.words
    support = [training_title(case, row.training) if row.training else "", row.support]
    return PlannedAction(
        title=_title(case, row.element),
        text=typed(row.action, words, CELL),
        owner=typed(row.owner, words, CELL),
        deadline="" if pd.isna(row.deadline) else words.date(row.deadline),
        support=typed("; ".join(filter(None, support)), words, CELL),
        indicator=typed(row.indicator, words, CELL),
        status=status_word(case, row.status),
        overdue=words.text("overdue") if row.overdue else "",
        remark=typed(row.remark, words, CELL),
        priority=bool(row.priority),
    )


def _title(case: Case, element: str) -> str:
    """Return the title of an item or a dimension; of one that is no longer asked, its id."""
    if element in case.questionnaire.by_id:
        return case.item_text(element).title or element
    return case.dimension_text(element).title or element
