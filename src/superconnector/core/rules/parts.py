"""What stands inside an expression but never in a finished tree: durations, quotients not yet compared."""

from __future__ import annotations

from dataclasses import dataclass

from superconnector.core.rules.facts import Type
from superconnector.core.rules.tree import At, Node


@dataclass(frozen=True, slots=True)
class Span:
    """A duration of calendar months and days."""

    months: int
    days: int
    at: At
    type: Type = Type.DURATION


@dataclass(frozen=True, slots=True)
class Quotient:
    """numerator / denominator, both integers or both money."""

    numerator: Node
    denominator: Node
    at: At
    type: Type = Type.RATIO


Term = Node | Span | Quotient
