"""Variances of the mixed model in closed form.

A total is track + entry + judge + noise. Noise is what is left when entries and judges are both fitted freely
by least squares (the method of fitting constants: Henderson, Biometrics 9, 1953). The spread within entries
is judge + noise, the spread within a judge's readings of one track is entry + noise: neither sees the tracks.
All three estimates are unbiased for any design that was not chosen by the scores.
"""

from __future__ import annotations

import numpy as np

from superconnector.core.judging.chance import Floats
from superconnector.core.judging.connection import number_of_parts
from superconnector.core.judging.posterior_system import System, given_small, join, reduced, summed
from superconnector.core.judging.ranking import Variances
from superconnector.core.judging.scores_table import Ints, Table

LEAST = 1e-6
"""The least share of the whole that noise and judges are given: keeps the model solvable."""
RIDGE = 1e-10
"""Each part of a design leaves one level open, on which the fit does not depend: this pins it near zero."""


def variances(table: Table) -> Variances | None:
    """The estimates, in squared points; None if entries show no spread, or noise cannot be told from it.

    A variance of judges below zero is taken as (nearly) zero.
    """
    noise = _noise(table)
    judge_noise = _within(table.entry, table.value)
    entry_noise = _within(table.judge * len(table.tracks) + table.track[table.entry], table.value)
    if noise is None or judge_noise is None or entry_noise is None:
        return None
    whole = max(judge_noise, entry_noise)
    noise = max(noise, LEAST * whole)
    entry = entry_noise - noise
    if entry <= LEAST * whole:
        return None
    return Variances(entry, max(judge_noise - noise, LEAST * whole), noise)


def _within(group: Ints, value: Floats) -> float | None:
    """The variance around the means of groups; None if no group has two values."""
    count = np.bincount(group)
    free = len(value) - int(np.count_nonzero(count))
    if not free:
        return None
    mean = np.bincount(group, value) / np.maximum(count, 1)
    return float(np.sum((value - mean[group]) ** 2)) / free


def _noise(table: Table) -> float | None:
    """The variance around the least-squares fit of entries and judges; None if nothing is left free."""
    entries, judges, _ = table.size
    parts = number_of_parts(table.entry.tolist(), table.judge.tolist())
    free = len(table.value) - entries - judges + parts
    if not free:
        return None
    large, small = (table.entry, table.judge) if entries >= judges else (table.judge, table.entry)
    value = table.value - np.mean(table.value)
    ones = np.ones(len(value))
    sizes = np.bincount(small)
    system = System(
        summed(large, ones, int(large.max()) + 1),
        summed(large, value, int(large.max()) + 1),
        join(large, small, ones),
        np.diag(sizes + RIDGE * np.max(sizes)),
        summed(small, value, len(sizes)),
    )
    of_small = np.linalg.solve(*reduced(system))
    rest = value - of_small[small] - given_small(system, of_small[None, :])[0][large]
    return float(np.sum(rest**2)) / free
