"""Projects of any size with random answers, as folders: what `oca check` is timed on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from oca.instrument.reading import load_questionnaire

SEED = 20240501

QUESTIONNAIRE = "cssp-oca/1"
"""The version with 52 items."""

GIVEN = ("1", "2", "3", "4", "N/A", "don't know", "")

SHARES = (0.25, 0.25, 0.25, 0.2, 0.02, 0.02, 0.01)
"""How often each of these is given; random answers move two levels far oftener than real ones, and nobody says why."""


def project(folder: Path, organizations: int, periods: int = 5, blank: float = 0.0) -> Path:
    """Write a project in which every organization has a consensus sheet in every period, and return its folder.

    Args:
        folder: where; it is made.
        organizations: how many.
        periods: how many, a year apart.
        blank: the share of the sheets that hold no answer at all.
    """
    items = load_questionnaire(QUESTIONNAIRE).item_ids
    names = [f"org-{number:05}" for number in range(organizations)]
    folder.mkdir(parents=True)
    (folder / "project.yaml").write_text(_settings(periods), encoding="utf-8")
    rows = "".join(f"{name},Organization {name[4:]},sector-{nth % 12:02},en\n" for nth, name in enumerate(names))
    (folder / "organizations.csv").write_text(f"id,name,sector,language\n{rows}", encoding="utf-8")
    random = np.random.default_rng(SEED)
    for period in range(periods):
        given = random.choice(len(GIVEN), (organizations, len(items)), p=SHARES)
        given[random.random(organizations) < blank] = GIVEN.index("")
        where = folder / "responses" / _name(period)
        where.mkdir(parents=True)
        lines = [",".join((name, *(GIVEN[one] for one in row))) for name, row in zip(names, given, strict=True)]
        text = "\n".join([",".join(("organization", *items)), *lines, ""])
        (where / "responses.csv").write_text(text, encoding="utf-8")
    return folder


def _settings(periods: int) -> str:
    rounds = "".join(
        f"  - {{id: {_name(nth)}, label: {{en: Year {nth + 1}}}, date: {1990 + nth}-05-15, "
        f"questionnaire: {QUESTIONNAIRE}, scheme: cssp-mean}}\n"
        for nth in range(periods)
    )
    sectors = "".join(f"  sector-{nth:02}: {{en: Sector {nth}}}\n" for nth in range(12))
    return f"name: {{en: Random answers}}\nsynthetic: true\nlanguages: [en]\nperiods:\n{rounds}sectors:\n{sectors}"


def _name(period: int) -> str:
    return f"y{period + 1}"
