"""What mapping.yaml declares of files of our own kinds: tidy tables, fill-in workbooks, answers of the web form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from oca.collection.loaders.plain_table import Rows
from oca.collection.loaders.survey_table import FileContext
from oca.collection.mapping import FileMapping, fits, plain_keys
from oca.collection.raw_answers import RawFile
from oca.findings import Finding, finding, quoted, shorten
from oca.language import for_matching
from oca.source import Source

FORM_KEYS = ("file", "values", "values_by_column", "organizations")
"""The keys of which a file uses something that says itself whose it is."""

TIDY_KEYS = (*FORM_KEYS, "kind", "organization", "score_type", "ignore", "rows")

_NEEDED = ("item", "answer")
"""The columns without which a tidy table holds nothing; they are never passed over."""


def as_declared(source: Source, read: RawFile, asked: FileContext | None, used: tuple[str, ...]) -> RawFile:
    """Return the answers of a file of ours with what mapping.yaml declares of it, and say which of it is not used.

    Args:
        source: the file.
        read: what was read from it.
        asked: what is known of the file beforehand.
        used: the keys of mapping.yaml that files of its kind use.
    """
    if asked is None or asked.mapping is None:
        return read
    mapping = asked.mapping
    names, items = plain_keys(mapping.organizations), {one.item for one in read.answers}
    values = {item: mapping.meanings(item, item).values for item in items}
    score_type = mapping.score_type if "score_type" in used else ""
    answers = tuple(
        replace(
            one,
            answer=values[one.item].get(for_matching(one.answer), one.answer),
            organization=names.get(for_matching(one.organization), one.organization),
            score_type=one.score_type or score_type,
        )
        for one in read.answers
    )
    return replace(read, answers=answers, findings=(*read.findings, *_unused(source, mapping, items, used)))


def without_ignored(rows: Rows, mapping: FileMapping | None) -> Rows:
    """Return a tidy table without the columns that mapping.yaml passes over."""
    kept = [
        place
        for place, (name, written) in enumerate(zip(rows.heading, rows.written, strict=True))
        if name in _NEEDED or not (mapping and mapping.ignores(written))
    ]

    def only(cells: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cells[place] for place in kept)

    return replace(
        rows,
        heading=only(rows.heading),
        written=only(rows.written),
        column_names=only(rows.column_names),
        rows=tuple((number, only(cells)) for number, cells in rows.rows),
    )


def _unused(source: Source, mapping: FileMapping, items: set[str], used: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what mapping.yaml says of a file to no effect."""
    if idle := [key for key in FileMapping.model_fields if key not in used and getattr(mapping, key)]:
        yield finding("mapping-keys-unused", source.place(), keys=shorten(idle), used=shorten(used))
    for pattern in mapping.values_by_column:
        if not any(fits(pattern, item) for item in items):
            yield finding("mapping-column-unused", source.place(), file=source.name, column=quoted(pattern))
