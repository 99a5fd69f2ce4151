"""Items that are answered twice on one sheet of answers, as where a row or a whole sheet of a workbook was copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from oca.collection.raw_answers import RawAnswer
from oca.findings import Finding, finding, shorten
from oca.source import Source


def answered_twice(source: Source, twice: Iterable[tuple[RawAnswer, RawAnswer]]) -> Iterator[Finding]:
    """Yield a finding for each item that is answered twice; one for all where a whole sheet was copied."""
    pairs: dict[tuple[str, str], list[tuple[RawAnswer, RawAnswer]]] = {}
    for raw, other in twice:
        pairs.setdefault((raw.sheet, other.sheet), []).append((raw, other))
    for (sheet, other_sheet), items in pairs.items():
        if sheet != other_sheet and len(items) > 1:
            names = {"count": len(items), "other": other_sheet, "items": shorten((raw.item for raw, _ in items), 3)}
            yield finding("items-twice", source.place(sheet), **names)
            continue
        for raw, other in items:
            place, there = (source.place(one.sheet, one.row, one.column) for one in (raw, other))
            yield finding("item-twice", place, item=raw.item, other=replace(there, file=""))
