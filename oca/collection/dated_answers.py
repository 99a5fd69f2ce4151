"""Tables with one answer a row, each with its date: what is of one sheet, and which of two answers is the later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from oca.collection.matching import moment
from oca.collection.sheets import Sheet
from oca.findings import Finding, finding, shorten


def joined(sheets: Sequence[Sheet], *, latest: bool) -> tuple[list[Sheet], list[Finding]]:
    """Return sheets of one respondent with the answers of each tidy table made into one sheet, as far as they may be.

    Answers of different dates to different items are of one sheet. Where an item was answered more than once, the
    latest answer counts if that is the project's policy; else the sheets stay apart and are said to be rivals.

    Args:
        sheets: the sheets with one key.
        latest: whether the later of two answers counts.
    """
    parts: dict[str, list[Sheet]] = {}
    whole: list[Sheet] = []
    for one in sheets:
        dated = one.first.sheet_id and one.first.sheet_id == one.first.submitted
        if dated and moment(one.first.submitted):
            parts.setdefault(one.source.name, []).append(one)
        else:
            whole.append(one)
    findings: list[Finding] = []
    for its in parts.values():
        its.sort(key=lambda one: str(moment(one.first.submitted)))
        again = _again(its)
        if again and not latest:
            whole += its
            continue
        whole.append(_one(its))
        if again:
            names = {"sheet": its[0].key, "count": len(again), "items": shorten(again, 3)}
            findings.append(finding("answers-overtaken", its[-1].place, **names))
    return whole, findings


def _again(sheets: Sequence[Sheet]) -> list[str]:
    """Return the items that are answered on more than one of some sheets."""
    items = [item for one in sheets for item in (*one.answers, *one.refused)]
    return [item for item in dict.fromkeys(items) if items.count(item) > 1]


def _one(sheets: Sequence[Sheet]) -> Sheet:
    """Return the sheet with the answers of all, the later before the earlier ones; they are in the order of time."""
    made = replace(sheets[-1], answers={}, refused=set())
    for one in sheets:
        made.refused = {item for item in made.refused if item not in one.answers} | one.refused
        made.answers = {item: answer for item, answer in made.answers.items() if item not in one.refused} | one.answers
    return made
