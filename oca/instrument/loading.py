"""Questionnaires and schemes by name or as a file of one's own, for those who work without a project."""

from __future__ import annotations

from pathlib import Path

from oca.errors import InputError, UsageError
from oca.instrument import reading, scheme
from oca.instrument.contradictions import contradictions
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.options import as_path
from oca.yamlfile import load


def load_questionnaire(questionnaire: Path | str, project: Path | str | None = None) -> Questionnaire:
    """Read one version of a questionnaire with all its languages.

    Args:
        questionnaire: its id and version, such as "cssp-oca/2", or the file of its structure, such as "own/1.yaml".
        project: a project folder whose own questionnaires come before the shipped ones.

    Raises:
        InputError: there is none of that id, or with every fault of its files.
        UsageError: there is no such file.
    """
    folder = None if project is None else as_path(project)
    if file := _file(questionnaire):
        return reading.load_file(file, folder)
    return reading.load_questionnaire(str(questionnaire), folder)


def load_scheme(
    name: Path | str, project: Path | str | None = None, *, questionnaire: Questionnaire | None = None
) -> Scheme:
    """Read a scheme: how answers become scores.

    Args:
        name: its id, such as "cssp-mean", or its file, such as "own-scheme.yaml".
        project: a project folder whose own schemes come before the shipped ones.
        questionnaire: what it is to score; it is refused where it does not fit, as in a project.

    Raises:
        InputError: there is none of that id, or with every fault of its file.
        UsageError: there is no such file.
    """
    folder = None if project is None else as_path(project)
    file = _file(name)
    found, document = load(file, Scheme, folder) if file else scheme.load_scheme(str(name), folder)
    faults = list(contradictions(found, document, questionnaire)) if questionnaire else []
    if faults:
        raise InputError(faults)
    return found


def _file(given: Path | str) -> Path | None:
    """Return the file that is given, where it is no id."""
    path = as_path(given)
    if path.suffix not in (".yaml", ".yml"):
        return None
    if not path.is_file():
        raise UsageError(f"There is no file {path}.")
    return path
