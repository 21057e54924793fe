"""What a name stands for: definitions and parameters, on a day, within limits."""

from datetime import date
from fractions import Fraction

import pytest

from superconnector.core.rules import (
    Dated,
    Fact,
    RuleError,
    Type,
    Vocabulary,
    parse,
)
from superconnector.core.rules.tree import (
    And,
    ApplicationDay,
    Arithmetic,
    Choose,
    Compare,
    CompareRatio,
    Constant,
    FactRef,
    Not,
    Op,
    Shift,
    Unknown,
)
from tests.core.rules.words import VOCABULARY, read

EMPLOYEES = FactRef(Type.INTEGER, "applicant.employees")
LISTED = FactRef(Type.BOOLEAN, "applicant.listed")
SINCE = FactRef(Type.DATE, "applicant.incorporated_on")
COST = FactRef(Type.MONEY, "project.cost")
INCOME = FactRef(Type.MONEY, "project.income")


def integer(value: int) -> Constant:
    return Constant(Type.INTEGER, value)


def money(cents: int) -> Constant:
    return Constant(Type.MONEY, cents)


def ratio(numerator: int, denominator: int) -> Constant:
    return Constant(Type.RATIO, Fraction(numerator, denominator))


SMALL = Compare(Op.LT, EMPLOYEES, integer(50))


@pytest.mark.parametrize(
    ("on", "limit"), [(date(2019, 12, 31), 100), (date(2020, 1, 1), 50), (date(2030, 1, 1), 50), (None, 50)]
)
def test_a_definition_is_that_of_the_day(on: date | None, limit: int) -> None:
    assert read("small", on=on) == Compare(Op.LT, EMPLOYEES, integer(limit))
    assert read("small_and_private", on=on) == And((Compare(Op.LT, EMPLOYEES, integer(limit)), Not(LISTED)))


def test_a_definition_without_a_version_on_the_day_is_not_stated() -> None:
    assert read("retired", on=date(2010, 12, 31)) == LISTED
    assert read("retired", on=date(2011, 1, 1)) == Unknown()
    assert read("retired", on=None) == LISTED


def test_of_two_versions_of_a_day_the_later_holds() -> None:
    versions = (Dated("HKD(1)", date(2020, 1, 1)), Dated("HKD(2)", date(2022, 1, 1)), Dated("HKD(3)"))
    for on, cents in ((date(2019, 1, 1), 300), (date(2020, 1, 1), 100), (date(2022, 1, 1), 200), (None, 200)):
        assert parse("cap", VOCABULARY, {"cap": versions}, on, Type.MONEY) == money(cents)


def test_parameters_may_be_of_any_type() -> None:
    parameters = {
        "cap": (Dated("HKD(600_000)"),),
        "share": (Dated("percent(75)"),),
        "young": (Dated("years(3)"),),
        "since": (Dated("application_day - young"),),
        "quota": (Dated("project.cost / project.income"),),
        "team": (Dated("applicant.employees + 1"),),
    }
    for text, tree in (
        ("project.cost <= cap", Compare(Op.LE, COST, money(60_000_000))),
        (
            "project.cost * share < cap",
            Compare(Op.LT, Arithmetic("*", COST, ratio(3, 4), Type.MONEY), money(60_000_000)),
        ),
        ("since < applicant.incorporated_on", Compare(Op.LT, Shift(ApplicationDay(), -36, 0), SINCE)),
        ("quota < share", CompareRatio(Op.LT, COST, INCOME, Fraction(3, 4))),
        ("team > 2", Compare(Op.GT, Arithmetic("+", EMPLOYEES, integer(1), Type.INTEGER), integer(2))),
    ):
        assert parse(text, VOCABULARY, parameters) == tree


@pytest.mark.parametrize(
    "text",
    [
        "project.cost <= cap",
        "project.cost * share <= HKD(5)",
        "min(project.cost, cap) <= HKD(5)",
        "project.cost - cap <= HKD(5)",
        "cap / 2 <= HKD(5)",
        "project.cost / cap <= 2",
        "project.cost / project.income <= share",
        "project.cost / HKD(5) <= count",
        "application_day - span < applicant.incorporated_on",
        "application_day - (span + span) < applicant.incorporated_on",
        "application_day + -span < applicant.incorporated_on",
        "application_day + years(count) < applicant.incorporated_on",
        "years_since(start) > 3",
        "HKD(5) * count < project.cost",
    ],
)
def test_a_parameter_without_a_version_makes_what_it_touches_unknown(text: str) -> None:
    over = date(2000, 1, 1)
    parameters = {
        name: (Dated(expression, None, over),)
        for name, expression in {
            "cap": "HKD(5)",
            "share": "percent(5)",
            "span": "years(1)",
            "count": "4",
            "start": 'date("2020-01-01")',
        }.items()
    }
    assert parse(text, VOCABULARY, parameters, date(2001, 1, 1)) == Unknown()
    assert parse(text, VOCABULARY, parameters, over) != Unknown()


def test_an_unknown_parameter_stays_where_another_branch_is_known() -> None:
    parameters = {"cap": (Dated("HKD(5)", None, date(2000, 1, 1)),)}
    tree = parse("cap if applicant.listed else HKD(1)", VOCABULARY, parameters, date(2001, 1, 1), Type.MONEY)
    assert tree == Choose(LISTED, Unknown(Type.MONEY), money(100), Type.MONEY)


def test_a_parameter_shadows_a_definition_but_not_within_definitions() -> None:
    parameters = {"small": (Dated("applicant.employees < 10"),)}
    assert parse("small", VOCABULARY, parameters) == Compare(Op.LT, EMPLOYEES, integer(10))
    assert parse("small_and_private", VOCABULARY, parameters) == And((SMALL, Not(LISTED)))


def test_a_name_without_any_version_is_an_unknown_condition() -> None:
    assert parse("nothing", Vocabulary({}, {"nothing": ()})) == Unknown()


def definitions(**texts: str) -> Vocabulary:
    return Vocabulary({"a.b": Fact("a.b", Type.BOOLEAN)}, {k: (Dated(v),) for k, v in texts.items()})


def test_a_definition_that_stands_for_itself_names_the_circle() -> None:
    with pytest.raises(RuleError) as caught:
        parse("a.b or one", definitions(one="a.b and two", two="three", three="not two"))
    assert caught.value.message == (
        'in the definition "one": in the definition "two": in the definition "three": '
        '"two" stands for itself: two → three → two'
    )
    assert (caught.value.line, caught.value.column) == (1, 8)


def test_a_parameter_that_stands_for_itself_names_the_circle() -> None:
    parameters = {"cap": (Dated("cap + HKD(1)"),)}
    with pytest.raises(RuleError) as caught:
        parse("project.cost < cap", VOCABULARY, parameters)
    assert caught.value.message == 'in the parameter "cap": "cap" stands for itself: cap → cap'
    assert caught.value.column == 16


def test_a_definition_may_be_used_twice() -> None:
    vocabulary = definitions(one="a.b", two="one or not one")
    assert parse("two and one", vocabulary).type is Type.BOOLEAN


def test_definitions_that_grow_without_end_are_refused() -> None:
    texts = {f"d{i}": f"d{i + 1} == (not d{i + 1})" for i in range(19)}
    with pytest.raises(RuleError, match=r"hold more than 5000 terms$"):
        parse("d0", definitions(**texts, d19="a.b"))


def test_a_long_line_of_definitions_is_refused() -> None:
    texts = {f"d{i}": f"d{i + 1}" for i in range(30)}
    with pytest.raises(RuleError, match=r"definitions stand for definitions more than 20 deep$"):
        parse("d0", definitions(**texts, d30="a.b"))


def test_deep_definitions_within_deep_definitions_are_refused_and_no_crash() -> None:
    texts = {f"d{i}": "a.b == (" * 40 + f"d{i + 1}" + ")" * 40 for i in range(19)}
    with pytest.raises(RuleError) as caught:
        parse("d0", definitions(**texts, d19="a.b"))
    assert caught.value.message.endswith("the definitions are nested more than 100 deep")


def test_an_error_within_a_definition_stands_where_its_name_stands() -> None:
    with pytest.raises(RuleError) as caught:
        parse("not\n  one", definitions(one="a.b and\n a.c"))
    assert caught.value.message == 'in the definition "one": "a.c" is not a fact; did you mean "a.b"?'
    assert (caught.value.line, caught.value.column, caught.value.suggestion) == (2, 3, "a.b")


def test_a_definition_does_not_see_parameters() -> None:
    parameters = {"cap": (Dated("HKD(1)"),)}
    vocabulary = Vocabulary(VOCABULARY.facts, {"cheap": (Dated("project.cost < cap"),)})
    with pytest.raises(RuleError, match=r'^in the definition "cheap": "cap" is not a definition'):
        parse("cheap", vocabulary, parameters)


def test_the_version_of_another_day_is_not_read() -> None:
    versions = (Dated("nonsense", None, date(2019, 12, 31)), Dated("HKD(1)", date(2020, 1, 1)))
    assert parse("cap", VOCABULARY, {"cap": versions}, date(2020, 1, 1), Type.MONEY).type is Type.MONEY
    with pytest.raises(RuleError, match=r'^in the parameter "cap": "nonsense" is not a definition'):
        parse("cap", VOCABULARY, {"cap": versions}, date(2019, 1, 1), Type.MONEY)
