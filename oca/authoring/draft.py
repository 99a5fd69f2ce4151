"""The beginning of a questionnaire: small, complete, and ready to be written over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oca.authoring.files import FileChange, file_changes, write_files
from oca.authoring.importing import find, present
from oca.authoring.new_version import as_own, following, next_version
from oca.authoring.schemes import new_scheme, schemes_of
from oca.errors import InputError, UsageError
from oca.findings import Place
from oca.ids import id_faults
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import versions
from oca.instrument.structure import Structure
from oca.instrument.words import QuestionnaireWords

_LEVEL_NAMES = {
    "1": ("Starting", "First attempts, carried by single persons; nothing agreed yet."),
    "2": ("Building", "Agreed ways exist and are used in part of the work."),
    "3": ("Established", "Used regularly, by more than one person, and can be shown."),
    "4": ("Leading", "Reviewed and improved by the organization itself; others learn from it."),
}

_DIMENSIONS = {
    "governance": ("Governance", "Who decides, in whose name, and who checks it.", "Hold one real board meeting."),
    "finance": ("Finance", "Where money comes from and where it goes.", "Look at the books together once a month."),
}

_ITEMS: Mapping[str, tuple[str, str, tuple[str, str, str, str], str, tuple[str, str, str]]] = {
    "gov-board": (
        "Board",
        "How often does the board meet, and what does it decide?",
        (
            "It exists on paper.",
            "It meets about once a year.",
            "It meets on a plan; minutes record decisions.",
            "It also reviews its own work every year.",
        ),
        "Minutes of the past two years.",
        (
            "Call one board meeting this year.",
            "Set the dates of the year, and write minutes.",
            "Let the board look at its own work once a year.",
        ),
    ),
    "gov-mission": (
        "Mission",
        "What do you exist for, and who can say it?",
        (
            "It is written in the statute only.",
            "The director and one or two others know it.",
            "Staff and board say it in their own words.",
            "Work that did not fit it was turned down.",
        ),
        "Answers of three people asked apart.",
        (
            "Write the mission in one sentence.",
            "Talk about the mission with staff and board.",
            "Ask of each offer whether it fits the mission.",
        ),
    ),
    "fin-books": (
        "Books",
        "Who keeps the books, and who reads them?",
        (
            "Receipts are kept in a box.",
            "An accountant enters them once a year.",
            "Books are kept every month.",
            "Board and staff read them every quarter.",
        ),
        "Books of the past three months.",
        (
            "Find an accountant for the yearly books.",
            "Hand over receipts every month.",
            "Read the books together every quarter.",
        ),
    ),
    "fin-donors": (
        "Sources of income",
        "Who pays for your work?",
        (
            "One donor pays for everything.",
            "Two donors pay for most of it.",
            "Several donors pay for it.",
            "Several donors and income of your own pay for it.",
        ),
        "Income by source in the past two years.",
        (
            "Apply to a second donor.",
            "Approach two donors you do not know yet.",
            "Offer one service that people pay for.",
        ),
    ),
}


def start(questionnaire_id: str, project_folder: Path, *, source: str = "") -> list[Path]:
    """Begin a questionnaire of one's own in a project.

    Args:
        questionnaire_id: its id.
        project_folder: the project.
        source: the ref of the version to begin from; its own next version where the id is the same. Empty for a small
            one of two dimensions. Where no scheme scores it yet, one is written too, with bands that follow its scale.

    Returns:
        The files that were written.

    Raises:
        UsageError: the questionnaire is there already.
        InputError: the id is not fit for one, or there is no such source.
    """
    faults = list(id_faults(questionnaire_id, Place()))
    if faults:
        raise InputError(faults)
    made = _from(questionnaire_id, find(source, project_folder), project_folder) if source else draft(questionnaire_id)
    if present(made.ref, project_folder) is not None:
        raise UsageError(f"{made.ref} is there already. To go on from it: oca questionnaire new ID --from {made.ref}")
    changes = file_changes(made, None, project_folder)
    scheme = project_folder / "scoring" / f"{questionnaire_id}-mean.yaml"
    if not schemes_of(questionnaire_id, project_folder) and not scheme.exists():
        changes.append(FileChange(scheme, new_scheme(made.structure).encode(), ("new",)))
    write_files(changes)
    return [one.path for one in changes]


def draft(questionnaire_id: str) -> Questionnaire:
    """Return a small questionnaire in English: two dimensions, four items, four levels."""
    structure = Structure.model_validate(
        {
            "id": questionnaire_id,
            "version": "1",
            "source_language": "en",
            "languages": ["en"],
            "scale": {"levels": [1, 2, 3, 4]},
            "dimensions": [
                {"id": "governance", "items": ["gov-board", "gov-mission"]},
                {"id": "finance", "items": ["fin-books", "fin-donors"]},
            ],
            "critical": ["fin-books"],
        }
    )
    return Questionnaire(structure, {"en": QuestionnaireWords.model_validate(_words())}, f"{questionnaire_id}/1.yaml")


def _words() -> dict[str, Any]:
    return {
        "language": "en",
        "title": "Capacity assessment",
        "introduction": "Read the texts of each item, and choose the one that describes what can be seen today.",
        "scale": {level: {"name": name, "text": text} for level, (name, text) in _LEVEL_NAMES.items()},
        "dimensions": {
            key: {"title": title, "short": title, "about": about, "next": following_step}
            for key, (title, about, following_step) in _DIMENSIONS.items()
        },
        "items": {
            key: {
                "title": title,
                "prompt": prompt,
                "levels": dict(zip("1234", levels, strict=True)),
                "evidence": shows,
                "actions": dict(zip("234", actions, strict=True)),
            }
            for key, (title, prompt, levels, shows, actions) in _ITEMS.items()
        },
    }


def _from(questionnaire_id: str, before: Questionnaire, project_folder: Path) -> Questionnaire:
    if questionnaire_id != before.structure.id:
        return as_own(before, questionnaire_id)
    known = [ref.partition("/")[2] for ref in versions(project_folder) if ref.startswith(f"{questionnaire_id}/")]
    return next_version(before, following(before.structure.version, known))
