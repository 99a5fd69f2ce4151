"""From the table of any survey tool to raw answers: columns matched, rows set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from oca.collection.columns import ROLES, Columns
from oca.collection.loaders.dates import DatesContradictError, Order, iso, needs_order, order_of
from oca.collection.loaders.grid import Rows
from oca.collection.loaders.headings import Use, separators_of, uses_of
from oca.collection.loaders.kinds import Kind, Record
from oca.collection.loaders.naming import Names
from oca.collection.mapping import FileMapping
from oca.collection.raw import ColumnUse, RawAnswer, RawFile, Source
from oca.findings import Finding, Place, finding, shorten
from oca.instrument.questionnaire import Questionnaire
from oca.language import for_matching

FEW = 0.2
"""Under this share of its columns, an export whose other columns are about nothing known is one of another form."""


@dataclass(frozen=True)
class Asked:
    """What is known of a file before it is opened.

    Attributes:
        columns: the names and labels of what was asked in the period of its folder, then those of other versions.
        mapping: what mapping.yaml says of the file; None when it says nothing.
        organization: the organization whose folder the file lies in; empty when it lies in none.
    """

    columns: tuple[Columns, ...]
    mapping: FileMapping | None = None
    organization: str = ""

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked in the period of the file's folder."""
        return self.columns[0].questionnaire


def load(kind: Kind, source: Source, rows: Rows, asked: Asked) -> RawFile:
    """Read the table of one export."""
    rows = kind.prepared(rows)
    uses = uses_of(kind, rows, asked.columns, asked.mapping)
    table = _Table(kind, source, rows, asked, uses)
    faults = [*rows.findings, *_columns_faults(table)]
    order, date_faults = _order(table)
    kept, aside = _kept(table)
    answers, row_faults = [], []
    names = Names(kind, order)
    for number, cells in kept:
        found, notes = _row(table, number, cells, _head(table, cells, order, names))
        answers += found
        row_faults += notes
    blanks = [finding("blanks-written", source.place(rows.sheet), count=n)] if (n := table.written_blanks()) else []
    columns = tuple(ColumnUse(rows.sheet, one.heading, one.target, one.how) for one in uses)
    findings = (*faults, *date_faults, *aside, *blanks, *row_faults)
    why = kind.signature if not (asked.mapping and asked.mapping.kind) else "mapping.yaml says so"
    return RawFile(tuple(answers), findings, kind.title, why, columns)


class _Table:
    """One table with what became of its columns."""

    def __init__(self, kind: Kind, source: Source, rows: Rows, asked: Asked, uses: Sequence[Use]) -> None:
        self.kind, self.source, self.rows, self.asked, self.uses = kind, source, rows, asked, uses
        self.by_target: dict[str, list[int]] = {}
        for place, one in enumerate(uses):
            if one.target:
                self.by_target.setdefault(one.target, []).append(place)
        self.items = [target for target in self.by_target if ":" not in target and target not in ROLES]
        self.headings = [for_matching(one) for one in rows.written]
        self.blank = kind.writes_blanks(rows)
        self.values = plain_keys(asked.mapping.values) if asked.mapping else {}
        self.names = plain_keys(asked.mapping.organizations) if asked.mapping else {}

    def place(self, row: int | None = None, column: str = "") -> Place:
        return self.source.place(self.rows.sheet, row, column)

    def record(self, cells: Sequence[str]) -> Record:
        """Return a row by heading; of two columns with one heading, the first."""
        return dict(zip(reversed(self.headings), reversed(cells), strict=True))

    def cell(self, cells: Sequence[str], place: int) -> str:
        typed = cells[place]
        return "" if self.blank and typed == "n/a" else self.kind.cleaned(typed)

    def filled(self, cells: Sequence[str], target: str) -> list[tuple[int, str]]:
        """Return the columns that say something of a target in a row, and what."""
        return [(place, text) for place in self.by_target.get(target, []) if (text := self.cell(cells, place))]

    def written_blanks(self) -> int:
        """Return how many cells about items hold n/a where that stands for no answer."""
        places = [place for item in self.items for place in self.by_target[item]] if self.blank else []
        return sum(cells[place] == "n/a" for _, cells in self.rows.rows for place in places)


def plain_keys(declared: Mapping[str, str]) -> dict[str, str]:
    """Return what mapping.yaml declares, by what was typed in the form used for matching."""
    return {for_matching(key): value for key, value in declared.items()}


def _columns_faults(table: _Table) -> Iterator[Finding]:
    rows = table.rows
    for place, one in enumerate(table.uses):
        if one.candidates:
            at = table.place(rows.heading_row, rows.column_names[place])
            yield finding("columns-ambiguous", at, column=repr(one.heading), candidates=" and ".join(one.candidates))
    for target, places in table.by_target.items():
        if len(places) > 1 and not all(table.uses[place].declared for place in places):
            named = " and ".join(
                f"{table.uses[place].heading!r} ({rows.column_names[place]})"
                if rows.sheet
                else repr(table.uses[place].heading)
                for place in places
            )
            at = table.place(rows.heading_row, rows.column_names[places[1]])
            yield finding("item-column-twice", at, columns=named, item=target)
    yield from _unread(table)
    if table.asked.mapping:
        spoken = [*table.asked.mapping.columns, *table.asked.mapping.ignore]
        there = {for_matching(one.heading) for one in table.uses}
        for heading in spoken:
            if for_matching(heading) not in there and table.kind.recognises(rows.written):
                yield finding("mapping-column-unused", table.place(), file=table.source.name, column=repr(heading))


def _unread(table: _Table) -> Iterator[Finding]:
    """Say once which columns are about nothing known, louder the more there are."""
    unknown = [one.heading for one in table.uses if one.unknown]
    place = table.place(table.rows.heading_row)
    matched = len(table.items)
    separators = ", ".join(map(repr, separators_of(table.kind, table.asked.mapping)))
    if unknown and table.kind.strict:
        known = shorten(table.asked.questionnaire.item_ids)
        yield from (finding("column-unknown", place, column=repr(one), known=known) for one in unknown)
    elif matched < FEW * (matched + len(unknown)) or not matched:
        names = {"tool": table.kind.title, "questionnaire": table.asked.questionnaire.ref, "separators": separators}
        yield finding("export-of-another-form", place, matched=matched, columns=matched + len(unknown), **names)
    elif unknown:
        code = "columns-mostly-unread" if len(unknown) >= matched else "columns-unread"
        words = shorten(map(repr, unknown))
        yield finding(code, place, count=len(unknown), columns=words, matched=matched, separators=separators)


def _order(table: _Table) -> tuple[Order | None, list[Finding]]:
    """Return in which order dates are written, day first or month first, and what is to be said of it."""
    declared = table.asked.mapping.dates if table.asked.mapping else None
    places = table.by_target.get("submitted", [])
    if declared or not table.kind.dates_written or not places:
        return declared, []
    typed = [cells[place] for _, cells in table.rows.rows for place in places]
    column = table.uses[places[0]].heading
    at = table.place(table.rows.heading_row, table.rows.column_names[places[0]])
    try:
        order = order_of(typed)
    except DatesContradictError as error:
        return None, [finding("dates-contradictory", at, column=column, first=error.first, second=error.second)]
    if order is None and any(map(needs_order, typed)):
        return None, [finding("dates-ambiguous", at, column=column)]
    return order, []


def _kept(table: _Table) -> tuple[list[tuple[int, tuple[str, ...]]], list[Finding]]:
    """Return the rows that are read, and a line for each that is set aside or undecided."""
    kept, findings = [], []
    for number, cells in table.rows.rows:
        record = table.record(cells)
        aside = table.kind.aside(record)
        if aside:
            why = {"reason": aside.reason, "todo": aside.todo}
            findings.append(finding("submission-set-aside", table.place(number), **why))
            continue
        kept.append((number, cells))
        if state := table.kind.on_hold(record):
            findings.append(finding("submission-on-hold", table.place(number), state=state))
    return kept, findings


def _row(
    table: _Table, number: int, cells: tuple[str, ...], head: Mapping[str, str]
) -> tuple[list[RawAnswer], list[Finding]]:
    """Return the answers of one submission, one for each item that has a column."""
    answers, findings = [], []
    for item in table.items:
        filled = table.filled(cells, item)
        if len(filled) > 1:
            named = " and ".join(repr(table.uses[place].heading) for place, _ in filled)
            findings.append(finding("item-columns-both-filled", table.place(number), item=item, columns=named))
        place, typed = filled[0] if filled else (table.by_target[item][0], "")
        answers.append(
            RawAnswer(
                **head,
                item=item,
                answer=table.values.get(for_matching(typed), typed) if table.values else typed,
                comment=_remarks(table, cells, item, ("comment", "na_reason")),
                evidence=_remarks(table, cells, item, ("evidence",)),
                sheet_id=f"row {number}",
                sheet=table.rows.sheet,
                row=number,
                column=table.rows.column_names[place],
            )
        )
    return answers, findings


def _remarks(table: _Table, cells: tuple[str, ...], item: str, parts: Sequence[str]) -> str:
    return "; ".join(text for part in parts for _, text in table.filled(cells, f"{item}:{part}"))


def _head(table: _Table, cells: tuple[str, ...], order: Order | None, names: Names) -> dict[str, str]:
    """Return whose sheet a row is: from its cells, else from the folder, else from mapping.yaml."""
    said = {role: filled[0][1] if (filled := table.filled(cells, role)) else "" for role in ROLES}
    mapping, folder = table.asked.mapping or FileMapping(file=""), table.asked.organization
    said["organization"] = table.names.get(for_matching(said["organization"]), said["organization"])
    said["organization"] = said["organization"] or folder or mapping.organization
    said["score_type"] = said["score_type"] or mapping.score_type
    said["submitted"] = iso(said["submitted"], order)
    return {**said, "submission": names.of(table.record(cells), cells, said["submitted"])}
