"""The invented action plans: the tool's own proposals for each year, filled in by draws that are seeded by a name.

What was rated better the year after is done more often than the rest, and often enough it is not.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from synthesis import chance

from oca.assessment import Assessment, assess
from oca.cyrillic import to_cyrillic
from oca.language import CYRILLIC, LATIN
from oca.reporting.plans import plan_of
from oca.support.plan_workbook import PlanContent, make_plan
from oca.support.records import Action, ActionStatus

YEARS = ("y1", "y2", "y3", "y4")
"""The years whose plans came back; that of the last year is still being talked over."""

NEVER_CAME = 0.1
"""The share of plans that nobody sent back."""

DONE_BETTER, DONE = 0.65, 0.4
"""The share of actions done, where the item was rated better the year after and elsewhere."""

IN_PROGRESS, DROPPED = 0.7, 0.15
"""Of what is not done: the share begun or dropped, and of these the last part dropped."""

OWNERS = {
    "en": ("Chair", "Director", "Finance officer", "Programme coordinator"),
    "bs": ("Predsjednica odbora", "Direktor", "Finansijska saradnica", "Koordinatorica programa"),
    "hr": ("Predsjednica odbora", "Direktor", "Financijska suradnica", "Koordinatorica programa"),
    LATIN: ("Predsjednica odbora", "Direktor", "Finansijska saradnica", "Koordinatorka programa"),
}
"""Who does it: functions, so that no person is invented."""

REASONS = {
    "en": ("The person who led this has left.", "The donor no longer pays for it.", "It needs a partner first."),
    "bs": ("Osoba koja je ovo vodila je otišla.", "Donator to više ne finansira.", "Najprije je potreban partner."),
    "hr": ("Osoba koja je ovo vodila je otišla.", "Donator to više ne financira.", "Najprije je potreban partner."),
    LATIN: ("Osoba koja je ovo vodila je otišla.", "Donator to više ne finansira.", "Najprije je potreban partner."),
}
"""Why an action was dropped."""

OWN = {
    "en": ("Meet the municipality about office space.", "Renew the website together with volunteers."),
    "bs": ("Razgovarati s općinom o prostoru.", "S volonterima obnoviti internet stranicu."),
    "hr": ("Razgovarati s općinom o prostoru.", "S volonterima obnoviti mrežnu stranicu."),
    LATIN: ("Razgovarati sa opštinom o prostoru.", "Sa volonterima obnoviti internet stranicu."),
}
"""Actions of an organization's own, about no item."""


def write_plans(folder: Path, settle: Callable[[Path], None]) -> None:
    """Write the plans of every year into a project whose responses are there.

    Args:
        folder: the project's.
        settle: gives a workbook the same bytes every time.
    """
    shutil.rmtree(folder / "plans", ignore_errors=True)
    assessment = assess(folder)
    for period in YEARS:
        (folder / "plans" / period).mkdir(parents=True)
        for organization in assessment.project.organizations:
            own = f"{organization.id}/plan/{period}"
            if period in assessment.periods_of(organization.id) and chance(own, "came") >= NEVER_CAME:
                plan = plan_of(assessment, organization.id, period)
                path = folder / "plans" / period / f"{organization.id}.xlsx"
                make_plan(plan, path, agreed(assessment, plan))
                settle(path)


def agreed(assessment: Assessment, plan: PlanContent) -> list[Action]:
    """Return what became of every proposal, and in some plans an action of the organization's own."""
    better = rated_better(assessment, plan.organization.id, plan.period.id)
    actions = [
        _action(plan, number, (one.element, one.action, one.indicator, one.training), better=one.element in better)
        for number, one in enumerate(plan.proposals, start=1)
    ]
    if chance(*_key(plan), "own") < 1 / 3:
        text = _one_of(OWN, plan, "own action")
        actions.append(_action(plan, len(actions) + 1, ("", text, "", ""), better=False))
    return actions


def rated_better(assessment: Assessment, organization: str, period: str) -> set[str]:
    """Return the items that were rated better when the organization was next assessed."""
    since = assessment.changes.query("organization == @organization and from_period == @period and kind == 'item'")
    following = since[since["to_period"] == since["to_period"].min()]  # y2, y3 ...: in the order of their names
    return set(following.loc[following["verdict"] == "improved", "element"])


def _action(plan: PlanContent, number: int, words: tuple[str, str, str, str], *, better: bool) -> Action:
    element, text, indicator, training = words
    key = (*_key(plan), str(number))
    status = _status(key, DONE_BETTER if better else DONE)
    months = 3 + int(chance(*key, "deadline") * 11)
    day = plan.period.date + datetime.timedelta(days=30 * months)
    return Action(
        organization=plan.organization.id,
        period=plan.period.id,
        number=number,
        element=element,
        text=text,
        owner=_one_of(OWNERS, plan, str(number), "owner"),
        deadline=day if chance(*key, "dated") < 0.9 else None,
        training=training,
        support="",
        indicator=indicator,
        status=status,
        remark=_one_of(REASONS, plan, str(number), "reason") if status == "dropped" else "",
        priority=number <= 4 and chance(*key, "priority") < 0.7,
        proposed=bool(element),
    )


def _status(key: tuple[str, ...], done: float) -> ActionStatus:
    if chance(*key, "done") < done:
        return "done"
    draw = chance(*key, "undone")
    if draw >= IN_PROGRESS:
        return "not_started"
    return "dropped" if draw >= IN_PROGRESS - DROPPED else "in_progress"


def _one_of(texts: Mapping[str, Sequence[str]], plan: PlanContent, *key: str) -> str:
    """Return one of several texts in the plan's language; what is Serbian in Latin letters is put into Cyrillic."""
    written = texts[LATIN if plan.language == CYRILLIC else plan.language]
    text = written[int(chance(*_key(plan), *key) * len(written))]
    return to_cyrillic(text) if plan.language == CYRILLIC else text


def _key(plan: PlanContent) -> tuple[str, ...]:
    return plan.organization.id, "plan", plan.period.id
