"""Every questionnaire that is found, and what is wrong or unfinished with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oca import content
from oca.authoring.collected_periods import PeriodUse, changed_since, uses
from oca.authoring.importing import chain_faults
from oca.authoring.plan import unjudged
from oca.errors import InputError
from oca.findings import Finding
from oca.folders import listed
from oca.instrument.proofreading import proofread
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire, versions
from oca.instrument.texts import texts


@dataclass(frozen=True)
class Shelved:
    """One version that is found: its size, its languages, whose it is, and the periods that use it."""

    ref: str
    own: bool
    title: str
    languages: tuple[str, ...]
    items: int
    dimensions: int
    periods: tuple[str, ...]
    faulty: bool = False


@dataclass(frozen=True)
class Language:
    """One language of a version: how many texts it has, and how many findings of each code."""

    ref: str
    language: str
    texts: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Checked:
    """What a check found: a line for each language of each version, and every finding."""

    languages: tuple[Language, ...]
    findings: tuple[Finding, ...]


def shelf(project_folder: Path) -> list[Shelved]:
    """Return every version that is found, the project's own first."""
    used = uses(project_folder, forms=False)
    return [_shelved(ref, project_folder, used.get(ref, [])) for ref in versions(project_folder)]


def check_questionnaires(project_folder: Path, ref: str = "") -> Checked:
    """Check one version, or every version that is found: structure, words, mapping, and what was collected with it."""
    used = uses(project_folder)
    languages: list[Language] = []
    findings = listed(project_folder / "questionnaires", project_folder)[1]
    for one in [ref] if ref else versions(project_folder):
        try:
            questionnaire = load_questionnaire(one, project_folder)
        except InputError as error:
            findings += error.findings
            continue
        found = list(_findings(questionnaire, project_folder, used.get(one, [])))
        languages += _languages(questionnaire, found)
        findings += [new for new in found if new not in findings]
    return Checked(tuple(languages), tuple(findings))


def _findings(questionnaire: Questionnaire, project_folder: Path, used: Sequence[PeriodUse]) -> Iterator[Finding]:
    yield from questionnaire.findings
    read = [one for found in proofread(questionnaire).values() for one in found]
    yield from (one for one in read if one not in questionnaire.findings)
    yield from chain_faults(questionnaire, project_folder)
    yield from unjudged(questionnaire)
    yield from changed_since(questionnaire, used)


def _languages(questionnaire: Questionnaire, findings: Sequence[Finding]) -> Iterator[Language]:
    for language in questionnaire.structure.languages:
        words = questionnaire.words.get(language)
        counts = Counter(one.code for one in findings if one.place.file.endswith(f".{language}.yaml"))
        yield Language(questionnaire.ref, language, len(texts(words)) if words else 0, dict(counts))


def _shelved(ref: str, project_folder: Path, used: Sequence[PeriodUse]) -> Shelved:
    periods = tuple(use.period for use in used)
    path = content.find("questionnaires", f"{ref}.yaml", project_folder)
    own = path is not None and path.is_relative_to(project_folder / "questionnaires")
    try:
        one = load_questionnaire(ref, project_folder)
    except InputError:
        return Shelved(ref, own, "", (), 0, 0, periods, faulty=True)
    source = one.structure.source_language
    return Shelved(ref, own, one.title(source), tuple(one.words), len(one.items), len(one.dimension_ids), periods)
