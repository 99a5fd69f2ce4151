"""The rows of a table that mapping.yaml chooses, such as those of one year in an export of all years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from oca.collection.loaders.plain_table import Rows
from oca.collection.mapping import FileMapping
from oca.errors import InputError
from oca.findings import Finding, finding, quoted, shorten, suggest
from oca.language import for_matching
from oca.source import Source


def chosen(source: Source, rows: Rows, mapping: FileMapping | None) -> tuple[Rows, list[str]]:
    """Return a table with the rows that are chosen, and a note on how many these are; all where nothing is said.

    Raises:
        InputError: the table has no such column, or two of them.
    """
    if not mapping or not mapping.rows:
        return rows, []
    wanted = {_column(source, rows, heading): values for heading, values in mapping.chosen_values.items()}
    kept = tuple((number, cells) for number, cells in rows.rows if _fits(cells, wanted))
    said = " and ".join(
        f"{rows.written[place]} is {' or '.join(map(repr, wanted[place].values()))}" for place in wanted
    )
    count = {"count": len(rows.rows) - len(kept), "of": len(rows.rows)}
    findings = [finding("rows-not-chosen", source.place(rows.sheet), **count, chosen=said)] if count["count"] else []
    findings += _absent(source, rows, wanted)
    note = f"rows: {len(kept)} of {len(rows.rows)}, where {said}."
    return replace(rows, rows=kept, findings=(*rows.findings, *findings)), [note]


def _column(source: Source, rows: Rows, heading: str) -> int:
    places = [place for place, one in enumerate(rows.written) if for_matching(one) == for_matching(heading)]
    if len(places) == 1:
        return places[0]
    at = source.place(rows.sheet, rows.heading_row)
    if places:
        raise InputError([*rows.findings, finding("heading-twice", at, heading=heading)])
    hint = suggest(heading, filter(None, rows.written))
    raise InputError([*rows.findings, finding("mapping-rows-column", at, column=quoted(heading), suggestion=hint)])


def _fits(cells: Sequence[str], wanted: dict[int, dict[str, str]]) -> bool:
    return all(for_matching(cells[place]) in values for place, values in wanted.items())


def _absent(source: Source, rows: Rows, wanted: dict[int, dict[str, str]]) -> list[Finding]:
    """Return a finding for each column that never says one of the values by which rows are chosen."""
    findings = []
    for place, values in wanted.items():
        there = {for_matching(cells[place]): cells[place] for _, cells in rows.rows}
        lacking = [quoted(written) for plain, written in values.items() if plain not in there]
        if lacking:
            at = source.place(rows.sheet, rows.heading_row, rows.column_names[place])
            names = {"values": " or ".join(lacking), "found": shorten(map(repr, sorted(there.values())), 8)}
            findings.append(finding("mapping-rows-unused", at, column=quoted(rows.written[place]), **names))
    return findings
