"""The cover of a form against what the form was made for, so that no answers count as those of another."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from oca.collection.form_content import kind_of
from oca.collection.labels import score_type_meant
from oca.collection.matching import Organizations, find_period
from oca.collection.raw_answers import Claim
from oca.findings import Finding, finding
from oca.language import LANGUAGES, for_matching
from oca.project import Project
from oca.tables import SCORE_TYPES

ALIKE = 0.6
"""From this likeness on (difflib's ratio) a text that names nothing known is another wording of what was printed."""

_WITH_ID = re.compile(r"(.+?) ?\((.+)\)")
"""How a form prints a period: `Year 1 (y1)`."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "organization": (
        "The organization",
        "If it is another name of the same organization, add it to earlier_names in organizations.csv; if the answers "
        "are those of another one, copy them into its own form (oca form).",
    ),
    "period": (
        "The period",
        "If the form is of another period, copy the answers into a form of that period (oca form).",
    ),
    "score_type": (
        "The kind of assessment",
        "If it is another kind, write the answers into a table that has a column score_type.",
    ),
}
"""How messages call what a cover says, and what to do where that was changed."""


def retyped(claims: Iterable[Claim], project: Project, organizations: Organizations) -> Iterator[Finding]:
    """Yield a finding for each cell of a cover that says something else than what the form was made for."""
    meant: dict[str, Callable[[str], str | None]] = {
        "organization": organizations.find,
        "period": lambda typed: find_period(project, typed),
        "score_type": score_type_meant,
    }
    for one in claims:
        made_for = meant[one.field](one.made_for)
        if not made_for:
            continue  # it names nothing that the project knows, which is said elsewhere
        whole = _WITH_ID.fullmatch(one.shown)
        readings = {meant[one.field](text) for text in (one.shown, *(whole.groups() if whole else ()))} - {None, ""}
        if readings - {made_for} or (not readings and not _is_alike(one.shown, _printed(one.field, made_for, project))):
            what, todo = _WORDS[one.field]
            yield finding("cover-retyped", one.place, what=what, found=one.shown, made_for=one.made_for, todo=todo)


def _printed(field: str, made_for: str, project: Project) -> list[str]:
    """Return what a form prints of what it was made for, in any language."""
    if field == "organization":
        return list(project.organization(made_for).names)
    if field == "period":
        return list(project.period(made_for).label.values())
    return [kind_of(made_for, language) for language in LANGUAGES if made_for in SCORE_TYPES]


def _is_alike(typed: str, known: Iterable[str]) -> bool:
    plain = for_matching(typed)
    return any(difflib.SequenceMatcher(None, plain, for_matching(one)).ratio() >= ALIKE for one in known)
