"""Change of one organization between two periods (METHODS, section 6).

Both periods are scored again, from the answers up, by one rule: the scheme of the later period, on the items that
compare. These are equal or equivalent in both versions, and scored in both periods. So a new, dropped or unanswered
item never looks like a change, and neither does a new rule for several respondents or a gate that asks for an item
which does not compare: such a gate asks nothing. Each row says how many items were compared.

The overall change is made of the dimensions of which enough items compare (`min_common`); the others are left out of it
in both periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.change.pairs import pairs_by_organization
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scale import TOLERANCE
from oca.instrument.scheme import Scheme
from oca.instrument.versions import comparable_items
from oca.scoring.aggregation import Aggregation, Component, Scored, structure
from oca.scoring.rules import difference, same
from oca.scoring.score_blocks import item_values
from oca.scoring.scores import preferred, units_of
from oca.scoring.sheets import to_sheets
from oca.tables import CHANGES, SCORE_STATUSES

Floats = npt.NDArray[np.float64]

HAS_SCORE, TOO_FEW_ANSWERS, NOTHING_APPLIES = map(SCORE_STATUSES.index, ("scored", "insufficient", "not_applicable"))

REASONS: Mapping[str, str] = {
    "": "compared",
    "ceiling": "at the best that is possible in both periods; cannot improve further",
    "score_type": "the two periods have different score types",
    "insufficient": "no score in one of the two periods",
    "not_applicable": "not applicable in at least one of the two periods",
    "items": "too few items compare between the two periods",
    "changed_item": "the item is new or was changed between the two versions of the questionnaire",
}
"""What the column `reason` of CHANGES can say."""


@dataclass(frozen=True)
class Rescored:
    """One kind of element in two periods on the compared items; arrays are organizations x elements.

    Attributes:
        kind: of the elements.
        elements: their ids.
        before: scores of the earlier period.
        after: scores of the later period.
        highest: the most that the scores can be; organizations x elements, or 1 x elements.
        best: the best that they can be, which on a reversed scale is the least; in the same shape.
        compared: number of items.
        of: number of items that apply in the later period.
        reason: why an element does not compare; empty where it does.
    """

    kind: str
    elements: tuple[str, ...]
    before: Floats
    after: Floats
    highest: Floats
    best: Floats
    compared: Floats
    of: Floats
    reason: npt.NDArray[np.object_]


def changes(
    responses: pd.DataFrame,
    scores: pd.DataFrame,
    questionnaires: Mapping[str, Questionnaire],
    versions: Mapping[str, str],
    schemes: Mapping[str, Scheme],
    *,
    pairs: Iterable[tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Compare each organization with itself, between two periods in which it has scores.

    Args:
        responses: RESPONSES, from which both periods are scored again.
        scores: SCORES of the same responses: who has a score in which period, and what applies.
        questionnaires: each version by its ref.
        versions: the ref of the questionnaire of each period, by the period's id, in the order of the periods.
        schemes: the scheme of each period; a pair is rescored by the later one's.
        pairs: the pairs of periods, each with the one to compare from first; those of `pairs_by_organization` when
            None.

    Returns:
        CHANGES, sorted by pair of periods, organization and the order of the questionnaire. `from_score` and `to_score`
        are those on the items that compare; `change` is their difference, exactly 0 where they are equal. The columns
        about reliable change are empty until `reliable_change.with_reliable_change` fills them.
    """
    frames = []
    answers = PeriodAnswers(responses, questionnaires, versions, schemes)
    if pairs is None:
        compared = pairs_by_organization(scores, list(versions))
    else:
        compared = {pair: _assessed_in_both(scores, pair) for pair in pairs}
    for (earlier, later), organizations in compared.items():
        if not organizations:
            continue
        questionnaire = questionnaires[versions[later]]
        items = comparable_items(questionnaires[versions[earlier]], questionnaire, questionnaires)
        form = structure(questionnaire, schemes[later])
        frame = _pair(answers, scores, (earlier, later), organizations, form, items)
        frames.append(frame.assign(from_period=earlier, to_period=later))
    if not frames:
        return CHANGES.frame()
    together = pd.concat(frames, ignore_index=True)
    return CHANGES.check(CHANGES.typed(_with_verdict(together, schemes)))


class PeriodAnswers:
    """The answers of every period, and what they are worth by the rule of any scheme; each is worked out once."""

    def __init__(
        self,
        responses: pd.DataFrame,
        questionnaires: Mapping[str, Questionnaire],
        versions: Mapping[str, str],
        schemes: Mapping[str, Scheme],
    ) -> None:
        self._responses, self._schemes = responses, schemes
        self._forms = {period: questionnaires[ref] for period, ref in versions.items()}
        self._known: dict[tuple[str, str, float], pd.DataFrame] = {}

    def worth(self, period: str, rule: Scheme) -> pd.DataFrame:
        """Return the items of a period, organizations x items, with several ratings put together by a scheme's rule.

        Which score type counts is decided by the scheme of the period itself.
        """
        key = (period, rule.respondents, rule.coverage.respondents)
        if key not in self._known:
            rows = self._responses[self._responses["period"] == period]
            sheets = to_sheets(preferred(rows, self._schemes[period]), self._forms[period])
            units, groups = units_of(sheets)
            values = item_values(sheets, groups, len(units), rule)
            self._known[key] = pd.DataFrame(values, index=units["organization"], columns=list(sheets.items))
        return self._known[key]


def _assessed_in_both(scores: pd.DataFrame, pair: tuple[str, str]) -> list[str]:
    first, second = (set(scores.loc[scores["period"] == period, "organization"]) for period in pair)
    return sorted(first & second)


def _pair(
    answers: PeriodAnswers,
    scores: pd.DataFrame,
    periods: tuple[str, str],
    organizations: Sequence[str],
    form: Aggregation,
    pairs: Mapping[str, str],
) -> pd.DataFrame:
    earlier, later = periods
    first, second = scores[scores["period"] == earlier], scores[scores["period"] == later]
    asked = [pairs.get(item, "") for item in form.items]
    before = _laid_out(answers.worth(earlier, form.scheme), organizations, asked)
    after = _laid_out(answers.worth(later, form.scheme), organizations, form.items)
    states = _state(first, organizations, "item", asked), _state(second, organizations, "item", form.items)
    common = ~np.isnan(before) & ~np.isnan(after) & (states[0] == HAS_SCORE) & (states[1] == HAS_SCORE)
    old, new = (form.item_scored(np.where(common, values, np.nan), common) for values in (before, after))
    applies = (states[1] != NOTHING_APPLIES) & ~np.isnan(states[1])
    same_type = _types(first, organizations) == _types(second, organizations)
    if form.scheme.compare_score_types:
        same_type[:] = True
    blocks = [
        _without_score(block, first, second, organizations) for block in _rescore(form, old, new, common, applies)
    ]
    blocks.append(_items(form, old.score, new.score, common, states, pairs))
    frames = [_long(block, organizations, same_type) for block in blocks]
    frames = [frame.assign(gain=form.direction.sign) for frame in frames]
    return pd.concat(frames, ignore_index=True).sort_values("organization", kind="stable", ignore_index=True)


def _laid_out(wide: pd.DataFrame, organizations: Sequence[str], elements: Sequence[str]) -> Floats:
    """Return a table as organizations x elements; NaN where there is none. An element may be empty or stand twice."""
    return wide.reindex(index=list(organizations)).reindex(columns=list(elements)).to_numpy(dtype=np.float64)


def _state(scores: pd.DataFrame, organizations: Sequence[str], kind: str, elements: Sequence[str]) -> Floats:
    """Return the position of each status in SCORE_STATUSES, organizations x elements; NaN where nothing was asked."""
    rows = scores[scores["kind"] == kind]
    numbered = rows.assign(state=rows["status"].map({status: nth for nth, status in enumerate(SCORE_STATUSES)}))
    wide = numbered.pivot(index="organization", columns="element", values="state")
    return _laid_out(wide, organizations, elements)


def _types(scores: pd.DataFrame, organizations: Sequence[str]) -> npt.NDArray[np.object_]:
    return scores.groupby("organization")["score_type"].first().reindex(list(organizations)).to_numpy(dtype=object)


def _rescore(
    form: Aggregation, before: Scored, after: Scored, common: npt.NDArray[np.bool_], applies: npt.NDArray[np.bool_]
) -> list[Rescored]:
    """Rescore both periods on the common items; the overall is made of the dimensions that compare."""
    dimensions = [part.items for part in form.dimensions]
    enough = _share(common, applies, dimensions) >= form.scheme.min_common - TOLERANCE
    counted = common.copy()
    for column, positions in enumerate(dimensions):
        counted[:, positions] &= enough[:, [column]]
    old, new = form.aggregate(before), form.aggregate(after)
    old_overall, new_overall = (
        form.overall(_only(items, counted), _only(made.dimensions, enough))
        for items, made in ((before, old), (after, new))
    )
    whole = [np.arange(len(form.items))]
    parts = [part.items for part in form.subdimensions]
    return [
        _block("overall", ("overall",), old_overall, new_overall, counted, applies, whole, form),
        _block("dimension", _ids(form.dimensions), old.dimensions, new.dimensions, common, applies, dimensions, form),
        _block(
            "subdimension", _ids(form.subdimensions), old.subdimensions, new.subdimensions, common, applies, parts, form
        ),
    ]


def _only(made: Scored, kept: npt.NDArray[np.bool_]) -> Scored:
    """Return scores of which only some count; the others are as if nobody had been asked."""
    return replace(made, score=np.where(kept, made.score, np.nan), applies=made.applies & kept)


def _ids(parts: Sequence[Component]) -> tuple[str, ...]:
    return tuple(part.id for part in parts)


def _block(
    kind: str,
    elements: tuple[str, ...],
    old: Scored,
    new: Scored,
    common: npt.NDArray[np.bool_],
    applies: npt.NDArray[np.bool_],
    positions: Sequence[npt.NDArray[np.intp]],
    form: Aggregation,
) -> Rescored:
    share = _share(common, applies, positions)
    compared, of = _count(common, positions), _count(applies, positions)
    compares = (share >= form.scheme.min_common - TOLERANCE) & ~np.isnan(old.score) & ~np.isnan(new.score)
    reason = np.where(compares, "", "items").astype(object)
    best = form.direction.from_worst(new.lowest, new.highest)[1]
    return Rescored(kind, elements, old.score, new.score, new.highest, best, compared, of, reason)


def _items(
    form: Aggregation,
    before: Floats,
    after: Floats,
    common: npt.NDArray[np.bool_],
    states: tuple[Floats, Floats],
    pairs: Mapping[str, str],
) -> Rescored:
    mapped = np.array([item in pairs for item in form.items])
    unscored = np.where(_any(states, NOTHING_APPLIES), "not_applicable", "insufficient")
    reason = np.where(common, "", np.where(mapped, unscored, "changed_item")).astype(object)
    best = form.direction.from_worst(form.item_lowest, form.item_highest)[1]
    compared, of = common.astype(np.float64), np.ones_like(before)
    return Rescored("item", form.items, before, after, form.item_highest, best, compared, of, reason)


def _count(mask: npt.NDArray[np.bool_], positions: Sequence[npt.NDArray[np.intp]]) -> Floats:
    if not positions:
        return np.empty((len(mask), 0))
    return np.column_stack([mask[:, p].sum(axis=1) for p in positions]).astype(np.float64)


def _share(
    common: npt.NDArray[np.bool_], applies: npt.NDArray[np.bool_], positions: Sequence[npt.NDArray[np.intp]]
) -> Floats:
    of = _count(applies, positions)
    return np.where(of > 0, _count(common, positions) / np.maximum(of, 1), 0.0)


def _without_score(
    block: Rescored, first: pd.DataFrame, second: pd.DataFrame, organizations: Sequence[str]
) -> Rescored:
    """Give the reason where an element has no score in one of the two periods: nothing applies, or too few answers."""
    states = [_state(scores, organizations, block.kind, block.elements) for scores in (first, second)]
    reason = np.where(_any(states, TOO_FEW_ANSWERS), "insufficient", block.reason)
    return replace(block, reason=np.where(_any(states, NOTHING_APPLIES), "not_applicable", reason).astype(object))


def _any(states: Iterable[Floats], state: float) -> npt.NDArray[np.bool_]:
    return np.asarray(np.any([one == state for one in states], axis=0))


def _long(block: Rescored, organizations: Sequence[str], same_type: npt.NDArray[np.bool_]) -> pd.DataFrame:
    reason = np.where(same_type[:, None], block.reason, "score_type").astype(object)
    return pd.DataFrame(
        {
            "organization": np.repeat(np.array(organizations, dtype=object), len(block.elements)),
            "kind": block.kind,
            "element": np.tile(np.array(block.elements, dtype=object), len(organizations)),
            "from_score": block.before.ravel(),
            "to_score": block.after.ravel(),
            "highest": np.broadcast_to(block.highest, block.before.shape).ravel(),
            "best": np.broadcast_to(block.best, block.before.shape).ravel(),
            "compared": block.compared.ravel(),
            "of": block.of.ravel(),
            "reason": reason.ravel(),
        }
    )


def _with_verdict(frame: pd.DataFrame, schemes: Mapping[str, Scheme]) -> pd.DataFrame:
    """Add change, verdict and the ceiling; where nothing compares there is no change, and no scores beside it."""
    comparable = frame["reason"] == ""
    scores = {name: frame[name].where(comparable) for name in ("from_score", "to_score")}
    change = pd.Series(difference(scores["from_score"], scores["to_score"]), index=frame.index)
    better = frame["gain"] * change / _unit(frame, schemes)
    threshold = frame["to_period"].map({period: scheme.meaningful_change for period, scheme in schemes.items()})
    verdict = np.select(
        [~comparable, better >= threshold - TOLERANCE, better <= -threshold + TOLERANCE],
        ["not_comparable", "improved", "declined"],
        default="no_clear_change",
    )
    ceiling = comparable & same(scores["from_score"], frame["best"]) & same(scores["to_score"], frame["best"])
    reason = frame["reason"].mask(ceiling, "ceiling")
    return frame.assign(**scores, change=change, verdict=verdict, reason=reason, reliable_change=np.nan, reliable="")


def _unit(frame: pd.DataFrame, schemes: Mapping[str, Scheme]) -> pd.Series:
    """Return what the threshold of a meaningful change counts in: a hundredth of the maximum for sums, else 1."""
    in_points = {period: scheme.unit == "points" for period, scheme in schemes.items()}
    return (frame["highest"] / 100).where(frame["to_period"].map(in_points), 1.0)
