"""From text to tree: what each form of the language becomes."""

from fractions import Fraction

import pytest

from superconnector.core.rules import RuleError, Type, Vocabulary, parse, type_of
from superconnector.core.rules.tree import (
    NOWHERE,
    And,
    ApplicationDay,
    Arithmetic,
    At,
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
    Op,
    Or,
    Overlap,
    Shift,
    Unknown,
)
from tests.core.rules.words import DEFINITIONS, FACTS, VOCABULARY, day, read

EMPLOYEES = FactRef(Type.INTEGER, "applicant.employees")
MEMBERS = FactRef(Type.INTEGER, "applicant.members")
LISTED = FactRef(Type.BOOLEAN, "applicant.listed")
REGISTERED = FactRef(Type.BOOLEAN, "applicant.registered")
SINCE = FactRef(Type.DATE, "applicant.incorporated_on")
KIND = FactRef(Type.CHOICE, "applicant.type")
MARKETS = FactRef(Type.CHOICES, "project.target_markets")
COST = FactRef(Type.MONEY, "project.cost")
INCOME = FactRef(Type.MONEY, "project.income")
BUSINESS = frozenset({"business", "company", "start_up"})
COMPANY = frozenset({"company", "start_up"})
MAINLAND = frozenset({"mainland", "greater_bay"})
TRUE, FALSE = Constant(Type.BOOLEAN, True), Constant(Type.BOOLEAN, False)


def integer(value: int) -> Constant:
    return Constant(Type.INTEGER, value)


def money(cents: int) -> Constant:
    return Constant(Type.MONEY, cents)


def ratio(numerator: int, denominator: int) -> Constant:
    return Constant(Type.RATIO, Fraction(numerator, denominator))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("applicant.listed", LISTED),
        ("not applicant.listed", Not(LISTED)),
        ("applicant.listed and applicant.registered", And((LISTED, REGISTERED))),
        ("applicant.listed or applicant.registered", Or((LISTED, REGISTERED))),
        ("not_stated", Unknown()),
        ("applicant.employees == 3", Compare(Op.EQ, EMPLOYEES, integer(3))),
        ("applicant.employees != 3", Compare(Op.NE, EMPLOYEES, integer(3))),
        ("applicant.employees < 1_000", Compare(Op.LT, EMPLOYEES, integer(1000))),
        ("3 <= applicant.employees", Compare(Op.LE, integer(3), EMPLOYEES)),
        ("project.cost > HKD(600_000)", Compare(Op.GT, COST, money(60_000_000))),
        ("project.cost >= HKD(10.50)", Compare(Op.GE, COST, money(1050))),
        ("project.cost >= HKD(0.07)", Compare(Op.GE, COST, money(7))),
        ("project.cost >= -HKD(1)", Compare(Op.GE, COST, money(-100))),
        (
            'applicant.incorporated_on <= date("2024-12-31")',
            Compare(Op.LE, SINCE, Constant(Type.DATE, day("2024-12-31"))),
        ),
        ("applicant.listed == applicant.registered", Compare(Op.EQ, LISTED, REGISTERED)),
        ("applicant.listed != applicant.registered", Compare(Op.NE, LISTED, REGISTERED)),
    ],
)
def test_conditions(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "10 <= applicant.employees < 50",
            And((Compare(Op.LE, integer(10), EMPLOYEES), Compare(Op.LT, EMPLOYEES, integer(50)))),
        ),
        (
            "applicant.listed and 1 < applicant.employees <= applicant.members < 9",
            And(
                (
                    LISTED,
                    Compare(Op.LT, integer(1), EMPLOYEES),
                    Compare(Op.LE, EMPLOYEES, MEMBERS),
                    Compare(Op.LT, MEMBERS, integer(9)),
                )
            ),
        ),
        (
            '"student" == applicant.type != "team"',
            And((Member(KIND, frozenset({"student"})), Not(Member(KIND, frozenset({"team"}))))),
        ),
    ],
)
def test_a_chain_is_a_conjunction(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('applicant.type == "company"', Member(KIND, COMPANY)),
        ('"company" == applicant.type', Member(KIND, COMPANY)),
        ("applicant.type == 'student'", Member(KIND, frozenset({"student"}))),
        ('applicant.type != "company"', Not(Member(KIND, COMPANY))),
        ('applicant.type in ["business"]', Member(KIND, BUSINESS)),
        ('applicant.type in ["company", "student"]', Member(KIND, COMPANY | {"student"})),
        ('applicant.type in ("company", "student")', Member(KIND, COMPANY | {"student"})),
        ('applicant.type not in ["student", "team"]', Not(Member(KIND, frozenset({"student", "team"})))),
        ('"asean" in project.target_markets', Overlap(MARKETS, (frozenset({"asean"}),))),
        ('"mainland" in project.target_markets', Overlap(MARKETS, (MAINLAND,))),
        ('"asean" not in project.target_markets', Not(Overlap(MARKETS, (frozenset({"asean"}),)))),
        (
            'any_of(project.target_markets, ["mainland", "asean"])',
            Overlap(MARKETS, (MAINLAND | {"asean"},)),
        ),
        (
            'all_of(project.target_markets, ["mainland", "asean"])',
            Overlap(MARKETS, (MAINLAND, frozenset({"asean"}))),
        ),
        (
            'all_of(project.target_markets, [["mainland", "asean"], "hong_kong"])',
            Overlap(MARKETS, (MAINLAND | {"asean"}, frozenset({"hong_kong"}))),
        ),
        (
            'all_of(project.target_markets, ["asean", "asean"])',
            Overlap(MARKETS, (frozenset({"asean"}),)),
        ),
    ],
)
def test_an_answer_stands_for_all_below_it(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("application_day", ApplicationDay()),
        ("application_day - years(3)", Shift(ApplicationDay(), -36, 0)),
        ("applicant.incorporated_on + months(6)", Shift(SINCE, 6, 0)),
        ("days(30) + applicant.incorporated_on", Shift(SINCE, 0, 30)),
        ("applicant.incorporated_on + (years(1) + months(2) - days(3))", Shift(SINCE, 14, -3)),
        ("applicant.incorporated_on + years(1) + days(3)", Shift(Shift(SINCE, 12, 0), 0, 3)),
        ("applicant.incorporated_on + -months(1)", Shift(SINCE, -1, 0)),
        ('date("2024-01-31") + months(1)', Constant(Type.DATE, day("2024-02-29"))),
        (
            "min(applicant.incorporated_on, application_day)",
            Extreme("min", (SINCE, ApplicationDay()), Type.DATE),
        ),
    ],
)
def test_dates(text: str, tree: Node) -> None:
    assert read(text, Type.DATE) == tree


def test_complete_years_and_months() -> None:
    assert read("years_since(applicant.incorporated_on)", Type.INTEGER) == Elapsed(SINCE, 12)
    assert read("months_since(applicant.incorporated_on)", Type.INTEGER) == Elapsed(SINCE, 1)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("project.cost + project.income", Arithmetic("+", COST, INCOME, Type.MONEY)),
        ("project.cost - HKD(5)", Arithmetic("-", COST, money(500), Type.MONEY)),
        ("-project.cost", Arithmetic("-", money(0), COST, Type.MONEY)),
        ("project.cost * 3", Arithmetic("*", COST, integer(3), Type.MONEY)),
        ("3 * project.cost", Arithmetic("*", COST, integer(3), Type.MONEY)),
        ("applicant.employees * HKD(100)", Arithmetic("*", money(10_000), EMPLOYEES, Type.MONEY)),
        ("project.cost / 2", Arithmetic("/", COST, integer(2), Type.MONEY)),
        (
            "project.cost * 3 / 4",
            Arithmetic("/", Arithmetic("*", COST, integer(3), Type.MONEY), integer(4), Type.MONEY),
        ),
        ("project.cost * percent(75)", Arithmetic("*", COST, ratio(3, 4), Type.MONEY)),
        ("percent(75) * project.cost", Arithmetic("*", COST, ratio(3, 4), Type.MONEY)),
        ("project.cost * percent(12.5)", Arithmetic("*", COST, ratio(1, 8), Type.MONEY)),
        ("project.cost * (2 / 3)", Arithmetic("*", COST, ratio(2, 3), Type.MONEY)),
        ("min(project.cost, HKD(1))", Extreme("min", (COST, money(100)), Type.MONEY)),
        ("max(project.cost, HKD(1), HKD(2))", Extreme("max", (COST, money(100), money(200)), Type.MONEY)),
        (
            "HKD(1) if applicant.listed else project.cost",
            Choose(LISTED, money(100), COST, Type.MONEY),
        ),
    ],
)
def test_money(text: str, tree: Node) -> None:
    assert read(text, Type.MONEY) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("project.income / project.cost >= percent(50)", CompareRatio(Op.GE, INCOME, COST, Fraction(1, 2))),
        ("percent(50) >= project.income / project.cost", CompareRatio(Op.LE, INCOME, COST, Fraction(1, 2))),
        ("project.cost / HKD(3) > 2", CompareRatio(Op.GT, COST, money(300), Fraction(2))),
        (
            "applicant.employees / applicant.members == 1 / 3",
            CompareRatio(Op.EQ, EMPLOYEES, MEMBERS, Fraction(1, 3)),
        ),
        ("applicant.employees / 2 > 5", CompareRatio(Op.GT, EMPLOYEES, integer(2), Fraction(5))),
        ("applicant.employees / 2 < percent(0)", CompareRatio(Op.LT, EMPLOYEES, integer(2), Fraction(0))),
    ],
)
def test_a_quotient_is_compared_exactly(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("True", TRUE),
        ("not True", FALSE),
        ("applicant.listed and True", LISTED),
        ("applicant.listed and False", FALSE),
        ("applicant.listed or True", TRUE),
        ("applicant.listed or False", LISTED),
        ("not not applicant.listed", LISTED),
        ("not not_stated", Unknown()),
        ("applicant.listed == True", LISTED),
        ("applicant.listed == False", Not(LISTED)),
        ("applicant.listed != True", Not(LISTED)),
        ("False == applicant.listed", Not(LISTED)),
        ("applicant.listed == not_stated", Unknown()),
        ("applicant.listed and applicant.listed", LISTED),
        ("(applicant.listed and applicant.registered) and applicant.listed", And((LISTED, REGISTERED))),
        ("applicant.listed or (applicant.registered or applicant.listed)", Or((LISTED, REGISTERED))),
        (
            "applicant.listed or (applicant.registered and not_stated)",
            Or((LISTED, And((REGISTERED, Unknown())))),
        ),
        ("1 < 2 < 3", TRUE),
        ("2 * 3 - 7 == -1", TRUE),
        ("HKD(0.01) * percent(50) == HKD(0)", TRUE),
        ("HKD(1) * percent(33.3) == HKD(0.33)", TRUE),
        ("HKD(10) / 3 == HKD(3.33)", TRUE),
        ("-HKD(10) / 3 == -HKD(3.34)", TRUE),
        ("HKD(1) / HKD(2) == percent(50)", TRUE),
        ("1 / 3 < percent(33.4)", TRUE),
        ("percent(150) > 1", TRUE),
        ("HKD(6) / HKD(2) == 3", TRUE),
        ("min(3, 1, 2) == 1", TRUE),
        ("max(HKD(3), HKD(5)) == HKD(5)", TRUE),
        ('date("2023-03-31") - months(1) == date("2023-02-28")', TRUE),
        ("applicant.listed if True else applicant.registered", LISTED),
        ("applicant.listed if False else applicant.registered", REGISTERED),
        ("applicant.listed if applicant.registered else applicant.listed", LISTED),
    ],
)
def test_constants_are_folded_as_kleene_logic_allows(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    "text", ["applicant.listed or not applicant.listed", "applicant.listed and not applicant.listed"]
)
def test_the_excluded_middle_is_not_folded(text: str) -> None:
    """Of an unknown condition neither is known."""
    kind = Or if " or " in text else And
    assert read(text) == kind((LISTED, Not(LISTED)))


def test_the_currency_is_that_of_the_ecosystem() -> None:
    euros = Vocabulary({f.id: f for f in FACTS}, {}, "EUR")
    assert parse("project.cost > EUR(2)", euros) == Compare(Op.GT, COST, money(200))


def test_places_are_lines_and_columns_of_the_text() -> None:
    tree = read("\n  applicant.listed\n\tand applicant.employees\n    < 50\n")
    assert isinstance(tree, And)
    assert [part.at for part in tree.parts] == [At(2, 3, 19), At(3, 6, 25)]
    assert isinstance(tree.parts[1], Compare)
    assert tree.parts[1].right.at == At(4, 7, 9)
    assert tree.at.line == 2


def test_nodes_of_a_definition_stand_where_its_name_stands() -> None:
    tree = read("applicant.listed or small")
    assert isinstance(tree, Or)
    small = tree.parts[1]
    assert isinstance(small, Compare)
    assert (small.at, small.left.at, small.right.at) == (At(1, 21, 26),) * 3


def test_places_take_no_part_in_equality() -> None:
    assert read("applicant.listed") == read("   applicant.listed")
    assert hash(read("applicant.listed")) == hash(FactRef(Type.BOOLEAN, "applicant.listed", NOWHERE))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("percent(75)", Type.RATIO),
        ("project.cost / project.income", Type.RATIO),
        ("years(3)", Type.DURATION),
        ("HKD(1)", Type.MONEY),
        ("applicant.employees", Type.INTEGER),
        ("application_day", Type.DATE),
        ("applicant.type", Type.CHOICE),
        ("small", Type.BOOLEAN),
    ],
)
def test_the_type_of_a_text(text: str, kind: Type) -> None:
    assert type_of(text, VOCABULARY) is kind


def test_the_type_of_a_text_that_overflows_is_an_error() -> None:
    with pytest.raises(RuleError, match="beyond 64 bits"):
        type_of("project.cost * applicant.employees / project.cost", VOCABULARY)


def test_definitions_of_the_vocabulary_are_read_without_a_day() -> None:
    assert {name: type_of(name, VOCABULARY) for name in DEFINITIONS} == dict.fromkeys(
        DEFINITIONS, Type.BOOLEAN
    )
