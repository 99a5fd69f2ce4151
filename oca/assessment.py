"""The one call that runs the chain, from a project folder to one frozen result; every output is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from oca.change.organization import changes
from oca.change.pairs import EVERY_PAIR, is_reduced
from oca.change.reliable_change import with_reliable_change
from oca.collection.own_responses import OwnData, collect_own
from oca.collection.responses import collect
from oca.collection.sessions import without_people
from oca.errors import InputError
from oca.findings import Finding, Place, count_findings, errors, finding, gathered, shorten
from oca.instrument.in_use import instruments_in_use
from oca.instrument.scheme import Scheme
from oca.options import as_path
from oca.project import Project, load_project
from oca.quality.measures import examine
from oca.quality.warnings import doubts
from oca.result import Assessment as Assessment
from oca.result import of_periods
from oca.result import with_tables as with_tables
from oca.scoring.scores import preferred, score
from oca.support.plans import with_plans
from oca.support.project_folder import look_around
from oca.support.reading import read_support, with_alliances
from oca.tables import findings_frame


def assess(project: Project | Path | str, *, responses: OwnData | None = None) -> Assessment:
    """Read, check, score and compare a whole project.

    Args:
        project: a project folder, or a project that was read already.
        responses: answers to take in place of those in the project's folder `responses/`, as `oca.responses_frame`
            takes and returns them; organizations, periods and all else still come from the project.

    Raises:
        UsageError: the folder is no project folder.
        InputError: with every finding of severity error, all at once.
    """
    if not isinstance(project, Project):
        project = load_project(project)
    questionnaires, schemes, notes = instruments_in_use(project)
    if responses is None:
        collected = collect(project, questionnaires)
    else:
        collected = collect_own(responses, project, questionnaires)
    notes += collected.findings
    support, remarks = read_support(project, questionnaires)
    notes += remarks
    notes += look_around(project.folder)
    support, remarks = with_plans(support, project, questionnaires)
    notes += remarks
    project = with_alliances(project, support)
    if errors(notes):
        raise InputError(gathered(notes))
    by_period = {period.id: schemes[period.scheme] for period in project.settings.periods}
    versions = {period: project.period(period).questionnaire for period in project.periods}
    every = score(collected.responses, questionnaires, by_period)
    notes += _refused(collected.responses, by_period)
    scores = of_periods(every, project.periods)
    looking_back = of_periods(every, [one for one in project.rounds if one not in project.periods])
    change = changes(collected.responses, scores, questionnaires, versions, by_period)
    notes += _reduced(scores)
    sheets = collected.sheets
    examined = examine(
        of_periods(collected.responses, project.periods),
        scores,
        change,
        questionnaires,
        versions,
        by_period,
        without_people(sheets),
    )
    notes += doubts(examined, {period: project.period(period).date for period in project.periods})
    made = Assessment(
        project,
        questionnaires,
        schemes,
        collected.responses,
        scores,
        change,
        examined.quality,
        looking_back,
        tuple(gathered(notes)),
        collected.files,
        support,
        sheets,
    )
    return with_tables(made, changes=_judged_reliable(made))


def _judged_reliable(made: Assessment) -> pd.DataFrame:
    """Return CHANGES with their reliability, where an organization has individual scores in two periods."""
    alone = made.scores[(made.scores["kind"] == "overall") & (made.scores["score_type"] == "individual")]
    if alone.groupby("organization")["period"].nunique().max() > 1:
        return with_reliable_change(made.changes, made.scores, made.reliability)
    return made.changes


class Check(NamedTuple):
    """What can be said of a project without raising.

    Attributes:
        project: the project; None where its own files are wrong.
        assessment: the results; None where anything is wrong.
        findings: everything that was found.
    """

    project: Project | None
    assessment: Assessment | None
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        """Say in a line what was found."""
        return f"<Check: {count_findings(self.findings)}>"

    @property
    def passed(self) -> bool:
        """Whether there is no error."""
        return not errors(self.findings)

    @property
    def findings_table(self) -> pd.DataFrame:
        """FINDINGS: the findings as a table."""
        return findings_frame(self.findings)


def check(project: Project | Path | str) -> Check:
    """Return what can be said of a project: every finding, and the results where there is no error.

    Args:
        project: a project folder, or a project that was read already.

    Raises:
        UsageError: the folder is no project folder.
    """
    found = project if isinstance(project, Project) else None
    try:
        found = found or load_project(as_path(project))
        assessment = assess(found)
    except InputError as error:
        return Check(found, None, tuple(gathered(error.findings)))
    return Check(found, assessment, assessment.findings)


def _reduced(scores: pd.DataFrame) -> list[Finding]:
    """Say that changes are not computed between every two periods, where there are too many of them."""
    if not is_reduced(scores):
        return []
    count = scores["period"].nunique()
    return [finding("changes-reduced", Place("project.yaml"), count=count, limit=EVERY_PAIR)]


def _refused(responses: pd.DataFrame, schemes: Mapping[str, Scheme]) -> list[Finding]:
    """Return a warning for each organization whose only answers are of a score type that the scheme does not take."""
    notes = []
    for period, scheme in schemes.items():
        rows = responses[responses["period"] == period]
        left_out = sorted(set(rows["organization"]) - set(preferred(rows, scheme)["organization"]))
        for organization in left_out:
            types = sorted(set(rows.loc[rows["organization"] == organization, "score_type"]))
            names = {"organization": organization, "found": shorten(types), "period": period, "scheme": scheme.id}
            notes.append(finding("score-type-refused", accepted=shorten(scheme.score_types), **names))
    return notes
