"""The example's sessions, who was at them, and assistance: given after each assessment to those who needed it.

What is given follows from needs, levels and limits, as in a real programme; the scores were made before and without
it, so nothing in them is an effect of it.
"""

from __future__ import annotations

import csv
import datetime
import random
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from oca.assessment import Assessment, assess
from oca.scheduling.dates import date_sessions
from oca.scheduling.eligibility import Pair, match
from oca.scheduling.greedy import Stepwise
from oca.scheduling.options import Seating
from oca.scheduling.problem import Attendant, Limits, PlannedSession, Problem
from oca.support.records import Slot

MADE = ("sessions.csv", "participation.csv", "assistance.csv")

PLACES = {"FBiH": ("Nigdjevo", "Maštalište", "Zamislice"), "RS": ("Priviđevo", "Tobožnik", "Nestvarnica")}

SLOTS = 11
"""Dates that a year offered."""

LIMITS = Limits(days_per_organization=4, days_per_trainer=8, sessions_per_training=1, fewest=4, travel=8)

STAYED_AWAY = 0.12
"""How many of those invited did not come."""

KINDS = ("mentoring", "counselling")

DECIMALS = 6
"""Of priorities, so that what was given once stays as it is however finely the program reckons."""


def clear(folder: Path) -> None:
    """Take out what was made before, so that it has no part in what is made now."""
    for name in MADE:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "plans", ignore_errors=True)


def write_support(folder: Path) -> None:
    """Write sessions, participation and assistance of every period but the last."""
    made = assess(folder)
    random_ = random.Random(20190515)
    sessions: list[list[object]] = []
    people: list[list[object]] = []
    assistance: list[list[object]] = []
    attended: set[tuple[str, str]] = set()
    for period in made.project.periods[:-1]:
        given = _given(made, period, attended)
        for number, (session, slot) in enumerate(_held(given), start=1):
            identity = f"{period}-{number:02}"
            sessions.append(
                [identity, session.training, slot.date, slot.place, session.region, session.trainer, period]
            )
            places = made.support.trainings[[one.id for one in made.support.trainings].index(session.training)].places
            for organization, count in _came(session, places, random_):
                people.append([identity, organization, count])
                attended.add((organization, session.training))
        assistance += _helped(made, period, random_)
    _write(folder / "sessions.csv", ["id", "training", "date", "place", "region", "trainer", "period"], sessions)
    _write(folder / "participation.csv", ["session", "organization", "people"], people)
    _write(folder / "assistance.csv", ["organization", "element", "kind", "date", "days", "period"], assistance)


def _given(made: Assessment, period: str, attended: set[tuple[str, str]]) -> Problem:
    needs = made.needs[made.needs["period"] == period].round({"priority": DECIMALS})
    here = [one for one in made.project.organizations if one.id in set(needs["organization"])]
    trainings = [replace(one, places=one.places // 2) for one in made.support.trainings]  # two people of each come
    return Problem(
        match(needs, trainings, [one.id for one in here], attended=attended),
        {one.id: one for one in trainings},
        {one.id: one for one in made.support.trainers},
        {one.id: Attendant(one.id, one.other["entity"], one.language) for one in here},
        list(_slots(made.project.period(period).date)),
        LIMITS,
    )


def _slots(assessed: datetime.date) -> Iterable[Slot]:
    start = assessed + datetime.timedelta(24 - assessed.weekday())
    for number in range(SLOTS):
        region = "RS" if number % 3 == 1 else "FBiH"
        place = PLACES[region][number % len(PLACES[region])]
        yield Slot(start + datetime.timedelta(21 * number), 3, place, region)


def _held(given: Problem) -> Sequence[tuple[PlannedSession, Slot]]:
    """Return the sessions of a year, found step by step: the same on every machine, whichever solver it has."""
    seating = Seating(given)
    steps = Stepwise([seat for pair in _fitting(given.pairs) for seat in seating.seats(pair)], given)
    steps.fill()
    return [(one, one.slot) for one in date_sessions(steps.sessions, given) if one.slot]


def _fitting(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if not pair.misfit]


def _came(session: PlannedSession, places: int, random_: random.Random) -> Iterable[tuple[str, int]]:
    left = places
    for organization in sorted(session.organizations):
        if random_.random() < STAYED_AWAY or not left:
            continue
        count = min(left, random_.choice((1, 2, 2, 3)))
        left -= count
        yield organization, count


def _helped(made: Assessment, period: str, random_: random.Random) -> Iterable[list[object]]:
    """Yield assistance to a third of the organizations, where their need was greatest."""
    needs = made.needs[(made.needs["period"] == period) & (made.needs["kind"] == "dimension")]
    needs = needs.round({"priority": DECIMALS})
    first = needs[needs["rank"] == 1].sort_values(["priority", "organization"], ascending=[False, True])
    start = made.project.period(period).date
    for organization, element in zip(first["organization"][:8], first["element"][:8], strict=True):
        day = start + datetime.timedelta(random_.randrange(40, 250))
        yield [organization, element, random_.choice(KINDS), day, random_.choice((1, 1.5, 2, 3, 4)), period]


def _write(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)
