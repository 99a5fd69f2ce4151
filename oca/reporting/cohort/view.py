"""The cohort as one audience may see it, with everything at hand that the pages are written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.assessment import Assessment
from oca.change.cohort import cohort, shares
from oca.comparison.groups import enters, pairs_since_first
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.language import Words, round_half_up
from oca.reporting.charts.cohort import Reach, round_up
from oca.reporting.cohort.audited import AuditedFigures
from oca.reporting.organization.view import PERCENT
from oca.reporting.organization.wording import DASH
from oca.reporting.text.printable import printable
from oca.tables.rows import CohortChangeRow, ShareRow, rows

Element = tuple[str, str]
"""Kind and id: overall, or a dimension."""

OVERALL: Element = ("overall", "overall")


@dataclass(frozen=True)
class View:
    """One cohort, one audience, one language."""

    assessment: Assessment
    shown: AuditedFigures

    @property
    def words(self) -> Words:
        """The printed words."""
        return self.shown.release.words

    @property
    def language(self) -> str:
        """The language of the report."""
        return self.words.language

    @property
    def internal(self) -> bool:
        """Whether organizations may be named."""
        return self.shown.internal

    @property
    def periods(self) -> list[str]:
        """The periods in which anybody was assessed, in order."""
        return self.shown.release.periods

    @property
    def latest(self) -> str:
        """The last of them."""
        return self.shown.release.latest

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire of the last period."""
        return self.assessment.questionnaire_of(self.latest)

    @property
    def scheme(self) -> Scheme:
        """The scheme of the last period."""
        return self.assessment.scheme_of(self.latest)

    @property
    def dimensions(self) -> list[Element]:
        """The dimensions of the last period, in the order of its questionnaire."""
        return [("dimension", one) for one in self.questionnaire.dimension_ids]

    @property
    def elements(self) -> list[Element]:
        """The overall score, then the dimensions."""
        return [OVERALL, *self.dimensions]

    @property
    def axis(self) -> list[float]:
        """What means are drawn on, from the worst to the best."""
        return self.questionnaire.ladder if self.scheme.unit == "levels" else list(PERCENT)

    def alike(self, period: str) -> bool:
        """Say whether the means of a period can be drawn on the axis of the last one: the same levels, or percent."""
        units = [self.assessment.scheme_of(one).unit == "levels" for one in (period, self.latest)]
        ladder = self.assessment.questionnaire_of(period).ladder
        return units[0] == units[1] and (not units[1] or ladder == self.questionnaire.ladder)

    @cached_property
    def values(self) -> dict[tuple[str, str, str], npt.NDArray[np.float64]]:
        """The scores that enter, by period, kind and element; in percent where a scheme counts in points."""
        scores = self.shown.release.assessment.scores
        rows = scores[(scores["status"] == "scored") & enters(scores, self.shown.release.score_types)]
        grouped = rows.groupby(["period", "kind", "element"], sort=False)["score"]
        return {(str(p), str(k), str(e)): some.to_numpy(dtype=np.float64) for (p, k, e), some in grouped}

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """CHANGES of those assessed in the last period, each since its own first assessment; empty without any."""
        pairs = pairs_since_first(self.assessment.scores, self.periods)
        return self.assessment.changes.merge(
            pairs[pairs["to_period"] == self.latest], on=["organization", "from_period", "to_period"]
        )

    @cached_property
    def _cohort(self) -> pd.DataFrame:
        """COHORT of these pairs, whichever the first period of each organization is; dimensions and overall."""
        both = [self.periods[0], self.latest]
        alike = self.pairs.assign(from_period=both[0])
        table = cohort(self.assessment.scores, alike, periods=both, kinds=("overall", "dimension"))
        return table[table["since"] == "first"]

    @cached_property
    def change(self) -> dict[str, CohortChangeRow]:
        """The rows of COHORT by element; empty with a single period."""
        return {} if self.pairs.empty else {row.element: row for row in rows(CohortChangeRow, self._cohort)}

    @cached_property
    def outcomes(self) -> dict[tuple[str, str], ShareRow]:
        """The rows of SHARES by element and outcome; empty with a single period."""
        if self.pairs.empty:
            return {}
        return {(row.element, row.outcome): row for row in rows(ShareRow, shares(self._cohort))}

    @cached_property
    def reach(self) -> Reach:
        """The axis of change: half the scale each way; of points, as far as the shown estimates reach."""
        if self.scheme.unit == "points":
            shown = [row for row in self.change.values() if self.shown.spread(row.organizations)]
            far = [
                abs(value)
                for row in shown
                for value in (row.median_change_low, row.median_change_high)
                if not np.isnan(value)
            ]
            reach, meaningful = round_up(max(far, default=1.0)), 0.0
        else:
            reach, meaningful = abs(self.axis[-1] - self.axis[0]) / 2, self.scheme.meaningful_change
        marks = (-reach, -reach / 2, 0.0, reach / 2, reach)
        digits = next(some for some in (0, 1, 2) if some == 2 or float(round_half_up(reach / 2, some)) == reach / 2)
        labels = tuple((mark, self.words.signed(mark, digits if mark % 1 else 0)) for mark in marks)
        return Reach(reach, self.questionnaire.direction, min(meaningful, reach), labels)

    def period_label(self, period: str) -> str:
        """Return the label of a period."""
        return printable(self.shown.release.period_label(period))

    @cached_property
    def short_periods(self) -> dict[str, str]:
        """The calendar year of each period, where each has its own; else its id."""
        years = {one: str(self.assessment.project.period(one).date.year) for one in self.periods}
        return years if len(set(years.values())) == len(years) else {one: one for one in self.periods}

    def title(self, element: Element, *, short: bool = False) -> str:
        """Return the title of the overall score, a dimension or an item."""
        return printable(self.shown.release.element_label(element[1], short=short))

    def seen(self, value: float) -> float:
        """Return a value as exactly as it may be drawn: outside internal reports, as it is printed."""
        return value if self.internal or np.isnan(value) else float(round_half_up(value, self.shown.digits))

    def number(self, value: float | None) -> str:
        """Write a mean; a dash without one."""
        return DASH if value is None or np.isnan(value) else self.words.number(value, self.shown.digits)

    def signed(self, value: float) -> str:
        """Write a change with its sign."""
        return self.words.signed(value, self.shown.digits)

    def interval(self, low: float, high: float, *, signed: bool = False) -> str:
        """Write an interval from its lower to its upper end; empty without one."""
        if np.isnan(low) or np.isnan(high):
            return ""
        write = self.signed if signed else self.number
        return self.words.text("{low} to {high}", low=write(low), high=write(high))

    def share(self, share: float, low: float, high: float) -> str:
        """Write a share with its interval: 73% (52 to 87)."""
        if np.isnan(share):
            return DASH
        ends = (self.words.number(100 * low, 0), self.words.number(100 * high, 0))
        return self.words.text("{share} ({low} to {high})", share=self.words.percent(share), low=ends[0], high=ends[1])

    def of(self, part: int, whole: int) -> str:
        """Write a part of a whole: 4 of 6."""
        return self.words.text("{part} of {whole}", part=part, whole=whole)

    def names(self, elements: Sequence[Element]) -> str:
        """Write the short titles of dimensions in a sentence."""
        return self.words.join([self.title(one, short=True) for one in elements])
