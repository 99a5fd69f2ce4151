"""What the files of the support side hold, column by column: by this they are read, made blank, and documented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reading = Literal["id", "text", "list", "number", "count", "amount", "date", "choice"]
"""How a cell is read: an id of this file's own; text; ids or codes divided by semicolons; a number; a whole number;
an amount of money; a day; one of a few words."""

NUMBERS: tuple[Reading, ...] = ("number", "count", "amount")
"""Readings whose cells hold a number."""

Known = Literal[
    "organization",
    "training",
    "trainer",
    "session",
    "element",
    "dimension",
    "sector",
    "language",
    "period",
    "region",
    "decision",
]
"""What a cell has to name, where it names anything known."""


@dataclass(frozen=True)
class SupportColumn:
    """One column.

    Attributes:
        name: its heading.
        reading: how its cells are read.
        meaning: what it holds, in one sentence.
        needed: whether a cell may not be empty.
        known: what its cells name; empty for free text.
        least: the least number that it takes.
    """

    name: str
    reading: Reading
    meaning: str
    needed: bool = False
    known: Known | Literal[""] = ""
    least: float = 0


@dataclass(frozen=True)
class SupportFile:
    """One file: its name without .csv or .xlsx, what one row is, and its columns."""

    name: str
    row: str
    columns: tuple[SupportColumn, ...]

    def column(self, name: str) -> SupportColumn | None:
        """Return a column by its heading; `title bs` is the title in Bosnian."""
        stem = name.split(" ")[0] if name.startswith("title ") else name
        return next((one for one in self.columns if one.name == stem), None)


def _id(what: str) -> SupportColumn:
    return SupportColumn("id", "id", f"id of the {what}, such as t-budget; it stays the same for ever", needed=True)


_PLACE = SupportColumn("place", "text", "municipality")
_REGION = SupportColumn(
    "region",
    "text",
    "part of the country, in the words of the register's column that project.yaml names; empty where "
    "it does not matter",
    known="region",
)
_PERIOD = SupportColumn(
    "period",
    "text",
    "id of the period after whose assessment it is; empty: the latest that lies before the date",
    known="period",
)
_ALLIANCE = (
    SupportColumn("name", "text", "its name", needed=True),
    SupportColumn(
        "members", "list", "ids of the organizations, with semicolons between", needed=True, known="organization"
    ),
    SupportColumn("sectors", "list", "ids of the sectors", known="sector"),
    SupportColumn("start", "date", "first day", needed=True),
    SupportColumn("end", "date", "last day; empty while it goes on"),
    SupportColumn("aim", "text", "what it wants, in a sentence"),
)

FILES: dict[str, SupportFile] = {
    one.name: one
    for one in (
        SupportFile(
            "trainers",
            "a trainer",
            (
                _id("trainer"),
                SupportColumn("name", "text", "name, or a code where the trainer prefers one", needed=True),
                SupportColumn(
                    "topics", "list", "ids of the dimensions or items that the trainer knows", known="element"
                ),
                SupportColumn(
                    "languages", "list", "languages of teaching: en, bs, hr, sr-Latn, sr-Cyrl", known="language"
                ),
                _REGION,
            ),
        ),
        SupportFile(
            "trainings",
            "a training that can be given, once or often",
            (
                _id("training"),
                SupportColumn(
                    "title",
                    "text",
                    "its title; further languages in columns of their own: title bs, title hr",
                    needed=True,
                ),
                SupportColumn(
                    "elements", "list", "ids of the dimensions or items that it serves", needed=True, known="element"
                ),
                SupportColumn("from_level", "number", "the lowest level at which it is of use", needed=True),
                SupportColumn("to_level", "number", "the level to which it leads", needed=True),
                SupportColumn("trainers", "list", "ids of those who give it", known="trainer"),
                SupportColumn("days", "number", "how long it takes", needed=True, least=0.5),
                SupportColumn("places", "count", "people that it can take", needed=True, least=1),
                SupportColumn("cost", "amount", "of giving it once"),
            ),
        ),
        SupportFile(
            "sessions",
            "a training on a date",
            (
                _id("session"),
                SupportColumn("training", "text", "id of the training", needed=True, known="training"),
                SupportColumn("date", "date", "first day", needed=True),
                _PLACE,
                _REGION,
                SupportColumn("trainer", "text", "id of the trainer", known="trainer"),
                _PERIOD,
            ),
        ),
        SupportFile(
            "participation",
            "an organization at a session",
            (
                SupportColumn("session", "text", "id of the session", needed=True, known="session"),
                SupportColumn("organization", "text", "id of the organization", needed=True, known="organization"),
                SupportColumn("people", "count", "how many people came", needed=True, least=1),
            ),
        ),
        SupportFile(
            "assistance",
            "mentoring, counselling or another help to one organization",
            (
                SupportColumn("organization", "text", "id of the organization", needed=True, known="organization"),
                SupportColumn("element", "text", "id of the dimension that it served", needed=True, known="dimension"),
                SupportColumn("kind", "text", "mentoring, counselling, or a word of yours", needed=True),
                SupportColumn("date", "date", "first day", needed=True),
                SupportColumn("days", "number", "how many days it took", needed=True, least=0.25),
                _PERIOD,
            ),
        ),
        SupportFile("campaigns", "an advocacy campaign", (_id("campaign"), *_ALLIANCE)),
        SupportFile("coalitions", "a coalition", (_id("coalition"), *_ALLIANCE)),
        SupportFile(
            "slots",
            "a room that a training can have, on days running",
            (
                SupportColumn("date", "date", "first day", needed=True),
                SupportColumn("days", "number", "for how many days running it can be had", needed=True, least=0.5),
                SupportColumn("place", "text", "municipality", needed=True),
                _REGION,
            ),
        ),
        SupportFile(
            "decisions",
            "what you decided before a schedule is made",
            (
                SupportColumn("organization", "text", "id of the organization", needed=True, known="organization"),
                SupportColumn("training", "text", "id of the training", needed=True, known="training"),
                SupportColumn(
                    "decision",
                    "choice",
                    "pin: it attends in any case; forbid: it does not attend",
                    needed=True,
                    known="decision",
                ),
                SupportColumn("reason", "text", "why"),
            ),
        ),
    )
}
"""In the order in which they are read: what a file names was read before it."""
