"""What reading a workbook back would do to a project: the files, and everything that is to be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oca.authoring.band_sheet import BandSheet, band_changes, read_bands
from oca.authoring.book import read_book
from oca.authoring.collected_periods import collected_faults, uses
from oca.authoring.files import FileChange, file_changes, write_files
from oca.authoring.importing import Taken, chain_faults, present, take
from oca.authoring.new_version import UNJUDGED, following, renewed
from oca.errors import InputError, UsageError
from oca.findings import Finding, Place, errors, finding
from oca.ids import version_faults
from oca.instrument.bands import same_ends
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import versions


@dataclass(frozen=True)
class ImportPlan:
    """A questionnaire as it would be, the files that would be written for it, and warnings."""

    questionnaire: Questionnaire
    files: tuple[FileChange, ...]
    findings: tuple[Finding, ...]

    def write(self) -> None:
        """Write the files.

        Raises:
            UsageError: a file cannot be written.
        """
        write_files(self.files)


def plan_workbook(path: Path, project_folder: Path, *, new_version: str = "") -> ImportPlan:
    """Say what reading a workbook back would do; nothing is written.

    Args:
        path: the workbook.
        project_folder: where the questionnaire's files are to lie; it may be no project yet.
        new_version: make this version of what the workbook holds, mapped to the version it was made from.

    Raises:
        InputError: with every fault of the workbook, each with its cell; or answers were collected with this version
            and something else would be asked.
        UsageError: the new version is there already, or there is nothing that it could follow.
    """
    sheet, taken = _taken(path, project_folder)
    after, before = taken.questionnaire, taken.before
    alone = not new_version and not _other_versions(taken, project_folder)
    bands = band_changes(sheet, after, before, project_folder, alone=alone)
    if new_version:
        after, before = _as_new_version(after, before, new_version, project_folder), None
    else:
        refused = _collected(before, after, project_folder) or errors(chain_faults(after, project_folder))
        if refused:
            raise InputError([*refused, *errors(bands.findings)])
    if errors(bands.findings):
        raise InputError(errors(bands.findings))
    notes = [*(one for one in after.findings if one.severity != "error"), *unjudged(after), *bands.findings]
    return ImportPlan(after, (*file_changes(after, before, project_folder), *bands.files), tuple(notes))


def _taken(path: Path, project_folder: Path) -> tuple[BandSheet, Taken]:
    """Read a workbook with its bands, and say all that is wrong with either at once."""
    try:
        taken = take(path, project_folder, check_chain=False)
    except InputError as error:
        raise InputError([*error.findings, *_faults_of_bands(path, project_folder)]) from None
    sheet = read_bands(read_book(path), project_folder)
    if sheet.findings:
        raise InputError(sheet.findings)
    return sheet, taken


def _faults_of_bands(path: Path, project_folder: Path) -> Sequence[Finding]:
    try:
        return read_bands(read_book(path), project_folder).findings
    except InputError:
        return ()  # said already


def _other_versions(taken: Taken, project_folder: Path) -> bool:
    """Say whether another version of a questionnaire keeps the scale that its schemes were made for."""
    before, own = taken.before, taken.questionnaire
    if before is None or same_ends(before.structure.scale, own.structure.scale):
        return False
    others = [ref for ref in versions(project_folder) if ref.startswith(f"{own.structure.id}/") and ref != own.ref]
    found = [present(ref, project_folder) for ref in others]
    return any(one is not None and same_ends(one.structure.scale, before.structure.scale) for one in found)


def unjudged(questionnaire: Questionnaire) -> list[Finding]:
    """Return a warning for each relation that a program wrote and no person has judged."""
    mapping = questionnaire.structure.mapping
    return [
        finding("mapping-unjudged", questionnaire.place("mapping", "changed", i), item=one.item)
        for i, one in enumerate(mapping.changed if mapping else ())
        if one.reason == UNJUDGED
    ]


def _collected(before: Questionnaire | None, after: Questionnaire, project_folder: Path) -> list[Finding]:
    """Return the fault of changing what answers were collected with; what follows from it need not be said."""
    if before is None:
        return []
    known = [ref.partition("/")[2] for ref in versions(project_folder) if ref.startswith(f"{after.structure.id}/")]
    used = uses(project_folder).get(after.ref, [])
    return collected_faults(before, after, used, following(after.structure.version, known))


def _as_new_version(
    after: Questionnaire, before: Questionnaire | None, version: str, project_folder: Path
) -> Questionnaire:
    if before is None:
        raise UsageError(f"There is no {after.ref} yet that a new version could follow. Leave --new-version out.")
    if present(f"{after.structure.id}/{version}", project_folder) is not None:
        raise UsageError(f"{after.structure.id}/{version} is there already. Name a version that is not.")
    made = renewed(after, before, version)
    faults = [*version_faults(version, Place()), *errors(chain_faults(made, project_folder))]
    if faults:
        raise InputError(faults)
    return made
