"""What tells the exports of one survey tool from those of another, and what is peculiar to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from oca.collection.loaders.plain_table import Rows
from oca.language import for_matching

Record = Mapping[str, str]
"""One row: its cells by heading, headings in the form used for matching."""


@dataclass(frozen=True)
class Aside:
    """Why a row is set aside, and what to do about it."""

    reason: str
    todo: str


def _none(record: Record) -> Aside | None:
    return None


def _nothing(record: Record) -> str:
    return ""


def _nameless(record: Record) -> Sequence[str]:
    return ()


def _as_it_is(rows: Rows) -> Rows:
    return rows


def _never(rows: Rows) -> bool | None:
    return False


def _nothing_lacks(headings: Sequence[str]) -> str:
    return ""


def _typed(cell: str) -> str:
    return cell


@dataclass(frozen=True)
class SurveyTool:
    """One kind of export.

    Attributes:
        title: what messages call the tool.
        signature: what it is recognised by, in words.
        recognises: says whether headings are those of the tool.
        lacks: returns the tool's column without which no row can be judged, where it is not among the headings.
        roles: the tool's own columns that say something of a sheet, by heading in the form used for matching.
        technical: says whether a heading is one of the tool's other columns.
        aside: says why a row is set aside; None when it is read.
        on_hold: returns the state of a row on which nobody has decided yet.
        identity: returns what tells a submission from all others, in this file and in other ones; nothing where the
            tool gives it no such name.
        separators: what stands between groups and questions.
        prepared: returns the table without rows that hold no answers.
        writes_blanks: says whether n/a stands for no answer everywhere; None where the tool's own columns do not tell.
        unanswered: what stands for no answer to a question of yes or no; empty where nothing does.
        yes_no: whether Y and N stand for yes and no.
        timing: what stands behind a question's code where a column holds the time that it took; empty where none does.
        own_codes: whether each question has codes of its own for its answers.
        cleaned: returns a cell without what the tool adds to it.
        dates_written: whether dates stand as people write them, day first or month first.
        strict: whether a column that is about nothing known is an error.
    """

    title: str
    signature: str
    recognises: Callable[[Sequence[str]], bool]
    lacks: Callable[[Sequence[str]], str] = _nothing_lacks
    roles: Mapping[str, str] = field(default_factory=dict)
    technical: Callable[[str], bool] = lambda heading: False
    aside: Callable[[Record], Aside | None] = _none
    on_hold: Callable[[Record], str] = _nothing
    identity: Callable[[Record], Sequence[str]] = _nameless
    separators: tuple[str, ...] = ("/",)
    prepared: Callable[[Rows], Rows] = _as_it_is
    writes_blanks: Callable[[Rows], bool | None] = _never
    unanswered: str = ""
    yes_no: bool = False
    timing: str = ""
    own_codes: bool = False
    cleaned: Callable[[str], str] = _typed
    dates_written: bool = False
    strict: bool = False

    def is_own(self, name: str) -> bool:
        """Say whether a heading, in the form used for matching, is one of the tool's own columns."""
        return name in self.roles or self.technical(name)


def names(headings: Sequence[str]) -> list[str]:
    """Return headings in the form used for matching."""
    return [for_matching(one) for one in headings]


WIDE = SurveyTool(
    "a wide table",
    "a column for the organization, and a column for each item, headed by its id, title or prompt",
    lambda headings: False,
    strict=True,
)
"""A wide table whose headings are labels, or that mapping.yaml speaks of."""

DECLARED_WIDE = replace(WIDE, strict=False)
"""A wide table by the word of mapping.yaml: what else stands in it is listed, and no error."""
