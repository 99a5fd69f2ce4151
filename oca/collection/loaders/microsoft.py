"""Exports of Microsoft Forms: ID, two times, e-mail and name, then the questions; a quiz adds points and feedback."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oca.collection.loaders.survey_tools import Record, SurveyTool, names

_STARTED = {"start time", "vrijeme početka", "vreme početka", "vrijeme pocetka", "startzeit"}
_COMPLETED = {
    "completion time",
    "vrijeme završetka",
    "vreme završetka",
    "vrijeme dovršetka",
    "vreme dovršetka",
    "vrijeme dovršenja",
    "fertigstellungszeit",
}
_OWN = {
    "id",
    "email",
    "e-mail",
    "e-pošta",
    "adresa e-pošte",
    "name",
    "ime",
    "naziv",
    "language",
    "jezik",
    "last modified time",
    "vrijeme posljednje izmjene",
    "vrijeme zadnje izmjene",
    "vreme poslednje izmene",
    "total points",
    "quiz feedback",
    "grade posted time",
    "ukupan broj bodova",
    "ukupno bodova",
    "povratne informacije o kvizu",
}
_QUIZ = re.compile(r"(?:points|feedback|bodovi|poeni|povratne informacije)\s*-\s*.+")


def _recognises(headings: Sequence[str]) -> bool:
    there = names(headings)
    return there[:1] == ["id"] and bool(_STARTED & set(there[1:3])) and bool(_COMPLETED & set(there[1:4]))


def _technical(heading: str) -> bool:
    return heading in _OWN | _STARTED or bool(_QUIZ.fullmatch(heading))


def _identity(record: Record) -> tuple[str, ...]:
    """Return the number and when it was begun: each form counts its submissions from 1."""
    begun = next((record[name] for name in _STARTED if record.get(name)), "")
    return (record["id"], begun) if record.get("id") and begun else ()


KIND = SurveyTool(
    title="Microsoft Forms",
    signature="Microsoft Forms: ID, Start time, Completion time (Vrijeme početka, Vrijeme završetka and so on)",
    recognises=_recognises,
    roles=dict.fromkeys(_COMPLETED, "submitted"),
    technical=_technical,
    identity=_identity,
    cleaned=lambda cell: cell.removesuffix(";"),
    dates_written=True,
)
