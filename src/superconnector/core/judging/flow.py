"""Minimum-cost flow and its proof: flows by OR-tools, potentials by Bellman and Ford in whole arrays.

OR-tools solves by cost scaling (Goldberg and Tarjan 1990) and gives flows, not prices. The prices that prove
a flow to be the cheapest are the distances in its residual graph (Bellman 1958, Ford 1956).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]

Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arrays of one length. Costs are whole; capacities at least 0."""

    tail: Index
    head: Index
    capacity: Index
    cost: Index

    def __len__(self) -> int:
        return len(self.tail)

    def take(self, chosen: NDArray[np.bool_]) -> Arcs:
        """The arcs that are chosen, in their order."""
        return Arcs(self.tail[chosen], self.head[chosen], self.capacity[chosen], self.cost[chosen])

    def costing(self, cost: Index) -> Arcs:
        """The same arcs at another cost."""
        return Arcs(self.tail, self.head, self.capacity, cost)


def joined(*parts: Arcs) -> Arcs:
    """All arcs, part by part."""
    return Arcs(
        np.concatenate([part.tail for part in parts]),
        np.concatenate([part.head for part in parts]),
        np.concatenate([part.capacity for part in parts]),
        np.concatenate([part.cost for part in parts]),
    )


def cheapest(arcs: Arcs, supply: Index) -> Index:
    """The flow on each arc that moves all supply (by node; it sums to 0) at the least cost.

    Raises ValueError if there is none, or if the costs are too large for 64 bits.
    """
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(arcs.tail, arcs.head, arcs.capacity, arcs.cost)
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ValueError(f"No flow: {status.name}")
    flows: Index = solver.flows(np.arange(len(arcs))).astype(np.int64)
    return flows


def potentials(arcs: Arcs, flow: Index, nodes: int) -> Index:
    """Prices p with cost + p[tail] − p[head] ≥ 0 where an arc has room, and ≤ 0 where it carries flow.

    `flow` must be a cheapest one; then the residual graph has no cycle of negative cost and the sweeps end.
    """
    room, used = flow < arcs.capacity, flow > 0
    tail = np.concatenate([arcs.tail[room], arcs.head[used]])
    head = np.concatenate([arcs.head[room], arcs.tail[used]])
    cost = np.concatenate([arcs.cost[room], -arcs.cost[used]])
    order = np.argsort(head, kind="stable")
    tail, head, cost = tail[order], head[order], cost[order]
    starts = np.flatnonzero(np.diff(head, prepend=-1))
    reached = head[starts]
    price = np.zeros(nodes, dtype=np.int64)
    for _ in range(nodes + 1):
        if not len(starts):
            return price
        better = np.minimum(price[reached], np.minimum.reduceat(price[tail] + cost, starts))
        if (better == price[reached]).all():
            return price
        price[reached] = better
    raise ValueError("The flow is not the cheapest: a cycle of negative cost is left")
