"""A blank file of the support side in Excel: headings, lists to choose from, and what each column holds."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oca import files
from oca.instrument.questionnaire import Questionnaire
from oca.language import LANGUAGES, pick
from oca.project import Project
from oca.spreadsheet.seal import sealed
from oca.support.columns import FILES, NUMBERS, SupportColumn, SupportFile
from oca.support.records import Support

ROWS = 300
"""So many rows are prepared; more can be typed below."""

REGISTER = SupportFile(
    "organizations",
    "an organization",
    (
        SupportColumn("id", "id", "id of the organization: a-z, digits, hyphens; it stays for ever", needed=True),
        SupportColumn("name", "text", "its name as it writes it", needed=True),
        SupportColumn("name_cyrillic", "text", "its name in the other script, where it uses both"),
        SupportColumn("earlier_names", "text", "names that it had before, with semicolons between"),
        SupportColumn("sector", "text", "id of the sector in project.yaml", needed=True, known="sector"),
        SupportColumn("language", "text", "language of its forms and reports", known="language"),
        SupportColumn("joined", "text", "id of its first period, where that is not the first of all", known="period"),
        SupportColumn("left", "text", "id of its last period, where it has left", known="period"),
        SupportColumn("entity", "text", "part of the country"),
        SupportColumn("municipality", "text", "where its office is"),
        SupportColumn("founded", "count", "year of its foundation"),
        SupportColumn("size", "text", "small, medium, large, or your own words"),
        SupportColumn("contact", "text", "how it is reached; never printed in what others see"),
        SupportColumn("consent", "text", "yes, when it agrees to be named to the public"),
        SupportColumn("consent_scores", "text", "yes, when it agrees that the public sees its scores"),
    ),
)
"""The register: the columns of a blank one; any further column makes groups."""


@dataclass(frozen=True)
class Choices:
    """What the cells of a project can name, by what they name; each with its name, which stands beside on the list."""

    by_known: Mapping[str, Sequence[tuple[str, str]]]

    def of(self, column: SupportColumn) -> Sequence[tuple[str, str]]:
        """Return what a column's cells can name; nothing for free text."""
        return self.by_known.get(column.known, ()) if column.known else ()


def support_file(name: str) -> SupportFile:
    """Return a file by its name, the register among them."""
    return REGISTER if name == REGISTER.name else FILES[name]


def choices_of(project: Project, questionnaires: Mapping[str, Questionnaire], support: Support) -> Choices:
    """Return what the cells of a project's files can name, in the project's first language."""
    language = project.settings.languages[0]
    used = dict.fromkeys(one.questionnaire for one in project.settings.periods)
    versions = [questionnaires[ref] for ref in reversed(used)]
    dimensions = {
        one: version.dimension_text(one, language).title for version in versions for one in version.dimension_ids
    }
    items = {one: version.item_text(one, language).title for version in versions for one in version.item_ids}
    return Choices(
        {
            "organization": [(one.id, one.name) for one in project.organizations],
            "training": [(one.id, pick(one.title, language)) for one in support.trainings],
            "trainer": [(one.id, one.name) for one in support.trainers],
            "session": [(one.id, f"{one.training}, {one.date}, {one.place}") for one in support.sessions],
            "element": [*dimensions.items(), *items.items()],
            "dimension": list(dimensions.items()),
            "sector": [(key, pick(name, language)) for key, name in project.settings.sectors.items()],
            "language": [(key, name) for key, name in LANGUAGES.items()],
            "period": [(one.id, pick(one.label, language)) for one in project.settings.periods],
            "decision": [("pin", "it attends in any case"), ("forbid", "it does not attend")],
        }
    )


def write_blank(file: SupportFile, choices: Choices, project: Project, path: Path) -> None:
    """Write a blank file as a workbook: one sheet to fill in, one that explains, one with all that can be named.

    Lists to choose from stand in cells that name one thing; where several can be named, the sheet of lists helps.

    Raises:
        UsageError: the file cannot be written.
    """
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, options)
    day = project.settings.periods[-1].date
    book.set_properties({"title": file.name, "created": _midnight(day)})
    heading = book.add_format(
        {"bold": True, "bg_color": "#1F5F73", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    )
    page, help_page = book.add_worksheet(file.name), book.add_worksheet("help")
    lists = _write_lists(book, file, choices, heading)
    looks = {"date": book.add_format({"num_format": "yyyy-mm-dd"}), "text": book.add_format({"num_format": "@"})}
    for number, column in enumerate(file.columns):
        page.write_string(0, number, column.name, heading)
        page.write_comment(0, number, _explained(column))
        wide = 44 if column.name in ("aim", "title", "name") else 20
        look = None if column.reading in NUMBERS else looks.get(column.reading, looks["text"])
        page.set_column(number, number, wide, look)
        if column.name in lists and column.reading != "list":
            page.data_validation(
                1,
                number,
                ROWS,
                number,
                {
                    "validate": "list",
                    "source": lists[column.name],
                    "error_type": "warning",
                    "error_title": column.name,
                    "error_message": "This is not on the list.",
                },
            )
    page.freeze_panes(1, 1)
    _write_help(help_page, file, heading, book.add_format({"text_wrap": True, "valign": "top"}))
    book.close()
    files.write(path, sealed(content.getvalue()))


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day)


def _explained(column: SupportColumn) -> str:
    need = "" if column.needed else "May stay empty. "
    more = {"date": " Write it as 2023-05-31.", "list": " Several: divided by semicolons."}.get(column.reading, "")
    return f"{need}{column.meaning[:1].upper()}{column.meaning[1:]}.{more}"


def _write_help(page: Any, file: SupportFile, heading: Any, wrapped: Any) -> None:
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, "column", heading)
    page.write_string(0, 1, f"One row is {file.row}. Keep the headings as they are.", heading)
    for row, column in enumerate(file.columns, start=1):
        page.write_string(row, 0, column.name)
        page.write_string(row, 1, _explained(column), wrapped)
    note = f"Save as {file.name}.xlsx, or as CSV UTF-8 as {file.name}.csv, in the project folder beside project.yaml."
    page.write_string(len(file.columns) + 2, 1, note, wrapped)


def _write_lists(book: Any, file: SupportFile, choices: Choices, heading: Any) -> dict[str, str]:
    """Write a sheet with all that can be named; return the range of each column's list."""
    named = {column.name: choices.of(column) for column in file.columns if choices.of(column)}
    if not named:
        return {}
    page = book.add_worksheet("lists")
    ranges: dict[str, str] = {}
    known: dict[str, int] = {}
    for column in file.columns:
        if column.name not in named:
            continue
        if column.known not in known:
            at = 2 * len(known)
            known[column.known] = at
            page.write_string(0, at, column.known, heading)
            page.write_string(0, at + 1, "name", heading)
            page.set_column(at, at, 22)
            page.set_column(at + 1, at + 1, 44)
            for row, (one, title) in enumerate(named[column.name], start=1):
                page.write_string(row, at, one)
                page.write_string(row, at + 1, title)
        ranges[column.name] = _range(known[column.known], len(named[column.name]))
    return ranges


def _range(column: int, count: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    letter = xl_col_to_name(column)
    return f"=lists!${letter}$2:${letter}${count + 1}"
