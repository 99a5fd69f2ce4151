"""What a table is called and labelled in SPSS and Stata: names, codes of closed choices, labels of values.

A closed choice (status, verdict, kind ...) is written as a number there, labelled with the very word that stands in the
CSV; an answer is labelled with the name of its level.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from oca.tables import KINDS, ORGANIZATIONS, PERIODS, Column, Table

if TYPE_CHECKING:
    from oca.assessment import Assessment
    from oca.project import Project

LONGEST_NAME = 32
"""Stata's limit; SPSS allows 64 bytes."""

RENAMED: Mapping[str, str] = {"by": "grouped_by"}
"""Columns of ours that are reserved words: BY in SPSS."""

RESERVED = frozenset(
    {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}  # SPSS
    | {"byte", "double", "float", "if", "in", "int", "long", "strl", "using"}  # Stata, and with
)
"""Words that are no names of variables: SPSS's and Stata's; a project's own column of such a name gets a _ after it."""

YES_NO = {0: "no", 1: "yes"}


@dataclass(frozen=True)
class Exported:
    """One table as it is written.

    Attributes:
        table: its columns and their meanings.
        frame: its rows.
        names: the name of each column in SPSS and Stata.
        codes: the number of each word of a coded column, by column.
        labels: the label of each number, by column; of coded columns too.
    """

    table: Table
    frame: pd.DataFrame
    names: Mapping[str, str]
    codes: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, Mapping[int, str]]

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        return self.table.name.casefold()


def labelled(table: Table, frame: pd.DataFrame, assessment: Assessment) -> Exported:
    """Return a table with the names, codes and labels that it has in SPSS and Stata."""
    codes = {column.name: _codes(column.name, column.choices) for column in table.columns if column.choices}
    if "band" in table.names:
        codes["band"] = _codes("band", [band.id for one in assessment.schemes.values() for band in one.bands])
    labels = {name: {number: word for word, number in numbers.items()} for name, numbers in codes.items()}
    labels |= {column.name: YES_NO for column in table.columns if column.kind == "flag"}
    if table.name == "RESPONSES":
        labels["answer"] = level_labels(assessment)
    return Exported(table, frame, statistical_names(table.names), codes, labels)


def _codes(column: str, words: Iterable[str]) -> dict[str, int]:
    """Return a number for each word of a closed choice, from 1.

    Kinds have one number each in all tables, also where one lacks a kind, since tables are joined by them.
    """
    known = dict.fromkeys(words)
    numbers = {word: number for number, word in enumerate(KINDS if column == "kind" else known, start=1)}
    return {word: numbers[word] for word in known}


def level_labels(assessment: Assessment) -> dict[int, str]:
    """Return the names of the levels, in English where it is there; versions that name a level differently share it.

    Only whole levels have a label: Stata knows no others. Levels of scales that only some items have get none: the same
    number would mean two things.
    """
    names: dict[int, list[str]] = {}
    for ref in dict.fromkeys(period.questionnaire for period in assessment.project.settings.periods):
        questionnaire = assessment.questionnaires[ref]
        elsewhere = {level for scale in questionnaire.structure.scales.values() for level in scale.levels}
        for level in questionnaire.levels:
            if level in elsewhere:
                continue
            name = questionnaire.level_name(level, "en").name
            if level == int(level) and name and name not in names.setdefault(int(level), []):
                names[int(level)].append(name)
    return {level: " / ".join(found) for level, found in names.items() if found}


def statistical_names(columns: Iterable[str]) -> dict[str, str]:
    """Return a name for each column that SPSS and Stata both accept, each once: a-z, digits and _, 32 at most."""
    names: dict[str, str] = {}
    for column in columns:
        base = RENAMED.get(column) or _plain(column)
        name, number = base, 2
        while name in names.values():
            name, number = f"{base[: LONGEST_NAME - 3]}_{number}", number + 1
        names[column] = name
    return names


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading.casefold().replace("đ", "d"))
    word = re.sub(r"[^a-z0-9]+", "_", "".join(one for one in letters if not unicodedata.combining(one))).strip("_")
    name = (word if word[:1].isalpha() else f"v_{word}")[:LONGEST_NAME].rstrip("_")
    return f"{name}_" if name in RESERVED or re.fullmatch(r"str\d+", name) else name


def project_tables(project: Project) -> list[tuple[Table, pd.DataFrame]]:
    """Return the tables that the others are joined with: periods with their dates, organizations with their sectors."""
    periods = PERIODS.frame(
        (one.id, one.label.get("en") or next(iter(one.label.values()), ""), one.date, one.questionnaire, one.scheme)
        for one in project.settings.periods
    )
    register = project.register()
    headings = [str(name) for name in register if name not in ORGANIZATIONS.names]
    own = [Column(heading, "text", f"{heading}, as in organizations.csv") for heading in headings]
    organizations = Table(ORGANIZATIONS.name, ORGANIZATIONS.row, (*ORGANIZATIONS.columns, *own))
    return [(PERIODS, periods), (organizations, organizations.typed(register))]
