"""What kind of table it is, by its heading; and which of its rows can be the heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oca.collection.columns import ROLES
from oca.collection.loaders import google, kobo, limesurvey, microsoft, odk, plain_table
from oca.collection.loaders.headings import ColumnUse, uses_of
from oca.collection.loaders.plain_table import Rows
from oca.collection.loaders.survey_table import FileContext
from oca.collection.loaders.survey_tools import DECLARED_WIDE, WIDE, SurveyTool

KINDS: Mapping[str, SurveyTool] = {
    "kobotoolbox": kobo.KIND,
    "odk": odk.KIND,
    "google-forms": google.KIND,
    "microsoft-forms": microsoft.KIND,
    "limesurvey": limesurvey.KIND,
    "wide": DECLARED_WIDE,
}
"""The kinds of exports, by the name that mapping.yaml uses."""


@dataclass(frozen=True)
class Recognition:
    """What is known before a table is opened.

    Attributes:
        items: the items of every version of the project's questionnaires.
        asked: what is known of the file; without it only our own tables are recognised.
    """

    items: frozenset[str]
    asked: FileContext | None = None

    @property
    def declared(self) -> SurveyTool | None:
        """The kind that mapping.yaml says the file is."""
        mapping = self.asked.mapping if self.asked else None
        return KINDS[mapping.kind] if mapping and mapping.kind else None

    @property
    def organization(self) -> str:
        """Whose the answers are where the file does not say it: by its folder, else by mapping.yaml; else empty."""
        if not self.asked:
            return ""
        return self.asked.organization or (self.asked.mapping.organization if self.asked.mapping else "")

    def is_tidy(self, rows: Rows) -> bool:
        """Say whether a table has the columns of a tidy one; organization may be known beforehand."""
        return {"item", "answer"} <= set(rows.heading) and ("organization" in rows.heading or bool(self.organization))

    def is_wide(self, rows: Rows) -> bool:
        """Say whether a table has the columns of a wide one: the organization, and an item of any version by its id."""
        return "organization" in rows.heading and bool(self.items & set(rows.heading))

    def kind(self, rows: Rows) -> SurveyTool | None:
        """Return the kind of export that a table is; a wide table is one where it is not headed by plain ids."""
        found = next((one for one in KINDS.values() if one.recognises(rows.written)), None)
        if found or not self.asked:
            return found if self.asked else None
        uses = self._uses(WIDE, rows)
        about = _about(uses)
        plainly = (
            self.asked.mapping is None
            and "organization" in rows.heading
            and all(one.target == one.heading for one in about)
        )
        return WIDE if self._named(uses) and about and not plainly else None

    def is_main(self, kind: SurveyTool, rows: Rows) -> bool:
        """Say whether a sheet is the one with the submissions, where mapping.yaml says what the file is."""
        return kind.recognises(rows.written) or any(one.target for one in self._uses(kind, rows))

    def reads(self, rows: Rows) -> bool:
        """Say whether a table is of any kind that is read."""
        if self.declared:
            return self.is_main(self.declared, rows)
        return self.is_tidy(rows) or bool(self.kind(rows)) or self.is_wide(rows)

    def heads(self, cells: Sequence[str]) -> bool:
        """Say whether a row can be the heading: of a tidy table, of a tool, or half of it about what was asked."""
        rows = plain_table.heading_only(cells)
        if self.is_tidy(rows) or any(one.recognises(cells) for one in KINDS.values()):
            return True
        filled = len([cell for cell in cells if cell])
        if not self.asked or filled < 2:
            return self.is_wide(rows)
        uses = self._uses(self.declared or WIDE, rows)
        known = [one for one in uses if one.target or one.candidates]
        return self._named(uses) and bool(_about(uses)) and 2 <= len(known) >= filled / 2

    def _uses(self, kind: SurveyTool, rows: Rows) -> list[ColumnUse]:
        return uses_of(kind, rows, self.asked.columns, self.asked.mapping) if self.asked else []

    def _named(self, uses: Sequence[ColumnUse]) -> bool:
        return bool(self.organization) or any(one.target == "organization" for one in uses)


def _about(uses: Sequence[ColumnUse]) -> list[ColumnUse]:
    """Return the columns about items."""
    return [one for one in uses if one.candidates or (one.target and one.target.split(":")[0] not in ROLES)]
