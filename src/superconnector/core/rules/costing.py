"""What one give comes to for many applicants at once: the amounts of `offers.valued`, row by row.

The constants of a give are taken from the working of an offer to somebody of whom nothing is known, so both
read the terms in one way; a test proves that both agree row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.cases import Case, Given
from superconnector.core.rules.graph import Literal
from superconnector.core.rules.offers import Step, StepKind, valued
from superconnector.core.rules.terms import Ceiling, Per, Share

Cents = NDArray[np.int64]
Mask = NDArray[np.bool_]

BOUNDLESS = 2**62
"""Stands for *no upper bound is stated*; no amount of money comes near it."""


@dataclass(frozen=True, slots=True)
class Costing:
    """The terms of one give on a day, as constants.

    literal: its class of applicant. basis, received: facts, empty if none. least: the least cost supported,
    0 if none. share: the public part. The least ceilings: on one award (ceiling), on all that one has had
    (balance), on what is still in force (in_force). fixed: the largest fixed amount. told: whether the terms
    give a total at all.
    """

    programme: str
    give: str
    literal: Literal
    basis: str
    received: str
    least: int
    share: Fraction | None
    ceiling: int | None
    balance: int | None
    in_force: int | None
    fixed: int | None
    told: bool

    @property
    def constant(self) -> bool:
        """Whether it comes to the same for everybody."""
        return self.share is None and not self.asks_received and not self.least

    @property
    def asks_received(self) -> bool:
        """Whether it depends on the money that one has had before."""
        return self.balance is not None or self.in_force is not None

    @property
    def flat(self) -> int:
        """The least bound that depends on nothing, BOUNDLESS if there is none."""
        bounds = (self.ceiling, self.fixed, self.balance, self.in_force)
        return min((n for n in bounds if n is not None), default=BOUNDLESS)


def costing(case: Case, given: Given, on: date) -> Costing:
    """The constants of a give as they stand on a day."""
    working = valued(given.give, {}, on, True, (), None).working
    shares = [s.term.public for s in working if isinstance(s.term, Share)]
    balances = [s.term for s in working if s.kind is StepKind.BALANCE and isinstance(s.term, Ceiling)]
    fixed = _amounts(working, StepKind.AMOUNT)
    open_ended = any(isinstance(s.term, Ceiling) and s.term.per is not Per.PROGRAMME for s in _rates(working))
    return Costing(
        programme=case.programme,
        give=given.give.id,
        literal=given.literal,
        basis=given.give.basis,
        received=case.received,
        least=max(_amounts(working, StepKind.MINIMUM), default=0) if given.give.basis else 0,
        share=shares[0] if shares else None,
        ceiling=min(_amounts(working, StepKind.CEILING), default=None),
        balance=min((c.amount for c in balances if c.per is not Per.IN_FORCE), default=None),
        in_force=min((c.amount for c in balances if c.per is Per.IN_FORCE), default=None),
        fixed=max(fixed, default=None),
        told=not open_ended and len(shares) + len(fixed) == 1,
    )


def _amounts(working: tuple[Step, ...], kind: StepKind) -> list[int]:
    return [s.amount for s in working if s.kind is kind and s.amount is not None]


def _rates(working: tuple[Step, ...]) -> list[Step]:
    return [s for s in working if s.kind is StepKind.RATE]


def amounts(
    terms: Costing, cost: Cents, cost_known: Mask, received: Cents, received_known: Mask
) -> tuple[Cents, Mask]:
    """(at most, certain) of each row, in cents; at most is BOUNDLESS where no bound is known.

    All arrays have shape (rows,). The values of rows that are not known are not looked at.
    """
    most = np.full(cost.shape, terms.flat, np.int64)
    certain = np.full(cost.shape, terms.told)
    if terms.share is not None:
        np.minimum(most, np.where(cost_known, _part(cost, terms.share), BOUNDLESS), out=most)
    if terms.share is not None or terms.least:
        certain &= cost_known
    if terms.balance is not None:
        left = np.maximum(terms.balance - received, 0)
        np.minimum(most, np.where(received_known, left, terms.balance), out=most)
        certain &= received_known
    if terms.in_force is not None:
        certain &= received_known & (received == 0)
    if terms.least:
        short = cost_known & (cost < terms.least)
        most[short] = 0
        certain |= short
    return most, certain


def _part(cost: Cents, share: Fraction) -> Cents:
    """The public part, rounded down to the cent, without leaving 64 bits."""
    whole, rest = np.divmod(cost, share.denominator)
    part: Cents = whole * share.numerator + rest * share.numerator // share.denominator
    return part


def exact_sum(values: Cents) -> int:
    """The sum, exact beyond 64 bits."""
    if not values.size or int(values.max()) < 2**62 // values.size:
        return int(values.sum(dtype=np.int64))
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
