"""Running a plan over rows: one applicant is a few rows, a population is many, the code is the same.

Per node two packed bit rows (true, false); where neither is set the value is unknown (Kleene's strong
logic). Arithmetic is exact in 64-bit integers; the type checker has proved that nothing overflows for
values within the bounds of the facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules import dates
from superconnector.core.rules.columns import Bits, Column, pack, unpack
from superconnector.core.rules.facts import Type
from superconnector.core.rules.graph import Key
from superconnector.core.rules.plan import AndStep, CompareStep, FactStep, NumberStep, Plan, Step, operands

Whole = NDArray[np.int64]

TINY = 64
"""The bytes in a row of bits up to which numpy's `reduceat` beats a loop over the rows (measured)."""


class Machine:
    """Holds the buffers of one plan, for blocks of up to `rows` rows. Not to be shared between threads."""

    def __init__(self, plan: Plan, rows: int) -> None:
        self.plan = plan
        self.bits: Bits = np.zeros((2 * plan.count, (rows + 7) // 8), np.uint8)
        widest = max((s.stop - s.start for s in plan.steps if isinstance(s, AndStep)), default=0)
        self._left = np.empty((widest, self.bits.shape[1]), np.uint8)
        self._right = np.empty_like(self._left)

    def run(self, columns: Mapping[str, Column], rows: int) -> Bits:
        """The bits of every node for `rows` rows. Shape (2 × count, ceil(rows / 8)); overwritten by the
        next run.

        `columns` has an entry for every fact of the plan; all have `rows` rows.
        """
        width = (rows + 7) // 8
        if self.bits.shape[1] != width:
            self.__init__(self.plan, rows)  # type: ignore[misc]
        _Run(self, columns, rows).run()
        return self.bits


class _Run:
    """One pass over one block."""

    def __init__(self, machine: Machine, columns: Mapping[str, Column], rows: int) -> None:
        self.machine, self.columns, self.rows = machine, columns, rows
        self.bits, self.count = machine.bits, machine.plan.count
        self.values: dict[int, Whole] = {}
        self.known: dict[int, Bits] = {}
        self.everyone = pack(np.ones(rows, np.bool_))

    def run(self) -> None:
        """Fill the machine's bits, step after step; a step reads only what stands before it."""
        self.bits[0] = self.everyone
        for step in self.machine.plan.steps:
            self._step(step)

    def _step(self, step: Step) -> None:
        match step:
            case AndStep():
                self._and(step)
            case FactStep():
                self._fact(step)
            case CompareStep():
                self._compare(step)
            case NumberStep():
                self._number(step)

    def _and(self, step: AndStep) -> None:
        size = step.stop - step.start
        left, right = self.machine._left[:size], self.machine._right[:size]
        bits = self.bits
        np.take(bits, step.left, 0, left, "clip")
        np.take(bits, step.right, 0, right, "clip")
        np.bitwise_and(left, right, bits[step.start : step.stop])
        np.take(bits, step.not_left, 0, left, "clip")
        np.take(bits, step.not_right, 0, right, "clip")
        np.bitwise_or(left, right, bits[self.count + step.start : self.count + step.stop])

    def _fact(self, step: FactStep) -> None:
        column = self.columns[step.fact]
        true = self.bits[step.start : step.stop]
        match column.type:
            case Type.BOOLEAN:
                true[0] = column.data
            case Type.CHOICE | Type.CHOICES:
                _unite(_planes(column, step), step, true)
            case _:
                for row, least in enumerate(step.thresholds):
                    true[row] = pack(column.data >= least)
        true &= column.known
        np.bitwise_xor(true, column.known, self.bits[self.count + step.start : self.count + step.stop])

    def _compare(self, step: CompareStep) -> None:
        key = step.key
        first = int(str(key[1]))
        if key[0] == "least":
            outcome, known = self.values[first] >= int(str(key[2])), self.known[first]
        else:
            second = int(str(key[2]))
            outcome, known = self._pairwise(key, self.values[first], self.values[second])
            known = known & self.known[first] & self.known[second]
        true = pack(np.broadcast_to(outcome, (self.rows,))) & known
        self.bits[step.row] = true
        self.bits[self.count + step.row] = true ^ known

    def _pairwise(self, key: Key, a: Whole, b: Whole) -> tuple[NDArray[np.bool_], Bits]:
        if key[0] == "not-below":
            return a >= b, self.everyone
        ratio = key[3]
        assert isinstance(ratio, Fraction)
        top, bottom = a * ratio.denominator, b * ratio.numerator
        if key[0] == "ratio-most":
            top, bottom = bottom, top
        outcome = top >= bottom
        if b.min(initial=1) <= 0:
            outcome = np.where(b > 0, outcome, top <= bottom)
        return outcome, pack(np.broadcast_to(b != 0, (self.rows,)))

    def _number(self, step: NumberStep) -> None:
        place, key = step.place, step.key
        known = self.everyone
        for operand in operands(key):
            known = known & self.known[operand]
        match key[0]:
            case "fact":
                column = self.columns[str(key[1])]
                self.values[place], known = column.data.astype(np.int64, copy=False), column.known
            case "constant":
                self.values[place] = np.full(1, int(str(key[1])), np.int64)
            case "unknown":
                self.values[place], known = np.zeros(1, np.int64), np.zeros_like(self.everyone)
            case "choose":
                self.values[place], known = self._choose(step)
            case _:
                self.values[place] = _operation(key, [self.values[p] for p in operands(key)])
        self.known[place] = known

    def _choose(self, step: NumberStep) -> tuple[Whole, Bits]:
        then, otherwise = operands(step.key)
        if_so, if_not = self.bits[step.condition[0]], self.bits[step.condition[1]]
        a, b = self.values[then], self.values[otherwise]
        same = pack(np.broadcast_to(a == b, (self.rows,)))
        known_a, known_b = self.known[then], self.known[otherwise]
        known = (if_so & known_a) | (if_not & known_b) | (same & known_a & known_b)
        return np.where(unpack(if_so, self.rows), a, b), known


def _operation(key: Key, parts: list[Whole]) -> Whole:  # noqa: PLR0911 - one line a kind
    """The values of an expression that is unknown as soon as a part is."""
    match key:
        case ("add", *_):
            return parts[0] + parts[1]
        case ("subtract", *_):
            return parts[0] - parts[1]
        case ("multiply", *_):
            return parts[0] * parts[1]
        case ("scale", _, Fraction() as factor):
            scaled: Whole = parts[0] * factor.numerator // factor.denominator
            return scaled
        case ("shift", _, int() as months, int() as days):
            return dates.shift_array(parts[0], months, days)
        case ("elapsed", _, int() as unit, int() as on):
            return dates.elapsed_array(parts[0], on, unit)
        case ("min", *_):
            return reduce(np.minimum, parts)
        case ("max", *_):
            return reduce(np.maximum, parts)
    raise TypeError(f"no operation {key[0]}")


def _planes(column: Column, step: FactStep) -> Bits:
    """A bit row for every run of options: who chose one of them. Shape (runs, bytes)."""
    if column.type is Type.CHOICES:
        chosen: Bits = column.data.view(np.uint8)[[low for low, _ in step.runs]]
        return chosen
    planes = np.empty((len(step.runs), column.known.shape[0]), np.uint8)
    for place, (low, high) in enumerate(step.runs):
        # unsigned numbers below `low` wrap around to large ones, so that one comparison tells both ends
        within = column.data == low if low == high else column.data - low <= high - low
        planes[place] = pack(within)
    return planes


def _unite(planes: Bits, step: FactStep, out: Bits) -> None:
    """Each row of `out` is the union of the planes of its runs; without any it is empty."""
    begins, ends = step.offsets[:-1], step.offsets[1:]
    if planes.shape[1] <= TINY and (ends > begins).all():
        np.bitwise_or.reduceat(planes[step.groups], begins, axis=0, out=out)
        return
    for row, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        out[row] = 0
        for run in step.groups[begin:end]:
            np.bitwise_or(out[row], planes[run], out[row])
