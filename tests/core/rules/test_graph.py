"""Equal conditions are one node, however they are written."""

from datetime import date

import pytest

from superconnector.core.rules import dates
from superconnector.core.rules.calendar import first_shifted_to, last_since
from superconnector.core.rules.graph import FALSE, TRUE, UNKNOWN, Graph, negate
from superconnector.core.rules.plan import AndStep, FactStep, plan
from tests.core.rules.words import VOCABULARY, day, read

ON = date(2024, 6, 1)


def graph() -> Graph:
    return Graph(VOCABULARY, ON)


def literal(text: str, within: Graph | None = None) -> int:
    return (within or graph()).condition(read(text, on=ON))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("applicant.employees < 50", "not applicant.employees >= 50"),
        ("applicant.employees < 50", "49 >= applicant.employees"),
        ("applicant.employees < 50", "applicant.employees + 1 <= 50"),
        ("applicant.employees < 50", "100 - applicant.employees > 50"),
        ("applicant.employees < 50", "applicant.employees * 2 < 100"),
        ("applicant.employees < 50", "applicant.employees * 2 <= 99"),
        ("project.cost * percent(75) >= HKD(300)", "project.cost >= HKD(400)"),
        ("project.cost / 3 >= HKD(1)", "project.cost >= HKD(3)"),
        (
            "application_day - years(3) <= applicant.incorporated_on",
            'applicant.incorporated_on >= date("2021-06-01")',
        ),
        ("years_since(applicant.incorporated_on) < 3", 'applicant.incorporated_on > date("2021-06-01")'),
        (
            "applicant.incorporated_on + months(6) > application_day",
            'applicant.incorporated_on > date("2023-12-01")',
        ),
        ('applicant.type == "company"', 'applicant.type in ["company", "start_up"]'),
        (
            "applicant.listed or applicant.registered",
            "not (not applicant.registered and not applicant.listed)",
        ),
        ("applicant.listed == applicant.registered", "applicant.registered == applicant.listed"),
    ],
)
def test_ways_of_saying_the_same_are_one_node(one: str, other: str) -> None:
    within = graph()
    assert literal(one, within) == literal(other, within)


def test_equality_of_numbers_is_two_bounds() -> None:
    within = graph()
    found = literal("applicant.employees == 5", within)
    assert found == literal("applicant.employees >= 5 and applicant.employees <= 5", within)
    assert negate(found) == literal("applicant.employees != 5", within)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("True", TRUE),
        ('application_day >= date("2024-06-01")', TRUE),
        ('application_day > date("2024-06-01")', FALSE),
        ("applicant.listed and False", FALSE),
        ("applicant.listed or True", TRUE),
        ("not_stated", UNKNOWN),
        ("not not_stated", UNKNOWN),
    ],
)
def test_what_needs_no_fact_is_folded(text: str, expected: int) -> None:
    assert literal(text) == expected


def test_a_contradiction_over_unknowns_is_not_folded() -> None:
    assert literal("applicant.listed and not applicant.listed") not in (TRUE, FALSE)


@pytest.mark.parametrize(
    ("text", "worst", "best"),
    [
        ("not_stated", "False", "True"),
        ("not not_stated", "False", "True"),
        ("applicant.listed or not not_stated", "applicant.listed", "True"),
        ("applicant.listed and not_stated", "False", "applicant.listed"),
        (
            "applicant.listed if not_stated else applicant.registered",
            "applicant.listed and applicant.registered",
            "applicant.listed or applicant.registered",
        ),
    ],
)
def test_what_no_source_states_at_worst_and_at_best(text: str, worst: str, best: str) -> None:
    within = graph()
    node = read(text)
    assert within.condition(node, FALSE) == literal(worst, within)
    assert within.condition(node, TRUE) in (literal(best, within), literal(f"({best}) or ({worst})", within))


@pytest.mark.parametrize("months", [-25, -1, 1, 6, 36])
@pytest.mark.parametrize("days", [-3, 0, 40])
def test_a_shift_read_backwards(months: int, days: int) -> None:
    for least in range(day("2023-12-20"), day("2024-04-05")):
        first = first_shifted_to(least, months, days)
        assert dates.shift(first, months, days) >= least > dates.shift(first - 1, months, days)


@pytest.mark.parametrize("unit", [1, 12])
@pytest.mark.parametrize("least", [-2, 0, 1, 5])
def test_a_lapse_read_backwards(unit: int, least: int) -> None:
    for on in range(day("2024-01-25"), day("2024-03-05")):
        last = last_since(on, least, unit)
        assert dates.elapsed(last, on, unit) >= least > dates.elapsed(last + 1, on, unit)


def test_a_shift_out_of_the_calendar_stays_at_its_edge() -> None:
    assert first_shifted_to(day("2024-01-01"), 12 * 9000, 0) == dates.FIRST_DAY
    assert first_shifted_to(day("2024-01-01"), -12 * 9000, 0) == dates.LAST_DAY


def test_the_plan_leaves_out_what_no_root_needs() -> None:
    within = graph()
    literal("applicant.employees < 5", within)
    made = plan(within, [literal("applicant.listed and applicant.registered", within)])
    assert made.facts == ("applicant.listed", "applicant.registered")
    assert [type(step) for step in made.steps] == [FactStep, FactStep, AndStep]


def test_the_conditions_on_one_fact_are_one_step() -> None:
    within = graph()
    made = plan(within, [literal("5 < applicant.employees < 9 or applicant.employees == 20", within)])
    step = next(s for s in made.steps if isinstance(s, FactStep))
    assert sorted(step.thresholds) == [6, 9, 20, 21]
