"""From the raw answers of one file to sheets: whose they are, for which period, on which questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from oca.collection.columns import Columns
from oca.collection.cover_checks import retyped
from oca.collection.labels import score_type_meant
from oca.collection.levels import Levels, Reading
from oca.collection.loaders import limesurvey
from oca.collection.loaders.printed_texts import Printed
from oca.collection.loaders.survey_table import FileContext
from oca.collection.lost_letters import LostLetters
from oca.collection.mapping import PeriodMapping
from oca.collection.matching import Organizations, find_period, moment, version_of_item
from oca.collection.pseudonyms import UNNAMED, Respondents
from oca.collection.raw_answers import RawAnswer, RawFile
from oca.collection.refused_answers import Refused
from oca.collection.repeated_answers import answered_twice
from oca.findings import Finding, Place, finding, quoted, shorten, suggest
from oca.instrument.questionnaire import Questionnaire
from oca.language import for_matching, without_unseen
from oca.project import Project
from oca.source import Source
from oca.spreadsheet.safe_text import without_control
from oca.tables import SCORE_TYPES
from oca.textfile import is_lost


@dataclass(frozen=True)
class Key:
    """Whose sheet of answers it is."""

    organization: str
    period: str
    score_type: str
    respondent: str

    def __str__(self) -> str:
        """Write it for a message."""
        who = f", respondent {self.respondent}" if self.respondent else ""
        return f"The {self.score_type} sheet of {self.organization} for {self.period}{who}"


@dataclass(frozen=True)
class Answer:
    """One answer as read, with the raw one behind it."""

    reading: Reading
    raw: RawAnswer


@dataclass
class Sheet:
    """The answers of one sheet, by item, and the items whose answer was refused."""

    key: Key
    source: Source
    first: RawAnswer
    file: RawFile = field(default_factory=RawFile)
    answers: dict[str, Answer] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.source.place(self.first.sheet, self.first.row)

    def place_of(self, name: str) -> Place:
        """Where it says something of the whole sheet: on the cover where it has one, else where it begins."""
        return self.file.place_of(name, self.source, self.first)

    @property
    def where(self) -> str:
        """The file, and the row where one file holds many sheets."""
        return f"{self.source.name} {self.first.sheet_id}".strip()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in: it is a form that came back blank."""
        return not self.refused and all(one.reading.status == "missing" for one in self.answers.values())

    def is_unnamed(self, respondents: Respondents) -> bool:
        """Say whether the submission's name stands for a respondent whom the file does not name."""
        return bool(self.key.respondent) and self.key.respondent == respondents.of_submission(self.first.submission)

    def is_copy_of(self, other: Sheet) -> bool:
        """Say whether both are one submission of a survey, which says the same in both."""
        return bool(self.first.submission and self.first.submitted) and self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        first = self.first
        return first.submission, moment(first.submitted) or first.submitted, first.role, self.said

    @property
    def said(self) -> dict[str, tuple[Reading, str, str]]:
        """What it says of each item: the answer as read, comment and evidence."""
        return {item: (one.reading, one.raw.comment, one.raw.evidence) for item, one in self.answers.items()}


class Context:
    """What is needed to read every file of a project."""

    def __init__(self, project: Project, questionnaires: Mapping[str, Questionnaire], key: bytes | None = None) -> None:
        self.project = project
        self.respondents = Respondents(key)
        self.questionnaires = questionnaires
        self.organizations = Organizations(project)
        self.levels = {ref: Levels(one) for ref, one in questionnaires.items()}
        self.items = frozenset(item for one in questionnaires.values() for item in one.item_ids)
        self._columns: dict[str, Columns] = {}

    def asked(self, name: str, period: str, mapping: PeriodMapping) -> FileContext:
        """Return what is known of a response file before it is opened, by its name in the project folder."""
        inside = name.removeprefix(f"responses/{period}/")
        ref = self.project.period(period).questionnaire
        refs = [ref, *(other for other in self.questionnaires if other != ref)]
        for one in refs:
            if one not in self._columns:
                self._columns[one] = Columns(self.questionnaires[one])
        found = [whose for part in inside.split("/")[:-1] if (whose := self.organizations.find(part))]
        columns = tuple(self._columns[one] for one in refs)
        return FileContext(columns, mapping.of(inside), found[-1] if found else "", self._printed, self.meant)

    def meant(self, role: str, typed: str) -> object:
        """Return what a text means that says whose, when or how: an id or a moment where it is known, else the text."""
        known: dict[str, Callable[[str], object]] = {
            "organization": self.organizations.find,
            "period": partial(find_period, self.project),
            "score_type": score_type_meant,
            "submitted": moment,
        }
        return known[role](typed) or for_matching(typed) if role in known else for_matching(typed)

    @property
    def language(self) -> str:
        """The language of messages where a file asks in none."""
        return self.project.settings.languages[0]

    def levels_of(self, period: str) -> Levels:
        """Return what reads the answers of a period."""
        return self.levels[self.project.period(period).questionnaire]

    @cached_property
    def _printed(self) -> Printed:
        return Printed(self.questionnaires.values())


def sheets_of(
    source: Source, folder_period: str, read: RawFile, context: Context, mapping: PeriodMapping | None = None
) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets of one file, and every finding of it; an answer that cannot be placed is always a finding."""
    findings: list[Finding] = []
    sheets: dict[tuple[Key, str], Sheet] = {}
    heads: dict[tuple[str, ...], Key | None] = {}
    twice: list[tuple[RawAnswer, RawAnswer]] = []
    unknown: list[RawAnswer] = []
    first: dict[tuple[Key, str, str], RawAnswer] = {}
    ref = context.project.period(folder_period).questionnaire
    language = read.language or context.language
    refused = Refused(
        source, context.levels[ref], language, folder_period, mapping or PeriodMapping(), limesurvey.questions_of(read)
    )
    lost = LostLetters(source, read, context.organizations)
    named_in = {one.organization for one in read.answers if one.respondent}
    rated = {found for one in named_in if (found := context.organizations.find(one))}
    for typed in read.answers:
        named = _settled(typed, context)
        raw = _without_unseen(named)
        if raw is not named:
            findings.append(finding("control-characters", source.place(raw.sheet, raw.row)))
        who = typed.respondent or typed.submission
        head = (raw.organization, raw.period, raw.questionnaire, raw.score_type, who, raw.sheet_id)
        if head not in heads:
            faults = list(_Head(source, folder_period, raw, read, context).faults())
            if _is_of_nobody(typed, raw) and context.organizations.find(typed.organization) in rated:
                faults.append(finding("respondent-empty", read.place_of("respondent", source, raw)))
            findings += faults
            heads[head] = None if faults else _key(raw, folder_period, context)
            lost.look_at_head(typed)
        lost.look_at_remarks(raw)
        key = heads[head]
        if raw.item not in context.levels[ref].known_items:
            unknown.append(raw)
            continue
        reading = context.levels[ref].read(raw.item, raw.answer)
        if reading is None:
            refused.add(raw)
        if key is None:
            continue
        sheet = sheets.setdefault((key, raw.sheet_id), Sheet(key, source, raw, read))
        other = first.setdefault((key, raw.sheet_id, raw.item), raw)
        if other is not raw:
            twice.append((raw, other))
        findings += _shared_code(source, raw, sheet.first)
        if reading is None:
            sheet.refused.add(raw.item)
        else:
            sheet.answers[raw.item] = Answer(reading, raw)
    findings += retyped(read.claims, context.project, context.organizations)
    findings += [
        *_unknown_items(source, unknown, ref, context),
        *refused.findings(),
        *lost.findings(),
        *answered_twice(source, twice),
    ]
    return list(sheets.values()), findings


def _settled(raw: RawAnswer, context: Context) -> RawAnswer:
    """Return the answer with its score type and a pseudonym for the respondent; from here on nothing has another name.

    Where an individual rating names no respondent, the submission's name stands for one: each is a person of its own.
    """
    score_type = raw.score_type or ("individual" if raw.respondent else context.project.settings.submissions)
    score_type = score_type_meant(score_type) or score_type
    alone = score_type.casefold() == "individual"
    respondent = context.respondents.pseudonym(raw.respondent)
    if alone and not respondent:
        respondent = context.respondents.of_submission(raw.submission)
    item = raw.item if raw.item in context.items else without_unseen(raw.item).strip()
    if (score_type, respondent, item) == (raw.score_type, raw.respondent, raw.item):
        return raw
    return replace(raw, score_type=score_type, respondent=respondent, item=item)


def _is_of_nobody(typed: RawAnswer, settled: RawAnswer) -> bool:
    """Say whether a sheet is taken for one on which a group agreed because it names nobody, not because it says so."""
    return not (typed.score_type or typed.respondent) and settled.score_type != "individual"


def _shared_code(source: Source, raw: RawAnswer, first: RawAnswer) -> list[Finding]:
    """Return a finding where an answer under a respondent's code gives another role than the first under that code."""
    if not (raw.respondent and raw.role and first.role) or for_matching(raw.role) == for_matching(first.role):
        return []
    names = {"found": quoted(raw.role), "other": quoted(first.role), "row": first.row}
    return [finding("respondent-of-two-roles", source.place(raw.sheet, raw.row), **names)]


def contradicting_folder(source: Source, sheets: Iterable[Sheet], organization: str) -> Iterator[Finding]:
    """Yield a finding for each sheet of another organization than the one whose folder the file lies in."""
    for sheet in sheets:
        if organization and sheet.key.organization != organization:
            yield finding("organization-contradiction", sheet.place, found=sheet.key.organization, folder=organization)


def without_respondent(source: Source, sheets: Iterable[Sheet], context: Context) -> Iterator[Finding]:
    """Say once how many individual ratings of a file name nobody, and are each taken for a person of their own."""
    count = sum(1 for one in sheets if one.is_unnamed(context.respondents))
    if count:
        yield finding("submissions-as-people", source.place(), count=count)


def _without_unseen(raw: RawAnswer) -> RawAnswer:
    """Return the answer with a comment and evidence that can be printed; the same one where nothing had to go."""
    if without_control(raw.comment + raw.evidence) == raw.comment + raw.evidence:
        return raw
    return replace(raw, comment=without_control(raw.comment), evidence=without_control(raw.evidence))


def _key(raw: RawAnswer, folder_period: str, context: Context) -> Key | None:
    organization = context.organizations.find(raw.organization)
    return Key(organization, folder_period, raw.score_type.casefold(), raw.respondent) if organization else None


@dataclass(frozen=True)
class _Head:
    """What one sheet says of whose it is, when, and on which questionnaire."""

    source: Source
    period: str
    raw: RawAnswer
    file: RawFile
    context: Context

    def place(self, name: str) -> Place:
        """Return where the sheet says something: on the cover where it has one, else where its answers begin."""
        return self.file.place_of(name, self.source, self.raw)

    def faults(self) -> Iterator[Finding]:
        """Yield whatever is wrong."""
        yield from self._of_organization()
        yield from self._of_period()
        yield from self._of_questionnaire()
        yield from self._of_respondent()

    def _of_organization(self) -> Iterator[Finding]:
        typed, place, organizations = self.raw.organization, self.place("organization"), self.context.organizations
        if not typed:
            yield finding("organization-missing", place)
            return
        found = organizations.find(typed)
        if found is None and is_lost(typed):
            return  # it is said once of the whole file
        if found is None:
            yield finding("organization-unknown", place, found=typed, suggestion=organizations.nearest(typed))
            return
        one = self.context.project.organization(found)
        if not self.context.project.in_cohort(one, self.period):
            words = {"joined": one.joined or "at the start", "left": one.left or "never"}
            yield finding("organization-outside", place, organization=found, period=self.period, **words)

    def _of_period(self) -> Iterator[Finding]:
        typed, place = self.raw.period, self.place("period")
        found = find_period(self.context.project, typed) if typed else self.period
        if found is None:
            hint = suggest(typed, self.context.project.rounds)
            yield finding("period-unknown", place, period=quoted(typed), suggestion=hint)
        elif found != self.period:
            yield finding("period-contradiction", place, found=found, folder=self.period)

    def _of_questionnaire(self) -> Iterator[Finding]:
        raw, place = self.raw, self.place("questionnaire")
        expected = self.context.project.period(self.period).questionnaire
        now = self.context.questionnaires[expected].checksum
        if raw.questionnaire and raw.questionnaire != expected:
            names = {"found": raw.questionnaire, "period": self.period, "expected": expected}
            yield finding("questionnaire-version", place, **names)
        elif raw.checksum and raw.checksum != now:
            names = {"questionnaire": expected, "found": raw.checksum, "expected": now}
            yield finding("questionnaire-changed", place, **names)

    def _of_respondent(self) -> Iterator[Finding]:
        raw, place, score_type = self.raw, self.place("respondent"), self.raw.score_type.casefold()
        if score_type not in SCORE_TYPES:
            yield finding("score-type-unknown", self.place("score_type"), found=raw.score_type)
        elif score_type == "individual" and not raw.respondent:
            yield finding("respondent-missing", place)
        elif score_type != "individual" and raw.respondent:
            yield finding("respondent-on-consensus", place, score_type=score_type)
        elif raw.respondent == UNNAMED:
            yield finding("respondents-key-missing", place)
        elif self.context.respondents.is_shared(raw.respondent):
            yield finding("respondents-alike", place, pseudonym=raw.respondent)


def _unknown_items(source: Source, unknown: Iterable[RawAnswer], ref: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each item that is not known; one for all of which the same is to be said.

    Nothing is said where it is said already that another questionnaire was asked.
    """
    alike: dict[str, list[RawAnswer]] = {}
    for raw in (one for one in unknown if one.questionnaire in ("", ref)):
        other = version_of_item(raw.item, context.questionnaires.values())
        hint = f"It is an item of {other}." if other else suggest(raw.item, context.questionnaires[ref].item_ids)
        alike.setdefault(hint, []).append(raw)
    for hint, raws in alike.items():
        names = list(dict.fromkeys(quoted(raw.item) for raw in raws))
        item = names[0] if len(names) == 1 else f"Each of {shorten(names)}"
        for raw in raws if len(names) == 1 else raws[:1]:
            place = source.place(raw.sheet, raw.item_row or raw.row, raw.item_column or raw.column)
            yield finding("item-unknown", place, item=item, questionnaire=ref, suggestion=hint)
