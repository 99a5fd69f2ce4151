"""What a template of the individual report may use: frozen records, already worded, rounded and laid out.

A template receives one `Report` as `report`, the colours and sizes of `variables.css` as `theme`, and the function `_`
for fixed labels. It computes nothing. An empty text means that there is nothing to say, and that the template leaves
its place out; the fields that can be empty say so.

It is long on purpose: whoever writes a template reads this one list of fields.
"""

from __future__ import annotations

from dataclasses import dataclass

from oca.options import ReportLength
from oca.reporting.charts.geometry import LevelMark, Ruler, Strip
from oca.reporting.charts.radar import Radar
from oca.reporting.charts.small_multiples import SmallMultiples
from oca.reporting.organization.records.agreement import Agreement
from oca.reporting.organization.records.plan import LastPlan, PlanPages
from oca.reporting.text.method import BandRow, MethodSection


@dataclass(frozen=True)
class Cover:
    """The first page.

    Attributes:
        kind: what kind of report it is.
        organization: name of the organization, or of the area that was rated.
        long_name: whether the name is so long that it needs smaller letters.
        project: name of the project that ran the assessment.
        period: label of the period.
        date: day of the period, in words.
        questionnaire: title of the questionnaire with its version.
        score_type: how the answers came about, in one sentence.
        participants: who took part, in one sentence.
        owner: whose document this is.
        sharing: with whom it is shared, and what others see.
        version: for whom this version is, and what it leaves out; empty for the organization's own.
    """

    kind: str
    organization: str
    long_name: bool
    project: str
    period: str
    date: str
    questionnaire: str
    score_type: str
    participants: str
    owner: str
    sharing: str
    version: str


@dataclass(frozen=True)
class LevelKey:
    """One level of the scale, as the questionnaire explains it.

    Attributes:
        value: its number.
        name: its name.
        text: what it means in general.
        mark: its mark.
    """

    value: str
    name: str
    text: str
    mark: LevelMark


@dataclass(frozen=True)
class Glance:
    """The level of one dimension in one row.

    Attributes:
        title: of the dimension.
        mark: of its score; empty boxes without one.
        score: with one decimal, or as many as keep it in its band; empty without one.
        word: name of the band, or why there is no score.
        change: since the baseline, on the items that compare; a dash where nothing does.
    """

    title: str
    mark: LevelMark
    score: str
    word: str
    change: str


@dataclass(frozen=True)
class Highlight:
    """A strength or a priority.

    Attributes:
        title: of the dimension; of an item, where there is one dimension only.
        level: its score and band in words.
        lead: which item speaks for it, and at which level it is; empty where single items are left out.
        text: for a strength what that level says, for a priority a first step.
    """

    title: str
    level: str
    lead: str
    text: str


@dataclass(frozen=True)
class Summary:
    """The page that can stand alone.

    Attributes:
        level: the overall level in one sentence; or that there is no overall score.
        meaning: what the overall level means; empty without a score.
        basis: how many answers it rests on, and the index where the scheme has one.
        ruler: the whole scale with its bands, and where the overall score stands.
        ruler_alt: the same in words.
        baseline_label: label of the baseline that the ruler shows; empty without one.
        glance: one row for each dimension, in the order of the questionnaire.
        has_change: whether any dimension compares with the baseline.
        strengths_title: what stands above the strengths.
        strengths: up to three, the best first.
        strengths_note: which other dimensions stand as high as the last of them; empty where none does.
        priorities: up to three, the least good first.
        priorities_note: said instead of priorities where there are none, or which others stand as low; else empty.
        change: the change since the baseline in sentences, or that this is the baseline.
        scale: the levels, from the least good to the best.
        scale_note: which end of the scale is good; empty where the highest is.
    """

    level: str
    meaning: str
    basis: str
    ruler: Ruler
    ruler_alt: str
    baseline_label: str
    glance: tuple[Glance, ...]
    has_change: bool
    strengths_title: str
    strengths: tuple[Highlight, ...]
    strengths_note: str
    priorities: tuple[Highlight, ...]
    priorities_note: str
    change: tuple[str, ...]
    scale: tuple[LevelKey, ...]
    scale_note: str


@dataclass(frozen=True)
class ProfileRow:
    """One row of the profile; a value that is not there is a dash.

    Attributes:
        title: of the dimension, or of the overall score.
        alt: what the strip shows, in words, for those who cannot see it.
        strip: the dots.
        now: score of this period.
        previous: score of the period before, as it was printed then.
        baseline: score of the first period, as it was printed then.
        cohort: mean of the cohort in this period.
        change: change since the baseline on the items that compare.
        compared: how many items that change rests on, such as "4 of 6"; empty without a change.
    """

    title: str
    alt: str
    strip: Strip
    now: str
    previous: str
    baseline: str
    cohort: str
    change: str
    compared: str


@dataclass(frozen=True)
class Profile:
    """The dot plot with its table.

    Attributes:
        axis: an empty strip, for the scale above the rows.
        rows: the dimensions in the order of the questionnaire, then the overall score.
        radar: the same scores around a centre; None where there are fewer than three dimensions.
        radar_alt: what it shows, in words.
        radar_note: where its scale begins, and what its outlines are.
        now_label: label of this period.
        previous_label: label of the period before; empty when there is none, or when it is the baseline.
        baseline_label: label of the first period; empty when this is it.
        has_change: whether any row compares with the baseline.
        has_cohort: whether the mean of the cohort may be shown for any row.
        notes: what has to be known to read it.
    """

    axis: Strip
    rows: tuple[ProfileRow, ...]
    radar: Radar | None
    radar_alt: str
    radar_note: str
    now_label: str
    previous_label: str
    baseline_label: str
    has_change: bool
    has_cohort: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class YearRow:
    """The values of one element, or of one property of the assessment, over the periods.

    Attributes:
        title: of the row.
        cells: one text for each period.
    """

    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Years:
    """The chart over the periods with its table.

    Attributes:
        overall: the overall score, with its value in each period and how many items compare at each step.
        overall_alt: what it shows, in words.
        chart: one panel for each dimension.
        alt: what the chart shows, in words.
        headings: label of each period.
        rows: the scores.
        facts: questionnaire version, score type, and how many items compare with the period before.
        has_break: whether the questionnaire changed on the way.
        has_gap: whether a score is missing in any period.
        is_dense: whether there are so many columns that the titles have to stand closer.
        notes: what has to be known to read it.
    """

    overall: SmallMultiples
    overall_alt: str
    chart: SmallMultiples
    alt: str
    headings: tuple[str, ...]
    rows: tuple[YearRow, ...]
    facts: tuple[YearRow, ...]
    has_break: bool
    has_gap: bool
    is_dense: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ItemRow:
    """One item of a dimension.

    Attributes:
        title: of the item.
        critical: whether the questionnaire marks it as critical.
        steps: its level as a row of squares, filled up to the level that it has reached; empty without one.
        score: what the answer is worth on the scale, or the mean of several ratings; empty without one.
        word: the name of the level or of the answer; else not applicable, don't know or left blank; where few people
            rated alone, only whether their ratings lie close together.
        change: change since the previous period; a dash where none can be said.
        answers: how many of the respondents gave a level; empty on a consensus sheet, and where few people rated alone.
    """

    title: str
    critical: bool
    steps: str
    score: str
    word: str
    change: str
    answers: str


@dataclass(frozen=True)
class Note:
    """What was written down about an item.

    Attributes:
        title: of the item.
        reason: why it does not apply; empty where it does.
        comment: as written, shortened when long; empty when none.
        evidence: as written, shortened when long; empty when none.
    """

    title: str
    reason: str
    comment: str
    evidence: str


@dataclass(frozen=True)
class NextLevel:
    """What the next level of an item looks like.

    Attributes:
        title: of the item.
        step: from which level to which.
        text: of the next level, in the questionnaire's words.
    """

    title: str
    step: str
    text: str


@dataclass(frozen=True)
class Dimension:
    """Half a page about one dimension.

    Attributes:
        title: of the dimension.
        score: with one decimal, or as many as keep it in its band; empty without one.
        word: name of the band; empty without a score.
        meaning: what this level means, or why there is no score and what would give one.
        basis: how many answers it rests on, and what holds it down, in sentences.
        change: change since the previous period in words; empty when there is none.
        items: every item.
        has_change: whether a column of changes is worth printing.
        has_answers: whether several people rated, so that each item has a number of answers.
        notes: comments, evidence and reasons, in the order of the items.
        notes_hidden: why no comments are printed; empty when they are, or when there are none.
        next: what holds it back most, the least good first.
        next_note: said instead where every scored item is at the best level; else empty.
    """

    title: str
    score: str
    word: str
    meaning: str
    basis: str
    change: str
    items: tuple[ItemRow, ...]
    has_change: bool
    has_answers: bool
    notes: tuple[Note, ...]
    notes_hidden: str
    next: tuple[NextLevel, ...]
    next_note: str


@dataclass(frozen=True)
class QualityRow:
    """One line of the data quality of this assessment.

    Attributes:
        title: what is counted.
        count: how many.
        share: of how many, as a percentage.
    """

    title: str
    count: str
    share: str


@dataclass(frozen=True)
class Method:
    """How the figures came about.

    Attributes:
        scheme: title of the scheme, with its id.
        about: what the scheme is for, in its own words.
        sections: the method in words.
        example_title: what the worked example is called.
        example: one score of this organization worked out, a paragraph a step; empty when it has none, and where it
            would give away what a single person answered.
        bands: every band with its limits.
        quality: the answers of this assessment, counted.
        quality_note: what the counts mean for trust in the scores.
        session: when and where the agreed sheet was filled in, and who took part, in sentences.
        doubts: what to look at before relying on the scores, or that nothing stood out, in sentences.
        fallback: that some texts are shown in another language; empty when none is.
    """

    scheme: str
    about: str
    sections: tuple[MethodSection, ...]
    example_title: str
    example: tuple[str, ...]
    bands: tuple[BandRow, ...]
    quality: tuple[QualityRow, ...]
    quality_note: str
    session: tuple[str, ...]
    doubts: tuple[str, ...]
    fallback: str


@dataclass(frozen=True)
class AnnexRow:
    """One answer.

    Attributes:
        item: title of the item.
        answer: the level or state in words; of several people the mean, and how many chose which level; of fewer than
            five only whether they are close.
        comment: whole, as written.
        evidence: whole, as written.
    """

    item: str
    answer: str
    comment: str
    evidence: str


@dataclass(frozen=True)
class AnnexPart:
    """The answers of one dimension.

    Attributes:
        title: of the dimension.
        rows: one for each item.
    """

    title: str
    rows: tuple[AnnexRow, ...]


@dataclass(frozen=True)
class Report:
    """Everything that the individual report says.

    Attributes:
        kind: the whole report, or two pages of it.
        language: code for the HTML attribute lang.
        title: of the document.
        created: day of the period, as ISO writes it; the document's date.
        synthetic: the notice that the data are invented; empty for a real project.
        own: whether it speaks to the organization, and so has room for it to write.
        short: whether the dimensions are so few that the pages after the profile need none of their own.
        internal: the word for a report that is not to be passed on; empty for any other.
        notice: what stands at the head of every page: internal, invented data; empty where there is nothing to say.
        cover: first page.
        summary: one page.
        last_plan: what became of an earlier plan; None where there is none.
        profile: dot plot and table.
        years: chart over the periods; None with a single assessed period.
        years_note: said instead of the chart; empty with one.
        agreement: how far those who rated alone agree; None where nobody did, or too few.
        written: heading above comments and evidence.
        items_note: why items have no levels, where few people rated alone; else empty.
        dimensions: half a page each.
        plan: priorities and action plan; None where an area is rated.
        method: methods page.
        annex: every answer; empty when it was not asked for.
    """

    kind: ReportLength
    language: str
    title: str
    created: str
    synthetic: str
    internal: str
    notice: str
    own: bool
    short: bool
    cover: Cover
    summary: Summary
    last_plan: LastPlan | None
    profile: Profile
    years: Years | None
    years_note: str
    agreement: Agreement | None
    written: str
    items_note: str
    dimensions: tuple[Dimension, ...]
    plan: PlanPages | None
    method: Method
    annex: tuple[AnnexPart, ...]
