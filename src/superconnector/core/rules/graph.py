"""All conditions of all programmes as one graph in which equal things are one node.

A condition becomes a *literal*: a node and whether it is negated. `or` is written with `and` and negation
(De Morgan holds in Kleene's logic), so that `a or b` in one programme and `not (not a and not b)` in
another meet in one node. This is the and-inverter graph of circuit design (Kuehlmann et al., IEEE TCAD
21(12), 2002), with three values. A comparison with a constant becomes *fact at least constant*, the
calendar and the day being folded into the constant, so that `employees < 50`, `not employees >= 50` and `49
>= employees` are one node as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import ceil, floor

from superconnector.core.rules import calendar, dates
from superconnector.core.rules.facts import Type, Vocabulary
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
    Unknown,
)

Literal = int
"""2 × node, plus 1 if negated."""

TRUE: Literal = 0
FALSE: Literal = 1
UNKNOWN: Literal = 2

Key = tuple[object, ...]


def negate(literal: Literal) -> Literal:
    """Kleene negation; unknown stays unknown."""
    return literal if literal == UNKNOWN else literal ^ 1


class Graph:
    """A hash-consed graph: `nodes` are conditions, `numbers` are integer expressions; equal keys are one
    entry.

    Keys of nodes: ("true",) · ("unknown",) · ("is", fact) · ("at-least", fact, constant) · ("among", fact,
    options) · ("meets", fact, options) · ("and", literal, literal …) · ("least", number, constant) ·
    ("not-below", number, number) · ("ratio-least", numerator, denominator, ratio) · ("ratio-most",
    numerator, denominator, ratio). Keys of numbers: ("fact", id) · ("constant", value) · ("unknown",) ·
    ("add" | "subtract" | "multiply", a, b) · ("scale", a, ratio) · ("shift", a, months, days) · ("elapsed",
    a, unit, day) · ("min" | "max", parts …) · ("choose", literal, a, b).
    """

    def __init__(self, vocabulary: Vocabulary, on: date) -> None:
        self.vocabulary = vocabulary
        self.on = dates.to_days(on)
        self.nodes: list[Key] = [("true",), ("unknown",)]
        self.numbers: list[Key] = []
        self._node_of: dict[Key, int] = {key: i for i, key in enumerate(self.nodes)}
        self._number_of: dict[Key, int] = {}

    # -- conditions

    def condition(self, node: Node, unstated: Literal = UNKNOWN) -> Literal:  # noqa: PLR0911, C901 - one line a kind
        """The literal of a condition on the day.

        `unstated` is what a condition that no source states counts as: UNKNOWN; or TRUE for the best and
        FALSE for the worst that can come of it, in which case a negation around it is allowed for.
        """
        match node:
            case Constant():
                return TRUE if node.value else FALSE
            case Unknown():
                return unstated
            case FactRef():
                return self._node(("is", node.fact))
            case Not():
                return negate(self.condition(node.part, negate(unstated)))
            case And():
                return self.all_of(self.condition(p, unstated) for p in node.parts)
            case Or():
                return self.any_of(self.condition(p, unstated) for p in node.parts)
            case Compare():
                return self._compare(node, unstated)
            case CompareRatio():
                return self._compare_ratio(node, unstated)
            case Member():
                return self._member(node, unstated)
            case Overlap():
                return self._overlap(node, unstated)
            case Choose():
                return self._choose(node, unstated)
        raise TypeError(f"{type(node).__name__} is not a condition")

    def all_of(self, literals: Iterable[Literal]) -> Literal:
        """Kleene `and`: flat, sorted, without repetitions."""
        parts: set[Literal] = set()
        for literal in literals:
            key = self.nodes[literal >> 1]
            parts.update(key[1:] if key[0] == "and" and not literal & 1 else (literal,))  # type: ignore[arg-type]
        parts.discard(TRUE)
        if FALSE in parts:
            return FALSE
        if len(parts) < 2:
            return next(iter(parts), TRUE)
        return self._node(("and", *sorted(parts)))

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        """Kleene `or`."""
        return negate(self.all_of(negate(literal) for literal in literals))

    def _node(self, key: Key) -> Literal:
        found = self._node_of.get(key)
        if found is None:
            found = self._node_of[key] = len(self.nodes)
            self.nodes.append(key)
        return 2 * found

    def _choose(self, node: Choose, unstated: Literal) -> Literal:
        then, otherwise = self.condition(node.then, unstated), self.condition(node.otherwise, unstated)
        if_so = self.all_of((self.condition(node.condition, unstated), then))
        if_not = self.all_of((negate(self.condition(node.condition, negate(unstated))), otherwise))
        return self.any_of((if_so, if_not, self.all_of((then, otherwise))))

    def _member(self, node: Member, unstated: Literal) -> Literal:
        if isinstance(node.choice, FactRef):
            return self._node(("among", node.choice.fact, node.options))
        if isinstance(node.choice, Constant):
            return TRUE if node.choice.value in node.options else FALSE
        return unstated

    def _overlap(self, node: Overlap, unstated: Literal) -> Literal:
        if not isinstance(node.choices, FactRef):
            return unstated
        fact = node.choices.fact
        return self.all_of(self._node(("meets", fact, group)) for group in node.groups)

    def _compare(self, node: Compare, unstated: Literal) -> Literal:  # noqa: PLR0911 - one line a kind
        if node.left.type is Type.BOOLEAN:
            return self._same_truth(node, unstated)
        if node.left.type is Type.CHOICE:
            return self._same_choice(node, unstated)
        if isinstance(node.left, Unknown) or isinstance(node.right, Unknown):
            return unstated
        left, right = node.left, node.right
        match node.op:
            case Op.GE:
                return self._not_below(left, right, unstated)
            case Op.LT:
                return negate(self._not_below(left, right, negate(unstated)))
            case Op.LE:
                return self._not_below(right, left, unstated)
            case Op.GT:
                return negate(self._not_below(right, left, negate(unstated)))
            case Op.EQ:
                return self._equal(left, right, unstated)
            case Op.NE:
                return negate(self._equal(left, right, negate(unstated)))

    def _equal(self, left: Node, right: Node, unstated: Literal) -> Literal:
        return self.all_of((self._not_below(left, right, unstated), self._not_below(right, left, unstated)))

    def _same_truth(self, node: Compare, unstated: Literal) -> Literal:
        other = negate(unstated)
        both = self.all_of((self.condition(node.left, unstated), self.condition(node.right, unstated)))
        neither = self.all_of(
            (negate(self.condition(node.left, other)), negate(self.condition(node.right, other)))
        )
        return self.any_of((both, neither)) if node.op is Op.EQ else self._differ(node, unstated)

    def _differ(self, node: Compare, unstated: Literal) -> Literal:
        equal = Compare(Op.EQ, node.left, node.right)
        return negate(self._same_truth(equal, negate(unstated)))

    def _same_choice(self, node: Compare, unstated: Literal) -> Literal:
        """Two choices are the same option; the hierarchy plays no part here."""
        if isinstance(node.left, Unknown) or isinstance(node.right, Unknown):
            return unstated
        options = self._options(node.left) & self._options(node.right)
        pairs = (
            self.all_of((self._is_option(node.left, option), self._is_option(node.right, option)))
            for option in sorted(options)
        )
        same = self.any_of((*pairs, self._known_both_but_apart(node)))
        return same if node.op is Op.EQ else negate(same)

    def _options(self, node: Node) -> frozenset[str]:
        if isinstance(node, FactRef):
            return self.vocabulary.facts[node.fact].option_ids
        return frozenset({str(node.value)}) if isinstance(node, Constant) else frozenset()

    def _is_option(self, node: Node, option: str) -> Literal:
        return self._member(Member(node, frozenset({option})), UNKNOWN)

    def _known_both_but_apart(self, node: Compare) -> Literal:
        """Never true; false where both sides are known, unknown otherwise: a comparison is strict."""
        return self.all_of(
            (self._member(Member(side, frozenset()), UNKNOWN)) for side in (node.left, node.right)
        )

    # -- comparisons of numbers

    def _not_below(self, left: Node, right: Node, unstated: Literal) -> Literal:
        """left >= right."""
        floor_of, top = self.constant(right), self.constant(left)
        if floor_of is not None and top is not None:
            return TRUE if top >= floor_of else FALSE
        if floor_of is not None:
            return self._at_least(left, floor_of, unstated)
        if top is not None:
            return negate(self._at_least(right, top + 1, negate(unstated)))
        a, b = self.number(left), self.number(right)
        return unstated if a is None or b is None else self._node(("not-below", a, b))

    def _at_least(self, node: Node, least: int, unstated: Literal) -> Literal:  # noqa: PLR0911 - one line a kind
        """node >= least, solved for the fact in it where the expression is monotone in one fact."""
        match node:
            case FactRef():
                return self._node(("at-least", node.fact, least))
            case Arithmetic(op="+", left=a, right=b) if (k := self.constant(b)) is not None:
                return self._at_least(a, least - k, unstated)
            case Arithmetic(op="+", left=a, right=b) if (k := self.constant(a)) is not None:
                return self._at_least(b, least - k, unstated)
            case Arithmetic(op="-", left=a, right=b) if (k := self.constant(b)) is not None:
                return self._at_least(a, least + k, unstated)
            case Arithmetic(op="-", left=a, right=b) if (k := self.constant(a)) is not None:
                return self._at_most(b, k - least, unstated)
            case Arithmetic(op="*" | "/") if (scaled := self._scaled(node)) is not None and scaled[1]:
                part, factor = scaled
                bound = Fraction(least) / factor
                if factor > 0:
                    return self._at_least(part, ceil(bound), unstated)
                return self._at_most(part, floor(bound), unstated)
            case Shift():
                first = calendar.first_shifted_to(least, node.months, node.days)
                return self._at_least(node.moment, first, unstated)
            case Elapsed():
                last = calendar.last_since(self.on, least, node.unit)
                return self._at_most(node.since, last, unstated)
        number = self.number(node)
        return unstated if number is None else self._node(("least", number, least))

    def _at_most(self, node: Node, most: int, unstated: Literal) -> Literal:
        return negate(self._at_least(node, most + 1, negate(unstated)))

    def _scaled(self, node: Arithmetic) -> tuple[Node, Fraction] | None:
        """(part, factor) if the node is floor(part × factor) for a constant factor."""
        right = self._factor(node.right)
        if right is not None:
            return node.left, (1 / right if node.op == "/" else right)
        left = self._factor(node.left)
        return None if left is None or node.op == "/" else (node.right, left)

    def _factor(self, node: Node) -> Fraction | None:
        if isinstance(node, Constant) and node.type is Type.RATIO:
            return Fraction(node.value)
        value = self.constant(node)
        return None if value is None else Fraction(value)

    def _compare_ratio(self, node: CompareRatio, unstated: Literal) -> Literal:  # noqa: PLR0911 - as above
        top, bottom = self.number(node.numerator), self.number(node.denominator)
        if top is None or bottom is None:
            return unstated
        least = self._node(("ratio-least", top, bottom, node.ratio))
        most = self._node(("ratio-most", top, bottom, node.ratio))
        match node.op:
            case Op.GE:
                return least
            case Op.LE:
                return most
            case Op.LT:
                return negate(least)
            case Op.GT:
                return negate(most)
            case Op.EQ:
                return self.all_of((least, most))
            case Op.NE:
                return negate(self.all_of((least, most)))

    # -- numbers

    def constant(self, node: Node) -> int | None:  # noqa: PLR0911 - one line a kind
        """The value of an integer expression without facts on the day; None if it has any, or is unknown."""
        match node:
            case Constant() if isinstance(node.value, int):
                return node.value
            case ApplicationDay():
                return self.on
            case Shift():
                day = self.constant(node.moment)
                return None if day is None else dates.shift(day, node.months, node.days)
            case Elapsed():
                day = self.constant(node.since)
                return None if day is None else dates.elapsed(day, self.on, node.unit)
            case Extreme():
                values = [self.constant(p) for p in node.parts]
                known = [v for v in values if v is not None]
                return (min if node.name == "min" else max)(known) if len(known) == len(values) else None
            case Arithmetic():
                return self._constant_arithmetic(node)
        return None

    def _constant_arithmetic(self, node: Arithmetic) -> int | None:
        left, right = self.constant(node.left), self._factor(node.right)
        if left is None or right is None:
            return None
        match node.op:
            case "+":
                return floor(left + right)
            case "-":
                return floor(left - right)
            case "*":
                return floor(left * right)
        return floor(left / right)

    def number(self, node: Node) -> int | None:  # noqa: PLR0911 - one line a kind
        """The place in `numbers` of an integer expression; None if it is unknown whatever one answers."""
        value = self.constant(node)
        if value is not None:
            return self._number(("constant", value))
        match node:
            case FactRef():
                return self._number(("fact", node.fact))
            case Unknown():
                return None
            case Shift():
                return self._over("shift", (node.moment,), node.months, node.days)
            case Elapsed():
                return self._over("elapsed", (node.since,), node.unit, self.on)
            case Extreme():
                return self._over(node.name, node.parts)
            case Choose():
                return self._choose_number(node)
            case Arithmetic():
                scaled = self._scaled(node) if node.op in "*/" else None
                if scaled is not None:
                    return self._over("scale", (scaled[0],), scaled[1])
                return self._over(
                    {"+": "add", "-": "subtract", "*": "multiply"}[node.op], (node.left, node.right)
                )
        raise TypeError(f"{type(node).__name__} is not a number")

    def _over(self, name: str, parts: tuple[Node, ...], *rest: object) -> int | None:
        """An operation that is unknown as soon as a part is."""
        numbers = [self.number(p) for p in parts]
        if None in numbers:
            return None
        if name in ("add", "multiply", "min", "max"):
            numbers.sort(key=lambda n: n or 0)
        return self._number((name, *numbers, *rest))

    def _choose_number(self, node: Choose) -> int:
        condition = self.condition(node.condition)
        then, otherwise = (
            self._number(("unknown",)) if (place := self.number(p)) is None else place
            for p in (node.then, node.otherwise)
        )
        if condition in (TRUE, FALSE):
            return then if condition == TRUE else otherwise
        return self._number(("choose", condition, then, otherwise))

    def _number(self, key: Key) -> int:
        found = self._number_of.get(key)
        if found is None:
            found = self._number_of[key] = len(self.numbers)
            self.numbers.append(key)
        return found
