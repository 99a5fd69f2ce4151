"""The first sheet of a form that came back: whose it is, when and where it was filled in, and what else is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oca.collection.labels import field_asked, is_preview_note
from oca.collection.loaders.unread_texts import unread_texts
from oca.collection.raw_answers import Claim
from oca.findings import Finding, Place, finding
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, letters, merged_over

FIELDS = ("organization", "period", "score_type", "participants", "respondent", "role", "place", "date")
"""What the first sheet asks for; its hidden column A holds these names, column C what was filled in."""

FIELD_COLUMN = 3

LAST_COLUMN = 7
"""The last column that the first sheet uses."""


def cover_of(source: Source, grids: list[SheetGrid]) -> tuple[dict[str, str], dict[str, Place], list[Finding]]:
    """Return what the first sheet asks for, as it was filled in; the cell of each field; and what is wrong with it.

    What only the hidden sheet says has the file as its place.
    """
    filled: dict[str, str] = {}
    places = dict.fromkeys(("questionnaire", *FIELDS), source.place())
    findings: list[Finding] = []
    for grid in grids:
        rows = {key: row for row in range(1, len(grid.cells) + 1) if (key := grid.at(row, 1)) in FIELDS}
        findings += merged_over(source, grid, list(rows.values()), [FIELD_COLUMN])
        for key, row in rows.items():
            value, place = grid.at(row, FIELD_COLUMN), source.place(grid.name, row, letters(FIELD_COLUMN))
            if value and filled.get(key, value) != value:
                names = {"field": key, "sheet": places[key].sheet, "found": value, "other": filled[key]}
                findings.append(finding("cover-contradiction", place, **names))
            elif not places[key].row or (value and key not in filled):
                places[key] = place
            if value:
                filled.setdefault(key, value)
    if grids and not any(place.row for place in places.values()):
        findings.append(finding("form-cover", source.place()))
    return filled, places, findings


def claims_of(source: Source, meta: Mapping[str, str], grids: list[SheetGrid]) -> Iterator[Claim]:
    """Yield what each cover shows of what the form was made for; only the row of the id has a key, others a label."""
    for grid in grids:
        rows = range(1, len(grid.cells) + 1)
        if not any(grid.at(row, 1) in FIELDS for row in rows):
            continue
        for row in rows:
            name, shown = grid.at(row, 1) or field_asked(grid.at(row, 2)), grid.at(row, FIELD_COLUMN)
            if name in ("organization", "period", "score_type") and shown and meta.get(name):
                yield Claim(name, meta[name], shown, source.place(grid.name, row, letters(FIELD_COLUMN)))


def outside(source: Source, grids: list[SheetGrid]) -> Iterator[Finding]:
    """Yield one finding for the texts beside and below all that a form prints on its first sheet; nobody reads them."""
    for grid in grids:
        if not any(grid.at(row, 1) in FIELDS for row in range(1, len(grid.cells) + 1)):
            continue
        last = next(
            (row for row, cells in enumerate(grid.cells, 1) if any(map(is_preview_note, cells))), len(grid.cells)
        )
        found = [
            (row, column, text)
            for row, cells in enumerate(grid.cells, start=1)
            for column, text in enumerate(cells, start=1)
            if text and (row > last or column > LAST_COLUMN)
        ]
        yield from unread_texts(source, grid, found)
