"""Cells of a response file whose letters were lost: Excel writes ? for what a code page lacks, such as Cyrillic."""

from __future__ import annotations

from oca.collection.matching import Organizations
from oca.collection.raw_answers import RawAnswer, RawFile
from oca.findings import Finding, Place
from oca.source import Source
from oca.textfile import is_lost_comment, letters_lost


class LostLetters:
    """Gathers what is mostly question marks in a file, beside the answers; those are refused as such."""

    def __init__(self, source: Source, file: RawFile, organizations: Organizations) -> None:
        self.source, self.file, self.organizations = source, file, organizations
        self._cells: list[tuple[str, str, Place]] = []

    def look_at_head(self, raw: RawAnswer) -> None:
        """Note what a sheet says of whose it is, unless that is known."""
        for what, text in (("organization", raw.organization), ("respondent", raw.respondent), ("role", raw.role)):
            if not (what == "organization" and self.organizations.find(text)):
                self._cells.append((what, text, self.file.place_of(what, self.source, raw)))

    def look_at_remarks(self, raw: RawAnswer) -> None:
        """Note a comment or evidence that is lost."""
        for what, text in (("comment", raw.comment), ("evidence", raw.evidence)):
            if "??" in text and is_lost_comment(text):
                self._cells.append((what, text, self.source.place(raw.sheet, raw.row, raw.column)))

    def findings(self) -> list[Finding]:
        """Return one finding for each kind of cell."""
        return letters_lost(self._cells)
