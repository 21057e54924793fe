"""Flows and the prices that prove them."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.flow import Arcs, cheapest, joined, potentials


def arcs(*rows: tuple[int, int, int, int]) -> Arcs:
    return Arcs(*np.array(rows, dtype=np.int64).T.copy())


def test_the_cheap_way_is_filled_first() -> None:
    net = arcs((0, 1, 2, 1), (0, 1, 5, 3), (1, 2, 9, 0))
    assert cheapest(net, np.array([4, 0, -4])).tolist() == [2, 2, 4]


def test_no_way_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^No flow: INFEASIBLE$"):
        cheapest(arcs((0, 1, 2, 1)), np.array([3, -3]))


def test_costs_that_do_not_fit_are_an_error() -> None:
    with pytest.raises(ValueError, match=r"^No flow: BAD_COST_RANGE$"):
        cheapest(arcs((0, 1, 2, 2**62)), np.array([1, -1]))


def test_nothing_flows_over_nothing() -> None:
    none = arcs((0, 1, 1, 1)).take(np.array([False]))
    assert cheapest(none, np.zeros(2, dtype=np.int64)).tolist() == []
    assert potentials(none, none.cost, 2).tolist() == [0, 0]


def test_a_flow_that_is_not_the_cheapest_has_no_prices() -> None:
    net = arcs((0, 1, 2, 1), (0, 1, 5, 3))
    with pytest.raises(ValueError, match=r"^The flow is not the cheapest: a cycle of negative cost is left$"):
        potentials(net, np.array([0, 2]), 2)


@given(st.randoms(use_true_random=False), st.integers(3, 9))
def test_prices_prove_the_flow(random: Random, nodes: int) -> None:
    """Complementary slackness holds on every arc, and the dual is worth what the flow costs."""
    rows = [
        (tail, head, random.randrange(4), random.randrange(-9, 10))
        for tail in range(nodes)
        for head in range(tail + 1, nodes)
        for _ in range(2)
    ]
    way_out = [(node, nodes, 99, 500) for node in range(nodes)]
    net = joined(arcs(*rows), arcs(*way_out))
    supply = np.array([random.randrange(5) for _ in range(nodes)] + [0])
    supply[-1] = -supply.sum()
    flow = cheapest(net, supply)
    prices = potentials(net, flow, nodes + 1)
    slack = net.cost + prices[net.tail] - prices[net.head]
    assert slack[flow < net.capacity].min(initial=0) >= 0
    assert slack[flow > 0].max(initial=0) <= 0
    dual = -(supply @ prices) + np.minimum(slack, 0) @ net.capacity
    assert flow @ net.cost == dual


def test_arcs_are_chosen_and_priced_anew() -> None:
    net = arcs((0, 1, 2, 3), (1, 2, 4, 5), (0, 2, 6, 7))
    some = net.take(np.array([True, False, True])).costing(np.array([8, 9]))
    assert (len(net), len(some)) == (3, 2)
    assert [some.tail.tolist(), some.head.tolist(), some.capacity.tolist(), some.cost.tolist()] == [
        [0, 0],
        [1, 2],
        [2, 6],
        [8, 9],
    ]
