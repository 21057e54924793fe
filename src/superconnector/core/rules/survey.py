"""A population that arrives in blocks: outcomes, clauses, money and groups, added up as whole numbers.

Every number is a count or a sum over rows. So two parts of a population may be surveyed apart, on two
machines, and their lines added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.columns import Bits, Column, nothing, pack
from superconnector.core.rules.compiled import Compiled
from superconnector.core.rules.costing import Costing, Money, costing
from superconnector.core.rules.evaluate import Machine
from superconnector.core.rules.expense import Expense
from superconnector.core.rules.plan import plan
from superconnector.core.rules.screen import OUTCOMES, Screening, ones
from superconnector.core.rules.terms import GiveKind
from superconnector.core.rules.verdict import Outcome

BLOCK = 32768
"""Rows at a time: the bits of a block fit the cache, and the steps of the plan are few enough (measured)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One number. `item`: the id of a clause or a give. `by`, `group`: the part of the population.

    measure: an outcome · "fails", "fails-alone" of a clause · "certain-cents" and the like of a give.
    """

    programme: str
    measure: str
    value: int
    item: str = ""
    by: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """Which group each row belongs to: numbers from 0 to count - 1. Shape of codes: (rows,)."""

    codes: NDArray[np.integer]
    count: int

    def block(self, start: int, stop: int) -> Groups:
        """The rows start … stop-1."""
        return Groups(self.codes[start:stop], self.count)


class Survey:
    """Adds up blocks. `present`: the facts that have a column; a give whose basis has none is not costed."""

    def __init__(self, compiled: Compiled, present: Collection[str], by: Sequence[str] = ()) -> None:
        self.compiled = compiled
        places = [i for i, case in enumerate(compiled.cases) if case.standing.truth is not False]
        self.cases = [compiled.cases[i] for i in places]
        self.roots = [compiled.roots[i] for i in places]
        priced = list(_costings(compiled, places))
        self.uncounted = tuple(c for c in priced if c.basis and c.basis not in present)
        self.costings = [c for c in priced if c not in self.uncounted]
        wanted = [literal for pair in self.roots for literal in pair]
        wanted += [literal for case in self.cases for literal in case.best]
        wanted += [c.literal for c in self.costings]
        self.plan = plan(compiled.graph, wanted)
        self.rows = 0
        self.groups = {name: np.zeros((0, 2, len(self.cases)), np.int64) for name in by}
        self._sizes = {name: np.zeros(0, np.int64) for name in by}
        self._screening = Screening(self.cases, self.roots, self.plan, 0, True, False)
        self._machine = Machine(self.plan, BLOCK)
        place = {case.programme: i for i, case in enumerate(self.cases)}
        facts = compiled.vocabulary.facts
        self._lacking = {f: nothing(facts[f], BLOCK) for f in sorted(self.facts)}
        self._money = Money({}, 0)
        self.expenses = [Expense(c, place[c.programme], self.plan, by) for c in self.costings]

    @property
    def facts(self) -> frozenset[str]:
        """The facts that make a difference."""
        money = {f for c in self.costings for f in (c.basis, c.received if c.asks_received else "")}
        return frozenset(self.plan.facts) | money - {""}

    def add(
        self, columns: Mapping[str, Column], rows: int, groups: Mapping[str, Groups] | None = None
    ) -> None:
        """Counts up to BLOCK rows. `columns` may lack facts: they are unknown in every row."""
        lacking = {f: column.block(0, rows) for f, column in self._lacking.items() if f not in columns}
        columns = {**columns, **lacking}
        bits = self._machine.run(columns, rows)
        self._screening.add(bits, 0, rows)
        self.rows += rows
        passed, failed = bits[self._screening.open_rows], bits[self._screening.not_rows]
        for name, part in (groups or {}).items():
            self._group(name, part, passed, failed)
        self._money = Money(columns, rows)
        for expense in self.expenses:
            expense.add(bits, passed[expense.place], failed[expense.place], self._money, groups or {})

    def _group(self, name: str, part: Groups, passed: Bits, failed: Bits) -> None:
        counted, sizes = self.groups[name], self._sizes[name]
        if part.count > len(sizes):
            more = part.count - len(sizes)
            counted = np.concatenate([counted, np.zeros((more, *counted.shape[1:]), np.int64)])
            sizes = np.concatenate([sizes, np.zeros(more, np.int64)])
        sizes += np.bincount(part.codes, minlength=part.count)
        for code in np.unique(part.codes):
            members = pack(part.codes == code)
            counted[code, 0] += ones(passed & members)
            counted[code, 1] += ones(failed & members)
        self.groups[name], self._sizes[name] = counted, sizes

    def masks(self, programme: str) -> Bits | None:
        """The rows of the last block by outcome, in the order of OUTCOMES; None if it is closed."""
        for place, case in enumerate(self.cases):
            if case.programme == programme:
                bits, screening = self._machine.bits, self._screening
                passed, failed = bits[screening.open_rows[place]], bits[screening.not_rows[place]]
                everyone = bits[0]
                return np.stack([passed, everyone & ~passed & ~failed, failed, np.zeros_like(passed)])
        return None

    def worth(self, programme: str, rows: int) -> NDArray[np.int64]:
        """What the programme gives each row of the last block at most, in cents. Shape (rows,)."""
        own = [e.worth(self._money) for e in self.expenses if e.terms.programme == programme]
        total: NDArray[np.int64] = sum(own, start=np.zeros(rows, np.int64))
        return total

    def lines(self, labels: Mapping[str, Sequence[str]] | None = None) -> Iterator[Line]:
        """All numbers so far. `labels`: the names of the groups of each `by`, by code."""
        screen = self._screening.finished(self.rows)
        live = {case.programme: i for i, case in enumerate(self.cases)}
        for case in self.compiled.cases:
            place = live.get(case.programme)
            if place is None:
                yield from _outcomes(case.programme, [0, 0, 0, self.rows])
                continue
            yield from _outcomes(case.programme, screen.outcomes[place].tolist())
            assert screen.failing is not None
            assert screen.alone is not None
            for clause, all_, alone in zip(
                case.requirements, screen.failing[place], screen.alone[place], strict=True
            ):
                yield Line(case.programme, "fails", int(all_), clause.id)
                yield Line(case.programme, "fails-alone", int(alone), clause.id)
        for expense in self.expenses:
            yield from (Line(p, m, v, item) for p, m, v, item in expense.numbers())
        for name, names in (labels or {}).items():
            yield from self._grouped(name, names, live)

    def _grouped(self, name: str, names: Sequence[str], live: Mapping[str, int]) -> Iterator[Line]:
        sizes, counted = self._sizes[name], self.groups[name]
        for code, label in enumerate(names[: len(sizes)]):
            size = int(sizes[code])
            if not size:
                continue
            for case in self.compiled.cases:
                place = live.get(case.programme)
                passed, failed = (0, 0) if place is None else counted[code, :, place].tolist()
                split = [0, 0, 0, size] if place is None else [passed, size - passed - failed, failed, 0]
                yield from _outcomes(case.programme, split, name, label)
        for expense in self.expenses:
            yield from (
                Line(p, m, v, item, name, label) for p, m, v, item, label in expense.grouped(name, names)
            )


def _outcomes(programme: str, counts: Sequence[int], by: str = "", group: str = "") -> Iterator[Line]:
    for outcome, value in zip(OUTCOMES, counts, strict=True):
        yield Line(programme, str(outcome), value, "", by, group)


def _costings(compiled: Compiled, places: Sequence[int]) -> Iterator[Costing]:
    for place in places:
        case = compiled.cases[place]
        for given in case.gives:
            if given.give.kind is GiveKind.MONEY:
                yield costing(case, given, compiled.on)


def better(outcome: Outcome) -> int:
    """How good an outcome is for the applicant: open 2, may be open 1, else 0."""
    return {Outcome.OPEN: 2, Outcome.MAY_BE_OPEN: 1}.get(outcome, 0)
