"""What one give would cost over a population, block by block, in exact cents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.columns import Bits, unpack
from superconnector.core.rules.costing import BOUNDLESS, Cents, Costing, Money, exact_sum
from superconnector.core.rules.plan import Plan

MEASURES = ("certain", "open-at-most", "may-at-most", "unbounded")
"""Open and the amount is known · open, at most · may be open, at most · no bound is stated.

Every row that may have the give is in one of them; there are lines for the rows and for the cents.
"""
CERTAIN, OPEN, MAY, UNBOUNDED = range(4)
HALF = 26
"""Bits in the low part of an amount: the float64 sums that `bincount` makes of parts stay whole numbers."""


class _Part(Protocol):
    @property
    def codes(self) -> NDArray[np.integer]:
        """The group of each row of the block, from 0. Shape (rows,)."""
        ...


class Expense:
    """Adds up one give. `place`: its programme among those surveyed."""

    def __init__(self, terms: Costing, place: int, plan: Plan, by: Sequence[str]) -> None:
        self.terms, self.place = terms, place
        self._applies = plan.row(terms.literal)
        self._not = plan.opposite(self._applies)
        self._rows = [0] * len(MEASURES)
        self._cents = [0] * len(MEASURES)
        self._groups = {name: np.zeros((0, 3, len(MEASURES)), np.int64) for name in by}
        self._able = np.zeros(0, np.uint8)

    def add(self, bits: Bits, passed: Bits, failed: Bits, money: Money, groups: Mapping[str, _Part]) -> None:
        """Counts a block: its bits, and those of the rows that are open and not open to the programme."""
        self._able = bits[0] & ~failed & ~bits[self._not]
        applies = bits[self._applies]
        self._count(passed & applies, CERTAIN, money, groups)
        self._count(passed & self._able & ~applies, OPEN, money, groups)
        self._count(self._able & ~passed, MAY, money, groups)

    def _count(self, rows: Bits, kind: int, money: Money, groups: Mapping[str, _Part]) -> None:
        """Rows that are alike: open and of the class, open and perhaps of the class, or may be open."""
        if not rows.any():
            return
        count = int(np.bitwise_count(rows).sum(dtype=np.int64))
        if self.terms.constant and not groups:
            self._all_alike(count, kind)
            return
        where = slice(None) if count == money.rows else np.flatnonzero(unpack(rows, money.rows))
        codes = {name: part.codes[where] for name, part in groups.items()}
        most, certain = money.amounts(self.terms, where, count)
        if self.terms.flat == BOUNDLESS:
            bound = most != BOUNDLESS
            self._total(np.zeros(int((~bound).sum()), np.int64), UNBOUNDED, _picked(codes, ~bound))
            most, codes = most[bound], _picked(codes, bound)
            certain = certain if isinstance(certain, bool) else certain[bound]
        if kind == CERTAIN and not np.all(certain):
            sure = np.broadcast_to(certain, most.shape)
            self._total(most[~sure], OPEN, _picked(codes, ~sure))
            most, codes = most[sure], _picked(codes, sure)
        self._total(most, kind, codes)

    def _all_alike(self, count: int, kind: int) -> None:
        """An amount that depends on nothing needs no row to be looked at."""
        flat = self.terms.flat
        if flat == BOUNDLESS:
            kind, flat = UNBOUNDED, 0
        elif kind == CERTAIN and not self.terms.told:
            kind = OPEN
        self._rows[kind] += count
        self._cents[kind] += count * flat

    def _total(self, most: Cents, kind: int, groups: Mapping[str, NDArray[np.integer]]) -> None:
        self._rows[kind] += len(most)
        self._cents[kind] += exact_sum(most)
        for name, codes in groups.items():
            self._group(name, codes.astype(np.intp), kind, most)

    def _group(self, name: str, codes: NDArray[np.intp], kind: int, most: Cents) -> None:
        """Rows, and the high and the low parts of the cents, by group and measure."""
        counted = self._groups[name]
        if codes.size and int(codes.max()) >= len(counted):
            more = np.zeros((int(codes.max()) + 1 - len(counted), *counted.shape[1:]), np.int64)
            counted = self._groups[name] = np.concatenate([counted, more])
        size = len(counted)
        counted[:, 0, kind] += np.bincount(codes, minlength=size)
        for part, values in ((1, most >> HALF), (2, most & ((1 << HALF) - 1))):
            counted[:, part, kind] += np.bincount(codes, values, size).astype(np.int64)

    def worth(self, money: Money) -> Cents:
        """What each row of the last block gets at most, 0 where no bound is known. Shape (rows,)."""
        total = np.zeros(money.rows, np.int64)
        where = np.flatnonzero(unpack(self._able, money.rows))
        most, _ = money.amounts(self.terms, where, len(where))
        total[where] = np.where(most == BOUNDLESS, 0, most)
        return total

    def numbers(self) -> Iterator[tuple[str, str, int, str]]:
        """(programme, measure, value, give) of all rows."""
        for name, rows, total in zip(MEASURES, self._rows, self._cents, strict=True):
            yield self.terms.programme, f"{name}-rows", rows, self.terms.give
            if name != "unbounded":
                yield self.terms.programme, f"{name}-cents", total, self.terms.give

    def grouped(self, by: str, labels: Sequence[str]) -> Iterator[tuple[str, str, int, str, str]]:
        """(programme, measure, value, give, group) of every group."""
        for label, (rows, high, low) in zip(labels, self._groups[by].tolist(), strict=False):
            for place, name in enumerate(MEASURES):
                if not rows[place]:
                    continue
                yield self.terms.programme, f"{name}-rows", rows[place], self.terms.give, label
                if name != "unbounded":
                    total = (high[place] << HALF) + low[place]
                    yield self.terms.programme, f"{name}-cents", total, self.terms.give, label


def _picked(
    codes: Mapping[str, NDArray[np.integer]], where: NDArray[np.bool_]
) -> dict[str, NDArray[np.integer]]:
    return {name: each[where] for name, each in codes.items()}
