"""What an indicator is called, and what it must not be taken for, in words."""

from __future__ import annotations

from oca.change.indicators import CAPACITY, NOT_REPORTABLE, OTHER_DENOMINATOR
from oca.instrument.scheme import Scheme
from oca.language import Words, pick
from oca.reporting.text.printable import printable
from oca.tables.rows import IndicatorFacts


def title(row: IndicatorFacts, scheme: Scheme, words: Words) -> str:
    """Return the name of a row of INDICATORS.

    Args:
        row: one indicator.
        scheme: that of the row's period; it names the bands.
        words: the printed words.
    """
    text = words.text
    since = {
        "baseline": text("since the first assessment"),
        "previous": text("since the assessment before"),
    }.get(row.since, "")
    band = next((one for one in scheme.bands if one.id == row.band), None)
    named = {
        "assessed": text("Assessed"),
        "scored": text("With an overall score"),
        "at_or_above_band": text(
            "Overall: {band} or better", band=printable(pick(band.title, words.language)) if band else row.band
        ),
        "improved_overall": text("Improved overall"),
        "improved_any_dimension": text("Improved in at least one dimension"),
        "improved_half_of_dimensions": text("Improved in at least half of the dimensions"),
        "improved_in_fiscal_year": text("Improved overall, in {year}", year=row.fiscal_year),
    }.get(row.id, row.id)
    return f"{named}, {since}" if since else str(named)


def caveat(said: str, words: Words) -> str:
    """Return the caveat of a row of INDICATORS; nothing where it stands above the table once for all."""
    text = words.text
    return {
        CAPACITY: "",
        NOT_REPORTABLE: text("Capacity score, not reportable as CBLD-9."),
        OTHER_DENOMINATOR: text(
            "Out of those compared; CBLD-9 asks for all assisted organizations that set out to improve."
        ),
    }.get(said, said)
