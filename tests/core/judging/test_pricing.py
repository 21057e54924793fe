"""Every pair is looked at: the pairs found against a loop over all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.affinity import GivenAffinity
from superconnector.core.judging.assignment_network import GUEST, Network
from superconnector.core.judging.assignment_problem import Entry, Judge, Problem
from superconnector.core.judging.pricing import CELLS, Columns, Pricer, Question
from tests.core.judging.problems import problems

Drawn = tuple[Problem, np.ndarray[Any, Any]]


def gains(network: Network, matrix: np.ndarray[Any, Any], question: Question) -> dict[int, int]:
    """The gain of every pair that may be used and would help, by key."""
    found = {}
    for group in network.groups:
        for entry in group.entries.tolist():
            for judge, ground in zip(group.judges.tolist(), group.grounds.tolist(), strict=True):
                tail, head = network.tails[entry, ground], judge + len(network.entries)
                gain = question.prices[head] - question.prices[tail]
                gain += matrix[entry, judge] if question.weighed else 0
                key = entry * len(network.judges) + judge
                hidden = key in {*network.blocked, *network.before, *question.taken}
                level = question.level is None or question.level[tail] == question.level[head]
                enough = matrix[entry, judge] >= question.lowest or ground == GUEST
                if gain > 0 and not hidden and level and enough:
                    found[key] = int(gain)
    return found


@given(
    problems(entries=7, judges=7),
    st.booleans(),
    st.sampled_from([0, 250, 600]),
    st.booleans(),
    st.integers(1, 3),
)
def test_what_is_found_is_what_a_loop_finds(
    drawn: Drawn, weighed: bool, lowest: int, levelled: bool, most: int
) -> None:
    problem, matrix = drawn
    network = Network(problem)
    random = np.random.default_rng(len(problem.before))
    question = Question(
        random.integers(-400, 400, network.nodes),
        weighed,
        lowest,
        random.integers(0, 2, network.nodes) if levelled else None,
        np.flatnonzero(random.integers(0, 2, matrix.size)),
        most,
    )
    found, whole = Pricer(network, GivenAffinity(matrix)).find(question)
    expected = gains(network, matrix, question)
    assert whole == sum(expected.values())
    width = len(network.judges)
    for entry in range(len(network.entries)):
        row = {key: gain for key, gain in expected.items() if key // width == entry}
        taken = [key for key in found.keys.tolist() if key // width == entry]
        worth = {key: gain if weighed else matrix[divmod(key, width)] for key, gain in row.items()}
        assert len(taken) == min(most, len(row))
        assert sorted(worth[key] for key in taken) == sorted(worth.values())[len(row) - len(taken) :]
    assert found.scores.tolist() == [matrix[divmod(key, width)] for key in found.keys.tolist()]
    assert found.keys.tolist() == sorted(found.keys.tolist())


def wide(cells: int = CELLS) -> tuple[Network, Pricer]:
    problem = Problem(
        tuple(Entry(f"e{n:02}", readings=1) for n in range(30)), tuple(Judge(f"j{n}") for n in range(9))
    )
    network = Network(problem)
    return network, Pricer(network, GivenAffinity(np.arange(270).reshape(30, 9)), cells=cells)


def test_blocks_of_any_size_find_the_same() -> None:
    network, pricer = wide()
    prices = np.zeros(network.nodes, dtype=np.int64)
    question = Question(prices, True, 0, None, prices[:0], 3)
    whole, gain = pricer.find(question)
    parts, sum_of_parts = wide(cells=20)[1].find(question)
    assert parts.keys.tolist() == whole.keys.tolist()
    assert (sum_of_parts, len(parts.keys)) == (gain, 90)


def test_prices_too_large_for_four_bytes_are_exact() -> None:
    network, pricer = wide()
    prices = np.full(network.nodes, 2**40, dtype=np.int64)
    prices[30:39] -= np.arange(9)
    prices[0] = 0
    question = Question(prices, True, 269, None, prices[:0], 9)
    found, gain = pricer.find(question)
    assert (found.keys.tolist(), gain) == ([269], 261)


def test_equal_pairs_are_not_asked_for_by_all() -> None:
    """With one pair an entry and no difference between judges, the first judge is not everybody's choice."""
    problem = Problem(tuple(Entry(f"e{n:02}") for n in range(60)), tuple(Judge(f"j{n}") for n in range(6)))
    network = Network(problem)
    pricer = Pricer(network, GivenAffinity(np.full((60, 6), 500)))
    prices = np.zeros(network.nodes, dtype=np.int64)
    found, _ = pricer.find(Question(prices, True, 0, None, prices[:0], 1))
    assert np.bincount(found.keys % 6, minlength=6).max() <= 20


def test_columns_join_without_doubles() -> None:
    one = Columns(np.array([2, 5]), np.array([20, 50], dtype=np.int16))
    other = Columns(np.array([1, 5, 9]), np.array([10, 50, 90], dtype=np.int16))
    both = one.plus(other)
    assert (both.keys.tolist(), both.scores.tolist()) == ([1, 2, 5, 9], [10, 20, 50, 90])


@given(problems(entries=5, judges=5))
def test_scores_of_pairs_by_key(drawn: Drawn) -> None:
    problem, matrix = drawn
    network = Network(problem)
    keys = np.arange(matrix.size)[::2]
    assert Pricer(network, GivenAffinity(matrix)).scores(keys).scores.tolist() == matrix.ravel()[::2].tolist()
