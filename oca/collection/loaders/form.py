"""The fill-in workbook that `oca form` makes: answers are found by item code, never by row or by the sheet's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oca.collection.loaders.form_cover import FIELD_COLUMN, FIELDS, claims_of, cover_of, outside
from oca.collection.loaders.form_faults import faults
from oca.collection.loaders.form_sheet import (
    ANSWER,
    COMMENT,
    EVIDENCE,
    ITEM,
    FormSheet,
    heading_of,
    is_heading,
    sheet_of,
)
from oca.collection.loaders.printed_texts import Printed
from oca.collection.raw_answers import RawAnswer, RawFile
from oca.findings import Finding, finding
from oca.language import find_language
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, letters

__all__ = ["ANSWER", "COMMENT", "EVIDENCE", "FIELDS", "FIELD_COLUMN", "ITEM", "META", "load", "recognises"]

META = "_oca"
"""The very-hidden sheet: keys in the first column, values in the second."""


def recognises(sheets: Mapping[str, SheetGrid]) -> bool:
    """Say whether a workbook is our form: it has the hidden sheet, or a hidden heading of a dimension's sheet.

    A tidy table may be headed by item, answer, comment and evidence as well.
    """
    return META in sheets or any(is_heading(cells) for grid in sheets.values() for cells in grid.cells[:20])


def load(
    source: Source, sheets: Mapping[str, SheetGrid], items: frozenset[str], printed: Printed | None = None
) -> RawFile:
    """Read the answers of a filled-in form.

    Args:
        source: the file.
        sheets: its sheets.
        items: the items of every version of the project's questionnaires.
        printed: what forms print; None where that is not known, and then it is not compared.
    """
    meta = _pairs(sheets[META], 2) if META in sheets else {}
    findings = [] if META in sheets else [finding("form-identity", source.place())]
    seen = [grid for grid in sheets.values() if grid.name != META]
    filled, cover, notes = cover_of(source, seen)
    findings += [*notes, *outside(source, [grid for grid in seen if not heading_of(grid)])]
    answers: list[RawAnswer] = []
    for grid in sheets.values():
        heading = heading_of(grid)
        if not heading:
            findings += _unread(source, grid, items)
            continue
        sheet = sheet_of(source, grid, heading)
        findings += faults(sheet, printed)
        if ITEM in sheet.columns and ANSWER in sheet.columns:
            answers += _answers(sheet, {**meta, **filled})
    return RawFile(
        tuple(_without_blank_copies(answers)),
        tuple(findings),
        language=find_language(meta.get("language", "")),
        cover=cover,
        claims=tuple(claims_of(source, meta, seen)),
    )


def _pairs(grid: SheetGrid, column: int) -> dict[str, str]:
    return {grid.at(row, 1): grid.at(row, column) for row in range(1, len(grid.cells) + 1) if grid.at(row, 1)}


def _answers(sheet: FormSheet, about: Mapping[str, str]) -> list[RawAnswer]:
    return [
        RawAnswer(
            organization=about.get("organization", ""),
            period=about.get("period", ""),
            questionnaire=about.get("questionnaire", ""),
            score_type=about.get("score_type", ""),
            respondent=about.get("respondent", ""),
            role=about.get("role", ""),
            item=sheet.at(row, ITEM),
            answer=sheet.at(row, ANSWER),
            comment=sheet.at(row, COMMENT),
            evidence=sheet.at(row, EVIDENCE),
            submitted=about.get("date", ""),
            sheet_id="",
            sheet=sheet.grid.name,
            row=row,
            column=letters(sheet.columns[ANSWER]),
            checksum=about.get("checksum", ""),
            held=about.get("date", ""),
            venue=about.get("place", ""),
            participants=about.get("participants", ""),
            comment_column=letters(sheet.columns.get(COMMENT, 0)),
            evidence_column=letters(sheet.columns.get(EVIDENCE, 0)),
        )
        for row in sheet.items
    ]


def _without_blank_copies(answers: list[RawAnswer]) -> Iterator[RawAnswer]:
    """Yield the answers without rows in which nothing was filled in, where the same item has another row."""
    filled = {one.item for one in answers if one.answer or one.comment or one.evidence}
    kept: set[str] = set()
    for one in answers:
        blank = not (one.answer or one.comment or one.evidence)
        if not blank or one.item not in filled | kept:
            kept.add(one.item)
            yield one


def _unread(source: Source, grid: SheetGrid, items: frozenset[str]) -> list[Finding]:
    """Say what becomes of a sheet that is neither ours by its heading, nor the first one, nor empty."""
    names = {cell for cells in grid.cells for cell in cells[:1]}
    if grid.name == META or names & set(FIELDS) or not any(map(any, grid.cells)):
        return []
    return [finding("form-heading" if names & items else "sheet-unread", source.place(grid.name))]
