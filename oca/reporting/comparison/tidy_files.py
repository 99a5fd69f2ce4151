"""The release as tidy tables in a folder: one file for each table, with a codebook and a README.

A number that is hidden or absent is an empty cell; where any is hidden in a row, its column `suppressed` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from oca.errors import UsageError
from oca.files import whole
from oca.findings import shorten
from oca.reporting.comparison import about
from oca.reporting.comparison.sheets import sheets_of
from oca.reporting.comparison.view import HIDDEN, Release
from oca.reporting.tables.labels import Exported
from oca.reporting.tables.statistical import check_installed, write_parquet
from oca.reporting.tables.writing import write_csv
from oca.spreadsheet.analysis_workbook import Style, TableSheet, unique
from oca.spreadsheet.safe_text import without_control
from oca.tables import Column, ColumnType, Table

TIDY = (
    "comparison",
    "indicators",
    "support",
    "plans",
    "agenda",
    "support_doses",
    "organizations",
    "scores",
    "changes",
    "quality_by_organization",
    "exclusions",
    "quality",
    "findings",
    "inputs",
    "questionnaire",
)
"""The sheets that become files; the others show the same figures side by side, for readers."""

KINDS: dict[Style, ColumnType] = {
    "text": "text",
    "long": "text",
    "score": "number",
    "change": "number",
    "share": "number",
    "count": "count",
    "date": "date",
}

SUPPRESSED = "suppressed"


def write_csvs(release: Release, folder: Path) -> None:
    """Write the tables as CSV: UTF-8 with a byte order mark, comma; no cell can act as a formula.

    Raises:
        UsageError: the folder holds other files, or one of the files is open in another program.
    """
    _write(release, folder, "csv", lambda made, path: write_csv(made.frame, path))


def write_parquets(release: Release, folder: Path) -> None:
    """Write the tables as Parquet; the codebook stays CSV, for people.

    Raises:
        UsageError: the package pyarrow is not installed, the folder holds other files, or a file cannot be replaced.
    """
    check_installed("parquet")
    day = release.assessment.project.period(release.latest).date

    def write(made: Exported, path: Path) -> None:
        with whole(path) as part:
            write_parquet(made, part, day)

    _write(release, folder, "parquet", write)


def _write(release: Release, folder: Path, suffix: str, write: Callable[[Exported, Path], None]) -> None:
    sheets = {sheet.key: sheet for sheet in sheets_of(release)}
    made = {key: exported(sheets[key]) for key in TIDY if key in sheets}
    files = {key: folder / f"{key}.{suffix}" for key in made}
    _refuse_others(folder, {*(path.name for path in files.values()), "codebook.csv", "README.txt"})
    for key, path in files.items():
        write(made[key], path)
    write_csv(
        pd.DataFrame(_codebook(sheets["codebook"], made), columns=_CODEBOOK, dtype="str"), folder / "codebook.csv"
    )
    with whole(folder / "README.txt") as part:
        part.write_text(_readme(release, sheets, [*made]), encoding="utf-8")


def _refuse_others(folder: Path, ours: set[str]) -> None:
    """Refuse a folder with anything else in it: an internal table must not lie beside those for the public."""
    others = sorted(path.name for path in folder.iterdir() if path.name not in ours) if folder.is_dir() else []
    if others:
        raise UsageError(f"{folder} holds other files: {shorten(others)}. Name a new or an empty folder.")


def exported(sheet: TableSheet) -> Exported:
    """Return a sheet as a table of typed columns."""
    names = unique([without_control(one.heading) for one in sheet.fields])
    cells = [list(column) for column in zip(*sheet.rows, strict=True)] or [[] for _ in names]
    columns: list[Column] = []
    frame: dict[str, pd.Series] = {}
    for name, one, values in zip(names, sheet.fields, cells, strict=True):
        kind: ColumnType = "flag" if values and all(isinstance(cell, bool) for cell in values) else KINDS[one.style]
        columns.append(Column(name, kind, sheet.title))
        frame[name] = _typed(kind, values)
    hidden = [any(_is_hidden(cell) for cell in row) for row in sheet.rows]
    if any(hidden) and SUPPRESSED not in frame:
        columns.append(Column(SUPPRESSED, "flag", "whether a figure of the row is hidden"))
        frame[SUPPRESSED] = pd.Series(hidden, dtype="bool")
    return Exported(Table(sheet.key.upper(), sheet.title, tuple(columns)), pd.DataFrame(frame), {}, {}, {})


def _typed(kind: ColumnType, values: list[object]) -> pd.Series:
    if kind == "text":
        return pd.Series([without_control(str(cell)) for cell in values], dtype="str")
    if kind == "date":
        return pd.Series(values, dtype="object")
    if kind == "flag":
        return pd.Series(values, dtype="bool")
    numbers = [None if isinstance(cell, str) else cell for cell in values]
    return pd.Series(numbers, dtype="Int64" if kind == "count" else "float64")


def _is_hidden(cell: object) -> bool:
    return isinstance(cell, str) and (cell == HIDDEN or (cell.startswith("<") and cell[1:].isdigit()))


_CODEBOOK = ["table", "column", "code", "type", "meaning"]


def _codebook(explained: TableSheet, made: dict[str, Exported]) -> Iterator[list[str]]:
    """Yield the rows of the sheet Codebook, then the columns of the tables that it does not explain."""
    yield from ([str(cell) for cell in row] for row in explained.rows)
    known = {str(row[0]).casefold() for row in explained.rows}
    for key, one in made.items():
        if key not in known:
            yield from ([key.upper(), column.name, "", column.kind, column.meaning] for column in one.table.columns)


def _readme(release: Release, sheets: dict[str, TableSheet], keys: list[str]) -> str:
    head = [about.title(release), about.marking(release), ""]
    lines = [f"{label}: {text}" for label, text in about.lines(release)]
    return without_control("\n".join([*head, *lines, "", *(f"{key}: {sheets[key].title}" for key in keys)]) + "\n")
