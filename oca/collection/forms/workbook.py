"""The fill-in workbook: one organization's form, comfortable in Excel and LibreOffice, read back by item code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oca.collection.form_content import FilledSheet, Form, Previous
from oca.instrument.questionnaire import Questionnaire
from oca.language import language_code
from oca.project import Organization, Period

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["FilledSheet", "make_workbook"]


def make_workbook(
    questionnaire: Questionnaire,
    path: Path,
    *,
    language: str,
    organization: Organization | None = None,
    period: Period | None = None,
    score_type: str = "consensus",
    sheet: FilledSheet | None = None,
    synthetic: bool = False,
    previous: Previous | None = None,
) -> None:
    """Write the fill-in workbook, blank or filled in; the same arguments give the same bytes.

    Args:
        questionnaire: the version to ask.
        path: the .xlsx file to write.
        language: the form's language.
        organization: whose form it is; None leaves the cell open.
        period: for which period; None leaves the cell open.
        score_type: individual, consensus or verified.
        sheet: answers to write into it.
        synthetic: say on the first sheet that the data are invented.
        previous: last time's answers, to be shown beside the new ones.
    """
    from openpyxl import Workbook

    from oca.collection.forms.dimension_sheet import write_dimension
    from oca.collection.forms.start_sheet import write_start
    from oca.spreadsheet import style
    from oca.spreadsheet.writing import save

    filled = sheet or FilledSheet()
    form = Form(questionnaire, language_code(language), organization, period, score_type, filled, synthetic, previous)
    book = Workbook()
    style.register(book, len(questionnaire.levels))
    start = book.worksheets[0]
    names = form.sheet_names()
    answers = {
        dimension: write_dimension(book.create_sheet(name), dimension, form) for dimension, name in names.items()
    }
    write_start(start, form, names, answers)
    write_identity(book, form)
    save(book, path)


def write_identity(book: Workbook, form: Form) -> None:
    """Write the very-hidden sheet, by which the loader knows what was asked of whom."""
    from oca.collection.loaders.form import META
    from oca.spreadsheet.writing import put

    sheet = book.create_sheet(META)
    facts = {
        "questionnaire": form.questionnaire.ref,
        "checksum": form.questionnaire.checksum,
        "language": form.language,
        "organization": form.organization.id if form.organization else "",
        "period": form.period.id if form.period else "",
        "score_type": form.score_type,
    }
    for row, (key, value) in enumerate(facts.items(), start=1):
        put(sheet, row, 1, key)
        put(sheet, row, 2, value)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    book.properties.title, book.properties.creator, book.properties.language = form.footer, "oca", form.language
