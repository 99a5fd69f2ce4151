"""The sheets about the programme: indicators for donors, support beside change, plans, and what to train next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from oca.comparison.groups import COHORT, pairs_since_first
from oca.disclosure.suppression import ENOUGH_FOR_SPREAD
from oca.language import pick
from oca.reporting.comparison.groups import signs
from oca.reporting.comparison.quality import count
from oca.reporting.comparison.view import HIDDEN, NOTHING, Cell, Release
from oca.reporting.text.indicator_words import caveat, title
from oca.scoring.rules import on_grid
from oca.spreadsheet.analysis_workbook import Field, TableSheet
from oca.support.records import Action, ActionStatus
from oca.tables.rows import IndicatorFacts, rows

OF_EVERYONE = ("assessed", "scored")
"""Indicators that count no scores, and need no threshold."""

STATUSES: tuple[ActionStatus, ...] = ("done", "in_progress", "not_started", "dropped")

MANY = 3
"""From so many sessions on, organizations stand in one row of the doses."""


def indicators(release: Release) -> TableSheet:
    """Return INDICATORS with n and N; a share of which nothing may be told has neither."""
    t, table = release.text, release.assessment.indicators
    fields = [
        Field(t("Period"), "text", 18),
        Field(t("Indicator"), "long", 44),
        Field(t("Number"), "count", 8),
        Field(t("Out of"), "count", 8),
        Field(t("Share"), "share"),
        Field(t("95 % interval from"), "share"),
        Field(t("95 % interval to"), "share"),
        Field(t("Not counted"), "count"),
        Field(t("What is counted"), "long", 60),
        Field(t("Note"), "long", 40),
    ]
    lines: list[list[Cell]] = []
    for row in rows(IndicatorFacts, table):
        period = str(row.period)
        cells: list[Cell] = [int(row.numerator), int(row.denominator), *map(_figure, (row.share, row.low, row.high))]
        is_open = row.id in OF_EVERYONE or _open(release, int(row.numerator), int(row.denominator))
        named = title(row, release.assessment.scheme_of(period), release.words)
        said = [release.words.text(str(row.definition)), caveat(str(row.caveat), release.words)]
        lines.append(
            [
                release.period_label(period),
                named,
                *(cells if is_open else [HIDDEN] * len(cells)),
                count(release, int(row.left_out)),
                *said,
            ]
        )
    return TableSheet(
        key="indicators",
        name=t("Indicators"),
        title=t("Indicators: how many organizations, out of how many"),
        note=t("The interval is Wilson's. A score is not a measure of performance.") + f" {signs(release)}",
        fields=fields,
        rows=lines,
        frozen=2,
    )


def _figure(value: float) -> Cell:
    return NOTHING if pd.isna(value) else float(value)


def _open(release: Release, numerator: int, denominator: int) -> bool:
    """Say whether a share may be told: of enough organizations, and not of all or none where they are few."""
    if release.internal:
        return True
    at_an_end = numerator in (0, denominator)
    return denominator >= release.shown.mask.threshold and (denominator >= ENOUGH_FOR_SPREAD or not at_an_end)


def support(release: Release) -> TableSheet:
    """Return what was given before the latest period for each dimension, and beside it how the dimension changed."""
    t, received = release.text, _received(release)
    fields = [
        Field(t("Dimension"), "text", 44),
        Field(t("Organizations that received support"), "count"),
        Field(t("Sessions attended"), "count"),
        Field(t("People sent"), "count"),
        Field(t("Days of training"), "score"),
        Field(t("Days of other help"), "score"),
        Field(t("Organizations compared"), "count"),
        Field(t("Mean change since baseline"), "change", 13),
        Field(t("Improved, share of those compared"), "share", 14),
    ]
    rows = (
        [
            [
                release.element_label(element[1]),
                *_sums(release, received, element[1]),
                release.count(COHORT, release.latest, element, "change_mean"),
                release.value(COHORT, release.latest, element, "change_mean"),
                release.value(COHORT, release.latest, element, "share_improved"),
            ]
            for element in release.elements
        ]
        if len(received)
        else []
    )
    return TableSheet(
        key="support",
        name=t("Support"),
        title=t("Support before {period}, and change beside it", period=release.period_label(release.latest)),
        note=_beside(release) + f" {signs(release)}",
        fields=fields,
        rows=rows,
    )


def _beside(release: Release) -> str:
    return release.text(
        "The two stand side by side; nothing here says that one led to the other. A session that serves two "
        "dimensions counts in both, and once overall."
    )


def _received(release: Release) -> pd.DataFrame:
    """Return SUPPORT_RECEIVED of what was given before the latest assessment, to those assessed in it."""
    table, order, scores = (
        release.assessment.support_received,
        release.assessment.project.periods,
        release.assessment.scores,
    )
    before = order[: order.index(release.latest)]
    there = scores.loc[scores["period"] == release.latest, "organization"]
    return table[table["period"].isin(before) & table["organization"].isin(there)]


def _sums(release: Release, received: pd.DataFrame, element: str) -> list[Cell]:
    rows = received[received["element"] == element]
    number = rows["organization"].nunique()
    sums: list[Cell] = [
        int(rows["trainings"].sum()),
        int(rows["people"].sum()),
        float(rows["training_days"].sum()),
        float(rows["assistance_days"].sum()),
    ]
    told = count(release, number)
    return [told, *(sums if told == number else [HIDDEN] * len(sums))]


def doses(release: Release) -> TableSheet:
    """Return change by how many sessions an organization attended; a grouping of its own, for internal eyes only."""
    t, received = release.text, _received(release)
    scores, project = release.assessment.scores, release.assessment.project
    pairs = pairs_since_first(scores, project.periods)
    changes = release.assessment.changes.merge(pairs, on=["organization", "from_period", "to_period"])
    changes = changes[changes["to_period"] == release.latest]
    rows = [row for element in release.elements for row in _dose_rows(release, received, changes, element)]
    return TableSheet(
        key="support_doses",
        name=t("Support and change"),
        title=t(
            "Change since baseline by the number of sessions attended, {period}",
            period=release.period_label(release.latest),
        ),
        note=_beside(release)
        + " "
        + t("Organizations were chosen, or chose themselves, for many reasons; few stand behind each row."),
        fields=[
            Field(t("Dimension"), "text", 44),
            Field(t("Sessions attended"), "text", 16),
            Field(t("Organizations"), "count"),
            Field(t("Organizations compared"), "count"),
            Field(t("Mean change since baseline"), "change", 13),
            Field(t("Improved"), "count"),
        ],
        rows=rows if len(received) else [],
    )


def _dose_rows(
    release: Release, received: pd.DataFrame, changes: pd.DataFrame, element: tuple[str, str]
) -> Iterator[list[object]]:
    attended = received[received["element"] == element[1]].groupby("organization")["trainings"].sum()
    own = changes[(changes["kind"] == element[0]) & (changes["element"] == element[1])]
    number = own["organization"].map(attended).fillna(0).clip(upper=MANY).astype("int64")
    for dose in range(MANY + 1):
        rows = own[number == dose]
        known = rows[rows["verdict"] != "not_comparable"]
        named = release.text("{n} or more", n=MANY) if dose == MANY else str(dose)
        mean = float(known["change"].mean()) if len(known) else NOTHING
        improved = int((known["verdict"] == "improved").sum())
        yield [release.element_label(element[1]), named, len(rows), len(known), mean, improved]


def plans(release: Release) -> TableSheet:
    """Return what became of the actions that organizations marked as their priorities, by period of the plan."""
    t = release.text
    priorities = [one for one in release.assessment.support.actions if one.priority]
    made = {
        period: [one for one in priorities if one.period == period] for period in release.assessment.project.periods
    }
    return TableSheet(
        key="plans",
        name=t("Plans"),
        title=t("Priority actions of the plans, by the assessment from which the plan came"),
        note=t("Each organization says itself whether an action is done. A dropped action is not a failure.")
        + f" {signs(release)}",
        fields=[
            Field(t("Period"), "text", 24),
            Field(t("Organizations"), "count"),
            Field(t("Priority actions"), "count"),
            Field(t("Done"), "count"),
            Field(t("In progress"), "count"),
            Field(t("Not started"), "count"),
            Field(t("Dropped"), "count"),
            Field(t("Share done"), "share"),
        ],
        rows=[_plan_row(release, period, actions) for period, actions in made.items() if actions],
    )


def _plan_row(release: Release, period: str, actions: list[Action]) -> list[Cell]:
    organizations, number = len({one.organization for one in actions}), Counter(one.status for one in actions)
    cells: list[Cell] = [len(actions), *(number[one] for one in STATUSES), number["done"] / len(actions)]
    told = count(release, organizations)
    return [release.period_label(period), told, *(cells if told == organizations else [HIDDEN] * len(cells))]


def agenda(release: Release) -> TableSheet:
    """Return what to train next: items and dimensions by mean priority, with the trainings that serve them."""
    t, table, questionnaire = release.text, release.assessment.needs, release.questionnaire
    latest = table[table["period"] == release.latest]
    dimension_of = {item.id: item.dimension for item in questionnaire.items}
    rows: list[list[object]] = []
    for key, own in latest.groupby(["kind", "element"], sort=False):
        kind, element = map(str, key)
        dimension = dimension_of.get(element, element)
        rows.append(
            [
                release.element_label(dimension),
                "" if kind == "dimension" else element,
                release.element_label(element) if kind != "dimension" else t("(all of it)"),
                t("yes") if own["critical"].any() and kind == "item" else "",
                int((own["gap"] > 0).sum()),
                len(own),
                float(own["priority"].mean()),
                int(own["chosen"].sum()),
                "; ".join(_trainings(release, element)),
            ]
        )
    return TableSheet(
        key="agenda",
        name=t("Training agenda"),
        title=t("What to train next, after {period}", period=release.period_label(release.latest)),
        note=t("Priority: 0 to 100, by the formula of the scheme, the mean over the organizations with a score."),
        fields=[
            Field(t("Dimension"), "text", 40),
            Field(t("Item"), "text", 20),
            Field(t("Title"), "text", 44),
            Field(t("Critical"), "text", 10),
            Field(t("Organizations below the target"), "count"),
            Field(t("Of"), "count", 8),
            Field(t("Mean priority"), "score"),
            Field(t("Marked as a priority"), "count"),
            Field(t("Trainings that serve it"), "long", 50),
        ],
        rows=sorted(rows, key=lambda row: float(on_grid(-float(str(row[6]))))),
        frozen=3,
    )


def _trainings(release: Release, element: str) -> list[str]:
    """Return the titles of the trainings that serve an element, its dimension, or a part of it."""
    questionnaire = release.questionnaire
    item = questionnaire.by_id.get(element)
    above = {element, item.dimension, item.subdimension} if item else {element}
    parts = {one.id for one in questionnaire.items if not item and one.dimension == element}
    served = above | parts
    return [
        pick(one.title, release.language) for one in release.assessment.support.trainings if served & set(one.elements)
    ]
