"""The fit of comparisons against the likelihood written out plainly, and against answers on paper."""

from __future__ import annotations

from math import exp, log

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging.pairs_fit import MOST, fit, newton, wins

Counts = dict[tuple[int, int], float]
SOME: Counts = {(0, 1): 3, (1, 0): 1, (1, 2): 2, (2, 0): 1, (0, 3): 2, (3, 2): 2.5, (2, 3): 0.5}


def height(counts: Counts, worth: npt.NDArray[np.float64], variance: float) -> float:
    """The logarithm of the posterior, one comparison after another."""
    prior = -sum(w**2 for w in worth) / (2 * variance)
    return prior - sum(n * log(1 + exp(worth[lost] - worth[won])) for (won, lost), n in counts.items())


@pytest.mark.parametrize("variance", [0.3, 1.0, 9.0])
def test_no_point_around_is_higher(variance: float) -> None:
    worth, _ = newton(wins(SOME), np.zeros(4), variance)
    top = height(SOME, worth, variance)
    for step in np.random.default_rng(0).normal(size=(200, 4)):
        assert height(SOME, worth + 0.01 * step, variance) < top


def test_the_slope_is_nothing_and_the_curvature_is_that_of_finite_differences() -> None:
    worth, curvature = newton(wins(SOME), np.zeros(4), 2.0)
    tiny = 1e-4
    for i in range(4):
        for j in range(4):
            a, b = tiny * np.eye(4)[i], tiny * np.eye(4)[j]
            second = (
                height(SOME, worth + a + b, 2.0) - height(SOME, worth + a - b, 2.0)
                - height(SOME, worth - a + b, 2.0) + height(SOME, worth - a - b, 2.0)
            ) / (4 * tiny**2)  # fmt: skip
            assert curvature[i, j] == pytest.approx(-second, abs=1e-5)


def test_two_entries_on_paper() -> None:
    # By symmetry the worths are w and −w, and the slope is n / (1 + exp(2 w)) = w / variance for n wins to 0.
    worth, curvature = newton(wins({(0, 1): 4.0}), np.zeros(2), 1.0)
    assert worth[0] == pytest.approx(-worth[1])
    assert 4 / (1 + exp(2 * worth[0])) == pytest.approx(worth[0])
    p = 1 / (1 + exp(-2 * worth[0]))
    np.testing.assert_allclose(curvature, 4 * p * (1 - p) * np.array([[1, -1], [-1, 1]]) + np.eye(2))


def test_the_variance_is_its_own_expectation() -> None:
    found = fit(wins(SOME | {(0, 2): 9.0, (1, 3): 9.0, (0, 3): 9.0}))
    assert found is not None
    settled = 4 - np.trace(found.covariance) / found.variance
    assert found.worth @ found.worth / settled == pytest.approx(found.variance, rel=3e-3)


def test_the_start_does_not_matter() -> None:
    one, _ = newton(wins(SOME), np.zeros(4), 1.0)
    other, _ = newton(wins(SOME), np.array([30.0, -20.0, 10.0, -40.0]), 1.0)
    np.testing.assert_allclose(one, other, atol=1e-8)


def test_equal_verdicts_only_show_no_difference() -> None:
    assert fit(wins({(0, 1): 0.5, (1, 0): 0.5, (1, 2): 0.5, (2, 1): 0.5})) is None


def test_verdicts_without_any_contradiction_stay_finite() -> None:
    found = fit(wins({(i, j): 20.0 for i in range(8) for j in range(i + 1, 8)}))
    assert found is not None
    assert found.variance <= MOST
    assert list(np.argsort(-found.worth)) == list(range(8))


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_the_reverse_of_all_verdicts_is_the_reverse_worth(seed: int) -> None:
    random = np.random.default_rng(seed)
    counts = {(i, j): float(random.integers(1, 4)) for i in range(5) for j in range(5) if i != j}
    worth, _ = newton(wins(counts), np.zeros(5), 1.0)
    back, _ = newton(wins({(j, i): n for (i, j), n in counts.items()}), np.zeros(5), 1.0)
    np.testing.assert_allclose(worth, -back, atol=1e-8)
