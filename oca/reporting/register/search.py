"""What the register holds, as rows of text, and those of them that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from oca.assessment import Assessment
from oca.errors import UsageError
from oca.findings import suggest
from oca.language import for_matching, pick
from oca.support.records import Alliance

What = Literal["organizations", "trainers", "trainings", "sessions", "campaigns", "coalitions"]
"""The lists that there are."""


@dataclass(frozen=True)
class Query:
    """What is looked for; what is empty is no limit.

    Attributes:
        sector: id of a sector.
        topic: id of a dimension or item; what is about its dimension, or about another item of it, is found too.
        region: as the register's column of regions writes it; who works anywhere is found too.
        language: code of a language.
        text: a word anywhere in the row; Latin and Cyrillic letters are taken alike.
    """

    sector: str = ""
    topic: str = ""
    region: str = ""
    language: str = ""
    text: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """One row: what is shown of it by heading, and by what it is found; an empty tuple is found by any."""

    shown: Mapping[str, str]
    sectors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def find(assessment: Assessment, what: What, asked: Query, language: str = "en") -> list[RegisterRow]:
    """Return the rows of a list that fit what is asked, in the order of its file.

    Raises:
        UsageError: there is no such sector, topic or region.
    """
    dimension_of = assessment.dimension_of
    settings = assessment.project.settings
    regions = {one.other.get(settings.schedule.region, "") for one in assessment.project.organizations}
    for value, known, name in (
        (asked.sector, list(settings.sectors), "sector"),
        (asked.topic, list(dimension_of), "dimension or item"),
        (asked.region, sorted(regions - {""}), "region"),
    ):
        if value and value not in known:
            raise UsageError(f"{value} is no {name} of this project. {suggest(value, known)}")
    wanted = for_matching(asked.text)
    return [one for one in _LISTS[what](assessment, language) if _fits(one, asked, dimension_of, wanted)]


def _fits(one: RegisterRow, asked: Query, dimension_of: Mapping[str, str], wanted: str) -> bool:
    topics = {dimension_of.get(topic, topic) for topic in one.topics}
    return (
        (not asked.sector or asked.sector in one.sectors)
        and (not asked.topic or dimension_of[asked.topic] in topics)
        and (not asked.region or not one.regions or asked.region in one.regions)
        and (not asked.language or not one.languages or asked.language in one.languages)
        and (not wanted or any(wanted in for_matching(cell) for cell in one.shown.values()))
    )


def _organizations(assessment: Assessment, language: str) -> Iterable[RegisterRow]:
    project = assessment.project
    region = project.settings.schedule.region
    for one in project.organizations:
        alliances = [
            *(each.name for each in assessment.support.campaigns if one.id in each.members),
            *(each.name for each in assessment.support.coalitions if one.id in each.members),
        ]
        shown = {
            "id": one.id,
            "name": one.name,
            "name_cyrillic": one.name_cyrillic,
            "sector": pick(project.settings.sectors[one.sector], language),
            "region": one.other.get(region, ""),
            "municipality": one.other.get("municipality", ""),
            "language": one.language,
            "contact": one.contact,
            "campaigns and coalitions": "; ".join(alliances),
            "may be named": "yes" if one.consent else "no",
        }
        regions = (one.other[region],) if one.other.get(region) else ()
        yield RegisterRow(shown, (one.sector,), (), regions, (one.language,))


def _trainers(assessment: Assessment, language: str) -> Iterable[RegisterRow]:
    for one in assessment.support.trainers:
        given = [pick(each.title, language) for each in assessment.support.trainings if one.id in each.trainers]
        shown = {
            "id": one.id,
            "name": one.name,
            "topics": "; ".join(one.topics),
            "languages": "; ".join(one.languages),
            "region": one.region,
            "trainings": "; ".join(given),
        }
        yield RegisterRow(shown, (), one.topics, (one.region,) if one.region else (), one.languages)


def _trainings(assessment: Assessment, language: str) -> Iterable[RegisterRow]:
    held = [session.training for session in assessment.support.sessions]
    trainers = {one.id: one for one in assessment.support.trainers}
    for one in assessment.support.trainings:
        given_by = [trainers[each] for each in one.trainers if each in trainers]
        shown = {
            "id": one.id,
            "title": pick(one.title, language),
            "serves": "; ".join(one.elements),
            "levels": f"{one.from_level:g} to {one.to_level:g}",
            "trainers": "; ".join(each.name for each in given_by),
            "days": f"{one.days:g}",
            "places": str(one.places),
            "cost": f"{one.cost:g}",
            "held": str(held.count(one.id)),
        }
        regions = () if any(not each.region for each in given_by) else tuple(each.region for each in given_by)
        languages = tuple(dict.fromkeys(language for each in given_by for language in each.languages))
        yield RegisterRow(shown, (), one.elements, regions, languages)


def _sessions(assessment: Assessment, language: str) -> Iterable[RegisterRow]:
    trainings = {one.id: one for one in assessment.support.trainings}
    came = [one.session for one in assessment.support.participation]
    for one in assessment.support.sessions:
        training = trainings[one.training]
        shown = {
            "id": one.id,
            "date": one.date.isoformat(),
            "training": pick(training.title, language),
            "place": one.place,
            "region": one.region,
            "trainer": one.trainer,
            "organizations": str(came.count(one.id)),
        }
        yield RegisterRow(shown, (), training.elements, (one.region,) if one.region else ())


def _alliances(of: Callable[[Assessment], Iterable[Alliance]]) -> Callable[[Assessment, str], Iterable[RegisterRow]]:
    def rows(assessment: Assessment, language: str) -> Iterable[RegisterRow]:
        names = {one.id: one.name for one in assessment.project.organizations}
        for one in of(assessment):
            until = one.end.isoformat() if one.end else ""
            shown = {
                "id": one.id,
                "name": one.name,
                "from": one.start.isoformat(),
                "until": until,
                "aim": one.aim,
                "members": "; ".join(names[each] for each in one.members),
            }
            yield RegisterRow(shown, one.sectors)

    return rows


_LISTS: Mapping[What, Callable[[Assessment, str], Iterable[RegisterRow]]] = {
    "organizations": _organizations,
    "trainers": _trainers,
    "trainings": _trainings,
    "sessions": _sessions,
    "campaigns": _alliances(lambda assessment: assessment.support.campaigns),
    "coalitions": _alliances(lambda assessment: assessment.support.coalitions),
}
