"""How long a schedule of trainings takes, and how close to the best it is."""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Callable

import pandas as pd

from oca.scheduling.eligibility import match
from oca.scheduling.problem import Attendant, Limits, Problem
from oca.scheduling.schedule import make_schedule
from oca.support.records import Slot, Trainer, Training

SIZES = ((22, 40, 100, 30.0), (2000, 400, 3000, 45.0))
"""Organizations, trainings, slots, and the seconds that the solver has."""

ELEMENTS = [f"dimension-{number}" for number in range(10)]


def table(line: Callable[[str, list[float], str], None]) -> None:
    """Print, for each size, how long matching and scheduling take, what came out, and the gap."""
    for organizations, trainings, slots, seconds in SIZES:
        start = time.perf_counter()
        found = make_schedule(invented(organizations, trainings, slots, seconds))
        took = time.perf_counter() - start
        name = f"schedule, {organizations} x {trainings} trainings, {slots} slots"
        sessions = sum(one.slot is not None for one in found.sessions)
        line(name, [took], f"{sessions} sessions, {len(found.chosen)} attendances, gap {found.gap:.1%}")


def invented(organizations: int, trainings: int, slots: int, seconds: float) -> Problem:
    """Return an invented programme of a size; the same every time."""
    chance = random.Random(1)
    rows = []
    for organization in range(organizations):
        for element in ELEMENTS:
            score = chance.uniform(1, 4)
            gap = max(0.0, (3 - score) / 3)
            rows.append((f"o{organization}", "dimension", element, score, gap, 100 * gap))
    needs = pd.DataFrame(rows, columns=["organization", "kind", "element", "score", "gap", "priority"])
    trainers = [
        Trainer(f"r{number}", "", (), (chance.choice(["bs", "sr-Latn", "en"]), "bs"), chance.choice(["", "A", "B"]))
        for number in range(max(8, trainings // 5))
    ]
    ids = [one.id for one in trainers]
    offered = [
        Training(
            f"t{number}",
            {},
            tuple(chance.sample(ELEMENTS, 2)),
            1,
            chance.choice([2.0, 2.5, 3.0]),
            tuple(chance.sample(ids, 2)),
            chance.choice([1, 2, 3]),
            chance.choice([8, 12, 15]),
            chance.choice([800, 1500, 2500]),
        )
        for number in range(trainings)
    ]
    first = datetime.date(2024, 1, 8)
    held = [
        Slot(first + datetime.timedelta(7 * (number // 4)), chance.choice([2, 3, 5]), "", "AB"[number % 2])
        for number in range(slots)
    ]
    attendants = [Attendant(f"o{number}", "AB"[number % 2], "bs") for number in range(organizations)]
    return Problem(
        match(needs, offered, [one.id for one in attendants]),
        {one.id: one for one in offered},
        {one.id: one for one in trainers},
        {one.id: one for one in attendants},
        held,
        Limits(budget=1000.0 * organizations, seconds=seconds),
    )
