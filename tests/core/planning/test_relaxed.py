"""The first answer in parts of cents, its way back into whole cents, and the budget of a search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from superconnector.core.planning import (
    CostLine,
    Costs,
    Grant,
    KindTerm,
    Limit,
    Project,
    Scheme,
    Status,
    Tie,
)
from superconnector.core.planning.alternatives import alternatives, possible
from superconnector.core.planning.budget import Budget
from superconnector.core.planning.exact import best_of, value_of
from superconnector.core.planning.model import PlanModel, build
from superconnector.core.planning.relaxed import relaxed, rounded
from superconnector.core.planning.solve import solve
from superconnector.core.planning.verify import violations
from superconnector.core.rules.terms import Per
from superconnector.core.rules.verdict import Outcome
from tests.core.planning.random_projects import random_case

COSTS = Costs((KindTerm("software"),))
PROJECT = Project(date(2027, 1, 1), 12, (CostLine("a", "software", 900_000_00, 0, 12),))


def scheme(name: str, share: str, ceiling: int | None = None, **more: object) -> Scheme:
    limits = () if ceiling is None else (Limit(ceiling, Per.PROJECT, ceiling),)
    return replace(Scheme(name, Outcome.OPEN, (Grant("g", Fraction(share), limits=limits),), COSTS), **more)


def broken(model: PlanModel, values: dict[int, int]) -> list[int]:
    """The constraints that the values do not fulfil, by place."""
    found = []
    for place, constraint in enumerate(model.cp.proto.constraints):
        linear = constraint.linear
        domain = list(linear.domain)
        total = sum(f * values[v] for v, f in zip(list(linear.vars), list(linear.coeffs), strict=True))
        if not domain[0] <= total <= domain[-1]:
            found.append(place)
    return found


def test_a_ceiling_binds_the_choice_of_a_grant() -> None:
    """Of two that exclude each other, halves of both are no better than the larger one."""
    schemes = [scheme("a", "1", 100_000_00, excludes=(Tie("b"),)), scheme("b", "1", 80_000_00)]
    model = build(PROJECT, schemes)
    goal, more = model.goal("grant")
    first = relaxed(model, goal, more, Budget(1))
    assert first is not None
    assert 100_000_00 <= first.bound <= 100_000_00 + 1
    assert [round(first.values[model.used[name].index]) for name in ("a", "b")] == [1, 0]


def test_no_whole_cents_are_better_than_parts_of_them() -> None:
    tried = 0
    for seed in range(60):
        project, schemes = random_case(seed)
        model = build(replace(project, cash=None), schemes)
        goal, more = model.goal("grant")
        first = relaxed(model, goal, more, Budget(1))
        found = best_of(model, goal, more, None, Budget(5))
        assert first is not None
        assert found is not None
        assert found[0] is not None
        assert value_of(goal, found[0]) == found[1] <= first.bound, seed
        tried += value_of(goal, found[0]) > 0
    assert tried > 20


def test_rounding_keeps_the_terms_of_large_sums() -> None:
    lines = tuple(CostLine(f"l{n}", "software", 1_000_000_01 + 7_77 * n, n, 7) for n in range(5))
    schemes = [
        scheme("a", "2/3", 1_234_567_89),
        scheme("b", "1/3", 999_999_97),
        scheme("c", "3/7", excludes=(Tie("a"),)),
    ]
    model = build(replace(PROJECT, lines=lines), schemes)
    goal, more = model.goal("grant")
    first = relaxed(model, goal, more, Budget(1))
    assert first is not None
    values = rounded(model, first.values)
    assert broken(model, values) == []
    granted = sum(values[v.index] for each in model.grants for v in each.totals.values())
    assert 0 <= first.bound - granted < 1_000


def test_a_grant_that_rounding_leaves_without_a_cent_is_not_applied_for() -> None:
    model = build(PROJECT, [scheme("a", "1/2")])
    names = [variable.name for variable in model.cp.proto.variables]
    values = [1.0 if name.startswith(("use", "take")) else 0.0 for name in names]
    assert set(rounded(model, values).values()) == {0}


@pytest.mark.parametrize("units", [0.0, 0.001, 0.05])
def test_there_is_a_plan_however_little_is_searched(units: float) -> None:
    project = replace(
        PROJECT, lines=tuple(CostLine(f"l{n}", "software", 70_000_01 * (n + 1), n, 4) for n in range(8))
    )
    schemes = [scheme(f"s{n}", f"{n + 1}/{n + 3}", 200_000_00 + n) for n in range(8)]
    made = solve(project, schemes, Budget(units))
    assert violations(project, schemes, made) == []
    assert made.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert 0 < made.granted <= made.bound


def test_two_that_share_a_cost_are_settled_at_once() -> None:
    """Half of one cost each: the demand for a cent more makes bounds creep; the proof must come first."""
    schemes = [scheme("a", "1/2", 1_000_000_00), scheme("b", "1/2", 10_000_000_00)]
    budget = Budget(5)
    made = solve(PROJECT, schemes, budget)
    assert (made.status, made.granted, len(made.programmes)) == (Status.OPTIMAL, 450_000_00, 1)
    assert budget.left > 4


# --- the budget ------------------------------------------------------------------------------------------


def test_a_part_is_spent_of_the_whole() -> None:
    whole = Budget(4)
    part = whole.part(0.5)
    part.spend(1.5)
    assert (part.left, whole.left) == (0.5, 2.5)
    part.spend(1)
    assert (part.left, whole.left) == (0, 1.5)


def test_the_same_input_spends_the_same() -> None:
    schemes = [scheme("a", "1/2", 100_000_00), scheme("b", "2/3", 90_000_01)]
    spent = []
    for _ in range(2):
        budget = Budget(5)
        solve(PROJECT, schemes, budget)
        spent.append(budget.left)
    assert spent[0] == spent[1] < 5


def test_what_the_budget_does_not_reach_is_named() -> None:
    schemes = [
        scheme("a", "1/2"),
        scheme("b", "2/3", outcome=Outcome.MAY_BE_OPEN),
        scheme("c", "1/3", outcome=Outcome.MAY_BE_OPEN),
    ]
    made = solve(PROJECT, schemes[:1], Budget(1))
    assert alternatives(PROJECT, schemes, made, budget=Budget(0)) == ()
    assert possible(PROJECT, schemes, made, Budget(0)) == ((), ("b", "c"))
