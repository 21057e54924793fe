"""Simulated calls of any size, the same for every method, and what a set of pairs is worth in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from superconnector.core.judging.affinity import TopicAffinity
from superconnector.core.judging.assignment_problem import Entry, Judge, Problem

TOPICS, READINGS, CONFLICTS = 120, 3, 0.004
"""Topics, some far more common than others; readings of every entry; the share of pairs in conflict."""


class Call:
    """Entries with 3 to 6 topics, judges with 8 to 20; caps at 1 to 1.6 times the mean, floors at 0.6."""

    def __init__(self, entries: int, judges: int) -> None:
        random = np.random.default_rng(7)
        common = 1 / np.arange(1, TOPICS + 1) ** 0.6
        names = np.array([f"topic {n}" for n in range(TOPICS)])

        def some(least: int, most: int) -> frozenset[str]:
            count = random.integers(least, most + 1)
            return frozenset(random.choice(names, count, replace=False, p=common / common.sum()).tolist())

        mean = entries * READINGS / judges
        self.most = np.ceil(mean * random.uniform(1, 1.6, judges)).astype(int)
        self.least = np.full(judges, int(mean * 0.6))
        self.entries = tuple(Entry(f"e{n:05}", topics=some(3, 6), readings=READINGS) for n in range(entries))
        self.judges = tuple(
            Judge(f"j{n:05}", topics=some(8, 20), at_most=int(most), at_least=int(least))
            for n, (most, least) in enumerate(zip(self.most, self.least, strict=True))
        )
        self.conflicts = np.unique(random.integers(0, entries * judges, int(entries * judges * CONFLICTS)))

    def problem(self, *, bottleneck_first: bool) -> Problem:
        """The call as the product knows it."""
        where = (divmod(key, len(self.judges)) for key in self.conflicts.tolist())
        pairs = frozenset((self.judges[judge].id, self.entries[entry].id) for entry, judge in where)
        return Problem(self.entries, self.judges, pairs, bottleneck_first=bottleneck_first)

    @cached_property
    def affinity(self) -> TopicAffinity:
        return TopicAffinity(self.entries, self.judges)

    def scores(self) -> NDArray[np.int16]:
        """The affinity of all pairs, entries × judges; −1 for a conflict."""
        found = np.empty((len(self.entries), len(self.judges)), dtype=np.int16)
        everyone = np.arange(len(self.judges))
        for start in range(0, len(found), 200):
            rows = np.arange(start, min(start + 200, len(found)))
            found[rows] = self.affinity.block(rows, everyone)
        found.ravel()[self.conflicts] = -1
        return found

    def best(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Entry, judge and affinity of each entry's `count` best pairs, or of all pairs; no conflicts."""
        scores = self.scores()
        if count < len(self.judges):
            noise = np.random.default_rng(1).random(scores.shape[1], dtype=np.float32)
            rows = [np.argpartition(-(row + noise), count)[:count] for row in scores]
            judge = np.concatenate(rows).astype(np.int64)
            entry = np.repeat(np.arange(len(scores)), count)
        else:
            entry, judge = np.nonzero(scores >= 0)
        score = scores[entry, judge].astype(np.int64)
        return entry[score >= 0], judge[score >= 0], score[score >= 0]


@dataclass(frozen=True)
class Worth:
    """A set of pairs, counted by nobody who made it."""

    missing: int
    below_floor: int
    unlawful: int
    lowest: int
    total: int

    @property
    def feasible(self) -> bool:
        return not self.missing and not self.below_floor and not self.unlawful


def worth(call: Call, keys: NDArray[np.int64]) -> Worth:
    """What is missing, what is broken, and the affinity, of pairs given as entry × judges + judge."""
    entry, judge = divmod(np.unique(keys), len(call.judges))
    scores = np.array(
        [call.affinity.block(np.array([e]), np.array([j]))[0, 0] for e, j in zip(entry, judge, strict=True)],
        dtype=np.int64,
    )
    load = np.bincount(judge, minlength=len(call.judges))
    read = np.bincount(entry, minlength=len(call.entries))
    unlawful = (
        len(keys)
        - len(entry)
        + int(np.isin(keys, call.conflicts).sum())
        + int(np.maximum(load - call.most, 0).sum())
        + int(np.maximum(read - READINGS, 0).sum())
    )
    return Worth(
        missing=int(np.maximum(READINGS - read, 0).sum()),
        below_floor=int(np.maximum(call.least - load, 0).sum()),
        unlawful=unlawful,
        lowest=int(scores.min(initial=1001)),
        total=int(scores.sum()),
    )
