"""Change from the arrays agrees with a slow reference in fractions, on random instruments, versions and schemes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oca.change.organization import changes
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.versions import comparable_items
from oca.scoring.scores import score
from tests import making
from tests.instruments import NO_SHRINKING
from tests.slow import close
from tests.slow_change import Change, Comparison, Round
from tests.test_scoring_reference import STATES, instruments, schemes


@st.composite
def later_versions(draw: st.DrawFn, form: Questionnaire) -> Questionnaire:
    """Draw the next version: items dropped, renamed, asked in another way, and new ones."""
    structure = form.structure.model_dump(by_alias=True)
    fates = st.sampled_from(["equal", "equal", "equal", "equivalent", "narrower", "dropped"])
    fate = {item: draw(fates) for item in form.item_ids}
    named = {item: f"{item}-2" if kind == "equivalent" else item for item, kind in fate.items() if kind != "dropped"}
    changed: list[dict[str, Any]] = [
        {"relation": "dropped", "was": [item], "reason": "-"} for item, kind in fate.items() if kind == "dropped"
    ]
    changed += [
        {"item": named[item], "relation": kind, "was": [item], "reason": "-"}
        for item, kind in fate.items()
        if kind in ("equivalent", "narrower")
    ]
    for nth, part in enumerate(_parts(structure)):
        part["items"] = [named[item] for item in part["items"] if item in named]
        if not part["items"] or draw(st.booleans()):
            part["items"].append(f"new-{nth}")
            changed.append({"item": f"new-{nth}", "relation": "new", "reason": "-"})
    for one in structure["scales"].values():
        one["items"] = [named[item] for item in one["items"] if item in named]
    structure["scales"] = {key: one for key, one in structure["scales"].items() if one["items"]}
    for key in ("critical", "reversed"):
        structure[key] = [named[item] for item in structure[key] if item in named]
    structure["version"] = "2"
    structure["mapping"] = {
        "from": "1",
        "changed": changed,
        "equal": [item for item, kind in fate.items() if kind == "equal"],
    }
    return Questionnaire(type(form.structure).model_validate(structure), form.words, "small/2.yaml")


def _parts(structure: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [part for dimension in structure["dimensions"] for part in dimension["subdimensions"] or [dimension]]


Cohort = dict[str, tuple[Round, Round]]


@st.composite
def cohorts(draw: st.DrawFn) -> Cohort:
    """Draw organizations in two periods, of one version or of two, each period with a scheme of its own."""
    form = draw(instruments())
    forms = [form, draw(st.one_of(st.just(form), later_versions(form)))]
    rules = [
        draw(schemes(one)).model_copy(
            update={
                "min_common": draw(st.sampled_from([0, 0.25, 0.5, 2 / 3, 0.75, 1])),
                "meaningful_change": draw(st.sampled_from([0.25, 1 / 3, 0.5, 1, 5])),
                "compare_score_types": draw(st.booleans()),
            }
        )
        for one in forms
    ]
    cohort = {}
    for name in draw(st.permutations(["dom", "zora", "most", "arka"])):
        first, second = (draw(_sheets(one)) for one in forms)
        if draw(st.booleans()):  # people who answer alike show what is no change
            second = [
                {i: first[n % len(first)].get(i.removesuffix("-2"), answer) for i, answer in sheet.items()}
                for n, sheet in enumerate(second)
            ]
        types = [
            "consensus" if len(sheets) == 1 and draw(st.booleans()) else "individual" for sheets in (first, second)
        ]
        pair = [Round(*one) for one in zip(forms, rules, (first, second), types, strict=True)]
        cohort[name] = (pair[0], pair[1])
    return cohort


def _sheets(form: Questionnaire) -> st.SearchStrategy[list[dict[str, Any]]]:
    answers = {
        i.id: st.one_of(st.sampled_from(i.answers), st.sampled_from(i.answers), st.sampled_from(STATES))
        for i in form.items
    }
    return st.lists(st.fixed_dictionaries(answers), min_size=1, max_size=4)


def compared(cohort: Cohort) -> tuple[pd.DataFrame, dict[tuple[str, str], Change]]:
    """Return CHANGES, and what the reference says of each organization and element."""
    one = next(iter(cohort.values()))
    known = {period.form.ref: period.form for period in one}
    versions = {name: period.form.ref for name, period in zip(("y1", "y2"), one, strict=True)}
    by_period = {name: period.scheme for name, period in zip(versions, one, strict=True)}
    given_ = making.responses(
        [
            {
                "organization": who,
                "period": name,
                "questionnaire": versions[name],
                "score_type": period.score_type,
                "respondent": f"r{n}",
                "answers": sheet,
            }
            for who, pair in cohort.items()
            for name, period in zip(versions, pair, strict=True)
            for n, sheet in enumerate(period.sheets)
        ]
    )
    found = changes(given_, score(given_, known, by_period), known, versions, by_period)
    pairs = comparable_items(one[0].form, one[1].form, known)
    expected = {
        (who, element): change
        for who, pair in cohort.items()
        for element, change in Comparison(*pair, pairs).changes().items()
    }
    return found, expected


def check(cohort: Cohort) -> None:
    """Say that CHANGES are what the reference says."""
    found, expected = compared(cohort)
    assert set(zip(found["organization"], found["element"], strict=True)) == set(expected)
    for row in found.itertuples(index=False):
        right = expected[row.organization, row.element]
        assert close(row.from_score, right.before), (row, right)
        assert close(row.to_score, right.after), (row, right)
        assert [row.compared, row.of] == [right.compared, right.of], (row, right)
        assert [row.verdict, row.reason] == [right.verdict, right.reason], (row, right)
        if right.before is not None and right.after is not None:
            assert row.change == pytest.approx(float(right.after - right.before), abs=6e-10)
            assert (row.change == 0) == (right.after == right.before)


@settings(max_examples=20, deadline=None, phases=NO_SHRINKING)
@given(cohorts())
def test_changes_agree_with_plain_python_on_random_instruments_and_versions(cohort: Cohort) -> None:
    check(cohort)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, phases=NO_SHRINKING)
@given(cohorts())
def test_changes_agree_with_plain_python_on_many_more_of_them(cohort: Cohort) -> None:
    check(cohort)
