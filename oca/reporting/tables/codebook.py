"""What is written beside the tables: what they are, for whom, and what each column means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from oca.reporting.tables.labels import Exported

if TYPE_CHECKING:
    from oca.assessment import Assessment

_TYPES = {
    "text": "text",
    "number": "number",
    "count": "whole number",
    "flag": "yes or no",
    "date": "date",
}


def codebook(tables: Sequence[Exported]) -> pd.DataFrame:
    """Return one row for each column of each table: its name, type and meaning, and the codes of its values."""
    rows = [
        {
            "table": one.name,
            "column": column.name,
            "name_in_spss_stata": one.names[column.name],
            "type": _TYPES[column.kind],
            "meaning": column.meaning,
            "labels_in_spss_stata": "; ".join(
                f"{number} = {label}" for number, label in one.labels.get(column.name, {}).items()
            ),
        }
        for one in tables
        for column in one.table.columns
    ]
    return pd.DataFrame(rows, dtype="str")


def readme(assessment: Assessment, tables: Sequence[Exported], files: Sequence[str]) -> str:
    """Return the text that goes with the tables. It has no date, so that the same answers give the same text."""
    settings = assessment.project.settings
    name = settings.name.get("en") or next(iter(settings.name.values()))
    rows = [
        f"  {file:24} {len(one.frame):6} rows, each {one.table.row}" for one, file in zip(tables, files, strict=True)
    ]
    synthetic = "All data are synthetic: invented organizations, invented answers.\n\n" if settings.synthetic else ""
    return f"{name}\n\n{synthetic}{_FOR_WHOM}\n" + "\n".join(rows) + f"\n\n{_HOW}"


_FOR_WHOM = """\
INTERNAL. These files name organizations, and no figure in them is suppressed. They are for the people who run the
assessment and for analysts who work for them under the same confidence; not for donors, not for the press. What may be
shown is made by: oca compare --audience public

responses holds what people answered and wrote. The codes of respondents are pseudonyms, not names, but in a small
organization role and comments may tell who somebody is. Leave that file out where it is not needed.
"""

_HOW = """\
Every column is explained in codebook.csv. Join the tables by organization, period, kind and element.

Numbers are unrounded. Missing is missing: an empty cell in CSV, null in Parquet, system missing in SPSS and Stata;
never 0, never 99. Why an answer or a score is missing stands in the column status.

CSV      UTF-8 with a byte order mark, comma. An apostrophe stands before text that begins with = + - @, so that
         no spreadsheet takes it for a formula.
Parquet  text, double, int64, bool and date32; each column carries its meaning.
SPSS     columns with a closed choice (status, verdict, kind ...) are numbers, labelled with the words of the CSV; the
Stata    levels of answers are labelled with their names. Columns carry their meanings, in Stata their first 80
         characters. The column by of comparison is called grouped_by, since BY is a reserved word of SPSS; columns of
         your own in organizations are renamed where they must be. Text is cut at 32,767 bytes in SPSS. Stata files
         are for Stata 14 and later. R reads both: haven::read_sav, haven::read_dta.

The same answers give the same bytes, written by the same versions of the packages. The date of making inside SPSS and
Stata files is that of the last period.
"""
