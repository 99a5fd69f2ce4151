"""What an organization should talk over: agreement among its respondents, and of the cohort (METHODS, section 4).

Under three respondents nothing is said of an item. Under five only the verdict may be shown, close or wide, because
figures would give single answers away. So that no figure can be worked out from another one, the figures of dimensions
and of the whole are made of the items alone that five respondents or more answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scale import TOLERANCE
from oca.raters import indices as index
from oca.raters.krippendorff import krippendorff
from oca.raters.ratings import Ratings, individual_ratings
from oca.scoring.rules import snap
from oca.tables import AGREEMENT, AGREEMENT_STATUSES, COHORT_AGREEMENT

FEWEST = 3
"""With fewer respondents there is no index."""

FEWEST_SHOWN = 5
"""With fewer respondents single answers could be told from a figure. Of an item that has two possible answers not even
the verdict is given then: "close" would mean that everybody answered alike."""

WIDE = 2
"""Answers that range over so many levels are talked over."""

FIGURES = ("mean", "lowest", "highest", "spread", "deviation", "consensus", "agreement", "rwg")
"""The columns of AGREEMENT that `shown` empties where single answers could be told from them."""

MEANS = ("spread", "deviation", "consensus", "agreement", "rwg")
"""The figures that have a mean over items."""


def agreement(
    responses: pd.DataFrame, questionnaires: Mapping[str, Questionnaire], periods: Sequence[str]
) -> pd.DataFrame:
    """Return how far the respondents of each organization agree, by item, by dimension and overall.

    Args:
        responses: RESPONSES; only individual ratings enter.
        questionnaires: each version by its ref.
        periods: the ids of the periods, in order.

    Returns:
        AGREEMENT, for internal eyes; what may be shown is returned by `shown`. Sorted by period, organization, and the
        order of the questionnaire (overall, then dimensions, then items).

    Raises:
        KeyError: a questionnaire of the responses is not given.
    """
    frames = [_of_ratings(ratings) for ratings in individual_ratings(responses, questionnaires, periods)]
    if not frames:
        return AGREEMENT.frame()
    together = pd.concat(frames, ignore_index=True)
    order = together["period"].map({period: place for place, period in enumerate(periods)})
    together = together.assign(order=order).sort_values(["order", "organization"], kind="stable", ignore_index=True)
    return AGREEMENT.check(AGREEMENT.typed(together))


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return AGREEMENT without the figures from which single answers could be told; verdicts stay."""
    hidden = ~table["showable"]
    return table.assign(**{name: table[name].mask(hidden) for name in FIGURES})


def discuss(table: pd.DataFrame, *, organization: str, period: str) -> pd.DataFrame:
    """Return the items that an organization should talk over, widest first.

    Args:
        table: AGREEMENT.
        organization: its id.
        period: its id.

    Returns:
        Rows of AGREEMENT as they may be shown: by spread, then deviation, ties in the order of the questionnaire; last,
        in that order, those of which only the verdict may be shown.
    """
    own = (table["organization"] == organization) & (table["period"] == period)
    items = shown(table[own & (table["kind"] == "item") & table["discuss"]])
    widest = items.assign(_spread=-items["spread"], _deviation=-items["deviation"])
    return widest.sort_values(["_spread", "_deviation"], kind="stable", ignore_index=True)[AGREEMENT.names]


def cohort_agreement(
    responses: pd.DataFrame, questionnaires: Mapping[str, Questionnaire], periods: Sequence[str]
) -> pd.DataFrame:
    """Return Krippendorff's alpha of each item, each dimension and the whole, over all organizations of a period.

    A unit is one item of one organization, rated by its respondents. The metric is ordinal: levels are ranks.

    Args:
        responses: RESPONSES; only individual ratings enter.
        questionnaires: each version by its ref.
        periods: the ids of the periods, in order.

    Returns:
        COHORT_AGREEMENT, sorted by period, questionnaire, and the order of the questionnaire (overall, then
        dimensions, then items).

    Raises:
        KeyError: a questionnaire of the responses is not given.
    """
    rows = (row for ratings in individual_ratings(responses, questionnaires, periods) for row in _alphas(ratings))
    return COHORT_AGREEMENT.check(COHORT_AGREEMENT.frame(rows))


def _of_ratings(ratings: Ratings) -> pd.DataFrame:
    items = pd.concat([_item(ratings, column) for column in range(len(ratings.questionnaire.items))])
    frames = [
        _above(items[items["column"].isin(columns)], ratings, kind, element, columns)
        for kind, element, columns in _elements(ratings.questionnaire)
    ]
    together = pd.concat([*frames, items], ignore_index=True)
    return together.assign(period=ratings.period, showable=together["status"] == "full")


def _item(ratings: Ratings, column: int) -> pd.DataFrame:
    """Return the rows of one item, one for each organization."""
    scale, counts = ratings.scale(column), ratings.counts(column)
    respondents = counts.sum(axis=1)
    judged = respondents >= (FEWEST if len(scale.possible) > 2 else FEWEST_SHOWN)
    lowest, highest = index.ends(counts, scale.possible)
    distance = index.level_distance(scale.possible, scale.levels)
    figures = {
        "mean": index.mean_of(counts, scale.possible),
        "lowest": lowest,
        "highest": highest,
        "spread": (highest - lowest) / distance,
        "deviation": index.mean_deviation(counts, scale.possible) / distance,
        "consensus": index.consensus(counts, scale.possible),
        "agreement": index.van_der_eijk(index.at_levels(counts, scale.levels)),
        "rwg": index.rwg(counts, scale.possible, scale.levels),
    }
    rounded = {name: snap(np.where(judged, figure, np.nan)) for name, figure in figures.items()}
    much = rounded["deviation"] > scale.levels / index.CUTOFF + TOLERANCE
    wide = judged & (much | (rounded["spread"] >= WIDE))
    return _rows(
        ratings,
        "item",
        ratings.questionnaire.item_ids[column],
        respondents,
        rounded,
        (respondents >= FEWEST_SHOWN, judged, wide),
        wide,
    ).assign(column=column)


def _above(items: pd.DataFrame, ratings: Ratings, kind: str, element: str, columns: Sequence[int]) -> pd.DataFrame:
    """Return the rows of a dimension, or of the whole: counts of items, and means over those that may be shown."""
    organizations = pd.Index(ratings.organizations)
    counts = items.groupby("organization")[["items", "items_judged", "items_to_discuss"]].sum().reindex(organizations)
    full = items[items["status"] == "full"]
    means = full.groupby("organization")[list(MEANS)].mean().reindex(organizations)
    answered = ~np.isnan(ratings.answers[:, columns]).all(axis=1)
    respondents = np.bincount(ratings.groups[answered], minlength=len(organizations))
    shown_items, judged, wide = (counts[name].to_numpy() for name in counts)
    figures = {name: snap(means[name].to_numpy()) for name in MEANS}
    return _rows(ratings, kind, element, respondents, figures, (shown_items, judged, wide), 2 * wide > judged)


def _rows(
    ratings: Ratings,
    kind: str,
    element: str,
    respondents: npt.NDArray[np.int64],
    figures: Mapping[str, npt.NDArray[np.float64]],
    items: tuple[npt.NDArray[np.generic], npt.NDArray[np.generic], npt.NDArray[np.generic]],
    wide: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """Return rows of AGREEMENT, one for each organization; `items` counts those shown, judged and to discuss."""
    number, judged, to_discuss = (count.astype(np.int64) for count in items)
    verdict = np.where(judged > 0, np.where(wide, "wide", "close"), "")
    status = np.array(AGREEMENT_STATUSES)[(judged > 0).astype(np.intp) + (number > 0)]
    return pd.DataFrame(
        {
            **dict.fromkeys(FIGURES, np.nan),
            "organization": ratings.organizations,
            "kind": kind,
            "element": element,
            "respondents": respondents,
            **figures,
            "items": number,
            "items_judged": judged,
            "items_to_discuss": to_discuss,
            "verdict": verdict,
            "discuss": to_discuss > 0,
            "status": status,
        }
    )


def _alphas(ratings: Ratings) -> Iterator[tuple[object, ...]]:
    form = ratings.questionnaire
    elements = [*_elements(form), *(("item", one, [at]) for at, one in enumerate(form.item_ids))]
    for kind, element, columns in elements:
        counts, values = _pooled(ratings, columns)
        found = krippendorff(counts, values)
        rated = (counts.sum(axis=1) >= 2).reshape(len(columns), -1).any(axis=0)
        head = (ratings.period, form.ref, kind, element, int(rated.sum()), found.units, found.ratings)
        yield (*head, float(snap(np.array([found.value]))[0]), found.reason)


def _pooled(ratings: Ratings, columns: Sequence[int]) -> tuple[index.Counts, index.Floats]:
    """Return the counts of several items, one below the other, on all values that their scales have together."""
    scales = [ratings.scale(column).possible for column in columns]
    values = np.unique(np.concatenate(scales))
    pooled = np.zeros((len(columns), len(ratings.organizations), len(values)), dtype=np.int64)
    for place, (column, scale) in enumerate(zip(columns, scales, strict=True)):
        pooled[place][:, np.searchsorted(values, scale)] = ratings.counts(column)
    return pooled.reshape(-1, len(values)), values


def _elements(questionnaire: Questionnaire) -> Iterator[tuple[str, str, list[int]]]:
    """Yield overall and each dimension with the places of its items."""
    yield "overall", "overall", list(range(len(questionnaire.items)))
    for dimension in questionnaire.dimension_ids:
        places = [at for at, item in enumerate(questionnaire.items) if item.dimension == dimension]
        yield "dimension", dimension, places
