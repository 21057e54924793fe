"""Which fact to ask for next, so that few questions settle many programmes.

The worth of a fact is its expected progress: over the classes of its answers, each taken as equally likely, a
programme that would be settled counts 1, and one that stays unsettled counts PART of the share of its open
clauses that would be decided. This is greedy with a look-ahead of one answer, as in adaptive submodular
optimisation (Golovin & Krause, JAIR 42, 2011); no bound is claimed, as progress in clauses stands in for what
is left to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.cases import Case
from superconnector.core.rules.graph import Literal
from superconnector.core.rules.plan import Plan
from superconnector.core.rules.whatif import Hypotheses

PART = 0.5
"""What deciding all open clauses of a programme but the last is worth against settling it."""

TRIFLE = 1e-6
"""The worth, for each programme that it could change, of a fact that makes no progress alone."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question worth asking.

    expected_settled: the programmes, by weight, that an answer settles on average. programmes: those that
    it can settle, in the order of the book; those that it could change if it can settle none at once.
    """

    fact: str
    expected_settled: float
    programmes: tuple[str, ...]


class Layout:
    """Where a plan keeps the programmes that are not closed: the rows of their roots, clauses and atoms."""

    def __init__(self, cases: Sequence[Case], roots: Sequence[tuple[Literal, Literal]], plan: Plan) -> None:
        self.live = tuple(i for i, case in enumerate(cases) if case.standing.truth is not False)
        self.roots = [_known(plan, [roots[i][side] for i in self.live]) for side in (0, 1)]
        clauses = [(place, i) for place, i in enumerate(self.live) for _ in cases[i].worst]
        self.owner = np.array([place for place, _ in clauses], np.intp)
        self.having, self.first = np.unique(self.owner, return_index=True)
        worst = [literal for i in self.live for literal in cases[i].worst]
        best = [literal for i in self.live for literal in cases[i].best]
        self.clauses = [_known(plan, worst), _known(plan, best)]
        atoms = [[plan.row(atom.literal) for atom in cases[i].atoms] for i in self.live]
        self.atoms = np.array([row for rows in atoms for row in rows], np.intp)
        self.atom_owner = np.array([p for p, rows in enumerate(atoms) for _ in rows], np.intp)
        self.not_atoms = np.where(self.atoms < plan.count, self.atoms + plan.count, self.atoms - plan.count)
        self.first_atom = np.cumsum([0, *(len(rows) for rows in atoms)])
        self.place_of = {i: place for place, i in enumerate(self.live)}


def _known(plan: Plan, literals: Sequence[Literal]) -> tuple[list[int], list[int]]:
    rows = [plan.row(literal) for literal in literals]
    return rows, [plan.opposite(row) for row in rows]


class Outlook:
    """What each hypothetical answer would settle and advance.

    settled (live programmes, rows): the outcome can change no more. progress (live programmes, rows): the
    share of the clauses open in row 0 that are decided. classes: for each fact the rows that stand for its
    answers.
    """

    def __init__(self, layout: Layout, hypotheses: Hypotheses) -> None:
        self.layout, self.hypotheses = layout, hypotheses
        known = [hypotheses.true(t) | hypotheses.true(f) for t, f in layout.roots]
        self.settled: Mask = known[0] & known[1]
        is_open = np.zeros((len(layout.owner), hypotheses.count), np.bool_)
        for root, (t, f) in zip(known, layout.clauses, strict=True):
            is_open |= ~(hypotheses.true(t) | hypotheses.true(f)) & ~root[layout.owner]
        still = np.zeros(self.settled.shape)
        if len(layout.first):
            still[layout.having] = np.add.reduceat(is_open, layout.first, axis=0, dtype=np.float64)
        before = np.maximum(still[:, :1], 1)
        self.progress = np.maximum(0, 1 - still / before)
        true, false = hypotheses.true(layout.atoms), hypotheses.true(layout.not_atoms)
        self.atoms = true.view(np.int8) - false.view(np.int8)
        self.classes = self._classes()

    def _classes(self) -> Mapping[str, list[int]]:
        """Answers under which every atom of every unsettled programme is alike are one class."""
        atoms = self.atoms[~self.settled[self.layout.atom_owner, 0]].T.copy()
        return {
            fact: list({atoms[row].tobytes(): row for row in reversed(rows)}.values())
            for fact, rows in self.hypotheses.rows_of.items()
        }

    @cached_property
    def settles(self) -> Mapping[str, NDArray[np.float64]]:
        """The chance that an answer to a fact settles each live programme. Shape (live,) a fact."""
        return self._mean(self.settled.astype(np.float64), self.classes)

    @cached_property
    def worth(self) -> Mapping[str, NDArray[np.float64]]:
        """The expected progress that a fact makes with each live programme. Shape (live,) a fact."""
        return self._mean(np.where(self.settled, 1.0, PART * self.progress), self.classes)

    @cached_property
    def usefulness(self) -> Mapping[str, NDArray[np.float64]]:
        """As `worth`, but over all answers tried, so that no other programme has a part in it."""
        return self._mean(np.where(self.settled, 1.0, PART * self.progress), self.hypotheses.rows_of)

    def _mean(
        self, gain: NDArray[np.float64], rows_of: Mapping[str, Sequence[int]]
    ) -> Mapping[str, NDArray[np.float64]]:
        """The mean over some rows a fact, for programmes that are not settled yet."""
        if not rows_of:
            return {}
        sizes = [len(rows) for rows in rows_of.values()]
        first = np.cumsum([0, *sizes[:-1]])
        taken = gain[:, [row for rows in rows_of.values() for row in rows]]
        means = np.add.reduceat(taken, first, axis=1) / sizes * ~self.settled[:, :1]
        return dict(zip(rows_of, means.T, strict=True))

    def patterns(self, place: int, fact: str, atoms: Sequence[int]) -> list[tuple[int, ...]]:
        """The different values that some atoms of a live programme take under the answers to a fact.

        1 true, -1 false, 0 unknown.
        """
        wanted = [self.layout.first_atom[place] + i for i in atoms]
        values = self.atoms[np.ix_(wanted, self.hypotheses.rows_of[fact])]
        return list(dict.fromkeys(map(tuple, values.T.tolist())))


def ranked(
    outlook: Outlook,
    cases: Sequence[Case],
    could_change: Mapping[int, Sequence[str]],
    skipped: frozenset[str],
    weights: Mapping[str, float] | None,
) -> tuple[Ask, ...]:
    """The facts worth asking for, best first; facts of equal worth stand in the order of the programmes.

    could_change: for each place in the book the facts that could still change its verdict.
    """
    live = outlook.layout.live
    weight = np.array([1.0 if weights is None else weights.get(cases[i].programme, 0.0) for i in live])
    speakers: dict[str, list[int]] = {}
    for place, i in enumerate(live):
        for fact in could_change.get(i, ()):
            if fact not in skipped and weight[place] > 0:
                speakers.setdefault(fact, []).append(place)
    scored = []
    for fact, places in speakers.items():
        settles = outlook.settles[fact]
        worth = float(outlook.worth[fact] @ weight) + TRIFLE * float(weight[places].sum())
        told = [p for p in range(len(live)) if settles[p] > 0 and weight[p] > 0] or places
        scored.append((worth, Ask(fact, float(settles @ weight), _names(cases, live, told))))
    return tuple(ask for _, ask in sorted(scored, key=lambda pair: -pair[0]))


def _names(cases: Sequence[Case], live: Sequence[int], places: Iterable[int]) -> tuple[str, ...]:
    return tuple(cases[live[place]].programme for place in places)
