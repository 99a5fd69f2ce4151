"""The session in which an agreed sheet was filled in: when and where it was, and who took part."""

from __future__ import annotations

import pandas as pd

from oca.reporting.organization.view import Case
from oca.reporting.text.printable import printable


def session_in_words(case: Case) -> tuple[str, ...]:
    """Return what the agreed sheet says of its session, in sentences; nothing where people rated alone."""
    sheet, words = _sheet(case), case.words
    if sheet is None:
        return ()
    place = printable(str(sheet["place"]))
    if pd.isna(sheet["date"]):
        when = words.text("The session was held here: {place}.", place=place) if place else ""
    else:
        day = words.date(sheet["date"].date())
        if place:
            when = words.text(
                "The agreed sheet is dated {date}; the session was held here: {place}.", date=day, place=place
            )
        else:
            when = words.text("The agreed sheet is dated {date}.", date=day)
    people = participants_noted(case)
    who = words.text("Those who took part, as the sheet says: {people}.", people=people) if people else ""
    return tuple(filter(None, (when, who)))


def participants_noted(case: Case) -> str:
    """Return who took part as the agreed sheet says; never to the public, since it may name people."""
    sheet = _sheet(case)
    return "" if sheet is None or case.audience == "public" else printable(str(sheet["participants"])).rstrip(" .")


def _sheet(case: Case) -> pd.Series | None:
    """Return the row of SHEETS of the agreed sheet behind the scores; of several the last."""
    table = case.assessment.sheets
    own = (table["organization"] == case.organization.id) & (table["period"] == case.period.id)
    found = table[own & (table["score_type"] == case.score_type)].sort_values(
        "date", na_position="first", kind="stable"
    )
    return None if found.empty or case.score_type == "individual" else found.iloc[-1]
