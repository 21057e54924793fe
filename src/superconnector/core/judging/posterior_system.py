"""Linear systems of two sides whose members only meet the other side's, solved over the smaller one.

A judge meets entries and an entry meets judges (and its track). So the block of the larger side is diagonal,
and taking it out leaves a dense system of the size of the smaller side: a Schur complement.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from superconnector.core.judging.chance import Floats
from superconnector.core.judging.scores_table import Ints

PAIRS = 2_000_000
"""So many products of two coefficients are formed at a time: bounds the memory."""


class Links(NamedTuple):
    """The coefficients between large and small side, sorted by the large one, and where each begins."""

    large: Ints
    small: Ints
    value: Floats
    start: Ints


class System(NamedTuple):
    """Large side: diagonal precision and right side. Small side: dense precision and right side."""

    diagonal: Floats
    of_large: Floats
    links: Links
    dense: Floats
    of_small: Floats


def summed(group: Ints, value: Floats, size: int) -> Floats:
    """The sum of the values of each group, shape (size,)."""
    return np.bincount(group, value, size).astype(np.float64)


def join(large: Ints, small: Ints, value: Floats) -> Links:
    """The coefficients between the two sides, put in order of the large side, then of the small one.

    All three have shape (coefficients,): indices of the large and of the small side, and the value between
    them. `start` of what is given has one entry for each of the large side that occurs: where its own begin.
    """
    order = np.lexsort((small, large))
    large = large[order]
    start = np.flatnonzero(np.diff(large, prepend=-1))
    return Links(large, small[order], value[order], start)


def products(links: Links) -> list[tuple[Ints, Ints]]:
    """The pairs of coefficients (as indices) that belong to one and the same of the large side, in blocks."""
    count = np.diff(links.start, append=len(links.large))
    cut = np.searchsorted(np.cumsum(count**2), np.arange(PAIRS, int(np.sum(count**2)) + PAIRS, PAIRS))
    blocks = np.split(np.arange(len(count)), np.unique(np.minimum(cut + 1, len(count))))
    found = []
    for block in blocks:
        if not len(block):
            continue
        sizes, starts = count[block], links.start[block]
        left = np.repeat(
            np.arange(starts[0], starts[-1] + sizes[-1]), np.repeat(sizes, sizes)
        )  # each coefficient as often as its own one has coefficients
        run = np.repeat(sizes, sizes)
        offset = np.arange(len(left)) - np.repeat(np.cumsum(run) - run, run)
        found.append((left, np.repeat(np.repeat(starts, sizes), run) + offset))
    return found


def reduced(system: System) -> tuple[Floats, Floats]:
    """The matrix and the right side that are left for the small side alone."""
    links, dense = system.links, system.dense.copy()
    for left, right in products(links):
        weight = links.value[left] * links.value[right] / system.diagonal[links.large[left]]
        np.subtract.at(dense, (links.small[left], links.small[right]), weight)
    pull = links.value * system.of_large[links.large] / system.diagonal[links.large]
    return dense, system.of_small - summed(links.small, pull, len(dense))


def given_small(system: System, small: Floats) -> Floats:
    """The mean of the large side given each row of the small side, shape (rows, large)."""
    links = system.links
    sums = np.add.reduceat(small[:, links.small] * links.value, links.start, axis=1)
    return (system.of_large - sums) / system.diagonal
