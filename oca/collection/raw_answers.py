"""Raw answers: what a loader hands over, every cell still the text that was typed, with the place it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from oca.findings import Finding, Place
from oca.source import Source


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One cell with an answer. Empty text means that the file says nothing.

    Attributes:
        sheet_id: what tells the sheets of answers in one file apart, such as the row of a wide table.
        row: row in the file, from 1; 0 when the file has no row for the item.
        column: letter in a workbook, heading in a CSV.
        score_type: empty where the file does not say; the respondent and the project's `submissions` then decide.
        submission: what tells the submissions of a survey apart, such as its id there; stands for the respondent of an
            individual rating that names none.
        held: the day of the session, as typed, where the file has a place for it.
        venue: where the session was.
        participants: who took part in it: roles and how many.
        item_row: where the item is named, if not in the answer's row: the heading of a wide table.
        item_column: where the item is named, if not in the answer's column: that of the items in a tidy table.
        comment_column: column of the comment, and likewise of the evidence, in a form or table of ours.
    """

    organization: str
    period: str
    questionnaire: str
    score_type: str
    respondent: str
    role: str
    item: str
    answer: str
    comment: str
    evidence: str
    submitted: str
    sheet_id: str
    sheet: str
    row: int
    column: str
    checksum: str = ""
    submission: str = ""
    held: str = ""
    venue: str = ""
    participants: str = ""
    item_row: int = 0
    item_column: str = ""
    comment_column: str = ""
    evidence_column: str = ""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What became of one column.

    Attributes:
        use: an item, `item:comment`, `item:evidence`, a role such as organization; empty when it is not read.
        how: by what it was found, or why it is not read.
    """

    sheet: str
    heading: str
    use: str
    how: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What the cover of a form shows of what the form was made for.

    Attributes:
        field: organization, period or score_type.
        made_for: which one, as the hidden sheet says it.
        shown: the text in the cell that people see.
        place: that cell.
    """

    field: str
    made_for: str
    shown: str
    place: Place


@dataclass(frozen=True)
class RawFile:
    """What a loader read from one file.

    Attributes:
        kind: what the file was taken for, in words.
        why: by what that was seen.
        columns: what became of each column, where columns have to be matched.
        notes: what else is to be told of how it was understood, in sentences.
        language: the language in which the file asks, where it says so; else empty.
        cover: where the file says once whose it is, by the name of the field: organization, period and so on.
        key_columns: in which column each row says it, by sheet and the name of the field.
        claims: what its cover shows of what the form was made for.
    """

    answers: tuple[RawAnswer, ...] = ()
    findings: tuple[Finding, ...] = ()
    kind: str = ""
    why: str = ""
    columns: tuple[ColumnUse, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = ""
    cover: Mapping[str, Place] = field(default_factory=dict)
    key_columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()

    def place_of(self, name: str, source: Source, raw: RawAnswer) -> Place:
        """Return where a field of an answer's sheet is filled in: on the cover, else in the row in which it begins."""
        column = self.key_columns.get((raw.sheet, name), "")
        return self.cover.get(name) or source.place(raw.sheet, raw.row, column)


COLUMNS = [one.name for one in fields(RawAnswer)]
