"""What else could be done: the next best plans, and what a programme that is only possible would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from superconnector.core.planning.plan import Plan
from superconnector.core.planning.project import Project
from superconnector.core.planning.schemes import Grant, Scheme
from superconnector.core.planning.solve import certain, solve
from superconnector.core.rules.verdict import Outcome


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
    project: Project, schemes: Sequence[Scheme], plan: Plan, n: int = 3, seconds: float = 1.0
) -> tuple[Alternative, ...]:
    """The next `n` plans, best first. Each goes without at least one programme of every plan before it."""
    found: list[Alternative] = []
    before = [frozenset(plan.programmes)]
    while len(found) < n and before[-1]:
        other = solve(project, certain(schemes), seconds, before)
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
    project: Project, schemes: Sequence[Scheme], plan: Plan, seconds: float = 0.5
) -> tuple[Possible, ...]:
    """What each programme that is only possible would bring to the plan, the largest first.

    One at a time, as if every open question of it were answered in the applicant's favour; programmes that
    it requires are taken along. What brings nothing is left out.
    """
    sure = certain(schemes)
    by_id = {scheme.programme: scheme for scheme in schemes}
    found = []
    for scheme in schemes:
        open_grants = tuple(grant for grant in scheme.grants if not grant.sure)
        if scheme.sure and not open_grants:
            continue
        needed = [by_id[t.to] for t in scheme.requires if t.to in by_id and not by_id[t.to].sure]
        added = [assumed(each) for each in (scheme, *needed)]
        names = {each.programme for each in added}
        tried = [*(each for each in sure if each.programme not in names), *added]
        brings = solve(project, tried, seconds).granted - plan.granted
        if brings > 0:
            found.append(Possible(scheme.programme, brings, missing(scheme, open_grants)))
    return tuple(sorted(found, key=lambda each: (-each.brings, each.programme)))


def assumed(scheme: Scheme) -> Scheme:
    """The scheme as if it were certain with all of its grants."""
    return replace(
        scheme, outcome=Outcome.OPEN, grants=tuple(replace(grant, sure=True) for grant in scheme.grants)
    )


def missing(scheme: Scheme, grants: Sequence[Grant]) -> tuple[str, ...]:
    """The facts that would tell whether the scheme, or one of these grants of it, is open."""
    of_grants = () if scheme.unknown else tuple(fact for grant in grants for fact in grant.unknown)
    return tuple(dict.fromkeys((*scheme.unknown, *of_grants)))
