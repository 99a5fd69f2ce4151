"""The sheets that compare: the cohort by period, the groups side by side, change, and the items."""

from __future__ import annotations

from collections.abc import Sequence

from oca.comparison.groups import COHORT, PREVIOUS, REACHING
from oca.instrument.scale import Direction
from oca.reporting.comparison.view import HIDDEN, NOTHING, Cell, Release
from oca.scoring.rules import on_grid
from oca.spreadsheet.analysis_workbook import Field, Scale, Style, TableSheet

SPREAD = ("median", "sd", "minimum", "lower_quartile", "upper_quartile", "maximum")

CHANGE_COLUMNS = 6
"""How many columns of numbers by verdict stand at the end of the summary."""

VERDICTS = ("improved", "no_clear_change", "declined")


def signs(release: Release) -> str:
    """Return the legend of the signs that stand instead of a number."""
    t = release.text
    if release.internal:
        return t("{nothing} = no value.", nothing=NOTHING)
    return t(
        "{hidden} = hidden to protect single organizations; <{n} = fewer than {n} organizations; {nothing} = no value.",
        n=release.shown.mask.threshold,
        hidden=HIDDEN,
        nothing=NOTHING,
    )


def upright_note(release: Release) -> str:
    """Say, after another sentence, that a lower score is better; nothing where a higher one is."""
    if not release.questionnaire.direction.reversed:
        return ""
    t, ladder = release.text, release.questionnaire.ladder
    return " " + t(
        "On this scale {best} is best and {worst} worst: a change with a minus is an improvement.",
        best=f"{ladder[-1]:g}",
        worst=f"{ladder[0]:g}",
    )


def hidden_note(release: Release) -> str:
    """Say, after another sentence, what to group by where every group is hidden; nothing where one is shown."""
    if not release.groups or not release.shown.groups["suppressed"].all():
        return ""
    t = release.text
    if release.finest in (COHORT, release.by):
        return " " + t(
            "Every group is hidden here, and neither sectors nor clusters pass without hiding any. Use the cohort."
        )
    return " " + t(
        "Every group is hidden here. Nothing needs hiding by: {level}.", level=release.by_label(release.finest)
    )


def by_period(release: Release) -> list[Field]:
    """Return a column of means for each period, coloured where its scores are on the scale of the latest."""
    return [
        Field(release.period_label(one), "score", coloured=release.on_scale(one), scale=_of_all(release))
        for one in release.periods
    ]


def _of_all(release: Release) -> Scale | None:
    return None if release.unit == "points" else release.scale_of(("overall", "overall"))


def scales(release: Release, elements: Sequence[tuple[str, str]]) -> list[Scale]:
    """Return the worst and the best value of each row, where rows differ: a dimension has as many points as items."""
    return [release.scale_of(one) for one in elements] if release.unit == "points" else []


def spread_of(release: Release) -> list[str]:
    """Return the statistics beside the mean of which anything is shown: spread, and the shares that reach a level."""
    return [one for one in release.statistics if one in SPREAD or one.startswith(REACHING)]


def heading(release: Release, statistic: str) -> tuple[str, str, Style]:
    """Return a statistic, its name as a heading, and how its cells look."""
    t = release.text
    named = {
        "mean": t("Mean"),
        "median": t("Median"),
        "sd": t("Standard deviation"),
        "minimum": t("Lowest"),
        "lower_quartile": t("Lower quartile"),
        "upper_quartile": t("Upper quartile"),
        "maximum": t("Highest"),
    }
    if statistic.startswith(REACHING):
        return statistic, t("At level {level} or better", level=statistic.removeprefix(REACHING)), "share"
    return statistic, named[statistic], "score"


def _any_shown(release: Release, statistic: str) -> bool:
    cells = [release.value(COHORT, release.latest, element, statistic) for element in release.elements]
    return any(not isinstance(cell, str) for cell in cells)


def summary(release: Release) -> TableSheet:
    """Return the cohort: every dimension by period, and its change since the baseline."""
    t = release.text
    labels = [release.period_label(period) for period in release.periods]
    fields = [Field(t("Dimension"), "text", 44)]
    fields += by_period(release)
    fields += [Field(t("Organizations, {period}", period=label), "count") for label in labels]
    spread = [one for one in spread_of(release) if _any_shown(release, one)]
    fields += [
        Field(t("{what}, {period}", what=named, period=labels[-1]), style, 13)
        for _, named, style in (heading(release, one) for one in spread)
    ]
    fields += [Field(t("Mean change since baseline"), "change", 13)]
    fields += [Field(heading, "count", 10) for heading in _change_headings(release)]
    rows: list[list[object]] = []
    for element in release.elements:
        means = [release.value(COHORT, period, element, "mean") for period in release.periods]
        counts = [release.count(COHORT, period, element, "mean") for period in release.periods]
        change = _change_cells(release, COHORT, release.latest, element, "")
        around = [release.value(COHORT, release.latest, element, one) for one in spread]
        rows.append([release.element_label(element[1]), *means, *counts, *around, *change])
    latest = release.period_label(release.latest)
    return TableSheet(
        key="summary",
        name=t("Summary"),
        title=t("All organizations: mean scores by period, and change since baseline in {period}", period=latest),
        note=t("Each organization's baseline is its first assessment; change is on compared items only.")
        + upright_note(release)
        + f" {signs(release)}",
        fields=fields,
        rows=rows,
        scales=scales(release, release.elements),
    )


def groups(release: Release) -> TableSheet:
    """Return the groups against the dimensions in the latest period."""
    t, period = release.text, release.latest
    sizes = {COHORT: sum(release.sizes.values()), **release.sizes}
    fields = [
        Field(release.by_label(), "text", 44),
        Field(t("Organizations in the register"), "count"),
        Field(t("Organizations with an overall score"), "count"),
    ]
    fields += [
        Field(release.element_label(element[1], short=True), "score", 12, True, release.scale_of(element))
        for element in release.elements
    ]
    rows = [
        [
            release.group_label(group),
            sizes[group],
            release.count(group, period, ("overall", "overall"), "mean"),
            *(release.value(group, period, element, "mean") for element in release.elements),
        ]
        for group in (COHORT, *release.groups)
    ]
    return TableSheet(
        key="groups",
        name=t("Groups"),
        title=t("Mean scores by group in {period}", period=release.period_label(period)),
        note=t("How many organizations stand behind each mean is on the sheet Periods.")
        + hidden_note(release)
        + upright_note(release)
        + f" {signs(release)}",
        fields=fields,
        rows=rows,
    )


def periods(release: Release) -> TableSheet:
    """Return every group and dimension, with its mean and number of organizations by period."""
    t = release.text
    labels = [release.period_label(period) for period in release.periods]
    fields = [Field(release.by_label(), "text", 36), Field(t("Dimension"), "text", 36)]
    fields += by_period(release)
    fields += [Field(t("Organizations, {period}", period=label), "count") for label in labels]
    cells = [(group, element) for group in (COHORT, *release.groups) for element in release.elements]
    rows = [
        [
            release.group_label(group),
            release.element_label(element[1]),
            *(release.value(group, period, element, "mean") for period in release.periods),
            *(release.count(group, period, element, "mean") for period in release.periods),
        ]
        for group, element in cells
    ]
    return TableSheet(
        key="periods",
        name=t("Periods"),
        title=t("Mean scores by group, dimension and period"),
        note=t("Do not subtract these columns: organizations and items differ between periods. Use the sheet Change.")
        + upright_note(release)
        + f" {signs(release)}",
        fields=fields,
        rows=rows,
        frozen=2,
        scales=scales(release, [element for _, element in cells]),
    )


def change(release: Release) -> TableSheet:
    """Return the change of every group and dimension: since the baseline, and since the previous assessment."""
    t = release.text
    fields = [
        Field(t("Change since"), "text", 22),
        Field(t("Period"), "text", 18),
        Field(release.by_label(), "text", 36),
        Field(t("Dimension"), "text", 36),
        Field(t("Mean change"), "change", 12),
        *(Field(heading, "count") for heading in _change_headings(release)),
        Field(t("Improved, share of those compared"), "share", 14),
    ]
    rows: list[list[object]] = [
        [
            since,
            release.period_label(period),
            release.group_label(group),
            release.element_label(element[1]),
            *_change_cells(release, group, period, element, prefix),
            release.value(group, period, element, f"{prefix}share_improved"),
        ]
        for prefix, since in (("", t("baseline")), (PREVIOUS, t("previous assessment")))
        for period in release.periods[1:]
        for group in (COHORT, *release.groups)
        for element in release.elements
    ]
    return TableSheet(
        key="change",
        name=t("Change"),
        title=t("Change of the organizations of each group"),
        note=t("Improved, no clear change, declined and not comparable add up to all assessed in both periods.")
        + upright_note(release)
        + f" {signs(release)}",
        fields=fields,
        rows=rows,
        frozen=4,
    )


def items(release: Release) -> TableSheet:
    """Return the items of the latest period over the whole cohort, the least good first: the training agenda."""
    t, questionnaire = release.text, release.questionnaire
    fields = [
        Field(t("Dimension"), "text", 40),
        Field(t("Item"), "text", 20),
        Field(t("Title"), "text", 44),
        Field(t("Critical"), "text", 10),
        Field(t("Mean"), "score", coloured=True, scale=release.scale_of(("item", ""))),
        Field(t("Organizations"), "count"),
        Field(t("What is asked"), "long"),
    ]
    rows: list[list[Cell]] = []
    for item in questionnaire.items:
        text = questionnaire.item_text(item.id, release.language)
        cell = ("item", item.id)
        rows.append(
            [
                release.element_label(item.dimension),
                item.id,
                text.title,
                t("yes") if item.critical else "",
                release.value(COHORT, release.latest, cell, "mean"),
                release.count(COHORT, release.latest, cell, "mean"),
                text.prompt,
            ]
        )
    return TableSheet(
        key="items",
        name=t("Items"),
        title=t("Items in {period}, the worst first: where a step helps most", period=_latest(release))
        if questionnaire.direction.reversed
        else t("Items in {period}, the lowest first: where training helps most", period=_latest(release)),
        note=t("Means over all organizations with a score for the item.") + f"{upright_note(release)} {signs(release)}",
        fields=fields,
        rows=sorted(rows, key=lambda row: _from_worst(row[4], questionnaire.direction)),
        frozen=3,
    )


def _from_worst(mean: object, direction: Direction) -> tuple[bool, float]:
    """Return by what an item is sorted: the least good mean first, what has none last."""
    return (False, float(on_grid(direction.gain(mean)))) if isinstance(mean, int | float) else (True, 0)


def _latest(release: Release) -> str:
    return release.period_label(release.latest)


def _change_headings(release: Release) -> list[str]:
    t = release.text
    return [t("Improved"), t("No clear change"), t("Declined"), t("Not comparable"), t("Compared"), t("Of")]


def _change_cells(release: Release, group: str, period: str, element: tuple[str, str], prefix: str) -> list[Cell]:
    """Return the mean change, the number of organizations of each verdict, how many compare, and of how many."""
    compared = release.count(group, period, element, f"{prefix}change_mean")
    pairs = release.count(group, period, element, f"{prefix}not_comparable")
    shares = [release.value(group, period, element, f"{prefix}share_{verdict}") for verdict in VERDICTS]
    numbers = [_number(share, compared) for share in shares]
    apart = release.value(group, period, element, f"{prefix}not_comparable")
    return [release.value(group, period, element, f"{prefix}change_mean"), *numbers, apart, compared, pairs]


def _number(share: Cell, of: Cell) -> Cell:
    """Return how many organizations a share stands for."""
    if isinstance(share, str) or isinstance(of, str):
        return HIDDEN if share == HIDDEN or isinstance(of, str) else NOTHING
    return round(share * of)
