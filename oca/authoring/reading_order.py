"""A questionnaire in the order in which it is asked, for showing it."""

from __future__ import annotations

from typing import Any

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Item, level_key


def reading_order(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """Return a questionnaire as nested plain data: dimensions, their items, the texts of their levels."""
    shown = questionnaire.language(language)
    return {
        "questionnaire": questionnaire.ref,
        "checksum": questionnaire.checksum,
        "language": shown,
        "title": questionnaire.title(shown),
        "introduction": questionnaire.introduction(shown),
        "scale": [_level(questionnaire, level, shown, "") for level in questionnaire.levels],
        "dimensions": [_dimension(questionnaire, dimension, shown) for dimension in questionnaire.dimension_ids],
    }


def _dimension(questionnaire: Questionnaire, dimension: str, language: str) -> dict[str, Any]:
    text = questionnaire.dimension_text(dimension, language)
    items = [_item(questionnaire, item, language) for item in questionnaire.items_of(dimension)]
    return {"id": dimension, **text.model_dump(), "items": items}


def _item(questionnaire: Questionnaire, item: Item, language: str) -> dict[str, Any]:
    text = questionnaire.item_text(item.id, language)
    levels = [
        {
            "level": level_key(level),
            "name": questionnaire.level_name(level, language, item.scale).name,
            "text": text.levels.get(level_key(level), ""),
            "action": text.actions.get(level_key(level), ""),
        }
        for level in item.levels
    ]
    return {
        "id": item.id,
        "subdimension": item.subdimension,
        "critical": item.critical,
        "reversed": item.id in questionnaire.structure.reversed,
        "scale": item.scale,
        **text.model_dump(exclude={"levels", "actions"}),
        "levels": levels,
    }


def _level(questionnaire: Questionnaire, level: float, language: str, scale: str) -> dict[str, str]:
    named = questionnaire.level_name(level, language, scale)
    return {"level": level_key(level), "name": named.name, "text": named.text}
