"""What a contract of a table is: column, type, meaning; the closed choices, and the columns that many tables have.

Every table is a pandas DataFrame with these columns in this order, sorted by its sort keys, with a plain index. `check`
is called where one room hands over to the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

ColumnType = Literal["text", "number", "count", "flag", "date"]

STATUSES = ("answered", "not_applicable", "dont_know", "missing", "not_asked")
"""What an answer can be (METHODS, section 1). They never collapse into each other."""

SCORE_TYPES = ("individual", "consensus", "verified")

KINDS = ("item", "subdimension", "dimension", "overall")
"""What a score can be of."""

SCORE_STATUSES = ("scored", "insufficient", "not_applicable")

AGREEMENT_STATUSES = ("too_few", "masked", "full")
"""How much of a row of AGREEMENT can be told, from nothing to everything."""

ACTION_STATUSES = ("not_started", "in_progress", "done", "dropped")

NO_ALPHA = ("no_pairs", "no_variation")
"""Why Krippendorff's alpha is not defined: no unit has two ratings, or all ratings are equal."""

CHANGE_REASONS = ("ceiling", "score_type", "insufficient", "not_applicable", "items", "changed_item")
"""What CHANGES says of a change beside its verdict: of two scores at the best, and of what does not compare."""

VERDICTS = ("improved", "no_clear_change", "declined", "not_comparable")


@dataclass(frozen=True)
class Column:
    """One column: its name, its type, what it means in one sentence, and the words of a closed choice.

    A cell of a closed choice may be empty too.
    """

    name: str
    kind: ColumnType
    meaning: str
    choices: tuple[str, ...] = ()


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


_DTYPES: dict[ColumnType, str] = {
    "text": "str",
    "number": "float64",
    "count": "int64",
    "flag": "bool",
    "date": "datetime64[s]",
}


ORGANIZATION = Column("organization", "text", "id of the organization")
PERIOD = Column("period", "text", "id of the period")
SCORE_TYPE = Column("score_type", "text", "individual, consensus or verified", SCORE_TYPES)
ELEMENT_KIND = Column("kind", "text", "item, subdimension, dimension or overall", KINDS)
ELEMENT = Column("element", "text", "id of the item, sub-dimension or dimension; overall for the overall score")
FILE = Column("file", "text", "file it came from, relative to the project folder")
SHEET = Column("sheet", "text", "sheet of the workbook; empty for CSV")
