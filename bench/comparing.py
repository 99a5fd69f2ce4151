"""Comparison, suppression and audit of many organizations by 50 groups; how the audit's time grows."""

from __future__ import annotations

import resource
import time

import numpy as np
import pandas as pd

from oca.comparison.grouping import grouping
from oca.comparison.groups import compare
from oca.disclosure.audit import Audit, audit
from oca.disclosure.constraints import Published
from oca.disclosure.suppression import disclose
from oca.disclosure.unknowns import ScoreRange
from oca.tables import CHANGES, SCORES

PERIODS = ["y1", "y2", "y3", "y4", "y5"]

GROUPS = 50

OVERALL = ("overall", "overall")

TYPES = dict.fromkeys(PERIODS, ("consensus",))


def made(
    organizations: int, elements: list[tuple[str, str]], groups: int = GROUPS
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the register, SCORES and CHANGES; one assessment in fifty is missing."""
    generator = np.random.default_rng(7)
    ids = np.array([f"o{nth:06}" for nth in range(organizations)], dtype=object)
    register = pd.DataFrame({"organization": ids, "sector": [f"g{nth % groups:02}" for nth in range(organizations)]})
    there = generator.random((organizations, len(PERIODS))) > 0.02
    scores, changes = [], []
    for kind, element in elements:
        values = np.clip(generator.normal(2.3, 0.6, (organizations, len(PERIODS))).round(2), 1, 4)
        for at, period in enumerate(PERIODS):
            rows = there[:, at]
            scores.append(
                _table(
                    SCORES.names,
                    organization=ids[rows],
                    period=period,
                    kind=kind,
                    element=element,
                    score=values[rows, at],
                    status="scored",
                    score_type="consensus",
                )
            )
            for before in range(at) if kind != "item" else ():
                rows = there[:, at] & there[:, before]
                change = (values[rows, at] - values[rows, before]).round(2)
                verdict = np.where(change >= 0.5, "improved", np.where(change <= -0.5, "declined", "no_clear_change"))
                changes.append(
                    _table(
                        CHANGES.names,
                        organization=ids[rows],
                        kind=kind,
                        element=element,
                        from_period=PERIODS[before],
                        to_period=period,
                        change=change,
                        verdict=verdict,
                    )
                )
    return register.astype("str"), pd.concat(scores, ignore_index=True), pd.concat(changes, ignore_index=True)


def _table(names: list[str], **columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)[[name for name in names if name in columns]]


def table(
    sizes: tuple[int, ...] = (1_000, 10_000, 100_000), audited: tuple[int, ...] = (20, 40, 1_000, 10_000, 100_000)
) -> None:
    """Print seconds and peak memory of comparison and suppression, and seconds of the audit, for one element."""
    for size in sizes:
        register, scores, changes = made(size, [OVERALL])
        clock = [time.perf_counter()]
        cohort, groups = _compared(register, scores, changes)
        clock.append(time.perf_counter())
        disclose(cohort, groups, 5)
        clock.append(time.perf_counter())
        spent = np.diff(clock)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>8,} organizations, 5 periods, {GROUPS} groups, one element: compare {spent[0]:.2f} s, "
            f"suppress {spent[1]:.2f} s; peak {peak:.0f} MB"
        )
    for size in audited:
        register, scores, changes = made(size, [OVERALL], groups=min(GROUPS, max(1, size // 8)))
        cohort, own = _compared(register, scores, changes)
        shown = disclose(cohort, own, 5, kind="cells").published
        began = time.perf_counter()
        found = _audit(register, scores, changes, shown)
        print(
            f"{size:>8,} organizations, audit of one element: {time.perf_counter() - began:.2f} s, "
            f"{found.programmes} programmes, {'passed' if found.passed else 'not shown to be safe'}"
        )


def _compared(register: pd.DataFrame, scores: pd.DataFrame, changes: pd.DataFrame) -> list[pd.DataFrame]:
    return [
        compare(scores, changes, register, by=by, periods=PERIODS, levels=(2, 3, 4), score_types=TYPES)
        for by in ("cohort", "sector")
    ]


def _audit(register: pd.DataFrame, scores: pd.DataFrame, changes: pd.DataFrame, shown: pd.DataFrame) -> Audit:
    ways = [grouping(register, by) for by in ("cohort", "sector")]
    flags = {(way.name, name): way.codes == code for way in ways for code, name in enumerate(way.groups)}
    return audit(
        [Published(shown, flags)],
        scores,
        changes,
        ways[0].organizations,
        periods=PERIODS,
        score_types=TYPES,
        scales={OVERALL: ScoreRange(1.0, 4.0)},
    )
