"""What a misspelt heading was probably meant to be. It is only ever said, never taken for what it resembles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from oca.language import without_accents

_SHORTEST = 3
"""Letters that a word needs to be compared at all."""

_ONE_IN = 10
"""Of so many letters one may differ; of fewer, one."""

_MARKS = ":_-.[( "
"""What may stand between an item and its part, a number and a question, a question and a row of its grid."""


def alike(one: str, other: str) -> bool:
    """Say whether two texts differ in one place by a slip: letters put in, left out, replaced, or two exchanged.

    A digit in the place of another is no slip; it is another question.

    >>> alike("gov-bord", "gov-board"), alike("gov-baord", "gov-board"), alike("q12", "q13"), alike("vision", "mission")
    (True, True, False, False)
    """
    if one == other or min(len(one), len(other)) < _SHORTEST:
        return False
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[first:], other[first:]
    while rest and others and rest[-1] == others[-1]:
        rest, others = rest[:-1], others[:-1]
    most = max(1, max(len(one), len(other)) // _ONE_IN)
    exchanged = len(rest) == 2 and rest == others[::-1]
    return (max(len(rest), len(others)) <= most or exchanged) and not (rest + others).isdigit()


def nearest(
    heading: str, known: Mapping[str, str], parts: Mapping[str, str] | None = None, marks: Sequence[str] = ()
) -> str:
    """Return what a heading was probably meant to be about; empty where nothing is near, or several things are.

    Args:
        heading: as it was written.
        known: what each name and label is about; without accents, as `without_accents` gives it.
        parts: what a remark on an item may be called, and the part that it is; None where the heading is not part of a
            path, and has no number before it.
        marks: what may stand between groups and questions.
    """
    plain = without_accents(heading).rstrip(" ?:.!")
    found = _near(plain, known)
    if parts is not None:
        found |= {target for split in _splits(plain, marks) for target in _of_parts(*split, known, parts)}
    return found.pop() if len(found) == 1 else ""


def _of_parts(whose: str, part: str, known: Mapping[str, str], parts: Mapping[str, str]) -> Iterator[str]:
    """Yield what a heading of two parts may be about: what the second is, or a remark on what the first is."""
    yield from _near(part, known)
    meant = {parts[part]} if part in parts else _near(part, parts) if whose in known else set()
    items = _near(whose, known) if meant else set()
    yield from (f"{item}:{one}" for item in items for one in meant)


def _near(text: str, known: Mapping[str, str]) -> set[str]:
    """Return what a text, or those that it resembles, stand for."""
    return {known[text]} if text in known else {known[one] for one in known if alike(text, one)}


def _splits(plain: str, marks: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands before and behind the first and the last of each mark."""
    for mark in dict.fromkeys(one.strip() or " " for one in (*marks, *_MARKS)):
        for before, found, behind in dict.fromkeys((plain.rpartition(mark), plain.partition(mark))):
            if found:
                yield before.strip(), behind.strip(" ])")
