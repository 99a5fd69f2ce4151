"""What tells the submissions of an export apart: the id that the tool gives, else when it was sent and what it says."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from oca.collection.loaders.dates import Order, iso
from oca.collection.loaders.survey_tools import WIDE, Record, SurveyTool


class Names:
    """Names the submissions of one export. In another export of the same form, a submission has the same name."""

    def __init__(self, kind: SurveyTool, order: Order | None) -> None:
        self._kind, self._order = kind, order
        self._met: Counter[str] = Counter()

    def of(self, record: Record, cells: Sequence[str]) -> str:
        """Return the name of a submission; empty in tables that no survey tool made, where a row may be anything.

        Args:
            record: the row by heading.
            cells: the same cells.
        """
        if self._kind is WIDE:
            return ""
        parts = [iso(part, self._order) for part in self._kind.identity(record)]
        return " ".join((self._kind.title, *parts)) if parts else self._by_content(cells)

    def _by_content(self, cells: Sequence[str]) -> str:
        """Return a name made of what a row says, its time included, however its columns are headed and ordered.

        Two rows of one file that say the same were sent by two people, and the second of them has a name of its own.
        """
        said = [iso(cell, self._order) for cell in cells if cell]
        content = hashlib.sha256("\x1f".join(sorted(said)).encode()).hexdigest()
        self._met[content] += 1
        return f"{self._kind.title} {content} {self._met[content]}"
