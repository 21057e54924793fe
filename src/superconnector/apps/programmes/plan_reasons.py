"""Why a plan pays no more of a cost line: the term that binds, with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from superconnector.apps.programmes.planner import Planned
from superconnector.core.planning import CostLine, Grant, Limit, Part, Scheme, certain
from superconnector.core.planning.project import APPLICANT
from superconnector.core.planning.rules import refused
from superconnector.core.rules.terms import Cite

SHOWN = 3
"""Programmes that are named for a line of which nothing is paid."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of base.plan_words.REASONS, the programme, and what the term says."""

    code: str
    programme: str = ""
    cites: tuple[Cite, ...] = ()
    share: Fraction | None = None
    limit: Limit | None = None
    amount: int | None = None
    months: int | None = None
    other: str = ""


def why_not_more(planned: Planned, line: CostLine) -> tuple[Reason, ...]:
    """What binds the line; empty if all of it is paid."""
    if line.payer != APPLICANT:
        return (Reason("other-payer"),)
    if planned.plan.own[line.id] == 0:
        return ()
    schemes = certain(planned.schemes)
    parts = planned.plan.of_line(line)
    if parts:
        grants = {
            (scheme.programme, grant.id): (scheme, grant) for scheme in schemes for grant in scheme.grants
        }
        found = [
            reason
            for key in dict.fromkeys((part.programme, part.grant) for part in parts)
            for reason in _binding(planned, line, *grants[key], _of(parts, key))
        ]
        return tuple(dict.fromkeys(found))
    return tuple(_nothing(planned, line, schemes))


def _of(parts: Iterable[Part], key: tuple[str, str]) -> list[Part]:
    return [part for part in parts if (part.programme, part.grant) == key]


def _binding(
    planned: Planned, line: CostLine, scheme: Scheme, grant: Grant, parts: list[Part]
) -> Iterable[Reason]:
    claimed, paid = sum(part.claimed for part in parts), sum(part.cents for part in parts)
    name = scheme.programme
    limit = _reached(planned, scheme, grant)
    if limit:
        yield Reason("ceiling", name, limit.cites, limit=limit)
    if grant.allowances:
        yield Reason("allowance", name, next((a.cites for a in grant.allowances), grant.cites))
    elif grant.public < 1 and (paid >= claimed * grant.public - 1 or limit is None):
        cites = grant.share_cites or grant.own.cites or grant.cites
        yield Reason("share", name, cites, share=grant.public)
    kind_limit = scheme.costs.limit(line.kind)
    if kind_limit and claimed < line.amount:
        yield Reason("kind-limit", name, kind_limit.cites)
    if grant.months is not None and not grant.allowances and planned.project.months > grant.months:
        yield Reason("months", name, grant.months_cites or grant.cites, months=grant.months)


def _reached(planned: Planned, scheme: Scheme, grant: Grant) -> Limit | None:
    """The least ceiling that the award has come up to."""
    award = next(
        (a for a in planned.plan.awards if (a.programme, a.grant) == (scheme.programme, grant.id)), None
    )
    limits = [*grant.limits, *([grant.yearly] if grant.yearly else [])]
    met = [limit for limit in limits if award and award.cents >= limit.amount]
    return min(met, key=lambda limit: limit.amount, default=None)


def _nothing(planned: Planned, line: CostLine, schemes: tuple[Scheme, ...]) -> Iterable[Reason]:
    if not schemes:
        yield Reason("nothing-open")
        return
    able = [(s, g) for s in schemes for g in s.grants if refused(s, g, line) is None]
    if able:
        named = dict.fromkeys(_unused(planned, line, scheme, grant) for scheme, grant in able)
        yield from list(named)[:SHOWN]
        return
    told = [(s.programme, r.cites) for s in schemes for g in s.grants if (r := refused(s, g, line))]
    for programme, cites in list(dict(told).items())[:SHOWN]:
        yield Reason("kind", programme, cites[:SHOWN])


def _unused(planned: Planned, line: CostLine, scheme: Scheme, grant: Grant) -> Reason:
    """Why a grant that could pay for the line pays nothing of it."""
    name, used = scheme.programme, planned.plan.programmes
    limit = _reached(planned, scheme, grant)
    if limit:
        return Reason("ceiling", name, limit.cites, limit=limit)
    if grant.minimum > planned.project.cost:
        return Reason("minimum", name, grant.minimum_cites or grant.cites, amount=grant.minimum)
    for other in planned.schemes:
        for tie in other.excludes:
            if name not in used and other.programme in used and tie.to == name:
                return Reason("excludes", name, tie.cites, other=other.programme)
    for tie in scheme.excludes:
        if name not in used and tie.to in used:
            return Reason("excludes", name, tie.cites, other=tie.to)
    return Reason("elsewhere", name, grant.cites)
