"""The instruments that a project uses: every questionnaire and scheme that a period names, loaded and found to fit."""

from __future__ import annotations

from pathlib import Path

from oca.errors import InputError
from oca.findings import Finding
from oca.instrument.contradictions import contradictions, uneven_bands
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import Scheme, load_scheme
from oca.instrument.versions import check_mapping
from oca.project import Project


def instruments_in_use(project: Project) -> tuple[dict[str, Questionnaire], dict[str, Scheme], list[Finding]]:
    """Load every questionnaire and scheme that a period uses; raise all that is wrong with them at once."""
    questionnaires: dict[str, Questionnaire] = {}
    schemes: dict[str, Scheme] = {}
    faults: list[Finding] = []
    uneven: list[Finding] = []
    for period in project.settings.periods:
        try:
            _load_chain(period.questionnaire, questionnaires, project.folder)
            scheme, document = load_scheme(period.scheme, project.folder)
        except InputError as error:
            faults += [one for one in error.findings if one not in faults]
            continue
        found = contradictions(scheme, document, questionnaires[period.questionnaire])
        faults += [one for one in found if one not in faults]
        noted = uneven_bands(scheme, document, questionnaires[period.questionnaire])
        uneven += [one for one in noted if one not in uneven]
        schemes[scheme.id] = scheme
    if faults:
        raise InputError([*project.findings, *faults])
    notes = [note for one in questionnaires.values() for note in one.findings]
    return questionnaires, schemes, [*project.findings, *notes, *uneven]


def _load_chain(ref: str, questionnaires: dict[str, Questionnaire], folder: Path) -> None:
    """Load a version and, by its mapping, the versions before it."""
    while ref not in questionnaires:
        questionnaires[ref] = load_questionnaire(ref, folder)
        mapping = questionnaires[ref].structure.mapping
        if mapping is None:
            return
        later, ref = questionnaires[ref], f"{questionnaires[ref].structure.id}/{mapping.from_version}"
        if ref not in questionnaires:
            _load_chain(ref, questionnaires, folder)
        check_mapping(later, questionnaires[ref])
