"""How answers become scores: a scheme, one file in `scoring/`."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from oca import content
from oca.errors import InputError
from oca.findings import Finding, Place, finding, shorten, suggest
from oca.instrument.questionnaire import Questionnaire, level_key
from oca.yamlfile import Document, Strict, load

ScoreType = Literal["individual", "consensus", "verified"]

Share = Annotated[float, Field(ge=0, le=1)]

Weight = Annotated[float, Field(ge=0)]


class Coverage(Strict):
    """The least share of what applies that must be answered, before there is a score.

    `respondents`: of an item, over those who rated alone; `items`: of a dimension, and of all items for the overall;
    `dimensions`: of the overall, over the dimensions that apply.
    """

    respondents: Share = 0.5
    items: Share = 0.8
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


class Band(Strict):
    """A stretch of the scale with a name: from `start` up to where the next one starts."""

    id: str
    start: Annotated[float, Field(alias="from")]
    title: dict[str, str]
    text: dict[str, str]


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
    """

    id: str
    title: dict[str, str]
    about: dict[str, str]
    questionnaires: Annotated[list[str], Field(min_length=1)]
    score_types: Annotated[list[ScoreType], Field(min_length=1)]
    respondents: Literal["mean", "median"] = "mean"
    dimension: Literal["mean", "median", "minimum"] = "mean"
    overall: Literal["dimensions", "items"] = "dimensions"
    coverage: Coverage = Coverage()
    weights: Weights = Weights()
    critical_cap: CriticalCap | None = None
    index: Literal["none", "linear", "proportional"] = "none"
    bands: Annotated[list[Band], Field(min_length=1)]
    meaningful_change: Annotated[float, Field(gt=0)] = 0.5
    min_common: Share = 0.5
    compare_score_types: bool = False

    def item_weight(self, item: str, *, critical: bool) -> float:
        """Return the weight of an item in its dimension."""
        return self.weights.items.get(item, self.weights.critical_items if critical else 1.0)

    def band(self, band_id: str) -> Band:
        """Return a band by its id."""
        return next(band for band in self.bands if band.id == band_id)


def load_scheme(scheme_id: str, project_folder: Path | None = None) -> tuple[Scheme, Document]:
    """Read a scheme by its id.

    Raises:
        InputError: with every fault of the file, all at once.
    """
    path = content.find("scoring", f"{scheme_id}.yaml", project_folder)
    if path is None:
        known = [Path(name).stem for name in map(str, content.available("scoring", "*.yaml", project_folder))]
        hint = suggest(scheme_id, known)
        raise InputError([finding("content-unknown", Place(), kind="scheme", name=scheme_id, suggestion=hint)])
    return load(path, Scheme, project_folder)


def contradictions(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> list[Finding]:
    """Return where a scheme does not fit a questionnaire that it is to score."""
    if questionnaire.structure.id not in scheme.questionnaires:
        names = {"scheme": scheme.id, "questionnaire": questionnaire.structure.id}
        hint = f"It is made for: {shorten(scheme.questionnaires)}."
        return [finding("scheme-questionnaire", document.place("questionnaires"), **names, suggestion=hint)]
    return [*_unknown_weights(scheme, document, questionnaire), *_bands(scheme, document, questionnaire)]


def _unknown_weights(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> list[Finding]:
    faults = []
    for key, named, known in (
        ("items", scheme.weights.items, questionnaire.item_ids),
        ("dimensions", scheme.weights.dimensions, questionnaire.dimension_ids),
    ):
        for one in named:
            if one not in known:
                what = f"{key[:-1]} of {questionnaire.ref}"
                place = document.place("weights", key, one)
                faults.append(finding("id-unknown", place, id=one, what=what, suggestion=suggest(one, known)))
    return [*faults, *_all_zero(scheme, document, questionnaire)]


def _all_zero(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> list[Finding]:
    """Return a fault for each dimension, or for the overall, in which every weight is 0."""
    faults = []
    for dimension in questionnaire.dimension_ids:
        items = questionnaire.items_of(dimension)
        if not any(scheme.item_weight(item.id, critical=item.critical) for item in items):
            problem, found = "every item has weight 0, so there is no score", dimension
            faults.append(finding("yaml-value", document.place("weights"), key="weights", problem=problem, found=found))
    if not any(scheme.weights.dimensions.get(dimension, 1.0) for dimension in questionnaire.dimension_ids):
        problem, found = "every dimension has weight 0, so there is no overall score", "0"
        faults.append(finding("yaml-value", document.place("weights"), key="weights", problem=problem, found=found))
    return faults


def _bands(scheme: Scheme, document: Document, questionnaire: Questionnaire) -> list[Finding]:
    lowest, highest = questionnaire.levels[0], questionnaire.levels[-1]
    starts = [band.start for band in scheme.bands]
    faults = []
    if starts[0] != lowest:
        problem = f"the first begins at {starts[0]:g}, the scale at {level_key(lowest)}"
        faults.append(finding("scheme-bands", document.place("bands", 0, "from"), problem=problem))
    for i, (before, after) in enumerate(pairwise(starts), start=1):
        if not before < after <= highest:
            problem = f"{after:g} does not lie above {before:g} and on the scale"
            faults.append(finding("scheme-bands", document.place("bands", i, "from"), problem=problem))
    ids = [band.id for band in scheme.bands]
    faults += [
        finding("id-twice", document.place("bands", i, "id"), id=one) for i, one in enumerate(ids) if one in ids[:i]
    ]
    return faults
