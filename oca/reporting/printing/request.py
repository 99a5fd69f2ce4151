"""What is asked for when reports are to be written, and whether it was carried out before from the same input."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from oca.findings import counted
from oca.options import AUDIENCES, REPORT_LENGTHS, Audience, ReportLength, choice
from oca.reporting.printing import digest
from oca.reporting.printing.manifest import FILE, remember

Format = Literal["pdf", "html"]


@dataclass(frozen=True)
class Request:
    """What is asked for every organization alike.

    Attributes:
        organizations: their ids; empty for all.
        period: id of a period; None takes each organization's latest.
        language: language of all reports; None takes each organization's own.
        kind: full, or brief with two pages.
        audience: who the reports are for.
        format: pdf or html.
        with_annex: whether every answer is listed at the end.
        archive: whether the PDFs are PDF/A-2a as well as PDF/UA-1.
    """

    organizations: tuple[str, ...] = ()
    period: str | None = None
    language: str | None = None
    kind: ReportLength = "full"
    audience: Audience = "organization"
    format: Format = "pdf"
    with_annex: bool = False
    archive: bool = False

    def __post_init__(self) -> None:
        """Refuse with a UsageError what no report can be."""
        choice("kind of report", self.kind, REPORT_LENGTHS)
        choice("audience", self.audience, AUDIENCES)
        choice("format of reports", self.format, get_args(Format))

    @property
    def mark(self) -> str:
        """The digest by which the request is known again."""
        return digest.digest(json.dumps(asdict(self), sort_keys=True))


@dataclass(frozen=True)
class Before:
    """A request that was carried out before, with nothing changed since.

    Attributes:
        reports: how many reports there are.
        said: what was said about the input.
    """

    reports: int
    said: tuple[str, ...]


def how_many(reports: int, unchanged: int, folder: Path) -> str:
    """Return the line that says how many reports there are, and how many of them were there before."""
    if unchanged == reports:
        before = ", as it was" if reports == 1 else ", all as they were" if reports else ""
    else:
        before = f", {unchanged} of them as before" if unchanged else ""
    return f"{counted(reports, 'report')} in {folder}{before}"


def inputs_of(project: Path, folder: Path) -> str:
    """Return the digest of all that the reports in a folder depend on; to be taken before the project is read."""
    written = [folder / FILE, *(folder / name for name in remember(folder).printed)]
    return digest.digest(digest.of_program(project), digest.of_project(project, written))


def carried_out(folder: Path, request: Request, inputs: str) -> Before | None:
    """Return what came of the same request with the same inputs, if every file is there as it was written."""
    run = remember(folder).recall(request.mark, inputs)
    return Before(len(run.files), run.said) if run else None


def keep(folder: Path, request: Request, inputs: str, files: Sequence[Path], said: Sequence[str]) -> None:
    """Remember that a request was carried out in full.

    Args:
        folder: the folder of the reports.
        request: what was asked for.
        inputs: the digest that was taken before the project was read.
        files: the reports.
        said: what was said about the input.
    """
    memory = remember(folder)
    memory.keep_run(request.mark, inputs, [path.name for path in files], said)
    memory.save()
