"""Which periods of a project were collected with which text of a questionnaire: what was asked is not changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from oca.authoring.differences import difference
from oca.collection.loaders.form import META
from oca.errors import InputError
from oca.findings import Finding, Place, finding, shorten
from oca.folders import content_of
from oca.instrument.questionnaire import Questionnaire
from oca.project import Settings
from oca.source import Source
from oca.spreadsheet.reading import read_workbook
from oca.yamlfile import load


@dataclass(frozen=True)
class PeriodUse:
    """A period that uses a version, the response files it has, and the checksums that its forms carry, by file."""

    period: str
    files: tuple[str, ...]
    checksums: Mapping[str, str]


def uses(project_folder: Path, *, forms: bool = True) -> dict[str, list[PeriodUse]]:
    """Return for each version, by its ref, the periods of a project that use it; empty where there is no project.

    Without `forms` the workbooks that came back are not opened, and no checksum is known.
    """
    path = project_folder / "project.yaml"
    if not path.is_file():
        return {}
    settings, _ = load(path, Settings, project_folder)
    found: dict[str, list[PeriodUse]] = {}
    for period in settings.periods:
        found.setdefault(period.questionnaire, []).append(_use(project_folder, period.id, period.questionnaire, forms))
    return found


def collected_faults(
    before: Questionnaire, after: Questionnaire, used: Iterable[PeriodUse], following: str
) -> list[Finding]:
    """Return a fault where a version that answers were collected with would ask something else.

    Going back to the very text that the forms of the answers carry is no fault.
    """
    periods = [use.period for use in used if use.files and after.checksum not in use.checksums.values()]
    if not periods or after.checksum == before.checksum:
        return []
    changes = shorten(_what_changes(before, after), 8) or "the order or the marks of items"
    names = {"periods": shorten(periods), "questionnaire": before.ref, "changes": changes, "next": following}
    return [finding("questionnaire-collected", Place(after.file), **names)]


def changed_since(questionnaire: Questionnaire, used: Iterable[PeriodUse]) -> list[Finding]:
    """Return a fault for each form that was made from another text of a version than the present one."""
    now = questionnaire.checksum
    return [
        finding("questionnaire-changed", Place(file), questionnaire=questionnaire.ref, found=checksum, expected=now)
        for use in used
        for file, checksum in use.checksums.items()
        if checksum != now
    ]


def _use(folder: Path, period: str, ref: str, forms: bool) -> PeriodUse:
    received = folder / "responses" / period
    paths = sorted(path for path in received.rglob("*") if path.is_file() and not path.name.startswith((".", "~$")))
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    checksums = {name: _checksum(path, ref) for name, path in names.items() if forms and path.suffix == ".xlsx"}
    return PeriodUse(period, tuple(names), {name: checksum for name, checksum in checksums.items() if checksum})


def _checksum(path: Path, ref: str) -> str:
    """Return the checksum that a form carries of the text it was made from; empty where it carries none."""
    try:
        sheets = read_workbook(Source(path.name, content_of(path, path.name)), META)
    except (InputError, OSError):
        return ""  # oca check says what is wrong with it
    meta = sheets.get(META)
    facts = {meta.at(row, 1): meta.at(row, 2) for row in range(1, len(meta.cells) + 1)} if meta else {}
    return facts.get("checksum", "") if facts.get("questionnaire") == ref else ""


def _what_changes(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    """Yield in a few words what would be asked otherwise."""
    found = difference(before, after, {})
    yield from found.scale
    for one in found.items:
        if not one.item:
            yield f"{one.was[0]} is gone"
        elif not one.was:
            yield f"{one.item} is new"
        elif one.rescaled or not one.compares:
            yield one.item
        elif one.moved:
            yield f"{one.item} moved {one.moved}"
