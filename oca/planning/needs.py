"""How much each item and dimension of an organization asks for support: one number from 0 to 100.

The number orders what an organization and those who support it look at first. It is no measurement: its weights are a
judgement, which the scheme states and every report prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Needs, Scheme
from oca.scoring.rules import divide, on_grid, snap
from oca.support.records import Action
from oca.tables import NEEDS

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MOST = 100
"""The highest priority."""

KEY = ["organization", "period", "kind", "element"]


@dataclass(frozen=True)
class Beside:
    """What is known of organizations beside their scores.

    Attributes:
        changes: CHANGES.
        agreement: AGREEMENT.
        actions: the rows of the plans that came back.
    """

    changes: pd.DataFrame
    agreement: pd.DataFrame
    actions: Sequence[Action] = ()


def needs(
    scores: pd.DataFrame, beside: Beside, questionnaires: Mapping[str, Questionnaire], schemes: Mapping[str, Scheme]
) -> pd.DataFrame:
    """Return what each item and dimension that has a score asks for.

    `priority = (gap + critical + chosen + decline) * (1 - disagreement)`, each part up to the points of the scheme:

    - gap: in proportion to how far the score is below the target, of the way from the worst level to the target;
    - critical: all of it for a critical item below the target, and for a dimension that holds one;
    - chosen: all of it for what the organization marked as a priority in its plan of the period, at the target too; a
      dimension is marked by itself or by one of its items;
    - decline: all of it below the target, when the change since the previous assessed period is called a decline;
    - disagreement: up to the scheme's share is taken off in proportion to 1 - Cns (Tastle & Wierman 2007). Where those
      who know the organization see it differently, what is needed first is a talk; the score may not be what it seems.

    What is not known (no plan, no comparable period, no individual ratings) adds and takes nothing.

    Args:
        scores: SCORES.
        beside: changes, agreement and plans.
        questionnaires: the version of each period, by the period's id, in the order of the periods.
        schemes: the scheme of each period.

    Returns:
        NEEDS, sorted by period, organization, and the order of SCORES. An element without a score has no row: too few
        answers are no need, and not the absence of one either.
    """
    frames = [
        _of_period(scores[scores["period"] == period], beside, questionnaires[period], schemes[period])
        for period in questionnaires
    ]
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return NEEDS.frame()
    return NEEDS.check(NEEDS.typed(pd.concat(filled, ignore_index=True)))


def reach(scores: pd.DataFrame, questionnaire: Questionnaire) -> Floats:
    """Return how far each score lies from the worst (0) to the best (1) that it could be, on the grid of scores.

    Points of a sum, and a scale on which 1 is best, are so measured like any other.
    """
    return on_grid(_reached(scores, questionnaire))


def _reached(scores: pd.DataFrame, questionnaire: Questionnaire) -> Floats:
    """Return the same as `reach`, unrounded: what is multiplied by up to 100 is brought to the grid after that."""
    worst, best = _ends(scores, questionnaire)
    values = scores["score"].to_numpy(dtype=np.float64)
    return np.where(best == worst, 1.0, divide(values - worst, best - worst))


def share_of_scale(target: float | None, questionnaire: Questionnaire) -> float:
    """Return how far a target level lies from the worst (0) to the best (1) level; the best where there is none."""
    worst, best = questionnaire.ladder[0], questionnaire.best
    return 1.0 if target is None else (target - worst) / (best - worst)


def _of_period(scores: pd.DataFrame, beside: Beside, form: Questionnaire, scheme: Scheme) -> pd.DataFrame:
    rows = scores[scores["kind"].isin(("item", "dimension")) & (scores["status"] == "scored")].reset_index(drop=True)
    worst, best = _ends(rows, form)
    share = share_of_scale(scheme.needs.target, form)
    exact = share - _reached(rows, form)
    gap = np.maximum(on_grid(exact), 0)
    trend, declined = _trend(rows, scores, beside.changes)
    known = rows.assign(
        target=snap(worst + share * (best - worst)),
        gap=gap,
        critical=_critical(rows, gap > 0, form),
        chosen=_chosen(rows, beside.actions, form),
        agreement=_agreement(rows, beside.agreement),
        trend=trend,
    )
    made = known.assign(priority=_priority(known, exact / share, declined, scheme.needs))
    return made.assign(rank=_ranks(made))[NEEDS.names]


def _priority(known: pd.DataFrame, missing: Floats, declined: Flags, rule: Needs) -> Floats:
    """Return the priorities; `missing` is how much of the way to the target each score has before it, unrounded."""
    points, below = rule.points, known["gap"].to_numpy() > 0
    parts = (
        points["gap"] * np.where(below, missing, 0),
        points["critical"] * (known["critical"].to_numpy() & below),
        points["chosen"] * known["chosen"].to_numpy(),
        points["decline"] * (declined & below),
    )
    apart = np.nan_to_num(1 - known["agreement"].to_numpy(), nan=0.0)
    together = np.sum(parts, axis=0) * (1 - rule.disagreement * apart)
    return snap(MOST * on_grid(together / MOST))  # as a share, what a score lacks in its last decimals stays small


def _ends(scores: pd.DataFrame, form: Questionnaire) -> tuple[Floats, Floats]:
    """Return the worst and the best that each score could be."""
    return form.direction.from_worst(*(scores[name].to_numpy(dtype=np.float64) for name in ("lowest", "highest")))


def _critical(rows: pd.DataFrame, below: Flags, form: Questionnaire) -> Flags:
    """Return which items are critical, and which dimensions hold a critical item that is below the target."""
    critical = {item.id: item.dimension for item in form.items if item.critical}
    own = (rows["kind"] == "item").to_numpy() & rows["element"].isin(critical).to_numpy()
    held = rows[own & below]
    holding = pd.MultiIndex.from_arrays([held["organization"], held["element"].map(critical)])
    names = pd.MultiIndex.from_frame(rows[["organization", "element"]])
    return np.asarray(own | ((rows["kind"] == "dimension").to_numpy() & names.isin(holding)), dtype=np.bool_)


def _chosen(rows: pd.DataFrame, actions: Iterable[Action], form: Questionnaire) -> Flags:
    """Return what was marked as a priority in the plan of the period: by itself, a dimension also by its items."""
    own = {(one.organization, one.period, one.element) for one in actions if one.priority}
    above = {
        (organization, period, form.by_id[element].dimension)
        for organization, period, element in own
        if element in form.by_id
    }
    marked = own | above
    return np.array(
        [key in marked for key in zip(rows["organization"], rows["period"], rows["element"], strict=True)],
        dtype=np.bool_,
    )


def _agreement(rows: pd.DataFrame, agreement: pd.DataFrame) -> Floats:
    """Return the consensus of the individual ratings; NaN where there are too few."""
    known = agreement.set_index(KEY)["consensus"]
    return known.reindex(pd.MultiIndex.from_frame(rows[KEY])).to_numpy(dtype=np.float64)


def _trend(rows: pd.DataFrame, scores: pd.DataFrame, changes: pd.DataFrame) -> tuple[Floats, Flags]:
    """Return the change since the previous assessed period, NaN where it does not compare, and which are declines."""
    latest = changes[changes["to_period"].isin(scores["period"].unique())]
    last = latest.groupby("organization", sort=False)["from_period"].last()
    since = latest[latest["from_period"] == latest["organization"].map(last)]
    known = since.set_index(["organization", "kind", "element"])[["change", "verdict"]]
    found = known.reindex(pd.MultiIndex.from_frame(rows[["organization", "kind", "element"]]))
    return found["change"].to_numpy(dtype=np.float64), (found["verdict"] == "declined").to_numpy(dtype=np.bool_)


def _ranks(made: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Rank the elements of each kind: by priority, then the larger gap, then as the questionnaire asks them."""
    order = made.sort_values(["priority", "gap"], ascending=False, kind="stable")
    ranks = order.groupby(["organization", "kind"]).cumcount() + 1
    return np.asarray(ranks.reindex(made.index).to_numpy(), dtype=np.int64)
