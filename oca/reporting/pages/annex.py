"""The annex: every answer as it was given, with all that was written down."""

from __future__ import annotations

from oca.reporting.case import Case
from oca.reporting.context import AnnexPart, AnnexRow, Dimension, ItemRow
from oca.reporting.pages.dimensions import written


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
    own = bool(case.questionnaire.by_id[item].scale) and not row.answers
    answer = row.word if own else " ".join(part for part in (row.score, row.word) if part)
    if row.answers:
        answer = f"{answer} ({row.answers})"
    return AnnexRow(row.title, answer, comment, notes[0].evidence if notes else "")
