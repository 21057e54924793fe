"""The calendar read backwards, held against trying the days one after another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.rules import dates
from superconnector.core.rules.calendar import first_shifted_to, last_since
from tests.core.rules.words import day

DAYS = st.integers(day("1890-01-01"), day("2110-12-31"))
MONTHS = st.integers(-600, 600)


@given(DAYS, MONTHS, st.integers(-400, 400))
def test_the_first_day_that_reaches_it_is_the_first(least: int, months: int, days: int) -> None:
    first = first_shifted_to(least, months, days)
    assert dates.shift(first, months, days) >= least
    assert dates.shift(first - 1, months, days) < least


@given(DAYS, st.integers(-600, 600), st.sampled_from([1, 12]))
def test_the_last_day_since_which_so_much_has_passed_is_the_last(on: int, least: int, unit: int) -> None:
    last = last_since(on, least, unit)
    assert dates.elapsed(last, on, unit) >= least
    assert dates.elapsed(last + 1, on, unit) < least


@pytest.mark.parametrize(
    ("least", "months", "days", "first"),
    [
        ("2024-02-29", 1, 0, "2024-01-29"),
        ("2023-02-28", 1, 0, "2023-01-28"),
        ("2023-03-01", 1, 0, "2023-02-01"),
        ("2023-03-01", 1, 1, "2023-01-28"),
        ("2024-03-31", -1, 0, "2024-05-01"),
        ("2024-05-10", 0, 0, "2024-05-10"),
        ("2024-05-10", 0, 10, "2024-04-30"),
        ("2024-05-10", 0, -10, "2024-05-20"),
        ("2024-02-29", 12, 0, "2023-03-01"),
        ("2025-02-28", 12, 0, "2024-02-28"),
    ],
)
def test_the_first_day(least: str, months: int, days: int, first: str) -> None:
    assert first_shifted_to(day(least), months, days) == day(first)


@pytest.mark.parametrize(
    ("on", "least", "unit", "last"),
    [
        ("2024-02-29", 1, 1, "2024-01-31"),
        ("2024-02-28", 1, 1, "2024-01-28"),
        ("2024-06-15", 3, 12, "2021-06-15"),
        ("2025-02-28", 1, 12, "2024-02-29"),
        ("2024-05-10", 0, 1, "2024-05-10"),
        ("2024-05-10", -1, 1, "2024-06-10"),
    ],
)
def test_the_last_day(on: str, least: int, unit: int, last: str) -> None:
    assert last_since(day(on), least, unit) == day(last)


@pytest.mark.parametrize(
    ("found", "end"),
    [
        (first_shifted_to(dates.FIRST_DAY + 1, 1, 0), dates.FIRST_DAY),
        (first_shifted_to(dates.LAST_DAY - 1, -1, 0), dates.LAST_DAY),
        (first_shifted_to(day("2024-01-01"), 10**6, 0), dates.FIRST_DAY),
        (first_shifted_to(day("2024-01-01"), -(10**6), 0), dates.LAST_DAY),
        (last_since(day("2024-01-01"), 10**6, 1), dates.FIRST_DAY),
        (last_since(day("2024-01-01"), -(10**6), 12), dates.LAST_DAY),
    ],
)
def test_beyond_the_calendar_it_is_its_end(found: int, end: int) -> None:
    assert found == end


def test_every_day_of_four_years_has_its_inverse() -> None:
    """A leap year and three others, the first of all days that are shifted there."""
    begin = day("2023-01-01")
    for months in (1, 2, 11, 12):
        ends = [dates.shift(begin + n, months, 0) for n in range(1461)]
        reached = sorted(set(ends))
        assert [first_shifted_to(each, months, 0) for each in reached] == [
            begin + ends.index(each) for each in reached
        ]
