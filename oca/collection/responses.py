"""From the files of a project to RESPONSES, or to findings; nothing disappears without a line in the findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from oca.collection import loaders
from oca.collection.answer_checks import answers_beside, look_at
from oca.collection.dated_answers import joined
from oca.collection.filled_forms import filled_in_out
from oca.collection.mapping import DECIDED, NAME, PeriodMapping, load_mapping, unused
from oca.collection.mapping_values import value_faults
from oca.collection.matching import moment
from oca.collection.mix_ups import mixed_up
from oca.collection.personal_data import contacts, covered
from oca.collection.pseudonyms import read_key
from oca.collection.sessions import session_faults, sheets_table
from oca.collection.sheets import Context, Key, Sheet, contradicting_folder, sheets_of, without_respondent
from oca.collection.stray_files import OPEN, is_folder_left_behind, is_left_behind, unrelated
from oca.errors import InputError
from oca.findings import Finding, Place, finding, gathered, shorten, suggest, times
from oca.folders import content_of, fault, listed, unreadable
from oca.instrument.questionnaire import Questionnaire
from oca.project import Project
from oca.source import Source
from oca.tables import RESPONSES


@dataclass(frozen=True)
class Collected:
    """What was collected in a project.

    Attributes:
        responses: RESPONSES.
        sheets: SHEETS: when and where each sheet of these was filled in, and who took part.
        findings: what is to be said of them.
        files: the SHA-256 of each file read.
    """

    responses: pd.DataFrame
    sheets: pd.DataFrame
    findings: tuple[Finding, ...]
    files: dict[str, str]


def collect(project: Project, questionnaires: Mapping[str, Questionnaire]) -> Collected:
    """Read every response file of a project. Bad files never raise: they are findings of severity error.

    Args:
        project: the project.
        questionnaires: each version by its ref, among them every period's.

    Returns:
        RESPONSES with one row for each item of each sheet: what a file does not hold is `missing`, and said.
    """
    key, findings = read_key(project.folder)
    context = Context(project, questionnaires, key)
    sheets: list[Sheet] = []
    findings += _strays(project)
    files: dict[str, str] = {}
    for period in project.rounds:
        mapping, faults = _mapping(context, period)
        findings += faults
        received, faults = _files(project, period)
        findings += faults
        for path in received:
            name = path.relative_to(project.folder).as_posix()
            if path.name.startswith(OPEN):
                findings.append(finding("file-open", Place(name)))
                continue
            try:
                content = content_of(path, name)
            except InputError as error:
                findings += error.findings
                continue
            if held := contacts(path.name):
                findings.append(finding("contact-in-name", Place(name), what=" and ".join(held)))
            files[name] = hashlib.sha256(content).hexdigest()
            source = Source(name, content, project.settings.fallback_encoding)
            read, faults = _read(source, period, context, mapping)
            sheets += read
            findings += [one for one in faults if not (mapping.is_unread and one.code in DECIDED)]
    findings += filled_in_out(project)
    findings += answers_beside(sheets, context)
    filled, notes = _set_blank_aside(sheets)
    asked, faults = _settle_duplicates(filled, project)
    findings += [*faults, *notes, *session_faults(asked), *look_at(asked, context, findings)]
    findings += [*mixed_up(asked, context), *_sent_at_once(asked, context)]
    ranked = _ranked(asked, context)
    return Collected(_responses(ranked, context), sheets_table(ranked), tuple(findings), files)


def _mapping(context: Context, period: str) -> tuple[PeriodMapping, list[Finding]]:
    """Return what mapping.yaml says of the files of a period; empty where it cannot be read, which is a finding."""
    folder = context.project.folder / "responses" / period
    try:
        mapping, faults = load_mapping(folder, context.project, context.items)
    except InputError as error:
        return PeriodMapping(is_unread=True), list(error.findings)
    names = (path.relative_to(folder).as_posix() for path in _files(context.project, period)[0])
    return mapping, [
        *faults,
        *value_faults(mapping, context.levels_of(period), context.language),
        *unused(mapping, names),
    ]


def _read(source: Source, period: str, context: Context, mapping: PeriodMapping) -> tuple[list[Sheet], list[Finding]]:
    asked = context.asked(source.name, period, mapping)
    try:
        raw = loaders.load(source, context.items, asked)
    except InputError as error:
        return [], gathered(map(covered, error.findings))
    sheets, findings = sheets_of(source, period, raw, context, mapping)
    findings += contradicting_folder(source, sheets, asked.organization)
    findings += without_respondent(source, sheets, context)
    if not raw.answers and not raw.findings:
        findings.append(finding("file-empty", source.place()))
    return sheets, gathered(map(covered, (*raw.findings, *findings)))


def _files(project: Project, period: str) -> tuple[list[Path], list[Finding]]:
    """Return the response files of a period, and a finding for whatever in its folder cannot be one."""
    folder = project.folder / "responses" / period
    files, faults = listed(folder, project.folder)
    received = []
    for path in files:
        beside = unrelated(path, path.relative_to(project.folder).as_posix())
        if beside:
            faults.append(beside)
        elif path != folder / NAME and not is_left_behind(path):
            received.append(path)
    return received, faults


def _strays(project: Project) -> Iterator[Finding]:
    """Yield a finding for whatever lies in responses/ outside the folder of a period."""
    folder = project.folder / "responses"
    if not (folder.exists() or folder.is_symlink()):
        todo = "Make it, with one folder for each period."
        yield finding("file-missing", Place("project.yaml"), what="folder responses", todo=todo)
        return
    if fault(folder, project.folder) or folder.is_file():
        return  # it is said with whatever else lies in the project folder
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield unreadable(Place(folder.name), error)
        return
    for path in inside:
        name = path.relative_to(project.folder).as_posix()
        if path.name in project.rounds:
            continue
        if path.is_dir() and not is_folder_left_behind(path):
            hint = suggest(path.name, project.rounds)
            yield finding("period-unknown", Place(name), period=path.name, suggestion=hint)
        elif path.is_file() and not is_left_behind(path) and not path.name.startswith(OPEN):
            yield unrelated(path, name) or finding("file-stray", Place(name))


def _settle_duplicates(sheets: list[Sheet], project: Project) -> tuple[list[Sheet], list[Finding]]:
    """Keep one of the sheets that came twice, as the project's policy says, or say that they came twice."""
    by_key: dict[Key, list[Sheet]] = {}
    for sheet in sheets:
        by_key.setdefault(sheet.key, []).append(sheet)
    kept: list[Sheet] = []
    findings: list[Finding] = []
    for key, received in by_key.items():
        dated, notes = joined(received, latest=project.settings.policy(key.score_type) == "latest")
        rivals, copies = _without_copies(dated)
        findings += [*notes, *copies]
        latest = rivals[0] if len(rivals) == 1 else _latest(rivals)
        kept.append(latest or rivals[0])
        names = {"sheet": key, "times": times(len(rivals)), "people": _if_people(rivals)}
        places = _places(rivals)
        if len(rivals) > 1 and project.settings.policy(key.score_type) == "error":
            setting = "duplicates_individual" if key.score_type == "individual" else "duplicates"
            findings.append(finding("sheet-twice", rivals[1].place, places=places, setting=setting, **names))
        elif latest is None:
            findings.append(finding("sheet-twice-undated", rivals[1].place, places=places, **names))
        else:
            aside = [one for one in rivals if one is not latest]
            findings += [finding("sheet-set-aside", one.place, kept=latest.where, **names) for one in aside]
    return kept, findings


def _places(rivals: list[Sheet]) -> str:
    """Return where sheets are that came for one, and which of them hold the same answers."""
    same: dict[str, list[str]] = {}
    for one in rivals:
        same.setdefault(repr(sorted(one.said.items())), []).append(one.where)
    alike = [f"the same answers in {' and '.join(its)}" for its in same.values() if len(its) > 1]
    return "; ".join((shorten(one.where for one in rivals), *alike))


def _if_people(rivals: list[Sheet]) -> str:
    """Return what to do where sheets that name nobody are those of several people; empty where each names somebody."""
    if rivals[0].key.respondent:
        return ""
    todo = "set submissions: individual in project.yaml" if rivals[0].first.submission else "give each a respondent"
    return f"If these are different people, {todo}. "


def _without_copies(rivals: list[Sheet]) -> tuple[list[Sheet], list[Finding]]:
    """Set aside what is one submission exported twice, in one file or in two, and says the same both times."""
    kept: list[Sheet] = []
    findings = []
    for sheet in rivals:
        first = next((one for one in kept if sheet.is_copy_of(one)), None)
        if first is None:
            kept.append(sheet)
        else:
            findings.append(finding("submission-twice", sheet.place, sheet=sheet.key, kept=first.where))
    return kept, findings


def _sent_at_once(sheets: list[Sheet], context: Context) -> Iterator[Finding]:
    """Say where two files hold ratings of nobody named that were sent at one moment, perhaps by one person."""
    sent: dict[tuple[str, str, object], list[Sheet]] = {}
    for sheet in sheets:
        if sheet.is_unnamed(context.respondents) and ":" in sheet.first.submitted:
            when = moment(sheet.first.submitted) or sheet.first.submitted
            sent.setdefault((sheet.key.organization, sheet.key.period, when), []).append(sheet)
    for (organization, _, _), rivals in sent.items():
        if len({one.source.name for one in rivals}) > 1:
            places = shorten(one.where for one in rivals)
            yield finding("submissions-at-once", rivals[-1].place, organization=organization, places=places)


def _latest(rivals: list[Sheet]) -> Sheet | None:
    """Return the sheet that was submitted last; None when one has no date that can be read, or two share the last."""
    dated = [(when, one) for one in rivals if (when := moment(one.first.submitted)) is not None]
    last = max((when for when, _ in dated), default=None)
    newest = [one for when, one in dated if when == last]
    return newest[0] if len(dated) == len(rivals) and len(newest) == 1 else None


def _set_blank_aside(sheets: list[Sheet]) -> tuple[list[Sheet], list[Finding]]:
    """Set sheets aside on which nothing was filled in: they are forms that came back blank, not answers."""
    notes = [finding("sheet-blank", sheet.place, sheet=sheet.key) for sheet in sheets if sheet.is_blank]
    return [sheet for sheet in sheets if not sheet.is_blank], notes


def _ranked(sheets: list[Sheet], context: Context) -> list[Sheet]:
    order = {one: place for place, one in enumerate(context.project.rounds)}
    return sorted(sheets, key=lambda s: (order[s.key.period], s.key.organization, s.key.score_type, s.key.respondent))


def _responses(sheets: list[Sheet], context: Context) -> pd.DataFrame:
    return RESPONSES.check(RESPONSES.frame(row for sheet in sheets for row in _rows(sheet, context)))


def _rows(sheet: Sheet, context: Context) -> Iterator[tuple[object, ...]]:
    key, head = sheet.key, sheet.first
    ref = context.project.period(key.period).questionnaire
    whose = (key.organization, key.period, ref, key.score_type, key.respondent, head.role)
    for item in context.questionnaires[ref].item_ids:
        answer = sheet.answers.get(item)
        if answer is None:
            yield (*whose, item, None, "missing", "", "", sheet.source.name, head.sheet, 0, "")
            continue
        raw, reading = answer.raw, answer.reading
        place = (sheet.source.name, raw.sheet, raw.row, raw.column)
        yield (*whose, item, reading.level, reading.status, raw.comment, raw.evidence, *place)
