"""When and where a sheet of answers was filled in, and who took part: the table SHEETS, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from oca.collection.matching import moment
from oca.collection.personal_data import contacts, names_people
from oca.collection.sheets import Sheet
from oca.findings import Finding, finding
from oca.tables import SHEETS


def sheets_table(sheets: Iterable[Sheet]) -> pd.DataFrame:
    """Return SHEETS of the sheets that count, in their order."""
    return SHEETS.check(SHEETS.frame(map(_row, sheets)))


def without_people(sheets: pd.DataFrame) -> pd.DataFrame:
    """Return SHEETS as it may be exported: who took part only where nobody seems to be named."""
    named = [names_people(text) or bool(contacts(text)) for text in sheets["participants"]]
    return sheets.assign(participants=sheets["participants"].mask(pd.Series(named, index=sheets.index, dtype=bool), ""))


def session_faults(sheets: Iterable[Sheet]) -> Iterator[Finding]:
    """Say where the day of a session is no day, and where people seem to be named, without repeating them."""
    for sheet in sheets:
        typed, organization = sheet.first, sheet.key.organization
        day = typed.held or ("" if typed.submission else typed.submitted)
        if day and moment(day) is None:
            yield finding("date-unread", sheet.place_of("date"), organization=organization, found=day)
        found = [*contacts(typed.participants), *(["names"] if names_people(typed.participants) else [])]
        if found:
            what = " and ".join(found)
            yield finding("people-named", sheet.place_of("participants"), organization=organization, what=what)


def _row(sheet: Sheet) -> tuple[object, ...]:
    key, typed = sheet.key, sheet.first
    when = moment(typed.held or typed.submitted)
    agreed = key.score_type != "individual"
    day, session = (when.date() if when else None), (typed.venue, typed.participants) if agreed else ("", "")
    return (key.organization, key.period, key.score_type, key.respondent, day, *session, sheet.source.name, typed.sheet)
