"""The instruments that a project uses: every questionnaire and scheme that a period names, loaded and found to fit."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from oca.errors import InputError
from oca.findings import Finding, Place
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
    for number, period in enumerate(project.settings.periods):
        named = partial(project.document.place, "periods", number)
        errors: list[Finding] = []
        try:
            _load_chain(period.questionnaire, questionnaires, project.folder, named("questionnaire"))
        except InputError as error:
            errors += error.findings
        try:
            scheme, document = load_scheme(period.scheme, project.folder, named("scheme"))
        except InputError as error:
            errors += error.findings
        if errors:
            faults += _news(errors, faults)
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


def _news(errors: list[Finding], faults: list[Finding]) -> list[Finding]:
    """Return the errors that were not said before; that there is no such thing is said at the first line only."""
    absent = {one.message for one in faults if one.code == "content-unknown"}
    return [one for one in errors if one not in faults and one.message not in absent]


def _load_chain(ref: str, questionnaires: dict[str, Questionnaire], folder: Path, named: Place) -> None:
    """Load a version and, by its mapping, the versions before it; `named` is where the first of them is named."""
    while ref not in questionnaires:
        questionnaires[ref] = load_questionnaire(ref, folder, named)
        mapping = questionnaires[ref].structure.mapping
        if mapping is None:
            return
        later, ref = questionnaires[ref], f"{questionnaires[ref].structure.id}/{mapping.from_version}"
        if ref not in questionnaires:
            _load_chain(ref, questionnaires, folder, later.place("mapping", "from"))
        check_mapping(later, questionnaires[ref])
