"""The files of a questionnaire in a project: what would change in them, in words, and writing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oca import content, files
from oca.authoring.differences import difference, text_changes
from oca.authoring.wording import marked
from oca.authoring.yaml_writer import structure_yaml, words_yaml
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Structure
from oca.instrument.texts import element, part, texts
from oca.instrument.words import QuestionnaireWords

_SHOWN = 160
"""A text of more characters is cut where a change is told."""


@dataclass(frozen=True)
class FileChange:
    """One file that would be written: where, its bytes, and in words what is new in it."""

    path: Path
    content: bytes
    changes: tuple[str, ...]

    @property
    def new(self) -> bool:
        """Whether there is no such file yet."""
        return not self.path.exists()


def file_changes(after: Questionnaire, before: Questionnaire | None, project_folder: Path) -> list[FileChange]:
    """Return the files that would be written into a project's own `questionnaires/`, the structure first.

    A file whose content is the same is left as it is; one that is only shipped so far is copied to the letter, so that
    all files of a version lie together.
    """
    folder = project_folder / "questionnaires" / after.structure.id
    version = after.structure.version
    old_path = content.find("questionnaires", f"{after.ref}.yaml", project_folder) if before else None
    old_words = before.words if before else {}
    same = before is not None and before.structure == after.structure
    found = [
        _change(
            folder / f"{version}.yaml",
            old_path,
            same,
            structure_yaml,
            (after.structure,),
            structure_lines(before, after),
        )
    ]
    for language, own in after.words.items():
        beside = old_path.with_name(f"{version}.{language}.yaml") if old_path else None
        lines = word_lines(old_words.get(language), own)
        found.append(
            _change(
                folder / f"{version}.{language}.yaml",
                beside,
                old_words.get(language) == own,
                words_yaml,
                (after.structure, own),
                lines,
            )
        )
    return [one for one in found if one is not None and any(other and other.changes for other in found)]


def write_files(changes: Sequence[FileChange]) -> None:
    """Write all files; none is moved into place before all are written.

    Raises:
        UsageError: a file cannot be written.
    """
    files.write_all({one.path: one.content for one in changes})


def structure_lines(before: Questionnaire | None, after: Questionnaire) -> list[str]:
    """Return in words what is new in a structure."""
    if before is None:
        return [f"new: {len(after.items)} items in {len(after.dimension_ids)} dimensions", *_relations(after.structure)]
    if before.structure == after.structure:
        return []
    lines = list(_structure_lines(before, after))
    return lines or ["the order of a list"]


def _relations(structure: Structure) -> Iterator[str]:
    """Yield in one line how many items of a new version are equal, new and so on."""
    if structure.mapping is not None:
        counts = {"equal": len(structure.mapping.equal)} | Counter(one.relation for one in structure.mapping.changed)
        said = ", ".join(f"{count} {relation}" for relation, count in counts.items() if count)
        yield f"mapping from version {structure.mapping.from_version}: {said}"


def word_lines(before: QuestionnaireWords | None, after: QuestionnaireWords) -> list[str]:
    """Return in words what is new in the words of one language."""
    if before is None:
        return [f"new: {len(texts(after))} texts"]
    lines = []
    for key, old, new in text_changes(texts(before), texts(after)):
        kind = "changed" if old and new else "added" if new else "removed"
        shown = marked(old, new) if old and new else new or old
        lines.append(f"{kind}: {element(key)}, {part(key)}: {_cut(shown)}")
    changed = {key for key, *_ in text_changes(texts(before), texts(after))}
    lines += [
        f"compared with the source again: {one}"
        for one, digest in after.translated_from.items()
        if before.translated_from.get(one) != digest and not any(one in key for key in changed)
    ]
    return lines


def _structure_lines(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    found = difference(before, after, {})
    yield from (f"scale: {line}" for line in found.scale)
    for one in found.items:
        if not one.item:
            yield f"removed: item {one.was[0]}"
        elif not one.was:
            yield f"added: item {one.item}"
        elif one.moved or one.rescaled:
            yield f"changed: item {one.item}" + (f" moved {one.moved}" if one.moved else f": scale {one.rescaled}")
    old, new = before.structure, after.structure
    for name in ("languages", "critical", "reversed"):
        here, there = getattr(old, name), getattr(new, name)
        yield from (f"{name}: {one} added" for one in there if one not in here)
        yield from (f"{name}: {one} removed" for one in here if one not in there)
    if old.scales != new.scales:
        yield "own scales of items"
    if before.dimension_ids != after.dimension_ids:
        yield f"dimensions: {', '.join(before.dimension_ids)} became {', '.join(after.dimension_ids)}"
    yield from _mapping_lines(old, new)


def _mapping_lines(old: Structure, new: Structure) -> Iterator[str]:
    before = {one.model_dump_json() for one in old.mapping.changed} if old.mapping else set()
    after = new.mapping.changed if new.mapping else []
    yield from (
        f"mapping: {one.item or ', '.join(one.was)} is {one.relation}: {_cut(one.reason)}"
        for one in after
        if one.model_dump_json() not in before
    )
    here = set(old.mapping.equal) if old.mapping else set()
    there = set(new.mapping.equal) if new.mapping else set()
    yield from (f"mapping: {one} is equal" for one in sorted(there - here))
    yield from (f"mapping: {one} is not called equal any more" for one in sorted(here - there))


def _change(
    path: Path, old: Path | None, same: bool, write: object, arguments: tuple[object, ...], lines: Sequence[str]
) -> FileChange | None:
    """Return what is to be written to a file; None where it is there already and says the same."""
    if same and old is not None and old.is_file():
        return None if old == path or path.is_file() else FileChange(path, old.read_bytes(), ())
    head = _head(old) if old is not None and old.is_file() else ""
    return FileChange(path, write(*arguments, head).encode(), tuple(lines))  # type: ignore[operator]


def _head(path: Path) -> str:
    """Return the comment at the top of a file."""
    lines = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    return "\n".join(lines)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
