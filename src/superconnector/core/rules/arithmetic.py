"""Building sums, products, quotients and extremes: which types go together, constants folded exactly."""

from __future__ import annotations

from fractions import Fraction

from superconnector.core.rules import dates
from superconnector.core.rules.build import number
from superconnector.core.rules.errors import WORDS, RuleError, wrong
from superconnector.core.rules.facts import Type
from superconnector.core.rules.parts import Quotient, Span, Term
from superconnector.core.rules.tree import Arithmetic, At, Constant, Elapsed, Extreme, Node, Shift, Unknown

AMOUNTS = frozenset({Type.INTEGER, Type.MONEY})
LARGEST = 10**18
"""No constant of an expression is larger than this; it keeps folding exact and small."""


def constant(kind: Type, value: int | Fraction, at: At) -> Constant:
    """A number as a node. Raises RuleError for one that no fact could ever reach."""
    if max(abs(value.numerator), value.denominator) > LARGEST:
        raise wrong("the number is too large", at)
    return Constant(kind, value, at)


def add(op: str, left: Term, right: Term, at: At) -> Term:
    """left + right or left - right: amounts of one type, or a date and a duration, or two durations."""
    sign = 1 if op == "+" else -1
    if isinstance(left, Span) and isinstance(right, Span):
        return Span(left.months + sign * right.months, left.days + sign * right.days, at)
    if Type.DURATION in {left.type, right.type} and Type.DATE in {left.type, right.type}:
        if right.type is Type.DATE and op == "+":
            left, right = right, left
        if left.type is Type.DATE:
            return _shift(left, right, sign, at)
    if kinds_are(left, right, Type.DURATION):
        return Unknown(Type.DURATION, at)
    same = left.type is right.type and left.type in AMOUNTS
    if not same or isinstance(left, Span | Quotient) or isinstance(right, Span | Quotient):
        raise _refusal(op, left, right, at)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown(left.type, at)
    known, other = number(left), number(right)
    if known is not None and other is not None:
        return constant(left.type, known + sign * other, at)
    return Arithmetic(op, left, right, left.type, at)


def kinds_are(left: Term, right: Term, kind: Type) -> bool:
    """Whether both are of the type."""
    return left.type is right.type is kind


def _shift(moment: Term, span: Term, sign: int, at: At) -> Node:
    if isinstance(moment, Unknown) or isinstance(span, Unknown):
        return Unknown(Type.DATE, at)
    assert isinstance(span, Span)
    assert not isinstance(moment, Span | Quotient)
    months, days = sign * span.months, sign * span.days
    known = number(moment)
    if known is None:
        return Shift(moment, months, days, at)
    try:
        return Constant(Type.DATE, dates.shift(int(known), months, days), at)
    except (ValueError, OverflowError):
        raise wrong("the date lies outside the calendar (years 1 to 9999)", at) from None


def multiply(left: Term, right: Term, at: At) -> Term:
    """left * right: integers, money and an integer, money and a constant ratio."""
    if right.type is Type.MONEY or (left.type is Type.RATIO and right.type is Type.INTEGER):
        left, right = right, left
    kinds = (left.type, right.type)
    allowed = kinds in {(Type.INTEGER, Type.INTEGER), (Type.MONEY, Type.INTEGER), (Type.MONEY, Type.RATIO)}
    if not allowed or isinstance(left, Span | Quotient) or isinstance(right, Span | Quotient):
        raise _refusal("*", left, right, at)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown(left.type, at)
    known, other = number(left), number(right)
    if known is not None and other is not None:
        return constant(left.type, known * other // 1, at)
    return Arithmetic("*", left, right, left.type, at)


def divide(left: Term, right: Term, at: At) -> Term:
    """left / right.

    Money by a positive integer is money; like by like is a quotient, or a ratio if both are constant.
    """
    amounts = left.type in AMOUNTS and right.type in AMOUNTS
    if not amounts or (left.type, right.type) == (Type.INTEGER, Type.MONEY):
        raise _refusal("/", left, right, at)
    assert not isinstance(left, Span | Quotient)
    assert not isinstance(right, Span | Quotient)
    known, other = number(left), number(right)
    if other == 0:
        raise wrong("divides by zero", at)
    if left.type is not right.type:
        return _share_out(left, right, at)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown(Type.RATIO, at)
    if known is not None and other is not None:
        return constant(Type.RATIO, Fraction(known) / Fraction(other), at)
    return Quotient(left, right, at)


def _share_out(money: Node, count: Node, at: At) -> Node:
    if isinstance(money, Unknown) or isinstance(count, Unknown):
        return Unknown(Type.MONEY, at)
    divisor = number(count)
    if divisor is None or divisor < 0:
        raise wrong("money is divided by a positive number written in the text", at)
    known = number(money)
    if known is not None:
        return constant(Type.MONEY, known // divisor, at)
    return Arithmetic("/", money, count, Type.MONEY, at)


def negative(part: Term, at: At) -> Term:
    """-part."""
    if isinstance(part, Span):
        return Span(-part.months, -part.days, at)
    if part.type is Type.DURATION:
        return Unknown(Type.DURATION, at)
    if part.type not in AMOUNTS:
        raise wrong(f"{WORDS[part.type]} has no negative", at)
    return add("-", Constant(part.type, 0, at), part, at)


def extreme(name: str, parts: list[Term], at: At) -> Node:
    """min(parts) or max(parts)."""
    if len(parts) < 2:
        raise wrong(f"{name}(…) takes two or more parts", at)
    kinds = {p.type for p in parts}
    nodes = tuple(p for p in parts if not isinstance(p, Span | Quotient))
    if len(kinds) > 1 or len(nodes) < len(parts) or not kinds <= AMOUNTS | {Type.DATE}:
        words = " and ".join(sorted(WORDS[kind] for kind in kinds))
        raise wrong(f"{name}(…) takes integers, or money, or dates, all of one type; here are {words}", at)
    if any(isinstance(n, Unknown) for n in nodes):
        return Unknown(nodes[0].type, at)
    known = [int(n.value) for n in nodes if isinstance(n, Constant)]
    if len(known) == len(nodes):
        return Constant(nodes[0].type, min(known) if name == "min" else max(known), at)
    return Extreme(name, nodes, nodes[0].type, at)


def elapsed(name: str, since: Term, unit: int, at: At) -> Node:
    """Complete units of `unit` months since a date."""
    if since.type is not Type.DATE or isinstance(since, Span | Quotient):
        raise wrong(f"{name}(…) takes a date, not {WORDS[since.type]}", at)
    return Unknown(Type.INTEGER, at) if isinstance(since, Unknown) else Elapsed(since, unit, at)


def _refusal(op: str, left: Term, right: Term, at: At) -> RuleError:
    kinds = (left.type, right.type)
    message = f'"{op}" does not take {WORDS[left.type]} and {WORDS[right.type]}'
    if kinds == (Type.DATE, Type.DATE):
        message += "; use years_since(…) or move one date by years(…)"
    elif Type.DATE in kinds and Type.INTEGER in kinds:
        message += "; write days(30), months(6) or years(3)"
    elif Type.RATIO in kinds and Type.INTEGER in kinds:
        message += "; compare the quotient with the ratio instead"
    elif isinstance(left, Quotient) or isinstance(right, Quotient):
        message += "; a quotient can only be compared with a ratio"
    elif set(kinds) == AMOUNTS:
        message += "; write both as money"
    return wrong(message, at)
