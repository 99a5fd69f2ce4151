"""Questionnaires are loaded here, and checked: what no single key of a file shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from oca import content
from oca.errors import InputError
from oca.findings import Finding, Place, errors, finding, shorten, suggest
from oca.ids import name_faults
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.states import SAYS, state_of
from oca.instrument.structure import Structure, even, level_key, reachable, walk
from oca.instrument.translation import check_words, is_made
from oca.instrument.words import QuestionnaireWords
from oca.language import CYRILLIC, is_ambiguous
from oca.yamlfile import Document, load


def load_questionnaire(ref: str, project_folder: Path | None = None, named: Place | None = None) -> Questionnaire:
    """Read one version of a questionnaire, `id/version`, with all its languages; `named` is where it is named.

    Raises:
        InputError: with every fault of the structure and of its words, all at once. Missing and stale translations are
            no faults: they stand in `findings`, and the source language is shown instead.
    """
    path = content.find("questionnaires", f"{ref}.yaml", project_folder)
    if path is None:
        known = versions(project_folder)
        hint = suggest(ref, known)
        raise InputError([finding("content-unknown", named, kind="questionnaire", name=ref, suggestion=hint)])
    return _load(path, project_folder, ref)


def load_file(path: Path, project_folder: Path | None = None) -> Questionnaire:
    """Read the version whose structure is the file `path`, with the files of words beside it.

    Raises:
        InputError: as load_questionnaire does.
    """
    return _load(path, project_folder)


def _load(path: Path, project_folder: Path | None, ref: str = "") -> Questionnaire:
    """Read a version; where it was looked for by its ref, its id and version are those."""
    structure, document = load(path, Structure, project_folder)
    words: dict[str, QuestionnaireWords] = {}
    documents: dict[str, Document] = {}
    folder, _, version = ref.rpartition("/")
    named = {"id": (structure.id, folder, "folder"), "version": (structure.version, version, "file")} if ref else {}
    unread: list[Finding] = list(name_faults(named, document))
    for language in sorted(structure.languages, key=lambda one: one == CYRILLIC):  # made from another one, so last
        file = path.with_name(f"{path.stem}.{language}.yaml")
        if not file.is_file():
            if not is_made(language, words):
                unread.append(_no_words(structure, language, file, document))
            continue
        try:
            words[language], documents[language] = load(file, QuestionnaireWords, project_folder)
        except InputError as error:
            unread += error.findings
            continue
        named = {"language": (words[language].language, language, "file")}
        unread += name_faults(named, documents[language])
    found = [*unread, *examine(structure, document, words, documents)]
    if errors(found):
        raise InputError(errors(found))
    return Questionnaire(structure, words, document.name, tuple(found), documents, document)


def examine(
    structure: Structure, document: Document, words: Mapping[str, QuestionnaireWords], documents: Mapping[str, Document]
) -> list[Finding]:
    """Return what no single key shows: ids, scales and texts that do not fit each other; missing and stale texts.

    Args:
        structure: the structure.
        document: what it was read from, which knows the place of every key: a YAML file or a workbook.
        words: the words in each language that could be read.
        documents: what those were read from.
    """
    found = [*_structure_faults(structure, document), *_languages_without_script(structure, document)]
    for language, own in words.items():
        found += _unknown_words(structure, own, documents[language])
        found += _levels_like_states(own, documents[language])
    if structure.source_language in words:
        found += check_words(structure, words, documents)
    return found


def versions(project_folder: Path | None = None) -> list[str]:
    """Return the ref of every version that is found, the project's own first."""
    paths = content.available("questionnaires", "*/*.yaml", project_folder)
    stems = {(path.parent.name, path.stem) for path in paths}
    return [
        f"{path.parent.name}/{path.stem}"
        for path in paths
        if "." not in path.stem or (path.parent.name, path.stem.rpartition(".")[0]) not in stems
    ]


def _no_words(structure: Structure, language: str, file: Path, document: Document) -> Finding:
    if language == structure.source_language:
        todo = f"The source language is {language}; write {file.name}."
        return finding("file-missing", document.place("source_language"), what=f"file {file.name}", todo=todo)
    return finding(
        "translation-file-missing",
        document.place("languages"),
        language=language,
        source=structure.source_language,
        file=file.name,
    )


def _structure_faults(structure: Structure, document: Document) -> list[Finding]:
    faults: list[Finding] = []
    seen: set[str] = set()
    for key, one in _ids(structure):
        if one in seen:
            faults.append(finding("id-twice", document.place(*key), id=one))
        seen.add(one)
    faults += _unknown_items(structure, document)
    if structure.source_language not in structure.languages:
        problem, place = "is not among the languages", document.place("source_language")
        faults.append(
            finding("yaml-value", place, key="source_language", problem=problem, found=structure.source_language)
        )
    for i, dimension in enumerate(structure.dimensions):
        if bool(dimension.items) == bool(dimension.subdimensions):
            problem = "give either items or subdimensions"
            place = document.place("dimensions", i)
            faults.append(finding("yaml-value", place, key=dimension.id, problem=problem, found="both or neither"))
    if structure.mapping and structure.mapping.from_version == structure.version:
        names = {"version": structure.version, "before": structure.mapping.from_version}
        faults.append(finding("mapping-circular", document.place("mapping", "from"), **names))
    return [*faults, *_scale_faults(structure, document), *_reversed_between_levels(structure, document)]


def _unknown_items(structure: Structure, document: Document) -> Iterator[Finding]:
    """Yield a fault for each list of items that names one which is not asked, or names one twice."""
    items = {item.id for item in walk(structure)}
    lists: list[tuple[tuple[str, ...], list[str]]] = [
        (("critical",), structure.critical),
        (("reversed",), structure.reversed),
        *((("scales", key, "items"), scale.items) for key, scale in structure.scales.items()),
    ]
    with_own_scale: set[str] = set()
    for key, named in lists:
        seen = with_own_scale if key[0] == "scales" else set[str]()
        for i, one in enumerate(named):
            if one not in items:
                hint = suggest(one, items)
                yield finding("id-unknown", document.place(*key, i), id=one, what="item", suggestion=hint)
            if one in seen:
                yield finding("item-named-twice", document.place(*key, i), id=one, key=key[0])
            seen.add(one)


def _scale_faults(structure: Structure, document: Document) -> Iterator[Finding]:
    """Yield what is wrong with the scale of the questionnaire and with the scales that some items have of their own."""
    lowest, highest = structure.scale.levels[0], structure.scale.levels[-1]
    ladders: list[tuple[tuple[str, ...], list[float]]] = [(("scale", "levels"), structure.scale.levels)]
    ladders += [(("scales", key, "levels"), scale.levels) for key, scale in structure.scales.items()]
    for place, levels in ladders:
        if levels != sorted(set(levels)):
            names = {"key": ".".join(place), "found": shorten(map(level_key, levels))}
            yield finding("yaml-value", document.place(*place), problem="levels go up, each once", **names)
    for key, scale in structure.scales.items():
        values = scale.values or scale.levels
        names = {"key": f"scales.{key}.values", "found": shorten(map(level_key, values))}
        if len(values) != len(scale.levels):
            yield finding("yaml-value", document.place("scales", key, "values"), problem=_ONE_VALUE_EACH, **names)
        if not all(lowest <= value <= highest for value in values):
            problem = (
                f"a value lies outside the scale of the questionnaire, {level_key(lowest)} to {level_key(highest)}"
            )
            yield finding("yaml-value", document.place("scales", key, "values"), problem=problem, **names)


def _reversed_between_levels(structure: Structure, document: Document) -> Iterator[Finding]:
    """Yield a fault for each reversed item whose answers may lie between levels that are not evenly spaced.

    Such an answer has no counterpart: on 1, 2, 4, 7 nothing says what 3 is worth from the other end.
    """
    if structure.scale.step is None or even(structure.scale.levels):
        return
    own = {item for scale in structure.scales.values() for item in scale.items}
    problem = "answers may lie between levels that are not evenly spaced, so they cannot be turned round"
    for i, item in enumerate(structure.reversed):
        if item not in own:
            yield finding("yaml-value", document.place("reversed", i), key="reversed", problem=problem, found=item)


_ONE_VALUE_EACH = "give one value for each level"


def _languages_without_script(structure: Structure, document: Document) -> list[Finding]:
    return [
        finding("language-script", document.place("languages", i), found=language)
        for i, language in enumerate(structure.languages)
        if is_ambiguous(language)
    ]


def _ids(structure: Structure) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every id with the key at which it stands."""
    for i, dimension in enumerate(structure.dimensions):
        yield ("dimensions", i, "id"), dimension.id
        for k, item in enumerate(dimension.items):
            yield ("dimensions", i, "items", k), item
        for j, part in enumerate(dimension.subdimensions):
            yield ("dimensions", i, "subdimensions", j, "id"), part.id
            for k, item in enumerate(part.items):
                yield ("dimensions", i, "subdimensions", j, "items", k), item


def _unknown_words(structure: Structure, words: QuestionnaireWords, document: Document) -> list[Finding]:
    """Return a finding for each text that belongs to nothing in the structure."""
    items = [item.id for item in walk(structure)]
    dimensions = [dimension.id for dimension in structure.dimensions]
    parts = [part.id for dimension in structure.dimensions for part in dimension.subdimensions]
    levels = [level_key(level) for level in structure.scale.levels]
    checks: list[tuple[str, Iterable[str], list[str]]] = [
        ("items", words.items, items),
        ("dimensions", words.dimensions, dimensions),
        ("subdimensions", words.subdimensions, parts),
        ("scale", words.scale, levels),
        ("scales", words.scales, list(structure.scales)),
    ]
    faults = [
        finding(
            "yaml-key-unknown", document.place(section, key), key=f"{section}.{key}", suggestion=suggest(key, known)
        )
        for section, entries, known in checks
        for key in entries
        if key not in known
    ]
    return [*faults, *_unknown_levels(structure, words, document)]


def _levels_like_states(words: QuestionnaireWords, document: Document) -> Iterator[Finding]:
    """Yield a fault for each level that is called, or described by, what people write where there is no level."""
    named: dict[tuple[str, ...], str] = {}
    scales = {("scale",): words.scale} | {("scales", key): one for key, one in words.scales.items()}
    for prefix, names in scales.items():
        for level, entry in names.items():
            named |= {(*prefix, level, "name"): entry.name, (*prefix, level, "text"): entry.text}
    for item, text in words.items.items():
        named |= {("items", item, "levels", level): said for level, said in text.levels.items()}
    for key, said in named.items():
        if state := state_of(said):
            facts = {"key": ".".join(key), "found": repr(said), "state": SAYS[state]}
            yield finding("level-like-state", document.place(*key), **facts)


def _unknown_levels(structure: Structure, words: QuestionnaireWords, document: Document) -> Iterator[Finding]:
    """Yield a finding for each text of a level that its item or its scale does not have."""
    of_item = {item.id: [level_key(level) for level in item.levels] for item in walk(structure)}
    reached = {item.id: [level_key(level) for level in reachable(structure, item)] for item in walk(structure)}
    of_scale = {key: [level_key(level) for level in scale.levels] for key, scale in structure.scales.items()}
    texts: list[tuple[tuple[str, ...], Iterable[str], list[str]]] = [
        *(
            (("items", item, "levels"), text.levels, of_item[item])
            for item, text in words.items.items()
            if item in of_item
        ),
        *((("scales", key), names, of_scale[key]) for key, names in words.scales.items() if key in of_scale),
    ]
    for key, entries, known in texts:
        for level in entries:
            if level not in known:
                names = {"key": ".".join((*key, level)), "suggestion": suggest(level, known)}
                yield finding("yaml-key-unknown", document.place(*key, level), **names)
    for item, text in words.items.items():
        for level in text.actions if item in reached else ():
            if level not in reached[item]:
                names = {"item": item, "level": level, "known": shorten(reached[item])}
                yield finding("action-level", document.place("items", item, "actions", level), **names)
