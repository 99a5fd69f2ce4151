"""The comparison workbook: groups of organizations side by side, for Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from oca.analysis.disclosure import DIGITS
from oca.assessment import Assessment
from oca.language import pick
from oca.project import Audience
from oca.reporting.placing import placed_whole
from oca.reporting.protected import Protected
from oca.reporting.publications import remember
from oca.reporting.workbook import about, charts, codebook, groups, tidy
from oca.reporting.workbook.book import Sheet, open_book
from oca.reporting.workbook.release import Release, make_release

__all__ = ["write_comparison_workbook"]

Maker = Callable[[Release], Sheet]


def write_comparison_workbook(
    assessment: Assessment,
    path: Path,
    *,
    audience: Audience = "internal",
    by: str | None = None,
    language: str = "en",
    remembering: bool = True,
) -> Protected:
    """Write the comparison of groups of organizations as an Excel workbook.

    Args:
        assessment: what `assess` returns.
        path: the file to write; one of that name is replaced, and only by a complete one.
        audience: who it is for; decides what is hidden (METHODS, section 8).
        by: a column of the register, `cohort`, or two columns as "entity x size"; by default sectors when internal,
            else clusters.
        language: language of the printed words.
        remembering: whether an export that is not internal is added to the project's folder `published/`.

    Returns:
        What stands in it, with the audit of it.

    Raises:
        InputError: the figures do not pass the audit, and nothing is written.
        UsageError: nobody was assessed, the register has no column `by`, or the file is open in another program.
    """
    release = make_release(assessment, audience, by, language)
    with placed_whole(path) as part:
        _write(release, part)
    if release.protected.record and remembering:
        remember(assessment.project.folder, release.protected.record)
    return release.protected


def _write(release: Release, path: Path) -> None:
    t, project = release.words.text, release.assessment.project
    title = t("Comparison of organizational capacity: {project}", project=pick(project.settings.name, release.language))
    marking = about.marking(release)
    ladder = release.questionnaire.ladder
    book = open_book(
        path,
        project.period(release.latest).date,
        {"title": title, "comments": marking, "subject": release.by_label()},
        marking=marking,
        scale=(ladder[0], ladder[-1]),
        digits=2 if release.internal else DIGITS,
    )
    readme = book.page(t("README"), landscape=False)
    sheets = [make(release) for make in _makers(release)]
    for sheet in sheets:
        page = book.add(sheet)
        if sheet.key == "summary":
            charts.draw(book, page, sheet, release)
    about.write(book, readme, release, [(sheet.name, sheet.title) for sheet in sheets])
    book.workbook.close()


def _makers(release: Release) -> list[Maker]:
    """Return the makers of the sheets, in order."""
    named = [tidy.scores, tidy.changes] if release.internal else []
    quality = [tidy.data_quality] if release.internal else []
    compared = [groups.summary, groups.groups, groups.periods, groups.change, groups.items, tidy.comparison]
    return [*compared, *named, tidy.left_out, *quality, codebook.columns_and_codes, codebook.asked]
