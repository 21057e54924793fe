"""One typed tree → the text of a rule in the language of each engine. So all engines run the same rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.rules.population import VOCABULARY
from benchmarks.rules.programmes import ON
from superconnector.core.rules.facts import Type
from superconnector.core.rules.graph import Graph
from superconnector.core.rules.parse import parse
from superconnector.core.rules.tree import (
    And,
    Choose,
    Compare,
    CompareRatio,
    Extreme,
    FactRef,
    Member,
    Node,
    Not,
    Or,
    Overlap,
)

GRAPH = Graph(VOCABULARY, ON)


@dataclass(frozen=True)
class Dialect:
    """How an engine writes things. `least` takes two numbers, `choose` three conditions."""

    fact: Callable[[str], str]
    every: str
    either: str
    negate: str
    member: Callable[[str, list[int]], str]
    overlap: Callable[[str, list[int]], str]
    least: str
    choose: str


def rule(text: str, dialect: Dialect) -> str:
    """The text of one of our expressions in another language."""
    return _write(parse(text, VOCABULARY, {}, ON), dialect)


def _write(node: Node, d: Dialect) -> str:  # noqa: C901, PLR0911 - one line a kind
    value = GRAPH.constant(node) if node.type is not Type.BOOLEAN else None
    if value is not None:
        return str(value)
    match node:
        case FactRef():
            return d.fact(node.fact[2:])
        case Not():
            return d.negate.format(_write(node.part, d))
        case And() | Or():
            joint = d.every if isinstance(node, And) else d.either
            return "(" + joint.join(_write(p, d) for p in node.parts) + ")"
        case Compare():
            return f"({_write(node.left, d)} {node.op} {_write(node.right, d)})"
        case CompareRatio():
            top, bottom = _write(node.numerator, d), _write(node.denominator, d)
            return f"({top} * {node.ratio.denominator} {node.op} {bottom} * {node.ratio.numerator})"
        case Member(choice=FactRef() as fact):
            return d.member(d.fact(fact.fact[2:]), _places(fact.fact, node.options))
        case Overlap(choices=FactRef() as fact):
            groups = [d.overlap(d.fact(fact.fact[2:]), _places(fact.fact, g)) for g in node.groups]
            return "(" + d.every.join(groups) + ")"
        case Extreme(name="min", parts=(a, b)):
            return d.least.format(a=_write(a, d), b=_write(b, d))
        case Choose():
            parts = {"c": node.condition, "a": node.then, "b": node.otherwise}
            return d.choose.format(**{k: _write(p, d) for k, p in parts.items()})
    raise TypeError(node)


def _places(fact: str, options: frozenset[str]) -> list[int]:
    return [i for i, option in enumerate(VOCABULARY.facts[fact].options) if option.id in options]


def _mask(places: list[int]) -> int:
    return sum(1 << i for i in places)


POLARS = Dialect(
    fact='pl.col("{}")'.format,
    every=" & ",
    either=" | ",
    negate="(~{})",
    member=lambda fact, places: f"{fact}.is_in({places})",
    overlap=lambda fact, places: f"(({fact} & {_mask(places)}) != 0)",
    least="pl.when({a}.is_null() | {b}.is_null()).then(None).otherwise(pl.min_horizontal({a}, {b}))",
    choose="(({c} & {a}) | (~{c} & {b}) | ({a} & {b}))",
)
SQL = Dialect(
    fact="{}".format,
    every=" AND ",
    either=" OR ",
    negate="(NOT {})",
    member=lambda fact, places: f"({fact} IN ({', '.join(map(str, places))}))",
    overlap=lambda fact, places: f"(({fact} & {_mask(places)}) <> 0)",
    least="(CASE WHEN {a} IS NULL OR {b} IS NULL THEN NULL ELSE least({a}, {b}) END)",
    choose="(({c} AND {a}) OR (NOT {c} AND {b}) OR ({a} AND {b}))",
)
NUMPY = Dialect(
    fact="f['{}']".format,
    every=" & ",
    either=" | ",
    negate="(~{})",
    member=lambda fact, places: f"np.isin({fact}, {places})",
    overlap=lambda fact, places: f"(({fact} & {_mask(places)}) != 0)",
    least="np.minimum({a}, {b})",
    choose="np.where({c}, {a}, {b})",
)
CEL = Dialect(
    fact="{}".format,
    every=" && ",
    either=" || ",
    negate="(!{})",
    member=lambda fact, places: f"({fact} in {places})",
    overlap=lambda fact, places: f"{fact}.exists(x, x in {places})",
    least="({a} < {b} ? {a} : {b})",
    choose="(({c} && {a}) || (!{c} && {b}) || ({a} && {b}))",
)
ZEN = Dialect(
    fact="{}".format,
    every=" and ",
    either=" or ",
    negate="(not {})",
    member=lambda fact, places: f"({fact} in {places})",
    overlap=lambda fact, places: f"some({fact}, # in {places})",
    least="min([{a}, {b}])",
    choose="(({c} and {a}) or (not {c} and {b}) or ({a} and {b}))",
)
RULE_ENGINE = Dialect(
    fact="{}".format,
    every=" and ",
    either=" or ",
    negate="(not {})",
    member=lambda fact, places: f"({fact} in {places})",
    overlap=lambda fact, places: f"$any([x in {places} for x in {fact}])",
    least="({a} < {b} ? {a} : {b})",
    choose="(({c} and {a}) or (not {c} and {b}) or ({a} and {b}))",
)
