"""What an organization answered last time, to be shown beside the new answers when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from oca.collection.form_content import Previous
from oca.collection.levels import ANSWERED, MISSING
from oca.collection.responses import collect
from oca.errors import InputError
from oca.findings import errors
from oca.instrument.in_use import instruments_in_use
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import level_key
from oca.instrument.versions import comparable_items
from oca.language import pick
from oca.project import Organization, Period, Project

AGREED = ("verified", "consensus")
"""The score types of which an organization has one sheet; single people's ratings are not the organization's."""


def collect_previous(project: Project, period: Period) -> dict[str, Previous]:
    """Read the project's responses, and return what each organization answered last time before a period.

    Raises:
        InputError: with every error in the project, since nothing may be shown that was read wrongly.
    """
    questionnaires, _, notes = instruments_in_use(project)
    collected = collect(project, questionnaires)
    faults = errors([*notes, *collected.findings])
    if faults:
        raise InputError(faults)
    return previous_answers(project, period, questionnaires, collected.responses)


def previous_answers(
    project: Project, period: Period, questionnaires: Mapping[str, Questionnaire], responses: pd.DataFrame
) -> dict[str, Previous]:
    """Return the answers of each organization in the last period before this one in which it was assessed.

    Args:
        project: the project.
        period: the period for which forms are made.
        questionnaires: every version in use, by its ref.
        responses: RESPONSES.

    Returns:
        By organization; without those that have no agreed answers from before, or none that compares.
    """
    rounds = project.periods
    earlier = rounds[: rounds.index(period.id)] if period.id in rounds else []
    agreed = responses[responses["score_type"].isin(AGREED) & responses["period"].isin(earlier)]
    found = {}
    for one in project.organizations:
        rows = agreed[agreed["organization"] == one.id]
        last = next((before for before in reversed(earlier) if (rows["period"] == before).any()), None)
        if last is not None:
            chosen = _best_type(rows[rows["period"] == last])
            found[one.id] = _previous(chosen, one, project.period(last), period, questionnaires)
    return {organization: one for organization, one in found.items() if one.answers}


def _best_type(rows: pd.DataFrame) -> pd.DataFrame:
    kinds = set(rows["score_type"])
    return rows[rows["score_type"] == next(kind for kind in AGREED if kind in kinds)]


def _previous(
    rows: pd.DataFrame, organization: Organization, last: Period, now: Period, known: Mapping[str, Questionnaire]
) -> Previous:
    given = dict(_given(rows))
    pairs = comparable_items(known[last.questionnaire], known[now.questionnaire], known)
    answers = {item: given[was] for item, was in pairs.items() if was in given}
    return Previous(pick(last.label, organization.language), answers, last.label)


def _given(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for item, level, status in zip(rows["item"], rows["answer"], rows["status"], strict=True):
        if status != MISSING:
            yield item, level_key(level) if status == ANSWERED else status
