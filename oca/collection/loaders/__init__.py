"""The loaders: which one takes a file is decided by what stands in it, never by its name alone."""

from __future__ import annotations

from oca.collection.loaders import form, grid, web
from oca.collection.loaders.cells import is_workbook, read_workbook
from oca.collection.raw import RawFile, Source
from oca.errors import InputError
from oca.findings import finding

SIGNATURES = (
    "a workbook made by oca form (hidden item codes)",
    "a file of answers downloaded from the web form (JSON)",
    "a table with the columns organization, item, answer (tidy)",
    "a table with the column organization and one column for each item (wide)",
)
"""What is looked for, in words."""


def load(source: Source, items: frozenset[str]) -> RawFile:
    """Read one response file with the loader that recognises it.

    Args:
        source: the file.
        items: the items of every version of the project's questionnaires.

    Raises:
        InputError: the file cannot be read as such, or no loader recognises it.
    """
    if is_workbook(source):
        sheets = read_workbook(source)
        if form.recognises(sheets):
            return form.load(source, sheets, items)
        tables = [grid.sheet_rows(source, sheet) for sheet in sheets.values() if any(map(any, sheet.cells))]
    elif web.recognises(source):
        return web.load(source)
    else:
        tables = [grid.csv_rows(source)]
    read = [_load_table(source, rows, items) for rows in tables]
    if not any(read):
        raise InputError([finding("file-unknown", source.place(), signatures="; ".join(SIGNATURES))])
    unread = [
        finding("sheet-unread", source.place(rows.sheet)) for rows, one in zip(tables, read, strict=True) if not one
    ]
    found = [one for one in read if one]
    return RawFile(
        tuple(answer for one in found for answer in one.answers),
        (*(note for one in found for note in one.findings), *unread),
    )


def _load_table(source: Source, rows: grid.Rows, items: frozenset[str]) -> RawFile | None:
    if grid.is_tidy(rows):
        return grid.load_tidy(source, rows)
    return grid.load_wide(source, rows, items) if grid.is_wide(rows, items) else None
