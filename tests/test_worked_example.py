"""The printed sum of the worked example is the sum that was done, whatever the scheme and whatever is missing."""

from __future__ import annotations

import re
import statistics
from typing import Any

import pytest
from hypothesis import given, settings

from oca.cli.explain import _lines
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.language import round_half_up, words
from oca.reporting.text.scheme_words import Told, coverage, rules
from oca.reporting.text.worked_example import worked_example
from oca.scoring.scores import score
from oca.scoring.trace import Trace, trace
from tests import making
from tests.slow import Reference
from tests.test_scoring_reference import cases

Case = tuple[Questionnaire, Scheme, list[dict[str, Any]]]

SUMS = {
    "mean": re.compile(r"\((?P<terms>[^()]*)\) / (?P<whole>\S+) (?P<sign>[=≈]) (?P<result>\S+)\.(?: |$)"),
    "median": re.compile(r"In order: (?P<terms>[^A-Z]*)\. The middle is (?P<result>\S+)\.(?: |$)(?P<sign>)"),
    "minimum": re.compile(r"^\w+: (?P<terms>.*?\.) The weakest of these is (?P<result>\S+)\.(?: |$)(?P<sign>)"),
    "sum": re.compile(r"\. (?P<terms>[\d.+× ]+) (?P<sign>[=≈]) (?P<result>\S+)\.(?: |$)"),
}


Traces = dict[str, Trace]


def traces(form: Questionnaire, scheme: Scheme, sheets: list[dict[str, Any]]) -> Traces:
    """Return the trace of each dimension and of the whole."""
    given_ = making.responses(
        [{"score_type": "individual", "respondent": f"r{i}", "answers": one} for i, one in enumerate(sheets)]
    )
    scores = score(given_, {"small/1": form}, {"y1": scheme})
    return {one: trace(given_, scores, form, scheme, one) for one in (*form.dimension_ids, "overall")}


def said_of(form: Questionnaire, scheme: Scheme, one: Trace) -> str:
    return " ".join(worked_example(Told(form, scheme, words("en")), one, None))


def again(rule: str, terms: list[tuple[float, float]], form: Questionnaire) -> float:
    """Do the printed sum once more, on the figures that are printed: (weight, figure) each."""
    values = [value for _, value in terms]
    if rule == "mean":
        return sum(weight * value for weight, value in terms) / sum(weight for weight, _ in terms)
    if rule == "median":
        return statistics.median(values)
    if rule == "minimum":
        return min(values, key=lambda value: form.direction.sign * value)
    return sum(weight * value for weight, value in terms)


def read_terms(sum_: str) -> list[tuple[float, float]]:
    pairs = [term.split(" × ") for term in re.split(r" \+ |; ", sum_)]
    return [(float(pair[0]) if len(pair) == 2 else 1.0, float(pair[-1].replace("−", "-"))) for pair in pairs]


@settings(max_examples=25, deadline=None)
@given(cases())
def test_the_sum_that_is_printed_gives_what_is_printed_behind_it(case: Case) -> None:
    form, scheme, sheets = case
    for one in traces(form, scheme, sheets).values():
        text = said_of(form, scheme, one)
        for rule, pattern in SUMS.items():
            found = pattern.search(text)
            if found is None or rule != one.rule:
                continue
            listed = (
                found["terms"] if rule != "minimum" else "; ".join(re.findall(r"\S+ ([\d.]+)(?=[;.])", found["terms"]))
            )
            terms = read_terms(listed)
            result, close_to = float(found["result"]), 1e-9 if found["sign"] == "=" else 0.005 * len(terms) + 0.006
            assert abs(float(round_half_up(again(rule, terms, form), 2)) - result) <= close_to, text
            assert result == pytest.approx(one.made, abs=0.005 + 1e-9)
            weights = [part.weight for part in one.parts if part.score is not None and part.weight]
            assert len(terms) == len(weights), text
            if rule == "mean":
                assert [weight for weight, _ in terms] == weights
                assert float(found["whole"]) == pytest.approx(sum(weights))


@settings(max_examples=25, deadline=None)
@given(cases())
def test_what_holds_a_score_is_named_only_where_the_score_is_other_for_it(case: Case) -> None:
    """Without gates, without the cap, and without rounding: what is not named changes nothing, one alone does."""
    form, scheme, sheets = case
    for element, one in traces(form, scheme, sheets).items():
        if element == "overall" or one.score is None or one.made is None:
            continue
        assert bool(one.held) == (one.score != pytest.approx(one.made))
        if one.held:
            free = traces(form, without(scheme, element, HOLDS), sheets)[element]
            assert free.score == pytest.approx(one.made)
            rest = traces(form, without(scheme, element, HOLDS - set(one.held)), sheets)[element]
            assert rest.score == pytest.approx(one.score)
            assert all(
                traces(form, without(scheme, element, HOLDS - {hold}), sheets)[element].score != pytest.approx(one.made)
                for hold in one.held
                if hold != "rounded"  # what is rounded may be what a gate left
            )


HOLDS = {"gate", "critical_cap", "rounded"}


def without(scheme: Scheme, element: str, holds: set[str]) -> Scheme:
    """Return a scheme in which some of what holds a dimension down is gone."""
    gates = [gate for gate in scheme.gates if "gate" not in holds or gate.element != element]
    cap = None if "critical_cap" in holds else scheme.critical_cap
    digits = None if "rounded" in holds else scheme.round_dimensions_first
    return scheme.model_copy(update={"gates": gates, "critical_cap": cap, "round_dimensions_first": digits})


@settings(max_examples=25, deadline=None)
@given(cases())
def test_why_there_is_no_score_is_said_as_it_is(case: Case) -> None:
    """Each lack that is named is one: with that share at nothing, or with weights, there is a score or another lack."""
    form, scheme, sheets = case
    reference = Reference(form, scheme, sheets)
    scores = reference.scores()
    for element, one in traces(form, scheme, sheets).items():
        if one.score is not None or not one.answered:
            assert not set(one.held) & LACKS
            continue
        items = [item.id for item in form.items if element in ("overall", item.dimension)]
        scored = [part for part in one.parts if part.score is not None]
        applying = [part for part in one.parts if part.status != "not_applicable"]
        assert [item for item in items if scores[item] is not None]
        assert one.held == ("coverage",) or reference._covered(items)
        if one.held == ("coverage",):
            assert not reference._covered(items)
        elif one.held == ("no_weight",):
            assert scored
            assert not any(part.weight for part in scored)
        elif one.held == ("subdimensions",):
            assert applying[0].kind == "subdimension"
            assert not scored or len(scored) < scheme.coverage.subdimensions * len(applying)
        elif one.held == ("dimensions",):
            assert element == "overall"
            live = [d for d in form.dimension_ids if any(reference.applies[i.id] for i in form.items_of(d))]
            with_score = [d for d in live if scores[d] is not None]
            assert not with_score or len(with_score) < scheme.coverage.dimensions * len(live)
        else:
            assert one.held == ()
            assert scheme.dimension in ("sum", "share")  # a share of nothing: every answer that counts is worth 0
        assert list(_lines(one, {}, 0))  # the command line has words for each


LACKS = {"coverage", "subdimensions", "dimensions", "respondents", "no_weight"}


@settings(max_examples=25, deadline=None)
@given(cases())
def test_a_trace_is_made_of_what_has_a_score_and_of_nothing_else(case: Case) -> None:
    form, scheme, sheets = case
    for element, one in traces(form, scheme, sheets).items():
        if element == "overall":
            continue
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
    text = said_of(form, making.scheme(), traces(form, making.scheme(), [sheet])["d"])
    assert "(4) / 1 = 4." in text
    assert "Still there is no score: too few of its parts have a score." in text
    assert "Without a score: s1." in text


@pytest.mark.parametrize(
    ("dimensions", "changes", "said"),
    [
        ({"d": ["a", "b"]}, {}, "Every item counts the same in its dimension."),
        (
            TWO_PARTS,
            {},
            "Every item counts the same in its part, and every part the same in its dimension, however "
            "many items it has.",
        ),
        ({**TWO_PARTS, "f": ["m"]}, {}, "Where a dimension has no parts, every item counts the same in it."),
        (TWO_PARTS, {"dimension": "sum", "bands": {"all": 0}}, "Every item counts the same in its dimension."),
        (
            TWO_PARTS,
            {"weights": {"items": {"a": 2}}},
            "Other weights than 1: a 2. Every part counts the same in its dimension, however many items it has.",
        ),
    ],
)
def test_what_counts_the_same_is_said_as_it_is(dimensions: Any, changes: Any, said: str) -> None:
    form = making.questionnaire(dimensions)
    assert said in rules(Told(form, making.scheme(**changes), words("en")))[0]


def test_the_coverage_of_parts_is_told_only_where_there_are_parts() -> None:
    sentence = "the dimension needs a score in at least 50% of its parts that apply"
    scheme = making.scheme(coverage={"subdimensions": 0.5})
    assert sentence in coverage(Told(making.questionnaire(TWO_PARTS), scheme, words("en")))[0]
    assert sentence not in coverage(Told(making.questionnaire({"d": ["a"]}), scheme, words("en")))[0]


@pytest.mark.parametrize(
    ("answered", "of", "least", "said"),
    [
        (2, 3, 0.667, "66.67%, where 66.7% are needed."),
        (4, 5, 0.8, "80%, where 80% are needed."),
        (43, 54, 0.8, "79.6%, where 80% are needed."),
        (2, 3, 0.66, "67%, where 66% are needed."),
    ],
)
def test_a_share_is_printed_on_the_side_of_the_limit_on_which_it_is(
    answered: int, of: int, least: float, said: str
) -> None:
    items = [f"i{n}" for n in range(of)]
    form, scheme = making.questionnaire({"d": items}), making.scheme(coverage={"items": least})
    one = traces(form, scheme, [{item: 3 if n < answered else "" for n, item in enumerate(items)}])["d"]
    text = said_of(form, scheme, one)
    assert said in text
    assert ("Still there is no score" in text) == (answered < least * of)
    assert f"at least {100 * least:g}% of the items" in coverage(Told(form, scheme, words("en")))[0]


def worked(sheets: list[dict[str, Any]], dimensions: Any = None, of: str = "d", **changes: Any) -> tuple[Trace, str]:
    form, scheme = making.questionnaire(dimensions or {"d": ["a", "b", "c"]}), making.scheme(**changes)
    one = traces(form, scheme, sheets)[of]
    return one, said_of(form, scheme, one)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("mean", "(3 + 4) / 2 = 3.5."),
        ("median", "In order: 3; 4. The middle is 3.5."),
        ("minimum", "The weakest of these is 3."),
        ("sum", "3 + 4 = 7."),
    ],
)
def test_what_has_weight_0_is_in_no_sum_and_is_listed_apart(rule: str, said: str) -> None:
    changes = {"bands": {"all": 0}} if rule == "sum" else {}
    text = worked([{"a": 1, "b": 3, "c": 4}], dimension=rule, weights={"items": {"a": 0}}, **changes)[1]
    assert said in text
    assert "d: b 3; c 4." in text
    assert "With weight 0, so not counted: a." in text


def test_a_sum_of_rounded_figures_that_is_another_is_not_called_equal() -> None:
    """Three items of 7/3 each are 7, and 2.33 + 2.33 + 2.33 are 6.99."""
    people = [dict.fromkeys("abc", level) for level in (2, 2, 3)]
    assert "2.33 + 2.33 + 2.33 ≈ 7." in worked(people, dimension="sum", bands={"all": 0})[1]
    assert "(2.33 + 2.33 + 2.33) / 3 = 2.33." in worked(people)[1]


def test_a_weight_is_printed_with_all_its_decimals() -> None:
    text = worked([{"a": 1, "b": 3, "c": 4}], weights={"items": {"a": 0.125, "b": 0.005}})[1]
    assert "(0.125 × 1 + 0.005 × 3 + 4) / 1.13 = 3.66." in text


def test_only_what_stands_lowest_is_said_to_hold_a_score() -> None:
    """The gate holds 3.67 at 2, and rounding 2 changes nothing; a cap at 2.5 would have held it less."""
    held = {"gates": [{"element": "d", "level": 3, "needs": {"a": 4}}], "round_dimensions_first": 1}
    assert worked([{"a": 3, "b": 4, "c": 4}], **held)[0].held == ("gate",)
    form = making.questionnaire({"d": ["a", "b", "c"]}, critical=["a"])
    scheme = making.scheme(**held, critical_cap={"below": 4, "cap": 2.5})
    assert traces(form, scheme, [{"a": 3, "b": 4, "c": 4}])["d"].held == ("gate",)


def test_too_few_dimensions_are_named_where_items_enough_have_an_answer() -> None:
    sheet = {"a": 3, "b": 3, "c": 3, "e": 3, "f": ""}
    one, text = worked([sheet], {"d": ["a", "b", "c", "e"], "g": ["f"]}, of="overall")
    assert one.held == ("dimensions",)
    assert "Still there is no score: too few dimensions have a score." in text


def test_the_command_line_counts_the_parts_that_count() -> None:
    sheet = {"a": 3, "b": 4, "c": ""}
    lenient = {"coverage": {"items": 0.5}}
    assert "the mean of 2 of 3 items" in next(iter(_lines(worked([sheet], **lenient)[0], {}, 0)))
    added = worked([sheet], dimension="sum", bands={"all": 0}, **lenient)[0]
    assert "the sum of 3 items" in next(iter(_lines(added, {}, 0)))
