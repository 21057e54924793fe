"""What else could be done: the next best plans, and what a programme that is only possible would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from superconnector.core.planning.budget import LEAST, Budget
from superconnector.core.planning.plan import Plan
from superconnector.core.planning.project import Project
from superconnector.core.planning.rules import claimable
from superconnector.core.planning.schemes import Scheme
from superconnector.core.planning.solve import certain, solve
from superconnector.core.rules.verdict import Outcome

UNITS = 3.0
"""Of search, unless told otherwise: for all alternatives, and for all that is possible."""
PART = 0.2
"""Of the units left, the most for one programme that is possible."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another plan: without which programmes of the best one, and with which others. `costs`: how much less
    public money it brings; `outlay`: how much more is laid out at the deepest point (negative: less)."""

    plan: Plan
    without: tuple[str, ...]
    instead: tuple[str, ...]
    costs: int
    outlay: int


@dataclass(frozen=True, slots=True)
class Possible:
    """A programme that may be open: how much more public money the plan has with it, and which answers
    would tell (none: no answer of the applicant can, ask the operator)."""

    programme: str
    brings: int
    unknown: tuple[str, ...]


def alternatives(
    project: Project, schemes: Sequence[Scheme], plan: Plan, n: int = 3, budget: Budget | None = None
) -> tuple[Alternative, ...]:
    """The next `n` plans, best first. Each goes without at least one programme of every plan before it.

    There are fewer where the budget (None: UNITS) does not last.
    """
    units = budget or Budget(UNITS)
    found: list[Alternative] = []
    before = [frozenset(plan.programmes)]
    while len(found) < n and before[-1] and units.left > LEAST:
        other = solve(project, certain(schemes), units.part(1 / (n - len(found))), before)
        before.append(frozenset(other.programmes))
        found.append(
            Alternative(
                plan=other,
                without=tuple(p for p in plan.programmes if p not in other.programmes),
                instead=tuple(p for p in other.programmes if p not in plan.programmes),
                costs=plan.granted - other.granted,
                outlay=other.deepest - plan.deepest,
            )
        )
    return tuple(found)


def possible(
    project: Project, schemes: Sequence[Scheme], plan: Plan, budget: Budget | None = None
) -> tuple[tuple[Possible, ...], tuple[str, ...]]:
    """What each programme that is only possible would bring to the plan, the largest first, and the
    programmes that were not tried because the budget (None: UNITS) was spent.

    One at a time, as if every open question of it were answered in the applicant's favour; programmes that
    it requires are taken along. The amount may be some cents too low. What brings nothing is left out. Those
    that could bring most are tried first.
    """
    units = budget or Budget(UNITS)
    waiting = sorted(
        (s for s in schemes if _at_most(project, s)), key=lambda s: (-_at_most(project, s), s.programme)
    )
    found, untried = [], []
    for scheme in waiting:
        if units.left <= LEAST:
            untried.append(scheme.programme)
            continue
        brings = _granted_with(project, schemes, scheme, units.part(PART)) - plan.granted
        if brings > 0:
            found.append(Possible(scheme.programme, brings, missing(scheme)))
    return tuple(sorted(found, key=lambda each: (-each.brings, each.programme))), tuple(untried)


def _at_most(project: Project, scheme: Scheme) -> int:
    """What the grants of a scheme that are not certain could pay at most, if nothing else were planned."""
    most = 0
    for grant in scheme.grants:
        if not (scheme.sure and grant.sure):
            cost = sum(line.amount for line in claimable(scheme, grant, project.lines))
            most += min([int(grant.public * cost), *(limit.amount for limit in grant.limits)])
    return most


def _granted_with(project: Project, schemes: Sequence[Scheme], one: Scheme, budget: Budget) -> int:
    by_id = {scheme.programme: scheme for scheme in schemes}
    needed = [by_id[tie.to] for tie in one.requires if tie.to in by_id and not by_id[tie.to].sure]
    added = {each.programme: assumed(each) for each in (one, *needed)}
    tried = [*(each for each in certain(schemes) if each.programme not in added), *added.values()]
    order = project.preferences.order
    until = replace(project.preferences, order=order[: order.index("grant") + 1])
    return solve(replace(project, preferences=until), tried, budget, prove=False).granted


def assumed(scheme: Scheme) -> Scheme:
    """The scheme as if it were certain with all of its grants."""
    return replace(
        scheme, outcome=Outcome.OPEN, grants=tuple(replace(grant, sure=True) for grant in scheme.grants)
    )


def missing(scheme: Scheme) -> tuple[str, ...]:
    """The facts that would tell whether the scheme, or else those of its grants that are not, is certain."""
    of_grants = (fact for grant in scheme.grants if not grant.sure for fact in grant.unknown)
    return scheme.unknown or tuple(dict.fromkeys(of_grants))
