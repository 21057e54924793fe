"""The status of every day, held against a reading of the statements day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.rules.standing import standing
from superconnector.core.rules.terms import State, Status

BEGIN = date(2024, 1, 1)
LENGTH = 60
DAY = timedelta(days=1)
STALE = 20
offsets = st.integers(5, LENGTH - 5)


def on(offset: int | None) -> date | None:
    return None if offset is None else BEGIN + offset * DAY


@st.composite
def periods(draw: st.DrawFn) -> tuple[int | None, int | None]:
    first, last = sorted((draw(offsets), draw(offsets)))
    return (first if draw(st.booleans()) else None, last if draw(st.booleans()) else None)


@st.composite
def statements(draw: st.DrawFn) -> list[Status]:
    made = []
    for first, last in draw(st.lists(periods(), max_size=3)):
        state = draw(st.sampled_from(State))
        made.append(Status(state, on(first), on(last), on(draw(st.none() | offsets))))
    return made


@st.composite
def windows(draw: st.DrawFn) -> list[tuple[date, date]]:
    """Apart from each other, in any order."""
    ends = sorted(draw(st.lists(offsets, max_size=6, unique=True)))
    pairs = [(BEGIN + a * DAY, BEGIN + b * DAY) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    return draw(st.permutations(pairs))


def covers(status: Status, today: date) -> bool:
    return (status.from_day is None or status.from_day <= today) and (
        status.to_day is None or today <= status.to_day
    )


def stated(statuses: list[Status], today: date) -> State:
    """The latest statement of the day; else closed after an open one, not yet open before the first."""
    found = State.NOT_STATED
    begun: date | None = None
    for status in statuses:
        start = status.from_day or date.min
        if covers(status, today) and (begun is None or start >= begun):
            found, begun = status.state, start
    if begun is not None:
        return found
    ended = [s for s in statuses if s.to_day is not None and s.to_day < today]
    if ended:
        last = max(s.to_day for s in ended if s.to_day)
        first_of_them = next(s for s in ended if s.to_day == last)
        return State.CLOSED if first_of_them.state is State.OPEN else State.NOT_STATED
    ahead = [s for s in statuses if s.from_day is not None and s.from_day > today]
    if ahead:
        first = min(s.from_day for s in ahead if s.from_day)
        leader = next(s for s in ahead if s.from_day == first)
        return State.PLANNED if leader.state in (State.OPEN, State.PLANNED) else State.NOT_STATED
    return State.NOT_STATED


@settings(max_examples=50)
@given(statements(), windows())
def test_every_day_is_as_a_plain_reading_has_it(
    statuses: list[Status], opened: list[tuple[date, date]]
) -> None:
    for offset in range(LENGTH):
        today = BEGIN + offset * DAY
        expected = stated(statuses, today)
        if expected is State.OPEN and opened and not any(a <= today <= b for a, b in opened):
            expected = State.CLOSED
        assert standing(statuses, opened, today, STALE).status.state is expected


@settings(max_examples=50)
@given(statements(), windows())
def test_the_days_told_hold_and_the_day_after_them_is_another(
    statuses: list[Status], opened: list[tuple[date, date]]
) -> None:
    """Closed since, not open before, open until: each of these days is true to the day."""
    for offset in range(0, LENGTH, 7):
        today = BEGIN + offset * DAY
        status = standing(statuses, opened, today, STALE).status
        assert covers(status, today)
        if opened and status.state is State.OPEN:
            assert (status.from_day, status.to_day) in opened


@settings(max_examples=50)
@given(windows(), st.none() | offsets)
def test_between_windows_it_is_closed_from_the_one_to_the_other(
    opened: list[tuple[date, date]], as_of: int | None
) -> None:
    said = Status(State.OPEN, as_of=on(as_of))
    for offset in range(LENGTH):
        today = BEGIN + offset * DAY
        found = standing([said], opened, today, STALE).status
        inside = [window for window in opened if window[0] <= today <= window[1]]
        before = sorted(end for _, end in opened if end < today)
        after = sorted(begin for begin, _ in opened if begin > today)
        if not opened:
            expected = said
        elif inside:
            expected = replace(said, from_day=inside[0][0], to_day=inside[0][1])
        else:
            first = before[-1] + DAY if before else None
            last = after[0] - DAY if after else None
            expected = replace(said, state=State.CLOSED, from_day=first, to_day=last)
        assert found == expected


@settings(max_examples=50)
@given(statements(), windows(), st.integers(0, 40))
def test_only_a_stale_or_missing_word_is_no_answer(
    statuses: list[Status], opened: list[tuple[date, date]], stale: int
) -> None:
    for offset in range(0, LENGTH, 7):
        today = BEGIN + offset * DAY
        found = standing(statuses, opened, today, stale)
        state, as_of = found.status.state, found.status.as_of
        old = as_of is not None and today - as_of > stale * DAY
        truths = {
            State.OPEN: None if old else True,
            State.NOT_STATED: None,
            State.CLOSED: False,
            State.PLANNED: False,
        }
        assert found.truth is truths[state]


@settings(max_examples=50)
@given(statements(), windows())
def test_a_shorter_memory_never_makes_surer(statuses: list[Status], opened: list[tuple[date, date]]) -> None:
    for offset in range(0, LENGTH, 11):
        today = BEGIN + offset * DAY
        truths = [standing(statuses, opened, today, stale).truth for stale in (0, 10, 30, 90)]
        sure = [truth is not None for truth in truths]
        assert sure == sorted(sure)
        assert len(set(truths) - {None}) <= 1


@settings(max_examples=50)
@given(statements())
def test_the_order_of_statements_that_begin_on_different_days_does_not_matter(statuses: list[Status]) -> None:
    starts = [status.from_day for status in statuses]
    ends = [status.to_day for status in statuses]
    if len(set(starts)) == len(starts) and len(set(ends)) == len(ends):
        for offset in range(0, LENGTH, 7):
            today = BEGIN + offset * DAY
            assert standing(statuses, (), today, STALE) == standing(statuses[::-1], (), today, STALE)
