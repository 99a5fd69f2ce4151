"""SCORES and CHANGES written by hand, for tests of what is made from them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from oca.tables import CHANGES, SCORES


def scores(
    table: Mapping[tuple[str, str], Mapping[str, float | str]], types: Mapping[tuple[str, str], str] | None = None
) -> pd.DataFrame:
    """Make SCORES from {(period, organization): {element: score or status}}; ids with a hyphen are items."""
    rows = []
    for (period, organization), elements in table.items():
        score_type = (types or {}).get((period, organization), "consensus")
        for element, value in elements.items():
            number, status = (float("nan"), value) if isinstance(value, str) else (value, "scored")
            rows.append(
                (
                    organization,
                    period,
                    _kind(element),
                    element,
                    number,
                    float("nan"),
                    "",
                    status,
                    4,
                    0,
                    0,
                    0,
                    4,
                    1,
                    score_type,
                    1.0,
                    4.0,
                )
            )
    return SCORES.frame(rows)


def changes(table: Mapping[tuple[str, str, str], Mapping[str, float | str]], meaningful: float = 0.5) -> pd.DataFrame:
    """Make CHANGES from {(from, to, organization): {element: change, or the reason why there is none}}."""
    rows = []
    for (earlier, later, organization), elements in table.items():
        for element, value in elements.items():
            nothing = isinstance(value, str)
            change = float("nan") if isinstance(value, str) else value
            verdict = "not_comparable" if nothing else "improved" if change >= meaningful else "declined"
            if not nothing and abs(change) < meaningful:
                verdict = "no_clear_change"
            rows.append(
                (
                    organization,
                    _kind(element),
                    element,
                    earlier,
                    later,
                    float("nan"),
                    float("nan"),
                    change,
                    verdict,
                    4,
                    4,
                    value if nothing else "",
                    float("nan"),
                    "",
                )
            )
    return CHANGES.frame(rows)


def register(**groups: str) -> pd.DataFrame:
    """Make a register of {sector: "organizations with spaces between"}."""
    rows = [(one, sector, "", "") for sector, members in groups.items() for one in members.split()]
    return pd.DataFrame(rows, columns=["organization", "sector", "joined", "left"], dtype="str")


def _kind(element: str) -> str:
    return "overall" if element == "overall" else "item" if "-" in element else "dimension"
