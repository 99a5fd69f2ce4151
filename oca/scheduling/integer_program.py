"""A mixed-integer programme row by row, solved by HiGHS, and what gives way when it has no solution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult


@dataclass
class Programme:
    """A mixed-integer programme under construction: its columns are there, its rows are added one by one.

    Attributes:
        gains: what each column is worth.
        most: the upper bound of each column.
        least: the lower bound of each column.
        named: of each row, which limit it is and of what; empty for rows that only tie columns together.
    """

    gains: list[float]
    most: list[float]
    least: list[float]
    named: list[tuple[str, str] | None] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    _rows: list[int] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _values: list[float] = field(default_factory=list)

    def row(self, terms: Mapping[int, float], lower: float, upper: float, named: tuple[str, str] | None = None) -> None:
        """Add a row: `lower <= sum of terms <= upper`."""
        number = len(self.named)
        self.named.append(named)
        self.lower.append(lower)
        self.upper.append(upper)
        for column, value in terms.items():
            self._rows.append(number)
            self._columns.append(column)
            self._values.append(value)

    def solve(self, seconds: float) -> OptimizeResult:
        """Return what HiGHS found within the time."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        return milp(
            -np.array(self.gains),
            integrality=np.ones(len(self.gains)),
            bounds=Bounds(np.array(self.least), np.array(self.most)),
            constraints=LinearConstraint(self._matrix(), np.array(self.lower), np.array(self.upper)),
            options={"time_limit": seconds, "mip_rel_gap": 1e-6},
        )

    def loosened(self) -> tuple[np.ndarray, np.ndarray]:
        """Return by how much each named limit must give way, summed as shares as little as can be."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array, hstack

        limits = [number for number, named in enumerate(self.named) if named]
        signs = [-1.0 if self.bounded_above(number) else 1.0 for number in limits]
        slack = csr_array((signs, (limits, range(len(limits)))), shape=(len(self.named), len(limits)))
        scale = [1 / max(1.0, self.upper[number] if self.bounded_above(number) else 1.0) for number in limits]
        columns = len(self.gains)
        found = milp(
            np.concatenate([np.zeros(columns), scale]),
            integrality=np.concatenate([np.ones(columns), np.zeros(len(limits))]),
            bounds=Bounds(
                np.concatenate([self.least, np.zeros(len(limits))]),
                np.concatenate([self.most, np.full(len(limits), np.inf)]),
            ),
            constraints=LinearConstraint(hstack([self._matrix(), slack]), np.array(self.lower), np.array(self.upper)),
            options={"time_limit": 20, "mip_rel_gap": 1e-6},
        )
        given_way = np.zeros(len(self.named))
        given_way[limits] = found.x[columns:]
        return given_way, found.x[:columns]

    def bounded_above(self, number: int) -> bool:
        """Say whether a row has an upper end; else it has a lower one."""
        return bool(np.isfinite(self.upper[number]))

    def _matrix(self) -> Any:
        from scipy.sparse import csr_array

        shape = (len(self.named), len(self.gains))
        return csr_array((self._values, (self._rows, self._columns)), shape=shape)
