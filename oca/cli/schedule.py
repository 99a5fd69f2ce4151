"""The command that schedules trainings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oca.cli import show
from oca.cli.options import HERE, JsonOption, LangOption, PeriodOption, ProjectOption


def schedule(
    project: ProjectOption = HERE,
    period: PeriodOption = None,
    lang: LangOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Folder for the workbook and calendar.")] = None,
    json: JsonOption = False,
) -> None:
    """Choose which organization attends which training, and when: a workbook with the reasons, and a calendar."""
    from oca.reporting.schedule import plan_trainings, write_calendar, write_schedule

    assessment = show.assess(project)
    language = lang or assessment.project.settings.languages[0]
    planned = plan_trainings(assessment, period, language)
    if json:
        show.plain_json(planned.schedule)
        return
    folder = output or project / "out" / "schedule"
    workbook, calendar = folder / f"schedule-{planned.period}.xlsx", folder / f"schedule-{planned.period}.ics"
    write_schedule(planned, workbook)
    write_calendar(planned, calendar)
    found = planned.schedule
    dated = [one for one in found.sessions if one.slot]
    served = len({pair.organization for pair in found.chosen})
    everybody = show.counted(len(planned.given.attendants), "organization")
    attendances = show.counted(len(found.chosen), "attendance")
    cost = planned.money(found.cost)
    show.result(f"{show.counted(len(dated), 'session')}, {attendances}: {served} of {everybody} attend; cost {cost}")
    undated = len(found.sessions) - len(dated)
    if undated:
        show.result(f"{show.counted(undated, 'session')} found no date: add slots, or look at the sheet of sessions.")
    if found.gap >= 0.0005:
        show.result(f"The best that was found; another schedule could meet greater needs by {found.gap:.1%} at most.")
    show.talk(f"The schedule is in {workbook}, its calendar in {calendar}.")
