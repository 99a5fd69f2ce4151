"""What a plan proposes to an organization: its greatest needs, each with the step to the next level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scale import next_level, serves, standing
from oca.language import Words
from oca.support.plan_workbook import Proposal
from oca.support.records import Training

PROPOSED = 6
"""Rows that a plan proposes; more than an organization will do in a year, few enough to talk over in one meeting."""


def propose(
    needs: pd.DataFrame,
    questionnaire: Questionnaire,
    said: Words,
    trainings: Sequence[Training] = (),
    count: int = PROPOSED,
) -> list[Proposal]:
    """Return what is proposed to one organization, the greatest need first.

    An item is proposed with what leads to the next level above its score, and that level's own text as what shows it;
    where the questionnaire proposes no action, the level's text is the action, and the item's evidence shows it.

    Args:
        needs: NEEDS rows of one organization in one period.
        questionnaire: the version that was asked.
        said: the words of the plan's language.
        trainings: what can be proposed beside.
        count: how many; fewer where fewer items are below the target.
    """
    below = needs[(needs["kind"] == "item") & (needs["gap"] > 0)].sort_values("rank").head(count)
    found = zip(below["element"], below["score"], strict=True)
    return [_proposal(str(item), float(score), questionnaire, said, trainings) for item, score in found]


def training_for(item: str, score: float, questionnaire: Questionnaire, trainings: Iterable[Training]) -> str:
    """Return the id of the training that serves an item at its level: the most particular one; empty where none does.

    One training fits when the score has reached its first level and not yet the one to which it leads.
    """
    entry = questionnaire.by_id[item]
    above = [item, entry.subdimension, entry.dimension]
    fitting = [
        (min(above.index(one) for one in training.elements if one in above), len(training.elements), training.id)
        for training in trainings
        if serves((training.from_level, training.to_level), score, questionnaire.direction)
        and any(one and one in above for one in training.elements)
    ]
    return min(fitting)[2] if fitting else ""


def _proposal(item: str, score: float, form: Questionnaire, said: Words, trainings: Sequence[Training]) -> Proposal:
    language = said.language
    text = form.item_text(item, language)
    reached = standing(form, item, score)[0]
    following = (next_level(form, item, score) or form.rungs(item)[-1])[0]
    step = form.answer_text(item, following, language)
    action = form.action(item, following, language)
    return Proposal(
        element=item,
        title=text.title or item,
        now=f"{form.answer_name(item, reached, language)}: {form.answer_text(item, reached, language)}",
        action=action or step,
        indicator=step if action else text.evidence,
        training=training_for(item, score, form, trainings),
    )
