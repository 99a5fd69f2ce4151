"""The contracts of the tables that flow from room to room: column, type, meaning.

Every table is a pandas DataFrame with these columns in this order, sorted by its sort keys, with a plain index. `check`
is called where one room hands over to the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from oca.findings import Finding

Kind = Literal["text", "number", "count", "flag", "date"]

STATUSES = ("answered", "not_applicable", "dont_know", "missing", "not_asked")
"""What an answer can be (METHODS, section 1). They never collapse into each other."""

SCORE_TYPES = ("individual", "consensus", "verified")

KINDS = ("item", "subdimension", "dimension", "overall")
"""What a score can be of."""

SCORE_STATUSES = ("scored", "insufficient", "not_applicable")

AGREEMENT_STATUSES = ("too_few", "masked", "full")
"""How much of a row of AGREEMENT can be told, from nothing to everything."""

VERDICTS = ("improved", "no_clear_change", "declined", "not_comparable")


@dataclass(frozen=True)
class Column:
    """One column: its name, its type, and what it means in one sentence."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Table:
    """The contract of one table."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]

    def frame(self, records: Iterable[object] = ()) -> pd.DataFrame:
        """Make a frame of this table from records (tuples or dicts), with the right type in every column."""
        import pandas as pd

        return self.typed(pd.DataFrame(list(records), columns=self.names))

    def typed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the table's columns of a frame in order, each with its type."""
        return frame[self.names].astype({column.name: _DTYPES[column.kind] for column in self.columns})

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame when it keeps the contract.

        Raises:
            TypeError: a column is absent, out of order or of another type; a bug of the room that made it.
        """
        expected = {column.name: _DTYPES[column.kind] for column in self.columns}
        found = {str(name): str(dtype) for name, dtype in frame.dtypes.items()}
        if list(found.items()) != list(expected.items()):
            wrong = sorted(set(found.items()) ^ set(expected.items()))
            raise TypeError(f"{self.name} breaks its contract: {wrong or 'order of columns'}")
        return frame


_DTYPES: dict[Kind, str] = {
    "text": "str", "number": "float64", "count": "int64", "flag": "bool", "date": "datetime64[s]"
}  # fmt: skip

_ORGANIZATION = Column("organization", "text", "id of the organization")
_PERIOD = Column("period", "text", "id of the period")
_ELEMENT_KIND = Column("kind", "text", "item, subdimension, dimension or overall")
_ELEMENT = Column("element", "text", "id of the item, sub-dimension or dimension; overall for the overall score")
_FILE = Column("file", "text", "file it came from, relative to the project folder")
_SHEET = Column("sheet", "text", "sheet of the workbook; empty for CSV")

RESPONSES = Table(
    "RESPONSES",
    "one answer",
    (
        _ORGANIZATION,
        _PERIOD,
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        Column("score_type", "text", "individual, consensus or verified"),
        Column("respondent", "text", "code of the person who rated alone; empty on consensus and verified sheets"),
        Column("role", "text", "the respondent's role, such as staff or board"),
        Column("item", "text", "id of the item"),
        Column("answer", "number", "value of the level given; empty unless status is answered"),
        Column("status", "text", "answered, not_applicable, dont_know, missing"),
        Column("comment", "text", "comment as written; for not_applicable, the reason"),
        Column("evidence", "text", "evidence as written"),
        _FILE,
        _SHEET,
        Column("row", "count", "row in the file, from 1; 0 when the file has no row for the item"),
        Column("column", "text", "column of the answer: letter in a workbook, heading in a CSV"),
    ),
)

SCORES = Table(
    "SCORES",
    "one element of one organization in one period",
    (
        _ORGANIZATION,
        _PERIOD,
        _ELEMENT_KIND,
        _ELEMENT,
        Column(
            "score",
            "number",
            "score, unrounded, in levels of the scale unless the scheme sums; empty unless scored",
        ),
        Column("index", "number", "the score as an index from 0 to 100; empty when the scheme has none"),
        Column("band", "text", "id of the band the score lies in; empty for items and without a score"),
        Column("status", "text", "scored, insufficient (too few answers) or not_applicable"),
        Column("answered", "count", "answers that are levels: of respondents for an item, of items otherwise"),
        Column("not_applicable", "count", "answers that are not applicable, in the same unit"),
        Column("dont_know", "count", "answers that are don't know, in the same unit"),
        Column("missing", "count", "blanks, in the same unit"),
        Column("expected", "count", "sum of the four"),
        Column("respondents", "count", "sheets of answers behind the score"),
        Column("score_type", "text", "individual, consensus or verified"),
        Column("lowest", "number", "the least that this score could be, given what was answered"),
        Column("highest", "number", "the most that this score could be, given what was answered"),
    ),
)

QUALITY = Table(
    "QUALITY",
    "one score, and what stands behind it",
    (
        _ORGANIZATION,
        _PERIOD,
        _ELEMENT_KIND,
        _ELEMENT,
        Column("score_type", "text", "individual, consensus or verified: the type that counts"),
        Column("coverage", "number", "answered / (answered + dont_know + missing) of SCORES; empty if nothing applies"),
        Column("evidence", "number", "share of the levels given that have evidence written; empty without a level"),
        Column("comments", "number", "share of the levels given that have a comment; empty without a level"),
        Column("respondents", "count", "sheets of answers behind the score"),
        Column("roles", "text", "roles of the respondents with their number, most frequent first: 6 staff, 3 board"),
        Column("same_level", "number", "share of sheets with one level throughout the element; of those with two "
               "levels or more in it, empty for items"),
        Column("at_maximum", "number", "share of the levels given that are the best one; empty without a level"),
        Column("jumps", "number", "items that moved two levels or more without a comment; since the organization's "
               "previous assessed period, empty where no item compares"),
        Column("far_from_consensus", "number", "items whose mean individual rating is a level or more from the agreed "
               "one; of three people or more, empty without both kinds in the period"),
    ),
)  # fmt: skip

CHANGES = Table(
    "CHANGES",
    "one element of one organization between two periods",
    (
        _ORGANIZATION,
        _ELEMENT_KIND,
        _ELEMENT,
        Column("from_period", "text", "id of the earlier period"),
        Column("to_period", "text", "id of the later period"),
        Column("from_score", "number", "earlier score, on the compared items only"),
        Column("to_score", "number", "later score, on the compared items only"),
        Column("change", "number", "to_score minus from_score, in the unit of the scores"),
        Column("verdict", "text", "improved, no_clear_change, declined or not_comparable"),
        Column("compared", "count", "items compared: same or equivalent in both versions, and scored in both periods"),
        Column("of", "count", "items of the element in the later period, without those not applicable then"),
        Column("reason", "text", "why not comparable; ceiling when both scores are the scale's maximum"),
        Column("reliable_change", "number", "change in standard errors of a difference, between individual ratings"),
        Column("reliable", "text", "yes when reliable_change is beyond 1.96 either way, else no; empty without it"),
    ),
)

COMPARISON = Table(
    "COMPARISON",
    "one statistic of one group",
    (
        Column("by", "text", "column of the register that makes the groups; cohort for all organizations together"),
        Column("group", "text", "the group"),
        _PERIOD,
        _ELEMENT_KIND,
        _ELEMENT,
        Column("statistic", "text", "mean, median, sd, minimum, maximum, change_mean, share_improved ..."),
        Column("value", "number", "the value; empty when suppressed or when nothing contributes"),
        Column("organizations", "count", "organizations that contribute to this statistic; -1 when suppressed"),
        Column("suppressed", "flag", "hidden because too few organizations contribute, or another could be worked out"),
    ),
)

AGREEMENT = Table(
    "AGREEMENT",
    "one element of one organization in one period, of those whose respondents each rated alone",
    (
        _ORGANIZATION,
        _PERIOD,
        Column("kind", "text", "item, dimension or overall"),
        _ELEMENT,
        Column("respondents", "count", "respondents who gave a level; above items, to any of the items"),
        Column("mean", "number", "item: mean answer, on the questionnaire's scale; empty above items"),
        Column("lowest", "number", "item: lowest answer; empty above items"),
        Column("highest", "number", "item: highest answer; empty above items"),
        Column("spread", "number", "highest minus lowest, in levels of the item; above items, mean of the items shown"),
        Column("deviation", "number", "mean absolute deviation from the mean, in levels of the item; likewise"),
        Column("consensus", "number", "Tastle and Wierman's consensus, 0 to 1; likewise"),
        Column("agreement", "number", "van der Eijk's A, -1 (two camps) to 1; likewise"),
        Column("rwg", "number", "1 minus observed variance over that of a uniform distribution, 0 to 1; likewise"),
        Column("items", "count", "items behind the figures: those that five respondents or more answered"),
        Column("items_judged", "count", "items with a verdict: those that three respondents or more answered"),
        Column("items_to_discuss", "count", "of these, items to discuss"),
        Column("verdict", "text", "close or wide; empty when too_few. Above items, wide when most items are"),
        Column("discuss", "flag", "item: answers range over 2 levels, or deviate too much; above items: any item does"),
        Column("status", "text", "too_few (under 3 respondents), masked (3 or 4; only the verdict may be shown), full"),
        Column("showable", "flag", "status is full: the figures may be shown to the organization"),
    ),
)

COHORT_AGREEMENT = Table(
    "COHORT_AGREEMENT",
    "one element in one period, over all organizations whose respondents each rated alone",
    (
        _PERIOD,
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        Column("kind", "text", "item, dimension or overall"),
        _ELEMENT,
        Column("organizations", "count", "organizations with two ratings or more of an item of the element"),
        Column("units", "count", "items of organizations that two respondents or more rated"),
        Column("ratings", "count", "ratings of these units"),
        Column("alpha", "number", "Krippendorff's alpha, ordinal; at most 1; empty when not defined"),
        Column("reason", "text", "why alpha is not defined: no_pairs, no_variation"),
    ),
)

RELIABILITY = Table(
    "RELIABILITY",
    "internal consistency of one dimension, or of all items, over the respondents of one period",
    (
        _PERIOD,
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        Column("element", "text", "id of the dimension; overall for all items"),
        Column("items", "count", "items that anybody answered"),
        Column("deletion", "text", "listwise (respondents who answered every item) or pairwise (every two items)"),
        Column("rows", "count", "respondents; pairwise, the fewest that any two items share"),
        Column("alpha", "number", "Cronbach's alpha; empty when not defined"),
        Column("low", "number", "lower end of Feldt's 95 % interval"),
        Column("high", "number", "upper end of Feldt's 95 % interval"),
        Column("warning", "text", "few_rows (under 30), too_few, no_variance, contradictory; empty when none"),
    ),
)

_FROM = Column("from_period", "text", "id of the earlier period")
_TO = Column("to_period", "text", "id of the later period")
_SINCE = Column("since", "text", "first: from the first assessed period; previous: from the assessed one before")

COHORT = Table(
    "COHORT",
    "one element between two periods, for all organizations assessed in both",
    (
        _SINCE,
        _FROM,
        _TO,
        _ELEMENT_KIND,
        _ELEMENT,
        Column("organizations", "count", "organizations whose two scores compare; every statistic is of these"),
        Column("mean_before", "number", "mean of their earlier scores, on the compared items only"),
        Column("mean_after", "number", "mean of their later scores, on the compared items only"),
        Column("mean_change", "number", "mean of their changes, in levels of the scale"),
        Column("mean_change_low", "number", "lower end of its 95 % bootstrap interval; empty under 6 organizations"),
        Column("mean_change_high", "number", "upper end"),
        Column("median_change", "number", "Hodges-Lehmann estimate of the change, in levels of the scale"),
        Column("median_change_low", "number", "lower end of its interval; empty under 6 organizations"),
        Column("median_change_high", "number", "upper end"),
        Column("median_change_confidence", "number", "confidence that this interval has, 0.95 or a little more"),
        Column("p", "number", "two-sided p of Wilcoxon's signed-rank test; empty under 6 organizations"),
        Column("p_holm", "number", "p adjusted by Holm over the dimensions of this pair of periods; dimensions only"),
        Column("test", "text", "how p was found: exact, permutation, normal approximation; or too_few"),
        Column("improved", "count", "organizations that improved, without those counted as reliably improved"),
        Column("reliably_improved", "count", "organizations that improved, by a reliable change"),
        Column("no_clear_change", "count", "organizations whose difference is smaller than the meaningful change"),
        Column("declined", "count", "organizations that declined"),
        Column("not_comparable", "count", "organizations assessed in both periods whose scores do not compare"),
        Column("of", "count", "organizations assessed in both periods: the sum of the five counts before"),
        Column("ceiling", "count", "of those without clear change, the ones at the best possible score both times"),
    ),
)

SHARES = Table(
    "SHARES",
    "one outcome of one element between two periods",
    (
        _SINCE,
        _FROM,
        _TO,
        _ELEMENT_KIND,
        _ELEMENT,
        Column("outcome", "text", "any_improvement, reliably_improved, no_clear_change, declined or not_comparable"),
        Column("numerator", "count", "organizations with this outcome"),
        Column("denominator", "count", "organizations that compare; for not_comparable, all assessed in both periods"),
        Column("share", "number", "numerator by denominator, from 0 to 1; empty when there is none"),
        Column("low", "number", "lower end of the share's 95 % Wilson interval"),
        Column("high", "number", "upper end"),
    ),
)

ATTRITION = Table(
    "ATTRITION",
    "one organization of the register and two periods",
    (
        _FROM,
        _TO,
        _ORGANIZATION,
        Column("assessed", "text", "both, earlier_only, later_only or neither"),
        Column("from_reason", "text", "why not assessed in the earlier period: not_joined, absent or left; else empty"),
        Column("to_reason", "text", "why not assessed in the later period; empty when it was"),
    ),
)

LEFT_OUT = Table(
    "LEFT_OUT",
    "one element of one organization that was assessed in both periods and does not compare",
    (
        _FROM,
        _TO,
        _ORGANIZATION,
        _ELEMENT_KIND,
        _ELEMENT,
        Column("reason", "text", "why it does not compare, as in CHANGES"),
    ),
)

INDICATORS = Table(
    "INDICATORS",
    "one indicator in one period",
    (
        Column("id", "text", "id of the indicator"),
        Column("fiscal_year", "text", "fiscal year of the period's date, named after the year in which it ends"),
        Column("period", "text", "id of the period; of several in a fiscal year, the last"),
        Column("since", "text", "baseline: each organization's first assessment; previous: the one before; else empty"),
        Column("from_period", "text", "id of the earlier period; empty when it differs between organizations"),
        Column("band", "text", "id of the band that the indicator counts from; else empty"),
        Column("numerator", "count", "organizations that the indicator counts"),
        Column("denominator", "count", "organizations out of which it counts them"),
        Column("left_out", "count", "organizations that cannot be counted: no score, or none that compares"),
        Column("share", "number", "numerator by denominator, from 0 to 1; empty when there is none"),
        Column("low", "number", "lower end of the share's 95 % Wilson interval"),
        Column("high", "number", "upper end"),
        Column("definition", "text", "what is counted, out of what"),
        Column("caveat", "text", "what the figure must not be taken for; empty when nothing is to be said"),
    ),
)

PERIODS = Table(
    "PERIODS",
    "one period",
    (
        _PERIOD,
        Column("label", "text", "name of the period"),
        Column("date", "date", "day of the assessment round"),
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        Column("scheme", "text", "id of the scheme that scored it"),
    ),
)

ORGANIZATIONS = Table(
    "ORGANIZATIONS",
    "one organization",
    (
        _ORGANIZATION,
        Column("name", "text", "name of the organization"),
        Column("sector", "text", "id of its sector"),
        Column("cluster", "text", "id of the cluster that holds the sector; empty when none does"),
        Column("language", "text", "language of its forms and reports"),
        Column("joined", "text", "id of its first period; empty when there from the start"),
        Column("left", "text", "id of its last period; empty when it is still there"),
    ),
)
"""The register; a project's own columns follow these."""

FINDINGS = Table(
    "FINDINGS",
    "one finding",
    (
        Column("code", "text", "code in the catalogue"),
        Column("severity", "text", "error, warning or look at"),
        _FILE,
        _SHEET,
        Column("row", "count", "row or line, from 1; 0 when it has none"),
        Column("column", "text", "column letter or heading"),
        Column("message", "text", "what was found and what is wrong"),
        Column("hint", "text", "what to do"),
    ),
)


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Make the FINDINGS table, in the order in which the findings were made."""
    return FINDINGS.frame(
        (one.code, one.severity, one.place.file, one.place.sheet, one.place.row or 0, one.place.column, one.message,
         one.hint)
        for one in findings
    )  # fmt: skip
