"""Solve the model goal by goal: the best of the first, then of the second without giving up any of the first.

One worker, a fixed seed and a budget in units of work: the same input gives the same plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from superconnector.core.planning.budget import Budget
from superconnector.core.planning.cash import cash_by_month
from superconnector.core.planning.exact import Values, best_of, claim_the_rest, value_of
from superconnector.core.planning.model import GrantModel, Group, Piece, PlanModel, added, build
from superconnector.core.planning.plan import Award, Funded, Part, Plan, Proof, Status
from superconnector.core.planning.project import Project
from superconnector.core.planning.schemes import Scheme

FIRST, LATER = 0.6, 0.5
"""The part of the units left that a goal may use: most for the first, half of the rest for each later one."""


def plan(project: Project, schemes: Sequence[Scheme], *, seconds: float = 5.0) -> Plan:
    """The best plan over the schemes that are certain, with its proof.

    Schemes and grants that are only possible are left out: see alternatives.possible. If no plan keeps within
    the cash of the project, the status is infeasible and the plan is the one that needs least.
    """
    return solve(project, certain(schemes), Budget(seconds))


def certain(schemes: Sequence[Scheme]) -> tuple[Scheme, ...]:
    """The schemes that are open for sure, with those of their grants that are."""
    kept = [replace(s, grants=tuple(g for g in s.grants if g.sure)) for s in schemes if s.sure]
    return tuple(scheme for scheme in kept if scheme.grants)


def solve(
    project: Project,
    schemes: Sequence[Scheme],
    budget: Budget,
    without: Sequence[frozenset[str]] = (),
    prove: bool = True,
) -> Plan:
    """The best plan over all these schemes that does not use all programmes of any set in `without`.

    Without `prove` nothing is proven, and it may be some cents from the best.
    """
    model = build(project, schemes)
    for together in without:
        model.cp.add(added(model.used[p] for p in together) <= len(together) - 1)
    found = _lexicographic(model, project.preferences.order, budget, prove)
    if found is None:
        relaxed = replace(
            project,
            cash=None,
            preferences=replace(project.preferences, order=_cash_first(project.preferences.order)),
        )
        return replace(solve(relaxed, schemes, budget, without, prove), status=Status.INFEASIBLE)
    return _extract(project, schemes, model, *found)


def _cash_first(order: tuple[str, ...]) -> tuple[str, ...]:
    return ("cash", *(goal for goal in order if goal != "cash"))


def _lexicographic(
    model: PlanModel, order: Sequence[str], budget: Budget, prove: bool
) -> tuple[Values, dict[str, int]] | None:
    """The values of the variables, and what no plan can pass for each goal that was bounded.

    None if nothing fulfils the constraints. Where the time ends before any plan is found, the values are
    all 0: nothing is applied for.
    """
    values: Values | None = None
    bounds: dict[str, int] = {}
    for number, goal in enumerate(order):
        expression, more = model.goal(goal)
        share = budget.part(FIRST if number == 0 else LATER)
        found = best_of(model, expression, more, values, share, prove)
        if found is None:
            return None
        values, bound = found
        if values is None:
            break
        reached = value_of(expression, values)
        if bound is not None:
            bounds[goal] = bound
        model.cp.add(expression >= reached if more else expression <= reached)
    if values is None:
        values = [0] * len(model.cp.proto.variables)
    claim_the_rest(model, values)
    return values + [0] * (len(model.cp.proto.variables) - len(values)), bounds


# --- from values to a plan -------------------------------------------------------------------------------


def _extract(
    project: Project, schemes: Sequence[Scheme], model: PlanModel, values: Values, bounds: dict[str, int]
) -> Plan:
    awards: list[Award] = []
    parts: list[Part] = []
    funded: list[Funded] = []
    for each in model.grants:
        mine = _parts(each, values)
        if sum(part.cents for part in mine):
            parts += mine
            awards.append(_award(each, mine, values))
            funded += [
                Funded(each.scheme.programme, each.grant.id, line.id, number)
                for line, number, chosen in each.people
                if values[chosen.index]
            ]
    cash = cash_by_month(project, schemes, awards, parts)
    public = {line.id: 0 for line in project.lines}
    for part in parts:
        public[part.line] += part.cents
    own = {line.id: line.amount - public[line.id] for line in project.lines}
    plan = Plan(Status.OPTIMAL, (), tuple(awards), tuple(parts), tuple(funded), own, cash)
    return replace(plan, proofs=_proofs(project, plan, bounds), status=_status(project, plan, bounds))


def _proofs(project: Project, plan: Plan, bounds: dict[str, int]) -> tuple[Proof, ...]:
    """What was reached beside the bounds; a goal without one has the cost, or 0, as bound."""
    reached = _reached(plan)
    trivial = {"grant": project.cost, "cash": 0, "applications": 0}
    order = project.preferences.order
    return tuple(Proof(goal, reached[goal], bounds.get(goal, trivial[goal])) for goal in order)


def _reached(plan: Plan) -> dict[str, int]:
    return {"grant": plan.granted, "cash": plan.deepest, "applications": len(plan.programmes)}


def _status(project: Project, plan: Plan, bounds: dict[str, int]) -> Status:
    if project.cash is not None and plan.deepest > project.cash:
        return Status.INFEASIBLE  # stopped before a plan within the cash was found
    return Status.OPTIMAL if bounds == _reached(plan) else Status.FEASIBLE


def _award(each: GrantModel, parts: Sequence[Part], values: Values) -> Award:
    period = next((p for p, begin in each.periods if values[begin.index]), each.periods[0][0])
    cents = sum(part.cents for part in parts)
    share = each.scheme.schedule.advance
    advance = 0 if each.scheme.schedule.direct else cents * share.numerator // share.denominator
    return Award(each.scheme.programme, each.grant.id, cents, period.first, period.end, advance)


def _parts(each: GrantModel, values: Values) -> list[Part]:
    """The grant of each group over its claims: in proportion, what is left a cent each from the first on."""
    ordered = sorted(
        ((piece, values[claim.index]) for piece, claim in each.claims), key=lambda c: each.group_of(c[0])
    )
    parts: list[Part] = []
    for group, members in groupby(ordered, key=lambda claim: each.group_of(claim[0])):
        parts += _shared_out(each, group, [claim for claim in members if claim[1]], values)
    return parts


def _shared_out(
    each: GrantModel, group: Group, claims: Sequence[tuple[Piece, int]], values: Values
) -> list[Part]:
    total, claimed = values[each.totals[group].index], sum(amount for _, amount in claims)
    shares = [total * amount // claimed for _, amount in claims]
    for place in range(total - sum(shares)):
        shares[place] += 1
    return [
        Part(each.scheme.programme, each.grant.id, p.line.id, p.first, p.end, amount, cents)
        for (p, amount), cents in zip(claims, shares, strict=True)
    ]
