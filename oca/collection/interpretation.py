"""What is made of one received file: which loader took it, what each column is, and what a person must decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from oca.collection import loaders
from oca.collection.loaders.headings import COULD_BE, UNKNOWN
from oca.collection.loaders.limesurvey import question_of
from oca.collection.mapping import load_mapping
from oca.collection.mapping_values import value_faults
from oca.collection.pseudonyms import read_key
from oca.collection.raw_answers import RawFile
from oca.collection.sheets import Context, Sheet, contradicting_folder, sheets_of, without_respondent
from oca.errors import InputError, UsageError
from oca.findings import Finding, shorten
from oca.folders import content_of
from oca.instrument.questionnaire import Questionnaire
from oca.project import Project
from oca.source import Source
from oca.tables import SCORE_TYPES


@dataclass(frozen=True)
class Received:
    """One response file as it was understood.

    Attributes:
        name: the file in the project folder.
        period: the period in whose folder it lies.
        raw: what the loader read; None when none recognised the file.
        sheets: how many sheets of answers came of it.
        kinds: of which score type they are, and in which rows, in words.
        findings: everything that is to be said of the file alone.
        headings: the columns for which somebody must say what they are.
        values: the answers that are no level; where each question has codes of its own, by a pattern of its columns.
        organizations: the names that are no organization.
    """

    name: str
    period: str
    raw: RawFile | None
    sheets: int
    findings: tuple[Finding, ...]
    kinds: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    organizations: tuple[str, ...] = ()


def receive(project: Project, questionnaires: Mapping[str, Questionnaire], path: Path) -> Received:
    """Read one file that lies in the folder of a period, without reading any other.

    Raises:
        UsageError: there is no such file, or it lies in the folder of no period.
    """
    name, period = _whereabouts(project, path)
    key, unreadable = read_key(project.folder)
    context = Context(project, questionnaires, key)
    folder = project.folder / "responses" / period
    findings = unreadable
    try:
        content = content_of(project.folder / name, name)
        source = Source(name, content, project.settings.fallback_encoding)
        mapping, faults = load_mapping(folder, project, context.items)
        findings = [*unreadable, *faults, *value_faults(mapping, context.levels_of(period), context.language)]
        asked = context.asked(name, period, mapping)
        raw = loaders.load(source, context.items, asked)
    except InputError as error:
        return Received(name, period, None, 0, (*findings, *error.findings))
    sheets, faults = sheets_of(source, period, raw, context, mapping)
    faults += contradicting_folder(source, sheets, asked.organization)
    faults += without_respondent(source, sheets, context)
    return Received(
        name,
        period,
        raw,
        len(sheets),
        (*findings, *raw.findings, *faults),
        tuple(_kinds(sheets, context)),
        tuple(_undecided(raw)),
        _no_levels(raw, context, period),
        tuple(
            dict.fromkeys(
                one.organization
                for one in raw.answers
                if one.organization and not context.organizations.find(one.organization)
            )
        ),
    )


def draft_mapping(received: Received) -> str:
    """Return an entry for mapping.yaml that names what somebody must decide; empty when nothing is to decide."""
    name = received.name.removeprefix(f"responses/{received.period}/")
    lines = ["files:", f"  - file: {_quoted(name)}"]
    if received.raw is None and any(one.code == "file-unknown" for one in received.findings):
        lines += [f"    kind:  # one of {', '.join(loaders.KINDS)}", "    columns:  # heading: item, or organization"]
    if received.headings:
        lines += ["    columns:", *(f"      {_quoted(head)}:  # {why}" for head, why in received.headings)]
        lines += ["    ignore: []  # headings that are to be passed over go here"]
    lines += _values(received)
    if received.organizations:
        lines += ["    organizations:", *(f"      {_quoted(one)}:  # an id" for one in received.organizations)]
    if any(one.code == "dates-ambiguous" for one in received.findings):
        lines += ["    dates:  # day-first or month-first"]
    return "\n".join(lines) if len(lines) > 2 else ""


def _kinds(sheets: Sequence[Sheet], context: Context) -> Iterator[str]:
    """Yield the rows of each score type, and how many of them name no respondent."""
    for kind in SCORE_TYPES:
        its = [one for one in sheets if one.key.score_type == kind]
        rows = [one.first.row for one in its if one.first.sheet_id]
        where = f", rows {shorten(map(str, rows))}" if rows else ""
        unnamed = sum(one.is_unnamed(context.respondents) for one in its)
        people = f"; {unnamed} without a respondent, each read as a person of its own" if unnamed else ""
        if its:
            yield f"{kind}: {len(its)}{where}{people}"


def _whereabouts(project: Project, path: Path) -> tuple[str, str]:
    """Return a file's name in the project folder, and the period in whose folder it lies."""
    wanted = path if path.is_file() else project.folder / path
    if not wanted.is_file():
        raise UsageError(f"There is no file {path}.")
    inside = wanted.resolve()
    for period in project.rounds:
        if inside.is_relative_to((project.folder / "responses" / period).resolve()):
            return inside.relative_to(project.folder.resolve()).as_posix(), period
    raise UsageError(f"{path} lies in the folder of no period. Put it into responses/<period>/ of the project first.")


def _undecided(raw: RawFile) -> Iterator[tuple[str, str]]:
    """Yield each heading that somebody must judge, and what it could be."""
    uses = [one.use for one in raw.columns]
    for one in raw.columns:
        if one.how == UNKNOWN:
            yield one.heading, "an item, item:comment, a role such as organization, or under ignore"
        elif one.how.startswith(COULD_BE):
            yield one.heading, one.how
        elif one.use and ":" not in one.use and uses.count(one.use) > 1:
            yield one.heading, f"{one.use}, as another column"


def _no_levels(raw: RawFile, context: Context, period: str) -> dict[str, tuple[str, ...]]:
    """Return the answers that are no level, by the pattern of their question's columns; all under an empty one."""
    levels = context.levels[context.project.period(period).questionnaire]
    headings = {one.use: one.heading for one in raw.columns}
    own_codes = raw.kind in {kind.title for kind in loaders.KINDS.values() if kind.own_codes}
    found: dict[str, dict[str, None]] = {}
    for one in raw.answers:
        if one.item in levels.known_items and levels.read(one.item, one.answer) is None:
            pattern = question_of(headings[one.item])[1] if own_codes else ""
            found.setdefault(pattern, {})[one.answer] = None
    return {pattern: tuple(sorted(texts)) for pattern, texts in found.items()}


def _values(received: Received) -> Iterator[str]:
    """Yield the lines of a draft that ask what answers stand for."""
    unsure = any(one.code == "blanks-uncertain" for one in received.findings)
    if unsure or "" in received.values:
        yield "    values:"
    if unsure:
        yield '      "n/a":  # blank, or N/A where it was chosen as an answer'
    asked = {
        pattern: [f"{_quoted(one)}:  # a level, N/A or don't know" for one in texts]
        for pattern, texts in received.values.items()
    }
    yield from (f"      {line}" for line in asked.pop("", []))
    if asked:
        yield "    values_by_column:"
    for pattern, lines in asked.items():
        yield f"      {_quoted(pattern)}:"
        yield from (f"        {line}" for line in lines)


def _quoted(text: str) -> str:
    r"""Return a text as YAML in double quotes.

    >>> _quoted('a "b"')
    '"a \\"b\\""'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
