"""Which entries are drawn to be read across tracks, and the arcs that the pairs have."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given

from superconnector.core.judging.assignment_network import EITHER, GUEST, OWN, Network
from superconnector.core.judging.assignment_problem import Entry, Judge, Problem
from tests.core.judging.exhaustive import is_guest
from tests.core.judging.problems import problems


def halls(count: int, readings: int = 3) -> Problem:
    """Two tracks, two judges of each, and one of both."""
    judges = [Judge("a", frozenset({"a"})), Judge("b", frozenset({"b"})), Judge("c", frozenset({"a", "b"}))]
    entries = [Entry(f"{track}{n:02}", track, readings=readings) for track in "ab" for n in range(count)]
    return Problem(tuple(entries), tuple(judges))


def drawn(problem: Problem) -> set[str]:
    network = Network(problem)
    return {entry.id for entry, need in zip(network.entries, network.needs, strict=True) if need}


def test_the_share_of_each_track_is_drawn_rounded_up() -> None:
    network = Network(halls(20))
    assert network.needs[:20].sum() == network.needs[20:].sum() == 3
    assert network.needs.max() == 1


def test_everybody_gets_one_before_anybody_gets_two() -> None:
    network = Network(replace(halls(10), cross_share=Fraction(1, 2)))
    assert sorted(network.needs[:10]) == [1] * 5 + [2] * 5


def test_the_draw_is_stable_and_the_seed_changes_it() -> None:
    problem = halls(40)
    fewer = replace(problem, entries=problem.entries[:20] + problem.entries[40:])
    assert drawn(problem) == drawn(replace(problem, entries=problem.entries[::-1]))
    assert {name for name in drawn(problem) if name[0] == "b"} == {n for n in drawn(fewer) if n[0] == "b"}
    assert drawn(problem) != drawn(replace(problem, seed="another"))


def test_entries_read_across_before_are_drawn_first() -> None:
    problem = halls(20)
    first = sorted({entry.id for entry in problem.entries if entry.track == "a"} - drawn(problem))[:3]
    again = replace(problem, before=frozenset(("b", name) for name in first))
    assert {name for name in drawn(again) if name[0] == "a"} == set(first)


def test_readings_across_that_are_done_count() -> None:
    problem = halls(20)
    done = frozenset({("b", "a00"), ("c", "a01"), ("a", "a02")})
    network = Network(replace(problem, fixed=done))
    assert network.needs[:20].sum() == 1
    assert network.asked[:4].tolist() == [2, 2, 2, 3]


def test_a_reading_done_counts_as_across_whatever_the_languages_are_now() -> None:
    problem = halls(20)
    written = tuple(replace(entry, languages=frozenset({"zh"})) for entry in problem.entries)
    done = frozenset({("a", "a00"), ("b", "a01"), ("b", "a02")})
    assert Network(replace(problem, entries=written, fixed=done)).needs[:20].sum() == 1


@given(problems(entries=6, judges=6))
def test_pairs_and_keys_are_one_to_one(drawn_problem: tuple[Problem, np.ndarray]) -> None:
    problem, _ = drawn_problem
    network = Network(problem)
    known = {
        (judge, entry)
        for judge, entry in problem.before
        if judge in {each.id for each in problem.judges} and entry in {each.id for each in problem.entries}
    }
    keys = network.keys(problem.before)
    assert network.pairs(keys) == known
    assert keys.tolist() == sorted(keys.tolist())


@given(problems(entries=6, judges=6))
def test_every_pair_that_may_be_is_in_one_group(drawn_problem: tuple[Problem, np.ndarray]) -> None:
    problem, _ = drawn_problem
    network = Network(problem)
    found = [
        (network.judges[judge].id, network.entries[entry].id)
        for group in network.groups
        for entry in group.entries
        for judge in group.judges
    ]
    needs = dict(zip((entry.id for entry in network.entries), network.needs, strict=True))
    expected = {
        (judge.id, entry.id)
        for entry in problem.entries
        for judge in problem.judges
        if entry.languages <= judge.languages and (needs[entry.id] or not is_guest(entry, judge))
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_pairs_of_a_linked_entry_go_through_its_nodes() -> None:
    network = Network(replace(halls(1, readings=2), cross_share=Fraction(1, 2)))
    arcs = network.pair_arcs(np.arange(3), np.zeros(3, dtype=np.int64))
    tails = network.tails[0]
    assert arcs.tail.tolist() == [tails[OWN], tails[GUEST], tails[EITHER]] == [0, 7, 6]
    assert arcs.head.tolist() == [2, 3, 4]
    assert network.nodes == 2 + 3 + 1 + 2 * 2
