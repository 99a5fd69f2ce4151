"""The YAML files of a questionnaire, written as a person would: what is read back is equal to what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from oca.authoring.layout import language_name
from oca.authoring.scalars import WIDTH, flow, number, prose, quoted, sentence, word
from oca.instrument.structure import MappingEntry, Structure
from oca.instrument.words import DimensionText, ItemText, LevelName, QuestionnaireWords

SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/{name}.schema.json"
"""The first line: by it an editor knows what may stand in the file."""

SCHEME_SCHEMA_LINE = "# yaml-language-server: $schema=../schemas/scheme.schema.json"

_STRUCTURE_HEAD = """\
# {id}, version {version}: the structure of the questionnaire.
# Its words are in {version}.{source}.yaml (the source) and in one file for each other language."""

_SOURCE_HEAD = "# {id}, version {version}: every text in {language}, the source language."
_TRANSLATION_HEAD = (
    "# {id}, version {version}: every text in {language}. The hashes at the end say which source text was translated."
)
_CRITICAL = "# Where these are weak, the rest of the dimension stands on sand. A scheme may let them cap the dimension."
_MAPPING = "# What each item was in version {version}. Only equal and equivalent items are compared over the years."


_ON_ONE_LINE = ("title", "short", "name")
"""Names stay on the line of their key, however long."""


def structure_yaml(structure: Structure, head: str = "") -> str:
    """Return the file `<version>.yaml`; `head` are the lines of comment to keep at its top."""
    names = {"id": structure.id, "version": structure.version, "source": structure.source_language}
    lines = [_head("questionnaire", head or _STRUCTURE_HEAD.format(**names))]
    lines += [f"id: {word(structure.id)}", f"version: {quoted(structure.version)}"]
    lines += [f"source_language: {word(structure.source_language)}"]
    lines += [f"languages: {flow(map(word, structure.languages))}"]
    lines += [f"subject: {structure.subject}"] if structure.subject != "organization" else []
    lines += [f"measures: {structure.measures}"] if structure.measures != "capacity" else []
    lines += ["", *_scale(structure)]
    for key, own in structure.scales.items():
        lines += ["", "scales:"] if key == next(iter(structure.scales)) else []
        lines += [f"  {word(key)}:", *_list("items", own.items, 4), f"    levels: {flow(map(number, own.levels))}"]
        lines += [f"    values: {flow(map(number, own.values))}"] if own.values else []
    lines += ["", "dimensions:", *_dimensions(structure)]
    if structure.reversed:
        lines += ["", *_list("reversed", structure.reversed, 0)]
    if structure.critical:
        lines += ["", _CRITICAL, *_list("critical", structure.critical, 0)]
    return "\n".join([*lines, *_mapping(structure)]) + "\n"


def words_yaml(structure: Structure, words: QuestionnaireWords, head: str = "") -> str:
    """Return the file `<version>.<language>.yaml`; `head` are the lines of comment to keep at its top."""
    template = _SOURCE_HEAD if words.language == structure.source_language else _TRANSLATION_HEAD
    names = {"id": structure.id, "version": structure.version, "language": language_name(words.language)}
    lines = [_head("words", head or template.format(**names)), f"language: {word(words.language)}"]
    lines += _text("title", words.title, 0) + _text("introduction", words.introduction, 0)
    if words.scale:
        lines += ["", "scale:", *_level_names(words.scale, 2)]
    for key, names_of in words.scales.items():
        lines += ["", "scales:"] if key == next(iter(words.scales)) else []
        lines += [f"  {word(key)}:" if names_of else f"  {word(key)}: {{}}", *_level_names(names_of, 4)]
    for section, entries in (("dimensions", words.dimensions), ("subdimensions", words.subdimensions)):
        lines += ["", f"{section}:"] if entries else []
        for key, entry in entries.items():
            lines += _entry(key, [line for name, text in _parts(entry) for line in _text(name, text, 4)])
    if words.items:
        lines += ["", "items:", *_items(structure, words)]
    if words.translated_from:
        lines += ["", "translated_from:"]
        lines += [f"  {word(key)}: {quoted(digest)}" for key, digest in words.translated_from.items()]
    return "\n".join(lines) + "\n"


def _head(schema: str, comment: str) -> str:
    kept = "\n".join(line for line in comment.splitlines() if "yaml-language-server" not in line)
    return f"{SCHEMA_LINE.format(name=schema)}\n{kept}"


def _scale(structure: Structure) -> Iterator[str]:
    scale = structure.scale
    yield "scale:"
    yield f"  levels: {flow(map(number, scale.levels))}"
    if scale.step is not None:
        yield f"  step: {number(scale.step)}"
    if scale.best != "highest":
        yield f"  best: {scale.best}"


def _dimensions(structure: Structure) -> Iterator[str]:
    for dimension in structure.dimensions:
        yield f"  - id: {word(dimension.id)}"
        if dimension.items:
            yield from _list("items", dimension.items, 4)
        if dimension.subdimensions:
            yield "    subdimensions:"
        for part in dimension.subdimensions:
            yield f"      - id: {word(part.id)}"
            yield from _list("items", part.items, 8)


def _mapping(structure: Structure) -> Iterator[str]:
    mapping = structure.mapping
    if mapping is None:
        return
    yield from ("", _MAPPING.format(version=mapping.from_version), "mapping:")
    yield f"  from: {quoted(mapping.from_version)}"
    if mapping.equal:
        yield "  equal:"
    yield from (f"    - {word(item)}" for item in mapping.equal)
    if mapping.changed:
        yield "  changed:"
    for entry in mapping.changed:
        yield from _change(entry)


def _change(entry: MappingEntry) -> Iterator[str]:
    lines = [f"item: {word(entry.item)}"] if entry.item else []
    lines += [f"relation: {entry.relation}"]
    lines += [f"was: {flow(map(word, entry.was))}"] if entry.was else []
    lines += [f"reason: {sentence(entry.reason, 6, 14)}"]
    yield f"    - {lines[0]}"
    yield from (f"      {line}" for line in lines[1:])


def _list(key: str, values: Iterable[str], indent: int) -> list[str]:
    """Return a list of ids: on one line where it fits, one a line where it does not."""
    space, written = " " * indent, [word(value) for value in values]
    line = f"{space}{key}: {flow(written)}"
    return [line] if len(line) <= WIDTH else [f"{space}{key}:", *(f"{space}  - {one}" for one in written)]


def _text(key: str, text: str, indent: int) -> list[str]:
    space = " " * indent
    if not text:
        return []
    return [f"{space}{key}: {quoted(text) if key in _ON_ONE_LINE else prose(text, indent)}"]


def _entry(key: str, inside: list[str]) -> list[str]:
    return [f"  {word(key)}:", *inside] if inside else [f"  {word(key)}: {{}}"]


def _parts(entry: DimensionText | ItemText) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in entry if isinstance(text, str))


def _level_names(names: Mapping[str, LevelName], indent: int) -> Iterator[str]:
    for level, one in names.items():
        inside = {"name": one.name, "text": one.text}
        pairs = ", ".join(f"{key}: {quoted(text)}" for key, text in inside.items() if text)
        line = f"{' ' * indent}{quoted(level)}: {{{pairs}}}"
        if len(line) <= WIDTH:
            yield line
            continue
        yield f"{' ' * indent}{quoted(level)}:"
        for key, text in inside.items():
            yield from _text(key, text, indent + 2)


def _items(structure: Structure, words: QuestionnaireWords) -> Iterator[str]:
    """Yield the words of the items, each dimension under its title, and last those that belong to none."""
    left = dict(words.items)
    for dimension in structure.dimensions:
        title = words.dimensions.get(dimension.id, DimensionText()).title or dimension.id
        asked = [*(item for part in dimension.subdimensions for item in part.items), *dimension.items]
        if any(item in left for item in asked):
            yield from [""] if dimension is not structure.dimensions[0] else []
            yield f"  # {''.join(letter for letter in ' '.join(title.split()) if letter.isprintable())}".rstrip()
        for item in asked:
            if item in left:
                yield from _item(item, left.pop(item))
    for item, text in left.items():
        yield from _item(item, text)


def _item(item: str, text: ItemText) -> list[str]:
    inside = [*_text("title", text.title, 4), *_text("prompt", text.prompt, 4), *_by_level("levels", text.levels)]
    inside += [*_text("evidence", text.evidence, 4), *_text("guidance", text.guidance, 4)]
    return _entry(item, [*inside, *_by_level("actions", text.actions)])


def _by_level(key: str, texts: Mapping[str, str]) -> list[str]:
    lines = [f"{' ' * 6}{quoted(level)}: {prose(text, 6)}" for level, text in texts.items()]
    return [f"    {key}:", *lines] if lines else []
