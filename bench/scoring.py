"""Scoring on dense arrays against the plain pandas way, on the same answers in one run; the results are compared."""

from __future__ import annotations

import statistics
from collections.abc import Callable

import numpy as np
import pandas as pd

from oca.analysis.dense import Sheets, to_sheets
from oca.analysis.scoring import score_blocks
from oca.analysis.structure import structure
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import load_scheme
from oca.tables import RESPONSES

ANSWERS = 1_000_000
SEED = 20240501


def answers(questionnaire: Questionnaire, count: int) -> pd.DataFrame:
    """Return RESPONSES of so many answers: one consensus sheet an organization, 1 in 20 without a level."""
    random = np.random.default_rng(SEED)
    items = questionnaire.item_ids
    organizations = count // len(items)
    levels = random.choice(questionnaire.levels, organizations * len(items))
    status = random.choice(
        ["answered", "not_applicable", "dont_know", "missing"], len(levels), p=[0.95, 0.02, 0.02, 0.01]
    )
    texts = dict.fromkeys(("respondent", "role", "comment", "evidence", "file", "sheet", "column"), "")
    return RESPONSES.typed(
        pd.DataFrame(
            {
                **texts,
                "organization": np.repeat([f"o{i:07}" for i in range(organizations)], len(items)),
                "period": "y1",
                "questionnaire": questionnaire.ref,
                "score_type": "consensus",
                "item": np.tile(items, organizations),
                "answer": np.where(status == "answered", levels, np.nan),
                "status": status,
                "row": 0,
            }
        )
    )


def pandas_way(frame: pd.DataFrame, dimension_of: dict[str, str]) -> tuple[pd.Series, pd.Series]:
    """Score with groupbys of the long table: dimensions, then the mean of those; with coverage, as the scheme asks."""
    long = frame.assign(dimension=frame["item"].map(dimension_of))
    applies = long[long["status"] != "not_applicable"]
    grouped = applies.groupby(["organization", "dimension"], sort=True)["answer"].agg(["mean", "count", "size"])
    dimensions = grouped["mean"].where(grouped["count"] / grouped["size"] >= 0.8 - 1e-9)
    per = dimensions.groupby("organization").agg(["mean", "count", "size"])
    items = applies.groupby("organization")["answer"].agg(["count", "size"])
    enough = (per["count"] / per["size"] >= 0.8 - 1e-9) & (items["count"] / items["size"] >= 0.8 - 1e-9)
    return dimensions, per["mean"].where(enough)


def dense_way(sheets: Sheets, questionnaire: Questionnaire) -> tuple[np.ndarray, np.ndarray]:
    """Score the dense sheets with the program's own engine."""
    scheme, _ = load_scheme("cssp-mean")
    groups = np.arange(len(sheets.codes))
    overall, dimensions, _, _ = score_blocks(sheets, groups, len(groups), structure(questionnaire, scheme))
    return dimensions.score, overall.score


def table(seconds: Callable[..., list[float]], line: Callable[..., None]) -> None:
    """Print the two ways and their ratio, and whether their results are equal."""
    questionnaire = load_questionnaire("cssp-oca/2")
    frame = answers(questionnaire, ANSWERS)
    by_item = {item.id: item.dimension for item in questionnaire.items}
    sheets = to_sheets(frame, questionnaire)
    slow = seconds(lambda: pandas_way(frame, by_item))
    matrix = seconds(lambda: to_sheets(frame, questionnaire))
    dense = seconds(lambda: dense_way(sheets, questionnaire))
    line(f"pandas groupby, {len(frame):,} answers", slow)
    line(
        "dense arrays, from a ready matrix", dense, f"{statistics.median(slow) / statistics.median(dense):.1f} x faster"
    )
    both = statistics.median(matrix) + statistics.median(dense)
    line("making the matrix from the long table", matrix, f"both steps {statistics.median(slow) / both:.1f} x faster")
    print(f"results equal: {_equal(frame, by_item, sheets, questionnaire)}")


def _equal(frame: pd.DataFrame, by_item: dict[str, str], sheets: Sheets, questionnaire: Questionnaire) -> bool:
    dimensions, overall = pandas_way(frame, by_item)
    dense_dimensions, dense_overall = dense_way(sheets, questionnaire)
    wide = dimensions.unstack("dimension").reindex(sheets.keys["organization"])[questionnaire.dimension_ids]
    ranked = overall.reindex(sheets.keys["organization"]).to_numpy()
    one = np.allclose(wide.to_numpy(), dense_dimensions, equal_nan=True)
    return one and np.allclose(ranked, dense_overall[:, 0], equal_nan=True)
