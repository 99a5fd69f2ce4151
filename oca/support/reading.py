"""The support side of a project folder: every file read, every row checked against the others."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from oca.findings import Finding, Place, errors, finding
from oca.instrument.questionnaire import Questionnaire
from oca.language import LANGUAGES, find_language, for_matching
from oca.project import Project
from oca.support.columns import FILES
from oca.support.records import (
    Alliance,
    Assistance,
    Decision,
    Participation,
    Session,
    Slot,
    Support,
    Trainer,
    Training,
)
from oca.support.table import TITLE_IN, TextRow, read_rows
from oca.support.values import FileValues

DECISIONS = ("pin", "forbid")


def read_support(project: Project, questionnaires: Mapping[str, Questionnaire]) -> tuple[Support, list[Finding]]:
    """Read trainings, trainers, sessions, participation, assistance, campaigns, coalitions, slots and decisions.

    Args:
        project: whose folder is read.
        questionnaires: each version in use, by ref: their dimensions and items are what trainings serve.

    Returns:
        What was read, and what is to be said of it; where any of it is an error, the records are not complete.
    """
    reader = _Reader(project, _known(project, questionnaires))
    made = {name: reader.read(name) for name in FILES}
    support = Support(**{name: tuple(made[name]) for name in FILES})
    if not errors(reader.findings):
        reader.findings += _contradictions(project, questionnaires, support, reader.rows)
    return support, reader.findings


def with_alliances(project: Project, support: Support) -> Project:
    """Return the project with a column `campaign` and `coalition` in its register, where it has none of its own.

    An organization in two campaigns belongs to the group of both: "A; B".
    """
    added = {
        name: alliances
        for name, alliances in (("campaign", support.campaigns), ("coalition", support.coalitions))
        if alliances and not any(name in one.other for one in project.organizations)
    }
    organizations = tuple(
        replace(one, other=one.other | {name: _joined(one.id, alliances) for name, alliances in added.items()})
        for one in project.organizations
    )
    return replace(project, organizations=organizations) if added else project


def _joined(organization: str, alliances: Sequence[Alliance]) -> str:
    return "; ".join(one.name for one in alliances if organization in one.members)


def _known(project: Project, questionnaires: Mapping[str, Questionnaire]) -> dict[str, list[str]]:
    used = [questionnaires[one.questionnaire] for one in project.settings.periods]
    dimensions = list(dict.fromkeys(dimension for one in used for dimension in one.dimension_ids))
    parts = [part.id for one in used for dimension in one.structure.dimensions for part in dimension.subdimensions]
    items = [item for one in used for item in one.item_ids]
    regions = sorted({one.other.get(project.settings.schedule.region, "") for one in project.organizations} - {""})
    return {
        **({"region": regions} if regions else {}),
        "organization": [one.id for one in project.organizations],
        "element": list(dict.fromkeys([*dimensions, *parts, *items])),
        "dimension": dimensions,
        "sector": list(project.settings.sectors),
        "language": list(LANGUAGES),
        "period": project.periods,
        "decision": list(DECISIONS),
        "training": [],
        "trainer": [],
        "session": [],
    }


@dataclass
class _Reader:
    """Reads file after file; the ids of one are what the next may name."""

    project: Project
    known: dict[str, list[str]]
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, list[TextRow]] = field(default_factory=dict)

    def read(self, name: str) -> list[Any]:
        """Return the records of a file."""
        rows, findings = read_rows(self.project.folder, FILES[name], self.project.settings.fallback_encoding)
        cells = FileValues(FILES[name], self.known)
        self.rows[name] = rows
        records = []
        for row in rows:
            values = cells.values(row)
            if not errors(cells.findings):
                records.append(_MAKERS[name](values, row, self.project))
        ids = [row.cells.get("id", "") for row in rows]
        for row, one in zip(rows, ids, strict=True):
            if one and ids.count(one) > 1 and row is not rows[ids.index(one)]:
                cells.say("id-twice", row, "id", id=one)
        if errors(findings):
            self.known.pop(name.removesuffix("s"), None)  # what could not be read is not missed in other files
        else:
            self.known.setdefault(name.removesuffix("s"), []).extend(one for one in ids if one)
        self.findings += [*findings, *cells.findings]
        return records


def period_of(project: Project, date: datetime.date) -> str:
    """Return the latest period assessed on or before a day; the first where the day lies before all."""
    before = [one.id for one in project.settings.periods if not one.retrospective_of and one.date <= date]
    return before[-1] if before else project.periods[0]


def _titles(values: Mapping[str, Any], row: TextRow, project: Project) -> dict[str, str]:
    others = {
        find_language(name.removeprefix(TITLE_IN)): cell
        for name, cell in row.cells.items()
        if name.startswith(TITLE_IN)
    }
    return {
        project.settings.languages[0]: values["title"],
        **{language: cell for language, cell in others.items() if language and cell},
    }


def _training(values: dict[str, Any], row: TextRow, project: Project) -> Training:
    kept = {name: value for name, value in values.items() if name not in ("title", "cost")}
    return Training(title=_titles(values, row, project), cost=values["cost"] or 0.0, **kept)


def _session(values: dict[str, Any], row: TextRow, project: Project) -> Session:
    return Session(**{**values, "period": values["period"] or period_of(project, values["date"])})


def _assistance(values: dict[str, Any], row: TextRow, project: Project) -> Assistance:
    return Assistance(**{**values, "period": values["period"] or period_of(project, values["date"])})


def _plainly(record: Callable[..., Any]) -> Callable[[dict[str, Any], TextRow, Project], Any]:
    return lambda values, row, project: record(**values)


_MAKERS: Mapping[str, Callable[[dict[str, Any], TextRow, Project], Any]] = {
    "trainers": _plainly(Trainer),
    "trainings": _training,
    "sessions": _session,
    "participation": _plainly(Participation),
    "assistance": _assistance,
    "campaigns": _plainly(Alliance),
    "coalitions": _plainly(Alliance),
    "slots": _plainly(Slot),
    "decisions": _plainly(Decision),
}


def _contradictions(
    project: Project, questionnaires: Mapping[str, Questionnaire], support: Support, rows: Mapping[str, list[TextRow]]
) -> Iterator[Finding]:
    """Yield what no single cell shows."""
    yield from _of_trainers(support, rows)
    used = dict.fromkeys(one.questionnaire for one in project.settings.periods)
    yield from _of_levels([questionnaires[ref] for ref in used], support, rows)
    yield from _of_register(project, support)
    yield from _of_sessions(project, support, rows)
    yield from _of_participation(project, support, rows)
    for one, row in zip(support.assistance, rows["assistance"], strict=True):
        yield from _between(project, one.period, one.date, row)
        yield from _outside(project, one.organization, one.period, row)
    for name in ("campaigns", "coalitions"):
        alliances: tuple[Alliance, ...] = getattr(support, name)
        for alliance, row in zip(alliances, rows[name], strict=True):
            if alliance.end and alliance.end < alliance.start:
                yield finding("support-dates", row.place("end"), end=alliance.end, start=alliance.start)


def _of_trainers(support: Support, rows: Mapping[str, list[TextRow]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for one, row in zip(support.trainers, rows["trainers"], strict=True):
        other = seen.setdefault(for_matching(one.name), one.id)
        if other != one.id:
            yield finding("trainers-alike", row.place("name"), id=one.id, other=other, name=one.name)


def _of_levels(used: Sequence[Questionnaire], support: Support, rows: Mapping[str, list[TextRow]]) -> Iterator[Finding]:
    """Yield a fault for each training whose levels are on no scale in use, or do not lead up on any."""
    for one, row in zip(support.trainings, rows["trainings"], strict=True):
        step = one.from_level, one.to_level
        for column, level in zip(("from_level", "to_level"), step, strict=True):
            if not any(each.levels[0] <= level <= each.levels[-1] for each in used):
                scales = " or ".join(dict.fromkeys(f"{each.levels[0]:g} to {each.levels[-1]:g}" for each in used))
                yield finding("level-outside", row.place(column), column=column, found=f"{level:g}", scales=scales)
        if not any(each.direction.gain(one.to_level - one.from_level) > 0 for each in used):
            names = {"start": f"{one.from_level:g}", "end": f"{one.to_level:g}"}
            yield finding("training-levels", row.place("to_level"), **names)


def _of_register(project: Project, support: Support) -> Iterator[Finding]:
    """Yield what the register's own column of campaigns or coalitions and the file of them say differently."""
    for name, alliances in (("campaign", support.campaigns), ("coalition", support.coalitions)):
        if not alliances or not any(name in one.other for one in project.organizations):
            continue
        for one in project.organizations:
            said, member = one.other.get(name, ""), _joined(one.id, alliances)
            if _parts(said) != _parts(member):
                words = {"organization": one.id, "file": f"{name}s.csv", "found": said, "member": member}
                yield finding("alliance-contradiction", Place(project.register_file, column=name), **words)


def _parts(names: str) -> set[str]:
    return {for_matching(part) for part in names.split(";") if part.strip()}


def _of_sessions(project: Project, support: Support, rows: Mapping[str, list[TextRow]]) -> Iterator[Finding]:
    trainings = {one.id: one for one in support.trainings}
    for one, row in zip(support.sessions, rows["sessions"], strict=True):
        yield from _between(project, one.period, one.date, row)
        given_by = trainings[one.training].trainers
        if one.trainer and one.trainer not in given_by:
            names = {"trainer": one.trainer, "training": one.training}
            yield finding("session-trainer", row.place("trainer"), **names)


def _of_participation(project: Project, support: Support, rows: Mapping[str, list[TextRow]]) -> Iterator[Finding]:
    sessions = {one.id: one for one in support.sessions}
    places = {one.id: one.places for one in support.trainings}
    people: Counter[str] = Counter()
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one, row in zip(support.participation, rows["participation"], strict=True):
        session = sessions[one.session]
        yield from _outside(project, one.organization, session.period, row)
        seen[one.session, one.organization] += 1
        if seen[one.session, one.organization] == 2:
            yield finding(
                "participation-twice", row.place("organization"), organization=one.organization, session=one.session
            )
        before = people[one.session]
        people[one.session] += one.people
        if before <= places[session.training] < people[one.session]:
            yield finding(
                "session-overfull",
                row.place("people"),
                session=one.session,
                people=people[one.session],
                places=places[session.training],
                training=session.training,
            )


def _between(project: Project, period: str, date: datetime.date, row: TextRow) -> Iterator[Finding]:
    """Yield what is to be said of a day that does not lie between the assessment of its period and the next one.

    A day after the next is a warning only: an assessment may take weeks, and a period has one day that stands for it.
    """
    start = project.period(period).date
    if date < start:
        yield finding("support-before-period", row.place("date"), date=date, period=period, start=start)
    later = [one for one in map(project.period, project.periods) if start < one.date <= date]
    if later:
        names = {"date": date, "period": period, "next": later[0].id, "start": later[0].date}
        yield finding("support-after-period", row.place("date"), **names)


def _outside(project: Project, organization: str, period: str, row: TextRow) -> Iterator[Finding]:
    one = project.organization(organization)
    if not project.in_cohort(one, period):
        joined, left = one.joined or project.periods[0], one.left or "not"
        names = {"organization": organization, "period": period, "joined": joined, "left": left}
        yield finding("support-outside", row.place("organization"), **names)
