"""Taking the larger side out gives what solving the whole system gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging import posterior_system
from superconnector.core.judging.chance import Floats
from superconnector.core.judging.posterior_system import System, given_small, join, products, reduced, summed


def random_system(seed: int, large: int = 9, small: int = 4) -> tuple[System, Floats, Floats]:
    """A system whose large side has links throughout; the same as one dense matrix and vector."""
    random = np.random.default_rng(seed)
    links = random.normal(size=(large, small)) * (random.random((large, small)) < 0.5)
    links[links.sum(axis=1) == 0, 0] = 1.0
    diagonal = 20 + random.random(large)
    dense = np.diag(20 + random.random(small))
    right = random.normal(size=large + small)
    rows, columns = np.nonzero(links)
    order = random.permutation(len(rows))
    system = System(
        diagonal,
        right[:large],
        join(rows[order], columns[order], links[rows, columns][order]),
        dense,
        right[large:],
    )
    return system, np.block([[np.diag(diagonal), links], [links.T, dense]]), right


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 5))
def test_the_solution_is_that_of_the_whole(seed: int, large: int, small: int) -> None:
    system, whole, right = random_system(seed, large, small)
    expected = np.linalg.solve(whole, right)
    of_small = np.linalg.solve(*reduced(system))
    np.testing.assert_allclose(of_small, expected[large:], atol=1e-12)
    np.testing.assert_allclose(given_small(system, of_small[None, :])[0], expected[:large], atol=1e-12)


def test_several_rows_of_the_small_side_at_once() -> None:
    system, _, _ = random_system(1)
    rows = np.random.default_rng(2).normal(size=(5, 4))
    together = given_small(system, rows)
    for row, expected in zip(rows, together, strict=True):
        np.testing.assert_allclose(given_small(system, row[None, :])[0], expected)


@pytest.mark.parametrize("size", [1, 3, 10, 1_000_000])
def test_blocks_hold_every_product_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posterior_system, "PAIRS", size)
    links = random_system(3)[0].links
    found = [
        pair for left, right in products(links) for pair in zip(left.tolist(), right.tolist(), strict=True)
    ]
    expected = [
        (left, right)
        for left in range(len(links.large))
        for right in range(len(links.large))
        if links.large[left] == links.large[right]
    ]
    assert sorted(found) == expected


def test_blocks_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posterior_system, "PAIRS", 20)
    links = random_system(3, large=40)[0].links
    most = max(np.bincount(links.large)) ** 2
    assert max(len(left) for left, _ in products(links)) <= 20 + most


def test_sums_by_group() -> None:
    assert summed(np.array([2, 0, 2]), np.array([1.5, 4.0, -0.5]), 4).tolist() == [4.0, 0.0, 1.0, 0.0]
