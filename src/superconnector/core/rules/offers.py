"""What one thing that a programme gives comes to for one applicant, with its working.

An amount is told only if everything it depends on is known. What is known without the rest is the ceiling:
`at_most`. So an unknown cost never turns into the full ceiling.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, TypeVar

from superconnector.core.rules.columns import of_profiles
from superconnector.core.rules.evaluate import Machine
from superconnector.core.rules.facts import Dated, Profile, Vocabulary
from superconnector.core.rules.graph import Graph
from superconnector.core.rules.parse import parse
from superconnector.core.rules.plan import plan
from superconnector.core.rules.terms import Amount, Ceiling, Cite, Give, GiveKind, Per, Share
from superconnector.core.rules.walk import facts_of

NO_PARAMETERS: Mapping[str, Sequence[Dated]] = MappingProxyType({})

BALANCES = frozenset({Per.LIFETIME, Per.IN_FORCE})
ONCE = frozenset({Per.APPLICATION, Per.PROJECT})


class StepKind(StrEnum):
    """The lines of a working."""

    COST = "cost"  # what the share is taken of
    MINIMUM = "minimum"  # the least cost that is supported
    SHARE = "share"  # the public part of the cost, rounded down to the cent
    CEILING = "ceiling"  # at most, for this application or project
    BALANCE = "balance"  # what is left of a ceiling over several applications
    AMOUNT = "amount"  # a fixed amount
    RATE = "rate"  # a ceiling per person, month or year, which alone does not give a total


LIMITS = frozenset({StepKind.SHARE, StepKind.CEILING, StepKind.BALANCE})

Term = Share | Ceiling | Amount


@dataclass(frozen=True, slots=True)
class Step:
    """One line: the term it rests on, and the cents it comes to (None: not known, or no total)."""

    kind: StepKind
    amount: int | None
    term: Term | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What `give` comes to.

    applies: whether its class is the applicant's. at_most: no more than that many cents, known even where
    the cost is not. amount: the cents, if everything is known. unknown: the facts that are missing.
    binding: the term that `amount` (or else `at_most`) comes from.
    """

    give: Give
    applies: bool | None
    at_most: int | None
    amount: int | None
    unknown: tuple[str, ...] = ()
    working: tuple[Step, ...] = ()
    binding: Term | None = None


class _Held(Protocol):
    @property
    def from_day(self) -> date | None:
        """The first day on which it holds; None if no source says since when."""
        ...

    @property
    def to_day(self) -> date | None:
        """The last day on which it holds; None while no end is known."""
        ...


Held = TypeVar("Held", bound=_Held)


def offer(
    give: Give,
    profile: Profile,
    vocabulary: Vocabulary,
    on: date,
    received: int | None,
    parameters: Mapping[str, Sequence[Dated]] = NO_PARAMETERS,
    received_fact: str = "",
) -> Offer:
    """The offer to an applicant who has had `received` cents of this programme so far (None: unknown).

    `received_fact` is the id by which that is asked. Raises RuleError if `give.when` cannot be read.
    """
    applies, missing = _applies(give.when, profile, vocabulary, on, parameters)
    return valued(give, profile, on, applies, missing, received, received_fact)


def _applies(
    when: str, profile: Profile, vocabulary: Vocabulary, on: date, parameters: Mapping[str, Sequence[Dated]]
) -> tuple[bool | None, tuple[str, ...]]:
    node = parse(when, vocabulary, parameters, on)
    graph = Graph(vocabulary, on)
    made = plan(graph, [graph.condition(node)])
    row = made.row(graph.condition(node))
    columns = of_profiles((vocabulary.facts[f] for f in made.facts), [profile])
    bits = Machine(made, 1).run(columns, 1)
    if bits[row, 0] & 1:
        return True, ()
    if bits[made.opposite(row), 0] & 1:
        return False, ()
    return None, tuple(f for f in facts_of(node) if f not in profile)


def valued(
    give: Give,
    profile: Profile,
    on: date,
    applies: bool | None,
    missing: tuple[str, ...],
    received: int | None,
    received_fact: str = "",
) -> Offer:
    """The offer, once it is known whether the give applies; `missing` are the facts that would tell."""
    if applies is False:
        return Offer(give, False, 0, 0)
    cost = profile.get(give.basis) if give.basis else None
    steps = tuple(_steps(give, cost if isinstance(cost, int) else None, on, received))
    unknown = [*missing]
    if give.basis and cost is None:
        unknown.append(give.basis)
    if received is None and received_fact and any(s.kind is StepKind.BALANCE for s in steps):
        unknown.append(received_fact)
    found = replace(_total(give, steps), applies=applies, unknown=tuple(dict.fromkeys(unknown)))
    return found if applies else replace(found, amount=None)


def _steps(give: Give, cost: int | None, on: date, received: int | None) -> Iterable[Step]:
    if give.basis:
        yield Step(StepKind.COST, cost)
    for least in held(give.minimum_costs, on):
        yield Step(StepKind.MINIMUM, least.amount, least, least.cites)
    shares = held(give.shares, on)
    if shares:
        share = min(shares, key=lambda s: (-(s.from_day or date.min).toordinal(), s.public))
        part = None if cost is None else cost * share.public.numerator // share.public.denominator
        yield Step(StepKind.SHARE, part, share, share.cites)
    for ceiling in held(give.ceilings, on):
        yield _ceiling(give, ceiling, received)
    for fixed in held(give.amounts, on):
        yield Step(
            StepKind.RATE if give.kind is GiveKind.PEOPLE else StepKind.AMOUNT,
            fixed.amount,
            fixed,
            fixed.cites,
        )


def _ceiling(give: Give, ceiling: Ceiling, received: int | None) -> Step:
    if ceiling.per in BALANCES:
        return Step(StepKind.BALANCE, _left(ceiling, received), ceiling, ceiling.cites)
    if ceiling.per in ONCE:
        return Step(StepKind.CEILING, ceiling.amount, ceiling, ceiling.cites)
    times = _times(give, ceiling.per)
    if times is None:
        return Step(StepKind.RATE, None, ceiling, ceiling.cites)
    return Step(StepKind.CEILING, ceiling.amount * times, ceiling, ceiling.cites)


def _left(ceiling: Ceiling, received: int | None) -> int | None:
    """What is left of a ceiling. How much earlier money is in force is known only if there was none."""
    if received is None:
        return None
    if ceiling.per is Per.IN_FORCE:
        return None if received else ceiling.amount
    return max(0, ceiling.amount - received)


def _times(give: Give, per: Per) -> int | None:
    """How often a ceiling counts in the whole of what is given; None where the terms do not say."""
    people, months = give.people_at_once, give.months
    match per:
        case Per.MONTH:
            return months
        case Per.YEAR:
            return None if months is None else -(-months // 12)
        case Per.PERSON:
            return people
        case Per.PERSON_MONTH:
            return None if people is None or months is None else people * months
    return None


def _total(give: Give, steps: tuple[Step, ...]) -> Offer:
    short = _short(steps)
    if short is not None:
        return Offer(give, True, 0, 0, (), steps, short.term)
    limits = [s for s in steps if s.kind in LIMITS]
    fixed = [s for s in steps if s.kind is StepKind.AMOUNT]
    bounds = [(_most(s), s.term) for s in (*limits, *_largest(fixed))]
    known = [(most, term) for most, term in bounds if most is not None]
    at_most, binding = min(known, key=lambda pair: pair[0], default=(None, None))
    certain = _stated(steps) and all(s.amount is not None for s in limits)
    return Offer(give, True, at_most, at_most if certain else None, (), steps, binding)


def _short(steps: Sequence[Step]) -> Step | None:
    """The least cost that the cost does not reach."""
    for cost in (s.amount for s in steps if s.kind is StepKind.COST):
        for step in steps:
            if step.kind is StepKind.MINIMUM and cost is not None and cost < (step.amount or 0):
                return step
    return None


def _stated(steps: Sequence[Step]) -> bool:
    """Whether the terms say what it comes to: by a share or one amount, without a rate of unknown number.

    A least cost needs the cost to be known. What a whole programme may spend bounds no single offer.
    """
    kinds = [s.kind for s in steps]
    rates = [s for s in steps if s.kind is StepKind.RATE]
    if any(isinstance(s.term, Ceiling) and s.term.per is not Per.PROGRAMME for s in rates):
        return False
    if StepKind.MINIMUM in kinds and any(s.kind is StepKind.COST and s.amount is None for s in steps):
        return False
    return kinds.count(StepKind.SHARE) + kinds.count(StepKind.AMOUNT) == 1


def _largest(fixed: Sequence[Step]) -> Sequence[Step]:
    return [max(fixed, key=lambda s: s.amount or 0)] if fixed else []


def _most(step: Step) -> int | None:
    """The upper bound that a step gives: a balance is no more than its ceiling even where it is unknown."""
    if step.amount is None and step.kind is StepKind.BALANCE and isinstance(step.term, Ceiling):
        return step.term.amount
    return step.amount


def held(terms: Sequence[Held], on: date) -> list[Held]:
    """The terms whose days contain `on`."""
    return [
        t for t in terms if (t.from_day is None or t.from_day <= on) and (t.to_day is None or on <= t.to_day)
    ]
