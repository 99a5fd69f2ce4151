"""The dense engine agrees with a slow reference in plain Python, on random instruments, schemes and answers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.scoring.scores import score
from tests import making
from tests.slow import Reference, close

LADDERS = ([1, 2, 3, 4], [1, 2, 3, 4, 5], [0, 1, 2], [1, 1.5, 2.5, 4], [1, 2, 3, 4, 5, 6, 7])

STATES = ("N/A", "don't know", "")

WEIGHTS = st.sampled_from([0, 0.25, 0.5, 1, 2, 3])


@st.composite
def instruments(draw: st.DrawFn) -> Questionnaire:
    """Draw a questionnaire: dimensions with and without sub-dimensions, own scales, reversed items, either best end."""
    levels = draw(st.sampled_from(LADDERS))
    dimensions: dict[str, Any] = {}
    every: list[str] = []
    for d in "abc"[: draw(st.integers(1, 3))]:
        items = [f"{d}{i}" for i in range(draw(st.integers(1, 5)))]
        cut = draw(st.integers(0, len(items) - 1))
        dimensions[d] = {f"{d}-one": items[:cut], f"{d}-two": items[cut:]} if cut else items
        every += items
    own = draw(st.lists(st.sampled_from(every), unique=True, max_size=2))
    scales = (
        {
            "yes-no": {
                "items": own,
                "levels": [0, 1],
                "values": sorted(draw(st.lists(st.sampled_from(levels), min_size=2, max_size=2))),
            }
        }
        if own
        else {}
    )
    some = st.lists(st.sampled_from(every), unique=True, max_size=3)
    step = {"step": 0.5} if levels == [1, 2, 3, 4] and draw(st.booleans()) else {}
    best = draw(st.sampled_from(["highest", "highest", "lowest"]))
    return making.questionnaire(
        dimensions, levels=levels, critical=draw(some), reversed=draw(some), scales=scales, best=best, **step
    )


@st.composite
def schemes(draw: st.DrawFn, form: Questionnaire) -> Scheme:
    """Draw a scheme that fits a questionnaire."""
    rules = (
        ["mean", "median", "minimum"] if form.direction.sign == -1 else ["mean", "median", "minimum", "sum", "share"]
    )
    rule = draw(st.sampled_from(rules))
    share = st.sampled_from([0, 0.25, 0.5, 0.75, 0.8, 1])
    changes: dict[str, Any] = {
        "dimension": rule,
        "respondents": draw(st.sampled_from(["mean", "median"])),
        "overall": draw(st.sampled_from(["dimensions", "items"])),
        "round_dimensions_first": draw(st.sampled_from([None, None, 0, 1])),
        "coverage": {
            "respondents": draw(share),
            "items": draw(share),
            "subdimensions": draw(share),
            "dimensions": draw(share),
        },
        "weights": {
            "items": draw(st.dictionaries(st.sampled_from(form.item_ids), WEIGHTS, max_size=3)),
            "dimensions": draw(st.dictionaries(st.sampled_from(form.dimension_ids), WEIGHTS, max_size=2)),
            "critical_items": draw(st.sampled_from([1, 2])),
        },
        "bands": {"all": form.levels[0] if rule in ("mean", "median", "minimum") else 0},
        "index": draw(st.sampled_from(["none", "linear"])),
    }
    if rule in ("mean", "median", "minimum") and draw(st.booleans()):
        levels = st.sampled_from(form.levels)
        changes["critical_cap"] = {"below": draw(levels), "cap": draw(levels)}
    gated = draw(st.lists(st.sampled_from(form.item_ids), max_size=1))
    free = [item for item in form.item_ids if item not in gated]
    if rule in ("mean", "median", "minimum"):
        gated += draw(st.lists(st.sampled_from(form.dimension_ids), max_size=2))
    if free:
        reachable = {one: _above_the_worst(form, one) for one in gated}
        changes["gates"] = [
            {
                "element": one,
                "level": draw(st.sampled_from(reachable[one])),
                "needs": {draw(st.sampled_from(free)): draw(st.sampled_from(form.levels))},
            }
            for one in gated
            if reachable[one]
        ]
    return making.scheme(**changes)


def _above_the_worst(form: Questionnaire, element: str) -> list[float]:
    levels = form.by_id[element].worth if element in form.by_id else form.levels
    return sorted(set(levels), key=lambda level: form.direction.sign * level)[1:]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Questionnaire, Scheme, list[dict[str, Any]]]:
    """Draw an instrument, a scheme and up to four sheets of one organization."""
    form = draw(instruments())
    sheet = st.fixed_dictionaries(
        {i.id: st.one_of(st.sampled_from(i.answers), st.sampled_from(STATES)) for i in form.items}
    )
    return form, draw(schemes(form)), draw(st.lists(sheet, min_size=1, max_size=4))


def engine(form: Questionnaire, scheme: Scheme, sheets: list[dict[str, Any]]) -> pd.DataFrame:
    frame = making.responses(
        [{"score_type": "individual", "respondent": f"r{i}", "answers": one} for i, one in enumerate(sheets)]
    )
    return score(frame, {"small/1": form}, {"y1": scheme})


@settings(max_examples=250, deadline=None)
@given(cases())
def test_the_dense_engine_agrees_with_plain_python_on_random_instruments(
    case: tuple[Questionnaire, Scheme, list[dict[str, Any]]],
) -> None:
    scores = engine(*case)
    expected = Reference(*case).scores()
    assert set(scores["element"]) == set(expected)
    for element, found in zip(scores["element"], scores["score"], strict=True):
        assert close(found, expected[element]), (element, found, expected[element])


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(cases())
def test_every_score_lies_in_the_range_that_is_printed_beside_it(
    case: tuple[Questionnaire, Scheme, list[dict[str, Any]]],
) -> None:
    scores = engine(*case)
    scored = scores[scores["status"] == "scored"]
    assert (scored["score"] >= scored["lowest"] - 1e-9).all()
    assert (scored["score"] <= scored["highest"] + 1e-9).all()


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(cases(), st.data())
def test_a_better_answer_never_makes_a_score_worse(
    case: tuple[Questionnaire, Scheme, list[dict[str, Any]]], data: st.DataObject
) -> None:
    form, scheme, sheets = case
    one = form.by_id[data.draw(st.sampled_from(form.item_ids))]
    worth = dict(zip(one.answers, one.worth, strict=True))
    given_ = sheets[0][one.id]
    if isinstance(given_, str):
        return
    better = [answer for answer in one.answers if form.direction.sign * (worth[answer] - worth[given_]) > 0]
    if not better:
        return
    raised = [{**sheets[0], one.id: better[0]}, *sheets[1:]]
    before, after = (engine(form, scheme, one)["score"] for one in (sheets, raised))
    assert (form.direction.sign * (after - before).dropna() >= -1e-9).all()
    assert (after.isna() == before.isna()).all()


@settings(max_examples=40, deadline=None)
@given(cases())
def test_an_item_that_nobody_was_asked_changes_nothing(
    case: tuple[Questionnaire, Scheme, list[dict[str, Any]]],
) -> None:
    form, scheme, sheets = case
    structure = form.structure.model_dump(by_alias=True)
    last = structure["dimensions"][-1]
    (last["subdimensions"][-1] if last["subdimensions"] else last)["items"].append("never-asked")
    wider = Questionnaire(type(form.structure).model_validate(structure), form.words, form.file)
    before, after = engine(form, scheme, sheets), engine(wider, scheme, sheets)
    ends = ["lowest", "highest"]
    pd.testing.assert_frame_equal(before.drop(columns=ends), after.drop(columns=ends))
