"""The answer cells of a dimension: what each takes, which text is marked as chosen, where formulas find them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from oca.collection.form_content import AnswerCells, Form, column_of
from oca.instrument.structure import Item, level_key, steps
from oca.spreadsheet import style

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class ItemCells:
    """The items of one sheet with their places.

    Attributes:
        form: the form.
        rows: the items from the first one down, each with its row.
        last: the last row that belongs to an item.
        letter: the column of the answers.
        levels: the column of each level of the questionnaire's scale, by its value.
    """

    form: Form
    rows: Sequence[tuple[Item, int]]
    last: int
    letter: str
    levels: Mapping[float, str]

    def stretches(self, kind: Callable[[Item], Key]) -> dict[Key, list[tuple[int, int]]]:
        """Return, for each kind of item, the first and last row of every stretch of neighbours of that kind."""
        ends = [row - 1 for _, row in self.rows[1:]] + [self.last]
        placed = [(kind(item), row, end) for (item, row), end in zip(self.rows, ends, strict=True)]
        found: dict[Key, list[tuple[int, int]]] = {}
        for key, neighbours in groupby(placed, key=lambda one: one[0]):
            together = list(neighbours)
            found.setdefault(key, []).append((together[0][1], together[-1][2]))
        return found


def write_answers(sheet: Worksheet, answers: ItemCells) -> AnswerCells:
    """Say what each answer cell takes, mark the text that is chosen, and return where the answers stand."""
    limit_answers(sheet, answers)
    _mark(sheet, answers)
    return _places(sheet.title, answers)


def limit_answers(sheet: Worksheet, answers: ItemCells) -> None:
    """Say what each answer cell takes: a list, or a rule where the scale is answered between its levels."""
    form = answers.form
    by_rule = answers.stretches(lambda item: (tuple(form.choices(item)), form.between(item)))
    for (choices, between), parts in by_rule.items():
        rule = _number(form, f"{answers.letter}{parts[0][0]}") if between else _list(form, choices)
        for first, last in parts:
            rule.add(f"{answers.letter}{first}:{answers.letter}{last}")
        sheet.add_data_validation(rule)


def _list(form: Form, choices: Sequence[str]) -> DataValidation:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    rule.showErrorMessage = True
    rule.errorTitle = form.words.text("Answer")
    rule.error = form.words.text("Choose a value from the list.")
    return rule


def _number(form: Form, first: str) -> DataValidation:
    """Return the rule of a cell that takes every step of the scale, and both states in words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    scale, text = form.questionnaire.structure.scale, form.words.text
    low, high = map(level_key, (scale.levels[0], scale.levels[-1]))
    step = level_key(scale.step or 1)
    count = f"({first}-{low})/{step}"
    on_step = f"AND({first}>={low},{first}<={high},ABS({count}-ROUND({count},0))<0.000001)"
    states = ",".join(f'{first}="{word}"' for word in form.states.values())
    rule = DataValidation(type="custom", formula1=f"IF(ISNUMBER({first}),{on_step},OR({states}))", allow_blank=True)
    rule.showErrorMessage = rule.showInputMessage = True
    rule.errorTitle = rule.promptTitle = text("Answer")
    named = {
        "low": low,
        "high": high,
        "step": form.number(scale.step or 1),
        "example": form.number(_between(form)),
        "na": form.states["not_applicable"],
        "dk": form.states["dont_know"],
    }
    rule.error = rule.prompt = text(
        "Write a number from {low} to {high}, in steps of {step} (such as {example}), or: {na}; {dk}.", **named
    )
    return rule


def _between(form: Form) -> float:
    """Return an answer between two levels, for an example."""
    scale = form.questionnaire.structure.scale
    middle = scale.levels[len(scale.levels) // 2 - 1]
    return next(answer for answer in steps(scale) if answer > middle)


def _mark(sheet: Worksheet, answers: ItemCells) -> None:
    """Tint the text of the level that was chosen; between two levels, that of the nearer one."""
    plain = answers.stretches(lambda item: item.plain).get(True, [])
    for level, letter in answers.levels.items() if plain else ():
        cells = " ".join(f"{letter}{first}:{letter}{last}" for first, last in plain)
        style.tint(sheet, cells, _chosen(answers, level, plain[0][0]), style.CHOSEN)
    for item, row in answers.rows:
        for level, worth in () if item.plain else answers.form.questionnaire.rungs(item.id):
            letter = answers.levels[column_of(worth, answers.form.questionnaire.levels)]
            style.tint(sheet, f"{letter}{row}", _chosen_of(answers, item, level, row), style.CHOSEN)


def _chosen_of(answers: ItemCells, item: Item, level: float, row: int) -> str:
    """Return the formula that says whether an item's answer in a row is a level, by its number or by its name."""
    if answers.form.between(item):
        return _chosen(answers, level, row)
    key = level_key(level)
    spellings = dict.fromkeys((key, answers.form.offered(item)[key]))
    written = [f'${answers.letter}{row}&""="{one}"' for one in spellings]
    return f"OR({','.join(written)})"


def _chosen(answers: ItemCells, level: float, row: int) -> str:
    """Return the formula that says whether a plain item's answer in a row is a level, or lies nearest to it."""
    cell, levels = f"${answers.letter}{row}", answers.form.questionnaire.levels
    if answers.form.questionnaire.structure.scale.step is None:
        return f'{cell}&""="{level_key(level)}"'
    i = levels.index(level)
    below, above = levels[max(i - 1, 0)], levels[min(i + 1, len(levels) - 1)]
    low, high = level_key((below + level) / 2), level_key((level + above) / 2)
    return f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high})"


def _places(title: str, answers: ItemCells) -> AnswerCells:
    """Return where the answers stand, apart by what a mean has to do with them."""

    def cells(first: int, last: int) -> str:
        return f"'{title}'!${answers.letter}${first}:${answers.letter}${last}"

    form = answers.form
    single = [(item, f"'{title}'!${answers.letter}${row}") for item, row in answers.rows if not item.plain]
    return AnswerCells(
        all=cells(answers.rows[0][1], answers.last),
        plain=tuple(cells(*part) for part in answers.stretches(lambda item: item.plain).get(True, [])),
        mirrored=tuple(cell for item, cell in single if form.between(item)),
        other=tuple((cell, _spelled(form, item)) for item, cell in single if not form.between(item)),
    )


def _spelled(form: Form, item: Item) -> dict[str, float]:
    """Return what each level of an item is worth, by its number and by what the list of the cell calls it."""
    worth = {level_key(level): value for level, value in form.questionnaire.rungs(item.id)}
    return {**worth, **{label: worth[key] for key, label in form.offered(item).items()}}
