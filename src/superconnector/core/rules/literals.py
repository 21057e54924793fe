"""Reading the literals that have a unit: money, percentages, days, durations. Exact: no float takes part."""

from __future__ import annotations

import ast
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from superconnector.core.rules import dates
from superconnector.core.rules.arithmetic import constant
from superconnector.core.rules.errors import wrong
from superconnector.core.rules.facts import Type
from superconnector.core.rules.parts import Span, Term
from superconnector.core.rules.reading import Source
from superconnector.core.rules.tree import At, Constant

_DECIMAL = re.compile(r"[0-9][0-9_]*(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MAX_DIGITS = 20
MONTHS_IN = {"years": 12, "months": 1, "days": 0}
MAX_SPAN = 120_000
"""Of years, months or days: more than the calendar has months."""


def _decimal(node: ast.expr, example: str, source: Source) -> Decimal:
    quoted = source.quote(node)
    if not isinstance(node, ast.Constant) or not _DECIMAL.fullmatch(quoted):
        raise wrong(f"here stands a plain number, as in {example}", source.at(node))
    if len(quoted) > MAX_DIGITS:
        raise wrong("the number is too large", source.at(node))
    return Decimal(quoted.replace("_", ""))


def money(currency: str, node: ast.expr, source: Source, at: At) -> Constant:
    """HKD(600_000), HKD(10.50) → cents."""
    cents = _decimal(node, f"{currency}(600_000)", source) * 100
    if cents != int(cents):
        raise wrong("money has at most two decimals", source.at(node))
    return constant(Type.MONEY, int(cents), at)


def percent(node: ast.expr, source: Source, at: At) -> Constant:
    """percent(75), percent(12.5) → an exact ratio."""
    return constant(Type.RATIO, Fraction(_decimal(node, "percent(75)", source)) / 100, at)


def day(node: ast.expr, source: Source, at: At) -> Constant:
    """date("2024-12-31") → days since 1970-01-01."""
    text = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise wrong('a date is written date("2024-12-31")', source.at(node))
    try:
        return Constant(Type.DATE, dates.to_days(date.fromisoformat(text)), at)
    except ValueError:
        raise wrong(f'"{text}" is not a day of the calendar', source.at(node)) from None


def span(name: str, count: Term, at: At) -> Span:
    """years(3), months(6), days(30); the count is a constant integer."""
    if not isinstance(count, Constant) or count.type is not Type.INTEGER:
        raise wrong(f"{name}(…) takes a whole number written in the text, as in {name}(3)", at)
    number = int(count.value)
    if abs(number) > MAX_SPAN:
        raise wrong("the duration is longer than the calendar", at)
    return Span(number * MONTHS_IN[name], number if name == "days" else 0, at)
