"""How small and how large a term can be: interval arithmetic on exact integers.

The method is that of R. E. Moore, Interval Analysis, 1966. The bounds serve two ends: they prove that no
evaluation overflows 64 bits, and they find conditions that can never be true. A condition has bounds too:
(0, 0) is never true, (1, 1) never false, each where it is known at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from superconnector.core.rules import dates
from superconnector.core.rules.errors import wrong
from superconnector.core.rules.facts import BOUNDS, Type, Vocabulary
from superconnector.core.rules.tree import (
    And,
    ApplicationDay,
    Arithmetic,
    Choose,
    Compare,
    CompareRatio,
    Constant,
    Elapsed,
    Extreme,
    FactRef,
    Member,
    Node,
    Not,
    Op,
    Or,
    Overlap,
    Shift,
)

Interval = tuple[int, int]
"""The least and the greatest value, both included."""

LEAST, GREATEST = -(2**63), 2**63 - 1
EITHER = (0, 1)
NO_INTERVALS: Mapping[Node, Interval] = MappingProxyType({})


def bounds(node: Node, vocabulary: Vocabulary, known: Mapping[Node, Interval] = NO_INTERVALS) -> Interval:
    """The least and the greatest value in machine form; 0 and 1 for a condition.

    `known` narrows single nodes. Raises RuleError at a term that could leave 64 bits or the calendar, and
    KeyError for a choice, which has no bounds.
    """
    return _Bounds(vocabulary, known).of(node)


def quotient(numerator: Interval, denominator: Interval) -> tuple[Fraction, Fraction] | None:
    """The bounds of a quotient, None where the denominator can be zero."""
    if denominator[0] <= 0 <= denominator[1] or 0 in denominator:
        return None
    corners = [Fraction(n, d) for n in numerator for d in denominator]
    return min(corners), max(corners)


def certainty(op: Op, left: tuple[Fraction | int, ...], right: tuple[Fraction | int, ...]) -> Interval:
    """The bounds of the condition left op right, from the bounds of both sides."""
    match op:
        case Op.EQ:
            return int(left[0] == left[1] == right[0] == right[1]), int(
                left[0] <= right[1] and right[0] <= left[1]
            )
        case Op.LT:
            return int(left[1] < right[0]), int(left[0] < right[1])
        case Op.LE:
            return int(left[1] <= right[0]), int(left[0] <= right[1])
        case Op.GT:
            return certainty(Op.LT, right, left)
        case Op.GE:
            return certainty(Op.LE, right, left)
    low, high = certainty(Op.EQ, left, right)
    return 1 - high, 1 - low


class _Bounds:
    def __init__(self, vocabulary: Vocabulary, known: Mapping[Node, Interval]) -> None:
        self.vocabulary = vocabulary
        self.known = known

    def of(self, node: Node) -> Interval:
        """The least and the greatest value of a node."""
        found = self._condition(node) if node.type is Type.BOOLEAN else self._number(node)
        low, high = found or BOUNDS[node.type]
        if narrower := self.known.get(node):
            low, high = max(low, narrower[0]), min(high, narrower[1])
        _check(low, high, node)
        return low, high

    def _parts(self, parts: tuple[Node, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The least values and the greatest values of the parts."""
        found = [self.of(part) for part in parts]
        return tuple(low for low, _ in found), tuple(high for _, high in found)

    def _condition(self, node: Node) -> Interval | None:
        match node:
            case Not():
                low, high = self.of(node.part)
                return 1 - high, 1 - low
            case And():
                lows, highs = self._parts(node.parts)
                return min(lows), min(highs)
            case Or():
                lows, highs = self._parts(node.parts)
                return max(lows), max(highs)
            case Compare():
                return certainty(node.op, self.of(node.left), self.of(node.right))
        return self._atom(node)

    def _atom(self, node: Node) -> Interval | None:
        match node:
            case Constant():
                return int(node.value), int(node.value)
            case CompareRatio():
                return self._ratio(node)
            case Member(choice=FactRef(fact=fact)):
                options = self.vocabulary.facts[fact].option_ids
                return int(options <= node.options), int(not options.isdisjoint(node.options))
            case Overlap():
                return 0, int(all(node.groups))
            case Choose():
                return self._choose(node)
        return None

    def _number(self, node: Node) -> Interval | None:  # noqa: PLR0911 - one line a kind of node
        match node:
            case Constant():
                return int(node.value), int(node.value)
            case FactRef():
                return self.vocabulary.facts[node.fact].bounds
            case Arithmetic():
                return self._arithmetic(node)
            case Shift():
                low, high = self.of(node.moment)
                return _shifted(low, node), _shifted(high, node)
            case Elapsed():
                low, high = self.of(node.since)
                first, last = self.of(ApplicationDay())
                return dates.elapsed(high, first, node.unit), dates.elapsed(low, last, node.unit)
            case Extreme():
                lows, highs = self._parts(node.parts)
                pick = min if node.name == "min" else max
                return pick(lows), pick(highs)
            case Choose():
                return self._choose(node)
        return None

    def _choose(self, node: Choose) -> Interval:
        condition = self.of(node.condition)
        lows, highs = self._parts((node.then, node.otherwise))
        if condition == (1, 1):
            return lows[0], highs[0]
        if condition == (0, 0):
            return lows[1], highs[1]
        return min(lows), max(highs)

    def _arithmetic(self, node: Arithmetic) -> Interval:
        low, high = self.of(node.left)
        if isinstance(node.right, Constant) and isinstance(node.right.value, Fraction):
            return _scaled((low, high), node.right.value, node)
        least, greatest = self.of(node.right)
        match node.op:
            case "+":
                return low + least, high + greatest
            case "-":
                return low - greatest, high - least
            case "/":
                return low // least, high // least
        corners = [a * b for a in (low, high) for b in (least, greatest)]
        return min(corners), max(corners)

    def _ratio(self, node: CompareRatio) -> Interval:
        numerator, denominator = self.of(node.numerator), self.of(node.denominator)
        for side, factor in ((numerator, node.ratio.denominator), (denominator, node.ratio.numerator)):
            corners = sorted(value * factor for value in side)
            _check(corners[0], corners[1], node)
        found = quotient(numerator, denominator)
        return certainty(node.op, found, (node.ratio, node.ratio)) if found else EITHER


def _scaled(interval: Interval, ratio: Fraction, node: Node) -> Interval:
    """floor(value * ratio); the product with the ratio's numerator must fit into 64 bits too."""
    low, high = sorted(value * ratio.numerator for value in interval)
    _check(low, high, node)
    return low // ratio.denominator, high // ratio.denominator


def _shifted(day: int, node: Shift) -> int:
    try:
        return dates.shift(day, node.months, node.days)
    except (ValueError, OverflowError):
        raise wrong("the date can leave the calendar (years 1 to 9999)", node.at) from None


def _check(low: int, high: int, node: Node) -> None:
    least, greatest = (dates.FIRST_DAY, dates.LAST_DAY) if node.type is Type.DATE else (LEAST, GREATEST)
    if low < least or high > greatest:
        raise wrong(_too_large(node.type), node.at)


def _too_large(kind: Type) -> str:
    if kind is Type.DATE:
        return "the date can leave the calendar (years 1 to 9999)"
    return "this can grow beyond 64 bits; give its facts a smaller maximum"
