"""`mapping.yaml`: what a person says of the response files in one period's folder, where the tool must not guess."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from oca.collection.columns import ROLES
from oca.findings import Finding, finding, nearest, quoted, suggest
from oca.language import for_matching
from oca.project import Project
from oca.yamlfile import Document, Strict, load

NAME = "mapping.yaml"

BLANK = "blank"
"""What an answer stands for under `values` where it is none."""

DECIDED = (
    "answer-not-a-level",
    "blanks-uncertain",
    "codes-shared",
    "column-misspelt",
    "column-unknown",
    "columns-ambiguous",
    "columns-mostly-unread",
    "columns-unread",
    "dates-ambiguous",
    "export-of-another-form",
    "file-unknown",
    "item-column-twice",
    "organization-missing",
    "organization-unknown",
    "respondent-missing",
    "sheet-twice",
)
"""Findings on a file that its entry in mapping.yaml can settle."""

ToolName = Literal["kobotoolbox", "odk", "google-forms", "microsoft-forms", "limesurvey", "wide"]


class FileMapping(Strict):
    """What is said of the files that fit a pattern. Key by key: README of the examples."""

    file: str
    kind: ToolName | None = None
    separator: str = ""
    dates: Literal["day-first", "month-first"] | None = None
    organization: str = ""
    score_type: str = ""
    columns: dict[str, str] = {}
    values: dict[str, str] = {}
    values_by_column: dict[str, dict[str, str]] = {}
    organizations: dict[str, str] = {}
    ignore: list[str] = []
    rows: dict[str, str | list[str]] = {}

    @property
    def chosen_values(self) -> dict[str, dict[str, str]]:
        """The values by which rows are chosen: by column, each as it is matched and as it was written."""
        values = {heading: [one] if isinstance(one, str) else one for heading, one in self.rows.items()}
        return {heading: {for_matching(one): one for one in listed} for heading, listed in values.items()}

    def ignores(self, heading: str) -> bool:
        """Say whether a heading is one to be passed over, by itself; `columns` come before a pattern that fits."""
        plain = for_matching(heading)
        if plain in map(for_matching, self.ignore):
            return True
        return plain not in map(for_matching, self.columns) and any(fits(one, heading) for one in self.ignore)

    def meanings(self, heading: str, item: str) -> Meanings:
        """Return what answers in a column stand for: what is said of it alone, else of columns like it, else of all."""
        fitting = [pattern for pattern in self.values_by_column if any(fits(pattern, one) for one in (heading, item))]
        exact = [pattern for pattern in fitting if "*" not in pattern]
        found = exact or [pattern for pattern in fitting if pattern != "*"] or fitting
        if not found:
            return Meanings(_meant(self.values))
        rivals = [one for one in found if _meant(self.values_by_column[one]) != _meant(self.values_by_column[found[0]])]
        return Meanings(_meant(self.values_by_column[found[0]]), found[0], tuple(rivals))


@dataclass(frozen=True)
class Meanings:
    """What the answers in one column stand for, by what was typed in the form used for matching.

    Attributes:
        pattern: the key of `values_by_column` that says so; empty where `values` does, or nothing.
        rivals: other such keys that fit the column as well and say something else.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    rivals: tuple[str, ...] = ()


class Said(Strict):
    """The file `responses/<period>/mapping.yaml`."""

    files: Annotated[list[FileMapping], Field(min_length=1)]


@dataclass(frozen=True)
class PeriodMapping:
    """The mapping of one period's folder, with the lines of its keys; empty where there is no such file.

    Where there is one that cannot be read, nothing is known of what it decides (`is_unread`).
    """

    files: tuple[FileMapping, ...] = ()
    document: Document | None = None
    is_unread: bool = False

    def of(self, name: str) -> FileMapping | None:
        """Return what is said of a file, by its name under the period's folder; the first pattern that fits counts."""
        return next((one for one in self.files if _fits(one, name)), None)


def plain_keys(declared: Mapping[str, str]) -> dict[str, str]:
    """Return what mapping.yaml declares, by what was typed in the form used for matching."""
    return {for_matching(key): value for key, value in declared.items()}


def fits(pattern: str, text: str) -> bool:
    """Say whether a pattern fits a heading or an item; `*` stands for any signs, and every other sign for itself.

    >>> fits("Q2[*", "Q2[SQ001]"), fits("Q2[*", "Q20[SQ001]"), fits("gov_*", "GOV_board")
    (True, False, True)
    """
    parts = (re.escape(for_matching(part)) for part in pattern.split("*"))
    return bool(re.fullmatch(".*".join(parts), for_matching(text)))


def _meant(declared: Mapping[str, str]) -> dict[str, str]:
    return {key: "" if for_matching(value) == BLANK else value for key, value in plain_keys(declared).items()}


def load_mapping(folder: Path, project: Project, items: Iterable[str]) -> tuple[PeriodMapping, list[Finding]]:
    """Read the mapping of a period's folder, and say what in it cannot be.

    Raises:
        InputError: the file is no YAML, or has unknown keys or values.
    """
    path = folder / NAME
    if not path.is_file():
        return PeriodMapping(), []
    model, document = load(path, Said, project.folder)
    mapping = PeriodMapping(tuple(model.files), document)
    return mapping, list(_faults(mapping, document, project, frozenset(items)))


def unused(mapping: PeriodMapping, names: Iterable[str]) -> Iterator[Finding]:
    """Yield a warning for each pattern that no file fits."""
    there = list(names)
    for number, one in enumerate(mapping.files):
        if mapping.document and not any(mapping.of(name) is one for name in there):
            place = mapping.document.place("files", number, "file")
            yield finding("mapping-file-unused", place, pattern=one.file, todo=_meant_file(one.file, there))


_MARKS = "\"'“”„‘’‚«»`"

_FOLDER = re.compile(r"(.*[/\\])?responses[/\\][^/\\]+[/\\]|\.[/\\]", re.IGNORECASE)
"""What people write before the name of a file: the path that leads to the folder in which mapping.yaml lies."""


def _meant_file(pattern: str, names: Sequence[str]) -> str:
    """Return what was probably meant by a pattern that no file fits; empty where nothing is near."""
    plain = _FOLDER.sub("", pattern.strip(_MARKS + " ")).replace("\\", "/")
    if plain != pattern and any(_is_named(name, plain) for name in names):
        return f"Write file: {json.dumps(plain, ensure_ascii=False)}, without marks inside and without a path. "
    near = nearest(plain, names)
    return f"Did you mean {near}? " if near else ""


def _fits(one: FileMapping, name: str) -> bool:
    return _is_named(name, one.file)


def _is_named(name: str, pattern: str) -> bool:
    return fnmatchcase(for_matching(name), for_matching(pattern))


def _faults(mapping: PeriodMapping, document: Document, project: Project, items: frozenset[str]) -> Iterator[Finding]:
    remarks = {f"{item}:{part}" for item in items for part in ("comment", "evidence")}
    ids = [one.id for one in project.organizations]
    for number, one in enumerate(mapping.files):
        yield from _contradictions(one, document, number)
        for heading, target in one.columns.items():
            if target not in {*items, *remarks, *ROLES}:
                place = document.place("files", number, "columns", heading)
                hint = suggest(target, [*items, *ROLES])
                yield finding("id-unknown", place, id=quoted(target), what="item or role", suggestion=hint)
        for typed, organization in [
            *one.organizations.items(),
            *([("", one.organization)] if one.organization else []),
        ]:
            if organization not in ids:
                key = ("organizations", typed) if typed else ("organization",)
                hint = suggest(organization, ids)
                place = document.place("files", number, *key)
                yield finding("id-unknown", place, id=quoted(organization), what="organization", suggestion=hint)


def _contradictions(one: FileMapping, document: Document, number: int) -> Iterator[Finding]:
    """Yield a finding for each key that was written before in other letters, with another meaning."""
    tables: dict[tuple[str, ...], Mapping[str, str]] = {
        ("columns",): one.columns,
        ("values",): one.values,
        ("organizations",): one.organizations,
        **{("values_by_column", pattern): values for pattern, values in one.values_by_column.items()},
    }
    for where, declared in tables.items():
        first: dict[str, str] = {}
        for key, meaning in declared.items():
            before = first.setdefault(for_matching(key), key)
            if declared[before] != meaning:
                place = document.place("files", number, *where, key)
                yield finding("mapping-key-twice", place, key=quoted(key), other=quoted(before))
