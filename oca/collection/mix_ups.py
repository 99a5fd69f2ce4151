"""What looks as if files were mixed up: one named for another organization, the same answers twice, another year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from oca.collection.matching import Organizations, moment
from oca.collection.sheets import Context, Sheet
from oca.findings import Finding, finding, shorten

FEW_ANSWERS = 12
"""So many answers without a remark can be alike by chance."""

A_YEAR = 366
"""Days between a session and the assessment to which it belongs."""


def mixed_up(sheets: list[Sheet], context: Context) -> Iterator[Finding]:
    """Yield what a consultant should look at, because answers may count for the wrong organization or period."""
    yield from _named_for_another(sheets, context.organizations)
    yield from _alike(sheets)
    yield from _of_another_year(sheets, context)


def _named_for_another(sheets: Iterable[Sheet], organizations: Organizations) -> Iterator[Finding]:
    """Say where a file holds the answers of one organization only, and its name is that of another."""
    by_file: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_file.setdefault(sheet.source.name, []).append(sheet)
    for name, its in by_file.items():
        found = {sheet.key.organization for sheet in its}
        named = named_in(name, organizations)
        if named and len(found) == 1 and named not in found:
            yield finding("file-of-another", its[0].source.place(), found=found.pop(), named=named)


def named_in(file: str, organizations: Organizations) -> str | None:
    """Return the organization for which a file is named, whatever follows (`zora-y1-2.xlsx`); None where for none."""
    parts = re.split(r"([\W_]+)", file.rpartition("/")[2].rpartition(".")[0])
    names = ("".join(parts[:end]) for end in range(len(parts), 0, -2))
    return next((found for name in names if (found := organizations.find(name))), None)


def _alike(sheets: Iterable[Sheet]) -> Iterator[Finding]:
    """Say where several organizations gave the very same answers and remarks, more than can be chance."""
    by_content: dict[tuple[object, ...], list[Sheet]] = {}
    for sheet in sheets:
        said = sheet.said
        given = [reading for reading, _, _ in said.values() if reading.status != "missing"]
        remarks = any(comment or evidence for _, comment, evidence in said.values())
        if remarks or (len(given) >= FEW_ANSWERS and len(set(given)) > 1):
            by_content.setdefault((sheet.key.period, *sorted(said.items())), []).append(sheet)
    for (period, *_), its in by_content.items():
        whose = dict.fromkeys(sheet.key.organization for sheet in its)
        if len(whose) > 1:
            places = shorten(sheet.where for sheet in its)
            yield finding("answers-alike", its[-1].place, organizations=shorten(whose), period=period, places=places)


def _of_another_year(sheets: Iterable[Sheet], context: Context) -> Iterator[Finding]:
    """Say once for each file which of its sheets were filled in more than a year from the date of their period."""
    by_file: dict[tuple[str, str], list[tuple[Sheet, date]]] = {}
    for sheet in sheets:
        start = context.project.period(sheet.key.period).date
        when = moment(sheet.first.held or sheet.first.submitted)
        if when and abs((when.date() - start).days) > A_YEAR:
            by_file.setdefault((sheet.source.name, sheet.key.period), []).append((sheet, when.date()))
    for (_, period), its in by_file.items():
        whose = shorten(dict.fromkeys(f"{sheet.key.organization} {day}" for sheet, day in its))
        start = context.project.period(period).date
        yield finding("session-of-another-year", its[0][0].place_of("date"), period=period, start=start, dates=whose)
