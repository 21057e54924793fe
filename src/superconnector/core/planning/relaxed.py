"""The plan in parts of cents: a first answer for the exact search, and what no plan can pass.

The exact model, with cents that may be broken, is a mixed linear programme over reals, which SCIP solves
fast. Its answer, put back into whole cents, is where CP-SAT starts. Its bound is used only where CP-SAT has
none that is better, and is widened by MARGIN, because SCIP counts in floating point.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]
from ortools.sat.python import cp_model

from superconnector.core.planning.budget import PIVOT, TERM, Budget
from superconnector.core.planning.model import Expr, GrantModel, PlanModel, Var

MARGIN = 1e-7
"""Relative; SCIP's own tolerances are a hundredth of it."""
LARGE = 1e5
"""Money is scaled so that no amount is larger."""
NODES = 40
"""Nodes of the search tree for each unit; a few are enough where the constraints are tight."""
UNLIMITED = 2**61
Shown = mathopt.TerminationReason


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The value of each variable in (parts of) cents, and the bound of the goal, in whole cents."""

    values: tuple[float, ...]
    bound: int


def relaxed(model: PlanModel, goal: Expr, more: bool, budget: Budget) -> Relaxed | None:
    """The best of the goal over real numbers; None where nothing was found. `more`: larger is better."""
    made = _Real(model.cp, goal, more)
    found = mathopt.solve(made.model, mathopt.SolverType.GSCIP, params=_parameters(budget))
    rows = made.model.get_num_linear_constraints()
    budget.spend(PIVOT * rows * found.solve_stats.simplex_iterations + TERM * made.terms)
    if not found.solutions or found.solutions[0].primal_solution is None:
        return None
    known = found.solutions[0].primal_solution.variable_values
    values = tuple(known[v] * s for v, s in zip(made.variables, made.scales, strict=True))
    best = found.dual_bound() * made.scale
    if not math.isfinite(best):
        return None
    margin = MARGIN * abs(best)
    return Relaxed(values, math.floor(best + margin) if more else math.ceil(best - margin))


def _parameters(budget: Budget) -> mathopt.SolveParameters:
    chosen = mathopt.SolveParameters(
        threads=1,
        relative_gap_tolerance=1e-9,
        node_limit=1 + int(NODES * budget.left),
        time_limit=timedelta(seconds=budget.clock),
    )
    chosen.gscip.int_params["separating/maxroundsroot"] = 5
    return chosen


class _Real:
    """The constraints of a CP-SAT model over reals; yes-or-no variables stay whole."""

    def __init__(self, cp: cp_model.CpModel, goal: Expr, more: bool) -> None:
        self.model = mathopt.Model()
        domains = [tuple(variable.domain) for variable in cp.proto.variables]
        self.whole = [domain == (0, 1) for domain in domains]
        self.scale = max([1.0, *(max(domain) / LARGE for domain in domains if max(domain) < 10**15)])
        self.scales = [1.0 if whole else self.scale for whole in self.whole]
        self.variables = [
            self.model.add_variable(lb=min(d) / s, ub=max(d) / s, is_integer=whole)
            for d, s, whole in zip(domains, self.scales, self.whole, strict=True)
        ]
        self.terms = 0
        for constraint in cp.proto.constraints:
            self._row(constraint.linear)
        flat = cp_model.FlatIntExpr(goal)
        places = [v.index for v in flat.vars]
        objective = mathopt.LinearSum(
            c * self.scales[i] / self.scale * self.variables[i]
            for i, c in zip(places, flat.coeffs, strict=True)
        )
        self.model.set_objective(objective, is_maximize=more)
        self.scale = self.scale if not all(self.whole[i] for i in places) else 1.0

    def _row(self, linear: cp_model.cmh.LinearConstraintProto) -> None:
        places, factors = list(linear.vars), list(linear.coeffs)
        low, high = (list(linear.domain)[end] for end in (0, -1))
        unit = 1.0 if all(self.whole[i] for i in places) else self.scale
        row = self.model.add_linear_constraint(
            lb=low / unit if low > -UNLIMITED else -math.inf,
            ub=high / unit if high < UNLIMITED else math.inf,
        )
        for place, factor in zip(places, factors, strict=True):
            row.set_coefficient(self.variables[place], factor * self.scales[place] / unit)
        self.terms += len(places)


# --- back into whole cents -------------------------------------------------------------------------------


def rounded(model: PlanModel, values: Sequence[float]) -> dict[int, int]:
    """Whole cents near the values, by index of the variable: of the choices, the claims and the grants.

    Claims are rounded down and the cents that are left of each piece go to the largest remainders. Grants are
    counted again from the claims. The result may still break a term by a cent, which the exact search mends.
    """
    kept = {v.index: round(values[v.index]) for each in model.grants for v in _choices(each)}
    kept |= _claims(model, kept, values)
    for each in model.grants:
        totals = _totals(each, kept, values)
        if not any(totals.values()):  # a cent that was lost in rounding: not applied for
            kept |= {v.index: 0 for v in (*_choices(each), *(claim for _, claim in each.claims))}
        kept |= totals
    for programme, use in model.used.items():
        kept[use.index] = max(kept[e.on.index] for e in model.grants if e.scheme.programme == programme)
    return kept


def _choices(each: GrantModel) -> list[Var]:
    return [each.on, *(begin for _, begin in each.periods), *(chosen for _, _, chosen in each.people)]


def _claims(model: PlanModel, chosen: dict[int, int], values: Sequence[float]) -> dict[int, int]:
    kept: dict[int, int] = {}
    by_piece: dict[tuple[str, int], list[int]] = {}
    costs: dict[tuple[str, int], int] = {}
    for each in model.grants:
        for piece, claim in each.claims:
            if not any(chosen[begin.index] for begin in each.covering(piece)):
                kept[claim.index] = 0  # SCIP lets a cent or two through a choice that is nearly 0
                continue
            by_piece.setdefault((piece.line.id, piece.first), []).append(claim.index)
            costs[piece.line.id, piece.first] = piece.cost
    for piece_key, claims in by_piece.items():
        exact = {index: max(values[index], 0.0) for index in claims}
        whole = {index: math.floor(value + 1e-3) for index, value in exact.items()}
        spare = min(round(sum(exact.values())), costs[piece_key]) - sum(whole.values())
        by_rest = sorted(claims, key=lambda index: (whole[index] - exact[index], index))
        for index in by_rest[: max(spare, 0)]:
            whole[index] += exact[index] > 1e-3
        kept |= whole
    return kept


def _totals(each: GrantModel, kept: dict[int, int], values: Sequence[float]) -> dict[int, int]:
    public = each.grant.public
    claimed: dict[object, int] = {}
    for piece, claim in each.claims:
        group = each.group_of(piece)
        claimed[group] = claimed.get(group, 0) + kept[claim.index]
    found = {}
    for group, total in each.totals.items():
        most = claimed.get(group, 0) * public.numerator // public.denominator
        found[total.index] = min(most, math.floor(values[total.index] + 0.999))
    return found
