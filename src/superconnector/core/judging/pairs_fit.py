"""Bradley–Terry by Newton's method under a normal prior, whose variance the comparisons themselves decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from superconnector.core.judging.chance import Floats
from superconnector.core.judging.scores_table import Ints

STEPS, ROUNDS = 50, 60
EXACT, ROUGH, CLOSE = 1e-10, 1e-3, 3e-4
NOTHING = 1e-3
"""A variance between entries of so few squared logits is none."""
MOST = 100.0
"""Where nobody contradicts anybody the variance has no upper end; this is far beyond any panel."""


class Fit(NamedTuple):
    """Worths and their covariance in logits, shapes (I,) and (I, I); the variance between entries."""

    worth: Floats
    covariance: Floats
    variance: float


class Wins(NamedTuple):
    """Who won over whom, by index, and how often; the number of entries."""

    winner: Ints
    loser: Ints
    weight: Floats
    entries: int


def wins(counts: Mapping[tuple[int, int], float]) -> Wins:
    """The columns of (winner, loser) → how often, over entries 0 … I − 1."""
    pairs = sorted(pair for pair, weight in counts.items() if weight)
    return Wins(
        np.array([winner for winner, _ in pairs], dtype=np.int64),
        np.array([loser for _, loser in pairs], dtype=np.int64),
        np.array([counts[pair] for pair in pairs], dtype=np.float64),
        1 + max(max(pair) for pair in pairs),
    )


def fit(data: Wins) -> Fit | None:
    """The fit; None if entries do not differ.

    The variance v is that under which the fit is its own expectation: Σ worth² / (I − trace(covariance) / v)
    (MacKay, Neural Computation 4, 1992). Time O(I³) a step.
    """
    worth: Floats = np.zeros(data.entries)
    variance = 1.0
    for _ in range(ROUNDS):
        worth, curvature = newton(data, worth, variance, ROUGH)
        covariance = np.linalg.inv(curvature)
        settled = data.entries - float(np.trace(covariance)) / variance
        last, variance = variance, min(float(worth @ worth) / settled, MOST)
        if variance < NOTHING:
            return None
        if abs(variance - last) < CLOSE * last:
            break
    worth, curvature = newton(data, worth, variance)
    covariance = np.linalg.inv(curvature)
    return Fit(worth, (covariance + covariance.T) / 2, variance)


def newton(data: Wins, start: Floats, variance: float, exact: float = EXACT) -> tuple[Floats, Floats]:
    """The most probable worths, shape (I,), and the curvature there, shape (I, I), from any start.

    The logarithm of the posterior is strictly concave; a step that lowers it is halved. The last step is
    below `exact`, in logits.
    """
    worth = start
    height = _height(data, worth, variance)
    for _ in range(STEPS):
        slope, curvature = _slope_and_curvature(data, worth, variance)
        step = np.linalg.solve(curvature, slope)
        while (higher := _height(data, worth + step, variance)) < height - EXACT:
            step = step / 2
        worth, height = worth + step, higher
        if np.max(np.abs(step)) < exact:
            break
    return worth, _slope_and_curvature(data, worth, variance)[1]


def _height(data: Wins, worth: Floats, variance: float) -> float:
    """The logarithm of the posterior, up to a constant."""
    lead = worth[data.winner] - worth[data.loser]
    return float(-data.weight @ np.logaddexp(0, -lead) - worth @ worth / (2 * variance))


def _slope_and_curvature(data: Wins, worth: Floats, variance: float) -> tuple[Floats, Floats]:
    """The gradient, and minus the matrix of second derivatives."""
    winner, loser, size = data.winner, data.loser, data.entries
    lost = data.weight * np.exp(-np.logaddexp(0, worth[winner] - worth[loser]))
    slope = np.bincount(winner, lost, size) - np.bincount(loser, lost, size) - worth / variance
    each = lost * (1 - lost / data.weight)
    curvature = np.zeros((size, size))
    np.subtract.at(curvature, (winner, loser), each)
    np.subtract.at(curvature, (loser, winner), each)
    diagonal = np.bincount(winner, each, size) + np.bincount(loser, each, size) + 1 / variance
    curvature[np.arange(size), np.arange(size)] += diagonal
    return slope, curvature
