"""The second evaluator: one tree, one profile, one day, in plain Python, written for clarity only.

It shares no code with the evaluator of the product beyond the tree. None is unknown.
"""

from __future__ import annotations

import operator
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from superconnector.core.rules.facts import Profile, Value
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
    Or,
    Overlap,
    Shift,
    Unknown,
)

EPOCH = date(1970, 1, 1)
COMPARE = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def value(node: Node, profile: Profile, on: date) -> Value | Fraction | None:  # noqa: PLR0911
    """What the term is worth for this profile on this day; None where that is unknown."""
    match node:
        case Constant():
            return node.value
        case FactRef():
            return profile.get(node.fact)
        case ApplicationDay():
            return (on - EPOCH).days
        case Unknown():
            return None
        case And() | Or() | Choose():
            return _logic(node, profile, on)
        case Overlap():
            chosen = value(node.choices, profile, on)
            return None if chosen is None else all(chosen & group for group in node.groups)
    parts = [value(part, profile, on) for part in _parts(node)]
    return None if None in parts else _known(node, parts, on)


def _logic(node: And | Or | Choose, profile: Profile, on: date) -> Value | None:
    """The three kinds of node that may be known though a part is not."""
    if isinstance(node, Choose):
        condition = value(node.condition, profile, on)
        then, otherwise = value(node.then, profile, on), value(node.otherwise, profile, on)
        if condition is None:
            return then if then == otherwise else None
        return then if condition else otherwise
    decisive = isinstance(node, Or)
    parts = [value(part, profile, on) for part in node.parts]
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _parts(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911
    match node:
        case Not():
            return (node.part,)
        case Compare() | Arithmetic():
            return (node.left, node.right)
        case CompareRatio():
            return (node.numerator, node.denominator)
        case Member():
            return (node.choice,)
        case Shift():
            return (node.moment,)
        case Elapsed():
            return (node.since,)
        case Extreme():
            return node.parts
    raise TypeError(node)


def _known(node: Node, parts: list, on: date) -> Value | None:  # noqa: PLR0911
    match node:
        case Not():
            return not parts[0]
        case Compare():
            return COMPARE[node.op](*parts)
        case CompareRatio():
            numerator, denominator = parts
            return COMPARE[node.op](Fraction(numerator, denominator), node.ratio) if denominator else None
        case Member():
            return parts[0] in node.options
        case Extreme():
            return min(parts) if node.name == "min" else max(parts)
        case Shift():
            return _shift(parts[0], node.months, node.days)
        case Elapsed():
            return _elapsed(parts[0], on, node.unit)
        case Arithmetic():
            return _arithmetic(node.op, *parts)
    raise TypeError(node)


def _arithmetic(op: str, left: int, right: int | Fraction) -> int:
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return floor(Fraction(left) * right)
        case "/":
            return floor(Fraction(left) / right)
    raise ValueError(op)


def _shift(day: int, months: int, days: int) -> int:
    moment = EPOCH + timedelta(days=day)
    year, month = moment.year, moment.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
    clipped = date(year, month, min(moment.day, monthrange(year, month)[1]))
    return (clipped - EPOCH).days + days


def _elapsed(since: int, on: date, unit: int) -> int:
    """By trial: the greatest number of units after which the day has come."""
    today = (on - EPOCH).days
    count = (today - since) * 4_800 // 146_097 // unit - 3  # 4,800 months are 146,097 days
    while _shift(since, (count + 1) * unit, 0) <= today:
        count += 1
    return count
