"""What a template of the cohort report may use: frozen records, already worded, rounded, suppressed and laid out.

A template receives one `CohortReport` as `report`, the colours and sizes of `variables.css` as `theme`, and `_` for
fixed labels. It computes nothing. An empty text, an empty tuple or None means that there is nothing to say, and that
the template leaves its place out.

It is long on purpose: whoever writes a template reads this one list of fields.
"""

from __future__ import annotations

from dataclasses import dataclass

from oca.reporting.charts.cohort import Bar, Forest, IntervalPanels, Track
from oca.reporting.charts.geometry import LevelMark


@dataclass(frozen=True)
class Fact:
    """A heading and what is to be said under it."""

    title: str
    text: str


@dataclass(frozen=True)
class CohortCover:
    """The first page.

    Attributes:
        kind: what kind of report it is.
        project: name of the project.
        long_name: whether the name is so long that it needs smaller letters.
        periods: from the first period to the last.
        marking: who it is for.
        facts: cohort, dates, questionnaires, scheme.
        note: what the report is about and what it is not.
    """

    kind: str
    project: str
    long_name: bool
    periods: str
    marking: str
    facts: tuple[Fact, ...]
    note: str


@dataclass(frozen=True)
class Figure:
    """One main figure.

    Attributes:
        value: the figure.
        title: what it is.
        basis: how many organizations stand behind it, and its interval.
    """

    value: str
    title: str
    basis: str


@dataclass(frozen=True)
class Short:
    """The page that can stand alone.

    Attributes:
        figures: the main figures.
        chart: the overall mean over the periods; None with a single one, or where nothing may be shown.
        chart_title: above it.
        alt: the chart in words.
        findings: what the pages after it say, in one sentence each.
        limits: what the figures cannot say.
    """

    figures: tuple[Figure, ...]
    chart: IntervalPanels | None
    chart_title: str
    alt: str
    findings: tuple[Fact, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True)
class PlainRow:
    """A row of a plain table: its title, and a text for each column."""

    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Participation:
    """Who was assessed when, and why others were not.

    Attributes:
        opening: how many organizations there are, and how many of them are in the first and in the last period.
        periods: one row for each period: in the cohort, assessed, with an overall score, way of rating.
        absent: one row for each period: not yet in the cohort, no longer in it, not assessed; empty when none was, and
            where `organizations` says it.
        headings: labels of the periods, for `organizations`.
        is_dense: whether there are so many of them that their columns have to stand closer.
        organizations: internal only: each organization's overall score in each period, in the order of the register.
        notes: how to read it.
    """

    opening: str
    periods: tuple[PlainRow, ...]
    absent: tuple[PlainRow, ...]
    headings: tuple[str, ...]
    is_dense: bool
    organizations: tuple[PlainRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class YearCell:
    """One mean: the mean, its interval, and the organizations behind it; empty texts where there is none."""

    mean: str
    interval: str
    organizations: str


@dataclass(frozen=True)
class MeanRow:
    """The means of one dimension, or of the overall score, over the periods."""

    title: str
    cells: tuple[YearCell, ...]


@dataclass(frozen=True)
class MeanSeries:
    """The scores over the periods.

    Attributes:
        chart: a small chart for each dimension, with intervals.
        alt: what the chart shows, for those who do not see it.
        headings: labels of the periods.
        rows: the overall score, then the dimensions.
        notes: the method and what is to be kept in mind.
    """

    chart: IntervalPanels
    alt: str
    headings: tuple[str, ...]
    rows: tuple[MeanRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ForestRow:
    """The change of one dimension, or of the overall score.

    Attributes:
        title: of the dimension.
        alt: the row in words.
        strip: estimate and interval, drawn.
        pairs: organizations that compare.
        estimate: Hodges-Lehmann estimate.
        interval: its interval.
        p: p, of dimensions adjusted by Holm.
    """

    title: str
    alt: str
    strip: Forest
    pairs: str
    estimate: str
    interval: str
    p: str


@dataclass(frozen=True)
class OutcomeRow:
    """How many organizations improved, changed without being clear, and declined.

    Attributes:
        title: of the dimension.
        alt: the row in words.
        bar: the three shares, drawn; empty where they may not be shown.
        improved: number out of how many.
        share: share that improved, with its interval.
        unclear: number without clear change.
        declined: number that declined.
        incomparable: number that do not compare.
    """

    title: str
    alt: str
    bar: Bar
    improved: str
    share: str
    unclear: str
    declined: str
    incomparable: str


@dataclass(frozen=True)
class Change:
    """Change since each organization's first assessment.

    Attributes:
        opening: who is compared with what.
        axis: an empty strip, for the scale.
        better: which side of the axis is the better one.
        unclear: what the shaded part of the strips is.
        rows: the overall score, then the dimensions.
        outcomes: the same elements, by what became of the organizations.
        notes: the method and its limits.
    """

    opening: str
    axis: Forest
    better: str
    unclear: str
    rows: tuple[ForestRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class GroupCell:
    """The mean of one group: drawn (None without a mean), in figures, and the organizations behind it."""

    mark: LevelMark | None
    mean: str
    organizations: str


@dataclass(frozen=True)
class GroupRow:
    """One dimension in each group."""

    title: str
    cells: tuple[GroupCell, ...]


@dataclass(frozen=True)
class GroupTable:
    """Some groups side by side.

    Attributes:
        headings: names of the groups, the whole cohort last.
        rows: the overall score, then the dimensions.
        changes: change of the overall score by group; empty outside internal reports.
    """

    headings: tuple[str, ...]
    rows: tuple[GroupRow, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Groups:
    """Groups of organizations side by side.

    Attributes:
        title: what makes the groups.
        opening: why these groups are shown, or why none is.
        tables: the groups, in the order of the project file; empty when none may be shown.
        notes: how to read it.
    """

    title: str
    opening: str
    tables: tuple[GroupTable, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ItemShare:
    """One item: its title, its dimension, the share drawn and in words, and number out of how many."""

    title: str
    dimension: str
    alt: str
    bar: Bar
    count: str
    share: str


@dataclass(frozen=True)
class Items:
    """The most common strengths and gaps.

    Attributes:
        opening: what is counted.
        strong_title: heading of the strengths, with the levels counted.
        strong: items that most organizations have at a high level.
        weak_title: heading of the gaps, with the levels counted.
        weak: items that most organizations have at a low level.
        notes: how to read it.
    """

    opening: str
    strong_title: str
    strong: tuple[ItemShare, ...]
    weak_title: str
    weak: tuple[ItemShare, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CohortAgreement:
    """How far the respondents of an organization answer alike.

    Attributes:
        headings: of the columns: alpha in each rated period, then the internal consistency.
        is_dense: whether there are so many of them that their columns have to stand closer.
        rows: the overall score, the dimensions, then what it rests on.
        notes: how to read it.
    """

    headings: tuple[str, ...]
    is_dense: bool
    rows: tuple[PlainRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SupportRow:
    """What was given for one dimension, and how the dimension changed.

    Attributes:
        title: of the dimension.
        alt: the row in words.
        organizations: that received any of it.
        sessions: attended by them.
        days: of training and assistance.
        track: the days, drawn.
        strip: the change, drawn.
        change: the change in figures, with the organizations that compare.
    """

    title: str
    alt: str
    organizations: str
    sessions: str
    days: str
    track: Track
    strip: Forest
    change: str


@dataclass(frozen=True)
class CohortSupport:
    """Trainings and other help, beside change.

    Attributes:
        opening: what is counted.
        axis: an empty strip of change, for the scale.
        days_axis: an empty track of days, for the scale.
        rows: all dimensions together, then each.
        organizations: internal only: sessions, days and change of each organization, in the order of the register.
        notes: what standing side by side does not say.
    """

    opening: str
    axis: Forest
    days_axis: Track
    rows: tuple[SupportRow, ...]
    organizations: tuple[PlainRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PlanRow:
    """The actions of the plans of one period.

    Attributes:
        title: label of the period.
        alt: the row in words.
        organizations: with a plan.
        actions: that they marked as priorities.
        bar: done, in progress, not started, dropped, drawn.
        done: number that is done, with its share.
        others: in progress, not started, dropped.
    """

    title: str
    alt: str
    organizations: str
    actions: str
    bar: Bar
    done: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Plans:
    """What became of the organizations' priorities."""

    opening: str
    rows: tuple[PlanRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator: its name, number out of how many, share with interval, what it counts and what it is not."""

    title: str
    count: str
    share: str
    definition: str
    caveat: str


@dataclass(frozen=True)
class Indicators:
    """Indicators for donors.

    Attributes:
        opening: which period, and what kind of numbers they are.
        rows: one for each indicator.
        reportable: what may be reported as CBLD-9, and what not.
    """

    opening: str
    rows: tuple[IndicatorRow, ...]
    reportable: str


@dataclass(frozen=True)
class Quality:
    """The answers behind the figures: one row for each period, and what is to be kept in mind."""

    rows: tuple[PlainRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MethodPart:
    """A heading of the methods page with its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class CohortMethod:
    """The methods page.

    Attributes:
        scheme: title and id of the scheme of the last period.
        parts: how the figures came about, what is hidden, and what they cannot say.
        origin: what the report was made from.
        fallback: which texts are shown in another language; empty when none is.
    """

    scheme: str
    parts: tuple[MethodPart, ...]
    origin: str
    fallback: str


@dataclass(frozen=True)
class CohortReport:
    """Everything that the cohort report says.

    Attributes:
        language: code for the HTML attribute lang.
        title: of the document.
        created: day of the last period, as ISO writes it; the document's date.
        synthetic: the notice that the data are invented; empty for a real project.
        notice: what stands at the head of every page: who it is for, and whether the data are invented.
        legend: what the sign of a hidden figure means; empty where nothing can be hidden.
        cover: first page.
        short: one page with the main figures.
        response: who was assessed when.
        years: scores over the periods.
        change: since the first assessment; None with a single period.
        groups: side by side.
        items: strengths and gaps.
        agreement: among respondents; None without individual ratings.
        support: trainings beside change; None without records.
        plans: None without plans.
        indicators: for donors.
        quality: of the answers.
        method: and limits.
    """

    language: str
    title: str
    created: str
    synthetic: str
    notice: str
    legend: str
    cover: CohortCover
    short: Short
    response: Participation
    years: MeanSeries
    change: Change | None
    groups: Groups | None
    items: Items | None
    agreement: CohortAgreement | None
    support: CohortSupport | None
    plans: Plans | None
    indicators: Indicators
    quality: Quality
    method: CohortMethod
