"""The one call that runs the chain, from a project folder to one frozen result; every output is made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from oca.change.cohort import attrition, cohort, left_out, shares
from oca.change.indicators import Round, indicators
from oca.change.organization import changes
from oca.change.reliable_change import with_reliable_change
from oca.collection.responses import collect
from oca.collection.sessions import without_people
from oca.comparison.groups import entering_types
from oca.errors import InputError, UsageError
from oca.findings import Finding, errors, finding, gathered, shorten, suggest
from oca.instrument.in_use import instruments_in_use
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.planning.needs import Beside, needs
from oca.planning.support_received import received
from oca.planning.tracking import actions_table, following_days
from oca.project import Project, load_project
from oca.quality.measures import examine
from oca.quality.warnings import doubts
from oca.raters.agreement import agreement, cohort_agreement
from oca.raters.cronbach import reliability
from oca.scoring.scores import preferred, score
from oca.scoring.trace import Trace, trace
from oca.support.plans import with_plans
from oca.support.project_folder import look_around
from oca.support.reading import read_support, with_alliances
from oca.support.records import Support
from oca.tables import SHEETS


@dataclass(frozen=True)
class Assessment:
    """Everything that is known about a project: what was answered, what follows from it, and what is to be said.

    The tables that need statistics are made when they are first asked for.

    Attributes:
        project: the project folder as read.
        questionnaires: each version that a period uses, and the versions before it, by ref.
        schemes: each scheme that a period uses, by id.
        responses: RESPONSES.
        scores: SCORES.
        changes: CHANGES.
        quality: QUALITY: what stands behind each score.
        retrospective: SCORES of the periods that look back at another; a series of their own.
        findings: warnings and things to look at; errors never get this far.
        files: the SHA-256 of each response file, by its path in the project folder.
        sheets: SHEETS: when and where the sheets of answers were filled in, and who took part.
        support: trainings, sessions, plans and what else the programme gives; empty without such files.
    """

    project: Project
    questionnaires: Mapping[str, Questionnaire]
    schemes: Mapping[str, Scheme]
    responses: pd.DataFrame
    scores: pd.DataFrame
    changes: pd.DataFrame
    quality: pd.DataFrame
    retrospective: pd.DataFrame
    findings: tuple[Finding, ...]
    files: Mapping[str, str]
    support: Support = field(default_factory=Support)
    sheets: pd.DataFrame = field(default_factory=SHEETS.frame)

    @cached_property
    def agreement(self) -> pd.DataFrame:
        """AGREEMENT: how far the respondents of an organization answer alike."""
        return agreement(self.responses, self.questionnaires, self.project.periods)

    @cached_property
    def cohort_agreement(self) -> pd.DataFrame:
        """COHORT_AGREEMENT: Krippendorff's alpha over all organizations."""
        return cohort_agreement(self.responses, self.questionnaires, self.project.periods)

    @cached_property
    def reliability(self) -> pd.DataFrame:
        """RELIABILITY: internal consistency over the respondents."""
        return reliability(self.responses, self.questionnaires, self.project.periods)

    @cached_property
    def individual(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """SCORES and CHANGES of the individual ratings alone, whichever type the schemes prefer."""
        alone = {
            period: scheme.model_copy(update={"score_types": ["individual"]})
            for period, scheme in self.schemes_by_period.items()
        }
        responses = _of(self.responses, self.project.periods)
        scores = score(responses, self.questionnaires, alone)
        change = changes(responses, scores, self.questionnaires, self.versions, alone)
        return scores, with_reliable_change(change, scores, self.reliability)

    @cached_property
    def retrospective_changes(self) -> pd.DataFrame:
        """CHANGES from each looking back: to the original ratings, and to what was assessed from then on."""
        scores = pd.concat([self.scores, self.retrospective], ignore_index=True)
        rounds = self.project.settings.periods
        pairs = [
            pair
            for back in rounds
            if back.retrospective_of
            for one in rounds
            if not one.retrospective_of
            for pair in ([(one.id, back.id)] if one.id == back.retrospective_of else [])
            + ([(back.id, one.id)] if one.date >= back.date else [])
        ]
        versions = {one.id: one.questionnaire for one in rounds}
        schemes = {one.id: self.schemes[one.scheme] for one in rounds}
        return changes(self.responses, scores, self.questionnaires, versions, schemes, pairs=pairs)

    @cached_property
    def needs(self) -> pd.DataFrame:
        """NEEDS: how much each item and dimension of an organization asks for support."""
        forms = {period: self.questionnaire_of(period) for period in self.project.periods}
        beside = Beside(self.changes, self.agreement, self.support.actions)
        return needs(self.scores, beside, forms, self.schemes_by_period)

    @cached_property
    def actions(self) -> pd.DataFrame:
        """ACTIONS: the rows of every plan that came back; overdue on the day of the next period."""
        dates = {period: self.project.period(period).date for period in self.project.periods}
        return actions_table(self.support.actions, following_days(dates))

    @cached_property
    def cohort(self) -> pd.DataFrame:
        """COHORT: change of all organizations together."""
        return cohort(self.scores, self.changes, periods=self.project.periods)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """SHARES: how many organizations improved, with n of N."""
        return shares(self.cohort)

    @cached_property
    def attrition(self) -> pd.DataFrame:
        """ATTRITION: who was assessed in which of two periods, and why not."""
        return attrition(self.scores, self.project.register(), periods=self.project.periods)

    @cached_property
    def left_out(self) -> pd.DataFrame:
        """LEFT_OUT: whose scores do not compare, and why."""
        return left_out(self.scores, self.changes, periods=self.project.periods)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """INDICATORS for donors."""
        mixing = [period for period, scheme in self.schemes_by_period.items() if scheme.compare_score_types]
        return indicators(
            self.scores,
            self.changes,
            self.project.register(),
            rounds={period: self._round(period) for period in self.project.periods},
            score_types=entering_types(self.scores, mixing),
        )

    @cached_property
    def support_received(self) -> pd.DataFrame:
        """SUPPORT_RECEIVED: trainings, people and days of assistance by organization, period and dimension."""
        return received(self.support, self.dimension_of, self.project.periods)

    @cached_property
    def dimension_of(self) -> dict[str, str]:
        """The dimension of each item, sub-dimension and dimension of any version in use."""
        found = {}
        for questionnaire in (self.questionnaire_of(period) for period in self.project.periods):
            for dimension in questionnaire.structure.dimensions:
                found[dimension.id] = dimension.id
                found |= dict.fromkeys((part.id for part in dimension.subdimensions), dimension.id)
            found |= {item.id: item.dimension for item in questionnaire.items}
        return found

    def _round(self, period: str) -> Round:
        questionnaire = self.questionnaire_of(period)
        bands = [band.id for band in self.scheme_of(period).bands][:: questionnaire.direction.sign]
        return Round(self.project.period(period).date, bands, questionnaire.structure.measures)

    @property
    def versions(self) -> dict[str, str]:
        """The ref of the questionnaire of each period."""
        return {period: self.project.period(period).questionnaire for period in self.project.periods}

    @property
    def schemes_by_period(self) -> dict[str, Scheme]:
        """The scheme of each period."""
        return {period: self.scheme_of(period) for period in self.project.periods}

    def questionnaire_of(self, period: str) -> Questionnaire:
        """Return the questionnaire of a period."""
        return self.questionnaires[self.project.period(period).questionnaire]

    def scheme_of(self, period: str) -> Scheme:
        """Return the scheme of a period."""
        return self.schemes[self.project.period(period).scheme]

    def explain(self, organization: str, period: str, element: str = "overall") -> Trace:
        """Return how a score came about, down to each answer with its file and cell.

        Raises:
            UsageError: there is no such organization or period, it was not assessed then, or there is no such element.
        """
        self.project.organization(organization)
        self.project.period(period)
        of = {"organization": organization, "period": period}
        scores, responses = (_rows(table, of) for table in (self.scores, self.responses))
        if scores.empty:
            known = ", ".join(self.periods_of(organization)) or "never"
            raise UsageError(f"{organization} was not assessed in {period}. Assessed: {known}.")
        if element not in set(scores["element"]):
            raise UsageError(f"There is no score of {element} in {period}. {suggest(element, scores['element'])}")
        return trace(responses, scores, self.questionnaire_of(period), self.scheme_of(period), element)

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
    questionnaires, schemes, notes = instruments_in_use(project)
    collected = collect(project, questionnaires)
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
    scores = _of(every, project.periods)
    looking_back = _of(every, [one for one in project.rounds if one not in project.periods])
    change = changes(collected.responses, scores, questionnaires, versions, by_period)
    sheets = collected.sheets
    examined = examine(
        _of(collected.responses, project.periods),
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
    return replace(made, changes=_judged_reliable(made))


def _of(table: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    return table[table["period"].isin(periods)].reset_index(drop=True)


def _judged_reliable(made: Assessment) -> pd.DataFrame:
    """Return CHANGES with their reliability, where an organization has individual scores in two periods."""
    alone = made.scores[(made.scores["kind"] == "overall") & (made.scores["score_type"] == "individual")]
    if alone.groupby("organization")["period"].nunique().max() > 1:
        return with_reliable_change(made.changes, made.scores, made.reliability)
    return made.changes


def check(folder: Path) -> tuple[Project | None, Assessment | None, tuple[Finding, ...]]:
    """Return what can be said of a project without raising: the results where there are any, and every finding."""
    project = None
    try:
        project = load_project(folder)
        assessment = assess(project)
    except InputError as error:
        return project, None, tuple(gathered(error.findings))
    return project, assessment, assessment.findings


def _rows(table: pd.DataFrame, of: Mapping[str, str]) -> pd.DataFrame:
    for column, value in of.items():
        table = table[table[column] == value]
    return table


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
