"""Synthetic answers of any size, as a dense matrix and as a long table of categoricals, as Parquet would give it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.scoring.sheets import DONT_KNOW, MISSING, NOT_APPLICABLE, SHEET, Codes, Sheets, worth

SEED = 20240501

WITHOUT_LEVEL = {"not_applicable": (NOT_APPLICABLE, 0.02), "dont_know": (DONT_KNOW, 0.02), "missing": (MISSING, 0.01)}
"""The code and the share of each state that is no level; together 1 answer in 20."""


def wider(questionnaire: Questionnaire, times: int) -> Questionnaire:
    """Return a questionnaire with each item so many times, for the growth with the number of items."""
    structure = questionnaire.structure.model_dump(by_alias=True)
    for dimension in structure["dimensions"]:
        dimension["items"] = [f"{item}-{i}" for item in dimension["items"] for i in range(times)]
    structure.update(critical=[], reversed=[], mapping=None)
    made = type(questionnaire.structure).model_validate(structure)
    return Questionnaire(made, questionnaire.words, questionnaire.file)


def matrix(questionnaire: Questionnaire, sheets: int) -> Codes:
    """Return random codes, sheets x items; one item's answers lie side by side in memory, as `to_sheets` lays them."""
    random = np.random.default_rng(SEED)
    items = len(questionnaire.items)
    codes = random.integers(0, len(questionnaire.items[0].answers), (items, sheets), dtype=np.uint8)
    drawn = random.random((items, sheets), dtype=np.float32)
    least = 0.0
    for code, share in WITHOUT_LEVEL.values():
        codes[(drawn >= least) & (drawn < least + share)] = code
        least += share
    return codes.T


def bare_sheets(questionnaire: Questionnaire, codes: Codes) -> Sheets:
    """Return a matrix as sheets of nobody, for work that does not look at the keys."""
    return Sheets(pd.DataFrame(columns=SHEET), codes, tuple(questionnaire.item_ids), worth(questionnaire))


def as_sheets(questionnaire: Questionnaire, codes: Codes, respondents: int = 1) -> Sheets:
    """Return a matrix as sheets, so many of each organization; one of each is a consensus sheet."""
    organizations = len(codes) // respondents
    names = pd.Series([f"o{i:07}" for i in range(organizations)], dtype="str")
    keys = pd.DataFrame(
        {
            "organization": names.repeat(respondents).reset_index(drop=True),
            "period": "y1",
            "score_type": "consensus" if respondents == 1 else "individual",
            "respondent": "" if respondents == 1 else np.tile([f"r{i}" for i in range(respondents)], organizations),
        }
    )
    return Sheets(keys[SHEET], codes, tuple(questionnaire.item_ids), worth(questionnaire))


def long_table(questionnaire: Questionnaire, sheets: Sheets) -> pd.DataFrame:
    """Return what scoring looks at in RESPONSES, texts as categoricals, and each item's dimension beside it."""
    height, width = sheets.codes.shape
    levels = np.full(256, np.nan)
    levels[: len(questionnaire.items[0].answers)] = questionnaire.items[0].answers
    names = ["answered", *WITHOUT_LEVEL]
    state = np.zeros(256, dtype=np.int8)
    for number, (code, _) in enumerate(WITHOUT_LEVEL.values(), start=1):
        state[code] = number
    codes = np.ascontiguousarray(sheets.codes).ravel()
    dimensions = questionnaire.dimension_ids
    of_item = np.array([dimensions.index(item.dimension) for item in questionnaire.items], dtype=np.int8)
    columns = {name: pd.Categorical(sheets.keys[name]).repeat(width) for name in SHEET}
    return pd.DataFrame(
        {
            **columns,
            "item": _categorical(np.tile(np.arange(width, dtype=np.int16), height), questionnaire.item_ids),
            "dimension": _categorical(np.tile(of_item, height), dimensions),
            "answer": levels[codes],
            "status": _categorical(state[codes], names),
        }
    )


def _categorical(codes: np.ndarray, categories: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(categories, dtype="str"))
