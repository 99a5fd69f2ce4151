"""The release as an Excel workbook."""

from __future__ import annotations

from pathlib import Path

from oca import files
from oca.disclosure.suppression import DIGITS
from oca.language import pick
from oca.reporting.comparison import about, charts
from oca.reporting.comparison.groups import CHANGE_COLUMNS
from oca.reporting.comparison.sheets import sheets_of
from oca.reporting.comparison.view import Release
from oca.spreadsheet.analysis_workbook import open_book


def write_excel(release: Release, path: Path) -> None:
    """Write the workbook.

    Raises:
        UsageError: the file is open in another program.
    """
    files.write(path, _made(release))


def _made(release: Release) -> bytes:
    t, project = release.text, release.assessment.project
    title = t("Comparison of organizational capacity: {project}", project=pick(project.settings.name, release.language))
    marking = about.marking(release)
    book = open_book(
        project.period(release.latest).date,
        {"title": title, "comments": marking, "subject": release.by_label()},
        marking=marking,
        scale=release.scale_of(("overall", "overall")),
        digits=2 if release.internal else DIGITS,
    )
    readme = book.page(t("README"), landscape=False)
    listed, tabs, drawn = [], {}, None
    for sheet in sheets_of(release):
        tabs[sheet.key] = book.add(sheet).get_name()
        listed.append((tabs[sheet.key], sheet.title))
        if sheet.key == "summary":
            drawn, verdicts = book.page(t("Charts"), landscape=False), len(sheet.fields) - CHANGE_COLUMNS
            listed.append((drawn.get_name(), t("Profile, change, course and groups as charts")))
    charts.draw(book, drawn, release, charts.ChartTables(tabs["summary"], tabs["groups"], verdicts))
    about.write(book, readme, release, listed)
    return book.finished()
