"""Groups of organizations side by side: clusters, sectors, or none where none may be shown."""

from __future__ import annotations

from oca.reporting.charts.geometry import level_mark
from oca.reporting.cohort.audited import COHORT, HIDDEN
from oca.reporting.cohort.record import GroupCell, GroupRow, Groups, GroupTable
from oca.reporting.cohort.view import OVERALL, Element, View
from oca.reporting.organization.wording import DASH
from oca.reporting.text.printable import printable

ABREAST = 4
"""More groups than this do not stand side by side on a page; the whole cohort stands beside each few."""


def groups(view: View) -> Groups | None:
    """Write the page; None where the project has no groups at all."""
    settings = view.assessment.project.settings
    if len({one.sector for one in view.assessment.project.organizations}) < 2:
        return None
    release = view.shown.release
    names = release.groups if view.shown.grouped else []
    titles = {"sector": view.words.text("By sector"), "cluster": view.words.text("By cluster of sectors")}
    coarsest = "cluster" if settings.clusters else "sector"
    return Groups(
        title=titles[release.by if names else coarsest],
        opening=_opening(view),
        tables=tuple(_table(view, names[i : i + ABREAST]) for i in range(0, len(names), ABREAST)),
        notes=_notes(view) if names else (),
    )


def _opening(view: View) -> str:
    words, release = view.words, view.shown.release
    period = view.period_label(view.latest)
    if not view.shown.grouped:
        return words.text(
            "No grouping by sector or cluster is shown. Groups have fewer than {n} organizations behind a figure, or "
            "figures of groups would tell too much of single organizations.",
            n=view.shown.threshold,
        )
    if view.internal:
        return words.text(
            "Means in {period}, in the order of the project file. Groups are small: a difference between two of them "
            "is a difference between a few organizations, and is not tested.",
            period=period,
        )
    return words.text(
        "Means in {period}, by {by}; each figure rests on at least {n} organizations. The order is that of the project "
        "file; groups are not tested against each other.",
        period=period,
        by=release.by_label().lower(),
        n=view.shown.threshold,
    )


def _table(view: View, names: list[str]) -> GroupTable:
    release = view.shown.release
    columns = [*names, COHORT]
    rows = (GroupRow(view.title(one), tuple(_cell(view, one, name) for name in columns)) for one in view.elements)
    return GroupTable(
        headings=tuple(printable(release.group_label(name)) for name in columns),
        rows=tuple(rows),
        changes=tuple(_change(view, name) for name in columns) if view.internal and view.change else (),
    )


def _cell(view: View, element: Element, group: str) -> GroupCell:
    mean = view.shown.mean(view.latest, element, group)
    if mean is None:
        hidden = view.shown.is_hidden(view.latest, element, group)
        return GroupCell(None, HIDDEN if hidden else DASH, "")
    organizations = view.shown.organizations(view.latest, element, group)
    return GroupCell(level_mark(mean, view.axis), view.number(mean), organizations)


def _change(view: View, group: str) -> str:
    """Write the mean change of the overall score since each organization's first assessment, and of how many."""
    release = view.shown.release
    change = release.value(group, view.latest, OVERALL, "change_mean")
    if isinstance(change, str):
        return DASH
    return f"{view.signed(float(change))} ({release.count(group, view.latest, OVERALL, 'change_mean')})"


def _notes(view: View) -> tuple[str, ...]:
    words = view.words
    notes = [words.text("Under each mean: the number of organizations behind it.")]
    if view.internal and view.change:
        notes.append(
            words.text(
                "Change: mean since each organization’s first assessment, with the number of organizations that "
                "compare. It stands in the internal report only."
            )
        )
    return tuple(notes)
