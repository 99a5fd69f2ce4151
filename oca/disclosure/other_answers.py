"""What scores and changes other answers would give: the rules of the scheme, on arrays of many organizations at once.

A proof that a figure tells nobody's score is another set of answers that gives the same figures. So what other answers
give is computed here as scoring does it, for any scheme: whoever left an item open leaves it open in the other answers,
too, and only levels differ. Several ratings of an item are put together before; what differs is what they come to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from oca.assessment import Assessment
from oca.change.organization import PeriodAnswers, rescored
from oca.comparison.groups import Element
from oca.disclosure.unknowns import Codes, Flags, Floats
from oca.instrument.versions import comparable_items
from oca.scoring.aggregation import Aggregation, Scored, structure
from oca.scoring.rules import difference
from oca.tables import SCORE_STATUSES

Values = Mapping[Element, Floats]
"""One value for each row, by kind and id of the element; NaN where there is none."""

POINTS = "points"


@dataclass(frozen=True)
class Answers:
    """The item scores of every organization in one period.

    Attributes:
        form: the questionnaire and scheme, for arrays.
        items: organizations x items, NaN where an item has no score.
        applies: organizations x items.
        scored: which organizations have a score, by kind and element.
        in_percent: whether scores in points are told in percent of the most that each could be.
    """

    form: Aggregation
    items: Floats
    applies: Flags
    scored: Mapping[Element, Flags]
    in_percent: bool = False

    def scores(self, items: Floats, rows: Codes) -> Values:
        """Return the scores that item scores give.

        Args:
            items: rows x items.
            rows: the organization of each row.
        """
        form, found = self.form, {}
        given = form.item_scored(items, self.applies[rows])
        parts = self._masked("subdimension", [one.id for one in form.subdimensions], form.of_items(given), rows)
        dimensions = self._masked("dimension", [one.id for one in form.dimensions], form.of_parts(given, parts), rows)
        overall = self._masked("overall", ["overall"], form.overall(given, dimensions), rows)
        for kind, names, made in (
            ("item", form.items, given),
            ("subdimension", [one.id for one in form.subdimensions], parts),
            ("dimension", [one.id for one in form.dimensions], dimensions),
            ("overall", ["overall"], overall),
        ):
            share = 100 / np.broadcast_to(made.highest, made.score.shape) if self.in_percent and kind != "item" else 1.0
            score = made.score * share
            found.update({(kind, name): score[:, at] for at, name in enumerate(names)})
        return found

    @cached_property
    def highest(self) -> Values:
        """The most that each organization's scores above the items can be, in points; what applies decides it."""
        everybody = np.arange(len(self.items))
        given = self.form.item_scored(self.items, self.applies)
        parts = self._masked(
            "subdimension", [one.id for one in self.form.subdimensions], self.form.of_items(given), everybody
        )
        dimensions = self.form.of_parts(given, parts)
        made = {"subdimension": (self.form.subdimensions, parts), "dimension": (self.form.dimensions, dimensions)}
        found = {
            (kind, one.id): np.broadcast_to(block.highest, block.score.shape)[:, at]
            for kind, (names, block) in made.items()
            for at, one in enumerate(names)
        }
        scored = self._masked("dimension", [one.id for one in self.form.dimensions], dimensions, everybody)
        overall = self.form.overall(given, scored)
        return {**found, ("overall", "overall"): np.broadcast_to(overall.highest, overall.score.shape)[:, 0]}

    def _masked(self, kind: str, names: Sequence[str], made: Scored, rows: Codes) -> Scored:
        """Return scores without those for which too few answers were given."""
        if not names:
            return made
        nobody = np.zeros(len(self.items), dtype=bool)
        has = np.column_stack([self.scored.get((kind, name), nobody) for name in names])[rows]
        return replace(made, score=np.where(has, made.score, np.nan))


class OtherAnswers:
    """What other answers give, in every period and between any two."""

    def __init__(self, assessment: Assessment, periods: Sequence[str]) -> None:
        project = assessment.project
        self.ids = [one.id for one in project.organizations]
        self.periods = tuple(periods)
        self._assessment = assessment
        versions = {one: project.period(one).questionnaire for one in periods}
        self._forms = {one: assessment.questionnaire_of(one) for one in periods}
        self._answers = PeriodAnswers(
            assessment.responses, assessment.questionnaires, versions, assessment.schemes_by_period
        )
        self.of = {one: self._of(one) for one in periods}

    def _of(self, period: str) -> Answers:
        scheme = self._assessment.scheme_of(period)
        form = structure(self._forms[period], scheme)
        scores = self._assessment.scores
        own = scores[scores["period"] == period]
        states = own[own["kind"] == "item"].pivot(index="organization", columns="element", values="status")
        status = states.reindex(index=self.ids, columns=list(form.items)).to_numpy(dtype=object)
        there = own[own["status"] == "scored"].groupby(["kind", "element"], sort=False)["organization"]
        who = np.array(self.ids, dtype=object)
        scored = {(str(kind), str(element)): np.isin(who, list(some)) for (kind, element), some in there}
        above = own[(own["kind"] == "overall") & (own["status"] == "scored")]
        in_percent = scheme.unit == POINTS and bool((above["highest"] == 100).all()) and len(above) > 0
        applies = np.asarray(~pd.isna(status) & (status != SCORE_STATUSES[2]), dtype=bool)
        return Answers(form, self._worth(period, period, form.items), applies, scored, in_percent)

    def _worth(self, period: str, rule: str, items: Sequence[str]) -> Floats:
        """Return the item scores of a period by the rule of another for several ratings."""
        worth = self._answers.worth(period, self._assessment.scheme_of(rule))
        return worth.reindex(index=self.ids).reindex(columns=list(items)).to_numpy(dtype=np.float64)

    @cached_property
    def _mapped(self) -> dict[tuple[str, str], Codes]:
        return {}

    def mapping(self, earlier: str, later: str) -> Codes:
        """Return the position in the earlier version of each item of the later one; -1 where none compares."""
        if (earlier, later) not in self._mapped:
            pairs = comparable_items(self._forms[earlier], self._forms[later], self._assessment.questionnaires)
            before = {item: at for at, item in enumerate(self.of[earlier].form.items)}
            asked = [before.get(pairs.get(item, ""), -1) for item in self.of[later].form.items]
            self._mapped[earlier, later] = np.array(asked, dtype=np.intp)
        return self._mapped[earlier, later]

    def changes(self, pair: tuple[str, str], before: Floats, after: Floats, rows: Codes) -> Values:
        """Return the changes between two periods that item scores give, by the rules of the later one.

        Args:
            pair: the earlier and the later period.
            before: rows x items of the earlier version.
            after: rows x items of the later version.
            rows: the organization of each row.
        """
        later, place = self.of[pair[1]], self.mapping(*pair)
        form = later.form
        old = np.where(place >= 0, before[:, np.maximum(place, 0)], np.nan)
        common = ~np.isnan(old) & ~np.isnan(after)
        first, second = (form.item_scored(np.where(common, values, np.nan), common) for values in (old, after))
        found: dict[Element, Floats] = {}
        for block in rescored(form, first, second, common, later.applies[rows]):
            change = difference(block.before, block.after)
            for at, name in enumerate(block.elements):
                element = (block.kind, name)
                in_percent = later.in_percent and block.kind != "item"
                found[element] = change[:, at] * (100 / later.highest[element][rows] if in_percent else 1.0)
        return found
