"""Writing the action plans: for each organization a workbook that is pre-filled with proposals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from oca import files
from oca.assessment import Assessment
from oca.language import words
from oca.options import as_path, ids
from oca.planning.proposals import propose
from oca.spreadsheet.seal import is_changed, seal
from oca.support.plan_workbook import PlanContent, make_plan


def write_plans(
    assessment: Assessment,
    folder: Path | str,
    organizations: Sequence[str] | str | None = None,
    *,
    period: str | None = None,
    language: str | None = None,
) -> list[Path]:
    """Write the plans, `<period>/<organization>.xlsx` in a folder, and return the files in the order of the register.

    One that somebody changed stays as it is, and the new one goes beside it.

    Args:
        assessment: the project's.
        folder: where the folders of the periods are made.
        organizations: their ids; every one that was assessed when None.
        period: the id of the period; of each organization its latest when None.
        language: of the plans; of each organization its own when None.

    Raises:
        UsageError: there is no such organization, period or language.
    """
    folder, paths = as_path(folder), []
    for organization, of in _wanted(assessment, organizations, period):
        path = files.beside(folder / of / f"{organization}.xlsx", is_changed)
        make_plan(plan_of(assessment, organization, of, language), path)
        seal(path)
        paths.append(path)
    return paths


def kept(
    assessment: Assessment,
    folder: Path,
    paths: Sequence[Path],
    organizations: Sequence[str] | None = None,
    *,
    period: str | None = None,
) -> list[Path]:
    """Return the plans beside which new ones were written, because somebody wrote into them; as `write_plans`."""
    wanted = [folder / of / f"{one}.xlsx" for one, of in _wanted(assessment, organizations, period)]
    return [path for path in wanted if path not in paths and path.is_file()]


def plan_of(assessment: Assessment, organization: str, period: str, language: str | None = None) -> PlanContent:
    """Return the plan that is proposed to one organization after the assessment of one period."""
    project, form = assessment.project, assessment.questionnaire_of(period)
    one, spoken = project.organization(organization), project.language_of(language, organization)
    needs = assessment.needs
    own = needs[(needs["organization"] == organization) & (needs["period"] == period)]
    trainings = assessment.support.trainings
    proposals = propose(own, form, words(spoken), trainings)
    return PlanContent(
        one, project.period(period), form, spoken, tuple(proposals), trainings, project.settings.synthetic
    )


def _wanted(
    assessment: Assessment, organizations: Sequence[str] | str | None, period: str | None
) -> Iterator[tuple[str, str]]:
    """Yield each organization that is asked for and was assessed, with the period of its plan."""
    project = assessment.project
    named = [project.organization(one).id for one in ids(organizations)]
    if period is not None:
        project.period(period)
    for one in project.organizations:
        assessed = assessment.periods_of(one.id)
        of = period or (assessed[-1] if assessed else "")
        if of in assessed and (not named or one.id in named):
            yield one.id, of
