"""The annex: every answer with all that was written down; of people who rated alone, how many chose which level."""

from __future__ import annotations

from collections import Counter

from oca.reporting.organization.pages.agreement import chosen_levels
from oca.reporting.organization.pages.dimensions import written
from oca.reporting.organization.record import AnnexPart, AnnexRow, Dimension, ItemRow
from oca.reporting.organization.view import Case


def annex(case: Case, dimensions: tuple[Dimension, ...]) -> tuple[AnnexPart, ...]:
    """Write the annex from the dimensions' items and the whole of the comments."""
    ids = [one for one in case.questionnaire.dimension_ids if case.of("dimension", one) is not None]
    return tuple(_part(case, one, dimension) for one, dimension in zip(ids, dimensions, strict=True))


def _part(case: Case, dimension: str, page: Dimension) -> AnnexPart:
    items = [item.id for item in case.questionnaire.items_of(dimension) if case.of("item", item.id) is not None]
    return AnnexPart(page.title, tuple(_row(case, item, row) for item, row in zip(items, page.items, strict=True)))


def _row(case: Case, item: str, row: ItemRow) -> AnnexRow:
    notes = written(case, [item], 0)
    comment = " ".join(text for note in notes for text in (note.reason, note.comment) if text)
    return AnnexRow(row.title, _answer(case, item, row), comment, notes[0].evidence if notes else "")


def _answer(case: Case, item: str, row: ItemRow) -> str:
    """Return the agreed level; of several ratings their distribution, and only whether they are close where few rated.

    An item without steps has a state, or its level is kept back (`oca.raters.few_raters`).
    """
    if not row.steps:
        return row.word
    if row.answers:
        return case.words.text("mean {score}", score=row.score) + "; " + _distribution(case, item)
    own = bool(case.questionnaire.by_id[item].scale)
    return row.word if own else " ".join(part for part in (row.score, row.word) if part)


def _distribution(case: Case, item: str) -> str:
    """Write how many people gave each answer: 2 Building: 3; 3 Established: 2; don't know: 1."""
    rows, words = case.answers.get(item, ()), case.words
    levels = chosen_levels(case, item, [row.answer for row in rows if row.status == "answered"])
    states = Counter(row.status for row in rows)
    said = [
        (words.text("not applicable"), states["not_applicable"]),
        (words.text("don’t know"), states["dont_know"]),
        (words.text("left blank"), states["missing"]),
    ]
    listed = [f"{level}: {count}" for level, count, _ in levels]
    return "; ".join([*listed, *(f"{word}: {count}" for word, count in said if count)])
