"""Calendar arithmetic: clipping at the end of the month, complete units, one day and many."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.rules import dates
from tests.core.rules.naive import _elapsed, _shift
from tests.core.rules.words import day

DAYS = st.dates(date(1700, 1, 1), date(2300, 12, 31)).map(dates.to_days)
MONTHS = st.integers(-1_200, 1_200)


@pytest.mark.parametrize(
    ("start", "months", "days", "end"),
    [
        ("2024-01-31", 1, 0, "2024-02-29"),
        ("2023-01-31", 1, 0, "2023-02-28"),
        ("2024-01-31", 2, 0, "2024-03-31"),
        ("2024-01-31", 1, 1, "2024-03-01"),
        ("2024-03-31", -1, 0, "2024-02-29"),
        ("2024-02-29", 12, 0, "2025-02-28"),
        ("2024-02-29", -48, 0, "2020-02-29"),
        ("2024-02-29", 1_200, 0, "2124-02-29"),
        ("2000-02-29", 1_200, 0, "2100-02-28"),
        ("1900-02-28", 0, 1, "1900-03-01"),
        ("1970-01-01", -1, -1, "1969-11-30"),
        ("2024-12-15", 1, 0, "2025-01-15"),
        ("2024-01-15", -1, 0, "2023-12-15"),
        ("2024-05-10", 0, 0, "2024-05-10"),
        ("0001-01-31", 1, 0, "0001-02-28"),
        ("9999-11-30", 1, 0, "9999-12-30"),
    ],
)
def test_shift(start: str, months: int, days: int, end: str) -> None:
    assert dates.from_days(dates.shift(day(start), months, days)).isoformat() == end
    assert dates.shift_array(np.array([day(start)]), months, days).tolist() == [day(end)]


@pytest.mark.parametrize(("start", "months"), [("0001-01-01", -1), ("9999-12-31", 1), ("2024-01-01", 10**9)])
def test_a_shift_out_of_the_calendar_is_an_error(start: str, months: int) -> None:
    with pytest.raises(OverflowError):
        dates.shift(day(start), months, 0)


@pytest.mark.parametrize(
    ("since", "on", "months", "years"),
    [
        ("2021-06-15", "2024-06-14", 35, 2),
        ("2021-06-15", "2024-06-15", 36, 3),
        ("2024-01-31", "2024-02-28", 0, 0),
        ("2024-01-31", "2024-02-29", 1, 0),
        ("2024-01-31", "2024-03-30", 1, 0),
        ("2024-01-31", "2024-03-31", 2, 0),
        ("2020-02-29", "2021-02-27", 11, 0),
        ("2020-02-29", "2021-02-28", 12, 1),
        ("2024-05-10", "2024-05-10", 0, 0),
        ("2024-05-10", "2024-05-09", -1, -1),
        ("2024-05-10", "2024-04-10", -1, -1),
        ("2024-05-10", "2024-04-09", -2, -1),
        ("2025-05-10", "2024-05-10", -12, -1),
        ("2025-05-10", "2024-05-09", -13, -2),
        ("1969-12-31", "1970-01-01", 0, 0),
    ],
)
def test_elapsed(since: str, on: str, months: int, years: int) -> None:
    for unit, count in ((1, months), (12, years)):
        assert dates.elapsed(day(since), day(on), unit) == count
        assert dates.elapsed_array(np.array([day(since)]), day(on), unit).tolist() == [count]


@given(DAYS, MONTHS, st.integers(-400, 400))
def test_shift_agrees_with_counting_month_by_month(start: int, months: int, days: int) -> None:
    assert dates.shift(start, months, days) == _shift(start, months, days)


@given(DAYS, DAYS, st.sampled_from([1, 12]))
def test_elapsed_agrees_with_trial(since: int, on: int, unit: int) -> None:
    assert dates.elapsed(since, on, unit) == _elapsed(since, dates.from_days(on), unit)


@given(DAYS, DAYS, st.integers(-60, 60))
def test_elapsed_and_shift_are_one_rule(since: int, on: int, months: int) -> None:
    """That n months have passed and that the day n months on has come is the same condition."""
    assert (dates.elapsed(since, on, 1) >= months) == (dates.shift(since, months, 0) <= on)


@given(DAYS, DAYS, MONTHS)
def test_shift_never_turns_two_days_around(one: int, other: int, months: int) -> None:
    first, last = sorted((one, other))
    assert dates.shift(first, months, 0) <= dates.shift(last, months, 0)


@given(st.lists(DAYS, max_size=20), MONTHS, st.integers(-400, 400), DAYS, st.sampled_from([1, 12]))
def test_many_days_are_moved_as_one_is(days: list[int], months: int, extra: int, on: int, unit: int) -> None:
    many = np.array(days, dtype=np.int64)
    shifted, complete = dates.shift_array(many, months, extra), dates.elapsed_array(many, on, unit)
    assert (shifted.dtype, complete.dtype) == (np.int64, np.int64)
    assert shifted.tolist() == [dates.shift(d, months, extra) for d in days]
    assert complete.tolist() == [dates.elapsed(d, on, unit) for d in days]


def test_every_day_of_four_centuries_keeps_its_day_of_the_month_or_is_clipped() -> None:
    """The Gregorian calendar repeats after 146,097 days."""
    days = np.arange(day("1800-01-01"), day("1800-01-01") + 146_097)
    start = days.astype("datetime64[D]").astype(object)
    end = dates.shift_array(days, 1, 0).astype("datetime64[D]").astype(object)
    clipped = [(s, e) for s, e in zip(start, end, strict=True) if s.day != e.day]
    assert all(e.day < s.day and (e.month - s.month) % 12 == 1 for s, e in clipped)
    assert len(clipped) == 4 * 400 + 3 * 303 + 2 * 97


def test_days_and_dates_are_inverse() -> None:
    assert dates.to_days(date(1970, 1, 1)) == 0
    assert dates.to_days(date(2024, 2, 29)) == 19_782
    assert dates.from_days(-1) == date(1969, 12, 31)
    assert dates.from_days(dates.FIRST_DAY) == date.min
    assert dates.from_days(dates.LAST_DAY) == date.max
