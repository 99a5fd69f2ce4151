"""Trainings and other help, beside change: what was given for each dimension, and how the dimension changed."""

from __future__ import annotations

import pandas as pd

from oca.reporting.charts.cohort import forest, round_up, track
from oca.reporting.cohort.audited import HIDDEN
from oca.reporting.cohort.pages.change import drawn, estimate_of
from oca.reporting.cohort.record import CohortSupport, PlainRow, SupportRow
from oca.reporting.cohort.view import Element, View
from oca.reporting.organization.wording import DASH
from oca.reporting.text.printable import printable
from oca.tables.rows import ChangeRow, SupportReceivedRow, rows

WIDTH = 98
"""How wide a strip of change is, in points: it stands beside the days."""


def support(view: View) -> CohortSupport | None:
    """Write the page; None without records of trainings or assistance up to the last period."""
    received = _received(view)
    if received.empty:
        return None
    days = {one: _days(view, received, one) for one in view.elements}
    most = round_up(max((some for one, some in days.items() if one[0] == "dimension" and some is not None), default=1))
    return CohortSupport(
        opening=view.words.text(
            "What the organizations received before {period}, and how their scores changed since their first "
            "assessment. The two stand side by side; nothing here says that one led to the other.",
            period=view.period_label(view.latest),
        ),
        axis=forest(view.reach, width=WIDTH),
        days_axis=track(None, most, ("0", f"{most:g}")),
        rows=tuple(_row(view, received, one, days[one], most) for one in view.elements),
        organizations=_organizations(view, received) if view.internal else (),
        notes=(
            view.words.text(
                "Sessions: attendances of an organization at a session. Days: of training and of mentoring, "
                "counselling and other help, summed over the organizations. A session that serves two dimensions "
                "counts in both, and once in all together."
            ),
            view.words.text(
                "Organizations chose or were offered support for many reasons, often where they were weakest; and "
                "scores move without any support as well. So this page cannot show what support achieved."
            ),
        ),
    )


def _received(view: View) -> pd.DataFrame:
    """Return SUPPORT_RECEIVED of what was given before the last period's assessment, by those assessed in it."""
    table = view.assessment.support_received
    order = view.assessment.project.periods
    known = order[: order.index(view.latest)]
    scores = view.assessment.scores
    there = set(scores.loc[scores["period"] == view.latest, "organization"])
    return table[table["period"].isin(known) & table["organization"].isin(there)]


def _of(received: pd.DataFrame, element: Element) -> pd.DataFrame:
    return received[received["element"] == element[1]]


def _days(view: View, received: pd.DataFrame, element: Element) -> float | None:
    rows = _of(received, element)
    organizations = rows["organization"].nunique()
    if organizations and not view.shown.enough(organizations):
        return None
    return float(rows["training_days"].sum() + rows["assistance_days"].sum())


def _row(view: View, received: pd.DataFrame, element: Element, days: float | None, most: float) -> SupportRow:
    rows, title = _of(received, element), view.title(element, short=True)
    written = HIDDEN if days is None else _days_written(view, days)
    estimate, interval = estimate_of(view, element)
    pairs = view.change.get(element[1])
    change = f"{estimate} ({interval})" if interval else estimate
    return SupportRow(
        title=title,
        alt=view.words.text("{title}: {days} days; change {change}", title=title, days=written, change=estimate),
        organizations=view.shown.count(rows["organization"].nunique()),
        sessions=HIDDEN if days is None else str(int(rows["trainings"].sum())),
        days=written,
        track=track(None if element[0] == "overall" else days, most, ("", "")),
        strip=drawn(view, element, WIDTH),
        change=change if pairs is not None else DASH,
    )


def _days_written(view: View, days: float) -> str:
    return view.words.number(days, 0 if days == int(days) else 1)


def _organizations(view: View, received: pd.DataFrame) -> tuple[PlainRow, ...]:
    """Return sessions, days and change of each organization assessed in the last period, as the register has them."""
    sums: dict[str, tuple[int, float]] = {}
    for row in rows(SupportReceivedRow, _of(received, ("overall", "overall"))):
        sessions, days = sums.get(row.organization, (0, 0.0))
        sums[row.organization] = (sessions + row.trainings, days + row.training_days + row.assistance_days)
    changes = {row.organization: row for row in rows(ChangeRow, view.pairs[view.pairs["kind"] == "overall"])}
    scores = view.assessment.scores
    there = set(scores.loc[scores["period"] == view.latest, "organization"])
    found = []
    for one in view.assessment.project.organizations:
        if one.id in there:
            sessions, days = sums.get(one.id, (0, 0.0))
            cells = (str(sessions), _days_written(view, days), _change(view, changes.get(one.id)))
            found.append(PlainRow(printable(one.name), cells))
    return tuple(found)


def _change(view: View, row: ChangeRow | None) -> str:
    return DASH if row is None or row.verdict == "not_comparable" else view.signed(float(row.change))
