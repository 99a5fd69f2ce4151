"""Figures of groups of organizations: compared for internal eyes, released to an audience, and audited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from oca.assessment import Assessment
from oca.comparison.grouping import By
from oca.comparison.groups import SHOWN
from oca.comparison.groups import compare as compare_tables
from oca.disclosure.audit import Audit
from oca.disclosure.ledger import remember, remembered
from oca.disclosure.published_file import attack_figures, read_published
from oca.disclosure.release import Protected, protect
from oca.errors import UsageError
from oca.options import AUDIENCES, Audience, as_path, choice, ids
from oca.tables import COMPARISON, KINDS


def usual_grouping(assessment: Assessment, audience: Audience) -> str:
    """Return by what groups are made where nothing is said: sectors when internal, else clusters, else the cohort."""
    if audience == "internal":
        return "sector"
    return "cluster" if assessment.project.settings.clusters else "cohort"


def compare(assessment: Assessment, by: By = "sector", *, kinds: Sequence[str] | str = SHOWN) -> pd.DataFrame:
    """Compare groups of organizations, unsuppressed: for internal eyes.

    Args:
        assessment: the result of `oca.assess`.
        by: a column of the register, `cohort` for all together, or two columns that are crossed ("entity x size").
        kinds: the kinds of elements: overall, dimension, subdimension, item.

    Returns:
        COMPARISON: one row for each statistic of each group, period and element.

    Raises:
        UsageError: groups cannot be made by `by`, or there is no such kind of element.
    """
    wanted = ids(kinds)
    for kind in wanted:
        choice("kind of element", kind, KINDS)
    project = assessment.project
    return compare_tables(
        assessment.scores,
        assessment.changes,
        project.register(),
        by=by,
        periods=project.periods,
        kinds=wanted,
        score_types=assessment.entering_types,
    )


def release(
    assessment: Assessment, audience: Audience = "public", by: By | None = None, *, remembering: bool = True
) -> Protected:
    """Return the figures of groups as an audience may see them: suppressed, and attacked by an audit.

    Args:
        assessment: the result of `oca.assess`.
        audience: who sees them.
        by: as in `compare`; clusters when None, or the cohort where the project has none.
        remembering: whether they are added to the project's folder `published/`, where the next audit finds them. Leave
            it out only to look: what is given out must be remembered.

    Returns:
        The figures, of which `figures` is the table that may be given out, and `audit` what the attack found.

    Raises:
        InputError: not even the means of the cohort pass the audit.
        UsageError: nobody was assessed, there is no such audience, or groups cannot be made by `by`.
    """
    choice("audience", audience, AUDIENCES)
    if assessment.scores.empty:
        raise UsageError("No organization was assessed in any period yet, so there is nothing to compare.")
    folder = assessment.project.folder
    earlier = remembered(folder) if audience != "internal" else []
    made = protect(assessment, audience, by or usual_grouping(assessment, audience), earlier=earlier)
    if made.record and remembering:
        remember(folder, made.record)
    return made


def audit(assessment: Assessment, published: pd.DataFrame | Path | str, *, insiders: int = 1) -> Audit:
    """Attack published figures, and say how closely they narrow the scores of one organization down.

    Args:
        assessment: the result of `oca.assess`, from which the figures were made.
        published: COMPARISON, or a file that holds it: a workbook of `oca.write_comparison`, or a CSV.
        insiders: how many organizations share what they know: 0, 1 or 2.

    Raises:
        InputError: no sheet of the file is a comparison.
        UsageError: the table has not the columns of COMPARISON, or there cannot be so many insiders.
    """
    if insiders not in (0, 1, 2):
        raise UsageError(f"{insiders} insiders cannot be tried; 0, 1 or 2 can.")
    if not isinstance(published, pd.DataFrame):
        return attack_figures(assessment, read_published(as_path(published)), insiders=insiders)
    absent = [name for name in COMPARISON.names if name not in published]
    if absent:
        raise UsageError(f"The table lacks {', '.join(absent)}. A comparison has: {', '.join(COMPARISON.names)}.")
    shown = published[~published["suppressed"].astype(bool) & published["value"].notna()]
    return attack_figures(assessment, COMPARISON.typed(shown), insiders=insiders)
