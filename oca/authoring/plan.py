"""What reading a workbook back would do to a project: the files, and everything that is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oca.authoring.collected import collected_faults, uses
from oca.authoring.files import FileChange, file_changes, write_files
from oca.authoring.renewing import UNJUDGED, following, renewed
from oca.authoring.taking import chain_faults, present, take
from oca.errors import InputError, UsageError
from oca.findings import Finding, Place, errors, finding
from oca.ids import version_faults
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import versions


@dataclass(frozen=True)
class Plan:
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


def plan_workbook(path: Path, project_folder: Path, *, new_version: str = "") -> Plan:
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
    taken = take(path, project_folder, check_chain=False)
    after, before = taken.questionnaire, taken.before
    if new_version:
        after, before = _as_new_version(after, before, new_version, project_folder), None
    else:
        refused = _collected(before, after, project_folder) or errors(chain_faults(after, project_folder))
        if refused:
            raise InputError(refused)
    notes = [*(one for one in after.findings if one.severity != "error"), *unjudged(after)]
    return Plan(after, tuple(file_changes(after, before, project_folder)), tuple(notes))


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
