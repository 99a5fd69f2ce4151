"""One file as somebody sent it: its name, its bytes, and how its text is to be read where that is not UTF-8."""

from __future__ import annotations

from dataclasses import dataclass, field

from oca.findings import Place


@dataclass(frozen=True)
class Source:
    """One response file: its name in the project folder, its bytes, and the declared fallback encoding."""

    name: str
    content: bytes = field(repr=False)
    fallback_encoding: str = "cp1250"

    def place(self, sheet: str = "", row: int | None = None, column: str = "") -> Place:
        """Return a place in this file."""
        return Place(self.name, sheet, row, column)
