"""The sessions of a schedule as a calendar file (RFC 5545), one all-day event each."""

from __future__ import annotations

import datetime
from hashlib import sha256

import oca
from oca.language import pick
from oca.reporting.schedule.explanations import Planned, who_attends


def calendar(planned: Planned) -> bytes:
    """Return the dated sessions; the same schedule gives the same bytes, and the same session the same identity."""
    from icalendar import Calendar, Event

    t, project = planned.words.text, planned.assessment.project
    made = Calendar()
    made.add("prodid", f"-//oca-toolkit//oca {oca.__version__}//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", pick(project.settings.name, planned.words.language))
    date = project.period(planned.period).date
    stamp = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
    for session in planned.schedule.sessions:
        if session.slot is None or session.last_day is None:
            continue
        names = who_attends(planned, session)
        event = Event()
        identity = "|".join([planned.period, session.training, session.trainer, session.region, str(session.slot.date)])
        event.add("uid", f"{sha256(identity.encode()).hexdigest()[:24]}@oca-toolkit")
        event.add("dtstamp", stamp)
        event.add("dtstart", session.slot.date)
        event.add("dtend", session.last_day + datetime.timedelta(1))
        event.add("summary", planned.training(session.training))
        event.add("location", ", ".join(part for part in (session.slot.place, session.region) if part))
        event.add("class", "CONFIDENTIAL")
        internal = t("INTERNAL: names and scores of organizations. Do not pass on.")
        lines = [internal, t("Trainer: {name}", name=planned.trainer(session.trainer)), *names]
        if project.settings.synthetic:
            lines.append(t("Synthetic data: organizations and answers are invented."))
        event.add("description", "\n".join(lines))
        event.add("transp", "OPAQUE")
        made.add_component(event)
    written: bytes = made.to_ical()
    return written
