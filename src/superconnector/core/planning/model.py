"""The plan as an integer programme (OR-tools CP-SAT), exact in cents.

A share p/q of the costs claimed is the constraint q·grant ≤ p·claimed over integers, which is the share
rounded down to the cent. Every cent of a cost is claimed at most once. See docs/algorithms/planning.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from ortools.sat.python import cp_model

from superconnector.core.planning.project import APPLICANT, CostLine, Project
from superconnector.core.planning.rules import Period, claimable, counted_until, periods
from superconnector.core.planning.schemes import Grant, Scheme

Var = cp_model.IntVar
Expr = cp_model.LinearExpr
YEAR = 12


class Piece(NamedTuple):
    """The months of a line that no period or year divides, and the cents spent in them."""

    line: CostLine
    first: int
    end: int
    cost: int


class Group(NamedTuple):
    """The claims whose share is rounded together: of a line, of a year, or all of the grant."""

    line: str
    year: int


@dataclass(slots=True)
class GrantModel:
    """The variables of one grant. `claims` by piece; `totals` by group; `paid` by period: grant, advance."""

    scheme: Scheme
    grant: Grant
    on: Var
    claims: list[tuple[Piece, Var]] = field(default_factory=list)
    totals: dict[Group, Var] = field(default_factory=dict)
    people: list[tuple[CostLine, int, Var]] = field(default_factory=list)
    periods: list[tuple[Period, Var]] = field(default_factory=list)
    paid: list[tuple[Period, Var, Var]] = field(default_factory=list)

    @property
    def total(self) -> Expr:
        """The cents of all of them."""
        return added(self.totals.values())

    def covering(self, piece: Piece) -> list[Var]:
        """The choices of a period that covers the piece; it can be claimed only with one of them."""
        return [begin for p, begin in self.periods if p.first <= piece.first and piece.end <= p.end]

    def group_of(self, piece: Piece) -> Group:
        """Where grants are paid per line or per person the share is rounded there; else over everything."""
        per_line = self.scheme.schedule.direct or bool(self.grant.allowances)
        return Group(piece.line.id if per_line else "", piece.first // YEAR if self.grant.yearly else 0)


@dataclass(slots=True)
class PlanModel:
    """The whole model; `used` by programme. `deepest` comes into being when cash matters: see goal()."""

    cp: cp_model.CpModel
    project: Project
    grants: list[GrantModel]
    used: dict[str, Var]
    deepest: Var | None = None

    def goal(self, name: str) -> tuple[Expr, bool]:
        """What is to be best, and whether more of it is better."""
        if name == "grant":
            return added(each.total for each in self.grants), True
        if name == "applications":
            return added(self.used.values()), False
        if self.deepest is None:
            self.deepest = _deepest(self.cp, self.project, self.grants)
        return self.deepest, False


def added(terms: Iterable[Expr]) -> Expr:
    """The sum as an expression, also of one term or none."""
    total: Expr = cp_model.LinearExpr.sum(list(terms))
    return total


def build(project: Project, schemes: Sequence[Scheme]) -> PlanModel:
    """The model of the project over these schemes, in the order of their ids whatever order they come in."""
    cp = cp_model.CpModel()
    lines = sorted(project.lines, key=lambda line: line.id)
    used: dict[str, Var] = {}
    grants: list[GrantModel] = []
    for scheme in sorted(schemes, key=lambda scheme: scheme.programme):
        large_enough = [grant for grant in scheme.grants if grant.minimum <= project.cost]
        found = [(grant, claimable(scheme, grant, lines)) for grant in large_enough]
        pairs = [(grant, mine) for grant, mine in found if mine]
        if pairs:
            used[scheme.programme] = cp.new_bool_var(f"use {scheme.programme}")
            grants += [_grant(cp, scheme, grant, mine) for grant, mine in pairs]
    _claims(cp, lines, grants)
    for each in grants:
        _amounts(cp, each)
        _people(cp, each)
    _one_grant_a_person(cp, grants)
    _applications(cp, grants, used)
    _relations(cp, schemes, used, project)
    model = PlanModel(cp, project, grants, used)
    if project.cash is not None:
        cp.add(model.goal("cash")[0] <= project.cash)
    return model


def _grant(cp: cp_model.CpModel, scheme: Scheme, grant: Grant, lines: Sequence[CostLine]) -> GrantModel:
    name = f"{scheme.programme}/{grant.id}"
    made = GrantModel(scheme, grant, cp.new_bool_var(f"take {name}"))
    found = periods(grant, lines)
    if len(found) == 1:
        made.periods = [(found[0], made.on)]
    else:
        made.periods = [(p, cp.new_bool_var(f"from {p.first} {name}")) for p in found]
        cp.add(added(begin for _, begin in made.periods) == made.on)
    return made


# --- what is claimed -------------------------------------------------------------------------------------


def _claims(cp: cp_model.CpModel, lines: Sequence[CostLine], grants: Sequence[GrantModel]) -> None:
    """Variables for what each grant claims of each piece; no cent twice."""
    for line in lines:
        able = [each for each in grants if claimable(each.scheme, each.grant, [line])]
        for piece in _pieces(line, able):
            claimed = [_claim(cp, each, piece) for each in able]
            mine = [claim for claim in claimed if claim is not None]
            if len(mine) > 1:
                cp.add(added(mine) <= piece.cost)


def _pieces(line: CostLine, grants: Iterable[GrantModel]) -> list[Piece]:
    cuts = {line.first_month, line.end}
    for each in grants:
        cuts.add(counted_until(each.scheme, line))
        cuts |= {month for period, _ in each.periods for month in period}
        if each.grant.yearly:
            cuts |= set(range(0, line.end, YEAR))
    inside = sorted(cut for cut in cuts if line.first_month <= cut <= line.end)
    return [Piece(line, first, end, line.between(first, end)) for first, end in pairwise(inside)]


def _claim(cp: cp_model.CpModel, each: GrantModel, piece: Piece) -> Var | None:
    covering = each.covering(piece)
    if not covering or piece.end > counted_until(each.scheme, piece.line) or not piece.cost:
        return None
    claim = cp.new_int_var(0, piece.cost, f"claim {each.grant.id} {piece.line.id} {piece.first}")
    cp.add(claim <= piece.cost * added(covering))
    each.claims.append((piece, claim))
    return claim


# --- what is granted -------------------------------------------------------------------------------------


def _amounts(cp: cp_model.CpModel, each: GrantModel) -> None:
    """Shares, ceilings, own contribution, least cost and limits on kinds."""
    grant, public = each.grant, each.grant.public
    ordered = sorted(each.claims, key=lambda claim: each.group_of(claim[0]))
    for group, members in groupby(ordered, key=lambda claim: each.group_of(claim[0])):
        claims = list(members)
        most = sum(piece.cost for piece, _ in claims) * public.numerator // public.denominator
        if group.year or grant.yearly:
            most = min(most, grant.yearly.amount if grant.yearly else most)
        total = cp.new_int_var(
            0, min([most, *(limit.amount for limit in grant.limits)]), f"{grant.id} {group}"
        )
        cp.add(public.denominator * total <= public.numerator * added(claim for _, claim in claims))
        each.totals[group] = total
    _yearly(cp, each)
    for limit in grant.limits:
        cp.add(each.total <= limit.amount * each.on)
    claimed = added(claim for _, claim in each.claims)
    cp.add(each.total >= each.on)  # nobody applies for nothing
    if grant.own.amount:
        cp.add(claimed - each.total >= grant.own.amount * each.on)
    _kind_limits(cp, each)


def _yearly(cp: cp_model.CpModel, each: GrantModel) -> None:
    if each.grant.yearly is None:
        return
    for year in sorted({group.year for group in each.totals}):
        granted = [total for group, total in each.totals.items() if group.year == year]
        cp.add(added(granted) <= each.grant.yearly.amount)


def _kind_limits(cp: cp_model.CpModel, each: GrantModel) -> None:
    claimed = added(claim for _, claim in each.claims)
    for kind in sorted({piece.line.kind for piece, _ in each.claims}):
        limit = each.scheme.costs.limit(kind)
        if limit is None:
            continue
        of_kind = added(claim for piece, claim in each.claims if piece.line.kind == kind)
        if limit.amount is not None:
            cp.add(of_kind <= limit.amount)
        if limit.share is not None:
            cp.add(limit.share.denominator * of_kind <= limit.share.numerator * claimed)


# --- people ----------------------------------------------------------------------------------------------


def _people(cp: cp_model.CpModel, each: GrantModel) -> None:
    """Which people are funded: each for all of their months, so many at once, so much a month."""
    grant = each.grant
    if not grant.allowances:
        return
    stays: list[tuple[int, int, Var]] = []
    for line in {piece.line.id: piece.line for piece, _ in each.claims}.values():
        worth = []
        for number, person in enumerate(line.people):
            months = months_of(grant, line, person.months)
            if value := months * grant.monthly(person.level):
                chosen = cp.new_bool_var(f"fund {line.id} {number} {grant.id}")
                cp.add(chosen <= each.on)
                each.people.append((line, number, chosen))
                stays.append((line.first_month, line.first_month + months, chosen))
                worth.append(value * chosen)
        cp.add(added(t for g, t in each.totals.items() if g.line == line.id) <= added(worth))
    if grant.people_at_once is not None:
        for month in sorted({first for first, _, _ in stays}):
            cp.add(added(chosen for f, end, chosen in stays if f <= month < end) <= grant.people_at_once)


def months_of(grant: Grant, line: CostLine, months: int) -> int:
    """How many months of a person on a line are paid for."""
    return min(months, line.months, line.months if grant.months is None else grant.months)


def _one_grant_a_person(cp: cp_model.CpModel, grants: Sequence[GrantModel]) -> None:
    """A person has one allowance; what is on top of it needs one of the same programme."""
    base: dict[tuple[str, int], list[tuple[str, Var]]] = {}
    for each in grants:
        for line, number, chosen in each.people:
            if not each.grant.on_top:
                base.setdefault((line.id, number), []).append((each.scheme.programme, chosen))
    for choices in base.values():
        if len(choices) > 1:
            cp.add(added(chosen for _, chosen in choices) <= 1)
    for each in grants:
        for line, number, chosen in each.people if each.grant.on_top else ():
            below = [
                b for programme, b in base.get((line.id, number), ()) if programme == each.scheme.programme
            ]
            cp.add(chosen <= added(below))


# --- applications ----------------------------------------------------------------------------------------


def _applications(cp: cp_model.CpModel, grants: Sequence[GrantModel], used: dict[str, Var]) -> None:
    """One application to a programme takes one of its grants, and all of those for people."""
    for programme, use in used.items():
        mine = [each for each in grants if each.scheme.programme == programme]
        tracks = [each.on for each in mine if not each.grant.allowances]
        if len(tracks) > 1:
            cp.add(added(tracks) <= 1)
        cp.add(use <= added(each.on for each in mine))
        for each in mine:
            cp.add(use >= each.on)


def _relations(
    cp: cp_model.CpModel, schemes: Sequence[Scheme], used: dict[str, Var], project: Project
) -> None:
    for scheme in schemes:
        mine = used.get(scheme.programme)
        if mine is None:
            continue
        for tie in scheme.excludes:
            others = [use for to, use in used.items() if to != scheme.programme and tie.to in ("", to)]
            for use in others:
                cp.add(mine + use <= 1)
        if scheme.requires and not scheme.held:
            cp.add(mine <= added(used[tie.to] for tie in scheme.requires if tie.to in used))
    if project.preferences.max_applications is not None:
        cp.add(added(used.values()) <= project.preferences.max_applications)


# --- money over the months -------------------------------------------------------------------------------


def _deepest(cp: cp_model.CpModel, project: Project, grants: Sequence[GrantModel]) -> Var:
    """The most that the applicant has laid out at the end of any month."""
    comes: dict[int, list[Expr]] = {}
    for each in grants:
        for month, amount in _payments(cp, each):
            comes.setdefault(month, []).append(amount)
    own = [line for line in project.lines if line.payer == APPLICANT]
    last = max([project.months, *(line.end for line in project.lines)])
    deepest = cp.new_int_var(0, sum(line.amount for line in own), "deepest")
    received: list[Expr] = []
    for month in range(last + 1):
        received += comes.get(month, [])
        spent = sum(line.until(month + 1) for line in own)
        cp.add(deepest >= spent - added(received))
    return deepest


def _payments(cp: cp_model.CpModel, each: GrantModel) -> list[tuple[int, Expr]]:
    """Month → money: the advance in the first month of the period, the rest in the month after its end."""
    schedule = each.scheme.schedule
    if schedule.direct:
        ends = {piece.line.id: piece.line.end - 1 for piece, _ in each.claims}
        return [(ends[group.line], total) for group, total in each.totals.items()]
    events: list[tuple[int, Expr]] = []
    for period, amount in _by_period(cp, each):
        advance = cp.new_int_var(0, 10**15, "advance") if schedule.advance else cp.new_constant(0)
        cp.add(schedule.advance.denominator * advance <= schedule.advance.numerator * amount)
        events += [(period.first, advance), (period.end, amount - advance)]
    return events


def _by_period(cp: cp_model.CpModel, each: GrantModel) -> Sequence[tuple[Period, Expr]]:
    if len(each.periods) == 1:
        return [(each.periods[0][0], each.total)]
    most = sum(piece.cost for piece, _ in each.claims)
    parts = []
    for period, begin in each.periods:
        part = cp.new_int_var(0, most, f"part {period.first}")
        cp.add(part <= most * begin)
        parts.append((period, part))
    cp.add(added(part for _, part in parts) == each.total)
    return parts
