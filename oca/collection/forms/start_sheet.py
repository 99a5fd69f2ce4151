"""The first sheet of the fill-in workbook: whose it is, how it is filled in, the levels, and how far it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from oca.collection.form_content import AnswerCells, Form
from oca.collection.labels import preview_note
from oca.collection.loaders.form_cover import FIELD_COLUMN, LAST_COLUMN
from oca.instrument.structure import level_key
from oca.instrument.translation import asked_instead, fallback_note
from oca.language import pick
from oca.spreadsheet import style
from oca.spreadsheet.writing import put, put_across

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {"B": 38, "C": 14, "D": 12, "E": 12, "F": 18, "G": 8}

_LABELS, _FIRST, _LAST = 2, FIELD_COLUMN, LAST_COLUMN
_TEXT_WIDTH = sum(_WIDTHS.values())
_VALUE_WIDTH = _TEXT_WIDTH - _WIDTHS["B"]


def write_start(sheet: Worksheet, form: Form, names: Mapping[str, str], answers: Mapping[str, AnswerCells]) -> None:
    """Write the first sheet.

    Args:
        sheet: an empty sheet.
        form: the form.
        names: the sheet of each dimension.
        answers: where the answers of each dimension stand.
    """
    sheet.title = form.words.text("Start")
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    row = _head(sheet, form)
    row = _fields(sheet, row, form)
    row = _instructions(sheet, row + 1, form)
    row = _levels(sheet, row + 1, form)
    _progress(sheet, row + 1, form, names, answers)
    style.page(sheet, landscape=False, footer=form.footer)


def _head(sheet: Worksheet, form: Form) -> int:
    put_across(sheet, 1, (_LABELS, _LAST), form.questionnaire.title(form.language), "title")
    sheet.row_dimensions[1].height = 32
    if form.synthetic:
        notice = form.words.text("Invented data: an example, no real organization")
        put_across(sheet, 2, (_LABELS, _LAST), notice, "notice")
    return 3


def _fields(sheet: Worksheet, row: int, form: Form) -> int:
    """Write whose form it is; what is known already is locked, the rest stands open to be filled in."""
    text, organization, period, filled = form.words.text, form.organization, form.period, form.sheet
    if organization:
        row = _fact(sheet, row, text("Area") if form.area else text("Organization"), organization.name)
        label = text("Id of the area") if form.area else text("Id of the organization")
        row = _fact(sheet, row, label, organization.id, key="organization")
    else:
        label = text("Area (id or full name)") if form.area else text("Organization (id or full name)")
        row = _field(sheet, row, "organization", label, "")
    if period:
        row = _fact(sheet, row, text("Period"), f"{pick(period.label, form.language)} ({period.id})")
    else:
        row = _field(sheet, row, "period", text("Period"), "")
    row = _fact(sheet, row, text("Kind of assessment"), form.kind)
    if form.score_type == "individual":
        row = _field(sheet, row, "respondent", text("Code of the respondent"), filled.respondent)
        row = _field(sheet, row, "role", _role(form), filled.role)
    else:
        row = _field(sheet, row, "participants", form.who, filled.participants, lines=2)
        row = _field(sheet, row, "place", text("Place"), filled.place)
    return _field(sheet, row, "date", text("Date"), filled.date)


def _role(form: Form) -> str:
    return form.words.text("Role") if form.area else form.words.text("Role in the organization")


def _fact(sheet: Worksheet, row: int, label: str, value: str, *, key: str = "") -> int:
    put(sheet, row, 1, key)
    put(sheet, row, _LABELS, label, "label")
    put_across(sheet, row, (_FIRST, _LAST), value, "fact")
    sheet.row_dimensions[row].height = style.height(style.lines(value, _VALUE_WIDTH, 10), 10)
    return row + 1


def _field(sheet: Worksheet, row: int, key: str, label: str, value: str, *, lines: int = 1) -> int:
    put(sheet, row, 1, key)
    put(sheet, row, _LABELS, label, "label")
    put_across(sheet, row, (_FIRST, _LAST), value, "field")
    sheet.row_dimensions[row].height = style.height(max(lines, style.lines(value, _VALUE_WIDTH, 10)), 10)
    if key == "date":
        _as_date(sheet, row, value)
    return row + 1


def _as_date(sheet: Worksheet, row: int, value: str) -> None:
    cell = put(sheet, row, _FIRST, value, "date")
    try:
        cell.value = datetime.date.fromisoformat(value)
    except ValueError:
        return  # a date written in another way stays the text it is


def _instructions(sheet: Worksheet, row: int, form: Form) -> int:
    text = form.words.text
    put(sheet, row, _LABELS, text("How to fill in this form"), "section")
    introduction = form.questionnaire.introduction(form.language)
    steps = (
        fallback_note(form.words, asked_instead(form.questionnaire, form.language)),
        introduction,
        text("1. Fill in the yellow cells above; then go through the sheets, one for each dimension."),
        _how_to_answer(form),
        _states(form),
        _last_time(form),
        text("4. Note what shows it under evidence: a document, a date, a link."),
        text("5. Only yellow cells can be changed. Save the workbook as .xlsx, and send it back."),
    )
    for step in filter(None, steps):
        row += 1
        put_across(sheet, row, (_LABELS, _LAST), step, "plain")
        sheet.row_dimensions[row].height = style.height(style.lines(step, _TEXT_WIDTH, 10), 10)
    return row + 1


def _states(form: Form) -> str:
    text, words = form.words.text, {"na": form.states["not_applicable"], "dk": form.states["dont_know"]}
    if form.area:
        return text(
            "3. Write “{na}” where an item does not apply to the area, and “{dk}” where you cannot tell.", **words
        )
    return text(
        "3. Choose “{na}” where an item does not concern the organization, and write why in the comment; "
        "choose “{dk}” where nobody can tell.",
        **words,
    )


def _last_time(form: Form) -> str:
    if not form.previous:
        return ""
    return form.words.text(
        "The grey column before the answers shows what was answered last time ({period}). It cannot be changed, and is "
        "no answer: rate what can be seen today.",
        period=form.last_period,
    )


def _how_to_answer(form: Form) -> str:
    text, structure = form.words.text, form.questionnaire.structure
    if structure.scale.step is None:
        return text(
            "2. Read the texts of an item from left to right, and choose the level in the yellow cell from the list."
        )
    return text(
        "2. Read the texts of an item from left to right, and write the level into the yellow cell. Where the truth "
        "lies between two levels, write a number between them, in steps of {step}.",
        step=form.number(structure.scale.step),
    )


def _levels(sheet: Worksheet, row: int, form: Form) -> int:
    put(sheet, row, _LABELS, form.words.text("The levels"), "section")
    ladder = form.questionnaire.ladder
    if form.questionnaire.direction.reversed:
        row += 1
        ends = {"best": level_key(ladder[-1]), "worst": level_key(ladder[0])}
        note = form.words.text("On this scale {best} is the best level and {worst} the worst.", **ends)
        put_across(sheet, row, (_LABELS, _LAST), note, "plain")
    for place, level in enumerate(ladder):
        row += 1
        named = form.questionnaire.level_name(level, form.language)
        put(sheet, row, _LABELS, f"{level_key(level)}  {named.name}", f"level {place}")
        put_across(sheet, row, (_FIRST, _LAST), named.text, "legend")
        sheet.row_dimensions[row].height = style.height(max(1, style.lines(named.text, _VALUE_WIDTH)))
    return row + 1


def _progress(
    sheet: Worksheet, row: int, form: Form, names: Mapping[str, str], answers: Mapping[str, AnswerCells]
) -> None:
    """Write how far each dimension is: filled in, still open, and the mean of the levels so far."""
    text = form.words.text
    put(sheet, row, _LABELS, text("How far it is"), "section")
    headings = (text("Dimension"), text("Filled in"), text("Items"), text("Still open"), text("Mean so far"))
    for column, heading in enumerate(headings, start=_LABELS):
        put(sheet, row + 1, column, heading, "heading")
    first = row + 2
    for row, dimension in enumerate(names, start=first):
        title = form.questionnaire.dimension_text(dimension, form.language).title
        put(sheet, row, _LABELS, title, "link")
        _link(sheet, row, names[dimension])
        count = len(form.questionnaire.items_of(dimension))
        _numbers(
            sheet, row, (f"=COUNTA({answers[dimension].all})", count, f"=D{row}-C{row}", mean(form, answers[dimension]))
        )
        sheet.row_dimensions[row].height = style.height(style.lines(title, _WIDTHS["B"], 10), 10)
    put(sheet, row + 1, _LABELS, text("All dimensions"), "total")
    _numbers(sheet, row + 1, tuple(f"=SUM({letter}{first}:{letter}{row})" for letter in "CDE"))
    _mark_complete(sheet, f"B{first}:F{row + 1}", first)
    note = preview_note(form.words)
    put_across(sheet, row + 2, (_LABELS, _LAST), note, "note")
    sheet.row_dimensions[row + 2].height = style.height(style.lines(note, _TEXT_WIDTH))


def mean(form: Form, answers: AnswerCells) -> str:
    """Return the formula of the mean of what the answers so far are worth.

    It counts a level that was pasted as text as well, except on a scale that is answered between its levels.
    """
    levels = form.questionnaire.levels
    ends = level_key(levels[0] + levels[-1])
    parts = _plain_parts(form, answers.plain)
    parts += [(f"IF(ISNUMBER({cell}),{ends}-{cell},0)", f"COUNT({cell})") for cell in answers.mirrored]
    for cell, worth in answers.other:
        for written, value in worth.items():
            parts.append((f'{level_key(value)}*({cell}&""="{written}")', f'({cell}&""="{written}")'))
    total, number = ("+".join(part[i] for part in parts) for i in (0, 1))
    return f'=IF({number}=0,"",({total})/({number}))'


def _plain_parts(form: Form, stretches: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return sum and number, as formulas, of the answers that are worth what they say."""
    if form.questionnaire.structure.scale.step is not None:
        return [(f"SUM({cells})", f"COUNT({cells})") for cells in stretches]
    levels = map(level_key, form.questionnaire.levels)
    counts = [(level, f"COUNTIF({cells},{level})") for level in levels for cells in stretches]
    return [(f"{level}*{count}", count) for level, count in counts]


def _numbers(sheet: Worksheet, row: int, values: tuple[str | int, ...]) -> None:
    for column, value in enumerate(values, start=_FIRST):
        cell = put(sheet, row, column, "", "mean" if column == _FIRST + 3 else "number")
        cell.value = value


def _link(sheet: Worksheet, row: int, name: str) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = sheet.cell(row, _LABELS)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1")


def _mark_complete(sheet: Worksheet, cells: str, first: int) -> None:
    """Tint the rows in which nothing is open any more."""
    style.tint(sheet, cells, f"$E{first}=0", style.CHOSEN)
