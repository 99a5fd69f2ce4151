"""What everybody knows of a project: its public files, who is in which group, who was assessed when; and scores."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise, product
from pathlib import Path

import yaml

Element = tuple[str, str]
"""Kind and id: ("dimension", "finance"), ("overall", "overall"), ("item", "fin-books")."""

Place = tuple[str, Element]
"""Period and element."""

OVERALL: Element = ("overall", "overall")

GRID = 9
"""Decimals on which values are compared, as the methods say."""


@dataclass(frozen=True)
class Known:
    """A project without its answers.

    Attributes:
        levels: values of the levels.
        dimensions: items of each dimension.
        weights: the weight of each item in its dimension, and of each dimension in the overall.
        of_items: whether the overall is the mean of items, not of dimensions.
        coverage: the least share of what applies that must be answered.
        bands: where bands start.
        meaningful: from which difference on a change is called one.
        periods: ids in order, with the label as it is printed.
        groups: the members of each group, by the column of the register and the group.
        names: how groups are printed, to the group.
        assessed: who was assessed, by period.
    """

    levels: tuple[float, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, float]
    of_items: bool
    coverage: float
    bands: tuple[float, ...]
    meaningful: float
    periods: Mapping[str, str]
    groups: Mapping[tuple[str, str], frozenset[str]]
    names: Mapping[str, str]
    assessed: Mapping[str, frozenset[str]]

    @property
    def step(self) -> float:
        """One level: the smallest step of the scale."""
        return min(higher - lower for lower, higher in pairwise(self.levels))

    @property
    def latest(self) -> str:
        """The last period in which anybody was assessed."""
        return [period for period in self.periods if self.assessed[period]][-1]

    @property
    def organizations(self) -> list[str]:
        """Everybody who was ever assessed."""
        return sorted(set().union(*self.assessed.values()))

    @cached_property
    def places(self) -> list[Place]:
        """Every score that somebody may have."""
        items = [("item", item) for items in self.dimensions.values() for item in items]
        elements = [OVERALL, *(("dimension", one) for one in self.dimensions), *items]
        return [(period, element) for period in self.periods for element in elements]

    def previous(self, period: str, organization: str, since: str) -> str:
        """Return with which earlier period an organization's period is compared; nothing where with none."""
        order = list(self.periods)
        earlier = [one for one in order[: order.index(period)] if organization in self.assessed[one]]
        if not earlier or organization not in self.assessed[period]:
            return ""
        return earlier[0] if since == "baseline" else earlier[-1]

    def grid(self, element: Element, *, full: bool = False) -> tuple[float, ...]:
        """Return every value that a score of an element can have; `full`: where every item has a level."""
        kind, name = element
        if kind == "item":
            return self.levels
        if kind == "dimension":
            return self._dimension_grid[name, full]
        return self._full_overall if full else self._overall

    @cached_property
    def _dimension_grid(self) -> dict[tuple[str, bool], tuple[float, ...]]:
        return {
            (name, full): tuple(sorted(self._means(items, full=full)))
            for name, items in self.dimensions.items()
            for full in (False, True)
        }

    def _means(self, items: tuple[str, ...], *, full: bool) -> set[float]:
        found: set[float] = set()
        for number in range(len(items) if full else 1, len(items) + 1):
            for some in combinations(items, number):
                weights = [self.weights[one] for one in some]
                found |= _weighted(weights, [self.levels] * number)
        return found

    @cached_property
    def _full_overall(self) -> tuple[float, ...]:
        if self.of_items:
            return tuple(sorted(self._means(tuple(sum(self.dimensions.values(), ())), full=True)))
        grids = [self.grid(("dimension", one), full=True) for one in self.dimensions]
        return tuple(sorted(_weighted([self.weights[one] for one in self.dimensions], grids)))

    @cached_property
    def _overall(self) -> tuple[float, ...]:
        if self.of_items:
            return tuple(sorted(self._means(tuple(sum(self.dimensions.values(), ())), full=False)))
        found: set[float] = set()
        for number in range(1, len(self.dimensions) + 1):
            for some in combinations(self.dimensions, number):
                grids = [self.grid(("dimension", one)) for one in some]
                found |= _weighted([self.weights[one] for one in some], grids)
        return tuple(sorted(found))


def _weighted(weights: list[float], grids: list[tuple[float, ...]]) -> set[float]:
    """Return every weighted mean of one value of each grid."""
    total = sum(weights)
    sums = {0.0}
    for weight, grid in zip(weights, grids, strict=True):
        sums = {round(so_far + weight * value, GRID) for so_far, value in product(sums, grid)}
    return {round(one / total, GRID) for one in sums} if total else set()


def read(folder: Path) -> Known:
    """Read what is public of a project, and who was assessed when; of the answers nothing else."""
    project = _yaml(folder / "project.yaml")
    register = list(csv.DictReader((folder / "organizations.csv").open(encoding="utf-8")))
    period = project["periods"][-1]
    scheme = _yaml(folder / "scoring" / f"{period['scheme']}.yaml")
    structure = _yaml(folder / "questionnaires" / f"{period['questionnaire']}.yaml")
    dimensions = {one["id"]: tuple(one["items"]) for one in structure["dimensions"]}
    weights = dict.fromkeys([*dimensions, *(item for items in dimensions.values() for item in items)], 1.0)
    given = scheme.get("weights", {})
    weights |= given.get("items", {}) | given.get("dimensions", {})
    clusters = {sector: one["id"] for one in project.get("clusters", []) for sector in one["sectors"]}
    groups: dict[tuple[str, str], set[str]] = {}
    for row in register:
        for by, group in _groups(row, clusters):
            groups.setdefault((by, group), set()).add(row["id"])
    names = {one["label"]["en"]: one["id"] for one in project.get("clusters", [])}
    names |= {texts["en"]: sector for sector, texts in project["sectors"].items()}
    return Known(
        levels=tuple(float(one) for one in structure["scale"]["levels"]),
        dimensions=dimensions,
        weights={key: float(value) for key, value in weights.items()},
        of_items=scheme.get("overall", "dimensions") == "items",
        coverage=float(scheme.get("coverage", {}).get("items", 0.8)),
        bands=tuple(float(one["from"]) for one in scheme["bands"]),
        meaningful=float(scheme.get("meaningful_change", 0.5)),
        periods={one["id"]: one["label"]["en"] for one in project["periods"]},
        groups={key: frozenset(members) for key, members in groups.items()},
        names=names | {"All organizations": "cohort"},
        assessed={one["id"]: _assessed(folder / "responses" / one["id"]) for one in project["periods"]},
    )


def _groups(row: Mapping[str, str], clusters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    cluster, size = clusters.get(row["sector"], ""), row.get("size", "")
    yield from (("cohort", "cohort"), ("sector", row["sector"]))
    if cluster:
        yield "cluster", cluster
    if size:
        yield "size", size


def _assessed(folder: Path) -> frozenset[str]:
    found: set[str] = set()
    for path in sorted(folder.glob("*.csv")):
        found |= {row["organization"] for row in csv.DictReader(path.open(encoding="utf-8-sig"))}
    return frozenset(found)


def _yaml(path: Path) -> dict[str, object] | dict:  # type: ignore[type-arg]
    return yaml.safe_load(path.read_text(encoding="utf-8"))


Scores = Mapping[str, Mapping[Place, float]]
"""Each organization's scores; a place is absent where it has none."""


def scores(known: Known, answers: Mapping[tuple[str, str, str], str]) -> dict[str, dict[Place, float]]:
    """Score answers as the methods say: coverage, weighted means, dimensions and overall."""
    return {
        one: {
            place: value
            for period in known.periods
            if one in known.assessed[period]
            for place, value in _scored(known, period, {item: answers.get((period, one, item), "") for item in _all(known)})
        }
        for one in known.organizations
    }


def _all(known: Known) -> list[str]:
    return [item for items in known.dimensions.values() for item in items]


def _scored(known: Known, period: str, given: Mapping[str, str]) -> Iterator[tuple[Place, float]]:
    levels = {item: float(answer) for item, answer in given.items() if _is_level(answer)}
    applying = {item for item, answer in given.items() if answer != "N/A"}
    yield from (((period, ("item", item)), level) for item, level in levels.items())
    means: dict[str, float] = {}
    for dimension, items in known.dimensions.items():
        value = _mean(known, [one for one in items if one in applying], levels)
        if value is not None:
            means[dimension] = value
            yield (period, ("dimension", dimension)), value
    apply = [one for one, items in known.dimensions.items() if applying & set(items)]
    if known.of_items:
        overall = _mean(known, [one for one in _all(known) if one in applying], levels)
        enough = _enough(known, len([one for one in apply if one in means]), len(apply))
    else:
        overall = _mean(known, apply, means)
        enough = _enough(known, len(levels), len(applying))
    if overall is not None and enough:
        yield (period, OVERALL), overall


def _mean(known: Known, applying: list[str], values: Mapping[str, float]) -> float | None:
    """Return the weighted mean of what has a value; None below the coverage, or where nothing counts."""
    some = [one for one in applying if one in values]
    weight = sum(known.weights[one] for one in some)
    if not some or not _enough(known, len(some), len(applying)) or not weight:
        return None
    return round(sum(known.weights[one] * values[one] for one in some) / weight, GRID)


def _enough(known: Known, answered: int, applying: int) -> bool:
    return applying > 0 and answered / applying >= known.coverage - 1e-9


def _is_level(answer: str) -> bool:
    return answer not in {"", "N/A", "don't know"}
