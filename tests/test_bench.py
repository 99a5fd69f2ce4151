"""What `make bench` measures against comes to the scores of the engine, however the engine is made to work."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from bench import answers, ways
from bench.scoring import setting
from oca.scoring.score_blocks import score_above, score_blocks
from oca.scoring.sheets import NOT_APPLICABLE, NOT_ASKED, Codes, to_sheets

SHEETS = 300

LAST_DIGIT = 2e-12
"""Scores are rounded to twelve digits; a mean of rounded scores can lie half-way, and falls as its sum was ordered."""


def some_codes() -> Codes:
    """Return random sheets, some without any level, some with a dimension that does not apply or is half empty."""
    questionnaire, _ = setting()
    codes = answers.matrix(questionnaire, SHEETS)
    codes[0] = NOT_APPLICABLE
    codes[1, :6] = NOT_APPLICABLE
    codes[2:40, 6:9] = 253
    codes[40:60, 12:40] = 254
    return codes


@pytest.mark.parametrize("way", ways.OTHERS, ids=lambda way: way.name)
def test_each_way_comes_to_the_scores_of_the_engine(way: ways.Way) -> None:
    if way.name != "pandas":
        pytest.importorskip(way.name)
    questionnaire, form = setting()
    sheets = answers.as_sheets(questionnaire, some_codes())
    frame = answers.long_table(questionnaire, sheets)
    own = ways.dense(to_sheets(frame, questionnaire), form)
    assert np.isnan(own[0]).any()
    assert np.isnan(own[1]).any()
    made = way.arrays(way.score(way.load(frame)), list(sheets.keys["organization"]), questionnaire.dimension_ids)
    assert ways.equal(own, made)


def test_categories_and_texts_make_the_same_matrix() -> None:
    questionnaire, _ = setting()
    frame = answers.long_table(questionnaire, answers.as_sheets(questionnaire, some_codes(), respondents=3))
    shuffled = frame.sample(frac=1, random_state=1, ignore_index=True)
    as_text = shuffled.astype(dict.fromkeys([*frame.columns.drop("answer")], "str"))
    one, other = to_sheets(shuffled, questionnaire), to_sheets(as_text, questionnaire)
    assert np.array_equal(one.codes, other.codes)
    pd.testing.assert_frame_equal(one.keys.astype("str"), other.keys)


def test_counting_and_products_come_to_the_same_scores_and_counts() -> None:
    questionnaire, form = setting()
    codes = some_codes()
    codes[60:90, 20:24] = NOT_ASKED
    sheets = answers.bare_sheets(questionnaire, codes)
    per_item = dataclasses.replace(sheets, worth=np.tile(sheets.worth, (len(sheets.items), 1)))  # cannot be counted
    groups = np.arange(SHEETS)
    pairs = zip(
        score_above(sheets, groups, SHEETS, form), score_blocks(per_item, groups, SHEETS, form)[:3], strict=True
    )
    for counted, summed in pairs:
        assert np.allclose(counted.score, summed.score, rtol=0, atol=LAST_DIGIT, equal_nan=True)
        assert np.array_equal(counted.lowest, summed.lowest)
        for state in counted.tally.states:
            assert np.array_equal(getattr(counted.tally, state), getattr(summed.tally, state)), state


@pytest.mark.parametrize("at_a_time", [1, 240, 1 << 16])
@pytest.mark.parametrize("people", [1, 3])
def test_slices_of_any_size_give_the_same_scores(at_a_time: int, people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    questionnaire, form = setting()
    sheets = answers.bare_sheets(questionnaire, some_codes())
    units = SHEETS // people
    groups = np.random.default_rng(3).permutation(np.arange(SHEETS) // people)
    whole = score_blocks(sheets, groups, units, form)
    monkeypatch.setattr("oca.scoring.score_blocks.AT_A_TIME", at_a_time)
    monkeypatch.setattr("oca.scoring.score_blocks.BYTES_AT_A_TIME", at_a_time)
    for one, other in zip(whole, score_blocks(sheets, groups, units, form), strict=True):
        assert np.allclose(one.score, other.score, rtol=0, atol=LAST_DIGIT, equal_nan=True)
        assert np.array_equal(one.lowest, other.lowest)
        assert np.array_equal(one.tally.answered, other.tally.answered)
