"""An assessment at a glance: its wide tables for people, and how it shows itself in a session and in a notebook."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import pandas as pd

from oca.errors import UsageError
from oca.findings import count_findings, shorten
from oca.language import pick, round_half_up, words
from oca.options import choice
from oca.tables import KINDS

if TYPE_CHECKING:
    from oca.assessment import Assessment
    from oca.instrument.questionnaire import Questionnaire

MOST_ROWS = 30
"""So many organizations are shown in a notebook; a table of all is asked for by name."""

MOST_FINDINGS = 5

ElementKind = Literal["item", "subdimension", "dimension", "overall"]


def in_a_line(assessment: Assessment) -> str:
    """Return in one line what was assessed: name, organizations, periods, findings."""
    project = assessment.project
    name = pick(project.settings.name, "en")
    name = name if len(name) <= 80 else f"{name[:79]}…"
    scored = assessment.scores[["organization", "period"]].drop_duplicates()
    parts = [
        f"{len(project.organizations)} organizations",
        f"periods {shorten(project.periods, limit=6)}",
        f"{len(scored)} times assessed",
        count_findings(assessment.findings) or "no findings",
    ]
    return f"{name}; {', '.join(parts)}{'; synthetic data' if project.settings.synthetic else ''}"


def overall(assessment: Assessment) -> pd.DataFrame:
    """Return organizations x periods: `name`, then the overall score in each period; NaN where there is none."""
    rows = assessment.scores[assessment.scores["kind"] == "overall"]
    wide = rows.pivot(index="organization", columns="period", values="score")
    names = _names(assessment)
    wide = wide.reindex(index=names.index, columns=assessment.project.periods).rename_axis(columns=None)
    return pd.concat([names, wide.astype("float64")], axis=1)


def matrix(assessment: Assessment, period: str | None, kind: str, language: str | None) -> pd.DataFrame:
    """Return the scores of a period, organizations x elements, with names; as `Assessment.matrix`."""
    choice("kind of element", kind, KINDS)
    project, scores = assessment.project, assessment.scores
    spoken = project.language_of(language)
    held = [one for one in project.periods if one in set(scores["period"])]
    if period is None and not held:
        raise UsageError("No organization was assessed in any period yet.")
    period = project.period(period or held[-1]).id
    if period not in held:
        raise UsageError(f"Nobody was assessed in {period}. Assessed: {', '.join(held) or 'never'}.")
    kinds = ["overall", kind] if kind == "dimension" else [kind]
    rows = scores[(scores["period"] == period) & scores["kind"].isin(kinds)]
    titles = _titles(assessment.questionnaire_of(period), kinds, spoken)
    wide = rows.pivot(index="organization", columns="element", values="score")
    names = _names(assessment).loc[lambda one: one.index.isin(wide.index)]
    wide = wide.reindex(index=names.index, columns=list(titles)).astype("float64")
    return pd.concat([names, wide.set_axis(list(titles.values()), axis=1)], axis=1)


def _names(assessment: Assessment) -> pd.DataFrame:
    """Return the name of each organization by its id, in the order of the register."""
    organizations = assessment.project.organizations
    index = pd.Index([one.id for one in organizations], name="organization", dtype="str")
    return pd.DataFrame({"name": [one.name for one in organizations]}, index=index, dtype="str")


def _titles(form: Questionnaire, kinds: Iterable[str], language: str) -> dict[str, str]:
    """Return the title of each element of some kinds by its id, in the order of the questionnaire; no two are alike."""
    titles: dict[str, str] = {}
    for kind in kinds:
        if kind == "overall":
            titles["overall"] = words(language).text("Overall")
        elif kind == "dimension":
            titles |= {one: form.dimension_text(one, language).title for one in form.dimension_ids}
        elif kind == "subdimension":
            parts = [part.id for dimension in form.structure.dimensions for part in dimension.subdimensions]
            titles |= {one: form.subdimension_title(one, language) for one in parts}
        else:
            titles |= {one: form.item_text(one, language).title for one in form.item_ids}
    shared = Counter(titles.values())
    return {one: title if title and shared[title] == 1 else f"{title} ({one})".strip() for one, title in titles.items()}


def in_html(assessment: Assessment) -> str:
    """Return an assessment for a notebook: a line, its first findings, and the overall scores."""
    found = assessment.findings
    order = {"error": 0, "warning": 1, "look at": 2}
    first = sorted(found, key=lambda one: order[one.severity])[:MOST_FINDINGS]
    listed = "".join(f"<li>{html.escape(str(one))}</li>" for one in first)
    more = len(found) - len(first)
    listed += f"<li>and {more} more, in <code>findings_table</code></li>" if more else ""
    return f"<p><b>Assessment</b>: {html.escape(in_a_line(assessment))}</p><ul>{listed}</ul>{_overall_html(assessment)}"


def _overall_html(assessment: Assessment) -> str:
    table = overall(assessment)
    shown = table.head(MOST_ROWS)
    heading = "".join(f"<th>{html.escape(str(one))}</th>" for one in ("organization", *table.columns))
    rows = []
    for organization, (name, *scores) in zip(shown.index, shown.itertuples(index=False), strict=True):
        cells = [html.escape(organization), html.escape(name), *(_cell(one) for one in scores)]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    left = len(table) - len(shown)
    note = f"<p>and {left} more organizations, in <code>overall</code></p>" if left else ""
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{''.join(rows)}</tbody></table>{note}"


def _cell(score: float) -> str:
    return str(round_half_up(score, 2)) if score == score else ""
