"""Whether a condition can ever be true: constraint propagation over intervals and sets of options.

Each assumption narrows what the terms below it can be, upwards by their bounds and downwards by inverting the
operation, until nothing changes (the HC4 revision of Benhamou, Goualard, Granvilliers and Puget, ICLP 1999).
Every step keeps all values that are possible, so that "never" is proven; "may be" is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from superconnector.core.rules.build import CONTRARY
from superconnector.core.rules.facts import Type, Vocabulary
from superconnector.core.rules.intervals import GREATEST, LEAST, Interval, bounds, certainty, quotient
from superconnector.core.rules.tree import (
    And,
    Arithmetic,
    Choose,
    Compare,
    CompareRatio,
    Constant,
    Extreme,
    FactRef,
    Member,
    Node,
    Not,
    Op,
    Or,
    Overlap,
    Unknown,
)

ROUNDS = 8
Ratios = tuple[Fraction, Fraction]
HUGE = Fraction(2**64)


def satisfiable(node: Node, vocabulary: Vocabulary) -> bool:
    """False only if no answers within the bounds of the facts can ever make the condition true.

    What no source states (`not_stated`) counts as something that may be so.
    """
    box = Box(vocabulary, {}, {}, {}, ())
    for _ in range(ROUNDS):
        narrowed = _assume(node, True, box)
        if narrowed is None:
            return False
        if narrowed == box:
            return True
        box = narrowed
    return True


@dataclass(frozen=True, slots=True)
class Box:
    """What is still possible: of numbers and conditions, of quotients (by their two sides), of choices.

    `asked` holds the groups of which a set of choices must meet each. A box is never changed, only replaced.
    """

    vocabulary: Vocabulary
    numbers: dict[Node, Interval]
    ratios: dict[tuple[Node, Node], Ratios]
    options: dict[Node, frozenset[str]]
    asked: tuple[tuple[Node, frozenset[str]], ...]

    def of(self, node: Node) -> Interval:
        """The bounds of a term within the box."""
        return bounds(node, self.vocabulary, self.numbers)

    def limit(self, node: Node, low: int, high: int) -> Box | None:
        """The box in which the term lies within [low, high]; None if that is impossible."""
        least, greatest = self.of(node)
        low, high = max(low, least), min(high, greatest)
        if low > high:
            return None
        return replace(self, numbers={**self.numbers, node: (low, high)})

    def possible(self, choice: Node) -> frozenset[str]:
        """The options that a choice, or a member of a set of choices, can still be."""
        if choice in self.options or not isinstance(choice, FactRef):
            return self.options.get(choice, frozenset())
        return self.vocabulary.facts[choice.fact].option_ids

    def allow(self, choice: Node, options: frozenset[str]) -> Box:
        """The box in which the choice is among the options."""
        return replace(self, options={**self.options, choice: self.possible(choice) & options})


def _join(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box that holds all of them."""
    possible = [box for box in boxes if box is not None]
    if not possible:
        return None
    first, *others = possible
    for other in others:
        first = replace(
            first,
            numbers={n: _hull(i, other.numbers[n]) for n, i in first.numbers.items() if n in other.numbers},
            ratios={n: _wide(i, other.ratios[n]) for n, i in first.ratios.items() if n in other.ratios},
            options={n: o | other.options[n] for n, o in first.options.items() if n in other.options},
            asked=tuple(a for a in first.asked if a in other.asked),
        )
    return first


def _hull(one: Interval, other: Interval) -> Interval:
    return min(one[0], other[0]), max(one[1], other[1])


def _wide(one: Ratios, other: Ratios) -> Ratios:
    return min(one[0], other[0]), max(one[1], other[1])


def _assume(node: Node, wanted: bool, box: Box) -> Box | None:
    """The box narrowed by the condition having the value `wanted`; None if it cannot."""
    match node:
        case Not():
            return _assume(node.part, not wanted, box)
        case And() | Or():
            if isinstance(node, And) is wanted:
                return _all(((part, wanted) for part in node.parts), box)
            return _join(_assume(part, wanted, box) for part in node.parts)
        case Choose():
            return _join(_all(case, box) for case in _cases(node, wanted))
        case Unknown():
            return box
    pinned = box.limit(node, int(wanted), int(wanted))
    return None if pinned is None else _assume_atom(node, wanted, pinned)


def _all(assumptions: Iterable[tuple[Node, bool]], box: Box) -> Box | None:
    narrowed: Box | None = box
    for node, wanted in assumptions:
        narrowed = _assume(node, wanted, narrowed) if narrowed is not None else None
    return narrowed


def _cases(node: Choose, wanted: bool) -> Iterator[list[tuple[Node, bool]]]:
    """The ways in which an `if` between conditions has a value; in the third its condition may be unknown."""
    yield [(node.condition, True), (node.then, wanted)]
    yield [(node.condition, False), (node.otherwise, wanted)]
    yield [(node.then, wanted), (node.otherwise, wanted)]


def _assume_atom(node: Node, wanted: bool, box: Box) -> Box | None:
    match node:
        case Compare():
            return _relate(node.left, node.op if wanted else CONTRARY[node.op], node.right, box)
        case CompareRatio():
            return _relate_ratio(node, node.op if wanted else CONTRARY[node.op], box)
        case Member():
            options = node.options if wanted else box.possible(node.choice) - node.options
            allowed = box.allow(node.choice, options)
            return allowed if allowed.possible(node.choice) else None
        case Overlap():
            return _meet(node, wanted, box)
    return box


def _meet(node: Overlap, wanted: bool, box: Box) -> Box | None:
    if wanted:
        asked = dict.fromkeys((*box.asked, *((node.choices, group) for group in node.groups)))
        box = replace(box, asked=tuple(asked))
    elif len(node.groups) == 1:
        box = box.allow(node.choices, box.possible(node.choices) - node.groups[0])
    met = all(box.possible(choices) & group for choices, group in box.asked)
    return box if met else None


def _relate(left: Node, op: Op, right: Node, box: Box) -> Box | None:
    """The box narrowed by left op right."""
    one, other = box.of(left), box.of(right)
    if not certainty(op, one, other)[1]:
        return None
    match op:
        case Op.EQ:
            narrowed = _narrow(left, *other, box)
            return narrowed and _narrow(right, *one, narrowed)
        case Op.LT | Op.LE:
            gap = int(op is Op.LT)
            narrowed = _narrow(left, LEAST, other[1] - gap, box)
            return narrowed and _narrow(right, one[0] + gap, GREATEST, narrowed)
        case Op.GT:
            return _relate(right, Op.LT, left, box)
        case Op.GE:
            return _relate(right, Op.LE, left, box)
    return _differ(left, one, right, other, box)


def _differ(left: Node, one: Interval, right: Node, other: Interval, box: Box) -> Box | None:
    """left != right: a single value on one side is cut off the ends of the other."""
    narrowed: Box | None = box
    for node, own, opposite in ((left, one, other), (right, other, one)):
        if narrowed is not None and opposite[0] == opposite[1]:
            low, high = own[0] + (own[0] == opposite[0]), own[1] - (own[1] == opposite[0])
            narrowed = _narrow(node, low, high, narrowed)
    return narrowed


def _narrow(node: Node, low: int, high: int, box: Box) -> Box | None:
    """The box in which a number lies within [low, high], carried down to the parts of it."""
    narrowed = box.limit(node, low, high)
    if narrowed is None or node.type is Type.BOOLEAN:
        return narrowed
    low, high = narrowed.numbers[node]
    match node:
        case Arithmetic():
            return _narrow_arithmetic(node, low, high, narrowed)
        case Extreme():
            least, greatest = (low, GREATEST) if node.name == "min" else (LEAST, high)
            for part in node.parts:
                narrowed = narrowed and _narrow(part, least, greatest, narrowed)
    return narrowed


def _narrow_arithmetic(node: Arithmetic, low: int, high: int, box: Box) -> Box | None:
    left, right = node.left, node.right
    if node.op in "+-":
        least, greatest = box.of(right)
        sign = 1 if node.op == "+" else -1
        ends = (low - greatest, high - least) if sign > 0 else (low + least, high + greatest)
        narrowed = _narrow(left, *ends, box)
        if narrowed is None:
            return None
        own = narrowed.of(left)
        ends = (low - own[1], high - own[0]) if sign > 0 else (own[0] - high, own[1] - low)
        return _narrow(right, *ends, narrowed)
    if not isinstance(right, Constant) or isinstance(right.value, bool | str) or right.value <= 0:
        return box
    factor = 1 / Fraction(right.value) if node.op == "/" else Fraction(right.value)
    # floor(left * factor) lies within [low, high]: left >= low / factor and left < (high + 1) / factor.
    return _narrow(left, -(-low / factor // 1), -(-(high + 1) / factor // 1) - 1, box)


def _relate_ratio(node: CompareRatio, op: Op, box: Box) -> Box | None:
    key = (node.numerator, node.denominator)
    own = box.ratios.get(key, (-HUGE, HUGE))
    if found := quotient(box.of(node.numerator), box.of(node.denominator)):
        own = max(own[0], found[0]), min(own[1], found[1])
    if own[0] > own[1] or not certainty(op, own, (node.ratio, node.ratio))[1]:
        return None
    if op in {Op.LT, Op.LE, Op.EQ}:
        own = own[0], min(own[1], node.ratio)
    if op in {Op.GT, Op.GE, Op.EQ}:
        own = max(own[0], node.ratio), own[1]
    return replace(box, ratios={**box.ratios, key: own})
