"""From the folder's models to the core's terms: money to cents, shares to fractions, a give for each tier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from superconnector.core.rules.facts import EPOCH, Dated, Fact, Option, Type
from superconnector.core.rules.terms import (
    Amount,
    Ceiling,
    Cite,
    Give,
    GiveKind,
    Per,
    Requirement,
    Share,
    State,
    Status,
    Terms,
)
from superconnector.ecosystem.schema import (
    AmountTerm,
    CeilingTerm,
    CountTerm,
    DefinitionVersion,
    FactFile,
    GiveTerm,
    ParameterVersion,
    Programme,
    ShareTerm,
    Tier,
)
from superconnector.ecosystem.schema.parts import EARLIEST, LATEST
from superconnector.ecosystem.shares import parse_share

MOST_MONEY = 10**15
MOST_COUNT = 10**9
HELD_TO_ALL = frozenset({"lifetime", "in-force"})
"""Ceilings on all that one applicant receives: they need to know what was received already."""


def cents(amount: Decimal | int) -> int:
    """Exact: the schema allows at most two decimals."""
    return int(Decimal(amount) * 100)


def days(day: date) -> int:
    """Days since 1970-01-01, negative before it."""
    return (day - EPOCH).days


def cite(text: str) -> Cite:
    """`source-id#place` in its two parts."""
    source, _, place = text.partition("#")
    return Cite(source, place)


def cites(texts: Iterable[str] | None) -> tuple[Cite, ...]:
    """All citations of a thing."""
    return tuple(cite(text) for text in texts or ())


def core_fact(fact: FactFile) -> Fact:
    """The fact as the rules know it, with bounds in machine form."""
    if not isinstance(fact.options, list):
        options: tuple[Option, ...] = ()
    else:
        options = tuple(Option(option.id, option.parent) for option in fact.options)
    low, high = bounds(fact)
    return Fact(fact.id, Type(fact.type), options, low, high)


def bounds(fact: FactFile) -> tuple[int, int]:
    """The least and the greatest answer in machine form: cents, days, or as counted."""
    low, high = fact.minimum, fact.maximum
    if fact.type == "date":
        return (
            days(low if isinstance(low, date) else EARLIEST),
            days(high if isinstance(high, date) else LATEST),
        )
    unit, most = (100, MOST_MONEY) if fact.type == "money" else (1, MOST_COUNT)
    return (
        low * unit if isinstance(low, int) else 0,
        high * unit if isinstance(high, int) else most,
    )


def dated(versions: Sequence[DefinitionVersion | ParameterVersion]) -> tuple[Dated, ...]:
    """The versions of a definition or a parameter."""
    return tuple(Dated(version.expression, version.from_, version.to) for version in versions)


def received_fact(programme: Programme) -> str:
    """The id of the fact that holds what one has received; empty where no ceiling needs it."""
    lists = [part for give in programme.gives for part in (give.ceilings, *(t.ceilings for t in give.tiers))]
    if any(ceiling.per in HELD_TO_ALL for ceilings in lists for ceiling in ceilings):
        return "received." + programme.id.replace("-", "_")
    return ""


def core_terms(programme: Programme) -> Terms:
    """The terms of a programme, all dates together."""
    return Terms(
        programme=programme.id,
        statuses=tuple(
            Status(State(s.state), s.from_, s.to, s.as_of, cites(s.source), s.note or "")
            for s in programme.status
        ),
        requirements=tuple(
            Requirement(r.id, r.expression, r.text, r.soft, r.from_, r.to, cites(r.source))
            for r in programme.who
        ),
        gives=tuple(part for give in programme.gives for part in core_gives(give)),
        parameters={name: dated(versions) for name, versions in programme.parameters.items()},
        windows=_windows(programme),
        received=received_fact(programme),
    )


def _windows(programme: Programme) -> tuple[tuple[date, date], ...]:
    if programme.intake is None or programme.intake.mode != "windows":
        return ()
    return tuple((w.from_ or EARLIEST, w.to or LATEST) for w in programme.intake.windows)


def core_gives(give: GiveTerm) -> tuple[Give, ...]:
    """The give itself, or one give for each of its tiers (`grant.small`), none of which overlap."""
    if not give.tiers:
        return (_give(give, None, give.when or "True"),)
    return tuple(_give(give, tier, tier_condition(give, number)) for number, tier in enumerate(give.tiers))


def tier_condition(give: GiveTerm, number: int) -> str:
    """When the tier of that number (from 0) is the first that applies."""
    parts = [f"({give.when})"] if give.when else []
    parts.append(f"({give.tiers[number].when})")
    parts += [f"not ({earlier.when})" for earlier in give.tiers[:number]]
    return " and ".join(parts)


def _give(give: GiveTerm, tier: Tier | None, when: str) -> Give:
    """A tier's own lists stand in place of those beside the tiers; its absent ones are inherited."""
    return Give(
        id=f"{give.id}.{tier.id}" if tier else give.id,
        kind=GiveKind(give.kind),
        when=when,
        text=tier.text if tier else give.text,
        basis=give.basis or "",
        shares=_shares((tier.shares if tier else None) or give.shares),
        ceilings=_ceilings((tier.ceilings if tier else None) or give.ceilings),
        minimum_costs=_amounts(give.minimum_cost),
        amounts=_amounts((tier.amounts if tier else None) or give.amounts),
        people_at_once=_latest((tier.people_at_once if tier else None) or give.people_at_once),
        months=_latest((tier.months if tier else None) or give.months),
        cites=cites((tier.source if tier else None) or give.source),
    )


def _shares(terms: Iterable[ShareTerm]) -> tuple[Share, ...]:
    return tuple(Share(parse_share(t.value), t.from_, t.to, cites(t.source), t.note or "") for t in terms)


def _ceilings(terms: Iterable[CeilingTerm]) -> tuple[Ceiling, ...]:
    return tuple(
        Ceiling(cents(t.amount), Per(t.per), t.from_, t.to, cites(t.source), t.note or "") for t in terms
    )


def _amounts(terms: Iterable[AmountTerm]) -> tuple[Amount, ...]:
    return tuple(
        Amount(cents(t.amount), t.label or "", t.from_, t.to, cites(t.source), t.note or "") for t in terms
    )


def _latest(terms: Sequence[CountTerm]) -> int | None:
    """The number of the latest version: the core holds one, the page shows them all."""
    return max(terms, key=lambda t: (t.from_ or date.min, t.to or date.max)).value if terms else None
