"""For the tests of reports: the small project with answers written in the test, and looking into PDF files."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oca.assessment import Assessment, assess
from tests.small import ITEMS, put, small_project

if TYPE_CHECKING:
    import pikepdf

HEADING = "organization,period,score_type,respondent,role,item,answer,comment,evidence"

LEAVES_PROFILE_OPEN = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014.icc:ResourceWarning")
"""WeasyPrint 70 does not close the file of its colour profile when it makes PDF/A."""

Sheet = tuple[str, Sequence[object]]
"""An organization and its answers to the four items, in order."""


def answered(
    folder: Path,
    y1: Sequence[Sheet] = (),
    y2: Sequence[Sheet] = (),
    *,
    comments: Mapping[str, str] | None = None,
    individual: bool = False,
) -> Assessment:
    """Return the assessment of the small project with consensus sheets, or with individual ratings in y2.

    Args:
        folder: where the project is written; one that is there already is used as it is.
        y1: sheets of the first period.
        y2: sheets of the second period; with `individual`, each is one person's.
        comments: comments on the sheets of y2, by item.
        individual: whether y2 was rated by single persons.
    """
    if not (folder / "project.yaml").exists():
        small_project(folder)
    for period, sheets in (("y1", y1), ("y2", y2)):
        rows = [HEADING]
        for number, (organization, answers) in enumerate(sheets, start=1):
            alone = individual and period == "y2"
            who = f"individual,r{number},staff" if alone else "consensus,,"
            for item, answer in zip(ITEMS, answers, strict=True):
                text = (comments or {}).get(item, "") if period == "y2" else ""
                quoted = '"' + text.replace('"', '""') + '"'
                rows.append(f"{organization},{period},{who},{item},{answer},{quoted},")
        if sheets:
            put(folder, f"responses/{period}/answers.csv", "\n".join(rows) + "\n")
    return assess(folder)


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF page by page, by the ToUnicode maps of its fonts."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def opened(pdf: bytes) -> AbstractContextManager[pikepdf.Pdf]:
    """Open a PDF."""
    import pikepdf

    return pikepdf.open(BytesIO(pdf))


def structure_of(document: pikepdf.Pdf) -> Iterator[str]:
    """Yield the types of a PDF's structure elements in reading order."""
    import pikepdf

    def walk(node: pikepdf.Object) -> Iterator[str]:
        if isinstance(node, pikepdf.Array):
            for child in node:  # type: ignore[attr-defined]
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S).lstrip("/")
            yield from walk(node.get("/K", pikepdf.Array()))

    yield from walk(document.Root.StructTreeRoot.K)
