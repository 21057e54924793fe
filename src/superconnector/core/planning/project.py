"""A project as the planner sees it: what it costs, when, who pays and who works on it.

Months are counted from 0, the month in which the project starts. Money is in integer cents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

GOALS = ("grant", "cash", "applications")
"""Public money not repaid, own cash at the deepest point, number of applications."""
APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whose pay is part of a line: the level of the degree, and the months on the project."""

    level: str
    months: int


@dataclass(frozen=True, slots=True)
class CostLine:
    """A cost of `amount` cents in the months from `first_month`, spread evenly over `months` (at least 1).

    `kind` is an option of project.cost_kinds. A line with another payer than the applicant is part of the
    project, but the applicant neither pays nor claims it.
    """

    id: str
    kind: str
    amount: int
    first_month: int = 0
    months: int = 1
    payer: str = APPLICANT
    people: tuple[Person, ...] = ()

    @property
    def end(self) -> int:
        """The first month after the line."""
        return self.first_month + self.months

    def until(self, month: int) -> int:
        """The cents spent before `month`. An uneven rest falls on the first months, a cent each."""
        passed = min(max(month - self.first_month, 0), self.months)
        each, rest = divmod(self.amount, self.months)
        return each * passed + min(rest, passed)

    def between(self, first: int, end: int) -> int:
        """The cents spent in the months from `first` to before `end`."""
        return self.until(end) - self.until(first)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What matters, most first, and what is not wanted. `order` is a permutation of GOALS."""

    order: tuple[str, ...] = GOALS
    no_equity: bool = False
    max_applications: int | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """The lines of a project of `months` months that starts in the month of `start`.

    `cash` is what the applicant can lay out at the deepest point (None: not said). `received` is public money
    already had, by programme; a programme that is absent is unknown.
    """

    start: date
    months: int
    lines: tuple[CostLine, ...]
    cash: int | None = None
    received: Mapping[str, int] = field(default_factory=dict)
    preferences: Preferences = Preferences()

    @property
    def cost(self) -> int:
        """The cents of all lines."""
        return sum(line.amount for line in self.lines)

    def first_day(self, month: int) -> date:
        """The first day of a month of the project; the day of the start itself for month 0."""
        if month == 0:
            return self.start
        years, index = divmod(self.start.month - 1 + month, 12)
        return date(self.start.year + years, index + 1, 1)
