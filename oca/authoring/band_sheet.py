"""The sheet Bands of a questionnaire's workbook, read back: which schemes would change, and every wrong cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from oca.authoring.band_memory import Remembered, mark, recalled
from oca.authoring.book import FilledRow, SheetTable, WorkbookTables
from oca.authoring.document import Work, WorkbookDocument
from oca.authoring.files import FileChange
from oca.authoring.scalars import number
from oca.authoring.schemes import Found, new_bands, new_scheme, schemes_of, with_bands
from oca.findings import Finding, Place, errors
from oca.ids import id_faults
from oca.instrument.bands import moved_bands, same_ends
from oca.instrument.contradictions import band_faults, uneven_bands
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Band, Scheme
from oca.yamlfile import Document, parse
from oca.yamlfile import Key as DocumentKey


@dataclass(frozen=True)
class Written:
    """One row of the sheet: a band, and the cells of its id and its start."""

    id: str
    start: float
    title: Mapping[str, str]
    text: Mapping[str, str]
    cells: Mapping[str, Place]


@dataclass(frozen=True)
class BandSheet:
    """What stands on the sheet.

    Attributes:
        bands: the rows of each scheme, in the order of the sheet.
        languages: those that have columns; what a scheme says in others stays.
        made: what the workbook remembers of the bands that it was made with.
        findings: every cell that is wrong by itself.
    """

    bands: Mapping[str, Sequence[Written]]
    languages: tuple[str, ...]
    made: Remembered
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class BandChanges:
    """The files of schemes that would be written, and what is to be said of the bands."""

    files: tuple[FileChange, ...]
    findings: tuple[Finding, ...]


def read_bands(book: WorkbookTables, project_folder: Path | None) -> BandSheet:
    """Read the sheet; a workbook without it, or a translator's copy, says nothing of bands."""
    table = book.tables.get("Bands")
    if table is None or book.translation:
        return BandSheet({}, (), Remembered(), ())
    work = Work(book)
    own = next((line["value"] for line in book.tables["Questionnaire"].lines if line["part"] == "id"), "")
    made = recalled(book.meta.get("bands", ""))
    schemes = [found.scheme.id for found in schemes_of(own, project_folder)]
    begun = {} if schemes else _renamed(made, f"{own}-mean")
    schemes = schemes or [f"{own}-mean"]
    languages = tuple(key.removeprefix("title.") for key in table.columns if key.startswith("title."))
    bands: dict[str, list[Written]] = {}
    for line in work.once(table, lambda line: f"{line['scheme']} {line['band']}".strip()):
        named = begun.get(line["scheme"], line["scheme"])
        scheme = named if named in schemes else _scheme(work, table, line, schemes)
        row = _row(work, table, line, languages)
        if scheme and row:
            bands.setdefault(scheme, []).append(row)
    made = replace(made, bands={begun.get(one, one): rows for one, rows in made.bands.items()})
    return BandSheet(bands, languages, made, tuple(work.findings))


def _renamed(made: Remembered, scheme: str) -> dict[str, str]:
    """Return under which name the bands of another questionnaire go on in one that was made from its workbook."""
    return dict.fromkeys(made.bands, scheme) if len(made.bands) == 1 else {}


def _scheme(work: Work, table: SheetTable, line: FilledRow, known: Sequence[str]) -> str:
    """Return the scheme of a row; where there is only one, it need not be named."""
    if not line["scheme"] and len(known) == 1:
        return known[0]
    if not line["scheme"]:
        work.say("cell-empty", table.place(line, "scheme"), column="Scheme")
    elif line["scheme"] not in known:
        work.unknown(table, line, "scheme", "scheme of this questionnaire", known)
    return line["scheme"] if line["scheme"] in known else ""


def _row(work: Work, table: SheetTable, line: FilledRow, languages: Sequence[str]) -> Written | None:
    before = len(work.findings)
    if not line["band"]:
        work.say("cell-empty", table.place(line, "band"), column="Band")
    else:
        work.findings += id_faults(line["band"], table.place(line, "band"))
    start = work.number(table, line, "from")
    title, text = (
        {one: line[f"{key}.{one}"] for one in languages if line[f"{key}.{one}"]} for key in ("title", "text")
    )
    if not title and languages:
        work.say("cell-empty", table.place(line, f"title.{languages[0]}"), column="Name")
    if len(work.findings) > before:
        return None
    cells = {"id": table.place(line, "band"), "from": table.place(line, "from")}
    return Written(line["band"], float(start), title, text, cells)


def band_changes(
    sheet: BandSheet, after: Questionnaire, before: Questionnaire | None, project_folder: Path, *, alone: bool
) -> BandChanges:
    """Say what would become of the schemes of a questionnaire.

    Bands follow the scale: where the scale was changed and the bands were not, each is moved to the same share of the
    way from the worst level to the best. Not where another version has the same scheme and keeps its scale.

    Args:
        sheet: what stands on the sheet Bands.
        after: the questionnaire as it would be.
        before: as it is; None where it is new.
        project_folder: where a scheme is written to.
        alone: whether no other version keeps the scale that the schemes were made for.
    """
    found = schemes_of(after.structure.id, project_folder)
    if not found:
        return _begun(sheet, after, before, project_folder)
    files, notes = [], []
    for one in found:
        rows = sheet.bands.get(one.scheme.id, ())
        bands = _merged(sheet, one.scheme) if rows else list(one.scheme.bands)
        follows = alone and before is not None and one.scheme.unit == "levels"
        if follows and before is not None and not same_ends(before.structure.scale, after.structure.scale):
            bands = _followed(bands, one.scheme, before, after)
        made = one.scheme.model_copy(update={"bands": bands})
        document = _document(one.document, rows, bands)
        changed = bands != one.scheme.bands
        faults = list(band_faults(made, document, after)) if changed else []
        notes += faults or uneven_bands(made, document, after)
        if changed and not faults:
            files.append(_change(one, bands, project_folder))
    return BandChanges(tuple(files), tuple(notes))


def _begun(sheet: BandSheet, after: Questionnaire, before: Questionnaire | None, project_folder: Path) -> BandChanges:
    """Begin a scheme for a questionnaire that has none, where it is new or bands were written for it."""
    name = f"{after.structure.id}-mean"
    path = project_folder / "scoring" / f"{name}.yaml"
    rows = sheet.bands.get(name, ())
    if path.exists() or (before is not None and not rows):
        return BandChanges((), ())
    bands = [_band(row, {}, {}) for row in rows] or new_bands(after.structure)
    scale = sheet.made.scale
    if rows and scale is not None and _untouched(rows, sheet.made.bands.get(name, ())):
        moved = moved_bands([row.start for row in rows], scale, after.structure.scale)
        bands = [bands[i].model_copy(update={"start": start}) for i, start in moved]
    text = new_scheme(after.structure, bands)
    scheme = Scheme.model_validate(parse(text, "").data)
    document = _document(parse(text, ""), rows, bands)
    faults = list(band_faults(scheme, document, after))
    if errors(faults):
        return BandChanges((), tuple(faults))
    change = FileChange(path, text.encode(), (f"new: {_told(bands)}",))
    return BandChanges((change,), tuple(uneven_bands(scheme, document, after)))


def _merged(sheet: BandSheet, scheme: Scheme) -> list[Band]:
    """Return the bands as the sheet has them, with what the scheme says of them in languages without a column.

    What nobody changed on the sheet is as the scheme has it now, so that a workbook may be read back more than once.
    """
    rows, made = sheet.bands.get(scheme.id, ()), sheet.made.bands.get(scheme.id, ())
    old = {band.id: band for band in scheme.bands}
    if not _untouched(rows, made):
        return [_laid_over(row, old.get(row.id), sheet.languages) for row in rows]
    changed = {
        row.id: row
        for row, first in zip(rows, made, strict=True)
        if mark(row.title, row.text, sheet.languages) != first[2]
    }
    return [
        _laid_over(changed[band.id], band, sheet.languages).model_copy(update={"start": band.start})
        if band.id in changed
        else band
        for band in scheme.bands
    ]


def _untouched(rows: Sequence[Written], made: Sequence[tuple[str, float, str]]) -> bool:
    """Say whether no band was added, taken away, or begun elsewhere since the workbook was made."""
    return [(row.id, row.start) for row in rows] == [(one, start) for one, start, _ in made]


def _laid_over(row: Written, known: Band | None, languages: Sequence[str]) -> Band:
    """Return the band of a row; of one that is known, languages without a column stay."""
    if known is None:
        return _band(row, {}, {})
    title, text = (
        {one: said for one, said in part.items() if one not in languages} for part in (known.title, known.text)
    )
    return _in_order(_band(row, title, text), known)


def _in_order(band: Band, known: Band) -> Band:
    """Return a band whose languages stand in the order of the file, so that only a change is one."""
    texts = {
        name: {key: own[key] for key in (*(one for one in there if one in own), *(o for o in own if o not in there))}
        for name, own, there in (("title", band.title, known.title), ("text", band.text, known.text))
    }
    return band.model_copy(update=texts)


def _band(row: Written, title: Mapping[str, str], text: Mapping[str, str]) -> Band:
    return Band.model_validate(
        {"id": row.id, "from": row.start, "title": {**title, **row.title}, "text": {**text, **row.text}}
    )


def _followed(bands: list[Band], scheme: Scheme, before: Questionnaire, after: Questionnaire) -> list[Band]:
    """Return the bands on the new scale, where nobody has set others for it."""
    starts = [(band.id, band.start) for band in bands]
    if starts != [(band.id, band.start) for band in scheme.bands]:
        return bands
    moved = moved_bands([start for _, start in starts], before.structure.scale, after.structure.scale)
    return [bands[i].model_copy(update={"start": start}) for i, start in moved]


def _document(document: Document, rows: Sequence[Written], bands: Sequence[Band]) -> Document:
    """Return where each band stands: in the workbook where it has a row there, else in the scheme's file."""
    if not rows:
        return document
    of = {row.id: row.cells for row in rows}
    cells: dict[DocumentKey, Place] = {}
    for i, band in enumerate(bands):
        cells |= {("bands", i, key): place for key, place in of.get(band.id, {}).items()}
    return WorkbookDocument(rows[0].cells["id"].file, document.data, {}, cells)


def _change(one: Found, bands: Sequence[Band], project_folder: Path) -> FileChange:
    text = one.path.read_text(encoding="utf-8-sig")
    path = project_folder / "scoring" / one.path.name
    return FileChange(path, with_bands(text, bands).encode(), tuple(_differences(one.scheme.bands, bands)))


def _differences(before: Sequence[Band], after: Sequence[Band]) -> Iterator[str]:
    old, new = {band.id: band for band in before}, {band.id: band for band in after}
    if [band.id for band in before] != [band.id for band in after] or any(
        old[one].start != new[one].start for one in new
    ):
        yield f"bands: {_told(after)}; were: {_told(before)}"
    for one, band in new.items():
        if one in old and (old[one].title, old[one].text) != (band.title, band.text):
            yield f"band {one}: its words changed"


def _told(bands: Sequence[Band]) -> str:
    return ", ".join(f"{band.id} from {number(band.start)}" for band in bands)
