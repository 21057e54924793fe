"""Random vocabularies, terms of every kind of node, and profiles that know only a part.

The terms are typed but not simplified: constants, `not not`, and conditions that can never hold occur.
None can overflow. Bounds are small, so that comparisons often fall on the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

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
        ids = [f"o{i}" for i in range(draw(st.integers(1, 5)))]
        parents = [draw(st.sampled_from([None, *ids[:i]])) for i in range(len(ids))]
        return Fact(name, kind, tuple(map(Option, ids, parents)))
    if kind is Type.BOOLEAN:
        return Fact(name, kind)
    low = SMALLEST[kind] + draw(st.integers(0, SPREAD[kind]))
    return Fact(name, kind, (), low, low + draw(st.integers(0, SPREAD[kind])))


@st.composite
def profiles(draw: st.DrawFn, vocabulary: Vocabulary) -> Profile:
    """What is known of one applicant; about one fact in four is not."""
    known = {}
    for fact in vocabulary.facts.values():
        if draw(st.integers(0, 3)):
            known[fact.id] = draw(values(fact))
    return known


def values(fact: Fact) -> st.SearchStrategy:
    """Any answer to the fact."""
    if fact.type is Type.BOOLEAN:
        return st.booleans()
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


@st.composite
def _condition(draw: st.DrawFn, v: Vocabulary, depth: int) -> Node:
    kind = draw(st.sampled_from((*LEAVES, *COMPARISONS, *JOINS) if depth > 0 else LEAVES))
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
    return (And if kind == "and" else Or)(parts[: draw(st.integers(2, 3))])


@st.composite
def _leaf(draw: st.DrawFn, v: Vocabulary, kind: str) -> Node:
    match kind:
        case "constant":
            return Constant(Type.BOOLEAN, draw(st.booleans()))
        case "unknown":
            return Unknown()
        case "member":
            fact = v.facts[draw(st.sampled_from(["a.choice", "b.choice"]))]
            return Member(FactRef(fact.type, fact.id), draw(_groups(fact)))
        case "overlap":
            fact = v.facts[draw(st.sampled_from(["a.choices", "b.choices"]))]
            groups = draw(st.lists(_groups(fact), min_size=1, max_size=2, unique=True))
            return Overlap(FactRef(fact.type, fact.id), tuple(groups))
    return FactRef(Type.BOOLEAN, draw(st.sampled_from(["a.boolean", "b.boolean"])))


@st.composite
def _comparison(draw: st.DrawFn, v: Vocabulary, kind: str, depth: int) -> Node:
    op = draw(st.sampled_from(Op))
    match kind:
        case "same":
            op = draw(st.sampled_from([Op.EQ, Op.NE]))
            return Compare(op, draw(_condition(v, depth)), draw(_condition(v, depth)))
        case "ratio":
            amount = _amount(v, draw(st.sampled_from([Type.INTEGER, Type.MONEY])), depth)
            return CompareRatio(op, draw(amount), draw(amount), draw(st.sampled_from(RATIOS)))
    number = _node(v, draw(st.sampled_from(NUMBERS)), depth)
    return Compare(op, draw(number), draw(number))


@st.composite
def _groups(draw: st.DrawFn, fact: Fact) -> frozenset[str]:
    """One or two answers of the fact, widened to all below them."""
    chosen = draw(st.sets(st.sampled_from(sorted(fact.option_ids)), min_size=1, max_size=2))
    return frozenset().union(*(fact.descendants(option) for option in chosen))


@st.composite
def _shared(draw: st.DrawFn, v: Vocabulary, kind: Type, depth: int) -> Node:
    """What numbers of all types have in common."""
    match draw(st.sampled_from(["fact", "fact", "constant", *(["extreme", "choose"] * (depth > 0))])):
        case "constant":
            return Constant(kind, SMALLEST[kind] + draw(st.integers(0, 2 * SPREAD[kind])))
        case "extreme":
            parts = tuple(draw(_node(v, kind, depth - 1)) for _ in range(draw(st.integers(2, 3))))
            return Extreme(draw(st.sampled_from(["min", "max"])), parts, kind)
        case "choose":
            branches = draw(_node(v, kind, depth - 1)), draw(_node(v, kind, depth - 1))
            return Choose(draw(_condition(v, depth - 1)), *branches, kind)
    return FactRef(kind, draw(st.sampled_from([f"a.{kind}", f"b.{kind}"])))


@st.composite
def _amount(draw: st.DrawFn, v: Vocabulary, kind: Type, depth: int) -> Node:
    if depth <= 0 or draw(st.booleans()):
        return draw(_shared(v, kind, depth))
    op = draw(
        st.sampled_from(["+", "-", "*", "share", "/"] if kind is Type.MONEY else ["+", "-", "*", "since"])
    )
    if op == "since":
        return Elapsed(draw(_date(v, depth - 1)), draw(st.sampled_from([1, 12])))
    left = draw(_amount(v, kind, depth - 1))
    match op:
        case "*":
            return Arithmetic("*", left, draw(_amount(v, Type.INTEGER, 0)), kind)
        case "share":
            return Arithmetic("*", left, Constant(Type.RATIO, draw(st.sampled_from(RATIOS))), kind)
        case "/":
            return Arithmetic("/", left, Constant(Type.INTEGER, draw(st.integers(1, 7))), kind)
    return Arithmetic(op, left, draw(_amount(v, kind, depth - 1)), kind)


@st.composite
def _date(draw: st.DrawFn, v: Vocabulary, depth: int) -> Node:
    match draw(st.sampled_from(["shared", "today", "shift"] if depth > 0 else ["shared", "today"])):
        case "today":
            return ApplicationDay()
        case "shift":
            months, days = draw(st.integers(-40, 40)), draw(st.integers(-40, 40))
            return Shift(draw(_date(v, depth - 1)), months, days)
    return draw(_shared(v, Type.DATE, depth))
