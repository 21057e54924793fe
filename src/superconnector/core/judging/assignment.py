"""Which judge reads what: the best assignment, proven over all pairs.

The goals, each only as far as those before allow: as many of the readings asked for as can be, missing ones
spread; readings across tracks; judges' floors; pairs of the assignment before; the lowest affinity of a new
pair within its track; the sum of affinity. For the method and its sources: docs/algorithms/assignment.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from superconnector.core.judging.affinity import FULL, Affinity, TopicAffinity
from superconnector.core.judging.assignment_network import Network
from superconnector.core.judging.assignment_problem import Assignment, Problem
from superconnector.core.judging.flow import Arcs, Index, cheapest, joined, potentials
from superconnector.core.judging.pricing import Columns, Pricer, Question
from superconnector.core.judging.shortage import idle, links, shortages


@dataclass(frozen=True, slots=True)
class Level:
    """What the goals before affinity reach: their cost, and prices that prove it over all pairs (or not).

    Where the cost asked for was reached there are no prices: nobody needs them.
    """

    cost: int
    prices: Index
    proven: bool


def assign(
    problem: Problem, affinity: Affinity | None = None, *, breadth: int = 12, rounds: int = 200
) -> Assignment:
    """The best assignment. Affinity is by topics unless given. The order of entries and judges is no matter.

    breadth: the pairs an entry begins with (at least 1), and twice what a round adds: memory against rounds.
    rounds: after so many rounds (at least 1) a goal is left as it is, and the result is not `proven`.
    """
    affinity = affinity or TopicAffinity(problem.entries, problem.judges)
    search = _Search(Network(problem), affinity, breadth, rounds)
    keys, bound, proven = search.run()
    return _told(search.network, search.pricer, keys, bound, proven)


class _Search:
    """The steps of one run; `columns` grows."""

    def __init__(self, network: Network, affinity: Affinity, breadth: int, rounds: int) -> None:
        self.network = network
        self.pricer = Pricer(network, affinity)
        self.more = -(-breadth // 2)
        self.rounds = rounds
        self.columns = self._first(breadth)

    def run(self) -> tuple[Index, int, bool]:
        """Keys of the pairs, an upper bound for their total, and whether all is proven."""
        level = self._level()
        if not level.proven:
            return self._total(level, 0)[0], FULL * int(self.network.asked.sum()), False
        lowest, proven = self._lowest(level) if self.network.problem.bottleneck_first else (0, True)
        taken, gains = self._total(level, lowest)
        chosen = np.isin(self.columns.keys, taken)
        bound = int(self.columns.scores[chosen].sum(dtype=np.int64)) + gains
        return taken, bound, proven and not gains

    def _first(self, breadth: int) -> Columns:
        """Each entry's best pairs, and the pairs of before."""
        nothing = np.zeros(self.network.nodes, dtype=np.int64)
        empty = np.zeros(0, dtype=np.int64)
        found, _ = self.pricer.find(Question(nothing, True, 0, None, empty, breadth))
        return found.plus(self.pricer.scores(self.network.before))

    def _usable(self, lowest: int) -> Columns:
        """The columns that reach the lowest affinity, or need not: those of before, and guests."""
        kept = np.isin(self.columns.keys, self.network.before)
        use = kept | self.network.are_guests(self.columns.keys) | (self.columns.scores >= lowest)
        return Columns(self.columns.keys[use], self.columns.scores[use])

    def _level_arcs(self, keys: Index) -> Arcs:
        cost = -np.isin(keys, self.network.before).astype(np.int64)
        return joined(self.network.pair_arcs(keys, cost), self.network.steady_arcs)

    def _level(self, lowest: int = 0, enough: int | None = None) -> Level:
        """The goals before affinity, by pairs of at least `lowest`. Stops where the cost is enough."""
        steady = self.network.steady_arcs
        for left in reversed(range(self.rounds)):
            keys = self._usable(lowest).keys
            arcs = self._level_arcs(keys)
            flow = cheapest(arcs, self.network.supply)
            cost = int(flow @ arcs.cost)
            ideal = -len(self.network.before) + int(np.minimum(steady.cost, 0) @ steady.capacity)
            if cost == ideal:
                return Level(cost, np.zeros(self.network.nodes, dtype=np.int64), proven=True)
            if enough is not None and cost <= enough:
                return Level(cost, prices=keys[:0], proven=False)
            prices = potentials(arcs, flow, self.network.nodes)
            taken = keys[flow[: len(keys)] > 0]
            found, gains = self.pricer.find(Question(prices, False, lowest, None, taken, self.more))
            if not gains or not left:  # unproven prices hold for the columns they were made with only
                break
            self.columns = self.columns.plus(found)
        return Level(cost, prices, proven=not gains)

    def _lowest(self, level: Level) -> tuple[int, bool]:
        """The most affinity that can be asked of every new pair at no loss to the level; whether proven."""
        able, unable, proven = 0, FULL + 1, True
        while unable - able > 1:
            middle = (able + unable) // 2
            tried = self._level(middle, enough=level.cost)
            if tried.cost <= level.cost:
                able = middle
            else:
                unable, proven = middle, proven and tried.proven
        return able, proven

    def _total(self, level: Level, lowest: int) -> tuple[Index, int]:
        """The pairs of the highest total at no loss to the level, and what more there could be at most."""
        for left in reversed(range(self.rounds)):
            usable = self._usable(lowest)
            arcs = self._level_arcs(usable.keys)
            slack = arcs.cost + level.prices[arcs.tail] - level.prices[arcs.head]
            full, free = (slack < 0) & (arcs.capacity > 0), slack == 0
            flow = np.where(full, arcs.capacity, 0)
            supply = self.network.supply.copy()
            np.subtract.at(supply, arcs.tail, flow)
            np.add.at(supply, arcs.head, flow)
            gain = np.zeros(len(arcs), dtype=np.int64)
            gain[: len(usable.keys)] = usable.scores
            open_arcs = arcs.costing(-gain).take(free)
            flow[free] = cheapest(open_arcs, supply)
            prices = potentials(open_arcs, flow[free], self.network.nodes)
            taken = usable.keys[flow[: len(usable.keys)] > 0]
            found, gains = self.pricer.find(Question(prices, True, lowest, level.prices, taken, self.more))
            if not gains or not left:
                break
            self.columns = self.columns.plus(found)
        return taken, gains


def _told(network: Network, pricer: Pricer, keys: Index, bound: int, proven: bool) -> Assignment:
    """The result in words of the problem."""
    problem = network.problem
    scores = pricer.scores(np.sort(keys)).scores
    pairs = network.pairs(keys) | problem.fixed
    return Assignment(
        pairs=pairs,
        added=pairs - problem.before,
        removed=problem.before - pairs,
        kept=pairs & problem.before,
        lowest=int(scores.min()) if len(scores) else None,
        total=int(scores.sum(dtype=np.int64)),
        bound=bound,
        proven=proven,
        shortages=shortages(problem, pairs),
        idle=idle(problem, pairs),
        links=links(problem, pairs),
    )
