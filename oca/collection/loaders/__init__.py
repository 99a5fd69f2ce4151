"""The loaders: which one takes a file is decided by what stands in it, never by its name alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from oca.collection.columns import ROLES
from oca.collection.loaders import form, google, grid, kobo, limesurvey, microsoft, odk, survey, web
from oca.collection.loaders.cells import is_workbook, read_workbook, with_formulas_as_text
from oca.collection.loaders.headings import uses_of
from oca.collection.loaders.kinds import WIDE, Kind
from oca.collection.loaders.table import Asked
from oca.collection.mapping import plain_keys
from oca.collection.raw import RawFile, Source
from oca.errors import InputError
from oca.findings import finding
from oca.language import for_matching

KINDS: Mapping[str, Kind] = {
    "kobotoolbox": kobo.KIND,
    "odk": odk.KIND,
    "google-forms": google.KIND,
    "microsoft-forms": microsoft.KIND,
    "limesurvey": limesurvey.KIND,
    "wide": WIDE,
}
"""The kinds of exports, by the name that mapping.yaml uses."""

TABLE, FORM, WEB = "a tidy table", "a workbook made by oca form", "the web form's file"

SIGNATURES = (
    "a workbook made by oca form (hidden item codes)",
    "a file of answers downloaded from the web form (JSON)",
    "a table with the columns organization, item, answer (tidy)",
    "a table with the column organization and one column for each item (wide)",
    *(kind.signature for kind in KINDS.values() if kind is not WIDE),
)
"""What is looked for, in words."""


def load(source: Source, items: frozenset[str], asked: Asked | None = None) -> RawFile:
    """Read one response file with the loader that recognises it.

    Args:
        source: the file.
        items: the items of every version of the project's questionnaires.
        asked: what is known of the file beforehand; without it only our own forms and tables are recognised.

    Raises:
        InputError: the file cannot be read as such, or no loader recognises it.
    """
    if is_workbook(source):
        sheets = {name: with_formulas_as_text(sheet) for name, sheet in read_workbook(source).items()}
        if form.recognises(sheets):
            filled = form.load(source, sheets, items, asked.titles if asked else None)
            return _as_declared(_called(filled, FORM, SIGNATURES[0]), asked)
        tables = [grid.sheet_rows(source, sheet) for sheet in sheets.values() if any(map(any, sheet.cells))]
    elif web.recognises(source):
        return _as_declared(
            _called(web.load(source, asked.questionnaire.item_ids if asked else ()), WEB, SIGNATURES[1]), asked
        )
    else:
        tables = [grid.csv_rows(source)]
    read = [_load_table(source, rows, items, asked) for rows in tables]
    if not any(read):
        raise InputError([finding("file-unknown", source.place(), signatures="; ".join(SIGNATURES))])
    unread = [
        finding("sheet-unread", source.place(rows.sheet)) for rows, one in zip(tables, read, strict=True) if not one
    ]
    found = [one for one in read if one]
    return RawFile(
        tuple(answer for one in found for answer in one.answers),
        (*(note for one in found for note in one.findings), *unread),
        found[0].kind,
        found[0].why,
        tuple(use for one in found for use in one.columns),
        tuple(note for one in found for note in one.notes),
    )


def _load_table(source: Source, rows: grid.Rows, items: frozenset[str], asked: Asked | None) -> RawFile | None:
    declared = asked.mapping.kind if asked and asked.mapping else None
    if asked and declared and declared in KINDS:
        kind = KINDS[declared]
        return survey.load(kind, source, rows, asked) if kind is WIDE or _is_main(kind, rows, asked) else None
    if grid.is_tidy(rows):
        return _as_declared(_called(grid.load_tidy(source, _unique(source, rows)), TABLE, SIGNATURES[2]), asked)
    if asked and (found := _recognised(rows, asked)):
        return survey.load(found, source, rows, asked)
    if grid.is_wide(rows, items):
        return _called(grid.load_wide(source, _unique(source, rows), items), WIDE.title, SIGNATURES[3])
    return None


def _recognised(rows: grid.Rows, asked: Asked) -> Kind | None:
    """Return the kind of export that a table is; a wide table is one where it is not headed by plain ids."""
    found = next((kind for kind in KINDS.values() if kind.recognises(rows.written)), None)
    if found:
        return found
    uses = uses_of(WIDE, rows, asked.columns, asked.mapping)
    whose = bool(asked.organization or (asked.mapping and asked.mapping.organization))
    whose = whose or any(one.target == "organization" for one in uses)
    about = [one for one in uses if one.candidates or (one.target and one.target.split(":")[0] not in ROLES)]
    plainly = (
        asked.mapping is None and "organization" in rows.heading and all(one.target == one.heading for one in about)
    )
    return WIDE if whose and about and not plainly else None


def _is_main(kind: Kind, rows: grid.Rows, asked: Asked) -> bool:
    """Say whether a sheet is the one with the submissions, where mapping.yaml says what the file is."""
    if kind.recognises(rows.written):
        return True
    return any(one.target for one in uses_of(kind, rows, asked.columns, asked.mapping))


def _unique(source: Source, rows: grid.Rows) -> grid.Rows:
    """Return a table of ours, whose columns must all be headed differently."""
    faults = grid.headed_twice(source, rows)
    if faults and len(set(rows.written)) < len(rows.written):
        raise InputError([*rows.findings, *faults])
    return replace(rows, findings=(*rows.findings, *faults))


def _called(read: RawFile, kind: str, why: str) -> RawFile:
    return replace(read, kind=kind, why=why)


def _as_declared(read: RawFile, asked: Asked | None) -> RawFile:
    """Return the answers of a file of ours with the values and names that mapping.yaml declares."""
    if asked is None or asked.mapping is None:
        return read
    names, items = plain_keys(asked.mapping.organizations), {one.item for one in read.answers}
    values = {item: asked.mapping.meanings(item, item).values for item in items}
    answers = tuple(
        replace(
            one,
            answer=values[one.item].get(for_matching(one.answer), one.answer),
            organization=names.get(for_matching(one.organization), one.organization),
        )
        for one in read.answers
    )
    return replace(read, answers=answers)
