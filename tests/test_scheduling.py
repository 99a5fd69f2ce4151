"""A year's trainings: small cases worked by hand, every way tried on random ones, and what no schedule may break."""

from __future__ import annotations

import datetime
import itertools
import math
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.instrument.scale import Direction
from oca.scheduling.assignment import PER_SESSION, assign
from oca.scheduling.dates import _step_by_step
from oca.scheduling.eligibility import Pair, match
from oca.scheduling.greedy import Stepwise, ceiling
from oca.scheduling.options import Seating
from oca.scheduling.problem import Attendant, Impossible, Limits, Problem, Schedule
from oca.scheduling.schedule import make_schedule
from oca.support.records import Decision, Slot, Trainer, Training
from oca.tables import NEEDS

MONDAY = datetime.date(2024, 1, 8)


def training(
    name: str,
    *,
    days: float = 1,
    places: int = 10,
    cost: float = 100,
    trainers: Sequence[str] = ("ana",),
    elements: Sequence[str] = ("finance",),
    levels: tuple[float, float] = (1, 3),
) -> Training:
    return Training(name, {"en": name}, tuple(elements), *levels, tuple(trainers), days, places, cost)


def trainer(name: str = "ana", region: str = "", languages: Sequence[str] = ("bs",)) -> Trainer:
    return Trainer(name, name, ("finance",), tuple(languages), region)


def slots(count: int, region: str = "", days: float = 3) -> list[Slot]:
    return [Slot(MONDAY + datetime.timedelta(7 * week), days, "Nowhere", region) for week in range(count)]


def pairs(table: dict[tuple[str, str], float], pinned: Sequence[tuple[str, str]] = ()) -> list[Pair]:
    return [Pair(*key, value, "finance", 2.0, key in pinned) for key, value in table.items()]


def case(
    table: dict[tuple[str, str], float],
    trainings: Sequence[Training],
    *,
    trainers: Sequence[Trainer] = (),
    held: Sequence[Slot] = (),
    pinned: Sequence[tuple[str, str]] = (),
    regions: dict[str, str] | None = None,
    language: str = "bs",
    **limits: float,
) -> Problem:
    organizations = dict.fromkeys(one for one, _ in table)
    attendants = {one: Attendant(one, (regions or {}).get(one, ""), language) for one in organizations}
    return Problem(
        pairs(table, pinned),
        {one.id: one for one in trainings},
        {one.id: one for one in trainers or [trainer()]},
        attendants,
        held or slots(10),
        Limits(**{"fewest": 1, **limits}),  # type: ignore[arg-type]
    )


def served(schedule: Schedule) -> set[tuple[str, str]]:
    return {(pair.organization, pair.training) for pair in schedule.chosen}


def reasons(schedule: Schedule) -> dict[tuple[str, str], str]:
    return {(one.pair.organization, one.pair.training): one.reason for one in schedule.refused}


# --- which trainings serve whom


def need(element: str, score: float, gap: float, priority: float, organization: str = "a") -> dict[str, object]:
    return {
        "organization": organization,
        "period": "y1",
        "kind": "dimension",
        "element": element,
        "score": score,
        "target": 3.0,
        "gap": gap,
        "critical": False,
        "chosen": False,
        "agreement": 1.0,
        "trend": 0.0,
        "priority": priority,
        "rank": 1,
    }


def test_a_training_is_worth_the_greatest_need_that_it_serves_and_that_fits_its_levels() -> None:
    needs = NEEDS.frame([need("finance", 1.2, 0.6, 80), need("people", 2.0, 0.3, 40), need("advocacy", 2.5, 0.1, 10)])
    [found] = match(needs, [training("t", elements=("finance", "people", "advocacy"), levels=(1.5, 3))], ["a"])
    assert (found.value, found.element, found.misfit) == (40, "people", "")


@pytest.mark.parametrize(
    ("row", "misfit"),
    [
        (need("finance", 3.2, 0.0, 0), "at_target"),
        (need("finance", 1.0, 0.6, 80), "below"),
        (need("finance", 2.5, 0.2, 30), "above"),
        (need("people", 1.5, 0.5, 60), "no_score"),
    ],
)
def test_a_training_that_does_not_fit_says_why(row: dict[str, object], misfit: str) -> None:
    [found] = match(NEEDS.frame([row]), [training("t", levels=(1.5, 2.5))], ["a"])
    assert (found.misfit, found.value) == (misfit, 0)


def test_on_a_scale_where_one_is_best_the_levels_of_a_training_run_downwards() -> None:
    needs = NEEDS.frame([need("finance", 6.0, 0.6, 80), need("finance", 7.0, 0.8, 90, "b")])
    found = match(needs, [training("t", levels=(6.5, 3))], ["a", "b"], direction=Direction(-1))
    assert [one.misfit for one in found] == ["", "below"]


def test_what_was_attended_or_forbidden_is_not_offered_again_and_a_pin_is_kept() -> None:
    needs = NEEDS.frame([need("finance", 2, 0.5, 60)])
    trainings = [training("old"), training("no"), training("must")]
    decisions = [Decision("a", "no", "forbid"), Decision("a", "must", "pin")]
    found = match(needs, trainings, ["a"], attended={("a", "old"), ("a", "must")}, decisions=decisions)
    assert [(one.misfit, one.pinned) for one in found] == [
        ("attended", False),
        ("forbidden", False),
        ("attended", True),
    ]


# --- who attends what, by hand


def test_the_greater_needs_get_the_places() -> None:
    found = make_schedule(
        case({("a", "t"): 50, ("b", "t"): 90, ("c", "t"): 70}, [training("t", places=2)], sessions_per_training=1)
    )
    assert served(found) == {("b", "t"), ("c", "t")}
    assert reasons(found) == {("a", "t"): "sessions"}
    assert found.value == 160
    assert found.gap == pytest.approx(0, abs=1e-6)


def test_two_small_needs_can_outweigh_a_great_one_for_the_same_money() -> None:
    table = {("a", "dear"): 90, ("a", "cheap"): 50, ("b", "cheap"): 60}
    trainings = [training("dear", cost=1000), training("cheap", cost=1000)]
    found = make_schedule(case(table, trainings, budget=1000))
    assert served(found) == {("a", "cheap"), ("b", "cheap")}
    assert reasons(found) == {("a", "dear"): "budget"}


def test_an_organization_fills_its_days_with_its_greatest_needs() -> None:
    table = {("a", "x"): 80, ("a", "y"): 60, ("a", "z"): 50}
    found = make_schedule(
        case(table, [training("x", days=2), training("y", days=2), training("z", days=1)], days_per_organization=3)
    )
    assert served(found) == {("a", "x"), ("a", "z")}
    assert reasons(found) == {("a", "y"): "days"}


def test_a_session_is_not_held_for_fewer_than_the_fewest() -> None:
    found = make_schedule(case({("a", "t"): 90, ("b", "t"): 90}, [training("t")], fewest=3))
    assert not found.sessions
    assert set(reasons(found).values()) == {"fewest"}


def test_nobody_travels_unless_it_is_allowed_and_then_it_costs() -> None:
    table, regions = {("a", "t"): 50.0, ("b", "t"): 50.0}, {"a": "north", "b": "south"}
    held = slots(3, "north")
    at_home = make_schedule(case(table, [training("t")], held=held, regions=regions))
    assert reasons(at_home) == {("b", "t"): "no_trainer"}
    on_the_road = make_schedule(case(table, [training("t")], held=held, regions=regions, travel=10))
    assert served(on_the_road) == set(table)
    assert on_the_road.value == 90


def test_a_trainer_teaches_those_who_understand_and_where_he_works() -> None:
    table = {("a", "t"): 50.0}
    english = case(table, [training("t")], trainers=[trainer(languages=("en",))])
    assert reasons(make_schedule(english)) == {("a", "t"): "no_trainer"}
    croatian = case(table, [training("t")], trainers=[trainer(languages=("hr",))])
    assert served(make_schedule(croatian)) == {("a", "t")}
    elsewhere = case(table, [training("t")], trainers=[trainer(region="south")], held=slots(2, "north"))
    assert reasons(make_schedule(elsewhere)) == {("a", "t"): "no_trainer"}


def test_a_training_that_is_longer_than_every_slot_has_none() -> None:
    found = make_schedule(case({("a", "t"): 50.0}, [training("t", days=4)], held=slots(2, days=3)))
    assert reasons(found) == {("a", "t"): "no_slot"}


def test_a_trainer_has_days_and_cannot_be_in_two_places() -> None:
    table = {("a", "x"): 50.0, ("b", "y"): 60.0}
    once = make_schedule(case(table, [training("x"), training("y")], days_per_trainer=1))
    assert served(once) == {("b", "y")}
    assert reasons(once) == {("a", "x"): "trainer"}
    same_day = [Slot(MONDAY, 1, "Here", ""), Slot(MONDAY, 1, "There", "")]
    clash = make_schedule(case(table, [training("x"), training("y")], held=same_day))
    assert served(clash) == {("b", "y")}
    assert reasons(clash) == {("a", "x"): "no_date"}


def test_dates_are_changed_about_so_that_every_session_has_one() -> None:
    """The long training fits the first slot only; taken step by step by date alone, the short one would sit in it."""
    held = [Slot(MONDAY, 3, "Here", ""), Slot(MONDAY + datetime.timedelta(7), 1, "Here", "")]
    found = make_schedule(
        case({("a", "short"): 90.0, ("a", "long"): 50.0}, [training("short"), training("long", days=3)], held=held)
    )
    assert [(one.training, one.slot and one.slot.date) for one in found.sessions] == [
        ("long", MONDAY),
        ("short", MONDAY + datetime.timedelta(7)),
    ]


def test_the_solver_finds_dates_where_step_by_step_does_not() -> None:
    """Only x clashes with y (the trainer) and with z (organization a); the earliest day goes to x, who should wait."""
    held = [Slot(MONDAY, 1, "P", ""), Slot(MONDAY, 1, "Q", ""), Slot(MONDAY + datetime.timedelta(1), 1, "P", "")]
    table = {("a", "x"): 50.0, ("b", "x"): 50.0, ("c", "y"): 50.0, ("a", "z"): 50.0}
    trainings = [training("x", trainers=("ana",)), training("y", trainers=("ana",)), training("z", trainers=("eva",))]
    asked = case(table, trainings, trainers=[trainer("ana"), trainer("eva")], held=held)
    sessions = assign(asked).sessions
    assert None in _step_by_step(sessions, [[0, 1, 2]] * len(sessions), held)
    assert served(make_schedule(asked)) == set(table)


# --- pins


def test_a_pinned_pair_attends_though_others_need_it_more() -> None:
    table = {("a", "t"): 0.0, ("b", "t"): 90.0}
    found = make_schedule(case(table, [training("t", places=1)], pinned=[("a", "t")], sessions_per_training=1))
    assert served(found) == {("a", "t")}


@pytest.mark.parametrize(
    ("limits", "limit", "asked", "allowed"),
    [
        ({"budget": 150}, "budget", 200, 150),
        ({"days_per_organization": 3}, "days", 4, 3),
        ({"days_per_trainer": 3}, "trainer", 4, 3),
        ({"fewest": 2}, "fewest", 1, 2),
    ],
)
def test_pins_that_cannot_be_kept_name_the_limit_that_is_too_tight(
    limits: dict[str, float], limit: str, asked: float, allowed: float
) -> None:
    table = {("a", "x"): 50.0, ("a", "y"): 50.0}
    with pytest.raises(Impossible) as caught:
        make_schedule(case(table, [training("x", days=2), training("y", days=2)], pinned=list(table), **limits))
    assert {one.limit for one in caught.value.tight} == {limit}
    assert (caught.value.tight[0].asked, caught.value.tight[0].allowed) == (pytest.approx(asked), allowed)


def test_a_pin_for_which_there_is_no_trainer_says_so() -> None:
    with pytest.raises(Impossible) as caught:
        make_schedule(case({("a", "t"): 50.0}, [training("t", trainers=())], pinned=[("a", "t")]))
    assert [(one.limit, one.of) for one in caught.value.tight] == [("no_trainer", "a, t")]


# --- every way tried


small = st.builds(
    lambda values, days, places, costs, budget, limits: case(
        {(f"o{i}", f"t{j}"): float(values[3 * i + j]) for i in range(3) for j in range(3) if values[3 * i + j]},
        [training(f"t{j}", days=days[j], places=places[j], cost=costs[j]) for j in range(3)],
        budget=budget,
        held=slots(20),
        **limits,
    ),
    st.lists(st.integers(0, 90), min_size=9, max_size=9).filter(any),
    st.lists(st.integers(1, 3), min_size=3, max_size=3),
    st.lists(st.integers(1, 3), min_size=3, max_size=3),
    st.lists(st.sampled_from([100, 250, 400]), min_size=3, max_size=3),
    st.sampled_from([None, 200, 500, 900]),
    st.fixed_dictionaries(
        {
            "days_per_organization": st.integers(1, 5),
            "days_per_trainer": st.integers(2, 8),
            "sessions_per_training": st.integers(1, 2),
            "fewest": st.integers(1, 2),
        }
    ),
)


def best_of_all(given_: Problem) -> float:
    """Return the most that any choice of pairs is worth, every one tried; less the little that each session costs."""
    best, limits = 0.0, given_.limits
    for chosen in itertools.product([False, True], repeat=len(given_.pairs)):
        taken = [pair for pair, yes in zip(given_.pairs, chosen, strict=True) if yes]
        days = Counter[str]()
        for pair in taken:
            days[pair.organization] += given_.trainings[pair.training].days  # type: ignore[assignment]
        times = {
            one: math.ceil(count / given_.trainings[one].places)
            for one, count in Counter(pair.training for pair in taken).items()
        }
        counts = Counter(pair.training for pair in taken)
        if (
            all(used <= limits.days_per_organization for used in days.values())
            and all(n <= limits.sessions_per_training and counts[one] >= n * limits.fewest for one, n in times.items())
            and sum(given_.trainings[one].days * n for one, n in times.items()) <= limits.days_per_trainer
            and sum(given_.trainings[one].cost * n for one, n in times.items()) <= (limits.budget or math.inf)
        ):
            best = max(best, sum(pair.value for pair in taken) - PER_SESSION * sum(times.values()))
    return best


@settings(max_examples=40)
@given(small)
def test_no_choice_of_pairs_is_worth_more_than_the_schedule(asked: Problem) -> None:
    found = make_schedule(asked)
    assert found.value - PER_SESSION * len(found.sessions) == pytest.approx(best_of_all(asked), abs=1e-4)
    assert found.bound >= found.value - 1e-6


@settings(max_examples=40)
@given(small)
def test_a_schedule_keeps_every_limit_and_answers_every_pair(asked: Problem) -> None:
    keeps_the_limits(asked, make_schedule(asked))


@settings(max_examples=40)
@given(small)
def test_what_is_found_step_by_step_keeps_the_limits_of_places_and_days_and_the_ceiling(asked: Problem) -> None:
    seating = Seating(asked)
    steps = Stepwise([seat for pair in asked.pairs for seat in seating.seats(pair)], asked)
    steps.fill()
    value = sum(pair.value for pair in asked.pairs if (pair.organization, pair.training) in steps.served)
    assert value <= best_of_all(asked) + PER_SESSION * len(steps.sessions) + 1e-6
    assert best_of_all(asked) <= ceiling(asked.pairs, asked) + 1e-6


def keeps_the_limits(asked: Problem, found: Schedule) -> None:
    limits, days = asked.limits, Counter[str]()
    for session in found.sessions:
        one = asked.trainings[session.training]
        assert limits.fewest <= len(session.organizations) <= one.places
        assert session.slot is None or session.slot.days >= one.days
        for organization in session.organizations:
            days[organization] += one.days  # type: ignore[assignment]
    assert all(used <= limits.days_per_organization for used in days.values())
    assert found.cost <= (limits.budget if limits.budget is not None else math.inf)
    dated = [session.slot for session in found.sessions if session.slot]
    assert len({(slot.date, slot.place) for slot in dated}) == len(dated)
    assert len(found.chosen) + len(found.refused) == len(asked.pairs)
    assert not served(found) & set(reasons(found))


def test_where_the_solvers_time_ends_the_schedule_is_found_step_by_step() -> None:
    asked = case(
        {("a", "t"): 50.0, ("b", "t"): 90.0, ("c", "t"): 70.0},
        [training("t", places=2)],
        sessions_per_training=1,
        seconds=0.0,
    )
    found = make_schedule(asked)
    assert served(found) == {("b", "t"), ("c", "t")}
    assert found.bound >= found.value
    keeps_the_limits(asked, found)
