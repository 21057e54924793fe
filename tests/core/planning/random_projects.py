"""Random projects of a few cents with random terms, small enough to try everything."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from superconnector.core.planning import (
    GOALS,
    Allowance,
    CostLine,
    Costs,
    Grant,
    KindTerm,
    Limit,
    Own,
    Person,
    Preferences,
    Project,
    Schedule,
    Scheme,
    Tie,
)
from superconnector.core.rules.terms import Per
from superconnector.core.rules.verdict import Outcome

KINDS = ("software", "staff", "rent")
SHARES = (Fraction(3, 4), Fraction(1, 2), Fraction(1, 3), Fraction(9, 10), Fraction(1), None)
NAMES = ("alpha", "beta", "gamma")


def random_case(seed: int) -> tuple[Project, tuple[Scheme, ...]]:
    """A project and its schemes; the same for the same seed."""
    rng = Random(seed)
    months = rng.choice((1, 2, 3, 14))
    lines = tuple(_line(rng, number, months) for number in range(rng.randint(1, 3)))
    project = Project(
        start=date(2026, 1, 1),
        months=months,
        lines=lines,
        cash=rng.choice((None, None, None, rng.randint(0, 9))),
        preferences=Preferences(
            tuple(rng.sample(GOALS, 3)) if rng.random() < 0.3 else GOALS,
            max_applications=rng.choice((None, None, None, 1)),
        ),
    )
    return project, tuple(_scheme(rng, name) for name in NAMES[: rng.randint(1, 3)])


def _line(rng: Random, number: int, months: int) -> CostLine:
    first = rng.randrange(months)
    return CostLine(
        id=f"line-{number}",
        kind=rng.choice(KINDS),
        amount=rng.randint(0, 4),
        first_month=first,
        months=rng.randint(1, min(2, months - first)) if rng.random() < 0.9 else months - first,
        payer="partner" if rng.random() < 0.1 else "applicant",
        people=tuple(Person(rng.choice(("bachelor", "doctoral")), rng.randint(1, 2)) for _ in range(2))
        if rng.random() < 0.3
        else (),
    )


def _scheme(rng: Random, name: str) -> Scheme:
    others = [other for other in NAMES if other != name]
    return Scheme(
        programme=name,
        outcome=Outcome.OPEN,
        grants=tuple(_grant(rng, number) for number in range(1 if rng.random() < 0.8 else 2)),
        costs=Costs(
            tuple(_kind(rng) for _ in range(rng.randint(0, 3))),
            tuple(KindTerm(kind) for kind in KINDS if rng.random() < 0.15),
        ),
        schedule=Schedule(rng.choice((Fraction(0), Fraction(1, 4), Fraction(1, 2))), rng.random() < 0.2),
        excludes=(Tie(rng.choice((*others, ""))),) if rng.random() < 0.2 else (),
        requires=(Tie(rng.choice(others)),) if rng.random() < 0.15 else (),
        held=rng.random() < 0.2,
    )


def _kind(rng: Random) -> KindTerm:
    kind = rng.choice(KINDS)
    match rng.randrange(8):
        case 0:
            return KindTerm(kind, amount=rng.randint(0, 3))
        case 1:
            return KindTerm(kind, share=Fraction(1, 2))
        case 2:
            return KindTerm(kind, months=1)
    return KindTerm(kind)


def _grant(rng: Random, number: int) -> Grant:
    people = rng.random() < 0.25
    own = rng.random()
    return Grant(
        id=f"grant-{number}",
        share=rng.choice(SHARES),
        limits=tuple(
            Limit(amount := rng.randint(0, 5), Per.PROJECT, amount) for _ in range(rng.randint(0, 1))
        ),
        yearly=Limit(amount := rng.randint(1, 2), Per.YEAR, amount)
        if not people and rng.random() < 0.15
        else None,
        minimum=rng.choice((0, 0, 0, 3)),
        own=Own(Fraction(1, 2) if own < 0.1 else Fraction(0), rng.randint(1, 2) if own > 0.9 else 0),
        allowances=(Allowance("bachelor", 1), Allowance("doctoral", 2)) if people else (),
        people_at_once=rng.choice((None, 1, 2)),
        months=rng.choice((None, None, 1, 2)),
        on_top=people and number == 1,
    )
