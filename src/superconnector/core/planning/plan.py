"""A plan: who pays what of each line, what comes when, and how well it is proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from superconnector.core.planning.project import CostLine


class Status(StrEnum):
    """How well a plan is proven. Infeasible: none keeps within the cash; this one needs least."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Proof:
    """A goal, what the plan reaches and what no plan can pass (cents, or a number of applications)."""

    goal: str
    value: int
    bound: int

    @property
    def gap(self) -> int:
        """How far the value is from the bound; 0 is proven optimal."""
        return abs(self.bound - self.value)


@dataclass(frozen=True, slots=True)
class Part:
    """Of a line's costs in the months from `first_month` to before `end`, `claimed` cents are claimed under
    a grant, which pays `cents` of them."""

    programme: str
    grant: str
    line: str
    first_month: int
    end: int
    claimed: int
    cents: int


@dataclass(frozen=True, slots=True)
class Funded:
    """A person of a line (by place in it, from 0) who is paid for under a grant."""

    programme: str
    grant: str
    line: str
    person: int


@dataclass(frozen=True, slots=True)
class Award:
    """A grant of the plan: what it comes to, the period applied for, and how much of it comes in advance."""

    programme: str
    grant: str
    cents: int
    first_month: int
    end: int
    advance: int


@dataclass(frozen=True, slots=True)
class Month:
    """Cents that leave and reach the applicant in a month, and the balance at its end."""

    number: int
    out: int
    received: int
    balance: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The result. `own` by line: what the applicant (or another payer) bears. `bound` and `gap` are those of
    the first goal; `deepest` is the most laid out at the end of a month, first in month `deepest_month`."""

    status: Status
    proofs: tuple[Proof, ...]
    awards: tuple[Award, ...]
    parts: tuple[Part, ...]
    funded: tuple[Funded, ...]
    own: Mapping[str, int]
    cash: tuple[Month, ...]

    @property
    def bound(self) -> int:
        """What no plan can exceed, of the first goal."""
        return self.proofs[0].bound

    @property
    def gap(self) -> int:
        """The gap of the first goal."""
        return self.proofs[0].gap

    @property
    def granted(self) -> int:
        """Public money in cents."""
        return sum(award.cents for award in self.awards)

    @property
    def programmes(self) -> tuple[str, ...]:
        """The programmes applied to, by id."""
        return tuple(sorted({award.programme for award in self.awards}))

    @property
    def deepest(self) -> int:
        """The most that is laid out at any time, in cents."""
        return max((-month.balance for month in self.cash), default=0)

    @property
    def deepest_month(self) -> int:
        """The month in which most is laid out."""
        return max(self.cash, key=lambda month: (-month.balance, -month.number)).number

    def of_line(self, line: CostLine) -> tuple[Part, ...]:
        """The parts of a line."""
        return tuple(part for part in self.parts if part.line == line.id)
