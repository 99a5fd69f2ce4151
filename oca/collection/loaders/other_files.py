"""Texts that are no table: web pages, other programs' texts, and a sheet of a form that was saved as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oca.collection.loaders.form import FIELDS
from oca.collection.loaders.form_sheet import is_heading
from oca.csvfile import SAMPLE, Line
from oca.errors import InputError
from oca.findings import Finding, finding
from oca.source import Source
from oca.spreadsheet.other_formats import SAVE
from oca.spreadsheet.reading import SheetGrid
from oca.tables import COMPARISON
from oca.textfile import decode

_BEGINNINGS = {
    "<!doctype html": "a web page (HTML)",
    "<html": "a web page (HTML)",
    "<table": "a web page (HTML)",
    "<head": "a web page (HTML)",
    "<meta": "a web page (HTML)",
    "<?xml": "XML",
    "<!--": "a web page (HTML)",
    "{\\rtf": "a text document (.rtf)",
    "mime-version:": "a web page or an e-mail (MIME)",
    "%pdf": "a PDF",
}
"""What a text is, by how it begins, in small letters."""

_FEW = 3
"""So many names of the first sheet's fields, one below the other, make a table that sheet."""


PLAN_SHEET = "_oca_plan"
"""The very-hidden sheet of an action plan: whose it is."""

_PAGE = 'name="generator" content="oca"'
"""What stands in the head of each page that is made here."""


def refuse_other_text(source: Source) -> None:
    """Say of a text what it is, where it is no table.

    Raises:
        InputError: it is none.
    """
    start = decode(source.content, source.name, source.fallback_encoding)[0][:2000].lstrip().casefold()
    if _PAGE in start:
        todo = "Answers come as the file that its button saves (.json); put that one here, and move the page out."
        raise InputError([_no_answers(source, "a page made by oca, such as a web form", todo)])
    found = next((actual for mark, actual in _BEGINNINGS.items() if start.startswith(mark)), "")
    if found == "XML" and "<html" in start:
        found = "a web page (HTML)"
    if found:
        raise InputError([finding("file-format", source.place(), actual=found, todo=SAVE)])


def refuse_other_workbook(source: Source, sheets: Mapping[str, SheetGrid]) -> None:
    """Say of a workbook that was made here for something else what it is, and where it belongs.

    Raises:
        InputError: it is one.
    """
    if PLAN_SHEET in sheets:
        todo = "Move it to the folder of its period in plans/."
        raise InputError([finding("file-misplaced", source.place(), what="an action plan", todo=todo)])
    if {"survey", "choices", "settings"} <= set(sheets):
        todo = "It is for the survey tool, whose export belongs here; move it out."
        raise InputError([_no_answers(source, "an XLSForm", todo)])
    if any(set(COMPARISON.names) <= set(cells) for grid in sheets.values() for cells in grid.cells[:SAMPLE]):
        raise InputError([_no_answers(source, "a comparison made by oca compare", "Move it out.")])


def _no_answers(source: Source, what: str, todo: str) -> Finding:
    suffix = f".{source.name.rpartition('.')[2].lower()}"
    return finding("file-unrelated", source.place(), what=what, suffix=suffix, todo=todo)


def refuse_sheet_of_form(source: Source, rows: Sequence[Line]) -> None:
    """Say of a CSV file that it is one sheet of a form of ours, where it is; what the other sheets hold is not there.

    Raises:
        InputError: it is.
    """
    fields = {cells[0] for _, cells in rows[:SAMPLE]} & set(FIELDS)
    if len(fields) >= _FEW or any(is_heading(cells) for _, cells in rows[:SAMPLE]):
        raise InputError([finding("form-as-text", source.place())])
