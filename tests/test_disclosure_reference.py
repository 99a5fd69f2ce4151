"""The audit against a reference that knows only the definitions of the statistics, and tries every set of scores.

The reference computes mean, median, shares and mean change from scores as a spreadsheet would, rounds them, and keeps
the sets of scores that give exactly what was published. It uses nothing of how the audit reads a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from statistics import mean, median

import numpy as np
import pytest

from oca.comparison.groups import entering_types
from oca.disclosure.attack import Atoms, intervals, without
from oca.disclosure.audit import audit
from oca.disclosure.constraints import Published, evidence
from oca.disclosure.unknowns import ScoreRange, unknowns
from oca.tables import COMPARISON
from tests import handmade

pytestmark = pytest.mark.slow

GRID = (1.0, 2.0, 3.0, 4.0)
OVERALL = ("overall", "overall")
Scores = tuple[float, ...]


def tenth(value: float) -> float:
    return float(np.floor(value * 10 + 0.5 + 1e-9) / 10)


DEFINITIONS: Mapping[str, Callable[[Scores], float]] = {
    "mean": lambda scores: tenth(mean(scores)),
    "median": lambda scores: tenth(median(scores)),
    "share_reaching_3": lambda scores: sum(one >= 3 for one in scores) / len(scores),
    "share_within_2": lambda scores: sum(one <= 2 for one in scores) / len(scores),
}
"""Of the scores of one period."""

OF_CHANGE: Mapping[str, Callable[[Scores], float]] = {
    "change_mean": lambda changes: tenth(mean(changes)),
    "share_improved": lambda changes: sum(one >= 0.5 for one in changes) / len(changes),
    "share_declined": lambda changes: sum(one <= -0.5 for one in changes) / len(changes),
}


def spans(worlds: list[Scores], true: Scores, insider: int) -> list[float]:
    """Return how far apart each other organization's scores are over the worlds that the insider cannot exclude."""
    left = np.array([world for world in worlds if world[insider] == true[insider]])
    return [float(np.ptp(left[:, row])) for row in range(len(true)) if row != insider]


def left_by_audit(
    periods: Mapping[str, Scores], published: Mapping[tuple[str, str], float], insider: int, column: int
) -> tuple[list[float], float]:
    """Return the widths that the attack leaves to one insider in a column, and the audit's shortest over all."""
    size = len(periods["y1"])
    ids = [f"o{nth}" for nth in range(size)]
    scores = handmade.scores(
        {
            (period, one): {"overall": value}
            for period, held in periods.items()
            for one, value in zip(ids, held, strict=True)
        }
    )
    changes = handmade.changes(
        {
            ("y1", "y2", one): {"overall": after - before}
            for one, before, after in zip(ids, periods["y1"], periods.get("y2", ()), strict=False)
        }
    )
    rows = [
        ("cohort", "cohort", period, *OVERALL, statistic, value, size, False)
        for (period, statistic), value in published.items()
    ]
    held = Published(COMPARISON.frame(rows), {("cohort", "cohort"): np.ones(size, dtype=bool)})
    arguments = {
        "periods": list(periods),
        "score_types": entering_types(scores),
        "scales": {OVERALL: ScoreRange(1.0, 4.0)},
    }
    (unknown,) = unknowns(scores, changes, ids, **arguments)
    clues = evidence(unknown, [held])
    assert clues.unmatched == (0,)
    some, rest = without(unknown, clues, np.delete(np.arange(size), insider))
    each = Atoms(np.arange(size - 1), np.ones(size - 1, dtype=np.intp), np.arange(size - 1))
    shortest = audit([held], scores, changes, ids, **arguments, width=3.0).shortest
    assert shortest is not None
    return list(intervals(some, rest, each).width[:, column]), shortest.width


@pytest.mark.parametrize(
    "statistics",
    [("mean",), ("median",), ("mean", "median"), ("mean", "share_reaching_3"), ("mean", "median", "share_within_2")],
)
@pytest.mark.parametrize("true", [(1, 2, 2, 3, 4), (1, 1, 1, 1, 2), (4, 4, 4, 3, 4), (2, 3, 2, 3, 3)])
def test_every_set_of_scores_that_gives_the_published_figures_lies_within_what_the_audit_leaves(
    statistics: tuple[str, ...], true: tuple[int, ...]
) -> None:
    own = tuple(float(one) for one in true)
    wanted = {name: DEFINITIONS[name](own) for name in statistics}
    worlds = [
        world
        for world in product(GRID, repeat=5)
        if all(abs(DEFINITIONS[name](world) - value) < 1e-9 for name, value in wanted.items())
    ]
    published = {("y1", name): value for name, value in wanted.items()}
    for insider in (0, 4):
        left, shortest = left_by_audit({"y1": own}, published, insider, 0)
        for span, width in zip(spans(worlds, own, insider), left, strict=True):
            assert width >= span - 1e-6
            assert shortest <= width + 1e-6


@pytest.mark.parametrize("true", [((1, 2, 2, 3), (2, 2, 3, 3)), ((1, 1, 2, 4), (3, 1, 1, 4)), ((2, 2, 2, 2), (3,) * 4)])
def test_every_pair_of_periods_that_gives_the_published_changes_lies_within_what_the_audit_leaves(
    true: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    before, after = (tuple(float(one) for one in held) for held in true)

    def said(first: Scores, second: Scores) -> list[float]:
        changes = tuple(b - a for a, b in zip(first, second, strict=True))
        return [DEFINITIONS["mean"](first), DEFINITIONS["mean"](second), *(of(changes) for of in OF_CHANGE.values())]

    wanted = said(before, after)
    names = [("y1", "mean"), ("y2", "mean"), *(("y2", name) for name in OF_CHANGE)]
    worlds = [
        first + second
        for first in product(GRID, repeat=4)
        for second in product(GRID, repeat=4)
        if said(first, second) == wanted
    ]
    for insider in (0, 3):
        knows = [world for world in worlds if world[insider + 4] == after[insider]]
        own = spans(knows, before + after, insider)
        for period in range(2):
            left, shortest = left_by_audit(
                {"y1": before, "y2": after}, dict(zip(names, wanted, strict=True)), insider, period
            )
            others = [row for row in range(8) if row != insider]
            found = [span for span, row in zip(own, others, strict=True) if row // 4 == period and row % 4 != insider]
            for span, width in zip(found, left, strict=True):
                assert width >= span - 1e-6
                assert shortest <= width + 1e-6


def test_a_figure_read_too_strictly_would_be_found_by_the_reference() -> None:
    """A mean of 2.2 is given by 1+2+2+3+3 and by 1+1+2+3+4: the least of the reference's spans is no empty one."""
    true = (1.0, 2.0, 2.0, 3.0, 3.0)
    worlds = [world for world in product(GRID, repeat=5) if tenth(mean(world)) == 2.2]
    assert min(spans(worlds, true, 0)) == 3.0
