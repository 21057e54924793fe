"""What one give comes to for many applicants at once: the amounts of `offers.valued`, row by row.

The constants of a give are taken from the working of an offer to somebody of whom nothing is known, so both
read the terms in one way; a test proves that both agree row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.cases import Case, Given
from superconnector.core.rules.columns import Column, unpack
from superconnector.core.rules.graph import Literal
from superconnector.core.rules.offers import Step, StepKind, valued
from superconnector.core.rules.terms import Ceiling, Per, Share

Cents = NDArray[np.int64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.intp] | slice
"""Some rows of a block by their numbers, or all of them as a slice, which costs no copy."""

BOUNDLESS = 2**62
"""Stands for *no upper bound is stated*; no amount of money comes near it."""
SAFE = 9_000
"""Up to here a numerator times the largest amount of money (10**15 cents) stays within 64 bits."""


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


class Money:
    """The money of one block: what the gives share of it is computed once. Arrays of shape (rows,)."""

    def __init__(self, columns: Mapping[str, Column], rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._known: dict[str, Mask] = {}
        self._parts: dict[tuple[str, Fraction | None], Cents] = {}
        self._left: dict[tuple[str, int], Cents] = {}

    def amounts(self, terms: Costing, where: Rows, count: int) -> tuple[Cents, Mask | bool]:
        """(at most, certain) of `count` rows, in cents; at most is BOUNDLESS where no bound is known."""
        certain: Mask | bool = terms.told
        bounds: list[Cents] = []
        if terms.share is not None:
            bounds.append(self._part(terms.basis, terms.share)[where])
        if terms.share is not None or terms.least:
            certain = certain & self.known(terms.basis)[where]
        if terms.balance is not None:
            bounds.append(self._rest(terms.received, terms.balance)[where])
        if terms.asks_received:
            certain = certain & self.known(terms.received)[where]
        if terms.in_force is not None:
            certain = certain & (self._part(terms.received, None)[where] == 0)
        most = reduce(np.minimum, bounds[1:], np.minimum(bounds[0], terms.flat)) if bounds else None
        most = np.full(count, terms.flat, np.int64) if most is None else most
        if terms.least:
            short = self._part(terms.basis, None)[where] < terms.least
            most[short] = 0
            certain = certain | short
        return most, certain

    def known(self, fact: str) -> Mask:
        """Where a fact is known."""
        if fact not in self._known:
            column = self.columns.get(fact)
            self._known[fact] = (
                np.zeros(self.rows, np.bool_) if column is None else unpack(column.known, self.rows)
            )
        return self._known[fact]

    def _part(self, fact: str, share: Fraction | None) -> Cents:
        """The share (None: all) of a fact, rounded down to the cent; BOUNDLESS where it is not known."""
        if (fact, share) not in self._parts:
            column = self.columns.get(fact)
            data = np.zeros(self.rows, np.int64) if column is None else column.data
            cost = data.astype(np.int64, copy=False)
            part = cost if share is None else _part(cost, share)
            self._parts[fact, share] = np.where(self.known(fact), part, BOUNDLESS)
        return self._parts[fact, share]

    def _rest(self, received: str, ceiling: int) -> Cents:
        """What is left of a ceiling; all of it where nobody knows what was received."""
        if (received, ceiling) not in self._left:
            had = np.where(self.known(received), self._part(received, None), 0)
            self._left[received, ceiling] = np.maximum(ceiling - had, 0)
        return self._left[received, ceiling]


def _part(cost: Cents, share: Fraction) -> Cents:
    """The public part, rounded down to the cent, without leaving 64 bits."""
    if share.numerator <= SAFE:
        return cost * share.numerator // share.denominator
    whole, rest = np.divmod(cost, share.denominator)
    part: Cents = whole * share.numerator + rest * share.numerator // share.denominator
    return part


def exact_sum(values: Cents) -> int:
    """The sum, exact beyond 64 bits."""
    if not values.size or int(values.max()) < 2**62 // values.size:
        return int(values.sum(dtype=np.int64))
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
