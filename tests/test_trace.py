"""A score's trace leads from the figure down to the answers and their cells, and its sums are right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.scoring.trace import Trace, trace
from tests import making
from tests.printed import answered
from tests.test_scoring_reference import cases, engine


def walk(one: Trace) -> Iterator[Trace]:
    yield one
    for part in one.parts:
        yield from walk(part)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(cases())
def test_what_the_rule_makes_is_the_score_or_the_trace_says_what_held_it(
    case: tuple[Questionnaire, Scheme, list[dict[str, Any]]],
) -> None:
    form, scheme, sheets = case
    responses = making.responses(
        [{"score_type": "individual", "respondent": f"r{i}", "answers": one} for i, one in enumerate(sheets)]
    )
    found = trace(responses, engine(*case), form, scheme, "overall")
    for one in walk(found):
        if one.score is None:
            assert one.held or one.made is None
        elif not one.held:
            assert one.made == pytest.approx(one.score, abs=1e-9), one.element
        else:
            assert one.made != pytest.approx(one.score, abs=1e-9), one.element
    assert {one.element for one in walk(found) if one.kind == "item"} == set(form.item_ids)


def test_every_answer_stands_with_its_file_and_cell(tmp_path: Path) -> None:
    assessment = answered(tmp_path, y2=[("zora", (3, 4, 2, "N/A"))])
    found = assessment.explain("zora", "y2", "finance")
    assert (found.score, found.rule, found.answered, found.of) == (2.0, "mean", 1, 1)
    books, donors = found.parts
    assert (books.answers[0].answer, books.answers[0].worth, books.weight) == (2.0, 2.0, 1.0)
    assert donors.status == donors.answers[0].status == "not_applicable"
    place = books.answers[0].place
    assert (place.file, bool(place.column), bool(place.row)) == (books.answers[0].place.file, True, True)
    assert place.file.startswith("responses/y2/")


def test_a_gate_and_a_critical_item_are_named_as_what_held_a_score() -> None:
    form = making.questionnaire({"d": ["a", "b"], "f": ["c", "e"]}, critical=["c"])
    scheme = making.scheme(gates=[{"element": "d", "level": 3, "needs": {"b": 3}}], critical_cap={"below": 2, "cap": 2})
    sheet = {"a": 4, "b": 2, "c": 1, "e": 4}
    found = trace(making.responses([{"answers": sheet}]), engine(form, scheme, [sheet]), form, scheme, "overall")
    d, f = found.parts
    assert (d.made, d.score, d.held) == (3.0, 2.0, ("gate",))
    assert (f.made, f.score, f.held) == (2.5, 2.0, ("critical_cap",))
    assert (found.made, found.score, found.held) == (2.0, 2.0, ())


def test_too_few_answers_are_named_as_the_reason_why_there_is_no_score() -> None:
    form = making.questionnaire({"d": ["a", "b"]})
    sheet = {"a": 4, "b": "don't know"}
    found = trace(
        making.responses([{"answers": sheet}]), engine(form, making.scheme(), [sheet]), form, making.scheme(), "d"
    )
    assert (found.made, found.score, found.held) == (4.0, None, ("coverage",))
    assert (found.answered, found.of) == (1, 2)
