"""Indicators for donors, each with what it counts and what it must not be taken for."""

from __future__ import annotations

from dataclasses import replace

from oca.change.indicators import CAPACITY
from oca.reporting.cohort.audited import HIDDEN
from oca.reporting.cohort.record import IndicatorRow, Indicators
from oca.reporting.cohort.view import View
from oca.reporting.text.indicator_words import caveat, title
from oca.tables.rows import IndicatorFacts, rows

OF_EVERYONE = ("assessed", "scored")
"""What is no score, and needs no threshold."""

ACROSS = ("improved_any_dimension", "improved_half_of_dimensions", "improved_in_fiscal_year")
"""What counts over several dimensions or years: no part of the audit, so it needs as many as a spread does."""


def indicators(view: View) -> Indicators:
    """Write the page."""
    table = view.assessment.indicators
    latest = rows(IndicatorFacts, table[table["period"] == view.latest])
    opening = view.words.text(
        "In {period}. Each counts organizations; the share stands with its 95 % interval (Wilson).",
        period=view.period_label(view.latest),
    )
    if (table["caveat"] == CAPACITY).any():
        about = view.words.text("Where scores are counted, they are capacity scores, which do not measure performance.")
        opening = f"{opening} {about}"
    return Indicators(
        opening=opening,
        rows=_said_once([_row(view, row) for row in latest]),
        reportable=_reportable(view),
    )


def _said_once(lines: list[IndicatorRow]) -> tuple[IndicatorRow, ...]:
    """Leave a definition out where the row above has the same one."""
    above = ["", *(row.definition for row in lines[:-1])]
    pairs = zip(lines, above, strict=True) if lines else ()
    return tuple(replace(row, definition="") if row.definition == before else row for row, before in pairs)


def _reportable(view: View) -> str:
    text = view.words.text
    if view.questionnaire.structure.measures == "performance":
        return text(
            "CBLD-9 (USAID) counts assisted organizations with improved performance, out of all that set out to "
            "improve, each once in a fiscal year. The questionnaire declares that it measures performance; the "
            "denominator here is those compared, so it has to be put in place before the figure is reported."
        )
    return text(
        "CBLD-9 (USAID) counts assisted organizations with improved performance, out of all that set out to improve, "
        "each once in a fiscal year. These are capacity scores, not performance: no figure here is reportable as "
        "CBLD-9."
    )


def _row(view: View, row: IndicatorFacts) -> IndicatorRow:
    numerator, denominator = int(row.numerator), int(row.denominator)
    open_figure = row.id in OF_EVERYONE or view.shown.parts((numerator,), denominator)
    open_figure &= row.id not in ACROSS or view.shown.spread(denominator)
    definition = view.words.text(row.definition)
    if row.left_out:
        definition = f"{definition} {_left_out(view, int(row.left_out))}"
    return IndicatorRow(
        title=title(row, view.scheme, view.words),
        count=view.of(numerator, denominator) if open_figure else HIDDEN,
        share=view.share(row.share, row.low, row.high) if open_figure else HIDDEN,
        definition=definition,
        caveat=caveat(row.caveat, view.words),
    )


def _left_out(view: View, number: int) -> str:
    return view.words.text("Not counted, without a score that fits: {n}.", n=view.shown.count(number))
