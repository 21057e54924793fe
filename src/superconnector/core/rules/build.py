"""Building conditions: every node in its simplest form, constants folded, types agreed.

The logic is Kleene's strong three-valued logic (S. C. Kleene, Introduction to Metamathematics, 1952,
section 64). A simplification here must hold for unknown parts too: `x and False` is false, but `x or not x`
is not true.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from superconnector.core.rules.errors import WORDS, wrong
from superconnector.core.rules.facts import Type
from superconnector.core.rules.parts import Quotient, Span, Term
from superconnector.core.rules.tree import (
    And,
    At,
    Choose,
    Compare,
    CompareRatio,
    Constant,
    Node,
    Not,
    Op,
    Or,
    Unknown,
)

HOLDS: dict[Op, Callable[[Fraction | int, Fraction | int], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}
MIRROR = {Op.EQ: Op.EQ, Op.NE: Op.NE, Op.LT: Op.GT, Op.LE: Op.GE, Op.GT: Op.LT, Op.GE: Op.LE}
"""a op b is b MIRROR[op] a."""
CONTRARY = {Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.LE: Op.GT, Op.GT: Op.LE, Op.GE: Op.LT}
"""Of two known values, not (a op b) is a CONTRARY[op] b."""
BRANCHES = frozenset({Type.BOOLEAN, Type.INTEGER, Type.MONEY, Type.DATE})


def truth(value: bool, at: At) -> Constant:
    """True or False as a node."""
    return Constant(Type.BOOLEAN, value, at)


def is_truth(node: Node, value: bool) -> bool:
    """Whether the node is the constant True (or False)."""
    return isinstance(node, Constant) and node.value is value


def number(node: Term) -> int | Fraction | None:
    """The value of a constant number, None of anything else."""
    if isinstance(node, Constant) and isinstance(node.value, int | Fraction):
        return node.value
    return None


def negation(part: Node, at: At) -> Node:
    """not part."""
    match part:
        case Constant(value=bool(value)):
            return truth(not value, at)
        case Not():
            return part.part
        case Unknown():
            return part
    return Not(part, at)


def _joined(kind: type[And] | type[Or], parts: Iterable[Node], deciding: bool, at: At) -> Node:
    """The parts once each, joins of the same kind opened; `deciding` is the value that decides alone."""
    flat: dict[Node, None] = {}
    for part in parts:
        for inner in part.parts if isinstance(part, kind) else (part,):
            if is_truth(inner, deciding):
                return truth(deciding, at)
            if not is_truth(inner, not deciding):
                flat[inner] = None
    match tuple(flat):
        case ():
            return truth(not deciding, at)
        case (single,):
            return single
        case several:
            return kind(several, at)


def conjunction(parts: Iterable[Node], at: At) -> Node:
    """All parts hold."""
    return _joined(And, parts, False, at)


def disjunction(parts: Iterable[Node], at: At) -> Node:
    """Some part holds."""
    return _joined(Or, parts, True, at)


def choose(condition: Node, then: Term, otherwise: Term, at: At) -> Node:
    """then if condition else otherwise. Raises RuleError where the branches differ in type."""
    if then.type is not otherwise.type:
        raise wrong(f"one branch is {WORDS[then.type]}, the other {WORDS[otherwise.type]}", at)
    if (
        isinstance(then, Quotient | Span)
        or isinstance(otherwise, Quotient | Span)
        or then.type not in BRANCHES
    ):
        raise wrong(f'"if" cannot choose {WORDS[then.type]}; choose between whole terms', at)
    if isinstance(condition, Constant):
        return then if condition.value is True else otherwise
    if then == otherwise:
        return then
    return Choose(condition, then, otherwise, then.type, at)


def compare(op: Op, left: Term, right: Term, currency: str, at: At) -> Node:
    """left op right. Raises RuleError where the two cannot be compared."""
    if isinstance(left, Quotient) or isinstance(right, Quotient):
        return _compare_quotient(op, left, right, at)
    if isinstance(left, Span) or isinstance(right, Span):
        durations = "compares two durations; move a date by them and compare dates"
        raise wrong(durations if left.type is right.type else _mismatch(left, right, currency), at)
    left, right = _as_ratio(left, right), _as_ratio(right, left)
    if left.type is not right.type:
        raise wrong(_mismatch(left, right, currency), at)
    if left.type in {Type.CHOICE, Type.CHOICES}:
        raise wrong("compares two choices; compare a choice with one of its answers in quotes", at)
    if left.type is Type.BOOLEAN:
        return _compare_truths(op, left, right, at)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown(at=at)
    known, other = number(left), number(right)
    if known is not None and other is not None:
        return truth(HOLDS[op](known, other), at)
    return Compare(op, left, right, at)


def _as_ratio(term: Node, other: Node) -> Node:
    """A constant integer beside a ratio is a ratio."""
    beside = other.type is Type.RATIO and term.type is Type.INTEGER
    return replace(term, type=Type.RATIO) if beside and isinstance(term, Constant | Unknown) else term


def _compare_truths(op: Op, left: Node, right: Node, at: At) -> Node:
    if op not in {Op.EQ, Op.NE}:
        raise wrong("yes and no have no order; compare them with == or !=", at)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Constant):
            return other if one.value is (op is Op.EQ) else negation(other, at)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown(at=at)
    return Compare(op, left, right, at)


def _compare_quotient(op: Op, left: Term, right: Term, at: At) -> Node:
    if isinstance(left, Quotient):
        quotient, other = left, right
    else:
        assert isinstance(right, Quotient)
        quotient, other, op = right, left, MIRROR[op]
    if isinstance(other, Unknown) and other.type in {Type.RATIO, Type.INTEGER}:
        return Unknown(at=at)
    ratio = number(other)
    if ratio is None or other.type not in {Type.RATIO, Type.INTEGER}:
        raise wrong(f"compares a quotient with {WORDS[other.type]}; write percent(50) or a whole number", at)
    return CompareRatio(op, quotient.numerator, quotient.denominator, Fraction(ratio), at)


def _mismatch(left: Term, right: Term, currency: str) -> str:
    """«compares money with an integer; write HKD(50_000)»."""
    message = f"compares {WORDS[left.type]} with {WORDS[right.type]}"
    for one, other in ((left, right), (right, left)):
        value = number(other)
        if other.type is Type.INTEGER and one.type is Type.MONEY:
            advice = "use money on both sides" if value is None else f"write {currency}({value:_})"
            return f"{message}; {advice}"
        if other.type is Type.RATIO and one.type is Type.INTEGER:
            return f"{message}; a fact in per cent is compared with a plain number"
        if other.type is Type.DURATION:
            return f"{message}; move a date by it: application_day - years(3)"
        if other.type is Type.BOOLEAN:
            return f"{message}; a yes or no stands alone"
    return message
