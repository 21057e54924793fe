"""The vocabulary: what one may be asked, and the values that can be answered.

Every value is held in an exact machine form: money in integer cents, a date in days since 1970-01-01,
a choice as its option id. *Unknown* is the absence of a value, never a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

EPOCH = date(1970, 1, 1)


class Type(StrEnum):
    """The types of facts and of expressions."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    MONEY = "money"  # integer cents of the ecosystem's currency
    DATE = "date"  # days since EPOCH
    CHOICE = "choice"  # one option id
    CHOICES = "choices"  # a set of option ids
    TEXT = "text"  # never part of a condition
    RATIO = "ratio"  # only inside expressions: a constant Fraction, or a quotient that is compared with one
    DURATION = "duration"  # only inside expressions: (months, days)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; `parent` makes a hierarchy (a code is *in* its ancestors)."""

    id: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be known of an applicant or a project.

    `minimum` and `maximum` bound the machine form (cents for money, days for dates). They serve two ends:
    an answer outside them is refused, and the type checker proves with them that no sum overflows 64 bits.
    """

    id: str
    type: Type
    options: tuple[Option, ...] = ()
    minimum: int = 0
    maximum: int = 10**15

    def descendants(self, option_id: str) -> frozenset[str]:
        """The option itself and all below it. Shape: ids."""
        found = {option_id}
        grew = True
        while grew:
            below = {o.id for o in self.options if o.parent in found} - found
            grew = bool(below)
            found |= below
        return frozenset(found)


Value = bool | int | str | frozenset[str]
"""bool: boolean · int: integer, cents, days · str: choice, text · frozenset: choices."""

Profile = Mapping[str, Value]
"""What is known of one applicant: fact id → value in machine form. A fact that is absent is unknown."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The text of an expression with the days on which it holds (both ends included)."""

    expression: str
    from_day: date | None = None
    to_day: date | None = None

    def holds(self, on: date) -> bool:
        """Whether `on` lies within the days."""
        return (self.from_day is None or self.from_day <= on) and (self.to_day is None or on <= self.to_day)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a name in an expression can stand for, but for the programme's own parameters."""

    facts: Mapping[str, Fact]
    definitions: Mapping[str, tuple[Dated, ...]] = field(default_factory=dict)
    currency: str = "HKD"
