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
    language = lang or assessment.project.settings.languages[0]
    if json:
        from oca.reporting.schedule import plan_trainings

        show.plain_json(plan_trainings(assessment, period, language).schedule)
        return
    show.training_schedule(assessment, output or project / "out" / "schedule", period=period, language=language)
