"""The invented organizations' capacity, and the answers that follow from it.

Every figure hangs on draws that are seeded by a name, such as `nepostojeci-most/gov-board/y3`, so that a change to one
organization leaves all the others as they were.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Item
from oca.project import Organization, Project
from oca.yamlfile import Strict

SEED = 20190515

JUMP, FALL, LASTING_FALL, STRENGTH = 0.7, 0.8, 0.4, 0.45
"""Levels that a training adds, that a loss takes and keeps taking, and that a strength adds. See profiles.yaml."""

OWN_DIMENSION, OWN_ITEM, OF_THE_DAY = 0.2, 0.45, 0.12
"""Standard deviations, in levels: of an organization in a dimension, in an item, and of one session."""

BLANK, DONT_KNOW, DONT_KNOW_ALONE = 0.015, 0.02, 0.07
"""Shares of the answers; a person who rates alone knows less than a room does."""

SEVERITY, ALONE = 0.2, 0.4
"""Standard deviations, in levels: between the persons of an organization, and of one person between items."""

ROLES = ("management", "board", "staff", "staff", "volunteer", "board", "staff", "staff", "volunteer")
"""Who rates alone, in the order in which places are filled."""

LENIENCE = {"board": 0.25, "management": 0.1, "staff": -0.1, "volunteer": 0.0}
"""Levels by which a role rates higher than the room."""

UNFAMILIAR = {"volunteer": ("finance", "governance", "resources"), "board": ("operations", "programmes")}
"""Dimensions in which a role answers "don't know" twice as often."""

PEOPLE = {"small": (4, 5), "medium": (5, 7), "large": (7, 9)}
"""How many persons rate alone, from and to, by size."""


class Profile(Strict):
    """How one organization is made to differ; the keys are explained in profiles.yaml."""

    start: float
    yearly: float
    strong: list[str] = []
    weak: list[str] = []
    jumps: dict[str, list[str]] = {}
    falls: dict[str, list[str]] = {}
    gaps: dict[str, list[str]] = {}


class Profiles(Strict):
    """The file profiles.yaml."""

    dimensions: dict[str, float]
    sizes: dict[str, dict[str, float]]
    sectors: dict[str, dict[str, float]]
    items: dict[str, float]
    not_applicable: dict[str, float]
    organizations: dict[str, Profile]


@dataclass(frozen=True)
class Sheet:
    """One sheet of answers; an answer is a level, `not_applicable`, `dont_know`, or empty for a blank."""

    organization: Organization
    period: str
    score_type: str
    answers: Mapping[str, str]
    respondent: str = ""
    role: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """All that the answers are made from."""

    project: Project
    profiles: Profiles
    questionnaires: Mapping[str, Questionnaire]
    origins: Mapping[str, str]
    """Items that were called otherwise in an earlier version: the earlier id, by the later one."""

    def questionnaire(self, period: str) -> Questionnaire:
        """Return the questionnaire of a period."""
        return self.questionnaires[self.project.period(period).questionnaire]


def normal(*key: str) -> float:
    """Return the standard normal draw of a name."""
    return float(_generator(key).standard_normal())


def chance(*key: str) -> float:
    """Return the draw between 0 and 1 of a name."""
    return float(_generator(key).random())


def equivalents(questionnaires: Mapping[str, Questionnaire]) -> dict[str, str]:
    """Return the earlier id of each item that is equivalent to one of another id."""
    mappings = [one.structure.mapping for one in questionnaires.values() if one.structure.mapping]
    return {entry.item: entry.was[0] for one in mappings for entry in one.changed if entry.relation == "equivalent"}


def consensus(world: World, organization: Organization, period: str) -> Sheet:
    """Return the sheet on which a session agreed."""
    answers = {}
    for item in world.questionnaire(period).items:
        state = _state(world, organization, period, item, DONT_KNOW, "consensus")
        answers[item.id] = _level(_latent(world, organization, period, item)) if state is None else state
    for dimension in world.profiles.organizations[organization.id].gaps.get(period, []):
        items = world.questionnaire(period).items_of(dimension)
        answers.update({item.id: "" for item in items[len(items) // 2 :]})
    return Sheet(organization, period, "consensus", answers)


def individuals(world: World, organization: Organization, period: str) -> Iterator[Sheet]:
    """Yield the sheets of those who rate alone."""
    fewest, most = PEOPLE[organization.other["size"]]
    count = fewest + int(chance(organization.id, period, "people") * (most - fewest + 1))
    for number, role in enumerate(ROLES[:count], start=1):
        yield _individual(world, organization, period, f"r{number}", role)


def verified(world: World, agreed: Sheet) -> Sheet:
    """Return an assessor's sheet: mostly the agreed levels, some lower, and no question left open."""
    answers = {}
    for item in world.questionnaire(agreed.period).items:
        level = agreed.answers[item.id]
        if level in ("", "dont_know"):
            level = _level(_latent(world, agreed.organization, agreed.period, item))
        draw = chance(agreed.organization.id, agreed.period, item.id, "verified")
        step = -1 if draw < 0.12 else int(draw > 0.97)
        answers[item.id] = level if level == "not_applicable" else _level(float(level) + step)
    return Sheet(agreed.organization, agreed.period, "verified", answers)


def _individual(world: World, organization: Organization, period: str, respondent: str, role: str) -> Sheet:
    severity = LENIENCE[role] + SEVERITY * normal(organization.id, period, respondent)
    answers = {}
    for item in world.questionnaire(period).items:
        unsure = DONT_KNOW_ALONE * (2 if item.dimension in UNFAMILIAR.get(role, ()) else 1)
        state = _state(world, organization, period, item, unsure, respondent)
        noise = ALONE * normal(organization.id, period, respondent, item.id)
        level = _level(_latent(world, organization, period, item) + severity + noise)
        answers[item.id] = level if state is None else state
    return Sheet(organization, period, "individual", answers, respondent, role)


def _generator(key: tuple[str, ...]) -> np.random.Generator:
    return np.random.default_rng([SEED, zlib.crc32("/".join(key).encode())])


def _level(latent: float) -> str:
    return str(min(4, max(1, math.floor(latent + 0.5))))


def _state(world: World, organization: Organization, period: str, item: Item, unsure: float, who: str) -> str | None:
    """Return the state of an answer that is no level; None when it is one."""
    if chance(organization.id, item.id, "applies") < world.profiles.not_applicable.get(item.id, 0):
        return "not_applicable"
    draw = chance(organization.id, period, item.id, who, "state")
    if draw < BLANK:
        return ""
    return "dont_know" if draw < BLANK + unsure else None


def _latent(world: World, organization: Organization, period: str, item: Item) -> float:
    """Return what an answer is rounded from: capacity, the item's difficulty, and two noises."""
    name = world.origins.get(item.id, item.id)
    own = OWN_ITEM * normal(organization.id, name) + OF_THE_DAY * normal(organization.id, name, period)
    return _capacity(world, organization, period, item.dimension) + world.profiles.items.get(name, 0) + own


def _capacity(world: World, organization: Organization, period: str, dimension: str) -> float:
    """Return an organization's capacity in a dimension and period, in levels."""
    profiles = world.profiles
    profile = profiles.organizations[organization.id]
    order = world.project.periods
    now = order.index(period)
    jumps = sum(dimension in profile.jumps.get(one, []) for one in order[: now + 1])
    falls = [order.index(one) for one in order[: now + 1] if dimension in profile.falls.get(one, [])]
    parts = (
        profile.start + profile.yearly * now,
        profiles.dimensions[dimension],
        profiles.sizes[organization.other["size"]].get(dimension, 0),
        profiles.sectors[organization.sector].get(dimension, 0),
        STRENGTH * ((dimension in profile.strong) - (dimension in profile.weak)),
        OWN_DIMENSION * normal(organization.id, dimension),
        JUMP * jumps,
        -sum(FALL if now - fall < 2 else LASTING_FALL for fall in falls),
    )
    return sum(parts)
