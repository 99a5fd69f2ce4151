"""The fill-in workbook that `oca form` makes: answers are found by item code, never by row or by the sheet's name."""

from __future__ import annotations

from collections.abc import Mapping

from oca.collection.loaders.cells import Grid, letters
from oca.collection.raw import RawAnswer, RawFile, Source
from oca.findings import Finding, Place, finding

META = "_oca"
"""The very-hidden sheet: keys in the first column, values in the second."""

ITEM, ANSWER, COMMENT, EVIDENCE = "item", "answer", "comment", "evidence"
"""Names in the hidden heading row of each dimension's sheet."""

FIELDS = ("organization", "period", "score_type", "participants", "respondent", "role", "date")
"""What the first sheet asks for; its hidden column A holds these names, column C what was filled in."""

FIELD_COLUMN = 3


_MACHINE = {ITEM, "title", "level_1", "level_2", ANSWER, COMMENT, EVIDENCE}

_TELLING = 4
"""So many machine names in one row make it a heading of ours, even where a column was deleted; tables have fewer."""


def recognises(sheets: Mapping[str, Grid]) -> bool:
    """Say whether a workbook is our form: it has the hidden sheet, or a hidden heading of a dimension's sheet."""
    return META in sheets or any(_heading(grid) is not None for grid in sheets.values())


def load(source: Source, sheets: Mapping[str, Grid], items: frozenset[str]) -> RawFile:
    """Read the answers of a filled-in form; `items` are those of every version of the project's questionnaires."""
    meta = _pairs(sheets[META], 2) if META in sheets else {}
    filled: dict[str, str] = {}
    for grid in sheets.values():
        if grid.name != META:
            filled.update({k: v for k, v in _pairs(grid, FIELD_COLUMN).items() if k in FIELDS and v})
    about = {**meta, **filled}
    answers: list[RawAnswer] = []
    findings = [] if META in sheets else [finding("form-identity", source.place())]
    for grid in sheets.values():
        heading = _heading(grid)
        if heading is None:
            findings += _unread(source, grid, items)
            continue
        row, columns = heading
        findings += [
            finding("column-missing", source.place(grid.name, row), column=name, found=", ".join(columns))
            for name in (ITEM, ANSWER, COMMENT, EVIDENCE)
            if name not in columns
        ]
        if ITEM in columns and ANSWER in columns:
            answers += _answers(grid, row, columns, about)
            findings += _formulas(source, grid, row, columns)
            findings += _without_code(source, grid, row, columns)
    return RawFile(tuple(answers), tuple(findings), cover=_cover(source, sheets))


def _cover(source: Source, sheets: Mapping[str, Grid]) -> dict[str, Place]:
    """Return the cell of each field of the first sheet; what only the hidden sheet says has the file as its place."""
    places = dict.fromkeys(("questionnaire", *FIELDS), source.place())
    for grid in sheets.values():
        for row in range(1, len(grid.cells) + 1) if grid.name != META else ():
            name, at = grid.at(row, 1), source.place(grid.name, row, letters(FIELD_COLUMN))
            if name in FIELDS and (grid.at(row, FIELD_COLUMN) or not places[name].row):
                places[name] = at
    return places


def _heading(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Return the row of machine names, and the column of each; None when the sheet has none."""
    for number, cells in enumerate(grid.cells[:20], start=1):
        if len(_MACHINE & set(cells)) >= _TELLING:
            return number, {name: column for column, name in enumerate(cells, start=1) if name}
    return None


def _pairs(grid: Grid, column: int) -> dict[str, str]:
    return {grid.at(row, 1): grid.at(row, column) for row in range(1, len(grid.cells) + 1) if grid.at(row, 1)}


def _answers(grid: Grid, heading: int, columns: Mapping[str, int], about: Mapping[str, str]) -> list[RawAnswer]:
    def cell(row: int, name: str) -> str:
        return grid.at(row, columns[name]) if name in columns else ""

    return [
        RawAnswer(
            organization=about.get("organization", ""),
            period=about.get("period", ""),
            questionnaire=about.get("questionnaire", ""),
            score_type=about.get("score_type", ""),
            respondent=about.get("respondent", ""),
            role=about.get("role", ""),
            item=cell(row, ITEM),
            answer=cell(row, ANSWER),
            comment=cell(row, COMMENT),
            evidence=cell(row, EVIDENCE),
            submitted=about.get("date", ""),
            sheet_id="",
            sheet=grid.name,
            row=row,
            column=letters(columns[ANSWER]),
            checksum=about.get("checksum", ""),
        )
        for row in range(heading + 1, len(grid.cells) + 1)
        if cell(row, ITEM)
    ]


def _formulas(source: Source, grid: Grid, heading: int, columns: Mapping[str, int]) -> list[Finding]:
    """Return a finding for each input cell of an item with a formula that was never calculated."""
    places = [
        (row, letters(columns[name]))
        for row in (range(heading + 1, len(grid.cells) + 1) if grid.uncalculated else ())
        for name in (ANSWER, COMMENT, EVIDENCE)
        if name in columns and grid.at(row, columns[ITEM])
    ]
    return [
        finding("formula-uncalculated", source.place(grid.name, row, letter))
        for row, letter in places
        if f"{letter}{row}" in grid.uncalculated
    ]


def _without_code(source: Source, grid: Grid, heading: int, columns: Mapping[str, int]) -> list[Finding]:
    """Return a finding for each answer that stands in a row without an item code, below the first item."""
    rows = range(heading + 1, len(grid.cells) + 1)
    first = next((row for row in rows if grid.at(row, columns[ITEM])), len(grid.cells) + 1)
    return [
        finding("item-code-missing", source.place(grid.name, row, letters(columns[ANSWER])), found=found)
        for row in range(first, len(grid.cells) + 1)
        if not grid.at(row, columns[ITEM]) and (found := grid.at(row, columns[ANSWER]))
    ]


def _unread(source: Source, grid: Grid, items: frozenset[str]) -> list[Finding]:
    """Say what becomes of a sheet that is neither ours by its heading, nor the first one, nor empty."""
    names = {cell for cells in grid.cells for cell in cells[:1]}
    if grid.name == META or names & set(FIELDS) or not any(map(any, grid.cells)):
        return []
    return [finding("form-heading" if names & items else "sheet-unread", source.place(grid.name))]
