"""How much search one plan may cost, in units that do not depend on the machine or on what else it does.

A unit is what a free machine of today does in about a second. The solvers count their own work (CP-SAT its
deterministic time, SCIP its simplex iterations), so the same input spends the same and finds the same plan.
Only far beyond its units does a clock stop a search: see `clock`.
"""

from __future__ import annotations

from dataclasses import dataclass

CP_SAT = 3.0
"""Units for one of CP-SAT's deterministic time: it counts slowest where it propagates large numbers."""
PIVOT = 4e-8
"""Units for a simplex iteration and row of the relaxation."""
TERM = 1.5e-5
"""Units for handing one term of the model to a solver."""
LEAST = 0.02
"""Units below which nothing more is tried where there is an answer already."""


@dataclass(slots=True)
class Budget:
    """Units that are left. What a part of a budget spends is spent of the whole as well."""

    left: float
    whole: Budget | None = None

    def part(self, share: float) -> Budget:
        """A share of what is left, to be spent here and in the whole."""
        return Budget(self.left * share, self)

    def spend(self, units: float) -> None:
        """Take units away; never below 0."""
        self.left = max(0.0, self.left - units)
        if self.whole is not None:
            self.whole.spend(units)

    @property
    def clock(self) -> float:
        """Seconds of real time after which a search is stopped whatever it has counted."""
        return 4 * self.left + 5
