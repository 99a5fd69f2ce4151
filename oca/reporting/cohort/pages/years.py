"""The scores over the periods: small charts with intervals, and the means with their numbers of organizations."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from oca.change.paired_tests import DRAWS, mean_change
from oca.reporting.charts.cohort import Mean, MeanLine, interval_panels
from oca.reporting.cohort.audited import HIDDEN
from oca.reporting.cohort.record import MeanRow, MeanSeries, YearCell
from oca.reporting.cohort.view import Element, View
from oca.reporting.organization.wording import DASH
from oca.reporting.text.fitting_periods import periods_note, periods_that_fit

WIDTH = 363.0
"""What the column of titles leaves to the periods, in points."""

INTERVAL = "2.00–3.00"
"""The widest of what stands in a column besides its heading."""


def years(view: View) -> MeanSeries:
    """Write the page."""
    periods = periods_shown(view)
    versions = [view.assessment.project.period(one).questionnaire for one in periods]
    breaks = [i for i, (before, after) in enumerate(pairwise(versions), start=1) if before != after]
    table = {one: [mean_of(view, one, period) for period in periods] for one in view.elements}
    series = [
        MeanLine(view.title(one, short=True), tuple(means), view.number(means[-1].value if means[-1] else None))
        for one, means in table.items()
    ]
    return MeanSeries(
        chart=interval_panels(series, view.axis, [view.short_periods[one] for one in periods], breaks),
        alt=view.words.text(
            "Lines of the means of {titles}, with intervals; the table has every value.",
            titles=view.words.join([one.title for one in series]),
        ),
        headings=tuple(view.period_label(one) for one in periods),
        rows=tuple(_row(view, one, periods, means) for one, means in table.items()),
        notes=(
            *periods_note(view.words, len(periods), len(view.periods)),
            *_notes(view, periods, has_break=bool(breaks)),
        ),
    )


def periods_shown(view: View) -> list[str]:
    """Return the periods whose columns fit beside the titles; a mean stands there over its interval."""
    texts = [view.period_label(one) for one in view.periods]
    return periods_that_fit(view.periods, [*texts, INTERVAL], WIDTH)


def mean_of(view: View, element: Element, period: str) -> Mean | None:
    """Return a mean with its interval; without the interval, or None, where these may not be shown."""
    value = view.shown.mean(period, element)
    if value is None or not view.alike(period):
        return None
    scores = view.values.get((period, *element), np.array([]))
    if not view.shown.spread(len(scores)):
        return Mean(value)
    found = mean_change(scores)
    return Mean(value) if np.isnan(found.low) else Mean(value, view.seen(found.low), view.seen(found.high))


def _row(view: View, element: Element, periods: list[str], means: list[Mean | None]) -> MeanRow:
    cells = tuple(_cell(view, element, period, mean) for period, mean in zip(periods, means, strict=True))
    return MeanRow(view.title(element), cells)


def _cell(view: View, element: Element, period: str, mean: Mean | None) -> YearCell:
    if mean is None:
        hidden = view.shown.is_hidden(period, element)
        return YearCell(HIDDEN, "", view.shown.organizations(period, element)) if hidden else YearCell(DASH, "", "")
    interval = "" if mean.low is None or mean.high is None else f"{view.number(mean.low)}{DASH}{view.number(mean.high)}"
    return YearCell(view.number(mean.value), interval, view.shown.organizations(period, element))


def upright_note(view: View) -> str:
    """Say which end of the scale is good, where it is the lower one; else nothing."""
    if not view.questionnaire.direction.reversed or view.scheme.unit != "levels":
        return ""
    return view.words.text(
        "On this scale {best} is the best level and {worst} the worst: charts run from the worst to the best, and a "
        "change with a minus is an improvement.",
        best=f"{view.axis[-1]:g}",
        worst=f"{view.axis[0]:g}",
    )


def _notes(view: View, periods: list[str], *, has_break: bool) -> tuple[str, ...]:
    words = view.words
    notes = [upright_note(view)]
    if view.scheme.unit != "levels":
        notes.append(words.text("Scores are in percent of the most that each could be."))
    notes.append(
        words.text(
            "Mean of the organizations with a score in that period, each counting once, with its 95 % bootstrap "
            "interval (BCa, organizations drawn anew {draws} times), from six organizations on. The interval speaks "
            "of organizations like these; of these very ones the mean is known. Not the same organizations every "
            "time: the next page compares each with itself.",
            draws=DRAWS,
        )
    )
    if has_break:
        notes.append(
            words.text("Dashed: the questionnaire changed, so the means before and after rest on partly other items.")
        )
    if not all(view.alike(period) for period in periods):
        notes.append(words.text("Periods whose scores are counted on another scale than the last one are left out."))
    return tuple(note for note in notes if note)
