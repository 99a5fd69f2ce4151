"""Writes docs/TABLES.md, the columns of every table, from the contracts in oca/tables; run it after one has changed."""

from __future__ import annotations

from pathlib import Path

from oca import tables
from oca.tables import Table

PATH = Path(__file__).parent.parent / "docs" / "TABLES.md"

HEAD = """\
# Tables

Every table of an assessment, as `import oca` gives it and `oca score` writes it: what a row is, and what columns mean.
This page is written from `oca/tables/` by `python -m tools.tables`; [API.md](API.md) says where each table comes from.

A missing number is NaN, never 0; an empty text is "". A `count` is a whole number, a `flag` is true or false.
"""


def page() -> str:
    """Return the page."""
    found = [one for name in tables.__all__ if isinstance(one := getattr(tables, name), Table)]
    return "\n".join([HEAD, *map(section, found)])


def section(table: Table) -> str:
    """Return what the page says of one table."""
    rows = [f"| `{one.name}` | {one.kind} | {one.meaning} |" for one in table.columns]
    lines = [f"## {table.name}", "", f"One row is {table.row}.", ""]
    lines += ["| column | type | meaning |", "| --- | --- | --- |"]
    return "\n".join([*lines, *rows, ""])


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
