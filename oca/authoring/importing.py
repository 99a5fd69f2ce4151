"""Taking a workbook over: from the file to a questionnaire, laid over what the project has, with every fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from oca import content
from oca.authoring.assembly import assemble
from oca.authoring.book import WorkbookTables, read_book
from oca.authoring.document import Assembled, WorkbookDocument
from oca.authoring.merge import like, merged_structure, merged_texts, merged_words
from oca.authoring.rows import fingerprint
from oca.authoring.unfinished import in_short
from oca.errors import InputError
from oca.findings import Finding, Place, errors, finding
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import examine, load_file, load_questionnaire
from oca.instrument.structure import Structure
from oca.instrument.texts import Key, element, part, texts, words_of
from oca.instrument.versions import mapping_faults
from oca.yamlfile import validate


@dataclass(frozen=True)
class Taken:
    """A questionnaire from a workbook, and the one that the project has under the same name; None where it is new."""

    questionnaire: Questionnaire
    before: Questionnaire | None


def take(path: Path, project_folder: Path | None = None, *, check_chain: bool = True) -> Taken:
    """Read a questionnaire, or one language of it, from a workbook.

    Args:
        path: the workbook.
        project_folder: whose questionnaires it is laid over; the shipped ones come after them.
        check_chain: whether its mapping must be right; not where another is about to be made.

    Raises:
        InputError: with every fault, each with its sheet and cell.
    """
    book = read_book(path)
    assembled = assemble(book)
    if book.translation:
        return _translation(book, assembled, project_folder)
    try:
        structure = validate(assembled.structure, Structure)
    except InputError as error:
        raise InputError([*assembled.findings, *error.findings]) from None
    before = present(f"{structure.id}/{structure.version}", project_folder)
    taken = _merged(structure, assembled, before)
    faults = [*assembled.findings, *taken.findings, *(chain_faults(taken, project_folder) if check_chain else ())]
    if errors(faults):
        raise InputError(errors(faults))
    return Taken(replace(taken, findings=(*taken.findings, *_overtaken(book, before))), before)


def present(ref: str, project_folder: Path | None) -> Questionnaire | None:
    """Return what the project, or the shipped content, has under this name; None where it has nothing.

    Raises:
        InputError: something is there and it is faulty.
    """
    path = content.find("questionnaires", f"{ref}.yaml", project_folder)
    return load_questionnaire(ref, project_folder) if path else None


def _overtaken(book: WorkbookTables, before: Questionnaire | None) -> Iterator[Finding]:
    """Yield a note where the project's questionnaire is not what it was when the workbook was made."""
    made_from = book.meta.get("fingerprint", "")
    if before is not None and made_from and made_from != fingerprint(before):
        yield finding("workbook-overtaken", Place(book.file), questionnaire=before.ref)


def chain_faults(questionnaire: Questionnaire, project_folder: Path | None) -> list[Finding]:
    """Return what is wrong with a version's mapping, and with one that leads in a circle over several versions."""
    mapping, here, passed = questionnaire.structure.mapping, questionnaire, {questionnaire.ref}
    if mapping is None or mapping.from_version == questionnaire.structure.version:
        return []
    faults: list[Finding] = []
    while here.structure.mapping is not None:
        ref = f"{here.structure.id}/{here.structure.mapping.from_version}"
        if ref in passed:
            names = {"version": questionnaire.structure.version, "before": mapping.from_version}
            circular = finding("mapping-circular", questionnaire.place("mapping", "from"), **names)
            return faults if circular in faults else [*faults, circular]
        passed.add(ref)
        try:
            before = load_questionnaire(ref, project_folder)
        except InputError as error:
            return [
                *faults,
                *(
                    replace(one, place=one.place if one.place.file else here.place("mapping", "from"))
                    for one in error.findings
                ),
            ]
        if here is questionnaire:
            faults += mapping_faults(questionnaire, before)
        here = before
    return faults


def _merged(structure: Structure, assembled: Assembled, before: Questionnaire | None) -> Questionnaire:
    """Return the questionnaire of a whole workbook; `findings` holds its faults as well."""
    structure = merged_structure(structure, before.structure if before else None)
    old = before.words if before else {}
    flat = {
        language: merged_texts(assembled.texts.get(language, {}), texts(old[language]) if language in old else {})
        for language in structure.languages
    }
    source_language = structure.source_language
    kept = old[source_language].translated_from if source_language in old else {}
    source = words_of(source_language, flat.pop(source_language, {}), kept)
    old_source = before.words[before.structure.source_language] if before else None
    words = {source_language: source} | {
        language: merged_words(
            language, own, source, old.get(language), old_source, assembled.checked.get(language, ())
        )
        for language, own in flat.items()
        if own or language in old
    }
    words = {language: words[language] for language in structure.languages if language in words}
    nowhere = WorkbookDocument(assembled.structure.name, {}, {})
    documents = {language: assembled.documents.get(language, nowhere) for language in words}
    found = in_short(examine(structure, assembled.structure, words, documents), structure, words, documents)
    return Questionnaire(structure, words, assembled.structure.name, tuple(found), dict(documents), assembled.structure)


def _translation(book: WorkbookTables, assembled: Assembled, project_folder: Path | None) -> Taken:
    """Return the questionnaire that the project has, with the one language of a translator's copy laid over it."""
    language = book.translation
    before = load_questionnaire(book.meta.get("questionnaire", ""), project_folder)
    source_language = before.structure.source_language
    source, old = before.words[source_language], before.words.get(language)
    old_texts = texts(old) if old else {}
    document = assembled.documents.get(language, _nowhere(book))
    own = {
        **{key: text for key, text in old_texts.items() if key not in document.cells},
        **merged_texts(assembled.texts.get(language, {}), old_texts),
    }
    grey = merged_texts(assembled.texts.get(source_language, {}), texts(source))
    beside = words_of(source_language, {**texts(source), **grey})
    words = merged_words(language, own, beside, old, source, assembled.checked.get(language, ()))
    languages = like({*before.structure.languages, language}, before.structure.languages)
    structure = before.structure.model_copy(update={"languages": languages})
    both = {language: words, source_language: source}
    documents = {language: document, source_language: _nowhere(book)}
    found = [
        *assembled.findings,
        *in_short(examine(structure, _nowhere(book), both, documents), structure, both, documents),
        *_changed_grey(grey, texts(source), assembled, source_language),
    ]
    if errors(found):
        raise InputError(errors(found))
    laid = replace(before, structure=structure, words={**before.words, language: words}, findings=tuple(found))
    return Taken(laid, before)


def _nowhere(book: WorkbookTables) -> WorkbookDocument:
    """Return a document without places, for what does not stand in the workbook."""
    return WorkbookDocument(book.file, {}, {})


def _changed_grey(
    grey: dict[Key, str], source: dict[Key, str], assembled: Assembled, language: str
) -> Iterator[Finding]:
    """Yield a note for each source text of a translator's copy that is not the present one."""
    for key, text in grey.items():
        if source.get(key) != text:
            place = assembled.documents[language].place(*key)
            yield finding("source-text-changed", place, element=element(key), part=part(key))


def find(name: str, project_folder: Path | None = None) -> Questionnaire:
    """Return a questionnaire by its ref, such as cssp-oca/2, or from a file: its YAML structure, or a workbook.

    Raises:
        InputError: there is none, or it has faults.
    """
    if name.endswith(".xlsx"):
        return take(Path(name), project_folder).questionnaire
    path = Path(name)
    return load_file(path, project_folder) if path.is_file() else load_questionnaire(name, project_folder)


def chain(questionnaire: Questionnaire, project_folder: Path | None = None) -> dict[str, Questionnaire]:
    """Return a version and, by their mappings, all versions before it that can be read, by ref."""
    known = {questionnaire.ref: questionnaire}
    while (mapping := questionnaire.structure.mapping) is not None:
        before = present(f"{questionnaire.structure.id}/{mapping.from_version}", project_folder)
        if before is None or before.ref in known:
            break
        questionnaire = known[before.ref] = before
    return known
