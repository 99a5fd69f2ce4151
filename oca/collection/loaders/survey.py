"""From the table of any survey tool to raw answers: columns matched, rows set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from oca.collection.columns import ROLES
from oca.collection.loaders.codes import code_faults
from oca.collection.loaders.dates import DatesContradictError, Order, iso, needs_order, order_of
from oca.collection.loaders.headings import separators_of, uses_of
from oca.collection.loaders.misspelling import Misspelt
from oca.collection.loaders.notes import notes
from oca.collection.loaders.plain_table import Rows
from oca.collection.loaders.submission_ids import Names
from oca.collection.loaders.survey_table import FileContext, SurveyTable
from oca.collection.loaders.survey_tools import WIDE, SurveyTool
from oca.collection.mapping import FileMapping, fits
from oca.collection.raw_answers import ColumnUse, RawAnswer, RawFile
from oca.errors import InputError
from oca.findings import Finding, finding, quoted, shorten
from oca.language import for_matching
from oca.source import Source
from oca.textfile import is_lost, letters_lost

FEW = 0.2
"""Under this share of its columns, an export whose other columns are about nothing known is one of another form."""


def load(kind: SurveyTool, source: Source, rows: Rows, asked: FileContext) -> RawFile:
    """Read the table of one export.

    Raises:
        InputError: it lacks a column of the tool without which no row can be judged.
    """
    rows = kind.prepared(rows)
    if column := kind.lacks(rows.written):
        at = source.place(rows.sheet, rows.heading_row)
        words = {"column": column, "found": shorten(filter(None, rows.written))}
        raise InputError([*rows.findings, finding("column-missing", at, **words)])
    uses = uses_of(kind, rows, asked.columns, asked.mapping)
    table = SurveyTable(kind, source, rows, asked, uses)
    faults = [*rows.findings, *_columns_faults(table)]
    order, date_faults = _order(table)
    kept, aside = _kept(table)
    answers, row_faults = [], []
    names = Names(kind, order)
    for number, cells in kept:
        found, wrong = _row(table, number, cells, _head(table, cells, order, names))
        answers += found
        row_faults += [*_roles_faults(table, number, cells), *wrong]
    columns = tuple(ColumnUse(rows.sheet, one.heading, one.target, one.how) for one in uses)
    findings = (*faults, *date_faults, *aside, *_blanks(table), *code_faults(table), *row_faults)
    why = kind.signature if not (asked.mapping and asked.mapping.kind) else "mapping.yaml says so"
    keys = {
        (rows.sheet, role): rows.column_names[table.by_target[role][0]] for role in ROLES if role in table.by_target
    }
    return RawFile(tuple(answers), findings, kind.title, why, columns, tuple(notes(table)), key_columns=keys)


def _columns_faults(table: SurveyTable) -> Iterator[Finding]:
    rows = table.rows
    for place, one in enumerate(table.uses):
        if one.candidates:
            at = table.place(rows.heading_row, rows.column_names[place])
            yield finding("columns-ambiguous", at, column=quoted(one.heading), candidates=" and ".join(one.candidates))
    for target, places in table.by_target.items():
        if len(places) > 1 and not all(table.uses[place].declared for place in places):
            named = " and ".join(
                f"{table.uses[place].heading!r} ({rows.column_names[place]})"
                if rows.sheet
                else quoted(table.uses[place].heading)
                for place in places
            )
            at = table.place(rows.heading_row, rows.column_names[places[1]])
            yield finding("item-column-twice", at, columns=named, item=target)
    yield from _unread(table)
    if table.asked.mapping:
        for pattern in table.asked.mapping.values_by_column:
            if not any(fits(pattern, text) for one in table.uses for text in (one.heading, one.target)):
                yield finding("mapping-column-unused", table.place(), file=table.source.name, column=quoted(pattern))
        there = {for_matching(one.heading) for one in table.uses}
        unused = [heading for heading in table.asked.mapping.columns if for_matching(heading) not in there]
        unused += [one for one in table.asked.mapping.ignore if not any(fits(one, use.heading) for use in table.uses)]
        for heading in unused:
            if table.kind.recognises(rows.written):
                yield finding("mapping-column-unused", table.place(), file=table.source.name, column=quoted(heading))


def _unread(table: SurveyTable) -> Iterator[Finding]:
    """Say once which columns are about nothing known, louder the more there are."""
    lost, unknown = (
        _lost_headings(table),
        [one.heading for one in table.uses if one.unknown and not is_lost(one.heading)],
    )
    yield from lost
    place = table.place(table.rows.heading_row)
    matched = len(table.items)
    separators = ", ".join(map(repr, separators_of(table.kind, table.asked.mapping)))
    misspelt = Misspelt(table)
    if unknown and table.kind.strict:
        for one in unknown:
            at = table.place(table.rows.heading_row, table.rows.column_of(one))
            yield finding("column-unknown", at, column=quoted(one), suggestion=misspelt.meant(one))
    elif not lost and (matched < FEW * (matched + len(unknown)) or not matched):
        tool = table.kind.title if table.kind.title == WIDE.title else f"an export of {table.kind.title}"
        names = {"tool": tool, "questionnaire": table.asked.questionnaire.ref, "separators": separators}
        yield finding("export-of-another-form", place, matched=matched, columns=matched + len(unknown), **names)
    elif unknown:
        meant = {one: target for one in unknown if (target := misspelt.lost(one))}
        yield from (finding("column-misspelt", place, column=quoted(one), target=meant[one]) for one in meant)
        others = [f"{one!r}{misspelt.perhaps(one)}" for one in unknown if one not in meant]
        code = "columns-mostly-unread" if len(others) >= matched else "columns-unread"
        counts = {"count": len(others), "matched": matched, "separators": separators}
        yield from [finding(code, place, columns=shorten(others), **counts)] if others else []


def _lost_headings(table: SurveyTable) -> list[Finding]:
    """Return one finding for the headings that became question marks when the table was saved."""
    places = zip(table.uses, table.rows.column_names, strict=True)
    at = table.rows.heading_row
    return letters_lost(("heading", one.heading, table.place(at, name)) for one, name in places if one.unknown)


def _order(table: SurveyTable) -> tuple[Order | None, list[Finding]]:
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


def _kept(table: SurveyTable) -> tuple[list[tuple[int, tuple[str, ...]]], list[Finding]]:
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


def _blanks(table: SurveyTable) -> Iterator[Finding]:
    """Say how many cells about items hold what the tool writes for no answer, and ask where that cannot be told."""
    count = table.count("n/a", table.item_places)
    if count and table.blanks:
        yield finding("blanks-written", table.place(), count=count, text="n/a")
    elif count and table.blanks is None:
        yield finding("blanks-uncertain", table.place(), count=count)
    for text in filter(None, (table.kind.unanswered,)):
        places = [place for place in table.yes_or_no if table.is_unanswered(text, place)]
        if found := table.count(text, places):
            yield finding("blanks-written", table.place(), count=found, text=text)


def _row(
    table: SurveyTable, number: int, cells: tuple[str, ...], head: Mapping[str, str]
) -> tuple[list[RawAnswer], list[Finding]]:
    """Return the answers of one submission, one for each item that has a column."""
    answers, findings = [], []
    for item in table.items:
        filled = table.filled(cells, item)
        if len(filled) > 1:
            named = " and ".join(quoted(table.uses[place].heading) for place, _ in filled)
            findings.append(finding("item-columns-both-filled", table.place(number), item=item, columns=named))
        place, typed = filled[0] if filled else (table.by_target[item][0], "")
        answers.append(
            RawAnswer(
                **head,
                item=item,
                answer=typed,
                comment=_remarks(table, cells, item, ("comment", "na_reason")),
                evidence=_remarks(table, cells, item, ("evidence",)),
                sheet_id=f"row {number}",
                sheet=table.rows.sheet,
                row=number,
                column=table.rows.column_names[place],
                item_row=table.rows.heading_row,
            )
        )
    return answers, findings


def _roles_faults(table: SurveyTable, number: int, cells: tuple[str, ...]) -> Iterator[Finding]:
    """Yield where two columns for one role, such as organization, do not mean the same."""
    for role in ROLES:
        filled = table.filled(cells, role)
        for place, text in filled[1:]:
            first, other = filled[0]
            if table.meant(role, text) != table.meant(role, other):
                at = table.place(number, table.rows.column_names[place])
                names = {"found": quoted(text), "other": quoted(other), "column": quoted(table.uses[first].heading)}
                yield finding("columns-contradict", at, role=role, **names)


def _remarks(table: SurveyTable, cells: tuple[str, ...], item: str, parts: Sequence[str]) -> str:
    return "; ".join(text for part in parts for _, text in table.filled(cells, f"{item}:{part}"))


def _head(table: SurveyTable, cells: tuple[str, ...], order: Order | None, names: Names) -> dict[str, str]:
    """Return whose sheet a row is: from its cells, else from the folder, else from mapping.yaml."""
    said = {role: filled[0][1] if (filled := table.filled(cells, role)) else "" for role in ROLES}
    mapping, folder = table.asked.mapping or FileMapping(file=""), table.asked.organization
    said["organization"] = table.names.get(for_matching(said["organization"]), said["organization"])
    said["organization"] = said["organization"] or folder or mapping.organization
    said["score_type"] = said["score_type"] or mapping.score_type
    said["submitted"] = iso(said["submitted"], order)
    return {**said, "submission": names.of(table.record(cells), cells)}
