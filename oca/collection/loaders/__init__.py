"""The loaders: which one takes a file is decided by what stands in it, never by its name alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from oca.collection.loaders import form, plain_table, survey, web
from oca.collection.loaders.declared import FORM_KEYS, TIDY_KEYS, as_declared, without_ignored
from oca.collection.loaders.misspelling import resembling
from oca.collection.loaders.other_files import refuse_other_text, refuse_other_workbook, refuse_sheet_of_form
from oca.collection.loaders.recognition import KINDS, Recognition
from oca.collection.loaders.row_filter import chosen
from oca.collection.loaders.survey_table import FileContext
from oca.collection.loaders.survey_tools import WIDE, SurveyTool
from oca.collection.loaders.visibility import attached, hidden, merged
from oca.collection.raw_answers import RawFile
from oca.csvfile import csv_lines, heading_places
from oca.errors import InputError
from oca.findings import Finding, finding, shorten
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, is_workbook, read_workbook, with_formulas_as_text
from oca.textfile import letters_lost

__all__ = ["KINDS", "SIGNATURES", "load"]

TABLE, FORM, WEB = "a tidy table", "a workbook made by oca form", "the web form's file"

SIGNATURES = (
    "a workbook made by oca form (hidden item codes)",
    "a file of answers downloaded from the web form (JSON)",
    "a table with the columns organization, item, answer (tidy)",
    "a table with the column organization and one column for each item (wide)",
    *(kind.signature for kind in KINDS.values() if kind.title != WIDE.title),
)
"""What is looked for, in words."""

_READ = (
    "Read are forms made by oca form, files of its web form, tables with a column organization, and exports of "
    "KoboToolbox, ODK Central, Google Forms, Microsoft Forms and LimeSurvey."
)

_FIRST = 5
"""So many rows of a file that is not recognised are compared with headings that would be."""

_SHOWN = 60
"""So many characters of a cell are shown in a message."""


def load(source: Source, items: frozenset[str], asked: FileContext | None = None) -> RawFile:
    """Read one response file with the loader that recognises it.

    Args:
        source: the file.
        items: the items of every version of the project's questionnaires.
        asked: what is known of the file beforehand; without it only our own forms and tables are recognised.

    Raises:
        InputError: the file cannot be read as such, or no loader recognises it.
    """
    known = Recognition(items, asked)
    if is_workbook(source):
        sheets = {name: with_formulas_as_text(sheet) for name, sheet in read_workbook(source).items()}
        if form.recognises(sheets):
            filled = form.load(source, sheets, items, asked.printed if asked else None)
            read = as_declared(source, _called(filled, FORM, SIGNATURES[0]), asked, FORM_KEYS)
        else:
            refuse_other_workbook(source, sheets)
            read = _tables(source, [sheet for sheet in sheets.values() if any(map(any, sheet.cells))], known)
        notes = (note for sheet in sheets.values() for note in attached(source, sheet))
        return replace(read, findings=(*read.findings, *notes))
    if web.recognises(source):
        given = web.load(source, asked.questionnaire.item_ids if asked else ())
        return as_declared(source, _called(given, WEB, SIGNATURES[1]), asked, FORM_KEYS)
    rows = _csv(source, known)
    table = _load_table(source, rows, known)
    if not table:
        raise _unknown(source, known, [rows.written])
    return table


def _tables(source: Source, sheets: Sequence[SheetGrid], known: Recognition) -> RawFile:
    """Read every table of a workbook.

    Raises:
        InputError: no sheet holds a table that is known.
    """
    found: list[RawFile] = []
    unread: list[Finding] = []
    for sheet in sheets:
        rows = plain_table.sheet_rows(source, sheet, known.heads)
        rows = replace(rows, findings=(*merged(source, sheet, rows), *rows.findings))
        read = _load_table(source, rows, known)
        if read:
            found.append(replace(read, findings=(*read.findings, *hidden(source, sheet, rows, read.answers))))
        else:
            unread.append(finding("sheet-unread", source.place(sheet.name)))
    if not found:
        raise _unknown(source, known, (cells for sheet in sheets for cells in sheet.cells[:_FIRST]))
    return RawFile(
        tuple(answer for one in found for answer in one.answers),
        (*(note for one in found for note in one.findings), *unread),
        found[0].kind,
        found[0].why,
        tuple(use for one in found for use in one.columns),
        tuple(note for one in found for note in one.notes),
        key_columns={key: column for one in found for key, column in one.key_columns.items()},
    )


def _csv(source: Source, known: Recognition) -> plain_table.Rows:
    """Return the table of a CSV file.

    Raises:
        InputError: it is something else, or its rows do not fit the heading.
    """
    refuse_other_text(source)
    lines = csv_lines(source.content, source.name, source.fallback_encoding, known.heads)
    refuse_sheet_of_form(source, lines.rows)
    places = heading_places(lines.rows, known.heads)
    if not places and not known.reads(plain_table.heading_only(lines.rows[0][1])):
        raise _unknown(source, known, (cells for _, cells in lines.rows))
    return plain_table.csv_rows(lines, places or (0,))


def _load_table(source: Source, rows: plain_table.Rows, known: Recognition) -> RawFile | None:
    kind = known.declared
    if kind and not known.is_main(kind, rows):
        return None
    if not kind and not known.is_tidy(rows):
        kind = known.kind(rows)
    if not (kind or known.is_tidy(rows) or known.is_wide(rows)):
        return None
    rows, notes = chosen(source, rows, known.asked.mapping if known.asked else None)
    read = _loaded(source, rows, known, kind)
    return replace(read, notes=(*notes, *read.notes))


def _loaded(source: Source, rows: plain_table.Rows, known: Recognition, kind: SurveyTool | None) -> RawFile:
    """Read a table of a kind of export, or else a tidy or a wide one with plain ids."""
    if kind and known.asked:
        return survey.load(kind, source, rows, known.asked)
    if known.is_tidy(rows):
        mapping = known.asked.mapping if known.asked else None
        passed = mapping.rows if mapping else ()
        table = _unique(source, without_ignored(rows, mapping))
        read = plain_table.load_tidy(source, table, known.organization, passed_over=passed)
        return as_declared(source, _called(read, TABLE, SIGNATURES[2]), known.asked, TIDY_KEYS)
    return _called(plain_table.load_wide(source, _unique(source, rows), known.items), WIDE.title, SIGNATURES[3])


def _unknown(source: Source, known: Recognition, rows: Iterable[Sequence[str]]) -> InputError:
    """Return what is said where no loader recognises a file, with what its first rows resemble."""
    first = list(islice(filter(any, rows), _FIRST))
    cells = [repr(cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…") for cell in (first or [[]])[0] if cell]
    if lost := letters_lost(("heading", cell, source.place()) for cell in (first or [[]])[0]):
        return InputError(lost)
    nearest = resembling(first, known.asked.columns[0] if known.asked else None)
    lacking = next(filter(None, (_lacking(cells, known) for cells in first)), "")
    if lacking and f"meant to be {lacking}" not in nearest:
        folder = ", or put the file into a folder that is called by its id" if lacking == "organization" else ""
        nearest = f"Only the column {lacking} is missing: add it{folder}."
    todo = nearest or f"{_READ} How each is recognised: oca check --explain {source.name}."
    return InputError([finding("file-unknown", source.place(), begins=shorten(cells, 3) or "nothing", todo=todo)])


def _lacking(cells: Sequence[str], known: Recognition) -> str:
    """Return the one column without which a row is no heading of a table of ours; empty where more is lacking."""
    lacking = {"organization", "item", "answer"} - set(plain_table.heading_only(cells).heading)
    if len(lacking) == 1:
        return lacking.pop()
    return "organization" if known.heads((*cells, "organization")) else ""


def _unique(source: Source, rows: plain_table.Rows) -> plain_table.Rows:
    """Return a table of ours, whose columns must all be headed differently."""
    faults = plain_table.headed_twice(source, rows)
    if faults and len(set(rows.written)) < len(rows.written):
        raise InputError([*rows.findings, *faults])
    return replace(rows, findings=(*rows.findings, *faults))


def _called(read: RawFile, kind: str, why: str) -> RawFile:
    return replace(read, kind=kind, why=why)
