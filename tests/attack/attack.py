"""The attack: whose scores some printed figures give away, and to whom.

Most scores are shown to be open by another world (`worlds.py`). What is left is solved: alone by numbers of
organizations on the grid (`bounds.py`), then with all figures together (`coupled.py`), as far as time allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from tests.attack.bounds import Counting, Interval
from tests.attack.coupled import Holding, Together
from tests.attack.known import Place, Scores, scores
from tests.attack.worlds import Pool, answers_of

PAIRS_FROM = 5
"""From so many organizations on two may put together what they know."""

SLACK = 1e-6

ROUNDS, DRAWN = 8, 1500

Intruders = tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """Whether intruders leave open the score, at a place, of those of a class who are none of them."""

    intruders: Intruders
    of: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Given:
    """A score that is given away: to whom, of whom (any of them), where, and between what it lies."""

    question: Question
    interval: Interval
    how: str

    def __str__(self) -> str:
        who = " and ".join(self.question.intruders) or "an outsider"
        period, (_, name) = self.question.place
        left = f"[{self.interval.low:g}, {self.interval.high:g}]"
        return f"{who}: {name} in {period} of {', '.join(self.question.of)} lies in {left} ({self.how})"


@dataclass
class Attack:
    """An attack on what somebody holds.

    Attributes:
        holding: what is printed and public.
        answers: the true answers, by period, organization and item: the intruders know their own.
        levels: how far each score must stay open, in levels.
        most: how many questions are solved with all figures together; -1 for all.
        seconds: how long one of these may take.
        undecided: how many questions stayed open, for want of time.
    """

    holding: Holding
    answers: Mapping[tuple[str, str, str], str]
    levels: float = 1.0
    most: int = -1
    seconds: float = 5.0
    undecided: int = 0
    _seen: dict[object, Interval | None] = field(default_factory=dict)

    @cached_property
    def scores(self) -> Scores:
        """The true scores."""
        return scores(self.holding.known, self.answers)

    @cached_property
    def pool(self) -> Pool:
        """Worlds that fit everything printed."""
        return Pool(self.holding.known, self.holding.figures, answers_of(self.holding.known, self.answers))

    def found(self, *, first: bool = False) -> list[Given]:
        """Return every score that is given away; `first`: stop at one."""
        left, found = self.open_questions(), []
        for decide in (self._alone, self._together):
            undecided: list[Question] = []
            for question in left:
                given = decide(question)
                if given is None:
                    undecided.append(question)
                    continue
                found.append(given)
                if first:
                    return found
            left = undecided
        return found

    def open_questions(self) -> list[Question]:
        """Return the questions that no world answers."""
        left = [question for intruders in self.intruders() for question in self._questions(intruders)]
        for _ in range(ROUNDS):
            left = [question for question in left if not self._shown(question)]
            if not left:
                break
            self.pool.draw(DRAWN, list(dict.fromkeys(self._targets(left))))
        return [question for question in left if not self._shown(question)]

    def intruders(self) -> Iterator[Intruders]:
        """Yield the outsider, each organization, and from five on each pair."""
        everybody = self.holding.known.organizations
        yield ()
        yield from ((one,) for one in everybody)
        if len(everybody) >= PAIRS_FROM:
            yield from combinations(everybody, 2)

    def width(self, place: Place) -> float:
        """Return how far a score must stay open."""
        grid = self.holding.known.grid(place[1])
        return min(self.levels * self.holding.known.step, grid[-1] - grid[0])

    def _questions(self, intruders: Intruders) -> Iterator[Question]:
        holding = self._held(intruders)
        for members in holding.classes:
            left = sorted(members - set(intruders))
            for place in holding.known.places:
                having = tuple(one for one in left if place in self.scores[one])
                if having:
                    yield Question(intruders, having, place)

    def _held(self, intruders: Intruders) -> Holding:
        return self._of_pairs if len(intruders) == 2 else self.holding

    @cached_property
    def _of_pairs(self) -> Holding:
        return self.holding.of_pairs()

    def _shown(self, question: Question) -> bool:
        where = self.pool.where
        members, intruders = [where[one] for one in question.of], [where[one] for one in question.intruders]
        low, high = self.pool.ends(members, question.place, intruders)
        return high - low >= self.width(question.place) - SLACK

    def _targets(self, left: Iterable[Question]) -> Iterator[tuple[int, Place]]:
        for question in left:
            yield from ((self.pool.where[one], question.place) for one in question.of)

    def _alone(self, question: Question) -> Given | None:
        printed = self._held(question.intruders).printed[question.place]
        assessed = self.holding.known.assessed[question.place[0]]
        own = {one: self.scores[one].get(question.place) for one in question.intruders if one in assessed}
        of = printed.class_of(question.of[0])
        mine = sorted((printed.class_of(one), str(value)) for one, value in own.items())
        key = (len(question.intruders) == 2, question.place, of, tuple(mine))
        if key not in self._seen:
            self._seen[key] = Counting(printed, own).interval(of) if printed.figures else None
        return self._narrow(question, self._seen[key], "alone")

    def _together(self, question: Question) -> Given | None:
        if self.most == 0:
            self.undecided += 1
            return None
        self.most -= 1
        own = {one: self.scores[one] for one in question.intruders}
        programme = Together(self._held(question.intruders), own, self.seconds)
        one, place = question.of[0], question.place
        found = programme.interval(one, place, self.width(place), self.scores[one][place])
        self.undecided += not found.solved
        return self._narrow(question, found, "together") if found.solved else None

    def _narrow(self, question: Question, found: Interval | None, how: str) -> Given | None:
        narrow = found is not None and found.width < self.width(question.place) - SLACK
        return Given(question, found, how) if narrow and found else None


def everybody(found: Sequence[Given]) -> str:
    """Say in lines what was found."""
    return "\n".join(map(str, found))
