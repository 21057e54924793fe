"""Random vocabularies, terms of every kind of node, and profiles that know only a part.

The terms are typed but not simplified: constants, `not not`, and conditions that can never hold occur.
None can overflow. Bounds are small, so that comparisons often fall on the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from hypothesis import assume
from hypothesis import strategies as st

from superconnector.core.rules import Fact, Node, Option, Profile, RuleError, Type, Vocabulary, bounds
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
    Not,
    Op,
    Or,
    Overlap,
    Shift,
    Unknown,
)

NUMBERS = (Type.INTEGER, Type.MONEY, Type.DATE)
SMALLEST = {Type.INTEGER: -3, Type.MONEY: 0, Type.DATE: 10_000}
SPREAD = {Type.INTEGER: 12, Type.MONEY: 900, Type.DATE: 9_000}
RATIOS = tuple(Fraction(*pair) for pair in ((0, 1), (1, 3), (1, 2), (3, 4), (1, 1), (2, 1), (333, 1000)))
DAYS = st.dates(date(1995, 1, 1), date(2025, 12, 31))
DEPTH = 3

# A strategy that is made anew for every draw costs more than the draw.
_BOOLEANS = st.booleans()
_FOUR = st.integers(0, 3)
_SPREADS = {kind: st.integers(0, spread) for kind, spread in SPREAD.items()}
_CONSTANTS = {kind: st.integers(0, 2 * spread) for kind, spread in SPREAD.items()}
_OPTIONS = st.integers(1, 5)
_PARENTS = [st.sampled_from([None, *(f"o{i}" for i in range(below))]) for below in range(5)]
_TWO_OR_THREE = st.integers(2, 3)
_OPS, _SAME = st.sampled_from(Op), st.sampled_from([Op.EQ, Op.NE])
_RATIOS = st.sampled_from(RATIOS)
_NUMBERS = st.sampled_from(NUMBERS)
_AMOUNTS = st.sampled_from([Type.INTEGER, Type.MONEY])
_FACTS = {kind: st.sampled_from([f"a.{kind}", f"b.{kind}"]) for kind in Type}
_DIVISORS = st.integers(1, 7)
_SHIFTS = st.integers(-40, 40)
_EXTREMES = st.sampled_from(["min", "max"])
_UNITS = st.sampled_from([1, 12])
_MONEY_OPS = st.sampled_from(["+", "-", "*", "share", "/"])
_NUMBER_OPS = st.sampled_from(["+", "-", "*", "since"])
_SHALLOW, _DEEP = (
    st.sampled_from(["fact", "fact", "constant", *more]) for more in ([], ["extreme", "choose"])
)
_DATES = st.sampled_from(["shared", "today", "shift"]), st.sampled_from(["shared", "today"])


@dataclass(frozen=True)
class Case:
    """One question: a term, what is known, and the day."""

    vocabulary: Vocabulary
    node: Node
    profile: Profile
    on: date


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    """Two facts of every type; the choices have random hierarchies."""
    facts = {}
    for kind in (Type.BOOLEAN, *NUMBERS, Type.CHOICE, Type.CHOICES):
        for name in (f"a.{kind}", f"b.{kind}"):
            facts[name] = draw(_facts(name, kind))
    return Vocabulary(facts)


@st.composite
def _facts(draw: st.DrawFn, name: str, kind: Type) -> Fact:
    if kind in {Type.CHOICE, Type.CHOICES}:
        ids = [f"o{i}" for i in range(draw(_OPTIONS))]
        parents = [draw(_PARENTS[i]) for i in range(len(ids))]
        return Fact(name, kind, tuple(map(Option, ids, parents)))
    if kind is Type.BOOLEAN:
        return Fact(name, kind)
    low = SMALLEST[kind] + draw(_SPREADS[kind])
    return Fact(name, kind, (), low, low + draw(_SPREADS[kind]))


@st.composite
def profiles(draw: st.DrawFn, vocabulary: Vocabulary) -> Profile:
    """What is known of one applicant; about one fact in four is not."""
    known = {}
    for fact in vocabulary.facts.values():
        if draw(_FOUR):
            known[fact.id] = draw(values(fact))
    return known


@lru_cache(maxsize=1024)
def values(fact: Fact) -> st.SearchStrategy:
    """Any answer to the fact."""
    if fact.type is Type.BOOLEAN:
        return _BOOLEANS
    if fact.type in NUMBERS:
        return st.integers(*fact.bounds)
    ids = sorted(fact.option_ids)
    return st.sampled_from(ids) if fact.type is Type.CHOICE else st.frozensets(st.sampled_from(ids))


@st.composite
def terms(draw: st.DrawFn, vocabulary: Vocabulary, kind: Type = Type.BOOLEAN, depth: int = DEPTH) -> Node:
    """A term of the type that cannot overflow."""
    node = draw(_node(vocabulary, kind, depth))
    try:
        bounds(node, vocabulary)
    except RuleError:
        assume(False)
    return node


@st.composite
def cases(draw: st.DrawFn, kind: Type = Type.BOOLEAN, depth: int = DEPTH) -> Case:
    """A term of the type with a profile and a day."""
    vocabulary = draw(vocabularies())
    return Case(vocabulary, draw(terms(vocabulary, kind, depth)), draw(profiles(vocabulary)), draw(DAYS))


def _node(vocabulary: Vocabulary, kind: Type, depth: int) -> st.SearchStrategy[Node]:
    if kind is Type.BOOLEAN:
        return _condition(vocabulary, depth)
    return _date(vocabulary, depth) if kind is Type.DATE else _amount(vocabulary, kind, depth)


LEAVES = ("fact", "fact", "constant", "unknown", "member", "overlap")
COMPARISONS = ("compare", "compare", "same", "ratio")
JOINS = ("not", "and", "or", "choose")
_LEAVES, _ALL = st.sampled_from(LEAVES), st.sampled_from((*LEAVES, *COMPARISONS, *JOINS))


@st.composite
def _condition(draw: st.DrawFn, v: Vocabulary, depth: int) -> Node:
    kind = draw(_ALL if depth > 0 else _LEAVES)
    if kind in LEAVES:
        return draw(_leaf(v, kind))
    if kind in COMPARISONS:
        return draw(_comparison(v, kind, depth - 1))
    parts = tuple(draw(_condition(v, depth - 1)) for _ in range(3))
    match kind:
        case "not":
            return Not(parts[0])
        case "choose":
            return Choose(*parts, Type.BOOLEAN)
    return (And if kind == "and" else Or)(parts[: draw(_TWO_OR_THREE)])


@st.composite
def _leaf(draw: st.DrawFn, v: Vocabulary, kind: str) -> Node:
    match kind:
        case "constant":
            return Constant(Type.BOOLEAN, draw(_BOOLEANS))
        case "unknown":
            return Unknown()
        case "member":
            fact = v.facts[draw(_FACTS[Type.CHOICE])]
            return Member(FactRef(fact.type, fact.id), draw(_groups(fact)))
        case "overlap":
            fact = v.facts[draw(_FACTS[Type.CHOICES])]
            groups = draw(st.lists(_groups(fact), min_size=1, max_size=2, unique=True))
            return Overlap(FactRef(fact.type, fact.id), tuple(groups))
    return FactRef(Type.BOOLEAN, draw(_FACTS[Type.BOOLEAN]))


@st.composite
def _comparison(draw: st.DrawFn, v: Vocabulary, kind: str, depth: int) -> Node:
    op = draw(_OPS)
    match kind:
        case "same":
            op = draw(_SAME)
            return Compare(op, draw(_condition(v, depth)), draw(_condition(v, depth)))
        case "ratio":
            amount = _amount(v, draw(_AMOUNTS), depth)
            return CompareRatio(op, draw(amount), draw(amount), draw(_RATIOS))
    number = _node(v, draw(_NUMBERS), depth)
    return Compare(op, draw(number), draw(number))


@st.composite
def _groups(draw: st.DrawFn, fact: Fact) -> frozenset[str]:
    """One or two answers of the fact, widened to all below them."""
    chosen = draw(_some(tuple(sorted(fact.option_ids))))
    return frozenset().union(*(fact.descendants(option) for option in chosen))


@lru_cache(maxsize=1024)
def _some(options: tuple[str, ...]) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(options), min_size=1, max_size=2)


@st.composite
def _shared(draw: st.DrawFn, v: Vocabulary, kind: Type, depth: int) -> Node:
    """What numbers of all types have in common."""
    match draw(_DEEP if depth > 0 else _SHALLOW):
        case "constant":
            return Constant(kind, SMALLEST[kind] + draw(_CONSTANTS[kind]))
        case "extreme":
            parts = tuple(draw(_node(v, kind, depth - 1)) for _ in range(draw(_TWO_OR_THREE)))
            return Extreme(draw(_EXTREMES), parts, kind)
        case "choose":
            branches = draw(_node(v, kind, depth - 1)), draw(_node(v, kind, depth - 1))
            return Choose(draw(_condition(v, depth - 1)), *branches, kind)
    return FactRef(kind, draw(_FACTS[kind]))


@st.composite
def _amount(draw: st.DrawFn, v: Vocabulary, kind: Type, depth: int) -> Node:
    if depth <= 0 or draw(_BOOLEANS):
        return draw(_shared(v, kind, depth))
    op = draw(_MONEY_OPS if kind is Type.MONEY else _NUMBER_OPS)
    if op == "since":
        return Elapsed(draw(_date(v, depth - 1)), draw(_UNITS))
    left = draw(_amount(v, kind, depth - 1))
    match op:
        case "*":
            return Arithmetic("*", left, draw(_amount(v, Type.INTEGER, 0)), kind)
        case "share":
            return Arithmetic("*", left, Constant(Type.RATIO, draw(_RATIOS)), kind)
        case "/":
            return Arithmetic("/", left, Constant(Type.INTEGER, draw(_DIVISORS)), kind)
    return Arithmetic(op, left, draw(_amount(v, kind, depth - 1)), kind)


@st.composite
def _date(draw: st.DrawFn, v: Vocabulary, depth: int) -> Node:
    match draw(_DATES[0 if depth > 0 else 1]):
        case "today":
            return ApplicationDay()
        case "shift":
            months, days = draw(_SHIFTS), draw(_SHIFTS)
            return Shift(draw(_date(v, depth - 1)), months, days)
    return draw(_shared(v, Type.DATE, depth))
