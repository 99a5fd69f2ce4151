"""The page that can stand alone: the main figures, each with its number of organizations, and what they cannot say."""

from __future__ import annotations

from math import isnan

from oca.reporting.charts.cohort import IntervalPanels, MeanLine, interval_panels
from oca.reporting.cohort.audited import HIDDEN
from oca.reporting.cohort.pages.change import counted, estimate_of
from oca.reporting.cohort.pages.items import items
from oca.reporting.cohort.pages.plans import finished
from oca.reporting.cohort.pages.response import assessed
from oca.reporting.cohort.pages.years import mean_of, periods_shown
from oca.reporting.cohort.record import Fact, Figure, ItemShare, Short
from oca.reporting.cohort.view import OVERALL, Element, View
from oca.reporting.organization.wording import DASH
from oca.scoring.rules import on_grid

FEWEST = 2
"""With fewer periods that have a mean there is no chart."""

NAMED = 3
"""So many dimensions or items are named at each end."""


def short(view: View) -> Short:
    """Write the page."""
    figures = [_assessed(view), _overall(view), _improved(view), _changed(view), _planned(view)]
    findings = [_heights(view), _directions(view), *_items(view)]
    text = view.words.text
    chart, alt = _chart(view)
    return Short(
        figures=tuple(one for one in figures if one is not None),
        chart=chart,
        chart_title=_chart_title(view),
        alt=alt,
        findings=tuple(one for one in findings if one is not None),
        limits=(
            text(
                "A capacity score is a rating of how an organization works. It is not performance, and not impact. The "
                "figures say what changed, and nothing about why."
            ),
            text(
                "Each figure stands with the number of organizations behind it. Organizations are not ranked, and "
                "groups are not tested against each other."
            ),
        ),
    )


def _chart_title(view: View) -> str:
    """Say what is drawn, and of how many periods, where not all of them fit on the page of the years."""
    title, shown, of = view.words.text("Overall mean by period"), len(periods_shown(view)), len(view.periods)
    return title if shown == of else f"{title} ({view.of(shown, of)})"


def _chart(view: View) -> tuple[IntervalPanels | None, str]:
    """Draw the overall means, with their intervals, as on the page of the years, where their numbers stand."""
    periods = periods_shown(view)
    labels = [view.short_periods[one] for one in periods]
    means = [mean_of(view, OVERALL, period) for period in periods]
    known = [(one, mean) for one, mean in zip(labels, means, strict=True) if mean is not None]
    if len(known) < FEWEST:
        return None, ""
    alt = view.words.join([f"{period}: {view.number(mean.value)}" for period, mean in known])
    series = MeanLine("", tuple(means), "")
    return interval_panels([series], view.axis, labels, [], width=229, columns=1, panel_height=118), alt


def _assessed(view: View) -> Figure:
    words, there = view.words, len(assessed(view, view.latest))
    of = len(view.assessment.project.organizations)
    return Figure(
        view.of(there, of),
        words.text("organizations of the register assessed in {period}", period=view.period_label(view.latest)),
        "",
    )


def _overall(view: View) -> Figure | None:
    mean = mean_of(view, OVERALL, view.latest)
    if mean is None:
        return None
    words, axis = view.words, view.axis
    scale = (f"{min(axis):g}", f"{max(axis):g}")
    basis = words.text("of {n} organizations", n=view.shown.organizations(view.latest, OVERALL))
    interval = "" if mean.low is None or mean.high is None else view.interval(mean.low, mean.high)
    return Figure(
        view.number(mean.value),
        words.text("mean overall score, on a scale from {low} to {high}", low=scale[0], high=scale[1]),
        f"{interval}; {basis}" if interval else basis,
    )


def _improved(view: View) -> Figure | None:
    if not view.change:
        return None
    improved, unclear, declined, compared, _ = counted(view, OVERALL)
    if not compared or not view.shown.parts((improved, unclear, declined), compared):
        return None
    share = view.outcomes["overall", "any_improvement"]
    return Figure(
        view.of(improved, compared),
        view.words.text("improved overall since their first assessment"),
        view.share(share.share, share.low, share.high),
    )


def _changed(view: View) -> Figure | None:
    if not view.change:
        return None
    estimate, interval = estimate_of(view, OVERALL)
    if estimate in (DASH, HIDDEN):
        return None
    basis = view.words.text("of {n} organizations", n=int(view.change["overall"].organizations))
    return Figure(
        estimate,
        view.words.text("change of the overall score since the first assessment"),
        f"{interval}; {basis}" if interval else basis,
    )


def _planned(view: View) -> Figure | None:
    done, priorities, organizations = finished(view)
    if not priorities or not view.shown.enough(organizations):
        return None
    return Figure(
        view.of(done, priorities),
        view.words.text("priority actions of the plans done"),
        view.words.text("of {n} organizations", n=organizations),
    )


def _heights(view: View) -> Fact | None:
    """Name the dimensions with the best and the least good means of the last period."""
    means = {one: view.shown.mean(view.latest, one) for one in view.dimensions}
    direction = view.questionnaire.direction
    placed = [(float(on_grid(-direction.gain(mean))), one) for one, mean in means.items() if mean is not None]
    known = [one for _, one in sorted(placed, key=lambda entry: entry[0])]
    if len(known) < 2 * NAMED:
        return None
    return Fact(
        view.words.text("Dimensions"),
        view.words.text(
            "The best means are those of {best}; the least good those of {worst}.",
            best=_listed(view, known[:NAMED]),
            worst=_listed(view, known[: -NAMED - 1 : -1]),
        ),
    )


def _listed(view: View, elements: list[Element]) -> str:
    means = [(one, view.number(view.shown.mean(view.latest, one))) for one in elements]
    return view.words.join([f"{view.title(one, short=True)} ({mean})" for one, mean in means])


def _directions(view: View) -> Fact | None:
    """Say in how many dimensions the interval of the change lies on one side of no change."""
    rows = [view.change[one[1]] for one in view.dimensions if one[1] in view.change]
    known = [row for row in rows if view.shown.spread(row.organizations) and not isnan(row.median_change_low)]
    if not known:
        return None
    gain = view.questionnaire.direction.gain
    ends = [sorted((gain(row.median_change_low), gain(row.median_change_high))) for row in known]
    better, worse = sum(low > 0 for low, _ in ends), sum(high < 0 for _, high in ends)
    return Fact(
        view.words.text("Change"),
        view.words.text(
            "Of {n} dimensions, the interval of the change lies on the better side of no change in {better}, on the "
            "worse side in {worse}, and includes it in {both}.",
            n=len(known),
            better=better,
            worse=worse,
            both=len(known) - better - worse,
        ),
    )


def _items(view: View) -> list[Fact]:
    found = items(view)
    if found is None:
        return []
    text = view.words.text
    facts = []
    if found.strong:
        facts.append(Fact(text("Strengths"), text("Most common: {items}.", items=_named(view, found.strong))))
    if found.weak:
        facts.append(Fact(text("Gaps"), text("Most common: {items}.", items=_named(view, found.weak))))
    return facts


def _named(view: View, rows: tuple[ItemShare, ...]) -> str:
    return "; ".join(f"{row.title} ({row.count})" for row in rows[:NAMED])
