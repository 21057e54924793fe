"""From the programme files to what the planner takes: the terms as they stand on the day of application.

What a source does not state becomes a risk of the scheme, never a refusal and never nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from superconnector.apps.programmes.payments import schedule_of
from superconnector.core.planning import (
    Allowance,
    Costs,
    Grant,
    KindTerm,
    Limit,
    Own,
    Project,
    Risk,
    RiskCode,
    Scheme,
    Tie,
)
from superconnector.core.rules.facts import Profile
from superconnector.core.rules.offers import Offer, Step, StepKind, held
from superconnector.core.rules.terms import Ceiling, GiveKind, Per, Share, State
from superconnector.core.rules.verdict import Outcome, Verdict
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.convert import cents, cites
from superconnector.ecosystem.schema import CostTerm, CountTerm, Period, Programme
from superconnector.ecosystem.shares import parse_share

COST, LEVEL, HELD = "project.cost", "person.degree_level", "applicant.programmes_held"
PAID_OUT = frozenset({GiveKind.MONEY, GiveKind.PEOPLE})
GENERAL = frozenset({None, "project", "grant", "start-up", "company", "enterprise", "applicant"})
"""What a duration is `per` where it holds for every project; another word names some projects only."""


class Left(StrEnum):
    """Why a programme is not in the plan's reach."""

    CLOSED = "closed"
    NOT_FOR_YOU = "not-for-you"
    NO_MONEY = "no-money"
    NO_AMOUNT = "no-amount"  # neither a share nor a ceiling is stated for the day
    OTHER_BASIS = "other-basis"  # the share is not of the cost of the project
    NOBODY = "nobody"  # it pays for people, and no line names any
    EQUITY = "equity"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A programme that the plan cannot use, and its verdict."""

    programme: str
    why: Left
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _View:
    """A programme judged for the applicant, or for one person of a level."""

    level: str
    verdict: Verdict
    offers: tuple[Offer, ...]


Judged = Mapping[str, Sequence[_View]]


def sort_out(
    ecosystem: Ecosystem, profile: Profile, project: Project, on: date
) -> tuple[tuple[Scheme, ...], tuple[LeftOut, ...]]:
    """The programmes that are or may be open and pay costs, and those that do not, with the reason."""
    judged = _judged(ecosystem, profile, project, on)
    schemes: list[Scheme] = []
    left: list[LeftOut] = []
    for programme_id, views in judged.items():
        programme = ecosystem.programmes[programme_id]
        found = _scheme(programme, views, profile, project, on)
        if isinstance(found, Scheme):
            schemes.append(found)
        else:
            left.append(LeftOut(programme_id, found, views[0].verdict))
    return tuple(schemes), tuple(left)


def _judged(ecosystem: Ecosystem, profile: Profile, project: Project, on: date) -> dict[str, list[_View]]:
    """Every programme: first for the profile as it is, then for each level of the people of the project."""
    levels = sorted({person.level for line in project.lines for person in line.people})
    book = ecosystem.rule_book(on)
    views: dict[str, list[_View]] = {}
    for level in ("", *(level for level in levels if LEVEL in ecosystem.facts)):
        known = {**profile, LEVEL: level} if level else profile
        for verdict, offers in zip(book.judge(known), book.offers(known), strict=True):
            views.setdefault(verdict.programme, []).append(_View(level, verdict, offers))
    return views


def _scheme(
    programme: Programme, views: Sequence[_View], profile: Profile, project: Project, on: date
) -> Scheme | Left:
    personal = any(_is_personal(offer) for view in views for offer in view.offers)
    asked = [view for view in views if view.level] if personal else views[:1]
    if not asked:
        return Left.NOBODY
    best = min((view.verdict.outcome for view in asked), key=list(Outcome).index)
    if best is Outcome.CLOSED:
        return Left.CLOSED
    if best is Outcome.NOT_FOR_YOU:
        return Left.NOT_FOR_YOU
    if _takes_shares(programme) and project.preferences.no_equity:
        return Left.EQUITY
    asked = [view for view in asked if view.verdict.outcome is best]
    grants = tuple(_personal(programme, asked, on) if personal else _grants(programme, asked[0], project, on))
    if not grants:
        return _why_nothing(asked[0])
    return _assembled(programme, asked[0], grants, profile, project, on)


def _takes_shares(programme: Programme) -> bool:
    return any(give.kind == "equity" for give in programme.gives)


def _why_nothing(view: _View) -> Left:
    money = [offer for offer in view.offers if offer.give.kind in PAID_OUT]
    if not money:
        return Left.NO_MONEY
    if all(offer.applies is False for offer in money):
        return Left.NOT_FOR_YOU
    if any(offer.give.basis not in ("", COST) for offer in money):
        return Left.OTHER_BASIS
    return Left.NO_AMOUNT


def _assembled(
    programme: Programme, view: _View, grants: tuple[Grant, ...], profile: Profile, project: Project, on: date
) -> Scheme:
    already = profile.get(HELD)
    had = already if isinstance(already, frozenset) else frozenset()
    schedule, paying = schedule_of(programme, on)
    ties = {effect: _ties(programme, effect) for effect in ("excludes", "prevails", "requires")}
    verdict = view.verdict
    return Scheme(
        programme=programme.id,
        outcome=verdict.outcome,
        grants=grants,
        costs=Costs(*(_kinds(terms, on) for terms in (programme.costs.eligible, programme.costs.excluded))),
        schedule=schedule,
        excludes=ties["excludes"] + ties["prevails"],
        requires=ties["requires"],
        held=any(tie.to in had for tie in ties["requires"]),
        equity=_takes_shares(programme),
        closes=verdict.status.to_day if verdict.status.state is State.OPEN else None,
        risks=(*_risks(programme, view, project, on, had), *paying),
        unknown=verdict.could_change if verdict.outcome is Outcome.MAY_BE_OPEN else (),
    )


# --- grants ----------------------------------------------------------------------------------------------


def _is_personal(offer: Offer) -> bool:
    per_person = any(ceiling.per is Per.PERSON_MONTH for ceiling in offer.give.ceilings)
    return offer.give.kind in PAID_OUT and per_person


def _grants(programme: Programme, view: _View, project: Project, on: date) -> Iterable[Grant]:
    for offer in view.offers:
        give = offer.give
        if give.kind is GiveKind.MONEY and offer.applies is not False and give.basis in ("", COST):
            share = next((s.term for s in offer.working if isinstance(s.term, Share)), None)
            limits = tuple(_limits(offer.working, project))
            yearly = _yearly(offer.working)
            if share is None and not limits and yearly is None:
                continue
            minimum = max((s for s in offer.working if s.kind is StepKind.MINIMUM), key=_amount, default=None)
            yield Grant(
                id=give.id,
                share=share.public if share else None,
                share_cites=share.cites if share else (),
                limits=limits,
                yearly=yearly,
                minimum=_amount(minimum) if minimum else 0,
                minimum_cites=minimum.cites if minimum else (),
                own=_own(programme, give.id, on),
                months=give.months if give.months is not None else _duration(programme, on),
                sure=offer.applies is True and (share is not None or _lump_sum(offer)),
                unknown=offer.unknown if offer.applies is None else (),
                cites=give.cites,
            )


def _lump_sum(offer: Offer) -> bool:
    """Whether the amount itself is stated, so that no share is needed to know what comes."""
    return any(step.kind is StepKind.AMOUNT for step in offer.working)


def _amount(step: Step) -> int:
    return step.amount or 0


def _limits(working: Sequence[Step], project: Project) -> Iterable[Limit]:
    """Ceilings on the whole grant. A balance that is not known counts in full, and is a risk."""
    for step in working:
        match step.term:
            case Ceiling(per=Per.YEAR | Per.PERSON_MONTH | Per.PROGRAMME):
                continue
            case Ceiling(per=Per.IN_FORCE) as ceiling:  # what is running is a part of what was received
                yield Limit(ceiling.amount, ceiling.per, ceiling.amount, ceiling.cites)
            case Ceiling() as ceiling:
                amount = step.amount
                if amount is None:
                    amount = ceiling.amount * (project.months if ceiling.per is Per.MONTH else 1)
                yield Limit(amount, ceiling.per, ceiling.amount, ceiling.cites)
            case _ if step.kind is StepKind.AMOUNT and step.amount is not None:
                yield Limit(step.amount, Per.APPLICATION, step.amount, step.cites)


def _yearly(working: Sequence[Step]) -> Limit | None:
    found = [s.term for s in working if isinstance(s.term, Ceiling) and s.term.per is Per.YEAR]
    least = min(found, key=lambda ceiling: ceiling.amount, default=None)
    return Limit(least.amount, Per.YEAR, least.amount, least.cites) if least else None


def _personal(programme: Programme, views: Sequence[_View], on: date) -> Iterable[Grant]:
    """One grant for each give; its tiers are the classes of people."""
    gives: dict[str, list[tuple[str, Offer]]] = {}
    for view in views:
        for offer in view.offers:
            if _is_personal(offer) and offer.applies is not False:
                gives.setdefault(offer.give.id.partition(".")[0], []).append((view.level, offer))
    tiered = {give.id for give in programme.gives if give.tiers}
    for give_id, offers in gives.items():
        allowances = tuple(a for level, offer in offers if (a := _allowance(level, offer, on)) is not None)
        if not allowances:
            continue
        give = offers[0][1].give
        share = next(iter(held(give.shares, on)), None)
        yield Grant(
            id=give_id,
            share=share.public if share else Fraction(1),
            share_cites=share.cites if share else (),
            allowances=allowances,
            people_at_once=give.people_at_once,
            months=give.months,
            on_top=bool(tiered) and give_id not in tiered,
            sure=all(offer.applies for _, offer in offers),
            unknown=tuple(dict.fromkeys(f for _, o in offers if o.applies is None for f in o.unknown)),
            cites=give.cites,
        )


def _allowance(level: str, offer: Offer, on: date) -> Allowance | None:
    amounts = [c for c in held(offer.give.ceilings, on) if c.per is Per.PERSON_MONTH]
    least = min(amounts, key=lambda ceiling: ceiling.amount, default=None)
    return Allowance(level, least.amount, least.cites) if least else None


def _own(programme: Programme, give_id: str, on: date) -> Own:
    give = next(g for g in programme.gives if g.id == give_id.partition(".")[0])
    terms = [term for term in give.own_contribution if in_force(term, on)]
    return Own(
        share=max((parse_share(t.share) for t in terms if t.share), default=Fraction(0)),
        amount=max((cents(t.amount) for t in terms if t.amount is not None), default=0),
        cites=tuple(dict.fromkeys(cite for t in terms for cite in cites(t.source))),
    )


def in_force(term: Period, on: date) -> bool:
    """Whether a term of a file holds on the day."""
    return (term.from_ is None or term.from_ <= on) and (term.to is None or on <= term.to)


def _duration(programme: Programme, on: date) -> int | None:
    """The longest project, where the terms set one for all projects and not only "in general"."""
    firm = [t.value for t in programme.duration if in_force(t, on) and not t.normally and t.per in GENERAL]
    return max(firm, default=None)


def _kinds(terms: Sequence[CostTerm], on: date) -> tuple[KindTerm, ...]:
    """A limit that holds "in general" is a risk, not a limit."""
    return tuple(
        KindTerm(
            kind=term.kind,
            text=term.text,
            amount=None if term.amount is None or term.normally else cents(term.amount),
            share=None if term.share is None or term.normally else parse_share(term.share),
            months=None if term.normally else term.months,
            cites=cites(term.source),
        )
        for term in terms
        if in_force(term, on)
    )


def _ties(programme: Programme, effect: str) -> tuple[Tie, ...]:
    return tuple(
        Tie("" if r.to == "any-public-funding" else r.to, r.text, cites(r.source))
        for r in programme.relations
        if r.effect == effect
    )


# --- risks -----------------------------------------------------------------------------------------------


def _risks(
    programme: Programme, view: _View, project: Project, on: date, had: frozenset[str]
) -> Iterable[Risk]:
    status = view.verdict.status
    if status.as_of is None:
        yield Risk(RiskCode.UNDATED, programme.id, status.note, status.cites)
    yield from _figures(programme, view)
    yield from _costs(programme, project, on)
    for term in programme.duration:
        if in_force(term, on) and (term.normally or term.per not in GENERAL) and project.months > term.value:
            yield Risk(RiskCode.NORMAL_MONTHS, programme.id, _months(term), cites(term.source))
    for dispute in programme.contradictions:
        told = dict.fromkeys(cite for reading in dispute.readings for cite in cites(reading.source))
        yield Risk(RiskCode.DISPUTED, programme.id, dispute.topic, tuple(told))
    if programme.id in had:
        for count in (*programme.projects.lifetime, *programme.projects.at_once):
            if in_force(count, on):
                yield Risk(RiskCode.PROJECTS, programme.id, str(count.value), cites(count.source))


def _months(term: CountTerm) -> str:
    return f"{term.value} months per {term.per}" if term.per else f"{term.value} months"


def _figures(programme: Programme, view: _View) -> Iterable[Risk]:
    """What is not stated about the amount."""
    money = [o for o in view.offers if o.give.kind in PAID_OUT and o.applies is not False]
    tracks = [o for o in money if o.applies and not _is_personal(o)]
    if len(tracks) > 1:
        yield Risk(RiskCode.TRACKS, programme.id)
    for offer in money:
        kinds = {step.kind for step in offer.working}
        ceilings = [step for step in offer.working if isinstance(step.term, Ceiling)]
        if StepKind.SHARE not in kinds and not _is_personal(offer):
            yield Risk(RiskCode.SHARE, programme.id, "", offer.give.cites)
        if not ceilings:
            yield Risk(RiskCode.CEILING, programme.id, "", offer.give.cites)
        if any(_unsure_balance(step) for step in offer.working):
            yield Risk(RiskCode.RECEIVED, programme.id, "", offer.give.cites)
        if any(isinstance(s.term, Ceiling) and s.term.per is Per.YEAR for s in offer.working):
            yield Risk(RiskCode.YEAR, programme.id, "", offer.give.cites)


def _unsure_balance(step: Step) -> bool:
    """What was received is not known, or it is not known how much of it is still running."""
    if step.kind is not StepKind.BALANCE or not isinstance(step.term, Ceiling):
        return False
    return step.amount is None or (step.term.per is Per.IN_FORCE and step.amount != step.term.amount)


def _costs(programme: Programme, project: Project, on: date) -> Iterable[Risk]:
    eligible = [term for term in programme.costs.eligible if in_force(term, on)]
    if not eligible:
        yield Risk(RiskCode.KINDS, programme.id)
    used = {line.kind for line in project.lines}
    kinds = {term.kind for term in eligible} & used
    for term in programme.costs.excluded:
        if in_force(term, on) and term.kind in kinds:
            yield Risk(RiskCode.PARTLY_EXCLUDED, programme.id, term.text, cites(term.source))
    for term in eligible:
        if term.normally and term.kind in used:
            yield Risk(RiskCode.NORMAL_LIMIT, programme.id, term.text, cites(term.source))
