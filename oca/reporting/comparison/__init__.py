"""The comparison of groups of organizations: a workbook for Excel, tidy tables for programs, a page for a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from oca.assessment import Assessment
from oca.disclosure.ledger import remember
from oca.disclosure.release import Protected
from oca.project import Audience
from oca.reporting.comparison.excel import write_excel
from oca.reporting.comparison.html import write_page
from oca.reporting.comparison.tidy_files import write_csvs, write_parquets
from oca.reporting.comparison.view import Release, make_release

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
    remembering: bool = True,
) -> Protected:
    """Write the comparison of groups of organizations; in every format it gives out the same figures.

    Args:
        assessment: what `assess` returns.
        path: the file to write, or for csv and parquet the folder; what is there of that name is replaced, and only by
            what is complete.
        format: a workbook, CSV or Parquet tables with a codebook, or one page for a browser.
        audience: who it is for; decides what is hidden (METHODS, section 8).
        by: a column of the register, `cohort`, or two columns as "entity x size"; by default sectors when internal,
            else clusters.
        language: language of the printed words.
        remembering: whether an export that is not internal is added to the project's folder `published/`.

    Returns:
        What stands in it, with the audit of it.

    Raises:
        InputError: the figures do not pass the audit, and nothing is written.
        UsageError: nobody was assessed, the register has no column `by`, a file is open in another program, or the
            package that writes the format is not installed.
    """
    release = make_release(assessment, audience, by, language)
    WRITERS[format](release, path)
    if release.protected.record and remembering:
        remember(assessment.project.folder, release.protected.record)
    return release.protected


def write_comparison_workbook(
    assessment: Assessment,
    path: Path,
    *,
    audience: Audience = "internal",
    by: str | None = None,
    language: str = "en",
    remembering: bool = True,
) -> Protected:
    """Write the comparison as an Excel workbook; as `write_comparison`, which has the other formats.

    Raises:
        UsageError: nobody was assessed, the register has no column `by`, or the file is open in another program.
    """
    return write_comparison(assessment, path, audience=audience, by=by, language=language, remembering=remembering)
