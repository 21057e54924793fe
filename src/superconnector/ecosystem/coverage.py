"""How much of an ecosystem is written down, counted; and the floor that it may not fall below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from superconnector.core.rules import facts_of, parse
from superconnector.ecosystem.ecosystem import Ecosystem
from superconnector.ecosystem.schema import GiveTerm, Programme, RequirementTerm, Tier

NOBODY = "(no operator stated)"


def machine_readable(clause: RequirementTerm, programme: Programme, ecosystem: Ecosystem) -> bool:
    """Whether an answer can decide the clause: it asks for a fact, and is not just `not_stated`."""
    parameters = ecosystem.terms[programme.id].parameters if programme.id in ecosystem.terms else {}
    return bool(facts_of(parse(clause.expression, ecosystem.vocabulary, parameters)))


def has_figures(give: GiveTerm) -> bool:
    """Whether the give, or one of its tiers, has an amount, a share, a rate or a number."""
    shared = [give.minimum_cost, give.rates, give.own_contribution]
    own = [(p.shares, p.ceilings, p.amounts, p.people_at_once, p.months) for p in _parts(give)]
    return any(shared) or any(figures for part in own for figures in part)


def _parts(give: GiveTerm) -> list[GiveTerm | Tier]:
    return [give, *give.tiers]


def _changes(programme: Programme) -> bool:
    parts = [part for give in programme.gives for part in _parts(give)]
    dated = [each for p in parts for each in (*p.shares, *p.ceilings, *p.amounts)]
    return any(each.from_ or each.to for each in (*programme.who, *dated))


Test = Callable[[Programme, Ecosystem], bool]
MEASURES: Mapping[str, tuple[str, Test]] = MappingProxyType(
    {
        "programmes": ("programmes", lambda p, e: True),
        "applied-for": ("that one can apply for", lambda p, e: p.id in e.terms),
        "status": (
            "whose status a source states",
            lambda p, e: any(s.state != "not-stated" for s in p.status),
        ),
        "who": (
            "with terms of who may apply that answers decide",
            lambda p, e: any(machine_readable(c, p, e) for c in p.who),
        ),
        "gives": ("with figures of what they give", lambda p, e: any(has_figures(g) for g in p.gives)),
        "history": ("with terms that change over time", lambda p, e: _changes(p)),
        "costs": ("with eligible or excluded costs", lambda p, e: bool(p.costs.eligible or p.costs.excluded)),
        "intake": ("with their intake", lambda p, e: p.intake is not None and p.intake.mode != "not-stated"),
        "chinese": ("with a Chinese name", lambda p, e: p.names.zh_hant is not None),
        "contradictions": ("on which sources disagree", lambda p, e: bool(p.contradictions)),
        "not-stated": ("with a list of what is not stated", lambda p, e: bool(p.not_stated)),
    }
)
"""Measure → what it counts, and the test of one programme."""


def count(ecosystem: Ecosystem, programmes: Iterable[Programme] | None = None) -> dict[str, int]:
    """How many of the programmes (all of them if none are given) pass each measure."""
    chosen = list(ecosystem.programmes.values() if programmes is None else programmes)
    return {key: sum(test(p, ecosystem) for p in chosen) for key, (_, test) in MEASURES.items()}


def count_all(ecosystem: Ecosystem) -> dict[str, int]:
    """The measures, and the size of everything else in the folder."""
    programmes = ecosystem.programmes.values()
    calls = ecosystem.calls.values()
    own = [*(p.sources for p in programmes), *(call.sources for call in calls)]
    clauses = [(clause, p) for p in programmes for clause in p.who]
    return count(ecosystem) | {
        "clauses": len(clauses),
        "clauses-decided": sum(machine_readable(clause, p, ecosystem) for clause, p in clauses),
        "topics-in-dispute": sum(len(p.contradictions) for p in programmes),
        "points-not-stated": sum(len(p.not_stated) for p in programmes),
        "sources": len(ecosystem.sources) + sum(map(len, own)),
        "calls": len(calls),
        "organisations": len(ecosystem.organisations),
        "facts": len(ecosystem.facts),
    }


LABELS = MappingProxyType(
    {key: label for key, (label, _) in MEASURES.items()}
    | {
        "clauses": "clauses of who may apply",
        "clauses-decided": "of them decided by answers",
        "topics-in-dispute": "topics on which sources disagree",
        "points-not-stated": "points that no source states",
        "sources": "sources, each with the day it was read",
        "calls": "calls, each an edition",
        "organisations": "organisations",
        "facts": "facts that can be asked",
    }
)
"""Key of `count_all` → words."""


def count_by_operator(ecosystem: Ecosystem) -> dict[str, dict[str, int]]:
    """The measures for each operator's programmes; the operator with most programmes first."""
    groups: dict[str, list[Programme]] = {}
    for programme in ecosystem.programmes.values():
        operator = programme.operator.id if programme.operator else None
        groups.setdefault(operator or NOBODY, []).append(programme)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {operator: count(ecosystem, programmes) for operator, programmes in ordered}


def shortfalls(counts: Mapping[str, int], floor: Mapping[str, int]) -> list[str]:
    """In words, each measure that is below its floor, and each floor that names no measure."""
    unknown = [f"no such measure: {key}" for key in floor if key not in counts]
    below = [
        f"{key} fell to {counts[key]}, below the floor of {least}"
        for key, least in floor.items()
        if key in counts and counts[key] < least
    ]
    return unknown + below
