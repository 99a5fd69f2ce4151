"""The profile: a dot plot of the dimensions in the questionnaire's order, with its values."""

from __future__ import annotations

from oca.reporting.charts.geometry import strip
from oca.reporting.charts.radar import Radar, radar
from oca.reporting.organization.record import Profile, ProfileRow
from oca.reporting.organization.view import Case
from oca.reporting.organization.wording import (
    DASH,
    change_cell,
    compared_cell,
    level_number,
    no_score,
    placed,
    scale_note,
    score_of,
    set_aside,
    since,
)
from oca.reporting.text.figures import exact
from oca.tables.rows import ScoreRow

FEWEST_SPOKES = 3
"""A radar of fewer dimensions has no surface to look at."""


def profile(case: Case) -> Profile:
    """Write the profile."""
    elements = [("dimension", one) for one in case.questionnaire.dimension_ids] + [("overall", "overall")]
    rows = tuple(_row(case, kind, element) for kind, element in elements)
    has_change = any(row.compared for row in rows)
    return Profile(
        axis=strip(case.axis, None, None, None),
        rows=rows,
        radar=_radar(case),
        radar_alt=_radar_alt(case),
        radar_note=_radar_note(case),
        now_label=case.label(case.period.id),
        previous_label=case.label(_between(case)) if _between(case) else "",
        baseline_label=case.label(case.baseline) if case.baseline else "",
        has_change=has_change,
        has_cohort=bool(case.cohort),
        notes=_notes(case, has_change=has_change),
    )


def _between(case: Case) -> str:
    """Return the period before this one, where it is another than the baseline; else nothing."""
    return case.previous if case.previous != case.baseline else ""


def _radar(case: Case) -> Radar | None:
    dimensions = case.questionnaire.dimension_ids
    if len(dimensions) < FEWEST_SPOKES:
        return None
    now = [placed(case, case.of("dimension", one)) for one in dimensions]
    before = [placed(case, _at_baseline(case, "dimension", one)) for one in dimensions]
    shown = before if any(score is not None for score in before) else []
    return radar(case.axis, [case.short(one) for one in dimensions], now, shown)


def _radar_alt(case: Case) -> str:
    return case.words.text(
        "The scores of the dimensions around one centre, in the order of the table, which has every value."
    )


def _radar_note(case: Case) -> str:
    worst = level_number(case, case.ladder[0]) if case.scheme.unit == "levels" else "0"
    if case.neutral:
        return case.words.text(
            "The same scores around one centre, for those who are used to it. The centre is the worst end of the "
            "scale, {worst}; the order is that of the table. Read each spoke by itself: the surface inside means "
            "nothing.",
            worst=worst,
        )
    return case.words.text(
        "The same scores around one centre, for those who are used to it. The centre is the lowest end of the scale, "
        "{worst}; the order is that of the table. Read each spoke by itself: the surface inside means nothing.",
        worst=worst,
    )


def _row(case: Case, kind: str, element: str) -> ProfileRow:
    words = case.words
    now = case.score(kind, element)
    before = _at_baseline(case, kind, element)
    between = case.of(kind, element, _between(case)) if _between(case) else None
    mean, _ = case.cohort.get(element, (None, 0))
    change = case.change(case.baseline, kind, element) if case.baseline else None
    compared = compared_cell(case, change)
    title = words.text("Overall") if kind == "overall" else case.dimension_text(element).title
    cohort = DASH if mean is None else words.number(mean)
    return ProfileRow(
        title=title,
        alt=_alt(case, title, now, before, cohort),
        strip=strip(
            case.axis,
            placed(case, now),
            placed(case, before),
            mean,
            previous=placed(case, between),
            linked=compared != "",
        ),
        now=score_of(case, now) or DASH,
        previous=score_of(case, between) or DASH,
        baseline=score_of(case, before) or DASH,
        cohort=cohort,
        change=change_cell(case, change),
        compared=compared,
    )


def _at_baseline(case: Case, kind: str, element: str) -> ScoreRow | None:
    return case.of(kind, element, case.baseline) if case.baseline else None


def _alt(case: Case, title: str, now: ScoreRow, before: ScoreRow | None, cohort: str) -> str:
    words = case.words
    parts = [words.text("{title}: now {score}", title=title, score=score_of(case, now) or no_score(words, now))]
    if case.baseline:
        parts.append(words.text("baseline {score}", score=score_of(case, before) or no_score(words, before)))
    if cohort != DASH:
        parts.append(words.text("cohort mean {score}", score=cohort))
    return ", ".join(parts)


def _notes(case: Case, *, has_change: bool) -> tuple[str, ...]:
    words = case.words
    notes = [note for note in [scale_note(case), set_aside(case)] if note]
    if case.baseline and not has_change:
        notes.append(since(case, case.change(case.baseline, "overall", "overall"), case.baseline))
    if has_change and case.scheme.unit != "levels":
        notes.append(
            words.text(
                "Each score stands as it was given in its period; on the chart it stands in percent of the most that "
                "it could be. The change is worked out only on the items that can be compared. A difference under "
                "{limit} percent of the maximum is no clear change.",
                limit=exact(words, case.scheme.meaningful_change),
            )
        )
    elif has_change:
        notes.append(
            words.text(
                "Each score stands as it was given in its period. The change is worked out only on the items that can "
                "be compared, so it may differ from the difference between the two scores. A difference under {limit} "
                "levels is no clear change.",
                limit=exact(words, case.scheme.meaningful_change),
            )
        )
    if case.cohort:
        counts = sorted(count for _, count in case.cohort.values())
        threshold = case.assessment.project.settings.thresholds.of(case.audience)
        among = str(counts[0]) if counts[0] == counts[-1] else f"{counts[0]}{DASH}{counts[-1]}"
        included = _included(case)
        notes.append(
            words.text(
                "Cohort mean: all areas with a score in this period (number: {count}); shown only where at least "
                "{threshold} contribute. It is not a target.",
                count=among,
                threshold=threshold,
            )
            if case.area
            else words.text(
                "Cohort mean: the organizations with a score in this period, {included} (number: {count}); shown "
                "only where at least {threshold} contribute. It is not a target: organizations differ in age, size and "
                "task.",
                included=included,
                count=among,
                threshold=threshold,
            )
        )
    return tuple(notes)


def _included(case: Case) -> str:
    """Say whether the organization's own score is part of the cohort's mean."""
    words = case.words
    if case.score_type in case.cohort_types:
        return words.text("yours included") if case.addressed else words.text("this one included")
    if case.addressed:
        return words.text("without yours, which was answered in another way")
    return words.text("without this one, which was answered in another way")
