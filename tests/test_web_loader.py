"""The file that the web form hands out, read back: what is in it, and every mistake with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from oca.assessment import assess, check
from oca.collection import loaders
from oca.errors import InputError
from oca.findings import Finding, Place, errors
from oca.folders import LIMITS, MEGABYTE
from oca.source import Source
from tests.small import ITEMS, put, read_small, small_project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def response(folder: Path, levels: str = "3213", **more: Any) -> dict[str, Any]:
    """Return a whole response of zora in y1; each digit is the level of one item."""
    _, questionnaires = read_small(folder)
    given = {item: {"state": "answered", "level": level} for item, level in zip(ITEMS, levels, strict=True)}
    head = {
        "format": "oca-response",
        "version": 1,
        "questionnaire": "small/1",
        "checksum": questionnaires["small/1"].checksum,
        "organization": "zora",
        "period": "y1",
        "score_type": "consensus",
        "saved": "2024-05-31T10:00:00.000Z",
        "answers": given,
    }
    return {**head, **more}


def lay(folder: Path, content: dict[str, Any] | str, name: str = "zora.json") -> Path:
    return put(folder, f"responses/y1/{name}", content if isinstance(content, str) else json.dumps(content))


def faults(folder: Path) -> list[Finding]:
    return errors(check(folder)[2])


def test_a_response_is_scored_like_any_other(folder: Path) -> None:
    lay(folder, response(folder))
    scores = assess(folder).scores
    governance = scores[(scores["element"] == "governance") & (scores["period"] == "y1")]
    assert governance["score"].tolist() == [2.5]  # the mean of 3 and 2


def test_states_comments_and_evidence_come_with_their_path(folder: Path) -> None:
    answers = {
        "gov-board": {"state": "not_applicable", "comment": "Fondacija „Zora“ nema odbor"},
        "fin-books": {"state": "dont_know"},
        "fin-donors": {"state": "", "evidence": "ugovor"},
    }
    lay(folder, response(folder, answers=answers))
    rows = assess(folder).responses.set_index("item")
    status = {
        "gov-board": "not_applicable",
        "gov-mission": "missing",
        "fin-books": "dont_know",
        "fin-donors": "missing",
    }
    assert rows["status"].to_dict() == status
    assert rows.loc["gov-board", ["comment", "column"]].tolist() == [
        "Fondacija „Zora“ nema odbor",
        "$.answers.gov-board",
    ]
    assert rows.loc["fin-donors", "evidence"] == "ugovor"
    assert "items-absent" not in {one.code for one in check(folder)[2]}  # gov-mission was asked, and left blank


def test_a_file_without_any_answer_is_a_form_that_came_back_blank(folder: Path) -> None:
    lay(folder, response(folder, answers={}))
    assert {"sheet-blank"} == {one.code for one in check(folder)[2] if one.severity != "look at"}


def test_it_is_recognised_by_what_stands_in_it(folder: Path) -> None:
    raw = b"\xef\xbb\xbf" + json.dumps(response(folder)).encode()
    assert len(loaders.load(Source("answers.txt", raw), frozenset(ITEMS)).answers) == 4


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"checksum": "000000000000"}, "questionnaire-changed", "$.questionnaire"),
        ({"questionnaire": "small/2"}, "questionnaire-version", "$.questionnaire"),
        ({"answers": {"gov-bord": {"state": "answered", "level": "3"}}}, "item-unknown", "$.answers.gov-bord"),
        ({"answers": {"gov-board": {"state": "answered", "level": "5"}}}, "answer-not-a-level", "$.answers.gov-board"),
        ({"answers": {"gov-board": {"state": "perhaps"}}}, "json-value", "$.answers.gov-board.state"),
        ({"answers": {"gov-board": {"state": "answered"}}}, "json-value", "$.answers.gov-board.level"),
        ({"answers": {"gov-board": {"state": "dont_know", "level": "3"}}}, "json-value", "$.answers.gov-board.level"),
        ({"answers": [1, 2]}, "json-value", "$.answers"),
        ({"mood": "good"}, "json-value", "$.mood"),
        ({"version": 2}, "json-version", "$.version"),
        ({"format": "recipe"}, "json-format", "$.format"),
        ({"score_type": "individual"}, "respondent-missing", "$.respondent"),
        ({"organization": "nobody"}, "organization-unknown", "$.organization"),
    ],
)
def test_a_mistake_is_said_with_the_path_to_it(folder: Path, change: dict[str, Any], code: str, column: str) -> None:
    lay(folder, response(folder, **change))
    found = faults(folder)
    assert {one.code for one in found} == {code}, found
    assert found[0].place.file == "responses/y1/zora.json"
    assert not column or found[0].place.column == column


def test_a_file_that_was_cut_off_is_refused_wherever_the_cut_is(folder: Path) -> None:
    whole = json.dumps(response(folder))
    for end in range(1, len(whole) - 1, 37):
        with pytest.raises(InputError) as raised:
            loaders.load(Source("zora.json", whole[:end].encode()), frozenset(ITEMS))
        assert [one.code for one in raised.value.findings] == ["json-syntax"]


@pytest.mark.parametrize("content", ['{"a": NaN}', '{"a":' + "[" * 100_000, '{"format": "\x00"}', "{'format': 1}"])
def test_what_is_no_json_is_no_traceback(content: str) -> None:
    with pytest.raises(InputError) as raised:
        loaders.load(Source("a.json", content.encode()), frozenset(ITEMS))
    assert raised.value.findings[0].code in ("json-syntax", "file-format")


def test_an_item_that_stands_twice_is_not_read_in_silence(folder: Path) -> None:
    one = '"gov-board": {"state": "answered", "level": "3"}'
    lay(folder, json.dumps(response(folder, answers={})).replace("{}", f"{{{one}, {one}}}"))
    (found,) = faults(folder)
    assert found.code == "json-key-twice"
    assert "gov-board" in found.message


def test_a_huge_file_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(InputError) as raised:
        loaders.load(Source("a.json", b"{" + b" " * LIMITS[".json"] * MEGABYTE), frozenset(ITEMS))
    assert raised.value.findings[0].code == "file-too-large"


def test_two_people_need_two_codes(folder: Path) -> None:
    lay(folder, response(folder, "3333", score_type="individual", respondent="r1"), "one.json")
    lay(folder, response(folder, "1111", score_type="individual", respondent="r1"), "two.json")
    assert [one.code for one in faults(folder)] == ["sheet-twice"]
    lay(folder, response(folder, "1111", score_type="individual", respondent="r2"), "two.json")
    assert not faults(folder)


def test_a_path_is_written_as_it_is() -> None:
    assert str(Place("a.json", column="$.answers.gov-board")) == "a.json, $.answers.gov-board"


HALF = "\\ud800"
"""Half of a sign, as JSON writes it; a whole one has two."""


def test_half_a_sign_in_a_remark_is_replaced_and_said_with_its_path(folder: Path) -> None:
    text = json.dumps(response(folder)).replace('"level": "3"', f'"level": "3", "comment": "so{HALF}!"', 1)
    lay(folder, text)
    _, assessment, findings = check(folder)
    assert assessment is not None
    (said,) = [one for one in findings if one.code == "sign-lost"]
    assert (said.place.column, said.severity) == ("$.answers.gov-board.comment", "look at")
    assert "so\N{REPLACEMENT CHARACTER}!" in said.message
    assert "so\N{REPLACEMENT CHARACTER}!" in set(assessment.responses["comment"])


def test_a_whole_sign_of_two_halves_stays(folder: Path) -> None:
    text = json.dumps(response(folder)).replace('"level": "3"', '"level": "3", "comment": "\\ud83d\\ude00"', 1)
    lay(folder, text)
    _, assessment, findings = check(folder)
    assert assessment is not None
    assert "sign-lost" not in {one.code for one in findings}
    assert "\N{GRINNING FACE}" in set(assessment.responses["comment"])


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ('"gov-board"', f'"{HALF}"', "item-unknown"),
        ('"organization": "zora"', f'"organization": "{HALF}"', "organization-unknown"),
        ('"format": "oca-response"', f'"format": "{HALF}"', "json-format"),
        ('"version": 1', f'"version": 1, "{HALF}": 1', "json-value"),
    ],
)
def test_half_a_sign_anywhere_ends_as_a_finding_that_can_be_printed(
    folder: Path, was: str, now: str, code: str
) -> None:
    lay(folder, json.dumps(response(folder)).replace(was, now, 1))
    found = faults(folder)
    assert [one.code for one in found] == [code]
    assert str(found[0]).encode()


def test_a_number_of_thousands_of_digits_is_said_plainly(folder: Path) -> None:
    lay(folder, json.dumps(response(folder)).replace('"version": 1', f'"version": {"9" * 5000}'))
    (found,) = faults(folder)
    assert found.message == "This is not valid JSON: a number has 5000 digits."
