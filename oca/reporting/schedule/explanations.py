"""A schedule in words: why an organization attends a training, and why another does not."""

from __future__ import annotations

from dataclasses import dataclass

from oca.assessment import Assessment
from oca.instrument.questionnaire import Questionnaire
from oca.language import Words, pick
from oca.scheduling.eligibility import Pair
from oca.scheduling.problem import PlannedSession, Problem, Refusal, Schedule, Tight

UNPROVEN = 0.0005
"""A gap under this is one of rounding; the schedule is called best."""


@dataclass(frozen=True)
class Planned:
    """A schedule, what it was made from, and the words in which it is told.

    Attributes:
        assessment: of the project.
        period: id of the period after whose assessment the trainings are given.
        given: what the schedule was made from.
        schedule: what came out.
        words: the printed words.
    """

    assessment: Assessment
    period: str
    given: Problem
    schedule: Schedule
    words: Words

    def __repr__(self) -> str:
        """Say in a line what was planned."""
        return f"<Planned: {len(self.schedule.sessions)} sessions after {self.period}>"

    @property
    def questionnaire(self) -> Questionnaire:
        """The version that was asked in the period."""
        return self.assessment.questionnaire_of(self.period)

    def training(self, training: str) -> str:
        """Return the title of a training."""
        return pick(self.given.trainings[training].title, self.words.language)

    def trainer(self, trainer: str) -> str:
        """Return the name of a trainer."""
        return self.given.trainers[trainer].name if trainer in self.given.trainers else trainer

    def organization(self, organization: str) -> str:
        """Return the name of an organization."""
        return self.assessment.project.organization(organization).name

    def element(self, element: str) -> str:
        """Return the title of a dimension, sub-dimension or item; its id where this version does not have it."""
        asked, language = self.questionnaire, self.words.language
        if element in asked.dimension_ids:
            return asked.dimension_text(element, language).title
        if element in asked.item_ids:
            return asked.item_text(element, language).title
        return asked.subdimension_title(element, language) or element

    def money(self, amount: float) -> str:
        """Return an amount with the project's currency."""
        currency = self.assessment.project.settings.schedule.currency
        return f"{self.words.number(amount, 0)} {currency}".strip()

    def days(self, days: float) -> str:
        """Return a number of days: 2 or 1.5."""
        return self.words.number(days, 0 if days == int(days) else 1)


def why_chosen(planned: Planned, pair: Pair) -> str:
    """Say why an organization attends a training."""
    t, number = planned.words.text, planned.words.number
    if pair.pinned:
        return t("You decided that it attends.")
    training = planned.given.trainings[pair.training]
    return t(
        "{element}: {score}; the training leads from {start} to {end}. Need: {value} of 100.",
        element=planned.element(pair.element),
        score=number(pair.score),
        start=number(training.from_level),
        end=number(training.to_level),
        value=number(pair.value, 0),
    )


def why_refused(planned: Planned, refusal: Refusal) -> str:
    """Say why an organization does not attend a training."""
    t, pair, limits = planned.words.text, refusal.pair, planned.given.limits
    training = planned.given.trainings[pair.training]
    score = planned.words.number(pair.score) if pair.score == pair.score else ""
    levels = {"start": planned.words.number(training.from_level), "end": planned.words.number(training.to_level)}
    told = {
        "forbidden": t("You decided that it does not attend."),
        "attended": t("It attended this training before."),
        "no_score": t("What the training serves has no score in this period."),
        "at_target": t("Everything that the training serves is at its target already."),
        "below": t(
            "{element}: {score}; the training begins at {start}.",
            element=planned.element(pair.element),
            score=score,
            **levels,
        ),
        "above": t(
            "{element}: {score}; the training leads up to {end} only.",
            element=planned.element(pair.element),
            score=score,
            **levels,
        ),
        "no_trainer": t("No trainer of it works in a region and a language that suit."),
        "no_slot": t(
            "No slot in its region is long enough for the training (days: {days}).", days=planned.days(training.days)
        ),
        "days": t("Its training days ({days}) go to greater needs.", days=planned.days(limits.days_per_organization)),
        "places": t("Its sessions are full, and too few others would come to one more."),
        "budget": t(
            "One more session of it would cost {cost}: more than is left of the budget.",
            cost=planned.money(training.cost),
        ),
        "trainer": t("The days of its trainers are used up."),
        "sessions": t(
            "It is held as often as is allowed ({count}), and those sessions are full.",
            count=limits.sessions_per_training,
        ),
        "slots": t("No slot is left in the region."),
        "fewest": t("Too few would come to a session of it; it needs at least {count}.", count=limits.fewest),
        "no_date": t("No date was left on which its trainer and all its organizations are free."),
        "outweighed": t("What was chosen instead meets greater needs altogether."),
    }
    return told[refusal.reason]


def tight_limit(tight: Tight, given: Problem) -> str:
    """Name, in English as all findings are, a limit that pinned pairs break."""
    asked, allowed = f"{tight.asked:g}", f"{tight.allowed:g}"
    told = {
        "budget": f"the budget: they cost at least {asked}, and it is {allowed}",
        "days": f"the days of {tight.of}: they take {asked}, and an organization has {allowed}",
        "trainer": f"the days of trainer {tight.of}: they take {asked}, and a trainer has {allowed}",
        "sessions": f"the sessions of {tight.of}: they need {asked}, and {allowed} are allowed",
        "slots": f"the slots{' in ' + tight.of if tight.of else ''}: they need {asked}, and there are {allowed}",
        "fewest": f"{tight.of}: {asked} would come to a session, and it needs {allowed}",
        "no_trainer": f"{tight.of}: no trainer of it works in a region and a language that suit",
        "no_slot": f"{tight.of}: no slot in the region is long enough",
        "time": f"no place was found for {tight.of or 'them'} in {given.limits.seconds:g} seconds",
    }
    return told[tight.limit]


def who_attends(planned: Planned, session: PlannedSession) -> list[str]:
    """Return the names of those who attend a session, in the order of the register."""
    order = list(planned.given.attendants)
    return [planned.organization(one) for one in sorted(session.organizations, key=order.index)]
