"""The best of one goal in whole cents (CP-SAT), started from the answer in parts of cents."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from superconnector.core.planning.budget import CP_SAT, LEAST, TERM, Budget
from superconnector.core.planning.model import Expr, PlanModel
from superconnector.core.planning.relaxed import relaxed, rounded

Values = list[int]
SETTLE = 0.02
"""Units for the cents of a plan whose choices are fixed."""
FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


def best_of(
    model: PlanModel, goal: Expr, more: bool, before: Values | None, budget: Budget, prove: bool = True
) -> tuple[Values | None, int | None] | None:
    """The values with the best of the goal, and what no values can pass (None: no bound was found).

    `before` are values that fulfil the constraints, if any are known; they are given back where nothing
    better is found within the budget (None again if none are known). None in all if nothing fulfils the
    constraints. Without `prove` a first answer is enough; it may be some cents from the best.
    """
    start = before
    if before is not None and len(before) < len(model.cp.proto.variables):
        # the goal has brought variables of its own
        start = _settled(model, goal, more, dict(enumerate(before)), budget)
    if start is not None and budget.left < LEAST:
        return start, None
    first = relaxed(model, goal, more, budget)
    if first is not None:
        start = _better(goal, more, start, _settled(model, goal, more, rounded(model, first.values), budget))
    if start is None:  # to apply for nothing keeps every term, if there is cash enough
        start = _settled(model, goal, more, dict.fromkeys(range(len(model.cp.proto.variables)), 0), budget)
    bounds = [first.bound] if first is not None else []
    if start is not None and not prove:
        return start, None
    status, values, bound = _search(model, goal, more, start, budget)
    if status == cp_model.INFEASIBLE:
        return None
    start = start if values is None else values
    if status == cp_model.OPTIMAL and start is not None:
        return start, value_of(goal, start)
    bounds += [bound] if bound is not None else []
    return start, (min(bounds) if more else max(bounds)) if bounds else None


def _better(goal: Expr, more: bool, one: Values | None, other: Values | None) -> Values | None:
    if one is None or other is None:
        return other if one is None else one
    gain = value_of(goal, other) - value_of(goal, one)
    return other if (gain if more else -gain) > 0 else one


def _settled(
    model: PlanModel, goal: Expr, more: bool, hint: Mapping[int, int], budget: Budget
) -> Values | None:
    """All values, with those of the hint as they are, or else only its choices; None if neither can be."""
    choices = {i: v for i, v in hint.items() if list(model.cp.proto.variables[i].domain) == [0, 1]}
    for fixed in (hint, choices):
        cp = model.cp.clone()
        _aim(cp, goal, more)
        _hint(cp, hint)
        for index, value in fixed.items():
            cp.add(cp.get_int_var_from_proto_index(index) == value)
        solver = _solver(Budget(SETTLE), budget.clock)
        if _run(solver, cp, budget) in FOUND:
            return list(solver.response_proto.solution)
    return None


def _search(
    model: PlanModel, goal: Expr, more: bool, start: Values | None, budget: Budget
) -> tuple[cp_model.CpSolverStatus, Values | None, int | None]:
    """Status, values (None if none were found) and bound of the exact search from `start`."""
    cp = model.cp.clone()
    _aim(cp, goal, more)
    if start is not None:
        _hint(cp, dict(enumerate(start)))
        reached = value_of(goal, start)
        cp.add(goal >= reached if more else goal <= reached)
    solver = _solver(budget, budget.clock)
    status = _run(solver, cp, budget)
    if status not in FOUND:
        return status, None, None
    return status, list(solver.response_proto.solution), round(solver.best_objective_bound)


def _aim(cp: cp_model.CpModel, goal: Expr, more: bool) -> None:
    if more:
        cp.maximize(goal)
    else:
        cp.minimize(goal)


def _hint(cp: cp_model.CpModel, values: Mapping[int, int]) -> None:
    cp.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in values.items():
        cp.add_hint(cp.get_int_var_from_proto_index(index), value)


def _solver(units: Budget, clock: float) -> cp_model.CpSolver:
    """One worker that comes down from the bound of the linear programme. Going up from the best plan known,
    bounds would creep cent by cent through claims and grants, for minutes and gigabytes."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.add_lp_constraints_lazily = False
    solver.parameters.use_objective_lb_search = True
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = units.left / CP_SAT
    solver.parameters.max_time_in_seconds = clock
    return solver


def _run(solver: cp_model.CpSolver, cp: cp_model.CpModel, budget: Budget) -> cp_model.CpSolverStatus:
    status = solver.solve(cp)
    budget.spend(CP_SAT * solver.response_proto.deterministic_time + TERM * len(cp.proto.constraints))
    return status


def value_of(expression: Expr, values: Values) -> int:
    """The value of an expression of the model."""
    flat = cp_model.FlatIntExpr(expression)
    return int(sum(c * values[v.index] for v, c in zip(flat.vars, flat.coeffs, strict=True)) + flat.offset)


def claim_the_rest(model: PlanModel, values: Values) -> None:
    """Claim what can be claimed without changing any grant: a ceiling is no reason to claim half a line.

    In the order of the grants. A kind with a limit is left as it is. Changes `values`.
    """
    claimed: dict[tuple[str, int], int] = {}
    for each in model.grants:
        for piece, claim in each.claims:
            key = (piece.line.id, piece.first)
            claimed[key] = claimed.get(key, 0) + values[claim.index]
    for each in model.grants:
        for piece, claim in each.claims:
            key = (piece.line.id, piece.first)
            covered = any(values[begin.index] for begin in each.covering(piece))
            if covered and each.scheme.costs.limit(piece.line.kind) is None:
                values[claim.index] += piece.cost - claimed[key]
                claimed[key] = piece.cost
