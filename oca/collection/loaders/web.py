"""The file that the web form hands out: JSON, recognised by the name of its format; answers are found by item code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import ValidationError

from oca.collection.raw_answers import RawAnswer, RawFile
from oca.errors import InputError
from oca.faults import found_in, problem_of
from oca.findings import Finding, Place, finding, quoted
from oca.folders import refuse_large
from oca.language import find_language
from oca.source import Source
from oca.yamlfile import Strict

FORMAT = "oca-response"

VERSION = 1

LOST = "\N{REPLACEMENT CHARACTER}"
"""Stands for a sign that was lost."""


class WebAnswer(Strict):
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


class WebResponse(Strict):
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
    answers: dict[str, WebAnswer]


LONGEST_NUMBER = 20
"""So many digits a number may have; a longer one is no version and no level."""

_LIST = re.compile(rb"\[\s*(?:[{\[\]]|\"[^\"]*\"\s*[,\]]|-?\d[\d.eE+-]*\s*[,\]])")
"""How a list in JSON begins; the heading of a table may begin with a bracket too."""


class _KeyTwiceError(ValueError):
    """A key stands twice in one JSON object."""


def recognises(source: Source) -> bool:
    """Say whether a file is JSON: by its name, or because it begins so; a table never begins with a brace."""
    start = source.content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if source.name.lower().endswith(".json"):
        return True
    return bool(start[:1] == b"{" and start[:5] != b"{\\rtf") or bool(_LIST.match(start))


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
    refuse_large(len(source.content), source.name, ".json")
    response = _checked(source, _parsed(source))
    faults = list(_contradictions(source, response))
    if faults:
        raise InputError(faults)
    cover = {name: _at(source, name) for name in COVER}
    lost = tuple(_signs_lost(source, response))
    return RawFile(tuple(_answers(response, asked)), lost, language=find_language(response.language), cover=cover)


def _parsed(source: Source) -> Any:
    try:
        text = source.content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_number)
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
    pairs = [(_whole(key), _whole(value) if isinstance(value, str) else value) for key, value in pairs]
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _KeyTwiceError(next(key for key in keys if keys.count(key) > 1))
    return made


def _whole(text: str) -> str:
    """Return a text with a sign in place of each half of one, so that it can be written."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _number(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"a number has {len(digits)} digits")
    return int(digits)


def _no_number(constant: str) -> Any:
    raise ValueError(f"{constant} is no number in JSON")


def _checked(source: Source, read: Any) -> WebResponse:
    found = "" if isinstance(read, dict) else f"{'a list' if isinstance(read, list) else 'one value'}, not an object"
    if not found and read.get("format") != FORMAT:
        found = f"of the format {str(read['format'])[:60]!r}" if "format" in read else "of no named format"
    if found:
        place = _at(source, "format") if isinstance(read, dict) else source.place()
        raise InputError([finding("json-format", place, found=found, expected=FORMAT)])
    if read.get("version") != VERSION:
        found = str(read.get("version"))[:60]
        raise InputError([finding("json-version", _at(source, "version"), found=found, expected=str(VERSION))])
    try:
        return WebResponse.model_validate(read)
    except ValidationError as error:
        raise InputError(
            [
                finding("json-value", _at(source, *fault["loc"]), problem=problem_of(fault), found=found_in(fault))
                for fault in error.errors()
            ]
        ) from None


def _contradictions(source: Source, response: WebResponse) -> Iterator[Finding]:
    for item, answer in response.answers.items():
        if (answer.state == "answered") != bool(answer.level):
            place = _at(source, "answers", item, "level")
            problem = "a level belongs to the state answered, and to no other"
            yield finding("json-value", place, problem=problem, found=repr((answer.state, answer.level))[:60])


def _signs_lost(source: Source, response: WebResponse) -> Iterator[Finding]:
    """Yield each remark, and each text said once, in which a sign was lost."""
    texts: dict[tuple[str, ...], str] = {(name,): getattr(response, name) for name in COVER}
    for item, answer in response.answers.items():
        texts |= {("answers", item, "comment"): answer.comment, ("answers", item, "evidence"): answer.evidence}
    for keys, text in texts.items():
        if LOST in text:
            yield finding("sign-lost", _at(source, *keys), found=quoted(text))


def _answers(response: WebResponse, asked: Iterable[str]) -> Iterator[RawAnswer]:
    blank = {item: WebAnswer(state="") for item in asked if item not in response.answers}
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
