"""What one comparison workbook gives out: the tables after disclosure control, and the words for what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from oca.assessment import Assessment
from oca.comparison.grouping import CROSS, TIMES, By
from oca.comparison.groups import COHORT, ScoreTypes, compare, members
from oca.disclosure.ledger import FIGURES, Publication, remembered
from oca.disclosure.release import ALL, Protected, Showing, protect
from oca.disclosure.suppression import INTERNAL, Disclosed, find_mask, head_of
from oca.errors import UsageError
from oca.figures import usual_grouping
from oca.instrument.questionnaire import Questionnaire
from oca.language import Words, pick, words
from oca.project import Audience
from oca.reporting.comparison.areas import AREAS
from oca.reporting.comparison.audit_words import found, given_out
from oca.sorting import Key as SortKey
from oca.sorting import sort_key

HIDDEN, NOTHING = ":c", ":"
"""What a cell reads when its value is suppressed, and when there is none."""

PERCENT = (0.0, 100.0)

Cell = str | float | int
Key = tuple[str, str, str, str, str]
"""Group, period, kind, element, statistic."""


@dataclass(frozen=True)
class Level:
    """One grouping of the sectors, and how it passes the threshold of an audience.

    Attributes:
        by: sector or cluster.
        groups: how many groups it has.
        hidden: how many of them have to be hidden.
    """

    by: str
    groups: int
    hidden: int


@dataclass(frozen=True)
class Release:
    """One workbook's content.

    Attributes:
        assessment: what it is made from; a sheet takes scores and findings from it only when `internal`.
        audience: who it is for.
        by: the column of the register that makes the groups.
        words: the printed words.
        shown: the comparison of overall and dimension scores after disclosure control.
        items: the comparison of item scores over the whole cohort, after disclosure control.
        score_types: the score types that enter, by period.
        finest: the finest grouping that passes without hiding anything.
        sizes: the number of registered organizations in each group, by its id.
        protected: the figures with the audit of them, and the record of what is given out.
        levels: how sectors and clusters pass the audience's threshold; those of the public when internal.
        audit: what the audit by attack found, line by line; empty where nobody attacked it.
        earlier: what was given out before and attacked together with this, line by line.
    """

    assessment: Assessment
    audience: Audience
    by: str
    words: Words
    shown: Disclosed
    items: pd.DataFrame
    score_types: ScoreTypes
    finest: str
    sizes: dict[str, int]
    protected: Protected
    levels: tuple[Level, ...] = ()
    audit: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def text(self, message: str, /, **values: object) -> str:
        """Return a printed text; where areas are rated, the one that speaks of areas."""
        return self.words.text(AREAS.get(message, message) if self.area else message, **values)

    @property
    def area(self) -> bool:
        """Whether respondents rate areas, such as countries or entities, and not organizations."""
        return self.questionnaire.structure.subject == "area"

    @property
    def internal(self) -> bool:
        """Whether named scores may stand in it."""
        return self.audience == "internal"

    @property
    def language(self) -> str:
        """The language of the workbook."""
        return self.words.language

    @cached_property
    def periods(self) -> list[str]:
        """The periods in which anybody was assessed, in order."""
        return [period for period in self.assessment.project.periods if period in self.score_types]

    @property
    def latest(self) -> str:
        """The last assessed period."""
        return self.periods[-1]

    @property
    def baseline(self) -> str:
        """The first period whose score types are those of the latest, so that the two can stand side by side."""
        types = self.score_types[self.latest]
        return next(period for period in self.periods if self.score_types[period] == types)

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire of the latest period."""
        return self.assessment.questionnaire_of(self.latest)

    @cached_property
    def course(self) -> list[str]:
        """The periods in a row, up to the latest, that may stand on one line: one scale, and one way of scoring."""
        found: list[str] = []
        for period in reversed(self.periods):
            if self._measure(period) != self._measure(self.latest):
                break
            found.insert(0, period)
        return found

    def _measure(self, period: str) -> tuple[object, ...]:
        ladder = self.assessment.questionnaire_of(period).ladder
        return self.assessment.scheme_of(period).unit, tuple(ladder), tuple(self.score_types[period])

    def scale_of(self, element: tuple[str, str]) -> tuple[float, float]:
        """Return the worst and the best value of an element in the latest period: levels, points or percent."""
        questionnaire, ladder = self.questionnaire, self.questionnaire.ladder
        if self.unit == "levels" or element[0] == "item":
            return ladder[0], ladder[-1]
        if self.unit == "percent":
            return questionnaire.direction.from_worst(*PERCENT)
        scores = self.assessment.scores
        rows = scores[(scores["period"] == self.latest) & (scores["element"] == element[1])]
        ends = (float(rows["lowest"].min()), float(rows["highest"].max())) if len(rows) else PERCENT
        return questionnaire.direction.from_worst(*ends)

    @property
    def unit(self) -> str:
        """What dimensions are scored in, in the latest period: levels, points or percent."""
        return self.assessment.scheme_of(self.latest).unit

    def on_scale(self, period: str) -> bool:
        """Whether the scores of a period are on the scale of the latest, so that one scale of colours fits both."""
        return self._measure(period)[:2] == self._measure(self.latest)[:2]

    @cached_property
    def statistics(self) -> list[str]:
        """The statistics of which anything is shown, in the order of the comparison."""
        both = pd.concat([self.shown.cohort, self.shown.groups], ignore_index=True)
        known = set(both.loc[~both["suppressed"] & both["value"].notna(), "statistic"])
        return [str(one) for one in dict.fromkeys(self.shown.cohort["statistic"]) if one in known]

    @cached_property
    def groups(self) -> list[str]:
        """The groups in the order of the project file, else of the alphabet; none where the cohort is all there is."""
        if self.by == COHORT:
            return []
        settings = self.assessment.project.settings
        known = {"sector": list(settings.sectors), "cluster": [cluster.id for cluster in settings.clusters]}
        order = {group: position for position, group in enumerate(known.get(self.by, []))}

        def place(group: str) -> tuple[int, SortKey]:
            return order.get(group, len(order)), sort_key(self.group_label(group), self.language)

        return sorted(self.sizes, key=place)

    @cached_property
    def elements(self) -> list[tuple[str, str]]:
        """Kind and id of the overall score and of every dimension, those of the latest period first."""
        rows = self.shown.cohort
        latest, others = rows[rows["period"] == self.latest], rows[rows["period"] != self.latest]
        both = [zip(frame["kind"], frame["element"], strict=True) for frame in (latest, others)]
        return [one for one in dict.fromkeys(pair for pairs in both for pair in pairs) if one[0] != "subdimension"]

    def group_label(self, group: str, by: str | None = None) -> str:
        """Return the name of a group, of another grouping where one is given."""
        by = self.by if by is None else by
        if group == COHORT:
            return self.text("All organizations")
        columns, values = by.split(TIMES), group.split(CROSS)
        if len(columns) != 2 or len(values) != 2:
            return self._named(by, group)
        return CROSS.join(self._named(column, value) for column, value in zip(columns, values, strict=True))

    def _named(self, by: str, group: str) -> str:
        settings = self.assessment.project.settings
        if by == "sector" and group in settings.sectors:
            return pick(settings.sectors[group], self.language)
        for cluster in settings.clusters:
            if by == "cluster" and cluster.id == group:
                return pick(cluster.label, self.language)
        return group or self.words.text("(none)")

    def by_label(self, by: str | None = None) -> str:
        """Return the name of a grouping."""
        t, by = self.text, self.by if by is None else by
        known = {
            "sector": t("Sector"),
            "cluster": t("Cluster"),
            COHORT: t("All organizations"),
            "campaign": t("Campaign"),
            "coalition": t("Coalition"),
        }
        return CROSS.join(known.get(one, one) for one in by.split(TIMES))

    def period_label(self, period: str) -> str:
        """Return the name of a period."""
        return pick(self.assessment.project.period(period).label, self.language)

    def element_label(self, element: str, *, short: bool = False) -> str:
        """Return the title of a dimension, item or the overall score, from the latest version that has it."""
        if element == "overall":
            return self.words.text("Overall")
        for period in reversed(self.periods):
            questionnaire = self.assessment.questionnaire_of(period)
            if element in questionnaire.dimension_ids:
                text = questionnaire.dimension_text(element, self.language)
                return (text.short if short else "") or text.title
            if element in questionnaire.item_ids:
                return questionnaire.item_text(element, self.language).title
        return element

    def value(self, group: str, period: str, element: tuple[str, str], statistic: str) -> Cell:
        """Return a value, or the sign that it is hidden or absent."""
        value, _, suppressed = self._figures.get((group, period, *element, statistic), (float("nan"), 0, False))
        return HIDDEN if suppressed else NOTHING if pd.isna(value) else value

    def count(self, group: str, period: str, element: tuple[str, str], statistic: str) -> Cell:
        """Return the number of contributing organizations; "<5" where it is hidden for being small."""
        _, organizations, suppressed = self._figures.get((group, period, *element, statistic), (float("nan"), 0, False))
        mask = self.shown.mask
        few = mask.is_few(group, period, element, statistic) and head_of(statistic) == statistic
        small = group in mask.small or few or (group == COHORT and head_of(statistic) == statistic)
        return organizations if not suppressed else f"<{self.shown.mask.threshold}" if small else HIDDEN

    @cached_property
    def _figures(self) -> dict[Key, tuple[float, int, bool]]:
        tables = [self.shown.groups, self.shown.cohort, self.items]  # the cohort is a group of `cohort` too
        names = ("group", "period", "kind", "element", "statistic", "value", "organizations", "suppressed")
        return {
            (g, p, k, e, s): (value, organizations, suppressed)
            for table in tables
            for g, p, k, e, s, value, organizations, suppressed in zip(*(table[n] for n in names), strict=True)
        }


def make_release(
    assessment: Assessment,
    audience: Audience,
    by: By | None,
    language: str,
    showing: Showing = ALL,
) -> Release:
    """Compare the groups of an assessment, and suppress what the audience may not see, or what is not shown.

    Raises:
        InputError: not even the figures of the cohort alone pass the audit.
        UsageError: nobody was assessed yet, groups cannot be made by `by`, or there is no such audience or language.
    """
    project = assessment.project
    if assessment.scores.empty:
        raise UsageError("No organization was assessed in any period yet, so there is nothing to compare.")
    printed = words(language)
    register = assessment.project.register()
    by = by or usual_grouping(assessment, audience)
    earlier = remembered(project.folder) if audience != "internal" else []
    made = protect(assessment, audience, by, earlier=earlier, showing=showing)
    return Release(
        assessment=assessment,
        audience=audience,
        by=made.groups.name,
        words=printed,
        shown=made.shown,
        items=made.items,
        score_types=made.score_types,
        finest=made.finest,
        sizes=members(register, by),
        protected=made,
        levels=_levels(assessment, register, made.score_types, audience),
        audit=found(made.audit, printed) if made.audit else (),
        earlier=tuple(given_out(one, printed) for one in earlier if not _same(one, made.record)),
    )


def _same(one: Publication, other: Publication | None) -> bool:
    """Say whether two records are of one export, given out twice."""
    return other is not None and one.audience == other.audience and one.figures[FIGURES].equals(other.figures[FIGURES])


def _levels(assessment: Assessment, register: pd.DataFrame, types: ScoreTypes, audience: Audience) -> tuple[Level, ...]:
    """Return how many groups of sectors and clusters would be hidden, the finest first."""
    project = assessment.project
    threshold = project.settings.thresholds.of(audience)
    needed = threshold if threshold > INTERNAL else project.settings.thresholds.public

    def compared(by: str) -> pd.DataFrame:
        return compare(
            assessment.scores, assessment.changes, register, by=by, periods=project.periods, score_types=types
        )

    cohort = compared(COHORT)
    tables = {by: compared(by) for by in ("sector", "cluster") if register[by].any()}
    return tuple(
        Level(by, table["group"].nunique(), len(find_mask(cohort, table, needed).hidden))
        for by, table in tables.items()
    )
