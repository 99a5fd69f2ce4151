"""The sheets for those who go on calculating: one row for one fact, with ids and names side by side."""

from __future__ import annotations

import pandas as pd

from oca.comparison.exclusions import REASONS, exclusions
from oca.reporting.comparison.groups import signs
from oca.reporting.comparison.view import HIDDEN, Release
from oca.sorting import sort_key
from oca.spreadsheet.analysis_workbook import Field, Style, TableSheet
from oca.tables import CHANGES, COMPARISON, SCORES, ColumnType, Table

STYLES: dict[ColumnType, Style] = {"text": "text", "number": "score", "count": "count", "flag": "text", "date": "date"}

_NOT_GROUPINGS = ("organization", "name", "language", "joined", "left")

SIGNED = ("change", "reliable_change")

LONG = ("message", "hint", "reason")


def comparison(release: Release) -> TableSheet:
    """Return COMPARISON as the audience sees it, every statistic of every group."""
    t = release.text
    frames = [release.shown.cohort, *([release.shown.groups] if release.groups else []), release.items]
    frame = pd.concat(frames, ignore_index=True)
    for column in ("value", "organizations"):
        frame[column] = frame[column].astype("object").mask(frame["suppressed"], HIDDEN)
    return tidy_sheet(
        release,
        COMPARISON,
        frame,
        t("Comparison"),
        t("Every statistic of every group, one a row"),
        t("Columns: sheet Codebook.") + f" {signs(release)}",
    )


def scores(release: Release) -> TableSheet:
    """Return SCORES with names; for an internal workbook only."""
    t, frame = release.text, release.assessment.scores
    note = t("Unrounded scores of each organization, as a program reads them. Columns: sheet Codebook.")
    return tidy_sheet(release, SCORES, frame, t("Scores"), t("Scores of every organization, one a row"), note)


def changes(release: Release) -> TableSheet:
    """Return CHANGES with names; for an internal workbook only."""
    t, frame = release.text, release.assessment.changes
    note = t("Both periods are scored again on the items that compare. Columns: sheet Codebook.")
    return tidy_sheet(release, CHANGES, frame, t("Changes"), t("Change of every organization, one a row"), note)


def organizations(release: Release) -> TableSheet:
    """Return organization x period x dimension, a row for each assessment; for an internal workbook only."""
    t, project = release.text, release.assessment.project
    scores = release.assessment.scores
    rows = scores[scores["kind"].isin(["overall", "dimension"])]
    keys = zip(rows["organization"], rows["period"], rows["kind"], rows["element"], strict=True)
    values = dict(zip(keys, rows["score"], strict=True))
    whole = rows[rows["kind"] == "overall"]
    pairs = zip(whole["organization"], whole["period"], strict=True)
    own = dict(zip(pairs, zip(whole["score_type"], whole["respondents"], strict=True), strict=True))
    register = release.assessment.project.register()
    groupings = [str(name) for name in register.columns if name not in _NOT_GROUPINGS]
    fields = [
        Field("organization", "text", 20),
        Field("name", "text", 40),
        *(Field(one, "text", 18) for one in groupings),
        Field("period", "text", 10),
        Field("date", "date"),
        Field("score_type", "text", 12),
        Field("respondents", "count"),
        *(Field(element, "score", 12, True, release.scale_of((kind, element))) for kind, element in release.elements),
    ]
    made: list[list[object]] = [
        [
            id_,
            name,
            *of,
            period,
            project.period(period).date,
            *own[id_, period],
            *(values.get((id_, period, *element), float("nan")) for element in release.elements),
        ]
        for id_, name, *of in register[["organization", "name", *groupings]].itertuples(index=False, name=None)
        for period in release.periods
        if (id_, period) in own
    ]
    return TableSheet(
        "organizations",
        t("Organizations"),
        t("Scores of every organization, an assessment a row"),
        t("Unrounded scores of each organization, as a program reads them. Columns: sheet Codebook."),
        fields,
        made,
        frozen=2,
    )


def inputs(release: Release) -> TableSheet:
    """Return each response file with its fingerprint; for an internal workbook only, since files are named."""
    t, files = release.text, release.assessment.files
    return TableSheet(
        key="inputs",
        name=t("Inputs"),
        title=t("Every response file that was read, and its fingerprint (SHA-256)"),
        note=t("The same files give the same figures."),
        fields=[Field("file", "text", 60), Field("sha256", "text", 70)],
        rows=[[name, files[name]] for name in sorted(files)],
    )


def left_out(release: Release) -> TableSheet:
    """Return who is not in which comparison and why: by name when internal, else how many."""
    t, project = release.text, release.assessment.project
    found = exclusions(
        release.assessment.scores,
        release.assessment.changes,
        project.register(),
        periods=project.periods,
        score_types=release.score_types,
    )
    found = _by_name(release, found) if release.internal else found
    fields = [Field(t("Comparison"), "text", 26), Field(t("Period"), "text", 18)]
    before = [[t(str(row.comparison)), release.period_label(str(row.period))] for row in found.itertuples(index=False)]
    why = [t(REASONS[str(reason)]) for reason in found["reason"]]
    if release.internal:
        fields += [
            Field(t("Organization"), "text", 18),
            Field(t("Name"), "text", 40),
            Field(t("Dimension"), "text", 40),
        ]
        titles = [title or t("all") for title in _titles(release, found)]
        middle = zip(found["organization"], _names(release, found), titles, strict=True)
        rows: list[list[object]] = [[*a, *m, w] for a, m, w in zip(before, middle, why, strict=True)]
    else:
        fields += [Field(t("Organizations"), "count")]
        rows = _counted(found, before, why, release.shown.mask.threshold)
    return TableSheet(
        key="exclusions",
        name=t("Exclusions"),
        title=t("Who is not in which comparison, and why"),
        note=t("A comparison of change needs two assessments with enough items that compare."),
        fields=[*fields, Field(t("Reason"), "long")],
        rows=rows,
        frozen=2,
    )


def _by_name(release: Release, found: pd.DataFrame) -> pd.DataFrame:
    """Return who was left out, in each comparison and period by the names of the organizations."""
    names = {
        one: sort_key(name, release.language)
        for one, name in zip(found["organization"], _names(release, found), strict=True)
    }
    keys = list(zip(found["comparison"], found["period"], strict=True))
    order = {key: position for position, key in enumerate(dict.fromkeys(keys))}
    places = [(order[key], names[one]) for key, one in zip(keys, found["organization"], strict=True)]
    return found.iloc[sorted(range(len(found)), key=places.__getitem__)].reset_index(drop=True)


def _counted(found: pd.DataFrame, before: list[list[str]], why: list[str], threshold: int) -> list[list[object]]:
    """Return the number of organizations for each comparison, period and reason, without names and dimensions.

    A number under the threshold reads "<5", as everywhere.
    """
    rows: dict[tuple[str, ...], set[str]] = {}
    for organization, where, reason in zip(found["organization"], before, why, strict=True):
        rows.setdefault((*where, reason), set()).add(str(organization))
    few = f"<{threshold}"
    return [
        [comparison, period, few if len(who) < threshold else len(who), reason]
        for (comparison, period, reason), who in rows.items()
    ]


def tidy_sheet(
    release: Release, table: Table, frame: pd.DataFrame, name: str, title: str, note: str, *, key: str = ""
) -> TableSheet:
    """Return a table of the contract as a sheet; names stand right behind the ids that they explain.

    Args:
        release: what the workbook gives out; knows the names.
        table: the contract.
        frame: the rows.
        name: on the tab.
        title: above the table.
        note: under the title.
        key: name of the table for formulas, where it is not that of the contract.
    """
    named = {}
    if "organization" in table.names and "name" not in table.names:
        named["name"] = _names(release, frame)
    if "group" in table.names:
        named["group name"] = [release.group_label(group) for group in frame["group"]]
    if "element" in table.names:
        named["title"] = _titles(release, frame)
    after = {"name": "organization", "group name": "group", "title": "element"}
    fields: list[Field] = []
    columns: list[list[object]] = []
    for column in table.columns:
        fields.append(_field(column.name, column.kind))
        columns.append(_cells(frame[column.name], column.kind))
        for extra, values in named.items():
            if after[extra] == column.name:
                fields.append(Field(extra, "text", 36))
                columns.append(list(values))
    rows = [list(row) for row in zip(*columns, strict=True)]
    return TableSheet(key or table.name.lower(), name, title, note, fields, rows)


def _cells(values: pd.Series, kind: ColumnType) -> list[object]:
    """Return the values of a column, days as days; what pandas takes for no day is nothing."""
    return [None if pd.isna(day) else day.date() for day in values] if kind == "date" else values.tolist()


def _field(name: str, kind: ColumnType) -> Field:
    if name in LONG and kind == "text":
        return Field(name, "long", 40)
    if name in SIGNED:
        return Field(name, "change")
    return Field(name, STYLES[kind], 18 if kind == "text" else 13)


def _names(release: Release, frame: pd.DataFrame) -> list[str]:
    names = {one.id: one.name for one in release.assessment.project.organizations}
    return [names.get(organization, "") for organization in frame["organization"]]


def _titles(release: Release, frame: pd.DataFrame) -> list[str]:
    titles = {element: release.element_label(element) for element in dict.fromkeys(frame["element"])}
    return [titles[element] for element in frame["element"]]
