"""Why a plan pays what it pays: the term that binds each grant, and why a line has no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from superconnector.core.planning.plan import Award, Plan
from superconnector.core.planning.project import CostLine, Project
from superconnector.core.planning.rules import Refusal, refused
from superconnector.core.planning.schemes import Grant, Scheme
from superconnector.core.rules.terms import Cite, Per


class Why(StrEnum):
    """What keeps a grant, or a line, from having more."""

    SHARE = "share"  # the public share of what is claimed
    OWN = "own-contribution"
    CEILING = "ceiling"
    YEAR = "ceiling-of-the-year"
    ALLOWANCE = "allowance"
    PEOPLE = "people-at-once"
    CLAIMED = "all-claimed"  # everything that it may pay for is claimed elsewhere or used up
    EXCLUDED_BY = "excluded-by"  # a programme of the plan rules it out
    REQUIRES = "requires"  # it needs a programme that the plan does not have
    TOO_SMALL = "project-too-small"
    REFUSED = "refused"  # see `refusal`
    NOT_BETTER = "not-better"  # it would take costs from a programme that pays as much or more


@dataclass(frozen=True, slots=True)
class Reason:
    """The term: `amount` cents or `share`, with its sources. `other`: the programme it is about."""

    programme: str
    why: Why
    cites: tuple[Cite, ...] = ()
    amount: int | None = None
    share: Fraction | None = None
    per: Per | None = None
    other: str = ""
    refusal: Refusal | None = None


def binding(schemes: Sequence[Scheme], plan: Plan) -> dict[tuple[str, str], Reason]:
    """For each award (programme, grant) the term that keeps it from being more."""
    terms = {(s.programme, g.id): (s, g) for s in schemes for g in s.grants}
    return {
        (award.programme, award.grant): _binding(award, *terms[award.programme, award.grant], plan)
        for award in plan.awards
    }


def _binding(award: Award, scheme: Scheme, grant: Grant, plan: Plan) -> Reason:
    name = scheme.programme
    reached = [limit for limit in grant.limits if award.cents >= limit.amount]
    if reached:
        limit = reached[0]
        return Reason(name, Why.CEILING, limit.cites, amount=limit.stated, per=limit.per)
    if grant.allowances:
        return _people(award, grant, plan)
    parts = [p for p in plan.parts if (p.programme, p.grant) == (award.programme, award.grant)]
    for year in {part.first_month // 12 for part in parts} if grant.yearly else ():
        granted = sum(part.cents for part in parts if part.first_month // 12 == year)
        if grant.yearly is not None and granted >= grant.yearly.amount:
            return Reason(name, Why.YEAR, grant.yearly.cites, amount=grant.yearly.stated, per=Per.YEAR)
    return _share(award, name, grant, sum(part.claimed for part in parts))


def _share(award: Award, name: str, grant: Grant, claimed: int) -> Reason:
    if grant.own.share and 1 - grant.own.share < (1 if grant.share is None else grant.share):
        return Reason(name, Why.OWN, grant.own.cites, share=grant.own.share)
    if grant.own.amount and award.cents + grant.own.amount >= claimed:
        return Reason(name, Why.OWN, grant.own.cites, amount=grant.own.amount)
    if grant.share is not None and grant.share < 1:
        return Reason(name, Why.SHARE, grant.share_cites, share=grant.share)
    return Reason(name, Why.CLAIMED, grant.cites)


def _people(award: Award, grant: Grant, plan: Plan) -> Reason:
    funded = [f for f in plan.funded if (f.programme, f.grant) == (award.programme, award.grant)]
    if grant.people_at_once is not None and len(funded) >= grant.people_at_once:
        return Reason(
            award.programme, Why.PEOPLE, grant.people_cites or grant.cites, amount=grant.people_at_once
        )
    cites = tuple(dict.fromkeys(cite for a in grant.allowances for cite in a.cites))
    return Reason(award.programme, Why.ALLOWANCE, cites)


def not_more(project: Project, schemes: Sequence[Scheme], plan: Plan, line: CostLine) -> tuple[Reason, ...]:
    """Why the schemes that pay nothing of this line do not, in the order of the schemes."""
    paying = {part.programme for part in plan.of_line(line) if part.cents}
    used = set(plan.programmes)
    by_id = {scheme.programme: scheme for scheme in schemes}
    idle = [scheme for scheme in schemes if scheme.programme not in paying]
    return tuple(
        _barred(scheme, project, line) or _tied(scheme, used, by_id) or _unused(scheme, used)
        for scheme in idle
    )


def _barred(scheme: Scheme, project: Project, line: CostLine) -> Reason | None:
    """The line or the project is not for the scheme."""
    answers = [refused(scheme, grant, line) for grant in scheme.grants]
    first = answers[0]
    if first is not None and None not in answers:
        return Reason(scheme.programme, Why.REFUSED, first.cites, refusal=first.why)
    small = [grant for grant in scheme.grants if grant.minimum > project.cost]
    if len(small) == len(scheme.grants):
        return Reason(scheme.programme, Why.TOO_SMALL, small[0].minimum_cites, amount=small[0].minimum)
    return None


def _tied(scheme: Scheme, used: set[str], by_id: dict[str, Scheme]) -> Reason | None:
    """A programme of the plan rules it out, or one that it needs is missing."""
    name = scheme.programme
    for other in sorted(used - {name}):
        ties = [t for t in scheme.excludes if t.to in ("", other)]
        ties += [t for t in by_id[other].excludes if t.to in ("", name)]
        if ties:
            return Reason(name, Why.EXCLUDED_BY, ties[0].cites, other=other)
    lacking = [tie for tie in scheme.requires if tie.to not in used]
    if lacking and not scheme.held and len(lacking) == len(scheme.requires):
        return Reason(name, Why.REQUIRES, lacking[0].cites, other=lacking[0].to)
    return None


def _unused(scheme: Scheme, used: set[str]) -> Reason:
    if scheme.programme in used:
        return Reason(scheme.programme, Why.CLAIMED, scheme.grants[0].cites)
    return Reason(scheme.programme, Why.NOT_BETTER)
