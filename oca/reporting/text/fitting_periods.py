"""Which periods a table or a chart on paper shows, where there are more than fit on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oca.language import Words

FEWEST = 5
"""So many periods are always shown; a longer word in their column breaks."""

SIZE = 8.1
"""Size of the letters in a table of periods, in points."""

GAP = 3.0
"""Space between two columns, in points."""

NARROW, WIDE = "fijlrtIјії.,:;!'|()/-", "mwMWжмфшщюњљЖМФШЩЮЊЉ"


def periods_that_fit(periods: Sequence[str], texts: Iterable[str], width: float) -> list[str]:
    """Return the first period, the last, and as many between, evenly apart, as there is room for.

    Args:
        periods: ids, in order.
        texts: everything that stands in their columns, headings included; a column is as wide as the longest word.
        width: of all these columns together, in points.

    >>> periods_that_fit(["y1", "y2", "y3"], ["Year", "2.5"], 100)
    ['y1', 'y2', 'y3']
    >>> periods_that_fit([f"m{n}" for n in range(1, 25)], ["2.5"], 82)
    ['m1', 'm7', 'm13', 'm18', 'm24']
    """
    longest = max((_width(word) for text in texts for word in text.split()), default=0.0)
    fit = max(FEWEST, int(width // (longest + GAP)))
    if len(periods) <= fit:
        return list(periods)
    last = len(periods) - 1
    return [periods[round(nth * last / (fit - 1))] for nth in range(fit)]


def periods_note(words: Words, shown: int, of: int) -> tuple[str, ...]:
    """Say that only some of the periods are shown; nothing where all are."""
    if shown == of:
        return ()
    return (
        words.text(
            "{shown} of {all} periods are shown: the first, the last and as many between them as fit on the page.",
            shown=shown,
            all=of,
        ),
    )


def _width(word: str) -> float:
    """Estimate how wide a word is, in points; a little too wide rather than too narrow."""
    ems = sum(0.3 if letter in NARROW else 0.85 if letter in WIDE else 0.55 for letter in word)
    return SIZE * ems
