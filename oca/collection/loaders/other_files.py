"""Texts that are no table: web pages, other programs' texts, and a sheet of a form that was saved as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from oca.collection.loaders.form import FIELDS
from oca.collection.loaders.form_sheet import is_heading
from oca.csvfile import SAMPLE, Line
from oca.errors import InputError
from oca.findings import finding
from oca.source import Source
from oca.spreadsheet.other_formats import SAVE
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


def refuse_other_text(source: Source) -> None:
    """Say of a text what it is, where it is no table.

    Raises:
        InputError: it is none.
    """
    start = decode(source.content, source.name, source.fallback_encoding)[0][:2000].lstrip().casefold()
    found = next((actual for mark, actual in _BEGINNINGS.items() if start.startswith(mark)), "")
    if found == "XML" and "<html" in start:
        found = "a web page (HTML)"
    if found:
        raise InputError([finding("file-format", source.place(), actual=found, todo=SAVE)])


def refuse_sheet_of_form(source: Source, rows: Sequence[Line]) -> None:
    """Say of a CSV file that it is one sheet of a form of ours, where it is; what the other sheets hold is not there.

    Raises:
        InputError: it is.
    """
    fields = {cells[0] for _, cells in rows[:SAMPLE]} & set(FIELDS)
    if len(fields) >= _FEW or any(is_heading(cells) for _, cells in rows[:SAMPLE]):
        raise InputError([finding("form-as-text", source.place())])
