"""Each reason why a reading is missing, and what is counted together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from superconnector.core.judging.affinity import GivenAffinity
from superconnector.core.judging.assignment import assign
from superconnector.core.judging.assignment_problem import (
    Entry,
    Judge,
    Links,
    Pair,
    Problem,
    Reason,
    Shortage,
)
from superconnector.core.judging.shortage import idle, links, shortages
from tests.core.judging.problems import problems

EN, ZH = frozenset({"en"}), frozenset({"zh"})
HEALTH, CITY = frozenset({"health"}), frozenset({"city"})


def short(
    problem: Problem, *pairs: Pair
) -> list[tuple[str, Reason, tuple[tuple[str, int], ...], tuple[int, int, int, int]]]:
    return [
        (each.track, each.reason, each.entries, (each.judges, each.at_cap, each.conflicted, each.no_language))
        for each in shortages(problem, frozenset(pairs))
    ]


def test_twelve_entries_in_health_and_all_nine_judges_at_cap() -> None:
    entries = tuple(Entry(f"h{n:02}", "health", readings=1) for n in range(30))
    judges = tuple(Judge(f"j{n}", HEALTH, at_most=2) for n in range(9))
    made = assign(Problem((*entries, Entry("c", "city", readings=1)), (*judges, Judge("k", CITY, at_most=1))))
    (shortage,) = made.shortages
    assert (shortage.track, shortage.reason) == ("health", Reason.CAP)
    assert (len(shortage.entries), shortage.missing, shortage.judges, shortage.at_cap) == (12, 12, 9, 9)


def test_no_judge_reads_the_track() -> None:
    problem = Problem((Entry("e", "health"),), (Judge("j", CITY),))
    assert short(problem) == [("health", Reason.TRACK, (("e", 3),), (0, 0, 0, 0))]


def test_every_judge_reads_it_already() -> None:
    problem = Problem((Entry("e", "health", readings=3),), (Judge("j"), Judge("k"), Judge("l", CITY)))
    found = short(problem, ("j", "e"), ("k", "e"))
    assert found == [("health", Reason.JUDGES, (("e", 1),), (2, 0, 0, 0))]


@pytest.mark.parametrize(
    ("conflicts", "reason", "counts"),
    [
        ({"j"}, Reason.CONFLICT, (3, 0, 1, 1)),
        ({"j", "k"}, Reason.CONFLICT, (3, 0, 2, 1)),
        (set(), Reason.LANGUAGE, (3, 0, 0, 1)),
    ],
)
def test_conflicts_and_languages(
    conflicts: set[str], reason: Reason, counts: tuple[int, int, int, int]
) -> None:
    judges = (Judge("j", languages=EN), Judge("k", languages=EN), Judge("l", languages=ZH))
    barred = frozenset((judge, "e") for judge in conflicts)
    problem = Problem((Entry("e", languages=EN, readings=3),), judges, conflicts=barred)
    reading = [(judge, "e") for judge in ("j", "k") if judge not in conflicts]
    assert short(problem, *reading) == [("", reason, (("e", 3 - len(reading)),), counts)]


def test_a_full_desk_is_the_reason_before_conflicts() -> None:
    problem = Problem(
        (Entry("e", readings=1), Entry("f", readings=1)),
        (Judge("j", at_most=1), Judge("k")),
        conflicts=frozenset({("k", "e"), ("k", "f")}),
    )
    assert short(problem, ("j", "f")) == [("", Reason.CAP, (("e", 1),), (2, 1, 1, 0))]


def test_a_judge_in_the_way_of_several_entries_is_counted_once() -> None:
    entries = tuple(Entry(name, languages=language, readings=1) for name, language in (("e", EN), ("f", ZH)))
    judges = (Judge("j", languages=EN | ZH, at_most=0), Judge("k", languages=ZH, at_most=0), Judge("l"))
    conflicts = frozenset({("j", "f"), ("k", "f")})
    problem = Problem((*entries, Entry("g", languages=ZH, readings=1)), judges, conflicts=conflicts)
    assert shortages(problem, frozenset()) == (
        Shortage("", Reason.CAP, (("e", 1), ("g", 1)), 3, at_cap=2, conflicted=0, no_language=2),
        Shortage("", Reason.CONFLICT, (("f", 1),), 3, at_cap=0, conflicted=2, no_language=1),
    )


def test_tracks_and_reasons_come_apart() -> None:
    problem = Problem(
        (Entry("b", "city", readings=2), Entry("a", "city", readings=1), Entry("c", "health", readings=1)),
        (Judge("j", CITY, at_most=0), Judge("k", HEALTH, at_most=1)),
    )
    found = [(each.track, each.reason, each.entries) for each in shortages(problem, frozenset({("k", "c")}))]
    assert found == [("city", Reason.CAP, (("a", 1), ("b", 2)))]


@given(problems(entries=6, judges=6))
def test_who_is_no_judge_in_the_way_is_reading_already(drawn: tuple[Problem, np.ndarray[Any, Any]]) -> None:
    """The four counts of a shortage of one entry add up: nobody who could read it was overlooked."""
    problem, matrix = drawn
    made = assign(problem, GivenAffinity(matrix))
    for shortage in made.shortages:
        if len(shortage.entries) == 1:
            (name, _), *_ = shortage.entries
            entry = next(each for each in problem.entries if each.id == name)
            home = {
                each.id
                for each in problem.judges
                if not entry.track or entry.track in each.tracks | _all(each)
            }
            reading = {judge for judge, read in made.pairs if read == name} & home
            counted = shortage.at_cap + shortage.conflicted + shortage.no_language
            assert shortage.judges == len(home) == counted + len(reading)


def _all(judge: Judge) -> frozenset[str]:
    return frozenset() if judge.tracks else frozenset({"health", "city"})


def test_floors_not_met_are_told_by_judge() -> None:
    problem = Problem(
        (), (Judge("k", at_least=2), Judge("j", at_least=1), Judge("l", at_least=1), Judge("m"))
    )
    assert idle(problem, {("k", "e"), ("l", "e")}) == (("j", 1), ("k", 1))


def test_links_are_counted_by_track_and_who_left_is_not() -> None:
    problem = Problem(
        (Entry("e", "health"), Entry("f", "city"), Entry("g", "city", readings=30)),
        (Judge("j", HEALTH), Judge("k", CITY | HEALTH), Judge("l")),
    )
    pairs = {("j", "e"), ("k", "e"), ("j", "f"), ("l", "f"), ("gone", "g")}
    assert links(problem, pairs) == (Links("city", 2, 2), Links("health", 1, 1))
