"""The comparison of groups of organizations: a workbook for Excel, tidy tables for programs, a page for a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from oca.assessment import Assessment
from oca.project import Audience
from oca.reporting.workbook.excel import write_excel
from oca.reporting.workbook.page import write_page
from oca.reporting.workbook.release import Release, make_release
from oca.reporting.workbook.tidyfiles import write_csvs, write_parquets

__all__ = ["ComparisonFormat", "write_comparison", "write_comparison_workbook"]

ComparisonFormat = Literal["xlsx", "csv", "parquet", "html"]

WRITERS: Mapping[ComparisonFormat, Callable[[Release, Path], None]] = {
    "xlsx": write_excel,
    "csv": write_csvs,
    "parquet": write_parquets,
    "html": write_page,
}


def write_comparison(
    assessment: Assessment,
    path: Path,
    *,
    format: ComparisonFormat = "xlsx",  # noqa: A002 - as the option
    audience: Audience = "internal",
    by: str | None = None,
    language: str = "en",
    audit: Sequence[str] = (),
    earlier: Sequence[str] = (),
) -> None:
    """Write the comparison of groups of organizations; in every format it gives out the same figures.

    Args:
        assessment: what `assess` returns.
        path: the file to write, or for csv and parquet the folder; what is there of that name is replaced, and only by
            what is complete.
        format: a workbook, CSV or Parquet tables with a codebook, or one page for a browser.
        audience: who it is for; decides what is hidden (METHODS, section 8).
        by: a column of the register, or `cohort`; by default sectors when internal, else clusters.
        language: language of the printed words.
        audit: what an attack on the figures found, line by line, for the README; empty where there was none.
        earlier: what was given out before and was attacked together with this, line by line.

    Raises:
        UsageError: nobody was assessed, the register has no column `by`, a file is open in another program, or the
            package that writes the format is not installed.
    """
    release = make_release(assessment, audience, by, language, audit=audit, earlier=earlier)
    WRITERS[format](release, path)


def write_comparison_workbook(
    assessment: Assessment,
    path: Path,
    *,
    audience: Audience = "internal",
    by: str | None = None,
    language: str = "en",
) -> None:
    """Write the comparison as an Excel workbook; as `write_comparison`, which has the other formats.

    Raises:
        UsageError: nobody was assessed, the register has no column `by`, or the file is open in another program.
    """
    write_comparison(assessment, path, audience=audience, by=by, language=language)
