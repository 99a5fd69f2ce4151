"""Which trainings serve which organizations: by their needs, by level, and by what they attended already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from oca.instrument.scale import HIGHER_IS_BETTER, Direction, serves
from oca.support.records import Decision, Training

Misfit = Literal["forbidden", "attended", "no_score", "at_target", "below", "above"]
"""Why a training does not serve an organization: forbidden by a decision; attended before; what it serves has no score;
every element that it serves is at its target; the score is below or above the levels between which it teaches."""


@dataclass(frozen=True)
class Pair:
    """A training and an organization.

    Attributes:
        organization: id of the organization.
        training: id of the training.
        value: the priority of the need that it meets, 0 to 100 (NEEDS); 0 where it meets none.
        element: the need that it meets: of those that it serves and that fit its levels, the greatest.
        score: the organization's score of that element; NaN without one.
        pinned: whether a decision says that the organization is to attend in any case.
        misfit: why the training does not serve the organization; empty when it does; a pinned one is taken anyway.
    """

    organization: str
    training: str
    value: float
    element: str
    score: float
    pinned: bool = False
    misfit: Misfit | Literal[""] = ""


def match(
    needs: pd.DataFrame,
    trainings: Sequence[Training],
    organizations: Sequence[str],
    *,
    attended: Collection[tuple[str, str]] = (),
    decisions: Sequence[Decision] = (),
    direction: Direction = HIGHER_IS_BETTER,
    in_levels: Collection[str] = ("item", "subdimension", "dimension"),
) -> list[Pair]:
    """Return a pair for each organization and training, those that do not fit with the reason.

    A pair is worth the priority of the greatest need that the training meets. Level fit: the score lies in
    `[from_level, to_level)`; on a scale where 1 is best, in `(to_level, from_level]`.

    Args:
        needs: NEEDS of one period.
        trainings: all that can be given.
        organizations: the ids that take part, in order.
        attended: pairs (organization, training) of what was attended before.
        decisions: what the consultant decided before.
        direction: which way of the scale is better.
        in_levels: kinds whose scores are levels of the scale; of the others (points of a sum) no level fit is asked.

    Returns:
        In the order of the organizations, then of the trainings.
    """
    decided = {(one.organization, one.training): one.decision for one in decisions}
    table = _by_organization(needs)
    pairs = []
    for organization in organizations:
        own = table.get(organization, {})
        for training in trainings:
            key = (organization, training.id)
            fit = _fit(own, training, direction, in_levels)
            misfit = "attended" if key in attended else fit.misfit
            if decided.get(key) == "forbid":
                misfit = "forbidden"
            pinned = decided.get(key) == "pin"
            pairs.append(Pair(*key, fit.value, fit.element, fit.score, pinned, misfit))
    return pairs


@dataclass(frozen=True)
class _Need:
    kind: str
    element: str
    score: float
    gap: float
    priority: float


@dataclass(frozen=True)
class _Fit:
    value: float
    element: str
    score: float
    misfit: Misfit | Literal[""]


_NOTHING = float("nan")

_NEAREST: tuple[Misfit, ...] = ("no_score", "at_target", "above", "below")
"""Of the reasons why a training's elements do not fit, the last that is found is told."""


def _by_organization(needs: pd.DataFrame) -> Mapping[str, Mapping[str, _Need]]:
    columns = ["organization", "kind", "element", "score", "gap", "priority"]
    found: dict[str, dict[str, _Need]] = {}
    for organization, kind, element, score, gap, priority in needs[columns].itertuples(index=False, name=None):
        found.setdefault(organization, {})[element] = _Need(kind, element, score, gap, priority)
    return found


def _fit(own: Mapping[str, _Need], training: Training, direction: Direction, in_levels: Collection[str]) -> _Fit:
    """Return the greatest need of an organization that a training meets, or why it meets none."""
    met, reasons = None, set()
    for need in _served(own, training):
        misfit = _misfit(need, training, direction, need.kind in in_levels)
        if misfit:
            reasons.add(misfit)
        elif met is None or need.priority > met.priority:
            met = need
    if met is not None:
        return _Fit(met.priority, met.element, met.score, "")
    told = [reason for reason in _NEAREST if reason in reasons]
    greatest = max(_served(own, training), key=lambda need: need.priority, default=None)
    if greatest is None:
        return _Fit(0.0, "", _NOTHING, "no_score")
    return _Fit(0.0, greatest.element, greatest.score, told[-1] if told else "no_score")


def _served(own: Mapping[str, _Need], training: Training) -> Iterator[_Need]:
    return (own[element] for element in training.elements if element in own)


def _misfit(need: _Need, training: Training, direction: Direction, by_level: bool) -> Misfit | Literal[""]:
    if need.score != need.score or need.priority != need.priority:  # NaN differs from itself
        return "no_score"
    if need.gap <= 0:
        return "at_target"
    if not by_level:
        return ""
    if serves((training.from_level, training.to_level), need.score, direction):
        return ""
    return "below" if direction.gain(need.score) < direction.gain(training.from_level) else "above"
