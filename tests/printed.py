"""Assessments for the tests of reports: the small project with answers written in the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from oca.assessment import Assessment, assess
from tests.small import ITEMS, put, small_project

HEADING = "organization,period,score_type,respondent,role,item,answer,comment,evidence"

Sheet = tuple[str, Sequence[object]]
"""An organization and its answers to the four items, in order."""


def answered(
    folder: Path,
    y1: Sequence[Sheet] = (),
    y2: Sequence[Sheet] = (),
    *,
    comments: Mapping[str, str] | None = None,
    individual: bool = False,
) -> Assessment:
    """Return the assessment of the small project with consensus sheets, or with individual ratings in y2.

    Args:
        folder: where the project is written; one that is there already is used as it is.
        y1: sheets of the first period.
        y2: sheets of the second period; with `individual`, each is one person's.
        comments: comments on the sheets of y2, by item.
        individual: whether y2 was rated by single persons.
    """
    if not (folder / "project.yaml").exists():
        small_project(folder)
    for period, sheets in (("y1", y1), ("y2", y2)):
        rows = [HEADING]
        for number, (organization, answers) in enumerate(sheets, start=1):
            alone = individual and period == "y2"
            who = f"individual,r{number},staff" if alone else "consensus,,"
            for item, answer in zip(ITEMS, answers, strict=True):
                text = (comments or {}).get(item, "") if period == "y2" else ""
                quoted = '"' + text.replace('"', '""') + '"'
                rows.append(f"{organization},{period},{who},{item},{answer},{quoted},")
        if sheets:
            put(folder, f"responses/{period}/answers.csv", "\n".join(rows) + "\n")
    return assess(folder)
