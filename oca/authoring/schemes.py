"""The schemes that score a questionnaire: finding them, beginning one, and writing bands into one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oca import content
from oca.authoring.scalars import number, prose, quoted, word
from oca.authoring.yaml_writer import SCHEME_SCHEMA_LINE
from oca.errors import InputError
from oca.instrument.bands import even_bands
from oca.instrument.scheme import Band, Scheme, load_scheme
from oca.instrument.structure import Structure
from oca.yamlfile import Document, parse

_HEAD = """\
{schema}
# How answers to {id} become scores: plain means, equal weights, bands that follow the scale.
id: {id}-mean
title:
  en: Mean of items, mean of dimensions
  bs: Prosjek stavki, prosjek dimenzija
  hr: Prosjek stavki, prosjek dimenzija
  sr-Latn: Prosjek stavki, prosjek dimenzija
about:
"""

_ABOUT = """\
  en: Every item counts the same within its dimension, and every dimension counts the same in the overall score.
  bs: Svaka stavka ima jednaku težinu u svojoj dimenziji, a svaka dimenzija jednaku težinu u ukupnom rezultatu.
  hr: Svaka stavka ima jednaku težinu u svojoj dimenziji, a svaka dimenzija jednaku težinu u ukupnom rezultatu.
  sr-Latn: Svaka stavka se u svojoj dimenziji računa isto, a svaka dimenzija se isto računa u ukupnom rezultatu.
"""

_ABOUT_PARTS = """\
  en: Every dimension counts the same in the overall score, every part in its dimension, and every item in its part.
  bs: Jednaku težinu imaju dimenzije u ukupnom rezultatu, dijelovi u svojoj dimenziji i stavke u svom dijelu.
  hr: Jednaku težinu imaju dimenzije u ukupnom rezultatu, dijelovi u svojoj dimenziji i stavke u svom dijelu.
  sr-Latn: Isto se računaju dimenzije u ukupnom rezultatu, dijelovi u svojoj dimenziji i stavke u svom dijelu.
"""

_RULES = """\
questionnaires: [{id}]
score_types: [verified, consensus, individual]
"""

_BANDS: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    (
        "starting",
        {"en": "Starting", "bs": "Početak", "hr": "Početak", "sr-Latn": "Početak"},
        {
            "en": "Much depends on single persons.",
            "bs": "Mnogo zavisi od pojedinaca.",
            "hr": "Mnogo ovisi o pojedincima.",
            "sr-Latn": "Mnogo zavisi od pojedinaca.",
        },
    ),
    (
        "building",
        {"en": "Building", "bs": "Izgradnja", "hr": "Izgradnja", "sr-Latn": "Izgradnja"},
        {
            "en": "Agreed ways exist and are used in part.",
            "bs": "Dogovoreni načini rada koriste se u dijelu posla.",
            "hr": "Dogovoreni načini rada primjenjuju se u dijelu posla.",
            "sr-Latn": "Dogovoreni načini rada koriste se u jednom dijelu posla.",
        },
    ),
    (
        "established",
        {"en": "Established", "bs": "Utemeljeno", "hr": "Ustaljeno", "sr-Latn": "Utemeljeno"},
        {
            "en": "Agreed ways are used regularly.",
            "bs": "Dogovoreni načini rada koriste se redovno.",
            "hr": "Dogovoreni načini rada primjenjuju se redovito.",
            "sr-Latn": "Dogovoreni načini rada koriste se redovno.",
        },
    ),
)
"""The bands of a new scheme, the least good first: a third of the scale each."""


@dataclass(frozen=True)
class Found:
    """A scheme with its file."""

    scheme: Scheme
    document: Document
    path: Path


def schemes_of(questionnaire_id: str, project_folder: Path | None) -> list[Found]:
    """Return the schemes that score a questionnaire, the project's own first; a faulty one is left to `oca check`."""
    found = []
    for path in content.available("scoring", "*.yaml", project_folder):
        try:
            scheme, document = load_scheme(path.stem, project_folder)
        except InputError:
            continue
        if questionnaire_id in scheme.questionnaires:
            found.append(Found(scheme, document, path))
    return found


def new_bands(structure: Structure) -> list[Band]:
    """Return bands that follow the scale of a questionnaire."""
    starts = even_bands(len(_BANDS), structure.scale)
    return [
        Band.model_validate(dict(zip(("id", "from", "title", "text"), _band(i, start), strict=True)))
        for i, start in starts
    ]


def _band(i: int, start: float) -> tuple[str, float, dict[str, str], dict[str, str]]:
    band, title, text = _BANDS[i]
    return band, start, title, text


def new_scheme(structure: Structure, bands: Sequence[Band] = ()) -> str:
    """Return the file of a scheme of plain means for a questionnaire, with bands that follow its scale, or others."""
    parts = any(dimension.subdimensions for dimension in structure.dimensions)
    head = _HEAD.format(id=structure.id, schema=SCHEME_SCHEMA_LINE) + (_ABOUT_PARTS if parts else _ABOUT)
    return f"{head}{_RULES.format(id=structure.id)}bands:\n{_bands_yaml(bands or new_bands(structure))}"


def with_bands(text: str, bands: Sequence[Band]) -> str:
    """Return the text of a scheme's file with other bands; the rest of it, and its comments, stay as they are."""
    lines = text.splitlines(keepends=True)
    keys = sorted(line for key, line in parse(text, "").lines.items() if len(key) == 1)
    first = parse(text, "").lines[("bands",)]
    after = next((line for line in keys if line > first), len(lines) + 1)
    old = lines[first - 1 : after - 1]
    tail = _trailing(old[1:])
    heading = old[0] if old[0].split("#")[0].strip() == "bands:" else "bands:\n"
    remarks = [line for line in old[1 : len(old) - len(tail)] if line.lstrip().startswith("#")]
    made = [heading if heading.endswith("\n") else f"{heading}\n", *remarks, _bands_yaml(bands), *tail]
    return "".join([*lines[: first - 1], *made, *lines[after - 1 :]])


def _trailing(lines: Sequence[str]) -> list[str]:
    """Return the blank lines and comments at the end of a block, which belong to what follows."""
    kept: list[str] = []
    for line in reversed(lines):
        if line.strip() and not line.startswith("#"):
            break
        kept.insert(0, line)
    return kept


def _bands_yaml(bands: Sequence[Band]) -> str:
    return "".join(f"{line}\n" for band in bands for line in _lines(band))


def _lines(band: Band) -> Iterator[str]:
    title = ", ".join(f"{word(language)}: {quoted(text)}" for language, text in band.title.items())
    yield f"  - id: {word(band.id)}"
    yield f"    from: {number(band.start)}"
    yield f"    title: {{{title}}}"
    yield "    text:" if band.text else "    text: {}"
    yield from (f"      {word(language)}: {prose(text, 6)}" for language, text in band.text.items())
