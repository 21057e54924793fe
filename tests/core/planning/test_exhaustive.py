"""The planner against trying everything, and every plan against the independent checker."""

from __future__ import annotations

from dataclasses import replace

import pytest

from superconnector.core.planning import Status
from superconnector.core.planning.solve import plan
from superconnector.core.planning.verify import violations
from tests.core.planning.exhaustive import best
from tests.core.planning.random_projects import random_case

BLOCK = 26


@pytest.mark.parametrize("first", range(0, 520, BLOCK))
def test_equal_to_trying_everything(first: int) -> None:
    for seed in range(first, first + BLOCK):
        project, schemes = random_case(seed)
        made = plan(project, schemes)
        assert violations(project, schemes, made) == [], seed
        expected = best(project, schemes)
        if expected is None:
            assert made.status is Status.INFEASIBLE, seed
            order = ("cash", *(g for g in project.preferences.order if g != "cash"))
            relaxed = replace(project, cash=None, preferences=replace(project.preferences, order=order))
            expected = best(relaxed, schemes)
        else:
            assert made.status is Status.OPTIMAL, seed
        assert tuple(proof.value for proof in made.proofs) == expected, seed
