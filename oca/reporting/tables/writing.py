"""The tidy tables for analysts, and what every written file shares: clean text.

CSV is for Excel and for programs: UTF-8 with a byte order mark, comma, unrounded numbers; no cell can act as a formula.
Parquet, SPSS and Stata are written by `oca.reporting.tables.statistical`.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from oca.files import whole
from oca.options import as_path, choice
from oca.reporting.tables.codebook import codebook, readme
from oca.reporting.tables.exported import exported_tables
from oca.reporting.tables.labels import Exported, labelled
from oca.reporting.tables.statistical import (
    Format,
    Statistical,
    check_installed,
    write_parquet,
    write_spss,
    write_stata,
)
from oca.spreadsheet.safe_text import defused, without_control

if TYPE_CHECKING:
    from oca.assessment import Assessment


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV; NaN is an empty cell.

    Raises:
        UsageError: the file cannot be replaced.
    """
    safe = frame.rename(columns=defused)
    for name in safe.select_dtypes(include=["str", "object"]).columns:
        safe[name] = safe[name].map(lambda cell: defused(cell) if isinstance(cell, str) else cell)
    with whole(path) as part:
        safe.to_csv(part, index=False, encoding="utf-8-sig", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)


WRITERS: Mapping[Statistical, Callable[[Exported, Path, datetime.date], None]] = {
    "parquet": write_parquet,
    "spss": write_spss,
    "stata": write_stata,
}

SUFFIXES: Mapping[Format, str] = {"csv": "csv", "parquet": "parquet", "spss": "sav", "stata": "dta"}


def write_tables(
    assessment: Assessment,
    folder: Path | str,
    *,
    format: Format = "csv",  # noqa: A002 - as the option
) -> list[Path]:
    """Write every table of an assessment, unrounded and named: for internal use. A README.txt and a codebook say what.

    Args:
        assessment: what was assessed.
        folder: where the files go; each appears whole or not at all.
        format: csv, or what the extras of the package write.

    Returns:
        The files: one for each table, then codebook.csv and README.txt.

    Raises:
        UsageError: there is no such format, the package that writes it is not installed, or a file cannot be replaced.
    """
    folder = as_path(folder)
    choice("format of tables", format, SUFFIXES)
    check_installed(format)
    day = max(period.date for period in assessment.project.settings.periods)
    exported = [labelled(table, frame, assessment) for table, frame in exported_tables(assessment)]
    written = []
    for one in exported:
        path = folder / f"{one.name}.{SUFFIXES[format]}"
        if format == "csv":
            write_csv(one.frame, path)
        else:
            with whole(path) as part:
                WRITERS[format](replace(one, frame=_clean(one.frame)), part, day)
        written.append(path)
    write_csv(codebook(exported), folder / "codebook.csv")
    with whole(folder / "README.txt") as part:
        part.write_text(readme(assessment, exported, [path.name for path in written]), encoding="utf-8")
    return [*written, folder / "codebook.csv", folder / "README.txt"]


def _clean(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts have no characters that a file cannot hold."""
    clean = frame.copy()
    for name in clean.select_dtypes(include=["str", "object"]).columns:
        clean[name] = clean[name].map(lambda cell: without_control(cell) if isinstance(cell, str) else cell)
    return clean
