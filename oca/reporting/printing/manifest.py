"""What was printed before, kept beside the reports in one small file: what did not change is not printed again.

It remembers two things. For each file, the digest of the page that it was printed from and of the file itself. For each
request that was carried out in full, the digest of all its inputs, its files, and what was said about the input.
Nothing is believed without a look at the files: one that is gone or was altered is printed again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from oca.files import whole
from oca.reporting.printing.digest import digest

FILE = ".reports.json"

FORMAT = 1
"""Raised when the file changes its shape; what was written in another shape is forgotten."""


@dataclass(frozen=True)
class Printed:
    """A file that was printed.

    Attributes:
        page: digest of the page and of everything else that decides how the file comes out.
        output: digest of the file.
    """

    page: str
    output: str


@dataclass(frozen=True)
class Run:
    """A request that was carried out in full.

    Attributes:
        inputs: digest of everything that its reports depend on.
        files: the digest of each report, by its file name.
        said: what was said about the input.
    """

    inputs: str
    files: Mapping[str, str]
    said: tuple[str, ...]


@dataclass
class Memory:
    """What is remembered of one folder of reports; `save` writes it down."""

    folder: Path
    printed: dict[str, Printed] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)

    def page_of(self, name: str) -> str:
        """Return from which page a file was printed; empty when it is not there as it was printed."""
        known = self.printed.get(name)
        return known.page if known and digest_of(self.folder / name) == known.output else ""

    def keep(self, name: str, page: str, data: bytes) -> None:
        """Remember a file that was printed."""
        self.printed[name] = Printed(page, digest(data))

    def recall(self, request: str, inputs: str) -> Run | None:
        """Return the run that answered the same request from the same inputs, if all its files are as they were."""
        run = self.runs.get(request)
        if run is None or run.inputs != inputs:
            return None
        return run if all(digest_of(self.folder / name) == known for name, known in run.files.items()) else None

    def keep_run(self, request: str, inputs: str, names: Sequence[str], said: Sequence[str]) -> None:
        """Remember a request that was carried out in full, and forget those that other inputs answered."""
        files = {name: self.printed[name].output for name in names}
        self.runs = {key: run for key, run in self.runs.items() if run.inputs == inputs}
        self.runs[request] = Run(inputs, files, tuple(said))

    def save(self) -> None:
        """Write down what is remembered.

        Raises:
            UsageError: the file cannot be written.
        """
        runs = {key: asdict(run) for key, run in self.runs.items()}
        kept = {"format": FORMAT, "printed": {name: asdict(one) for name, one in self.printed.items()}, "runs": runs}
        with whole(self.folder / FILE) as part:
            part.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def remember(folder: Path) -> Memory:
    """Return what is remembered of a folder; nothing, where the file is absent or cannot be understood."""
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return _understood(folder, kept) if kept["format"] == FORMAT else Memory(folder)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Memory(folder)


def _understood(folder: Path, kept: Mapping[str, Any]) -> Memory:
    printed = {name: Printed(**one) for name, one in kept["printed"].items()}
    runs = {key: Run(one["inputs"], dict(one["files"]), tuple(one["said"])) for key, one in kept["runs"].items()}
    return Memory(folder, printed, runs)


def digest_of(path: Path) -> str:
    """Return the digest of a file; empty when it is not there."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
