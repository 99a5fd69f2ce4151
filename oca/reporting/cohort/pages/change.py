"""Change since the first assessment: a forest plot, and how many organizations improved."""

from __future__ import annotations

from collections import Counter
from math import isnan

from oca.reporting.charts.cohort import Forest, bar, forest
from oca.reporting.cohort.audited import HIDDEN
from oca.reporting.cohort.pages.years import upright_note
from oca.reporting.cohort.record import Change, ForestRow, OutcomeRow
from oca.reporting.cohort.view import Element, View
from oca.reporting.organization.wording import DASH
from oca.reporting.text.figures import exact
from oca.tables.rows import CohortChangeRow

WIDTH = 170
"""How wide a strip is, in points."""

SMALLEST_P = 0.001
"""A smaller p is printed as smaller than this."""


def change(view: View) -> Change | None:
    """Write the page; None where nobody was assessed twice."""
    if not view.change:
        return None
    limit = exact(view.words, view.scheme.meaningful_change)
    return Change(
        opening=_opening(view),
        axis=forest(view.reach),
        better=view.words.text("better"),
        unclear=view.words.text("under {limit} levels: no clear change", limit=limit)
        if view.scheme.unit == "levels"
        else view.words.text("under {limit} percent of the maximum: no clear change", limit=limit),
        rows=tuple(_row(view, one) for one in view.elements),
        outcomes=tuple(_outcome(view, one) for one in view.elements),
        notes=_notes(view),
    )


def _opening(view: View) -> str:
    words = view.words
    overall = view.pairs[view.pairs["kind"] == "overall"]
    origins = Counter(str(one) for one in overall["from_period"])
    listed = words.join(
        [f"{view.period_label(one)}: {view.shown.count(origins[one])}" for one in view.periods if origins[one]]
    )
    return words.text(
        "Each organization assessed in {latest} is compared with itself at its own first assessment, on the items "
        "that are alike in both. First assessed in {listed}.",
        latest=view.period_label(view.latest),
        listed=listed,
    )


def estimate_of(view: View, element: Element) -> tuple[str, str]:
    """Return the estimate of a change and its interval in words; a sign where there is none, or it is hidden."""
    row = view.change.get(element[1])
    if row is None or not row.organizations:
        return DASH, ""
    if not view.shown.spread(row.organizations):
        return HIDDEN, ""
    interval = view.interval(row.median_change_low, row.median_change_high, signed=True)
    return view.signed(row.median_change), interval


def drawn(view: View, element: Element, width: float = WIDTH) -> Forest:
    """Draw the change of an element; the axis alone, where it may not be shown or there is none."""
    row = view.change.get(element[1])
    if row is None or not row.organizations or not view.shown.spread(row.organizations):
        return forest(view.reach, width=width)
    low, high = (view.seen(one) for one in (row.median_change_low, row.median_change_high))
    return forest(
        view.reach, view.seen(row.median_change), *(None if isnan(one) else one for one in (low, high)), width=width
    )


def _row(view: View, element: Element) -> ForestRow:
    row, (estimate, interval) = view.change.get(element[1]), estimate_of(view, element)
    pairs = view.shown.count(row.organizations) if row is not None else DASH
    title = view.title(element, short=True)
    said = view.words.text("{title}: {estimate}", title=title, estimate=estimate)
    return ForestRow(
        title=title,
        alt=f"{said} ({interval})" if interval else said,
        strip=drawn(view, element),
        pairs=pairs,
        estimate=estimate,
        interval=interval,
        p=_p(view, element, row) if row is not None and estimate not in (DASH, HIDDEN) else "",
    )


def _p(view: View, element: Element, row: CohortChangeRow) -> str:
    """Write p: adjusted by Holm for a dimension, as it is for the overall score."""
    p = row.p if element[0] == "overall" else row.p_holm
    if isnan(p):
        return DASH
    return f"< {view.words.number(SMALLEST_P, 3)}" if p < SMALLEST_P else view.words.number(p, 3)


def counted(view: View, element: Element) -> tuple[int, int, int, int, int]:
    """Return how many improved, changed without being clear, declined, compare, and do not."""
    row = view.change[element[1]]
    improved = int(row.improved + row.reliably_improved)
    return improved, int(row.no_clear_change), int(row.declined), int(row.organizations), int(row.not_comparable)


def _outcome(view: View, element: Element) -> OutcomeRow:
    title, words = view.title(element, short=True), view.words
    if element[1] not in view.change:
        return OutcomeRow(title, title, bar([], 0), DASH, "", "", "", "")
    improved, unclear, declined, compared, out = counted(view, element)
    if not view.shown.parts((improved, unclear, declined), compared):
        return OutcomeRow(title, title, bar([], 0), HIDDEN, "", HIDDEN, HIDDEN, view.shown.count(out))
    share = view.outcomes[element[1], "any_improvement"]
    return OutcomeRow(
        title=title,
        alt=words.text(
            "{title}: {improved} improved, {unclear} without clear change, {declined} declined",
            title=title,
            improved=improved,
            unclear=unclear,
            declined=declined,
        ),
        bar=bar([improved, unclear, declined], compared),
        improved=view.of(improved, compared),
        share=view.share(share.share, share.low, share.high),
        unclear=str(unclear),
        declined=str(declined),
        incomparable=view.shown.count(out),
    )


def _notes(view: View) -> tuple[str, ...]:
    words = view.words
    notes = [
        upright_note(view),
        words.text(
            "Estimate: Hodges-Lehmann, the median of the averages of every two changes, with its exact 95 % interval. "
            "p: Wilcoxon’s signed-rank test, two-sided, zeros by Pratt; of the dimensions adjusted by Holm. A small p "
            "says that changes this much to one side are rare by chance alone; it says nothing of their size, nor of "
            "where they come from. Under six organizations there is neither interval nor p.",
        ),
        words.text(
            "Share that improved: of the organizations that compare, with Wilson’s 95 % interval. Not comparable: the "
            "two scores came about in different ways, one of them is missing, or too few items are alike."
        ),
    ]
    if view.internal and view.change["overall"].ceiling:
        notes.append(
            words.text(
                "Of those without clear change, {n} stood at the best score both times.",
                n=int(view.change["overall"].ceiling),
            )
        )
    return tuple(note for note in notes if note)
