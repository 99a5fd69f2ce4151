"""What is made of one received file, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from oca.cli.explain import counted

if TYPE_CHECKING:
    from oca.collection.interpretation import Received
    from oca.collection.raw_answers import ColumnUse

WIDEST = 60
"""Letters of a heading that are shown; titles of questions are long."""


def told(received: Received) -> Iterator[str]:
    """Yield what a file was taken for, what each column is, and a draft of what must be said in mapping.yaml."""
    from oca.collection.interpretation import draft_mapping
    from oca.collection.loaders import SIGNATURES

    raw = received.raw
    if raw is None:
        yield f"{received.name}: not recognised. Looked for:"
        yield from (f"  {one}" for one in SIGNATURES)
    else:
        yield f"{received.name}: read as {raw.kind}."
        yield f"Recognised by: {raw.why}."
        yield f"{counted(received.sheets, 'sheet')} of answers came of it."
        yield from (f"  {one}" for one in received.kinds)
        yield from raw.notes
        yield from _columns(raw.columns)
    draft = draft_mapping(received)
    if draft:
        yield ""
        yield f"To decide, in responses/{received.period}/mapping.yaml:"
        yield ""
        yield draft
    if received.findings:
        yield ""


def _columns(columns: tuple[ColumnUse, ...]) -> Iterator[str]:
    shown = [_short(one.heading) for one in columns]
    width = max(map(len, shown), default=0)
    uses = max((len(one.use) for one in columns), default=0)
    sheet = ""
    if columns:
        yield ""
    for text, one in zip(shown, columns, strict=True):
        if one.sheet != sheet:
            sheet = one.sheet
            yield f"Sheet {sheet}:"
        yield f"  {text:<{width}}  {one.use or '-':<{uses}}  {one.how}".rstrip()


def _short(heading: str) -> str:
    line = " ".join(heading.split())
    return line if len(line) <= WIDEST else f"{line[: WIDEST // 2 - 1]} … {line[-WIDEST // 2 + 2 :]}"
