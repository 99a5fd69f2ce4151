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

Kind = Literal["text", "number", "count", "flag"]

STATUSES = ("answered", "not_applicable", "dont_know", "missing", "not_asked")
"""What an answer can be (METHODS, section 1). They never collapse into each other."""

SCORE_TYPES = ("individual", "consensus", "verified")

KINDS = ("item", "subdimension", "dimension", "overall")
"""What a score can be of."""

SCORE_STATUSES = ("scored", "insufficient", "not_applicable")

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


_DTYPES: dict[Kind, str] = {"text": "str", "number": "float64", "count": "int64", "flag": "bool"}

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
