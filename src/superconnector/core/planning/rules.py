"""Which costs a grant may be claimed for, and in which months: the reading of the terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from superconnector.core.planning.project import APPLICANT, CostLine
from superconnector.core.planning.schemes import Grant, Scheme
from superconnector.core.rules.terms import Cite


class Refusal(StrEnum):
    """Why a line cannot be claimed under a grant."""

    OTHER_PAYER = "other-payer"
    EXCLUDED = "kind-excluded"
    NOT_LISTED = "kind-not-listed"
    NOBODY = "nobody-of-the-class"


@dataclass(frozen=True, slots=True)
class Refused:
    """The reason and the terms it rests on."""

    why: Refusal
    cites: tuple[Cite, ...] = ()


class Period(NamedTuple):
    """The months from `first` to before `end` in which the costs of one application fall."""

    first: int
    end: int


def refused(scheme: Scheme, grant: Grant, line: CostLine) -> Refused | None:
    """Why the line cannot be claimed; None if it can. Kinds that no source lists are all allowed."""
    if line.payer != APPLICANT:
        return Refused(Refusal.OTHER_PAYER)
    costs = scheme.costs
    eligible = {term.kind for term in costs.eligible}
    if line.kind not in eligible:
        excluding = [term for term in costs.excluded if term.kind == line.kind]
        if excluding:
            return Refused(Refusal.EXCLUDED, excluding[0].cites)
        if eligible:
            cites = dict.fromkeys(cite for term in costs.eligible for cite in term.cites)
            return Refused(Refusal.NOT_LISTED, tuple(cites))
    if grant.allowances and not any(grant.monthly(person.level) for person in line.people):
        return Refused(Refusal.NOBODY, grant.cites)
    return None


def claimable(scheme: Scheme, grant: Grant, lines: Sequence[CostLine]) -> tuple[CostLine, ...]:
    """The lines that the grant may be claimed for."""
    return tuple(line for line in lines if refused(scheme, grant, line) is None)


def counted_until(scheme: Scheme, line: CostLine) -> int:
    """The month before which the costs of a line count: some kinds count for their first months only."""
    limit = scheme.costs.limit(line.kind)
    return (
        line.end if limit is None or limit.months is None else min(line.end, line.first_month + limit.months)
    )


def periods(grant: Grant, lines: Sequence[CostLine]) -> tuple[Period, ...]:
    """The periods that an application can cover: all lines, or so many months from where one starts."""
    first, end = min(line.first_month for line in lines), max(line.end for line in lines)
    if grant.allowances or grant.months is None or end - first <= grant.months:
        return (Period(first, end),)
    starts = sorted({line.first_month for line in lines})
    return tuple(Period(start, min(start + grant.months, end)) for start in starts)
