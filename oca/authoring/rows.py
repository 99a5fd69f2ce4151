"""From a questionnaire to the rows of its workbook: every cell as text, under the key of its column."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from oca.authoring.layout import FACTS, MAIN, MISSING, OF_LEVELS, STALE, TEXT_FACTS, YES, Sheet
from oca.authoring.scalars import number
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Scheme
from oca.instrument.structure import Item, level_key, reachable
from oca.instrument.texts import Key, entry, places, texts
from oca.instrument.translation import source_hashes
from oca.instrument.words import QuestionnaireWords

Row = dict[str, str]


def rows_of(
    questionnaire: Questionnaire, languages: list[str], schemes: Sequence[Scheme] = ()
) -> dict[Sheet, list[Row]]:
    """Return the rows of every sheet, with the texts in these languages, and the bands of these schemes."""
    words = {one: texts(questionnaire.words.get(one, QuestionnaireWords(language=one))) for one in languages}
    states = {
        language: states_of(questionnaire, language)
        for language in languages
        if language != questionnaire.structure.source_language
    }
    return {
        "Questionnaire": list(_facts(questionnaire, words)),
        "Dimensions": list(_dimensions(questionnaire, words, states)),
        "Items": list(_items(questionnaire, words, states)),
        "Levels": list(_levels(questionnaire, words)),
        "Scales": list(_scales(questionnaire, words)),
        "Bands": [row for scheme in schemes for row in _bands(scheme, languages)],
        "Mapping": list(_mapping(questionnaire)),
    }


def fingerprint(questionnaire: Questionnaire) -> str:
    """Return twelve hexadecimal digits that change with anything in a questionnaire, translations included."""
    words = [own.model_dump_json() for _, own in sorted(questionnaire.words.items())]
    whole = "\n".join([questionnaire.structure.model_dump_json(), *words])
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def states_of(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """Return for each entry of a translation what is to be done about it: stale, missing, both, or nothing."""
    source = questionnaire.words[questionnaire.structure.source_language]
    own = questionnaire.words.get(language, QuestionnaireWords(language=language))
    there = texts(own)
    wanted = {*(key for key, needed in places(questionnaire.structure) if needed), *texts(source)}
    missing = {entry(key) for key in wanted if key not in there}
    stale = {one for one, digest in source_hashes(source).items() if own.translated_from.get(one, digest) != digest}
    return {
        one: ", ".join([STALE] * (one in stale) + [MISSING] * (one in missing))
        for one in sorted((stale | missing) - {""})
    }


def _facts(questionnaire: Questionnaire, words: Mapping[str, Mapping[Key, str]]) -> Iterator[Row]:
    structure = questionnaire.structure
    values = {
        "id": structure.id,
        "version": structure.version,
        "source_language": structure.source_language,
        "languages": ", ".join(structure.languages),
        "step": "" if structure.scale.step is None else number(structure.scale.step),
        "best": structure.scale.best,
        "mapping_from": structure.mapping.from_version if structure.mapping else "",
        "subject": structure.subject,
        "measures": structure.measures,
    }
    for part, note in FACTS.items():
        yield {"part": part, "value": values[part], "shown.note": note}
    for part, note in TEXT_FACTS.items():
        yield {"part": part, "shown.note": note, **_text(words, {"text": (part,)})}


def _dimensions(
    questionnaire: Questionnaire, words: Mapping[str, Mapping[Key, str]], states: Mapping[str, Mapping[str, str]]
) -> Iterator[Row]:
    for dimension in questionnaire.structure.dimensions:
        places = [("dimensions", ""), *(("subdimensions", one.id) for one in dimension.subdimensions)]
        for section, part in places:
            own = part or dimension.id
            keys: dict[str, Key] = {name: (section, own, name) for name in ("title", "short", "about", "next")}
            yield {"dimension": dimension.id, "subdimension": part, **_text(words, keys), **_state(states, own)}


def _items(
    questionnaire: Questionnaire, words: Mapping[str, Mapping[Key, str]], states: Mapping[str, Mapping[str, str]]
) -> Iterator[Row]:
    turned = questionnaire.structure.reversed
    for order, item in enumerate(questionnaire.items, start=1):
        yield {
            "order": str(order),
            "item": item.id,
            "dimension": item.dimension,
            "subdimension": item.subdimension,
            "critical": YES if item.critical else "",
            "reversed": YES if item.id in turned else "",
            "scale": item.scale,
            **_text(words, {name: ("items", item.id, name) for name in ("title", "prompt", "evidence", "guidance")}),
            **_state(states, item.id),
        }


def _levels(questionnaire: Questionnaire, words: Mapping[str, Mapping[Key, str]]) -> Iterator[Row]:
    source = questionnaire.words[questionnaire.structure.source_language]
    for item in questionnaire.items:
        title = source.items[item.id].title if item.id in source.items else ""
        reached = reachable(questionnaire.structure, item)
        for level in _rubric(item, words):
            key = level_key(level)
            keys: dict[str, Key] = {
                name: ("items", item.id, part, key)
                for name, part in OF_LEVELS.items()
                if name != "action" or level in reached
            }
            yield {"item": item.id, "shown.title": title, "level": key, **_text(words, keys)}


def _rubric(item: Item, words: Mapping[str, Mapping[Key, str]]) -> tuple[float, ...]:
    """Return the levels that have a row: of an own scale, such as yes and no, only where the item has texts for it."""
    described = any(key[:2] == ("items", item.id) and key[3:] for own in words.values() for key in own)
    return item.levels if described or not item.scale else ()


def _scales(questionnaire: Questionnaire, words: Mapping[str, Mapping[Key, str]]) -> Iterator[Row]:
    for level in questionnaire.levels:
        keys = {name: ("scale", level_key(level), name) for name in ("name", "text")}
        yield {"scale": MAIN, "level": number(level), **_text(words, keys)}
    for scale, own in questionnaire.structure.scales.items():
        values = [number(value) for value in own.values] or [""] * len(own.levels)
        for level, value in zip(own.levels, values, strict=True):
            own_keys: dict[str, Key] = {name: ("scales", scale, level_key(level), name) for name in ("name", "text")}
            yield {"scale": scale, "level": number(level), "value": value, **_text(words, own_keys)}


def _bands(scheme: Scheme, languages: list[str]) -> Iterator[Row]:
    for band in scheme.bands:
        texts_of = {
            f"{name}.{language}": text.get(language, "")
            for name, text in (("title", band.title), ("text", band.text))
            for language in languages
        }
        yield {"scheme": scheme.id, "band": band.id, "from": number(band.start), **texts_of}


def _mapping(questionnaire: Questionnaire) -> Iterator[Row]:
    mapping = questionnaire.structure.mapping
    if mapping is None:
        return
    for item in mapping.equal:
        yield {"item": item, "relation": "equal"}
    for one in mapping.changed:
        yield {"item": one.item, "relation": one.relation, "was": ", ".join(one.was), "reason": one.reason}


def _text(words: Mapping[str, Mapping[Key, str]], keys: Mapping[str, Key]) -> Row:
    return {f"{name}.{language}": own.get(key, "") for name, key in keys.items() for language, own in words.items()}


def _state(states: Mapping[str, Mapping[str, str]], entry_id: str) -> Row:
    return {f"state.{language}": own.get(entry_id, "") for language, own in states.items()}
