"""What an audience may see of the cohort: the only module of the cohort report that knows disclosure control.

The means are those of the comparison workbook (`make_release`), so that the two outputs of a project say the same, and
change is told since each organization's own first assessment in both. What the report shows besides (`cohort_figures`)
is audited with them, but for intervals, tests and the estimate of change. These pass the thresholds only (METHODS,
section 8): nothing under the audience's threshold, no statistic of spread under 10 organizations, no share of 0 % or
100 % under 10, and of items no number under the threshold on either side. Indicators that count over several dimensions
or periods pass through them only, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oca.assessment import Assessment, with_tables
from oca.comparison.groups import COHORT
from oca.disclosure.cohort_figures import showing, told
from oca.disclosure.suppression import DIGITS, ENOUGH_FOR_SPREAD
from oca.project import Audience
from oca.reporting.comparison.view import HIDDEN, Release, make_release

__all__ = ["COHORT", "ENOUGH_FOR_SPREAD", "HIDDEN", "AuditedFigures", "show"]

INTERNAL_DIGITS = 2


@dataclass(frozen=True)
class AuditedFigures:
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

    def item(self, item: str) -> bool:
        """Say whether it may be told how many organizations stand how high on an item."""
        rows = self.release.items
        return self.internal or bool(((rows["element"] == item) & ~rows["suppressed"]).any())

    def is_hidden(self, period: str, element: tuple[str, str], group: str = COHORT) -> bool:
        """Say whether a mean is there, and may not be shown."""
        return self.release.value(group, period, element, "mean") == HIDDEN

    def enough(self, organizations: int) -> bool:
        """Say whether a statistic of so many organizations may be shown."""
        return organizations >= self.threshold

    @property
    def counted(self) -> bool:
        """Whether any share of organizations may be shown: improved, declined, at a band."""
        return self.release.protected.given != "means of the cohort"

    def spread(self, organizations: int) -> bool:
        """Say whether a median, an interval or a test of so many organizations may be shown."""
        return self.enough(organizations) and (self.internal or organizations >= ENOUGH_FOR_SPREAD)

    def parts(self, numbers: Sequence[int], of: int) -> bool:
        """Say whether a whole may be shown by its parts."""
        if not self.counted:
            return False
        at_an_end = any(number in (0, of) for number in numbers)
        return self.enough(of) and (self.internal or of >= ENOUGH_FOR_SPREAD or not at_an_end)

    def count(self, number: int) -> str:
        """Write a number of organizations; one under the threshold as <5."""
        return str(number) if self.internal or number == 0 or self.enough(number) else f"<{self.threshold}"

    def told(self, number: int, of: int) -> tuple[int, bool] | None:
        """Return how many of a whole are told, and whether as "at least"; None where nothing is."""
        if self.internal:
            return (number, False) if number else None
        return told(number, of, self.threshold)


def show(assessment: Assessment, audience: Audience, language: str) -> AuditedFigures:
    """Compare the cohort and its groups, and suppress what the audience may not see.

    Groups are clusters of sectors, or sectors without them. Outside internal what is shown passed an audit, together
    with what was given out before: as much of the groups as passes, else the cohort, else its means.

    Raises:
        InputError: not even the means of the cohort pass the audit.
        UsageError: nobody was assessed yet, or the language is unknown.
    """
    settings = assessment.project.settings
    threshold = settings.thresholds.of(audience)
    measured = _in_percent(assessment, changes=audience != "internal")
    if audience == "internal":
        release = make_release(measured, audience, "cluster" if settings.clusters else "sector", language)
        return AuditedFigures(release, threshold, release.by != COHORT and len(release.groups) > 1)
    limits = showing(measured, threshold)
    by = "cluster" if settings.clusters else "sector"
    release = make_release(measured, audience, by, language, limits)
    grouped = release.protected.given not in ("cohort", "means of the cohort") and len(release.groups) > 1
    return AuditedFigures(release, threshold, grouped)


def _in_percent(assessment: Assessment, *, changes: bool) -> Assessment:
    """Return the assessment with scores counted in points as percent of what each could be at most.

    With `changes`, these too, as the audit takes them: in percent of what the later score could be at most.
    """
    points = [period for period, scheme in assessment.schemes_by_period.items() if scheme.unit == "points"]
    scores = assessment.scores
    rows = scores["period"].isin(points) & (scores["kind"] != "item")
    if not rows.any():
        return assessment
    highest = scores["highest"]
    percent = (100 * scores["score"] / highest).where(rows, scores["score"])
    measured = with_tables(assessment, scores=scores.assign(score=percent))
    if not changes:
        return measured
    ends = {name: (100 * scores[name] / highest).where(rows, scores[name]) for name in ("lowest", "highest")}
    later = scores.loc[rows, ["organization", "period", "kind", "element", "highest"]]
    later = later.rename(columns={"period": "to_period"})
    most = assessment.changes.merge(later, how="left", on=["organization", "to_period", "kind", "element"])
    share = 100 / most["highest"].fillna(100).to_numpy()
    return with_tables(
        measured,
        scores=measured.scores.assign(**ends),
        changes=assessment.changes.assign(change=assessment.changes["change"].to_numpy() * share),
    )
