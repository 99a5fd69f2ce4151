"""What the commands of `oca questionnaire` show."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from oca.cli import show

if TYPE_CHECKING:
    from oca.authoring.check import Checked, Shelved
    from oca.authoring.differences import Difference, ItemChange, TextChange
    from oca.authoring.plan import ImportPlan

_COLOURS = {"old": "\x1b[31m", "new": "\x1b[32m"}
_PLAIN = "\x1b[0m"

_WIDTH = 100

_MANY, _SHOWN = 12, 4
"""A file with more changes than the first shows so many of each kind."""

_ALWAYS = ("translation-missing", "translation-stale")
"""Findings that are counted even where there is none."""


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, each column as wide as its widest cell."""
    widths = [max(len(row[i]) for row in (heading, *rows)) for i in range(len(heading))]
    for row in (heading, *rows):
        show.result("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def shelf(found: Sequence[Shelved]) -> None:
    """Print every questionnaire that is found, one a line."""
    rows = [
        (
            one.ref,
            "own" if one.own else "shipped",
            "faulty: oca questionnaire check" if one.faulty else ", ".join(one.languages),
            str(one.items or ""),
            str(one.dimensions or ""),
            ", ".join(one.periods) or "-",
        )
        for one in found
    ]
    table(("questionnaire", "from", "languages", "items", "dimensions", "periods"), rows)


def reading(shown: dict[str, Any]) -> None:
    """Print a questionnaire in reading order."""
    show.result(f"{shown['title']} ({shown['questionnaire']}, {shown['language']}, checksum {shown['checksum']})")
    _paragraph(shown["introduction"], "")
    for level in shown["scale"]:
        _paragraph(f"{level['level']}  {level['name']}: {level['text']}", "  ")
    for dimension in shown["dimensions"]:
        show.result(f"\n{dimension['title']} ({dimension['id']})")
        _paragraph(dimension["about"], "")
        for item in dimension["items"]:
            marks = [mark for mark in ("critical", "reversed") if item[mark]]
            marks += [f"scale {item['scale']}"] if item["scale"] else []
            part = f", {item['subdimension']}" if item["subdimension"] else ""
            show.result(f"\n  {item['title']} ({item['id']}{part})" + (f" [{', '.join(marks)}]" if marks else ""))
            _paragraph(item["prompt"], "    ")
            for level in item["levels"]:
                _paragraph(f"{level['level']}  {level['text'] or level['name']}", "    ")
                if level["action"]:
                    _paragraph(f"To get here: {level['action']}", "       ")


def checked(found: Checked) -> None:
    """Print a line for each language, then every finding."""
    codes = list(dict.fromkeys((*_ALWAYS, *sorted({code for one in found.languages for code in one.counts}))))
    names = [code.removeprefix("translation-").removeprefix("text-") for code in codes]
    rows = [
        (
            one.ref,
            one.language,
            str(one.texts) if one.texts else "none",
            *(str(one.counts.get(code, 0)) for code in codes),
        )
        for one in found.languages
    ]
    if rows:
        table(("questionnaire", "language", "texts", *names), rows)
    show.findings(found.findings)


def checked_json(found: Checked) -> None:
    """Print the same for a machine."""
    from dataclasses import asdict

    show.plain_json(
        {"languages": [asdict(one) for one in found.languages], "findings": [asdict(one) for one in found.findings]}
    )


def difference(found: Difference) -> None:
    """Print what differs, for a person, and what compares."""
    from oca.authoring.differences import comparability

    show.result(f"{found.earlier} -> {found.later} ({found.language})")
    for line in found.scale:
        show.result(f"scale: {line}")
    for text in found.general:
        _text_change(text, "")
    for one in found.items:
        if one.differs:
            _item_change(one)
    if not found:
        show.result("Nothing differs.")
    show.result(f"\n{comparability(found)}")


def difference_json(found: Difference) -> None:
    """Print the same for a machine."""
    from dataclasses import asdict

    from oca.authoring.differences import comparability

    show.plain_json({**asdict(found), "comparability": comparability(found)})


def plan(found: ImportPlan, *, every_line: bool = False) -> None:
    """Print what would be written, file by file, then what is to be looked at.

    Of a file in which much would change, a few changes of each kind are shown, unless every line is wanted.
    """
    for file in found.files:
        show.result(f"{file.path}{' (new file)' if file.new else ''}")
        for line in file.changes if every_line else _in_short(file.changes):
            show.result(f"  {line}")
    if found.findings:
        show.findings(found.findings)
    if not found.files:
        show.talk("Nothing would change.")


def _in_short(changes: Sequence[str]) -> list[str]:
    """Return the lines of a file's changes; of many, the first ones of each kind, and how many more there are."""
    if len(changes) <= _MANY:
        return list(changes)
    kinds: dict[str, list[str]] = {}
    for line in changes:
        kinds.setdefault(line.partition(":")[0], []).append(line)
    return [
        shown
        for kind, lines in kinds.items()
        for shown in (
            *lines[:_SHOWN],
            *([f"{kind}: {len(lines) - _SHOWN} more; --all shows them"] * (len(lines) > _SHOWN)),
        )
    ]


def agreed() -> bool:
    """Ask the person at the terminal; elsewhere say what to do, and take it for a no."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        import typer

        return typer.confirm("Write this?", err=True)
    show.talk("Nothing was written. To write it, add --write.")
    return False


def _item_change(one: ItemChange) -> None:
    was = ", ".join(one.was)
    if not one.item:
        head = f"- {was}"
    elif not one.was:
        head = f"+ {one.item}"
    else:
        head = f"~ {one.item}" + (f" (was {was})" if was != one.item else "")
    notes = [one.relation or ("" if one.item and one.was else "not mapped"), "" if one.compares else "not compared"]
    show.result(f"\n{head}: {', '.join(filter(None, notes)) or 'compared'}")
    if one.reason:
        _paragraph(one.reason, "    ")
    if one.moved:
        show.result(f"    moved {one.moved}")
    if one.rescaled:
        show.result(f"    scale: {one.rescaled}")
    for text in one.texts:
        _text_change(text, "    ")


def _text_change(text: TextChange, indent: str) -> None:
    from oca.authoring.wording import word_difference

    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    pieces = [(kind, marks[kind].format(piece)) for kind, piece in word_difference(text.before, text.after)]
    if sys.stdout.isatty():
        pieces = [(kind, f"{_COLOURS.get(kind, '')}{piece}{_PLAIN}") for kind, piece in pieces]
    show.result(f"{indent}{text.part}: {''.join(piece for _, piece in pieces)}")


def _paragraph(text: str, indent: str) -> None:
    if text:
        show.result(
            textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}   " if indent else "")
        )
