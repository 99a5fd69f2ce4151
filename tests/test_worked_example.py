"""The printed sum of the worked example is the sum that was done, whatever the scheme and whatever is missing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings

from oca.analysis.scoring import score
from oca.analysis.trace import Trace, trace
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.language import words
from oca.reporting.schemewords import Told, coverage, rules
from oca.reporting.workedexample import worked_example
from tests import making
from tests.test_scoring_reference import cases

Case = tuple[Questionnaire, Scheme, list[dict[str, Any]]]

MEAN = re.compile(r"\(([^()]*)\) / (\S+) = (\S+)\.(?: |$)")


def traced(form: Questionnaire, scheme: Scheme, sheets: list[dict[str, Any]], element: str) -> Trace:
    given_ = making.responses(
        [{"score_type": "individual", "respondent": f"r{i}", "answers": one} for i, one in enumerate(sheets)]
    )
    scores = score(given_, {"small/1": form}, {"y1": scheme})
    return trace(given_, scores, form, scheme, element)


def printed(form: Questionnaire, scheme: Scheme, sheets: list[dict[str, Any]], element: str) -> str:
    told = Told(form, scheme, words("en"))
    return " ".join(worked_example(told, traced(form, scheme, sheets, element), None))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_printed_mean_is_the_mean_of_the_figures_printed_beside_it(case: Case) -> None:
    form, scheme, sheets = case
    for dimension in form.dimension_ids:
        found = MEAN.search(printed(form, scheme, sheets, dimension))
        if not found:
            continue
        terms = [tuple(map(float, term.split(" × "))) for term in found[1].split(" + ")]
        weights = [term[0] if len(term) == 2 else 1.0 for term in terms]
        total = sum(term[-1] * weight for term, weight in zip(terms, weights, strict=True))
        assert sum(weights) == pytest.approx(float(found[2]), abs=0.011)
        assert total / sum(weights) == pytest.approx(float(found[3]), abs=0.011)  # figures are rounded to two decimals


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_trace_is_made_of_what_has_a_score_and_of_nothing_else(case: Case) -> None:
    form, scheme, sheets = case
    for dimension in form.dimension_ids:
        one = traced(form, scheme, sheets, dimension)
        if scheme.dimension == "mean" and one.made is not None:
            scored = [(part.score, part.weight) for part in one.parts if part.score is not None]
            mean = sum(value * weight for value, weight in scored) / sum(weight for _, weight in scored)
            assert one.made == pytest.approx(mean)
        if not one.held:
            assert one.made == one.score or one.score == pytest.approx(one.made)


TWO_PARTS = {"d": {"s1": ["a", "b"], "s2": ["c", "e", "f", "g", "h", "i", "j", "k"]}}


def test_a_part_without_a_score_is_in_no_sum_and_the_reason_is_said() -> None:
    form = making.questionnaire(TWO_PARTS)
    sheet = {"a": 1, "b": "", **dict.fromkeys("cefghijk", 4)}
    text = printed(form, making.scheme(), [sheet], "d")
    assert "(4) / 1 = 4." in text
    assert "Still there is no score: too few of its parts have a score." in text
    assert "Without a score: s1." in text


@pytest.mark.parametrize(
    ("dimensions", "changes", "said"),
    [
        ({"d": ["a", "b"]}, {}, "Every item counts the same in its dimension."),
        (TWO_PARTS, {}, "Every item counts the same in its part, and every part the same in its dimension, however "
         "many items it has."),
        ({**TWO_PARTS, "f": ["m"]}, {}, "Where a dimension has no parts, every item counts the same in it."),
        (TWO_PARTS, {"dimension": "sum", "bands": {"all": 0}}, "Every item counts the same in its dimension."),
        (TWO_PARTS, {"weights": {"items": {"a": 2}}},
         "Other weights than 1: a 2. Every part counts the same in its dimension, however many items it has."),
    ],
)  # fmt: skip
def test_what_counts_the_same_is_said_as_it_is(dimensions: Any, changes: Any, said: str) -> None:
    form = making.questionnaire(dimensions)
    assert said in rules(Told(form, making.scheme(**changes), words("en")))[0]


def test_the_coverage_of_parts_is_told_only_where_there_are_parts() -> None:
    sentence = "the dimension needs a score in at least 50% of its parts that apply"
    scheme = making.scheme(coverage={"subdimensions": 0.5})
    assert sentence in coverage(Told(making.questionnaire(TWO_PARTS), scheme, words("en")))[0]
    assert sentence not in coverage(Told(making.questionnaire({"d": ["a"]}), scheme, words("en")))[0]
