"""What a workbook remembers of the bands that it was made with, to tell what nobody changed from the rest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from oca.authoring.layout import normal
from oca.instrument.scheme import Scheme
from oca.instrument.structure import Scale


@dataclass(frozen=True)
class Remembered:
    """The bands of each scheme when the workbook was made, and the scale that they were on.

    Attributes:
        bands: of each scheme, in order: the id of a band, where it begins, and the mark of its words.
        scale: the scale then; None where the workbook does not say.
    """

    bands: Mapping[str, Sequence[tuple[str, float, str]]] = field(default_factory=dict)
    scale: Scale | None = None


def remembered(schemes: Sequence[Scheme], scale: Scale, languages: Sequence[str]) -> str:
    """Return what a workbook keeps, as text for one cell."""
    bands = {
        scheme.id: [(band.id, band.start, mark(band.title, band.text, languages)) for band in scheme.bands]
        for scheme in schemes
    }
    return json.dumps({"bands": bands, "scale": scale.model_dump(exclude_none=True)})


def recalled(kept: str) -> Remembered:
    """Return what a workbook kept; nothing where it kept nothing that can be read."""
    try:
        found = json.loads(kept)
        bands = {
            scheme: [(str(one), float(start), str(words)) for one, start, words in rows]
            for scheme, rows in found["bands"].items()
        }
        scale = Scale.model_validate(found["scale"])
        return Remembered(bands, scale) if scale.levels[0] < scale.levels[-1] else Remembered()
    except (ValueError, TypeError, KeyError, AttributeError):
        return Remembered()


def mark(title: Mapping[str, str], text: Mapping[str, str], languages: Sequence[str]) -> str:
    """Return eight hexadecimal digits that change with the words of a band in these languages."""
    words = [[normal(part.get(language, "")) for language in sorted(languages)] for part in (title, text)]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:8]
