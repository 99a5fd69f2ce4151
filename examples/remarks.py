"""Comments, evidence notes and reasons, chosen from source/remarks.csv so that no organization says a thing twice."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from synthesis import Sheet, chance

from oca.instrument.questionnaire import Questionnaire

COMMENTED, PROVED, EXPLAINED = 0.75, 0.45, 0.5
"""Shares: of the comments that would fit, of the evidence notes that would fit, of the don't knows with a comment."""


_SMALL = dict(zip("абвгдђежзијклмнопрстћуфхцчшљњџ", [*"abvgdđežzijklmnoprstćufhcčš", "lj", "nj", "dž"], strict=True))

LATIN = str.maketrans({**_SMALL, **{one.upper(): other.capitalize() for one, other in _SMALL.items()}})
"""Serbian Cyrillic letter by letter in Latin."""


@dataclass(frozen=True)
class Remark:
    """One row of remarks.csv: a text for an item or a dimension, where the answer is one of some levels."""

    kind: str
    element: str
    levels: str
    language: str
    text: str

    def fits(self, level: str) -> bool:
        """Say whether it can stand beside a level, such as 2 where levels is 1-3."""
        return level.isdecimal() and self.levels[0] <= level <= self.levels[-1]


def read_remarks(path: Path) -> list[Remark]:
    """Read remarks.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Remark(**row) for row in csv.DictReader(file)]


def in_language(remarks: list[Remark], language: str) -> list[Remark]:
    """Return the remarks of a language; the Serbian ones are written in Cyrillic, and serve for both scripts."""
    if language != "sr-Latn":
        return [remark for remark in remarks if remark.language == language]
    return [replace(remark, text=remark.text.translate(LATIN)) for remark in remarks if remark.language == "sr-Cyrl"]


def annotate(sheet: Sheet, questionnaire: Questionnaire, remarks: list[Remark], periods: list[str]) -> Sheet:
    """Return a sheet with the comments and notes of its language written beside the answers.

    A remark belongs to one period of an organization, chosen by chance, and is not used in the others.
    """
    comments: dict[str, str] = {}
    evidence: dict[str, str] = {}
    for remark in remarks:
        draw = chance(sheet.organization.id, remark.text)
        if remark.kind in ("comment", "evidence") and periods[int(draw * len(periods))] == sheet.period:
            share, written = (COMMENTED, comments) if remark.kind == "comment" else (PROVED, evidence)
            free = [item for item in _items(sheet, questionnaire, remark) if item not in written]
            if free and chance(sheet.organization.id, remark.text, "said") < share:
                written[free[0]] = remark.text
    for item, answer in sheet.answers.items():
        said = _explanation(sheet, item, answer, remarks)
        if said:
            comments[item] = said
    return replace(sheet, comments=comments, evidence=evidence)


def _items(sheet: Sheet, questionnaire: Questionnaire, remark: Remark) -> Iterator[str]:
    """Yield the items beside whose answer a remark can stand."""
    for item in questionnaire.items:
        if remark.element in (item.id, item.dimension) and remark.fits(sheet.answers[item.id]):
            yield item.id


def _explanation(sheet: Sheet, item: str, answer: str, remarks: list[Remark]) -> str:
    """Return the reason for "not applicable", and sometimes what lies behind a "don't know"."""
    if answer == "not_applicable":
        return next((one.text for one in remarks if one.kind == "reason" and one.element == item), "")
    if answer != "dont_know" or chance(sheet.organization.id, sheet.period, item, "why") > EXPLAINED:
        return ""
    texts = [one.text for one in remarks if one.kind == "dont-know"]
    return texts[int(chance(sheet.organization.id, sheet.period, item, "which") * len(texts))]
