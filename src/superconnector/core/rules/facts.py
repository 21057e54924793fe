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


BOUNDS = {
    Type.BOOLEAN: (0, 1),
    Type.INTEGER: (0, 10**12),
    Type.MONEY: (0, 10**15),
    Type.DATE: ((date(1800, 1, 1) - EPOCH).days, (date(2199, 12, 31) - EPOCH).days),
}
"""What a fact can be where its author sets no bound, in machine form; the application day is a date too."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; `parent` makes a hierarchy (a code is *in* its ancestors)."""

    id: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be known of an applicant or a project.

    `minimum` and `maximum` bound the machine form (cents for money, days for dates); None stands for the
    bound of the type. They serve two ends: an answer outside them is refused, and the type checker
    proves with them that no sum overflows 64 bits.
    """

    id: str
    type: Type
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest answer in machine form; (0, 1) for a boolean.

        Raises KeyError for types whose values are not numbers.
        """
        least, greatest = BOUNDS[self.type]
        return (
            least if self.minimum is None else self.minimum,
            greatest if self.maximum is None else self.maximum,
        )

    def descendants(self, option_id: str) -> frozenset[str]:
        """The option itself and all below it. Shape: ids."""
        found = {option_id}
        while below := {o.id for o in self.options if o.parent in found} - found:
            found |= below
        return frozenset(found)

    @property
    def option_ids(self) -> frozenset[str]:
        """All codes that a condition may name. Shape: ids."""
        return frozenset(o.id for o in self.options)

    @property
    def answers(self) -> frozenset[str]:
        """The codes that one can answer with: those with none below them. Shape: ids.

        A heading would leave open which of the codes below it is meant, and a condition on one of these
        would wrongly be false.
        """
        return self.option_ids - {o.parent for o in self.options}


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
