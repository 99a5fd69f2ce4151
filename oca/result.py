"""The one frozen result of an assessment: what was answered, what follows from it, and what is to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import pandas as pd

from oca import overview
from oca.change.cohort import attrition, cohort, left_out, shares
from oca.change.indicators import Round, indicators
from oca.change.organization import changes
from oca.change.reliable_change import with_reliable_change
from oca.comparison.groups import ScoreTypes, entering_types
from oca.errors import UsageError
from oca.findings import Finding, suggest
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.planning.needs import Beside, needs
from oca.planning.support_received import received
from oca.planning.tracking import actions_table, following_days
from oca.project import Project
from oca.raters.agreement import agreement, cohort_agreement
from oca.raters.cronbach import reliability
from oca.scoring.scores import score
from oca.scoring.trace import Trace, trace
from oca.support.records import Support
from oca.tables import SHEETS, findings_frame

_FROZEN = (
    "An Assessment is not changed once it is made: its scores, changes and findings follow from its answers. Change "
    "the files of the project and call oca.assess again, or give other answers: oca.assess(a.project, responses=...)."
)


@dataclass(frozen=True, repr=False)
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
    _made: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse to be made from another one, as `dataclasses.replace` does: it would keep what no longer follows."""
        if self._made:
            raise UsageError(_FROZEN)
        object.__setattr__(self, "_made", True)

    def __repr__(self) -> str:
        """Say in a line what was assessed."""
        return f"<Assessment: {overview.in_a_line(self)}>"

    def _repr_html_(self) -> str:
        """Show in a notebook what was assessed, what is to be looked at, and the overall scores."""
        return overview.in_html(self)

    @property
    def findings_table(self) -> pd.DataFrame:
        """FINDINGS: the warnings and things to look at as a table."""
        return findings_frame(self.findings)

    @cached_property
    def overall(self) -> pd.DataFrame:
        """The overall score of each organization of the register in each period, a column for each; NaN where none."""
        return overview.overall(self)

    def matrix(
        self, period: str | None = None, *, kind: str = "dimension", language: str | None = None
    ) -> pd.DataFrame:
        """Return the scores of one period as a wide table with names, a row for each organization that was assessed.

        Args:
            period: id of the period; the latest in which anybody was assessed when None.
            kind: of the columns: item, subdimension, dimension or overall.
            language: of the titles; the project's first when None.

        Returns:
            Organizations by their ids, in the order of the register: `name`, then a column of scores for each element,
            headed by its title and in the order of the questionnaire; with dimensions, the overall score comes first.

        Raises:
            UsageError: there is no such period, kind or language, or nobody was assessed then.
        """
        return overview.matrix(self, period, kind, language)

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
        responses = of_periods(self.responses, self.project.periods)
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
        return indicators(
            self.scores,
            self.changes,
            self.project.register(),
            rounds={period: self._round(period) for period in self.project.periods},
            score_types=self.entering_types,
        )

    @cached_property
    def entering_types(self) -> ScoreTypes:
        """The score types whose scores enter figures on several organizations, by period."""
        mixing = [period for period, scheme in self.schemes_by_period.items() if scheme.compare_score_types]
        return entering_types(self.scores, mixing)

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


def with_tables(assessment: Assessment, **tables: object) -> Assessment:
    """Return an assessment with some of its fields restated, for the rooms of oca alone.

    Whoever calls it answers for it that the other fields still follow from these, such as scores in another unit.
    """
    names = [one.name for one in fields(assessment) if one.name != "_made"]
    kept: dict[str, Any] = {name: getattr(assessment, name) for name in names}  # each field has its own type
    return Assessment(**kept | tables)


def of_periods(table: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """Return the rows of a table that are of some periods, numbered anew."""
    return table[table["period"].isin(periods)].reset_index(drop=True)


def _rows(table: pd.DataFrame, of: Mapping[str, str]) -> pd.DataFrame:
    for column, value in of.items():
        table = table[table[column] == value]
    return table
