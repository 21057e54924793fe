"""The best plan of a tiny project, found by trying everything: every claim of every cent in every month.

Written from the terms alone, month by month and cent by cent, with none of the planner's code. Only for
projects of a few cents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product

from superconnector.core.planning import CostLine, Grant, Project, Scheme

Cell = tuple[CostLine, int, int]
"""A line, a month, and the cents spent in it."""
Key = tuple[int, str, int, str]
"""What a claim adds to: number of the grant, line, year, kind."""


@dataclass(frozen=True)
class Taken:
    """A grant that is applied for, the months it covers, and the people it pays (line, place)."""

    scheme: Scheme
    grant: Grant
    first: int
    end: int
    people: tuple[tuple[CostLine, int], ...] = ()


def best(project: Project, schemes: Sequence[Scheme]) -> tuple[int, ...] | None:
    """The values of the goals in the order of the preferences; None if nothing keeps within the cash."""
    found = None
    for stack in _stacks(project, schemes):
        for reached in _reached(project, stack):
            if found is None or _better(project, reached) > _better(project, found):
                found = reached
    return None if found is None else tuple(found[goal] for goal in project.preferences.order)


def _better(project: Project, reached: dict[str, int]) -> tuple[int, ...]:
    return tuple(reached[g] if g == "grant" else -reached[g] for g in project.preferences.order)


# --- what is applied for ---------------------------------------------------------------------------------


def _stacks(project: Project, schemes: Sequence[Scheme]) -> Iterator[tuple[Taken, ...]]:
    for chosen in product(*(list(_of_scheme(project, scheme)) for scheme in schemes)):
        stack = tuple(taken for several in chosen for taken in several)
        if _allowed(project, schemes, stack):
            yield stack


def _of_scheme(project: Project, scheme: Scheme) -> Iterator[tuple[Taken, ...]]:
    tracks: list[tuple[Taken, ...]] = [()]
    for grant in scheme.grants:
        if not grant.allowances:
            tracks += [(taken,) for taken in _covering(project, scheme, grant)]
    people = [
        [(), *((taken,) for taken in _covering(project, scheme, grant))]
        for grant in scheme.grants
        if grant.allowances
    ]
    for parts in product(tracks, *people):
        yield tuple(taken for part in parts for taken in part)


def _covering(project: Project, scheme: Scheme, grant: Grant) -> Iterator[Taken]:
    lines = [line for line in project.lines if _eligible(scheme, grant, line)]
    if not lines or sum(line.amount for line in project.lines) < grant.minimum:
        return
    first, end = (
        min(line.first_month for line in lines),
        max(line.first_month + line.months for line in lines),
    )
    if grant.allowances:
        everybody = [(line, n) for line in lines for n in range(len(line.people))]
        paid = [(ln, n) for ln, n in everybody if _monthly(grant, ln.people[n].level)]
        for size in range(1, len(paid) + 1):
            for group in combinations(paid, size):
                if _few_enough(grant, group):
                    yield Taken(scheme, grant, first, end, group)
    elif grant.months is None or end - first <= grant.months:
        yield Taken(scheme, grant, first, end)
    else:
        for start in {line.first_month for line in lines}:
            yield Taken(scheme, grant, start, min(start + grant.months, end))


def _eligible(scheme: Scheme, grant: Grant, line: CostLine) -> bool:
    listed = [term.kind for term in scheme.costs.eligible]
    if line.payer != "applicant":
        return False
    if line.kind not in listed and (listed or line.kind in [t.kind for t in scheme.costs.excluded]):
        return False
    return not grant.allowances or any(_monthly(grant, person.level) for person in line.people)


def _monthly(grant: Grant, level: str) -> int:
    return max([a.monthly for a in grant.allowances if a.level == level], default=0)


def _stay(grant: Grant, line: CostLine, number: int) -> int:
    most = line.months if grant.months is None else grant.months
    return min(line.people[number].months, line.months, most)


def _few_enough(grant: Grant, group: Iterable[tuple[CostLine, int]]) -> bool:
    if grant.people_at_once is None:
        return True
    members = list(group)
    for month in range(50):
        present = [1 for ln, n in members if ln.first_month <= month < ln.first_month + _stay(grant, ln, n)]
        if len(present) > grant.people_at_once:
            return False
    return True


def _allowed(project: Project, schemes: Sequence[Scheme], stack: Sequence[Taken]) -> bool:
    used = {taken.scheme.programme for taken in stack}
    most = project.preferences.max_applications
    if most is not None and len(used) > most:
        return False
    for scheme in schemes:
        if scheme.programme not in used:
            continue
        for tie in scheme.excludes:
            if tie.to in used or (tie.to == "" and len(used) > 1):
                return False
        if scheme.requires and not scheme.held and not any(tie.to in used for tie in scheme.requires):
            return False
    base = [person for taken in stack if not taken.grant.on_top for person in taken.people]
    if len(set(base)) != len(base):
        return False
    paid = {(t.scheme.programme, person) for t in stack if not t.grant.on_top for person in t.people}
    tops = [(t.scheme.programme, person) for t in stack if t.grant.on_top for person in t.people]
    return all(top in paid for top in tops)


# --- what is claimed and granted -------------------------------------------------------------------------


def _reached(project: Project, stack: tuple[Taken, ...]) -> Iterator[dict[str, int]]:
    for claims in _all_claims(project, stack):
        by_grant: list[dict[Key, int]] = [{} for _ in stack]
        for key, cents in claims:
            by_grant[key[0]][key] = cents
        choices = [list(_amounts(taken, mine)) for taken, mine in zip(stack, by_grant, strict=True)]
        for granted in product(*choices):
            reached = _counted(project, stack, granted)
            if project.cash is None or reached["cash"] <= project.cash:
                yield reached


def _all_claims(project: Project, stack: tuple[Taken, ...]) -> set[frozenset[tuple[Key, int]]]:
    reachable: set[frozenset[tuple[Key, int]]] = {frozenset()}
    for line in project.lines:
        for month, cents in _months(line):
            able = [
                (n, line.id, month // 12, line.kind)
                for n, taken in enumerate(stack)
                if _eligible(taken.scheme, taken.grant, line)
                and taken.first <= month < taken.end
                and month < _counts_until(taken.scheme, line)
            ]
            reachable = {
                _plus(before, able, split) for before in reachable for split in _splits(cents, len(able))
            }
    return reachable


def _months(line: CostLine) -> list[tuple[int, int]]:
    cents = [line.amount // line.months] * line.months
    for month in range(line.amount % line.months):
        cents[month] += 1
    return [(line.first_month + n, each) for n, each in enumerate(cents)]


def _counts_until(scheme: Scheme, line: CostLine) -> int:
    terms = [t for t in scheme.costs.eligible if t.kind == line.kind]
    months = [10**6 if t.months is None else t.months for t in terms]
    return line.first_month + max(months) if months else 10**6


def _plus(
    before: frozenset[tuple[Key, int]], able: Sequence[Key], split: Sequence[int]
) -> frozenset[tuple[Key, int]]:
    claims = dict(before)
    for key, cents in zip(able, split, strict=True):
        claims[key] = claims.get(key, 0) + cents
    return frozenset(claims.items())


@lru_cache(maxsize=4096)
def _splits(cents: int, ways: int) -> list[tuple[int, ...]]:
    return [split for split in product(range(cents + 1), repeat=ways) if sum(split) <= cents]


def _amounts(taken: Taken, claims: dict[Key, int]) -> Iterator[dict[tuple[str, int], int]]:
    """Every way to share out the largest grant for these claims: (line, year) → cents."""
    grant, claimed = taken.grant, sum(claims.values())
    if not _kinds_allowed(taken, claims):
        return
    per_line = taken.scheme.schedule.direct or bool(grant.allowances)
    groups: dict[tuple[str, int], int] = {}
    for (_, line, year, _kind), cents in claims.items():
        group = (line if per_line else "", year if grant.yearly else 0)
        groups[group] = groups.get(group, 0) + cents
    share = min(Fraction(1) if grant.share is None else grant.share, 1 - grant.own.share)
    most = {group: min(int(share * cents), _worth(taken, group[0])) for group, cents in groups.items()}
    ceiling = min([claimed - grant.own.amount, *(limit.amount for limit in grant.limits)])
    if ceiling < 0:
        return
    ways = [
        dict(zip(most, cents, strict=True))
        for cents in product(*(range(top + 1) for top in most.values()))
        if sum(cents) <= ceiling and _years_allowed(grant, list(most), cents)
    ]
    largest = max((sum(way.values()) for way in ways), default=0)
    if largest > 0:  # nobody applies for nothing
        yield from (way for way in ways if sum(way.values()) == largest)


def _worth(taken: Taken, line_id: str) -> int:
    """What the people of a line that are paid for come to; no bound where the grant is not for people."""
    if not taken.grant.allowances:
        return 10**6
    mine = [(line, n) for line, n in taken.people if line.id == line_id]
    return sum(_stay(taken.grant, ln, n) * _monthly(taken.grant, ln.people[n].level) for ln, n in mine)


def _years_allowed(grant: Grant, groups: Sequence[tuple[str, int]], cents: Sequence[int]) -> bool:
    if grant.yearly is None:
        return True
    for year in {group[1] for group in groups}:
        inside = [c for group, c in zip(groups, cents, strict=True) if group[1] == year]
        if sum(inside) > grant.yearly.amount:
            return False
    return True


def _kinds_allowed(taken: Taken, claims: dict[Key, int]) -> bool:
    claimed = sum(claims.values())
    for kind in {key[3] for key in claims}:
        terms = [t for t in taken.scheme.costs.eligible if t.kind == kind]
        mine = sum(cents for key, cents in claims.items() if key[3] == kind)
        if terms and mine > max(10**6 if t.amount is None else t.amount for t in terms):
            return False
        if terms and mine > max(Fraction(1) if t.share is None else t.share for t in terms) * claimed:
            return False
    return True


def _counted(
    project: Project, stack: tuple[Taken, ...], granted: Sequence[dict[tuple[str, int], int]]
) -> dict[str, int]:
    last = max([project.months, *(line.first_month + line.months for line in project.lines)])
    flow = [0] * (last + 1)
    for line in project.lines:
        for month, cents in _months(line):
            if line.payer == "applicant":
                flow[month] -= cents
    for taken, amounts in zip(stack, granted, strict=True):
        total = sum(amounts.values())
        if taken.scheme.schedule.direct:
            for (line_id, _), cents in amounts.items():
                line = next(line for line in project.lines if line.id == line_id)
                flow[line.first_month + line.months - 1] += cents
        else:
            advance = int(taken.scheme.schedule.advance * total)
            flow[taken.first] += advance
            flow[taken.end] += total - advance
    balances = [sum(flow[: month + 1]) for month in range(last + 1)]
    return {
        "grant": sum(sum(amounts.values()) for amounts in granted),
        "cash": max(0, *(-balance for balance in balances)),
        "applications": len({taken.scheme.programme for taken in stack}),
    }
