"""From answers to scores (METHODS, section 3). Every choice stands in the scheme, none in this code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.questionnaire import Questionnaire, by_ref
from oca.instrument.scale import Direction
from oca.instrument.scheme import Scheme
from oca.scoring.aggregation import structure
from oca.scoring.rules import INDICES, bands_of, divide
from oca.scoring.score_blocks import Block, score_blocks
from oca.scoring.sheets import Floats, Sheets, number_rows, to_sheets
from oca.scoring.usable import refuse_unusable
from oca.tables import SCORE_STATUSES, SCORES


def score(
    responses: pd.DataFrame,
    questionnaires: Questionnaire | Iterable[Questionnaire] | Mapping[str, Questionnaire],
    schemes: Scheme | Mapping[str, Scheme],
) -> pd.DataFrame:
    """Score every organization in every period.

    Args:
        responses: RESPONSES.
        questionnaires: one version, several, or each by its ref, as the column `questionnaire` names it.
        schemes: one scheme for all periods, or that of each by the period's id, in the order of the periods.

    Returns:
        SCORES, sorted by period, organization, and the order of the questionnaire (overall, then each dimension's
        score, then items).

    Raises:
        UsageError: a column is absent or of another type, a questionnaire or the scheme of a period is not given, an
            item is unknown, an answer is off the scale, or comes twice; `collect` lets none of it through.
    """
    forms = by_ref(questionnaires)
    rules = schemes if isinstance(schemes, Mapping) else _for_all(schemes, responses)
    refuse_unusable(responses, forms, rules)
    frames = []
    for period, scheme in rules.items():
        rows = responses[responses["period"] == period]
        chosen = preferred(rows, scheme)
        for ref in sorted(set(chosen["questionnaire"])):
            questionnaire = forms[ref]
            sheets = to_sheets(chosen[chosen["questionnaire"] == ref], questionnaire)
            frames.append(score_sheets(sheets, questionnaire, scheme))
    if not frames:
        return SCORES.frame()
    return SCORES.check(pd.concat(frames, ignore_index=True))


def _for_all(scheme: Scheme, responses: pd.DataFrame) -> dict[str, Scheme]:
    """Return one scheme for every period, in the order in which the responses have them."""
    periods = responses["period"].dropna().unique() if "period" in responses else ()
    return {str(period): scheme for period in periods}


def preferred(responses: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Return the responses of the one score type that counts for each organization: the scheme's first that is there.

    Types are never mixed (METHODS, section 2); what a scheme does not accept is left out.
    """
    rank = {score_type: position for position, score_type in enumerate(scheme.score_types)}
    accepted = responses[responses["score_type"].isin(rank)]
    ranks = accepted["score_type"].map(rank)
    best = ranks.groupby([accepted["organization"], accepted["period"]], sort=False).transform("min")
    return accepted[ranks == best]


def score_sheets(sheets: Sheets, questionnaire: Questionnaire, scheme: Scheme) -> pd.DataFrame:
    """Score sheets of one questionnaire; those of one organization and period are its respondents."""
    units, groups = units_of(sheets)
    form = structure(questionnaire, scheme)
    blocks = score_blocks(sheets, groups, len(units), form)
    respondents = np.bincount(groups, minlength=len(units))
    frames = [_long(block, units, respondents, scheme, questionnaire.direction) for block in blocks]
    frame = pd.concat(frames, ignore_index=True)
    return SCORES.typed(frame[frame["expected"] > 0].sort_values("unit", kind="stable", ignore_index=True))


def units_of(sheets: Sheets) -> tuple[pd.DataFrame, npt.NDArray[np.intp]]:
    """Return the organizations and periods that the sheets are of, and the number of each sheet's."""
    keys = sheets.keys
    groups, first = number_rows(keys[["organization", "period", "score_type"]])
    return keys.iloc[first].reset_index(drop=True), groups


def _long(
    block: Block, units: pd.DataFrame, respondents: npt.NDArray[np.intp], scheme: Scheme, direction: Direction
) -> pd.DataFrame:
    width, height = len(block.elements), len(units)
    scores = block.score.ravel()
    lowest, highest = (np.broadcast_to(end, (height, width)).ravel() for end in (block.lowest, block.highest))
    worst, best = direction.from_worst(lowest, highest)
    counts = {
        name: getattr(block.tally, name).ravel()
        for name in ("answered", "not_applicable", "dont_know", "missing", "expected")
    }
    unit = np.repeat(np.arange(height), width)
    state = np.where(np.isnan(scores), np.where(block.tally.applicable.ravel() > 0, 1, 2), 0)
    return pd.DataFrame(
        {
            "unit": unit,
            **{name: _texts(units[name], unit) for name in ("organization", "period", "score_type")},
            "kind": _texts([block.kind], np.zeros_like(unit)),
            "element": _texts(block.elements, np.tile(np.arange(width), height)),
            "score": scores,
            "index": INDICES[scheme.index](scores, worst, best),
            "band": _bands(scores if scheme.unit != "points" else 100 * divide(scores, highest), scheme, block.kind),
            "status": _texts(SCORE_STATUSES, state),
            **counts,
            "respondents": np.repeat(respondents, width),
            "lowest": lowest,
            "highest": highest,
        }
    )


def _texts(names: Iterable[str], positions: npt.NDArray[np.intp]) -> pd.api.extensions.ExtensionArray:
    """Return texts by their positions in a list; made of Python's own texts, a large table takes many times longer."""
    return pd.array(list(names), dtype="str").take(positions)


def _bands(scores: Floats, scheme: Scheme, kind: str) -> pd.api.extensions.ExtensionArray:
    if kind == "item":
        return _texts([""], np.zeros(len(scores), dtype=np.intp))
    position = bands_of(scores, [band.start for band in scheme.bands])
    return _texts([*(band.id for band in scheme.bands), ""], np.where(np.isnan(scores), len(scheme.bands), position))
