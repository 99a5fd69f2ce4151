"""What a report takes from the support side: needs, plans and trainings.

Each function reads one thing and returns something empty where a project, or a questionnaire, has none.
"""

from __future__ import annotations

import pandas as pd

from oca.language import pick
from oca.planning import proposals
from oca.reporting.organization.view import Case


def needs_of(case: Case) -> pd.DataFrame:
    """Return the rows of NEEDS of the organization in this period, the greatest need first."""
    return case.own_needs.sort_values("rank", kind="stable")


def actions_of(case: Case, period: str) -> pd.DataFrame:
    """Return the rows of ACTIONS of the plan that the organization made after the assessment of a period."""
    table = case.assessment.actions
    own = table[(table["organization"] == case.organization.id) & (table["period"] == period)]
    return own.sort_values("number", kind="stable")


def training_title(case: Case, training: str) -> str:
    """Return the title of a training by its id; the id where there is no such training."""
    found = [one for one in case.assessment.support.trainings if one.id == training]
    return pick(found[0].title, case.language) if found else training


def training_for(case: Case, item: str, score: float) -> str:
    """Return the title of the training that is proposed for an item at its level; empty where there is none."""
    found = proposals.training_for(item, score, case.questionnaire, case.assessment.support.trainings)
    return training_title(case, found) if found else ""
