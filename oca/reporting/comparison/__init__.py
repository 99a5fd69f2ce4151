"""The comparison of groups of organizations: a workbook for Excel, tidy tables for programs, a page for a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from oca.assessment import Assessment
from oca.comparison.grouping import By
from oca.disclosure.ledger import remember
from oca.disclosure.release import Protected
from oca.options import as_path, choice
from oca.project import Audience
from oca.reporting.comparison.excel import write_excel
from oca.reporting.comparison.html import write_page
from oca.reporting.comparison.tidy_files import write_csvs, write_parquets
from oca.reporting.comparison.view import Release, make_release

__all__ = ["ComparisonFormat", "write_comparison"]

ComparisonFormat = Literal["xlsx", "csv", "parquet", "html"]

WRITERS: Mapping[ComparisonFormat, Callable[[Release, Path], None]] = {
    "xlsx": write_excel,
    "csv": write_csvs,
    "parquet": write_parquets,
    "html": write_page,
}


def write_comparison(
    assessment: Assessment,
    path: Path | str,
    *,
    format: ComparisonFormat | None = None,  # noqa: A002 - as the option
    audience: Audience = "internal",
    by: By | None = None,
    language: str | None = None,
    remembering: bool = True,
) -> Protected:
    """Write the comparison of groups of organizations; in every format it gives out the same figures.

    Args:
        assessment: the result of `oca.assess`.
        path: the file to write, or for csv and parquet the folder; what is there of that name is replaced, and only by
            what is complete.
        format: a workbook, CSV or Parquet tables with a codebook, or one page for a browser; a page where None is given
            and the path ends in .html, else a workbook.
        audience: who it is for; decides what is hidden (METHODS, section 8).
        by: a column of the register, `cohort`, or two columns as "entity x size"; by default sectors when internal,
            else clusters.
        language: language of the printed words; the project's first when None.
        remembering: whether an export that is not internal is added to the project's folder `published/`.

    Returns:
        What stands in it, with the audit of it.

    Raises:
        InputError: the figures do not pass the audit, and nothing is written.
        UsageError: nobody was assessed, there is no such format, audience or language, groups cannot be made by `by`, a
            file is open in another program, or the package that writes the format is not installed.
    """
    path = as_path(path)
    written = format or ("html" if path.suffix == ".html" else "xlsx")
    choice("format of comparisons", written, WRITERS)
    release = make_release(assessment, audience, by, assessment.project.language_of(language))
    WRITERS[written](release, path)
    if release.protected.record and remembering:
        remember(assessment.project.folder, release.protected.record)
    return release.protected
