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
    assessment = show.assess(project)
    if json:
        from oca.reporting.schedule import plan_trainings

        show.plain_json(plan_trainings(assessment, period, lang).schedule)
        return
    from oca.reporting.run import training_schedule

    folder = output or project / "out" / "schedule"
    training_schedule(assessment, folder, period=period, language=lang, tell=show.talk)
