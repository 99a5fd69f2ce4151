"""The command that makes action plans, and tells what became of those that came back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, JsonOption, LangOption, Organizations, PeriodOption, ProjectOption
from oca.errors import UsageError
from oca.findings import counted

if TYPE_CHECKING:
    from oca.assessment import Assessment
    from oca.planning.tracking import Tracking

_HEAD = f"{'done':>6}  {'in progress':>11}  {'not started':>11}  {'dropped':>7}  {'overdue':>7}  priority actions done"


def plan(
    organizations: Organizations = None,
    project: ProjectOption = HERE,
    period: PeriodOption = None,
    lang: LangOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for the plans.")] = None,
    status: Annotated[
        bool, typer.Option("--status", help="Tell what became of the plans in plans/, and write nothing.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Make the action plan of each organization, pre-filled with proposals for its greatest needs."""
    from oca.reporting.plans import kept, write_plans
    from oca.reporting.run import tell_kept_plans

    if json and not status:
        raise UsageError("--json prints what became of the plans; write --status as well.")
    assessment = show.assess(project)
    if status:
        _status(assessment, organizations or (), period, json=json)
        return
    folder = output or project / "out" / "plans"
    paths = write_plans(assessment, folder, organizations, period=period, language=lang)
    if not paths:
        raise UsageError("None of these organizations was assessed then, so there is nothing to propose.")
    show.talk(
        f"{counted(len(paths), 'plan')} in {folder}. Finish each with its organization, and put what comes "
        "back into plans/<period>/ of the project."
    )
    tell_kept_plans(kept(assessment, folder, paths, organizations, period=period), show.talk)


def _status(assessment: Assessment, organizations: Sequence[str], period: str | None, *, json: bool) -> None:
    from oca.planning.tracking import tracked, tracked_together

    actions = assessment.actions
    for one in organizations:
        assessment.project.organization(one)
    if organizations:
        actions = actions[actions["organization"].isin(list(organizations))]
    if period:
        assessment.project.period(period)
        actions = actions[actions["period"] == period]
    plans, together = tracked(actions), tracked_together(actions)
    if json:
        show.plain_json({"organizations": plans, "cohort": together})
    elif not plans:
        show.talk("No plan came back yet: put them into plans/<period>/.")
    else:
        width = max(len(one.id) for one in assessment.project.organizations)
        for cohort in together:
            show.result(f"{cohort.period:{width}}  {_HEAD}")
            for own in (one for one in plans if one.period == cohort.period):
                show.result(f"{own.organization:{width}}  {_counts(own)}")
            show.result(f"{counted(cohort.plans, 'plan') + ' together':{width}}  {_counts(cohort)}\n")


def _counts(one: Tracking) -> str:
    share = f"{one.priority_done} of {one.priority}" + ("" if one.share is None else f" ({one.share:.0%})")
    return (
        f"{one.done:>6}  {one.in_progress:>11}  {one.not_started:>11}  {one.dropped:>7}  {one.overdue:>7}  "
        f"{share if one.priority else 'none marked'}"
    )
