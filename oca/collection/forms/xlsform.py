"""The XLSForm: a questionnaire as KoboToolbox and ODK take it, one form in every language."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path

from oca import files
from oca.collection.forms.questions import Row, Texts, XlsForm, choices, survey, xml_name
from oca.instrument.questionnaire import Questionnaire
from oca.language import CYRILLIC, LANGUAGES, LATIN, language_name, pick, words
from oca.project import Organization, Period
from oca.spreadsheet.seal import sealed
from oca.spreadsheet.writing import clean

SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "appearance",
    "relevant",
    "required",
    "constraint",
    "constraint_message",
    "calculation",
    "parameters",
)

TRANSLATED = frozenset(("label", "hint", "guidance_hint", "constraint_message"))

CHOICES = ("list_name", "name", "label")


def make_xlsform(
    questionnaire: Questionnaire,
    path: Path,
    *,
    languages: Sequence[str] = (),
    default: str = "",
    period: Period | None = None,
    organizations: Sequence[Organization] = (),
    score_types: Sequence[str] = ("consensus",),
    photos: bool = False,
    synthetic: bool = False,
) -> None:
    """Write an XLSForm; the same arguments give the same bytes.

    Args:
        questionnaire: the version to ask.
        path: the .xlsx file to write.
        languages: these beside those of the questionnaire; a text that is missing stands in the source language.
        default: the language in which the form opens; the source language when empty.
        period: for which period; None leaves it to the folder that the answers are put into.
        organizations: those to choose from; a single one is fixed, and with none the name is typed.
        score_types: those to choose from; a single one is fixed.
        photos: ask for a photo of the evidence of each item.
        synthetic: say in the title that the data are invented.
    """
    wanted = [one for one in LANGUAGES if questionnaire.speaks(one) or one in (*languages, default)]
    first = default or questionnaire.structure.source_language
    form = XlsForm(
        questionnaire, tuple(wanted), first, period, tuple(organizations), tuple(score_types), photos, synthetic
    )
    save(form, path)


def language_heading(language: str) -> str:
    """Return a language as a form names it: Bosnian (bs). Of the two scripts of Serbian each has its name.

    pyxform warns of a code with a script in it, so both are sr in brackets, and told apart by their names.
    """
    if language in (LATIN, CYRILLIC):
        return f"Serbian {'Latin' if language == LATIN else 'Cyrillic'} (sr)"
    return f"{language_name(language, 'en')} ({language})"


def settings(form: XlsForm) -> dict[str, str]:
    """Return the cells of the sheet `settings`."""
    source = form.questionnaire
    notice = (
        f" – {words(form.default).text('Invented data: an example, no real organization')}" if form.synthetic else ""
    )
    period = f" – {pick(form.period.label, form.default)}" if form.period else ""
    return {
        "form_title": source.title(form.default) + period + notice,
        "form_id": "_".join(
            filter(
                None,
                [
                    xml_name(source.structure.id),
                    source.structure.version.replace(".", "_"),
                    form.period.id.replace("-", "_") if form.period else "",
                ],
            )
        ),
        "version": f"{source.ref} {source.checksum}",
        "default_language": language_heading(form.default),
        "style": "pages",
        "instance_name": 'concat(${organization}, " ", ${score_type})',
    }


def table(form: XlsForm, columns: Sequence[str], rows: Sequence[Row]) -> list[list[str]]:
    """Return a sheet as cells: its heading, with each translated column in every language, then its rows.

    A column that no row fills is left out. A translation is a column of its own even where all rows lack it, for a
    form that is translated in part is refused.
    """
    used = [name for name in columns if any(row.get(name) for row in rows) or name in ("type", "name", "label")]
    wide = [(name, one) for name in used for one in (form.languages if name in TRANSLATED else ("",))]
    heading = [f"{name}::{language_heading(one)}" if one else name for name, one in wide]
    return [heading, *([_cell(row.get(name, ""), one) for name, one in wide] for row in rows)]


def _cell(cell: str | Texts, language: str) -> str:
    return cell if isinstance(cell, str) else _text(cell[language])


def _text(text: str) -> str:
    """Return a text that a cell can hold, in which a converter sees something, and no reference to a question."""
    seen = clean(text).replace("${", "$ {").strip()
    return seen or ("–" if text else "")


def save(form: XlsForm, path: Path) -> None:
    """Write the three sheets."""
    import xlsxwriter

    facts = settings(form)
    sheets = {
        "survey": table(form, SURVEY, list(survey(form))),
        "choices": table(form, CHOICES, list(choices(form))),
        "settings": [list(facts), [_text(value) if key == "form_title" else value for key, value in facts.items()]],
    }
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    created = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
    book.set_properties({"title": facts["form_title"][:255], "created": created})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(cells[0]) - 1, 28)
        for row, line in enumerate(cells):
            for column, text in enumerate(line):
                if text:
                    sheet.write_string(row, column, text, wrapped if row else bold)
    book.close()
    files.write(path, sealed(content.getvalue()))
