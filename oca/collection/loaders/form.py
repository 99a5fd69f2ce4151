"""The fill-in workbook that `oca form` makes: answers are found by item code, never by row or by the sheet's name."""

from __future__ import annotations

from collections.abc import Mapping

from oca.collection.loaders.cells import Grid, letters, uncalculated
from oca.collection.raw import RawAnswer, RawFile, Source
from oca.findings import Finding, finding

META = "_oca"
"""The very-hidden sheet: keys in the first column, values in the second."""

ITEM, ANSWER, COMMENT, EVIDENCE = "item", "answer", "comment", "evidence"
"""Names in the hidden heading row of each dimension's sheet."""

FIELDS = ("organization", "period", "score_type", "participants", "date")
"""What the first sheet asks for; its hidden column A holds these names, column C what was filled in."""

FIELD_COLUMN = 3


def recognises(sheets: Mapping[str, Grid]) -> bool:
    """Say whether a workbook is our form: it has the hidden sheet, or a hidden heading with item and answer."""
    return META in sheets or any(_heading(grid) is not None for grid in sheets.values())


def load(source: Source, sheets: Mapping[str, Grid]) -> RawFile:
    """Read the answers of a filled-in form."""
    meta = _pairs(sheets[META], 2) if META in sheets else {}
    filled: dict[str, str] = {}
    for grid in sheets.values():
        if grid.name != META:
            filled.update({k: v for k, v in _pairs(grid, FIELD_COLUMN).items() if k in FIELDS and v})
    about = {**meta, **filled}
    answers: list[RawAnswer] = []
    findings: list[Finding] = []
    for grid in sheets.values():
        heading = _heading(grid)
        if heading is None:
            continue
        row, columns = heading
        faults = [
            finding("column-missing", source.place(grid.name, row), column=name, found=", ".join(columns))
            for name in (ANSWER, COMMENT, EVIDENCE)
            if name not in columns
        ]
        findings += faults
        if ANSWER in columns:
            found = _answers(grid, row, columns, about)
            answers += found
            findings += _formulas(source, grid, found)
    return RawFile(tuple(answers), tuple(findings))


def _heading(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Return the row of machine names, and the column of each; None when the sheet has none."""
    for number, cells in enumerate(grid.cells[:20], start=1):
        if ITEM in cells and (ANSWER in cells or "level_1" in cells):
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
            score_type=about.get("score_type", "") or "consensus",
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


def _formulas(source: Source, grid: Grid, answers: list[RawAnswer]) -> list[Finding]:
    empty = {f"{one.column}{one.row}": one for one in answers if not one.answer}
    cells = uncalculated(source, grid.name) if empty else set()
    return [
        finding("formula-uncalculated", source.place(grid.name, one.row, one.column))
        for cell, one in empty.items()
        if cell in cells
    ]
