"""The status of a programme on a day."""

from datetime import date

import pytest

from superconnector.core.rules.standing import Standing, standing
from superconnector.core.rules.terms import Cite, State, Status

TVP = (
    Status(State.OPEN, date(2016, 11, 1), date(2024, 12, 31), date(2024, 12, 13), (Cite("page"),)),
    Status(State.CLOSED, date(2025, 1, 1), None, date(2026, 2, 25), (Cite("news"),)),
)
ALWAYS = Status(State.OPEN)


def stands(on: date, *statuses: Status, windows=(), stale: int = 730) -> tuple[State, bool | None]:
    found = standing(statuses, windows, on, stale)
    return found.status.state, found.truth


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2016, 10, 31), (State.PLANNED, False)),
        (date(2016, 11, 1), (State.OPEN, True)),
        (date(2023, 6, 30), (State.OPEN, True)),
        (date(2024, 12, 31), (State.OPEN, True)),
        (date(2025, 1, 1), (State.CLOSED, False)),
        (date(2026, 11, 21), (State.CLOSED, False)),
    ],
)
def test_both_answers_about_the_vouchers_are_right(on: date, expected: tuple) -> None:
    assert stands(on, *TVP) == expected


def test_the_status_given_is_the_entry_of_the_day() -> None:
    assert standing(TVP, (), date(2026, 11, 21), 730) == Standing(TVP[1], False)


def test_an_open_period_that_ended_is_closed_since_the_day_after() -> None:
    found = standing(TVP[:1], (), date(2025, 3, 1), 730).status
    assert found == Status(State.CLOSED, date(2025, 1, 1), None, date(2024, 12, 13), (Cite("page"),))


def test_before_the_first_day_it_is_not_yet_open() -> None:
    found = standing(TVP[:1], (), date(2016, 1, 1), 730).status
    assert found == Status(State.PLANNED, None, date(2016, 10, 31), date(2024, 12, 13), (Cite("page"),))


@pytest.mark.parametrize(
    "statuses",
    [
        (),
        (Status(State.CLOSED, None, date(2020, 1, 1)),),
        (Status(State.CLOSED, date(2030, 1, 1)),),
        (Status(State.NOT_STATED),),
    ],
)
def test_silence_is_not_stated(statuses: tuple[Status, ...]) -> None:
    assert stands(date(2024, 1, 1), *statuses) == (State.NOT_STATED, None)


def test_of_two_entries_the_later_begun_holds() -> None:
    closed = Status(State.CLOSED, date(2022, 1, 1))
    assert stands(date(2023, 1, 1), closed, ALWAYS) == (State.CLOSED, False)
    assert stands(date(2021, 1, 1), closed, ALWAYS) == (State.OPEN, True)


@pytest.mark.parametrize(("days", "truth"), [(729, True), (730, True), (731, None)])
def test_an_old_source_confirms_nothing(days: int, truth: bool | None) -> None:
    said = Status(State.OPEN, as_of=date.fromordinal(date(2024, 6, 1).toordinal() - days))
    assert stands(date(2024, 6, 1), said) == (State.OPEN, truth)


def test_an_old_source_still_closes() -> None:
    assert stands(date(2024, 6, 1), Status(State.CLOSED, as_of=date(2001, 1, 1))) == (State.CLOSED, False)


def test_an_undated_source_is_taken_at_its_word() -> None:
    assert stands(date(2024, 6, 1), ALWAYS) == (State.OPEN, True)


WINDOWS = ((date(2024, 1, 1), date(2024, 2, 29)), (date(2024, 7, 1), date(2024, 8, 31)))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 12, 31), Status(State.CLOSED, None, date(2023, 12, 31))),
        (date(2024, 1, 1), Status(State.OPEN, *WINDOWS[0])),
        (date(2024, 2, 29), Status(State.OPEN, *WINDOWS[0])),
        (date(2024, 3, 1), Status(State.CLOSED, date(2024, 3, 1), date(2024, 6, 30))),
        (date(2024, 8, 31), Status(State.OPEN, *WINDOWS[1])),
        (date(2024, 9, 1), Status(State.CLOSED, date(2024, 9, 1), None)),
    ],
)
def test_windows_narrow_an_open_status(on: date, expected: Status) -> None:
    assert standing((ALWAYS,), WINDOWS, on, 730).status == expected


def test_windows_do_not_open_what_is_closed() -> None:
    assert stands(date(2024, 1, 1), Status(State.CLOSED), windows=WINDOWS) == (State.CLOSED, False)


def test_of_several_that_lie_ahead_the_first_tells_until_when_it_is_not_open() -> None:
    later = Status(State.CLOSED, date(2031, 1, 1))
    first = Status(State.OPEN, date(2030, 1, 1), date(2030, 6, 30), date(2026, 1, 1))
    expected = Status(State.PLANNED, None, date(2029, 12, 31), date(2026, 1, 1))
    for statuses in ((first, later), (later, first)):
        assert standing(statuses, (), date(2026, 11, 21), 730) == Standing(expected, False)


def test_of_several_that_ended_the_last_tells_since_when_it_is_closed() -> None:
    older = Status(State.OPEN, date(2020, 1, 1), date(2020, 6, 30))
    newer = Status(State.OPEN, date(2022, 1, 1), date(2022, 6, 30))
    expected = Status(State.CLOSED, date(2022, 7, 1))
    for statuses in ((older, newer), (newer, older)):
        assert standing(statuses, (), date(2026, 11, 21), 730) == Standing(expected, False)
