"""How well a judge fits an entry, as integers from 0 to 1000, computed block by block.

The measure is the share of the entry's topics that the judge knows, each weighted by how rare it is among the
entries (inverse document frequency, Spärck Jones 1972). An entry without topics fits everybody fully.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from superconnector.core.judging.assignment_problem import Entry, Judge

Index = NDArray[np.int64]
Scores = NDArray[np.float32]

FULL = 1000
"""The affinity of a judge who knows everything that the entry is about."""


class Affinity(Protocol):
    """Anything that gives scores. Entries and judges are counted as they stand in the problem."""

    def block(self, entries: Index, judges: Index) -> Scores:
        """Whole numbers from 0 to 1000 as float32, shape (entries, judges), fresh on every call."""


class TopicAffinity:
    """Affinity by topics. Keeps one weight for every topic of an entry, and judges × topics of one byte.

    The weights of an entry's topics are whole numbers that sum to 1000. Sums of them are exact in float32 in
    any order, so the same input gives the same scores on every machine.
    """

    def __init__(self, entries: Sequence[Entry], judges: Sequence[Judge]) -> None:
        known = frozenset(chain.from_iterable(judge.topics for judge in judges))
        counts = Counter(chain.from_iterable(sorted(entry.topics) for entry in entries))
        shared = sorted(known & counts.keys())
        place = {topic: number for number, topic in enumerate(shared)}
        self._knows = np.zeros((len(shared), len(judges)), dtype=np.float32)
        for column, judge in enumerate(judges):
            self._knows[[place[topic] for topic in judge.topics if topic in place], column] = 1
        self._rows = np.zeros((len(entries), len(shared) + 1), dtype=np.float16)
        rarity = {topic: 1 + math.log(len(entries) / count) for topic, count in counts.items()}
        for row, entry in enumerate(entries):
            for topic, weight in weights(entry.topics, rarity).items():
                if topic in place:
                    self._rows[row, place[topic]] = weight
            if not entry.topics:
                self._rows[row, -1] = FULL

    def block(self, entries: Index, judges: Index) -> Scores:
        """See Affinity."""
        rows = self._rows[entries].astype(np.float32)
        scores: Scores = rows[:, :-1] @ self._knows[:, judges]
        scores += rows[:, -1:]
        return scores


class GivenAffinity:
    """Affinity given as a matrix, entries × judges, of whole numbers from 0 to 1000.

    Raises ValueError where a number is outside that.
    """

    def __init__(self, scores: NDArray[np.integer]) -> None:
        if scores.size and not 0 <= scores.min() <= scores.max() <= FULL:
            raise ValueError(f"An affinity from {scores.min()} to {scores.max()}, not within 0 to {FULL}")
        self._scores = scores.astype(np.int16)

    def block(self, entries: Index, judges: Index) -> Scores:
        """See Affinity."""
        return self._scores[entries[:, None], judges].astype(np.float32)


def weights(topics: frozenset[str], rarity: dict[str, float]) -> dict[str, int]:
    """Whole numbers that sum to 1000, in proportion to rarity; largest remainders first, ties by name."""
    if not topics:
        return {}
    whole = sum(rarity[topic] for topic in sorted(topics))
    exact = {topic: FULL * rarity[topic] / whole for topic in sorted(topics)}
    floors = {topic: math.floor(share) for topic, share in exact.items()}
    rest = FULL - sum(floors.values())
    by_remainder = sorted(exact, key=lambda topic: (floors[topic] - exact[topic], topic))
    return {topic: floors[topic] + (topic in by_remainder[:rest]) for topic in exact}
