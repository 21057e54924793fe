"""The assignment against trying everything and against integer programming."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging.affinity import GivenAffinity
from superconnector.core.judging.assignment import assign
from superconnector.core.judging.assignment_check import check
from superconnector.core.judging.assignment_network import Network
from superconnector.core.judging.assignment_problem import Assignment, Entry, Judge, Problem
from tests.core.judging.exhaustive import Scores, best, scores_of, worth
from tests.core.judging.integer import best_pairs
from tests.core.judging.problems import problems

Drawn = tuple[Problem, np.ndarray[Any, Any]]


def worth_of(problem: Problem, made: Assignment, scores: Scores) -> tuple[int, ...]:
    network = Network(problem)
    needs = dict(zip((entry.id for entry in network.entries), network.needs.tolist(), strict=True))
    return worth(problem, made.pairs - problem.fixed, scores, needs)


@settings(max_examples=200)
@given(problems(), st.integers(1, 4))
def test_nothing_is_better_goal_by_goal(drawn: Drawn, breadth: int) -> None:
    problem, matrix = drawn
    made = assign(problem, GivenAffinity(matrix), breadth=breadth)
    scores = scores_of(problem, matrix)
    assert worth_of(problem, made, scores) == best(problem, scores)
    assert made.proven
    assert made.total == made.bound
    assert check(problem, made, GivenAffinity(matrix)) == []


@settings(max_examples=40)
@given(problems(entries=12, judges=7), st.integers(1, 4))
def test_integer_programming_finds_nothing_better(drawn: Drawn, breadth: int) -> None:
    problem, matrix = drawn
    made = assign(problem, GivenAffinity(matrix), breadth=breadth)
    scores = scores_of(problem, matrix)
    other = replace(made, pairs=frozenset(best_pairs(problem, scores)) | problem.fixed)
    assert worth_of(problem, made, scores) == worth_of(problem, other, scores)
    assert made.proven
    assert check(problem, made, GivenAffinity(matrix)) == []


@given(problems(entries=8, judges=8), st.randoms(use_true_random=False))
def test_order_of_the_input_is_no_matter(drawn: Drawn, random: Random) -> None:
    problem, matrix = drawn
    rows, columns = list(range(len(matrix))), list(range(len(matrix[0])))
    random.shuffle(rows)
    random.shuffle(columns)
    shuffled = replace(
        problem,
        entries=tuple(problem.entries[row] for row in rows),
        judges=tuple(problem.judges[column] for column in columns),
    )
    assert assign(shuffled, GivenAffinity(matrix[rows][:, columns])) == assign(problem, GivenAffinity(matrix))


@settings(max_examples=40)
@given(problems(entries=12, judges=7), st.integers(1, 2))
def test_stopped_early_it_is_lawful_and_says_so(drawn: Drawn, rounds: int) -> None:
    problem, matrix = drawn
    affinity = GivenAffinity(matrix)
    full = assign(problem, affinity)
    made = assign(problem, affinity, breadth=1, rounds=rounds)
    assert check(problem, made, affinity) == []
    scores = scores_of(problem, matrix)
    reached, most = worth_of(problem, made, scores), worth_of(problem, full, scores)
    assert reached <= most
    assert not made.proven or reached == most
    if reached[:-1] == most[:-1]:
        assert made.bound >= full.total


@pytest.mark.parametrize("bottleneck_first", [True, False])
def test_columns_are_added_until_nothing_helps(bottleneck_first: bool) -> None:
    """Everybody fits the same few judges best, so that one pair an entry is far from enough."""
    rng = np.random.default_rng(5)
    drawn = np.clip(np.linspace(1000, 0, 40)[None, :] + rng.integers(-200, 200, (120, 40)), 0, 1000)
    matrix = drawn.astype(np.int64)
    problem = many(120, 40, bottleneck_first)
    narrow = assign(problem, GivenAffinity(matrix), breadth=1)
    wide = assign(problem, GivenAffinity(matrix), breadth=40)
    assert (narrow.total, narrow.lowest, narrow.proven) == (wide.total, wide.lowest, True)
    stopped = assign(problem, GivenAffinity(matrix), breadth=1, rounds=4)
    assert not stopped.proven
    assert stopped.total < wide.total < stopped.bound


def many(entries: int, judges: int, bottleneck_first: bool) -> Problem:
    return Problem(
        tuple(Entry(f"e{n:03}") for n in range(entries)),
        tuple(Judge(f"j{n:03}", at_most=10, at_least=4) for n in range(judges)),
        bottleneck_first=bottleneck_first,
    )
