"""How an organization could attend a training: where in its reach, and given by whom.

Trainers suit who share a language with the organization; Bosnian, Croatian and Serbian count as shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from oca.scheduling.eligibility import Pair
from oca.scheduling.problem import Problem
from oca.support.records import Training

MUTUAL = frozenset({"bs", "hr", "sr-Latn", "sr-Cyrl"})
"""Languages whose speakers attend each other's trainings."""

Course = tuple[str, str, str]
"""A training in a region by a trainer: it can be given once or more."""


@dataclass(frozen=True)
class Seat:
    """A pair served by a trainer in a region."""

    pair: Pair
    region: str
    trainer: str

    @property
    def course(self) -> Course:
        """The training, region and trainer whose sessions hold this seat."""
        return (self.pair.training, self.region, self.trainer)


Way = tuple[str, str]
"""A region and a trainer."""


@dataclass
class Seating:
    """The ways to attend each training; those of organizations with one region and language are found once."""

    given: Problem
    _found: dict[tuple[str, str, str], tuple[tuple[Way, ...], bool]] = field(default_factory=dict)

    def seats(self, pair: Pair) -> list[Seat]:
        """Return how a pair could be served: regions in reach with a slot long enough, trainers who suit."""
        return [Seat(pair, *way) for way in self._ways(pair)[0]]

    def missing(self, pair: Pair) -> Literal["no_trainer", "no_slot"]:
        """Say what a pair without a seat lacks."""
        return "no_slot" if self._ways(pair)[1] else "no_trainer"

    def _ways(self, pair: Pair) -> tuple[tuple[Way, ...], bool]:
        """Return the ways, and whether a trainer would suit if slots were longer."""
        attendant = self.given.attendants[pair.organization]
        key = (pair.training, attendant.region, attendant.language)
        if key not in self._found:
            training = self.given.trainings[pair.training]
            reach = list(self._reach(attendant.region))
            taught = [(region, one) for region in reach for one in self._teaching(training, attendant.language, region)]
            held = tuple((region, one) for region, one in taught if self.given.longest[region] >= training.days)
            self._found[key] = (held, bool(taught))
        return self._found[key]

    def _reach(self, home: str) -> Iterator[str]:
        for region in self.given.longest:
            if not home or region in ("", home) or self.given.limits.travel is not None:
                yield region

    def _teaching(self, training: Training, language: str, region: str) -> Iterator[str]:
        """Yield the trainers who share a language with an organization and work in a region."""
        for trainer in training.trainers:
            one = self.given.trainers.get(trainer)
            if one and one.region in ("", region) and understood(language, one.languages):
                yield trainer


def understood(language: str, spoken: Sequence[str]) -> bool:
    """Say whether somebody of a language understands a trainer who speaks these; one who names none speaks all.

    >>> understood("hr", ["sr-Latn"]), understood("hr", ["en"])
    (True, False)
    """
    return not spoken or language in spoken or (language in MUTUAL and bool(MUTUAL & set(spoken)))
