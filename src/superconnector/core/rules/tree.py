"""The typed tree of a term: the one product of parsing, and what every evaluator reads.

Nodes are frozen and equal by structure; the place in the text (`at`) does not take part in equality, so that
equal sub-expressions of different programmes become one node of the shared graph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from superconnector.core.rules.facts import Type


@dataclass(frozen=True, slots=True)
class At:
    """Where a node stands in the text of its expression: 1-based line, 1-based columns, end exclusive."""

    line: int = 1
    column: int = 1
    end_column: int = 1


NOWHERE = At()


class Op(StrEnum):
    """Comparisons. `==` and `!=` take any type but choices; the others take numbers, money, dates."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal. bool, int (integer, cents, days), option id, or Fraction for a ratio."""

    type: Type
    value: bool | int | str | Fraction
    at: At = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FactRef:
    """The value of a fact; unknown where the profile lacks it."""

    type: Type
    fact: str
    at: At = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ApplicationDay:
    """`application_day`: the day as of which the question is asked."""

    type: Type = Type.DATE
    at: At = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """`not_stated`: a condition that no source states, hence unknown whatever one answers.

    A parameter that has no version on the day is an Unknown of the parameter's type.
    """

    type: Type = Type.BOOLEAN
    at: At = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene negation."""

    part: Node
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class And:
    """Kleene conjunction of two or more parts: false as soon as one is, else unknown if one is."""

    parts: tuple[Node, ...]
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene disjunction of two or more parts."""

    parts: tuple[Node, ...]
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Compare:
    """left op right, both of one type; unknown if a side is. A chain a < b < c is an And of Compares."""

    op: Op
    left: Node
    right: Node
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class CompareRatio:
    """numerator / denominator op ratio, exact by cross-multiplication; a denominator of zero is unknown.

    The denominator may be negative, which turns the comparison of the products around.
    """

    op: Op
    numerator: Node
    denominator: Node
    ratio: Fraction
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Member:
    """A choice is one of `options` (already widened to all descendants of the codes in the text)."""

    choice: Node
    options: frozenset[str]
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Overlap:
    """A set of choices meets each of `groups` (a group is one code of the text with its descendants).

    `"a" in fact` and `any_of(fact, ["a", "b"])` give one group; `all_of(fact, ["a", "b"])` one for each code.
    """

    choices: Node
    groups: tuple[frozenset[str], ...]
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+` and `-` on integers or money; `*` by an integer; money `*` a ratio, money `/` an integer.

    Results of `* ratio` and `/` are rounded down to the whole cent, towards minus infinity.
    A ratio stands on the right, as a Constant of Type.RATIO; the divisor on the right, as a Constant integer.
    Money times an integer has the money on the left.
    """

    op: str
    left: Node
    right: Node
    type: Type
    at: At = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Shift:
    """A date moved by calendar months (the day clipped to the month's last) and then by days; either sign."""

    moment: Node
    months: int
    days: int
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.DATE


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Complete calendar months (or years: `unit` 12) from a date to the application day; negative before it.

    The greatest n for which the date shifted by n units does not lie after the application day.
    """

    since: Node
    unit: int
    at: At = field(default=NOWHERE, compare=False)
    type: Type = Type.INTEGER


@dataclass(frozen=True, slots=True)
class Extreme:
    """`min` or `max` of two or more parts; unknown if any part is (never the known one)."""

    name: str
    parts: tuple[Node, ...]
    type: Type
    at: At = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Choose:
    """`a if condition else b`; an unknown condition gives unknown unless both branches are known and equal.

    Its type is boolean, integer, money or date.
    """

    condition: Node
    then: Node
    otherwise: Node
    type: Type
    at: At = field(default=NOWHERE, compare=False)


Node = (
    Constant
    | FactRef
    | ApplicationDay
    | Unknown
    | Not
    | And
    | Or
    | Compare
    | CompareRatio
    | Member
    | Overlap
    | Arithmetic
    | Shift
    | Elapsed
    | Extreme
    | Choose
)
