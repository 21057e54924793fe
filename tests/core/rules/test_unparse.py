"""Canonical text: reading it again gives the same tree."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from superconnector.core.rules import Node, RuleError, Type, parse, unparse
from superconnector.core.rules.tree import (
    And,
    ApplicationDay,
    Arithmetic,
    Choose,
    Compare,
    CompareRatio,
    Constant,
    Elapsed,
    FactRef,
    Member,
    Not,
    Op,
    Or,
    Overlap,
    Shift,
    Unknown,
)
from tests.core.rules.naive import value
from tests.core.rules.strategies import Case, cases
from tests.core.rules.words import VOCABULARY

YES, NO = FactRef(Type.BOOLEAN, "applicant.listed"), FactRef(Type.BOOLEAN, "applicant.registered")
COUNT = FactRef(Type.INTEGER, "applicant.employees")
COST = FactRef(Type.MONEY, "project.cost")
DAY = FactRef(Type.DATE, "applicant.incorporated_on")
KIND = FactRef(Type.CHOICE, "applicant.type")
MARKETS = FactRef(Type.CHOICES, "project.target_markets")


def integer(value: int) -> Constant:
    return Constant(Type.INTEGER, value)


def money(cents: int) -> Constant:
    return Constant(Type.MONEY, cents)


def reread(case: Case, kind: Type = Type.BOOLEAN) -> Node:
    """The tree of the text of the term. The one thing that a tree can say and a text cannot is x / 0."""
    try:
        return parse(unparse(case.node), case.vocabulary, expect=kind)
    except RuleError as error:
        assume(error.message != "divides by zero")
        raise


@given(cases())
def test_the_text_of_any_condition_means_the_condition(case: Case) -> None:
    assert value(reread(case), case.profile, case.on) is value(case.node, case.profile, case.on)


@pytest.mark.parametrize("kind", [Type.INTEGER, Type.MONEY, Type.DATE])
@given(st.data())
def test_the_text_of_any_number_means_the_number(kind: Type, data: st.DataObject) -> None:
    case = data.draw(cases(kind))
    assert value(reread(case, kind), case.profile, case.on) == value(case.node, case.profile, case.on)


@given(cases())
def test_text_is_canonical(case: Case) -> None:
    read = reread(case)
    assert parse(unparse(read), case.vocabulary) == read


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Constant(Type.BOOLEAN, True), "True"),
        (Unknown(), "not_stated"),
        (Unknown(Type.MONEY), "not_stated"),
        (Not(YES), "not applicant.listed"),
        (Not(And((YES, NO))), "not (applicant.listed and applicant.registered)"),
        (And((Or((YES, NO)), YES)), "(applicant.listed or applicant.registered) and applicant.listed"),
        (Or((And((YES, NO)), YES)), "applicant.listed and applicant.registered or applicant.listed"),
        (Compare(Op.EQ, Not(YES), NO), "(not applicant.listed) == applicant.registered"),
        (Compare(Op.LT, COUNT, integer(1_000)), "applicant.employees < 1_000"),
        (Compare(Op.LT, COUNT, integer(-3)), "applicant.employees < -3"),
        (Compare(Op.GE, COST, money(1050)), "project.cost >= HKD(10.50)"),
        (Compare(Op.GE, COST, money(60_000_000)), "project.cost >= HKD(600_000)"),
        (Compare(Op.GE, COST, money(-5)), "project.cost >= -HKD(0.05)"),
        (Compare(Op.EQ, DAY, Constant(Type.DATE, 0)), 'applicant.incorporated_on == date("1970-01-01")'),
        (Member(KIND, frozenset({"student"})), 'applicant.type == "student"'),
        (Member(KIND, frozenset({"b", "a"})), 'applicant.type in ["a", "b"]'),
        (Not(Member(KIND, frozenset({"student"}))), 'applicant.type != "student"'),
        (Not(Member(KIND, frozenset({"b", "a"}))), 'applicant.type not in ["a", "b"]'),
        (Overlap(MARKETS, (frozenset({"asean"}),)), 'any_of(project.target_markets, ["asean"])'),
        (
            Overlap(MARKETS, (frozenset({"b", "a"}), frozenset({"c"}))),
            'all_of(project.target_markets, [["a", "b"], "c"])',
        ),
        (Elapsed(DAY, 12), "years_since(applicant.incorporated_on)"),
        (Elapsed(DAY, 1), "months_since(applicant.incorporated_on)"),
        (Shift(ApplicationDay(), -36, 0), "application_day - years(3)"),
        (Shift(ApplicationDay(), 7, 0), "application_day + months(7)"),
        (Shift(ApplicationDay(), 0, -30), "application_day - days(30)"),
        (Shift(ApplicationDay(), -1, 5), "application_day + (months(-1) + days(5))"),
        (Shift(Shift(DAY, 12, 0), 0, 1), "applicant.incorporated_on + years(1) + days(1)"),
        (
            CompareRatio(Op.GE, COST, money(1), Fraction(1, 8)),
            "project.cost / HKD(0.01) >= percent(12.5)",
        ),
        (
            CompareRatio(Op.LT, COUNT, COUNT, Fraction(1, 3)),
            "applicant.employees / applicant.employees < (1 / 3)",
        ),
        (
            Arithmetic("-", COST, Arithmetic("-", COST, COST, Type.MONEY), Type.MONEY),
            "project.cost - (project.cost - project.cost)",
        ),
        (
            Arithmetic("/", Arithmetic("*", COST, integer(3), Type.MONEY), integer(4), Type.MONEY),
            "project.cost * 3 / 4",
        ),
        (
            Arithmetic("*", Arithmetic("+", COST, COST, Type.MONEY), integer(2), Type.MONEY),
            "(project.cost + project.cost) * 2",
        ),
        (Choose(YES, money(100), COST, Type.MONEY), "HKD(1) if applicant.listed else project.cost"),
        (
            Compare(Op.LT, Choose(YES, money(100), COST, Type.MONEY), COST),
            "(HKD(1) if applicant.listed else project.cost) < project.cost",
        ),
    ],
)
def test_text(node: Node, text: str) -> None:
    assert unparse(node) == text


def test_the_currency_is_that_of_the_ecosystem() -> None:
    assert unparse(money(100), "EUR") == "EUR(1)"


def test_a_term_from_a_file_becomes_canonical() -> None:
    text = "0 < applicant.employees <= 50 and ( not not applicant.listed or False )"
    assert unparse(parse(text, VOCABULARY)) == (
        "0 < applicant.employees and applicant.employees <= 50 and applicant.listed"
    )
