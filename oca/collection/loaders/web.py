"""The file that the web form hands out: JSON, recognised by the name of its format; answers are found by item code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import ValidationError

from oca.collection.raw import RawAnswer, RawFile, Source
from oca.errors import InputError
from oca.faults import found_in, problem_of
from oca.findings import Finding, Place, finding
from oca.yamlfile import Strict

FORMAT = "oca-response"

VERSION = 1

LIMIT = 5_000_000
"""Bytes; a questionnaire of a hundred items with long comments has a tenth of it."""

_MEGABYTE = 1_000_000


class Answer(Strict):
    """One answer of the file.

    Attributes:
        state: what kind of answer it is; empty where only a comment or evidence was written.
        level: key of the level, such as 3 or 2.5; only where the state is answered.
        comment: a comment, or the reason why the item does not apply.
        evidence: what shows it.
        changed: when it was last changed, as an ISO time.
    """

    state: Literal["", "answered", "not_applicable", "dont_know"]
    level: str = ""
    comment: str = ""
    evidence: str = ""
    changed: str = ""


class Response(Strict):
    """The whole file, version 1."""

    format: Literal["oca-response"]
    version: Literal[1]
    questionnaire: str
    checksum: str
    organization: str
    period: str
    score_type: str
    respondent: str = ""
    role: str = ""
    participants: str = ""
    place: str = ""
    date: str = ""
    language: str = ""
    started: str = ""
    saved: str = ""
    answers: dict[str, Answer]


class _KeyTwiceError(ValueError):
    """A key stands twice in one JSON object."""


def recognises(source: Source) -> bool:
    """Say whether a file is a JSON object, whatever its name; a table never begins with a brace."""
    return source.content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


COVER = ("organization", "period", "questionnaire", "score_type", "respondent", "participants", "place", "date")
"""What the file says once, beside the answers."""


def load(source: Source, asked: Iterable[str] = ()) -> RawFile:
    """Read the answers of a web form; each has its path in the JSON as its place.

    Args:
        source: the file.
        asked: the items that were asked; the page writes down only what was answered, and the others were left blank.

    Raises:
        InputError: it is too large, cut off, of another format or version, or a value is not what it has to be.
    """
    if len(source.content) > LIMIT:
        size, limit = f"{len(source.content) / _MEGABYTE:.0f}", f"{LIMIT / _MEGABYTE:.0f}"
        raise InputError([finding("file-too-large", source.place(), size=size, limit=limit)])
    response = _checked(source, _parsed(source))
    faults = list(_contradictions(source, response))
    if faults:
        raise InputError(faults)
    return RawFile(tuple(_answers(response, asked)), cover={name: _at(source, name) for name in COVER})


def _parsed(source: Source) -> Any:
    try:
        return json.loads(source.content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        problem = f"it cannot be read from line {error.lineno}, character {error.colno} on"
    except UnicodeDecodeError as error:
        problem = f"byte {error.start + 1} is not UTF-8"
    except _KeyTwiceError as error:
        raise InputError([finding("json-key-twice", source.place(), key=str(error))]) from None
    except (RecursionError, ValueError) as error:
        problem = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
    raise InputError([finding("json-syntax", source.place(), problem=problem)])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs; of a key that stands twice, JSON would keep the last in silence."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _KeyTwiceError(next(key for key in keys if keys.count(key) > 1))
    return made


def _no_number(constant: str) -> Any:
    raise ValueError(f"{constant} is no number in JSON")


def _checked(source: Source, read: dict[str, Any]) -> Response:
    if read.get("format") != FORMAT:
        found = str(read.get("format"))[:60]
        raise InputError([finding("json-format", _at(source, "format"), found=found, expected=FORMAT)])
    if read.get("version") != VERSION:
        found = str(read.get("version"))[:60]
        raise InputError([finding("json-version", _at(source, "version"), found=found, expected=str(VERSION))])
    try:
        return Response.model_validate(read)
    except ValidationError as error:
        raise InputError(
            [
                finding("json-value", _at(source, *fault["loc"]), problem=problem_of(fault), found=found_in(fault))
                for fault in error.errors()
            ]
        ) from None


def _contradictions(source: Source, response: Response) -> Iterator[Finding]:
    for item, answer in response.answers.items():
        if (answer.state == "answered") != bool(answer.level):
            place = _at(source, "answers", item, "level")
            problem = "a level belongs to the state answered, and to no other"
            yield finding("json-value", place, problem=problem, found=repr((answer.state, answer.level))[:60])


def _answers(response: Response, asked: Iterable[str]) -> Iterator[RawAnswer]:
    blank = {item: Answer(state="") for item in asked if item not in response.answers}
    for item, answer in {**response.answers, **blank}.items():
        yield RawAnswer(
            organization=response.organization,
            period=response.period,
            questionnaire=response.questionnaire,
            score_type=response.score_type,
            respondent=response.respondent,
            role=response.role,
            item=item,
            answer=answer.level or answer.state,
            comment=answer.comment,
            evidence=answer.evidence,
            submitted=response.saved,
            sheet_id="",
            sheet="",
            row=0,
            column=path("answers", item),
            checksum=response.checksum,
            held=response.date,
            venue=response.place,
            participants=response.participants,
        )


def path(*keys: str | int) -> str:
    """Return the path to a value.

    >>> path("answers", "gov-board", "level")
    '$.answers.gov-board.level'
    """
    return ".".join(["$", *map(str, keys)])


def _at(source: Source, *keys: str | int) -> Place:
    return source.place(column=path(*keys))
