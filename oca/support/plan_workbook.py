"""The workbook of an action plan: proposals to be finished with the organization, and rows for actions of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oca.instrument.questionnaire import Questionnaire
from oca.language import Words, for_matching, pick, words
from oca.project import Organization, Period
from oca.spreadsheet import style
from oca.support.plan_words import (
    COLUMNS,
    ELEMENT,
    LISTS,
    MADE_WITH,
    META,
    OWN,
    PROPOSED,
    digest_of_rows,
    headings,
    status_words,
)
from oca.support.records import Action, Training

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

OWN_ROWS = 4
"""Empty rows for actions of the organization's own."""

_WIDTHS = {
    "priority": 9,
    "item": 18,
    "now": 25,
    "action": 33,
    "owner": 14,
    "deadline": 12,
    "training": 18,
    "support": 14,
    "indicator": 25,
    "status": 13,
    "remark": 18,
}

_LOCKED = ("item", "now")
"""What stands fast in a row that was proposed."""

_LAST = len(COLUMNS) + 1


@dataclass(frozen=True)
class Proposal:
    """One row that is proposed.

    Attributes:
        element: id of the item or dimension.
        title: its title.
        now: where the organization is, in words.
        action: what could be done.
        indicator: by what it would be seen.
        training: id of a training that serves it; empty without.
    """

    element: str
    title: str
    now: str
    action: str
    indicator: str
    training: str = ""


@dataclass(frozen=True)
class PlanContent:
    """What a plan is made of.

    Attributes:
        organization: whose plan it is.
        period: from whose assessment it comes.
        questionnaire: the version that was asked then.
        language: of the workbook.
        proposals: the rows that are proposed, the greatest need first.
        trainings: what can be chosen under training.
        synthetic: say that the data are invented.
    """

    organization: Organization
    period: Period
    questionnaire: Questionnaire
    language: str
    proposals: tuple[Proposal, ...]
    trainings: tuple[Training, ...] = ()
    synthetic: bool = False

    @property
    def words(self) -> Words:
        """The printed words of the plan's language."""
        return words(self.language)

    @property
    def title(self) -> str:
        """What stands on top and at the foot of every page."""
        label = pick(self.period.label, self.language)
        named = {"organization": self.organization.name, "period": label}
        return self.words.text("Action plan: {organization}, {period}", **named)

    def training(self, wanted: str) -> str:
        """Return how a training is written into a cell; the id alone where it is not known."""
        found = next((one for one in self.trainings if one.id == wanted), None)
        return f"{pick(found.title, self.language)} ({found.id})" if found else wanted


def make_plan(plan: PlanContent, path: Path, filled: Sequence[Action] = ()) -> None:
    """Write the workbook of a plan; the same arguments give the same bytes.

    Args:
        plan: what it is made of.
        path: the .xlsx file to write.
        filled: actions as they were agreed: those on a proposed element fill its row, others the organization's own.
    """
    from openpyxl import Workbook

    from oca.spreadsheet.writing import save

    book = Workbook()
    style.register(book, len(plan.questionnaire.levels))
    sheet = book.worksheets[0]
    sheet.title = plan.words.text("Action plan")[:31]
    first = _head(sheet, plan)
    last = _rows(sheet, first, plan, filled)
    for letter, name in zip("BCDEFGHIJKL", COLUMNS, strict=True):
        sheet.column_dimensions[letter].width = _WIDTHS[name]
    sheet.freeze_panes = f"D{first}"
    sheet.print_title_rows = f"{first - 2}:{first - 2}"
    style.page(sheet, landscape=True, footer=plan.title)
    _choices(book, sheet, (first, last), plan)
    _identity(book, plan)
    save(book, path)


def _head(sheet: Worksheet, plan: PlanContent) -> int:
    """Write the title, how to fill the plan in, and the headings with their hidden names; return the first row."""
    from oca.spreadsheet.writing import put, put_across

    put_across(sheet, 1, (2, _LAST), plan.title, "title")
    sheet.row_dimensions[1].height = 30
    row = 2
    if plan.synthetic:
        notice = plan.words.text("Invented data: an example, no real organization")
        put_across(sheet, row, (2, _LAST), notice, "notice")
        row += 1
    for line in _instructions(plan.words):
        put_across(sheet, row, (2, _LAST), line, "note")
        sheet.row_dimensions[row].height = style.height(style.lines(line, sum(_WIDTHS.values())))
        row += 1
    shown = headings(plan.words)
    for column, name in enumerate(COLUMNS, start=2):
        put(sheet, row, column, shown[name], "heading")
        put(sheet, row + 1, column, name)
    put(sheet, row + 1, 1, ELEMENT)
    sheet.row_dimensions[row].height = 30
    sheet.row_dimensions[row + 1].hidden = True
    return row + 2


def _instructions(said: Words) -> tuple[str, ...]:
    text = said.text
    return (
        text(
            "1. Go through the rows together. They are proposals, made from your assessment: change the words, and "
            "delete the words of what you will not do."
        ),
        text("2. Mark with yes what matters most to you; three are enough. Say who does it and until when."),
        text("3. Write actions of your own into the empty rows. Three that get done are better than ten that do not."),
        text("4. Over the year, choose the status. Of what is dropped, say why: that is no fault."),
    )


def _rows(sheet: Worksheet, first: int, plan: PlanContent, filled: Sequence[Action]) -> int:
    """Write the proposals and the rows for actions of the organization's own; return the last row."""
    agreed = {one.element: one for one in reversed(filled) if one.element}
    row = first
    used = set()
    for proposal in plan.proposals:
        action = agreed.get(proposal.element)
        used.add(id(action))
        _row(sheet, row, proposal.element, _proposed(plan, proposal, action))
        row += 1
    own = [one for one in filled if id(one) not in used]
    for number in range(max(OWN_ROWS, len(own))):
        cells = _agreed(plan, own[number]) if number < len(own) else {}
        _row(sheet, row, OWN, cells)
        row += 1
    return row - 1


def _proposed(plan: PlanContent, proposal: Proposal, action: Action | None) -> dict[str, object]:
    fixed = {"item": proposal.title, "now": proposal.now}
    if action:
        return {**_agreed(plan, action), **fixed}
    status = status_words(plan.words)["not_started"]
    return {
        **fixed,
        "action": proposal.action,
        "indicator": proposal.indicator,
        "training": plan.training(proposal.training),
        "status": status,
    }


def _agreed(plan: PlanContent, action: Action) -> dict[str, object]:
    return {
        "priority": plan.words.text("yes") if action.priority else "",
        "item": _titles(plan).get(action.element, action.element),
        "action": action.text,
        "owner": action.owner,
        "deadline": action.deadline or "",
        "training": plan.training(action.training),
        "support": action.support,
        "indicator": action.indicator,
        "status": status_words(plan.words)[action.status],
        "remark": action.remark,
    }


def _row(sheet: Worksheet, row: int, element: str, cells: Mapping[str, object]) -> None:
    from oca.spreadsheet.writing import put

    put(sheet, row, 1, element)
    needed = 3
    for column, name in enumerate(COLUMNS, start=2):
        value = cells.get(name, "")
        look = _look(name, own=element == OWN)
        if isinstance(value, str):
            put(sheet, row, column, value, look)
            needed = max(needed, style.lines(value, _WIDTHS[name] - 1))
        else:
            put(sheet, row, column, "", look).value = value
    sheet.row_dimensions[row].height = style.height(needed)


def _look(name: str, *, own: bool) -> str:
    if name in _LOCKED and not own:
        return "text" if name == "item" else "guidance"
    if name == "now":
        return "guidance"
    return {"priority": "state", "deadline": "date", "status": "field"}.get(name, "input")


def _choices(book: Workbook, sheet: Worksheet, rows: tuple[int, int], plan: PlanContent) -> None:
    """Say what the cells of a list take, and that a deadline is a date."""
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = {
        "priority": [plan.words.text("yes")],
        "item": list(_titles(plan).values()),
        "training": [plan.training(one.id) for one in plan.trainings],
        "status": list(status_words(plan.words).values()),
    }
    hidden = _written_lists(book, lists)
    own = next(row for row in range(rows[0], rows[1] + 1) if sheet.cell(row, 1).value == OWN)
    for name, values in lists.items():
        if not values:
            continue
        rule = DataValidation(type="list", formula1=hidden[name], allow_blank=True)
        rule.showErrorMessage, rule.error = True, plan.words.text("Choose a value from the list.")
        _apply(sheet, rule, name, (own if name == "item" else rows[0], rows[1]))
    day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    day.showErrorMessage = True
    day.error = plan.words.text("Write a date, such as {day}.", day=plan.words.date(plan.period.date))
    _apply(sheet, day, "deadline", rows)


def _apply(sheet: Worksheet, rule: DataValidation, name: str, rows: tuple[int, int]) -> None:
    letter = "BCDEFGHIJKL"[COLUMNS.index(name)]
    rule.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
    sheet.add_data_validation(rule)


def _written_lists(book: Workbook, lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Write each list into a column of a hidden sheet, and return where it stands: a list in a rule has 255 letters."""
    from oca.spreadsheet.writing import put

    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "veryHidden"
    found = {}
    for column, (name, values) in enumerate(lists.items(), start=1):
        for row, value in enumerate(values, start=1):
            put(sheet, row, column, value)
        letter = "ABCD"[column - 1]
        found[name] = f"{LISTS}!${letter}$1:${letter}${max(len(values), 1)}"
    return found


def _written(sheet: Worksheet) -> list[tuple[str, ...]]:
    """Return what the rows of actions hold, each with what its hidden first cell says."""
    first = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == ELEMENT) + 1
    return [
        tuple(str(sheet.cell(row, column).value or "") for column in range(1, _LAST + 1))
        for row in range(first, sheet.max_row + 1)
    ]


def _titles(plan: PlanContent) -> dict[str, str]:
    """Return the title of each dimension and item by its id; where two are alike, with the id."""
    form, language = plan.questionnaire, plan.language
    titles = {one: form.dimension_text(one, language).title or one for one in form.dimension_ids}
    titles |= {one: form.item_text(one, language).title or one for one in form.item_ids}
    matched = [for_matching(title) for title in titles.values()]
    return {
        one: f"{title} ({one})" if matched.count(for_matching(title)) > 1 else title for one, title in titles.items()
    }


def _identity(book: Workbook, plan: PlanContent) -> None:
    """Write the hidden sheet: whose plan it is, and what was proposed, so that what vanished or was changed is seen."""
    from oca.spreadsheet.writing import put

    sheet = book.create_sheet(META)
    facts = {
        "organization": plan.organization.id,
        "period": plan.period.id,
        "language": plan.language,
        "questionnaire": plan.questionnaire.ref,
        MADE_WITH: digest_of_rows(_written(book.worksheets[0])),
        **{f"{PROPOSED}{one.element}": one.action for one in plan.proposals},
    }
    for row, (key, value) in enumerate(facts.items(), start=1):
        put(sheet, row, 1, key)
        put(sheet, row, 2, value)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    book.properties.title, book.properties.creator, book.properties.language = plan.title, "oca", plan.language
