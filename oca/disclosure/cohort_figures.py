"""Which figures of the cohort the report shows outside internal: those that the audit holds together.

Not among them are intervals, tests and the estimate of change, which no linear programme holds; in the place of the
estimate stands the mean change, to as many decimals. They are given from 10 organizations on only.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.assessment import Assessment
from oca.comparison.groups import COHORT, PREVIOUS, REACHING, enters
from oca.disclosure.constraints import AT_MOST, LEAST
from oca.disclosure.release import Showing
from oca.disclosure.suppression import ENOUGH_FOR_SPREAD, SHARES
from oca.tables import COMPARISON

OF_CHANGE = ("change_mean", *SHARES)

Row = tuple[str, str, str, str, str, str, float, int, bool]


def showing(assessment: Assessment, threshold: int) -> Showing:
    """Return what the report shows: means, the change up to the last period, items and indicators by count.

    Args:
        assessment: as the report measures it.
        threshold: how many organizations must contribute to a figure.
    """
    types = assessment.entering_types
    last = list(types)[-1]
    scores = assessment.scores
    rows = scores[(scores["status"] == "scored") & enters(scores, types) & (scores["period"] == last)]
    values = {
        (str(kind), str(element)): some["score"].to_numpy(dtype=np.float64)
        for (kind, element), some in rows.groupby(["kind", "element"], sort=False)
    }
    counts = [*_items(assessment, last, values, threshold), *_bands(assessment, last, values, threshold)]
    return Showing(lambda table: _rows(table, last), COMPARISON.frame(counts))


def _rows(table: pd.DataFrame, last: str) -> pd.Series:
    of_cohort, latest = table["by"] == COHORT, table["period"] == last
    mean = (table["statistic"] == "mean") & (of_cohort | latest)
    change = of_cohort & latest & table["statistic"].isin(OF_CHANGE)
    since_previous = of_cohort & latest & (table["statistic"] == f"{PREVIOUS}share_improved")
    return table["kind"].isin(["overall", "dimension"]) & (
        mean | change | (since_previous & (table["kind"] == "overall"))
    )


def told(number: int, of: int, threshold: int) -> tuple[int, bool] | None:
    """Return how many of so many organizations are told, and whether as "at least"; None where nothing is.

    A number under the threshold is not told, and of one that leaves fewer than that over only as many as leave enough.
    """
    cap = of - threshold + 1
    number, at_least = min(number, cap), number >= cap
    return (number, at_least) if number >= threshold else None


def _items(
    assessment: Assessment, last: str, values: dict[tuple[str, str], npt.NDArray[np.float64]], threshold: int
) -> Iterator[Row]:
    questionnaire = assessment.questionnaire_of(last)
    ladder, half = questionnaire.ladder, len(questionnaire.ladder) // 2
    for item in questionnaire.item_ids:
        scores = values.get(("item", item), np.array([]))
        if len(scores) < max(ENOUGH_FOR_SPREAD, threshold):
            continue
        for prefix, limit, direction in (
            (REACHING, ladder[-half:][0], questionnaire.direction),
            (AT_MOST, ladder[:half][-1], questionnaire.direction.opposite),
        ):
            found = told(int(direction.reaches(scores, limit).sum()), len(scores), threshold)
            if found:
                name = f"{LEAST if found[1] else ''}{prefix}{limit:g}"
                yield _row("item", item, last, name, found[0], len(scores))


def _bands(
    assessment: Assessment, last: str, values: dict[tuple[str, str], npt.NDArray[np.float64]], threshold: int
) -> Iterator[Row]:
    """Yield the indicators that count who has reached a band, where they may be shown."""
    scores = values.get(("overall", "overall"), np.array([]))
    direction = assessment.questionnaire_of(last).direction
    for band in assessment.scheme_of(last).bands[1:] if len(scores) >= threshold else ():
        number = int(direction.reaches(scores, band.start).sum())
        if len(scores) >= ENOUGH_FOR_SPREAD or 0 < number < len(scores):
            yield _row("overall", "overall", last, f"{REACHING}{band.start:g}", number, len(scores))


def _row(kind: str, element: str, period: str, statistic: str, number: int, of: int) -> Row:
    return COHORT, COHORT, period, kind, element, statistic, number / of, of, False
