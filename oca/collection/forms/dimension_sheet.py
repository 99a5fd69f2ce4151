"""The sheet of one dimension: each item with the texts of its levels side by side, and the cells to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from oca.collection.form_content import AnswerCells, Form
from oca.collection.forms.answer_cells import ItemCells, write_answers
from oca.collection.loaders.form_sheet import ANSWER, COMMENT, EVIDENCE, ITEM, LEVEL, PREVIOUS, TITLE
from oca.instrument.structure import Item, level_key
from oca.spreadsheet import style
from oca.spreadsheet.sheet_part import letters
from oca.spreadsheet.writing import put, put_across, rich

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MACHINE_ROW, _TITLE_ROW, _HEADING_ROW, _FIRST_ROW = 1, 2, 3, 4

_TITLE_WIDTH, _ANSWER_WIDTH, _REMARK_WIDTH = 30.0, 14.0, 23.0
_ALL_LEVELS_WIDTH = 100.0


def write_dimension(sheet: Worksheet, dimension: str, form: Form) -> AnswerCells:
    """Write the sheet of one dimension; return where its answers stand."""
    columns = _columns(form)
    for column, name in enumerate(columns, start=1):
        put(sheet, _MACHINE_ROW, column, name)
    _head(sheet, dimension, form, len(columns))
    row, rows = _FIRST_ROW, []
    for item in form.questionnaire.items_of(dimension):
        rows.append((item, row))
        row = _item(sheet, row, item, form, columns)
    levels = {level: _letter(columns, f"{LEVEL}{level_key(level)}") for level in form.questionnaire.levels}
    places = write_answers(sheet, ItemCells(form, rows, row - 1, _letter(columns, ANSWER), levels))
    _ask_for_reason(sheet, row - 1, form, columns)
    sheet.row_dimensions[_MACHINE_ROW].hidden = True
    sheet.freeze_panes = f"C{_FIRST_ROW}"
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
    style.page(sheet, landscape=True, footer=form.footer)
    return places


def _columns(form: Form) -> list[str]:
    """Return the machine names of the columns; the loader finds its cells by these and by nothing else."""
    levels = [f"{LEVEL}{level_key(level)}" for level in form.questionnaire.ladder]
    before = [PREVIOUS] if form.previous else []
    return [ITEM, TITLE, *levels, *before, ANSWER, COMMENT, EVIDENCE]


def _letter(columns: list[str], name: str) -> str:
    return letters(columns.index(name) + 1)


def _level_width(form: Form) -> float:
    return min(36.0, max(15.0, _ALL_LEVELS_WIDTH / len(form.questionnaire.levels)))


def _head(sheet: Worksheet, dimension: str, form: Form, last: int) -> None:
    """Write the title of the dimension and the visible headings, and set the widths."""
    text, levels = form.words.text, form.questionnaire.ladder
    before = [_ANSWER_WIDTH] if form.previous else []
    widths = [_TITLE_WIDTH, *[_level_width(form)] * len(levels), *before, _ANSWER_WIDTH, _REMARK_WIDTH, _REMARK_WIDTH]
    entry = form.questionnaire.dimension_text(dimension, form.language)
    title = rich((entry.title, True, 14, style.ACCENT), (f"\n{entry.about}", False, style.SIZE, style.GREY))
    put_across(sheet, _TITLE_ROW, (2, last), title, "plain")
    sheet.row_dimensions[_TITLE_ROW].height = 20 + style.height(style.lines(entry.about, sum(widths)))
    headings = [
        (text("Item"), "heading"),
        *((heading, f"level {place}") for place, heading in enumerate(form.level_headings)),
        *([(text("Last time: {period}", period=form.last_period), "heading")] if form.previous else []),
        *((heading, "heading") for heading in form.input_headings),
    ]
    for column, ((heading, look), width) in enumerate(zip(headings, widths, strict=True), start=2):
        cell = put(sheet, _HEADING_ROW, column, heading, look)
        sheet.column_dimensions[cell.column_letter].width = width
    needed = max(style.lines(heading, _level_width(form), 10) for heading in form.level_headings)
    sheet.row_dimensions[_HEADING_ROW].height = max(30, style.height(needed, 10))


def _item(sheet: Worksheet, row: int, item: Item, form: Form, columns: list[str]) -> int:
    """Write an item, and below it what helps to answer it; return the next free row."""
    filled, (named, prompt), texts = form.sheet, form.title(item), list(form.under_levels(item).values())
    title = rich((f"{named}\n", True, 10.5, style.INK), (prompt, False, style.SIZE, style.INK))
    put(sheet, row, 1, item.id)
    put(sheet, row, 2, title, "text")
    for column, (label, text) in enumerate(texts, start=3):
        piece = rich((label, True, style.SIZE, style.INK), (text, False, style.SIZE, style.INK)) if label else text
        put(sheet, row, column, piece, "text" if label or text else "guidance")
    after = columns.index(ANSWER) + 1
    if form.previous:
        _answer(sheet, row, after - 1, form.previous.answers.get(item.id, ""), item, form).style = "oca previous"
    _answer(sheet, row, after, filled.answers.get(item.id, ""), item, form)
    comment, evidence = filled.comments.get(item.id, ""), filled.evidence.get(item.id, "")
    put(sheet, row, after + 1, comment, "input")
    put(sheet, row, after + 2, evidence, "input")
    needed = [
        style.lines(named, _TITLE_WIDTH, 11.5) + style.lines(prompt, _TITLE_WIDTH),
        *(style.lines(label + text, _level_width(form)) for label, text in texts),
        *(style.lines(text, _REMARK_WIDTH, 10) for text in (comment, evidence)),
    ]
    sheet.row_dimensions[row].height = style.height(max(needed))
    return _guidance(sheet, row + 1, form.helps(item.id), form, len(columns))


def _answer(sheet: Worksheet, row: int, column: int, given: str, item: Item, form: Form) -> Any:
    """Write an answer as the cell takes it: a number, the name of an answer, or a state in the form's language."""
    offered, numbers = form.offered(item), {level_key(answer): answer for answer in item.answers}
    label = offered.get(given, given)
    as_number = given in numbers and label == given
    cell = put(sheet, row, column, form.states.get(given, label), "answer" if as_number or not given else "state")
    if as_number:
        cell.value = int(numbers[given]) if numbers[given].is_integer() else numbers[given]
    return cell


def _guidance(sheet: Worksheet, row: int, said: Sequence[tuple[str, str]], form: Form, last: int) -> int:
    if not said:
        return row
    pieces = [
        piece
        for label, text in said
        for piece in (
            (f"{label} ", True, style.SMALL, style.GREY),
            (f"{text}   ", False, style.SMALL, style.GREY),
        )
    ]
    put_across(sheet, row, (2, last), rich(*pieces), "guidance")
    width = _TITLE_WIDTH + _level_width(form) * len(form.questionnaire.levels) + _ANSWER_WIDTH + 2 * _REMARK_WIDTH
    whole = "   ".join(f"{label} {text}" for label, text in said)
    sheet.row_dimensions[row].height = style.height(style.lines(whole, width, style.SMALL), style.SMALL)
    return row + 1


def _ask_for_reason(sheet: Worksheet, last: int, form: Form, columns: list[str]) -> None:
    """Tint the comment where an item does not apply and the reason is still to be given."""
    answer, comment = _letter(columns, ANSWER), _letter(columns, COMMENT)
    reason = f'AND(${answer}{_FIRST_ROW}="{form.states["not_applicable"]}",${comment}{_FIRST_ROW}="")'
    style.tint(sheet, f"{comment}{_FIRST_ROW}:{comment}{last}", reason, style.ASKED)
