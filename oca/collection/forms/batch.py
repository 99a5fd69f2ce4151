"""The forms of many organizations in one go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oca.collection.forms.workbook import make_workbook
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import load_scheme
from oca.project import Project


def write_forms(
    project: Project,
    folder: Path,
    organizations: Sequence[str] | None = None,
    *,
    period: str | None = None,
    language: str | None = None,
) -> list[Path]:
    """Write a blank form for each organization, in its language, with its name and period filled in.

    It is a sheet to agree on together, or for one person alone where the period's scheme accepts nothing else.

    Args:
        project: the project.
        folder: where to; made when it is not there.
        organizations: ids; all of the cohort in that period when None.
        period: the period's id; the last one when None.
        language: one language for all; each organization's own when None.

    Raises:
        UsageError: there is no such organization or period.
        InputError: the questionnaire or the scheme of the period cannot be read.
    """
    chosen = project.period(period or project.periods[-1])
    questionnaire = load_questionnaire(chosen.questionnaire, project.folder)
    scheme, _ = load_scheme(chosen.scheme, project.folder)
    score_type = "consensus" if "consensus" in scheme.score_types else scheme.score_types[0]
    named = [project.organization(one) for one in organizations or ()]
    everyone = [one for one in project.organizations if project.in_cohort(one, chosen.id)]
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for one in named or everyone:
        path = folder / f"{one.id}-{chosen.id}.xlsx"
        own = language or one.language
        make_workbook(
            questionnaire,
            path,
            language=own,
            organization=one,
            period=chosen,
            score_type=score_type,
            synthetic=project.settings.synthetic,
        )
        paths.append(path)
    return paths
