"""The assignment against trying everything, and the shapes in which it can go wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given

from superconnector.core.judging.affinity import GivenAffinity
from superconnector.core.judging.assignment import assign
from superconnector.core.judging.assignment_network import Network
from superconnector.core.judging.assignment_problem import Problem
from tests.core.judging.exhaustive import best, scores_of, worth
from tests.core.judging.problems import problems


@given(problems())
def test_nothing_is_better_goal_by_goal(drawn: tuple[Problem, np.ndarray[Any, Any]]) -> None:
    problem, matrix = drawn
    made = assign(problem, GivenAffinity(matrix))
    scores = scores_of(problem, matrix)
    network = Network(problem)
    needs = dict(zip((entry.id for entry in network.entries), network.needs.tolist(), strict=True))
    assert worth(problem, made.pairs - problem.fixed, scores, needs) == best(problem, scores)
    assert made.proven
    assert made.total == made.bound == sum(scores[pair] for pair in made.pairs - problem.fixed)
