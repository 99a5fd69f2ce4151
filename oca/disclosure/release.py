"""What one export gives out: compared, suppressed, and attacked before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from oca.assessment import Assessment
from oca.comparison.grouping import By, Grouping, grouping
from oca.comparison.groups import (
    COHORT,
    PREVIOUS,
    SHOWN,
    STATISTICS_OF_CHANGE,
    Element,
    ScoreTypes,
    compare,
)
from oca.disclosure.audit import Audit, attack
from oca.disclosure.ledger import Publication, publication
from oca.disclosure.suppression import (
    DIGITS,
    INTERNAL,
    Disclosed,
    MaskKind,
    disclose,
    disclose_cohort,
    finest_level,
    why_it_fails,
)
from oca.disclosure.unknowns import ScoreRange, Unknowns, unknowns
from oca.errors import InputError
from oca.findings import Finding, Place, finding, shorten
from oca.project import Audience
from oca.tables import COMPARISON

Given = Literal["everything", "scores", "scores of whole groups", "cohort", "means of the cohort"]
"""How much of the groups, or of the cohort alone, an export gives out."""

OF_CHANGE = frozenset((*STATISTICS_OF_CHANGE, *(PREVIOUS + one for one in STATISTICS_OF_CHANGE)))

RUNGS: Sequence[tuple[Given, MaskKind, frozenset[str]]] = (
    ("everything", "cells", frozenset()),
    ("scores", "cells", OF_CHANGE),
    ("scores of whole groups", "whole", OF_CHANGE),
)
"""What is tried of the groups, the most useful first; under it is the cohort alone."""

WORDS: Mapping[Given, str] = {
    "everything": "everything is given",
    "scores": "their changes are left out",
    "scores of whole groups": "their changes, and every group that is too small in any period, are left out",
    "cohort": "only the cohort is given",
    "means of the cohort": "only the means of the cohort are given",
}


@dataclass(frozen=True)
class Showing:
    """What of a comparison an export shows, where it is not all.

    Attributes:
        rows: says of each row of COMPARISON whether it is shown.
        counts: further figures of the cohort that it shows: COMPARISON, also with statistics that only the attack reads
            (`constraints.AT_MOST`, `constraints.LEAST`). Those of an element go with its other figures.
    """

    rows: Callable[[pd.DataFrame], pd.Series]
    counts: pd.DataFrame


def _shows_all(table: pd.DataFrame) -> pd.Series:
    return pd.Series(data=True, index=table.index)


ALL = Showing(_shows_all, COMPARISON.frame(()))


@dataclass(frozen=True)
class Protected:
    """The figures of one export.

    Attributes:
        shown: the comparison of cohort and groups, with every suppressed value absent.
        items: the comparison of items over the cohort, likewise.
        given: how much of the groups is given out.
        audit: what the attack found; None for internal eyes.
        finest: the finest of sectors and clusters of which nothing needs hiding.
        groups: how the organizations fall into groups.
        score_types: the score types that enter, by period.
        record: what is remembered once the export is given out; None for internal eyes.
        findings: what is to be said of the grouping.
        too_small: what keeps sectors, or clusters, from passing without hiding anything: by the name of the grouping,
            each group that is too small with the period where it is smallest, and how many contribute there.
    """

    shown: Disclosed
    items: pd.DataFrame
    given: Given
    audit: Audit | None
    finest: str
    groups: Grouping
    score_types: ScoreTypes
    record: Publication | None
    findings: tuple[Finding, ...]
    too_small: Mapping[str, Sequence[tuple[str, str, int]]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Say in a line what is given out."""
        return f"<Protected: {len(self.figures)} figures by {self.groups.name}; {WORDS[self.given]}; {self.audit}>"

    @property
    def figures(self) -> pd.DataFrame:
        """COMPARISON: every figure of the cohort and its groups that is given out, and no suppressed row."""
        return self.shown.published


def protect(
    assessment: Assessment, audience: Audience, by: By, *, earlier: Sequence[Publication] = (), showing: Showing = ALL
) -> Protected:
    """Compare groups for an audience, and give out as much as an attack lets through.

    Args:
        assessment: what `assess` returns; somebody was assessed.
        audience: for whom.
        by: a column of the register, `cohort`, or two columns (`groups.compare`).
        earlier: what was given out before (`ledger.remembered`), to any audience.
        showing: what of it the export shows.

    Raises:
        InputError: not even the figures of the cohort alone pass.
        UsageError: groups cannot be made by `by` (`grouping.grouping`).
    """
    project, settings = assessment.project, assessment.project.settings
    register = assessment.project.register()
    groups = grouping(register, by)
    types = assessment.entering_types
    threshold = settings.thresholds.of(audience)
    newest = assessment.questionnaire_of(list(types)[-1])

    def compared(way: By, kinds: Sequence[str] = SHOWN) -> pd.DataFrame:
        return compare(
            assessment.scores,
            assessment.changes,
            register,
            by=way,
            periods=project.periods,
            kinds=kinds,
            score_types=types,
            levels=newest.ladder[1:],
            direction=newest.direction,
        )

    cohort, own, items = compared(COHORT), compared(groups.name), compared(COHORT, ("item",))
    ways = {way: compared(way) for way in ("sector", "cluster") if register[way].any()}
    finest = finest_level(cohort, ways, threshold)
    too_small = {way: why_it_fails(cohort, table, threshold) for way, table in ways.items()}
    notes = (*notes_on(groups), *_too_small(too_small, audience, threshold))
    if threshold <= INTERNAL:
        return Protected(disclose(cohort, own, INTERNAL), items, "everything", None, finest, groups, types, None, notes)
    of_items = showing.counts["kind"] == "item"
    items = disclose_cohort(items, threshold)
    items, attack_on_items = _open_items(
        assessment, items[showing.rows(items)], showing.counts[of_items], audience, earlier, types
    )
    puzzles = puzzles_of(assessment, types, SHOWN)
    earlier = [*earlier, in_reports(assessment, cohort, puzzles)]
    last: Audit | None = None
    for given, shown, counts in _candidates(cohort, own, threshold, groups.name, showing, showing.counts[~of_items]):
        figures = pd.concat([shown.published, counts], ignore_index=True)
        record = publication(assessment, figures, audience, DIGITS, puzzles)
        last = attacked(assessment, [record, *earlier], puzzles, hasty=given != "means of the cohort")
        if last.passed:
            notes += _reduced(given, groups.name, audience)
            figures = pd.concat([figures, _open_rows(items)], ignore_index=True)
            own_puzzles = [*puzzles, *puzzles_of(assessment, types, ("item",))]
            record = publication(assessment, figures, audience, DIGITS, own_puzzles)
            done = both(last, attack_on_items)
            return Protected(shown, items, given, done, finest, groups, types, record, notes, too_small)
    raise InputError([_failure(last, audience)] if last else [])


def in_reports(assessment: Assessment, cohort: pd.DataFrame, puzzles: Sequence[Unknowns]) -> Publication:
    """Return what the reports to the organizations show of the cohort, as an export that was given out before.

    They show the means of the cohort beside the organization's own scores (`view`), with the threshold of that audience
    and one decimal. Whether any was printed nobody remembers, so every audit takes all of them as known. Most are the
    same figures as in the export itself, and cost nothing; others are those under the threshold of the public only.
    Scores in points are shown without a cohort.

    Args:
        assessment: as it is audited.
        cohort: COMPARISON by `cohort`, unsuppressed.
        puzzles: the unknowns of its elements.
    """
    shown = disclose_cohort(cohort, assessment.project.settings.thresholds.of("organization"))
    in_points = [period for period, scheme in assessment.schemes_by_period.items() if scheme.unit == "points"]
    told = (shown["statistic"] == "mean") & shown["kind"].isin(["overall", "dimension"])
    told &= ~shown["period"].isin(in_points)
    return publication(assessment, without(shown, shown["suppressed"] | ~told), "organization", DIGITS, puzzles)


def _too_small(
    failing: Mapping[str, Sequence[tuple[str, str, int]]], audience: Audience, threshold: int
) -> Iterator[Finding]:
    """Yield of each grouping which of its groups are too small to be shown throughout, the smallest first."""
    for by, found in failing.items():
        listed = [
            f"{group or repr(group)} ({number} in {period})"
            for group, period, number in sorted(found, key=lambda one: one[2])
        ]
        if listed:
            yield finding(
                "grouping-too-small",
                Place("organizations.csv"),
                by=by,
                audience=audience,
                threshold=threshold,
                count=len(listed),
                groups=shorten(listed),
            )


def _reduced(given: Given, by: str, audience: Audience) -> tuple[Finding, ...]:
    if given == "everything" or (by == COHORT and given == "cohort"):
        return ()
    return (finding("grouping-reduced", Place("organizations.csv"), by=by, audience=audience, given=WORDS[given]),)


def _open_items(
    assessment: Assessment,
    items: pd.DataFrame,
    counts: pd.DataFrame,
    audience: Audience,
    earlier: Sequence[Publication],
    score_types: ScoreTypes,
) -> tuple[pd.DataFrame, Audit]:
    """Return the figures of the items in the last period without those that tell too much, and the attack on the rest.

    On one item many organizations can stand at the same end of the scale; then its mean says so of each of them.
    """
    last = list(score_types)[-1]
    items = pd.concat([items[items["statistic"] == "mean"], counts], ignore_index=True)
    hidden = items["suppressed"] | (items["period"] != last)
    puzzles = puzzles_of(assessment, {last: score_types[last]}, ("item",))

    def held(table: pd.DataFrame) -> Audit:
        record = publication(assessment, table, audience, DIGITS, puzzles)
        return attacked(assessment, [record, *earlier], puzzles)

    shown = without(items, hidden)
    first = held(shown)
    telling = {one.element[1] for one in first.narrow}
    if not telling:
        return shown, first
    return (kept := without(items, hidden | items["element"].isin(telling))), held(kept)


def _open_rows(table: pd.DataFrame) -> pd.DataFrame:
    return table[~table["suppressed"] & table["value"].notna()]


def without(table: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Return COMPARISON with some of its rows suppressed."""
    return table.assign(
        value=table["value"].mask(hidden), organizations=table["organizations"].mask(hidden, -1), suppressed=hidden
    )


def both(one: Audit, other: Audit) -> Audit:
    """Return the result of two attacks on different elements as one."""
    shortest = sorted([found for found in (one.shortest, other.shortest) if found], key=lambda found: found.width)
    return replace(
        one,
        shortest=next(iter(shortest), None),
        narrow=(*one.narrow, *other.narrow),
        elements=one.elements + other.elements,
        unmatched=one.unmatched + other.unmatched,
        unproven=one.unproven + other.unproven,
        programmes=one.programmes + other.programmes,
    )


Candidate = tuple[Given, Disclosed, pd.DataFrame]
"""How much is given out, the suppressed comparison, and the further counts beside it."""


def _candidates(
    cohort: pd.DataFrame, own: pd.DataFrame, threshold: int, by: str, showing: Showing, counts: pd.DataFrame
) -> Iterator[Candidate]:
    """Yield what can be given out, the most useful first."""
    for given, kind, left_out in RUNGS if by != COHORT else ():
        shown = _as_shown(disclose(cohort, own, threshold, kind=kind, left_out=left_out), showing)
        if not shown.groups["suppressed"].all():
            yield given, shown, counts
    nothing = own.assign(value=np.nan, organizations=-1, suppressed=True)
    alone = Disclosed(disclose_cohort(cohort, threshold), nothing, disclose(cohort, own, threshold).mask)
    yield "cohort", _as_shown(alone, showing), counts
    means = without(alone.cohort, alone.cohort["suppressed"] | (alone.cohort["statistic"] != "mean"))
    yield "means of the cohort", _as_shown(replace(alone, cohort=means), showing), counts[:0]


def _as_shown(disclosed: Disclosed, showing: Showing) -> Disclosed:
    """Return it without the rows that the export does not show; those with another reason stay as they are."""
    cohort, groups = (
        without(one, one["suppressed"] | ~showing.rows(one)) for one in (disclosed.cohort, disclosed.groups)
    )
    return replace(disclosed, cohort=cohort, groups=groups)


def attacked(
    assessment: Assessment,
    records: Sequence[Publication],
    puzzles: Sequence[Unknowns],
    *,
    insiders: int = 1,
    hasty: bool = False,
) -> Audit:
    """Attack publications together, the first being the one in question."""
    ids = [one.id for one in assessment.project.organizations]
    return attack(
        [one.held_against(ids) for one in records],
        puzzles,
        len(ids),
        width=assessment.project.settings.thresholds.audit_width,
        insiders=insiders,
        hasty=hasty,
    )


def puzzles_of(
    assessment: Assessment, score_types: ScoreTypes, kinds: Sequence[str] = (*SHOWN, "item")
) -> list[Unknowns]:
    """Return what an intruder does not know, of every element of these kinds in the periods with score types."""
    ids = [one.id for one in assessment.project.organizations]
    periods = [period for period in assessment.project.periods if period in score_types]
    own = {element: one for element, one in scales(assessment).items() if element[0] in kinds}
    return list(
        unknowns(assessment.scores, assessment.changes, ids, periods=periods, score_types=score_types, scales=own)
    )


def scales(assessment: Assessment) -> dict[Element, ScoreRange]:
    """Return what everybody knows of the scores of each element: the ends of the scale, and the width of a level.

    Where scores are no levels (points, percent), the ends are the least and the most that any organization's can be.
    """
    found: dict[Element, ScoreRange] = {}
    period = max(assessment.project.periods, key=assessment.project.periods.index)
    scheme, questionnaire = assessment.scheme_of(period), assessment.questionnaire_of(period)
    levels = questionnaire.levels
    rows = assessment.scores.groupby(["kind", "element"], sort=False)[["lowest", "highest"]]
    ends = rows.agg({"lowest": "min", "highest": "max"})
    for (kind, element), low, high in zip(ends.index, ends["lowest"], ends["highest"], strict=True):
        plain = scheme.unit == "levels"
        least, most = (min(levels[0], low), max(levels[-1], high)) if plain else (low, high)
        width = (levels[-1] - levels[0]) / (len(levels) - 1) if plain else (most - least) / (len(levels) - 1)
        meaningful = scheme.meaningful_change * (high / 100 if scheme.unit == "points" else 1)
        found[str(kind), str(element)] = ScoreRange(
            float(least), float(most), width, meaningful, questionnaire.direction
        )
    return found


def notes_on(groups: Grouping) -> tuple[Finding, ...]:
    """Return what is to be said of how the register makes groups."""
    place, by = Place("organizations.csv"), groups.name
    notes = [finding("grouping-spellings", place, by=by, spellings=shorten(map(repr, ways))) for ways in groups.merged]
    if groups.empty:
        notes.append(finding("grouping-empty", place, by=by, count=len(groups.empty)))
    if len(groups.groups) == 1 and by != COHORT:
        notes.append(finding("grouping-single", place, by=by, group=repr(groups.groups[0])))
    return tuple(notes)


def _failure(found: Audit, audience: Audience) -> Finding:
    place = Place("published")
    if found.unproven:
        return finding("audit-unproven", place, count=found.unproven, audience=audience)
    worst = found.narrow[0]
    where = f"{worst.element[1]}, {' to '.join(worst.periods)}, {shorten(group for _, group in worst.groups)}"
    return finding(
        "audit-failed",
        place,
        audience=audience,
        width=f"{max(worst.width, 0):.2f}",
        where=where,
        wanted=f"{found.wanted:g}",
    )


def in_words(found: Audit) -> str:
    """Say in one paragraph what was attacked, how, and what came of it."""
    if not found.shortest:
        return "Audit: no figure is given out, so nothing can be worked out."
    worst = found.narrow[0] if found.narrow else found.shortest
    who = {0: "an outsider", 1: "any organization that knows its own scores", 2: "any two that share their scores"}
    where = f"{worst.element[1]}, {' to '.join(worst.periods)}, {shorten(group for _, group in worst.groups)}"
    known = f"{found.elements} elements, {found.publications} publications together, {found.programmes} programmes"
    left = f"{max(worst.width, 0):.2f} of a level ({where}); {found.wanted:g} must be left"
    if found.unproven:
        return (
            f"Audit: {found.unproven} figures do not follow from the data of this project; nothing is proven. {known}."
        )
    if found.narrow:
        return f"Audit failed: to {who[worst.insiders]}, a score of another is left no more than {left}. {known}."
    return f"Audit passed: to {who[worst.insiders]}, every score of another is left at least {left}. {known}."
