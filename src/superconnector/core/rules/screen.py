"""A whole population against all programmes: how many may apply, and which clause keeps the others out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.cases import Case
from superconnector.core.rules.columns import Bits, Column, unpack
from superconnector.core.rules.evaluate import Machine
from superconnector.core.rules.graph import Literal
from superconnector.core.rules.plan import Plan
from superconnector.core.rules.verdict import Outcome

Counts = NDArray[np.int64]

OUTCOMES = tuple(Outcome)
"""The order of the columns of `Screen.outcomes`, and the meaning of `Screen.codes`."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The result for `rows` applicants.

    outcomes: rows per programme and outcome, in the order of OUTCOMES. Shape (programmes, 4).
    failing, alone: for each programme one number a clause: the rows in which the clause is not met, and those
    in which it is the only one. A soft clause keeps nobody out. None if not asked for.
    codes: the place in OUTCOMES, int8. Shape (programmes, rows). None if not asked for.
    """

    programmes: tuple[str, ...]
    rows: int
    outcomes: Counts
    failing: tuple[Counts, ...] | None = None
    alone: tuple[Counts, ...] | None = None
    codes: NDArray[np.int8] | None = None

    def count(self, programme: str, outcome: Outcome) -> int:
        """The rows with an outcome. Raises ValueError for a programme that was not screened."""
        return int(self.outcomes[self.programmes.index(programme), OUTCOMES.index(outcome)])


class Screening:
    """Adds up blocks of rows. `roots` are the (worst, best) literals of each case, as in RuleBook."""

    def __init__(
        self,
        cases: Sequence[Case],
        roots: Sequence[tuple[Literal, Literal]],
        plan: Plan,
        rows: int,
        clauses: bool,
        codes: bool,
    ) -> None:
        self.cases, self.plan, self.rows = cases, plan, rows
        self.live = [i for i, case in enumerate(cases) if case.standing.truth is not False]
        self.open_rows = np.array([plan.row(roots[i][0]) for i in self.live], np.intp)
        self.not_rows = np.array([plan.row(roots[i][1] ^ 1) for i in self.live], np.intp)
        self.outcomes = np.zeros((len(cases), len(OUTCOMES)), np.int64)
        self.failing = [np.zeros(len(c.best), np.int64) for c in cases] if clauses else None
        self.alone = [np.zeros(len(c.best), np.int64) for c in cases] if clauses else None
        self.codes = np.full((len(cases), rows), OUTCOMES.index(Outcome.CLOSED), np.int8) if codes else None

    def run(self, columns: Mapping[str, Column], block: int) -> Screen:
        """Evaluates all rows, `block` (a multiple of 8) at a time."""
        machine = Machine(self.plan, min(block, max(self.rows, 1)))
        for start in range(0, self.rows, block):
            stop = min(start + block, self.rows)
            part = {fact: columns[fact].block(start, stop) for fact in self.plan.facts}
            self.add(machine.run(part, stop - start), start, stop)
        return self.finished(self.rows)

    def finished(self, rows: int) -> Screen:
        """The result, once all `rows` rows are added."""
        self._remainders(rows)
        done = [None if c is None else tuple(c) for c in (self.failing, self.alone)]
        names = tuple(case.programme for case in self.cases)
        return Screen(names, rows, self.outcomes, done[0], done[1], self.codes)

    def add(self, bits: Bits, start: int, stop: int) -> None:
        """Counts the rows start … stop-1, of which the machine has made the bits."""
        passed, failed = bits[self.open_rows], bits[self.not_rows]
        self.outcomes[self.live, 0] += ones(passed)
        self.outcomes[self.live, 2] += ones(failed)
        if self.codes is not None:
            t, f = unpack(passed, stop - start), unpack(failed, stop - start)
            self.codes[self.live, start:stop] = 1 + f.view(np.int8) - t.view(np.int8)
        if self.failing is not None and self.alone is not None:
            for place, case in enumerate(self.cases):
                self._clauses(bits, case, self.failing[place], self.alone[place])

    def _clauses(self, bits: Bits, case: Case, failing: Counts, alone: Counts) -> None:
        """`once` holds the rows in which exactly one clause fails, `twice` those in which two or more do."""
        if not case.best:
            return
        false = bits[[self.plan.row(literal ^ 1) for literal in case.best]]
        once, twice = np.zeros_like(false[0]), np.zeros_like(false[0])
        for clause in false:
            twice |= once & clause
            once |= clause
        failing += ones(false)
        alone += ones(false & ~twice)

    def _remainders(self, rows: int) -> None:
        """What is neither open nor not may be open; a closed programme is closed for every row."""
        self.outcomes[:, 3] = rows
        self.outcomes[self.live, 3] = 0
        self.outcomes[:, 1] = rows - self.outcomes[:, [0, 2, 3]].sum(axis=1)


def ones(bits: Bits) -> Counts:
    """The set bits of each row. Shape (rows, bytes) → (rows,)."""
    words = bits.view(np.uint64) if bits.shape[1] % 8 == 0 else bits
    counted: Counts = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return counted
