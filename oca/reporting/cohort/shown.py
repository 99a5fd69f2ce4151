"""What an audience may see of the cohort: the only module of the cohort report that knows disclosure control.

The means are those of the comparison workbook (`make_release`), so that the two outputs of a project say the same, and
change is told since each organization's own first assessment in both. What the workbook does not hold (intervals,
tests, shares of items) passes through the same thresholds here (METHODS, section 8): nothing under the audience's
threshold, no statistic of spread under 10 organizations, no share of 0 % or 100 % under 10, and of items no number
under the threshold on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from oca.analysis.comparison import COHORT
from oca.analysis.disclosure import DIGITS, ENOUGH_FOR_SPREAD
from oca.assessment import Assessment
from oca.project import Audience
from oca.reporting.workbook.release import HIDDEN, Release, make_release

__all__ = ["COHORT", "ENOUGH_FOR_SPREAD", "HIDDEN", "Shown", "show"]

INTERNAL_DIGITS = 2


@dataclass(frozen=True)
class Shown:
    """What may be shown.

    Attributes:
        release: the comparison as the audience may see it, by the groups that are shown.
        threshold: how many organizations must contribute to a figure.
        grouped: whether groups may be shown beside the cohort.
    """

    release: Release
    threshold: int
    grouped: bool

    @property
    def internal(self) -> bool:
        """Whether everything may be shown, with names."""
        return self.release.internal

    @property
    def digits(self) -> int:
        """Decimals of means and changes; one, where scores are in percent or points."""
        in_levels = self.release.assessment.scheme_of(self.release.latest).unit == "levels"
        return INTERNAL_DIGITS if self.internal and in_levels else DIGITS

    def mean(self, period: str, element: tuple[str, str], group: str = COHORT) -> float | None:
        """Return a mean; None where there is none, or where it is hidden."""
        value = self.release.value(group, period, element, "mean")
        return None if isinstance(value, str) else float(value)

    def organizations(self, period: str, element: tuple[str, str], group: str = COHORT) -> str:
        """Return how many organizations stand behind a mean, or the sign that this is hidden."""
        return str(self.release.count(group, period, element, "mean"))

    def is_hidden(self, period: str, element: tuple[str, str], group: str = COHORT) -> bool:
        """Say whether a mean is there, and may not be shown."""
        return self.release.value(group, period, element, "mean") == HIDDEN

    def enough(self, organizations: int) -> bool:
        """Say whether a statistic of so many organizations may be shown."""
        return organizations >= self.threshold

    def spread(self, organizations: int) -> bool:
        """Say whether a median, an interval or a test of so many organizations may be shown."""
        return self.enough(organizations) and (self.internal or organizations >= ENOUGH_FOR_SPREAD)

    def parts(self, numbers: Sequence[int], of: int) -> bool:
        """Say whether a whole may be shown by its parts."""
        at_an_end = any(number in (0, of) for number in numbers)
        return self.enough(of) and (self.internal or of >= ENOUGH_FOR_SPREAD or not at_an_end)

    def count(self, number: int) -> str:
        """Write a number of organizations; one under the threshold as <5."""
        return str(number) if self.internal or number == 0 or self.enough(number) else f"<{self.threshold}"

    def cap(self, of: int) -> int:
        """Return the part of a whole from which on it is told as "at least so many", since few are left over."""
        return of + 1 if self.internal else of - self.threshold + 1

    def least(self) -> int:
        """Return the smallest part of a whole that is told."""
        return 1 if self.internal else self.threshold


def show(assessment: Assessment, audience: Audience, language: str) -> Shown:
    """Compare the cohort and its groups, and suppress what the audience may not see.

    The internal report groups by clusters of sectors, or by sectors without them; any other by the finest of these of
    which nothing needs hiding.

    Raises:
        UsageError: nobody was assessed yet, or the language is unknown.
    """
    settings = assessment.project.settings
    measured = _in_percent(assessment)
    release = make_release(measured, audience, "cluster" if settings.clusters else "sector", language)
    if audience != "internal" and release.finest not in (release.by, COHORT):
        release = make_release(measured, audience, release.finest, language)
    open_at_all = release.value(COHORT, release.latest, ("overall", "overall"), "mean") != HIDDEN
    passes = audience == "internal" or (open_at_all and release.by == release.finest)
    grouped = passes and release.by != COHORT and len(release.groups) > 1
    return Shown(release, settings.thresholds.of(audience), grouped)


def _in_percent(assessment: Assessment) -> Assessment:
    """Return the assessment with scores counted in points as percent of what each could be at most."""
    points = [period for period, scheme in assessment.schemes_by_period.items() if scheme.unit == "points"]
    scores = assessment.scores
    rows = scores["period"].isin(points) & (scores["kind"] != "item")
    if not rows.any():
        return assessment
    percent = (100 * scores["score"] / scores["highest"]).where(rows, scores["score"])
    return replace(assessment, scores=scores.assign(score=percent))
