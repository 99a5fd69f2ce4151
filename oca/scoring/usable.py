"""Whether a table of responses can be scored: what it lacks, and what does not fit, is refused by name.

`collect` lets none of this through; a table that somebody made or changed in Python may hold it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NoReturn

import numpy as np
import pandas as pd

from oca.errors import UsageError
from oca.findings import shorten, suggest
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.instrument.structure import level_key
from oca.tables import SCORE_TYPES, STATUSES

NEEDED = ("organization", "period", "questionnaire", "score_type", "respondent", "item", "answer", "status")
"""The columns of RESPONSES that scores are made of."""

TEXTS = tuple(name for name in NEEDED if name != "answer")

KEY = ["organization", "period", "score_type", "respondent", "item"]
"""What one answer is of."""


def refuse_unusable(
    responses: pd.DataFrame, questionnaires: Mapping[str, Questionnaire], schemes: Mapping[str, Scheme]
) -> None:
    """Refuse by name what could not be scored, before any of it is left out in silence.

    Items, answers and rows that come twice are looked at where the table is made dense; see `refuse_answers`.

    Raises:
        UsageError: with the first thing that is wrong.
    """
    if not isinstance(responses, pd.DataFrame):
        raise UsageError(f"The responses are a {type(responses).__name__}, not a table of pandas.")
    absent = [name for name in NEEDED if name not in responses]
    if absent:
        raise UsageError(f"The responses lack {shorten(absent)}. A table of responses has: {shorten(NEEDED)}.")
    for name in TEXTS:
        empty = np.flatnonzero(responses[name].isna())
        if len(empty):
            raise UsageError(f"The responses have no {name} in row {empty[0]}. Set an empty text where there is none.")
    answers = responses["answer"]
    if len(responses) and not pd.api.types.is_numeric_dtype(answers):
        raise UsageError(f"The answers of the responses are no numbers; the first is {answers.iloc[0]!r}.")
    for what, column, known in (
        ("scheme", "period", schemes),
        ("questionnaire", "questionnaire", questionnaires),
        ("such status", "status", STATUSES),
        ("such score type", "score_type", SCORE_TYPES),
    ):
        _refuse_unknown(responses[column], what, known)
    wrong = np.flatnonzero((responses["status"] != "answered") & answers.notna()).tolist()
    if len(wrong):
        raise UsageError(
            f"{_named(responses, wrong[0])}: the status is {responses['status'].iloc[wrong[0]]}, and "
            f"still there is an answer, {level_key(answers.iloc[wrong[0]])}."
        )


def _refuse_unknown(column: pd.Series, what: str, known: Collection[str]) -> None:
    unknown = sorted(map(str, set(column.unique()) - set(known)))
    if unknown:
        raise UsageError(f"There is no {what} for {column.name} {shorten(unknown)}. Given: {shorten(known)}.")


def refuse_answers(responses: pd.DataFrame, questionnaire: Questionnaire) -> NoReturn:
    """Say which row of a questionnaire's responses cannot be made dense: its item, its answer, or that it comes twice.

    Raises:
        UsageError: with the first such row.
    """
    by_id = questionnaire.by_id
    for place, item in enumerate(responses["item"]):
        if item not in by_id:
            raise UsageError(
                f"{_named(responses, place)}: there is no such item in {questionnaire.ref}. "
                f"{suggest(str(item), by_id)}".strip()
            )
    answered = responses["status"] == "answered"
    for place in np.flatnonzero(answered).tolist():
        item, answer = responses["item"].iloc[place], responses["answer"].iloc[place]
        if answer not in by_id[item].answers:
            given = "no answer, although its status is answered" if pd.isna(answer) else level_key(answer)
            known = shorten(map(level_key, by_id[item].answers))
            raise UsageError(f"{_named(responses, place)}: {given}. The answers to it are {known}.")
    twice = int(np.flatnonzero(responses.duplicated(KEY))[0])
    raise UsageError(f"{_named(responses, twice)}: there are two rows for it.")


def _named(responses: pd.DataFrame, place: int) -> str:
    """Name a row by what it is of."""
    row = responses.iloc[place]
    parts = [row["organization"], row["period"], row["score_type"], row["respondent"], row["item"]]
    return ", ".join(str(part) for part in parts if part)
