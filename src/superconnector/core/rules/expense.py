"""What one give would cost over a population, block by block, in exact cents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.columns import Bits, Column, unpack
from superconnector.core.rules.costing import BOUNDLESS, Cents, Costing, Mask, amounts, exact_sum
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
    def codes(self) -> NDArray[np.integer]: ...

    @property
    def count(self) -> int: ...


class Expense:
    """Adds up one give. `place`: its programme among those surveyed."""

    def __init__(self, terms: Costing, place: int, plan: Plan, by: Sequence[str]) -> None:
        self.terms, self.place = terms, place
        self._applies = plan.row(terms.literal)
        self._not = plan.opposite(self._applies)
        self._rows = [0] * len(MEASURES)
        self._cents = [0] * len(MEASURES)
        self._groups = {name: np.zeros((0, 3, len(MEASURES)), np.int64) for name in by}
        self.last: tuple[NDArray[np.intp], Cents] = (np.zeros(0, np.intp), np.zeros(0, np.int64))

    def add(
        self,
        bits: Bits,
        passed: Bits,
        failed: Bits,
        columns: Mapping[str, Column],
        rows: int,
        groups: Mapping[str, _Part],
    ) -> None:
        """Counts a block: its bits, and those of the rows that are open and not open to the programme."""
        able = bits[0] & ~failed & ~bits[self._not]
        where = np.flatnonzero(unpack(able, rows)) if able.any() else np.zeros(0, np.intp)
        if not where.size:
            self.last = (where, np.zeros(0, np.int64))
            return
        surely = unpack(passed, rows)[where]
        applies = unpack(bits[self._applies], rows)[where]
        most, certain = self._amounts(columns, where, rows)
        kind = np.where(surely, OPEN, MAY)
        kind[surely & applies & certain] = CERTAIN
        kind[most == BOUNDLESS] = UNBOUNDED
        most[kind == UNBOUNDED] = 0
        self.last = (where, most)
        self._total(kind, most)
        for name, part in groups.items():
            self._group(name, part.codes[where].astype(np.intp), part.count, kind, most)

    def _amounts(
        self, columns: Mapping[str, Column], where: NDArray[np.intp], rows: int
    ) -> tuple[Cents, Mask]:
        terms = self.terms
        cost, cost_known = _picked(columns.get(terms.basis), where, rows)
        had, had_known = _picked(columns.get(terms.received), where, rows)
        return amounts(terms, cost, cost_known, had, had_known)

    def _total(self, kind: NDArray[np.integer], most: Cents) -> None:
        for place, count in enumerate(np.bincount(kind, minlength=len(MEASURES)).tolist()):
            if count:
                self._rows[place] += count
                self._cents[place] += exact_sum(most[kind == place])

    def _group(
        self, name: str, codes: NDArray[np.intp], count: int, kind: NDArray[np.integer], most: Cents
    ) -> None:
        """Rows, and the high and the low parts of the cents, by group and measure."""
        counted = self._groups[name]
        if count > len(counted):
            more = np.zeros((count - len(counted), *counted.shape[1:]), np.int64)
            counted = self._groups[name] = np.concatenate([counted, more])
        cell = codes * len(MEASURES) + kind
        size = counted.shape[0] * len(MEASURES)
        shape = (counted.shape[0], len(MEASURES))
        counted[:, 0] += np.bincount(cell, minlength=size).reshape(shape)
        for part, values in ((1, most >> HALF), (2, most & ((1 << HALF) - 1))):
            counted[:, part] += np.bincount(cell, values, size).astype(np.int64).reshape(shape)

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


def _picked(column: Column | None, where: NDArray[np.intp], rows: int) -> tuple[Cents, Mask]:
    """The values of some rows, and which of them are known."""
    if column is None:
        return np.zeros(where.shape, np.int64), np.zeros(where.shape, np.bool_)
    return column.data[where].astype(np.int64, copy=False), unpack(column.known, rows)[where]
