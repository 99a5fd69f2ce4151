"""How answers become scores: a scheme, one file in `scoring/`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from oca import content
from oca.errors import InputError
from oca.findings import Place, finding, suggest
from oca.ids import name_faults
from oca.yamlfile import Document, Strict, Texts, load

ScoreType = Literal["individual", "consensus", "verified"]

DimensionRule = Literal["mean", "median", "minimum", "sum", "share"]

Unit = Literal["levels", "points", "percent"]

Share = Annotated[float, Field(ge=0, le=1)]

Weight = Annotated[float, Field(ge=0)]


class Coverage(Strict):
    """The least share of what applies that must be answered, before there is a score.

    `respondents`: of an item, over those who rated alone; `items`: of a sub-dimension or dimension, and of all items
    for the overall; `subdimensions`: of a dimension, over its sub-dimensions that apply; `dimensions`: of the overall,
    over the dimensions that apply. What has no score does not feed the next step.
    """

    respondents: Share = 0.5
    items: Share = 0.8
    subdimensions: Share = 0.8
    dimensions: Share = 0.8


class Weights(Strict):
    """Weights other than 1. An explicit 0 is kept: the element is printed, and counts for nothing above it."""

    items: dict[str, Weight] = {}
    critical_items: Weight = 1
    dimensions: dict[str, Weight] = {}


class CriticalCap(Strict):
    """A dimension with a critical item below level `below` cannot score above `cap`."""

    below: float
    cap: float


class Gate(Strict):
    """An element cannot score `level` or better unless each item in `needs` scores at least what stands beside it."""

    element: str
    level: float
    needs: Annotated[dict[str, float], Field(min_length=1)]


class Needs(Strict):
    """How much an item or dimension asks for support: what makes its priority, from 0 to 100.

    `target`: the level to reach, in levels of the scale also where scores are points; the best one where it is absent.
    `gap`, `critical`, `chosen`, `decline`: how much each weighs; the four are made up to 100 together. `disagreement`:
    the share that is taken off where the respondents could not differ more.
    """

    target: float | None = None
    gap: Annotated[float, Field(gt=0)] = 60
    critical: Weight = 10
    chosen: Weight = 20
    decline: Weight = 10
    disagreement: Share = 0.25

    @property
    def points(self) -> dict[str, float]:
        """What each part adds at most to a priority, in the order of the formula; together 100."""
        weights = {"gap": self.gap, "critical": self.critical, "chosen": self.chosen, "decline": self.decline}
        return {part: 100 * weight / sum(weights.values()) for part, weight in weights.items()}


class Band(Strict):
    """A stretch of the scale with a name: from `start` up to where the next one starts."""

    id: str
    start: Annotated[float, Field(alias="from")]
    title: Texts
    text: Texts


class Scheme(Strict):
    """One file of `scoring/`; every key is explained in its README.

    Attributes:
        id: its id, which is the file's name.
        title: its title in each language; printed in reports.
        about: what it does, in a sentence in each language; printed in reports.
        questionnaires: the ids of the questionnaires that it may score.
        score_types: which are accepted, the preferred first; one counts for each organization and period.
        respondents: from several individual ratings to the item.
        dimension: from items to the dimension.
        overall: the overall score is the mean of the dimensions, or of the items.
        bands: stretches of the scale with a name, lowest first; each is from its start up to the next.
        meaningful_change: a smaller difference, in levels, is called no clear change.
        needs: how much each item and dimension asks for support.
    """

    id: str
    title: Texts
    about: Texts
    questionnaires: Annotated[list[str], Field(min_length=1)]
    score_types: Annotated[list[ScoreType], Field(min_length=1)]
    respondents: Literal["mean", "median"] = "mean"
    dimension: DimensionRule = "mean"
    overall: Literal["dimensions", "items"] = "dimensions"
    round_dimensions_first: Annotated[int, Field(ge=0, le=4)] | None = None
    coverage: Coverage = Coverage()
    weights: Weights = Weights()
    critical_cap: CriticalCap | None = None
    gates: list[Gate] = []
    index: Literal["none", "linear", "proportional"] = "none"
    bands: Annotated[list[Band], Field(min_length=1)]
    meaningful_change: Annotated[float, Field(gt=0)] = 0.5
    min_common: Share = 0.5
    compare_score_types: bool = False
    needs: Needs = Needs()

    def __repr__(self) -> str:
        """Say in a line which scheme it is."""
        return f"<Scheme {self.id}: dimensions by {self.dimension}, overall of {self.overall}, {len(self.bands)} bands>"

    @property
    def unit(self) -> Unit:
        """What the scores of dimensions are in: levels of the scale, points of a sum, or percent of the maximum."""
        units: dict[DimensionRule, Unit] = {"sum": "points", "share": "percent"}
        return units.get(self.dimension, "levels")

    def item_weight(self, item: str, *, critical: bool) -> float:
        """Return the weight of an item in its dimension."""
        return self.weights.items.get(item, self.weights.critical_items if critical else 1.0)

    def band(self, band_id: str) -> Band:
        """Return a band by its id."""
        return next(band for band in self.bands if band.id == band_id)


def load_scheme(
    scheme_id: str, project_folder: Path | None = None, named: Place | None = None
) -> tuple[Scheme, Document]:
    """Read a scheme by its id; `named` is where it is named.

    Raises:
        InputError: with every fault of the file, all at once.
    """
    path = content.find("scoring", f"{scheme_id}.yaml", project_folder)
    if path is None:
        known = [Path(name).stem for name in map(str, content.available("scoring", "*.yaml", project_folder))]
        hint = suggest(scheme_id, known)
        raise InputError([finding("content-unknown", named, kind="scheme", name=scheme_id, suggestion=hint)])
    scheme, document = load(path, Scheme, project_folder)
    faults = list(name_faults({"id": (scheme.id, scheme_id, "file")}, document))
    if faults:
        raise InputError(faults)
    return scheme, document
