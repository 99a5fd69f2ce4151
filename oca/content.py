"""Where shipped content is found: in a checkout beside the package, in an installed wheel inside it.

A project may hold its own `questionnaires/`, `scoring/` and `report_templates/`; they come before the shipped ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

ContentFolder = Literal["questionnaires", "scoring", "report_templates", "examples"]


def shipped(kind: ContentFolder) -> Path:
    """Return the folder of shipped content of one kind."""
    package = Path(__file__).parent
    inside = package / "_content" / kind
    return inside if inside.is_dir() else package.parent / kind


def roots(kind: ContentFolder, project_folder: Path | None = None) -> list[Path]:
    """Return the folders to search, the project's own first."""
    own = [project_folder / kind] if project_folder is not None and (project_folder / kind).is_dir() else []
    return [*own, shipped(kind)]


def find(kind: ContentFolder, name: str, project_folder: Path | None = None) -> Path | None:
    """Return the first file or folder `name` among the roots, or None when no root has it."""
    candidates = (root / name for root in roots(kind, project_folder))
    return next((path for path in candidates if path.exists()), None)


def available(kind: ContentFolder, pattern: str, project_folder: Path | None = None) -> list[Path]:
    """Return every path that fits the pattern, one for each name, the project's own before the shipped."""
    found: dict[str, Path] = {}
    for root in roots(kind, project_folder):
        for path in sorted(root.glob(pattern)):
            found.setdefault(path.relative_to(root).as_posix(), path)
    return list(found.values())


def short_path(path: Path, project_folder: Path | None = None) -> str:
    """Return a path as a person wants to read it: from the project folder, or from the content folder."""
    bases = [project_folder] if project_folder is not None else []
    bases += [shipped("questionnaires").parent]
    for base in bases:
        if path.resolve().is_relative_to(base.resolve()):
            return path.resolve().relative_to(base.resolve()).as_posix()
    return path.as_posix()
