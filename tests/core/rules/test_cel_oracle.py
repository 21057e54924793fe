"""An independent oracle: the Common Expression Language, as implemented by Google in C++.

Its specification (cel-spec, doc/langdef.md, "Logical Operators") lets && and || absorb errors. With a missing
fact left unbound, every use of it is an error, and that is Kleene's strong logic: error for unknown. The
language has no calendar dates and no choice between equal branches on an unknown condition, so terms are
reduced to what both share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from cel_expr_python import cel
from hypothesis import given, settings

from superconnector.core.rules import Node, Profile, Type, Vocabulary
from superconnector.core.rules.build import MIRROR
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
    Or,
    Overlap,
    Shift,
    Unknown,
)
from tests.core.rules.naive import EPOCH, value
from tests.core.rules.strategies import Case, cases
from tests.core.rules.words import VOCABULARY, day, read

TYPES = {
    Type.BOOLEAN: cel.Type.BOOL,
    Type.INTEGER: cel.Type.INT,
    Type.MONEY: cel.Type.INT,
    Type.DATE: cel.Type.INT,
    Type.CHOICE: cel.Type.STRING,
    Type.CHOICES: cel.Type.List(cel.Type.STRING),
}
NEVER_BOUND = "not_stated"


def variable(fact: str) -> str:
    return fact.replace(".", "__")


def shared(node: Node) -> Node:  # noqa: PLR0911 - one line a kind of node
    """The term with what the language lacks replaced by something near.

    A shifted date becomes the date, complete years become 3, a choice between numbers its first branch.
    """
    match node:
        case Shift():
            return shared(node.moment)
        case Elapsed():
            return Constant(Type.INTEGER, 3)
        case Choose() if node.type is not Type.BOOLEAN:
            return shared(node.then)
        case Choose():
            return replace(
                node,
                condition=shared(node.condition),
                then=shared(node.then),
                otherwise=shared(node.otherwise),
            )
        case Not():
            return replace(node, part=shared(node.part))
        case And() | Or() | Extreme():
            return replace(node, parts=tuple(map(shared, node.parts)))
        case Compare() | Arithmetic():
            return replace(node, left=shared(node.left), right=shared(node.right))
        case CompareRatio():
            return replace(node, numerator=shared(node.numerator), denominator=shared(node.denominator))
    return node


def emit(node: Node, on: int) -> str:  # noqa: PLR0911 - one line a kind of node
    """The term in the Common Expression Language."""
    match node:
        case Not():
            return f"!({emit(node.part, on)})"
        case And():
            return " && ".join(f"({emit(part, on)})" for part in node.parts)
        case Or():
            return " || ".join(f"({emit(part, on)})" for part in node.parts)
        case Choose():
            return emit_choice(*(emit(part, on) for part in (node.condition, node.then, node.otherwise)))
        case Compare():
            return f"({emit(node.left, on)}) {node.op} ({emit(node.right, on)})"
        case CompareRatio():
            return emit_ratio(node, on)
        case Member():
            return f"{emit(node.choice, on)} in {emit_list(node.options)}"
        case Overlap():
            choices = emit(node.choices, on)
            return " && ".join(f"{choices}.exists(c, c in {emit_list(group)})" for group in node.groups)
    return emit_value(node, on)


def emit_value(node: Node, on: int) -> str:
    match node:
        case Constant():
            return str(node.value).lower()
        case FactRef():
            return variable(node.fact)
        case ApplicationDay():
            return str(on)
        case Unknown():
            return NEVER_BOUND
        case Extreme():
            return emit_extreme(node.name, [emit(part, on) for part in node.parts])
        case Arithmetic():
            return emit_arithmetic(node, on)
    raise TypeError(node)


def emit_choice(condition: str, then: str, otherwise: str) -> str:
    """`c ? a : b` is an error where c is; with both branches equal ours is not. The third clause says so."""
    chosen = f"({condition}) && ({then}) || !({condition}) && ({otherwise})"
    return f"{chosen} || ({then}) && ({otherwise})"


def emit_extreme(name: str, parts: list[str]) -> str:
    first, *others = parts
    for other in others:
        first = f"(({first}) {'<' if name == 'min' else '>'} ({other}) ? ({first}) : ({other}))"
    return first


def emit_ratio(node: CompareRatio, on: int) -> str:
    """By cross-multiplication, turned around where the denominator is negative; an error where it is zero."""
    above, below = emit(node.numerator, on), emit(node.denominator, on)
    sides = f"({above}) * {node.ratio.denominator}", f"({below}) * {node.ratio.numerator}"
    positive, negative = (f"{sides[0]} {op} {sides[1]}" for op in (node.op, MIRROR[node.op]))
    return f"(({below}) > 0 ? {positive} : ({below}) < 0 ? {negative} : 1 / 0 == 1)"


def emit_arithmetic(node: Arithmetic, on: int) -> str:
    left = emit(node.left, on)
    if node.op in "+-" or not isinstance(node.right, Constant):
        return f"({left}) {node.op} ({emit(node.right, on)})"
    factor = Fraction(node.right.value) if node.op == "*" else 1 / Fraction(node.right.value)
    product = f"({left}) * {factor.numerator}" if factor >= 0 else f"({left}) * ({factor.numerator})"
    if factor.denominator == 1:
        return product
    q = factor.denominator  # division here is towards zero, ours towards minus infinity
    return f"({product} - (({product}) % {q} + {q}) % {q}) / {q}"


def emit_list(options: frozenset[str]) -> str:
    return str(sorted(options))


def ask(node: Node, vocabulary: Vocabulary, profile: Profile, on: date) -> bool | int | None:
    """What the oracle says; None for an error."""
    variables = {
        variable(fact.id): TYPES[fact.type] for fact in vocabulary.facts.values() if fact.type in TYPES
    }
    environment = cel.NewEnv(variables={**variables, NEVER_BOUND: cel.Type.BOOL})
    bound = {variable(f): sorted(v) if isinstance(v, frozenset) else v for f, v in profile.items()}
    answer = environment.compile(emit(node, (on - EPOCH).days)).eval(data=bound)
    return None if answer.type() == cel.Type.ERROR else answer.value()


@settings(max_examples=300)
@given(cases())
def test_conditions_mean_what_they_mean_in_cel(case: Case) -> None:
    node = shared(case.node)
    assert ask(node, case.vocabulary, case.profile, case.on) is value(node, case.profile, case.on)


@settings(max_examples=100)
@given(cases(Type.MONEY))
def test_amounts_mean_what_they_mean_in_cel(case: Case) -> None:
    node = shared(case.node)
    assert ask(node, case.vocabulary, case.profile, case.on) == value(node, case.profile, case.on)


TRUTHS = (True, False, None)


def known(**truths: bool | None) -> Profile:
    return {f"applicant.{name}": truth for name, truth in truths.items() if truth is not None}


@pytest.mark.parametrize("listed", TRUTHS)
@pytest.mark.parametrize("registered", TRUTHS)
@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("{a} and {b}", lambda a, b: False if False in (a, b) else None if None in (a, b) else True),
        ("{a} or {b}", lambda a, b: True if True in (a, b) else None if None in (a, b) else False),
        ("{a} == {b}", lambda a, b: None if None in (a, b) else a is b),
        ("not {a} or {b}", lambda a, b: True if a is False or b else None if None in (a, b) else False),
        ("{a} and not_stated", lambda a, _: False if a is False else None),
        ("{a} if not_stated else {b}", lambda a, b: a if a is b else None),
    ],
)
def test_the_tables_of_kleene(
    text: str,
    table: Callable[[bool | None, bool | None], bool | None],
    listed: bool | None,
    registered: bool | None,
) -> None:
    """S. C. Kleene, Introduction to Metamathematics (1952), section 64."""
    profile = known(listed=listed, registered=registered)
    node = read(text.format(a="applicant.listed", b="applicant.registered"))
    expected = table(listed, registered)
    assert value(node, profile, EPOCH) is expected
    assert ask(node, VOCABULARY, profile, EPOCH) is expected


@pytest.mark.parametrize(
    ("text", "profile", "expected"),
    [
        ("min(project.cost, HKD(5)) <= HKD(5)", {}, None),
        ("max(project.cost, HKD(5)) >= HKD(5)", {}, None),
        ("project.cost * percent(50) == HKD(1)", {"project.cost": 201}, True),
        ("(project.cost - HKD(3)) / 2 == -HKD(0.51)", {"project.cost": 199}, True),
        ("project.income / project.cost >= percent(50)", {"project.income": 1, "project.cost": 2}, True),
        ("project.income / project.cost >= percent(50)", {"project.income": 1, "project.cost": 0}, None),
        ("project.income / project.cost >= 0", {"project.cost": 3}, None),
        (
            "project.income / (project.cost - HKD(3)) >= 0",
            {"project.income": 1, "project.cost": 0},
            False,
        ),
        ('applicant.type == "business"', {"applicant.type": "start_up"}, True),
        ('applicant.type == "business"', {"applicant.type": "team"}, False),
        ('applicant.type != "business"', {}, None),
        (
            '"mainland" in project.target_markets',
            {"project.target_markets": frozenset({"greater_bay"})},
            True,
        ),
        ('"mainland" in project.target_markets', {"project.target_markets": frozenset()}, False),
        ('"mainland" not in project.target_markets', {}, None),
        (
            'all_of(project.target_markets, ["mainland", "asean"])',
            {"project.target_markets": frozenset({"greater_bay", "asean"})},
            True,
        ),
        (
            'all_of(project.target_markets, ["mainland", "asean"])',
            {"project.target_markets": frozenset({"hong_kong", "asean"})},
            False,
        ),
        ("applicant.employees < 3 and not_stated", {"applicant.employees": 3}, False),
    ],
)
def test_single_questions(text: str, profile: Profile, expected: bool | None) -> None:
    node = read(text)
    assert value(node, profile, EPOCH) is expected
    assert ask(node, VOCABULARY, profile, EPOCH) is expected


@pytest.mark.parametrize(
    ("text", "since", "on", "expected"),
    [
        ("application_day - years(3) <= applicant.incorporated_on", "2021-06-15", "2024-06-15", True),
        ("application_day - years(3) <= applicant.incorporated_on", "2021-06-14", "2024-06-15", False),
        ("years_since(applicant.incorporated_on) < 3", "2021-06-16", "2024-06-15", True),
        ("years_since(applicant.incorporated_on) < 3", "2021-06-15", "2024-06-15", False),
        ("months_since(applicant.incorporated_on) == 1", "2024-01-31", "2024-02-29", True),
        ('applicant.incorporated_on + months(1) == date("2024-02-29")', "2024-01-31", "2024-01-01", True),
    ],
)
def test_dates_which_the_oracle_lacks(text: str, since: str, on: str, expected: bool) -> None:
    profile = {"applicant.incorporated_on": day(since)}
    assert value(read(text), profile, date.fromisoformat(on)) is expected
    assert value(read(text), {}, date.fromisoformat(on)) is None
