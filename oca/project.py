"""The project folder: `project.yaml`, the register of organizations, and what follows from both."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from oca.entry import as_day, numbers
from oca.errors import InputError, UsageError
from oca.findings import Finding, errors, finding, shorten, suggest
from oca.ids import id_faults
from oca.language import LANGUAGES, WHICH_SCRIPT, find_language, is_ambiguous, language_code, pick
from oca.options import AUDIENCES, as_path, choice
from oca.options import Audience as Audience
from oca.register import REGISTER_NAMES, RegisterChoices, read_register, register_file
from oca.register import Organization as Organization
from oca.yamlfile import Document, Strict, Texts, load

if TYPE_CHECKING:
    import pandas as pd

Policy = Literal["error", "latest"]
"""What becomes of a sheet that comes twice: the work stops, or the latest is kept."""

FLOOR = 3
"""No threshold of contributing organizations is set under this (METHODS, section 8)."""


def _day(value: object) -> object:
    day = as_day(value) if isinstance(value, str) else value
    if day is None:
        raise ValueError("it is no day; write it as 2025-11-30 or 30.11.2025.")
    return day


def _amount(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = numbers(value, money=True)
    if len(found) > 1:
        raise ValueError("it may be thousands or decimals; write it without a mark, such as 2500")
    return found[0] if found else value


_WRITTEN_DAY = r"^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\. ?\d{1,2}\. ?\d{4}\.?|\d{1,2}/\d{1,2}/\d{4})$"

Day = Annotated[datetime.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": _WRITTEN_DAY})]
"""A day as it is written in the region or from the year down."""

Amount = Annotated[
    float,
    Field(ge=0),
    BeforeValidator(_amount),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}),
]
"""An amount of money."""


class Period(Strict):
    """One assessment round.

    `retrospective_of` names an earlier period that was looked back at: its "then" ratings are a series of their own.
    """

    id: str
    label: Texts
    date: Day
    questionnaire: str
    scheme: str
    retrospective_of: str = ""

    @field_validator("questionnaire")
    @classmethod
    def _names_a_version(cls, value: str) -> str:
        if value.count("/") != 1:
            raise ValueError("write it as questionnaire/version, such as cssp-oca/2")
        return value


class Cluster(Strict):
    """Sectors that are shown together where one alone has too few organizations."""

    id: str
    label: Texts
    sectors: list[str]


class Thresholds(Strict):
    """How many organizations must stand behind a figure that an audience sees, and what must stay open of each.

    `audit_width` is the shortest interval, in levels, that published figures may leave for a score.
    """

    organization: Annotated[int, Field(ge=FLOOR)] = 4
    public: Annotated[int, Field(ge=FLOOR)] = 5
    audit_width: Annotated[float, Field(gt=0)] = 1.0

    def of(self, audience: Audience) -> int:
        """Return the threshold for an audience; 1 for the internal one, which sees everything.

        Raises:
            UsageError: there is no such audience.
        """
        choice("audience", audience, AUDIENCES)
        return {"internal": 1, "organization": self.organization, "public": self.public}[audience]


class Scheduling(Strict):
    """Under what limits trainings are scheduled.

    Attributes:
        region: the column of the register that says where an organization is; slots and trainers use its words.
        currency: of budget and costs, as it is printed.
        budget: for all sessions of a period together; without it, money is no limit.
        days_per_organization: training days that an organization can attend.
        days_per_trainer: days that a trainer can teach.
        sessions_per_training: how often one training is given at most.
        fewest: organizations that a session needs to be held.
        people_per_organization: how many people of one organization take places of a session.
        travel: points of priority, of 100, that attending in another region costs; without it, nobody travels.
        seconds: how long the solver may look for something better.
    """

    region: str = "entity"
    currency: str = ""
    budget: Amount | None = None
    days_per_organization: Annotated[float, Field(gt=0)] = 6
    days_per_trainer: Annotated[float, Field(gt=0)] = 12
    sessions_per_training: Annotated[int, Field(ge=1)] = 2
    fewest: Annotated[int, Field(ge=1)] = 3
    people_per_organization: Annotated[int, Field(ge=1)] = 2
    travel: Annotated[float, Field(ge=0)] | None = None
    seconds: Annotated[float, Field(gt=0, le=600)] = 45


class Settings(Strict):
    """What `project.yaml` says. Key by key: README of the examples.

    Attributes:
        name: the project's name in each language.
        synthetic: whether all data are invented; every output says so.
        languages: the languages of forms and reports; the first where nothing else is said.
        periods: the assessment rounds, in order.
        sectors: the names of the sectors in each language, by the sector's id.
        clusters: sectors that are shown together.
        thresholds: how many organizations must stand behind a figure.
        schedule: the limits under which trainings are scheduled.
        submissions: what a sheet is that says neither its score type nor a respondent.
        duplicates: what becomes of a sheet that comes twice.
        duplicates_individual: the same for individual ratings; as `duplicates` says where it is absent.
        fallback_encoding: how files that are not UTF-8 are read.
    """

    name: Texts
    synthetic: bool = False
    languages: Annotated[list[str], Field(min_length=1)]
    periods: Annotated[list[Period], Field(min_length=1)]
    sectors: dict[str, Texts]
    clusters: list[Cluster] = []
    thresholds: Thresholds = Thresholds()
    schedule: Scheduling = Scheduling()
    submissions: Literal["consensus", "individual"] = "consensus"
    duplicates: Policy = "error"
    duplicates_individual: Policy | None = None
    fallback_encoding: str = "cp1250"

    def policy(self, score_type: str) -> Policy:
        """Return what becomes of a sheet of a score type that comes twice."""
        alone = self.duplicates_individual if score_type == "individual" else None
        return alone or self.duplicates

    @field_validator("fallback_encoding")
    @classmethod
    def _is_an_encoding(cls, value: str) -> str:
        try:
            "č".encode(value, errors="replace").decode(value)
        except LookupError:
            raise ValueError("this encoding is not known; the usual ones here are cp1250 and cp1251") from None
        return value

    @field_validator("languages")
    @classmethod
    def _are_known(cls, value: list[str]) -> list[str]:
        for language in value:
            if is_ambiguous(language):
                raise ValueError(WHICH_SCRIPT)
            if not find_language(language):
                raise ValueError(f"{language} is no language of oca; known: {shorten(LANGUAGES)}")
        return [find_language(language) for language in value]


@dataclass(frozen=True)
class Project:
    """A project folder that was read and found in order; `document` is project.yaml, with the line of each key."""

    folder: Path
    settings: Settings
    organizations: tuple[Organization, ...]
    findings: tuple[Finding, ...] = ()
    document: Document = field(default_factory=lambda: Document("project.yaml", {}, {}))
    register_file: str = REGISTER_NAMES[0]

    def __repr__(self) -> str:
        """Say in a line which project it is."""
        name = pick(self.settings.name, "en")[:80]
        return f"<Project: {name}; {len(self.organizations)} organizations, periods {shorten(self.rounds, limit=6)}>"

    @property
    def periods(self) -> list[str]:
        """The ids of the periods, in order, without those that look back."""
        return [period.id for period in self.settings.periods if not period.retrospective_of]

    @property
    def rounds(self) -> list[str]:
        """The ids of all periods, in the order of the file, with those that look back at another."""
        return [period.id for period in self.settings.periods]

    def period(self, period_id: str) -> Period:
        """Return one period.

        Raises:
            UsageError: there is none of that id.
        """
        choice("period", period_id, self.rounds)
        return next(period for period in self.settings.periods if period.id == period_id)

    def organization(self, organization_id: str) -> Organization:
        """Return one organization.

        Raises:
            UsageError: there is none of that id.
        """
        choice("organization", organization_id, (one.id for one in self.organizations))
        return next(one for one in self.organizations if one.id == organization_id)

    def language_of(self, wanted: str | None = None, organization: str | None = None) -> str:
        """Return the language of an output: what is wanted, else the organization's own, else the project's first.

        Raises:
            UsageError: there is no such language or organization.
        """
        if wanted is not None:
            return language_code(str(wanted))
        return self.organization(organization).language if organization else self.settings.languages[0]

    def in_cohort(self, organization: Organization, period_id: str) -> bool:
        """Say whether an organization belonged to the cohort in a period; `left` is its last period."""
        order, period_id = self.periods, self.period(period_id).retrospective_of or period_id
        first = order.index(organization.joined) if organization.joined else 0
        last = order.index(organization.left) if organization.left else len(order) - 1
        return first <= order.index(period_id) <= last

    def cluster_of(self, sector: str) -> str:
        """Return the id of the cluster that holds a sector; empty when none does."""
        return next((cluster.id for cluster in self.settings.clusters if sector in cluster.sectors), "")

    def register(self) -> pd.DataFrame:
        """Return the register as a frame: organization, name, sector, cluster, and every further column."""
        import pandas as pd

        rows = [
            {
                "organization": one.id,
                "name": one.name,
                "sector": one.sector,
                "cluster": self.cluster_of(one.sector),
                "language": one.language,
                "joined": one.joined,
                "left": one.left,
                **one.other,
            }
            for one in self.organizations
        ]
        columns = None if rows else ["organization", "name", "sector", "cluster", "language", "joined", "left"]
        return pd.DataFrame(rows, columns=columns, dtype="str")


def load_project(folder: Path | str, *, with_register: bool = True) -> Project:
    """Read a project folder; without its register, before there is one.

    Raises:
        UsageError: the folder is no project folder.
        InputError: with every fault of project.yaml and the register, all at once.
    """
    folder = as_path(folder)
    path = folder / "project.yaml"
    if not path.exists():
        raise UsageError(f"{folder.resolve()} is no project folder: it has no project.yaml. {_instead(folder)}")
    settings, document = load(path, Settings, folder)
    faults = _contradictions(settings, document)
    organizations: list[Organization] = []
    findings: list[Finding] = []
    name = REGISTER_NAMES[0]
    try:
        if with_register:
            name = register_file(folder)
            organizations, findings = read_register(folder, _known(settings), settings.fallback_encoding)
    except InputError as error:
        raise InputError([*faults, *error.findings]) from None
    findings = [*faults, *findings]
    if errors(findings):
        raise InputError(findings)
    return Project(folder, settings, tuple(organizations), tuple(findings), document, name)


def _instead(folder: Path) -> str:
    """Return what to do where there is no project.yaml: rename a file that was meant to be it, else begin a project."""
    meant = ("project.yml", "project.yaml.txt", "project.yml.txt", "project.txt")
    there = [path.name for path in sorted(folder.glob("*")) if path.name.casefold() in (*meant, "project.yaml")]
    return f"Rename {there[0]} to project.yaml." if there else "oca init makes one."


def _known(settings: Settings) -> RegisterChoices:
    """Return what the columns of the register can name."""
    periods = [period.id for period in settings.periods if not period.retrospective_of]
    return RegisterChoices(settings.sectors, tuple(settings.languages), tuple(periods))


def _contradictions(settings: Settings, document: Document) -> list[Finding]:
    """Return what no single key shows: ids used twice, clusters of unknown sectors, a sector in two clusters."""
    faults = []
    for key, ids in (
        ("periods", [period.id for period in settings.periods]),
        ("clusters", [cluster.id for cluster in settings.clusters]),
    ):
        for i, one in enumerate(ids):
            if one in ids[:i]:
                faults.append(finding("id-twice", document.place(key, i, "id"), id=one))
            faults += id_faults(one, document.place(key, i, "id"))
    faults += [*_looking_back(settings, document), *_out_of_order(settings, document)]
    seen: set[str] = set()
    for i, cluster in enumerate(settings.clusters):
        for j, sector in enumerate(cluster.sectors):
            place = document.place("clusters", i, "sectors", j)
            if sector not in settings.sectors:
                known = suggest(sector, settings.sectors)
                faults.append(finding("id-unknown", place, id=sector, what="sector of this project", suggestion=known))
            if sector in seen:
                faults.append(finding("id-twice", place, id=sector))
            seen.add(sector)
    return faults


def _out_of_order(settings: Settings, document: Document) -> Iterator[Finding]:
    """Yield each period that is not after the one that stands before it."""
    assessed = [(i, period) for i, period in enumerate(settings.periods) if not period.retrospective_of]
    for (_, before), (i, period) in itertools.pairwise(assessed):
        if period.date <= before.date:
            names = {"period": period.id, "date": period.date, "before": before.id, "other": before.date}
            yield finding("periods-disordered", document.place("periods", i, "date"), **names)


def _looking_back(settings: Settings, document: Document) -> Iterator[Finding]:
    """Yield a fault for each period that looks back at none that is assessed for itself, or at a later one."""
    assessed = {period.id: period.date for period in settings.periods if not period.retrospective_of}
    for i, period in enumerate(settings.periods):
        if not period.retrospective_of:
            continue
        place = document.place("periods", i, "retrospective_of")
        if period.retrospective_of not in assessed:
            names = {"id": period.retrospective_of, "what": "period that is assessed for itself"}
            yield finding("id-unknown", place, suggestion=suggest(period.retrospective_of, assessed), **names)
        elif assessed[period.retrospective_of] >= period.date:
            problem = "a period is looked back at after it, so its date comes first"
            key = f"periods.{i + 1}.retrospective_of"
            yield finding("yaml-value", place, key=key, problem=problem, found=period.retrospective_of)
    if not assessed:
        problem = "every period looks back at another; at least one is assessed for itself"
        yield finding("yaml-value", document.place("periods"), key="periods", problem=problem, found="none")
