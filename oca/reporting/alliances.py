"""The register with what the support side knows: in which campaigns and coalitions an organization is."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from oca.assessment import Assessment
from oca.support.records import Alliance

JOINED = "; "
"""Between two alliances of one organization, which is then in a group of its own: groups do not overlap."""


def register_of(assessment: Assessment) -> pd.DataFrame:
    """Return the register, with a column `campaign` and a column `coalition` where it has none and the files name any.

    An organization has the names of all its alliances there, whenever they were, in the order of the file.
    """
    register, support = assessment.project.register(), assessment.support
    for column, alliances in (("campaign", support.campaigns), ("coalition", support.coalitions)):
        if alliances and column not in register.columns:
            register[column] = [_of(str(one), alliances) for one in register["organization"]]
    return register.astype("str")


def _of(organization: str, alliances: Sequence[Alliance]) -> str:
    return JOINED.join(one.name for one in alliances if organization in one.members)
