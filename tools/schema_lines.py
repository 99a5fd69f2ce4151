"""Names in the first line of every YAML file the schema by which an editor completes and checks it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "schemas"
MARK = "# yaml-language-server: $schema="


def kind(path: Path) -> str:
    """Return the name of the schema that a file is checked by."""
    if path.parts[len(ROOT.parts)] != "questionnaires":
        return "project" if path.name == "project.yaml" else "scheme"
    beside = path.with_name(f"{path.stem.rpartition('.')[0]}.yaml")
    return "words" if "." in path.stem and beside.is_file() else "questionnaire"


def main() -> None:
    """Renew the first line of each file; everything below it stays to the letter."""
    for pattern in ("questionnaires/*/*.yaml", "scoring/*.yaml", "examples/*/project.yaml"):
        for path in sorted(ROOT.glob(pattern)):
            relative = Path(os.path.relpath(SCHEMAS / f"{kind(path)}.schema.json", path.parent)).as_posix()
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [line for line in lines if not line.startswith(MARK)]
            path.write_text(f"{MARK}{relative}\n{''.join(kept)}", encoding="utf-8")


if __name__ == "__main__":
    main()
