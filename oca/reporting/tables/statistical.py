"""Tables for programs of statistics: Parquet, SPSS (.sav) and Stata (.dta), by packages that are optional extras.

Each writer takes a table and the path of a file that is not in its place yet.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from oca.errors import UsageError
from oca.reporting.tables.labels import Exported
from oca.tables import ColumnType

Statistical = Literal["parquet", "spss", "stata"]
Format = Literal["csv", Statistical]

EXTRAS = {
    "parquet": ("pyarrow", "parquet"),
    "spss": ("pyreadstat", "statistics"),
    "stata": ("pyreadstat", "statistics"),
}
"""The package that writes a format, and the extra of ours that installs it."""

_LONGEST_TEXT = 32767
"""Bytes that a text of SPSS holds."""

_LONGEST_LABEL = {"spss": 250, "stata": 80}
"""Characters of a variable's label; SPSS counts bytes, and our meanings are ASCII."""

_VALUE_LABEL = 120
"""Bytes of a value's label in SPSS."""

_STATA = 14
"""Release 118 of the format, which every edition since Stata 14 opens; 119 is for Stata/MP alone."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_SPSS_MADE = slice(92, 109)
"""Where the header of an SPSS file says when it was made: nine bytes of date and eight of time."""

_STATA_MADE = re.compile(rb"(?<=<timestamp>\x11).{17}(?=</timestamp>)")


def check_installed(format: Format) -> None:  # noqa: A002 - the option's name
    """Check that a format can be written.

    Raises:
        UsageError: its package is not installed; the message has the line that installs it.
    """
    if format == "csv":
        return
    package, extra = EXTRAS[format]
    try:
        import_module(package)
    except ImportError as error:
        install = f'pip install "oca-toolkit[{extra}]" (with pipx: pipx inject oca-toolkit {package})'
        raise UsageError(f"--format {format} needs the package {package}. Install it once: {install}") from error


def write_parquet(exported: Exported, path: Path, day: datetime.date) -> None:
    """Write a table as Parquet; the meaning of each column is in the metadata of its field."""
    import pyarrow as pa
    from pyarrow import parquet

    types = {"text": pa.string(), "number": pa.float64(), "count": pa.int64(), "flag": pa.bool_(), "date": pa.date32()}
    fields = [
        pa.field(column.name, types[column.kind], metadata={"description": column.meaning})
        for column in exported.table.columns
    ]
    parquet.write_table(pa.Table.from_pandas(exported.frame, pa.schema(fields), preserve_index=False), path)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Say what pyreadstat cannot write as the system says it: the disk is full, mostly.

    On a disk without any room pyreadstat leaves an empty file, and says nothing.

    Raises:
        OSError: the file was not written.
    """
    import pyreadstat

    try:
        yield
        problem = "" if path.stat().st_size else "nothing was written"
    except pyreadstat.ReadstatError as error:
        problem = str(error)
    if problem:
        with path.open("ab") as file:  # it does not say why, and the system does
            file.write(bytes(_PROBE))
        raise OSError(problem)


_PROBE = 2**20
"""So many bytes more are written to learn why a file could not be."""


_SPSS_FORMATS: dict[ColumnType, str] = {"number": "F10.4", "date": "DATE11"}

_STATA_FORMATS: dict[ColumnType, str] = {"text": "%-24s", "date": "%td"}


def write_spss(exported: Exported, path: Path, day: datetime.date) -> None:
    """Write a table for SPSS, with labels, measures and formats."""
    import pyreadstat

    kinds = {exported.names[column.name]: column.kind for column in exported.table.columns}
    frame = _numbered(exported, longest=_LONGEST_TEXT)
    labels = _value_labels(exported)
    coded = {exported.names[column] for column in exported.codes}
    text = [name for name, kind in kinds.items() if kind == "text" and name not in coded]
    with _said(path):
        pyreadstat.write_sav(
            frame,
            path,
            file_label=_clipped(f"{exported.name}: {exported.table.row}", 60),
            column_labels=_column_labels(exported, _LONGEST_LABEL["spss"]),
            variable_value_labels=labels,
            variable_measure={name: _measure(name, kind, labels) for name, kind in kinds.items()},
            variable_format={name: _SPSS_FORMATS.get(kind, "F8.0") for name, kind in kinds.items() if name not in text},
            variable_display_width=dict.fromkeys(text, 24),
            row_compress=True,
        )
    content = bytearray(path.read_bytes())
    content[_SPSS_MADE] = f"{day:%d} {_MONTHS[day.month - 1]} {day:%y}00:00:00".encode()
    path.write_bytes(content)


def write_stata(exported: Exported, path: Path, day: datetime.date) -> None:
    """Write a table for Stata 14 and later, with labels."""
    import pyreadstat

    with _said(path):
        pyreadstat.write_dta(
            _numbered(exported),
            path,
            file_label=_clipped(f"{exported.name}: {exported.table.row}", 80),
            column_labels=_column_labels(exported, _LONGEST_LABEL["stata"]),
            variable_value_labels=_value_labels(exported),
            variable_format={
                exported.names[column.name]: _STATA_FORMATS[column.kind]
                for column in exported.table.columns
                if column.kind in _STATA_FORMATS and column.name not in exported.codes
            },
            version=_STATA,
        )
    made = f"{day:%d} {_MONTHS[day.month - 1]} {day:%Y} 00:00".encode()
    path.write_bytes(_STATA_MADE.sub(made, path.read_bytes(), count=1))


def _numbered(exported: Exported, longest: int | None = None) -> pd.DataFrame:
    """Return the table with SPSS's and Stata's names, closed choices as numbers, dates as days, texts not too long."""
    columns: dict[str, Any] = {}
    for column in exported.table.columns:
        values = exported.frame[column.name]
        if column.name in exported.codes:
            numbers = values.map(exported.codes[column.name]).astype("float64")
            columns[exported.names[column.name]] = numbers
        else:
            columns[exported.names[column.name]] = _plain(values, column.kind, longest)
    return pd.DataFrame(columns)


def _plain(values: pd.Series, kind: ColumnType, longest: int | None) -> pd.Series:
    if kind in ("count", "flag"):
        return values.astype("int32")
    if kind == "date" and values.isna().all():
        return pd.Series(float("nan"), index=values.index)  # without a single day, days would be taken for texts
    if kind == "date":
        return pd.Series([None if pd.isna(day) else day.date() for day in values], dtype="object")
    if kind == "text":
        texts = values.fillna("").astype("object")
        return texts.map(lambda text: _in_bytes(text, longest)) if longest else texts
    return values


def _column_labels(exported: Exported, longest: int) -> dict[str, str | None]:
    return {exported.names[column.name]: _clipped(column.meaning, longest) for column in exported.table.columns}


def _value_labels(exported: Exported) -> dict[str, dict[int | float, str]]:
    return {
        exported.names[column]: {number: _in_bytes(label, _VALUE_LABEL) for number, label in labels.items()}
        for column, labels in exported.labels.items()
        if labels
    }


def _measure(name: str, kind: ColumnType, labels: dict[str, dict[int | float, str]]) -> str:
    """Return SPSS's level of measurement: levels of answers are in an order, codes and texts are not."""
    if kind == "number":
        return "ordinal" if name in labels else "scale"
    return "nominal" if name in labels or kind == "text" else "scale"


def _clipped(text: str, longest: int) -> str:
    """Cut a text before its last part that does not fit (a semicolon divides), else after a word, and show that."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 4]
    return kept.rsplit(";", 1)[0] if ";" in kept else kept.rsplit(" ", 1)[0] + " ..."


def _in_bytes(text: str, longest: int) -> str:
    """Cut a text to a number of bytes of UTF-8, between two letters."""
    return text.encode()[:longest].decode(errors="ignore")
