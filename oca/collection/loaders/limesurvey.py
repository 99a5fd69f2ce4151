"""Exports of LimeSurvey: headed by codes, by questions, or by both; an answer that was never sent has no date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oca.collection.loaders.survey_tools import Aside, Record, SurveyTool, names
from oca.collection.raw_answers import RawFile

_OWN: dict[str, set[str]] = {
    "id": {"id", "response id", "id odgovora"},
    "submitdate": {"submitdate", "date submitted", "datum slanja", "datum podnošenja", "datum predaje"},
    "lastpage": {"lastpage", "last page", "posljednja stranica", "zadnja stranica", "poslednja strana"},
    "startlanguage": {"startlanguage", "start language", "početni jezik"},
    "seed": {"seed", "sjeme", "seme"},
    "startdate": {"startdate", "date started", "datum početka"},
    "datestamp": {"datestamp", "date last action", "datum posljednje radnje", "datum zadnje aktivnosti"},
    "ipaddr": {"ipaddr", "ip address", "ip adresa"},
    "token": {"token", "access code", "pristupni kod"},
    "refurl": {"refurl", "referrer url"},
}
"""The tool's own columns: by code, and how they are headed where questions stand for codes."""

_TIMES = re.compile(
    r"(?:interviewtime|grouptime\d+)(?:\..*)?|(?:total|group|question) time(?::.*)?|\w+time\. question time.*"
)
"""How the columns of times are headed; that of a question is also headed by the question's code and `Time`."""

_SUBQUESTION = re.compile(r"([A-Za-z][A-Za-z0-9]*)_\w+")

_CODE_BEFORE = re.compile(r"([a-z]+)\.\s+.*")


def _own(heading: str) -> str:
    coded = _CODE_BEFORE.fullmatch(heading)
    word = coded[1] if coded and coded[1] in _OWN else heading
    return next((code for code, words in _OWN.items() if word in words), "")


def _technical(heading: str) -> bool:
    return bool(_own(heading) or _TIMES.fullmatch(heading))


def _recognises(headings: Sequence[str]) -> bool:
    there = {_own(heading) for heading in names(headings)}
    return {"id", "submitdate"} <= there and bool(there & {"lastpage", "startlanguage", "seed"})


def _lacks(headings: Sequence[str]) -> str:
    return "" if any(_own(heading) == "submitdate" for heading in names(headings)) else "submitdate"


def _cell(record: Record, code: str) -> str:
    return next((cell for heading, cell in record.items() if _own(heading) == code), "")


def _aside(record: Record) -> Aside | None:
    if _cell(record, "submitdate"):
        return None
    return Aside("it was never sent (no submit date)", "Ask the respondent to finish it, or leave it.")


def _identity(record: Record) -> tuple[str, ...]:
    """Return the number and the seed, or else when it was sent: each survey counts its submissions from 1."""
    number, told = _cell(record, "id"), _cell(record, "seed") or _cell(record, "submitdate")
    return (number, told) if number else ()


def question_of(heading: str) -> tuple[str, str]:
    """Return the question to which a column belongs, and a pattern that fits its columns and no others.

    >>> question_of("Q2[SQ001]"), question_of("Q2_SQ001"), question_of("Q3"), question_of("How is it? [Board]")
    (('Q2', 'Q2[*'), ('Q2', 'Q2_*'), ('Q3', 'Q3'), ('How is it?', 'How is it? [*'))
    """
    before, bracket, _ = heading.rpartition("[")
    if bracket:
        return before.strip(), f"{before}[*"
    coded = _SUBQUESTION.fullmatch(heading)
    return (coded[1], f"{coded[1]}_*") if coded else (heading, heading)


KIND = SurveyTool(
    title="LimeSurvey",
    signature="LimeSurvey: the columns id, submitdate and lastpage, startlanguage or seed",
    recognises=_recognises,
    lacks=_lacks,
    roles={
        **dict.fromkeys(_OWN["submitdate"], "submitted"),
        **dict.fromkeys((f"submitdate. {words}" for words in _OWN["submitdate"]), "submitted"),
    },
    technical=_technical,
    timing="time",
    aside=_aside,
    identity=_identity,
    unanswered="N/A",
    yes_no=True,
    own_codes=True,
)


def questions_of(read: RawFile) -> dict[str, str]:
    """Return the columns of each item's question, as a pattern for mapping.yaml; empty for files of other tools."""
    uses = read.columns if read.kind == KIND.title else ()
    return {one.use: question_of(one.heading)[1] for one in uses if one.use}
