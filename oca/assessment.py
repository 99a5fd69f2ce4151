"""The one call that runs the chain, from a project folder to one frozen result; every output is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from oca.analysis.change import changes
from oca.analysis.scoring import preferred, score
from oca.collection.responses import collect
from oca.errors import InputError
from oca.findings import Finding, errors, finding, shorten
from oca.instrument.contradictions import contradictions
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import Scheme, load_scheme
from oca.instrument.versions import check_mapping
from oca.project import Project, load_project


@dataclass(frozen=True)
class Assessment:
    """Everything that is known about a project: what was answered, what follows from it, and what is to be said.

    Attributes:
        project: the project folder as read.
        questionnaires: each version that a period uses, and the versions before it, by ref.
        schemes: each scheme that a period uses, by id.
        responses: RESPONSES.
        scores: SCORES.
        changes: CHANGES.
        findings: warnings and things to look at; errors never get this far.
        files: the SHA-256 of each response file, by its path in the project folder.
    """

    project: Project
    questionnaires: Mapping[str, Questionnaire]
    schemes: Mapping[str, Scheme]
    responses: pd.DataFrame
    scores: pd.DataFrame
    changes: pd.DataFrame
    findings: tuple[Finding, ...]
    files: Mapping[str, str]

    def questionnaire_of(self, period: str) -> Questionnaire:
        """Return the questionnaire of a period."""
        return self.questionnaires[self.project.period(period).questionnaire]

    def scheme_of(self, period: str) -> Scheme:
        """Return the scheme of a period."""
        return self.schemes[self.project.period(period).scheme]

    def periods_of(self, organization: str) -> list[str]:
        """Return the periods in which an organization was assessed, in order."""
        found = set(self.scores.loc[self.scores["organization"] == organization, "period"])
        return [period for period in self.project.periods if period in found]


def assess(project: Project | Path | str) -> Assessment:
    """Read, check, score and compare a whole project.

    Args:
        project: a project folder, or a project that was read already.

    Raises:
        UsageError: the folder is no project folder.
        InputError: with every finding of severity error, all at once.
    """
    if not isinstance(project, Project):
        project = load_project(Path(project))
    questionnaires, schemes, notes = _instruments(project)
    collected = collect(project, questionnaires)
    notes += collected.findings
    if errors(notes):
        raise InputError(notes)
    by_period = {period.id: schemes[period.scheme] for period in project.settings.periods}
    versions = {period.id: period.questionnaire for period in project.settings.periods}
    scores = score(collected.responses, questionnaires, by_period)
    notes += _refused(collected.responses, by_period)
    change = changes(scores, questionnaires, versions, by_period)
    return Assessment(
        project, questionnaires, schemes, collected.responses, scores, change, tuple(notes), collected.files
    )


def check(folder: Path) -> tuple[Project | None, Assessment | None, tuple[Finding, ...]]:
    """Return what can be said of a project without raising: the results where there are any, and every finding."""
    project = None
    try:
        project = load_project(folder)
        assessment = assess(project)
    except InputError as error:
        return project, None, error.findings
    return project, assessment, assessment.findings


def _instruments(project: Project) -> tuple[dict[str, Questionnaire], dict[str, Scheme], list[Finding]]:
    """Load every questionnaire and scheme that a period uses; raise all that is wrong with them at once."""
    questionnaires: dict[str, Questionnaire] = {}
    schemes: dict[str, Scheme] = {}
    faults: list[Finding] = []
    for period in project.settings.periods:
        try:
            _load_chain(period.questionnaire, questionnaires, project.folder)
            scheme, document = load_scheme(period.scheme, project.folder)
        except InputError as error:
            faults += [one for one in error.findings if one not in faults]
            continue
        found = contradictions(scheme, document, questionnaires[period.questionnaire])
        faults += [one for one in found if one not in faults]
        schemes[scheme.id] = scheme
    if faults:
        raise InputError([*project.findings, *faults])
    notes = [note for one in questionnaires.values() for note in one.findings]
    return questionnaires, schemes, [*project.findings, *notes]


def _load_chain(ref: str, questionnaires: dict[str, Questionnaire], folder: Path) -> None:
    """Load a version and, by its mapping, the versions before it."""
    while ref not in questionnaires:
        questionnaires[ref] = load_questionnaire(ref, folder)
        mapping = questionnaires[ref].structure.mapping
        if mapping is None:
            return
        later, ref = questionnaires[ref], f"{questionnaires[ref].structure.id}/{mapping.from_version}"
        if ref not in questionnaires:
            _load_chain(ref, questionnaires, folder)
        check_mapping(later, questionnaires[ref])


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
