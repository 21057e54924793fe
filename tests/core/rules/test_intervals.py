"""Bounds hold for every profile; a condition that is called impossible never holds."""

import operator
from fractions import Fraction

import pytest
from hypothesis import given, settings

from superconnector.core.rules import Fact, Option, RuleError, Type, Vocabulary, bounds, parse, satisfiable
from superconnector.core.rules.facts import BOUNDS
from superconnector.core.rules.intervals import certainty, quotient
from superconnector.core.rules.tree import (
    FactRef,
    Member,
    Not,
    Op,
    Overlap,
    Shift,
    Unknown,
)
from tests.core.rules.naive import value
from tests.core.rules.strategies import Case, cases
from tests.core.rules.words import VOCABULARY, day, read

NARROW = Vocabulary(
    {
        f.id: f
        for f in (
            Fact("a.count", Type.INTEGER, (), 2, 10),
            Fact("a.change", Type.INTEGER, (), -4, 3),
            Fact("a.cost", Type.MONEY, (), 100, 900),
            Fact("a.day", Type.DATE, (), day("2020-01-31"), day("2021-03-31")),
            Fact("a.wide", Type.MONEY, (), 0, 2**62),
            Fact("a.kind", Type.CHOICE, (Option("x"), Option("y"))),
        )
    }
)


@given(cases())
def test_bounds_hold_conditions(case: Case) -> None:
    low, high = bounds(case.node, case.vocabulary)
    truth = value(case.node, case.profile, case.on)
    assert truth is None or low <= truth <= high


@given(cases(Type.MONEY))
def test_bounds_hold_amounts(case: Case) -> None:
    low, high = bounds(case.node, case.vocabulary)
    amount = value(case.node, case.profile, case.on)
    assert amount is None or low <= amount <= high


@given(cases(Type.INTEGER))
def test_bounds_hold_integers(case: Case) -> None:
    low, high = bounds(case.node, case.vocabulary)
    number = value(case.node, case.profile, case.on)
    assert number is None or low <= number <= high


@given(cases(Type.DATE))
def test_bounds_hold_dates(case: Case) -> None:
    low, high = bounds(case.node, case.vocabulary)
    moment = value(case.node, case.profile, case.on)
    assert moment is None or low <= moment <= high


@settings(max_examples=300)
@given(cases())
def test_a_condition_that_holds_is_satisfiable(case: Case) -> None:
    if value(case.node, case.profile, case.on) is True:
        assert satisfiable(case.node, case.vocabulary)
    if value(case.node, case.profile, case.on) is False:
        assert satisfiable(Not(case.node), case.vocabulary)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("a.count", Type.INTEGER, (2, 10)),
        ("-a.count", Type.INTEGER, (-10, -2)),
        ("a.count + a.change", Type.INTEGER, (-2, 13)),
        ("a.count - a.change", Type.INTEGER, (-1, 14)),
        ("a.count * a.change", Type.INTEGER, (-40, 30)),
        ("a.change * a.change", Type.INTEGER, (-12, 16)),
        ("a.cost * a.change", Type.MONEY, (-3600, 2700)),
        ("a.cost * percent(33)", Type.MONEY, (33, 297)),
        ("a.cost / 7", Type.MONEY, (14, 128)),
        ("(a.cost - HKD(2)) / 7", Type.MONEY, (-15, 100)),
        ("min(a.count, a.change)", Type.INTEGER, (-4, 3)),
        ("max(a.count, a.change, 5)", Type.INTEGER, (5, 10)),
        ("a.count if a.cost > HKD(5) else a.change", Type.INTEGER, (-4, 10)),
        ("a.count if a.cost > HKD(10) else a.change", Type.INTEGER, (-4, 3)),
        ("a.count if a.cost > HKD(0) else a.change", Type.INTEGER, (2, 10)),
        ("a.day + months(1)", Type.DATE, (day("2020-02-29"), day("2021-04-30"))),
        ("application_day", Type.DATE, BOUNDS[Type.DATE]),
        ("years_since(a.day)", Type.INTEGER, (-222, 179)),
        ("a.count < 2", Type.BOOLEAN, (0, 0)),
        ("a.count <= 2", Type.BOOLEAN, (0, 1)),
        ("a.count >= 2", Type.BOOLEAN, (1, 1)),
        ("a.count == 11", Type.BOOLEAN, (0, 0)),
        ("a.count != 11", Type.BOOLEAN, (1, 1)),
        ("a.count > 10 or a.count > 2", Type.BOOLEAN, (0, 1)),
        ("a.count > 10 and a.count > 2", Type.BOOLEAN, (0, 0)),
        ("not (a.count > 10)", Type.BOOLEAN, (1, 1)),
        ("a.cost / HKD(1) >= 1", Type.BOOLEAN, (1, 1)),
        ("a.cost / HKD(1) > 9", Type.BOOLEAN, (0, 0)),
        ("a.count / a.change > 100", Type.BOOLEAN, (0, 1)),
        ('a.kind in ["x", "y"]', Type.BOOLEAN, (1, 1)),
        ('a.kind == "x"', Type.BOOLEAN, (0, 1)),
        ("not_stated", Type.BOOLEAN, (0, 1)),
    ],
)
def test_bounds(text: str, kind: Type, expected: tuple[int, int]) -> None:
    assert bounds(parse(text, NARROW, expect=kind), NARROW) == expected


def test_trees_that_no_text_gives_have_bounds_too() -> None:
    kind = FactRef(Type.CHOICE, "a.kind")
    assert bounds(Member(kind, frozenset()), NARROW) == (0, 0)
    assert bounds(Overlap(kind, (frozenset({"x"}), frozenset())), NARROW) == (0, 0)
    assert bounds(Unknown(Type.INTEGER), NARROW) == BOUNDS[Type.INTEGER]


def test_known_intervals_narrow_what_is_made_of_them() -> None:
    count = FactRef(Type.INTEGER, "a.count")
    tree = parse("a.count * 2", NARROW, expect=Type.INTEGER)
    assert bounds(tree, NARROW, {count: (0, 4)}) == (4, 8)
    assert bounds(tree, NARROW, {tree: (6, 99)}) == (6, 20)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a.wide + a.wide > HKD(1)", 1),
        ("HKD(1) < a.wide * 2", 10),
        ("HKD(1) < a.wide * percent(201)", 10),
        ("HKD(1) < -a.wide - a.wide - HKD(1)", 10),
        ("a.count > 1 and a.wide / a.cost > percent(66.67)", 17),
        ("a.cost / (a.wide - HKD(1)) > 9", 1),
        ("HKD(1) if a.wide * 5 > HKD(1) else HKD(2)", 11),
    ],
)
def test_what_could_overflow_is_refused_at_its_place(text: str, column: int) -> None:
    kind = Type.MONEY if " if " in text else Type.BOOLEAN
    with pytest.raises(RuleError) as caught:
        parse(text, NARROW, expect=kind)
    assert caught.value.message == "this can grow beyond 64 bits; give its facts a smaller maximum"
    assert (caught.value.line, caught.value.column) == (1, column)


@pytest.mark.parametrize(
    "text", ["a.day + years(7_979)", "a.day - years(2_020)", "a.day - days(80_000) - years(1_810)"]
)
def test_a_date_that_could_leave_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match=r"^the date can leave the calendar \(years 1 to 9999\)$"):
        parse(text, NARROW, expect=Type.DATE)


def test_the_edge_of_64_bits_is_not_refused() -> None:
    tree = parse("a.wide + (a.wide - HKD(0.01))", NARROW, expect=Type.MONEY)
    assert bounds(tree, NARROW) == (-1, 2**63 - 1)


@pytest.mark.parametrize(
    "text",
    [
        "False",
        "applicant.employees < 5 and applicant.employees > 10",
        "applicant.employees < 5 and applicant.employees > 4",
        "applicant.employees < 0",
        "10 < applicant.employees < 5",
        "applicant.employees == 3 and applicant.employees != 3",
        "applicant.employees == 3 and applicant.employees == 4",
        "applicant.employees <= 0 and applicant.employees != 0",
        "not (applicant.employees >= 5 or applicant.employees < 10)",
        "(applicant.employees < 3 or applicant.employees > 10) and 3 <= applicant.employees <= 10",
        "(applicant.listed or small) and not applicant.listed and applicant.employees > 60",
        "applicant.listed and not applicant.listed",
        "applicant.listed == applicant.registered and applicant.listed and not applicant.registered",
        "applicant.listed != applicant.registered and applicant.listed and applicant.registered",
        "(applicant.listed if applicant.registered else False) and not applicant.registered",
        "applicant.employees < applicant.members < 10 and applicant.employees >= 9",
        "applicant.employees + applicant.members > 10 and applicant.employees < 3 and applicant.members < 4",
        "applicant.employees - applicant.members > 10 and applicant.employees < 10",
        "applicant.members - applicant.employees < 2 and applicant.members > 10 and applicant.employees < 5",
        "applicant.employees * 3 > 20 and applicant.employees <= 6",
        "min(applicant.employees, applicant.members) > 5 and applicant.members < 3",
        "max(applicant.employees, applicant.members) < 5 and applicant.members > 7",
        "min(applicant.employees, 5) > 5",
        "project.cost * percent(50) > HKD(100) and project.cost < HKD(200)",
        "project.cost / 3 >= HKD(100) and project.cost < HKD(300)",
        "project.cost / 3 == HKD(1) and project.cost * 2 == HKD(5)",
        "project.cost / project.income > percent(60) and project.cost / project.income < percent(50)",
        "project.cost / HKD(100) > 2 and project.cost <= HKD(200)",
        "years_since(applicant.incorporated_on) < 3 and years_since(applicant.incorporated_on) >= 3",
        'applicant.incorporated_on < date("2020-01-01") and applicant.incorporated_on > date("2021-01-01")',
        'applicant.type == "student" and applicant.type == "team"',
        'applicant.type == "company" and applicant.type != "business"',
        'applicant.type in ["student", "team"] and applicant.type not in ["student", "team"]',
        'applicant.type not in ["business", "student", "team"]',
        '"asean" in project.target_markets and "asean" not in project.target_markets',
        '"greater_bay" in project.target_markets and not any_of(project.target_markets, ["mainland"])',
        'all_of(project.target_markets, ["asean", "mainland"]) and "asean" not in project.target_markets',
        '("asean" in project.target_markets or False) and applicant.employees < 0',
    ],
)
def test_what_can_never_be_true_is_found(text: str) -> None:
    assert satisfiable(read(text), VOCABULARY) is False


@pytest.mark.parametrize(
    "text",
    [
        "True",
        "not_stated",
        "not not_stated",
        "applicant.listed and not_stated",
        "applicant.employees < 5 or applicant.employees > 10",
        "applicant.employees < 5 and applicant.employees > 3",
        "applicant.employees <= 0",
        "(applicant.employees < 3 or applicant.employees > 10) and 2 <= applicant.employees <= 10",
        "applicant.listed == applicant.registered and applicant.listed",
        "applicant.employees < applicant.members < 10 and applicant.employees >= 8",
        "project.cost * percent(50) >= HKD(100) and project.cost <= HKD(200)",
        "project.cost * percent(50) == HKD(0) and project.cost == HKD(0.01)",
        "project.cost / 3 == HKD(1) and project.cost == HKD(3.02)",
        "project.cost / project.income >= percent(50) and project.cost / project.income <= percent(50)",
        'applicant.type == "business" and applicant.type != "company"',
        '"mainland" in project.target_markets and "greater_bay" not in project.target_markets',
        'all_of(project.target_markets, ["asean", "mainland"]) and "hong_kong" not in project.target_markets',
        'not all_of(project.target_markets, ["asean", "mainland"]) and "asean" in project.target_markets',
        "(applicant.listed if applicant.registered else True) and not applicant.registered",
        "years_since(applicant.incorporated_on) < 0",
    ],
)
def test_what_can_be_true_is_let_pass(text: str) -> None:
    assert satisfiable(read(text), VOCABULARY) is True


@pytest.mark.parametrize(
    "text",
    [
        "applicant.employees * applicant.employees == 7",
        "applicant.employees < applicant.members and applicant.members < applicant.employees",
    ],
)
def test_what_is_beyond_the_prover_is_let_pass(text: str) -> None:
    """No answer makes it true, but narrowing intervals does not show it."""
    assert satisfiable(read(text), VOCABULARY) is True


def test_a_membership_in_nothing_is_impossible() -> None:
    kind = FactRef(Type.CHOICE, "applicant.type")
    assert satisfiable(Member(kind, frozenset()), VOCABULARY) is False
    assert satisfiable(Not(Member(kind, frozenset())), VOCABULARY) is True


def test_quotients() -> None:
    assert quotient((1, 6), (2, 4)) == (Fraction(1, 4), Fraction(3))
    assert quotient((-6, 6), (-3, -2)) == (Fraction(-3), Fraction(3))
    assert quotient((1, 6), (0, 4)) is None
    assert quotient((1, 6), (-1, 4)) is None


@pytest.mark.parametrize("op", Op)
def test_certainty_is_that_of_all_pairs(op: Op) -> None:
    compare = getattr(operator, {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}[op])
    ends = [(low, high) for low in range(4) for high in range(low, 4)]
    for left in ends:
        for right in ends:
            pairs = [
                compare(a, b) for a in range(left[0], left[1] + 1) for b in range(right[0], right[1] + 1)
            ]
            assert certainty(op, left, right) == (min(pairs), max(pairs))


def test_a_shift_keeps_its_place_in_the_error() -> None:
    tree = Shift(FactRef(Type.DATE, "a.day"), 12 * 9_000, 0)
    with pytest.raises(RuleError, match="leave the calendar"):
        bounds(tree, NARROW)
