"""The most common strengths and gaps: items that many organizations have at a high or at a low level."""

from __future__ import annotations

from dataclasses import dataclass

from oca.language import Words
from oca.reporting.charts.cohort import bar
from oca.reporting.cohort.audited import ENOUGH_FOR_SPREAD
from oca.reporting.cohort.record import Items, ItemShare
from oca.reporting.cohort.view import View

LISTED = 8
"""So many items are listed at each end."""


@dataclass(frozen=True)
class Counted:
    """An item, and how many of the organizations with a level have it at the levels in question; at least so many."""

    item: str
    number: int
    of: int
    at_least: bool

    @property
    def share(self) -> float:
        """Of those with a level."""
        return self.number / self.of


def items(view: View) -> Items | None:
    """Write the page; None where no item may be shown."""
    words, ladder = view.words, view.questionnaire.ladder
    half = len(ladder) // 2
    high, low = ladder[-half:], ladder[:half]
    strong, weak = ranked(view, high[0], best=True), ranked(view, low[-1], best=False)
    if not strong and not weak:
        return None
    return Items(
        opening=words.text(
            "Of the organizations with a level for an item in {period}: how many have it at these levels.",
            period=view.period_label(view.latest),
        ),
        strong_title=words.text("Most common strengths: {levels}", levels=_levels(words, high)),
        strong=tuple(_row(view, one) for one in strong),
        weak_title=words.text("Most common gaps: {levels}", levels=_levels(words, low)),
        weak=tuple(_row(view, one) for one in weak),
        notes=_notes(view),
    )


def _levels(words: Words, levels: list[float]) -> str:
    named = [f"{level:g}" for level in levels]
    return (
        words.text("level {level}", level=named[0])
        if len(named) == 1
        else words.text("levels {levels}", levels=words.join(named))
    )


def ranked(view: View, limit: float, *, best: bool) -> list[Counted]:
    """Return the items with the largest shares at a level or beyond it, of equals in the order of the questionnaire.

    Outside internal reports a number under the threshold is not listed, and one that leaves fewer than the threshold
    over is told as "at least", so that nobody's level follows from it.
    """
    found = [one for one in (_counted(view, item, limit, best=best) for item in view.questionnaire.item_ids) if one]
    return sorted(found, key=lambda one: -one.share)[:LISTED]


def _counted(view: View, item: str, limit: float, *, best: bool) -> Counted | None:
    element = ("item", item)
    scores = view.values.get((view.latest, *element))
    if scores is None or not view.shown.item(item) or not view.shown.spread(len(scores)):
        return None
    direction = view.questionnaire.direction if best else view.questionnaire.direction.opposite
    found = view.shown.told(int(direction.reaches(scores, limit).sum()), len(scores))
    return Counted(item, found[0], len(scores), at_least=found[1]) if found else None


def _row(view: View, one: Counted) -> ItemShare:
    words = view.words
    title = view.title(("item", one.item))
    count, share = view.of(one.number, one.of), words.percent(one.share)
    if one.at_least:
        count, share = words.text("at least {count}", count=count), words.text("at least {count}", count=share)
    return ItemShare(
        title=title,
        dimension=view.title(("dimension", view.questionnaire.by_id[one.item].dimension), short=True),
        alt=words.text("{title}: {estimate}", title=title, estimate=count),
        bar=bar([one.number], one.of, width=110, height=7),
        count=count,
        share=share,
    )


def _notes(view: View) -> tuple[str, ...]:
    words = view.words
    notes = [
        words.text(
            "An organization whose item lies between two levels, as a mean of several ratings can, counts on neither "
            "side of the middle. Not applicable and unanswered items are left out of the number."
        )
    ]
    if not view.internal:
        notes.append(
            words.text(
                "Items with fewer than {spread} organizations, and shares of fewer than {n}, are not listed; where "
                "fewer than {n} organizations are left over, the number is told as “at least”.",
                spread=max(ENOUGH_FOR_SPREAD, view.shown.threshold),
                n=view.shown.threshold,
            )
        )
    return tuple(notes)
