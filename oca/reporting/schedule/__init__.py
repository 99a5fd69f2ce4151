"""The schedule of trainings after a period's assessment: a workbook for the consultant, and a calendar."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from oca import files
from oca.assessment import Assessment
from oca.errors import InputError, UsageError
from oca.findings import Place, finding
from oca.instrument.scheme import Scheme
from oca.language import words
from oca.project import Organization
from oca.reporting.schedule.calendar import calendar
from oca.reporting.schedule.explanations import UNPROVEN, Planned, tight_limit
from oca.reporting.schedule.workbook import workbook
from oca.scheduling.eligibility import match
from oca.scheduling.problem import Attendant, Impossible, Limits, Problem
from oca.scheduling.schedule import make_schedule
from oca.spreadsheet.seal import sealed

__all__ = ["UNPROVEN", "Planned", "plan_trainings", "write_calendar", "write_schedule"]


def plan_trainings(assessment: Assessment, period: str | None = None, language: str | None = None) -> Planned:
    """Return which organizations attend which trainings after the assessment of a period, when, and why.

    Args:
        assessment: the result of `oca.assess`.
        period: id of a period; None takes the latest in which anybody was assessed.
        language: of the words; the project's first when None.

    Raises:
        UsageError: there is no such period or language, nobody was assessed then, or trainings or slots are absent.
        InputError: the pinned pairs cannot all be served; a finding for each limit that they break.
    """
    project, support = assessment.project, assessment.support
    held = [one for one in project.periods if one in set(assessment.scores["period"])]
    period = period or (held[-1] if held else project.periods[-1])
    date = project.period(period).date
    if period not in held:
        raise UsageError(f"Nobody was assessed in {period}, so there are no needs to plan for.")
    for rows, name, what in (
        (support.trainings, "trainings", "the trainings that can be given"),
        (support.slots, "slots", "the days and places that trainings can have"),
    ):
        if not rows:
            raise UsageError(
                f"{_file(assessment, name)} is absent or empty: list {what} in it. "
                f"oca form --file {name} makes a blank one."
            )
    given = _given(assessment, period)
    later = [one.date for one in project.settings.periods if one.date > date and not one.retrospective_of]
    if not given.slots:
        until = min(later, default="the next assessment")
        raise UsageError(f"No slot of {_file(assessment, 'slots')} lies between {date} and {until}.")
    try:
        return Planned(assessment, period, given, make_schedule(given), words(project.language_of(language)))
    except Impossible as impossible:
        place = Place(_file(assessment, "decisions"))
        limits = [tight_limit(one, given) for one in impossible.tight]
        raise InputError([finding("schedule-impossible", place, limit=limit) for limit in limits]) from None


def write_schedule(planned: Planned, path: Path) -> None:
    """Write a schedule as an Excel workbook, with a seal; a file of that name is replaced by a complete one only."""
    files.write(path, sealed(workbook(planned)))


def write_calendar(planned: Planned, path: Path) -> None:
    """Write a schedule's sessions as a calendar that Outlook, Google and others take (RFC 5545)."""
    files.write(path, calendar(planned))


def _given(assessment: Assessment, period: str) -> Problem:
    project, support = assessment.project, assessment.support
    settings = project.settings.schedule
    needs = assessment.needs[assessment.needs["period"] == period]
    assessed = set(needs["organization"])
    attending = [one for one in project.organizations if one.id in assessed and project.in_cohort(one, period)]
    date = project.period(period).date
    later = [one.date for one in project.settings.periods if one.date > date and not one.retrospective_of]
    trainings = [replace(one, places=one.places // settings.people_per_organization) for one in support.trainings]
    return Problem(
        match(
            needs,
            trainings,
            [one.id for one in attending],
            attended=_attended(assessment, period),
            decisions=support.decisions,
            direction=assessment.questionnaire_of(period).direction,
            in_levels=_in_levels(assessment.scheme_of(period)),
        ),
        {one.id: one for one in trainings},
        {one.id: one for one in support.trainers},
        {one.id: Attendant(one.id, _region(one, settings.region), one.language) for one in attending},
        [slot for slot in support.slots if slot.date >= date and (not later or slot.date < min(later))],
        Limits(
            settings.budget,
            settings.days_per_organization,
            settings.days_per_trainer,
            settings.sessions_per_training,
            settings.fewest,
            settings.travel,
            settings.seconds,
        ),
    )


def _attended(assessment: Assessment, period: str) -> set[tuple[str, str]]:
    """Return who attended which training, up to and with the sessions of a period."""
    project, support = assessment.project, assessment.support
    until = project.periods[: project.periods.index(period) + 1]
    training_of = {one.id: one.training for one in support.sessions if one.period in until}
    return {(one.organization, training_of[one.session]) for one in support.participation if one.session in training_of}


def _in_levels(scheme: Scheme) -> tuple[str, ...]:
    return ("item", "subdimension", "dimension") if scheme.unit == "levels" else ("item",)


def _region(one: Organization, column: str) -> str:
    return one.other.get(column, "")


def _file(assessment: Assessment, name: str) -> str:
    folder = assessment.project.folder
    return f"{name}.xlsx" if (folder / f"{name}.xlsx").is_file() else f"{name}.csv"
