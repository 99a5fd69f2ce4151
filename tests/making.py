"""Small questionnaires, schemes and responses, made in memory for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.instrument.structure import Structure
from oca.instrument.words import QuestionnaireWords
from oca.tables import RESPONSES

STATES = {"N/A": "not_applicable", "don't know": "dont_know", "": "missing"}


def questionnaire(
    dimensions: Mapping[str, Any],
    *,
    levels: Sequence[float] = (1, 2, 3, 4),
    critical: Sequence[str] = (),
    version: str = "1",
    mapping: Mapping[str, Any] | None = None,
    **rare: Any,
) -> Questionnaire:
    """Make a questionnaire from {dimension: [items]} or {dimension: {subdimension: [items]}}, without words.

    `rare` is what few questionnaires have: step, best, scales, reversed.
    """
    entries = []
    for dimension, inside in dimensions.items():
        if isinstance(inside, Mapping):
            parts = [{"id": part, "items": list(items)} for part, items in inside.items()]
            entries.append({"id": dimension, "subdimensions": parts})
        else:
            entries.append({"id": dimension, "items": list(inside)})
    structure = Structure.model_validate(
        {
            "id": "small",
            "version": version,
            "source_language": "en",
            "languages": ["en"],
            "mapping": mapping,
            "scale": {"levels": list(levels), **{key: rare.pop(key) for key in ("step", "best") if key in rare}},
            "dimensions": entries,
            "critical": list(critical),
            **rare,
        }
    )
    return Questionnaire(structure, {"en": QuestionnaireWords(language="en")}, f"small/{version}.yaml")


def scheme(**changes: Any) -> Scheme:
    """Make a scheme with the defaults of the shipped one, for a scale of 1 to 4, and the changes asked for."""
    text = {"en": "-"}
    starts = changes.pop("bands", {"starting": 1, "building": 1.5, "established": 2.5, "leading": 3.5})
    return Scheme.model_validate(
        {
            "id": "small",
            "title": text,
            "about": text,
            "questionnaires": ["small"],
            "score_types": ["verified", "consensus", "individual"],
            "bands": [{"id": band, "from": start, "title": text, "text": text} for band, start in starts.items()],
            **changes,
        }
    )


def responses(sheets: Sequence[Mapping[str, Any]], *, ref: str = "small/1") -> pd.DataFrame:
    """Make RESPONSES from sheets: {organization, period, score_type, respondent, answers: {item: 3 | "N/A" | ...}}."""
    rows = []
    for sheet in sheets:
        for item, given in sheet["answers"].items():
            status = STATES.get(given, "answered")
            rows.append(
                {
                    **dict.fromkeys(RESPONSES.names, ""),
                    "organization": sheet.get("organization", "org"),
                    "period": sheet.get("period", "y1"),
                    "questionnaire": sheet.get("questionnaire", ref),
                    "score_type": sheet.get("score_type", "consensus"),
                    "respondent": sheet.get("respondent", ""),
                    "item": item,
                    "answer": float(given) if status == "answered" else None,
                    "status": status,
                    "row": 0,
                }
            )
    return RESPONSES.frame(rows)
