"""Check a plan against the terms, one rule at a time, without any of the planner's code for finding it.

Whoever is given a plan (by the planner, by a file, by a person) can ask whether it keeps the terms. The
amounts are recounted here from the parts: no number of the plan is believed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from superconnector.core.planning.plan import Award, Part, Plan
from superconnector.core.planning.project import APPLICANT, CostLine, Project
from superconnector.core.planning.schemes import Grant, Scheme


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that the plan breaks; `programme` is empty for rules about the whole."""

    programme: str
    what: str


@dataclass(frozen=True, slots=True)
class _Given:
    """A grant of the plan with its terms and its parts."""

    scheme: Scheme
    grant: Grant
    award: Award
    parts: tuple[Part, ...]

    @property
    def claimed(self) -> int:
        """The cents that are claimed."""
        return sum(part.claimed for part in self.parts)

    @property
    def cents(self) -> int:
        """The cents that are granted."""
        return sum(part.cents for part in self.parts)


def violations(project: Project, schemes: Sequence[Scheme], plan: Plan) -> list[Violation]:
    """Everything that is wrong with the plan; empty if it keeps all the terms of the schemes."""
    lines = {line.id: line for line in project.lines}
    known = {(s.programme, g.id): (s, g) for s in schemes for g in s.grants}
    found: list[Violation] = []
    given: list[_Given] = []
    for award in plan.awards:
        terms = known.get((award.programme, award.grant))
        if terms is None or award.cents <= 0:
            found.append(Violation(award.programme, f"{award.grant}: no such grant, or nothing granted"))
            continue
        parts = tuple(p for p in plan.parts if (p.programme, p.grant) == (award.programme, award.grant))
        given.append(_Given(*terms, award, parts))
    if sum(len(each.parts) for each in given) != len(plan.parts):
        found.append(Violation("", "a part belongs to no award"))
    for each in given:
        if project.cost < each.grant.minimum:
            found.append(Violation(each.scheme.programme, f"{each.grant.id}: the project costs too little"))
        said = [*_parts(each, lines), *_amounts(each, lines), *_people(each, plan, lines)]
        found += [Violation(each.scheme.programme, f"{each.grant.id}: {text}") for text in said]
    found += [Violation("", text) for text in (*_lines(project, plan), *_cash(project, given, plan))]
    found += [Violation("", text) for text in _people_once(given, plan)]
    found += _relations(project, schemes, given)
    return found


# --- each grant ------------------------------------------------------------------------------------------


def _parts(each: _Given, lines: dict[str, CostLine]) -> Iterator[str]:
    scheme, grant = each.scheme, each.grant
    listed = {term.kind for term in scheme.costs.eligible}
    barred = {term.kind for term in scheme.costs.excluded} - listed
    for part in each.parts:
        line = lines[part.line]
        if line.payer != APPLICANT:
            yield f"{line.id} is paid by {line.payer}"
        if line.kind in barred or (listed and line.kind not in listed):
            yield f"{line.kind} is not eligible"
        if not 0 <= part.cents <= part.claimed <= _spent(line, part.first_month, part.end):
            yield f"{line.id}: more claimed than spent, or more granted than claimed"
        if not each.award.first_month <= part.first_month < part.end <= each.award.end:
            yield f"{line.id} lies outside the period applied for"
        if part.end > _counts_until(scheme, line):
            yield f"{line.kind} counts for its first months only"
    if not grant.allowances and each.award.end - each.award.first_month > (grant.months or sys.maxsize):
        yield f"lasts longer than {grant.months} months"


def _counts_until(scheme: Scheme, line: CostLine) -> int:
    """The month before which a kind counts that is limited in months, and not open by another term."""
    months = [term.months for term in scheme.costs.eligible if term.kind == line.kind]
    if not months or None in months:
        return sys.maxsize
    return line.first_month + max(each or 0 for each in months)


def _spent(line: CostLine, first: int, end: int) -> int:
    """Month by month: the even share, and a cent more in the first months until the sum is right."""
    each, rest = divmod(line.amount, line.months)
    inside = range(max(first, line.first_month), min(end, line.first_month + line.months))
    return sum(each + (month - line.first_month < rest) for month in inside)


def _amounts(each: _Given, lines: dict[str, CostLine]) -> Iterator[str]:
    grant = each.grant
    if each.cents != each.award.cents:
        yield "the parts do not add up to the award"
    for limit in grant.limits:
        if each.cents > limit.amount:
            yield f"above the ceiling per {limit.per}"
    if grant.yearly is not None:
        for year in {part.first_month // 12 for part in each.parts}:
            inside = [p for p in each.parts if p.first_month // 12 == year]
            if sum(p.cents for p in inside) > grant.yearly.amount or any(
                p.end > 12 * year + 12 for p in inside
            ):
                yield f"above the ceiling of year {year + 1}"
    if each.cents > _share(grant) * each.claimed:
        yield "more than the public share"
    if each.claimed - each.cents < grant.own.amount:
        yield "too little of one's own"
    yield from _kinds(each, lines)


def _share(grant: Grant) -> Fraction:
    stated = Fraction(1) if grant.share is None else grant.share
    return min(stated, 1 - grant.own.share)


def _kinds(each: _Given, lines: dict[str, CostLine]) -> Iterator[str]:
    for kind in {lines[part.line].kind for part in each.parts}:
        terms = [t for t in each.scheme.costs.eligible if t.kind == kind]
        claimed = sum(part.claimed for part in each.parts if lines[part.line].kind == kind)
        amounts = [t.amount for t in terms if t.amount is not None]
        if terms and len(amounts) == len(terms) and claimed > max(amounts):
            yield f"more {kind} than counts"
        shares = [t.share for t in terms if t.share is not None]
        if terms and len(shares) == len(terms) and claimed > max(shares) * each.claimed:
            yield f"a larger share of {kind} than counts"


# --- people ----------------------------------------------------------------------------------------------


def _people(each: _Given, plan: Plan, lines: dict[str, CostLine]) -> Iterator[str]:
    grant = each.grant
    if not grant.allowances:
        return
    mine = [f for f in plan.funded if (f.programme, f.grant) == (each.scheme.programme, grant.id)]
    worth: dict[str, int] = {}
    stays: list[range] = []
    for funded in mine:
        line = lines[funded.line]
        person = line.people[funded.person]
        months = min(person.months, line.months, grant.months or line.months)
        best = max((a.monthly for a in grant.allowances if a.level == person.level), default=0)
        worth[line.id] = worth.get(line.id, 0) + best * months
        stays.append(range(line.first_month, line.first_month + months))
    for line_id in {part.line for part in each.parts}:
        granted = [part for part in each.parts if part.line == line_id]
        if sum(part.cents for part in granted) > worth.get(line_id, 0):
            yield f"{line_id}: more than the allowances of its people"
    if grant.people_at_once is not None:
        for month in {stay.start for stay in stays}:
            if sum(month in stay for stay in stays) > grant.people_at_once:
                yield f"more than {grant.people_at_once} people at once"


def _people_once(given: Sequence[_Given], plan: Plan) -> Iterator[str]:
    top = {(each.scheme.programme, each.grant.id): each.grant.on_top for each in given}
    base = [f for f in plan.funded if not top.get((f.programme, f.grant), False)]
    if len({(f.line, f.person) for f in base}) != len(base):
        yield "a person has two allowances"
    below = {(f.programme, f.line, f.person) for f in base}
    for each in plan.funded:
        if top.get((each.programme, each.grant)) and (each.programme, each.line, each.person) not in below:
            yield "something on top of no allowance"


# --- the whole -------------------------------------------------------------------------------------------


def _lines(project: Project, plan: Plan) -> Iterator[str]:
    """No cent twice: in no stretch of months is more claimed of a line than is spent in it."""
    for line in project.lines:
        parts = [part for part in plan.parts if part.line == line.id]
        for first in {part.first_month for part in parts}:
            for end in {part.end for part in parts}:
                inside = [p for p in parts if first <= p.first_month and p.end <= end]
                if sum(p.claimed for p in inside) > _spent(line, first, end):
                    yield f"{line.id}: a cost is claimed twice"
        if plan.own.get(line.id) != line.amount - sum(part.cents for part in parts):
            yield f"{line.id}: what is left to pay is wrong"


def _cash(project: Project, given: Sequence[_Given], plan: Plan) -> Iterator[str]:
    received: dict[int, int] = {}

    def comes(month: int, amount: int) -> None:
        """Money that comes in a month."""
        received[month] = received.get(month, 0) + amount

    for each in given:
        schedule = each.scheme.schedule
        if schedule.direct:
            for part in each.parts:
                line = next(line for line in project.lines if line.id == part.line)
                comes(line.first_month + line.months - 1, part.cents)
            continue
        advance = int(schedule.advance * each.cents)
        if advance != each.award.advance:
            yield "an advance is wrong"
        comes(each.award.first_month, advance)
        comes(each.award.end, each.cents - advance)
    balance = 0
    for month in plan.cash:
        out = sum(
            _spent(line, month.number, month.number + 1) for line in project.lines if line.payer == APPLICANT
        )
        balance += received.pop(month.number, 0) - out
        if month.out != out or month.balance != balance:
            yield f"the cash of month {month.number + 1} is wrong"
    if received:
        yield "money comes after the last month shown"
    if project.cash is not None and plan.status != "infeasible" and plan.deepest > project.cash:
        yield "more is laid out than there is"


def _relations(project: Project, schemes: Sequence[Scheme], given: Sequence[_Given]) -> list[Violation]:
    found: list[Violation] = []
    used = {each.scheme.programme for each in given}
    for scheme in schemes:
        if scheme.programme not in used:
            continue
        others = used - {scheme.programme}
        barred = [tie for tie in scheme.excludes if (others if tie.to == "" else others & {tie.to})]
        found += [Violation(scheme.programme, f"excludes {tie.to or 'any other'}") for tie in barred]
        needed = {tie.to for tie in scheme.requires}
        if needed and not scheme.held and not needed & used:
            found.append(Violation(scheme.programme, "requires another programme"))
        tracks = [e for e in given if e.scheme.programme == scheme.programme and not e.grant.allowances]
        if len(tracks) > 1:
            found.append(Violation(scheme.programme, "takes two of its grants in one application"))
    most = project.preferences.max_applications
    if most is not None and len(used) > most:
        found.append(Violation("", "more applications than wanted"))
    return found
