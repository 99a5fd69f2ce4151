"""One organization in one period, with all that is known of it at hand: what an individual report is written from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from oca.assessment import Assessment
from oca.comparison.groups import entering_types
from oca.errors import UsageError
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Band, Scheme
from oca.instrument.words import DimensionText, ItemText
from oca.language import Words, pick, words
from oca.project import Audience, Organization, Period
from oca.raters.few_raters import protected, protected_changes
from oca.reporting.text.printable import printable
from oca.tables.rows import ChangeRow, ResponseRow, ScoreRow, rows

PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)
"""The ticks of an axis in percent of the maximum."""


@dataclass(frozen=True)
class Case:
    """One organization in one period.

    Attributes:
        assessment: what it was taken from.
        organization: whose report it is.
        period: the period it is about.
        questionnaire: the version that was asked then.
        scheme: the scheme of the period.
        words: the printed words of the report's language.
        periods: ids of the periods up to this one in which the organization was assessed.
        own_scores: rows of SCORES of this organization and period; like `scores` and `changes` without what would give
            a single person's answer away (`oca.raters.few_raters`).
        own_needs: rows of NEEDS of the same, of what has a score there.
        scores: rows of SCORES of the organization, by period, kind and element.
        changes: rows of CHANGES of the organization, by earlier period, later period, kind and element.
        answers: rows of RESPONSES of this period and of the score type that counts, by item.
        raters: role of each person who rated alone in this period, by the person's code.
        cohort: mean and number of contributing organizations, by dimension and for overall; only what may be shown.
        cohort_types: the score types that enter the cohort's mean.
        audience: whom the report is for.
    """

    assessment: Assessment
    organization: Organization
    period: Period
    questionnaire: Questionnaire
    scheme: Scheme
    words: Words
    periods: tuple[str, ...]
    own_scores: pd.DataFrame
    own_needs: pd.DataFrame
    scores: Mapping[tuple[str, str, str], ScoreRow]
    changes: Mapping[tuple[str, str, str, str], ChangeRow]
    answers: Mapping[str, tuple[ResponseRow, ...]]
    raters: Mapping[str, str]
    cohort: Mapping[str, tuple[float, int]]
    cohort_types: tuple[str, ...]
    audience: Audience = "organization"

    @property
    def language(self) -> str:
        """The language of the report."""
        return self.words.language

    @property
    def baseline(self) -> str:
        """The period from which change is told: the first that was assessed in the same way; empty when there is none.

        Where no earlier period was assessed in the same way, it is the first of all.
        """
        return next(iter(self._alike), next(iter(self.periods[:-1]), ""))

    @property
    def previous(self) -> str:
        """The last earlier period that was assessed in the same way, else the last; empty when there is none."""
        return next(reversed(self._alike), next(reversed(self.periods[:-1]), ""))

    @property
    def _alike(self) -> list[str]:
        """The earlier periods whose scores may be compared with this one's, by their score type."""
        if self.scheme.compare_score_types:
            return list(self.periods[:-1])
        return [one for one in self.periods[:-1] if self.score("overall", "overall", one).score_type == self.score_type]

    @property
    def levels(self) -> list[float]:
        """The values of the levels, lowest first."""
        return self.questionnaire.levels

    @property
    def axis(self) -> list[float]:
        """What dimensions are drawn on, from the worst to the best: levels; percent, where a scheme sums or shares."""
        return self.ladder if self.scheme.unit == "levels" else list(PERCENT)

    @property
    def ladder(self) -> list[float]:
        """The values of the levels, from the least good to the best: the order of every chart and list."""
        return self.questionnaire.ladder

    @property
    def reversed(self) -> bool:
        """Whether a lower value is better."""
        return self.questionnaire.direction.reversed

    @property
    def area(self) -> bool:
        """Whether a country, an entity or another area is rated, so that nobody is addressed as you."""
        return self.questionnaire.structure.subject == "area"

    @property
    def neutral(self) -> bool:
        """Whether scores are told as better and worse, of nobody; else as higher and lower, to the organization."""
        return self.reversed or self.area

    @property
    def addressed(self) -> bool:
        """Whether the organization itself is spoken to, as you; the public is told about it."""
        return not self.area and self.audience != "public"

    @property
    def score_type(self) -> str:
        """The score type of this period."""
        return self.score("overall", "overall").score_type

    @property
    def respondents(self) -> int:
        """How many sheets of answers stand behind the scores of this period."""
        return self.score("overall", "overall").respondents

    def of(self, kind: str, element: str, period: str = "") -> ScoreRow | None:
        """Return the row of SCORES of an element in this or another period; None where there is none."""
        return self.scores.get((period or self.period.id, kind, element))

    def score(self, kind: str, element: str, period: str = "") -> ScoreRow:
        """Return the row of SCORES of an element that was asked in this or another period.

        Raises:
            KeyError: it was not asked then.
        """
        return self.scores[period or self.period.id, kind, element]

    def change(self, since: str, kind: str, element: str) -> ChangeRow | None:
        """Return the row of CHANGES of an element from an earlier period to this one; None where there is none."""
        return self.changes.get((since, self.period.id, kind, element))

    def label(self, period: str) -> str:
        """Return the label of a period."""
        return printable(pick(self.assessment.project.period(period).label, self.language))

    def item_text(self, item: str) -> ItemText:
        """Return the words of an item."""
        return self.questionnaire.item_text(item, self.language)

    def dimension_text(self, dimension: str) -> DimensionText:
        """Return the words of a dimension."""
        return self.questionnaire.dimension_text(dimension, self.language)

    def short(self, dimension: str) -> str:
        """Return a dimension's short title."""
        text = self.dimension_text(dimension)
        return text.short or text.title or dimension

    def band(self, row: ScoreRow | None) -> Band | None:
        """Return the band that a score lies in; None without a score."""
        return self.scheme.band(row.band) if row is not None and row.band else None


def open_case(
    assessment: Assessment, organization: str, period: str, language: str, audience: Audience = "organization"
) -> Case:
    """Gather what is known of one organization in one period.

    Raises:
        UsageError: there is no such organization or period, or it was not assessed then.
    """
    project = assessment.project
    one, when = project.organization(organization), project.period(period)
    assessed = assessment.periods_of(organization)
    if period not in assessed:
        raise UsageError(f"{organization} was not assessed in {period}. Assessed: {', '.join(assessed) or 'never'}.")
    scores = _protected(assessment, organization, assessed)
    own = scores[scores["period"] == period]
    given = assessment.responses[assessment.responses["organization"] == organization]
    given = given[given["period"] == period]
    scheme = assessment.scheme_of(period)
    of_period = assessment.scores[assessment.scores["period"] == period]
    types = entering_types(of_period, [period] if scheme.compare_score_types else [])[period]
    return Case(
        assessment=assessment,
        organization=one,
        period=when,
        questionnaire=assessment.questionnaire_of(period),
        scheme=scheme,
        words=words(language),
        periods=tuple(assessed[: assessed.index(period) + 1]),
        own_scores=own,
        own_needs=_own_needs(assessment.needs, own),
        scores={(row.period, row.kind, row.element): row for row in rows(ScoreRow, scores)},
        changes=_changes(assessment.changes, organization, scores),
        answers=_answers(given[given["score_type"] == own["score_type"].iloc[0]]),
        raters=_raters(given),
        cohort=_cohort(of_period, types, project.settings.thresholds.of(audience)) if scheme.unit != "points" else {},
        cohort_types=types,
        audience=audience,
    )


def _own_needs(needs: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Return the needs of an organization in a period, without those of scores that are kept back."""
    given = own.loc[own["status"] == "scored", ["organization", "period", "kind", "element"]]
    return needs.merge(given, on=list(given.columns))


def _protected(assessment: Assessment, organization: str, periods: Collection[str]) -> pd.DataFrame:
    """Return the scores of an organization without those that would give a single person's answer away."""
    asked = {period: assessment.questionnaire_of(period) for period in periods}
    dimensions = {period: {item.id: item.dimension for item in one.items} for period, one in asked.items()}
    return protected(assessment.scores[assessment.scores["organization"] == organization], dimensions)


def _changes(
    changes: pd.DataFrame, organization: str, scores: pd.DataFrame
) -> dict[tuple[str, str, str, str], ChangeRow]:
    kept = protected_changes(changes[changes["organization"] == organization], scores)
    return {(row.from_period, row.to_period, row.kind, row.element): row for row in rows(ChangeRow, kept)}


def _answers(given: pd.DataFrame) -> dict[str, tuple[ResponseRow, ...]]:
    found: dict[str, list[ResponseRow]] = {}
    for row in rows(ResponseRow, given):
        found.setdefault(str(row.item), []).append(row)
    return {item: tuple(rows) for item, rows in found.items()}


def _raters(given: pd.DataFrame) -> dict[str, str]:
    alone = given[given["score_type"] == "individual"].drop_duplicates("respondent")
    return dict(zip(alone["respondent"], alone["role"], strict=True))


def _cohort(scores: pd.DataFrame, types: Collection[str], threshold: int) -> dict[str, tuple[float, int]]:
    """Return means over the organizations, each only where enough of them contribute to that very mean.

    The mean of the overall scores is left out too where that of any dimension is: the others and it would give it back.
    Audits of exports take these means as known (`release.in_reports`).
    """
    rows = scores[(scores["status"] == "scored") & scores["kind"].isin(["dimension", "overall"])]
    rows = rows[rows["score_type"].isin(types)]
    grouped = rows.groupby("element", sort=False)["score"]
    means, counts = grouped.mean(), grouped.count()
    shown = {str(one): (float(means[one]), int(counts[one])) for one in means.index if counts[one] >= threshold}
    if len(shown) < len(means):
        shown.pop("overall", None)
    return shown
