"""The load is spread as far as nothing asked for is lost by it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from superconnector.core.judging.assignment import assign
from superconnector.core.judging.assignment_problem import Assignment, Entry, Judge, Problem
from superconnector.core.judging.evenness import assign_evenly, limited, limits, shares


def entries(count: int, track: str = "", readings: int = 3) -> tuple[Entry, ...]:
    return tuple(Entry(f"{track}e{at}", track=track, readings=readings) for at in range(count))


def judges(count: int, track: str = "", at_most: int = 10) -> tuple[Judge, ...]:
    tracks = frozenset({track} - {""})
    return tuple(Judge(f"{track}j{at}", tracks=tracks, at_most=at_most) for at in range(count))


def loads(found: Assignment) -> list[int]:
    return sorted(Counter(judge for judge, _ in found.pairs).values())


def test_nobody_reads_ten_while_another_reads_none() -> None:
    problem = Problem(entries(10), judges(6))
    assert loads(assign_evenly(problem)) == [5] * 6
    assert max(loads(assign(problem))) > 5


def test_what_does_not_divide_differs_by_one() -> None:
    assert loads(assign_evenly(Problem(entries(7), judges(6)))) == [3, 3, 3, 4, 4, 4]


def test_few_who_read_a_track_read_more_rather_than_leave_a_reading_out() -> None:
    problem = Problem(
        (*entries(6, "a", 1), *entries(2, "b", 1)),
        (*judges(1, "a"), *judges(3, "b")),
        cross_share=Fraction(0),
    )
    found = assign_evenly(problem)
    assert not found.shortages
    assert loads(found) == [1, 1, 6]


def test_a_judges_own_cap_and_floor_hold() -> None:
    willing = (Judge("small", at_most=2), Judge("large", at_least=7, at_most=9), *judges(2))
    found = Counter(judge for judge, _ in assign_evenly(Problem(entries(8, readings=2), willing)).pairs)
    assert (found["small"], found["large"]) == (2, 7)
    assert sum(found.values()) == 16


def test_where_readings_are_missing_anyway_the_caps_hold_and_the_reason_is_told() -> None:
    problem = Problem(entries(9), judges(3, at_most=4))
    found = assign_evenly(problem)
    assert found == assign(problem)
    assert [(each.reason, each.missing) for each in found.shortages] == [("cap", 15)]


def test_a_judge_who_joins_takes_nothing_away_from_those_before() -> None:
    first = assign_evenly(Problem(entries(10), judges(5)))
    then = assign_evenly(Problem(entries(10), judges(6), before=first.pairs))
    assert (then.removed, then.added) == (frozenset(), frozenset())


def test_what_a_judge_who_leaves_had_is_spread_over_those_with_least() -> None:
    first = assign_evenly(Problem(entries(12, readings=2), judges(6)))
    left = judges(6)[1:]
    then = assign_evenly(Problem(entries(12, readings=2), left, before=first.pairs))
    assert {judge for judge, _ in then.removed} == {"j0"}
    assert loads(then) == [4, 5, 5, 5, 5]


def test_a_share_is_what_falls_to_a_judge_of_what_the_judge_can_read() -> None:
    reads = {"languages": frozenset({"en"})}
    problem = Problem(
        (Entry("a", "x", readings=3), Entry("b", "y", readings=2), Entry("c", "y", readings=2, **reads)),
        (
            Judge("j", frozenset({"x"})),
            Judge("k", frozenset({"x", "y"})),
            Judge("l", frozenset({"y"}), **reads),
        ),
    )
    assert shares(problem) == {"j": 2, "k": 3, "l": 3}


def test_limits_rise_by_steps_that_double_while_one_is_below_its_cap() -> None:
    problem = Problem(entries(10), judges(2, at_most=20))
    assert [each["j0"] for each in limits(problem)] == [15, 16, 18]
    assert list(limits(Problem(entries(4), ()))) == []
    assert [judge.at_most for judge in limited(problem, {"j0": 16, "j1": 30}).judges] == [16, 20]


def test_what_cannot_be_read_falls_to_nobody() -> None:
    problem = Problem((Entry("e", "far"),), (Judge("j", frozenset({"near"})),))
    assert shares(problem) == {"j": 0}
    assert [each.missing for each in assign_evenly(problem).shortages] == [3]
